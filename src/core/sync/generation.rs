//! What is stored: one complete state of the directory.

use serde::{Deserialize, Serialize};

use crate::directory::Directory;
use crate::feed::{Manifest, PAGE, Page, PublicKey, Unreadable};

/// What a generation says about itself: small, read at every start.
///
/// Fields that came later have a default, so that what an older app stored is still read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The feed that it came from.
    pub feed_id: String,
    /// See [`crate::feed::Manifest::epoch`].
    pub epoch: u64,
    /// See [`crate::feed::Manifest::seq`].
    pub seq: u64,
    /// SHA-256 of the snapshot, in hexadecimal digits.
    pub sha256: String,
    /// When the publisher issued it, or for a plain page when it was fetched: RFC 3339 in UTC.
    pub issued_at: String,
    /// The region whose offers these are.
    pub region: Option<String>,
    /// SHA-256 of the manifest's bytes: who sees them again need not look further.
    #[serde(default)]
    pub manifest: String,
    /// How many offers there are.
    #[serde(default)]
    pub offers: u64,
    /// How many records could not be read and are left out.
    #[serde(default)]
    pub broken: u64,
    /// The keys that are trusted since it was accepted: see [`super::trust`].
    #[serde(default)]
    pub keys: Vec<PublicKey>,
    /// Where the feeds stood that the app had before this one.
    #[serde(default)]
    pub left: Vec<Floor>,
}

/// Where a feed stood: nothing that is not above it is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Floor {
    /// See [`Manifest::feed_id`].
    pub feed_id: String,
    /// See [`Manifest::epoch`].
    pub epoch: u64,
    /// See [`Manifest::seq`].
    pub seq: u64,
}

impl Head {
    /// Whether it came from a plain page, which has no name and counts nothing.
    pub(super) fn is_page(&self) -> bool {
        self.feed_id.starts_with(PAGE)
    }

    /// Whether there is a directory to it; see [`Self::given_up`].
    pub fn has_content(&self) -> bool {
        !self.sha256.is_empty()
    }

    /// What stays of it when its directory cannot be used any more and has to be loaded anew: whose word counts,
    /// and where the feed stands. The edition is taken once more, and none before it.
    #[must_use]
    pub fn given_up(&self) -> Self {
        Self {
            sha256: String::new(),
            manifest: String::new(),
            ..self.clone()
        }
    }

    /// Whether it is of a later edition of the same feed, or has what the other one gave up.
    pub(super) fn is_after(&self, other: &Self) -> bool {
        let rank = |head: &Self| (head.epoch, head.seq, head.has_content());
        self.feed_id == other.feed_id && !self.is_page() && rank(self) > rank(other)
    }

    /// Where the other feeds stand for somebody who goes from here to the edition of a manifest.
    pub(super) fn left_for(&self, next: &Manifest) -> Vec<Floor> {
        let here = Floor {
            feed_id: self.feed_id.clone(),
            epoch: self.epoch,
            seq: self.seq,
        };
        let here = Some(here).filter(|_| !self.is_page());
        let all = self.left.iter().cloned().chain(here);
        all.filter(|it| it.feed_id != next.feed_id).collect()
    }

    /// Whether somebody vouched for it with a signature.
    pub fn is_signed(&self) -> bool {
        !self.keys.is_empty()
    }
}

/// One complete state of the directory, ready to be stored.
#[derive(Clone, PartialEq)]
pub struct Generation {
    /// What it says about itself.
    pub head: Head,
    /// The compiled directory; see [`Directory::open`].
    pub image: Vec<u8>,
    /// The feed's own bytes, from which details are read and the directory can be compiled anew.
    pub snapshot: Vec<u8>,
}

impl Generation {
    /// A copy of its bytes.
    pub fn bytes(&self) -> Bytes {
        Bytes {
            image: self.image.clone(),
            snapshot: self.snapshot.clone(),
        }
    }
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (image, snapshot) = (self.image.len(), self.snapshot.len());
        write!(
            f,
            "Generation({:?}, image {image} B, snapshot {snapshot} B)",
            self.head
        )
    }
}

/// What is stored of a generation beside its head. Nothing, where it is not there.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Bytes {
    /// See [`Generation::image`].
    pub image: Vec<u8>,
    /// See [`Generation::snapshot`].
    pub snapshot: Vec<u8>,
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (image, snapshot) = (self.image.len(), self.snapshot.len());
        write!(f, "Bytes(image {image} B, snapshot {snapshot} B)")
    }
}

/// Compiles the directory anew from a stored snapshot, for a start after an update of the app
/// that reads another form of image.
pub(super) fn rebuild(head: &Head, snapshot: &[u8]) -> Result<Directory, Unreadable> {
    let page = Page::open(snapshot)?;
    let reading = page.read(head.region.as_deref());
    Ok(Directory::compile(&page, &reading))
}
