//! When an offer takes place, put together from the columns that each say a part of it.
//!
//! What comes together is one text, which goes the way of all texts about times: one grammar judges
//! what is a rule. Where it is not sure which part means what, the row's own words are shown, and
//! no dates are computed.

use raupe_core::calendar::tells_days;
use raupe_core::offer::{Recurrence, Weekday};

use super::bounds::has_hours;
use super::clock::{Bound, bound, clock, hours, is_mark, says_nothing, shown, spans, with_uhr};
use super::columns::Column;
use super::counted::Counted;
use super::finding::Problem;
use super::heading::Part;
use super::offer::RowReader;
use super::service::{Building, schedule_fields};
use super::table::{Cell, german_date, german_time};
use super::when;

/// What the columns say together.
enum Said {
    /// A text that may be a rule.
    Text(String),
    /// Words: which part means what is not sure.
    Words(String),
}

/// The parts of a rule, as far as they are there.
#[derive(Default)]
struct Pieces {
    rhythm: Option<String>,
    days: Option<String>,
    date: Option<String>,
    clock: Option<String>,
    first: Option<String>,
    last: Option<String>,
    period: Option<String>,
    count: Option<String>,
    length: Option<String>,
    /// Hours by days, a line each.
    lines: Vec<String>,
    /// Days that are only marked with a cross.
    marked: Vec<String>,
    /// A part that may be several things.
    unsure: bool,
}

impl RowReader<'_> {
    pub(super) fn schedules(&mut self, service: &mut Building<'_>) {
        let Some(said) = self.said() else {
            return;
        };
        let at = self.header.position(Column::When);
        let at = at.or_else(|| {
            let mut times = self.header.times();
            times.find_map(|(at, _)| (!self.row.cell(at).is_empty()).then_some(at))
        });
        let at = at.unwrap_or(0);
        let text = match said {
            Said::Text(text) => text,
            Said::Words(words) => {
                let mut fields = service.nested("schedules");
                fields.insert("description".into(), words.clone().into());
                service.push("schedules", fields);
                self.report_at(at, Problem::UnsureTimes(words));
                return;
            }
        };
        let rules = when::rules(&text);
        if let Some(rule) = rules.unclear {
            self.report_at(at, Problem::Unclear(rule));
        }
        for schedule in &rules.schedules {
            if schedule.recurrence != Recurrence::Unstated && !tells_days(schedule) {
                let rule = when::words(std::slice::from_ref(schedule)).0;
                self.report_at(at, Problem::NoBeginning(rule));
            }
            if let Some(counted) = Counted::of(schedule) {
                self.report_at(at, Problem::Counted(Box::new(counted)));
            }
            let mut fields = service.nested("schedules");
            fields.append(&mut schedule_fields(schedule));
            service.push("schedules", fields);
        }
    }

    fn said(&mut self) -> Option<Said> {
        let when = self.text(Column::When);
        let parts: Vec<_> = self
            .header
            .times()
            // Of two columns with the same name the first counts.
            .filter(|(at, part)| {
                let first = self.header.times().find(|(_, it)| it == part);
                **part == Part::Unsure || first.is_some_and(|(first, _)| first == *at)
            })
            .map(|(at, part)| (at, part.clone(), self.row.cell(at)))
            .filter(|(.., cell)| !says_nothing(cell))
            .collect();
        if parts.is_empty() {
            return when.map(Said::Text);
        }
        let words = self.own_words(when.as_deref(), &parts);
        let mut pieces = Pieces::default();
        let (mut from, mut to) = (None, None);
        for (at, part, cell) in &parts {
            let cell = *cell;
            match part {
                Part::From => from = Some(cell),
                Part::To => to = Some(cell),
                Part::OnTo(_) => {}
                Part::OnFrom(days) => {
                    let end = parts
                        .iter()
                        .find(|(_, it, _)| *it == Part::OnTo(days.clone()));
                    match (clock(cell), end.map(|(.., cell)| clock(cell))) {
                        (Some(from), Some(Some(to))) => {
                            pieces.lines.push(format!("{days}: {from}–{to} Uhr"));
                        }
                        (Some(from), None) => pieces.lines.push(format!("{days}: {from} Uhr")),
                        _ => pieces.unsure = true,
                    }
                }
                // "8-12" became the eighth of December.
                Part::On(_) | Part::Clock if matches!(cell, Cell::Date(_, None)) => {
                    self.report_at(*at, Problem::DateForHours(cell.shown()));
                }
                _ => pieces.take(part, cell),
            }
        }
        pieces.bounds(from, to);
        pieces.together(when, &words)
    }

    /// Everything that the columns say, with their names.
    fn own_words(&self, when: Option<&str>, parts: &[(usize, Part, &Cell)]) -> String {
        let parts = parts.iter().map(|(at, _, cell)| {
            let name = self.header.names.get(*at).map_or("", String::as_str);
            format!("{name}: {}", cell.shown())
        });
        let all: Vec<_> = when.map(str::to_owned).into_iter().chain(parts).collect();
        all.join("\n")
    }
}

impl Pieces {
    fn take(&mut self, part: &Part, cell: &Cell) {
        let shown = Some(cell.shown());
        match part {
            Part::Days => self.days = shown,
            Part::Rhythm => self.rhythm = shown,
            Part::Date => {
                if let Cell::Date(date, Some(time)) = cell {
                    self.date = Some(german_date(*date));
                    self.clock
                        .get_or_insert(format!("{} Uhr", german_time(*time)));
                } else {
                    self.date = shown;
                }
            }
            Part::Clock => match hours(cell) {
                Some(hours) => self.clock = Some(hours),
                None => self.unsure = true,
            },
            Part::First => self.first = shown,
            Part::Last => self.last = shown,
            Part::Period => self.period = shown,
            Part::Count => self.count = shown,
            Part::Length => self.length = shown,
            Part::On(days) => match (is_mark(cell), hours(cell)) {
                (true, _) => self.marked.push(days.clone()),
                (false, Some(hours)) => {
                    let hours = spans(&hours).into_iter();
                    self.lines
                        .extend(hours.map(|hours| format!("{days}: {hours}")));
                }
                (false, None) => self.unsure = true,
            },
            _ => self.unsure = true,
        }
    }

    /// What begins and ends: hours or days.
    fn bounds(&mut self, from: Option<&Cell>, to: Option<&Cell>) {
        if from.is_none() && to.is_none() {
            return;
        }
        match (from.map(bound), to.map(bound)) {
            (Some(Bound::Hour(from)), Some(Bound::Hour(to))) if from < to => {
                self.hours(format!("{}–{} Uhr", shown(from), shown(to)));
            }
            (Some(Bound::Hour(from)), None) => self.hours(format!("{} Uhr", shown(from))),
            (Some(Bound::Day(first, None)), Some(Bound::Day(last, None))) if first == last => {
                self.day(first);
            }
            // A single day; if it is the first of several, days of the week say so.
            (Some(Bound::Day(first, None)), None) => {
                if self.repeats() {
                    self.first(first);
                } else {
                    self.day(first);
                }
            }
            (Some(Bound::Day(first, None)), Some(Bound::Day(last, None))) => {
                self.first(first);
                self.last(last);
            }
            (None, Some(Bound::Day(last, None))) => self.last(last),
            (Some(Bound::Day(day, Some(from))), None) => {
                self.day(day);
                self.hours(format!("{} Uhr", shown(from)));
            }
            (Some(Bound::Day(day, Some(from))), Some(to)) => match to {
                Bound::Hour(to) if from < to => {
                    self.day(day);
                    self.hours(format!("{}–{} Uhr", shown(from), shown(to)));
                }
                Bound::Day(last, Some(to)) if last == day && from < to => {
                    self.day(day);
                    self.hours(format!("{}–{} Uhr", shown(from), shown(to)));
                }
                _ => self.unsure = true,
            },
            _ => self.unsure = true,
        }
    }

    /// Whether it takes place more than once, as far as other columns say.
    fn repeats(&self) -> bool {
        let parts = [
            &self.days,
            &self.rhythm,
            &self.period,
            &self.count,
            &self.length,
            &self.last,
        ];
        parts.iter().any(|part| part.is_some()) || !self.lines.is_empty() || !self.marked.is_empty()
    }

    fn hours(&mut self, hours: String) {
        // Two columns with hours: nobody can tell which count.
        self.unsure |= self.clock.is_some();
        self.clock = Some(hours);
    }

    fn day(&mut self, day: String) {
        self.unsure |= self.date.is_some() || self.days.is_some() || self.rhythm.is_some();
        self.date = Some(day);
    }

    fn first(&mut self, day: String) {
        self.unsure |= self.first.is_some();
        self.first = Some(day);
    }

    fn last(&mut self, day: String) {
        self.unsure |= self.last.is_some();
        self.last = Some(day);
    }

    /// One text of all parts.
    fn together(mut self, when: Option<String>, words: &str) -> Option<Said> {
        let in_words = || (!words.is_empty()).then(|| Said::Words(words.to_owned()));
        if self.unsure {
            return in_words();
        }
        if !self.marked.is_empty() {
            if self.days.is_some() || self.date.is_some() {
                return in_words();
            }
            self.days = Some(self.marked.join(", "));
        }
        let tail = self.tail();
        if !self.lines.is_empty() {
            // Hours by days, and something else that would count for all of them or for none.
            let has_head = self.head(None).is_some() || self.clock.is_some() || !tail.is_empty();
            let lines = self.lines.join("\n");
            return match when {
                _ if has_head => in_words(),
                Some(when) if has_hours(&when) => in_words(),
                Some(when) => Some(Said::Text(format!("{lines}\n{when}"))),
                None => Some(Said::Text(lines)),
            };
        }
        if let (Some(days), Some(date)) = (&self.days, &self.date) {
            if !is_the_day(days, date) {
                return in_words();
            }
            self.days = None;
        }
        if self.date.is_some()
            && (self.first.is_some() || self.last.is_some() || self.rhythm.is_some())
        {
            return in_words();
        }
        let clock = self.clock.take();
        let Some(head) = self.head(when) else {
            // Hours, or an end, without any day.
            let text = [clock, Some(tail).filter(|it| !it.is_empty())];
            let text: Vec<_> = text.into_iter().flatten().collect();
            return (!text.is_empty()).then(|| Said::Text(text.join(" ").trim().to_owned()));
        };
        let (heads, clocks) = (
            several(&head),
            clock.as_deref().map(several).unwrap_or_default(),
        );
        match (heads.len(), clocks.len()) {
            (_, 0) if tail.is_empty() => Some(Said::Text(head)),
            (1, 0) => Some(Said::Text(format!("{head}{tail}"))),
            (1, 1) if has_hours_of_its_own(&head) => in_words(),
            (1, 1) => {
                let between = if self.date.is_some() { ", " } else { " " };
                let clock = clock.unwrap_or_default();
                Some(Said::Text(format!("{head}{between}{clock}{tail}")))
            }
            // Lines beside lines: the first belongs to the first.
            (days, hours) if days == hours && tail.is_empty() && head.contains('\n') => {
                let lines = heads.iter().zip(&clocks);
                let lines: Vec<_> = lines
                    .map(|(day, hours)| format!("{day} {}", with_uhr(hours)))
                    .collect();
                Some(Said::Text(lines.join("\n")))
            }
            _ => in_words(),
        }
    }

    /// On which days.
    fn head(&self, when: Option<String>) -> Option<String> {
        let parts = [
            self.rhythm.clone(),
            self.days.clone(),
            self.date.clone(),
            when,
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    /// From when, until when, how often.
    fn tail(&self) -> String {
        let after = |word: &str, day: &String| {
            let day = day.trim_start_matches(word);
            format!(" {word} {}", day.trim_start())
        };
        let count = |count: &String| {
            let is_bare = count.bytes().all(|byte| byte.is_ascii_digit());
            format!(", {count}{}", if is_bare { " Termine" } else { "" })
        };
        let tail = [
            self.first.as_ref().map(|day| after("ab", day)),
            self.last.as_ref().map(|day| after("bis", day)),
            self.period.as_ref().map(|period| format!(", {period}")),
            self.count.as_ref().map(count),
            self.length
                .as_ref()
                .map(|length| format!(" (Dauer: {length})")),
        ];
        tail.into_iter().flatten().collect()
    }
}

/// The parts of a list, however it is written.
fn several(text: &str) -> Vec<String> {
    let parts = text.split([';', '\n']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a text about days says hours already.
fn has_hours_of_its_own(head: &str) -> bool {
    has_hours(head)
        && when::rules(head)
            .schedules
            .iter()
            .any(|it| it.opens.is_some())
}

/// Whether a date is on this day of the week, so that naming the day adds nothing.
fn is_the_day(days: &str, date: &str) -> bool {
    let text = date.trim();
    let Some((date, _)) = when::date(text).filter(|(_, end)| *end == text.len()) else {
        return false;
    };
    let rules = when::rules(days);
    let [schedule] = rules.schedules.as_slice() else {
        return false;
    };
    let on = Weekday::ALL[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)];
    matches!(&schedule.recurrence, Recurrence::Weekly { days, .. } if *days == [on])
}
