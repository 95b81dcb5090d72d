//! A cell's rules into schedules.

use raupe_core::offer::{Recurrence, Schedule, Span};
use raupe_core::text;

use super::reader::Reader;

/// What a cell says.
#[derive(Debug, Default, PartialEq)]
pub(in crate::sheet) struct Rules {
    pub(in crate::sheet) schedules: Vec<Schedule>,
    /// The rules that are no more than words, since they were not understood as a whole.
    pub(in crate::sheet) unclear: Vec<String>,
    /// Words within a rule that were taken for a remark.
    pub(in crate::sheet) remarks: Vec<String>,
}

/// The rules in a cell; they are separated by semicolons or stand in lines of their own.
///
/// What only adds to a rule (`nicht in den Ferien`) counts for all of them, and what could change
/// them and is not understood makes all of them words.
pub(in crate::sheet) fn rules(cell: &str) -> Rules {
    let mut parts: Vec<_> = parts(cell).map(Part::read).collect();
    let mut rules = Rules::default();
    if parts.iter().any(Part::is_rule) {
        let additions = parts.iter().filter_map(Part::addition).cloned();
        let additions: Vec<_> = additions.collect();
        let rules_on = parts.iter().filter_map(Part::reader).cloned();
        let rules_on: Vec<_> = rules_on.collect();
        for part in &mut parts {
            part.settle(&rules_on);
        }
        let mut unsettled = parts.iter().any(|part| part.unsettles);
        for part in &mut parts {
            if let Meaning::Rule { reader, .. } = &mut part.meaning {
                for addition in &additions {
                    reader.add(addition);
                }
                unsettled |= reader.schedules().is_none();
            }
        }
        if unsettled {
            rules.schedules = parts.iter().map(|part| in_words(part.text)).collect();
            rules.unclear = vec![text::clean_line(cell)];
            return rules;
        }
        parts.retain(|part| part.addition().is_none());
    }
    for part in parts {
        part.add_to(&mut rules);
    }
    rules
}

/// A part of a cell.
struct Part<'c> {
    text: &'c str,
    meaning: Meaning,
    /// Whether it could change the other parts, and how is not understood.
    unsettles: bool,
}

enum Meaning {
    /// Schedules with dates.
    Rule {
        reader: Box<Reader>,
        /// The words that were not understood.
        remark: Option<String>,
        /// What else is said about it.
        description: String,
    },
    /// What is said about rules.
    Addition(Box<Reader>),
    /// Words only.
    Words {
        /// Whether it is meant to be no more.
        clear: bool,
    },
    /// Days on which nothing is on: "Mi geschlossen".
    Closed(Box<Reader>),
}

impl<'c> Part<'c> {
    fn read(text: &'c str) -> Self {
        let (mut sentence, mut notes) = without_brackets(text);
        if text::fold(&sentence).is_empty() {
            return Self::note(text, &notes);
        }
        let mut reader = Reader::read(&sentence);
        if let Some(at) = reader.appointment_besides() {
            let hours = Reader::read(&sentence[..at]);
            let besides = besides(&sentence[at..]);
            let is_whole = hours.is_clear() && hours.has_days() && hours.schedules().is_some();
            if is_whole && !Reader::read(&besides).restricts(None) {
                reader = hours;
                sentence.truncate(at);
                notes.insert(0, besides);
            }
        }
        if notes.is_empty() && reader.is_closed() {
            return Self::closed(text, reader);
        }
        if reader.says_by_appointment() {
            let clear = !reader.has_hours_besides_appointment();
            return Self::words(text, clear, reader.unsettles_others());
        }
        // "(ab 4.9.2026)" is a part of the rule; "(Eingang am Hof)" is a note.
        let mut restricted = reader.is_restricted();
        let mut by_appointment = false;
        notes.retain(|note| {
            let inner = Reader::read(note);
            if let Some(addition) = addition(&inner) {
                restricted |= reader.leaves_open(&addition);
                reader.add(&addition);
                return false;
            }
            by_appointment |= inner.is_only_by_appointment();
            restricted |= inner.restricts(Some(&reader));
            true
        });
        if by_appointment {
            return Self::words(text, true, false);
        }
        if let Some(addition) = addition(&reader) {
            return if notes.is_empty() {
                let meaning = Meaning::Addition(Box::new(addition));
                Self {
                    text,
                    meaning,
                    unsettles: false,
                }
            } else {
                Self::words(text, false, true)
            };
        }
        if restricted || reader.schedules().is_none() {
            let unsettles = reader.unsettles_others();
            return Self::words(text, false, unsettles);
        }
        let unread = reader.unread_words(&sentence);
        let remark = (!unread.is_empty()).then(|| text::clean_line(&unread.join(", ")));
        let mut description = unread;
        description.extend(reader.note().map(str::to_owned));
        description.append(&mut notes);
        let description = text::clean(&description.join(", "));
        let meaning = Meaning::Rule {
            reader: Box::new(reader),
            remark,
            description,
        };
        Self {
            text,
            meaning,
            unsettles: false,
        }
    }

    /// What stands in brackets by itself.
    fn note(text: &'c str, notes: &[String]) -> Self {
        let reader = Reader::read(&notes.join(", "));
        if reader.is_closed() {
            return Self::closed(text, reader);
        }
        match addition(&reader) {
            Some(addition) => Self {
                text,
                meaning: Meaning::Addition(Box::new(addition)),
                unsettles: false,
            },
            None => Self::words(text, true, reader.unsettles_others()),
        }
    }

    const fn words(text: &'c str, clear: bool, unsettles: bool) -> Self {
        let meaning = Meaning::Words { clear };
        Self {
            text,
            meaning,
            unsettles,
        }
    }

    fn closed(text: &'c str, reader: Reader) -> Self {
        Self {
            text,
            meaning: Meaning::Closed(Box::new(reader)),
            unsettles: true,
        }
    }

    /// Days on which nothing is on change no rules on other days.
    fn settle(&mut self, rules: &[Reader]) {
        if let Meaning::Closed(closed) = &self.meaning
            && rules.iter().all(|rule| rule.is_on_other_days(closed))
        {
            self.meaning = Meaning::Words { clear: true };
            self.unsettles = false;
        }
    }

    const fn is_rule(&self) -> bool {
        matches!(self.meaning, Meaning::Rule { .. })
    }

    fn reader(&self) -> Option<&Reader> {
        match &self.meaning {
            Meaning::Rule { reader, .. } => Some(reader),
            _ => None,
        }
    }

    fn addition(&self) -> Option<&Reader> {
        match &self.meaning {
            Meaning::Addition(reader) => Some(reader),
            _ => None,
        }
    }

    /// In brackets it is a note, whatever it says.
    fn is_in_brackets(&self) -> bool {
        text::fold(&without_brackets(self.text).0).is_empty()
    }

    fn add_to(self, rules: &mut Rules) {
        let is_in_brackets = self.is_in_brackets();
        let clear = match self.meaning {
            Meaning::Rule {
                reader,
                remark,
                description,
            } => {
                let mut schedules = reader.schedules().unwrap_or_default();
                for schedule in &mut schedules {
                    schedule.description = Some(description.clone()).filter(|it| !it.is_empty());
                }
                rules.schedules.append(&mut schedules);
                rules.remarks.extend(remark);
                return;
            }
            Meaning::Addition(_) | Meaning::Closed(_) => is_in_brackets,
            Meaning::Words { clear } => clear,
        };
        rules.schedules.push(if is_in_brackets {
            in_words(&without_brackets(self.text).1.join("\n"))
        } else {
            in_words(self.text)
        });
        if !clear {
            rules.unclear.push(text::clean_line(self.text));
        }
    }
}

/// What stands beside hours, as a note: "+ nach Vereinbarung" is "und nach Vereinbarung", so that it
/// does not look like the way to come at these hours.
fn besides(text: &str) -> String {
    let words = text
        .trim_start_matches([' ', ',', '/', '&', '+'])
        .trim_end();
    match words.split(' ').next() {
        Some("nach" | "auf") => format!("und {words}"),
        _ => words.to_owned(),
    }
}

/// What a sentence adds to a rule, if it does nothing else.
fn addition(reader: &Reader) -> Option<Reader> {
    if reader.is_addition() {
        return Some(reader.clone());
    }
    reader.as_exception()
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

/// A sentence without what stands in brackets, and that by itself.
fn without_brackets(rule: &str) -> (String, Vec<String>) {
    let (mut sentence, mut notes, mut depth) = (String::new(), Vec::new(), 0_usize);
    if rule.matches('(').count() != rule.matches(')').count() {
        return (rule.to_owned(), notes);
    }
    let mut note = String::new();
    for c in rule.chars() {
        match c {
            '(' => {
                depth += 1;
                if depth == 1 {
                    sentence.push(' ');
                    continue;
                }
            }
            ')' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    notes.push(std::mem::take(&mut note).trim().to_owned());
                    continue;
                }
            }
            _ => {}
        }
        if depth > 0 {
            note.push(c);
        } else {
            sentence.push(c);
        }
    }
    if !note.trim().is_empty() {
        notes.push(note.trim().to_owned());
    }
    (sentence, notes)
}
