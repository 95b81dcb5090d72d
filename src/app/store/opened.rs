//! The directory that a view works with.

use std::sync::Arc;

use raupe_core::directory::Directory;
use raupe_core::feed::read_service;
use raupe_core::offer::Offer;
use raupe_core::sync::{Generation, Head, StoreFault};

/// The directory that a view works with, and where its details are.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What it says about itself.
    pub head: Head,
    /// Where [`super::Store::offer`] finds details.
    pub source: Source,
    /// The compiled directory.
    pub directory: Directory,
}

/// Where the details of a directory are.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// In the store, under the key of this generation.
    Stored(String),
    /// No store took it: here, as long as the page is open.
    Memory(Arc<Generation>, StoreFault),
}

impl Opened {
    /// Opens a generation that no store took, and says why.
    pub fn in_memory(generation: Arc<Generation>, fault: StoreFault) -> Result<Self, StoreFault> {
        let directory = Directory::open(generation.image.clone())
            .map_err(|error| StoreFault::Failed(error.to_string()))?;
        Ok(Self {
            head: generation.head.clone(),
            source: Source::Memory(generation, fault),
            directory,
        })
    }

    /// Whether it is there when the app is started the next time.
    pub fn is_stored(&self) -> bool {
        matches!(self.source, Source::Stored(_))
    }
}

/// Reads one offer whole from the bytes of a record.
pub(super) fn offer_in(record: Option<&[u8]>, head: &Head) -> Option<Offer> {
    record.and_then(|record| read_service(record, head.region.as_deref()))
}
