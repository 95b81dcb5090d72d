//! What says that nothing is on: "Mi geschlossen", "Di frei", "Mi: –", "kein Treffen".

use winnow::combinator::{alt, opt, peek, repeat};
use winnow::error::EmptyError;
use winnow::prelude::*;

use super::super::tokens::Kind;
use super::{Means, Read, Tokens, sign, take, word, word_that};

/// Behind days.
pub(super) fn closed(input: &mut Tokens<'_>) -> Read<Means> {
    alt((is_closed, nothing, dash))
        .value(Means::Closed)
        .parse_next(input)
}

/// "geschlossen", "frei", "bleibt zu", "fällt aus".
pub(super) fn is_closed(input: &mut Tokens<'_>) -> Read<()> {
    const BEFORE: &[&str] = &[
        "ist",
        "sind",
        "bleibt",
        "bleiben",
        "ganztagig",
        "haben",
        "hat",
        "immer",
        "jeweils",
    ];
    let _: () = repeat(0.., word(BEFORE)).parse_next(input)?;
    let whole = word(&[
        "geschlossen",
        "frei",
        "zu",
        "ruhetag",
        "ruhetage",
        "entfallt",
        "entfallen",
        "abgesagt",
        "schliesstag",
        "pause",
    ]);
    let fails = (word(&["fallt", "fallen"]), opt(word(NOUNS)), word(&["aus"])).void();
    alt((fails, whole)).parse_next(input)?;
    opt(word(NOUNS)).parse_next(input)?;
    Ok(())
}

/// What takes place.
const NOUNS: &[&str] = &[
    "termin",
    "termine",
    "treffen",
    "kurs",
    "kurse",
    "gruppe",
    "angebot",
    "angebote",
    "sprechstunde",
    "sprechzeit",
    "sprechzeiten",
    "offnungszeiten",
    "betrieb",
    "beratung",
    "unterricht",
    "training",
    "probe",
    "der",
    "die",
    "das",
];

/// "kein Treffen", "keine Sprechstunde", "findet nicht statt".
pub(super) fn nothing(input: &mut Tokens<'_>) -> Read<()> {
    let none = (
        opt(word(&["ist", "findet", "gibt", "es"])),
        word(&["kein", "keine", "keinen"]),
        word(NOUNS),
        opt(word(&["statt"])),
    );
    let not = (
        word(&["findet", "finden"]),
        opt(word_that(|word| NOUNS.contains(&word).then_some(()))),
        word(&["nicht"]),
        word(&["statt"]),
    );
    alt((none.void(), not.void())).parse_next(input)
}

/// A dash where hours would stand: "Mi: –", "Mi –, Do 9 Uhr".
fn dash(input: &mut Tokens<'_>) -> Read<()> {
    let before = input.previous_tokens().next().map(|token| &token.kind);
    let is_behind_day = matches!(before, Some(Kind::Colon | Kind::Day(_)));
    let is_behind_colon = before == Some(&Kind::Colon);
    sign(&Kind::Dash).parse_next(input)?;
    let next = opt(peek(take(|kind| Some(kind.clone())))).parse_next(input)?;
    let ends = match next {
        None | Some(Kind::Comma | Kind::Plus | Kind::Bracket(_)) => true,
        Some(Kind::Day(_) | Kind::Die) => is_behind_colon,
        _ => false,
    };
    (is_behind_day && ends).then_some(()).ok_or(EmptyError)
}

/// "nach Vereinbarung", "nur mit vorheriger Terminvergabe", "auf Anfrage".
pub(super) fn by_appointment(input: &mut Tokens<'_>) -> Read<()> {
    const HOW: &[&str] = &[
        "telefonischer",
        "vorheriger",
        "personlicher",
        "individueller",
    ];
    opt(word(&["nur", "ausschliesslich", "lediglich"])).parse_next(input)?;
    word(&["nach", "auf", "mit"]).parse_next(input)?;
    opt(word(HOW)).parse_next(input)?;
    word_that(|word| {
        let is_appointment = ["vereinbarung", "absprache", "terminvergabe"]
            .iter()
            .any(|end| word.ends_with(end));
        (is_appointment || matches!(word, "anfrage" | "termin")).then_some(())
    })
    .parse_next(input)
}
