//! A part of a cell: a rule, what is said about rules, or words.

use raupe_core::offer::Weekday;
use raupe_core::text;

use super::appointment;
use super::cell::{Doubt, Whole, in_words};
use super::note::{self, Addition};
use super::schedules::schedules;
use super::sentence::{Closed, Misread, Sentence};
use super::tokens::{Kind, Token, tokens};

/// A part of a cell.
pub(super) struct Part<'c> {
    pub(super) text: &'c str,
    pub(super) meaning: Meaning,
    /// Whether it could change the other parts, and how is not understood.
    pub(super) unsettles: bool,
}

pub(super) enum Meaning {
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
    pub(super) fn read(text: &'c str) -> Result<Self, Doubt> {
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

    pub(super) fn is_rule(&self) -> bool {
        matches!(&self.meaning, Meaning::Rule(sentence) if !sentence.has_no_days())
    }

    /// Whether it only makes sense beside a rule. In brackets it is a remark, whatever it says.
    pub(super) fn is_about_rules(&self) -> bool {
        matches!(self.meaning, Meaning::Addition(_)) && !is_in_brackets(&tokens(self.text))
    }

    pub(super) fn add_to(self, additions: &[Addition], whole: &mut Whole) -> Result<(), Doubt> {
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
