//! Files that are called sheets: what they are, and what becomes of damaged ones.

use std::path::Path;

use proptest::prelude::*;
use raupe::sheet::{self, Kind, Unreadable};
use raupe_core::feed::{Page, Severity};

use crate::sheets::{EXAMPLE, records, said};
use crate::workbooks::{
    self, Broken as Erroneous, Date, Merged, Nothing, Text, Typed, ods, xlsx, zipped,
};

/// The kind of a file is what is in it, whatever it is called.
#[test]
fn a_wrong_name_does_not_matter() {
    let book = xlsx(&[workbooks::sheet("a", &[&[Text("Titel")], &[Text("Café")]])]);
    for (name, bytes, kind) in [
        ("a.xlsx", &book[..], Some(Kind::Workbook)),
        ("a.csv", &book, Some(Kind::Workbook)),
        ("a.json", &book, Some(Kind::Workbook)),
        ("a.csv", b"Titel;Ort\n", Some(Kind::Text)),
        ("a.xlsx", b"Titel;Ort\n", Some(Kind::Text)),
        ("a", b"\xEF\xBB\xBFTitel\tOrt\n", Some(Kind::Text)),
        ("a.csv", b"Name;Ort\n", Some(Kind::Text)),
        ("a.csv", b"[Liste];Ort\nTitel;x\n", Some(Kind::Text)),
        ("a.xlsx", b"nonsense", Some(Kind::Workbook)),
        ("a.csv", b"{\"contents\": []}", None),
        ("a.csv", b" []", None),
        ("a.xlsx", b"<html>", None),
        ("a.json", b"nonsense", None),
        ("a.csv", b"", None),
    ] {
        assert_eq!(sheet::kind(Path::new(name), bytes), kind, "{name}");
    }
}

#[test]
fn what_is_no_list_is_refused() {
    let empty = xlsx(&[workbooks::sheet("Leer", &[])]);
    let other = ods(&[workbooks::sheet(
        "Autos",
        &[&[Text("Marke"), Text("Farbe")]],
    )]);
    let rows = "Café\n".repeat(sheet::ROWS + 1);
    for (bytes, kind, expected) in [
        (empty, Kind::Workbook, Unreadable::NoHeader(vec![])),
        (
            other,
            Kind::Workbook,
            Unreadable::NoHeader(vec![("Autos".into(), vec!["Marke".into(), "Farbe".into()])]),
        ),
        (
            b"Marke;Farbe\n".to_vec(),
            Kind::Text,
            Unreadable::NoHeader(vec![(String::new(), vec!["Marke".into(), "Farbe".into()])]),
        ),
        (
            format!("Titel\n{rows}").into_bytes(),
            Kind::Text,
            Unreadable::TooManyRows,
        ),
        (
            format!("{}x\n", ";".repeat(255))
                .repeat(20_000)
                .into_bytes(),
            Kind::Text,
            Unreadable::TooManyCells,
        ),
        (
            b"nonsense".to_vec(),
            Kind::Workbook,
            Unreadable::NotAWorkbook,
        ),
        (
            zipped(&[("a.txt", b"a")]),
            Kind::Workbook,
            Unreadable::NotAWorkbook,
        ),
        (
            zipped(&[
                ("content.xml", b"?"),
                ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
            ]),
            Kind::Workbook,
            Unreadable::Protected,
        ),
    ] {
        assert_eq!(sheet::read(&bytes, kind).err(), Some(expected));
    }
}

fn books() -> Vec<Vec<u8>> {
    let rows: [&[Typed]; 3] = [
        &[Text("Titel"), Text("Ort"), Text("geprüft am")],
        &[Text("Café"), Merged(2, "Peine"), Date(2026, 11, 3)],
        &[Text("Kino"), Nothing, Erroneous("#REF!")],
    ];
    let sheets = [workbooks::sheet("a", &rows)];
    vec![xlsx(&sheets), ods(&sheets), EXAMPLE.as_bytes().to_vec()]
}

/// Archives whose files are whole but hold anything, so that more than the archive is tried.
fn content() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "<table:table table:name=\"a\">",
        "</table:table>",
        "<table:table-row>",
        "<table:table-row table:number-rows-repeated=\"99\">",
        "</table:table-row>",
        "<table:table-cell office:value-type=\"string\">",
        "<text:p>Titel</text:p>",
        "<table:table-cell table:number-columns-repeated=\"99\"/>",
        "<table:table-cell office:value-type=\"float\" office:value=\"1e308\">",
        "<table:table-cell table:number-rows-spanned=\"7\">",
        "</table:table-cell>",
        "<table:covered-table-cell/>",
        "&amp;",
        "&x;",
        "<![CDATA[x]]>",
        "<!--",
        "\"",
        ">",
        "<worksheet><sheetData>",
        "<row r=\"1\">",
        "<row r=\"1048577\">",
        "<row>",
        "<c r=\"A1\" t=\"s\"><v>0</v></c>",
        "<c r=\"XFD1048576\"><v>1</v></c>",
        "<c r=\"B1\" t=\"inlineStr\"><is><t>Titel</t></is></c>",
        "<c t=\"e\"><v>#REF!</v></c>",
        "<c r=\"A0\"><f>A1</f></c>",
        "</row>",
        "</sheetData></worksheet>",
        "<mergeCells><mergeCell ref=\"A1:A9\"/></mergeCells>",
    ]);
    prop::collection::vec(parts, 0..40).prop_map(|parts| parts.concat())
}

fn any_book(content: &str) -> [Vec<u8>; 2] {
    let ods = zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ]);
    let workbook = "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"r1\"/>\
                    </sheets></workbook>";
    let root = "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/\
                officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
                </Relationships>";
    let links = "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/\
                 officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 </Relationships>";
    let xlsx = zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/sharedStrings.xml", b"<sst><si><t>Titel</t></si></sst>"),
        ("xl/worksheets/sheet1.xml", content.as_bytes()),
    ]);
    [ods, xlsx]
}

#[test]
fn the_smallest_workbooks_are_read() {
    let [ods, _] = any_book(
        "<table:table table:name=\"a\"><table:table-row><table:table-cell \
         office:value-type=\"string\"><text:p>Titel</text:p></table:table-cell></table:table-row>\
         </table:table>",
    );
    let [_, xlsx] = any_book(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData>\
         </worksheet>",
    );
    for bytes in [ods, xlsx] {
        assert_eq!(
            sheet::read(&bytes, Kind::Workbook).map(|sheet| sheet.findings),
            Ok(vec![])
        );
    }
}

/// Programs that cannot calculate leave the result to Excel.
#[test]
fn a_formula_that_was_never_calculated_is_named() {
    let [_, xlsx] = any_book(
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>\
         <row r=\"2\"><c r=\"A2\"><f>A1</f></c></row></sheetData></worksheet>",
    );
    let said = said(&sheet::read(&xlsx, Kind::Workbook).unwrap());
    let line =
        "Fehler   Blatt „a“, Zeile 2 · Spalte A „Titel“ · Die Formel hat noch kein Ergebnis.";
    assert!(said[0].starts_with(line), "{said:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn damaged_files_are_read_or_refused(
        which in 0_usize..3,
        cut in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        whole in any::<bool>(),
    ) {
        let mut bytes = books().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if !whole {
            bytes.truncate(cut.index(bytes.len()));
        }
        for kind in [Kind::Workbook, Kind::Text] {
            if let Ok(sheet) = sheet::read(&bytes, kind) {
                prop_assert!(Page::open(&sheet.page).is_ok());
            }
        }
    }

    #[test]
    fn whole_archives_with_anything_in_them_are_read_or_refused(content in content()) {
        for bytes in any_book(&content) {
            if let Ok(sheet) = sheet::read(&bytes, Kind::Workbook) {
                prop_assert!(Page::open(&sheet.page).is_ok());
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "Titel(;(Wann|Telefon|Kosten|Adresse|Alter|Link|Ort|Form)){0,4}\n([ -~äß–\r\n;\"]{0,30}[;\n]){0,8}") {
        if let Ok(sheet) = sheet::read(text.as_bytes(), Kind::Text) {
            let page = Page::open(&sheet.page).unwrap();
            // Whatever it was, its sheet is read again without new errors.
            let written = sheet::write::csv(&page);
            let again = sheet::read(&written.csv, Kind::Text).unwrap();
            prop_assert_eq!(again.count(Severity::Error), 0, "{:?}", said(&again));
            prop_assert_eq!(records(&again.page).len(), written.offers);
        }
    }
}
