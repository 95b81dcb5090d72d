//! How often: "alle 2 Wochen", "14-tägig", "jeden Monat", "im Monat", "in geraden Wochen".

use winnow::combinator::{alt, opt, preceded, repeat};
use winnow::error::EmptyError;
use winnow::prelude::*;

use super::super::names;
use super::super::tokens::Kind;
use super::{Read, Tokens, sign, take, word, word_that};

/// How often something takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sheet::when) enum Rhythm {
    /// Every so many weeks.
    Weeks(u8),
    /// Every so many months: "monatlich", "alle 2 Monate".
    Months(u8),
    /// "im Monat" behind days, which says less than "monatlich".
    InMonth,
    /// In calendar weeks whose number is even.
    EvenWeeks,
    /// In calendar weeks whose number is odd.
    OddWeeks,
}

pub(super) fn rhythm(input: &mut Tokens<'_>) -> Read<Rhythm> {
    alt((parity, every, adverb, in_month)).parse_next(input)
}

/// "jede Woche", "alle 2 Monate", "alle vierzehn Tage".
fn every(input: &mut Tokens<'_>) -> Read<Rhythm> {
    word(&["jede", "jeden", "jeder", "jedes", "alle"]).parse_next(input)?;
    let number = opt(number).parse_next(input)?.unwrap_or(1);
    let unit = word_that(|word| {
        Some(match word {
            "woche" | "wochen" => Rhythm::Weeks(number),
            "monat" | "monate" | "monats" => Rhythm::Months(number),
            "tage" => Rhythm::Weeks(weeks(number)?),
            _ => return None,
        })
    })
    .parse_next(input)?;
    // "jeden Monats"? "jede 1. Woche"? No week is the zeroth.
    match unit {
        Rhythm::Weeks(0) | Rhythm::Months(0) => Err(EmptyError),
        unit => Ok(unit),
    }
}

/// How many weeks so many days are.
fn weeks(days: u8) -> Option<u8> {
    (days >= 7 && days.is_multiple_of(7)).then_some(days / 7)
}

/// "2", "2.", "zwei", "zweiten".
fn number(input: &mut Tokens<'_>) -> Read<u8> {
    let figure = take(|kind| match kind {
        Kind::Number(number) => u8::try_from(*number).ok(),
        Kind::Ordinal(number) => u8::try_from(*number).ok(),
        _ => None,
    });
    let fortnight = word(&["vierzehn"]).value(14);
    alt((figure, fortnight, word_that(names::small_number))).parse_next(input)
}

/// "wöchentlich", "14-tägig", "2-wöchentlich", "monatlich".
fn adverb(input: &mut Tokens<'_>) -> Read<Rhythm> {
    let number =
        opt((figure, opt(sign(&Kind::Dash))).map(|(number, _)| number)).parse_next(input)?;
    word_that(|word| {
        Some(match (number, word) {
            (None, "wochentlich") => Rhythm::Weeks(1),
            (None, "vierzehntagig" | "vierzehntaglich" | "zweiwochentlich" | "zweiwochig") => {
                Rhythm::Weeks(2)
            }
            (None, "monatlich") => Rhythm::Months(1),
            (None, "zweimonatlich") => Rhythm::Months(2),
            (Some(days), "tagig" | "taglich" | "tagl") => Rhythm::Weeks(weeks(days)?),
            (Some(number @ 1..), "wochentlich" | "wochig") => Rhythm::Weeks(number),
            (Some(number @ 1..), "monatlich") => Rhythm::Months(number),
            _ => return None,
        })
    })
    .parse_next(input)
}

fn figure(input: &mut Tokens<'_>) -> Read<u8> {
    take(|kind| match kind {
        Kind::Number(number) => u8::try_from(*number).ok(),
        _ => None,
    })
    .parse_next(input)
}

/// "im Monat", "des Monats", "eines jeden Monats".
fn in_month(input: &mut Tokens<'_>) -> Read<Rhythm> {
    let before = word(&["im", "in", "des", "pro", "eines", "jeden"]);
    let _: () = repeat(1.., before).parse_next(input)?;
    word(&["monat", "monats"])
        .value(Rhythm::InMonth)
        .parse_next(input)
}

/// "in geraden Wochen", "ungerade KW", "jede gerade Kalenderwoche".
fn parity(input: &mut Tokens<'_>) -> Read<Rhythm> {
    let before = word(&["nur", "in", "den", "der", "jede", "jeder", "allen", "alle"]);
    let _: () = repeat(0.., before).parse_next(input)?;
    let parity = word_that(|word| {
        Some(match word {
            "gerade" | "geraden" | "gerader" => Rhythm::EvenWeeks,
            "ungerade" | "ungeraden" | "ungerader" => Rhythm::OddWeeks,
            _ => return None,
        })
    })
    .parse_next(input)?;
    let weeks = word(&[
        "woche",
        "wochen",
        "kalenderwoche",
        "kalenderwochen",
        "kw",
        "kws",
    ]);
    preceded(opt(sign(&Kind::Dash)), weeks).parse_next(input)?;
    Ok(parity)
}
