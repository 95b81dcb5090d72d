mod accounted;
mod lists;
mod restrictions;

use jiff::civil::{Date, Time};
use proptest::prelude::*;
use raupe_core::offer::{NthWeekday, Recurrence, Schedule, Span, Weekday};

use super::{rules, words};
use restrictions::NOTES;

/// What a cell means, in the words in which this program writes it.
fn read(cell: &str) -> (String, bool) {
    let read = rules(cell);
    let clear = read.unclear.is_none();
    (words(&read.schedules).0, clear)
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: a line for each rule")]
fn rules_are_understood() {
    let mut wrong = Vec::new();
    for (cell, meaning) in [
        ("jeden Di 9:30–11:30", "jeden Di 9:30–11:30"),
        ("Dienstags von 9.30 Uhr bis 11 Uhr", "jeden Di 9:30–11:00"),
        ("jeden dienstag um 16 Uhr", "jeden Di 16:00 Uhr"),
        ("Di ab 16 Uhr", "jeden Di 16:00 Uhr"),
        ("Di bis 18 Uhr", "jeden Di bis 18:00 Uhr"),
        ("9-11 Uhr jeden Mo.", "jeden Mo 9:00–11:00"),
        ("Mo–Fr 8–12 Uhr", "Mo–Fr 8:00–12:00"),
        ("Montag bis Freitag 8 bis 12:30 Uhr", "Mo–Fr 8:00–12:30"),
        ("Mo, Mi und Fr 15:00-17:00", "Mo, Mi und Fr 15:00–17:00"),
        ("Mo/Do 19–21 Uhr", "Mo und Do 19:00–21:00"),
        ("täglich 9 Uhr", "täglich 9:00 Uhr"),
        ("rund um die Uhr", "täglich (rund um die Uhr)"),
        ("am Wochenende 14–18 Uhr", "Sa und So 14:00–18:00"),
        ("jede Woche Mi 10 Uhr", "jeden Mi 10:00 Uhr"),
        ("wöchentlich Mi 10 Uhr", "jeden Mi 10:00 Uhr"),
        ("alle 2 Wochen Fr 9 Uhr", "alle 2 Wochen Fr 9:00 Uhr"),
        (
            "alle zwei Wochen freitags 9 Uhr",
            "alle 2 Wochen Fr 9:00 Uhr",
        ),
        (
            "14-tägig Fr 9 Uhr (ab 4.9.2026)",
            "alle 2 Wochen Fr 9:00 Uhr ab 4.9.2026",
        ),
        (
            "alle 14 Tage Fr 9 Uhr ab 04.09.26",
            "alle 2 Wochen Fr 9:00 Uhr ab 4.9.2026",
        ),
        ("jede zweite Woche Fr", "alle 2 Wochen Fr"),
        (
            "1. und 3. Do im Monat 16 Uhr",
            "1. und 3. Do im Monat 16:00 Uhr",
        ),
        (
            "1. + 3. Donnerstag 16 Uhr",
            "1. und 3. Do im Monat 16:00 Uhr",
        ),
        (
            "jeden 2. Samstag im Monat 10–14 Uhr",
            "2. Sa im Monat 10:00–14:00",
        ),
        (
            "jeden ersten Sonntag des Monats 10 Uhr",
            "1. So im Monat 10:00 Uhr",
        ),
        (
            "letzter Fr im Monat 16–19 Uhr",
            "letzter Fr im Monat 16:00–19:00",
        ),
        (
            "am 1. und 15. im Monat 9 Uhr",
            "am 1. und 15. im Monat 9:00 Uhr",
        ),
        (
            "alle 2 Monate 1. Mo 9 Uhr",
            "alle 2 Monate 1. Mo im Monat 9:00 Uhr",
        ),
        (
            "Mi 9 Uhr, nicht in den Ferien",
            "jeden Mi 9:00 Uhr, nicht in den Ferien",
        ),
        (
            "Mi 9 Uhr außer in den Schulferien",
            "jeden Mi 9:00 Uhr, nicht in den Ferien",
        ),
        (
            "Mi 9 Uhr (nicht in den Ferien)",
            "jeden Mi 9:00 Uhr, nicht in den Ferien",
        ),
        (
            "Mi 9 Uhr nur in der Schulzeit",
            "jeden Mi 9:00 Uhr, nicht in den Ferien",
        ),
        (
            "Mi 9 Uhr, nicht an Feiertagen",
            "jeden Mi 9:00 Uhr, nicht an Feiertagen",
        ),
        (
            "Mi 9 Uhr, nicht in den Ferien und an Feiertagen",
            "jeden Mi 9:00 Uhr, nicht in den Ferien und an Feiertagen",
        ),
        (
            "Mi 9 Uhr außer 23.12.2026",
            "jeden Mi 9:00 Uhr, außer 23.12.2026",
        ),
        (
            "Mi 9 Uhr, 10 Termine ab 7.1.2027",
            "jeden Mi 9:00 Uhr ab 7.1.2027, 10 Termine",
        ),
        (
            "Mi 9 Uhr vom 7.1.2027 bis zum 4.3.2027",
            "jeden Mi 9:00 Uhr ab 7.1.2027 bis 4.3.2027",
        ),
        ("Sa, 16.1.2027, 10–16 Uhr", "16.1.2027 10:00–16:00"),
        ("am 2027-01-16 um 10 Uhr", "16.1.2027 10:00 Uhr"),
        (
            "16.1.2027 und 17.1.2027 10 Uhr",
            "16.1.2027 10:00 Uhr; 17.1.2027 10:00 Uhr",
        ),
        (
            "Mo 9–11 und 14–16 Uhr",
            "jeden Mo 9:00–11:00; jeden Mo 14:00–16:00",
        ),
        (
            "Mo 9–11 Uhr, Mi 14–16 Uhr",
            "jeden Mo 9:00–11:00; jeden Mi 14:00–16:00",
        ),
        (
            "Mo 9 Uhr; Mi 14 Uhr",
            "jeden Mo 9:00 Uhr; jeden Mi 14:00 Uhr",
        ),
        (
            "Mo 9 Uhr\nMi 14 Uhr",
            "jeden Mo 9:00 Uhr; jeden Mi 14:00 Uhr",
        ),
        (
            "Mo 9 Uhr (Eingang; hinten)",
            "jeden Mo 9:00 Uhr (Eingang; hinten)",
        ),
        (
            "Mo 9 Uhr\n(Eingang hinten)",
            "jeden Mo 9:00 Uhr; (Eingang hinten)",
        ),
        ("Fr 9 Uhr (14-tägig)", "alle 2 Wochen Fr 9:00 Uhr"),
        (
            "Fr 9 Uhr (14-tägig ab 4.9.2026)",
            "alle 2 Wochen Fr 9:00 Uhr ab 4.9.2026",
        ),
        (
            "Mi 9 Uhr ab 7.1.2027 (10 Termine)",
            "jeden Mi 9:00 Uhr ab 7.1.2027, 10 Termine",
        ),
        (
            "Mo 9 Uhr (nicht am 24.12.2026)",
            "jeden Mo 9:00 Uhr, außer 24.12.2026",
        ),
        (
            "Mo 9 Uhr (in den Ferien geschlossen)",
            "jeden Mo 9:00 Uhr, nicht in den Ferien",
        ),
        (
            "Di 9:30–11:30\nnicht in den Ferien",
            "jeden Di 9:30–11:30, nicht in den Ferien",
        ),
        (
            "Di 9:30–11:30; Do 15 Uhr; nicht in den Ferien",
            "jeden Di 9:30–11:30, nicht in den Ferien; jeden Do 15:00 Uhr, nicht in den Ferien",
        ),
        (
            "Di 9:30–11:30\n(kein Treffen an Feiertagen)",
            "jeden Di 9:30–11:30, nicht an Feiertagen",
        ),
        (
            "Mi 16 Uhr; 23.12.2026 fällt aus",
            "jeden Mi 16:00 Uhr, außer 23.12.2026",
        ),
        (
            "Mi 16 Uhr; Mi, 23.12.2026 entfällt",
            "jeden Mi 16:00 Uhr, außer 23.12.2026",
        ),
        ("jeden Sa im Monat 10 Uhr", "jeden Sa im Monat 10:00 Uhr"),
        (
            "alle 3 Monate jeden Mo und Di im Monat",
            "alle 3 Monate jeden Mo und Di im Monat",
        ),
        (
            "Mo–Fr 8–12 Uhr und nach Vereinbarung",
            "Mo–Fr 8:00–12:00 (und nach Vereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr, sonst nach Vereinbarung",
            "Mo–Fr 8:00–12:00 (sonst nach Vereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr oder nach telefonischer Absprache",
            "Mo–Fr 8:00–12:00 (oder nach telefonischer Absprache)",
        ),
        (
            "Mo–Fr 8–12 Uhr; sonst nach Vereinbarung",
            "Mo–Fr 8:00–12:00; sonst nach Vereinbarung",
        ),
        (
            "Mo–Fr 8–12 Uhr; Sa nur nach Vereinbarung",
            "Mo–Fr 8:00–12:00; Sa nur nach Vereinbarung",
        ),
        (
            "Mo–Fr 8–12 Uhr + nach telefonischer Vereinbarung",
            "Mo–Fr 8:00–12:00 (und nach telefonischer Vereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr / nach Vereinbarung",
            "Mo–Fr 8:00–12:00 (und nach Vereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr, nach Vereinbarung",
            "Mo–Fr 8:00–12:00 (und nach Vereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr und nach Terminvereinbarung",
            "Mo–Fr 8:00–12:00 (und nach Terminvereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr nach Terminvereinbarung",
            "Mo–Fr 8–12 Uhr nach Terminvereinbarung",
        ),
        (
            "Mo–Fr 8–12 Uhr (nach Vereinbarung)",
            "Mo–Fr 8–12 Uhr (nach Vereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr (nur mit Vereinbarung)",
            "Mo–Fr 8–12 Uhr (nur mit Vereinbarung)",
        ),
        (
            "Mo–Fr 8–12 Uhr (Raum 3, nach Absprache)",
            "Mo–Fr 8–12 Uhr (Raum 3, nach Absprache)",
        ),
        (
            "Mo–Fr 8–12 Uhr (auf Anfrage)",
            "Mo–Fr 8–12 Uhr (auf Anfrage)",
        ),
        ("Mo–Fr 8–12 Uhr (werktags)", "Mo–Fr 8:00–12:00 (werktags)"),
        (
            "Mo: 8-12 Uhr\nDi: 8-12 und 14-18 Uhr\nMi: geschlossen\nDo: 8-12 Uhr",
            "jeden Mo 8:00–12:00; jeden Di 8:00–12:00; jeden Di 14:00–18:00; Mi: geschlossen; jeden Do 8:00–12:00",
        ),
        (
            "Mo, Di, Do, Fr 8–12 Uhr; Mi geschlossen",
            "Mo, Di, Do und Fr 8:00–12:00; Mi geschlossen",
        ),
        (
            "Mo–Fr 8–12 Uhr; Sa und So geschlossen",
            "Mo–Fr 8:00–12:00; Sa und So geschlossen",
        ),
        (
            "Mo–Fr 8–12 Uhr; (Sa und So geschlossen)",
            "Mo–Fr 8:00–12:00; Sa und So geschlossen",
        ),
        (
            "Di–So 10–18 Uhr; Mo Ruhetag",
            "Di–So 10:00–18:00; Mo Ruhetag",
        ),
        (
            "Mo 9 Uhr außer 24.12.2026, bis 30.6.2027",
            "jeden Mo 9:00 Uhr bis 30.6.2027, außer 24.12.2026",
        ),
        (
            "Mo 9 Uhr (14-tägig; ab 4.1.2027)",
            "alle 2 Wochen Mo 9:00 Uhr ab 4.1.2027",
        ),
        (
            "Mo–Fr 8–12 Uhr nach Vereinbarung",
            "Mo–Fr 8–12 Uhr nach Vereinbarung",
        ),
        (
            "Mo–Fr 8–12 Uhr (nur nach Vereinbarung)",
            "Mo–Fr 8–12 Uhr (nur nach Vereinbarung)",
        ),
        ("nach Vereinbarung", "nach Vereinbarung"),
        ("Mo–Fr nach Vereinbarung", "Mo–Fr nach Vereinbarung"),
        ("(Sommerpause im Juli)", "(Sommerpause im Juli)"),
    ] {
        let found = read(cell);
        if found != (meaning.to_owned(), true) {
            wrong.push(format!(
                "{cell} | {meaning} | {} {:?}",
                found.0,
                rules(cell).unclear.map(|it| it.doubt)
            ));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// What is not understood is shown as it stands; what could be wrong in part is no rule at all.
#[test]
fn nothing_is_lost_and_nothing_is_guessed() {
    for (cell, meaning) in [
        ("jeden Di 9:30 Uhr mit Hund", "jeden Di 9:30 Uhr mit Hund"),
        (
            "jeden Di außer im August 9 Uhr",
            "(jeden Di außer im August 9 Uhr)",
        ),
        ("jeden 2. Di 9 Uhr", "(jeden 2. Di 9 Uhr)"),
        (
            "nur in den Ferien Mo–Fr 9 Uhr",
            "(nur in den Ferien Mo–Fr 9 Uhr)",
        ),
        ("Di 9", "(Di 9)"),
        ("Di 30:99 Uhr", "(Di 30:99 Uhr)"),
        ("Di oder Do 9 Uhr", "(Di oder Do 9 Uhr)"),
        ("Di 9 Uhr, Do", "(Di 9 Uhr, Do)"),
        ("Fr–Mo 9 Uhr", "(Fr–Mo 9 Uhr)"),
        ("So 16.1.2027", "(So 16.1.2027)"),
        ("3.11. um 9 Uhr", "(3.11. um 9 Uhr)"),
        (
            "Mo 9 Uhr bis 1.1.2026 ab 1.2.2026",
            "(Mo 9 Uhr bis 1.1.2026 ab 1.2.2026)",
        ),
        ("16 Uhr", "(16 Uhr)"),
        ("Sommerferien", "(Sommerferien)"),
        ("Mo 9 Uhr (hinten", "Mo 9 Uhr [hinten"),
    ] {
        let (found, clear) = read(cell);
        assert!(!clear, "{cell}");
        // In words alone, brackets make no difference.
        let plain = |text: &str| text.trim_matches(['(', ')']).to_owned();
        assert_eq!(plain(&found), plain(meaning), "{cell}");
    }
}

fn days() -> impl Strategy<Value = Vec<Weekday>> {
    prop::sample::subsequence(Weekday::ALL.to_vec(), 1..=7)
}

fn date() -> impl Strategy<Value = Date> {
    (2020_i16..2040, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn time() -> impl Strategy<Value = Option<Time>> {
    prop::option::of((0_i8..24, 0_i8..60).prop_map(|(h, m)| Time::new(h, m, 0, 0).unwrap()))
}

prop_compose! {
    fn schedule()(
        weekly in any::<bool>(),
        interval in 1_u8..5,
        days in days(),
        nths in prop::sample::subsequence(vec![1_i8, 2, 3, 4, 5, -2, -1], 1..3),
        start in prop::option::of(date()),
        count in prop::option::of(1_u16..99),
        opens in time(),
        closes in time(),
        except in prop::collection::vec(date(), 0..3),
        skips in any::<(bool, bool)>(),
        description in prop::option::of(prop_oneof![
            prop::sample::select(NOTES).prop_map(str::to_owned),
            "[a-zäöü0-9,;()–:. ]{1,20}",
        ]),
    ) -> Schedule {
        let recurrence = if weekly {
            Recurrence::Weekly { interval, days }
        } else {
            let of = |day| nths.iter().map(move |nth| NthWeekday { nth: Some(*nth), day });
            Recurrence::Monthly {
                interval,
                days: days.iter().flat_map(|day| of(*day)).collect(),
                month_days: Vec::new(),
            }
        };
        Schedule {
            recurrence,
            start,
            valid: Span::default(),
            count,
            opens,
            closes,
            except,
            skips_school_holidays: skips.0,
            skips_public_holidays: skips.1,
            description: description.map(|it| raupe_core::text::clean(&it)).filter(|it| !it.is_empty()),
        }
    }
}

/// Pieces of which cells are made, in any order.
const PIECES: &[&str] = &[
    "Mo",
    "Di",
    "Mi",
    "Do",
    "Fr",
    "Sa",
    "So",
    "Montag",
    "dienstags",
    "Mittw.",
    "Donnerstagnachmittag",
    "Die",
    "Mo–Fr",
    "Sa und So",
    "Mo:",
    "Mi: –",
    "täglich",
    "1.",
    "3.",
    "2. Sa",
    "letzter Fr",
    "jeden",
    "alle 2 Wochen",
    "14-tägig",
    "im Monat",
    "monatlich",
    "in geraden Wochen",
    "9 Uhr",
    "8–12 Uhr",
    "14–18 Uhr",
    "9–11",
    "16",
    "ab 15 Uhr",
    "bis 18 Uhr",
    "9:30",
    "halb 10 bis 12 Uhr",
    "10.30–12 Uhr",
    "19.30",
    "vormittags",
    "abends",
    ",",
    ",",
    ",",
    "und",
    "und",
    "/",
    "–",
    ";",
    "\n",
    "ab 7.1.2027",
    "bis 30.6.2027",
    "6.1.2027",
    "16. und 17.1.2027",
    "24.12.",
    "außer 23.12.2026",
    "nicht in den Ferien",
    "in den Ferien geschlossen",
    "an Feiertagen",
    "10 Termine",
    "10",
    "geschlossen",
    "frei",
    "nach Vereinbarung",
    "und nach Vereinbarung",
    "telefonisch",
    "Raum 3",
    "5 €",
    "3.50 €",
    "mit Anmeldung",
    "(Raum 3)",
    "(14-tägig)",
    "(ab 7.1.2027)",
    "(nicht in den Ferien)",
    "(gerade Monate)",
    "jeweils",
    "nicht",
    "außer",
    "nur",
    "am",
    "um",
    "von",
    "bis",
    "Uhr",
    "ab 6 Jahren",
    "1.–4. Klasse",
    "zusätzlich",
    "in der Schulzeit",
    "ganztägig",
    "auch in den Ferien",
];

fn cell() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 1..9).prop_map(|pieces| pieces.join(" "))
}

proptest! {
    /// The words say whether they mean the schedule; with an ordinary note or none they do.
    #[test]
    fn words_mean_what_they_were_made_from(schedule in schedule()) {
        let (written, exact) = words(std::slice::from_ref(&schedule));
        prop_assert_eq!(rules(&written).schedules == [schedule.clone()], exact);
        let plain = schedule.description.as_deref().is_none_or(|it| NOTES.contains(&it));
        // What ends before it begins is taken for a slip, but in the evening.
        let forwards = match (schedule.opens, schedule.closes) {
            (Some(opens), Some(closes)) => opens < closes,
            _ => true,
        };
        prop_assert!(exact || !plain || !forwards, "{} for {:?}", written, schedule);
    }

    /// Whatever has dates is accounted for word by word, in whatever order the words stand.
    #[test]
    fn what_is_dated_is_accounted_for(cell in cell()) {
        let read = rules(&cell);
        if read.schedules.iter().any(|schedule| schedule.recurrence != Recurrence::Unstated) {
            let lost = accounted::lost(&cell, &read.schedules);
            prop_assert_eq!(lost, None, "{:?}: {}", cell, words(&read.schedules).0);
        }
    }

    /// A word that nobody knows takes the dates away wherever it stands.
    #[test]
    fn an_unknown_word_leaves_no_dates(cell in cell(), at in 0_usize..12) {
        let mut words: Vec<_> = cell.split(' ').collect();
        words.insert(at.min(words.len()), "quux");
        let cell = words.join(" ");
        let outside = cell.split('(').next().unwrap_or_default().contains("quux");
        let dated = |schedule: &Schedule| schedule.recurrence != Recurrence::Unstated;
        prop_assert!(!outside || !rules(&cell).schedules.iter().any(dated), "{}", cell);
    }

    #[test]
    fn any_text_is_read_and_none_is_lost(text in "[ -~äöüß–\n]{0,40}|((Mo|Di|1\\.|9 Uhr|,|und|bis|ab|–|nicht|Ferien|[(]|[)]|;|7.1.2027|alle|2|Wochen) ?){0,12}") {
        let read = rules(&text);
        let says_something = !raupe_core::text::fold(&text).is_empty();
        if says_something && read.schedules.is_empty() {
            // Only brackets around nothing, and signs between rules.
            prop_assert!(read.unclear.is_none());
        }
    }
}
