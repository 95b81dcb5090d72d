//! Which generation is current, and the transaction that changes that.

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use raupe_core::directory::FORMAT;
use raupe_core::sync::{Head, StoreFault};
use serde::{Deserialize, Serialize};

use super::database::{IMAGES, META, SNAPSHOTS, commit, fault};
use super::generations::piece_key;

const CURRENT: &str = "current";

/// What the pointer says: JSON text, so that it can be read by eye in the browser's tools.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Pointer {
    /// The key of the current generation.
    pub(super) key: String,
    /// The key of the one before.
    pub(super) previous: Option<String>,
    /// What the one before says about itself. Older apps did not write it.
    #[serde(default)]
    pub(super) previous_head: Option<Head>,
    pub(super) head: Head,
}

/// The key of a generation: the same content in another form of image has another key, so that
/// nothing that is in use is ever written over.
pub(super) fn new_key(head: &Head) -> String {
    let hash = head.sha256.get(..16).unwrap_or(&head.sha256);
    format!("{FORMAT}.{}.{}.{hash}", head.epoch, head.seq)
}

/// A pointer that cannot be read counts as none: the feed is then fetched again.
pub(super) async fn read(meta: &ObjectStore<'_>) -> Result<Option<Pointer>, Error> {
    let json: Option<String> = meta.get(CURRENT).primitive()?.await?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

fn put(meta: &ObjectStore<'_>, pointer: &Pointer) -> Result<(), Error> {
    // Texts and numbers always serialise.
    let json = serde_json::to_string(pointer).unwrap_or_default();
    meta.put(json)
        .with_key(CURRENT)
        .without_key_type()
        .primitive()?;
    Ok(())
}

/// Moves the pointer and sweeps away what nothing points at any more, in one transaction.
pub(super) async fn flip(
    database: &Database,
    head: &Head,
    instead_of: Option<&Head>,
) -> Result<(), StoreFault> {
    let key = new_key(head);
    let flipped = async {
        let transaction = all(database)?;
        let meta = transaction.object_store(META)?;
        let before = read(&meta).await?;
        let first = piece_key(&key, 0);
        let written = has(&transaction.object_store(IMAGES)?, &first).await?
            && has(&transaction.object_store(SNAPSHOTS)?, &first).await?;
        if !written || before.as_ref().map(|pointer| &pointer.head) != instead_of {
            // Dropping the transaction undoes it.
            return Ok(Err(StoreFault::Overtaken));
        }
        let (previous, previous_head) = match before {
            // What was given up can be opened by nobody; the one before it perhaps.
            Some(before) if !before.head.has_content() => (before.previous, before.previous_head),
            Some(before) if before.key != key => (Some(before.key), Some(before.head)),
            _ => (None, None),
        };
        let pointer = Pointer {
            key,
            previous,
            previous_head,
            head: head.clone(),
        };
        put(&meta, &pointer)?;
        sweep(&transaction, Some(&pointer)).await?;
        commit(transaction).await?;
        Ok(Ok(()))
    };
    flipped
        .await
        .unwrap_or_else(|error: Error| Err(fault(&error)))
}

/// Deletes everything that is not the current generation: the one before it, and what a killed
/// browser left.
pub(super) async fn free(database: &Database) -> Result<(), Error> {
    let transaction = all(database)?;
    let meta = transaction.object_store(META)?;
    let pointer = read(&meta).await?.map(|pointer| Pointer {
        previous: None,
        previous_head: None,
        ..pointer
    });
    if let Some(pointer) = &pointer {
        put(&meta, pointer)?;
    }
    sweep(&transaction, pointer.as_ref()).await?;
    commit(transaction).await
}

/// Gives up the directory of the current generation if it is this one. Which edition that was and whose word
/// counts stays: see [`Head::given_up`].
pub(super) async fn give_up(database: &Database, head: &Head) -> Result<(), Error> {
    let transaction = all(database)?;
    let meta = transaction.object_store(META)?;
    let current = read(&meta).await?;
    if let Some(pointer) = current.filter(|pointer| pointer.head == *head) {
        let pointer = Pointer {
            // The key of nothing.
            key: String::new(),
            head: head.given_up(),
            ..pointer
        };
        put(&meta, &pointer)?;
        sweep(&transaction, Some(&pointer)).await?;
    }
    commit(transaction).await
}

/// Deletes every generation that the pointer does not name.
async fn sweep(transaction: &Transaction<'_>, pointer: Option<&Pointer>) -> Result<(), Error> {
    let current = pointer.map(|pointer| pointer.key.as_str());
    let previous = pointer.and_then(|pointer| pointer.previous.as_deref());
    for name in [IMAGES, SNAPSHOTS] {
        let store = transaction.object_store(name)?;
        let keys = store.get_all_keys::<String>().primitive()?.await?;
        for key in keys {
            let key = key?;
            let generation = key.split('/').next();
            if generation != current && generation != previous {
                store.delete(key).primitive()?;
            }
        }
    }
    Ok(())
}

/// A transaction over everything.
fn all(database: &Database) -> Result<Transaction<'_>, Error> {
    database
        .transaction([META, IMAGES, SNAPSHOTS])
        .with_mode(TransactionMode::Readwrite)
        .with_options(strict())
        .build()
}

/// On the disk before it counts.
pub(super) fn strict() -> TransactionOptions {
    TransactionOptions::new().with_durability(TransactionDurability::Strict)
}

async fn has(store: &ObjectStore<'_>, key: &str) -> Result<bool, Error> {
    let found: Option<String> = store
        .get_key(key.to_owned())
        .with_key_type::<String>()
        .primitive()?
        .await?;
    Ok(found.is_some())
}
