//! What to fetch, and the limits.

use crate::feed::{DeltaFile, MANIFEST_BYTES, Manifest, SIGNATURE_BYTES, SNAPSHOT_BYTES};

/// The name of the manifest in the folder of a feed.
pub const MANIFEST: &str = "manifest.json";
/// The name of its signature.
pub const SIGNATURE: &str = "manifest.json.minisig";

/// Where the same signature lies under a name of its own, for the manifest with this SHA-256.
///
/// Two files cannot be replaced in one moment: between the two, or behind caches, the manifest of
/// one edition can stand beside the signature of another. This one never changes.
pub fn signature_of(manifest: &str) -> String {
    format!("manifest-{manifest}.minisig")
}

/// What to fetch, and how long and how much at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// What it is.
    pub kind: Kind,
    /// Its path, relative to the app.
    pub path: String,
    /// More bytes than this are not taken; to be counted while they come in.
    pub most_bytes: usize,
    /// The time for the whole answer, in milliseconds.
    pub deadline_ms: u32,
}

/// The files of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the feed says about itself.
    Manifest,
    /// Who vouches for that.
    Signature,
    /// What has changed.
    Delta,
    /// All offers.
    Snapshot,
    /// All offers of somebody who publishes no manifest.
    Page,
}

impl Kind {
    /// Whether something is compiled of it: a [`super::Job`].
    pub fn is_compiled(self) -> bool {
        matches!(self, Self::Delta | Self::Snapshot | Self::Page)
    }
}

/// Small, and somebody may be waiting for it.
const SMALL_MS: u32 = 20_000;
/// Ten minutes are enough for 5 MB at the slowest rate that still carries telephone calls.
const LARGE_MS: u32 = 600_000;

impl Request {
    pub(super) fn manifest(folder: &str) -> Self {
        Self {
            kind: Kind::Manifest,
            path: format!("{folder}{MANIFEST}"),
            most_bytes: MANIFEST_BYTES,
            deadline_ms: SMALL_MS,
        }
    }

    pub(super) fn signature(folder: &str) -> Self {
        Self::signature_file(format!("{folder}{SIGNATURE}"))
    }

    /// The signature of the manifest with this SHA-256; see [`signature_of`].
    pub(super) fn signature_of(folder: &str, manifest: &str) -> Self {
        Self::signature_file(format!("{folder}{}", signature_of(manifest)))
    }

    fn signature_file(path: String) -> Self {
        Self {
            kind: Kind::Signature,
            path,
            most_bytes: SIGNATURE_BYTES,
            deadline_ms: SMALL_MS,
        }
    }

    /// At no more bytes than the manifest says.
    pub(super) fn delta(folder: &str, file: &DeltaFile, to: u64) -> Self {
        Self {
            kind: Kind::Delta,
            path: format!("{folder}{}", file.name(to)),
            most_bytes: usize::try_from(file.bytes).unwrap_or(usize::MAX),
            deadline_ms: LARGE_MS,
        }
    }

    /// At no more bytes than the manifest says.
    pub(super) fn snapshot(folder: &str, manifest: &Manifest) -> Self {
        Self {
            kind: Kind::Snapshot,
            path: format!("{folder}{}", manifest.snapshot),
            most_bytes: usize::try_from(manifest.bytes).unwrap_or(usize::MAX),
            deadline_ms: LARGE_MS,
        }
    }

    pub(super) fn page(address: &str) -> Self {
        Self {
            kind: Kind::Page,
            path: address.to_owned(),
            most_bytes: SNAPSHOT_BYTES,
            deadline_ms: LARGE_MS,
        }
    }
}
