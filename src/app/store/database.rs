//! Opening the database, and what its errors mean.

use futures::future::{Either, select};
use gloo::timers::future::TimeoutFuture;
use indexed_db_futures::OpenDbResult;
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::prelude::*;
use raupe_core::sync::StoreFault;

/// The object stores: the pointer to the current generation, compiled directories, and the bytes
/// that they were compiled from.
pub(super) const META: &str = "meta";
pub(super) const IMAGES: &str = "images";
pub(super) const SNAPSHOTS: &str = "snapshots";

const VERSION: u32 = 1;
/// A database that does not open within this time will not open: another tab may hold it.
const OPEN_MS: u32 = 5_000;

/// Opens the database and makes its object stores at the first time.
pub(super) async fn open(name: &str) -> Result<Database, StoreFault> {
    let opening = async {
        let request = Database::open(name)
            .with_version(VERSION)
            .with_on_blocked(|_| {
                leptos::logging::warn!("another tab holds the database");
                Ok(())
            })
            .with_on_upgrade_needed(create)
            .build()?;
        request.await
    };
    let late = TimeoutFuture::new(OPEN_MS);
    match select(Box::pin(opening), late).await {
        Either::Left((opened, _)) => opened.map_err(|error| open_fault(&error)),
        Either::Right(((), _)) => Err(StoreFault::Failed("the database does not open".into())),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the signature of the callback"
)]
fn create(_event: VersionChangeEvent, database: Database) -> Result<(), Error> {
    for name in [META, IMAGES, SNAPSHOTS] {
        database.create_object_store(name).build()?;
    }
    Ok(())
}

fn open_fault(error: &OpenDbError) -> StoreFault {
    match error {
        OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => StoreFault::Unavailable,
        OpenDbError::Base(error) => match fault(error) {
            // What private windows and blocked site data answer.
            StoreFault::Failed(message)
                if message.contains("Security") || message.contains("InvalidState") =>
            {
                StoreFault::Unavailable
            }
            fault => fault,
        },
        OpenDbError::VersionZero => StoreFault::Failed(error.to_string()),
    }
}

/// What an error of an operation means.
pub(super) fn fault(error: &Error) -> StoreFault {
    if let Error::DomException(exception) = error
        && let Some(name) = name_of(exception)
    {
        return match name.as_str() {
            "QuotaExceededError" => StoreFault::Full,
            _ => StoreFault::Failed(format!("{name}: {}", exception.message())),
        };
    }
    StoreFault::Failed(error.to_string())
}

fn name_of(exception: &DomException) -> Option<String> {
    js_sys::Reflect::get(exception.as_ref(), &"name".into())
        .ok()?
        .as_string()
}

/// Deletes a database, for tests.
pub(super) async fn delete(name: &str) -> OpenDbResult<()> {
    Database::delete_by_name(name)?.await?;
    Ok(())
}
