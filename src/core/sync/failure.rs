//! What can go wrong, and what came back from outside.

use std::fmt;

use crate::feed::{ManifestError, SignatureError, Unreadable};

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
    /// The header `Retry-After`, as seconds from now.
    pub retry_after_s: Option<u64>,
    /// The bytes, whole.
    pub body: Vec<u8>,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            status,
            redirected,
            content_type,
            retry_after_s,
            body,
        } = self;
        write!(
            f,
            "Reply({status}, {redirected}, {content_type:?}, {retry_after_s:?}, {} B)",
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
    Status {
        /// The HTTP status.
        status: u16,
        /// When it asks to be asked again, in seconds.
        retry_after_s: Option<u64>,
    },
    /// A web page or a redirection instead of the feed: a login page, or a wrong address.
    NotTheFeed,
    /// The settings allow no feed, or this one not without signature.
    NobodyTrusted,
    /// A signature is asked for, and there is none.
    Unsigned,
    /// The manifest is signed by a key that the settings name and none that was trusted before has named: the
    /// county has changed its keys while this device was away, or somebody else has written the settings.
    NewKey,
    /// The manifest is not signed by somebody who may.
    Signature(SignatureError),
    /// The manifest cannot be used.
    Manifest(ManifestError),
    /// It is another feed than that of the app; its name.
    OtherFeed(String),
    /// The feed is older than what is stored: it is refused.
    Older,
    /// The feed has the number of what is stored and other content: it is refused.
    Forked,
    /// The snapshot is not what the manifest promised: cut, mixed or changed on the way.
    Damaged,
    /// The snapshot is whole and cannot be read.
    Unreadable(Unreadable),
    /// More than 5 % of the records are broken.
    TooManyBroken {
        /// Records that cannot be read.
        broken: usize,
        /// All records.
        records: usize,
    },
    /// There is no offer in it.
    NoOffers,
    /// There are more than 30 % fewer offers than before, and the publisher does not say that it
    /// is meant.
    FarFewer {
        /// Offers in the stored directory.
        before: u64,
        /// Offers in the one that is refused.
        now: u64,
    },
    /// The work on it ended without a result: the device has too little memory, most likely. (the
    /// message is for the log)
    Uncompiled(String),
    /// The store did not take it.
    Store(StoreFault),
}

impl Failure {
    /// Whether a signature can fail like this beside the manifest of the edition before or after.
    pub(super) fn may_be_of_another_edition(&self) -> bool {
        matches!(
            self,
            Self::Status { status: 404, .. }
                | Self::Signature(SignatureError::OtherBytes | SignatureError::NotASignature)
        )
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Net(fault) => write!(f, "network: {fault:?}"),
            Self::Status { status, .. } => write!(f, "the server answered {status}"),
            Self::NotTheFeed => f.write_str("a web page instead of the feed"),
            Self::NobodyTrusted => f.write_str("the settings trust nobody with this feed"),
            Self::Unsigned => f.write_str("the feed is not signed"),
            Self::NewKey => f.write_str("signed with a new key, which no trusted key has named"),
            Self::Signature(error) => write!(f, "{error}"),
            Self::Manifest(error) => write!(f, "{error}"),
            Self::OtherFeed(id) => write!(f, "another feed, {id:?}"),
            Self::Older => f.write_str("the feed is older than what is stored"),
            Self::Forked => f.write_str("another content under the same number"),
            Self::Damaged => f.write_str("the snapshot is not what the manifest promised"),
            Self::Unreadable(error) => write!(f, "{error}"),
            Self::TooManyBroken { broken, records } => {
                write!(f, "{broken} of {records} records are broken")
            }
            Self::NoOffers => f.write_str("no offers in the feed"),
            Self::FarFewer { before, now } => {
                write!(
                    f,
                    "{now} offers after {before}, and nobody says that it is meant"
                )
            }
            Self::Uncompiled(message) => write!(f, "not compiled: {message}"),
            Self::Store(fault) => write!(f, "{fault}"),
        }
    }
}
