//! What is stored: one complete state of the directory.

use serde::{Deserialize, Serialize};

use crate::directory::Directory;
use crate::feed::{Manifest, Page, Unreadable};

/// What a generation says about itself: small, read at every start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The feed that it came from.
    pub feed_id: String,
    /// See [`Manifest::epoch`].
    pub epoch: u64,
    /// See [`Manifest::seq`].
    pub seq: u64,
    /// SHA-256 of the snapshot, in hexadecimal digits.
    pub sha256: String,
    /// When the publisher issued it: RFC 3339 in UTC.
    pub issued_at: String,
    /// The region whose offers these are.
    pub region: Option<String>,
}

impl From<&Manifest> for Head {
    fn from(manifest: &Manifest) -> Self {
        Self {
            feed_id: manifest.feed_id.clone(),
            epoch: manifest.epoch,
            seq: manifest.seq,
            sha256: manifest.sha256.clone(),
            issued_at: manifest.issued_at.clone(),
            region: manifest.region.clone(),
        }
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

/// Compiles the directory anew from a stored snapshot, for a start after an update of the app
/// that reads another form of image.
pub fn rebuild(head: &Head, snapshot: &[u8]) -> Result<Directory, Unreadable> {
    let page = Page::open(snapshot)?;
    let reading = page.read(head.region.as_deref());
    Ok(Directory::compile(&page, &reading))
}
