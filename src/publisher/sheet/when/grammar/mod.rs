//! The grammar of a sentence about times, phrase by phrase.
//!
//! ```text
//! sentence  = phrase*                      every word belongs to one, or the sentence is words
//! phrase    = separator | note | limit | rhythm | dates | days | closed | hours | part | filler
//! days      = ["jeden"] [ordinals] day ["–" day] {link …} ["außer" days]
//! dates     = [day ","] ( date | "16. und" date | "16.1., 23.1. und" date )
//! hours     = span {link span}             at least one of them with "Uhr" or minutes
//! span      = ["von"] hour ["–" hour] | "ab" hour | "bis" hour
//! rhythm    = "alle 2 Wochen" | "14-tägig" | "monatlich" | "im Monat" | "gerade Wochen" …
//! limit     = "ab" date | "bis" date | number "Termine" | "nicht in den Ferien" | "außer" date …
//! closed    = "geschlossen" | "frei" | ":" "–"
//! note      = "(…)" | "mit Anmeldung" | "Raum 3" | "5 €" | "telefonisch" …
//! ```
//!
//! What the phrases mean together, in their order, is for `sentence` to say. Here each takes the
//! words that it knows, or none.

mod closed;
mod dates;
mod days;
mod hours;
mod limits;
mod remarks;
mod rhythm;

use std::ops::Range;

use jiff::civil::{Date, Time};
use raupe_core::offer::{NthWeekday, Weekday};
use winnow::combinator::{alt, eof, opt, peek, preceded};
use winnow::error::EmptyError;
use winnow::prelude::*;
use winnow::stream::TokenSlice;
use winnow::token::any;

use super::names::PartOfDay;
use super::tokens::{Kind, Token};

pub(super) use dates::weekday;
pub(super) use limits::Limit;
pub(super) use rhythm::Rhythm;

type Tokens<'t> = TokenSlice<'t, Token>;
type Read<T> = winnow::Result<T, EmptyError>;

/// A phrase, and which tokens are its words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrase {
    pub(super) means: Means,
    pub(super) at: Range<usize>,
}

/// What a phrase means.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Means {
    /// Days of the week, or of weeks of a month.
    Days(DayList),
    /// "am 1. und 15.", which only a month can give a meaning.
    MonthDays(Vec<i8>),
    /// Dates, each once.
    Dates(Vec<Date>),
    /// Hours, in the order in which they stand; one end may be open.
    Hours(Vec<(Option<Time>, Option<Time>)>),
    /// How often.
    Rhythm(Rhythm),
    /// From when, until when, how often in all, when not.
    Limit(Limit),
    /// A limit that could be said of days right before it, too: "Sa, in den Ferien geschlossen".
    Off(Limit),
    /// Nothing is on, on the days before it.
    Closed,
    /// Nothing is on, on these days and at the times of the limit.
    ClosedOn(DayList, Limit),
    /// "vormittags", for the hours that follow or instead of them.
    Part(PartOfDay),
    /// What stands in brackets.
    Bracket(String),
    /// One comes by appointment: "nach Vereinbarung", "nur mit Termin".
    ByAppointment,
    /// All day, on the days before it: "ganztägig".
    AllDay,
    /// Words that are shown beside the dates and do not change them.
    Remark,
    /// How one registers: a remark beside which other days and hours are its own.
    Registration,
    /// "telefonisch": a remark that belongs to certain hours.
    How,
    /// All day, every day unless others are named: "rund um die Uhr".
    AroundTheClock,
    /// "," or "und" or "/" between phrases.
    Separator {
        /// Whether something must follow, as after "und".
        joins: bool,
    },
    /// Words that change nothing and say nothing.
    Filler,
}

/// Days as they are named together.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DayList {
    pub(super) days: Vec<NthWeekday>,
    /// Those with a name of their own here, rather than within "Mo–Fr".
    pub(super) named: Vec<Weekday>,
    /// "jeden", which makes "jeden 2. Di" ambiguous.
    pub(super) each: bool,
    /// The parts of the day in their names: "Dienstagvormittag".
    pub(super) part: Option<PartOfDay>,
    /// Whether that part is in the name of the last day alone: "Di und Donnerstagvormittag".
    pub(super) part_of_last: bool,
    /// Whether it is two neighbours with a dash between blanks, "Mi – Do", which could be a
    /// Wednesday with nothing on and a Thursday.
    pub(super) loose: bool,
}

/// The phrases of a sentence, or the position of the first token that belongs to none.
pub(super) fn phrases(tokens: &[Token]) -> Result<Vec<Phrase>, usize> {
    let mut input = TokenSlice::new(tokens);
    let mut phrases = Vec::new();
    while !input.is_empty() {
        let from = tokens.len() - input.len();
        let means = phrase(&mut input).map_err(|_| from)?;
        let to = tokens.len() - input.len();
        phrases.push(Phrase {
            means,
            at: from..to,
        });
    }
    Ok(phrases)
}

fn phrase(input: &mut Tokens<'_>) -> Read<Means> {
    let days = alt((
        dates::dates.map(Means::Dates),
        days::days.map(Means::Days),
        days::month_days.map(Means::MonthDays),
    ));
    let hours = alt((
        hours::around_the_clock,
        hours::hours.map(Means::Hours),
        part_of_day.map(Means::Part),
    ));
    let closed = alt((
        closed::closed,
        closed::by_appointment.value(Means::ByAppointment),
    ));
    let limits = alt((
        limits::limit.map(Means::Limit),
        limits::off_limits.map(Means::Off),
        limits::closed_on.map(|(days, limit)| Means::ClosedOn(days, limit)),
    ));
    alt((
        bracket,
        remarks::remark,
        limits,
        rhythm::rhythm.map(Means::Rhythm),
        days,
        closed,
        hours,
        separator,
        filler,
    ))
    .parse_next(input)
}

/// Whether a text begins with hours.
pub(super) fn begins_with_hours(tokens: &[Token]) -> bool {
    let mut begins = preceded(opt(link), hours::hours);
    begins.parse_next(&mut TokenSlice::new(tokens)).is_ok()
}

/// Whether a text begins with what is said of days before it: that nothing is on, or that one
/// comes by appointment.
pub(super) fn begins_with_closed(tokens: &[Token]) -> bool {
    let mut begins = alt((closed::is_closed, closed::nothing, closed::by_appointment));
    begins.parse_next(&mut TokenSlice::new(tokens)).is_ok()
}

/// Where in a text days of the week are named, with or without hours around them.
pub(super) fn all_days(tokens: &[Token]) -> Vec<DayList> {
    let mut found = Vec::new();
    let mut input = TokenSlice::new(tokens);
    while !input.is_empty() {
        match opt(days::days).parse_next(&mut input) {
            Ok(Some(days)) => found.push(days),
            _ => skip(&mut input),
        }
    }
    found
}

/// Whether somewhere in a text a rhythm or a number of times is told.
pub(super) fn tells_a_rhythm(tokens: &[Token]) -> bool {
    let mut input = TokenSlice::new(tokens);
    while !input.is_empty() {
        // "10 € im Monat" is no rhythm.
        if let Ok(Some(())) = opt(remarks::price).parse_next(&mut input) {
            continue;
        }
        let tells = alt((rhythm::rhythm.void(), limits::count.void()));
        if let Ok(Some(())) = opt(tells).parse_next(&mut input) {
            return true;
        }
        skip(&mut input);
    }
    false
}

fn skip(input: &mut Tokens<'_>) {
    let _: Read<&Token> = any.parse_next(input);
}

fn bracket(input: &mut Tokens<'_>) -> Read<Means> {
    take(|kind| match kind {
        Kind::Bracket(inner) => Some(Means::Bracket(inner.clone())),
        _ => None,
    })
    .parse_next(input)
}

fn separator(input: &mut Tokens<'_>) -> Read<Means> {
    let sign = take(|kind| match kind {
        Kind::Comma | Kind::Colon => Some(false),
        Kind::Plus => Some(true),
        _ => None,
    });
    let and = word(&["und", "u", "sowie"]).value(true);
    let joins = alt((sign, and, dash_before_hours.value(false))).parse_next(input)?;
    Ok(Means::Separator { joins })
}

/// "Montag – 17.00 – 20.00 Uhr".
fn dash_before_hours(input: &mut Tokens<'_>) -> Read<()> {
    let before = input.previous_tokens().next().map(|token| &token.kind);
    let is_behind_day = matches!(before, Some(Kind::Day(_) | Kind::DayPart(..)));
    (sign(&Kind::Dash), peek(hours::hours)).parse_next(input)?;
    is_behind_day.then_some(()).ok_or(EmptyError)
}

fn part_of_day(input: &mut Tokens<'_>) -> Read<PartOfDay> {
    opt(word(&["am"])).parse_next(input)?;
    word_that(PartOfDay::named).parse_next(input)
}

fn filler(input: &mut Tokens<'_>) -> Read<Means> {
    const FILLERS: &[&str] = &[
        "jeweils",
        "immer",
        "stets",
        "regelmassig",
        "ca",
        "circa",
        "uhr",
        "geoffnet",
        "offen",
        "zusatzlich",
        "zusatzl",
        "findet",
        "finden",
        "trifft",
        "treffen",
        "sich",
        "wir",
        "uns",
        "am",
        "um",
        "von",
        "im",
        "an",
        "der",
        "den",
    ];
    // "findet um 9 Uhr statt", but not "15 Uhr statt 14 Uhr".
    let ends = alt((eof.void(), sign(&Kind::Comma), bracket.void()));
    let takes_place = (word(&["statt"]), peek(ends)).void();
    alt((word(FILLERS), takes_place))
        .value(Means::Filler)
        .parse_next(input)
}

/// A token that means something.
fn take<'t, T>(
    mut means: impl FnMut(&Kind) -> Option<T>,
) -> impl Parser<Tokens<'t>, T, EmptyError> {
    any.verify_map(move |token: &Token| means(&token.kind))
}

/// One of these words.
fn word<'t>(words: &'static [&'static str]) -> impl Parser<Tokens<'t>, (), EmptyError> {
    word_that(move |word| words.contains(&word).then_some(()))
}

/// A word that means something.
fn word_that<'t, T>(
    mut means: impl FnMut(&str) -> Option<T>,
) -> impl Parser<Tokens<'t>, T, EmptyError> {
    take(move |kind| match kind {
        Kind::Word(word) => means(word),
        _ => None,
    })
}

/// This sign.
fn sign<'t>(sign: &'static Kind) -> impl Parser<Tokens<'t>, (), EmptyError> {
    take(move |kind| (kind == sign).then_some(()))
}

/// "–" or "bis".
fn to(input: &mut Tokens<'_>) -> Read<()> {
    alt((sign(&Kind::Dash), word(&["bis"]))).parse_next(input)
}

/// What joins things of one kind: ",", "+", "und", ", und".
fn link(input: &mut Tokens<'_>) -> Read<()> {
    let and = word(&["und", "u", "sowie"]);
    let plus = sign(&Kind::Plus);
    let sign = alt((sign(&Kind::Comma), plus));
    alt(((sign, opt(and)).void(), word(&["und", "u", "sowie"]))).parse_next(input)
}

/// A list of things with links between them. One that only a link follows ends before it.
fn list<'t, T>(
    mut item: impl Parser<Tokens<'t>, T, EmptyError>,
) -> impl Parser<Tokens<'t>, Vec<T>, EmptyError> {
    move |input: &mut Tokens<'t>| {
        let mut items = vec![item.parse_next(input)?];
        loop {
            match opt(preceded(link, item.by_ref())).parse_next(input)? {
                Some(next) => items.push(next),
                None => return Ok(items),
            }
        }
    }
}
