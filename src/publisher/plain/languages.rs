//! What languages are called in German: the page is read by families and by those who help them.

use raupe_core::offer::Language;

/// The German name of a language, where this is known.
pub(super) fn german(language: Language) -> Option<&'static str> {
    let at = NAMES.binary_search_by_key(&language.code(), |(code, _)| code);
    at.ok().map(|at| NAMES[at].1)
}

/// In ascending order of the code.
const NAMES: &[(&str, &str)] = &[
    ("aii", "Assyrisch"),
    ("am", "Amharisch"),
    ("ar", "Arabisch"),
    ("az", "Aserbaidschanisch"),
    ("bg", "Bulgarisch"),
    ("bn", "Bengalisch"),
    ("bs", "Bosnisch"),
    ("ckb", "Sorani"),
    ("cmn", "Mandarin"),
    ("cs", "Tschechisch"),
    ("da", "Dänisch"),
    ("de", "Deutsch"),
    ("diq", "Dimli"),
    ("el", "Griechisch"),
    ("en", "Englisch"),
    ("es", "Spanisch"),
    ("et", "Estnisch"),
    ("fa", "Persisch"),
    ("fi", "Finnisch"),
    ("fil", "Filipino"),
    ("fr", "Französisch"),
    ("gsg", "Deutsche Gebärdensprache"),
    ("he", "Hebräisch"),
    ("hi", "Hindi"),
    ("hr", "Kroatisch"),
    ("hu", "Ungarisch"),
    ("hy", "Armenisch"),
    ("it", "Italienisch"),
    ("ja", "Japanisch"),
    ("ka", "Georgisch"),
    ("kiu", "Kirmanjki"),
    ("kmr", "Kurmandschi"),
    ("ko", "Koreanisch"),
    ("ku", "Kurdisch"),
    ("lt", "Litauisch"),
    ("lv", "Lettisch"),
    ("mk", "Mazedonisch"),
    ("nl", "Niederländisch"),
    ("no", "Norwegisch"),
    ("pl", "Polnisch"),
    ("prs", "Dari"),
    ("ps", "Paschtu"),
    ("pt", "Portugiesisch"),
    ("ro", "Rumänisch"),
    ("rom", "Romani"),
    ("ru", "Russisch"),
    ("sk", "Slowakisch"),
    ("sl", "Slowenisch"),
    ("so", "Somali"),
    ("sq", "Albanisch"),
    ("sr", "Serbisch"),
    ("sv", "Schwedisch"),
    ("sw", "Suaheli"),
    ("ta", "Tamil"),
    ("th", "Thailändisch"),
    ("ti", "Tigrinya"),
    ("tl", "Tagalog"),
    ("tr", "Türkisch"),
    ("uk", "Ukrainisch"),
    ("ur", "Urdu"),
    ("vi", "Vietnamesisch"),
    ("yue", "Kantonesisch"),
    ("zh", "Chinesisch"),
    ("zza", "Zazaki"),
];

#[cfg(test)]
mod tests {
    use raupe_core::offer::endonym;

    use super::*;

    #[test]
    fn a_name_means_the_language_that_it_is_given_for() {
        assert!(NAMES.is_sorted_by(|(one, _), (next, _)| one < next));
        for (code, name) in NAMES {
            let language = Language::named(name).unwrap();
            assert_eq!(language.code(), *code, "{name}");
            assert_eq!(german(language), Some(*name));
        }
    }

    #[test]
    fn every_language_that_has_a_name_of_its_own_has_a_german_one() {
        let letters = || 'a'..='z';
        let codes = letters()
            .flat_map(|one| letters().map(move |two| format!("{one}{two}")))
            .flat_map(|two| {
                let three = letters()
                    .map(|three| format!("{two}{three}"))
                    .collect::<Vec<_>>();
                [vec![two], three].concat()
            });
        for language in codes.filter_map(|code| Language::from_code(&code)) {
            assert_eq!(
                endonym(language).is_some(),
                german(language).is_some(),
                "{language:?}"
            );
        }
    }
}
