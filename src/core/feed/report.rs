//! What the reader says about a feed.

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the offer is whole.
    Hint,
    /// Something in the offer could not be used; the offer is there.
    Warning,
    /// The offer is left out, or must not be published as it stands.
    Error,
}

/// One thing that somebody should look at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Finding {
    /// The record's id if it has one, else its position in the file, as `#3` (from 1).
    pub record: String,
    /// Where in the record, as a JSON path: `schedules[0].opens_at`; empty for the whole record.
    pub path: String,
    /// What it is.
    pub problem: Problem,
}

impl Finding {
    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        self.problem.severity()
    }
}

/// The types of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A number.
    Number,
    /// A text in quotes.
    Text,
    /// A list in square brackets.
    List,
    /// An object in braces.
    Object,
}

/// What can be the matter. Texts are quoted from the feed, shortened to 80 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Problem {
    /// The record is not valid JSON by itself. (serde's message)
    NotJson(String),
    /// The record is no JSON object.
    NotAnObject,
    /// The record has more bytes than [`super::RECORD_BYTES`].
    TooLarge(usize),
    /// The record is nested deeper than [`super::RECORD_DEPTH`].
    TooDeep,
    /// No usable `id`.
    NoId,
    /// No `name`.
    NoTitle,
    /// The id was used by an earlier record, which is kept.
    DuplicateId,
    /// A value of another JSON type than expected.
    WrongType {
        /// What the field should be.
        expected: JsonType,
        /// What it is.
        found: JsonType,
    },
    /// `status` is a word that HSDS does not know; the offer is shown.
    UnknownStatus(String),
    /// `status` says that the offer has ended or rests; it is not shown.
    NotActive(String),
    /// Not an age in years from 0.
    BadAge(String),
    /// The ages end before they begin.
    ReversedAges(String),
    /// No ages and no phase of life: shown for everybody.
    NoAges,
    /// The ages come from the numbers of places under and from three years.
    AgesFromPlaces,
    /// A language without an ISO 639 code here; shown, but not to be filtered by.
    UnknownLanguage(String),
    /// A word that the vocabulary does not hold; shown among the facts.
    UnknownTerm {
        /// The vocabulary.
        taxonomy: &'static str,
        /// The word.
        name: String,
    },
    /// Not a date (year-month-day).
    BadDate(String),
    /// Not a time of day.
    BadTime(String),
    /// Begins after it ends.
    ReversedDates(String),
    /// A rule of recurrence that cannot be read.
    BadRecurrence(String),
    /// A part of a rule of recurrence that limits or moves its dates in a way that is not understood; none is shown.
    UnreadRule(String),
    /// A time on another clock than Berlin's (UTC or an offset), in a rule that leaves open which hour that is here; the
    /// time is not shown.
    OtherClock(String),
    /// A telephone number that cannot be dialled.
    BadPhone(String),
    /// Not an e-mail address.
    BadEmail(String),
    /// A web address that does not begin with `https://`, or is none.
    BadLink(String),
    /// Coordinates that are not on the globe.
    OffGlobe(String),
    /// Not an amount of money.
    BadAmount(String),
    /// No neighbourhood, area or town: found only without a filter for places.
    NoNeighbourhood,
    /// Neither `assured_date` nor `last_modified`.
    NeverConfirmed,
    /// The address is to be kept back and stands in the record all the same, where everybody can
    /// read it. The client does not show it.
    ConfidentialAddress,
    /// The texts of a translation are under what is no language tag (BCP 47); they are not used.
    UnknownTag(String),
    /// Two translations into the language with this tag; the first is kept.
    SecondTranslation(String),
    /// A translation came about in a way that has no name here; the translation is kept.
    UnknownOrigin(String),
    /// Looks like HTML where one line is expected; it is shown as it is written.
    Markup(String),
    /// Was HTML; its text is shown.
    MarkupRead(String),
}

impl Problem {
    /// How much it matters.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::NotJson(_)
            | Self::NotAnObject
            | Self::TooLarge(_)
            | Self::TooDeep
            | Self::NoId
            | Self::NoTitle
            | Self::DuplicateId
            | Self::ConfidentialAddress => Severity::Error,
            Self::NotActive(_)
            | Self::NoAges
            | Self::AgesFromPlaces
            | Self::UnknownTerm { .. }
            | Self::MarkupRead(_)
            | Self::NeverConfirmed => Severity::Hint,
            _ => Severity::Warning,
        }
    }

    /// `text` shortened so that it can be quoted in one line.
    pub(super) fn quote(text: &str) -> String {
        const MOST: usize = 80;
        let line = crate::text::clean_line(text);
        match line.char_indices().nth(MOST) {
            Some((at, _)) => format!("{}…", &line[..at]),
            None => line,
        }
    }
}
