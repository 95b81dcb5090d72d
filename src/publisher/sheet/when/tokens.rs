//! A sentence about times into words, days, hours and signs.

use jiff::civil::{Date, Time};
use raupe_core::offer::Weekday;
use raupe_core::text;

use super::names::{self, PartOfDay};

/// A part of a sentence, and where it stands in it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Folded: no capitals, no umlauts. `€` is "euro".
    Word(String),
    Day(Weekday),
    /// `Dienstagvormittag`.
    DayPart(Weekday, PartOfDay),
    /// `Die`, with a capital: Tuesday among days and hours, else an article.
    Die,
    Date(Date),
    /// `24.12.`: day and month.
    DayMonth(i8, i8),
    /// With minutes. `10.12` could be a date as well: it is an hour only where others say so.
    Time {
        time: Time,
        sure: bool,
    },
    /// `1.`
    Ordinal(i8),
    Number(u16),
    Dash,
    /// `,` `;`
    Comma,
    /// `/` `&` `+`
    Plus,
    Colon,
    /// What stands in brackets.
    Bracket(String),
    Other,
}

/// The parts of a sentence. Dots after words are left out.
pub(super) fn tokens(sentence: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let closes = sentence.matches('(').count() == sentence.matches(')').count();
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        let rest = &sentence[at..];
        let (kind, len) = match c {
            c if c.is_whitespace() || matches!(c, '.' | '!') => (None, c.len_utf8()),
            '0'..='9' => {
                let (kind, len) = number(rest);
                (Some(kind), len)
            }
            '(' if closes => {
                let (inner, len) = bracket(rest);
                let kind = (!inner.is_empty()).then(|| Kind::Bracket(inner.to_owned()));
                (kind, len)
            }
            '-' | '–' | '—' | '‐' | '‑' | '−' => (Some(Kind::Dash), c.len_utf8()),
            ',' | ';' | '·' | '•' => (Some(Kind::Comma), c.len_utf8()),
            '/' | '&' | '+' | '|' => (Some(Kind::Plus), 1),
            ':' => (Some(Kind::Colon), 1),
            '€' => (Some(Kind::Word("euro".into())), c.len_utf8()),
            c if c.is_alphabetic() => {
                let len = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
                (Some(word(&rest[..len])), len)
            }
            c => (Some(Kind::Other), c.len_utf8()),
        };
        if let Some(kind) = kind {
            tokens.push(Token {
                kind,
                start: at,
                end: at + len,
            });
        }
        at += len;
    }
    spell_out(&mut tokens);
    tokens
}

/// Also the dots of an umlaut that is written as two characters, as some systems do.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || ('\u{300}'..='\u{36F}').contains(&c)
}

/// `n. V.` is "nach Vereinbarung".
fn spell_out(tokens: &mut [Token]) {
    let is = |token: &Token, short: &str| matches!(&token.kind, Kind::Word(word) if word == short);
    for at in 1..tokens.len() {
        if is(&tokens[at - 1], "n") && (is(&tokens[at], "v") || is(&tokens[at], "vereinb")) {
            tokens[at - 1].kind = Kind::Word("nach".into());
            tokens[at].kind = Kind::Word("vereinbarung".into());
        }
    }
}

/// What stands in the brackets that a text begins with, and the length with both of them.
fn bracket(text: &str) -> (&str, usize) {
    let mut depth = 0_usize;
    let end = text.char_indices().find(|(_, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    let end = end.map_or(text.len(), |(at, _)| at);
    (text[1..end].trim(), (end + 1).min(text.len()))
}

fn word(word: &str) -> Kind {
    let folded = folded(word);
    // No day is written with an umlaut: "Doe" is none, though "oe" is ö elsewhere.
    match names::day(&word.to_lowercase()) {
        // "so" with a small letter is a word like any other.
        Some(_) if word == "so" => Kind::Word(folded),
        Some((day, None)) => Kind::Day(day),
        Some((day, Some(part))) => Kind::DayPart(day, part),
        None if matches!(word, "Die" | "DIE") => Kind::Die,
        None => Kind::Word(folded),
    }
}

/// A word without capitals and umlauts. In short ones, "ue" is rather two letters than an umlaut.
fn folded(word: &str) -> String {
    const SHORT: usize = 4;
    match word.chars().count() {
        ..=SHORT => word
            .chars()
            .map(|c| text::fold(c.encode_utf8(&mut [0; 4])))
            .collect(),
        _ => text::fold(word),
    }
}

/// What begins with a digit: the longest that makes sense, and its length.
fn number(text: &str) -> (Kind, usize) {
    if let Some((date, len)) = date(text) {
        return (Kind::Date(date), len);
    }
    let (number, len) = digits(text);
    let rest = &text[len..];
    let minutes = rest.strip_prefix([':', '.', 'h']);
    if let Some(minutes) = minutes
        && let (minute, 2) = digits(minutes)
        && let Some(time) = clock(number, minute)
        && !minutes[2..].starts_with('.')
    {
        // No month has more than twelve, and none has the number 0.
        let sure = !rest.starts_with('.') || minute == 0 || minute > 12;
        return (Kind::Time { time, sure }, len + 3);
    }
    if let Some((day, month, len)) = day_month(text) {
        return (Kind::DayMonth(day, month), len);
    }
    match u16::try_from(number) {
        Ok(number) if rest.starts_with('.') && number <= 31 => {
            (Kind::Ordinal(i8::try_from(number).unwrap_or(0)), len + 1)
        }
        Ok(number) => (Kind::Number(number), len),
        Err(_) => (Kind::Other, len),
    }
}

/// A time of day; 24:00 is midnight.
pub(super) fn clock(hour: u32, minute: u32) -> Option<Time> {
    match (hour, minute) {
        (24, 0) => Some(Time::midnight()),
        _ => Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok(),
    }
}

/// `24.12.` and `24. 12.`, where no year follows, with the length.
fn day_month(text: &str) -> Option<(i8, i8, usize)> {
    let (day, len) = digits(text);
    let rest = text[len..].strip_prefix('.')?.trim_start_matches(' ');
    let (month, month_len) = digits(rest);
    rest[month_len..].strip_prefix('.')?;
    let small = |number: u32, most: u32| {
        let fits = (1..=most).contains(&number);
        fits.then(|| i8::try_from(number).ok())?
    };
    let len = text.len() - rest.len() + month_len + 1;
    Some((small(day, 31)?, small(month, 12)?, len))
}

/// `3.11.2026`, `03.11.26`, `3. 11. 2026`, `3. November 2026`, `2026-11-03` at the beginning of a
/// text, with its length.
pub(in crate::sheet) fn date(text: &str) -> Option<(Date, usize)> {
    let (first, len) = digits(text);
    let iso = len == 4;
    let (sign, mut at) = (if iso { '-' } else { '.' }, len);
    if !iso && let Some(written) = written_date(text, first, len) {
        return Some(written);
    }
    let mut part = || {
        let rest = text[at..].strip_prefix(sign)?;
        let rest = if iso {
            rest
        } else {
            rest.trim_start_matches(' ')
        };
        at = text.len() - rest.len();
        let (number, len) = digits(rest);
        at += len;
        (len > 0).then_some((number, len))
    };
    let ((second, _), (third, third_len)) = (part()?, part()?);
    let (year, month, day) = match third_len {
        _ if iso => (first, second, third),
        2 => (2000 + third, second, first),
        4 => (third, second, first),
        _ => return None,
    };
    // "9.12. 10 Uhr" is no day of 2010.
    if third_len == 2 && !iso && !is_short_year(text, at) {
        return None;
    }
    let small = |number| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    Some((date, at))
}

/// Whether the two digits that end at a position are a year: right behind the dot, and no hour.
fn is_short_year(text: &str, end: usize) -> bool {
    let behind = text[end..].trim_start();
    let is_hour = ["Uhr", "uhr", "h "]
        .iter()
        .any(|unit| behind.starts_with(unit))
        || behind == "h";
    text[..end - 2].ends_with('.') && !is_hour && !text[end..].starts_with([':', '.'])
}

/// `3. November 2026`.
fn written_date(text: &str, day: u32, len: usize) -> Option<(Date, usize)> {
    let rest = text[len..].trim_start_matches(['.', ' ']);
    let end = rest.find(|c| !is_letter(c))?;
    let month = names::month(&text::fold(&rest[..end]))?;
    let rest = rest[end..].trim_start_matches(['.', ' ']);
    let (year, 4) = digits(rest) else {
        return None;
    };
    let date = Date::new(i16::try_from(year).ok()?, month, i8::try_from(day).ok()?).ok()?;
    Some((date, text.len() - rest.len() + 4))
}

/// The number at the beginning of a text, and how many digits it has; more than nine are none.
fn digits(text: &str) -> (u32, usize) {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (text[..len].parse().unwrap_or(u32::MAX), len)
}
