//! What an answer of the network has to be before anything is done with it.

use std::fmt::{self, Write as _};

use sha2::{Digest, Sha256};

use super::generation::{Generation, Head};
use crate::directory::Directory;
use crate::feed::{MANIFEST_BYTES, Manifest, ManifestError, Page, Unreadable};

/// What to fetch, and how long and how much at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The file, relative to the feed's folder.
    pub path: String,
    /// More bytes than this are not taken; to be counted while they come in.
    pub most_bytes: usize,
    /// The time for the whole answer, in milliseconds.
    pub deadline_ms: u32,
}

impl Request {
    /// The manifest: small, and somebody may be waiting for it.
    pub(super) fn manifest() -> Self {
        Self {
            path: "manifest.json".into(),
            most_bytes: MANIFEST_BYTES,
            deadline_ms: 20_000,
        }
    }

    /// The snapshot that the manifest names, at no more bytes than it says. Ten minutes are
    /// enough for 5 MB at the slowest rate that still carries telephone calls.
    pub(super) fn snapshot(manifest: &Manifest) -> Self {
        Self {
            path: manifest.snapshot.clone(),
            most_bytes: usize::try_from(manifest.bytes).unwrap_or(usize::MAX),
            deadline_ms: 600_000,
        }
    }
}

/// What came back from the network.
pub type Fetched = Result<Reply, NetFault>;

/// An answer of a server, of any status.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Whether it came from another address than asked for.
    pub redirected: bool,
    /// The header `Content-Type`, if there is one.
    pub content_type: Option<String>,
    /// The bytes, whole.
    pub body: Vec<u8>,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            redirected,
            content_type,
            body,
        } = self;
        write!(
            f,
            "Reply({status}, {redirected}, {content_type:?}, {} B)",
            body.len()
        )
    }
}

/// Why nothing came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetFault {
    /// No connection, or it broke.
    Unreachable,
    /// Not whole within the deadline.
    Deadline,
    /// More bytes than asked for.
    TooLarge,
}

/// Why something could not be stored or read from the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreFault {
    /// The browser gives no storage, as in some private windows.
    Unavailable,
    /// The storage is full.
    Full,
    /// Another tab stored a newer generation meanwhile.
    Overtaken,
    /// Anything else, for the log.
    Failed(String),
}

impl fmt::Display for StoreFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unavailable => f.write_str("the browser gives no storage"),
            Self::Full => f.write_str("the storage is full"),
            Self::Overtaken => f.write_str("another tab stored a newer generation"),
            Self::Failed(message) => write!(f, "the storage failed: {message}"),
        }
    }
}

impl std::error::Error for StoreFault {}

/// Why a sync ended without a new directory. The old one is in place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The network gave no whole answer.
    Net(NetFault),
    /// The server said that something is wrong.
    Status(u16),
    /// A web page or a redirection instead of the feed: a login page, or a wrong address.
    NotTheFeed,
    /// The manifest cannot be used.
    Manifest(ManifestError),
    /// The feed is older than what is stored: it is refused.
    Older,
    /// The feed has the number of what is stored and other content: it is refused.
    Forked,
    /// The snapshot is not what the manifest promised: cut, mixed or changed on the way.
    Damaged,
    /// The snapshot is whole and cannot be read.
    Unreadable(Unreadable),
    /// The store did not take it.
    Store(StoreFault),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Net(fault) => write!(f, "network: {fault:?}"),
            Self::Status(status) => write!(f, "the server answered {status}"),
            Self::NotTheFeed => f.write_str("a web page instead of the feed"),
            Self::Manifest(error) => write!(f, "{error}"),
            Self::Older => f.write_str("the feed is older than what is stored"),
            Self::Forked => f.write_str("another content under the same number"),
            Self::Damaged => f.write_str("the snapshot is not what the manifest promised"),
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::Store(fault) => write!(f, "{fault}"),
        }
    }
}

/// The bytes of an answer that is what was asked for, as far as the envelope tells.
///
/// Status 200 alone is no success: captive portals and servers with a fallback page answer 200
/// with HTML.
pub(super) fn body(fetched: Fetched) -> Result<Vec<u8>, Failure> {
    let reply = fetched.map_err(Failure::Net)?;
    if reply.status != 200 {
        return Err(Failure::Status(reply.status));
    }
    let html_type = reply
        .content_type
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    let html_body = reply.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    if reply.redirected || html_type || html_body {
        return Err(Failure::NotTheFeed);
    }
    Ok(reply.body)
}

/// What a manifest means for somebody who has `current`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    Nothing(Head),
    Something(Box<Manifest>),
}

/// Reads a manifest and compares it with what is stored.
///
/// Only a rising (epoch, seq) is taken; the clock has no say. A feed with another id is another
/// feed and begins anew.
pub(super) fn news(current: Option<&Head>, bytes: &[u8]) -> Result<News, Failure> {
    let manifest = Manifest::read(bytes).map_err(Failure::Manifest)?;
    if let Some(current) = current.filter(|current| current.feed_id == manifest.feed_id) {
        match (manifest.epoch, manifest.seq).cmp(&(current.epoch, current.seq)) {
            std::cmp::Ordering::Less => return Err(Failure::Older),
            std::cmp::Ordering::Equal if manifest.sha256 == current.sha256 => {
                return Ok(News::Nothing(current.clone()));
            }
            std::cmp::Ordering::Equal => return Err(Failure::Forked),
            std::cmp::Ordering::Greater => {}
        }
    }
    Ok(News::Something(Box::new(manifest)))
}

/// Verifies, reads and compiles a snapshot.
pub(super) fn generation(manifest: &Manifest, snapshot: Vec<u8>) -> Result<Generation, Failure> {
    if snapshot.len() as u64 != manifest.bytes || digest(&snapshot) != manifest.sha256 {
        return Err(Failure::Damaged);
    }
    let page = Page::open(&snapshot).map_err(Failure::Unreadable)?;
    if page.records().len() as u64 != manifest.count {
        return Err(Failure::Damaged);
    }
    let reading = page.read(manifest.region.as_deref());
    let image = Directory::compile(&page, &reading).to_image();
    Ok(Generation {
        head: Head::from(manifest),
        image,
        snapshot,
    })
}

/// SHA-256 as 64 lower-case hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
