//! Text from strangers: cleaned for showing, folded for comparing, turned into names for links.

mod fold;
mod html;
mod letters;
mod natural;

#[cfg(test)]
mod tests;

pub use fold::{fold, words};
pub use html::from_html;
pub use natural::natural;

use std::fmt::Write as _;

use letters::{Folded, is_mark, latin};

/// Text that is safe to show: no control characters, no invisible ones that could reorder or hide
/// what is written, blanks collapsed, line breaks kept (at most one empty line in a row).
///
/// Zero-width joiners and non-joiners stay between Arabic letters, where Persian and Kurdish
/// spelling needs them.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    let mut breaks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => breaks += 1,
            '\r' if chars.peek() != Some(&'\n') => breaks += 1,
            '\u{200C}' | '\u{200D}' => {
                let joins = !blank && breaks == 0 && out.ends_with(is_arabic);
                if joins && chars.peek().copied().is_some_and(is_arabic) {
                    out.push(c);
                }
            }
            c if is_invisible(c) => {}
            c if c.is_whitespace() => blank = true,
            c if c.is_control() => {}
            c => {
                if !out.is_empty() {
                    match breaks {
                        0 if blank => out.push(' '),
                        0 => {}
                        1 => out.push('\n'),
                        _ => out.push_str("\n\n"),
                    }
                }
                (blank, breaks) = (false, 0);
                out.push(c);
            }
        }
    }
    out
}

/// Whether [`clean`] would change nothing, told by the bytes alone: printable ASCII and European
/// letters (U+00C0–U+01FF) with single spaces between. Most texts are such.
fn is_clean(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        match byte {
            b' ' if before == b' ' => return false,
            b' '..=b'~' | 0xC3..=0xC7 | 0x80..=0xBF => before = byte,
            _ => return false,
        }
    }
    before != b' ' || text.is_empty()
}

/// [`clean`] text in one line, for titles and names.
pub fn clean_line(text: &str) -> String {
    let mut line = clean(text);
    if line.contains('\n') {
        line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    line
}

fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}') && !is_invisible(c)
}

/// Bidirectional controls and characters without width.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{061C}' | '\u{180E}'
            | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}'
    )
}

/// A name for links: lower-case ASCII letters, digits and single hyphens; German umlauts become
/// two letters; letters of other scripts become their code point, so that nothing readable is
/// lost and different names stay different.
///
/// ```
/// assert_eq!(raupe_core::text::slug("Rund ums Walzwerk"), "rund-ums-walzwerk");
/// assert_eq!(raupe_core::text::slug("Südstadt"), "suedstadt");
/// ```
pub fn slug(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for c in label.chars() {
        let before = out.len();
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        match lower {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            // The dots as a character of their own, as some file systems and tables write them.
            '\u{0308}' if out.ends_with(['a', 'o', 'u']) => out.push('e'),
            'a'..='z' | '0'..='9' => out.push(lower),
            _ => match latin(c) {
                Some(Folded::Letter(letter)) => out.push(letter),
                Some(Folded::Letters(letters)) => out.push_str(letters),
                _ if lower.is_alphanumeric() && !is_mark(c) => {
                    let _ = write!(out, "u{:x}", u32::from(lower));
                }
                _ => {}
            },
        }
        let parts = out.len() == before && !is_mark(c) && !is_invisible(c);
        if parts && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Text as a value in the query of a link, encoded as in `application/x-www-form-urlencoded`.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(byte.into()),
            b' ' => out.push('+'),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// The text that [`encode`] encoded. What is not encoded rightly is taken as it stands.
pub fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let hex = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    Some(byte) => {
                        bytes.push(byte);
                        rest = &rest[2..];
                    }
                    None => bytes.push(b'%'),
                }
            }
            byte => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
