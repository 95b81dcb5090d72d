//! A county's list as a spreadsheet: one row an offer, with German names above the columns.
//!
//! A sheet becomes an HSDS page, and from there everything goes the way of all pages: there is one
//! definition of what an offer is. What is the matter with a cell is said with sheet, row and
//! column; so is what the reader of services finds in a service that was a row.
//!
//! Where to start reading: [`read`] for the way in, [`write`](mod@write) for the way out.
//!
//! - `workbook`, `moment`, `text_file`, `encoding`: files into tables of cells; `table` is such a table; `worksheet`,
//!   `open_document`, `open_style`, `biff`: what is hidden or struck through in `.xlsx`, `.ods` and
//!   `.xls` files.
//! - `columns`, `heading`: what the names above the columns mean; `header`, `bounds`: what they mean
//!   beside each other and above what stands below them.
//! - `look`, `no_offer`: what there is to say about a sheet before its rows are read, and which of
//!   them are no offers.
//! - `age`, `cells`, `clock`, `phone`, `price`, `when`: single cells into values.
//! - `offer`, `reach`, `hours`: a row into a service, `service`; `id`: names for offers that have none.
//! - `finding`: what is said about a sheet, and where.
//! - `write`: services into rows.

mod age;
mod biff;
mod binary;
mod bounds;
mod cells;
mod clock;
mod columns;
mod counted;
mod encoding;
mod finding;
mod header;
mod heading;
mod hours;
mod id;
mod look;
mod moment;
mod no_offer;
mod offer;
mod open_document;
mod open_style;
mod phone;
mod price;
mod reach;
mod service;
mod table;
mod text_file;
mod weigh;
mod when;
mod workbook;
mod worksheet;
pub mod write;

use std::collections::HashMap;
use std::path::Path;

use raupe_core::calendar::Holidays;
use raupe_core::feed::{self, RECORD_BYTES, SNAPSHOT_BYTES, Severity};

pub use columns::Column;
pub use counted::{Counted, Left};
pub use finding::{Finding, Place, Problem, Spot};
pub use no_offer::NoOffer;
pub use weigh::UNPACKED_BYTES;
pub use when::{Doubt, Unclear};

use header::Header;
use id::derived;
use offer::RowReader;
use table::{Budget, MOST_TEXT, Row, Table};

/// The most rows that are read. A county has a few thousand offers.
pub const ROWS: usize = 100_000;
/// The most columns that are looked at.
pub const COLUMNS: usize = 256;

/// The most letters of a cell, as Excel has it.
pub const LETTERS: usize = 32_767;
/// The most bytes of a list as text.
pub const TEXT_BYTES: usize = MOST_TEXT;
/// The most findings. A list with more has other columns than its names say.
pub const FINDINGS: usize = 50_000;

/// The two kinds of files with sheets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The spreadsheet programs' own: `.xlsx`, `.ods`, `.xls`, `.xlsb`.
    Workbook,
    /// `.csv`.
    Text,
}

/// Why a file with sheets cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// More bytes than are read.
    TooLarge(usize),
    /// It would unpack to more than [`UNPACKED_BYTES`].
    Unpacked,
    /// More than [`ROWS`] rows.
    TooManyRows,
    /// Far more cells or text than any list has.
    TooManyCells,
    /// A cell in this row has more than [`LETTERS`].
    LongCell(u32),
    /// The offers would make a larger page than any app reads.
    LargePage,
    /// More than [`FINDINGS`].
    TooManyFindings,
    /// It is encrypted.
    Protected,
    /// An archive with something else in it, or no archive at all.
    NotAWorkbook,
    /// A quotation mark in this row is not closed where its cell ends.
    OpenQuote(u32),
    /// It breaks off, or is not what it should be; what was noticed.
    Damaged(String),
    /// No sheet has a row with the names of columns; what stands in the first row of each.
    NoHeader(Vec<(String, Vec<String>)>),
}

/// A file with sheets, read.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The rows as an HSDS page, without those that have errors.
    pub page: Vec<u8>,
    /// What was found in the cells, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many rows are left out because they have errors.
    pub broken: usize,
    origins: HashMap<String, Origin>,
    headers: Vec<(String, Header)>,
}

/// Where a service comes from.
#[derive(Debug)]
struct Origin {
    header: usize,
    row: u32,
    title: Option<String>,
    /// The column of each attribute.
    attributes: Vec<Column>,
}

/// What kind of sheets a file has, or `None` if it is a feed: its content decides, because names
/// can be wrong.
pub fn kind(path: &Path, bytes: &[u8]) -> Option<Kind> {
    let extension = path
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase());
    let extension = extension.as_deref().unwrap_or_default();
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match text.trim_ascii_start() {
        [b'P', b'K', 3 | 5, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => Some(Kind::Workbook),
        [] | [b'{' | b'<', ..] => None,
        [b'[', ..] if serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok() => None,
        _ if matches!(extension, "csv" | "tsv" | "txt") => Some(Kind::Text),
        [b'[', ..] => None,
        // Whatever it is, it is too large.
        _ if bytes.len() > TEXT_BYTES => Some(Kind::Text),
        _ if text_file::looks_like_a_list(&encoding::decode(bytes).0) => Some(Kind::Text),
        _ if matches!(extension, "xlsx" | "xlsm" | "ods" | "xls" | "xlsb") => Some(Kind::Workbook),
        _ => None,
    }
}

/// Reads the bytes of a file with sheets.
pub fn read(bytes: &[u8], kind: Kind) -> Result<Sheet, Unreadable> {
    let most = match kind {
        Kind::Workbook => SNAPSHOT_BYTES,
        Kind::Text => TEXT_BYTES,
    };
    if bytes.len() > most {
        return Err(Unreadable::TooLarge(bytes.len()));
    }
    let mut sheet = Sheet::default();
    let mut budget = Budget::default();
    let tables = match kind {
        Kind::Workbook if !bytes.starts_with(b"PK") && !bytes.starts_with(workbook::OLD) => {
            return Err(Unreadable::NotAWorkbook);
        }
        Kind::Workbook => {
            let workbook = workbook::read(bytes)?;
            for name in workbook.hidden {
                sheet.report(&name, 0, None, Problem::HiddenSheet);
            }
            budget = workbook.budget;
            workbook.tables
        }
        Kind::Text => {
            let (text, problem) = encoding::decode(bytes);
            if let Some(problem) = problem {
                sheet.report("", 0, None, problem);
            }
            vec![text_file::table(&text)?]
        }
    };
    sheet.take(tables, &mut budget)?;
    Ok(sheet)
}

/// What has been seen under an id: the rows by what they say.
type Seen = HashMap<String, HashMap<String, u32>>;

impl Sheet {
    /// Reckons with the county's holidays what is left of rules that count dates.
    pub fn reckon(&mut self, holidays: &Holidays) {
        for finding in &mut self.findings {
            if let Problem::Counted(counted) = &mut finding.problem {
                counted.reckon(holidays);
            }
        }
    }

    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        let of = |finding: &&Finding| finding.severity() == severity;
        self.findings.iter().filter(of).count()
    }

    /// A finding about a service as one about the row that it was.
    pub fn locate(&self, finding: &feed::Finding) -> Finding {
        Finding {
            place: self.place(finding).unwrap_or_default(),
            problem: Problem::Service(finding.problem.clone()),
        }
    }

    /// All that was found, in cells and in the services that they became, row by row.
    pub fn with(&self, services: &[feed::Finding]) -> Vec<Finding> {
        let services = services.iter().map(|finding| self.locate(finding));
        let mut findings: Vec<_> = self.findings.iter().cloned().chain(services).collect();
        findings.sort_by_key(|Finding { place, .. }| {
            let sheet = self
                .headers
                .iter()
                .position(|(name, _)| *name == place.sheet);
            (sheet.filter(|_| place.row > 0), place.row)
        });
        findings
    }

    fn place(&self, finding: &feed::Finding) -> Option<Place> {
        let origin = self.origins.get(&finding.record)?;
        let (sheet, header) = self.headers.get(origin.header)?;
        let column = origin.column(&finding.path);
        let at = column.and_then(|column| header.place_of(column));
        Some(Place {
            sheet: sheet.clone(),
            row: origin.row,
            column: at.map(|at| Spot::new(at, header.names.get(at).map_or("", String::as_str))),
            title: origin.title.clone(),
        })
    }

    fn report(&mut self, sheet: &str, row: u32, column: Option<Spot>, problem: Problem) {
        let place = Place {
            sheet: sheet.to_owned(),
            row,
            column,
            title: None,
        };
        self.findings.push(Finding { place, problem });
    }

    fn take(&mut self, tables: Vec<Table>, budget: &mut Budget) -> Result<(), Unreadable> {
        let mut services = Services::default();
        let mut without = Vec::new();
        let mut seen = Seen::new();
        for mut table in tables {
            self.mend(&mut table);
            let Some(header) = header::find(&table) else {
                if let Some(first) = table.rows.first() {
                    let mut names = header::header(first).names;
                    names.retain(|name| !name.is_empty());
                    names.truncate(12);
                    without.push((table.name, names));
                }
                continue;
            };
            self.look_at_header(&table, &header);
            for merged in table.fill_merged(|at| header.is_read(at), budget)? {
                let spot = Spot::new(merged.column, &header.names[merged.column]);
                let problem = Problem::Merged(merged.last);
                self.report(&table.name, merged.first, Some(spot), problem);
            }
            self.headers.push((table.name.clone(), header));
            self.take_rows(&table, &mut seen, &mut services)?;
        }
        if self.headers.is_empty() {
            return Err(Unreadable::NoHeader(without));
        }
        for (name, _) in without {
            self.report(&name, 0, None, Problem::NoHeader);
        }
        self.page = feed::page_of(services.json.iter());
        Ok(())
    }

    fn take_rows(
        &mut self,
        table: &Table,
        seen: &mut Seen,
        services: &mut Services,
    ) -> Result<(), Unreadable> {
        let index = self.headers.len() - 1;
        let header = self.headers[index].1.clone();
        let title_at = header.position(Column::Title).unwrap_or(0);
        let left_out = self.left_out(table, &header);
        for row in &table.rows {
            let named_again = row.cell(title_at).shown() == header.names[title_at];
            if row.number <= header.row
                || named_again
                || left_out.contains(&row.number)
                || !look::has_content(row, &header)
            {
                continue;
            }
            if self.findings.len() > FINDINGS {
                return Err(Unreadable::TooManyFindings);
            }
            let row = &self.without_struck(table, &header, row);
            let mut reader = RowReader::new(&header, row, &table.name);
            let text = text_of(row, &header);
            let id = match text {
                // Whatever it becomes, it would be too large.
                RECORD_BYTES.. => {
                    reader.report(Problem::Service(feed::Problem::TooLarge(text)));
                    None
                }
                _ => unique(&mut reader, seen),
            };
            let service = id.as_ref().and_then(|id| reader.service(id));
            let json = service
                .as_ref()
                .and_then(|it| serde_json::to_string(&it.fields).ok());
            let json = json.filter(|json| services.fits(json, &mut reader));
            if services.bytes > SNAPSHOT_BYTES {
                return Err(Unreadable::LargePage);
            }
            let place = reader.place().clone();
            let errors = reader
                .findings
                .iter()
                .any(|finding| finding.severity() == Severity::Error);
            self.findings.append(&mut reader.findings);
            // The same row twice is one offer.
            let (Some(id), false) = (id, errors) else {
                self.broken += usize::from(errors);
                continue;
            };
            if let Some((service, json)) = service.zip(json) {
                services.json.push(json);
                let origin = Origin {
                    header: index,
                    row: place.row,
                    title: place.title,
                    attributes: service.attributes,
                };
                self.origins.insert(id, origin);
            }
        }
        Ok(())
    }
}

/// Services that rows became.
#[derive(Default)]
struct Services {
    json: Vec<String>,
    /// How many bytes were made, also of those that are left out.
    bytes: usize,
}

impl Services {
    /// Whether this is small enough for a service; says so if not.
    fn fits(&mut self, json: &str, reader: &mut RowReader<'_>) -> bool {
        self.bytes = self.bytes.saturating_add(json.len());
        let fits = json.len() <= RECORD_BYTES;
        if !fits {
            reader.report(Problem::Service(feed::Problem::TooLarge(json.len())));
        }
        fits
    }
}

/// How many bytes of text stand in the columns of a row that are read.
fn text_of(row: &Row, header: &Header) -> usize {
    let cells = row.cells.iter().enumerate();
    let read = cells.filter(|(at, _)| header.is_read(*at));
    read.map(|(_, cell)| cell.text_len()).sum()
}

/// The id of a row: its own, or one from its words; `None` if the row is there already.
fn unique(reader: &mut RowReader<'_>, seen: &mut Seen) -> Option<String> {
    let identity = reader.identity();
    let row = reader.place().row;
    let id = identity.stated.as_ref().unwrap_or(&identity.derived);
    let rows = seen.entry(id.clone()).or_default();
    if let Some(&before) = rows.get(&identity.content) {
        reader.report(Problem::SameRow(before));
        return None;
    }
    let first = rows.values().min().copied();
    rows.insert(identity.content, row);
    match (first, identity.stated) {
        (None, Some(stated)) => Some(stated),
        (None, None) => Some(identity.derived),
        (Some(first), Some(_)) => {
            reader.report_in(Column::Id, Problem::SameId(first));
            None
        }
        (Some(first), None) => {
            reader.report(Problem::SameOffer(first));
            Some(derived(&[&identity.derived, &rows.len().to_string()]))
        }
    }
}

impl Origin {
    /// The column from which the field at this path of a service comes.
    fn column(&self, path: &str) -> Option<Column> {
        let field = path.split(['.', '[']).next().unwrap_or_default();
        Some(match field {
            "id" => Column::Id,
            "name" => Column::Title,
            "description" => Column::Description,
            "organization" => Column::Organisation,
            "minimum_age" => Column::AgeFrom,
            "maximum_age" => Column::AgeTo,
            "languages" => Column::Languages,
            "service_areas" => Column::Area,
            "schedules" => Column::When,
            "cost_options" => Column::Cost,
            "fees_description" => Column::CostDetails,
            "application_process" => Column::Application,
            "phones" => Column::Phone,
            "contacts" if path.contains(".phones") => Column::Phone,
            "email" | "contacts" => Column::Email,
            "url" | "additional_urls" => Column::Link,
            "eligibility_description" => Column::Eligibility,
            "alert" => Column::Notice,
            "status" => Column::Status,
            "assured_date" => Column::Assured,
            "attributes" => {
                let at = path.split(['[', ']']).nth(1)?.parse::<usize>().ok()?;
                *self.attributes.get(at)?
            }
            "service_at_locations" => match path {
                path if path.contains(".attributes[") => Column::Place,
                path if path.contains(".accessibility[") => Column::Accessibility,
                path if path.ends_with("itude") => Column::Position,
                path if path.ends_with(".transportation") => Column::Directions,
                path if path.ends_with("location.name") => Column::Venue,
                _ => Column::Address,
            },
            _ => return None,
        })
    }
}
