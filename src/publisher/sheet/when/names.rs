//! Names of days, of parts of the day and of months, in the forms in which offices write them.
//! All words here are folded: no capitals, no umlauts.

use jiff::civil::{Time, time};
use raupe_core::offer::Weekday;

/// A part of the day, as people name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PartOfDay {
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
}

impl PartOfDay {
    /// The part that a word names.
    pub(super) fn named(word: &str) -> Option<Self> {
        Some(match word {
            "morgens" | "fruh" | "fruhmorgens" | "vormittag" | "vormittags" | "vorm" | "vm" => {
                Self::Morning
            }
            "mittag" | "mittags" => Self::Noon,
            "nachmittag" | "nachmittags" | "nachm" | "nm" => Self::Afternoon,
            "abend" | "abends" => Self::Evening,
            "nachts" => Self::Night,
            _ => return None,
        })
    }

    /// How it is said of each day.
    pub(super) const fn german(self) -> &'static str {
        match self {
            Self::Morning => "vormittags",
            Self::Noon => "mittags",
            Self::Afternoon => "nachmittags",
            Self::Evening => "abends",
            Self::Night => "nachts",
        }
    }

    /// Whether something that begins then can be meant.
    pub(super) fn has(self, opens: Time) -> bool {
        let (from, to) = match self {
            Self::Morning => (time(5, 0, 0, 0), time(12, 0, 0, 0)),
            Self::Noon => (time(11, 0, 0, 0), time(14, 30, 0, 0)),
            Self::Afternoon => (time(12, 0, 0, 0), time(18, 0, 0, 0)),
            Self::Evening => (time(16, 30, 0, 0), time(23, 59, 0, 0)),
            Self::Night => return opens >= time(20, 0, 0, 0) || opens < time(6, 0, 0, 0),
        };
        (from..=to).contains(&opens)
    }
}

/// Each day with its short forms, which stand alone, and its name, which can have endings.
const DAYS: [(&[&str], &str); 8] = [
    (&["mo", "mon", "mont"], "montag"),
    (&["di", "dien", "dienst"], "dienstag"),
    (&["mi", "mitt", "mittw"], "mittwoch"),
    (&["do", "don", "donn", "donnerst"], "donnerstag"),
    (&["fr", "fre", "freit"], "freitag"),
    (&["sa", "sam", "samst"], "samstag"),
    (&["so", "son", "sonnt"], "sonntag"),
    (&["sonnab"], "sonnabend"),
];

/// The day that a word names, and the part of it: `di`, `dienstags`, `dienstagvormittag`.
pub(super) fn day(word: &str) -> Option<(Weekday, Option<PartOfDay>)> {
    DAYS.iter().enumerate().find_map(|(at, (short, long))| {
        // Sonnabend is Samstag.
        let day = Weekday::ALL[if at == 7 { 5 } else { at }];
        if short.contains(&word) {
            return Some((day, None));
        }
        match word.strip_prefix(long)? {
            "" | "s" | "e" | "en" => Some((day, None)),
            "morgen" => Some((day, Some(PartOfDay::Morning))),
            part => PartOfDay::named(part).map(|part| (day, Some(part))),
        }
    })
}

/// The month that a word names, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "januar",
        "februar",
        "marz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
    ];
    let others = match word {
        "janner" => Some(0),
        "mrz" => Some(2),
        _ => None,
    };
    let at = others.or_else(|| {
        let fits = |name: &&str| word.len() > 2 && name.starts_with(word);
        MONTHS.iter().position(fits)
    })?;
    i8::try_from(at + 1).ok()
}

/// "ersten", "letzter": which one an ordinal in words means.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    Some(match word.trim_end_matches(['e', 'r', 'n', 's', 'm']) {
        "erst" if word != "erst" => 1,
        "zweit" => 2,
        "dritt" => 3,
        "viert" => 4,
        "funft" => 5,
        "letzt" => -1,
        "vorletzt" => -2,
        _ => return None,
    })
}

/// "zwei", "zweiten", "andere": a small number in words, as in "alle zwei Wochen".
pub(super) fn small_number(word: &str) -> Option<u8> {
    Some(match word {
        "zwei" | "zweite" | "zweiten" | "zweiter" | "andere" | "anderen" => 2,
        "drei" | "dritte" | "dritten" | "dritter" => 3,
        "vier" | "vierte" | "vierten" | "vierter" => 4,
        "sechs" => 6,
        "acht" => 8,
        _ => return None,
    })
}
