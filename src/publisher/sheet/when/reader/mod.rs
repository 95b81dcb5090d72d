//! A sentence about times, read from its first word to its last.
//!
//! - `phrases`: what can stand in it: days, dates, hours, exceptions.
//! - `restrict`: what could change it without being understood; `vocabulary`: the words for that.
//! - `closed`: days on which nothing is on.
//! - `appointment`: hours beside "nach Vereinbarung".
//! - `result`: what comes of it.

mod appointment;
mod closed;
mod phrases;
mod restrict;
mod result;
mod vocabulary;

use jiff::civil::{Date, Time};
use raupe_core::offer::{NthWeekday, Weekday};

use super::tokens::{Kind, Token, tokens};

#[derive(Clone, Copy, PartialEq)]
enum Unit {
    Weeks,
    Months,
}

/// Days that have the same times.
#[derive(Clone, Default)]
struct Group {
    days: Vec<NthWeekday>,
    month_days: Vec<i8>,
    dates: Vec<Date>,
    times: Vec<(Option<Time>, Option<Time>)>,
}

impl Group {
    /// Whether it names weekdays or dates.
    const fn has_days(&self) -> bool {
        !(self.days.is_empty() && self.dates.is_empty())
    }
}

/// The holidays in which nothing takes place.
#[derive(Clone, Default)]
struct Skips {
    school_holidays: bool,
    public_holidays: bool,
}

/// What has been read of a sentence.
#[derive(Clone, Default)]
pub(super) struct Reader {
    tokens: Vec<Token>,
    at: usize,
    groups: Vec<Group>,
    unit: Option<Unit>,
    interval: Option<u8>,
    /// "jeden", which makes "jeden 2. Di" ambiguous.
    each: bool,
    /// "im Monat", behind days: "monatlich" says less.
    in_month: bool,
    ordinals: Vec<i8>,
    start: Option<Date>,
    until: Option<Date>,
    valid_from: Option<Date>,
    count: Option<u16>,
    skips: Skips,
    except: Vec<Date>,
    note: Option<&'static str>,
    /// Positions of tokens that mean nothing here.
    unread: Vec<usize>,
    /// Positions of tokens that would mean nothing anywhere.
    fillers: Vec<usize>,
    contradiction: bool,
}

impl Reader {
    pub(super) fn read(sentence: &str) -> Self {
        Self::of(tokens(sentence))
    }

    fn of(tokens: Vec<Token>) -> Self {
        let mut reader = Self {
            tokens,
            groups: vec![Group::default()],
            ..Self::default()
        };
        while reader.at < reader.tokens.len() {
            let read = reader.is_separator()
                || reader.holidays()
                || reader.frequency()
                || reader.ordinal()
                || reader.weekdays()
                || reader.dates()
                || reader.times()
                || reader.number_of_times()
                || reader.filler();
            if !read {
                reader.unread.push(reader.at);
                reader.at += 1;
            }
        }
        // Days of the month come without a weekday: "am 1. und 15. im Monat".
        let ordinals = std::mem::take(&mut reader.ordinals);
        if !ordinals.is_empty() {
            if reader.unit == Some(Unit::Months) && ordinals.iter().all(|day| *day > 0) {
                reader.group().month_days = ordinals;
            } else {
                reader.contradiction = true;
            }
        }
        reader
    }

    fn kind(&self, ahead: usize) -> Option<&Kind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    /// The word at a position of the sentence.
    fn word_at(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn is_word_at(&self, at: usize, words: &[&str]) -> bool {
        self.word_at(at).is_some_and(|word| words.contains(&word))
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        self.word_at(self.at + ahead)
    }

    fn is_word(&self, ahead: usize, words: &[&str]) -> bool {
        self.is_word_at(self.at + ahead, words)
    }

    fn date(&self, ahead: usize) -> Option<Date> {
        match self.kind(ahead)? {
            Kind::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// Notes what can be said once; saying something else as well contradicts it.
    fn say<T: PartialEq>(before: &mut Option<T>, now: T, contradiction: &mut bool) {
        *contradiction |= before.as_ref().is_some_and(|before| *before != now);
        *before = Some(now);
    }

    /// Takes `count` tokens.
    fn take(&mut self, count: usize) -> bool {
        self.at += count;
        true
    }

    /// The group that is being read.
    fn group(&mut self) -> &mut Group {
        if self.groups.is_empty() {
            self.groups.push(Group::default());
        }
        let last = self.groups.len() - 1;
        &mut self.groups[last]
    }

    /// The group for more days: a new one if the last has days and times.
    fn group_for_days(&mut self) -> &mut Group {
        let last = self.group();
        if last.has_days() && !last.times.is_empty() {
            self.groups.push(Group::default());
        }
        self.group()
    }
}

fn weekday(date: Date) -> Weekday {
    Weekday::ALL[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}
