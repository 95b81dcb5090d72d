//! Telephone numbers in a cell: each is whole, or it is words beside another.
//!
//! A number begins with 0 or +, or is a short one that every telephone in Germany knows (112, 116 117). Any
//! other lacks its area code: it is shown, never dialled, and whoever asks is told. What stands around
//! a number – whose it is, when it is answered, an extension, another ending of it (`401-23 oder -24`) –
//! becomes its note.

use raupe_core::offer::Phone as Dialled;
use raupe_core::text;

use super::cells::{list, with_note};
use super::finding::Problem;
use super::table::Cell;

/// A telephone number as it was meant, with its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Phone {
    pub(super) number: String,
    pub(super) note: Option<String>,
    pub(super) is_fax: bool,
}

/// What a cell says about telephones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Phones {
    pub(super) numbers: Vec<Phone>,
    /// What belongs to no number: "nach Vereinbarung".
    pub(super) words: Vec<String>,
    pub(super) problems: Vec<Problem>,
}

/// The telephone numbers in a cell, repaired where Excel took them for numbers.
pub(super) fn phones(cell: &Cell) -> Phones {
    let mut found = Phones::default();
    let shown = match cell {
        // Longer ones would be written with an exponent.
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e18 => {
            format!("{number:.0}")
        }
        cell => cell.shown(),
    };
    if is_shortened(&shown) {
        found.problems.push(Problem::Shortened(shown));
        return found;
    }
    for part in list(&shown) {
        found.part(part);
    }
    found
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

/// What parts two numbers: it stays with the second where that is only a note.
const BETWEEN: &[&str] = &[
    " oder ", " und ", " u. ", " bzw. ", " sowie ", " / ", " | ", "/",
];

impl Phones {
    /// Numbers with nothing but "oder" and the like between them.
    fn part(&mut self, part: &str) {
        let (said, note) = with_note(part);
        let mut rest = said;
        let mut joint = "";
        while !rest.is_empty() {
            let (piece, next_joint, next) = first_piece(rest);
            self.piece(piece.trim(), joint.trim());
            (joint, rest) = (next_joint, next);
        }
        let Some(note) = note else { return };
        match self.numbers.len().checked_sub(1) {
            Some(last) => self.note(last, note),
            None => self.words(note),
        }
    }

    fn words(&mut self, words: &str) {
        self.words.push(words.to_owned());
        self.problems.push(Problem::NoPhone(words.to_owned()));
    }

    /// One number with what stands around it, or something else.
    fn piece(&mut self, piece: &str, joint: &str) {
        if piece.is_empty() {
            return;
        }
        let (label, number, behind) = around(piece);
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let starts_whole = number.starts_with(['0', '+', '(']);
        let extension = is_extension(label) || number.starts_with('-');
        // Below three digits it is a time or a room.
        let is_number = digits >= 3
            && !extension
            && (starts_whole || !speaks_of_time(piece))
            && (starts_whole || self.numbers.is_empty() || digits >= 5);
        let last = self.numbers.len().checked_sub(1);
        match last {
            _ if is_number => self.number(label, number, behind),
            Some(last) => {
                let note = [joint_word(joint), piece].join(" ");
                self.note(last, note.trim());
            }
            None => self.words(piece),
        }
    }

    fn number(&mut self, label: &str, number: &str, behind: &str) {
        let number = self.repaired(number);
        let Some(phone) = Dialled::new(&number) else {
            return self.words(&number);
        };
        if !phone.can_be_dialled()
            && !matches!(self.problems.last(), Some(Problem::UnclearPhone(_)))
        {
            self.problems.push(Problem::NoAreaCode(number.clone()));
        }
        let kind = text::fold(label);
        let is_fax = matches!(&*kind, "fax" | "telefax");
        let named = matches!(
            &*kind,
            "" | "t" | "tel" | "telefon" | "telefonnummer" | "ruf"
        ) || is_fax;
        let label = label.trim_end_matches([':', ' ']);
        let notes: Vec<_> = [if named { "" } else { label }, behind]
            .into_iter()
            .filter(|note| !note.is_empty())
            .collect();
        self.numbers.push(Phone {
            number,
            note: (!notes.is_empty()).then(|| notes.join(", ")),
            is_fax,
        });
    }

    fn note(&mut self, at: usize, note: &str) {
        let note = text::clean_line(note);
        let phone = &mut self.numbers[at];
        phone.note = Some(match phone.note.take() {
            Some(before) => format!("{before}, {note}"),
            None => note,
        });
    }

    /// The number with the zero that a spreadsheet took from it. Local numbers have at most eight digits:
    /// a zero before one of these would ring in another town.
    fn repaired(&mut self, number: &str) -> String {
        let was = number.to_owned();
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let first = number.split([' ', '/']).next().unwrap_or_default();
        let area = first.len() == number.len() || (2..=4).contains(&first.len());
        let area = area && first.bytes().all(|byte| byte.is_ascii_digit());
        if !number.starts_with(|c: char| ('1'..='9').contains(&c)) || digits < 9 || !area {
            return was;
        }
        // "49 5171 …" may be the country, or 0495 … in the Emsland: nobody can tell.
        if number.starts_with("49") && digits >= 10 {
            self.problems.push(Problem::UnclearPhone(was));
            return number.to_owned();
        }
        let now = format!("0{number}");
        self.problems.push(Problem::LostZero {
            was,
            now: now.clone(),
        });
        now
    }
}

/// What stands before the first number, the number, and what stands behind it.
fn around(piece: &str) -> (&str, &str, &str) {
    let is_part = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                ' ' | '.' | '/' | '-' | '(' | ')' | '\u{2010}'..='\u{2013}'
            )
    };
    let starts = |c: char| c.is_ascii_digit() || c == '+';
    let Some(mut start) = piece.find(starts) else {
        return (piece, "", "");
    };
    let before = &piece[..start];
    if before.ends_with(['(', '-']) {
        start -= 1;
    }
    let number = &piece[start..];
    let len = number
        .char_indices()
        .skip(1)
        .find(|(_, c)| !is_part(*c))
        .map_or(number.len(), |(at, _)| at);
    let trimmed = number[..len].trim_end_matches([' ', '.', '/', '-', '(', '–']);
    let behind = number[trimmed.len()..].trim_matches([' ', '.', '-', '–', ',']);
    (piece[..start].trim(), trimmed, behind)
}

/// "Mo–Fr 8.30–12.00", "9–12 Uhr": when somebody answers.
fn speaks_of_time(piece: &str) -> bool {
    const DAYS: &[&str] = &[
        "mo", "di", "mi", "do", "fr", "sa", "so", "uhr", "taglich", "werktags",
    ];
    let folded = text::fold(piece);
    folded
        .split(' ')
        .any(|word| DAYS.contains(&word) || word.ends_with("tag") || word.ends_with("tags"))
}

/// "Durchwahl 23", "App. 12": behind a number, not a number.
fn is_extension(label: &str) -> bool {
    let folded = text::fold(label);
    let last = folded.rsplit(' ').next().unwrap_or_default();
    matches!(
        last,
        "durchwahl" | "dw" | "app" | "apparat" | "nebenstelle" | "zimmer" | "raum"
    )
}

fn joint_word(joint: &str) -> &str {
    match joint {
        "|" => "",
        "/" => "oder",
        joint => joint,
    }
}

/// The first of several numbers, what parts it from the next, and the rest.
fn first_piece(text: &str) -> (&str, &'static str, &str) {
    let at = text.char_indices().find_map(|(at, _)| {
        let joint = BETWEEN.iter().find(|it| text[at..].starts_with(**it))?;
        let (before, after) = (&text[..at], &text[at + joint.len()..]);
        let parts = !joint.contains('/') || !is_area_code(before) || after.trim().is_empty();
        parts.then_some((at, *joint))
    });
    match at {
        Some((at, joint)) => (&text[..at], joint, text[at + joint.len()..].trim_start()),
        None => (text, "", ""),
    }
}

/// Whether what stands before a slash is only the first part of a number: "05171", "+49 (0)5171".
fn is_area_code(before: &str) -> bool {
    let (_, number, behind) = around(before);
    if !behind.trim().is_empty() {
        return false;
    }
    let number = number.trim();
    let national = ["+49", "0049"]
        .iter()
        .find_map(|it| number.strip_prefix(it));
    let national = national.unwrap_or(number).replace("(0)", "");
    let national = national.trim().trim_matches(['(', ')']);
    let digits = national.bytes().filter(u8::is_ascii_digit).count();
    let begins = national.starts_with('0') || national.len() < number.len();
    begins && digits <= 6 && national.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `number (note); …`, with `!` before those that cannot be dialled, and words in `<>`.
    fn said(cell: &Cell) -> String {
        let found = phones(cell);
        let phones = found.numbers.iter().map(|phone| {
            let dialled = Dialled::new(&phone.number).is_some_and(|it| it.can_be_dialled());
            let mark = if dialled { "" } else { "!" };
            match &phone.note {
                Some(note) => format!("{mark}{} ({note})", phone.number),
                None => format!("{mark}{}", phone.number),
            }
        });
        let words = found.words.iter().map(|words| format!("<{words}>"));
        phones.chain(words).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn a_number_is_whole_or_words() {
        for (text, expected) in [
            ("05171/123456", "05171/123456"),
            ("05171 / 401-0", "05171 / 401-0"),
            ("+49 (0)5171 401-0", "+49 (0)5171 401-0"),
            ("+49 5171/4010", "+49 5171/4010"),
            ("(05171) 4010", "(05171) 4010"),
            ("0170 1234567", "0170 1234567"),
            ("0170/1234567", "0170/1234567"),
            ("Tel.: 05171 4010", "05171 4010"),
            ("Telefon 05171 4010", "05171 4010"),
            ("Mobil: 0170 1234567", "0170 1234567 (Mobil)"),
            (
                "Büro 05171 4010 vormittags",
                "05171 4010 (Büro, vormittags)",
            ),
            ("05171 401-2345 oder -2346", "05171 401-2345 (oder -2346)"),
            ("05171/401-2345/46", "05171/401-2345 (oder 46)"),
            ("05171 401234/35", "05171 401234 (oder 35)"),
            ("05171 4010, Durchwahl 234", "05171 4010 (Durchwahl 234)"),
            ("05171 401 App. 12", "05171 401 (App. 12)"),
            ("05171 4010 Durchwahl 23", "05171 4010 (Durchwahl 23)"),
            ("05171 4010, Mo 9–12 Uhr", "05171 4010 (Mo 9–12 Uhr)"),
            (
                "05171 4010 (Mo–Fr 8:00–12:00)",
                "05171 4010 (Mo–Fr 8:00–12:00)",
            ),
            ("05171 4010 / 05171 4011", "05171 4010; 05171 4011"),
            ("05171/4010/05171/4011", "05171/4010; 05171/4011"),
            ("05171 4010 und 0170 1234567", "05171 4010; 0170 1234567"),
            ("05171 4010\n0170 1234567", "05171 4010; 0170 1234567"),
            (
                "030 23125 100 (Mo, Di), 030 23125 101 oder 112",
                "030 23125 100 (Mo, Di); 030 23125 101 (oder 112)",
            ),
            ("401-2345", "!401-2345"),
            ("12345", "!12345"),
            ("4012345", "!4012345"),
            ("05171 4010 oder 401235", "05171 4010; !401235"),
            ("112", "112"),
            ("116 117", "116 117"),
            (
                "Mo–Fr 8.30–12.00, 05171 4010",
                "05171 4010; <Mo–Fr 8.30–12.00>",
            ),
            (
                "05171 4010, Mo–Fr 8.30–12.00",
                "05171 4010 (Mo–Fr 8.30–12.00)",
            ),
            ("nach Vereinbarung", "<nach Vereinbarung>"),
            ("-2346", "<-2346>"),
            ("0800-FAMILIE", "!0800 (FAMILIE)"),
            ("05171", "!05171"),
        ] {
            assert_eq!(said(&Cell::text(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_lost_zero_is_found() {
        let lost = |was: &str, now: &str| Problem::LostZero {
            was: was.into(),
            now: now.into(),
        };
        let local = |number: &str| Problem::NoAreaCode(number.into());
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
            (Cell::Number(401_234.0), "!401234", Some(local("401234"))),
            (Cell::text("401-2345"), "!401-2345", Some(local("401-2345"))),
            (
                Cell::text("401-23456789"),
                "!401-23456789",
                Some(local("401-23456789")),
            ),
            (
                Cell::Number(495_171_123_456.0),
                "!495171123456",
                Some(Problem::UnclearPhone("495171123456".into())),
            ),
            (
                Cell::text("5,17E+09"),
                "",
                Some(Problem::Shortened("5,17E+09".into())),
            ),
        ] {
            let problems = phones(&cell).problems;
            assert_eq!(problems.first(), problem.as_ref(), "{cell:?}");
            assert!(problems.len() <= 1);
            assert_eq!(said(&cell), number);
        }
    }

    #[test]
    fn a_fax_is_not_called() {
        let found = phones(&Cell::text("05171 4010, Fax: 05171 4019"));
        let kinds: Vec<_> = found.numbers.iter().map(|it| it.is_fax).collect();
        assert_eq!(kinds, [false, true]);
    }
}
