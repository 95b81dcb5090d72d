//! A county's list in its other form: a feed as a sheet, a sheet as a feed.

use std::path::Path;

use raupe_core::feed::{Severity, Unreadable};
use serde_json::{Value, json};

use crate::sheet::Finding;
use crate::sheet::write::{self, Loss};
use crate::source::{self, SourceError};

/// The forms in which a list can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// A CSV file for spreadsheets.
    Csv,
    /// An HSDS page.
    Hsds,
}

/// A list in its other form.
#[derive(Debug)]
pub struct Exported {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many offers are in it.
    pub offers: usize,
    /// What is to be said about the cells that it was read from.
    pub findings: Vec<Finding>,
    /// What the form has no room for.
    pub losses: Vec<Loss>,
}

/// Why nothing was exported.
#[derive(Debug)]
pub enum ExportError {
    /// The file cannot be read.
    Source(SourceError),
    /// Rows of the sheet have errors and would be missing.
    Rows(Vec<Finding>),
}

impl From<SourceError> for ExportError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<Unreadable> for ExportError {
    fn from(error: Unreadable) -> Self {
        Self::Source(error.into())
    }
}

/// The list in `file` in this form.
pub fn export(file: &Path, format: Format) -> Result<Exported, ExportError> {
    let source = source::load(file)?;
    let findings = source
        .sheet()
        .map_or_else(Vec::new, |sheet| sheet.findings.clone());
    let errors = |finding: &&Finding| finding.severity() == Severity::Error;
    let broken: Vec<_> = findings.iter().filter(errors).cloned().collect();
    if !broken.is_empty() {
        return Err(ExportError::Rows(broken));
    }
    let page = source.page()?;
    Ok(match format {
        Format::Csv => {
            let written = write::csv(&page);
            Exported {
                bytes: written.csv,
                offers: written.offers,
                losses: written.losses,
                findings,
            }
        }
        Format::Hsds => Exported {
            bytes: hsds(&page),
            offers: page.records().len(),
            losses: Vec::new(),
            findings,
        },
    })
}

/// The records as a page that people can read.
fn hsds(page: &raupe_core::feed::Page<'_>) -> Vec<u8> {
    // Records were read as JSON once: what is none cannot be here.
    let records = page.records().iter();
    let contents: Vec<Value> = records
        .filter_map(|record| serde_json::from_str(record.get()).ok())
        .collect();
    let count = contents.len();
    let mut out = json!({
        "total_items": count,
        "total_pages": 1,
        "page_number": 1,
        "size": count,
        "first_page": true,
        "last_page": true,
        "empty": count == 0,
        "contents": contents,
    });
    let profile = page.profile();
    if profile.feed_id.is_some() || profile.region.is_some() {
        let mut raupe = json!({});
        for (name, value) in [("feed_id", &profile.feed_id), ("region", &profile.region)] {
            if let Some(value) = value {
                raupe[name] = value.as_str().into();
            }
        }
        out["raupe"] = raupe;
    }
    let mut text = format!("{out:#}");
    text.push('\n');
    text.into_bytes()
}
