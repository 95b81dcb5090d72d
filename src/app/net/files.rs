//! Small files of the app's own, which it needs to start.

use std::fmt;

use raupe_core::sync::NetFault;

use super::early;
use super::fetch::{Limits, load};
use crate::platform::base;

/// A person is waiting for the app to start.
const LIMITS: Limits = Limits {
    most_bytes: 1 << 20,
    deadline_ms: 20_000,
};

/// Why a file of the app did not come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    /// The network gave no whole answer.
    Net(NetFault),
    /// The server answered with another status than 200.
    Status(u16),
    /// From another address, or no text: a login page, say.
    SomethingElse,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Net(fault) => write!(f, "network: {fault:?}"),
            Self::Status(status) => write!(f, "the server answered {status}"),
            Self::SomethingElse => f.write_str("something else came"),
        }
    }
}

/// The text of a file beside the app.
pub async fn text(path: &str) -> Result<String, FileError> {
    if let Some(text) = early::text(path, LIMITS.deadline_ms).await {
        return Ok(text);
    }
    let reply = load(&base::href(path), LIMITS, |_| {})
        .await
        .map_err(FileError::Net)?;
    if reply.status != 200 {
        return Err(FileError::Status(reply.status));
    }
    if reply.redirected {
        return Err(FileError::SomethingElse);
    }
    String::from_utf8(reply.body).map_err(|_| FileError::SomethingElse)
}
