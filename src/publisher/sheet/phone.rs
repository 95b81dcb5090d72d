//! Telephone numbers, repaired where a spreadsheet took them for numbers.

use super::cells::{list, with_note};
use super::finding::Problem;
use super::table::Cell;

/// A telephone number as it was meant, with its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phone {
    pub(super) number: String,
    pub(super) note: Option<String>,
}

/// The telephone numbers in a cell, repaired where Excel took them for numbers.
pub(super) fn phones(cell: &Cell) -> (Vec<Phone>, Vec<Problem>) {
    let (mut phones, mut problems) = (Vec::new(), Vec::new());
    let shown = match cell {
        // Longer ones would be written with an exponent.
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e18 => {
            format!("{number:.0}")
        }
        cell => cell.shown(),
    };
    if is_shortened(&shown) {
        return (phones, vec![Problem::Shortened(shown)]);
    }
    let shown = shown.replace(" oder ", ";");
    for part in list(&shown) {
        let (number, note) = with_note(part);
        let number = repaired(number, &mut problems);
        phones.push(Phone {
            number,
            note: note.map(str::to_owned),
        });
    }
    (phones, problems)
}

/// `5,17E+09`: what Excel writes for a number that is longer than its column.
fn is_shortened(text: &str) -> bool {
    let digits = |text: &str| {
        text.bytes()
            .all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
    };
    text.split_once(['E', 'e'])
        .is_some_and(|(number, exponent)| {
            let exponent = exponent.strip_prefix('+');
            !number.is_empty() && digits(number) && exponent.is_some_and(digits)
        })
}

fn repaired(number: &str, problems: &mut Vec<Problem>) -> String {
    let was = number.to_owned();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    // Short ones such as 112, 116 117 and 19222 have no zero; neither have those with a plus.
    if !number.starts_with(|c: char| c.is_ascii_digit()) || number.starts_with('0') || digits < 7 {
        return number.to_owned();
    }
    // "49 5171 …" may be the country, or 0495 … in the Emsland: nobody can tell.
    if number.starts_with("49") && digits >= 10 {
        problems.push(Problem::UnclearPhone(was));
        return number.to_owned();
    }
    let now = format!("0{number}");
    problems.push(Problem::LostZero {
        was,
        now: now.clone(),
    });
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_zero_is_found() {
        let lost = |was: &str, now: &str| Problem::LostZero {
            was: was.into(),
            now: now.into(),
        };
        for (cell, number, problem) in [
            (
                Cell::Number(5_171_123_456.0),
                "05171123456",
                Some(lost("5171123456", "05171123456")),
            ),
            (
                Cell::text("5171 123456"),
                "05171 123456",
                Some(lost("5171 123456", "05171 123456")),
            ),
            (
                Cell::text("1761234567"),
                "01761234567",
                Some(lost("1761234567", "01761234567")),
            ),
            (Cell::text("05171/123456"), "05171/123456", None),
            (Cell::text("+49 5171 123456"), "+49 5171 123456", None),
            (Cell::Number(112.0), "112", None),
            (Cell::text("116 117"), "116 117", None),
            (
                Cell::Number(495_171_123_456.0),
                "495171123456",
                Some(Problem::UnclearPhone("495171123456".into())),
            ),
            (
                Cell::text("5,17E+09"),
                "",
                Some(Problem::Shortened("5,17E+09".into())),
            ),
        ] {
            let (phones, problems) = phones(&cell);
            assert_eq!(problems.first(), problem.as_ref(), "{cell:?}");
            if !number.is_empty() {
                assert_eq!(phones[0].number, number);
            }
        }
        let (several, _) = phones(&Cell::text(
            "030 23125 100 (Mo, Di), 030 23125 101 oder 112",
        ));
        assert_eq!(several.len(), 3);
        assert_eq!(several[0].note.as_deref(), Some("Mo, Di"));
    }
}
