//! Reading, replacing and freeing generations.

use std::ops::Range;

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::Uint8Array;
use leptos::prelude::RwSignal;
use raupe_core::directory::Directory;
use raupe_core::offer::Offer;
use raupe_core::sync::{Bytes, Failure, Generation, Head, Job, StoreFault};
use wasm_bindgen::{JsCast, JsValue};

use super::database::{self, IMAGES, META, READ, SNAPSHOTS, WRITE, commit, fault};
use super::opened::{Opened, Source, offer_in};
use super::pointer::{self, Pointer, new_key, strict};
use crate::compile::Compiler;

/// Bytes are stored in pieces of this size, so that one offer is read without the others. Chromium keeps
/// values from 64 KiB on as files beside its database, which is more that a killed browser can leave in
/// disorder.
const PIECE: usize = 48 << 10;

/// So many pieces are read at a time: as much as a slow phone copies in some milliseconds.
const BATCH: usize = 16;

/// The key of a piece of the image or of the snapshot of the generation `key`.
pub(super) fn piece_key(key: &str, piece: usize) -> String {
    format!("{key}/{piece:04}")
}

/// The store of one app: the name keeps apps in different folders of a host apart.
#[derive(Clone, Debug)]
pub struct Store {
    name: String,
    held: Option<RwSignal<bool>>,
}

impl Store {
    /// The store with this name. Nothing is opened yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            held: None,
        }
    }

    /// The same store; `held` is set while another tab seems to hold it.
    #[must_use]
    pub fn telling(self, held: RwSignal<bool>) -> Self {
        Self {
            held: Some(held),
            ..self
        }
    }

    /// What the current generation says about itself, also if its directory was given up.
    pub async fn head(&self) -> Result<Option<Head>, StoreFault> {
        Ok(self.pointer().await?.map(|pointer| pointer.head))
    }

    async fn pointer(&self) -> Result<Option<Pointer>, StoreFault> {
        let pointer = self.read(async |database| {
            let transaction = database.transaction(META).build()?;
            pointer::read(&transaction.object_store(META)?).await
        });
        pointer.await
    }

    /// Opens the current generation. Only the directory is read; descriptions stay where they are.
    ///
    /// A directory in a form of another version is compiled anew from the stored snapshot.
    pub async fn open(&self) -> Result<Option<Opened>, StoreFault> {
        let read = self.read(async |database| {
            let transaction = database.transaction([META, IMAGES]).build()?;
            let pointer = pointer::read(&transaction.object_store(META)?).await?;
            let Some(pointer) = pointer.filter(|pointer| pointer.head.has_content()) else {
                return Ok(None);
            };
            let image = get_pieces(&transaction.object_store(IMAGES)?, &pointer.key).await?;
            Ok(Some((pointer, image)))
        });
        let Some((Pointer { key, head, .. }, image)) = read.await? else {
            return Ok(None);
        };
        match Directory::open(image) {
            Ok(directory) => Ok(Some(Opened {
                head,
                source: Source::Stored(key),
                directory,
            })),
            Err(_) => self.compile_anew(head, key).await,
        }
    }

    /// Opens the generation before the current one, if it is there and other than the current one.
    pub async fn open_previous(&self) -> Result<Option<Opened>, StoreFault> {
        let Some(pointer) = self.pointer().await? else {
            return Ok(None);
        };
        let (Some(key), Some(head)) = (pointer.previous, pointer.previous_head) else {
            return Ok(None);
        };
        if head == pointer.head {
            return Ok(None);
        }
        let mut directory = Directory::open(self.image(&key).await?).ok();
        if directory.is_none() {
            let job = Job::rebuild(head.clone(), self.snapshot(&key).await?);
            let rebuilt = Compiler::call().run(job).await.ok().flatten();
            directory = rebuilt.and_then(|rebuilt| Directory::open(rebuilt.image).ok());
        }
        Ok(directory.map(|directory| Opened {
            head,
            source: Source::Stored(key),
            directory,
        }))
    }

    /// Compiles the directory of a generation from its snapshot, and stores it in the present form.
    async fn compile_anew(&self, head: Head, key: String) -> Result<Option<Opened>, StoreFault> {
        let job = Job::rebuild(head.clone(), self.snapshot(&key).await?);
        let generation = match Compiler::call().run(job).await {
            Ok(rebuilt) => rebuilt,
            // What is stored is good; the next start may have more memory.
            Err(failure @ Failure::Uncompiled(_)) => {
                return Err(StoreFault::Failed(failure.to_string()));
            }
            Err(_) => None,
        };
        let opened = generation.and_then(|generation| {
            let directory = Directory::open(generation.image.clone()).ok()?;
            Some((generation, directory))
        });
        let Some((generation, directory)) = opened else {
            // It is given up, so that the feed is fetched anew.
            self.read(async |database| pointer::give_up(database, &head).await)
                .await?;
            return Ok(None);
        };
        // This only saves the same work at the next start, so a failure does not matter.
        let key = match self.replace(&generation, Some(&head)).await {
            Ok(()) => new_key(&head),
            Err(_) => key,
        };
        Ok(Some(Opened {
            head,
            source: Source::Stored(key),
            directory,
        }))
    }

    /// The bytes of the current generation, if that has this head. Empty if it is not there.
    pub async fn bytes_of(&self, head: &Head) -> Result<Bytes, StoreFault> {
        let current = self.pointer().await?;
        let Some(Pointer { key, .. }) = current.filter(|pointer| pointer.head == *head) else {
            return Ok(Bytes::default());
        };
        Ok(Bytes {
            image: self.image(&key).await?,
            snapshot: self.snapshot(&key).await?,
        })
    }

    /// The bytes of a directory, as far as they are there.
    async fn image(&self, key: &str) -> Result<Vec<u8>, StoreFault> {
        let read = self.read(async |database| {
            let transaction = database.transaction(IMAGES).build()?;
            get_pieces(&transaction.object_store(IMAGES)?, key).await
        });
        read.await
    }

    /// The bytes of a snapshot, as far as they are there.
    async fn snapshot(&self, key: &str) -> Result<Vec<u8>, StoreFault> {
        let read = self.read(async |database| {
            let transaction = database.transaction(SNAPSHOTS).build()?;
            get_pieces(&transaction.object_store(SNAPSHOTS)?, key).await
        });
        read.await
    }

    /// Reads one offer whole, from its place in the snapshot of a directory.
    ///
    /// `None` if that generation is gone or holds no such offer.
    pub async fn offer(
        &self,
        head: &Head,
        source: &Source,
        range: Range<u32>,
    ) -> Result<Option<Offer>, StoreFault> {
        let range = range.start as usize..range.end as usize;
        let key = match source {
            Source::Stored(key) => key,
            Source::Memory(generation, _) => {
                return Ok(offer_in(generation.snapshot.get(range), head));
            }
        };
        let first = range.start / PIECE;
        let pieces = first..range.end.div_ceil(PIECE);
        let read = self.read(async |database| {
            let transaction = database.transaction(SNAPSHOTS).build()?;
            let snapshots = transaction.object_store(SNAPSHOTS)?;
            Ok(get_some(&snapshots, key, pieces.clone()).await?.0)
        });
        let bytes = read.await?;
        let record = bytes.get(range.start - first * PIECE..range.end - first * PIECE);
        Ok(offer_in(record, head))
    }

    /// Writes a generation under new keys and makes it the current one, if the current one is
    /// still `instead_of`. Otherwise nothing changes and the fault is [`StoreFault::Overtaken`].
    pub async fn replace(
        &self,
        generation: &Generation,
        instead_of: Option<&Head>,
    ) -> Result<(), StoreFault> {
        let replaced = database::with(&self.name, WRITE, self.held, async |database| {
            write(database, generation)
                .await
                .map_err(|error| fault(&error))?;
            pointer::flip(database, &generation.head, instead_of).await
        });
        replaced.await
    }

    /// Deletes everything that is not the current generation.
    pub async fn free(&self) -> Result<(), StoreFault> {
        self.read(async |database| pointer::free(database).await)
            .await
    }

    /// A short operation, with the faults of the database told apart.
    async fn read<T>(
        &self,
        operation: impl AsyncFn(&Database) -> Result<T, Error>,
    ) -> Result<T, StoreFault> {
        database::with(&self.name, READ, self.held, async |database| {
            operation(database).await.map_err(|error| fault(&error))
        })
        .await
    }

    /// Deletes everything.
    pub async fn delete(&self) -> Result<(), StoreFault> {
        database::delete(&self.name).await
    }
}

/// Writes the bytes of a generation. Nothing points at them yet.
async fn write(database: &Database, generation: &Generation) -> Result<(), Error> {
    let key = new_key(&generation.head);
    let transaction = database
        .transaction([IMAGES, SNAPSHOTS])
        .with_mode(TransactionMode::Readwrite)
        .with_options(strict())
        .build()?;
    let images = transaction.object_store(IMAGES)?;
    put_pieces(&images, &key, &generation.image).await?;
    let snapshots = transaction.object_store(SNAPSHOTS)?;
    put_pieces(&snapshots, &key, &generation.snapshot).await?;
    commit(transaction).await
}

/// The bytes of these pieces, one after another, and how many of the pieces are there.
async fn get_some(
    store: &ObjectStore<'_>,
    key: &str,
    pieces: Range<usize>,
) -> Result<(Vec<u8>, usize), Error> {
    let keys = piece_key(key, pieces.start)..piece_key(key, pieces.end);
    let values = store.get_all::<JsValue>().with_query::<String, _>(keys);
    let (mut bytes, mut there) = (Vec::new(), 0);
    for value in values.primitive()?.await? {
        if let Ok(piece) = value?.dyn_into::<Uint8Array>() {
            bytes.extend(piece.to_vec());
            there += 1;
        }
    }
    Ok((bytes, there))
}

/// The bytes under a key, as far as they are there.
async fn get_pieces(store: &ObjectStore<'_>, key: &str) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut first = 0;
    loop {
        let (more, there) = get_some(store, key, first..first + BATCH).await?;
        bytes.extend(more);
        first += BATCH;
        if there < BATCH {
            return Ok(bytes);
        }
    }
}

/// Bytes are stored as arrays: `WebKit` refuses Blobs in private windows. Each piece is awaited, so that
/// the page reacts in between.
async fn put_pieces(store: &ObjectStore<'_>, key: &str, bytes: &[u8]) -> Result<(), Error> {
    for (piece, bytes) in bytes.chunks(PIECE).enumerate() {
        let value = JsValue::from(Uint8Array::from(bytes));
        store
            .put(value)
            .with_key(piece_key(key, piece))
            .without_key_type()
            .primitive()?
            .await?;
    }
    Ok(())
}
