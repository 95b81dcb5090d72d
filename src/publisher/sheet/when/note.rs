//! What stands in brackets: a part of the rule ("ab 4.9.2026"), a remark ("Eingang am Hof"), or
//! something that could take dates away ("gerade Monate"), beside which a rule is not believed.
//!
//! Brackets are the clerk's way to add a remark, so that not every word has to be known here. The
//! words that restrict are looked for all the same: better one rule too many that is shown in
//! words than dates on which nobody is there.

use raupe_core::offer::Weekday;

use super::appointment::{self, is_word_at, word_at};
use super::grammar::{self, DayList, Limit, Means, Rhythm};
use super::names;
use super::tokens::{Kind, Token, tokens};
use super::vocabulary::{Restriction, restriction};

/// What is said about a rule: its limits and its rhythm.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Addition {
    pub(super) limit: Limit,
    pub(super) rhythms: Vec<Rhythm>,
}

/// What a note in brackets is for the rule that it belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Note {
    /// A part of it.
    Addition(Addition),
    /// Nothing but a remark.
    Remark,
    /// One comes by appointment, at these hours or at others.
    ByAppointment,
    /// It could change the dates, and how is not understood.
    Restricts,
}

/// What a note is for a rule on these days.
pub(super) fn read(note: &str, days: &[Weekday]) -> Note {
    let tokens = tokens(note);
    if let Some(addition) = addition(&tokens) {
        return addition.map_or(Note::Restricts, Note::Addition);
    }
    if appointment::is_the_only_way(&tokens) {
        Note::ByAppointment
    } else if restricts(&tokens, Some(days)) {
        Note::Restricts
    } else {
        Note::Remark
    }
}

/// Words about a rule that cannot all be true.
struct Contradiction;

/// What words add to a rule, if they do nothing else.
fn addition(tokens: &[Token]) -> Option<Result<Addition, Contradiction>> {
    let mut addition = Addition::default();
    let mut agrees = true;
    for phrase in grammar::phrases(tokens).ok()? {
        match phrase.means {
            Means::Limit(limit) | Means::Off(limit) => agrees &= addition.limit.add(&limit),
            // "im Monat" is said of certain days.
            Means::Rhythm(Rhythm::InMonth) => return Some(Err(Contradiction)),
            Means::Rhythm(rhythm) => addition.rhythms.push(rhythm),
            Means::Separator { .. } | Means::Filler => {}
            _ => return None,
        }
    }
    (addition != Addition::default()).then(|| agrees.then_some(addition).ok_or(Contradiction))
}

/// Whether words could change the dates of a rule, on these days if it has any: "gerade Wochen",
/// but not "Raum 3" or "nur mit Anmeldung".
pub(super) fn restricts(tokens: &[Token], days: Option<&[Weekday]>) -> bool {
    let days_of_rule = days.unwrap_or_default();
    // "Mo–Fr 8–12 Uhr (werktags)".
    let on_workdays = !days_of_rule.is_empty() && !days_of_rule.contains(&Weekday::Sunday);
    let restricts_at = |at| {
        let repeats = on_workdays && is_word_at(tokens, at, &["werktags"]);
        !repeats && restriction_at(tokens, at).is_some()
    };
    let within = tokens.iter().any(|token| match &token.kind {
        Kind::Bracket(inner) => restricts(&super::tokens::tokens(inner), days),
        _ => false,
    });
    let own = about_the_offer(tokens);
    if within || (0..tokens.len()).any(restricts_at) || grammar::tells_a_rhythm(&own) {
        return true;
    }
    let named = grammar::all_days(&own);
    let repeats = days.is_some() && days_of_rule == weekdays(&own);
    // "rund um die Uhr" stands for all days only where no others are named.
    (!named.is_empty() && !repeats)
        || named
            .iter()
            .flat_map(|days: &DayList| &days.days)
            .any(|day| day.nth.is_some())
        || (0..own.len()).any(|at| is_day_at(&own, at))
}

/// Whether words beside rules could change them: those of a part of a cell that is no rule.
pub(super) fn unsettles(tokens: &[Token]) -> bool {
    let has_days = !grammar::all_days(tokens).is_empty();
    if !has_days && appointment::position(tokens).is_none() {
        return restricts(tokens, None);
    }
    // Its rhythm is its own.
    (0..tokens.len()).any(|at| match restriction_at(tokens, at) {
        None | Some(Restriction::Rhythm) => false,
        Some(Restriction::Limit) => !(has_days && is_word_at(tokens, at, &["nur"])),
        Some(Restriction::Season | Restriction::Cancelled) => true,
    })
}

/// The days of the week that words name, also by a date, in order and each once.
pub(super) fn weekdays(tokens: &[Token]) -> Vec<Weekday> {
    let named = grammar::all_days(tokens);
    let named = named
        .iter()
        .flat_map(|days| days.days.iter().map(|day| day.day));
    let dates = tokens.iter().filter_map(|token| match token.kind {
        Kind::Date(date) => Some(grammar::weekday(date)),
        _ => None,
    });
    let mut days: Vec<_> = named.chain(dates).collect();
    days.sort_unstable();
    days.dedup();
    days
}

/// The clauses whose days are those of the offer: not "Anmeldung bis Freitag".
fn about_the_offer(tokens: &[Token]) -> Vec<Token> {
    const OTHERS: &[&str] = &["anmeld", "abmeld", "telefon", "anruf", "einlass"];
    let is_other = |token: &Token| {
        let Kind::Word(word) = &token.kind else {
            return false;
        };
        OTHERS.iter().any(|stem| word.contains(stem)) || matches!(&**word, "tel" | "stand")
    };
    let (mut own, mut clause) = (Vec::new(), Vec::new());
    for (at, token) in tokens.iter().enumerate() {
        clause.push(token.clone());
        let last = at + 1 == tokens.len();
        if last || (token.kind == Kind::Comma && !is_within_days(tokens, at)) {
            if !clause.iter().any(is_other) {
                own.append(&mut clause);
            }
            clause.clear();
        }
    }
    own
}

/// Whether a comma stands within "Freitag, 8.1.2027" or "Mo, Mi und Fr" or "Tel. 123, Mo–Fr".
fn is_within_days(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).map(|at| &tokens[at].kind);
    match tokens.get(at + 1).map(|token| &token.kind) {
        Some(Kind::Day(_)) => {
            matches!(before, Some(Kind::Day(_) | Kind::Number(_) | Kind::Other))
        }
        Some(Kind::Date(_) | Kind::DayMonth(..) | Kind::Ordinal(_)) => {
            matches!(before, Some(Kind::Day(_)))
        }
        _ => false,
    }
}

/// Whether a date stands there, or a number that could be a day: "24.12.", not "1. Stock".
fn is_day_at(tokens: &[Token], at: usize) -> bool {
    match tokens[at].kind {
        Kind::Date(_) | Kind::DayMonth(..) => true,
        Kind::Ordinal(_) | Kind::Word(_) => is_ordinal(tokens, at) && !counts_something(tokens, at),
        // A year.
        Kind::Number(2000..=2099) => {
            let month = at.checked_sub(2).map(|at| &tokens[at].kind);
            (at > 0 && is_word_at(tokens, at - 1, &["ab", "bis", "in", "von"]))
                || (matches!(month, Some(Kind::Number(1..=12)))
                    && tokens[at - 1].kind == Kind::Plus)
        }
        _ => false,
    }
}

/// "1.", "ersten", but not "erst".
fn is_ordinal(tokens: &[Token], at: usize) -> bool {
    match tokens.get(at).map(|token| &token.kind) {
        Some(Kind::Ordinal(_)) => true,
        Some(Kind::Word(word)) => names::ordinal(word).is_some(),
        _ => false,
    }
}

/// Whether an ordinal is followed by what it counts: "1. Stock", "1. und 2. Klasse".
fn counts_something(tokens: &[Token], at: usize) -> bool {
    const LINKS: &[&str] = &["im", "am", "in", "an", "jeden", "des"];
    match tokens.get(at + 1).map(|token| &token.kind) {
        Some(Kind::Comma | Kind::Plus | Kind::Dash) => {
            is_ordinal(tokens, at + 2) && counts_something(tokens, at + 2)
        }
        Some(Kind::Word(word)) => match word.as_str() {
            "und" | "oder" | "u" | "bis" => {
                is_ordinal(tokens, at + 2) && counts_something(tokens, at + 2)
            }
            word => !LINKS.contains(&word),
        },
        _ => false,
    }
}

/// How the word at a position restricts, if it is not harmless where it stands.
fn restriction_at(tokens: &[Token], at: usize) -> Option<Restriction> {
    let word = word_at(tokens, at)?;
    let restriction = restriction(word).or_else(|| {
        let after = is_word_at(tokens, at.checked_sub(1)?, &["nach"]);
        (after && word == "bedarf").then_some(Restriction::Rhythm)
    })?;
    let harmless = match restriction {
        Restriction::Season => is_included(tokens, at),
        Restriction::Limit => limits_something_else(tokens, at),
        Restriction::Rhythm => {
            is_age(tokens, at) || is_whole_year(tokens, at) || is_after_price(tokens, at)
        }
        Restriction::Cancelled => false,
    };
    (!harmless).then_some(restriction)
}

/// "auch in den Ferien".
fn is_included(tokens: &[Token], at: usize) -> bool {
    const LINKS: &[&str] = &[
        "in",
        "an",
        "im",
        "am",
        "den",
        "der",
        "wahrend",
        "gesetzlichen",
    ];
    let before = (0..at).rev().find(|at| !is_word_at(tokens, *at, LINKS));
    before.is_some_and(|before| is_word_at(tokens, before, &["auch"]))
}

/// "nur mit Anmeldung", "nicht barrierefrei", "keine Vorkenntnisse": about people and rooms.
fn limits_something_else(tokens: &[Token], at: usize) -> bool {
    const STEMS: &[&str] = &[
        "anmeld",
        "voranmeld",
        "barriere",
        "barzahl",
        "bargeld",
        "rollstuhl",
        "stufen",
        "offentlich",
        "notig",
        "notwendig",
        "erforderlich",
        "geeignet",
        "kosten",
        "eintritt",
        "gebuhr",
        "vorkenntnis",
        "aufzug",
        "parkpl",
        "telefon",
        "online",
        "eltern",
        "mutter",
        "vater",
        "frauen",
        "manner",
        "alleinerzieh",
        "baby",
        "kinder",
        "madchen",
        "schwanger",
        "famili",
        "vorhanden",
    ];
    // "nicht nur für Mütter".
    if is_word_at(tokens, at, &["nicht"]) && is_word_at(tokens, at + 1, &["nur"]) {
        return limits_something_else(tokens, at + 1);
    }
    let how = is_word_at(
        tokens,
        at + 2,
        &["vorheriger", "telefonischer", "schriftlicher"],
    );
    word_at(tokens, at + 1).is_some_and(|next| {
        matches!(next, "fur" | "mit" | "ohne" | "per")
            || STEMS.iter().any(|stem| next.starts_with(stem))
    }) || (is_word_at(tokens, at, &["nur"])
        && is_word_at(tokens, at + 1, &["nach"])
        && is_word_at(
            tokens,
            at + 2 + usize::from(how),
            &["anmeldung", "voranmeldung"],
        ))
        || (is_word_at(tokens, at, &["ausserhalb"]) && is_word_at(tokens, at + 1, &["dieser"]))
}

/// "ganzes Jahr", "das ganze Jahr".
fn is_whole_year(tokens: &[Token], at: usize) -> bool {
    const WHOLE: &[&str] = &["ganze", "ganzen", "ganzes"];
    is_word_at(tokens, at, &["jahr"]) && at > 0 && is_word_at(tokens, at - 1, WHOLE)
}

/// "10 € im Monat", "5 Euro pro Woche".
fn is_after_price(tokens: &[Token], at: usize) -> bool {
    const LINKS: &[&str] = &["im", "in", "pro", "je", "der", "die", "den"];
    let price = (0..at).rev().find(|at| !is_word_at(tokens, *at, LINKS));
    price.is_some_and(|price| is_word_at(tokens, price, &["euro", "eur"]))
}

/// "ab 6 Monaten", "1–3 Jahre", "für Babys bis zwölf Wochen".
fn is_age(tokens: &[Token], at: usize) -> bool {
    const AGES: &[&str] = &["ab", "bis", "fur", "alt", "alte", "alter"];
    const NUMBERS: &[&str] = &[
        "ein", "eine", "einem", "einen", "einer", "zwei", "drei", "vier", "funf", "sechs",
        "sieben", "acht", "neun", "zehn", "elf", "zwolf",
    ];
    let number = |at: Option<usize>| {
        let kind = at.and_then(|at| tokens.get(at)).map(|it| &it.kind);
        matches!(kind, Some(Kind::Number(_) | Kind::Ordinal(_)))
    };
    let before = at.checked_sub(1);
    let in_words = before.is_some_and(|at| is_word_at(tokens, at, NUMBERS));
    // "für 8 Wochen" is how long.
    let duration = at.checked_sub(2);
    let duration = duration.is_some_and(|at| is_word_at(tokens, at, &["fur"]));
    let range = matches!(
        at.checked_sub(2).map(|at| &tokens[at].kind),
        Some(Kind::Dash)
    );
    let about_age = (0..tokens.len()).any(|at| is_word_at(tokens, at, AGES));
    (number(before) || (in_words && about_age))
        && !duration
        && (is_word_at(tokens, at, &["jahr", "jahre", "jahren"])
            || (is_word_at(tokens, at, &["monat", "monate", "monaten"]) && (range || about_age))
            || (is_word_at(tokens, at, &["woche", "wochen"]) && about_age))
}
