use raupe_core::offer::LifePhase as Phase;

use super::*;

/// Years, phases, and whether the words stay as well.
fn said(ages: &Ages) -> String {
    let years = |years: Option<f64>| years.map(|years| years.to_string()).unwrap_or_default();
    let mut said = match (ages.minimum, ages.maximum) {
        (None, None) => String::new(),
        (first, last) => format!("{}..{}", years(first), years(last)),
    };
    for phase in ages.phases.iter() {
        let slug = match phase {
            Phase::Pregnancy => "pregnancy",
            other => other.slug(),
        };
        said = format!("{said} {slug}");
    }
    if !ages.words.is_empty() {
        said.push_str(" +");
    }
    if !ages.problems.is_empty() {
        said.push('?');
    }
    said.trim().to_owned()
}

fn cell(text: &str) -> String {
    said(&of_row(&Cell::text(text), &Cell::Empty, &Cell::Empty))
}

/// What is not understood: words and a finding, no ages.
const WORDS: &str = "+?";

#[test]
fn ages_are_read_as_offices_write_them() {
    for (text, expected) in [
        ("0", "0..0"),
        ("4", "4..4"),
        ("3 Jahre", "3..3"),
        ("6 Monate", "0.5..0.5"),
        ("12 Monate", "1..1.01"),
        ("3–6", "3..6"),
        ("3 - 6", "3..6"),
        ("0-3 J.", "0..3"),
        ("von 3 bis 6", "3..6"),
        ("zwischen 3 und 6 Jahren", "3..6"),
        ("3 bis 6 Jahre", "3..6"),
        ("drei bis sechs Jahre", "3..6"),
        ("3- bis 6-Jährige", "3..6"),
        ("3–6-jährige", "3..6"),
        ("dreijährige", "3..3"),
        ("1,5 bis 3-Jährige", "1.5..3"),
        ("2,5–6", "2.5..6"),
        ("1½ – 3", "1.5..3"),
        ("1 1/2 – 2", "1.5..2"),
        ("5 1/2 Jahre bis 7 Jahre", "5.5..7"),
        ("anderthalb bis drei Jahre", "1.5..3"),
        ("ein halbes Jahr bis 3 Jahre", "0.5..3"),
        ("6 bis unter 10", "6..9"),
        ("0-<3", "0..2"),
        ("12–18 Monate", "1..1.5"),
        ("6 Mon. – 3 J.", "0.5..3"),
        ("6 Monate bis 3 Jahre", "0.5..3"),
        ("im Alter von 3 bis 6 Jahren", "3..6"),
        ("3 und 4 Jahre", "3..4"),
        ("3, 4, 5 Jahre", "3..5"),
        ("0–3, 3–6 Jahre", "0..6"),
        ("3 oder 4 Jahre", "3..4"),
    ] {
        assert_eq!(cell(text), expected, "{text}");
    }
}

#[test]
fn one_end_may_be_open() {
    for (text, expected) in [
        ("ab 6", "6.."),
        ("ab 6 Jahren", "6.."),
        ("mind. 6", "6.."),
        ("über 60", "60.."),
        ("Ü60", "60.."),
        ("60plus", "60.."),
        ("10+", "10.."),
        ("50+ Jahre", "50.."),
        ("≥ 6", "6.."),
        ("6 Jahre und älter", "6.."),
        ("ab Geburt", "0.."),
        ("von Geburt an", "0.."),
        ("ab 6 Monaten", "0.5.."),
        ("bis 3 Jahre", "..3"),
        ("bis 27", "..27"),
        ("max. 12 Jahre", "..12"),
        ("bis zu 10 Jahren", "..10"),
        ("unter 3", "..2"),
        ("<3", "..2"),
        ("≤ 3", "..3"),
        ("jünger als 3", "..2"),
        ("unter 6 Monaten", "..0.42"),
        ("6 Jahre und jünger", "..6"),
        ("ab 3, max. 10", "3..10"),
        ("U1", "..0"),
        ("U3", "..2"),
        ("u3", "..2"),
        ("U18", "..17"),
        ("Kinder unter drei Jahren", "..2"),
        ("bis zum 3. Geburtstag", "..2 +"),
        ("bis zum vollendeten 3. Lebensjahr", "..2 +"),
        ("ab dem vollendeten 3. Lebensjahr", "3.. +"),
        ("1. Lebensjahr", "0..0 +"),
        ("2.–3. Lebensjahr", "1..2 +"),
        ("im ersten Lebensjahr", "0..0 +"),
        ("ab 4 Wochen", "0.08.. +"),
        ("ab 6 Wochen", "0.17.. +"),
        ("4. Lebenswoche bis 1 Jahr", "0.08..1 +"),
        ("ab dem 7. Lebensmonat", "0.5.. +"),
        ("bis zur Volljährigkeit", "..17 +"),
    ] {
        assert_eq!(cell(text), expected, "{text}");
    }
}

#[test]
fn people_and_classes_are_phases_of_life() {
    for (text, expected) in [
        ("Schwangerschaft", "pregnancy"),
        ("Schwangere", "pregnancy"),
        ("Schwangere und Babys", "pregnancy baby"),
        ("Schwangerschaft bis 3 Jahre", "0..3 pregnancy"),
        ("werdende Eltern", "pregnancy"),
        ("Schwangere, Kinder bis 3 Jahre", "..3 pregnancy"),
        ("Säuglinge", "baby"),
        ("Kleinkinder", "toddler +"),
        ("Babys und Kleinkinder", "baby toddler +"),
        ("Babys ab 3 Monaten", "0.25..0"),
        ("Babies und Kleinkinder ab 6 Monate bis 3 Jahre", "0.5..3 +"),
        ("Grundschulkinder", "primary +"),
        ("Kinder im Grundschulalter", "primary +"),
        ("1.–4. Klasse", "primary +"),
        ("1. bis 4. Klasse", "primary +"),
        ("Klasse 1-4", "primary +"),
        ("5./6. Klasse", "secondary +"),
        ("ab Klasse 5", "secondary youth +"),
        ("bis 4. Klasse", "primary +"),
        ("3 J. bis Schuleintritt", "preschool +"),
        ("ab 2 Jahren bis Schuleintritt", "2..5 +"),
        ("bis zur Einschulung", "baby toddler preschool +"),
        ("Geburt bis Schuleintritt", "baby toddler preschool +"),
        ("Ü3", "preschool +"),
        ("U3 und Ü3", "baby toddler preschool +"),
        ("Jugendliche", "14..17 +"),
        ("Jugendliche ab 12 Jahren", "12..17 +"),
        ("Kinder & Jugendliche von 10-20 Jahre", "10..20 +"),
        ("Erwachsene", "18.."),
        ("Schüler*innen von 8 bis 12 Jahren", "8..12 +"),
        ("Kinder (6-10 Jahre)", "6..10"),
        ("Familien mit Kindern von 0 – 6 Jahren", "0..6 +"),
        (
            "Erwachsene mit Kindern von 9 Monaten bis 3 Jahren",
            "0.75..3 +",
        ),
        (
            "(werdende) Eltern mit Kindern von 0 bis 3 Jahren",
            "0..3 pregnancy +",
        ),
        ("Eltern + Kinder 3 Mon. bis 3 Jahre", "0.25..3 +"),
        (
            "Eltern mit Kindern bis zum Schulalter",
            "baby toddler preschool +",
        ),
        ("Säuglinge bis zum Kindergartenalter", "baby toddler +"),
        ("alle 6- bis 12-Jährigen", "6..12"),
        ("Babys und Eltern", "baby +"),
        ("Mädchen ab 12 Jahren", "12.. +"),
        ("alle Kinder ab 3 Jahren", "3.."),
        ("ca. 1 - 3 Jahre", "1..3 +"),
    ] {
        assert_eq!(cell(text), expected, "{text}");
    }
}

#[test]
fn everybody_is_no_age_and_no_finding() {
    for (text, expected) in [
        ("alle", ""),
        ("alle Altersgruppen", ""),
        ("jedes Alter", "+"),
        ("Familien", "+"),
        ("Jung und Alt", "+"),
        ("Willkommen sind alle!", ""),
    ] {
        assert_eq!(cell(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_clear_is_words() {
    for text in [
        // Codes of check-ups.
        "U6",
        "U9",
        "U1–U9",
        "U1, U2",
        "U3 bis U7",
        "Ü6",
        // Times, prices, durations, rhythms, numbers of people.
        "9–11 Uhr",
        "9:00",
        "9:00–11:00",
        "9.30",
        "9.30–11.00",
        "2,50",
        "5 €",
        "3 Euro",
        "alle 2 Wochen",
        "alle 3 Monate",
        "6 Wochen",
        "6 Kinder",
        "8–10 Kinder",
        "max. 8 Kinder",
        "bis zu 10 Familien",
        "ab 3 Kindern",
        "Kinder 8",
        "3 x im Jahr",
        "Gruppe 2",
        "0170",
        "2015",
        // Whose age it is.
        "Eltern bis 27",
        "Mütter unter 18",
        "Schwangere ab 20",
        "Eltern",
        "Schwangere und Eltern",
        "Kinder",
        "Kinder und Jugendliche",
        "Jugendliche und Familien",
        "Kinder und Jugendliche mit Behinderung",
        // Exceptions and other words.
        "3–6 (außer 4)",
        "nicht unter 3 Jahren",
        "keine Kinder unter 3",
        "3 bis Schulabschluss",
        "ab dem Laufalter bis 3",
        "0-3 Jahre nach Absprache",
        "(3-)6 - 27(-100) Jahre",
        "6-17+ Jahre",
        // Months or years, fractions, gaps, the wrong way round.
        "6 Monate bis 3",
        "ab dem 6. Monat",
        "3/4 Jahre",
        "1 und 12 Monate",
        "0–3 und 6–9 Jahre",
        "bis 3 und ab 6",
        "10–6",
        "Babys ab 3 Jahren",
        "Babys, 3–6 Jahre",
        "3 Jahre 6 Monate",
        "Senioren",
        "Geburt",
        "von 3",
        "3. Jahr",
        "14. Klasse",
        "-1",
        "500",
        "???",
        "und 3",
        "U 6",
        &"3-".repeat(500),
    ] {
        assert_eq!(cell(text), WORDS, "{text}");
    }
}

#[test]
fn each_end_may_have_a_column() {
    for (first, last, expected) in [
        ("3", "6", "3..6"),
        ("0", "", "0.."),
        ("", "6", "..6"),
        ("6 Monate", "3", "0.5..3"),
        ("6 Monate", "18 Monate", "0.5..1.5"),
        ("1,5", "3", "1.5..3"),
        ("ab 3", "bis 6", "3..6"),
        ("ab Geburt", "1", "0..1"),
        ("3", "-", "3.."),
        ("3", "unter 6", "3..5"),
        ("", "unter 3", "..2"),
        ("3", "Schuleintritt", "preschool +"),
        ("Schwangerschaft", "3", "0..3 pregnancy"),
        ("4 Wochen", "", "0.08.. +"),
        ("3–6", "", "3..6"),
        ("Jugendliche", "", "14..17 +"),
        ("3", "Schulabschluss", WORDS),
        ("klein", "6", WORDS),
        ("bis 6", "", WORDS),
        ("", "ab 6", WORDS),
        ("3–6", "9", WORDS),
        ("6", "3", WORDS),
        ("9:00", "11:00", "+?"),
        ("6 €", "", WORDS),
    ] {
        let ages = of_row(&Cell::Empty, &Cell::text(first), &Cell::text(last));
        assert_eq!(said(&ages), expected, "{first} to {last}");
    }
    let ages = of_row(&Cell::Empty, &Cell::text("3"), &Cell::text("Abschluss"));
    assert_eq!(ages.words, ["3 Jahre bis Abschluss"]);
    let bad = (Column::AgeTo, Problem::BadAge("Abschluss".into()));
    assert_eq!(ages.problems, [bad]);
}

#[test]
fn numbers_and_dates_of_spreadsheets() {
    use jiff::civil::{date, time};

    for (cell, expected) in [
        (Cell::Number(3.0), "3..3"),
        (Cell::Number(1.5), "1.5..1.5"),
        (Cell::Number(0.67), "0.67..0.67"),
        (Cell::Number(0.375), WORDS),
        (Cell::Number(-1.0), WORDS),
        (Cell::Number(46_000.0), WORDS),
        (Cell::Date(date(2026, 6, 3), None), "?"),
        (Cell::text("03. Jun"), "?"),
        (Cell::text("Jun 03"), "?"),
        (Cell::text("3.6.2026"), "?"),
        (Cell::Time(time(9, 0, 0, 0)), WORDS),
        (Cell::Broken("#REF!".into()), ""),
        (Cell::Empty, ""),
    ] {
        let ages = of_row(&cell, &Cell::Empty, &Cell::Empty);
        assert_eq!(said(&ages), expected, "{cell:?}");
        let none = ages.words.is_empty() && matches!(cell, Cell::Date(..));
        assert_eq!(none, matches!(cell, Cell::Date(..)));
    }
}

#[test]
fn any_text_is_read_without_a_panic() {
    use proptest::prelude::*;

    let words = [
        "3",
        "1,5",
        "½",
        "4.",
        "bis",
        "-",
        "ab",
        "unter",
        "U3",
        "Ü3",
        "Jahre",
        "Monate",
        "Klasse",
        "Babys",
        "Schwangere",
        "und",
        "/",
        "(",
        "Geburt",
        "€",
        "999999999999",
        "0",
        "vollendeten",
    ];
    let texts = proptest::collection::vec(proptest::sample::select(words.to_vec()), 0..8);
    proptest!(|(parts in texts, other in any::<String>())| {
        for text in [parts.join(" "), parts.concat(), other] {
            let ages = of_row(&Cell::text(&text), &Cell::text(&text), &Cell::Empty);
            if let (Some(first), Some(last)) = (ages.minimum, ages.maximum) {
                prop_assert!(first <= last + 1.0);
            }
        }
    });
}
