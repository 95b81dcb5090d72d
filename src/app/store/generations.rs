//! Writing, flipping and reading generations.

use std::ops::Range;

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use raupe_core::directory::{Directory, FORMAT};
use raupe_core::feed::{RECORD_BYTES, read_service};
use raupe_core::offer::Offer;
use raupe_core::sync::{Generation, Head, StoreFault, rebuild};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

use super::database::{self, IMAGES, META, READ, SNAPSHOTS, WRITE, fault};

const CURRENT: &str = "current";

/// The directory that a view works with, and where its details are.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What it says about itself.
    pub head: Head,
    /// The key of its generation, by which [`Store::offer`] finds details.
    pub key: String,
    /// The compiled directory.
    pub directory: Directory,
}

/// What the pointer says: JSON text, so that it can be read by eye in the browser's tools.
#[derive(Debug, Serialize, Deserialize)]
struct Pointer {
    /// The key of the current generation.
    key: String,
    /// The key of the one before.
    previous: Option<String>,
    head: Head,
}

/// The key of a generation: the same content in another form of image has another key, so that
/// nothing that is in use is ever written over.
fn new_key(head: &Head) -> String {
    let hash = head.sha256.get(..16).unwrap_or(&head.sha256);
    format!("{FORMAT}.{}.{}.{hash}", head.epoch, head.seq)
}

/// The bytes of a snapshot are stored in pieces of this size, so that one offer is read without the
/// others. No record is larger ([`RECORD_BYTES`]), so it is in one piece or in two.
const PIECE: usize = 2 * RECORD_BYTES;

/// The key of a piece of the snapshot of the generation `key`.
fn piece_key(key: &str, piece: usize) -> String {
    format!("{key}/{piece:04}")
}

/// The store of one app: the name keeps apps in different folders of a host apart.
#[derive(Clone, Debug)]
pub struct Store {
    name: String,
}

impl Store {
    /// The store with this name. Nothing is opened yet.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into() }
    }

    /// What the current generation says about itself.
    pub async fn head(&self) -> Result<Option<Head>, StoreFault> {
        let pointer = self.read(async |database| {
            let transaction = database.transaction(META).build()?;
            read_pointer(&transaction.object_store(META)?).await
        });
        Ok(pointer.await?.map(|pointer| pointer.head))
    }

    /// Opens the current generation. Only the directory is read; descriptions stay where they are.
    ///
    /// A directory in a form of another version is compiled anew from the stored snapshot.
    pub async fn open(&self) -> Result<Option<Opened>, StoreFault> {
        let read = self.read(async |database| {
            let transaction = database.transaction([META, IMAGES]).build()?;
            let Some(pointer) = read_pointer(&transaction.object_store(META)?).await? else {
                return Ok(None);
            };
            let image = get(&transaction.object_store(IMAGES)?, &pointer.key).await?;
            Ok(Some((pointer, image)))
        });
        let Some((Pointer { key, head, .. }, image)) = read.await? else {
            return Ok(None);
        };
        match image.and_then(|image| Directory::open(&image).ok()) {
            Some(directory) => Ok(Some(Opened {
                head,
                key,
                directory,
            })),
            None => self.compile_anew(head, key).await,
        }
    }

    /// Compiles the directory of a generation from its snapshot, and stores it in the present form.
    async fn compile_anew(&self, head: Head, key: String) -> Result<Option<Opened>, StoreFault> {
        let snapshot = self.snapshot(&key).await?;
        let Ok(directory) = rebuild(&head, &snapshot) else {
            self.forget(&head).await?;
            return Ok(None);
        };
        let generation = Generation {
            head: head.clone(),
            image: directory.to_image(),
            snapshot,
        };
        // This only saves the same work at the next start, so a failure does not matter.
        let key = match self.replace(&generation, Some(&head)).await {
            Ok(()) => new_key(&head),
            Err(_) => key,
        };
        Ok(Some(Opened {
            head,
            key,
            directory,
        }))
    }

    /// The bytes of a snapshot, as far as they are there.
    async fn snapshot(&self, key: &str) -> Result<Vec<u8>, StoreFault> {
        let read = self.read(async |database| {
            let transaction = database.transaction(SNAPSHOTS).build()?;
            let snapshots = transaction.object_store(SNAPSHOTS)?;
            let mut bytes = Vec::new();
            let mut piece = 0;
            while let Some(more) = get(&snapshots, &piece_key(key, piece)).await? {
                bytes.extend(more);
                piece += 1;
            }
            Ok(bytes)
        });
        read.await
    }

    /// Gives up a generation that cannot be opened, so that the feed is fetched anew.
    async fn forget(&self, head: &Head) -> Result<(), StoreFault> {
        let forgotten = self.read(async |database| {
            let transaction = database
                .transaction(META)
                .with_mode(TransactionMode::Readwrite)
                .build()?;
            let meta = transaction.object_store(META)?;
            if read_pointer(&meta)
                .await?
                .is_some_and(|pointer| pointer.head == *head)
            {
                meta.delete(CURRENT).primitive()?;
            }
            transaction.commit().await
        });
        forgotten.await
    }

    /// Reads one offer whole, from its place in the snapshot of the generation with this key.
    ///
    /// `None` if that generation is gone or holds no such offer.
    pub async fn offer(
        &self,
        key: &str,
        region: Option<&str>,
        range: Range<u32>,
    ) -> Result<Option<Offer>, StoreFault> {
        let range = range.start as usize..range.end as usize;
        let first = range.start / PIECE;
        let pieces = first..range.end.div_ceil(PIECE);
        let read = self.read(async |database| {
            let transaction = database.transaction(SNAPSHOTS).build()?;
            let snapshots = transaction.object_store(SNAPSHOTS)?;
            let mut bytes = Vec::new();
            for piece in pieces.clone() {
                let more = get(&snapshots, &piece_key(key, piece)).await?;
                bytes.extend(more.unwrap_or_default());
            }
            Ok(bytes)
        });
        let bytes = read.await?;
        let record = bytes.get(range.start - first * PIECE..range.end - first * PIECE);
        Ok(record.and_then(|record| read_service(record, region)))
    }

    /// Writes a generation under new keys and makes it the current one, if the current one is
    /// still `instead_of`. Otherwise nothing changes and the fault is [`StoreFault::Overtaken`].
    pub async fn replace(
        &self,
        generation: &Generation,
        instead_of: Option<&Head>,
    ) -> Result<(), StoreFault> {
        let key = new_key(&generation.head);
        let replaced = database::with(&self.name, WRITE, async |database| {
            write(database, &key, generation)
                .await
                .map_err(|error| fault(&error))?;
            flip(database, &key, &generation.head, instead_of).await
        });
        replaced.await
    }

    /// A short operation, with the faults of the database told apart.
    async fn read<T>(
        &self,
        operation: impl AsyncFn(&Database) -> Result<T, Error>,
    ) -> Result<T, StoreFault> {
        database::with(&self.name, READ, async |database| {
            operation(database).await.map_err(|error| fault(&error))
        })
        .await
    }

    /// Deletes everything.
    pub async fn delete(&self) -> Result<(), StoreFault> {
        let deleted = database::delete(&self.name).await;
        deleted.map_err(|error| StoreFault::Failed(error.to_string()))
    }
}

/// Writes the bytes of a generation. Nothing points at them yet.
async fn write(database: &Database, key: &str, generation: &Generation) -> Result<(), Error> {
    let transaction = database
        .transaction([IMAGES, SNAPSHOTS])
        .with_mode(TransactionMode::Readwrite)
        .with_options(strict())
        .build()?;
    let images = transaction.object_store(IMAGES)?;
    put(&images, key.to_owned(), &generation.image)?;
    let snapshots = transaction.object_store(SNAPSHOTS)?;
    for (piece, bytes) in generation.snapshot.chunks(PIECE).enumerate() {
        put(&snapshots, piece_key(key, piece), bytes)?;
    }
    transaction.commit().await
}

/// Moves the pointer and sweeps away what nothing points at any more, in one transaction.
async fn flip(
    database: &Database,
    key: &str,
    head: &Head,
    instead_of: Option<&Head>,
) -> Result<(), StoreFault> {
    let flipped = async {
        let transaction = database
            .transaction([META, IMAGES, SNAPSHOTS])
            .with_mode(TransactionMode::Readwrite)
            .with_options(strict())
            .build()?;
        let meta = transaction.object_store(META)?;
        let pointer = read_pointer(&meta).await?;
        let written = has(&transaction.object_store(IMAGES)?, key).await?
            && has(&transaction.object_store(SNAPSHOTS)?, &piece_key(key, 0)).await?;
        if !written || pointer.as_ref().map(|pointer| &pointer.head) != instead_of {
            // Dropping the transaction undoes it.
            return Ok(Err(StoreFault::Overtaken));
        }
        let previous = pointer
            .map(|pointer| pointer.key)
            .filter(|previous| previous != key);
        let pointer = Pointer {
            key: key.to_owned(),
            previous,
            head: head.clone(),
        };
        put_pointer(&meta, &pointer)?;
        sweep(&transaction, &pointer).await?;
        transaction.commit().await?;
        Ok(Ok(()))
    };
    flipped
        .await
        .unwrap_or_else(|error: Error| Err(fault(&error)))
}

/// Deletes every generation but the current and the previous one: also what a killed browser left.
async fn sweep(transaction: &Transaction<'_>, pointer: &Pointer) -> Result<(), Error> {
    for name in [IMAGES, SNAPSHOTS] {
        let store = transaction.object_store(name)?;
        let keys = store.get_all_keys::<String>().primitive()?.await?;
        for key in keys {
            let key = key?;
            let generation = key.split('/').next();
            if generation != Some(&pointer.key) && generation != pointer.previous.as_deref() {
                store.delete(key).primitive()?;
            }
        }
    }
    Ok(())
}

fn strict() -> TransactionOptions {
    TransactionOptions::new().with_durability(TransactionDurability::Strict)
}

/// A pointer that cannot be read counts as none: the feed is then fetched again.
async fn read_pointer(meta: &ObjectStore<'_>) -> Result<Option<Pointer>, Error> {
    let json: Option<String> = meta.get(CURRENT).primitive()?.await?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

fn put_pointer(meta: &ObjectStore<'_>, pointer: &Pointer) -> Result<(), Error> {
    // Texts and numbers always serialise.
    let json = serde_json::to_string(pointer).unwrap_or_default();
    meta.put(json)
        .with_key(CURRENT)
        .without_key_type()
        .primitive()?;
    Ok(())
}

async fn has(store: &ObjectStore<'_>, key: &str) -> Result<bool, Error> {
    let found: Option<String> = store
        .get_key(key.to_owned())
        .with_key_type::<String>()
        .primitive()?
        .await?;
    Ok(found.is_some())
}

async fn get(store: &ObjectStore<'_>, key: &str) -> Result<Option<Vec<u8>>, Error> {
    let value: Option<JsValue> = store.get(key.to_owned()).primitive()?.await?;
    let bytes = value.and_then(|value| value.dyn_into::<Uint8Array>().ok());
    Ok(bytes.map(|bytes| bytes.to_vec()))
}

/// Bytes are stored as arrays: `WebKit` refuses Blobs in private windows.
fn put(store: &ObjectStore<'_>, key: String, bytes: &[u8]) -> Result<(), Error> {
    let value = JsValue::from(Uint8Array::from(bytes));
    store
        .put(value)
        .with_key(key)
        .without_key_type()
        .primitive()?;
    Ok(())
}
