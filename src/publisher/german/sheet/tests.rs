use jiff::civil::date;
use raupe_core::calendar::{Holidays, SchoolHoliday, State};

use super::*;
use crate::german::tests::{assert_distinct, assert_sentence};
use crate::sheet::{self, Doubt, Unclear};

/// A rule that counts ten dates, with holidays that leave so many of them, or that are not known.
fn counted(left: Option<usize>) -> Problem {
    let cell = "Do 9 Uhr ab 7.1.2027, 10 Termine, nicht in den Ferien";
    let csv = format!("Titel;Ort;Wann\nCafé;Mitte;\"{cell}\"\n");
    let mut sheet = sheet::read(csv.as_bytes(), sheet::Kind::Text).unwrap();
    if let Some(left) = left {
        let (first, last) = match left {
            0 => (date(2027, 1, 1), date(2027, 7, 1)),
            _ => (date(2027, 1, 28), date(2027, 2, 4)),
        };
        let summer = SchoolHoliday::new("Sommer", date(2027, 7, 8), date(2027, 8, 18));
        sheet.reckon(&Holidays {
            state: State::LowerSaxony,
            school: vec![
                SchoolHoliday::new("Winter", first, last).unwrap(),
                summer.unwrap(),
            ],
        });
    }
    let mut problems = sheet.findings.into_iter().map(|it| it.problem);
    let found = problems.find(|it| matches!(it, Problem::Counted(_)));
    found.unwrap()
}

fn unclear(doubt: Doubt) -> Problem {
    Problem::Unclear(Unclear {
        cell: "Di 9–11".into(),
        doubt,
    })
}

fn every_problem() -> Vec<(Problem, &'static str)> {
    use Problem as P;
    let zero = P::LostZero {
        was: "5171".into(),
        now: "05171".into(),
    };
    let twice = P::TwiceDecoded {
        was: "FrÃ¼hstÃ¼ck".into(),
        now: "Frühstück".into(),
    };
    vec![
        (
            P::GuessedEncoding("Windows-1252"),
            "als Windows-1252 gelesen",
        ),
        (twice, "„Frühstück“"),
        (P::LostLetters, "neu eintippen"),
        (P::HiddenSheet, "einblenden"),
        (P::NoHeader, "„Titel“"),
        (P::UnknownColumn, "nicht gelesen"),
        (P::UnnamedColumn, "ohne Überschrift"),
        (P::SecondColumn, "umbenennen"),
        (P::BadTranslation, "„Titel [tr]“"),
        (P::NoTitle, "Der Titel fehlt"),
        (P::Broken("#REF!".into()), "„#REF!“"),
        (P::Merged(7), "bis Zeile 7"),
        (P::HiddenRows("5–7, 9".into()), "Zeilen 5–7, 9. Sollen"),
        (P::StruckRows("5".into()), "Zeile 5. Sollen"),
        (P::StruckCell("Di".into()), "„Di“ ist durchgestrichen"),
        (P::HiddenUnseen, ".xlsx"),
        (
            P::NoOffer(NoOffer::Total, "Summe".into()),
            "„Summe“ gilt als Summe",
        ),
        (P::CountedIds(9), "1 bis 9"),
        (P::BadAge("klein".into()), "„klein“ wird so gezeigt"),
        (P::UnreadColumn(3, 4), "3 von 4 Zeilen"),
        (P::DateForAge("3.6.2026".into()), "„3 bis 6“"),
        (P::DateForHours("9.11.2026".into()), "„9–11 Uhr“"),
        (P::UnsureTimes("Von: 3".into()), "„Von: 3“"),
        (P::TakenForAge, "„Alter von“"),
        (P::MadePublic, "„(intern)“"),
        (P::BadDate("bald".into()), "3.11.2026"),
        (zero, "„05171“"),
        (P::UnclearPhone("495171".into()), "+49"),
        (P::NoPhone("fragen".into()), "„fragen“ ist keine"),
        (P::NoAreaCode("401-2345".into()), "Vorwahl"),
        (P::Shortened("5,17E+09".into()), "gekürzt"),
        (P::AddedScheme("a.example".into()), "https://"),
        (unclear(Doubt::Words("ab und zu".into())), "„ab und zu“"),
        (unclear(Doubt::Number("9–11".into())), "„9–11 Uhr“"),
        (unclear(Doubt::Note("im Juli".into())), "„im Juli“"),
        (unclear(Doubt::Together), "eine Regel je Zeile"),
        (counted(None), "--settings"),
        (
            counted(Some(8)),
            "bleiben 8 Termine, der letzte am 11.3.2027",
        ),
        (counted(Some(0)), "alle fallen"),
        (P::NoBeginning("alle 2 Wochen".into()), "„ab TT.MM.JJJJ“"),
        (P::BadPosition("hier".into()), "„hier“"),
        (P::BadYesNo("vielleicht".into()), "weder „ja“ noch „nein“"),
        (P::BadStatus("neu".into()), "„neu“"),
        (P::BadId("x".into()), "„x“"),
        (P::SameRow(3), "Zeile 3"),
        (P::SameOffer(3), "Zeile 3"),
        (P::SameId(3), "Zeile 3"),
        (P::Service(feed::Problem::NoAges), "bei jedem Alter"),
    ]
}

#[test]
fn every_problem_has_a_sentence_in_one_line() {
    for (case, part) in every_problem() {
        assert_sentence(&sheet_problem(&case), part);
    }
}

#[test]
fn every_kind_has_its_own_name() {
    let mut kinds: Vec<_> = every_problem()
        .iter()
        .map(|(case, _)| sheet_kind(case))
        .collect();
    // Times have one name, whatever kept them from being read.
    kinds.dedup();
    assert_distinct(kinds.into_iter());
}

#[test]
fn a_place_is_what_people_point_to() {
    let place = |sheet: &str, row, title: Option<&str>, column: Option<Spot>| Place {
        sheet: sheet.into(),
        row,
        column,
        title: title.map(Into::into),
    };
    for (place, expected) in [
        (
            place("Angebote", 5, Some("Café"), Some(Spot::new(4, "Alter von"))),
            "Fehler   Blatt „Angebote“, Zeile 5 „Café“ · Spalte E „Alter von“ · x",
        ),
        (place("", 5, None, None), "Fehler   Zeile 5 · x"),
        (place("", 0, None, None), "Fehler   ganze Datei · x"),
    ] {
        assert_eq!(line(feed::Severity::Error, &place, "x"), expected);
    }
}
