//! A cell's rules into schedules.

use raupe_core::offer::{Recurrence, Schedule, Span, Weekday};
use raupe_core::text;

use super::note::{self, Addition};
use super::schedules::{close, contradict, schedules};
use super::sentence::{Closed, Misread, Sentence};
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
struct Whole {
    schedules: Vec<Schedule>,
    /// Days that stand there with hours and a name of their own.
    named: Vec<Weekday>,
    closed: Vec<Weekday>,
    by_appointment: Vec<Weekday>,
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

/// A part of a cell.
struct Part<'c> {
    text: &'c str,
    meaning: Meaning,
    /// Whether it could change the other parts, and how is not understood.
    unsettles: bool,
}

enum Meaning {
    /// Days with or without hours.
    Rule(Box<Sentence>),
    /// What is said about rules.
    Addition(Addition),
    /// Words that are meant to be no more.
    Words,
    /// Days on which one comes by appointment, in words.
    ByAppointment(Vec<Weekday>),
}

impl<'c> Part<'c> {
    fn read(text: &'c str) -> Result<Self, Doubt> {
        let all = tokens(text);
        if all.is_empty() {
            return Ok(Self::words(text, false));
        }
        if all
            .iter()
            .all(|token| matches!(token.kind, Kind::Bracket(_)))
        {
            return Ok(Self::in_brackets(text));
        }
        if let Some(at) = appointment::besides(&all)
            && let Some(sentence) = besides(text, &all, at)
        {
            return Ok(Self {
                text,
                meaning: Meaning::Rule(Box::new(sentence)),
                unsettles: false,
            });
        }
        if appointment::position(&all).is_some() {
            if let Ok(sentence) = Sentence::read(text, &all) {
                return Self::of(text, sentence);
            }
            if appointment::has_hours_besides(&all) {
                return Err(Doubt::Together);
            }
            let unsettles = note::unsettles(&all);
            return Ok(Self {
                text,
                meaning: Meaning::ByAppointment(note::weekdays(&all)),
                unsettles,
            });
        }
        match Sentence::read(text, &all) {
            Ok(sentence) => Self::of(text, sentence),
            Err(Misread::ByAppointment) => Ok(Self::words(text, false)),
            Err(misread) => Err(doubt(text, &all, misread)),
        }
    }

    fn of(text: &'c str, sentence: Sentence) -> Result<Self, Doubt> {
        let addition = Addition {
            limit: sentence.limit.clone(),
            rhythms: sentence.rhythm.into_iter().collect(),
        };
        // "Mi geschlossen ab 7.1.2027" is more than a closed day, and so is "Mi nach Vereinbarung, nicht
        // in den Ferien".
        let closes = sentence.limit.only_excepts() && sentence.rhythm.is_none();
        let plain = addition == Addition::default();
        if sentence.has_no_days()
            && (!sentence.closed.is_empty() && !closes
                || !sentence.by_appointment.is_empty() && !plain)
        {
            return Err(Doubt::Together);
        }
        let is_rule = !(sentence.has_no_days()
            && sentence.closed.is_empty()
            && sentence.by_appointment.is_empty());
        let meaning = if is_rule {
            if schedules(&sentence).is_none() {
                return Err(Doubt::Together);
            }
            Meaning::Rule(Box::new(sentence))
        } else if addition == Addition::default() {
            Meaning::Words
        } else if sentence.remarks.is_empty() {
            Meaning::Addition(addition)
        } else {
            return Err(Doubt::Together);
        };
        Ok(Self {
            text,
            meaning,
            unsettles: false,
        })
    }

    /// What stands in brackets by itself.
    fn in_brackets(text: &'c str) -> Self {
        let inner = without_brackets(text);
        let all = tokens(&inner);
        if let Ok(sentence) = Sentence::read(&inner, &all)
            && sentence.has_no_days()
            && let Ok(mut part) = Self::of(text, sentence)
        {
            if let Meaning::Rule(sentence) = &mut part.meaning {
                for closed in &mut sentence.closed {
                    closed.words.clone_from(&inner);
                }
            }
            return part;
        }
        Self::words(text, note::unsettles(&all))
    }

    const fn words(text: &'c str, unsettles: bool) -> Self {
        Self {
            text,
            meaning: Meaning::Words,
            unsettles,
        }
    }

    fn is_rule(&self) -> bool {
        matches!(&self.meaning, Meaning::Rule(sentence) if !sentence.has_no_days())
    }

    /// Whether it only makes sense beside a rule. In brackets it is a remark, whatever it says.
    fn is_about_rules(&self) -> bool {
        matches!(self.meaning, Meaning::Addition(_)) && !is_in_brackets(&tokens(self.text))
    }

    fn add_to(self, additions: &[Addition], whole: &mut Whole) -> Result<(), Doubt> {
        let line = |words: &str| in_words(&text::clean_line(words));
        match self.meaning {
            Meaning::Rule(mut sentence) => {
                for addition in additions {
                    sentence.take(addition).map_err(|_| Doubt::Together)?;
                }
                let mut schedules = schedules(&sentence).ok_or(Doubt::Together)?;
                whole.schedules.append(&mut schedules);
                for group in &sentence.groups {
                    whole.named.extend(&group.named);
                }
                for Closed { days, words } in &sentence.closed {
                    whole.closed.extend(days);
                    whole.schedules.push(line(words));
                }
                for Closed { days, words } in &sentence.by_appointment {
                    whole.by_appointment.extend(days);
                    whole.schedules.push(line(words));
                }
                let remarks = sentence.remarks.iter().map(|remark| line(remark));
                whole.schedules.extend(remarks);
            }
            Meaning::Addition(_) | Meaning::Words if is_in_brackets(&tokens(self.text)) => {
                whole.schedules.push(in_words(&without_brackets(self.text)));
            }
            Meaning::Addition(_) | Meaning::Words => whole.schedules.push(in_words(self.text)),
            Meaning::ByAppointment(days) => {
                whole.by_appointment.extend(days);
                whole.schedules.push(in_words(self.text));
            }
        }
        Ok(())
    }
}

/// Whether all of it stands in brackets.
fn is_in_brackets(tokens: &[Token]) -> bool {
    let is_bracket = |token: &Token| matches!(token.kind, Kind::Bracket(_));
    !tokens.is_empty() && tokens.iter().all(is_bracket)
}

/// Hours, and "und nach Vereinbarung" from a token on; `None` if either says something else.
fn besides(text: &str, all: &[Token], at: usize) -> Option<Sentence> {
    let is_bracket = |token: &&Token| matches!(token.kind, Kind::Bracket(_));
    let end = all
        .iter()
        .rposition(|token| !is_bracket(&token))
        .unwrap_or(at);
    if note::restricts(&all[at..=end], None) {
        return None;
    }
    let brackets = all[end + 1..].iter();
    let hours: Vec<_> = all[..at].iter().chain(brackets).cloned().collect();
    let mut sentence = Sentence::read(text, &hours).ok()?;
    schedules(&sentence)?;
    let (start, end) = (all[at].start, all[end].end);
    // "u. n. V." ends with its dot.
    let end = end + usize::from(text[end..].starts_with('.'));
    let words = text[start..end].trim_start_matches([' ', ',', '/', '&', '+']);
    // "+ nach Vereinbarung" is "und nach Vereinbarung", so that it does not look like the way to
    // come at these hours.
    let words = match words.split(' ').next() {
        Some("nach" | "auf") => format!("und {words}"),
        _ => words.to_owned(),
    };
    match sentence.groups.as_mut_slice() {
        [] => return None,
        [group] => group.remarks.insert(0, words),
        _ => sentence.remarks.insert(0, words),
    }
    Some(sentence)
}

/// What to tell whoever wrote a text that could not be read.
fn doubt(text: &str, all: &[Token], misread: Misread) -> Doubt {
    match misread {
        Misread::Token(at) => {
            let token = &all[at];
            let is_number = matches!(token.kind, Kind::Number(_) | Kind::Time { .. });
            // Neighbours that are written together are told together.
            let end = all[at..]
                .windows(2)
                .find(|pair| {
                    !(is_number && pair[1].start <= pair[0].end + 1 && is_of_range(&pair[1]))
                })
                .map_or_else(
                    || all.last().map_or(token.end, |last| last.end),
                    |pair| pair[0].end,
                );
            let end = if is_number { end } else { token.end };
            let words = text::clean_line(&text[token.start..end]);
            if is_number {
                Doubt::Number(words)
            } else {
                Doubt::Words(words)
            }
        }
        Misread::Note(note) => Doubt::Note(text::clean_line(&note)),
        Misread::ByAppointment | Misread::Together => Doubt::Together,
    }
}

const fn is_of_range(token: &Token) -> bool {
    matches!(token.kind, Kind::Dash | Kind::Number(_) | Kind::Time { .. })
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

/// What stands in brackets, one below the other.
fn without_brackets(text: &str) -> String {
    let inner = tokens(text)
        .into_iter()
        .filter_map(|token| match token.kind {
            Kind::Bracket(inner) => Some(inner),
            _ => None,
        });
    inner.collect::<Vec<_>>().join("\n")
}
