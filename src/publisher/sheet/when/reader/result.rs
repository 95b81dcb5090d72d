//! What comes of a sentence: schedules, or that it cannot be told.

use jiff::civil::Date;
use raupe_core::offer::{Recurrence, Schedule, Span};

use super::{Group, Reader, Unit, weekday};

impl Reader {
    /// Whether every word was understood.
    pub(in crate::sheet::when) fn is_clear(&self) -> bool {
        self.unread.is_empty()
    }

    /// What the sentence says in fixed words.
    pub(in crate::sheet::when) const fn note(&self) -> Option<&'static str> {
        self.note
    }

    /// Whether it says more than days and times: beginning, end, exceptions, number of times, how often.
    pub(super) const fn adds(&self) -> bool {
        self.start.is_some()
            || self.until.is_some()
            || self.valid_from.is_some()
            || self.count.is_some()
            || self.unit.is_some()
            || self.skips.school_holidays
            || self.skips.public_holidays
            || !self.except.is_empty()
    }

    /// Whether this only adds to a rule.
    pub(in crate::sheet::when) fn is_addition(&self) -> bool {
        let group = self.groups.iter().all(|group| {
            group.days.is_empty()
                && group.month_days.is_empty()
                && group.dates.is_empty()
                && group.times.is_empty()
        });
        self.adds() && group && self.unread.is_empty() && !self.contradiction && self.note.is_none()
    }

    /// Whether an addition could be meant for one of several groups: "Mo 9 Uhr, Mi 14 Uhr
    /// (14-tägig ab 6.1.2027)".
    pub(in crate::sheet::when) fn leaves_open(&self, addition: &Self) -> bool {
        let changes = addition.unit.is_some()
            || addition.count.is_some()
            || addition.start.is_some()
            || addition.until.is_some();
        self.groups.len() > 1 && changes
    }

    /// Adds an addition; one that says something else makes a contradiction.
    pub(in crate::sheet::when) fn add(&mut self, other: &Self) {
        fn add<T: Copy + PartialEq>(mine: &mut Option<T>, other: Option<T>) -> bool {
            let contradicts = matches!((*mine, other), (Some(mine), Some(other)) if mine != other);
            *mine = mine.or(other);
            contradicts
        }
        self.contradiction |= [
            add(&mut self.start, other.start),
            add(&mut self.until, other.until),
            add(&mut self.valid_from, other.valid_from),
            add(&mut self.count, other.count),
            add(&mut self.unit, other.unit),
            add(&mut self.interval, other.interval),
        ]
        .contains(&true);
        self.in_month |= other.in_month;
        self.skips.school_holidays |= other.skips.school_holidays;
        self.skips.public_holidays |= other.skips.public_holidays;
        self.except.extend(&other.except);
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
    pub(in crate::sheet::when) fn schedules(&self) -> Option<Vec<Schedule>> {
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
                let weekday = weekday(*date);
                group.days.is_empty() || group.days.iter().any(|it| it.day == weekday)
            };
            // "6.1.2027 (6 Termine)" does not say when the others are.
            let dates: usize = self.groups.iter().map(|group| group.dates.len()).sum();
            let alone = self.unit.is_none()
                && self.start.is_none()
                && self.until.is_none()
                && self.count.is_none_or(|count| usize::from(count) == dates);
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
            // "monatlich samstags" does not say which Saturday; "jeden Sa im Monat" says all.
            let plain = !group.days.is_empty() && ordinals == 0;
            let which = !plain || (self.each && self.in_month);
            // "Do, am 1. und 3. im Monat": days of the month, or Thursdays?
            let crossed = !group.days.is_empty() && !group.month_days.is_empty();
            let empty = group.days.is_empty() && group.month_days.is_empty();
            let told = !empty || self.start.is_some();
            return (!mixed && !weeks && !ambiguous && which && !crossed && told).then(|| {
                vec![Recurrence::Monthly {
                    interval,
                    days: group.days.clone(),
                    month_days: group.month_days.clone(),
                }]
            });
        }
        let mut days: Vec<_> = group.days.iter().map(|day| day.day).collect();
        days.sort_unstable();
        // Without a day the beginning tells it.
        let told = !days.is_empty() || (self.unit == Some(Unit::Weeks) && self.start.is_some());
        told.then(|| vec![Recurrence::Weekly { interval, days }])
    }
}
