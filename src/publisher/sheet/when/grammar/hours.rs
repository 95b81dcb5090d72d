//! Hours: "9:30–11:30", "von 9 bis 11 und 14 bis 16 Uhr", "ab 16 Uhr", "halb 10 bis 12 Uhr".

use jiff::ToSpan;
use jiff::civil::{Time, time};
use winnow::combinator::{alt, not, opt, preceded, terminated};
use winnow::error::EmptyError;
use winnow::prelude::*;

use super::super::names::PartOfDay;
use super::super::tokens::{Kind, clock};
use super::{Means, Read, Tokens, link, part_of_day, sign, take, to, word};

/// One end of a span, as it is written.
#[derive(Clone, Copy)]
struct Hour {
    time: Time,
    /// Whether it can be nothing but an hour.
    sure: bool,
    /// Whether it is told by a clock with twelve hours: "halb zehn" is in the morning or the
    /// evening.
    by_twelve: bool,
}

type Span = (Option<Hour>, Option<Hour>);

/// Hours with "Uhr" or minutes somewhere, which makes the bare numbers before them hours as well.
pub(super) fn hours(input: &mut Tokens<'_>) -> Read<Vec<(Option<Time>, Option<Time>)>> {
    let part = opt(part_of_day).parse_next(input)?;
    let mut spans = Vec::new();
    // Up to where it is sure that these are hours.
    let mut certain = None;
    let mut next = Some(span(input)?);
    while let Some(span_read) = next {
        let (from, to) = span_read;
        let is_sure = [from, to].into_iter().flatten().any(|hour| hour.sure);
        spans.push(span_read);
        if is_sure || (is_range(span_read) && uhr_follows(input)) {
            certain = Some((spans.len(), input.checkpoint()));
        }
        // "9/10 Uhr" may be the one or the other.
        let slash = matches!(input.first().map(|token| &token.kind), Some(Kind::Plus));
        next = if slash && !is_range(span_read) {
            None
        } else {
            opt(preceded(link, span)).parse_next(input)?
        };
    }
    let (count, end) = certain.ok_or(EmptyError)?;
    spans.truncate(count);
    input.reset(&end);
    let part = match part {
        Some(part) => Some(part),
        None => opt(word_of_part).parse_next(input)?,
    };
    let spans: Option<Vec<_>> = spans.into_iter().map(|span| told(span, part)).collect();
    spans.ok_or(EmptyError)
}

const fn is_range(span: Span) -> bool {
    matches!(span, (Some(_), Some(_)))
}

/// Whether "Uhr" stands somewhere behind: "Mo 8–12, Di 14–18 Uhr" says it once for both.
fn uhr_follows(input: &Tokens<'_>) -> bool {
    let is_uhr =
        |kind: &Kind| matches!(kind, Kind::Word(word) if matches!(word.as_str(), "uhr" | "h"));
    input.iter().any(|token| is_uhr(&token.kind))
}

/// "8 Uhr morgens"; not "8 Uhr, nachmittags 14 Uhr".
fn word_of_part(input: &mut Tokens<'_>) -> Read<PartOfDay> {
    terminated(part_of_day, not(span)).parse_next(input)
}

fn span(input: &mut Tokens<'_>) -> Read<Span> {
    const FROM: &[&str] = &["von", "ab", "um", "zwischen", "gegen"];
    let end = preceded((word(&["bis"]), opt(word(&["um"]))), hour).map(|end| (None, Some(end)));
    let between = (
        preceded(word(&["zwischen"]), hour),
        preceded(word(&["und"]), hour),
    )
        .map(|(from, to)| (Some(from), Some(to)));
    let begins = (word(&["beginn", "start"]), opt(sign(&Kind::Colon))).void();
    let from = opt(alt((word(FROM), begins)));
    let range =
        (preceded(from, beginning), opt(preceded(to, hour))).map(|(from, to)| (Some(from), to));
    alt((end, between, range)).parse_next(input)
}

fn hour(input: &mut Tokens<'_>) -> Read<Hour> {
    opt(word(&["ca", "circa", "etwa"])).parse_next(input)?;
    let mut hour = alt((by_twelve, by_number)).parse_next(input)?;
    let named = opt(word(&["uhr", "h"])).parse_next(input)?;
    hour.sure |= named.is_some();
    // "3.50 €" is a price.
    not(word(&["euro", "eur", "cent"])).parse_next(input)?;
    Ok(hour)
}

/// Nothing begins at 24 o'clock of a day.
fn beginning(input: &mut Tokens<'_>) -> Read<Hour> {
    not(sign(&Kind::Number(24))).parse_next(input)?;
    hour(input)
}

fn by_number(input: &mut Tokens<'_>) -> Read<Hour> {
    let hour = |time, sure| Hour {
        time,
        sure,
        by_twelve: false,
    };
    take(|kind| match kind {
        Kind::Time { time, sure } => Some(hour(*time, *sure)),
        Kind::Number(number) => clock(u32::from(*number), 0).map(|time| hour(time, false)),
        _ => None,
    })
    .parse_next(input)
}

/// "halb 10", "viertel nach 9".
fn by_twelve(input: &mut Tokens<'_>) -> Read<Hour> {
    let minutes = alt((
        word(&["halb"]).value(-30),
        (word(&["viertel"]), word(&["nach"])).value(15),
        (word(&["viertel"]), word(&["vor"])).value(-15),
    ))
    .parse_next(input)?;
    let number = take(|kind| match kind {
        Kind::Number(number @ 1..=12) => Some(u32::from(*number)),
        _ => None,
    })
    .parse_next(input)?;
    let time = clock(number, 0).ok_or(EmptyError)?;
    Ok(Hour {
        time: time.wrapping_add(minutes.minutes()),
        sure: true,
        by_twelve: true,
    })
}

/// The times of a span, or `None` where they contradict each other or could be others.
fn told((from, to): Span, part: Option<PartOfDay>) -> Option<(Option<Time>, Option<Time>)> {
    let in_part = |time: &Time| part.is_none_or(|part| part.has(*time));
    match (from, to) {
        (Some(from), None) => {
            let from = only(readings(from).filter(in_part))?;
            Some((Some(from), None))
        }
        (Some(from), Some(to)) if from.by_twelve || to.by_twelve => {
            // "halb 8 bis 10 Uhr" could be in the evening.
            let noon = time(12, 0, 0, 0);
            if from.by_twelve && (to.by_twelve || to.time < noon) && part.is_none() {
                return None;
            }
            let pairs = readings(from).filter(in_part).flat_map(|from| {
                let ends = readings(to).filter(move |to| is_some_hours(from, *to));
                ends.map(move |to| (Some(from), Some(to)))
            });
            only(pairs)
        }
        (Some(from), Some(to)) => {
            // What ends before it begins ends on the next day, if people go there in the evening.
            let (from, to) = (from.time, to.time);
            let until_midnight = to == Time::midnight();
            let over_night = from >= time(17, 0, 0, 0) && to <= time(8, 0, 0, 0);
            let is_right = to > from || until_midnight || over_night;
            (is_right && in_part(&from)).then_some((Some(from), Some(to)))
        }
        (None, Some(to)) if !to.by_twelve && part.is_none() => Some((None, Some(to.time))),
        (None, _) => None,
    }
}

/// What an hour can be.
fn readings(hour: Hour) -> impl Iterator<Item = Time> {
    let later = hour.by_twelve.then(|| hour.time.wrapping_add(12.hours()));
    [hour.time].into_iter().chain(later)
}

/// From one hour to the other within half a morning or evening.
fn is_some_hours(from: Time, to: Time) -> bool {
    let minutes = |time: Time| i32::from(time.hour()) * 60 + i32::from(time.minute());
    (1..=360).contains(&(minutes(to) - minutes(from)))
}

/// The only one of these.
fn only<T>(mut of: impl Iterator<Item = T>) -> Option<T> {
    let first = of.next()?;
    of.next().is_none().then_some(first)
}

/// "rund um die Uhr".
pub(super) fn around_the_clock(input: &mut Tokens<'_>) -> Read<Means> {
    (
        word(&["rund"]),
        word(&["um"]),
        word(&["die"]),
        word(&["uhr"]),
    )
        .value(Means::AroundTheClock)
        .parse_next(input)
}
