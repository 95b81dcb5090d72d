//! Writing, flipping and reading generations.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use js_sys::{Array, Uint8Array};
use raupe_core::directory::{Directory, FORMAT};
use raupe_core::feed::read_service;
use raupe_core::offer::Offer;
use raupe_core::sync::{Generation, Head, StoreFault, rebuild};
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::database::{self, IMAGES, META, SNAPSHOTS, fault};

const CURRENT: &str = "current";

/// The directory that a view works with, and where its details are.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened {
    /// What it says about itself.
    pub head: Head,
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
fn key(head: &Head) -> String {
    let hash = head.sha256.get(..16).unwrap_or(&head.sha256);
    format!("{FORMAT}.{}.{}.{hash}", head.epoch, head.seq)
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
        let database = database::open(&self.name).await?;
        let pointer = async {
            let transaction = database.transaction(META).build()?;
            read_pointer(&transaction.object_store(META)?).await
        };
        let pointer = pointer.await.map_err(|error| fault(&error));
        database.close();
        Ok(pointer?.map(|pointer| pointer.head))
    }

    /// Opens the current generation. Only the directory is read; descriptions stay where they are.
    ///
    /// A directory in a form of another version is compiled anew from the stored snapshot.
    pub async fn open(&self) -> Result<Option<Opened>, StoreFault> {
        let database = database::open(&self.name).await?;
        let read = async {
            let transaction = database.transaction([META, IMAGES, SNAPSHOTS]).build()?;
            let Some(pointer) = read_pointer(&transaction.object_store(META)?).await? else {
                return Ok(None);
            };
            let image = get(&transaction.object_store(IMAGES)?, &pointer.key).await?;
            let snapshot = get(&transaction.object_store(SNAPSHOTS)?, &pointer.key).await?;
            Ok(Some((pointer.head, image, snapshot)))
        };
        let read = read.await.map_err(|error: Error| fault(&error));
        database.close();
        let Some((head, image, snapshot)) = read? else {
            return Ok(None);
        };
        if let Some(image) = image
            && let Ok(directory) = Directory::open(&bytes(&image).await?)
        {
            return Ok(Some(Opened { head, directory }));
        }
        if let Some(snapshot) = snapshot {
            let snapshot = bytes(&snapshot).await?;
            if let Ok(directory) = rebuild(&head, &snapshot) {
                let image = directory.to_image();
                let generation = Generation {
                    head: head.clone(),
                    image,
                    snapshot,
                };
                // Only saves the same work at the next start, so a failure does not matter.
                let _ = self.replace(&generation, Some(&head)).await;
                return Ok(Some(Opened { head, directory }));
            }
        }
        self.forget(&head).await?;
        Ok(None)
    }

    /// Gives up a generation that cannot be opened, so that the feed is fetched anew.
    async fn forget(&self, head: &Head) -> Result<(), StoreFault> {
        let database = database::open(&self.name).await?;
        let forgotten = async {
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
        };
        let forgotten = forgotten.await.map_err(|error: Error| fault(&error));
        database.close();
        forgotten
    }

    /// Reads one offer whole, from its place in the snapshot of the generation `head`.
    ///
    /// `None` if that generation is gone or holds no such offer.
    pub async fn offer(
        &self,
        head: &Head,
        range: std::ops::Range<u32>,
    ) -> Result<Option<Offer>, StoreFault> {
        let database = database::open(&self.name).await?;
        let key = key(head);
        let snapshot = async {
            let transaction = database.transaction([META, SNAPSHOTS]).build()?;
            let snapshots = transaction.object_store(SNAPSHOTS)?;
            if let Some(snapshot) = get(&snapshots, &key).await? {
                return Ok(Some(snapshot));
            }
            // After an update of the app the key has another form; the content is the same.
            match read_pointer(&transaction.object_store(META)?).await? {
                Some(pointer) if pointer.head == *head => get(&snapshots, &pointer.key).await,
                _ => Ok(None),
            }
        };
        let snapshot = snapshot.await.map_err(|error: Error| fault(&error));
        database.close();
        let Some(snapshot) = snapshot? else {
            return Ok(None);
        };
        let slice = snapshot
            .slice_with_f64_and_f64(range.start.into(), range.end.into())
            .map_err(|error| js_fault(&error))?;
        Ok(read_service(&bytes(&slice).await?, head.region.as_deref()))
    }

    /// Writes a generation under new keys and makes it the current one, if the current one is
    /// still `instead_of`. Otherwise nothing changes and the fault is [`StoreFault::Overtaken`].
    pub async fn replace(
        &self,
        generation: &Generation,
        instead_of: Option<&Head>,
    ) -> Result<(), StoreFault> {
        let database = database::open(&self.name).await?;
        let key = key(&generation.head);
        let replaced = async {
            write(&database, &key, generation)
                .await
                .map_err(|error| fault(&error))?;
            flip(&database, &key, &generation.head, instead_of).await
        };
        let replaced = replaced.await;
        database.close();
        replaced
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
    for (store, bytes) in [
        (IMAGES, &generation.image),
        (SNAPSHOTS, &generation.snapshot),
    ] {
        let store = transaction.object_store(store)?;
        store
            .put(blob(bytes)?)
            .with_key(key.to_owned())
            .without_key_type()
            .primitive()?;
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
            && has(&transaction.object_store(SNAPSHOTS)?, key).await?;
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
            if key != pointer.key && pointer.previous.as_ref() != Some(&key) {
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

async fn get(store: &ObjectStore<'_>, key: &str) -> Result<Option<Blob>, Error> {
    let value: Option<JsValue> = store.get(key.to_owned()).primitive()?.await?;
    Ok(value.and_then(|value| value.dyn_into().ok()))
}

/// A Blob is read from the disk only as far as it is asked for; an array is always read whole.
fn blob(bytes: &[u8]) -> Result<JsValue, Error> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let blob = Blob::new_with_u8_array_sequence(&parts);
    blob.map(JsValue::from)
        .map_err(|error| js_sys::Error::from(error).into())
}

async fn bytes(blob: &Blob) -> Result<Vec<u8>, StoreFault> {
    let buffer = JsFuture::from(blob.array_buffer())
        .await
        .map_err(|error| js_fault(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn js_fault(error: &JsValue) -> StoreFault {
    StoreFault::Failed(format!("{error:?}"))
}
