//! What must be known about an ODS file's `content.xml` before it is read: how many cells it would
//! become; and what calamine does not tell: which cells are merged, which rows are hidden, and which
//! text is struck through.

use std::collections::BTreeSet;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::open_style::{Styles, value};
use super::table::{Budget, MOST_CELLS, Merged};
use super::{COLUMNS, ROWS, Unreadable};

/// `LibreOffice` itself has no more columns.
const MOST_COLUMNS: usize = 16_384;

/// What calamine does not tell about a sheet.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Sheet {
    pub(super) merged: Vec<Merged>,
    /// The numbers of rows that are not shown.
    pub(super) hidden: BTreeSet<u32>,
    /// Cells that are struck through: row number, and column from 0.
    pub(super) struck: BTreeSet<(u32, usize)>,
}

/// This of each sheet, in the order of the file; `styles` are those that have names.
///
/// A file that ends within an element is refused: calamine 0.38 would wait for the end of a table
/// for ever.
pub(super) fn survey(xml: impl BufRead, styles: Styles) -> Result<Vec<Sheet>, Unreadable> {
    let mut reader = Reader::from_reader(xml);
    let mut depth = 0_usize;
    let mut survey = Survey {
        styles,
        ..Survey::default()
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let event = reader.read_event_into(&mut buffer);
        match event.map_err(|error| Unreadable::Damaged(error.to_string()))? {
            Event::Start(element) => {
                depth += 1;
                survey.begin(&element, true)?;
            }
            Event::Empty(element) => {
                survey.begin(&element, false)?;
                survey.end(element.name().as_ref())?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                survey.end(element.name().as_ref())?;
            }
            Event::Text(text) => survey.text(&text),
            Event::Eof if depth > 0 => return Err(Unreadable::Damaged("unclosed XML".into())),
            Event::Eof => return Ok(survey.sheets),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Survey {
    sheets: Vec<Sheet>,
    styles: Styles,
    /// The styles of cells that name none, by the columns before whose end they count.
    columns: Vec<(usize, Option<String>)>,
    /// Whether the groups of rows that are being read are folded away, one in the other.
    folded: Vec<bool>,
    /// Whether the parts of text that are being read are struck through, one in the other.
    spans: Vec<bool>,
    budget: Budget,
    row: Line,
    /// Rows so far in this sheet.
    rows: usize,
    /// The widest row so far in this sheet.
    width: usize,
    /// The cells of its area, and of the areas of the sheets before.
    area: usize,
    areas: usize,
    /// Bytes of text in this cell.
    text: usize,
    in_cell: bool,
    cell: Repeated,
}

#[derive(Default)]
struct Line {
    repeated: usize,
    /// Cells so far, and how many of them stand before the end of the last one with content.
    cells: usize,
    used: usize,
    text: usize,
    is_hidden: bool,
    /// The style of its cells that name none.
    style: Option<String>,
    struck: Vec<usize>,
}

#[derive(Default)]
struct Repeated {
    times: usize,
    has_content: bool,
    /// Whether its style strikes through.
    is_struck: bool,
    texts: Texts,
}

/// Which kinds of text there are in a cell.
#[derive(Default)]
struct Texts {
    /// Struck through by itself.
    struck: bool,
    plain: bool,
}

impl Survey {
    fn begin(&mut self, element: &BytesStart<'_>, open: bool) -> Result<(), Unreadable> {
        match element.name().as_ref() {
            "table:table" => {
                self.sheets.push(Sheet::default());
                (self.rows, self.width) = (0, 0);
                self.areas = self.areas.saturating_add(std::mem::take(&mut self.area));
                self.columns.clear();
                self.folded.clear();
            }
            "table:table-column" => {
                let times = number(element, "table:number-columns-repeated")?.unwrap_or(1);
                let before = self.columns.last().map_or(0, |column| column.0);
                let style = value(element, "table:default-cell-style-name");
                if before < MOST_COLUMNS {
                    self.columns.push((before + times.min(MOST_COLUMNS), style));
                }
            }
            "table:table-row-group" => {
                let display = value(element, "table:display");
                let own = display.is_some_and(|it| it == "false");
                self.folded
                    .push(own || self.folded.last().is_some_and(|it| *it));
            }
            "text:span" if open => {
                let style = value(element, "text:style-name");
                let own = style.is_some_and(|style| self.styles.strikes("text", &style));
                self.spans
                    .push(own || self.spans.last().is_some_and(|it| *it));
            }
            "table:table-row" => {
                self.row = Line {
                    repeated: number(element, "table:number-rows-repeated")?.unwrap_or(1),
                    is_hidden: self.hides(element),
                    style: value(element, "table:default-cell-style-name"),
                    ..Line::default()
                };
            }
            // calamine would take the end of the inner one for the end of the outer one.
            "table:table-cell" | "table:covered-table-cell" if self.in_cell => {
                return Err(Unreadable::Damaged("a cell within a cell".into()));
            }
            "table:table-cell" | "table:covered-table-cell" => {
                self.in_cell = open;
                let times = number(element, "table:number-columns-repeated")?.unwrap_or(1);
                let has = |name| element.try_get_attribute(name).is_ok_and(|it| it.is_some());
                self.cell = Repeated {
                    times: times.min(MOST_COLUMNS),
                    has_content: open || has("office:value-type") || has("table:formula"),
                    is_struck: self.strikes(element),
                    ..Repeated::default()
                };
                self.text = element.attributes_raw().len();
                self.merged(element)?;
            }
            // So many blanks.
            "text:s" => {
                let blanks = value(element, "text:c").and_then(|it| it.trim().parse().ok());
                self.text = self.text.saturating_add(blanks.unwrap_or(1));
            }
            _ => self.styles.begin(element),
        }
        Ok(())
    }

    /// Whether a row is not shown.
    fn hides(&mut self, element: &BytesStart<'_>) -> bool {
        let visibility = value(element, "table:visibility");
        let style = value(element, "table:style-name");
        self.folded.last().is_some_and(|it| *it)
            || visibility.is_some_and(|it| matches!(it.as_str(), "collapse" | "filter"))
            || style.is_some_and(|style| self.styles.flattens(&style))
    }

    /// Whether the style of a cell strikes through: its own, or that of its row or column.
    fn strikes(&mut self, element: &BytesStart<'_>) -> bool {
        let style = value(element, "table:style-name").or_else(|| self.row.style.clone());
        let style = style.or_else(|| {
            let at = self
                .columns
                .partition_point(|(end, _)| *end <= self.row.cells);
            self.columns.get(at)?.1.clone()
        });
        style.is_some_and(|style| self.styles.strikes("table-cell", &style))
    }

    fn text(&mut self, text: &str) {
        self.text = self.text.saturating_add(text.len());
        if !text.trim().is_empty() {
            let is_struck = self.spans.last().is_some_and(|it| *it);
            self.cell.texts.struck |= is_struck;
            self.cell.texts.plain |= !is_struck;
        }
    }

    fn merged(&mut self, element: &BytesStart<'_>) -> Result<(), Unreadable> {
        let spanned = number(element, "table:number-rows-spanned")?.unwrap_or(1);
        let first = self.rows + 1;
        let rows = u32::try_from(first)
            .ok()
            .zip(u32::try_from(first + spanned.min(ROWS) - 1).ok());
        let across = number(element, "table:number-columns-spanned")?.unwrap_or(1);
        if let (true, Some((first, last)), Some(sheet)) =
            (spanned > 1 || across > 1, rows, self.sheets.last_mut())
            && sheet.merged.len() < ROWS
        {
            sheet.merged.push(Merged {
                column: self.row.cells,
                last_column: self.row.cells + across.min(MOST_COLUMNS) - 1,
                first,
                last,
            });
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "table:table-cell" | "table:covered-table-cell" => {
                self.in_cell = false;
                let cell = std::mem::take(&mut self.cell);
                self.spans.clear();
                if cell.has_content && (cell.is_struck || cell.texts.struck && !cell.texts.plain) {
                    let columns = self.row.cells..(self.row.cells + cell.times).min(COLUMNS);
                    self.row.struck.extend(columns);
                }
                self.row.cells = (self.row.cells + cell.times).min(MOST_COLUMNS);
                if cell.has_content {
                    self.row.used = self.row.cells;
                    let text = self.text.saturating_mul(cell.times);
                    self.row.text = self.row.text.saturating_add(text);
                }
            }
            "table:table-row" => {
                let row = std::mem::take(&mut self.row);
                self.rows = self.rows.saturating_add(row.repeated);
                if row.used > 0 {
                    self.width = self.width.max(row.used);
                    // Rows without content become real when one with content follows.
                    if self.rows > 10 * ROWS {
                        return Err(Unreadable::TooManyRows);
                    }
                    let text = row.text.saturating_mul(row.repeated);
                    self.budget
                        .spend(row.cells.saturating_mul(row.repeated), text)?;
                    // A table has room for all cells of its area.
                    self.area = self.rows.saturating_mul(self.width);
                    if self.areas.saturating_add(self.area) > MOST_CELLS {
                        return Err(Unreadable::TooManyCells);
                    }
                    self.mark(&row);
                }
            }
            "table:table-row-group" => {
                self.folded.pop();
            }
            "text:span" => {
                self.spans.pop();
            }
            _ => {}
        }
        Ok(())
    }

    /// Keeps what is hidden and struck through in a row that ends at [`Self::rows`].
    fn mark(&mut self, row: &Line) {
        let first = self.rows.saturating_sub(row.repeated) + 1;
        let last = self.rows.min(first.saturating_add(ROWS));
        let (Some(sheet), true) = (self.sheets.last_mut(), self.rows <= 10 * ROWS) else {
            return;
        };
        for number in (first..=last).filter_map(|number| u32::try_from(number).ok()) {
            if row.is_hidden {
                sheet.hidden.insert(number);
            }
            let struck = row.struck.iter().map(|column| (number, *column));
            sheet.struck.extend(struck);
        }
    }
}

/// A number of times; none makes no sense.
fn number(element: &BytesStart<'_>, name: &str) -> Result<Option<usize>, Unreadable> {
    let damaged = || Unreadable::Damaged(name.to_owned());
    let Some(value) = element.try_get_attribute(name).map_err(|_| damaged())? else {
        return Ok(None);
    };
    let value = value
        .normalized_value(XmlVersion::Implicit1_0)
        .map_err(|_| damaged())?;
    match value.parse::<usize>() {
        Ok(number) if number > 0 => Ok(Some(number)),
        _ => Err(damaged()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_bytes_that_claim_to_be_many_cells_are_refused() {
        let sheet = |rows: &str| format!("<table:table table:name=\"a\">{rows}</table:table>");
        let row = |times: &str, cells: &str| {
            format!(
                "<table:table-row table:number-rows-repeated=\"{times}\">{cells}</table:table-row>"
            )
        };
        let cell = |times: &str, text: &str| {
            format!(
                "<table:table-cell table:number-columns-repeated=\"{times}\">{text}</table:table-cell>"
            )
        };
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        for (rows, expected) in [
            (row("1", &cell("3", "x")), None),
            // How LibreOffice ends every sheet.
            (row("1", &cell("3", "x")) + &row("1048576", empty), None),
            (
                row("1", &cell("16384", "x")).repeat(400),
                Some(Unreadable::TooManyCells),
            ),
            (
                row("100000", &cell("1000", "x")),
                Some(Unreadable::TooManyCells),
            ),
            (
                row("1", &cell("16384", &"x".repeat(20_000))),
                Some(Unreadable::TooManyCells),
            ),
            (
                row("2000000", empty) + &row("1", &cell("1", "x")),
                Some(Unreadable::TooManyRows),
            ),
            (
                row("0", &cell("1", "x")),
                Some(Unreadable::Damaged("table:number-rows-repeated".into())),
            ),
        ] {
            let result = survey(sheet(&rows).as_bytes(), Styles::default());
            assert_eq!(result.err(), expected);
        }
    }

    #[test]
    fn a_file_that_breaks_off_is_refused() {
        for xml in [
            "<table:table>",
            "<table:table><table:table-row/>",
            "<a></b>",
            "<a",
        ] {
            let result = survey(xml.as_bytes(), Styles::default());
            assert!(matches!(result, Err(Unreadable::Damaged(_))), "{xml}");
        }
    }

    #[test]
    fn merged_cells_are_found() {
        let xml = "<table:table><table:table-row><table:table-cell>a</table:table-cell>\
                   <table:table-cell table:number-rows-spanned=\"3\">b</table:table-cell>\
                   </table:table-row></table:table><table:table/>";
        let merged = Merged {
            column: 1,
            last_column: 1,
            first: 1,
            last: 3,
        };
        let sheets = survey(xml.as_bytes(), Styles::default()).unwrap();
        let found: Vec<_> = sheets.into_iter().map(|sheet| sheet.merged).collect();
        assert_eq!(found, [vec![merged], vec![]]);
    }
}
