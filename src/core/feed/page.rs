//! The envelope of a feed: which records are in the file, and the limits.

use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::json::Json;
use super::node::{Node, Notes};
use super::report::{Finding, Problem, Severity};
use super::service;
use super::tombstone::{self, Tombstone};
use crate::offer::{Offer, OfferId};

/// The largest page that is read, in bytes: 64 MiB.
pub const SNAPSHOT_BYTES: usize = 64 << 20;
/// The largest record, in bytes: 64 KiB. The specification's own full example has 24 KiB.
pub const RECORD_BYTES: usize = 64 << 10;
/// How deep a record may be nested. HSDS itself needs about twelve levels.
pub const RECORD_DEPTH: usize = 32;

/// A file with services: an HSDS 3.1 page and its relatives.
///
/// Read are `{"contents": […]}`, `{"content": […]}` (seen in Open Referral UK), a bare list, a
/// single service, and one service a line. Paging totals are not believed.
pub struct Page<'a> {
    records: Vec<&'a RawValue>,
    profile: Profile,
    rendition: Rendition,
    /// The address of the first byte, against which the places of records are measured.
    start: usize,
}

/// How the records stood in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rendition {
    /// An object with `contents` or `content`.
    Page,
    /// A bare list.
    List,
    /// One service by itself.
    Single,
    /// One service a line.
    Lines,
}

/// What a page says about its feed, in the property `raupe`, which other readers ignore.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The name of the feed, such as `de.landkreis-peine.familien`; the same for ever.
    pub feed_id: Option<String>,
    /// The region whose offers these are. A service area of this name means everybody there.
    pub region: Option<String>,
    /// Offers that have ended, by editions of this feed.
    #[serde(deserialize_with = "tombstone::tolerant")]
    pub tombstones: Vec<Tombstone>,
}

/// Reads one service by itself, such as the bytes of a stored record.
///
/// `None` if it is broken or has ended; [`Page::read`] tells why.
pub fn read_service(record: &[u8], region: Option<&str>) -> Option<Offer> {
    let record = std::str::from_utf8(record).ok()?;
    match read_record(record, 0, region).0 {
        Read::Offer(offer) => Some(*offer),
        Read::Ended | Read::Broken => None,
    }
}

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Nothing is in it.
    Empty,
    /// More than [`SNAPSHOT_BYTES`].
    TooLarge(usize),
    /// Not UTF-8; the offset of the first wrong byte.
    NotUtf8(usize),
    /// A web page, as a captive portal or an error page would send.
    Html,
    /// Not JSON.
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
        /// What was expected there.
        message: String,
    },
    /// JSON, but no services in it.
    NoServices,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the file is empty"),
            Self::TooLarge(bytes) => write!(f, "{bytes} bytes are more than {SNAPSHOT_BYTES}"),
            Self::NotUtf8(at) => write!(f, "not UTF-8 at byte {at}"),
            Self::Html => f.write_str("a web page instead of JSON"),
            Self::NotJson {
                line,
                column,
                message,
            } => {
                write!(f, "not JSON at line {line}, column {column}: {message}")
            }
            Self::NoServices => f.write_str("no services in it"),
        }
    }
}

impl std::error::Error for Unreadable {}

/// What came of reading a page.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The offers that are current, in the order of the file.
    pub offers: Vec<Offer>,
    /// For each offer, the position of its record in [`Page::records`].
    pub sources: Vec<usize>,
    /// What was found, in the order of the file.
    pub findings: Vec<Finding>,
    /// How many records were read.
    pub records: usize,
    /// How many records are left out because their status says that they have ended or rest.
    pub ended: usize,
}

impl Reading {
    /// How many records were left out because they are broken.
    pub fn broken(&self) -> usize {
        self.records - self.offers.len() - self.ended
    }

    /// How many records were left out because an earlier one has their id.
    pub fn duplicates(&self) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.problem == Problem::DuplicateId)
            .count()
    }

    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings
            .iter()
            .filter(|finding| finding.severity() == severity)
            .count()
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, alias = "content")]
    contents: Vec<&'a RawValue>,
    #[serde(default, borrow)]
    raupe: Option<&'a RawValue>,
}

impl<'a> Page<'a> {
    /// Finds the records in `bytes` without reading them.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Unreadable> {
        if bytes.len() > SNAPSHOT_BYTES {
            return Err(Unreadable::TooLarge(bytes.len()));
        }
        let text =
            std::str::from_utf8(bytes).map_err(|error| Unreadable::NotUtf8(error.valid_up_to()))?;
        let page = Self::find(text.trim_start_matches('\u{FEFF}').trim())?;
        Ok(Self {
            start: bytes.as_ptr().addr(),
            ..page
        })
    }

    fn find(text: &'a str) -> Result<Self, Unreadable> {
        match text.as_bytes().first() {
            None => Err(Unreadable::Empty),
            Some(b'<') => Err(Unreadable::Html),
            Some(b'[') => Ok(Self::of(
                serde_json::from_str(text).map_err(not_json)?,
                Rendition::List,
            )),
            Some(b'{') => Self::open_object(text),
            Some(_) => Err(serde_json::from_str::<Json<'_>>(text)
                .map_or_else(not_json, |_| Unreadable::NoServices)),
        }
    }

    fn open_object(text: &'a str) -> Result<Self, Unreadable> {
        if let Ok(Envelope { contents, raupe }) = serde_json::from_str(text) {
            let profile = raupe.and_then(|raw| serde_json::from_str(raw.get()).ok());
            let page = Self::of(contents, Rendition::Page);
            return Ok(Self {
                profile: profile.unwrap_or_default(),
                ..page
            });
        }
        // Several values one after the other: NDJSON, also with values over several lines.
        let mut records = Vec::new();
        for record in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
            records.push(record.map_err(not_json)?);
        }
        match records.as_slice() {
            // One that is longer than any record need not be read to say so.
            [single] if single.get().len() > RECORD_BYTES => {
                Ok(Self::of(records, Rendition::Single))
            }
            [single] => match serde_json::from_str(single.get()) {
                Ok(Json::Object(fields)) if fields.get("name").or(fields.get("id")).is_some() => {
                    Ok(Self::of(records, Rendition::Single))
                }
                Ok(_) => Err(Unreadable::NoServices),
                Err(error) => Err(not_json(error)),
            },
            _ => Ok(Self::of(records, Rendition::Lines)),
        }
    }

    fn of(records: Vec<&'a RawValue>, rendition: Rendition) -> Self {
        Self {
            records,
            profile: Profile::default(),
            rendition,
            start: 0,
        }
    }

    /// The records as they stand in the file.
    pub fn records(&self) -> &[&'a RawValue] {
        &self.records
    }

    /// Where a record stands in the bytes that were given to [`Page::open`].
    pub fn range(&self, at: usize) -> Range<usize> {
        let record = self.records[at].get();
        let start = record.as_ptr().addr() - self.start;
        start..start + record.len()
    }

    /// What the page says about its feed.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// How the records stood in the file.
    pub fn rendition(&self) -> Rendition {
        self.rendition
    }

    /// Reads every record. Never fails: what is broken is left out and reported.
    ///
    /// `region` is the name by which service areas mean the whole region.
    pub fn read(&self, region: Option<&str>) -> Reading {
        self.read_some(region, 0..self.records.len())
    }

    /// Reads the records at these positions alone; they ascend.
    pub fn read_some(
        &self,
        region: Option<&str>,
        positions: impl IntoIterator<Item = usize>,
    ) -> Reading {
        let mut reading = Reading::default();
        let mut seen = HashSet::new();
        for at in positions {
            let Some(record) = self.records.get(at) else {
                continue;
            };
            reading.records += 1;
            let (read, mut findings) = read_record(record.get(), at, region);
            match read {
                Read::Offer(offer) if seen.insert(offer.id.clone()) => {
                    reading.offers.push(*offer);
                    reading.sources.push(at);
                }
                Read::Offer(offer) => findings.push(Finding {
                    record: offer.id.as_str().to_owned(),
                    path: "id".to_owned(),
                    problem: Problem::DuplicateId,
                }),
                Read::Ended => reading.ended += 1,
                Read::Broken => {}
            }
            reading.findings.append(&mut findings);
        }
        reading
    }
}

/// What came of one record.
pub(super) enum Read {
    Offer(Box<Offer>),
    Ended,
    Broken,
}

fn read_record(raw: &str, at: usize, region: Option<&str>) -> (Read, Vec<Finding>) {
    let broken = |record: String, problem| {
        (
            Read::Broken,
            vec![Finding {
                record,
                path: String::new(),
                problem,
            }],
        )
    };
    let position = format!("#{}", at + 1);
    if raw.len() > RECORD_BYTES {
        return broken(position, Problem::TooLarge(raw.len()));
    }
    if depth(raw) > RECORD_DEPTH {
        return broken(position, Problem::TooDeep);
    }
    let fields = match serde_json::from_str(raw) {
        Ok(Json::Object(fields)) => fields,
        Ok(_) => return broken(position, Problem::NotAnObject),
        Err(error) => return broken(position, Problem::NotJson(error.to_string())),
    };
    let id = match fields.get("id") {
        Some(Json::Text(id)) => OfferId::new(id),
        Some(Json::Number(id)) => OfferId::new(&id.to_string()),
        _ => None,
    };
    let Some(id) = id else {
        return broken(position, Problem::NoId);
    };
    let notes = Notes::new(id.as_str().to_owned());
    let read = service::read(&Node::root(&fields, &notes), id, region);
    (read, notes.into_findings())
}

/// How deep the JSON text is nested, without reading it: reading could overflow the stack.
fn depth(json: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    let (mut quoted, mut escaped) = (false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[expect(clippy::needless_pass_by_value, reason = "reads well in map_err")]
fn not_json(error: serde_json::Error) -> Unreadable {
    let message = error.to_string();
    let message = message
        .split(" at line ")
        .next()
        .unwrap_or_default()
        .to_owned();
    Unreadable::NotJson {
        line: error.line(),
        column: error.column(),
        message,
    }
}
