//! The one rule by which texts are compared.

use std::ops::Range;

use super::letters::{ASCII, Folded, folded};

/// Text as it is compared: lower case, without accents, `ä` = `ae` = `a`, `ß` = `ss`, Turkish `ı` = `i`.
///
/// The same word folds the same in whichever way people write it: composed or not, with or
/// without the vowel signs of Arabic and Hebrew, with the letters of an Arabic, a Persian or an
/// Urdu keyboard, with `ё` or `е`, with digits of either script.
///
/// Anything that is neither letter nor digit becomes a single blank, so words can be split at
/// blanks; only apostrophes and joiners within a word fall away. Folding is idempotent, and a
/// beginning of a word folds to a beginning of its folding.
///
/// ```
/// # use raupe_core::text::fold;
/// assert_eq!(fold("Müttercafé – STRAẞE"), "muttercafe strasse");
/// assert_eq!(fold("Muettercafe"), "muttercafe");
/// assert_eq!(fold("сім’я"), fold("сім'я"));
/// ```
pub fn fold(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        if let Some(letter) = ASCII.get(c as usize) {
            push(*letter, &mut out);
            continue;
        }
        match folded(c) {
            Folded::Letter(letter) if letter.is_ascii() => push(letter as u8, &mut out),
            Folded::Letter(letter) => {
                out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Folded::Letters(letters) => letters.bytes().for_each(|byte| push(byte, &mut out)),
            Folded::Mark | Folded::Silent => {}
            Folded::Break => push(b' ', &mut out),
        }
    }
    if out.last() == Some(&b' ') {
        out.pop();
    }
    // Only whole characters went in, so there is no other case.
    String::from_utf8(out).unwrap_or_default()
}

/// Adds a byte of a letter, or a blank (see [`ASCII`]), but no second blank, and not the second
/// letter of `ae`, `oe` and `ue`: that is how people write umlauts without the key for them.
fn push(byte: u8, out: &mut Vec<u8>) {
    let falls_away = match byte {
        0 => true,
        b' ' => matches!(out.last(), None | Some(b' ')),
        b'e' => matches!(out.last(), Some(b'a' | b'o' | b'u')),
        _ => false,
    };
    if !falls_away {
        out.push(byte);
    }
}

/// Where the words of a text are, in bytes: parted exactly where [`fold`] puts a blank.
///
/// Accents that are characters of their own are within the range of their word; apostrophes
/// around it are not.
///
/// ```
/// let text = "Rat & Tat für Mütter";
/// let words: Vec<_> = raupe_core::text::words(text).map(|word| &text[word]).collect();
/// assert_eq!(words, ["Rat", "Tat", "für", "Mütter"]);
/// ```
pub fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        let mut word: Option<Range<usize>> = None;
        for (at, c) in chars.by_ref() {
            match (folded(c), &mut word) {
                (Folded::Letter(_) | Folded::Letters(_), None) => {
                    word = Some(at..at + c.len_utf8());
                }
                (Folded::Letter(_) | Folded::Letters(_) | Folded::Mark, Some(word)) => {
                    word.end = at + c.len_utf8();
                }
                (Folded::Break, Some(_)) => break,
                (Folded::Mark | Folded::Silent | Folded::Break, _) => {}
            }
        }
        word
    })
}
