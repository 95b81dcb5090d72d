//! A cell's rules into schedules.

use raupe_core::offer::{Recurrence, Schedule, Span};
use raupe_core::text;

use super::reader::Reader;

/// What a cell says.
#[derive(Debug, Default, PartialEq)]
pub(in crate::sheet) struct Rules {
    pub(in crate::sheet) schedules: Vec<Schedule>,
    /// The rules that were not understood, or not as a whole.
    pub(in crate::sheet) unclear: Vec<String>,
}

/// The rules in a cell; they are separated by semicolons or stand in lines of their own.
pub(in crate::sheet) fn rules(cell: &str) -> Rules {
    let mut rules = Rules::default();
    for part in parts(cell) {
        let (mut schedules, clear) = rule(part);
        rules.schedules.append(&mut schedules);
        if !clear {
            rules.unclear.push(text::clean_line(part));
        }
    }
    rules
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

/// The schedules of one rule, and whether all of it is understood.
fn rule(rule: &str) -> (Vec<Schedule>, bool) {
    let (sentence, mut notes) = without_brackets(rule);
    if text::fold(&sentence).is_empty() {
        return (vec![in_words(&notes.join("\n"))], true);
    }
    let mut reader = Reader::read(&sentence);
    if reader.says(&["vereinbarung", "absprache", "anfrage"]) {
        return (vec![in_words(rule)], true);
    }
    // "(ab 4.9.2026)" is a part of the rule; "(Eingang am Hof)" is a note.
    notes.retain(|note| {
        let inner = Reader::read(note);
        let part = inner.is_addition();
        if part {
            reader.add(inner);
        }
        !part
    });
    if reader.is_restricted() {
        return (vec![in_words(rule)], false);
    }
    let clear = reader.is_clear();
    let mut description: Vec<_> = reader.unread_words(&sentence);
    description.extend(reader.note().map(str::to_owned));
    description.append(&mut notes);
    match reader.schedules() {
        Some(mut schedules) => {
            let description = text::clean(&description.join(", "));
            for schedule in &mut schedules {
                schedule.description = Some(description.clone()).filter(|it| !it.is_empty());
            }
            (schedules, clear)
        }
        None => (vec![in_words(rule)], false),
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
