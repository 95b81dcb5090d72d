//! Days of the week: "Di", "Mo–Fr", "1. und 3. Do", "täglich außer montags".

use raupe_core::offer::{NthWeekday, Weekday};
use winnow::combinator::{alt, opt, peek, preceded};
use winnow::error::EmptyError;
use winnow::prelude::*;

use super::super::names::{self, PartOfDay};
use super::super::tokens::Kind;
use super::{
    DayList, Read, Tokens, hours, link, list, part_of_day, sign, take, to, word, word_that,
};

pub(super) fn days(input: &mut Tokens<'_>) -> Read<DayList> {
    opt(word(&["am", "an", "immer", "jeweils"])).parse_next(input)?;
    let each = opt(word(&["jede", "jeden", "jedem", "jeder", "jedes"])).parse_next(input)?;
    opt(word(&["am", "den", "dem", "der"])).parse_next(input)?;
    let mut days = match each {
        Some(()) => alt((word(&["tag"]).value(every(&Weekday::ALL)), several)).parse_next(input)?,
        None => alt((daily, weekend, several)).parse_next(input)?,
    };
    days.each = each.is_some();
    let without = preceded(word(&["ausser", "ausgenommen"]), several);
    if let Some(without) = opt(without).parse_next(input)? {
        days = except(days, &without).ok_or(EmptyError)?;
    }
    if days.part.is_none() {
        days.part = opt(part_of_day).parse_next(input)?;
    }
    Ok(days)
}

/// "täglich", "alle Tage".
fn daily(input: &mut Tokens<'_>) -> Read<DayList> {
    alt((
        word(&["taglich"]),
        (word(&["alle"]), word(&["tage"])).void(),
    ))
    .value(every(&Weekday::ALL))
    .parse_next(input)
}

fn weekend(input: &mut Tokens<'_>) -> Read<DayList> {
    word(&["wochenende", "wochenenden"])
        .value(every(&[Weekday::Saturday, Weekday::Sunday]))
        .parse_next(input)
}

/// Each of these days.
fn every(days: &[Weekday]) -> DayList {
    let every = |day: &Weekday| NthWeekday {
        nth: None,
        day: *day,
    };
    DayList {
        days: days.iter().map(every).collect(),
        ..DayList::default()
    }
}

/// Days without others: "Mo–Fr außer Mi". What is left out must have been among them.
fn except(mut days: DayList, without: &DayList) -> Option<DayList> {
    let (before, left_out) = (days.days.len(), without.days.len());
    days.days.retain(|day| !without.days.contains(day));
    let plain = days.days.iter().all(|day| day.nth.is_none());
    (plain && !days.days.is_empty() && days.days.len() + left_out == before).then_some(days)
}

/// "1. und 3. Mo", "Mo–Mi, Fr und Sonntagabend", "Mo Mi Fr".
fn several(input: &mut Tokens<'_>) -> Read<DayList> {
    let mut all = item(input)?;
    loop {
        let link = (opt(link), opt(word(&["am", "jeden"])));
        let Some(next) = opt(preceded(link, item)).parse_next(input)? else {
            return Ok(all);
        };
        // Whether "1. und 3. Mo und Do" means all Thursdays or two of them, nobody knows; nor
        // what "Dienstagvormittag und Do" says of Thursday.
        let counted = |days: &DayList| days.days.iter().any(|day| day.nth.is_some());
        if counted(&all) != counted(&next) || (all.part.is_some() && all.part != next.part) {
            return Err(EmptyError);
        }
        all.loose |= next.loose;
        all.part_of_last = next.part.is_some() && all.part.is_none();
        all.part = next.part;
        all.named.extend(next.named);
        for day in next.days {
            if !all.days.contains(&day) {
                all.days.push(day);
            }
        }
    }
}

/// "Mo", "Mo–Fr", "1. und 3. Do".
fn item(input: &mut Tokens<'_>) -> Read<DayList> {
    let ordinals = opt(list(ordinal)).parse_next(input)?.unwrap_or_default();
    let (first, part) = day(input)?;
    let loose = is_between_blanks(input);
    let last = opt(preceded(to, day)).parse_next(input)?;
    if !ordinals.is_empty() {
        let valid = |nth: &i8| (-5..=5).contains(nth) && *nth != 0;
        if last.is_some() || !ordinals.iter().all(valid) {
            return Err(EmptyError);
        }
        let nth = |nth: &i8| NthWeekday {
            nth: Some(*nth),
            day: first,
        };
        return Ok(DayList {
            days: ordinals.iter().map(nth).collect(),
            named: vec![first],
            part,
            ..DayList::default()
        });
    }
    let Some((last, last_part)) = last else {
        return Ok(DayList {
            named: vec![first],
            part,
            ..every(&[first])
        });
    };
    let days: Vec<_> = Weekday::ALL
        .into_iter()
        .filter(|day| (first..=last).contains(day))
        .collect();
    // "Fr–Mo": over the end of a week, or a slip?
    if days.len() < 2 || part.is_some() {
        return Err(EmptyError);
    }
    Ok(DayList {
        part: last_part,
        part_of_last: last_part.is_some(),
        loose: loose && days.len() == 2,
        ..every(&days)
    })
}

/// Whether a dash with blanks on both sides comes next.
fn is_between_blanks(input: &Tokens<'_>) -> bool {
    let before = input.previous_tokens().next().map_or(0, |token| token.end);
    matches!(&input[..], [dash, next, ..] if dash.kind == Kind::Dash
        && dash.start > before
        && next.start > dash.end)
}

/// A day, also "Die" where more days or hours follow; and "Di-Vormittag".
fn day(input: &mut Tokens<'_>) -> Read<(Weekday, Option<PartOfDay>)> {
    let die = (
        sign(&Kind::Die),
        opt(sign(&Kind::Colon)),
        peek(follows_tuesday),
    );
    let (day, part) = alt((named, die.value((Weekday::Tuesday, None)))).parse_next(input)?;
    let part = match part {
        None => opt(preceded(sign(&Kind::Dash), word_that(PartOfDay::named))).parse_next(input)?,
        part => part,
    };
    Ok((day, part))
}

fn named(input: &mut Tokens<'_>) -> Read<(Weekday, Option<PartOfDay>)> {
    take(|kind| match kind {
        Kind::Day(day) => Some((*day, None)),
        Kind::DayPart(day, part) => Some((*day, Some(*part))),
        _ => None,
    })
    .parse_next(input)
}

/// What makes "Die" a day: more days or hours.
fn follows_tuesday(input: &mut Tokens<'_>) -> Read<()> {
    alt(((alt((link, to)), named).void(), hours::hours.void())).parse_next(input)
}

/// "1.", "ersten", "letzter".
fn ordinal(input: &mut Tokens<'_>) -> Read<i8> {
    opt(word(&["am", "den", "der"])).parse_next(input)?;
    alt((
        take(|kind| match kind {
            Kind::Ordinal(number) => Some(*number),
            _ => None,
        }),
        word_that(names::ordinal),
    ))
    .parse_next(input)
}

/// "am 1. und 15.": ordinals without a weekday behind them.
pub(super) fn month_days(input: &mut Tokens<'_>) -> Read<Vec<i8>> {
    let numbers = list(ordinal).parse_next(input)?;
    let counts_days = peek(named).parse_next(input).is_err();
    let valid = |day: &i8| (1..=31).contains(day);
    if counts_days && numbers.iter().all(valid) {
        Ok(numbers)
    } else {
        Err(EmptyError)
    }
}

/// Days that only name the dates behind them: "Sa, 16.1.2027".
pub(super) fn label(input: &mut Tokens<'_>) -> Read<Vec<Weekday>> {
    list(named.map(|(day, _)| day)).parse_next(input)
}
