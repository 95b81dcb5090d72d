//! Files that are small and claim to be large, sent to an office by mail.
//!
//! Each must end by itself, within memory and processor time that an office has to spare, with a sentence.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write};
use std::process::Command;

use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Address space in KiB: 300 MB for the file, and what the program itself takes.
const MEMORY: &str = "500000";
/// Seconds of a processor. This program is built without optimising.
const TIME: &str = "30";

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A workbook with this table of texts and this sheet, each the whole part.
fn workbook(texts: &str, sheet: &str) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", PARTS),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
        let options = SimpleFileOptions::default();
        archive.start_file(name, options).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A table of texts, the first of which is a heading that a list must have.
fn texts(attributes: &str, more: &str) -> String {
    format!("<sst {attributes}><si><t>Titel</t></si>{more}</sst>")
}

/// A sheet with the heading, and these rows below it.
fn sheet(before: &str, rows: &str) -> String {
    format!(
        "<worksheet>{before}<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>{rows}</sheetData></worksheet>"
    )
}

/// So many rows with a cell each that shows the text of this number.
fn rows(count: usize, text: usize) -> String {
    (2..count + 2).fold(String::new(), |mut rows, row| {
        let _ = write!(
            rows,
            "<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>{text}</v></c></row>"
        );
        rows
    })
}

/// Exit code and what is said about a file, or how it ended otherwise.
fn check(name: &str, bytes: &[u8]) -> String {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    let output = Command::new("sh")
        .args([
            "-c",
            "ulimit -v \"$0\" && ulimit -t \"$1\" && shift && exec \"$@\"",
        ])
        .args([MEMORY, TIME, env!("CARGO_BIN_EXE_raupe"), "check"])
        .arg(&file)
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    // Of a list with many findings, the beginning tells enough.
    let start: String = said.chars().take(300).collect();
    match output.status.code() {
        Some(0..=2) if !said.is_empty() && !said.contains("panicked") => String::new(),
        code => format!("{code:?} {:?}: {start}", output.status),
    }
}

#[test]
fn a_workbook_that_claims_much_costs_little() {
    let long = "x".repeat(30_000);
    let deep = "<a>".repeat(200_000);
    for (name, bytes) in [
        (
            "a size beyond all sheets",
            workbook(
                &texts("", ""),
                &sheet("<dimension ref=\"A1:XFD1048576\"/>", ""),
            ),
        ),
        (
            "a last cell far away",
            workbook(
                &texts("", ""),
                &sheet(
                    "",
                    "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"s\"><v>0</v></c></row>",
                ),
            ),
        ),
        (
            "a row beyond all numbers",
            workbook(
                &texts("", ""),
                &sheet(
                    "",
                    "<row r=\"4294967295\"><c r=\"ZZZZZZ4294967295\"><v>1</v></c></row>",
                ),
            ),
        ),
        (
            "a text that is not there",
            workbook(&texts("", ""), &sheet("", &rows(1, 4_000_000_000))),
        ),
        (
            "one long text in many cells",
            workbook(
                &texts("", &format!("<si><t>{long}</t></si>")),
                &sheet("", &rows(50_000, 1)),
            ),
        ),
        (
            "many texts that nobody shows",
            workbook(
                &texts("", &"<si><t>x</t></si>".repeat(300_000)),
                &sheet("", ""),
            ),
        ),
        (
            "merged cells over everything",
            workbook(
                &texts("", ""),
                &(sheet("", &rows(3, 0)).replace(
                    "</sheetData>",
                    "</sheetData><mergeCells><mergeCell ref=\"A2:XFD1048576\"/></mergeCells>",
                )),
            ),
        ),
        (
            "elements in elements",
            workbook(&texts("", ""), &sheet(&deep, "")),
        ),
    ] {
        assert!(bytes.len() < 2 << 20, "{name} is no small file");
        assert_eq!(check("liste.xlsx", &bytes), "", "{name}");
    }
}

#[test]
fn a_text_file_that_claims_much_costs_little() {
    for (name, content) in [
        ("liste.csv", format!("Titel{}\n", ";x".repeat(500_000))),
        ("liste.csv", format!("Titel\n{}", "\"".repeat(1_000_001))),
        (
            "liste.csv",
            format!("Titel;Wann\nCafé;{}\n", "Mo 9 Uhr, ".repeat(6_000)),
        ),
        (
            "liste.csv",
            format!("Titel;Alter\nCafé;{}\n", "1-2, ".repeat(6_000)),
        ),
        ("liste.json", "[".repeat(1_000_000)),
        ("liste.json", "{\"contents\":".repeat(100_000)),
        ("liste.json", "[{\"id\":1e999999999,\"name\":\"x\"}]".into()),
    ] {
        assert_eq!(check(name, content.as_bytes()), "", "{content:.60}");
    }
}

/// Nothing is kept free for what a part only says about itself.
#[test]
fn a_count_that_is_not_true_is_not_believed() {
    for counts in [
        "uniqueCount=\"4000000000\"",
        "count=\"4000000000\" uniqueCount=\"4000000000\"",
        "uniqueCount=\"18446744073709551615\"",
    ] {
        let bytes = workbook(&texts(counts, ""), &sheet("", ""));
        assert_eq!(check("liste.xlsx", &bytes), "", "{counts}");
    }
}
