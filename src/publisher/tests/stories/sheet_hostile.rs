//! Files that somebody made to stop whoever reads them: small, and far more in memory. Each is refused, before
//! anything is made of it; that this takes neither long nor much memory is measured, not tested.
//!
//! `RAUPE_HOSTILE=FOLDER cargo test -p raupe --test stories hostile` leaves the files in that folder, to be measured
//! with `time -v raupe check`.

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use raupe::sheet::{self, Kind, LETTERS, Unreadable};

use crate::sheet_old::{archive, book, double, label, part, record, titles, wide, words};
use crate::sheets::said;
use crate::workbooks::{ods_of, zipped};

/// What a hostile file has to be refused for.
#[derive(Clone, Copy, Debug)]
enum For {
    Cells,
    Rows,
    Damage,
    LongCell,
    Findings,
}

impl For {
    fn is(self, why: &Unreadable) -> bool {
        matches!(
            (self, why),
            (Self::Cells, Unreadable::TooManyCells)
                | (Self::Rows, Unreadable::TooManyRows)
                | (Self::Damage, Unreadable::Damaged(_))
                | (Self::LongCell, Unreadable::LongCell(_))
                | (Self::Findings, Unreadable::TooManyFindings)
        )
    }
}

type Hostile = (&'static str, Vec<u8>, For);

/// A row of an `.xlsx` file with the name of a column.
const HEAD: &str = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>";

/// An `.xlsx` file with these shared texts, styles and rows; `sheets` of them are the same part.
fn excel(strings: &str, styles: &str, rows: &str, sheets: usize) -> Vec<u8> {
    let styles = format!("<styleSheet>{styles}</styleSheet>");
    let root = "<Relationships><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/\
                officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
                </Relationships>";
    let each = |of: &dyn Fn(usize) -> String| (0..sheets).map(of).collect::<String>();
    let workbook = format!(
        "<workbook xmlns:r=\"r\"><sheets>{}</sheets></workbook>",
        each(&|at| format!("<sheet name=\"s{at}\" sheetId=\"{at}\" r:id=\"r{at}\"/>"))
    );
    let links = format!(
        "<Relationships>{}</Relationships>",
        each(&|at| format!(
            "<Relationship Id=\"r{at}\" Type=\"x/relationships/worksheet\" \
             Target=\"worksheets/sheet1.xml\"/>"
        ))
    );
    let sheet = format!("<worksheet><sheetData>{HEAD}{rows}</sheetData></worksheet>");
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

fn shared(more: &str) -> String {
    format!("<sst><si><t>Titel</t></si>{more}</sst>")
}

fn each_row(count: usize, cells: impl Fn(usize) -> String) -> String {
    let rows = (2..count + 2).map(|row| format!("<row r=\"{row}\">{}</row>", cells(row)));
    rows.collect()
}

/// So many texts, one after another.
fn joined(count: usize, text: impl Fn(usize) -> String) -> String {
    let texts: Vec<_> = (0..count).map(text).collect();
    texts.concat()
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn excel_files() -> Vec<Hostile> {
    let plain = shared("");
    let long = "x".repeat(32_000);
    let claimed = plain.replace("<sst>", "<sst uniqueCount=\"4000000000\">");
    let repeated = each_row(2_000, |row| format!("<c r=\"A{row}\" t=\"s\"><v>1</v></c>"));
    let format = format!(
        "<numFmt numFmtId=\"200\" formatCode=\"{}\"/>",
        "0".repeat(30_000)
    );
    let formats = format!(
        "<numFmts>{format}</numFmts><cellXfs>{}</cellXfs>",
        "<xf numFmtId=\"200\"/>".repeat(2_000)
    );
    let fonts = format!("<fonts>{}</fonts>", "<font/>".repeat(600_000));
    let one_title = each_row(1, |_| {
        format!("<c r=\"A2\" t=\"inlineStr\"><is><t>{long}</t></is></c>")
    });
    let merged = |cells: &str| {
        let rows = each_row(2_000, |row| match row {
            2 => "<c r=\"A2\" t=\"s\"><v>1</v></c>".into(),
            row => format!("<c r=\"B{row}\"><v>1</v></c>"),
        });
        // The marks of a sheet stand behind its rows.
        format!("{rows}</sheetData><mergeCells>{cells}</mergeCells><sheetData>")
    };
    vec![
        ("count.xlsx", excel(&claimed, "", "", 1), For::Damage),
        (
            "repeated.xlsx",
            excel(
                &shared(&format!("<si><t>{long}</t></si>")),
                "",
                &repeated,
                1,
            ),
            For::Cells,
        ),
        (
            "texts.xlsx",
            excel(&shared(&"<si/>".repeat(1_100_000)), "", "", 1),
            For::Cells,
        ),
        ("formats.xlsx", excel(&plain, &formats, "", 1), For::Cells),
        ("fonts.xlsx", excel(&plain, &fonts, "", 1), For::Cells),
        (
            "aliases.xlsx",
            excel(&plain, "", &one_title, 500),
            For::Damage,
        ),
        (
            "merged.xlsx",
            excel(
                &shared(&format!("<si><t>{long}</t></si>")),
                "",
                &merged("<mergeCell ref=\"A2:A1048576\"/>"),
                1,
            ),
            For::Cells,
        ),
        (
            "merges.xlsx",
            excel(
                &plain,
                "",
                &merged(&"<mergeCell ref=\"A2:A9\"/>".repeat(250_000)),
                1,
            ),
            For::Cells,
        ),
        (
            "far.xlsx",
            excel(
                &plain,
                "",
                &each_row(8_000, |row| format!("<c r=\"IV{row}\"><v>1</v></c>")),
                1,
            ),
            For::Cells,
        ),
        (
            "long.xlsx",
            excel(
                &plain,
                "",
                &one_title.replace(&long, &"x".repeat(LETTERS + 1)),
                1,
            ),
            For::LongCell,
        ),
        (
            "tag.xlsx",
            excel(
                &plain,
                "",
                &format!("<row a=\"{}\"/>", "x".repeat(5 << 20)),
                1,
            ),
            For::Cells,
        ),
        (
            "parts.xlsx",
            [zipped(&[]), b"PK\x01\x02".repeat(20_000)].concat(),
            For::Cells,
        ),
    ]
}

fn open_document_files() -> Vec<Hostile> {
    let head = "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>Titel</text:p>\
                </table:table-cell></table:table-row>";
    let table = |rows: &str| {
        ods_of(
            "",
            &format!("<table:table table:name=\"a\">{head}{rows}</table:table>"),
        )
    };
    let row = |times: usize, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>")
    };
    let cell = |attributes: &str, content: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\" {attributes}><text:p>{content}</text:p>\
             </table:table-cell>"
        )
    };
    let many = |times: usize| format!("table:number-columns-repeated=\"{times}\"");
    let formula = format!("table:formula=\"{}\"", "x".repeat(2_000));
    let inner = cell(&many(16_384), &cell("", "x"));
    let blanks = cell("", "<text:s text:c=\"2000000000\"/>");
    let struck = "<style:style style:name=\"x\" style:family=\"table-cell\"><style:text-properties \
                  style:text-line-through-style=\"solid\"/></style:style>";
    let crossed = row(
        100_000,
        &cell(&format!("{} table:style-name=\"x\"", many(40)), "x"),
    );
    vec![
        (
            "columns.ods",
            table(&row(1, &cell(&many(16_384), "x")).repeat(130)),
            For::Cells,
        ),
        (
            "rows.ods",
            table(&row(100_000, &cell("", &"x".repeat(2_000)))),
            For::Cells,
        ),
        (
            "many-rows.ods",
            table(&row(2_000_000, &cell("", "x"))),
            For::Rows,
        ),
        ("blanks.ods", table(&row(1, &blanks)), For::Cells),
        (
            "formulas.ods",
            table(&row(100_000, &cell(&formula, "x"))),
            For::Cells,
        ),
        ("inner.ods", table(&row(100_000, &inner)), For::Damage),
        (
            "area.ods",
            table(&(row(90_000, "<table:table-cell/>") + &row(1, &cell(&many(30), "x")))),
            For::Cells,
        ),
        (
            "areas.ods",
            ods_of(
                "",
                &joined(20, |at| {
                    let rows = row(20_000, "<table:table-cell/>") + &row(1, &cell(&many(30), "x"));
                    format!("<table:table table:name=\"{at}\">{head}{rows}</table:table>")
                }),
            ),
            For::Cells,
        ),
        (
            "struck.ods",
            ods_of(
                struck,
                &format!("<table:table table:name=\"a\">{head}{crossed}</table:table>"),
            ),
            For::Cells,
        ),
        (
            "names.ods",
            ods_of(
                "",
                &format!("<table:table table:name=\"a\">{head}</table:table>").repeat(2),
            ),
            For::Damage,
        ),
    ]
}

fn old_files() -> Vec<Hostile> {
    let long_text = |letters: u16| {
        let head = [&letters.to_le_bytes()[..], &[0]].concat();
        [head, vec![b'x'; usize::from(letters)]].concat()
    };
    let strings = |texts: &[u8]| {
        let mut pieces = texts.chunks(8_000);
        let first = [&[0; 8][..], pieces.next().unwrap_or_default()].concat();
        let more = pieces.map(|piece| record(0x003C, piece));
        [record(0x00FC, &first), more.collect::<Vec<_>>().concat()].concat()
    };
    let shared = |row: u16| record(0x00FD, &[&words(&[row, 0, 0])[..], &double(0)].concat());
    let claim = |letters: u16| record(0x0204, &words(&[1, 0, 0, letters]));
    let with_strings =
        |texts: &[u8], sheet: &[Vec<u8>]| archive("/Workbook", &book(&[strings(texts)], sheet));
    let often = |sheet: &[Vec<u8>]| {
        let book = book(&[], sheet);
        // Its only BOUNDSHEET stands there many times.
        let at = book.windows(2).position(|it| it == [0x85, 0]).unwrap();
        let (length, start) = (4 + 13, at);
        let one = book[start..start + length].to_vec();
        let offset = u32::from_le_bytes(one[4..8].try_into().unwrap());
        let moved = u32::try_from(199 * length).unwrap() + offset;
        let one = [&one[..4], &moved.to_le_bytes(), &one[8..]].concat();
        [&book[..start], &one.repeat(200), &book[start + length..]].concat()
    };
    vec![
        (
            "repeated.xls",
            with_strings(
                &long_text(7_900),
                &(0..5_000).map(shared).collect::<Vec<_>>(),
            ),
            For::Cells,
        ),
        ("texts.xls", with_strings(&[0; 3_300_000], &[]), For::Cells),
        (
            "pieces.xls",
            archive(
                "/Workbook",
                &book(
                    &[record(0x00FC, &[0; 8]), record(0x003C, &[0]).repeat(9_000)],
                    &[],
                ),
            ),
            For::Cells,
        ),
        (
            "claim.xls",
            archive("/Workbook", &book(&[], &[claim(60_000)])),
            For::Damage,
        ),
        (
            "aliases.xls",
            archive("/Workbook", &often(&[label(0, 0, 0, "Titel")])),
            For::Damage,
        ),
        (
            "far.xls",
            archive(
                "/Workbook",
                &book(&[], &[label(0, 0, 0, "Titel"), label(65_535, 255, 0, "x")]),
            ),
            For::Cells,
        ),
    ]
}

#[expect(clippy::too_many_lines, reason = "a table")]
fn binary_files() -> Vec<Hostile> {
    let titles = [double(0), double(0), wide("Titel")].concat();
    let rows = |cells: &[u8]| [part(0, &double(0)), part(6, &titles), cells.to_vec()].concat();
    let sheet = |cells: &[u8]| {
        let area = [double(0), double(1), double(0), double(1)].concat();
        [
            part(0x0081, &[]),
            part(0x0094, &area),
            part(0x0091, &[]),
            rows(cells),
            part(0x0092, &[]),
        ]
        .concat()
    };
    let workbook = |sheets: usize, names: &[u8]| {
        let bundle = |at: usize| [double(0), double(1), wide("r1"), wide(&at.to_string())].concat();
        let bundles: Vec<_> = (0..sheets)
            .flat_map(|at| part(0x009C, &bundle(at)))
            .collect();
        [
            bundles,
            part(0x0090, &[]),
            names.to_vec(),
            part(0x0084, &[]),
        ]
        .concat()
    };
    let links =
        "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";
    let file = |workbook: &[u8], strings: &[u8], sheet: &[u8]| {
        zipped(&[
            ("xl/workbook.bin", workbook),
            ("xl/_rels/workbook.bin.rels", links.as_bytes()),
            ("xl/sharedStrings.bin", strings),
            ("xl/worksheets/sheet1.bin", sheet),
        ])
    };
    let one = workbook(1, &[]);
    let strings = |texts: &[u8]| {
        [
            part(0x009F, &[double(1), double(1)].concat()),
            texts.to_vec(),
        ]
        .concat()
    };
    let text = |text: &str| [&[0][..], &wide(text)].concat();
    let repeated: Vec<_> = (1..2_000)
        .flat_map(|row| {
            let cell = [double(0), double(0), double(0)].concat();
            [part(0, &double(row)), part(7, &cell)].concat()
        })
        .collect();
    // A name whose formula is 20,000 signs before a missing argument.
    let formula = [&[0x1C, 0][..], &vec![0x13; 20_000]].concat();
    let name = [
        &[0; 9][..],
        &wide("n"),
        &u32::try_from(formula.len()).unwrap().to_le_bytes(),
        &formula,
    ]
    .concat();
    vec![
        (
            "length.xlsb",
            file(
                &one,
                &strings(&part(0x0013, &text(""))),
                &[0x81, 1, 0xFF, 0xFF, 0xFF, 0x7F],
            ),
            For::Damage,
        ),
        (
            "repeated.xlsb",
            file(
                &one,
                &strings(&part(0x0013, &text(&"x".repeat(8_000)))),
                &sheet(&repeated.repeat(3)),
            ),
            For::Cells,
        ),
        (
            "texts.xlsb",
            file(
                &one,
                &strings(&part(0x0013, &text("")).repeat(1_100_000)),
                &sheet(&[]),
            ),
            For::Cells,
        ),
        (
            "names.xlsb",
            file(
                &workbook(1, &part(0x0027, &name)),
                &strings(&[]),
                &sheet(&[]),
            ),
            For::Damage,
        ),
        (
            "aliases.xlsb",
            file(
                &workbook(1_000, &[]),
                &strings(&part(0x0013, &text(""))),
                &sheet(&part(1, &[]).repeat(10_000)),
            ),
            For::Cells,
        ),
    ]
}

fn texts() -> Vec<Hostile> {
    let list = |row: &str, times: usize| {
        let head =
            "Titel;Alter von;Alter bis;Wann;Kosten;Telefon;E-Mail;Link;Position;geprüft am;Status";
        format!("{head}\n{}", format!("{row}\n").repeat(times)).into_bytes()
    };
    let bad = "x;vielleicht;sicher;wer weiß;viel;auf Anfrage;a at b;ftp://x;hier;gestern;neu";
    vec![
        ("rows.csv", list("x", 100_001), For::Rows),
        (
            "findings.csv",
            list(&joined(30_000, |at| format!("{at}{bad}\n")), 1),
            For::Findings,
        ),
        (
            "long.csv",
            format!("Titel;Ort\n\"{}\"\n", "x;".repeat(20_000)).into_bytes(),
            For::LongCell,
        ),
    ]
}

fn all() -> Vec<Hostile> {
    [
        excel_files(),
        open_document_files(),
        old_files(),
        binary_files(),
        texts(),
    ]
    .concat()
}

#[test]
fn hostile_files_are_refused_whatever_they_claim() {
    let folder = std::env::var_os("RAUPE_HOSTILE").map(PathBuf::from);
    for (name, bytes, why) in all() {
        if let Some(folder) = &folder {
            fs::write(folder.join(name), &bytes).unwrap();
        }
        let kind = if Path::new(name).extension().is_some_and(|it| it == "csv") {
            Kind::Text
        } else {
            Kind::Workbook
        };
        let refused = sheet::read(&bytes, kind).err();
        assert!(
            refused.as_ref().is_some_and(|it| why.is(it)),
            "{name}: {refused:?}, not {why:?}"
        );
    }
}

/// calamine would take the first stream of this name in any folder.
#[test]
fn what_was_looked_through_is_what_is_read() {
    let list = |title| {
        let rows = [label(0, 0, 0, "Titel"), label(1, 0, 0, title)];
        book(&[], &rows)
    };
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_storage("/A").unwrap();
    for (name, title) in [("/A/Workbook", "anderes"), ("/Workbook", "Café")] {
        let mut stream = file.create_stream(name).unwrap();
        stream.write_all(&list(title)).unwrap();
    }
    file.flush().unwrap();
    let bytes = file.into_inner().into_inner();
    let sheet = sheet::read(&bytes, Kind::Workbook).unwrap();
    assert_eq!(titles(&sheet), ["Café"]);
}

/// A row that is too large for an offer is named, and the others are read.
#[test]
fn a_row_that_is_too_large_is_named() {
    let text = "x".repeat(30_000);
    let csv = format!("Titel;Beschreibung;Träger;Hinweis\na;{text};{text};{text}\nb;;;\n");
    let sheet = sheet::read(csv.as_bytes(), Kind::Text).unwrap();
    assert_eq!((sheet.broken, titles(&sheet)), (1, vec!["b".to_owned()]));
    let said = said(&sheet);
    let line = "Fehler   Zeile 2 „a“ · Der Datensatz ist mit 90,0 KB größer als 65,5 KB";
    assert!(said.iter().any(|it| it.starts_with(line)), "{said:#?}");
}
