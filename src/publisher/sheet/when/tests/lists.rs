//! Cells as offices write them: in the order in which a reader of the handbook meets the kinds.

use super::read;

/// What cells mean; `None` where they are words.
fn assert_means(cells: &[(&str, Option<&str>)]) {
    let wrong = cells.iter().filter_map(|(cell, meaning)| {
        let (found, clear) = read(cell);
        let right = match meaning {
            Some(meaning) => clear && found == *meaning,
            None => !clear,
        };
        (!right).then(|| format!("{cell} | {} | {found}", meaning.unwrap_or("(words)")))
    });
    assert_eq!(wrong.collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn days_have_many_names() {
    assert_means(&[
        (
            "Die und Do von 8:30 bis 12 und 13 bis 16:30 Uhr",
            Some("Di und Do 8:30–12:00; Di und Do 13:00–16:30"),
        ),
        ("Die 9–11 Uhr", Some("jeden Di 9:00–11:00")),
        ("Die Gruppe trifft sich Mo 9 Uhr", None),
        (
            "Mo, Mittw., Sam. 9-12 Uhr",
            Some("Mo, Mi und Sa 9:00–12:00"),
        ),
        ("Donnerst. 16 Uhr", Some("jeden Do 16:00 Uhr")),
        ("Sonnabends 10–13 Uhr", Some("jeden Sa 10:00–13:00")),
        ("Mittwochnachmittag 14–17 Uhr", Some("jeden Mi 14:00–17:00")),
        ("Mi-Nachmittag 14–17 Uhr", Some("jeden Mi 14:00–17:00")),
        ("Mittwochnachmittag 9–11 Uhr", None),
        ("Freitagabend", Some("jeden Fr (abends)")),
        ("Di und Freitagabend", None),
        ("Mo Mi Fr 9 Uhr", Some("Mo, Mi und Fr 9:00 Uhr")),
        (
            "täglich außer Mi 10–18 Uhr",
            Some("Mo, Di, Do, Fr, Sa und So 10:00–18:00"),
        ),
        ("1. und 3. Mo und Do 9 Uhr", None),
        ("jeden ersten Do 16 Uhr", Some("1. Do im Monat 16:00 Uhr")),
        ("jeden 3. Do 16 Uhr", None),
        ("jeden 2. Sa im Monat", Some("2. Sa im Monat")),
        (
            "Do 18 Uhr, 1. Fr im Monat 16 Uhr",
            Some("jeden Do 18:00 Uhr; 1. Fr im Monat 16:00 Uhr"),
        ),
    ]);
}

#[test]
fn hours_belong_to_the_days_before_them() {
    assert_means(&[
        (
            "Mo–Fr 8–12 Uhr, Dienstagnachmittag 14–18 Uhr",
            Some("Mo–Fr 8:00–12:00; jeden Di 14:00–18:00"),
        ),
        ("Mo–Fr 8–16 Uhr, Fr 8–12 Uhr", None),
        (
            "Mo–Do 8–16, Fr 8–12 Uhr",
            Some("Mo–Do 8:00–16:00; jeden Fr 8:00–12:00"),
        ),
        (
            "Mo 9–12 Uhr, telefonisch Di 14–16 Uhr",
            Some("jeden Mo 9:00–12:00; jeden Di 14:00–16:00 (telefonisch)"),
        ),
        (
            "Mo 9–12 Uhr telefonisch, Di 14–16 Uhr",
            Some("jeden Mo 9:00–12:00 (telefonisch); jeden Di 14:00–16:00"),
        ),
        ("Mo 9–12 Uhr telefonisch Di 14–16 Uhr", None),
        (
            "Telefonisch: Di 13–17 Uhr, Do 9–12 Uhr",
            Some("jeden Di 13:00–17:00 (Telefonisch); jeden Do 9:00–12:00 (Telefonisch)"),
        ),
        (
            "Mo 9 Uhr (Saal), Mi 14 Uhr (Küche)",
            Some("jeden Mo 9:00 Uhr (Saal); jeden Mi 14:00 Uhr (Küche)"),
        ),
        (
            "Mo 9 Uhr, Mi 14 Uhr, mit Anmeldung",
            Some("jeden Mo 9:00 Uhr; jeden Mi 14:00 Uhr; mit Anmeldung"),
        ),
        ("Mo 9 Uhr nicht in den Ferien, Mi 14 Uhr", None),
        ("9–11 Uhr, Mi 14–16 Uhr", None),
        ("Montag – 17 – 20 Uhr", Some("jeden Mo 17:00–20:00")),
        (
            "Mo 8–12 Uhr, nachmittags 14–16 Uhr",
            Some("jeden Mo 8:00–12:00; jeden Mo 14:00–16:00"),
        ),
        ("Mo 8–12 Uhr, Di 14–18 Uhr Mi – Do 9–11 Uhr", None),
    ]);
}

#[test]
fn hours_are_hours() {
    assert_means(&[
        ("Di 9–11 Uhr, 3.50 €", Some("jeden Di 9:00–11:00 (3.50 €)")),
        (
            "Di 9–11 Uhr, 2,50 Euro pro Kind",
            Some("jeden Di 9:00–11:00 (2,50 Euro pro Kind)"),
        ),
        (
            "Di 9–11 Uhr, Raum 1.15",
            Some("jeden Di 9:00–11:00 (Raum 1.15)"),
        ),
        ("Di 9–11 Uhr, Zi. 1.15", None),
        ("Di 9–11", None),
        ("Mo 1.12 9 Uhr", None),
        ("9.12. 10 Uhr", None),
        ("Mo 9.30h", Some("jeden Mo 9:30 Uhr")),
        ("Mo 9h30–12h", Some("jeden Mo 9:30–12:00")),
        ("Mo halb 10 bis 12 Uhr", Some("jeden Mo 9:30–12:00")),
        ("Mo halb 3 bis 17 Uhr", Some("jeden Mo 14:30–17:00")),
        ("Mo 9 bis viertel vor 11 Uhr", Some("jeden Mo 9:00–10:45")),
        ("Mo halb 8", None),
        ("Mo halb 8 bis 10 Uhr", None),
        ("Mo 16–14 Uhr", None),
        ("Mo 19–1 Uhr", Some("jeden Mo 19:00–1:00")),
        ("Mo 0–24 Uhr", Some("jeden Mo 0:00–0:00")),
        (
            "Mo 6–12 Jahre 15 Uhr",
            Some("jeden Mo 15:00 Uhr (6–12 Jahre)"),
        ),
        ("Mo 8 Uhr abends", None),
        ("Mi 15 Uhr statt 14 Uhr", None),
        ("Mo 9 Uhr\nAnmeldung: Di 10–12 Uhr", None),
        ("Fr 24 Uhr", None),
        ("Fr 20–24 Uhr", Some("jeden Fr 20:00–0:00")),
        ("Mo 9 Uhr, Anmeldung bis Freitag 12 Uhr", None),
        ("Mo 9/10 Uhr", None),
        ("6.1.2027 (15 Uhr) und 13.1.2027 (16 Uhr)", None),
        (
            "6.1.2027 15 Uhr und 13.1.2027 16 Uhr",
            Some("6.1.2027 15:00 Uhr; 13.1.2027 16:00 Uhr"),
        ),
        ("Mo 8:00 12:00", None),
        (
            "Mo 8:00–12:00 14:00–16:00",
            Some("jeden Mo 8:00–12:00; jeden Mo 14:00–16:00"),
        ),
        ("Der Treff findet Mo um 9 Uhr statt", None),
        ("Wir treffen uns Mo 9 Uhr", Some("jeden Mo 9:00 Uhr")),
        (
            "Mo 9–11 Uhr in der Turnhalle",
            Some("jeden Mo 9:00–11:00 (in der Turnhalle)"),
        ),
        (
            "Mo 9–11 Uhr, Musterstraße 5 a",
            Some("jeden Mo 9:00–11:00 (Musterstraße 5 a)"),
        ),
        ("Mo 9–11 Uhr im Sommer", None),
        (
            "Mo 9–11 Uhr, fu\u{308}r Mu\u{308}tter",
            Some("jeden Mo 9:00–11:00 (fu\u{308}r Mu\u{308}tter)"),
        ),
        ("Mo · 19.30 Uhr!", Some("jeden Mo 19:30 Uhr")),
        ("Sa, 14.8.2027, Beginn: 10 Uhr", Some("14.8.2027 10:00 Uhr")),
        (
            "Mo 9 und 11 Uhr",
            Some("jeden Mo 9:00 Uhr; jeden Mo 11:00 Uhr"),
        ),
    ]);
}

#[test]
fn closed_is_closed() {
    assert_means(&[
        (
            "Mo 9–12 Uhr, Di frei, Mi 14–16 Uhr",
            Some("jeden Mo 9:00–12:00; jeden Mi 14:00–16:00; Di frei"),
        ),
        (
            "Mo: 9:00 - 12:00 Di: - Mi: 14:00 - 18:00",
            Some("jeden Mo 9:00–12:00; jeden Mi 14:00–18:00; Di: -"),
        ),
        (
            "Mo 9–12 Uhr, Di –, Mi 14–16 Uhr",
            Some("jeden Mo 9:00–12:00; jeden Mi 14:00–16:00; Di –"),
        ),
        (
            "Mo–Fr 8–12 Uhr, Mi geschlossen",
            Some("Mo, Di, Do und Fr 8:00–12:00; Mi geschlossen"),
        ),
        ("Mo, Mi 8–12 Uhr, Mi geschlossen", None),
        ("Mo–Fr 8–12 Uhr, Mi ab 10 Uhr geschlossen", None),
        (
            "Mo 8–12 Uhr\nDi 14–18 Uhr\nMi zu",
            Some("jeden Mo 8:00–12:00; jeden Di 14:00–18:00; Mi zu"),
        ),
        (
            "Mo–Fr 8–18 Uhr; Sa, So und Feiertage geschlossen",
            Some("Mo–Fr 8:00–18:00, nicht an Feiertagen; Sa, So und Feiertage geschlossen"),
        ),
        ("Mo–Fr 8–18 Uhr; Sa, in den Ferien geschlossen", None),
        (
            "Mo–Do 8–16 Uhr, in den Ferien geschlossen",
            Some("Mo–Do 8:00–16:00, nicht in den Ferien"),
        ),
        (
            "Mo 9 Uhr, in den Ferien kein Treffen",
            Some("jeden Mo 9:00 Uhr, nicht in den Ferien"),
        ),
        (
            "Mo 9 Uhr, außer Feiertage oder Ferien",
            Some("jeden Mo 9:00 Uhr, nicht in den Ferien und an Feiertagen"),
        ),
        ("Mo 9 Uhr, in den Sommerferien nicht", None),
        (
            "Mo 9 Uhr, auch in den Ferien",
            Some("jeden Mo 9:00 Uhr (auch in den Ferien)"),
        ),
    ]);
}

#[test]
fn lines_go_on() {
    assert_means(&[
        (
            "Montag:\n8–12 Uhr\n14–16 Uhr\nDienstag:\n8–12 Uhr",
            Some("jeden Mo 8:00–12:00; jeden Mo 14:00–16:00; jeden Di 8:00–12:00"),
        ),
        (
            "Mo, Di,\nDo und Fr:\n8–12 Uhr",
            Some("Mo, Di, Do und Fr 8:00–12:00"),
        ),
        (
            "Mi\ngeschlossen\nDo\n8–12 Uhr und\n14–18 Uhr",
            Some("Mi geschlossen; jeden Do 8:00–12:00; jeden Do 14:00–18:00"),
        ),
        (
            "- Mo 8–12 Uhr\n- Di 14–18 Uhr",
            Some("jeden Mo 8:00–12:00; jeden Di 14:00–18:00"),
        ),
        (
            "Mi: 8–12 Uhr; 15–19 Uhr",
            Some("jeden Mi 8:00–12:00; jeden Mi 15:00–19:00"),
        ),
        (
            "Mo 8–12 Uhr<br>Di 14–18 Uhr",
            Some("jeden Mo 8:00–12:00; jeden Di 14:00–18:00"),
        ),
        ("Mo 8–12 Uhr\nJe nach Angebot länger", None),
    ]);
}

#[test]
fn weeks_and_dates() {
    assert_means(&[
        (
            "Di 9 Uhr (gerade Wochen)",
            Some("in geraden Kalenderwochen Di 9:00 Uhr"),
        ),
        (
            "in ungeraden KW Do 16 Uhr",
            Some("in ungeraden Kalenderwochen Do 16:00 Uhr"),
        ),
        (
            "jeden zweiten Fr (gerade KW) 16 Uhr",
            Some("in geraden Kalenderwochen Fr 16:00 Uhr"),
        ),
        (
            "14-tägig Mo, ungerade Wochen, 9 Uhr",
            Some("in ungeraden Kalenderwochen Mo 9:00 Uhr"),
        ),
        ("Mi 9 Uhr, nur gerade Monate", None),
        (
            "alle 2 Wochen Fr 9–11 Uhr ab 8.1.2027\nalle 2 Wochen Fr 9–12 Uhr ab 15.1.2027",
            Some(
                "alle 2 Wochen Fr 9:00–11:00 ab 8.1.2027; alle 2 Wochen Fr 9:00–12:00 ab 15.1.2027",
            ),
        ),
        (
            "alle 2 Wochen Fr 9–11 Uhr ab 8.1.2027\nalle 2 Wochen Fr 9–12 Uhr ab 22.1.2027",
            None,
        ),
        (
            "Di 9–11 Uhr, Anmeldung bis 5.1.2027",
            Some("jeden Di 9:00–11:00 (Anmeldung bis 5.1.2027)"),
        ),
        (
            "Di 9–11 Uhr bis 29.6.2027",
            Some("jeden Di 9:00–11:00 bis 29.6.2027"),
        ),
        ("4., 11. und 18.1.2027 je 9 Uhr", None),
        (
            "4., 11. und 18.1.2027 jeweils 9 Uhr",
            Some("4.1.2027 9:00 Uhr; 11.1.2027 9:00 Uhr; 18.1.2027 9:00 Uhr"),
        ),
        (
            "Sa und So, 16. und 17.1.2027, 10 Uhr",
            Some("16.1.2027 10:00 Uhr; 17.1.2027 10:00 Uhr"),
        ),
        ("Sa und So, 16.1.2027, 10 Uhr", None),
        ("Mo–Fr 6.1.2027 10 Uhr", None),
        (
            "Dienstag, 5. Januar 2027, 15 Uhr",
            Some("5.1.2027 15:00 Uhr"),
        ),
        ("Dienstag, 6. Januar 2027, 15 Uhr", None),
    ]);
}

#[test]
fn by_appointment_is_no_date() {
    assert_means(&[
        (
            "Mo nach Vereinbarung, Di 9–12 Uhr",
            Some("jeden Di 9:00–12:00; Mo nach Vereinbarung"),
        ),
        (
            "Mo: nur mit Termin\nDi: 9–12 Uhr",
            Some("Mo: nur mit Termin; jeden Di 9:00–12:00"),
        ),
        (
            "Mo–Fr 8–12 Uhr u. n. V.",
            Some("Mo–Fr 8:00–12:00 (u. n. V.)"),
        ),
        ("Mo–Fr 8–12 Uhr; Mi nur nach Vereinbarung", None),
        ("nach Vereinbarung Mo–Fr 9–18 Uhr", None),
        ("Beratung im Haus nach Vereinbarung\nMo 9–12 Uhr", None),
    ]);
}
