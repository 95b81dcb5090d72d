//! Opening the database, and what its errors mean.

use futures::future::{Aborted, Either, abortable, select};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use leptos::prelude::{RwSignal, Set, window};
use raupe_core::sync::StoreFault;
use web_sys::{IdbDatabase, IdbTransaction};

/// The object stores: the pointer to the current generation, compiled directories, and the bytes
/// that they were compiled from.
pub(super) const META: &str = "meta";
pub(super) const IMAGES: &str = "images";
pub(super) const SNAPSHOTS: &str = "snapshots";

const VERSION: u32 = 1;

/// Opening takes milliseconds. After this time it is said that another tab may be in the way: a
/// tab that queues behind another tab's request is told nothing by the browser.
const HELD_AFTER_MS: u32 = 1_500;

/// How often a connection that was lost is made anew.
const TRIES: u8 = 3;

/// How long to wait before the next connection.
const PAUSE_MS: u32 = 50;

/// How long an operation may take, and whether it is tried again when that time is over.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    deadline_ms: u32,
    again: bool,
}

/// Reading takes milliseconds. One that does not answer never will: its connection has died, or a
/// page that was left holds the database. Another connection may be luckier.
pub(super) const READ: Patience = Patience {
    deadline_ms: 5_000,
    again: true,
};

/// Writing some megabytes takes a slow phone seconds, and must not be begun twice.
pub(super) const WRITE: Patience = Patience {
    deadline_ms: 60_000,
    again: false,
};

/// A connection that closes when it is dropped, and before that if another tab asks for it: to
/// delete the database, or to give it a new form.
struct Connection {
    database: Database,
    _asked_to_close: EventListener,
}

impl Connection {
    fn new(database: Database) -> Self {
        let raw: IdbDatabase = database.as_sys().clone().into();
        let closing = raw.clone();
        Self {
            database,
            _asked_to_close: EventListener::new(&raw, "versionchange", move |_| closing.close()),
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.clone().close();
    }
}

/// Opens the database for one operation, and closes it whatever comes of it.
///
/// The operation is given up when its time is over, and when the page is left: `WebKit` freezes
/// such pages with their transactions, and the next page then waits for ever. A connection that
/// breaks is made anew; what an operation does must be the same when it is done again.
///
/// `held` is set while the database does not open, probably because another tab holds it.
pub(super) async fn with<T>(
    name: &str,
    patience: Patience,
    held: Option<RwSignal<bool>>,
    operation: impl AsyncFn(&Database) -> Result<T, StoreFault>,
) -> Result<T, StoreFault> {
    let mut fault = StoreFault::Failed("never tried".into());
    for attempt in 0..TRIES {
        if attempt > 0 {
            TimeoutFuture::new(PAUSE_MS).await;
        }
        let (working, leave) = abortable(async {
            let connection = Connection::new(open(name, held).await?);
            operation(&connection.database).await
        });
        let _leaving = EventListener::once(&window(), "pagehide", move |_| leave.abort());
        let late = TimeoutFuture::new(patience.deadline_ms);
        fault = match select(Box::pin(working), late).await {
            Either::Left((Ok(Err(fault)), _)) if is_lost(&fault) => fault,
            Either::Left((Ok(done), _)) => return done,
            Either::Left((Err(Aborted), _)) => {
                return Err(StoreFault::Failed("the page was left".into()));
            }
            Either::Right(((), _)) => StoreFault::Failed("the database does not answer".into()),
        };
        leptos::logging::warn!("store: {fault}");
        if !patience.again && !is_lost(&fault) {
            break;
        }
    }
    Err(fault)
}

/// What the errors of a connection that broke are called, while it was used or made.
const LOST: [&str; 3] = ["AbortError", "InvalidStateError", "UnknownError"];

fn is_lost(fault: &StoreFault) -> bool {
    matches!(fault, StoreFault::Failed(message) if LOST.iter().any(|name| message.starts_with(name)))
}

/// Opens the database and makes its object stores at the first time.
async fn open(name: &str, held: Option<RwSignal<bool>>) -> Result<Database, StoreFault> {
    let say = move |is_held| {
        if let Some(held) = held {
            held.set(is_held);
        }
    };
    let silent = Timeout::new(HELD_AFTER_MS, move || say(true));
    let opening = async {
        let request = Database::open(name)
            .with_version(VERSION)
            .with_on_blocked(move |_| {
                say(true);
                Ok(())
            })
            .with_on_upgrade_needed(create)
            .build()?;
        request.await
    };
    let opened = opening.await;
    silent.cancel();
    say(false);
    opened.map_err(|error| open_fault(&error))
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

/// Commits, and names the cause if the browser aborts instead: storage that is full is often
/// noticed only then, and the abort itself does not say so.
pub(super) async fn commit(transaction: Transaction<'_>) -> Result<(), Error> {
    let raw: IdbTransaction = transaction.as_sys().clone().into();
    let done = transaction.commit().await;
    done.map_err(|error| {
        raw.error()
            .map_or(error, |cause| DomException::from(cause).into())
    })
}

fn open_fault(error: &OpenDbError) -> StoreFault {
    match error {
        OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => StoreFault::Unavailable,
        OpenDbError::Base(error) => match fault(error) {
            // What private windows and blocked site data answer.
            StoreFault::Failed(message)
                if message.starts_with("Security") || message.starts_with("InvalidState") =>
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

/// Deletes the database. Other tabs close their connections for that; one that is frozen may not.
pub(super) async fn delete(name: &str) -> Result<(), StoreFault> {
    let deleting = async {
        let request = Database::delete_by_name(name)?;
        request.await?;
        Ok::<_, OpenDbError>(())
    };
    let late = TimeoutFuture::new(READ.deadline_ms);
    match select(Box::pin(deleting), late).await {
        Either::Left((deleted, _)) => deleted.map_err(|error| open_fault(&error)),
        Either::Right(((), _)) => Err(StoreFault::Failed("the database does not answer".into())),
    }
}
