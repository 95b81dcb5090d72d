//! A cell's rules into schedules.

use raupe_core::offer::{Recurrence, Schedule, Span, Weekday};
use raupe_core::text;

use super::note::Addition;
use super::part::{Meaning, Part};
use super::schedules::{close, contradict};
use super::tokens::{Kind, Token, tokens};
use super::{appointment, grammar};

/// What a cell says.
#[derive(Debug, Default, PartialEq)]
pub(in crate::sheet) struct Rules {
    pub(in crate::sheet) schedules: Vec<Schedule>,
    /// Why it is no more than words, if it is not meant to be.
    pub(in crate::sheet) unclear: Option<Unclear>,
}

/// A cell that is shown as it stands, without dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// The whole cell, in one line.
    pub cell: String,
    /// What kept it from being read.
    pub doubt: Doubt,
}

/// What keeps a cell from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// These words are not known.
    Words(String),
    /// A number that may be an hour, without "Uhr".
    Number(String),
    /// This stands in brackets and could change the dates.
    Note(String),
    /// Each word is known, but together they could mean several things.
    Together,
}

/// The rules in a cell; they are separated by semicolons or stand in lines of their own.
///
/// A cell claims dates only if every word of it is accounted for: by the grammar, or in brackets.
/// What only adds to a rule (`nicht in den Ferien`) counts for all of them.
pub(in crate::sheet) fn rules(cell: &str) -> Rules {
    // What comes from a web page may have line breaks as it does.
    let cell = text::clean(&cell.replace("<br>", "\n").replace("<br/>", "\n"));
    match read(&cell) {
        Ok(schedules) => Rules {
            schedules,
            unclear: None,
        },
        Err(doubt) => Rules {
            schedules: parts(&cell).map(in_words).collect(),
            unclear: Some(Unclear {
                cell: text::clean_line(&cell),
                doubt,
            }),
        },
    }
}

fn read(cell: &str) -> Result<Vec<Schedule>, Doubt> {
    let parts = joined(cell).into_iter().map(Part::read);
    let mut parts: Vec<_> = parts.collect::<Result<_, _>>()?;
    let mut additions = Vec::new();
    if parts.iter().any(Part::is_rule) {
        parts.retain_mut(|part| match &mut part.meaning {
            Meaning::Addition(addition) => {
                additions.push(std::mem::take(addition));
                false
            }
            // "Sa, So und an Feiertagen geschlossen" limits the rules in other lines.
            Meaning::Rule(sentence) if sentence.has_no_days() => {
                additions.push(Addition {
                    limit: std::mem::take(&mut sentence.limit),
                    rhythms: Vec::new(),
                });
                true
            }
            _ => true,
        });
        if let Some(part) = parts.iter().find(|part| part.unsettles) {
            return Err(Doubt::Note(text::clean_line(part.text)));
        }
        let is_known = |part: &&Part<'_>| match part.meaning {
            Meaning::ByAppointment(_) => appointment::is_all(&tokens(part.text)),
            _ => true,
        };
        if let Some(part) = parts.iter().find(|part| !is_known(part)) {
            return Err(Doubt::Words(text::clean_line(part.text)));
        }
    } else if let Some(part) = parts.iter().find(|part| part.is_about_rules()) {
        // "nicht in den Ferien" alone is about dates that nobody has told.
        return Err(Doubt::Words(text::clean_line(part.text)));
    }
    let mut whole = Whole::default();
    for part in parts {
        part.add_to(&additions, &mut whole)?;
    }
    whole.settle()
}

/// What all parts of a cell say together.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) schedules: Vec<Schedule>,
    /// Days that stand there with hours and a name of their own.
    pub(super) named: Vec<Weekday>,
    pub(super) closed: Vec<Weekday>,
    pub(super) by_appointment: Vec<Weekday>,
}

impl Whole {
    /// Holds the rules of a cell against each other.
    fn settle(mut self) -> Result<Vec<Schedule>, Doubt> {
        // "Mo–Fr 8–12 Uhr, Mi geschlossen" are four days; "Mi 8–12 Uhr, Mi geschlossen" is a slip.
        let is_named = self.closed.iter().any(|day| self.named.contains(day));
        if is_named || (!self.closed.is_empty() && !close(&mut self.schedules, &self.closed)) {
            return Err(Doubt::Together);
        }
        let mut kept: Vec<Schedule> = Vec::new();
        for schedule in self.schedules {
            if kept.contains(&schedule) {
                continue;
            }
            let contradicts = kept.iter().any(|before| contradict(before, &schedule));
            if contradicts || is_on(&schedule, &self.by_appointment) {
                return Err(Doubt::Together);
            }
            kept.push(schedule);
        }
        Ok(kept)
    }
}

/// Whether a rule names one of these days.
fn is_on(schedule: &Schedule, days: &[Weekday]) -> bool {
    match &schedule.recurrence {
        Recurrence::Weekly { days: own, .. } | Recurrence::CalendarWeeks { days: own, .. } => {
            own.iter().any(|day| days.contains(day))
        }
        Recurrence::Monthly { days: own, .. } => own.iter().any(|day| days.contains(&day.day)),
        _ => false,
    }
}

/// The parts of a text between semicolons and line breaks, but not within brackets.
pub(in crate::sheet) fn parts(cell: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    let closed = cell.matches('(').count() == cell.matches(')').count();
    cell.split(move |c| {
        match c {
            '(' if closed => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(c, ';' | '\n')
    })
    .map(str::trim)
    .filter(|part| !part.is_empty())
}

/// The parts of a cell, where days and their hours stand in lines of their own taken together.
fn joined(cell: &str) -> Vec<&str> {
    let start = |part: &str| part.as_ptr() as usize - cell.as_ptr() as usize;
    let mut joined: Vec<&str> = Vec::new();
    for part in parts(cell) {
        // "- Montag: 8–12 Uhr".
        let part = part
            .strip_prefix(['-', '–', '•', '*'])
            .map_or(part, str::trim_start);
        match joined.last_mut() {
            Some(before) if continues(&tokens(before), &tokens(part)) => {
                *before = &cell[start(before)..start(part) + part.len()];
            }
            _ => joined.push(part),
        }
    }
    joined
}

/// Whether a line goes on with what the one before has begun: "Montag:" and "8–12 Uhr".
fn continues(before: &[Token], next: &[Token]) -> bool {
    let links = |token: Option<&Token>| match token.map(|token| &token.kind) {
        Some(Kind::Plus | Kind::Dash | Kind::Comma) => true,
        Some(Kind::Word(word)) => matches!(word.as_str(), "und" | "sowie" | "bis"),
        _ => false,
    };
    let mut behind = before.iter().rev();
    let last = behind.next();
    let last_but_colon = match last.map(|token| &token.kind) {
        Some(Kind::Colon) => behind.next(),
        _ => last,
    };
    let ends_with_day = matches!(
        last_but_colon.map(|token| &token.kind),
        Some(Kind::Day(_) | Kind::DayPart(..))
    );
    let begins_with_link = links(next.first()) && appointment::position(next).is_none();
    let ends_with_colon = matches!(last.map(|token| &token.kind), Some(Kind::Colon));
    let is_cut = ends_with_day && (ends_with_colon || grammar::begins_with_closed(next));
    !before.is_empty()
        && !next.is_empty()
        && (links(last)
            || begins_with_link
            || grammar::begins_with_hours(next)
            || (is_cut && !begins_with_day(next)))
}

fn begins_with_day(tokens: &[Token]) -> bool {
    matches!(
        tokens.first().map(|token| &token.kind),
        Some(Kind::Day(_) | Kind::DayPart(..))
    )
}

/// A schedule that only has words.
pub(super) fn in_words(description: &str) -> Schedule {
    Schedule {
        recurrence: Recurrence::Unstated,
        start: None,
        valid: Span::default(),
        count: None,
        opens: None,
        closes: None,
        except: Vec::new(),
        skips_school_holidays: false,
        skips_public_holidays: false,
        description: Some(text::clean(description)).filter(|words| !words.is_empty()),
    }
}
