//! Spoken languages as ISO 639 codes.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text;

/// A language: an ISO 639-1 code where there is one, else the ISO 639-3 code.
///
/// Only codes that exist can be made. Families are asked for a language, not for a code: see
/// [`Language::named`] and [`endonym`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language {
    code: [u8; 3],
}

impl Language {
    /// German, the language of the feed itself.
    pub const GERMAN: Self = Self::from_two(*b"de");

    const fn from_two(code: [u8; 2]) -> Self {
        Self {
            code: [code[0], code[1], 0],
        }
    }

    /// The language with this ISO 639-1, -2 or -3 code. Regions and scripts after the first
    /// hyphen are left out: `tr-TR` is `tr`.
    pub fn from_code(code: &str) -> Option<Self> {
        let code = code.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        let known = match code.len() {
            2 => ISO_639_1.split(' ').any(|known| known == code),
            3 => KNOWN.iter().any(|known| known.code == code),
            _ => false,
        };
        if known {
            let mut bytes = [0; 3];
            bytes[..code.len()].copy_from_slice(code.as_bytes());
            return Some(Self { code: bytes });
        }
        KNOWN
            .iter()
            .find(|known| known.long.contains(&code.as_str()))
            .and_then(|known| Self::from_code(known.code))
    }

    /// The language that is called so in German, in English or by those who speak it.
    pub fn named(name: &str) -> Option<Self> {
        let name = text::fold(name);
        let known = KNOWN.iter().find(|known| {
            text::fold(known.endonym) == name || known.names.iter().any(|n| text::fold(n) == name)
        })?;
        Self::from_code(known.code)
    }

    /// The code: two or three lower-case letters.
    pub fn code(&self) -> &str {
        let len = if self.code[2] == 0 { 2 } else { 3 };
        // The bytes come from an ASCII table, so the fallback is never taken.
        std::str::from_utf8(&self.code[..len]).unwrap_or("")
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

impl TryFrom<String> for Language {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or("not an ISO 639 code")
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

/// What those who speak `language` call it, where this is known.
pub fn endonym(language: Language) -> Option<&'static str> {
    KNOWN
        .iter()
        .find(|known| known.code == language.code())
        .map(|known| known.endonym)
}

/// A language that feeds name in words.
struct Known {
    code: &'static str,
    /// Codes of ISO 639-2 and -3 for the same language.
    long: &'static [&'static str],
    /// German and English names.
    names: &'static [&'static str],
    endonym: &'static str,
}

macro_rules! known {
    ($($code:literal [$($long:literal)*] [$($name:literal)*] $endonym:literal)*) => {
        &[$(Known { code: $code, long: &[$($long),*], names: &[$($name),*], endonym: $endonym }),*]
    };
}

/// Languages that are spoken in advice centres in Germany. The Kurdish and Persian languages have
/// entries of their own beside the common code, because speakers look for theirs.
const KNOWN: &[Known] = known! {
    "am" ["amh"] ["Amharisch" "Amharic"] "አማርኛ"
    "ar" ["ara" "arb"] ["Arabisch" "Arabic"] "العربية"
    "az" ["aze"] ["Aserbaidschanisch" "Azerbaijani"] "Azərbaycanca"
    "bg" ["bul"] ["Bulgarisch" "Bulgarian"] "Български"
    "bn" ["ben"] ["Bengalisch" "Bengali"] "বাংলা"
    "bs" ["bos"] ["Bosnisch" "Bosnian"] "Bosanski"
    "ckb" [] ["Sorani" "Zentralkurdisch" "Central Kurdish"] "سۆرانی"
    "cs" ["ces" "cze"] ["Tschechisch" "Czech"] "Čeština"
    "da" ["dan"] ["Dänisch" "Danish"] "Dansk"
    "de" ["deu" "ger"] ["Deutsch" "German"] "Deutsch"
    "el" ["ell" "gre"] ["Griechisch" "Greek"] "Ελληνικά"
    "en" ["eng"] ["Englisch" "English"] "English"
    "es" ["spa"] ["Spanisch" "Spanish"] "Español"
    "et" ["est"] ["Estnisch" "Estonian"] "Eesti"
    "fa" ["fas" "per" "pes"] ["Persisch" "Farsi" "Persian"] "فارسی"
    "fi" ["fin"] ["Finnisch" "Finnish"] "Suomi"
    "fr" ["fra" "fre"] ["Französisch" "French"] "Français"
    "gsg" [] ["Gebärdensprache" "Deutsche Gebärdensprache" "DGS" "German Sign Language"] "Deutsche Gebärdensprache"
    "he" ["heb"] ["Hebräisch" "Hebrew"] "עברית"
    "hi" ["hin"] ["Hindi"] "हिन्दी"
    "hr" ["hrv"] ["Kroatisch" "Croatian"] "Hrvatski"
    "hu" ["hun"] ["Ungarisch" "Hungarian"] "Magyar"
    "hy" ["hye" "arm"] ["Armenisch" "Armenian"] "Հայերեն"
    "it" ["ita"] ["Italienisch" "Italian"] "Italiano"
    "ja" ["jpn"] ["Japanisch" "Japanese"] "日本語"
    "ka" ["kat" "geo"] ["Georgisch" "Georgian"] "ქართული"
    "kmr" [] ["Kurmandschi" "Kurmanci" "Nordkurdisch" "Northern Kurdish"] "Kurmancî"
    "ko" ["kor"] ["Koreanisch" "Korean"] "한국어"
    "ku" ["kur"] ["Kurdisch" "Kurdish"] "Kurdî"
    "lt" ["lit"] ["Litauisch" "Lithuanian"] "Lietuvių"
    "lv" ["lav"] ["Lettisch" "Latvian"] "Latviešu"
    "mk" ["mkd" "mac"] ["Mazedonisch" "Macedonian"] "Македонски"
    "nl" ["nld" "dut"] ["Niederländisch" "Dutch"] "Nederlands"
    "pl" ["pol"] ["Polnisch" "Polish"] "Polski"
    "prs" [] ["Dari"] "دری"
    "ps" ["pus"] ["Paschtu" "Pashto"] "پښتو"
    "pt" ["por"] ["Portugiesisch" "Portuguese"] "Português"
    "ro" ["ron" "rum"] ["Rumänisch" "Romanian"] "Română"
    "rom" [] ["Romani" "Romanes" "Romany"] "Romani"
    "ru" ["rus"] ["Russisch" "Russian"] "Русский"
    "sk" ["slk" "slo"] ["Slowakisch" "Slovak"] "Slovenčina"
    "sl" ["slv"] ["Slowenisch" "Slovenian"] "Slovenščina"
    "so" ["som"] ["Somali"] "Soomaali"
    "sq" ["sqi" "alb"] ["Albanisch" "Albanian"] "Shqip"
    "sr" ["srp"] ["Serbisch" "Serbian"] "Српски"
    "sv" ["swe"] ["Schwedisch" "Swedish"] "Svenska"
    "sw" ["swa"] ["Suaheli" "Swahili"] "Kiswahili"
    "ta" ["tam"] ["Tamil"] "தமிழ்"
    "th" ["tha"] ["Thailändisch" "Thai"] "ไทย"
    "ti" ["tir"] ["Tigrinya" "Tigrinisch"] "ትግርኛ"
    "tr" ["tur"] ["Türkisch" "Turkish"] "Türkçe"
    "uk" ["ukr"] ["Ukrainisch" "Ukrainian"] "Українська"
    "ur" ["urd"] ["Urdu"] "اردو"
    "vi" ["vie"] ["Vietnamesisch" "Vietnamese"] "Tiếng Việt"
    "zh" ["zho" "chi"] ["Chinesisch" "Chinese"] "中文"
};

/// All codes of ISO 639-1 (Library of Congress, 183 languages).
const ISO_639_1: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch \
co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi \
ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky \
la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om \
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te \
tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_lengths_name_one_language() {
        for (given, code) in [
            ("tr", Some("tr")),
            ("TUR", Some("tr")),
            ("tr-TR", Some("tr")),
            ("ger", Some("de")),
            ("kmr", Some("kmr")),
            ("yo", Some("yo")),
            ("xx", None),
            ("xyz", None),
            ("türkisch", None),
            ("", None),
        ] {
            assert_eq!(
                Language::from_code(given).as_ref().map(Language::code),
                code,
                "{given}"
            );
        }
        assert_eq!(Language::GERMAN.code(), "de");
    }

    #[test]
    fn names_are_understood_in_german_english_and_by_speakers() {
        for (name, code) in [
            ("türkisch", Some("tr")),
            ("TURKISH", Some("tr")),
            ("Türkçe", Some("tr")),
            ("kurmancî", Some("kmr")),
            ("Gebärdensprache", Some("gsg")),
            ("العربية", Some("ar")),
            ("Klingonisch", None),
        ] {
            assert_eq!(
                Language::named(name).as_ref().map(Language::code),
                code,
                "{name}"
            );
        }
    }

    #[test]
    fn every_known_language_has_a_code_and_an_endonym() {
        for known in KNOWN {
            let language = Language::from_code(known.code).unwrap();
            assert_eq!(endonym(language), Some(known.endonym));
        }
        assert_eq!(endonym(Language::from_code("zu").unwrap()), None);
    }

    #[test]
    fn serde_refuses_what_is_no_code() {
        assert!(serde_json::from_str::<Language>("\"tr\"").is_ok());
        assert!(serde_json::from_str::<Language>("\"tk-\\u0000\"").is_ok());
        assert!(serde_json::from_str::<Language>("\"nonsense\"").is_err());
    }
}
