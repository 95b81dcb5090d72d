//! Opening the database, and what its errors mean.

use futures::channel::oneshot;
use futures::future::{Aborted, Either, abortable, select};
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use indexed_db_futures::database::{Database, VersionChangeEvent};
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::internals::SystemRepr;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::Transaction;
use leptos::prelude::{GetUntracked, RwSignal, Set, window};
use raupe_core::sync::StoreFault;
use wasm_bindgen_futures::spawn_local;
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

/// How long opening may take.
const OPEN_MS: u32 = 5_000;
/// How long it may take when it has just taken too long.
const OPEN_HELD_MS: u32 = 1_000;

/// How often a connection that was lost or did not come about is made anew.
const TRIES: u8 = 3;
/// How long to wait before that.
const PAUSE_MS: u32 = 50;

/// How long an operation may take once the database is open, and whether it is tried again when
/// that time is over.
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
    let mut fault = silent();
    for attempt in 0..TRIES {
        if attempt > 0 {
            TimeoutFuture::new(PAUSE_MS).await;
        }
        let is_held = held.is_some_and(|held| held.get_untracked());
        let open_ms = if is_held { OPEN_HELD_MS } else { OPEN_MS };
        let (working, leave) = abortable(async {
            let opened = in_time(open_ms, open(name, held)).await;
            // While it is held, further requests only join the queue.
            let connection = opened.map_err(|fault| (fault, !is_held))?;
            let done = in_time(patience.deadline_ms, operation(&connection.database)).await;
            done.map_err(|fault| (fault, patience.again))
        });
        let _leaving = EventListener::once(&window(), "pagehide", move |_| leave.abort());
        fault = match working.await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err((fault, again))) if is_lost(&fault) || (again && fault == silent()) => fault,
            Ok(Err((fault, _))) if is_formless(&fault) => {
                // Without object stores there is nothing to lose.
                let _ = delete(name).await;
                fault
            }
            Ok(Err((fault, _))) => return Err(fault),
            Err(Aborted) => return Err(StoreFault::Failed("the page was left".into())),
        };
        leptos::logging::warn!("store: {fault}");
    }
    Err(fault)
}

/// What comes of it, or the fault that nothing has come of it so far.
async fn in_time<T>(
    deadline_ms: u32,
    working: impl Future<Output = Result<T, StoreFault>>,
) -> Result<T, StoreFault> {
    match select(Box::pin(working), TimeoutFuture::new(deadline_ms)).await {
        Either::Left((done, _)) => done,
        Either::Right(((), _)) => Err(silent()),
    }
}

fn silent() -> StoreFault {
    StoreFault::Failed("the database does not answer".into())
}

/// What the errors of a connection that broke are called, while it was used or made.
const LOST: [&str; 3] = ["AbortError", "InvalidStateError", "UnknownError"];

fn is_lost(fault: &StoreFault) -> bool {
    matches!(fault, StoreFault::Failed(message) if LOST.iter().any(|name| message.starts_with(name)))
}

/// Whether the database lacks its object stores: a browser that was killed or damaged may leave one
/// so.
fn is_formless(fault: &StoreFault) -> bool {
    matches!(fault, StoreFault::Failed(message) if message.starts_with("NotFoundError"))
}

/// Opens the database and makes its object stores at the first time.
///
/// What is begun goes on even if nobody waits for it any more: a request that lost its handlers
/// would make a database without object stores. Its connection then closes at once.
async fn open(name: &str, held: Option<RwSignal<bool>>) -> Result<Connection, StoreFault> {
    let (send, receive) = oneshot::channel();
    let name = name.to_owned();
    spawn_local(async move {
        let _ = send.send(open_slowly(name, held).await);
    });
    receive.await.unwrap_or_else(|_| Err(silent()))
}

async fn open_slowly(name: String, held: Option<RwSignal<bool>>) -> Result<Connection, StoreFault> {
    let say = move |is_held| {
        if let Some(held) = held
            && held.get_untracked() != is_held
        {
            held.set(is_held);
        }
    };
    let slow = Timeout::new(HELD_AFTER_MS, move || say(true));
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
    slow.cancel();
    say(false);
    let database = opened.map_err(|error| open_fault(&error))?;
    Ok(Connection::new(database))
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
        OpenDbError::UnsupportedEnvironment
        | OpenDbError::NullFactory
        // What the library makes of every refusal to open; our version is not zero.
        | OpenDbError::VersionZero => StoreFault::Unavailable,
        OpenDbError::Base(error) => match fault(error) {
            // What private windows and blocked site data answer.
            StoreFault::Failed(message)
                if message.starts_with("Security") || message.starts_with("InvalidState") =>
            {
                StoreFault::Unavailable
            }
            fault => fault,
        },
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
    in_time(OPEN_MS, async {
        deleting.await.map_err(|error| open_fault(&error))
    })
    .await
}
