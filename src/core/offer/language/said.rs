//! The languages in a text: "deutsch - türkisch", "arab./engl.", "Kurdisch (Kurmandschi)".

use super::{Language, names};
use crate::text;

/// A part of a text about languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// As it stands there, in one line.
    pub words: String,
    /// The languages that it names; none if it is not understood.
    pub languages: Vec<Language>,
    /// Whether it says more than their names: "Spanisch (nur montags)".
    pub says_more: bool,
}

/// The parts of a text such as "deutsch - türkisch" or "Spanish (limited)", each with the languages
/// that it names.
///
/// What stands in brackets behind a language either names it more exactly – "Kurdisch
/// (Kurmandschi)" is Kurmancî – or is a remark. A part of which a word is not understood names no
/// language: "kein Englisch" is not English.
pub fn languages_in(text: &str) -> Vec<Said> {
    parts(text).into_iter().map(said).collect()
}

/// A text parted between languages, but not within brackets.
fn parts(text: &str) -> Vec<&str> {
    const SIGNS: &[char] = &[',', ';', '/', '|', '–', '—', '+', '&', '•', '·', '\n', '\r'];
    const WORDS: &[&str] = &[
        " - ", " und ", " u. ", " u ", " sowie ", " oder ", " bzw. ", " and ", " or ",
    ];
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > 0 || at < start {
            continue;
        }
        let word = WORDS.iter().find(|word| text[at..].starts_with(**word));
        let len = match word {
            Some(word) => word.len(),
            None if SIGNS.contains(&c) => c.len_utf8(),
            None => continue,
        };
        parts.push(&text[start..at]);
        start = at + len;
    }
    parts.push(&text[start..]);
    let parts = parts.into_iter().map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

fn said(part: &str) -> Said {
    let (name, note) = part.split_once(['(', '[']).unwrap_or((part, ""));
    let mut languages = in_words(name.trim()).unwrap_or_default();
    let note = note.trim();
    let mut says_more = !note.is_empty();
    if let (Some(inner), &[outer]) = (note.strip_suffix([')', ']']), &*languages) {
        let inner = languages_in(inner);
        let plain = inner
            .iter()
            .all(|it| !it.languages.is_empty() && !it.says_more);
        let inner: Vec<_> = inner.into_iter().flat_map(|it| it.languages).collect();
        if plain && !inner.is_empty() {
            if inner.iter().all(|it| outer.is_served_by(*it)) {
                languages = inner;
                says_more = false;
            } else if inner.iter().all(|it| it.is_served_by(outer)) {
                says_more = false;
            }
        }
    }
    Said {
        words: text::clean_line(part),
        says_more: says_more && !languages.is_empty(),
        languages,
    }
}

/// The languages in a name without brackets; `None` if one of its words is none.
fn in_words(name: &str) -> Option<Vec<Language>> {
    let name = ["auch ", "auf ", "in "]
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .unwrap_or(name);
    if let Some(language) = Language::named(name).or_else(|| code(name)) {
        return Some(vec![language]);
    }
    let named = |between: char| {
        let words = name.split(between).filter(|word| !word.is_empty());
        words.map(Language::named).collect::<Option<Vec<_>>>()
    };
    let languages = named('-').or_else(|| named(' '))?;
    (!languages.is_empty()).then_some(languages)
}

/// A code that stands where a name is expected, unless people mean a name by it.
fn code(word: &str) -> Option<Language> {
    let language = Language::from_code(word)?;
    let code = word.to_ascii_lowercase();
    (!names::is_rather_a_name(&code, language)).then_some(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_found_in_words() {
        for (text, known, more, unknown) in [
            ("deutsch - türkisch", "de tr", "", ""),
            ("deutsch-türkisch", "de tr", "", ""),
            ("Deutsch u. Ukrainisch", "de uk", "", ""),
            ("Deutsch und Türk.", "de tr", "", ""),
            ("arab./engl.", "ar en", "", ""),
            ("Deutsch/Englisch", "de en", "", ""),
            ("dt., russ.", "de ru", "", ""),
            ("Deutsch Englisch", "de en", "", ""),
            ("Deutsch\nPolnisch", "de pl", "", ""),
            ("Dari/Farsi", "prs fa", "", ""),
            ("auch Englisch", "en", "", ""),
            ("Kurdisch (Kurmandschi)", "kmr", "", ""),
            ("Kurdisch (Kurmandschi, Sorani)", "kmr ckb", "", ""),
            ("Kurmandschi (Kurdisch)", "kmr", "", ""),
            ("Chinesisch (Kantonesisch)", "yue", "", ""),
            ("Spanish (limited)", "es", "Spanish (limited)", ""),
            (
                "Deutsch, Russisch (Mo, Di und nach Absprache)",
                "de ru",
                "Russisch (Mo, Di und nach Absprache)",
                "",
            ),
            (
                "Deutsch (Englisch möglich)",
                "de",
                "Deutsch (Englisch möglich)",
                "",
            ),
            (
                "Deutsch, Arabisch und Klingonisch",
                "de ar",
                "",
                "Klingonisch",
            ),
            ("mehrsprachig", "", "", "mehrsprachig"),
            ("kein Englisch", "", "", "kein Englisch"),
            ("Englisch nach Absprache", "", "", "Englisch nach Absprache"),
            ("en", "en", "", ""),
            ("DE/TR", "de tr", "", ""),
            ("yue, cmn", "yue cmn", "", ""),
            ("ser", "", "", "ser"),
            ("tig.", "", "", "tig."),
            ("Gebärdensprache", "gsg", "", ""),
            ("(alle)", "", "", "(alle)"),
            ("", "", "", ""),
        ] {
            let said = languages_in(text);
            let codes: Vec<_> = said.iter().flat_map(|it| &it.languages).collect();
            let codes: Vec<_> = codes.iter().map(|it| it.code()).collect();
            let words = |wanted: fn(&Said) -> bool| -> String {
                let words = said.iter().filter(|it| wanted(it));
                words.map(|it| &*it.words).collect::<Vec<_>>().join("; ")
            };
            assert_eq!(
                (
                    &*codes.join(" "),
                    &*words(|it| it.says_more),
                    &*words(|it| it.languages.is_empty()),
                ),
                (known, more, unknown),
                "{text}"
            );
        }
    }
}
