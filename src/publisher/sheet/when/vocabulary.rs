//! Words that say when something does not take place. They are folded: no capitals, no umlauts.

/// How a word can take dates away.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Restriction {
    /// A part of the year: "August", "Ferien", "Weihnachten".
    Season,
    /// That something does not happen: "geschlossen", "entfällt".
    Cancelled,
    /// "nicht", "nur", "außer".
    Limit,
    /// How often, where no rule can say it: "Quartal", "gerade", "einmal".
    Rhythm,
}

/// Months, and days of the year with a name of their own.
const TIMES_OF_YEAR: &[&str] = &[
    "jan",
    "januar",
    "janner",
    "feb",
    "februar",
    "marz",
    "mrz",
    "apr",
    "april",
    "mai",
    "jun",
    "juni",
    "jul",
    "juli",
    "aug",
    "august",
    "sep",
    "sept",
    "september",
    "okt",
    "oktober",
    "nov",
    "november",
    "dez",
    "dezember",
    "ostern",
    "silvester",
    "neujahr",
    "heiligabend",
    "ramadan",
    "schulzeit",
];
/// Also with an ending: "Wintermonate", but not "Wintergarten".
const SEASONS: &[&str] = &["sommer", "winter", "herbst", "fruhling", "fruhjahr"];
/// How words begin.
const OCCASIONS: &[&str] = &[
    "weihnacht",
    "pfingst",
    "advent",
    "karneval",
    "fasching",
    "feiertag",
    "bruckentag",
    "schulfrei",
    "schultag",
    "schulwoche",
    "schuljahr",
];
/// How words begin.
const CANCELLED: &[&str] = &[
    "geschlossen",
    "abgesagt",
    "entfall",
    "ausfall",
    "ausgefallen",
    "gestrichen",
    "pausier",
    "unterbr",
    "ausnahm",
    "abweich",
    "verschoben",
    "verlegt",
    "ausgesetzt",
    "eingestellt",
    "beendet",
    "ruhetag",
];
/// Whole words.
const RHYTHMS: &[&str] = &[
    "einmal",
    "einmalig",
    "zweimal",
    "dreimal",
    "viermal",
    "manchmal",
    "mehrmals",
    "gelegentlich",
    "meist",
    "meistens",
    "teilweise",
    "zeitweise",
    "normalerweise",
    "voraussichtlich",
    "evtl",
    "wechsel",
    "abwechselnd",
    "werktags",
    "mtl",
    "tg",
    "tgl",
    "kw",
    "gerade",
    "geraden",
    "gerader",
    "ungerade",
    "ungeraden",
    "ungerader",
    "jahr",
    "jahre",
    "jahren",
    "jahres",
    "monat",
    "monate",
    "monaten",
    "woche",
    "wochen",
];

/// How a word can take dates away, by itself.
pub(super) fn restriction(word: &str) -> Option<Restriction> {
    let begins = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    let has = |parts: &[&str]| parts.iter().any(|part| word.contains(part));
    let season = |season: &&str| {
        let rest = word.strip_prefix(season);
        rest.is_some_and(|rest| matches!(rest, "" | "s" | "zeit" | "monate" | "monaten"))
    };
    // Not "Mittagspause".
    let pause = word
        .strip_suffix("pause")
        .is_some_and(|of| of.is_empty() || SEASONS.contains(&of));
    if RHYTHMS.contains(&word)
        || begins(&["unregelmass", "eventu", "tagig", "tagl", "vierzehntag"])
        || has(&[
            "jahrlich",
            "vierteljahr",
            "kalenderwoche",
            "wochentl",
            "wochig",
            "monatl",
            "zweimonat",
            "quartal",
        ])
    {
        Some(Restriction::Rhythm)
    } else if TIMES_OF_YEAR.contains(&word)
        || SEASONS.iter().any(season)
        || begins(OCCASIONS)
        || has(&["ferien", "semester", "saison", "halbjahr"])
    {
        Some(Restriction::Season)
    } else if begins(CANCELLED)
        || matches!(word, "fallt" | "fallen" | "ruht")
        || pause
        || has(&["urlaub"])
    {
        Some(Restriction::Cancelled)
    } else if matches!(
        word,
        "nicht" | "nur" | "ausser" | "ausserhalb" | "lediglich" | "ausschliesslich"
    ) || word
        .strip_prefix("kein")
        .is_some_and(|end| matches!(end, "" | "e" | "en" | "er" | "em"))
    {
        Some(Restriction::Limit)
    } else {
        None
    }
}
