//! A cell about ages into numbers, words and signs.

use raupe_core::text;

/// A part of a cell.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Number(f64),
    /// `4.`
    Ordinal(u16),
    /// Folded: no capitals, no umlauts.
    Word(String),
    /// `U3`: under an age.
    Under,
    /// `Ü3`: from an age on.
    Over,
    /// `<`, `≤`, `>` or `≥`.
    Less,
    AtMost,
    Greater,
    AtLeast,
    Dash,
    Plus,
    /// `,` `;` `&` or a new line.
    Comma,
    Slash,
    /// Brackets and colons behind words: they part, and say nothing by themselves.
    Pause,
    /// What never stands in an age, such as `€` or the colon of a time.
    Other,
}

/// The parts of a cell. Dots behind words are left out.
pub(super) fn tokens(cell: &str) -> Vec<Token> {
    let cell = without_gender_signs(cell);
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(c) = cell[at..].chars().next() {
        let rest = &cell[at..];
        let (token, len) = match c {
            '\n' | ',' | ';' | '&' => (Some(Token::Comma), 1),
            '/' => (Some(Token::Slash), 1),
            c if c.is_whitespace() => (None, c.len_utf8()),
            '.' if matches!(tokens.last(), Some(Token::Word(_))) => (None, 1),
            '0'..='9' | '½' => number(rest),
            '-' | '–' | '—' | '‐' | '−' => (Some(Token::Dash), c.len_utf8()),
            '+' => (Some(Token::Plus), 1),
            '<' if rest.starts_with("<=") => (Some(Token::AtMost), 2),
            '>' if rest.starts_with(">=") => (Some(Token::AtLeast), 2),
            '<' => (Some(Token::Less), 1),
            '>' => (Some(Token::Greater), 1),
            '≤' => (Some(Token::AtMost), c.len_utf8()),
            '≥' => (Some(Token::AtLeast), c.len_utf8()),
            '(' | ')' => (Some(Token::Pause), 1),
            ':' if matches!(tokens.last(), Some(Token::Word(_))) => (Some(Token::Pause), 1),
            c if c.is_alphabetic() => {
                let end = rest.find(|c: char| !c.is_alphabetic());
                let len = end.unwrap_or(rest.len());
                word(&rest[..len], &rest[len..], &mut tokens);
                (None, len)
            }
            c => (Some(Token::Other), c.len_utf8()),
        };
        tokens.extend(token);
        at += len;
    }
    tokens
}

/// "Schüler*innen", "Schüler/-innen": the sign is no part of the sentence.
fn without_gender_signs(cell: &str) -> String {
    let signs = ["*innen", ":innen", "_innen", "/-innen", "-/innen", "/innen"];
    let joined = signs
        .iter()
        .fold(cell.to_owned(), |cell, sign| cell.replace(sign, "innen"));
    joined.replace("SchülerInnen", "Schülerinnen")
}

fn word(word: &str, rest: &str, tokens: &mut Vec<Token>) {
    let digits = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match word {
        // "u. 4" is "und 4".
        "U" if digits(rest.trim_start()) => return tokens.push(Token::Under),
        "u" if digits(rest) => return tokens.push(Token::Under),
        "Ü" | "ü" | "Ue" | "ue" | "UE" if digits(rest.trim_start()) => {
            return tokens.push(Token::Over);
        }
        _ => {}
    }
    let folded = text::fold(word);
    // "dreijährige"
    let (number, unit) = match folded.find("jahrig") {
        Some(at) if at > 0 => folded.split_at(at),
        _ => (folded.as_str(), ""),
    };
    if number.starts_with("halb") && unit.is_empty() {
        // "ein halbes Jahr"
        tokens.pop_if(|before| *before == Token::Number(1.0));
        return tokens.push(Token::Number(0.5));
    }
    match (value(number), ordinal(number)) {
        (Some(value), _) => tokens.push(Token::Number(value)),
        (None, Some(ordinal)) if unit.is_empty() => return tokens.push(Token::Ordinal(ordinal)),
        _ => return tokens.push(Token::Word(folded)),
    }
    if !unit.is_empty() {
        tokens.push(Token::Word(unit.to_owned()));
    }
}

/// A number in a word.
fn value(word: &str) -> Option<f64> {
    const WHOLE: &[&str] = &[
        "null", "eins", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn",
        "elf", "zwolf", "dreizehn", "vierzehn", "funfzehn", "sechzehn", "siebzehn", "achtzehn",
        "neunzehn", "zwanzig",
    ];
    if matches!(word, "ein" | "eine" | "einem" | "einen" | "einer" | "eines") {
        return Some(1.0);
    }
    if word == "anderthalb" {
        return Some(1.5);
    }
    let (whole, half) = match word.strip_suffix("einhalb") {
        Some("ein") => return Some(1.5),
        Some(whole) => (whole, 0.5),
        None => (word, 0.0),
    };
    let at = WHOLE.iter().position(|known| *known == whole)?;
    Some(f64::from(u8::try_from(at).ok()?) + half)
}

/// "ersten": a number that counts.
fn ordinal(word: &str) -> Option<u16> {
    const STEMS: &[&str] = &[
        "erst", "zweit", "dritt", "viert", "funft", "sechst", "siebt", "acht", "neunt", "zehnt",
        "elft", "zwolft",
    ];
    let stem = ["en", "es", "er", "em", "e"]
        .iter()
        .find_map(|end| word.strip_suffix(end))?;
    let at = STEMS.iter().position(|known| *known == stem)?;
    u16::try_from(at + 1).ok()
}

/// What begins with a digit, and its length.
fn number(text: &str) -> (Option<Token>, usize) {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let len = digits(text);
    let (whole, rest) = text.split_at(len);
    let half = |at: usize, sign: &str| {
        let whole: f64 = if len == 0 { 0.0 } else { whole.parse().ok()? };
        Some((Some(Token::Number(whole + 0.5)), at + sign.len()))
    };
    let blanks = rest.len() - rest.trim_start_matches(' ').len();
    for sign in ["½", "1/2"] {
        let ends = |rest: &str| digits(rest) == 0;
        if let Some(after) = rest[blanks..].strip_prefix(sign)
            && ends(after)
            && (sign == "½" || blanks > 0)
            && let Some(found) = half(len + blanks, sign)
        {
            return found;
        }
    }
    if let Some(after) = rest.strip_prefix([',', '.'])
        && digits(after) > 0
    {
        let decimals = &after[..digits(after)];
        let end = len + 1 + decimals.len();
        // "9.30" is a time, "1.5.2026" a date, "2,50" a price: an age has tenths, or "0,25".
        let fits = match decimals.len() {
            1 => true,
            2 => rest.starts_with(',') && !decimals.ends_with('0'),
            _ => false,
        };
        let ends = !after[decimals.len()..].starts_with(['.', ',']);
        let number = format!("{whole}.{decimals}").parse().ok();
        let token = number
            .filter(|_| fits && ends)
            .map_or(Token::Other, Token::Number);
        return (Some(token), end);
    }
    if len == 0 {
        return (Some(Token::Other), '½'.len_utf8());
    }
    let token = if rest.starts_with('.') {
        let ordinal = whole.parse().map_or(Token::Other, Token::Ordinal);
        return (Some(ordinal), len + 1);
    } else if rest.starts_with(':') {
        Token::Other
    } else {
        whole.parse().map_or(Token::Other, Token::Number)
    };
    (Some(token), len)
}
