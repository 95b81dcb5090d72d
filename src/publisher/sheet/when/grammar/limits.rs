//! What limits dates: from when, until when, how many in all, and when not.

use jiff::civil::Date;
use winnow::combinator::{alt, opt, peek, preceded, repeat};
use winnow::error::EmptyError;
use winnow::prelude::*;

use super::super::tokens::Kind;
use super::{
    DayList, Read, Tokens, closed, dates, days, link, list, sign, take, to, word, word_that,
};

/// What limits the dates of a rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sheet::when) struct Limit {
    pub(in crate::sheet::when) start: Option<Date>,
    pub(in crate::sheet::when) until: Option<Date>,
    pub(in crate::sheet::when) valid_from: Option<Date>,
    pub(in crate::sheet::when) count: Option<u16>,
    pub(in crate::sheet::when) no_school_holidays: bool,
    pub(in crate::sheet::when) no_public_holidays: bool,
    pub(in crate::sheet::when) except: Vec<Date>,
}

impl Limit {
    /// Whether it only says when not.
    pub(in crate::sheet::when) const fn only_excepts(&self) -> bool {
        self.start.is_none()
            && self.until.is_none()
            && self.valid_from.is_none()
            && self.count.is_none()
    }

    /// Takes over what another limit says. `false` if they contradict each other.
    pub(in crate::sheet::when) fn add(&mut self, other: &Self) -> bool {
        fn add<T: Copy + PartialEq>(mine: &mut Option<T>, other: Option<T>) -> bool {
            let agrees = !matches!((*mine, other), (Some(mine), Some(other)) if mine != other);
            *mine = mine.or(other);
            agrees
        }
        self.no_school_holidays |= other.no_school_holidays;
        self.no_public_holidays |= other.no_public_holidays;
        for date in &other.except {
            if !self.except.contains(date) {
                self.except.push(*date);
            }
        }
        [
            add(&mut self.start, other.start),
            add(&mut self.until, other.until),
            add(&mut self.valid_from, other.valid_from),
            add(&mut self.count, other.count),
        ]
        .iter()
        .all(|agrees| *agrees)
    }
}

/// The times of the year in which nothing takes place.
#[derive(Clone)]
enum Off {
    School,
    Public,
    Date(Date),
}

pub(super) fn limit(input: &mut Tokens<'_>) -> Read<Limit> {
    alt((span, valid, until, start, counted, term_time, except_first)).parse_next(input)
}

/// "vom 7.1.2027 bis zum 4.3.2027", "7.1.2027 – 4.3.2027".
fn span(input: &mut Tokens<'_>) -> Read<Limit> {
    opt(alt((word(BEGINS), word(&["in", "zeitraum"])))).parse_next(input)?;
    opt(word(&["am", "dem"])).parse_next(input)?;
    let (from, until) = (
        dates::date,
        preceded((to, opt(word(&["zum"]))), dates::date),
    )
        .parse_next(input)?;
    Ok(Limit {
        start: Some(from),
        until: Some(until),
        ..Limit::default()
    })
}

/// "gültig ab 7.1.2027".
fn valid(input: &mut Tokens<'_>) -> Read<Limit> {
    let from = preceded(
        (word(&["gultig"]), word(&["ab", "von", "vom", "seit"])),
        dates::date,
    );
    let to = preceded(word(&["gultig"]), until);
    alt((
        from.map(|from| Limit {
            valid_from: Some(from),
            ..Limit::default()
        }),
        to,
    ))
    .parse_next(input)
}

fn until(input: &mut Tokens<'_>) -> Read<Limit> {
    let date = preceded(
        (word(&["bis"]), opt(word(&["zum", "einschliesslich"]))),
        dates::date,
    );
    date.map(|until| Limit {
        until: Some(until),
        ..Limit::default()
    })
    .parse_next(input)
}

const BEGINS: &[&str] = &[
    "ab",
    "seit",
    "von",
    "vom",
    "beginn",
    "start",
    "beginnend",
    "erstmals",
    "startet",
    "beginnt",
];

/// "ab 4.9.2026", "Beginn: Fr, 4.9.2026".
fn start(input: &mut Tokens<'_>) -> Read<Limit> {
    word(BEGINS).parse_next(input)?;
    opt(sign(&Kind::Colon)).parse_next(input)?;
    opt(word(&["am", "ab"])).parse_next(input)?;
    opt(word(&["dem"])).parse_next(input)?;
    let start = dates::date(input)?;
    opt(word(&["an"])).parse_next(input)?;
    Ok(Limit {
        start: Some(start),
        ..Limit::default()
    })
}

fn counted(input: &mut Tokens<'_>) -> Read<Limit> {
    count
        .map(|count| Limit {
            count: Some(count),
            ..Limit::default()
        })
        .parse_next(input)
}

/// "10 Termine", "10-mal", "10x"; but not "2x im Monat", which is how often.
pub(super) fn count(input: &mut Tokens<'_>) -> Read<u16> {
    const UNITS: &[&str] = &[
        "termine",
        "treffen",
        "mal",
        "x",
        "abende",
        "vormittage",
        "nachmittage",
        "einheiten",
        "kurstage",
        "kurstermine",
    ];
    const EACH: &[&str] = &[
        "im",
        "in",
        "pro",
        "je",
        "die",
        "wochentlich",
        "monatlich",
        "jahrlich",
    ];
    opt(word(&["insgesamt"])).parse_next(input)?;
    let count = take(|kind| match kind {
        Kind::Number(count) if *count > 0 => Some(*count),
        _ => None,
    })
    .parse_next(input)?;
    (opt(sign(&Kind::Dash)), word(UNITS)).parse_next(input)?;
    if word(EACH).parse_next(&mut input.clone()).is_ok() {
        return Err(EmptyError);
    }
    opt(word(&["insgesamt"])).parse_next(input)?;
    Ok(count)
}

/// "nur in der Schulzeit".
fn term_time(input: &mut Tokens<'_>) -> Read<Limit> {
    let before = word(&["nur", "wahrend", "in", "der"]);
    let _: () = repeat(0.., before).parse_next(input)?;
    word(&["schulzeit"])
        .value(Limit {
            no_school_holidays: true,
            ..Limit::default()
        })
        .parse_next(input)
}

/// "nicht in den Ferien und an Feiertagen", "außer 26.12.2026", "ohne Ferien".
fn except_first(input: &mut Tokens<'_>) -> Read<Limit> {
    alt((
        word(&[
            "nicht",
            "ausser",
            "ausserhalb",
            "ausgenommen",
            "ohne",
            "keine",
            "entfallt",
        ]),
        closed::nothing,
    ))
    .parse_next(input)?;
    let off = offs.parse_next(input)?;
    // "außer 24.12.2026 bis 6.1.2027" is more than two days.
    if (to, dates::date).parse_next(&mut input.clone()).is_ok()
        || (to, word(&["zum"])).parse_next(&mut input.clone()).is_ok()
    {
        return Err(EmptyError);
    }
    Ok(limit_of(&off))
}

/// "in den Ferien geschlossen", "23.12.2026 fällt aus", "an Feiertagen nicht".
pub(super) fn off_limits(input: &mut Tokens<'_>) -> Read<Limit> {
    let off = offs.parse_next(input)?;
    is_off(input)?;
    Ok(limit_of(&off))
}

fn is_off(input: &mut Tokens<'_>) -> Read<()> {
    let not = word(&["nicht", "ausgenommen"]);
    preceded(
        opt(sign(&Kind::Colon)),
        alt((closed::nothing, closed::is_closed, not)),
    )
    .parse_next(input)
}

/// "Sa, So und an Feiertagen geschlossen": days on which nothing is on, and a limit.
pub(super) fn closed_on(input: &mut Tokens<'_>) -> Read<(DayList, Limit)> {
    let closed = days::days.parse_next(input)?;
    let comma = matches!(input.first().map(|token| &token.kind), Some(Kind::Comma));
    link.parse_next(input)?;
    let listed = peek(opt(word(BEFORE))).parse_next(input)?.is_none();
    let off = offs.parse_next(input)?;
    // "Sa, 24.12.2026 geschlossen" may be one day with a slip, and "Sa, in den Ferien geschlossen"
    // one that is open else.
    if comma && (!listed || matches!(off.first(), Some(Off::Date(_)))) {
        return Err(EmptyError);
    }
    is_off(input)?;
    let plain = closed.days.iter().all(|day| day.nth.is_none()) && closed.part.is_none();
    plain.then(|| (closed, limit_of(&off))).ok_or(EmptyError)
}

/// "in den Ferien und an Feiertagen", "Feiertage oder Ferien".
fn offs(input: &mut Tokens<'_>) -> Read<Vec<Off>> {
    let mut all = list(off).parse_next(input)?;
    while let Some(more) = opt(preceded(word(&["oder", "bzw"]), off)).parse_next(input)? {
        all.push(more);
    }
    Ok(all)
}

/// What stands before the times at which nothing is on.
const BEFORE: &[&str] = &["in", "an", "am", "den", "der", "wahrend", "gesetzlichen"];

fn off(input: &mut Tokens<'_>) -> Read<Off> {
    let before = repeat::<_, _, (), _, _>(0.., word(BEFORE));
    let holidays = word_that(|word| match word {
        "ferien" | "schulferien" | "ferienzeit" | "ferienzeiten" => Some(Off::School),
        "feiertag" | "feiertage" | "feiertagen" | "feiertags" => Some(Off::Public),
        _ => None,
    });
    let date = preceded(opt(word(&["am", "an"])), dates::date).map(Off::Date);
    alt((preceded(before, holidays), date)).parse_next(input)
}

fn limit_of(off: &[Off]) -> Limit {
    let mut limit = Limit::default();
    for off in off {
        match off {
            Off::School => limit.no_school_holidays = true,
            Off::Public => limit.no_public_holidays = true,
            Off::Date(date) => limit.except.push(*date),
        }
    }
    limit
}
