//! Public holidays by rule, school holidays by list.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::day;
use crate::feed::read_date;

/// A state of Germany: public holidays are its law.
///
/// One more is a variant here, and in [`PublicHoliday`] whatever it keeps beyond the holidays
/// that all states share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum State {
    /// Niedersachsen: § 2 Niedersächsisches Feiertagsgesetz.
    #[serde(rename = "ni")]
    LowerSaxony,
    /// Nordrhein-Westfalen: § 2 Feiertagsgesetz Nordrhein-Westfalen.
    #[serde(rename = "nw")]
    NorthRhineWestphalia,
}

impl State {
    /// All of them.
    pub const ALL: &[Self] = &[Self::LowerSaxony, Self::NorthRhineWestphalia];

    /// Its name in settings: the second half of its code of ISO 3166-2.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::LowerSaxony => "ni",
            Self::NorthRhineWestphalia => "nw",
        }
    }
}

/// A public holiday. The order is that of the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicHoliday {
    /// Neujahr, 1 January.
    NewYear,
    /// Karfreitag, two days before Easter Sunday.
    GoodFriday,
    /// Ostermontag, the day after Easter Sunday.
    EasterMonday,
    /// Tag der Arbeit, 1 May.
    LabourDay,
    /// Christi Himmelfahrt, 39 days after Easter Sunday.
    Ascension,
    /// Pfingstmontag, 50 days after Easter Sunday.
    WhitMonday,
    /// Fronleichnam, 60 days after Easter Sunday; not in Niedersachsen.
    CorpusChristi,
    /// Tag der Deutschen Einheit, 3 October.
    GermanUnity,
    /// Reformationstag, 31 October: in all states in 2017, its 500th year; in Niedersachsen
    /// since 2018.
    Reformation,
    /// Allerheiligen, 1 November; not in Niedersachsen.
    AllSaints,
    /// Erster Weihnachtstag, 25 December.
    Christmas,
    /// Zweiter Weihnachtstag, 26 December.
    SecondChristmas,
}

/// Where in a year a holiday is.
enum Place {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    AfterEaster(i32),
}

impl PublicHoliday {
    /// All of them, in the order of the year.
    pub const ALL: &[Self] = &[
        Self::NewYear,
        Self::GoodFriday,
        Self::EasterMonday,
        Self::LabourDay,
        Self::Ascension,
        Self::WhitMonday,
        Self::CorpusChristi,
        Self::GermanUnity,
        Self::Reformation,
        Self::AllSaints,
        Self::Christmas,
        Self::SecondChristmas,
    ];

    /// Its name where texts for it are looked up: ASCII.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::NewYear => "new-year",
            Self::GoodFriday => "good-friday",
            Self::EasterMonday => "easter-monday",
            Self::LabourDay => "labour-day",
            Self::Ascension => "ascension",
            Self::WhitMonday => "whit-monday",
            Self::CorpusChristi => "corpus-christi",
            Self::GermanUnity => "german-unity",
            Self::Reformation => "reformation",
            Self::AllSaints => "all-saints",
            Self::Christmas => "christmas",
            Self::SecondChristmas => "second-christmas",
        }
    }

    const fn place(self) -> Place {
        match self {
            Self::NewYear => Place::Fixed(1, 1),
            Self::GoodFriday => Place::AfterEaster(-2),
            Self::EasterMonday => Place::AfterEaster(1),
            Self::LabourDay => Place::Fixed(5, 1),
            Self::Ascension => Place::AfterEaster(39),
            Self::WhitMonday => Place::AfterEaster(50),
            Self::CorpusChristi => Place::AfterEaster(60),
            Self::GermanUnity => Place::Fixed(10, 3),
            Self::Reformation => Place::Fixed(10, 31),
            Self::AllSaints => Place::Fixed(11, 1),
            Self::Christmas => Place::Fixed(12, 25),
            Self::SecondChristmas => Place::Fixed(12, 26),
        }
    }

    fn is_kept(self, state: State, year: i16) -> bool {
        match self {
            Self::Reformation => year == 2017 || (year > 2017 && state == State::LowerSaxony),
            Self::CorpusChristi | Self::AllSaints => state == State::NorthRhineWestphalia,
            _ => true,
        }
    }
}

/// The number of Easter Sunday, from the tables of the Gregorian calendar (bull "Inter
/// gravissimas"): the Sunday after the first full moon of spring, which comes by the epact.
const fn easter(year: i32) -> i32 {
    let century = year.div_euclid(100);
    // The moon's cycle of 19 years, and how far centuries have moved it.
    let golden = year.rem_euclid(19);
    let sun = century - century.div_euclid(4);
    let moon = (8 * century + 13).div_euclid(25);
    let epact = (19 * golden + sun - moon + 15).rem_euclid(30);
    // The two months of 29 days that the tables squeeze in: no full moon after 18 April.
    let late = epact == 29 || (epact == 28 && golden > 10);
    let full_moon = day::of(year, 3, 21) + epact - late as i32;
    full_moon + 7 - (day::weekday(full_moon) + 1) % 7
}

/// A school holiday: its name and its days, which do not end before they begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Entry", into = "Entry")]
pub struct SchoolHoliday {
    name: String,
    first: Date,
    last: Date,
}

impl SchoolHoliday {
    /// A holiday from the first to the last day, both included; `None` if it ends before it
    /// begins.
    pub fn new(name: impl Into<String>, first: Date, last: Date) -> Option<Self> {
        let name = name.into();
        (first <= last).then_some(Self { name, first, last })
    }

    /// What it is called, such as `Herbstferien`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first day without school.
    pub const fn first(&self) -> Date {
        self.first
    }

    /// The last day without school.
    pub const fn last(&self) -> Date {
        self.last
    }
}

/// A school holiday as settings write it, with dates as [`read_date`] reads them.
#[derive(Serialize, Deserialize)]
struct Entry {
    name: String,
    from: String,
    to: String,
}

impl TryFrom<Entry> for SchoolHoliday {
    type Error = &'static str;

    fn try_from(Entry { name, from, to }: Entry) -> Result<Self, Self::Error> {
        let date = |text: &str| read_date(text).ok_or("a date must be like 2026-10-12");
        Self::new(name, date(&from)?, date(&to)?)
            .ok_or("a school holiday must not end before it begins")
    }
}

impl From<SchoolHoliday> for Entry {
    fn from(SchoolHoliday { name, first, last }: SchoolHoliday) -> Self {
        Self {
            name,
            from: first.to_string(),
            to: last.to_string(),
        }
    }
}

/// The days on which much does not take place, of one county.
///
/// Public holidays are right from 1996 on, as long as the laws stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holidays {
    /// Whose law.
    pub state: State,
    /// School holidays, as the state publishes them: in any order. A day outside of the list
    /// counts as a day of school, also in years that nobody has listed yet.
    #[serde(default)]
    pub school: Vec<SchoolHoliday>,
}

impl Holidays {
    /// Whether a day is a public holiday. Sundays are none, not even that of Easter.
    pub fn is_public(&self, date: Date) -> bool {
        self.which_public(date).is_some()
    }

    /// The public holiday on a day; the earlier one in [`PublicHoliday::ALL`] should two meet.
    pub fn which_public(&self, date: Date) -> Option<PublicHoliday> {
        let (year, month, day) = (date.year(), date.month(), date.day());
        // Easter moves between March and April; what hangs on it, up to the end of June.
        let since_easter = (3..=6)
            .contains(&month)
            .then(|| day::number(date) - easter(year.into()));
        let mut all = PublicHoliday::ALL.iter().copied();
        all.find(|holiday| {
            let is_its_day = match holiday.place() {
                Place::Fixed(its_month, its_day) => (its_month, its_day) == (month, day),
                Place::AfterEaster(days) => since_easter == Some(days),
            };
            is_its_day && holiday.is_kept(self.state, year)
        })
    }

    /// The name of the school holidays that a day is in.
    pub fn school(&self, date: Date) -> Option<&str> {
        self.which_school(date).map(SchoolHoliday::name)
    }

    pub(super) fn which_school(&self, date: Date) -> Option<&SchoolHoliday> {
        let mut all = self.school.iter();
        all.find(|holiday| (holiday.first..=holiday.last).contains(&date))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const STATES: [Holidays; 2] = [
        Holidays {
            state: State::LowerSaxony,
            school: Vec::new(),
        },
        Holidays {
            state: State::NorthRhineWestphalia,
            school: Vec::new(),
        },
    ];

    #[test]
    fn states_keep_different_days() {
        use PublicHoliday::{AllSaints, Ascension, CorpusChristi, LabourDay, Reformation};
        for (day, expected) in [
            (date(2026, 6, 4), [None, Some(CorpusChristi)]),
            (date(2026, 11, 1), [None, Some(AllSaints)]),
            (date(2026, 10, 31), [Some(Reformation), None]),
            (date(2017, 10, 31), [Some(Reformation); 2]),
            (date(2016, 10, 31), [None; 2]),
            (date(2026, 5, 14), [Some(Ascension); 2]),
            (date(2008, 5, 1), [Some(LabourDay); 2]),
            (date(2026, 4, 5), [None; 2]),
        ] {
            assert_eq!(
                STATES.each_ref().map(|state| state.which_public(day)),
                expected,
                "{day}"
            );
        }
    }

    #[test]
    fn any_day_can_be_asked_about() {
        for end in [Date::MIN, Date::MAX] {
            STATES[0].which_public(end);
        }
    }

    #[test]
    fn school_holidays_come_from_settings() {
        let holidays: Holidays = serde_json::from_str(
            r#"{"state":"ni","school":[
                {"name":"Herbstferien","from":"2026-10-12","to":"24.10.2026"}
            ]}"#,
        )
        .unwrap();
        for (day, expected) in [
            (11, None),
            (12, Some("Herbstferien")),
            (24, Some("Herbstferien")),
            (25, None),
        ] {
            assert_eq!(holidays.school(date(2026, 10, day)), expected);
        }
        let written = serde_json::to_string(&holidays).unwrap();
        assert_eq!(
            serde_json::from_str::<Holidays>(&written).unwrap(),
            holidays
        );

        for (from, to) in [("2026-10-24", "2026-10-12"), ("Oktober", "2026-10-12")] {
            let entry = serde_json::json!({ "name": "x", "from": from, "to": to });
            assert!(serde_json::from_value::<SchoolHoliday>(entry).is_err());
        }
        let none: Holidays = serde_json::from_str(r#"{"state":"nw"}"#).unwrap();
        assert_eq!(none.state, State::NorthRhineWestphalia);
        for state in State::ALL {
            assert_eq!(serde_json::to_value(state).unwrap(), state.slug());
        }
    }
}
