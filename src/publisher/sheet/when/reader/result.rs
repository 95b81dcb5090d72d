//! What comes of a sentence: schedules, or that it cannot be told.

use jiff::civil::Date;
use raupe_core::offer::{Recurrence, Schedule, Span, Weekday};

use super::super::tokens::Kind;
use super::{Group, Reader, Unit};

impl Reader {
    /// Whether every word was understood.
    pub(in crate::sheet::when) fn is_clear(&self) -> bool {
        self.unread.is_empty()
    }

    /// What the sentence says in fixed words.
    pub(in crate::sheet::when) const fn note(&self) -> Option<&'static str> {
        self.note
    }

    /// Whether one of these words is in it.
    pub(in crate::sheet::when) fn says(&self, words: &[&str]) -> bool {
        self.tokens.iter().any(|token| match &token.kind {
            Kind::Word(word) => words.contains(&word.as_str()),
            _ => false,
        })
    }

    /// Whether this only adds to a rule: beginning, end, exceptions, number of times.
    pub(in crate::sheet::when) fn is_addition(&self) -> bool {
        let adds = self.start.is_some()
            || self.until.is_some()
            || self.valid_from.is_some()
            || self.skips.school_holidays
            || self.skips.public_holidays
            || !self.except.is_empty();
        let group = self
            .groups
            .iter()
            .all(|group| group.days.is_empty() && group.dates.is_empty() && group.times.is_empty());
        adds && group
            && self.unread.is_empty()
            && !self.contradiction
            && self.unit.is_none()
            && self.note.is_none()
    }

    pub(in crate::sheet::when) fn add(&mut self, other: Self) {
        self.start = self.start.or(other.start);
        self.until = self.until.or(other.until);
        self.valid_from = self.valid_from.or(other.valid_from);
        self.count = self.count.or(other.count);
        self.skips.school_holidays |= other.skips.school_holidays;
        self.skips.public_holidays |= other.skips.public_holidays;
        self.except.extend(other.except);
    }

    /// Whether words that were not understood could change what was.
    pub(in crate::sheet::when) fn is_restricted(&self) -> bool {
        const RESTRICTING: &[&str] = &[
            "nicht",
            "ausser",
            "ausserhalb",
            "nur",
            "kein",
            "keine",
            "ohne",
            "bis",
            "ab",
            "sonst",
            "oder",
            "manchmal",
            "ca",
            "etwa",
            "gegen",
            "gerade",
            "geraden",
            "ungerade",
            "ungeraden",
            "ferien",
            "feiertag",
            "feiertagen",
            "seit",
            "vom",
            "alle",
            "zwischen",
        ];
        self.unread.iter().any(|at| match &self.tokens[*at].kind {
            Kind::Word(word) => RESTRICTING.contains(&word.as_str()),
            Kind::Number(_) | Kind::Dash => true,
            _ => false,
        })
    }

    /// The words that were not understood, neighbours together, as they stand in the sentence.
    pub(in crate::sheet::when) fn unread_words(&self, sentence: &str) -> Vec<String> {
        let mut spans = Vec::<(usize, usize, usize)>::new();
        for &at in &self.unread {
            let token = &self.tokens[at];
            match spans.last_mut() {
                Some((last, _, end)) if (*last + 1..at).all(|it| self.fillers.contains(&it)) => {
                    (*last, *end) = (at, token.end);
                }
                _ => spans.push((at, token.start, token.end)),
            }
        }
        let words = spans
            .into_iter()
            .map(|(_, start, end)| &sentence[start..end]);
        words.map(str::to_owned).collect()
    }

    /// The schedules, or `None` if they cannot be told or contradict each other.
    pub(in crate::sheet::when) fn schedules(self) -> Option<Vec<Schedule>> {
        let valid = Span::new(self.valid_from, self.until)?;
        let reversed = matches!((self.start, self.until), (Some(from), Some(to)) if to < from);
        let several = self.groups.len() > 1;
        if self.contradiction || reversed {
            return None;
        }
        let mut schedules = Vec::new();
        for group in &self.groups {
            if several && group.times.is_empty() {
                return None;
            }
            let times = match group.times.as_slice() {
                [] => &[(None, None)],
                times => times,
            };
            for recurrence in self.recurrences(group)? {
                for &(opens, closes) in times {
                    let once = match recurrence {
                        Recurrence::Once(date) => Some(date),
                        _ => None,
                    };
                    schedules.push(Schedule {
                        start: once.or(self.start),
                        valid,
                        count: once.map_or(self.count, |_| Some(1)),
                        opens,
                        closes,
                        except: self.except.clone(),
                        skips_school_holidays: self.skips.school_holidays,
                        skips_public_holidays: self.skips.public_holidays,
                        recurrence: recurrence.clone(),
                        description: None,
                    });
                }
            }
        }
        Some(schedules)
    }

    fn recurrences(&self, group: &Group) -> Option<Vec<Recurrence>> {
        let interval = self.interval.unwrap_or(1);
        if !group.dates.is_empty() {
            let fits = |date: &Date| {
                let weekday = Weekday::ALL
                    [usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())];
                group.days.is_empty() || group.days.iter().any(|it| it.day == weekday)
            };
            let alone = self.unit.is_none() && self.start.is_none() && self.until.is_none();
            return (alone && group.dates.iter().all(fits)).then(|| {
                group
                    .dates
                    .iter()
                    .map(|date| Recurrence::Once(*date))
                    .collect()
            });
        }
        let ordinals = group.days.iter().filter(|day| day.nth.is_some()).count();
        let monthly = self.unit == Some(Unit::Months);
        if monthly || ordinals > 0 {
            let mixed = ordinals > 0 && ordinals < group.days.len();
            let weeks = self.unit == Some(Unit::Weeks);
            // "jeden 2. Dienstag" is every other one for some, the second of the month for others.
            let ambiguous = self.each && !monthly;
            let empty = group.days.is_empty() && group.month_days.is_empty();
            return (!mixed && !weeks && !ambiguous && (!empty || self.start.is_some())).then(
                || {
                    vec![Recurrence::Monthly {
                        interval,
                        days: group.days.clone(),
                        month_days: group.month_days.clone(),
                    }]
                },
            );
        }
        let mut days: Vec<_> = group.days.iter().map(|day| day.day).collect();
        days.sort_unstable();
        // Without a day the beginning tells it.
        let told = !days.is_empty() || (self.unit == Some(Unit::Weeks) && self.start.is_some());
        told.then(|| vec![Recurrence::Weekly { interval, days }])
    }
}
