//! Names by which people in Germany call languages, and by which those who speak them do.

use std::sync::OnceLock;

use super::Language;
use crate::text;

/// The language that is called so in German, in English or by those who speak it; also shortened, as
/// German offices do ("türk.").
pub(super) fn named(name: &str) -> Option<Language> {
    static NAMES: OnceLock<Vec<(String, &str)>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let all = KNOWN.iter().flat_map(|known| {
            let names = known.names.iter().chain([&known.endonym]);
            names.map(|name| (text::fold(name), known.code))
        });
        let mut names: Vec<_> = all.collect();
        names.sort_unstable();
        names
    });
    let name = text::fold(name);
    let at = names.binary_search_by(|(known, _)| known.as_str().cmp(&name));
    Language::from_code(names[at.ok()?].1)
}

/// What those who speak the language with this code call it.
pub(super) fn endonym(code: &str) -> Option<&'static str> {
    let at = KNOWN.binary_search_by(|known| known.code.cmp(code)).ok()?;
    Some(KNOWN[at].endonym)
}

/// Whether these letters begin a name of another language than the one they are a rare code of:
/// "ser" is Serrano in the standard, and Serbian in a list.
pub(super) fn is_rather_a_name(code: &str, language: Language) -> bool {
    let begins = |name: &&str| text::fold(name).starts_with(code);
    endonym(language.code()).is_none() && KNOWN.iter().any(|known| known.names.iter().any(begins))
}

/// A language that feeds name in words.
struct Known {
    code: &'static str,
    /// German and English names.
    names: &'static [&'static str],
    endonym: &'static str,
}

macro_rules! known {
    ($($code:literal [$($name:literal)*] $endonym:literal)*) => {
        &[$(Known { code: $code, names: &[$($name),*], endonym: $endonym }),*]
    };
}

/// Languages that are spoken in advice centres in Germany. The Kurdish and Persian languages have
/// entries of their own beside the common code, because speakers look for theirs.
const KNOWN: &[Known] = known! {
    "aii" ["Assyrisch" "Assyrian" "Assyrian Neo-Aramaic"] "ܣܘܪܝܬ"
    "am" ["Amharisch" "amhar" "Amharic"] "አማርኛ"
    "ar" ["Arabisch" "arab" "Arabic"] "العربية"
    "az" ["Aserbaidschanisch" "aserb" "Azerbaijani"] "Azərbaycanca"
    "bg" ["Bulgarisch" "bulg" "Bulgarian"] "Български"
    "bn" ["Bengalisch" "Bengali"] "বাংলা"
    "bs" ["Bosnisch" "bosn" "Bosnian"] "Bosanski"
    "ckb" ["Sorani" "Soranî" "Zentralkurdisch" "Central Kurdish"] "سۆرانی"
    "cmn" ["Mandarin" "Mandarin-Chinesisch" "Hochchinesisch" "Mandarin Chinese"] "普通话"
    "cs" ["Tschechisch" "tschech" "Czech"] "Čeština"
    "da" ["Dänisch" "Danish"] "Dansk"
    "de" ["Deutsch" "dt" "deut" "deutschsprachig" "German"] "Deutsch"
    "diq" ["Dimli" "Südzazaki" "Southern Zaza"] "Dimilkî"
    "el" ["Griechisch" "griech" "Greek"] "Ελληνικά"
    "en" ["Englisch" "engl" "English"] "English"
    "es" ["Spanisch" "span" "Spanish"] "Español"
    "et" ["Estnisch" "Estonian"] "Eesti"
    "fa" ["Persisch" "pers" "Farsi" "Persian"] "فارسی"
    "fi" ["Finnisch" "Finnish"] "Suomi"
    "fil" ["Filipino"] "Filipino"
    "fr" ["Französisch" "franz" "frz" "French"] "Français"
    "gsg" ["Gebärdensprache" "Deutsche Gebärdensprache" "DGS" "German Sign Language"] "Deutsche Gebärdensprache"
    "he" ["Hebräisch" "Hebrew"] "עברית"
    "hi" ["Hindi"] "हिन्दी"
    "hr" ["Kroatisch" "kroat" "Croatian"] "Hrvatski"
    "hu" ["Ungarisch" "ungar" "Hungarian"] "Magyar"
    "hy" ["Armenisch" "armen" "Armenian"] "Հայերեն"
    "it" ["Italienisch" "ital" "Italian"] "Italiano"
    "ja" ["Japanisch" "jap" "Japanese"] "日本語"
    "ka" ["Georgisch" "georg" "Georgian"] "ქართული"
    "kiu" ["Kirmanjki" "Nordzazaki" "Northern Zaza"] "Kirmanckî"
    "kmr" ["Kurmandschi" "Kurmanji" "Kurmandji" "Kurmanci" "Nordkurdisch" "Northern Kurdish"] "Kurmancî"
    "ko" ["Koreanisch" "Korean"] "한국어"
    "ku" ["Kurdisch" "kurd" "Kurdish"] "Kurdî"
    "lt" ["Litauisch" "Lithuanian"] "Lietuvių"
    "lv" ["Lettisch" "Latvian"] "Latviešu"
    "mk" ["Mazedonisch" "maz" "Nordmazedonisch" "Macedonian"] "Македонски"
    "nl" ["Niederländisch" "niederl" "Holländisch" "Dutch"] "Nederlands"
    "no" ["Norwegisch" "Norwegian"] "Norsk"
    "pl" ["Polnisch" "poln" "Polish"] "Polski"
    "prs" ["Dari" "Dari-Persisch"] "دری"
    "ps" ["Paschtu" "Paschto" "Pashtu" "Paschtunisch" "Pashto"] "پښتو"
    "pt" ["Portugiesisch" "portug" "port" "Portuguese"] "Português"
    "ro" ["Rumänisch" "rumän" "Romanian"] "Română"
    "rom" ["Romani" "Romanes" "Romany"] "Romani"
    "ru" ["Russisch" "russ" "Russian"] "Русский"
    "sk" ["Slowakisch" "slowak" "Slovak"] "Slovenčina"
    "sl" ["Slowenisch" "slowen" "Slovenian"] "Slovenščina"
    "so" ["Somali" "Somalisch"] "Soomaali"
    "sq" ["Albanisch" "alban" "Albanian"] "Shqip"
    "sr" ["Serbisch" "serb" "Serbian"] "Српски"
    "sv" ["Schwedisch" "schwed" "Swedish"] "Svenska"
    "sw" ["Suaheli" "Swahili"] "Kiswahili"
    "ta" ["Tamil"] "தமிழ்"
    "th" ["Thailändisch" "thail" "Thai"] "ไทย"
    "ti" ["Tigrinya" "tigr" "Tigrigna" "Tigrinisch"] "ትግርኛ"
    "tl" ["Tagalog"] "Wikang Tagalog"
    "tr" ["Türkisch" "türk" "Turkish"] "Türkçe"
    "uk" ["Ukrainisch" "ukr" "ukrain" "Ukrainian"] "Українська"
    "ur" ["Urdu"] "اردو"
    "vi" ["Vietnamesisch" "vietn" "Vietnamese"] "Tiếng Việt"
    "yue" ["Kantonesisch" "Cantonese"] "粵語"
    "zh" ["Chinesisch" "chin" "Chinese"] "中文"
    "zza" ["Zazaki" "Zaza"] "Zazakî"
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_language() {
        assert!(KNOWN.is_sorted_by(|one, next| one.code < next.code));
        let mut seen = std::collections::HashMap::new();
        for known in KNOWN {
            for name in known.names.iter().chain([&known.endonym]) {
                let before = seen.insert(text::fold(name), known.code);
                assert!(before.is_none_or(|code| code == known.code), "{name}");
                assert_eq!(named(name).as_ref().map(Language::code), Some(known.code));
            }
            assert_eq!(endonym(known.code), Some(known.endonym));
        }
        assert_eq!(endonym("zu"), None);
    }
}
