//! What takes dates away, and what only looks like it.

use super::super::cell::in_words;
use super::super::{rules, words};

/// Notes that change nothing about the dates of a rule.
pub(super) const NOTES: &[&str] = &[
    "Raum 3",
    "1. Stock",
    "im zweiten Hinterhof",
    "Wintergarten",
    "Eingang; hinten",
    "mit Anmeldung",
    "nur mit Anmeldung",
    "nur nach Anmeldung",
    "ohne Anmeldung",
    "nur nach vorheriger Anmeldung",
    "nur nach telefonischer Anmeldung",
    "keine Anmeldung nötig",
    "Anmeldung nicht erforderlich",
    "Anmeldung bis Freitag",
    "Anmeldung bis Freitag, 8.1.2027",
    "Anmeldung bis 8.1.2027; Raum 3",
    "Anmeldung Mo, Mi und Fr 8–12 Uhr",
    "Tel. 03321 12345, Mo–Fr 8–12 Uhr",
    "Einlass 15:30 Uhr",
    "für Eltern mit Babys",
    "nur für Mütter",
    "nicht für Geschwister",
    "nicht barrierefrei",
    "ab 6 Monaten",
    "1–3 Jahre",
    "bis zum 3. Lebensjahr",
    "für Babys ab 12 Wochen",
    "auch in den Ferien",
    "ganzjährig",
    "ganzes Jahr",
    "1. bis 4. Klasse",
    "1. und 2. Klasse",
    "2. und 3. Lebensjahr",
    "bis zu einem Jahr",
    "Kinder ab einem Jahr",
    "für Babys bis sechs Monate",
    "10 € im Monat",
    "10 € monatlich",
    "5 Euro pro Woche",
    "nur Barzahlung",
    "nur Babys",
    "nur Alleinerziehende",
    "nicht nur für Mütter",
    "erst ab 16 Uhr",
    "Hausbesuche nach Vereinbarung",
    "mit Mittagspause",
    "sonst nach Vereinbarung",
    "offene Sprechzeit, Wartezeit möglich",
    "Beratung auf Türkisch",
    "2 € pro Kind",
];

#[test]
fn ordinary_notes_stay_notes() {
    let wrong = NOTES.iter().filter_map(|note| {
        let read = rules(&format!("Mo 9 Uhr ({note})"));
        let right = words(&read.schedules).0 == format!("jeden Mo 9:00 Uhr ({note})");
        (!right || read.unclear.is_some()).then(|| format!("{note}: {read:?}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), [""; 0]);
}

/// What could take dates away and is not understood takes away all of them.
#[test]
fn a_rule_beside_a_restriction_is_words() {
    let mut wrong = Vec::new();
    for cell in [
        "Do 16 Uhr (1. und 3. im Monat)",
        "Do 16 Uhr (1. und 3.)",
        "Do 16 Uhr, am 1. und 3. im Monat",
        "Mo–Fr 8–12 Uhr (nur in den Ferien)",
        "Mo–Fr 8–12 Uhr (Ferienbetreuung)",
        "Mi 16 Uhr (KW 2, 4 und 6)",
        "Mo 9 Uhr (nicht am 24.12.)",
        "Mo 9 Uhr (24.12. geschlossen)",
        "Mo 9 Uhr (bei Regen nicht)",
        "Mo 9 Uhr (Sommerpause im Juli)",
        "Mo 9 Uhr (ab Herbst)",
        "Mo 9 Uhr (ab 2027)",
        "Mo 9 Uhr (einmal im Quartal)",
        "Mo 9 Uhr (1x im Monat)",
        "Mo 9 Uhr (vierteljährlich)",
        "Mo 9 Uhr (nach Bedarf)",
        "Mo 9 Uhr (8 Wochen)",
        "Mo 9 Uhr (nächster Termin 4.1.2027)",
        "Mo–Fr 8–12 Uhr (Mi bis 11 Uhr)",
        "Mo–Fr 8–12 Uhr (außer Mi)",
        "Mo 9 Uhr (nicht in den Ferien, Raum 3)",
        "Mo 9 Uhr (erster und dritter Montag)",
        "Mo 9 Uhr (jeden zweiten Montag)",
        "Mo 9 Uhr (jeden ersten Mo)",
        "Mo 9 Uhr (letzter Montag)",
        "Mo 9 Uhr (jeden ersten)",
        "Mo 9 Uhr (1. und 3. Montagabend)",
        "Mo 9 Uhr (im 14-tägigen Rhythmus)",
        "Mo 9 Uhr (14-tg.)",
        "Mo 9 Uhr (2-wöchentl.)",
        "Mo 9 Uhr (mtl.)",
        "Mo 9 Uhr (monatl.)",
        "Mo 9 Uhr (1x im Vierteljahr)",
        "Mo 9 Uhr (an Schultagen)",
        "Mo 9 Uhr (während der Schulwochen)",
        "Mo 9 Uhr (im Schuljahr 2026/27)",
        "Mo 9 Uhr (ab 10/2026)",
        "Mo 9 Uhr (für 8 Wochen)",
        "So 9 Uhr (werktags)",
        "Di 9 Uhr (ab 12.1.2027, Anmeldung erforderlich)",
        "Di 9 Uhr (nächster Kurs ab 12.1.2027, Anmeldung erforderlich)",
        "Di 9 Uhr (am 5. und 19.1., mit Anmeldung)",
        "Di 9 Uhr (1. und 3. Di, mit Anmeldung)",
        "Di 9 Uhr (bis 30.6.2027; telefonisch erreichbar)",
        "Mo 9 Uhr außer 24.12.2026 bis 6.1.2027",
        "Mo 9 Uhr außer 24.12.2026 bis zum 6.1.2027",
        "Mo 9 Uhr nicht am 24.12.2026 – 6.1.2027",
        "Mo 9 Uhr (außer am 24.12.2026 bis 6.1.2027)",
        "Mo–Fr 8–12 Uhr, Mi 14–18 Uhr (14-tägig ab 6.1.2027)",
        "Mo 9 Uhr (14-tägig ab 4.1.2027), Mi 14 Uhr",
        "Mo 9 Uhr (wöchentlich), Mi 14 Uhr (14-tägig ab 6.1.2027)",
        "wöchentlich Mo 9 Uhr (14-tägig ab 4.1.2027)",
        "Mi 6.1.2027, 15 Uhr (6 Termine)",
        "Mo–Fr 8–12 Uhr, nachmittags nach Vereinbarung",
        "Mo–Fr 8–12 Uhr, Hausbesuche nach Vereinbarung",
        "Mo–Fr 8–12 Uhr, in den Ferien nach Absprache",
        "1. Mi im Quartal 15 Uhr",
        "Mi 16 Uhr im August",
        "Mi 16 Uhr im Winterhalbjahr",
        "vierteljährlich Mo 9 Uhr",
        "einmal jährlich Sa 10 Uhr",
        "2x im Monat Mo 9 Uhr ab 4.1.2027",
        "16.1.2027, 10–16 Uhr abgesagt",
        "Mi, 23.12.2026 fällt aus",
        "monatlich Sa 10 Uhr",
        "Sa 10–12 Uhr, monatlich",
        "Sa 10 Uhr (monatlich)",
        "Sa im Monat 10 Uhr",
        "jeden Monat samstags 10 Uhr",
        "monatlich jeden Sa 10 Uhr",
        "einmal im Monat Sa 10 Uhr",
        "1. Mo und jeden Di im Monat 9 Uhr",
        "Mo 9 Uhr ab 4.1.2027, Mi 14 Uhr ab 3.2.2027",
        "Mo 9 Uhr ab 4.1.2027 (ab 1.2.2027)",
        "Mo 9 Uhr nach Anmeldung und Absprache",
        "Mo 9 Uhr und im Juli nach Vereinbarung",
        "Mo–Fr 8–12 Uhr sowie auf Anfrage (Raum 3), nicht in den Ferien",
    ] {
        let read = rules(cell);
        let is_words = read.schedules == [in_words(cell)];
        // By appointment is clear, and has no dates either.
        if !is_words {
            wrong.push(format!("{cell} | {}", words(&read.schedules).0));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// A line that is not accounted for takes the dates of all lines, and makes one finding.
#[test]
fn a_line_that_is_not_understood_makes_words_of_all() {
    for lines in [
        ["Mi 16 Uhr", "nur gerade Monate"],
        ["Mi 16 Uhr", "vierteljährlich"],
        ["Mi 16 Uhr", "(Sommerpause im Juli)"],
        ["Mi 16 Uhr", "im August Do 16 Uhr"],
        ["Mo–Fr 8–12 Uhr", "Sa, 24.12.2026 geschlossen"],
        ["am 1. und 15. im Monat 9 Uhr", "So geschlossen"],
        ["Mo 9 Uhr", "außer 24.12.2026 bis 6.1.2027"],
        ["Mo–Fr 8–12 Uhr", "nicht am Mi"],
        ["Mo–Fr 8–12 Uhr", "24.12. geschlossen"],
        ["Mo–Fr 8–12 Uhr", "nur nach Vereinbarung"],
        ["Mo–Fr 8–12 Uhr", "in den Ferien nach Vereinbarung"],
        ["Mo–Fr 8–12 Uhr", "Mi nur nach Vereinbarung"],
        ["Mi 16 Uhr ab 6.1.2027", "ab 3.2.2027"],
        ["Fr 9 Uhr", "1. Mi im Quartal 15 Uhr"],
        ["Fr 9 Uhr", "einmal im Monat Sa 10 Uhr"],
        ["Fr 9 Uhr", "wenn der Mond scheint"],
        ["Mo–Fr 8–16 Uhr", "Fr 8–12 Uhr"],
    ] {
        let read = rules(&lines.join("\n"));
        assert_eq!(read.schedules, lines.map(in_words), "{lines:?}");
        let cell = read.unclear.map(|it| it.cell);
        assert_eq!(cell, Some(lines.join(" ")));
    }
}
