//! What takes dates away, and what only looks like it.

use super::super::parse::in_words;
use super::super::{rules, words};

/// Notes that change nothing about the dates of a rule.
pub(super) const NOTES: [&str; 28] = [
    "Raum 3",
    "1. Stock",
    "im zweiten Hinterhof",
    "Wintergarten",
    "Eingang; hinten",
    "mit Anmeldung",
    "nur mit Anmeldung",
    "nur nach Anmeldung",
    "ohne Anmeldung",
    "keine Anmeldung nötig",
    "Anmeldung nicht erforderlich",
    "Anmeldung bis Freitag",
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
    "mit Mittagspause",
    "sonst nach Vereinbarung",
    "offene Sprechzeit, Wartezeit möglich",
    "Beratung auf Türkisch",
    "2 € pro Kind",
];

#[test]
fn ordinary_notes_stay_notes() {
    for note in NOTES {
        let read = rules(&format!("Mo 9 Uhr ({note})"));
        assert_eq!(
            words(&read.schedules).0,
            format!("jeden Mo 9:00 Uhr ({note})")
        );
        assert!(read.unclear.is_empty() && read.remarks.is_empty(), "{note}");
    }
}

/// What could take dates away and is not understood takes away all of them.
#[test]
fn a_rule_beside_a_restriction_is_words() {
    for cell in [
        "Do 16 Uhr (1. und 3. im Monat)",
        "Do 16 Uhr (1. und 3.)",
        "Do 16 Uhr, am 1. und 3. im Monat",
        "Mo–Fr 8–12 Uhr (nur in den Ferien)",
        "Mo–Fr 8–12 Uhr (Ferienbetreuung)",
        "Mi 16 Uhr (gerade Kalenderwochen)",
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
        "Mo 9–12 Uhr und Mi nach Vereinbarung",
        "Mo 9 Uhr nach Anmeldung und Absprache",
        "Mo 9 Uhr und im Juli nach Vereinbarung",
        "Mo–Fr 8–12 Uhr sowie auf Anfrage (Raum 3), nicht in den Ferien",
    ] {
        let read = rules(cell);
        assert_eq!(read.schedules, [in_words(cell)], "{cell}");
        assert_eq!(read.unclear, [cell]);
    }
}

/// What could change the other rules of a cell makes all of it words, and one finding.
#[test]
fn a_restriction_in_a_line_of_its_own_counts_for_all_lines() {
    for (lines, others_hold) in [
        (["Mi 16 Uhr", "nur gerade Wochen"], false),
        (["Mi 16 Uhr", "vierteljährlich"], false),
        (["Mi 16 Uhr", "(Sommerpause im Juli)"], false),
        (["Mi 16 Uhr", "im August Do 16 Uhr"], false),
        (["Mo–Fr 8–12 Uhr", "Mi geschlossen"], false),
        (["Mo–Fr 8–12 Uhr", "nicht am Mi"], false),
        (["Mo–Fr 8–12 Uhr", "24.12. geschlossen"], false),
        (["Mo–Fr 8–12 Uhr", "nur nach Vereinbarung"], false),
        (["Mo–Fr 8–12 Uhr", "in den Ferien nach Vereinbarung"], false),
        (["Mi 16 Uhr ab 6.1.2027", "ab 3.2.2027"], false),
        (["Fr 9 Uhr", "1. Mi im Quartal 15 Uhr"], true),
        (["Fr 9 Uhr", "einmal im Monat Sa 10 Uhr"], true),
        (["Fr 9 Uhr", "wenn der Mond scheint"], true),
    ] {
        let read = rules(&lines.join("\n"));
        assert_eq!(read.schedules[1], in_words(lines[1]), "{lines:?}");
        let holds = read.schedules[0] != in_words(lines[0]);
        assert_eq!(holds, others_hold, "{lines:?}");
        let said = if others_hold {
            lines[1].to_owned()
        } else {
            lines.join(" ")
        };
        assert_eq!(read.unclear, [said]);
    }
}
