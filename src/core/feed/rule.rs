//! The rule of a schedule: on which days it takes place.
//!
//! A part of a rule that limits or moves its dates and is not understood makes all of it words: half a rule is another
//! rule.

use jiff::civil::Date;

use super::node::Node;
use super::report::Problem;
use super::schedules;
use crate::offer::{NthWeekday, Parity, Recurrence, Weekday};
use crate::text;

/// The parts of rules (RFC 5545, 3.3.10; 7529), with what feeds put beside them.
const PARTS: &[&str] = &[
    "freq",
    "interval",
    "count",
    "until",
    "dtstart",
    "wkst",
    "byday",
    "bymonthday",
    "byweekno",
    "bymonth",
    "byyearday",
    "bysetpos",
    "byhour",
    "byminute",
    "bysecond",
    "byeaster",
    "rscale",
    "rrule",
    "exrule",
    "weekday",
    "exdates",
];

/// Those that are read here and beside this file. All others, and these in another spelling, are not understood.
const READ: &[&str] = &[
    "freq",
    "interval",
    "count",
    "until",
    "dtstart",
    "wkst",
    "byday",
    "bymonthday",
    "byweekno",
    "weekday",
    "exdates",
];

/// What a rule repeats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// The feed does not say.
    Unstated,
    Day,
    Week,
    Month,
    Year,
}

/// A rule as it is written, each part read for itself.
struct Parts {
    unit: Unit,
    interval: u8,
    /// How many dates there are; 0 if the feed does not say.
    count: u16,
    start: Option<Date>,
    days: Vec<NthWeekday>,
    month_days: Vec<i8>,
    week_start: Weekday,
}

/// The rule of a schedule that begins on `start`: [`Recurrence::Unstated`] if it has none, and `None` if it has one that
/// is not understood, which is then reported.
pub(super) fn read(node: &Node<'_>, start: Option<Date>, count: u16) -> Option<Recurrence> {
    if has_unread_parts(node) {
        return None;
    }
    let unit = unit(node)?;
    // Every how many weeks or months.
    let interval = schedules::number(node, "interval")?.max(1);
    let interval = u8::try_from(interval).ok();
    let interval = interval.or_else(|| unread(node, "interval"))?;
    let is_counted = count > 0;
    let days = listed(node, "byday", is_counted, |word| {
        NthWeekday::parse(word).or_else(|| {
            Some(NthWeekday {
                nth: None,
                day: day_named(word)?,
            })
        })
    })?;
    let month_days = listed(node, "bymonthday", is_counted, |word| {
        let day = word.parse::<i8>().ok();
        day.filter(|day| (1..=31).contains(&day.unsigned_abs()))
    })?;
    let week_start = match node.raw("wkst") {
        None => Weekday::Monday,
        Some(word) => day_named(&word).or_else(|| unread(node, "wkst"))?,
    };
    let mut parts = Parts {
        unit,
        interval,
        count,
        start,
        days,
        month_days,
        week_start,
    };
    if node.says("weekday") {
        parts.add_weekday(node)?;
    }
    if node.says("byweekno") {
        let weeks = parts.calendar_weeks(&node.words("byweekno"));
        return weeks.or_else(|| unread(node, "byweekno"));
    }
    parts.recurrence(node)
}

/// Reports a part that is not understood.
fn unread<T>(node: &Node<'_>, key: &str) -> Option<T> {
    let words = node.words(key).join(",");
    node.report(key, Problem::UnreadRule(Problem::quote(&words)));
    None
}

/// Whether there are parts of a rule that nobody here reads.
fn has_unread_parts(node: &Node<'_>) -> bool {
    let mut found = false;
    for name in node.names() {
        let plain: String = (name.chars())
            .filter(|c| !matches!(c, '_' | '-' | ' '))
            .flat_map(char::to_lowercase)
            .collect();
        let is_part = PARTS.contains(&plain.as_str()) && !READ.contains(&name);
        if is_part && node.says(name) {
            let words = node.words(name).join(",");
            node.report(name, Problem::UnreadRule(Problem::quote(&words)));
            found = true;
        }
    }
    found
}

/// What `freq` says, also in the words of Outpost, a publisher of English councils.
fn unit(node: &Node<'_>) -> Option<Unit> {
    let Some(word) = node.raw("freq") else {
        return (!node.says("freq")).then_some(Unit::Unstated);
    };
    let unit = match text::fold(&word).as_str() {
        "daily" | "day" | "taglich" => Unit::Day,
        "weekly" | "week" | "wochentlich" => Unit::Week,
        "monthly" | "month" | "monatlich" => Unit::Month,
        "yearly" | "year" | "jahrlich" => Unit::Year,
        _ => return bad_freq(node),
    };
    Some(unit)
}

fn bad_freq<T>(node: &Node<'_>) -> Option<T> {
    let word = node.raw("freq").unwrap_or_default();
    node.report("freq", Problem::BadRecurrence(Problem::quote(word.trim())));
    None
}

/// The values in a list, each once. Some that cannot be read cost their dates and no others, unless dates are counted:
/// then the others would go on for too long. `None` if nothing of it can be used.
fn listed<T: PartialEq>(
    node: &Node<'_>,
    key: &str,
    is_counted: bool,
    read: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let (mut values, mut is_whole) = (Vec::new(), true);
    for word in node.words(key) {
        match read(&word) {
            Some(value) if !values.contains(&value) => values.push(value),
            Some(_) => {}
            None => {
                node.report(key, Problem::BadRecurrence(Problem::quote(&word)));
                is_whole = false;
            }
        }
    }
    let is_lost = values.is_empty() && node.says(key) || is_counted && !is_whole;
    (!is_lost).then_some(values)
}

/// A day of the week by its code, or by its name in English or German, in full or as people shorten it.
fn day_named(word: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = [
        "mo mon monday mondays montag montags",
        "tu tue tues tuesday tuesdays di dienstag dienstags",
        "we wed weds wednesday wednesdays mi mittwoch mittwochs",
        "th thu thur thurs thursday thursdays do donnerstag donnerstags",
        "fr fri friday fridays freitag freitags",
        "sa sat saturday saturdays samstag samstags sonnabend sonnabends",
        "su sun sunday sundays so sonntag sonntags",
    ];
    let folded = text::fold(word);
    let word = folded.trim_end_matches('.');
    let at = NAMES
        .iter()
        .position(|names| names.split(' ').any(|name| name == word))?;
    Some(Weekday::ALL[at])
}

impl Parts {
    /// Takes in the day of the week that Outpost gives to all schedules. In opening hours it is the day; beside a rule
    /// or a date it is that of the beginning once more, and limits nothing.
    fn add_weekday(&mut self, node: &Node<'_>) -> Option<()> {
        let words = node.words("weekday");
        let named: Option<Vec<_>> = words.iter().map(|word| day_named(word)).collect();
        let Some(named) = named.filter(|named| !named.is_empty()) else {
            return unread(node, "weekday");
        };
        let is_of_start = self
            .start
            .is_some_and(|start| named == [Weekday::of(start)]);
        let is_in_days = !self.days.is_empty()
            && (named.iter()).all(|day| self.days.iter().any(|it| it.day == *day));
        let says_days = !self.days.is_empty() || !self.month_days.is_empty();
        if is_in_days || says_days && is_of_start {
            return Some(());
        }
        let is_day = match self.unit {
            _ if says_days => false,
            Unit::Week => true,
            // Every day, or of all days these: these are among both, but not as many.
            Unit::Day => self.count == 0,
            // On Thursday, 7 May.
            Unit::Unstated if is_of_start => return Some(()),
            Unit::Unstated => self.start.is_none(),
            Unit::Month | Unit::Year => false,
        };
        if !is_day {
            return unread(node, "weekday");
        }
        let days = named.into_iter().map(|day| NthWeekday { nth: None, day });
        self.days.extend(days);
        Some(())
    }

    fn recurrence(self, node: &Node<'_>) -> Option<Recurrence> {
        let Self { unit, interval, .. } = self;
        match unit {
            Unit::Week | Unit::Day | Unit::Unstated if !self.is_weekly(node) => None,
            Unit::Week if !self.begins_on_monday() => unread(node, "wkst"),
            Unit::Week => Some(Recurrence::Weekly {
                interval,
                days: plain(&self.days),
            }),
            // Days of the week limit it (RFC 5545, 3.3.10).
            Unit::Day if interval == 1 => Some(Recurrence::Weekly {
                interval,
                days: if self.days.is_empty() {
                    Weekday::ALL.into()
                } else {
                    plain(&self.days)
                },
            }),
            Unit::Month => Some(Recurrence::Monthly {
                interval,
                days: self.days,
                month_days: self.month_days,
            }),
            Unit::Day | Unit::Year => bad_freq(node),
            // Weekdays alone are opening hours.
            Unit::Unstated if !self.days.is_empty() => {
                if !self.begins_on_monday() {
                    return unread(node, "wkst");
                }
                Some(Recurrence::Weekly {
                    interval,
                    days: plain(&self.days),
                })
            }
            // What is repeated, nobody says: weeks, months or years.
            Unit::Unstated if interval > 1 => unread(node, "interval"),
            Unit::Unstated if self.count > 1 => unread(node, "count"),
            Unit::Unstated => Some(self.start.map_or(Recurrence::Unstated, Recurrence::Once)),
        }
    }

    /// Whether days are none of a month: neither its second Tuesday nor its 15th has a place in a rule of weeks.
    fn is_weekly(&self, node: &Node<'_>) -> bool {
        let bad = |key| {
            let words = node.words(key).join(",");
            node.report(key, Problem::BadRecurrence(Problem::quote(&words)));
        };
        let has_nth = self.days.iter().any(|day| day.nth.is_some());
        if has_nth {
            bad("byday");
        }
        if !self.month_days.is_empty() {
            bad("bymonthday");
        }
        !has_nth && self.month_days.is_empty()
    }

    /// Whether the dates are the same with weeks that begin on Monday. Where weeks begin matters only if some are left
    /// out, and only for days that are then in another week than that of the beginning.
    fn begins_on_monday(&self) -> bool {
        let Some(start) = self.start.filter(|_| self.interval > 1) else {
            return true;
        };
        let ahead = |day: Weekday, first: Weekday| (day as i8 - first as i8).rem_euclid(7);
        let from_start = |day, first| ahead(day, first) - ahead(Weekday::of(start), first);
        self.days.iter().all(|NthWeekday { day, .. }| {
            from_start(*day, Weekday::Monday) == from_start(*day, self.week_start)
        })
    }

    /// The even or the odd calendar weeks, if these are all of them. In RFC 5545 the rule is one of years; in HSDS, which
    /// has none, of weeks.
    fn calendar_weeks(&self, numbers: &[String]) -> Option<Recurrence> {
        let is_each = matches!(self.unit, Unit::Week | Unit::Year) && self.interval == 1;
        // Weeks that do not begin on Monday have other numbers.
        let is_iso = self.week_start == Weekday::Monday;
        // Whether weeks without days have that of the beginning or all, readers do not agree.
        let is_weekly = !self.days.is_empty()
            && self.days.iter().all(|day| day.nth.is_none())
            && self.month_days.is_empty();
        if !(is_each && is_iso && is_weekly) {
            return None;
        }
        let weeks: Option<Vec<u8>> = numbers.iter().map(|week| week.parse().ok()).collect();
        let mut weeks = weeks?;
        weeks.sort_unstable();
        let parity = [Parity::Even, Parity::Odd].into_iter().find(|parity| {
            let first = if *parity == Parity::Even { 2 } else { 1 };
            weeks.iter().copied().eq((first..=53).step_by(2))
        });
        Some(Recurrence::CalendarWeeks {
            parity: parity?,
            days: plain(&self.days),
        })
    }
}

/// The days of the week among these, each once and in their order.
fn plain(days: &[NthWeekday]) -> Vec<Weekday> {
    let all = Weekday::ALL.into_iter();
    all.filter(|day| days.iter().any(|it| it.day == *day))
        .collect()
}
