//! Text from strangers: cleaned for showing, folded for comparing, turned into names for links.

use std::fmt::Write as _;

/// Text that is safe to show: no control characters, no invisible ones that could reorder or hide
/// what is written, blanks collapsed, line breaks kept (at most one empty line in a row).
///
/// Zero-width joiners and non-joiners stay between Arabic letters, where Persian and Kurdish
/// spelling needs them.
pub fn clean(text: &str) -> String {
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

/// Text as it is compared: lower case, without accents, `ä` = `ae` = `a`, `ß` = `ss`, Turkish `ı` = `i`.
///
/// Anything that is neither letter nor digit becomes a single blank, so words can be split at
/// blanks. Folding is idempotent, and a beginning of a word folds to a beginning of its folding.
///
/// ```
/// assert_eq!(raupe_core::text::fold("Müttercafé – STRAẞE"), "muttercafe strasse");
/// assert_eq!(raupe_core::text::fold("Muettercafe"), "muttercafe");
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let start = out.len();
        push_base(c, &mut out);
        if out.len() == start && !is_mark(c) && !is_invisible(c) && !out.ends_with(' ') {
            out.push(' ');
        }
        // `ae`, `oe`, `ue` are how people write umlauts without the key for them.
        for umlaut in ["ae", "oe", "ue"] {
            if out.ends_with(umlaut) {
                out.pop();
            }
        }
    }
    let trimmed = out.trim();
    if trimmed.len() == out.len() {
        out
    } else {
        trimmed.to_owned()
    }
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
    let mut base = String::new();
    for c in label.chars() {
        base.clear();
        match c.to_lowercase().next().unwrap_or(c) {
            'ä' => base.push_str("ae"),
            'ö' => base.push_str("oe"),
            'ü' => base.push_str("ue"),
            // The dots as a character of their own, as some file systems and tables write them.
            '\u{0308}' if out.ends_with(['a', 'o', 'u']) => base.push('e'),
            _ => push_base(c, &mut base),
        }
        for letter in base.chars() {
            if letter.is_ascii() {
                out.push(letter);
            } else {
                let _ = write!(out, "u{:x}", u32::from(letter));
            }
        }
        if base.is_empty()
            && !is_mark(c)
            && !is_invisible(c)
            && !out.is_empty()
            && !out.ends_with('-')
        {
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

/// Marks that sit on the letter before: accents, and the vowel signs of Arabic and Hebrew.
fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}'
            | '\u{0591}'..='\u{05C7}'
            | '\u{0610}'..='\u{061A}'
            | '\u{0640}'
            | '\u{064B}'..='\u{065F}'
            | '\u{0670}'
            | '\u{06D6}'..='\u{06ED}'
    )
}

/// Appends the letters and digits that `c` stands for, in lower case and without accents.
///
/// Latin letters of European languages are listed here: a normalisation library would add more to
/// the client than this whole module weighs. Accents that are characters of their own are marks
/// and fall away.
fn push_base(c: char, out: &mut String) {
    for c in c.to_lowercase() {
        let base = match c {
            'a'..='z' | '0'..='9' => {
                out.push(c);
                continue;
            }
            'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
            'æ' => "ae",
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
            'ď' | 'đ' | 'ð' => "d",
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
            'ĥ' | 'ħ' => "h",
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
            'ĵ' => "j",
            'ķ' => "k",
            'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
            'ñ' | 'ń' | 'ņ' | 'ň' => "n",
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
            'œ' => "oe",
            'ŕ' | 'ŗ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
            'ß' => "ss",
            'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
            'þ' => "th",
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
            'ŵ' => "w",
            'ý' | 'ÿ' | 'ŷ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            c if c.is_alphanumeric() && !is_mark(c) => {
                out.push(c);
                continue;
            }
            _ => continue,
        };
        out.push_str(base);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_could_deceive_is_removed() {
        for (given, shown) in [
            ("  Eltern\tcafé \n", "Eltern café"),
            ("a\u{202E}b\u{200B}c\u{FEFF}", "abc"),
            (
                "Zeile 1\r\nZeile 2\n\n\n\nZeile 3",
                "Zeile 1\nZeile 2\n\nZeile 3",
            ),
            ("tab\u{0}null\u{7}", "tabnull"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
            ("com\u{200C}pa\u{AD}ny", "company"),
            ("م\u{200C}\u{061C}a", "مa"),
            ("<b>fett</b>", "<b>fett</b>"),
            ("", ""),
        ] {
            assert_eq!(clean(given), shown, "{given:?}");
        }
        assert_eq!(clean_line("eins\n\nzwei"), "eins zwei");
    }

    #[test]
    fn what_sounds_the_same_folds_the_same() {
        for (one, other) in [
            ("Südstadt", "SUEDSTADT"),
            ("Südstadt", "sudstadt"),
            ("Café", "cafe"),
            ("Cafe\u{301}", "café"),
            ("Straße", "STRASSE"),
            ("Isparta ILGIN", "ısparta ılgın"),
            ("İstanbul", "istanbul"),
            ("Łódź", "lodz"),
            ("مُحَمَّد", "محمد"),
            ("Eltern-Kind-Gruppe", "eltern kind gruppe"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} / {other}");
        }
    }

    #[test]
    fn names_for_links_are_ascii_and_differ() {
        for (label, expected) in [
            ("Groß Ilsede (Mitte)", "gross-ilsede-mitte"),
            ("Café  Kunterbunt!", "cafe-kunterbunt"),
            ("дім", "u434u456u43c"),
            ("Su\u{308}dstadt", "suedstadt"),
            ("—", ""),
        ] {
            assert_eq!(slug(label), expected, "{label}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn the_beginning_of_a_word_stays_one(word in "[a-zäöüßéıA-ZÄÖÜ]{1,12}", cut in 0usize..12) {
            let cut = word.char_indices().nth(cut).map_or(word.len(), |(at, _)| at);
            prop_assert!(fold(&word).starts_with(&fold(&word[..cut])));
        }

        #[test]
        fn slugs_are_ascii(label in "\\PC*") {
            prop_assert!(slug(&label).bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }

        #[test]
        fn cleaning_twice_changes_nothing(text in any::<String>()) {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once);
        }
    }
}
