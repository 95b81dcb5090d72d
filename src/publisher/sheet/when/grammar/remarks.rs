//! Words that are known to change no dates, and are shown beside them: how one takes part, the
//! room, the price. The list is short on purpose: whatever else there is to say stands in
//! brackets.

use winnow::combinator::{alt, not, opt, preceded, repeat};
use winnow::prelude::*;

use super::super::tokens::Kind;
use super::{Means, Read, Tokens, closed, dates, days, link, list, sign, take, to, word};

pub(super) fn remark(input: &mut Tokens<'_>) -> Read<Means> {
    alt((
        label,
        registration.value(Means::Registration),
        how.value(Means::How),
        all_day.value(Means::AllDay),
        alt((
            people,
            ages,
            classes,
            alt((room, place)),
            price,
            free,
            included,
            all_year,
        ))
        .value(Means::Remark),
    ))
    .parse_next(input)
}

/// "Sprechzeiten:", which says nothing that the column does not say.
fn label(input: &mut Tokens<'_>) -> Read<Means> {
    let names = word(&[
        "offnungszeiten",
        "offnungszeit",
        "sprechzeiten",
        "sprechzeit",
        "zeiten",
        "burozeiten",
        "termine",
        "termin",
        "wann",
        "uhrzeit",
    ]);
    (names, opt(sign(&Kind::Colon)))
        .value(Means::Filler)
        .parse_next(input)
}

/// "telefonisch", "online", "offene Sprechstunde".
fn how(input: &mut Tokens<'_>) -> Read<()> {
    let hours = word(&[
        "sprechstunde",
        "sprechstunden",
        "sprechzeit",
        "sprechzeiten",
        "beratung",
        "treff",
        "erreichbar",
        "erreichbarkeit",
    ]);
    let kind = word(&[
        "telefonisch",
        "telefonische",
        "personlich",
        "personliche",
        "online",
        "digital",
        "offene",
        "offener",
    ]);
    let by = (
        word(&["per", "am"]),
        word(&["telefon", "video", "zoom", "videochat"]),
    );
    let there = (word(&["vor"]), word(&["ort"]));
    let plain = word(&["sprechstunde", "sprechstunden"]);
    alt((
        (kind, opt(hours), opt(sign(&Kind::Colon))).void(),
        (plain, opt(sign(&Kind::Colon))).void(),
        by.void(),
        there.void(),
    ))
    .parse_next(input)
}

/// "mit Anmeldung", "nur nach vorheriger Anmeldung", "Anmeldung bis Freitag, 8.1.2027".
fn registration(input: &mut Tokens<'_>) -> Read<()> {
    const BEFORE: &[&str] = &["nur", "bitte", "mit", "ohne", "nach", "um", "keine", "eine"];
    const HOW: &[&str] = &[
        "vorherige",
        "vorheriger",
        "telefonische",
        "telefonischer",
        "schriftliche",
        "verbindliche",
    ];
    const AFTER: &[&str] = &[
        "ist",
        "wird",
        "nicht",
        "erforderlich",
        "erbeten",
        "gebeten",
        "notig",
        "notwendig",
        "erwunscht",
        "moglich",
    ];
    let _: () = repeat(0.., word(BEFORE)).parse_next(input)?;
    opt(word(HOW)).parse_next(input)?;
    let please = (word(&["vorher"]), word(&["anmelden"])).void();
    if opt(alt((word(&["anmelden"]), please)))
        .parse_next(input)?
        .is_some()
    {
        return Ok(());
    }
    word(&["anmeldung", "voranmeldung"]).parse_next(input)?;
    opt(sign(&Kind::Colon)).parse_next(input)?;
    let _: () = repeat(0.., word(AFTER)).parse_next(input)?;
    let day = alt((dates::date.void(), days::days.void()));
    let by = (word(&["bis"]), opt(word(&["zum"])), day);
    opt(by).parse_next(input)?;
    let _: () = repeat(0.., word(AFTER)).parse_next(input)?;
    Ok(())
}

/// "nur für Frauen", "für Mütter und Kinder".
fn people(input: &mut Tokens<'_>) -> Read<()> {
    let who = word(&[
        "alle",
        "alleinerziehende",
        "anfanger",
        "babys",
        "eltern",
        "erwachsene",
        "familien",
        "fortgeschrittene",
        "frauen",
        "jugendliche",
        "jungen",
        "kinder",
        "madchen",
        "manner",
        "mutter",
        "schwangere",
        "senioren",
        "vater",
    ]);
    (opt(word(&["nur"])), word(&["fur"]), list(who))
        .void()
        .parse_next(input)
}

/// "ab 18 Jahren", "6–12 Jahre".
fn ages(input: &mut Tokens<'_>) -> Read<()> {
    fn number(input: &mut Tokens<'_>) -> Read<()> {
        take(|kind| matches!(kind, Kind::Number(_)).then_some(())).parse_next(input)
    }
    let before = opt(word(&["ab", "von", "bis", "fur", "uber", "unter"]));
    let unit = word(&["jahr", "jahre", "jahren", "monat", "monate", "monaten"]);
    (before, number, opt((to, number)), unit)
        .void()
        .parse_next(input)
}

/// "1.–4. Klasse".
fn classes(input: &mut Tokens<'_>) -> Read<()> {
    fn number(input: &mut Tokens<'_>) -> Read<()> {
        take(|kind| matches!(kind, Kind::Ordinal(_)).then_some(())).parse_next(input)
    }
    let more = (alt((to, link)), number);
    (number, opt(more), word(&["klasse", "klassen"]))
        .void()
        .parse_next(input)
}

/// "Raum 3", "Raum 1.15", "1. OG", "im 2. Stock", "Erdgeschoss".
fn room(input: &mut Tokens<'_>) -> Read<()> {
    let number = take(|kind| {
        matches!(
            kind,
            Kind::Number(_) | Kind::Ordinal(_) | Kind::Time { .. } | Kind::DayMonth(..)
        )
        .then_some(())
    });
    let letter = take(|kind| matches!(kind, Kind::Word(word) if word.len() == 1).then_some(()));
    let room = (
        word(&["raum", "zimmer", "saal", "seminarraum", "haus"]),
        alt((number, letter)),
    );
    let which = take(|kind| matches!(kind, Kind::Ordinal(_)).then_some(()));
    let floor = (
        opt(word(&["im", "in", "der"])),
        which,
        word(&["og", "stock", "obergeschoss", "etage", "ug"]),
    );
    let ground = (opt(word(&["im"])), word(&["erdgeschoss", "eg"]));
    alt((room.void(), floor.void(), ground.void())).parse_next(input)
}

/// "in der Turnhalle", "Mühlstraße 3": words that end as names of buildings and streets do, which
/// no word about times does.
fn place(input: &mut Tokens<'_>) -> Read<()> {
    const ENDS: &[&str] = &[
        "strasse",
        "gasse",
        "allee",
        "platz",
        "halle",
        "schule",
        "zentrum",
        "kirche",
        "rathaus",
        "gemeindehaus",
        "pfarrheim",
        "pfarrhaus",
        "familienhaus",
        "jugendhaus",
        "burgerhaus",
        "bibliothek",
        "bucherei",
        "kindergarten",
        "kita",
        "kindertagesstatte",
        "mensa",
        "krankenhaus",
        "klinik",
        "schwimmbad",
        "hallenbad",
        "stadion",
        "sportplatz",
        "spielplatz",
    ];
    let before = word(&[
        "in",
        "im",
        "bei",
        "beim",
        "am",
        "an",
        "auf",
        "der",
        "dem",
        "den",
        "ort",
        "treffpunkt",
    ]);
    let _: () = repeat(0.., before).parse_next(input)?;
    opt(sign(&Kind::Colon)).parse_next(input)?;
    let building = take(|kind| {
        let is_place = |word: &String| ENDS.iter().any(|end| word.ends_with(end));
        matches!(kind, Kind::Word(word) if is_place(word)).then_some(())
    });
    let number = take(|kind| matches!(kind, Kind::Number(_)).then_some(()));
    let letter = take(|kind| matches!(kind, Kind::Word(word) if word.len() == 1).then_some(()));
    (building, opt((number, opt(letter))))
        .void()
        .parse_next(input)
}

/// "5 €", "3,50 Euro pro Kind", "10 € im Monat".
pub(super) fn price(input: &mut Tokens<'_>) -> Read<()> {
    let number = take(|kind| matches!(kind, Kind::Number(_) | Kind::Time { .. }).then_some(()));
    let cents = take(|kind| matches!(kind, Kind::Number(0..=99)).then_some(()));
    let euro = word(&["euro", "eur"]);
    opt((
        word(&["kosten", "kostet", "preis", "beitrag", "eintritt"]),
        opt(sign(&Kind::Colon)),
    ))
    .parse_next(input)?;
    (number, opt((sign(&Kind::Comma), cents)), euro).parse_next(input)?;
    let each = (
        word(&["pro", "je", "im"]),
        word(&[
            "person",
            "kind",
            "familie",
            "termin",
            "treffen",
            "monat",
            "woche",
            "abend",
            "teilnehmer",
            "quartal",
            "halbjahr",
            "jahr",
            "stunde",
            "kurs",
        ]),
    );
    let often = word(&["monatlich", "wochentlich", "jahrlich"]);
    opt(alt((each.void(), often))).parse_next(input)?;
    Ok(())
}

/// "kostenlos", "Eintritt frei".
fn free(input: &mut Tokens<'_>) -> Read<()> {
    alt((
        word(&["kostenlos", "kostenfrei", "gratis", "gebuhrenfrei"]),
        (word(&["eintritt", "teilnahme"]), word(&["frei"])).void(),
    ))
    .parse_next(input)
}

/// "auch in den Ferien und an Feiertagen".
fn included(input: &mut Tokens<'_>) -> Read<()> {
    fn times(input: &mut Tokens<'_>) -> Read<()> {
        let before = word(&["in", "an", "den", "der", "wahrend", "gesetzlichen"]);
        let _: () = repeat(0.., before).parse_next(input)?;
        word(&[
            "ferien",
            "schulferien",
            "sommerferien",
            "feiertag",
            "feiertagen",
        ])
        .parse_next(input)
    }
    preceded(word(&["auch"]), list(times))
        .void()
        .parse_next(input)
}

/// "ganztägig", but not "ganztägig geschlossen".
fn all_day(input: &mut Tokens<'_>) -> Read<()> {
    (word(&["ganztagig", "ganztags"]), not(closed::is_closed))
        .void()
        .parse_next(input)
}

/// "ganzjährig".
fn all_year(input: &mut Tokens<'_>) -> Read<()> {
    word(&["ganzjahrig", "fortlaufend", "durchgehend"]).parse_next(input)
}
