//! Services into the rows of a sheet, as a CSV file that a German Excel opens rightly.
//!
//! A row holds less than a service can. So each row is read again at once and compared with the
//! service that it came from: what a row cannot tell is said, not lost in silence.
//!
//! - `draft`: an offer in the words of a row.
//! - `missing`: what they do not say.

mod draft;
mod missing;

use std::collections::BTreeSet;

use raupe_core::feed::{Page, read_service};
use raupe_core::offer::Offer;
use serde_json::Value;

use super::columns::Column;
use super::text_file;
use draft::{Draft, draft};
use missing::{missing, not_by_people};

/// A list as a CSV file, and what could not be told in it.
#[derive(Debug, Default)]
pub struct Written {
    /// UTF-8 with a byte order mark, semicolons, and line breaks of Windows.
    pub csv: Vec<u8>,
    /// How many offers are in it.
    pub offers: usize,
    /// What is not in it.
    pub losses: Vec<Loss>,
}

/// Something that a sheet has no room for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Loss {
    /// The record at this position from 1 is broken and cannot be read.
    Record(usize),
    /// Parts of an offer.
    Parts {
        /// Which offer.
        title: String,
        /// Which parts, in German.
        parts: Vec<&'static str>,
    },
    /// The name of the region, which is given when publishing.
    Region(String),
    /// That translations into these languages were made by machines or not checked.
    Origins(Vec<String>),
}

/// These are written even if no offer has anything in them: they are there to be filled in.
const ALWAYS: &[Column] = &[
    Column::Id,
    Column::Title,
    Column::Description,
    Column::Organisation,
    Column::AgeFrom,
    Column::AgeTo,
    Column::Phase,
    Column::Languages,
    Column::Place,
    Column::Address,
    Column::When,
    Column::Cost,
    Column::Application,
    Column::Phone,
    Column::Email,
    Column::Link,
    Column::Accessibility,
    Column::Topic,
    Column::Channel,
    Column::GoodToKnow,
    Column::Assured,
];

/// Writes the services of a page.
pub fn csv(page: &Page<'_>) -> Written {
    let mut written = Written::default();
    let mut drafts = Vec::new();
    let mut machines = BTreeSet::new();
    for (at, record) in page.records().iter().enumerate() {
        let Some((offer, value)) = read(record.get()) else {
            written.losses.push(Loss::Record(at + 1));
            continue;
        };
        let draft = draft(&offer, &value);
        machines.extend(not_by_people(&value));
        let parts = missing(&offer, &draft);
        if !parts.is_empty() {
            let title = offer.title.clone();
            written.losses.push(Loss::Parts { title, parts });
        }
        drafts.push(draft);
    }
    if let Some(region) = page.profile().region.clone() {
        written.losses.push(Loss::Region(region));
    }
    if !machines.is_empty() {
        written
            .losses
            .push(Loss::Origins(machines.into_iter().collect()));
    }
    written.offers = drafts.len();
    written.csv = file(&drafts);
    written
}

/// A record as an offer, whether it is current or not, and as it stands.
fn read(record: &str) -> Option<(Offer, Value)> {
    let value: Value = serde_json::from_str(record).ok()?;
    let mut active = value.clone();
    active
        .as_object_mut()?
        .insert("status".into(), "active".into());
    let offer = read_service(active.to_string().as_bytes(), None)?;
    Some((offer, value))
}

fn file(drafts: &[Draft]) -> Vec<u8> {
    let columns: Vec<_> = Column::ALL
        .iter()
        .copied()
        .filter(|column| {
            let used = |draft: &Draft| draft.cells.contains_key(column);
            ALWAYS.contains(column) || drafts.iter().any(used)
        })
        .collect();
    let translations: BTreeSet<_> = drafts
        .iter()
        .flat_map(|it| it.translations.keys())
        .collect();
    let mut out = "\u{FEFF}".to_owned().into_bytes();
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(&mut out);
    let names = columns
        .iter()
        .map(|column| column.name().to_owned())
        .chain(translations.iter().map(|key| translated_name(key)));
    // Writing into memory does not fail.
    let _ = writer.write_record(names);
    for draft in drafts {
        let cells = columns.iter().map(|column| draft.cells.get(column));
        let others = translations.iter().map(|key| draft.translations.get(*key));
        let cells = cells
            .chain(others)
            .map(|cell| cell.map_or("", String::as_str));
        let _ = writer.write_record(cells.map(text_file::protected));
    }
    drop(writer);
    out
}

fn translated_name((language, at): &(String, usize)) -> String {
    format!("{} [{language}]", Column::TRANSLATED[*at].0.name())
}
