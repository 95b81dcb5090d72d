//! When an offer takes place, as its feed gives it: rules, not computed dates.
//!
//! All dates and times are wall-clock in Europe/Berlin.

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::packed;

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Weekday {
    /// Monday, the first day of the week.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl Weekday {
    /// The week from Monday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The day with this code of RFC 5545 (`MO` … `SU`), in capitals.
    pub fn from_code(code: &str) -> Option<Self> {
        let at = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
            .iter()
            .position(|known| *known == code);
        at.map(|at| Self::ALL[at])
    }

    /// The day of the week on which a date falls.
    pub fn of(date: Date) -> Self {
        let days = date.weekday().to_monday_zero_offset();
        Self::ALL[usize::from(days.unsigned_abs())]
    }
}

/// Which numbers are meant, of those that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Parity {
    /// 2, 4, 6 …
    Even,
    /// 1, 3, 5 …
    Odd,
}

/// A weekday within a month: the second Tuesday, the last Friday, or every Friday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct NthWeekday {
    /// 1 to 5 from the beginning, -1 to -5 from the end, `None` for every.
    pub nth: Option<i8>,
    /// The day.
    pub day: Weekday,
}

impl NthWeekday {
    /// A rule such as `TU`, `2TU` or `-1FR`, as RFC 5545 writes them.
    pub fn parse(rule: &str) -> Option<Self> {
        let rule = rule.trim().to_ascii_uppercase();
        let split = rule
            .len()
            .checked_sub(2)
            .filter(|at| rule.is_char_boundary(*at))?;
        let (number, day) = rule.split_at(split);
        let day = Weekday::from_code(day)?;
        let nth = match number.strip_prefix('+').unwrap_or(number) {
            "" => None,
            number => Some(
                number
                    .parse()
                    .ok()
                    .filter(|n: &i8| (1..=5).contains(&n.unsigned_abs()))?,
            ),
        };
        Some(Self { nth, day })
    }
}

/// How a schedule repeats.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Recurrence {
    /// The feed gives no rule; there may be opening hours or a description.
    Unstated,
    /// On one day only.
    Once(#[serde(with = "packed::date")] Date),
    /// On these days of every `interval`-th week.
    Weekly {
        /// 1 for every week.
        interval: u8,
        /// In the order of the week, each once; empty if only the beginning tells the day.
        days: Vec<Weekday>,
    },
    /// On these days of every `interval`-th month.
    Monthly {
        /// 1 for every month.
        interval: u8,
        /// Weekdays within the month.
        days: Vec<NthWeekday>,
        /// Days of the month, 1 to 31, or -1 to -31 from its end.
        month_days: Vec<i8>,
    },
    /// On these days of every calendar week (ISO 8601) with such a number. After a year with 53 weeks
    /// two odd ones follow each other, so this is not every second week.
    CalendarWeeks {
        /// Which weeks.
        parity: Parity,
        /// In the order of the week, each once; never empty.
        days: Vec<Weekday>,
    },
}

/// A span of days that does not end before it begins. Either end may be open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Ends")]
pub struct Span {
    #[serde(with = "packed::maybe_date")]
    from: Option<Date>,
    #[serde(with = "packed::maybe_date")]
    to: Option<Date>,
}

impl Span {
    /// A span from the first to the last day, both included.
    pub fn new(from: Option<Date>, to: Option<Date>) -> Option<Self> {
        let reversed = matches!((from, to), (Some(from), Some(to)) if to < from);
        (!reversed).then_some(Self { from, to })
    }

    /// The first day.
    pub const fn from(self) -> Option<Date> {
        self.from
    }

    /// The last day.
    pub const fn to(self) -> Option<Date> {
        self.to
    }
}

/// A span as it is stored, not yet known to be one.
#[derive(Deserialize)]
struct Ends {
    #[serde(with = "packed::maybe_date")]
    from: Option<Date>,
    #[serde(with = "packed::maybe_date")]
    to: Option<Date>,
}

impl TryFrom<Ends> for Span {
    type Error = &'static str;

    fn try_from(Ends { from, to }: Ends) -> Result<Self, Self::Error> {
        Self::new(from, to).ok_or("a span must not end before it begins")
    }
}

/// One rule of when an offer takes place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// How it repeats.
    pub recurrence: Recurrence,
    /// The day from which intervals are counted.
    #[serde(with = "packed::maybe_date")]
    pub start: Option<Date>,
    /// The days within which the rule holds.
    pub valid: Span,
    /// How many dates there are in all, left out ones among them.
    pub count: Option<u16>,
    /// When it begins.
    #[serde(with = "packed::maybe_time")]
    pub opens: Option<Time>,
    /// When it ends. Not later than `opens` means the next day.
    #[serde(with = "packed::maybe_time")]
    pub closes: Option<Time>,
    /// Days on which it does not take place.
    #[serde(with = "packed::dates")]
    pub except: Vec<Date>,
    /// Not in school holidays.
    pub skips_school_holidays: bool,
    /// Not on public holidays.
    pub skips_public_holidays: bool,
    /// What the feed says in words.
    pub description: Option<String>,
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn rules_of_rfc_5545_are_read() {
        for (rule, expected) in [
            ("TU", Some((None, Weekday::Tuesday))),
            ("2tu", Some((Some(2), Weekday::Tuesday))),
            ("-1FR", Some((Some(-1), Weekday::Friday))),
            ("+3SU", Some((Some(3), Weekday::Sunday))),
            ("6MO", None),
            ("0MO", None),
            ("-128MO", None),
            ("MONDAY", None),
            ("ÄÖ", None),
            ("", None),
        ] {
            let read = NthWeekday::parse(rule).map(|day| (day.nth, day.day));
            assert_eq!(read, expected, "{rule}");
        }
    }

    #[test]
    fn a_span_cannot_be_reversed() {
        assert!(Span::new(Some(date(2026, 2, 1)), Some(date(2026, 1, 1))).is_none());
        assert!(Span::new(Some(date(2026, 1, 1)), Some(date(2026, 1, 1))).is_some());
        assert!(serde_json::from_str::<Span>(r#"{"from":20260201,"to":20260101}"#).is_err());
        assert!(serde_json::from_str::<Span>(r#"{"from":20260101,"to":20260201}"#).is_ok());
    }
}
