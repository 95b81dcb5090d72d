//! What the phrases of a sentence mean together, in the order in which they stand: days before
//! their hours, a remark behind what it is said of, a limit before or behind all of it.

mod reader;

use jiff::civil::{Date, Time};
use raupe_core::offer::{NthWeekday, Weekday};

use super::grammar::{self, Limit, Rhythm};
use super::names::PartOfDay;
use super::note::Addition;
use super::tokens::Token;

use reader::Reader;

/// Days that have the same hours.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is said of days, each independent of the others"
)]
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Group {
    pub(super) days: Vec<NthWeekday>,
    pub(super) month_days: Vec<i8>,
    pub(super) dates: Vec<Date>,
    pub(super) hours: Vec<(Option<Time>, Option<Time>)>,
    /// The days with a name of their own, rather than within "Mo–Fr".
    pub(super) named: Vec<Weekday>,
    /// "jeden", which makes "jeden 2. Di" ambiguous.
    pub(super) each: bool,
    /// What is said about it.
    pub(super) remarks: Vec<String>,
    part: Option<PartOfDay>,
    part_of_last: bool,
    /// "ganztägig".
    all_day: bool,
    /// Its hours stand before its days.
    hours_first: bool,
    /// "im Monat" behind its days.
    pub(super) in_month: bool,
    /// Where its words begin, and whether they say that nothing is on, or by appointment only.
    begins: usize,
    closed: bool,
    by_appointment: bool,
}

impl Group {
    const fn has_days(&self) -> bool {
        !(self.days.is_empty() && self.dates.is_empty() && self.month_days.is_empty())
    }

    const fn is_empty(&self) -> bool {
        !self.has_days() && self.hours.is_empty()
    }
}

/// Days without hours, and the words that say why.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Closed {
    pub(super) days: Vec<Weekday>,
    pub(super) words: String,
}

/// A sentence that is understood as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sentence {
    pub(super) groups: Vec<Group>,
    pub(super) limit: Limit,
    pub(super) rhythm: Option<Rhythm>,
    pub(super) closed: Vec<Closed>,
    pub(super) by_appointment: Vec<Closed>,
    /// What is said, and nobody knows of which of several groups.
    pub(super) remarks: Vec<String>,
}

/// Why a sentence is words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Misread {
    /// The token at this position belongs to no phrase.
    Token(usize),
    /// A note in brackets could change the dates.
    Note(String),
    /// A note in brackets says that one comes by appointment.
    ByAppointment,
    /// The phrases do not fit together, or could mean several things.
    Together,
}

impl Sentence {
    /// What a sentence means. `tokens` are those of `text`.
    pub(super) fn read(text: &str, tokens: &[Token]) -> Result<Self, Misread> {
        let phrases = grammar::phrases(tokens).map_err(Misread::Token)?;
        Reader::new(text, tokens, &phrases).read()
    }

    /// Whether there are only limits, a rhythm or remarks in it: it is about other sentences.
    pub(super) const fn has_no_days(&self) -> bool {
        self.groups.is_empty()
    }
}

impl Sentence {
    /// Takes over what is said about all rules of a cell.
    pub(super) fn take(&mut self, addition: &Addition) -> Result<(), Misread> {
        // Of several groups, each could be counted by itself or together.
        let counts = addition.limit.count.is_some() && self.groups.len() > 1;
        if counts || !self.limit.add(&addition.limit) {
            return Err(Misread::Together);
        }
        addition
            .rhythms
            .iter()
            .try_for_each(|rhythm| self.add_rhythm(*rhythm))
    }

    /// Takes over another rhythm, unless it contradicts the one before.
    fn add_rhythm(&mut self, rhythm: Rhythm) -> Result<(), Misread> {
        let is_parity = |rhythm| matches!(rhythm, Rhythm::EvenWeeks | Rhythm::OddWeeks);
        self.rhythm = Some(match (self.rhythm, rhythm) {
            (None, rhythm) => rhythm,
            (Some(before), rhythm) if before == rhythm => before,
            // "monatlich, alle 2 Monate" are two months, "14-tägig, in geraden Wochen" the even weeks.
            (Some(Rhythm::Months(1)), Rhythm::Months(number))
            | (Some(Rhythm::Months(number)), Rhythm::Months(1)) => Rhythm::Months(number),
            (Some(Rhythm::Weeks(2)), parity) | (Some(parity), Rhythm::Weeks(2))
                if is_parity(parity) =>
            {
                parity
            }
            _ => return Err(Misread::Together),
        });
        Ok(())
    }
}
