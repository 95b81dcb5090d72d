//! A file becomes the next edition of a feed, whole or not at all.
//!
//! Publishing has two halves. The first only reads: `draft` turns the file into the bytes of a
//! snapshot, `plan` compares them with the feed that is in the folder and decides what the next
//! edition is called. Everything that can be refused is refused here, before a single byte is
//! written. The second half, `folder`, writes in an order that leaves a whole feed in the folder
//! wherever it stops: data first, manifest last.

mod draft;
mod folder;
mod plan;

use std::io;
use std::path::PathBuf;

use jiff::Timestamp;
use raupe_core::feed::{Finding, Manifest, ManifestError, Page, Unreadable};

pub use draft::Changes;
pub use folder::KEPT;

use draft::Draft;
use folder::{Current, Folder, Forms};
use plan::{Plan, plan};

use crate::files::{Disk, Files};
use crate::source::{self, SourceError};

/// What to publish, and where.
#[derive(Clone, Debug)]
pub struct Order {
    /// The county's file.
    pub file: PathBuf,
    /// The folder of the feed.
    pub out: PathBuf,
    /// The region, if the county says so on the command line.
    pub region: Option<String>,
    /// The name of the feed, if the county says so on the command line.
    pub feed_id: Option<String>,
    /// A new epoch, to begin anew.
    pub epoch: Option<u64>,
    /// What to do about broken records.
    pub broken: Broken,
}

/// What to do about broken records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Publish nothing: offers that were there yesterday would be gone.
    Refuse,
    /// Publish the others.
    LeaveOut,
}

/// What came of publishing.
#[derive(Debug)]
pub struct Published {
    /// What happened to the folder.
    pub step: Step,
    /// The manifest that is in the folder now.
    pub manifest: Manifest,
    /// What is different from the edition before, where that one can still be read.
    pub changes: Option<Changes>,
    /// How many records are not in the feed because they have ended.
    pub ended: usize,
    /// How many records are not in the feed because they are broken.
    pub broken: usize,
}

/// What happened to the folder.
#[derive(Debug)]
pub enum Step {
    /// Nothing: the feed has this content already.
    Nothing,
    /// The snapshot was missing or damaged and is whole again; the manifest is as it was.
    Repaired(Written),
    /// There is a new edition.
    NewEdition(Written),
}

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// The snapshot's size with Brotli, in bytes.
    pub brotli: usize,
    /// The snapshot's size with gzip, in bytes.
    pub gzip: usize,
    /// How many old editions were deleted, or why that failed. The feed is whole in any case.
    pub deleted: io::Result<usize>,
    /// The folder held snapshots without a manifest. Perhaps it was a feed once.
    pub found_remains: bool,
}

/// Why nothing was published.
#[derive(Debug)]
pub enum PublishError {
    /// The file cannot be read.
    Source(SourceError),
    /// It can be read, but publishing it would be a mistake.
    Refused(Refused),
    /// The disk does not take it.
    Io(PathBuf, io::Error),
}

/// What would be a mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Records are broken and would be missing; what is wrong with them.
    BrokenRecords(Vec<Finding>),
    /// No offer is left.
    NoOffers,
    /// The snapshot would have more bytes than clients read.
    TooLarge(usize),
    /// The file name gives no name for the feed.
    NoFeedId,
    /// A field of the manifest would be refused by clients; its name.
    BadField(&'static str),
    /// The folder holds another feed.
    OtherFeed {
        /// The feed in the folder.
        there: String,
        /// The feed that was to be published.
        wanted: String,
    },
    /// The manifest in the folder cannot be read, so nobody knows how far it had counted.
    DamagedManifest(ManifestError),
    /// The manifest in the folder was written by a newer version.
    NewerManifest(u32),
    /// The folder has a higher epoch already.
    LowerEpoch(u64),
    /// There is no number after this one.
    LastSeq(u64),
    /// Somebody else is publishing into the folder.
    Busy,
}

impl From<Refused> for PublishError {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<SourceError> for PublishError {
    fn from(error: SourceError) -> Self {
        Self::Source(error)
    }
}

impl From<Unreadable> for PublishError {
    fn from(error: Unreadable) -> Self {
        Self::Source(error.into())
    }
}

/// Publishes a file as the edition of the time `now`.
pub fn publish(order: &Order, now: Timestamp) -> Result<Published, PublishError> {
    publish_with(&Disk, order, now)
}

/// [`publish`] on any disk.
pub fn publish_with(
    files: &impl Files,
    order: &Order,
    now: Timestamp,
) -> Result<Published, PublishError> {
    let bytes = source::read(&order.file)?;
    let page = Page::open(&bytes)?;
    let folder = Folder::new(files, &order.out);
    let current = folder.look()?;
    let draft = Draft::new(order, &page, &current)?;
    let published = |plan: Plan, step, current: &Current| Published {
        step,
        manifest: plan.into_manifest(),
        changes: current
            .snapshot()
            .and_then(|before| draft.changes_since(before)),
        ended: draft.ended,
        broken: draft.broken,
    };
    let next = plan(&draft, &current, order.epoch, now)?;
    if matches!(next, Plan::Nothing(_)) {
        return Ok(published(next, Step::Nothing, &current));
    }
    // Compressing takes seconds, so it comes before the lock.
    let forms = Forms::new(&draft.snapshot).map_err(|error| folder.failed(error))?;
    let _lock = folder.lock()?;
    // Somebody may have published in the meantime: what counts is what is there now.
    let current = folder.look()?;
    let next = plan(&draft, &current, order.epoch, now)?;
    let step = folder.carry_out(&next, &forms, &current)?;
    Ok(published(next, step, &current))
}
