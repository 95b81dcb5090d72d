//! Opening the database, and what its errors mean.

use futures::future::{Aborted, Either, abortable, select};
use gloo::events::EventListener;
use gloo::timers::future::TimeoutFuture;
use indexed_db_futures::OpenDbResult;
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::prelude::*;
use leptos::prelude::window;
use raupe_core::sync::StoreFault;

/// The object stores: the pointer to the current generation, compiled directories, and the bytes
/// that they were compiled from.
pub(super) const META: &str = "meta";
pub(super) const IMAGES: &str = "images";
pub(super) const SNAPSHOTS: &str = "snapshots";

const VERSION: u32 = 1;

/// How long an operation may take, and how often it is tried.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    deadline_ms: u32,
    tries: u8,
}

/// Reading takes milliseconds. One that does not answer never will: its connection has died, or a
/// page that was left holds the database. Another connection may be luckier.
pub(super) const READ: Patience = Patience {
    deadline_ms: 5_000,
    tries: 3,
};

/// Writing some megabytes takes a slow phone seconds, and must not be begun twice.
pub(super) const WRITE: Patience = Patience {
    deadline_ms: 60_000,
    tries: 1,
};

/// A connection that closes when it is dropped.
struct Connection(Database);

impl Drop for Connection {
    fn drop(&mut self) {
        self.0.clone().close();
    }
}

/// Opens the database for one operation, and closes it whatever comes of it.
///
/// The operation is given up when its time is over, and when the page is left: `WebKit` freezes
/// such pages with their transactions, and the next page then waits for ever.
pub(super) async fn with<T>(
    name: &str,
    patience: Patience,
    operation: impl AsyncFn(&Database) -> Result<T, StoreFault>,
) -> Result<T, StoreFault> {
    for _ in 0..patience.tries {
        let (working, leave) = abortable(async {
            let connection = Connection(open(name).await?);
            operation(&connection.0).await
        });
        let _leaving = EventListener::once(&window(), "pagehide", move |_| leave.abort());
        let late = TimeoutFuture::new(patience.deadline_ms);
        match select(Box::pin(working), late).await {
            Either::Left((Ok(done), _)) => return done,
            Either::Left((Err(Aborted), _)) => {
                return Err(StoreFault::Failed("the page was left".into()));
            }
            Either::Right(((), _)) => leptos::logging::warn!("the database does not answer"),
        }
    }
    Err(StoreFault::Failed("the database does not answer".into()))
}

/// Opens the database and makes its object stores at the first time.
async fn open(name: &str) -> Result<Database, StoreFault> {
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
    opening.await.map_err(|error| open_fault(&error))
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
