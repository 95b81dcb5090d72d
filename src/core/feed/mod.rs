//! Reading a feed: HSDS 3.1 pages into offers and a report, and the manifest of a published feed.
//!
//! Reading is total. [`Page::open`] fails only for a file that is no feed at all; from then on each
//! record is read for itself, and one that is broken is left out and reported, never more. What
//! the reader tolerates beyond the specification was seen in real feeds; each place says so.
//!
//! - `page`: the envelope: which records are in the file, and the limits.
//! - `json`: a record's JSON as it is read.
//! - `node`: a place in a record's JSON that knows its path and reports what does not fit.
//! - `service`: a record into an [`Offer`], with `schedules` (`rule`, `hours`), `terms`, `places`,
//!   `contacts` and `translations` for its parts, and `values` for dates, times and languages in text.
//! - `report`: what is said about a record.
//! - `manifest`: what a published feed says about itself; `signature`: who says so.
//! - `contents`: what an edition consists of, with its digest; `delta`: the way from one to the
//!   next; `tombstone`: what is left of an offer that has ended.

mod contacts;
mod contents;
mod delta;
mod digest;
mod hours;
mod json;
mod manifest;
mod node;
mod page;
mod places;
mod report;
mod rule;
mod schedules;
mod service;
mod signature;
mod terms;
mod tombstone;
mod translations;
mod values;

#[cfg(test)]
mod tests;

pub use contents::{Contents, page_of};
pub use delta::{Delta, DeltaError};
pub use digest::{is_sha256, sha256};
pub(crate) use manifest::PAGE;
pub use manifest::{
    DeltaFile, KEYS, MANIFEST_BYTES, Manifest, ManifestError, SCHEMA, is_mass_change,
};
pub use page::{
    Page, Profile, RECORD_BYTES, RECORD_DEPTH, Reading, Rendition, SNAPSHOT_BYTES, Unreadable,
    read_service,
};
pub use report::{Finding, JsonType, Problem, Severity};
pub use signature::{PublicKey, SIGNATURE_BYTES, SignatureError, verify};
pub use tombstone::{Ending, Tombstone};

pub(crate) use values::{date as read_date, time as read_time};

#[cfg(doc)]
use crate::offer::Offer;
