//! Workbooks as offices make them, from a table of what is typed into the cells.

use std::io::{Cursor, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use zip::write::SimpleFileOptions;

/// What somebody typed into a cell.
#[derive(Clone, Debug)]
pub enum Typed {
    Nothing,
    Text(&'static str),
    Number(f64),
    /// Year, month, day.
    Date(u16, u8, u8),
    /// A formula and what it came to.
    Formula(&'static str, &'static str),
    /// A formula that came to an error.
    Broken(&'static str),
    /// The first of so many cells that are merged downwards.
    Merged(u32, &'static str),
}

pub use Typed::{Broken, Date, Formula as Calculated, Merged, Nothing, Number, Text};

/// A sheet: its name, whether it is hidden, its rows from row 1.
pub struct Sheet {
    pub name: &'static str,
    pub hidden: bool,
    pub rows: Vec<Vec<Typed>>,
}

pub fn sheet(name: &'static str, rows: &[&[Typed]]) -> Sheet {
    Sheet {
        name,
        hidden: false,
        rows: rows.iter().map(|row| row.to_vec()).collect(),
    }
}

/// As Excel writes it.
pub fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let day = Format::new().set_num_format("dd.mm.yyyy");
    for sheet in sheets {
        let page = workbook.add_worksheet().set_name(sheet.name).unwrap();
        page.set_hidden(sheet.hidden);
        for (row, cells) in (0..).zip(&sheet.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Nothing => continue,
                    Text(text) => page.write_string(row, column, *text),
                    Number(number) => page.write_number(row, column, *number),
                    Date(y, m, d) => {
                        let date = ExcelDateTime::from_ymd(*y, *m, *d).unwrap();
                        page.write_datetime_with_format(row, column, &date, &day)
                    }
                    Calculated(formula, result) => {
                        let formula = Formula::new(*formula).set_result(*result);
                        page.write_formula(row, column, formula)
                    }
                    Broken(error) => {
                        let formula = Formula::new("=NOWHERE").set_result(*error);
                        page.write_formula(row, column, formula)
                    }
                    Merged(rows, text) => {
                        page.merge_range(row, column, row + rows - 1, column, text, &Format::new())
                    }
                }
                .unwrap();
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// As `LibreOffice` writes it.
pub fn ods(sheets: &[Sheet]) -> Vec<u8> {
    let mut tables = String::new();
    for sheet in sheets {
        let style = if sheet.hidden { "hidden" } else { "shown" };
        let opening = format!(
            "<table:table table:name=\"{}\" table:style-name=\"{style}\">\
             <table:table-column table:number-columns-repeated=\"16384\"/>",
            sheet.name
        );
        tables += &opening;
        for row in &sheet.rows {
            tables += "<table:table-row>";
            tables.extend(row.iter().map(ods_cell));
            tables +=
                "<table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row>";
        }
        tables += "<table:table-row table:number-rows-repeated=\"1048000\">\
                   <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
                   </table:table>";
    }
    let display = |name: &str, shown: bool| {
        format!(
            "<style:style style:name=\"{name}\" style:family=\"table\">\
             <style:table-properties table:display=\"{shown}\"/></style:style>"
        )
    };
    ods_of(
        &(display("shown", true) + &display("hidden", false)),
        &tables,
    )
}

/// The same with these styles and tables.
pub fn ods_of(styles: &str, tables: &str) -> Vec<u8> {
    let namespaces = ["office", "table", "text", "style", "calcext"]
        .map(|name| format!("xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""));
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {}>\
         <office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>\
         {tables}</office:spreadsheet></office:body></office:document-content>",
        namespaces.join(" "),
    );
    zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ])
}

fn ods_cell(cell: &Typed) -> String {
    let text = |text: &str| format!("<text:p>{}</text:p></table:table-cell>", escaped(text));
    match cell {
        Nothing => "<table:table-cell/>".into(),
        Text(it) => format!(
            "<table:table-cell office:value-type=\"string\">{}",
            text(it)
        ),
        Number(it) => format!(
            "<table:table-cell office:value-type=\"float\" office:value=\"{it}\">{}",
            text(&it.to_string())
        ),
        Date(y, m, d) => format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{y}-{m:02}-{d:02}\">{}",
            text(&format!("{d:02}.{m:02}.{y}"))
        ),
        Calculated(formula, it) => format!(
            "<table:table-cell table:formula=\"of:{}\" office:value-type=\"string\" \
             office:string-value=\"{}\">{}",
            escaped(formula),
            escaped(it),
            text(it)
        ),
        Broken(error) => format!(
            "<table:table-cell table:formula=\"of:=NOWHERE\" office:value-type=\"string\" \
             office:string-value=\"\" calcext:value-type=\"error\">{}",
            text(error)
        ),
        Merged(rows, it) => format!(
            "<table:table-cell table:number-rows-spanned=\"{rows}\" \
             table:number-columns-spanned=\"1\" office:value-type=\"string\">{}",
            text(it)
        ),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

/// A zip archive with these files.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
