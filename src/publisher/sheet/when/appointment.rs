//! Hours beside "nach Vereinbarung": "Mo–Fr 8–12 Uhr und nach Vereinbarung".

use super::tokens::{Kind, Token};

/// What says that one comes by appointment.
const APPOINTMENT: &[&str] = &["vereinbarung", "absprache", "anfrage"];
/// What joins it to the hours at which one can simply come.
const LINKS: &[&str] = &[
    "und",
    "u",
    "oder",
    "sowie",
    "sonst",
    "ansonsten",
    "auch",
    "zusatzlich",
    "weitere",
    "ausserhalb",
];
/// What stands before it and says how.
const HOW: &[&str] = &[
    "telefonischer",
    "vorheriger",
    "personlicher",
    "individueller",
];

/// What stands between them.
const BETWEEN: &[&str] = &[
    "nach",
    "auf",
    "gern",
    "gerne",
    "jederzeit",
    "termin",
    "termine",
    "dieser",
    "zeiten",
];
/// What else may stand in a line that only says how one makes an appointment.
const AROUND: &[&str] = &[
    "nur",
    "ausschliesslich",
    "lediglich",
    "mit",
    "moglich",
    "der",
    "den",
    "offnungszeiten",
    "sprechzeiten",
    "ist",
    "sind",
];

/// Whether nothing but days and how one makes an appointment is told.
pub(super) fn is_all(tokens: &[Token]) -> bool {
    (0..tokens.len()).all(|at| match &tokens[at].kind {
        Kind::Word(word) => {
            let word = word.as_str();
            [LINKS, HOW, BETWEEN, AROUND]
                .iter()
                .any(|words| words.contains(&word))
                || APPOINTMENT.iter().any(|end| word.ends_with(end))
        }
        Kind::Number(_) | Kind::Time { .. } | Kind::Other => false,
        _ => true,
    })
}

/// Whether one of these words stands at a position.
pub(super) fn is_word_at(tokens: &[Token], at: usize, words: &[&str]) -> bool {
    word_at(tokens, at).is_some_and(|word| words.contains(&word))
}

/// The word at a position.
pub(super) fn word_at(tokens: &[Token], at: usize) -> Option<&str> {
    match &tokens.get(at)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

/// Where it is said that one comes by appointment.
pub(super) fn position(tokens: &[Token]) -> Option<usize> {
    const BEFORE: &[&str] = &["nach", "auf", "mit", "per", "zur"];
    (0..tokens.len()).find(|at| {
        let Some(word) = word_at(tokens, *at) else {
            return false;
        };
        // "Terminvereinbarung" alone is what the hours are for.
        let after = |words| {
            at.checked_sub(1)
                .is_some_and(|at| is_word_at(tokens, at, words))
        };
        let is_appointment = APPOINTMENT.iter().any(|end| word.ends_with(end));
        APPOINTMENT.contains(&word) || (is_appointment && (after(BEFORE) || after(HOW)))
    })
}

/// At which token "und nach Vereinbarung" or "+ nach Vereinbarung" begins, if hours stand before
/// it and nothing but brackets behind it.
pub(super) fn besides(tokens: &[Token]) -> Option<usize> {
    let appointment = position(tokens)?;
    let is_last = |token: &Token| matches!(token.kind, Kind::Bracket(_));
    if !tokens[appointment + 1..].iter().all(is_last) {
        return None;
    }
    let mut begins = None;
    for at in (0..appointment).rev() {
        if is_word_at(tokens, at, LINKS) || tokens[at].kind == Kind::Plus {
            begins = Some(at);
        } else if !(is_word_at(tokens, at, BETWEEN) || is_word_at(tokens, at, HOW)) {
            // ", nach telefonischer Vereinbarung" could be how one comes at these hours.
            let comma = tokens[at].kind == Kind::Comma && at + 2 == appointment;
            begins = begins.or_else(|| comma.then_some(at));
            break;
        }
    }
    let begins = begins.filter(|at| *at > 0)?;
    // "nach Anmeldung und Absprache" is one thing.
    let is_own = (begins..appointment).any(|at| is_word_at(tokens, at, &["nach", "auf"]));
    is_own.then_some(begins)
}

/// Whether hours stand there that could be meant without it: "Mo 8–12 Uhr und Sa nach
/// Vereinbarung".
pub(super) fn has_hours_besides(tokens: &[Token]) -> bool {
    let Some(appointment) = position(tokens) else {
        return false;
    };
    let is_hour = |at: &usize| {
        matches!(tokens[*at].kind, Kind::Time { .. }) || is_word_at(tokens, *at, &["uhr", "h"])
    };
    if (appointment..tokens.len()).any(|at| is_hour(&at)) {
        return true;
    }
    let hour = (0..appointment).rev().find(is_hour);
    hour.is_some_and(|hour| (hour + 1..appointment).any(|at| !is_how_one_comes(tokens, at)))
}

/// Whether a note says that one only comes by appointment: "nur nach Vereinbarung", but not
/// "sonst nach Vereinbarung" or "Hausbesuche nach Vereinbarung".
pub(super) fn is_the_only_way(tokens: &[Token]) -> bool {
    let Some(appointment) = position(tokens) else {
        return false;
    };
    let clause = (0..appointment)
        .rev()
        .take_while(|at| tokens[*at].kind != Kind::Comma);
    let mut before = clause.peekable();
    before.peek().is_some() && before.all(|at| is_how_one_comes(tokens, at))
}

/// "nur", "nach", "auf", "vorheriger": what belongs to "Vereinbarung".
fn is_how_one_comes(tokens: &[Token], at: usize) -> bool {
    const WORDS: &[&str] = &[
        "nur",
        "ausschliesslich",
        "lediglich",
        "nach",
        "auf",
        "mit",
        "termin",
        "termine",
    ];
    is_word_at(tokens, at, WORDS) || is_word_at(tokens, at, HOW)
}
