//! Reading the file that a county hands over: a feed, or a sheet that becomes one.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use raupe_core::calendar::Holidays;
use raupe_core::feed::{Page, SNAPSHOT_BYTES, Unreadable};

use crate::sheet::{self, Sheet};

/// Why there is nothing to check or publish.
#[derive(Debug)]
pub enum SourceError {
    /// The disk does not give it out.
    Io(io::Error),
    /// It is there, but is no feed.
    Unreadable(Unreadable),
    /// It is there and has the name or the look of a sheet, but cannot be read as one.
    Sheet(sheet::Unreadable),
}

impl From<Unreadable> for SourceError {
    fn from(error: Unreadable) -> Self {
        Self::Unreadable(error)
    }
}

impl From<sheet::Unreadable> for SourceError {
    fn from(error: sheet::Unreadable) -> Self {
        Self::Sheet(error)
    }
}

/// A county's file as the bytes of an HSDS page.
#[derive(Debug)]
pub struct Source {
    bytes: Vec<u8>,
    sheet: Option<Sheet>,
}

impl Source {
    /// The page; it may still turn out to be none.
    pub fn page(&self) -> Result<Page<'_>, Unreadable> {
        Page::open(&self.bytes)
    }

    /// Reckons with the county's holidays what is left of rules that count dates, if it was a sheet.
    pub fn reckon(&mut self, holidays: &Holidays) {
        if let Some(sheet) = &mut self.sheet {
            sheet.reckon(holidays);
        }
    }

    /// The bytes of the page.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What there is to say about the sheet that it was, if it was one.
    pub const fn sheet(&self) -> Option<&Sheet> {
        self.sheet.as_ref()
    }
}

/// Reads a file, whatever it is.
pub fn load(path: &Path) -> Result<Source, SourceError> {
    let bytes = read(path)?;
    let Some(kind) = sheet::kind(path, &bytes) else {
        return Ok(Source { bytes, sheet: None });
    };
    let mut sheet = sheet::read(&bytes, kind)?;
    Ok(Source {
        bytes: std::mem::take(&mut sheet.page),
        sheet: Some(sheet),
    })
}

/// The bytes of a file, if it is not far too large to be a feed.
fn read(path: &Path) -> Result<Vec<u8>, SourceError> {
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
