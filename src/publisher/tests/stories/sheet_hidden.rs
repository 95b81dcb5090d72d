//! What an office took out of its list without deleting it: hidden, filtered away, struck through.

use raupe::sheet::{self, Kind, Sheet};
use rust_xlsxwriter::{FilterCondition, Format, Workbook, Worksheet};

use crate::sheets::{offers, said};
use crate::workbooks::zipped;

fn titles(sheet: &Sheet) -> Vec<String> {
    offers(sheet).into_iter().map(|offer| offer.title).collect()
}

/// Five offers in rows 2 to 6, and what somebody did to them in Excel.
fn xlsx(change: impl FnOnce(&mut Worksheet)) -> Sheet {
    let mut workbook = Workbook::new();
    let page = workbook.add_worksheet().set_name("Liste").unwrap();
    page.write_row(0, 0, ["Titel", "Ort", "Telefon"]).unwrap();
    for (row, title) in (1..).zip(["A", "B", "C", "D", "E"]) {
        page.write_row(row, 0, [title, "Peine", "030 23125 100"])
            .unwrap();
    }
    change(page);
    sheet::read(&workbook.save_to_buffer().unwrap(), Kind::Workbook).unwrap()
}

/// The same in `LibreOffice`: the attributes of each row, and of the cell with its title, and what
/// stands in that.
fn ods(styles: &str, columns: &str, rows: &[(&str, &str, &str)]) -> Sheet {
    let text = |attributes: &str, text: &str| {
        format!(
            "<table:table-cell {attributes} office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let mut table = format!(
        "{columns}<table:table-row>{}{}</table:table-row>",
        text("", "Titel"),
        text("", "Ort")
    );
    for (row, cell, title) in rows {
        let line = if row.starts_with('<') {
            (*row).to_owned()
        } else {
            format!(
                "<table:table-row {row}>{}{}</table:table-row>",
                text(cell, title),
                text("", "Peine")
            )
        };
        table += &line;
    }
    let style = |family: &str, name: &str, more: &str, properties: &str| {
        format!(
            "<style:style style:family=\"{family}\" style:name=\"{name}\" {more}>{properties}</style:style>"
        )
    };
    let line = "<style:text-properties style:text-line-through-style=\"solid\"/>";
    let content = format!(
        "<office:document-content><office:automatic-styles>{}{}{}{}</office:automatic-styles><office:body>\
         <office:spreadsheet><table:table table:name=\"Liste\">{table}</table:table></office:spreadsheet>\
         </office:body></office:document-content>",
        style(
            "table-row",
            "flat",
            "",
            "<style:table-row-properties style:row-height=\"0cm\"/>"
        ),
        style("table-cell", "ce1", "", line),
        style("text", "T1", "", line),
        style("table-cell", "ce2", "style:parent-style-name=\"Weg\"", ""),
    );
    let bytes = zipped(&[
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.spreadsheet",
        ),
        ("styles.xml", format!("<a>{styles}</a>").as_bytes()),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
    ]);
    sheet::read(&bytes, Kind::Workbook).unwrap()
}

#[test]
fn rows_that_excel_does_not_show_are_not_published() {
    let by_hand = xlsx(|page| {
        page.set_row_hidden(2).unwrap();
        page.set_row_hidden(3).unwrap();
        page.set_row_height(5, 0).unwrap();
    });
    let filtered = xlsx(|page| {
        page.autofilter(0, 0, 5, 2).unwrap();
        page.filter_column(
            0,
            &FilterCondition::new()
                .add_list_filter("A")
                .add_list_filter("D"),
        )
        .unwrap();
        for row in [2, 3, 5] {
            page.set_row_hidden(row).unwrap();
        }
    });
    for sheet in [by_hand, filtered] {
        assert_eq!(titles(&sheet), ["A", "D"]);
        let said = said(&sheet);
        let line = "Warnung  Blatt „Liste“ · Ausgeblendet oder weggefiltert und deshalb nicht veröffentlicht: \
                    Zeilen 3, 4, 6. Sollen sie in die Liste, bitte den Filter löschen";
        assert!(said.iter().any(|it| it.starts_with(line)), "{said:#?}");
    }
}

#[test]
fn what_is_struck_through_in_excel_is_not_published() {
    let sheet = xlsx(|page| {
        let struck = Format::new().set_font_strikethrough();
        let plain = Format::new();
        page.write_with_format(1, 0, "A", &struck).unwrap();
        // A whole text of parts, each struck through by itself; and one of which a part is not.
        page.write_rich_string(2, 0, &[(&struck, "B"), (&struck, "B")])
            .unwrap();
        page.write_rich_string(3, 0, &[(&struck, "C"), (&plain, " neu")])
            .unwrap();
        page.write_with_format(4, 2, "030 23125 999", &struck)
            .unwrap();
    });
    assert_eq!(titles(&sheet), ["C neu", "D", "E"]);
    let said = said(&sheet);
    for line in [
        "Warnung  Blatt „Liste“ · Durchgestrichen und deshalb nicht veröffentlicht: Zeilen 2, 3.",
        "Warnung  Blatt „Liste“, Zeile 5 · Spalte C „Telefon“ · „030 23125 999“ ist durchgestrichen",
    ] {
        assert!(
            said.iter().any(|it| it.starts_with(line)),
            "{line}: {said:#?}"
        );
    }
    assert!(!String::from_utf8_lossy(&sheet.page).contains("999"));
}

#[test]
fn what_libreoffice_hides_or_strikes_through_is_not_published() {
    let named = "<style:style style:family=\"table-cell\" style:name=\"Weg\"><style:text-properties \
                 style:text-line-through-type=\"single\"/></style:style>";
    let plain = ("", "", "A");
    let span = "<text:span text:style-name=\"T1\">B</text:span>";
    let half = "<text:span text:style-name=\"T1\">B</text:span> neu";
    let folded = ("<table:table-row-group table:display=\"false\">", "", "");
    let unfolded = ("</table:table-row-group>", "", "");
    for (rows, left, said_so) in [
        (
            vec![plain, ("table:visibility=\"collapse\"", "", "B")],
            vec!["A"],
            Some("Ausgeblendet"),
        ),
        (
            vec![plain, ("table:visibility=\"filter\"", "", "B")],
            vec!["A"],
            Some("Ausgeblendet"),
        ),
        (
            vec![plain, ("table:visibility=\"visible\"", "", "B")],
            vec!["A", "B"],
            None,
        ),
        (
            vec![plain, ("table:style-name=\"flat\"", "", "B")],
            vec!["A"],
            Some("Ausgeblendet"),
        ),
        (
            vec![plain, folded, ("", "", "B"), unfolded],
            vec!["A"],
            Some("Ausgeblendet"),
        ),
        (
            vec![plain, ("", "table:style-name=\"ce1\"", "B")],
            vec!["A"],
            Some("Durchgestrichen"),
        ),
        (
            vec![plain, ("", "table:style-name=\"ce2\"", "B")],
            vec!["A"],
            Some("Durchgestrichen"),
        ),
        (
            vec![plain, ("table:default-cell-style-name=\"ce1\"", "", "B")],
            vec!["A"],
            Some("Durchgestrichen"),
        ),
        (
            vec![plain, ("", "", span)],
            vec!["A"],
            Some("Durchgestrichen"),
        ),
        (vec![plain, ("", "", half)], vec!["A", "B neu"], None),
    ] {
        let sheet = ods(named, "", &rows);
        assert_eq!(titles(&sheet), left, "{rows:?}");
        let said = said(&sheet);
        let line = said.iter().find(|it| it.contains("nicht veröffentlicht"));
        assert_eq!(line.is_some(), said_so.is_some(), "{rows:?}: {said:#?}");
        if let (Some(line), Some(how)) = (line, said_so) {
            let line = line.strip_prefix("Warnung  Blatt „Liste“ · ").unwrap();
            assert!(
                line.starts_with(how) && line.contains(": Zeile 3. Sollen"),
                "{line}"
            );
        }
    }
}
