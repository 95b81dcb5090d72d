//! A sentence about times into words, days, hours and signs.

use jiff::civil::{Date, Time};
use raupe_core::offer::Weekday;
use raupe_core::text;

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
    Date(Date),
    /// With minutes, so that it cannot be anything else.
    Time(Time),
    /// `1.`
    Ordinal(i8),
    Number(u16),
    Dash,
    /// `,` `;`
    Comma,
    /// `/` `&` `+`
    Plus,
    Other,
}

/// The parts of a sentence. Dots after words are left out.
pub(super) fn tokens(sentence: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(c) = sentence[at..].chars().next() {
        let rest = &sentence[at..];
        let (kind, len) = match c {
            c if c.is_whitespace() || c == '.' || c == ':' => (None, c.len_utf8()),
            '0'..='9' => {
                let (kind, len) = number(rest);
                (Some(kind), len)
            }
            '-' | '–' | '—' | '‐' | '−' => (Some(Kind::Dash), c.len_utf8()),
            ',' | ';' => (Some(Kind::Comma), 1),
            '/' | '&' | '+' => (Some(Kind::Plus), 1),
            '€' => (Some(Kind::Word("euro".into())), c.len_utf8()),
            c if c.is_alphabetic() => {
                let len = rest
                    .find(|c: char| !c.is_alphabetic())
                    .unwrap_or(rest.len());
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
    tokens
}

fn word(word: &str) -> Kind {
    let folded = text::fold(word);
    // "so" with a small letter is a word like any other.
    match day(&folded).filter(|_| word != "so") {
        Some(day) => Kind::Day(day),
        None => Kind::Word(folded),
    }
}

fn day(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, &str); 8] = [
        ("mo", "montag"),
        ("di", "dienstag"),
        ("mi", "mittwoch"),
        ("do", "donnerstag"),
        ("fr", "freitag"),
        ("sa", "samstag"),
        ("so", "sonntag"),
        ("", "sonnabend"),
    ];
    let at = DAYS.iter().position(|(short, long)| {
        word == *short
            || word
                .strip_prefix(long)
                .is_some_and(|end| matches!(end, "" | "s" | "e"))
    })?;
    Some(Weekday::ALL[if at == 7 { 5 } else { at }])
}

/// What begins with a digit: the longest that makes sense, and its length.
fn number(text: &str) -> (Kind, usize) {
    if let Some((date, len)) = date(text) {
        return (Kind::Date(date), len);
    }
    let (number, len) = digits(text);
    let rest = &text[len..];
    if let Some(minutes) = rest.strip_prefix([':', '.'])
        && let (minute, 2) = digits(minutes)
        && let Some(time) = clock(number, minute)
        && !minutes[2..].starts_with('.')
    {
        return (Kind::Time(time), len + 3);
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

/// `3.11.2026`, `03.11.26`, `3. 11. 2026`, `2026-11-03` at the beginning of a text, with its
/// length.
pub(in crate::sheet) fn date(text: &str) -> Option<(Date, usize)> {
    let (first, len) = digits(text);
    let iso = len == 4;
    let (sign, mut at) = (if iso { '-' } else { '.' }, len);
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
    let small = |number| i8::try_from(number).ok();
    let date = Date::new(i16::try_from(year).ok()?, small(month)?, small(day)?).ok()?;
    Some((date, at))
}

/// The number at the beginning of a text, and how many digits it has; more than nine are none.
fn digits(text: &str) -> (u32, usize) {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (text[..len].parse().unwrap_or(u32::MAX), len)
}
