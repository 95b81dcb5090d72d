//! Ages in the words of a German office: `6–18 Monate`, `ab 3`, `1.–4. Klasse`, `Schwangere und Babys`.
//!
//! An age is taken only if every word of its cell is understood. Otherwise the cell claims nothing:
//! it is shown in its own words, the offer is found at every age, and whoever asks is told.
//!
//! ```text
//! cell     = part { ("," | ";" | "/" | "&" | "und" | "oder" | "mit" | …) part }
//! part     = people | [people] age
//! age      = point                          from it to its end: "4" is the fifth year of life
//!          | ["von" | "ab"] point ("–" | "bis") ["unter"] point
//!          | "zwischen" point ("und" | "bis") point
//!          | ("ab" | "mindestens" | "über" | ">" …) point  |  point ("+" | "plus" | "und älter")
//!          | ("bis" | "höchstens" | "unter" | "<" …) point |  point "und jünger"
//!          | "U" (1 | 2 | 3 | 12…)          under so many years; U4 to U11 are check-ups as well
//!          | "Ü" (3 | 14…)                  from so many years on, Ü3 to school
//! point    = number [unit] | ordinal unit | "Geburt" | "Schwangerschaft" | "Schuleintritt"
//!          | "Volljährigkeit" | people
//! number   = "3" | "1,5" | "1 ½" | "drei" | "anderthalb"
//! unit     = "Jahre" | "Monate" | "Wochen" | "Lebensjahr" | "Lebensmonat" | "Lebenswoche"
//!          | "Geburtstag" | "Klasse"
//! ```
//!
//! - Without a unit a number counts years, or what the next number counts: `6–18 Monate`. A whole number
//!   of years at the end includes that year: `bis 3` ends before the fourth birthday, `unter 3` before
//!   the third.
//! - Weeks become months in such a way that nobody is asked to come too early; the words stay.
//! - `3. Lebensjahr` is the one before the third birthday.
//! - Classes are phases of life: 1 to 4, 5 to 10, and above. School begins at six (§ 64 of
//!   Niedersachsen's Schulgesetz, and the phases of the directory). What comes from these or from
//!   people ("Kleinkinder") names phases of life rather than ages where it fits them, and its words
//!   stay.
//! - Several ages have to be one without a gap. People and numbers have to agree; the numbers count.
//! - A number before people counts these: `8 Kinder`. So may a single number behind them. The age of
//!   `Eltern bis 27` is theirs. All of this is words.
//!
//! `tokens` takes a cell apart, `vocabulary` knows its words, `reader` and `range` its grammar, `point` its
//! months.

mod point;
mod range;
mod reader;
mod tokens;
mod vocabulary;

#[cfg(test)]
mod tests;

use raupe_core::offer::{LifePhase, PhaseSet};
use raupe_core::text;

use super::cells;
use super::columns::Column;
use super::finding::Problem;
use super::table::Cell;
use point::Span;
use reader::Sentence;

/// Whom an offer is for, as far as the cells of a row say it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Ages {
    /// In years, as HSDS counts them.
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) phases: PhaseSet,
    /// What cells say beyond that, as they stand.
    pub(super) words: Vec<String>,
    pub(super) problems: Vec<(Column, Problem)>,
}

/// What a cell or two say.
#[derive(Clone, Debug, Default, PartialEq)]
struct Claim {
    from: Option<u16>,
    to: Option<u16>,
    phases: PhaseSet,
    is_one_age: bool,
    says_more: bool,
}

/// Reads the ages of a row: both in one cell, or each in its own, which then counts.
pub(super) fn of_row(both: &Cell, first: &Cell, last: &Cell) -> Ages {
    let mut ages = Ages::default();
    let one = ages.cell(both);
    let two = ages.halves(first, last);
    for claim in [one, two].into_iter().flatten() {
        ages.phases = ages.phases.union(claim.phases);
        if claim.from.is_some() || claim.to.is_some() {
            ages.minimum = claim.from.map(first_in_years);
            ages.maximum = claim.to.map(last_in_years);
        }
    }
    ages
}

impl Ages {
    fn cell(&mut self, cell: &Cell) -> Option<Claim> {
        if is_nothing(cell) {
            return None;
        }
        let shown = shown(cell);
        if is_date(cell) {
            self.problems
                .push((Column::Ages, Problem::DateForAge(shown)));
            return None;
        }
        let claim = claim(&shown);
        if claim.as_ref().is_none_or(|claim| claim.says_more) {
            self.words.push(text::clean_line(&cell.shown()));
        }
        if claim.is_none() {
            let problem = Problem::BadAge(cell.shown());
            self.problems.push((Column::Ages, problem));
        }
        claim
    }

    /// A range of which one half is not understood claims nothing.
    fn halves(&mut self, first: &Cell, last: &Cell) -> Option<Claim> {
        let halves = [(Column::AgeFrom, first), (Column::AgeTo, last)];
        let dates: Vec<_> = halves
            .into_iter()
            .filter(|(_, cell)| is_date(cell))
            .collect();
        if !dates.is_empty() {
            let problem = |(column, cell)| (column, Problem::DateForAge(shown(cell)));
            self.problems.extend(dates.into_iter().map(problem));
            return None;
        }
        let [from, to] = [first, last].map(|cell| (!is_nothing(cell)).then(|| shown(cell)));
        let (claim, words) = match (&from, &to) {
            (None, None) => return None,
            (Some(from), None) => (first_alone(from), from.clone()),
            (None, Some(to)) => (last_alone(to), to.clone()),
            (Some(from), Some(to)) => {
                let bare = |text: &str, words: &[&str]| {
                    let found = words.iter().find_map(|word| text.strip_prefix(word));
                    found.unwrap_or(text).to_owned()
                };
                let (from, to) = (bare(from, &["ab ", "von "]), bare(to, &["bis "]));
                let both = first_alone(&from).and(last_alone(&to));
                let both = both.and_then(|_| claim(&format!("ab {from} bis {to}")));
                (both, format!("{from} bis {to}"))
            }
        };
        if claim.as_ref().is_none_or(|claim| claim.says_more) {
            self.words.push(text::clean_line(&words));
        }
        if claim.is_none() {
            let bad = |(column, half): (Column, &Option<String>)| {
                let half = half.as_ref()?;
                let alone = match column {
                    Column::AgeFrom => first_alone(half),
                    _ => last_alone(half),
                };
                let good = alone.is_some();
                (!good).then(|| (column, Problem::BadAge(half.clone())))
            };
            let found = [(Column::AgeFrom, &from), (Column::AgeTo, &to)].into_iter();
            let mut found: Vec<_> = found.filter_map(bad).collect();
            if found.is_empty() {
                found.push((Column::AgeTo, Problem::BadAge(words)));
            }
            self.problems.append(&mut found);
        }
        claim
    }
}

/// A dash says that there is no such end.
fn is_nothing(cell: &Cell) -> bool {
    matches!(cell, Cell::Empty | Cell::Broken(_))
        || matches!(cell.shown().as_str(), "-" | "–" | "—")
}

/// As it stands; a number in years.
fn shown(cell: &Cell) -> String {
    let shown = cell.shown();
    match cell {
        // 0.6666… is eight months.
        Cell::Number(years) if years.fract() != 0.0 => {
            let months = (years * 12.0).round();
            if (months / 12.0 - years).abs() < 0.006 && months >= 0.0 {
                format!("{months} Monate")
            } else {
                shown
            }
        }
        _ if shown.bytes().all(|byte| byte.is_ascii_digit()) => format!("{shown} Jahre"),
        _ => shown,
    }
}

/// Excel takes "3-6" for the third of June.
fn is_date(cell: &Cell) -> bool {
    const MONTHS: &[&str] = &[
        "jan", "feb", "mrz", "mar", "apr", "mai", "may", "jun", "jul", "aug", "sep", "okt", "oct",
        "nov", "dez", "dec",
    ];
    match cell {
        Cell::Date(..) => true,
        Cell::Text(text) => {
            let folded = text::fold(text);
            let words: Vec<_> = folded.split(' ').collect();
            let [one, other] = *words.as_slice() else {
                return cells::date(cell).is_ok();
            };
            let is_day = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
            let is_month = |word| MONTHS.contains(&word);
            is_day(one) && is_month(other) || is_month(one) && is_day(other)
        }
        _ => false,
    }
}

/// What a text says in the column for the first age.
fn first_alone(text: &str) -> Option<Claim> {
    if let Some(whole) = claim(text).filter(|it| !it.is_one_age) {
        // "bis 6" stands in the wrong column.
        let ends_only = whole.from.is_none() && whole.to.is_some();
        return (!ends_only).then_some(whole);
    }
    claim(&format!("ab {text}"))
}

/// What a text says in the column for the last age.
fn last_alone(text: &str) -> Option<Claim> {
    if let Some(whole) = claim(text).filter(|it| !it.is_one_age) {
        let begins_only = whole.to.is_none() && whole.from.is_some();
        return (!begins_only).then_some(whole);
    }
    claim(&format!("bis {text}"))
}

/// What a text says; `None` unless all of it is understood.
fn claim(text: &str) -> Option<Claim> {
    if vocabulary::is_everybody(&text::fold(text)) {
        return Some(Claim {
            says_more: !text::fold(text).contains("all"),
            ..Claim::default()
        });
    }
    let sentence = reader::read(text)?;
    let pregnancy = [LifePhase::Pregnancy].into_iter();
    let mut phases: PhaseSet = pregnancy.filter(|_| sentence.pregnant).collect();
    let mut says_more = sentence.says_more;
    let mut span = if sentence.spans.is_empty() {
        match people(&sentence)? {
            Whole::Phases(named) => {
                phases = phases.union(named);
                Span::default()
            }
            Whole::Span(span) => span,
        }
    } else {
        numbers(&sentence)?
    };
    if span.is_phase {
        if let Some(named) = phases_of(span) {
            phases = phases.union(named);
            span = Span::default();
        } else {
            says_more = true;
        }
    }
    Some(Claim {
        from: span.from,
        to: span.to,
        phases,
        is_one_age: sentence.is_one_age,
        says_more,
    })
}

enum Whole {
    Phases(PhaseSet),
    Span(Span),
}

/// What people say about ages where there are no numbers.
fn people(sentence: &Sentence) -> Option<Whole> {
    // "Eltern und Babys": the parents have no age.
    let phases = sentence.people.iter().map(|span| phases_of(*span));
    if let Some(phases) = phases.collect::<Option<Vec<_>>>() {
        return Some(Whole::Phases(
            phases.into_iter().fold(PhaseSet::EMPTY, PhaseSet::union),
        ));
    }
    joined(&sentence.people).map(Whole::Span)
}

/// What numbers say, and people where these leave an end open.
fn numbers(sentence: &Sentence) -> Option<Span> {
    let mut span = match *sentence.spans.as_slice() {
        // "ab 3, höchstens 10"
        [
            Span {
                from: Some(from),
                to: None,
                is_phase: one,
            },
            Span {
                from: None,
                to: Some(to),
                is_phase: other,
            },
        ] => (from <= to).then_some(Span {
            from: Some(from),
            to: Some(to),
            is_phase: one || other,
        })?,
        _ => joined(&sentence.spans)?,
    };
    if sentence.people.is_empty() {
        return Some(span);
    }
    let all = joined(&sentence.people).unwrap_or_default();
    let open_end = span.to.is_none();
    span.from = span.from.or(all.from);
    if open_end {
        span.to = all.to;
    }
    let fits = |it: &Span| overlap(*it, span);
    (begins_before_end(span) && sentence.people.iter().all(fits)).then_some(span)
}

fn begins_before_end(span: Span) -> bool {
    span.to.is_none_or(|to| span.from.unwrap_or(0) <= to)
}

fn overlap(one: Span, other: Span) -> bool {
    let starts_in_time =
        |one: Span, other: Span| one.to.is_none_or(|to| other.from.unwrap_or(0) <= to);
    starts_in_time(one, other) && starts_in_time(other, one)
}

/// Several spans as one, if no month between them is left out.
fn joined(spans: &[Span]) -> Option<Span> {
    let mut spans = spans.to_vec();
    spans.sort_by_key(|span| span.from);
    let (first, others) = spans.split_first()?;
    others.iter().try_fold(*first, |whole, next| {
        let follows = whole.to.is_none_or(|to| next.from.unwrap_or(0) <= to + 1);
        let to = whole.to.zip(next.to).map(|(one, other)| one.max(other));
        follows.then_some(Span {
            from: whole.from,
            to,
            is_phase: whole.is_phase || next.is_phase,
        })
    })
}

/// The phases of life that a span is made of, if it begins and ends with phases.
fn phases_of(span: Span) -> Option<PhaseSet> {
    let (first, last) = (span.from.unwrap_or(0), span.to.unwrap_or(LAST_OF_PHASES));
    let phases = LifePhase::ALL.into_iter().filter(|phase| {
        phase
            .months()
            .is_some_and(|months| first <= *months.start() && *months.end() <= last)
    });
    let phases: Vec<_> = phases.collect();
    let begins = phases.first().and_then(|it| it.months())?;
    let ends = phases.last().and_then(|it| it.months())?;
    (*begins.start() == first && *ends.end() == last).then(|| phases.into_iter().collect())
}

/// The last month of the last phase: before the 28th birthday.
const LAST_OF_PHASES: u16 = 28 * 12 - 1;

/// What feeds call a phase of life.
pub(super) const fn name_of(phase: LifePhase) -> &'static str {
    match phase {
        LifePhase::Pregnancy => "Schwangerschaft",
        LifePhase::Baby => "0–11 Monate",
        LifePhase::Toddler => "1–2 Jahre",
        LifePhase::Preschool => "3–5 Jahre",
        LifePhase::Primary => "6–9 Jahre",
        LifePhase::Secondary => "10–15 Jahre",
        LifePhase::Youth => "16–27 Jahre",
    }
}

fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn first_in_years(months: u16) -> f64 {
    hundredths(f64::from(months) / 12.0)
}

/// The last month in years. There a whole number counts completed ones, and any other is exact.
fn last_in_years(months: u16) -> f64 {
    if (months + 1).is_multiple_of(12) {
        return f64::from(months / 12);
    }
    let years = hundredths(f64::from(months) / 12.0);
    if years.fract() == 0.0 {
        years + 0.01
    } else {
        years
    }
}
