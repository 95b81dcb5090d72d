//! What a name above a column means by itself.

use raupe_core::offer::LanguageTag;
use raupe_core::text;

use super::bounds;
use super::columns::{Column, key};

/// What a name above a column means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Heading {
    Known(Column),
    /// A part of when it takes place.
    Time(Part),
    /// A translation of this field into the language with this BCP 47 tag.
    Translation(&'static str, String),
    /// A translation of something that has none here, or into no language.
    BadTranslation,
    /// A counter or something that the office keeps to itself: nobody misses it.
    Left,
    Unknown,
}

/// What a column says about when an offer takes place, where it does not say all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Days of the week.
    Days,
    /// "wöchentlich".
    Rhythm,
    /// A date.
    Date,
    /// Hours.
    Clock,
    /// The hour or the day on which it begins.
    From,
    /// The hour or the day on which it ends.
    To,
    /// The day on which it first takes place.
    First,
    /// The day on which it last takes place.
    Last,
    /// From when to when, in one cell.
    Period,
    /// How often.
    Count,
    /// How long.
    Length,
    /// The hours on these days.
    On(String),
    /// When it begins on these days.
    OnFrom(String),
    /// When it ends on these days.
    OnTo(String),
    /// "von" and "bis" by themselves: ages, hours and days are written below such names.
    Bound(End),
    /// The same where what stands below does not tell which it is.
    Unsure,
}

/// An end of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    From,
    To,
}

/// The names for parts of when an offer takes place, as [`key`] writes them.
const PARTS: &[(Part, &str)] = &[
    (
        Part::Days,
        "wochentag wochentage tag tage kurstag kurstage angebotstag veranstaltungstag",
    ),
    (Part::Rhythm, "turnus rhythmus haeufigkeit intervall"),
    (
        Part::Date,
        "datum termindatum veranstaltungsdatum kursdatum daten termindaten",
    ),
    (
        Part::Clock,
        "uhrzeit uhrzeiten zeit zeiten kurszeit kurszeiten uhrzeitvonbis zeitvonbis",
    ),
    (
        Part::From,
        "beginn anfang start uhrzeitvon startzeit anfangszeit zeitvon beginnuhrzeit vonuhrzeit \
         uhrzeitbeginn uhrzeitstart startuhrzeit vonuhr beginnzeit zeitenvon oeffnungszeitenvon \
         oeffnungszeitvon terminvon terminbeginn uhrzeitab veranstaltungsbeginn",
    ),
    (
        Part::To,
        "ende schluss uhrzeitbis endzeit endezeit zeitbis endeuhrzeit bisuhrzeit uhrzeitende \
         enduhrzeit bisuhr zeitenbis oeffnungszeitenbis oeffnungszeitbis terminbis terminende \
         veranstaltungsende",
    ),
    (
        Part::First,
        "startdatum beginndatum kursbeginn kursstart datumvon datumab ersttermin erstertermin \
         gueltigab laufzeitvon beginnam startam datumbeginn datumstart zeitraumvon anfangsdatum \
         vondatum",
    ),
    (
        Part::Last,
        "enddatum endedatum kursende datumbis letztertermin gueltigbis laufzeitbis endeam datumende \
         zeitraumbis bisdatum",
    ),
    (Part::Period, "zeitraum laufzeit kurszeitraum kurslaufzeit"),
    (
        Part::Count,
        "anzahltermine termineanzahl anzahldertermine zahldertermine",
    ),
    (
        Part::Length,
        "dauer kursdauer dauerinminuten dauerinstunden",
    ),
    (Part::Bound(End::From), "von"),
    (Part::Bound(End::To), "bis"),
];

/// Counters: they change whenever somebody sorts the list, and name nothing.
const COUNTERS: &str =
    "nr nummer no lfd lfdnr lfdnummer laufendenr laufendenummer pos zeile zeilennr";

/// What people write behind a name without meaning anything else.
const UNITS: &str = "injahren jahre jahren inmonaten monate ineuro euro eur ineur";

/// Names under which a title may stand if nothing is called so.
pub(super) const LIKE_A_TITLE: &str =
    "angebot angebote kurs kursangebot veranstaltung projekt bezeichnung name was";

pub(super) fn heading(name: &str) -> Heading {
    let name = name.trim();
    if let Some((field, language)) = name.strip_suffix(']').and_then(|it| it.split_once('[')) {
        return translation(field, language);
    }
    if name.is_empty() {
        return Heading::Unknown;
    }
    if let Some(known) = known(name) {
        return known;
    }
    let folded = text::fold(name);
    let is_private = folded
        .split(' ')
        .any(|word| word.starts_with("intern") && word.len() <= 8)
        || [
            "nicht veroffentlichen",
            "nicht offentlich",
            "nicht fur die offentlichkeit",
        ]
        .iter()
        .any(|words| folded.contains(words));
    if is_private || is_among(&key(name), COUNTERS) || key(name).is_empty() {
        return Heading::Left;
    }
    let without_note = name
        .split_once('(')
        .map_or(name, |(before, _)| before.trim());
    if without_note.is_empty() || key(without_note).is_empty() {
        return Heading::Unknown;
    }
    known(without_note)
        .or_else(|| {
            let name = key(name);
            let name = UNITS.split(' ').find_map(|unit| name.strip_suffix(unit))?;
            known(name).filter(|heading| {
                use Column::{AgeFrom, AgeTo, Ages, Cost};
                matches!(heading, Heading::Known(AgeFrom | AgeTo | Ages | Cost))
            })
        })
        .unwrap_or(Heading::Unknown)
}

pub(super) fn known(name: &str) -> Option<Heading> {
    if let Some(column) = Column::named(name) {
        return Some(Heading::Known(column));
    }
    let folded = key(name);
    let part = PARTS.iter().find(|(_, names)| is_among(&folded, names));
    part.map(|(part, _)| part.clone())
        .or_else(|| on_weekdays(name))
        .map(Heading::Time)
}

fn translation(field: &str, language: &str) -> Heading {
    let field = Column::named(field).and_then(|column| {
        let translated = Column::TRANSLATED.iter().find(|(it, _)| *it == column)?;
        Some(translated.1)
    });
    match (field, LanguageTag::new(language.trim())) {
        (Some(field), Some(tag)) => Heading::Translation(field, tag.as_str().to_owned()),
        _ => Heading::BadTranslation,
    }
}

/// `Mo`, `Öffnungszeiten Montag`, `Mo–Fr`, `Montag von`.
fn on_weekdays(name: &str) -> Option<Part> {
    let words: Vec<(usize, String)> = name
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .map(|word| {
            (
                word.as_ptr() as usize - name.as_ptr() as usize,
                word.to_owned(),
            )
        })
        .collect();
    let is_day = |word: &str| bounds::is_weekday(word);
    let first = words.iter().position(|(_, word)| is_day(word))?;
    let last = words.iter().rposition(|(_, word)| is_day(word))?;
    let before = words[..first].iter().all(|(_, word)| {
        matches!(
            text::fold(word).as_str(),
            "offnungszeiten"
                | "offnungszeit"
                | "sprechzeiten"
                | "sprechzeit"
                | "sprechstunde"
                | "zeiten"
                | "zeit"
                | "uhrzeit"
                | "uhrzeiten"
                | "geoffnet"
                | "termine"
                | "am"
        )
    });
    let between = words[first..=last]
        .iter()
        .all(|(_, word)| is_day(word) || matches!(word.as_str(), "bis" | "und"));
    if !before || !between {
        return None;
    }
    let (start, end) = (words[first].0, words[last].0 + words[last].1.len());
    let days = name[start..end].to_owned();
    let after: Vec<_> = words[last + 1..]
        .iter()
        .map(|(_, word)| text::fold(word))
        .collect();
    match after
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        [] | ["uhrzeit" | "zeit" | "uhr"] => Some(Part::On(days)),
        ["von" | "ab" | "beginn" | "start"] => Some(Part::OnFrom(days)),
        ["bis" | "ende"] => Some(Part::OnTo(days)),
        _ => None,
    }
}

/// Whether a word is one of those in a list.
fn is_among(word: &str, list: &str) -> bool {
    list.split(' ').any(|it| it == word)
}
