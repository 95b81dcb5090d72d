//! Dates: "Sa, 16.1.2027", "16. und 17.1.2027", "5.1., 12.1. und 19.1.2027".

use jiff::civil::Date;
use raupe_core::offer::Weekday;
use winnow::combinator::{alt, not, opt, peek};
use winnow::error::EmptyError;
use winnow::prelude::*;

use super::super::tokens::Kind;
use super::{Read, Tokens, days, link, list, take, to, word};

/// A date that may lack what the next one tells: its month or its year.
#[derive(Clone, Copy)]
enum Part {
    Day(i8),
    DayMonth(i8, i8),
    Date(Date),
}

/// A part with the weekdays that are named before it; none if it stands alone.
type Labelled = (Vec<Weekday>, Part);

/// Dates that all have a year in the end, in ascending order where one lends it to another.
pub(super) fn dates(input: &mut Tokens<'_>) -> Read<Vec<Date>> {
    opt(word(&["am", "an", "den", "der"])).parse_next(input)?;
    let parts = list(part).parse_next(input)?;
    // "16.1.2027 – 20.3.2027" is a span.
    not(peek((to, part))).parse_next(input)?;
    complete(&parts).ok_or(EmptyError)
}

/// A date, with the weekday before it if there is one; they must agree.
pub(super) fn date(input: &mut Tokens<'_>) -> Read<Date> {
    let labelled = part(input)?;
    match complete(&[labelled]).as_deref() {
        Some([date]) => Ok(*date),
        _ => Err(EmptyError),
    }
}

fn part(input: &mut Tokens<'_>) -> Read<Labelled> {
    let label = opt((days::label, opt(link_or_the))).parse_next(input)?;
    opt(word(&["am", "den", "dem"])).parse_next(input)?;
    let part = take(|kind| match kind {
        Kind::Date(date) => Some(Part::Date(*date)),
        Kind::DayMonth(day, month) => Some(Part::DayMonth(*day, *month)),
        Kind::Ordinal(day) => Some(Part::Day(*day)),
        _ => None,
    })
    .parse_next(input)?;
    Ok((label.map_or_else(Vec::new, |(days, _)| days), part))
}

fn link_or_the(input: &mut Tokens<'_>) -> Read<()> {
    alt((link, word(&["den", "dem", "am"]))).parse_next(input)
}

/// The dates, each with the month and year of the next; `None` if one has none or they go back, or
/// if the weekdays that are named are others.
fn complete(parts: &[Labelled]) -> Option<Vec<Date>> {
    let mut dates: Vec<Date> = Vec::new();
    for (labels, part) in parts.iter().rev() {
        let next = dates.last().copied();
        let date = match (*part, next) {
            (Part::Date(date), _) => date,
            (Part::DayMonth(day, month), Some(next)) => Date::new(next.year(), month, day).ok()?,
            (Part::Day(day), Some(next)) => Date::new(next.year(), next.month(), day).ok()?,
            (_, None) => return None,
        };
        let lends = !matches!(part, Part::Date(_));
        let goes_back = lends && next.is_some_and(|next| date >= next);
        dates.push(date);
        // "Sa und So, 16. und 17.1.2027": as many dates as weekdays, in their order.
        let named = dates.iter().rev().map(|date| weekday(*date));
        let agrees =
            labels.len() <= dates.len() && labels.iter().copied().eq(named.take(labels.len()));
        if goes_back || !agrees {
            return None;
        }
    }
    dates.reverse();
    dates.dedup();
    Some(dates)
}

/// The weekday of a date.
pub(in crate::sheet::when) fn weekday(date: Date) -> Weekday {
    Weekday::ALL[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs())]
}
