//! Reading the file that a county hands over.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use raupe_core::feed::{SNAPSHOT_BYTES, Unreadable};

/// Why there is nothing to check or publish.
#[derive(Debug)]
pub enum SourceError {
    /// The disk does not give it out.
    Io(io::Error),
    /// It is there, but is no feed.
    Unreadable(Unreadable),
}

impl From<Unreadable> for SourceError {
    fn from(error: Unreadable) -> Self {
        Self::Unreadable(error)
    }
}

/// The bytes of a file, if it is not far too large to be a feed.
pub fn read(path: &Path) -> Result<Vec<u8>, SourceError> {
    let file = File::open(path).map_err(SourceError::Io)?;
    let size = file.metadata().map_err(SourceError::Io)?.len();
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    if size > SNAPSHOT_BYTES {
        return Err(Unreadable::TooLarge(size).into());
    }
    // The size is not believed: a pipe has none, and a file can grow.
    let mut bytes = Vec::with_capacity(size);
    let most = SNAPSHOT_BYTES as u64 + 1;
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(SourceError::Io)?;
    Ok(bytes)
}
