//! Excel's older and binary formats, made byte by byte as Excel writes them.

use std::io::{Cursor, Write};

use raupe::sheet::{self, Kind, Sheet, Unreadable};

use crate::sheets::{offers, said};
use crate::workbooks::zipped;

/// A record of an `.xls` file.
pub fn record(kind: u16, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap();
    [&kind.to_le_bytes()[..], &length.to_le_bytes(), content].concat()
}

pub fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A text in a cell, with the number of its format.
pub fn label(row: u16, column: u16, format: u16, text: &str) -> Vec<u8> {
    let chars: Vec<u16> = text.encode_utf16().collect();
    let length = u16::try_from(chars.len()).unwrap();
    let head = words(&[row, column, format, length]);
    record(0x0204, &[&head[..], &[1], &words(&chars)].concat())
}

/// The stream of a file with these records for all of it, and one sheet that has those.
pub fn book(more: &[Vec<u8>], sheet: &[Vec<u8>]) -> Vec<u8> {
    let bof = |kind: u16| record(0x0809, &words(&[0x0600, kind, 0, 0, 0, 0, 0, 0]));
    let font = |bits: u16| {
        record(
            0x0031,
            &[&words(&[200, bits, 0, 0, 0, 0, 0])[..], &[1, 0, b'A']].concat(),
        )
    };
    let format = |font: u16| record(0x00E0, &words(&[font, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    let globals = [
        bof(0x0005),
        // The sixth font strikes through; there is no fifth.
        [font(0), font(0), font(0), font(0), font(8)].concat(),
        [format(0), format(5)].concat(),
        more.concat(),
    ]
    .concat();
    let bound = |start: u32| {
        record(
            0x0085,
            &[&start.to_le_bytes()[..], &[0, 0, 5, 0], b"Liste"].concat(),
        )
    };
    let end = record(0x000A, &[]);
    let start = globals.len() + bound(0).len() + end.len();
    let start = u32::try_from(start).unwrap();
    [
        globals,
        bound(start),
        end.clone(),
        bof(0x0010),
        sheet.concat(),
        end,
    ]
    .concat()
}

pub fn archive(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    archive
        .create_stream(name)
        .unwrap()
        .write_all(content)
        .unwrap();
    archive.flush().unwrap();
    archive.into_inner().into_inner()
}

pub fn titles(sheet: &Sheet) -> Vec<String> {
    offers(sheet).into_iter().map(|offer| offer.title).collect()
}

#[test]
fn lists_from_before_2007_are_read() {
    let mut records = vec![label(0, 0, 0, "Titel"), label(0, 1, 0, "Ort")];
    for (row, title, format) in [
        (1, "Café", 0),
        (2, "Kino", 0),
        (3, "Turnen", 1),
        (4, "Singen", 0),
    ] {
        let bits = if row == 2 { 0x0020 } else { 0 };
        records.push(record(0x0208, &words(&[row, 0, 2, 255, 0, 0, bits, 0])));
        records.push(label(row, 0, format, title));
        records.push(label(row, 1, 0, "Südstadt"));
    }
    let bytes = archive("/Workbook", &book(&[], &records));
    let sheet = sheet::read(&bytes, Kind::Workbook).unwrap();
    assert_eq!(titles(&sheet), ["Café", "Singen"]);
    let said = said(&sheet);
    for line in [
        "Warnung  Blatt „Liste“ · Ausgeblendet oder weggefiltert und deshalb nicht veröffentlicht: Zeile 3.",
        "Warnung  Blatt „Liste“ · Durchgestrichen und deshalb nicht veröffentlicht: Zeile 4.",
    ] {
        assert!(
            said.iter().any(|it| it.starts_with(line)),
            "{line}: {said:#?}"
        );
    }
    assert_eq!(offers(&sheet)[0].neighbourhoods[0].label(), "Südstadt");
}

/// A few bytes that claim to be many cells are refused before anybody makes room for them.
#[test]
fn old_files_are_measured_and_told_apart() {
    let far = [label(0, 0, 0, "Titel"), label(65_535, 255, 0, "x")];
    let room = record(
        0x0200,
        &[
            &u32::MAX.to_le_bytes()[..],
            &u32::MAX.to_le_bytes(),
            &[0; 6],
        ]
        .concat(),
    );
    let wide = [
        &0_u32.to_le_bytes()[..],
        &1_000_000_000_u32.to_le_bytes(),
        &words(&[0, 255, 0]),
    ]
    .concat();
    let locked = record(0x002F, &[0; 6]);
    for (bytes, expected) in [
        (
            archive("/Workbook", &book(&[], &far)),
            Unreadable::TooManyCells,
        ),
        (
            archive("/Workbook", &book(&[], &[record(0x0200, &wide)])),
            Unreadable::TooManyCells,
        ),
        (
            archive("/Workbook", &[locked, book(&[], &[])].concat()),
            Unreadable::Protected,
        ),
        (archive("/EncryptedPackage", b"x"), Unreadable::Protected),
        (archive("/WordDocument", b"x"), Unreadable::NotAWorkbook),
    ] {
        assert_eq!(sheet::read(&bytes, Kind::Workbook).err(), Some(expected));
    }
    for bytes in [
        vec![0xD0, 0xCF, 0x11, 0xE0, 0],
        archive("/Workbook", &book(&[], &[room])),
        archive("/Workbook", b"nonsense"),
    ] {
        // Whatever it is: an answer, and no crash.
        assert!(sheet::read(&bytes, Kind::Workbook).is_err());
    }
}

/// A record of an `.xlsb` file.
pub fn part(kind: u16, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    if kind < 0x80 {
        bytes.push(u8::try_from(kind).unwrap());
    } else {
        bytes.push(u8::try_from(kind & 0x7F).unwrap() | 0x80);
        bytes.push(u8::try_from(kind >> 7).unwrap());
    }
    let mut length = content.len();
    while length > 0x7F {
        bytes.push(u8::try_from(length & 0x7F).unwrap() | 0x80);
        length >>= 7;
    }
    bytes.push(u8::try_from(length).unwrap());
    bytes.extend(content);
    bytes
}

pub fn double(number: u32) -> Vec<u8> {
    number.to_le_bytes().to_vec()
}

pub fn wide(text: &str) -> Vec<u8> {
    let chars: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(chars.len()).unwrap();
    [&length.to_le_bytes()[..], &words(&chars)].concat()
}

#[test]
fn binary_workbooks_are_read_and_what_cannot_be_seen_in_them_is_said() {
    let doubles =
        |numbers: &[u32]| -> Vec<u8> { numbers.iter().flat_map(|it| it.to_le_bytes()).collect() };
    let bundle = [doubles(&[0, 1]), wide("r1"), wide("Liste")].concat();
    let workbook = [part(0x009C, &bundle), part(0x0090, &[]), part(0x0084, &[])].concat();
    let mut sheet = [
        part(0x0081, &[]),
        part(0x0094, &doubles(&[0, 1, 0, 1])),
        part(0x0091, &[]),
    ]
    .concat();
    for (row, cells) in [(0, ["Titel", "Ort"]), (1, ["Café", "Südstadt"])] {
        sheet.extend(part(0, &doubles(&[row])));
        for (column, text) in (0..).zip(cells) {
            sheet.extend(part(6, &[doubles(&[column, 0]), wide(text)].concat()));
        }
    }
    sheet.extend(part(0x0092, &[]));
    let links =
        "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
    let bytes = zipped(&[
        ("xl/workbook.bin", &workbook),
        ("xl/_rels/workbook.bin.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.bin", &sheet),
    ]);
    let sheet = sheet::read(&bytes, Kind::Workbook).unwrap();
    assert_eq!(titles(&sheet), ["Café"]);
    let said = said(&sheet);
    let line = "Hinweis  Blatt „Liste“ · In diesem Dateiformat lässt sich nicht erkennen";
    assert!(said.iter().any(|it| it.starts_with(line)), "{said:#?}");
}
