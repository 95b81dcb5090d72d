//! Connections: how many there are at a time, and how long each may keep the server waiting.
//!
//! Whoever may connect can try to hold on to everything that a server has: by silence, by half a
//! request, by never reading the answer. So every wait has an end, and when there is no room left,
//! the connection to which nothing has been sent for longest makes room for the next.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::AbortHandle;
use tokio::time::{sleep, timeout};

use super::sending::{Sending, Sent};

/// How many bytes the head of a request may have: its address and all its headers.
const HEAD_BYTES: usize = 64 << 10;

/// How long nobody is let in when the system cannot give more connections. Trying at once would only
/// keep the processor busy.
const PAUSE: Duration = Duration::from_millis(100);

/// What the process needs besides connections: its own files, and those that it reads.
const RESERVE: u64 = 24;

/// What connections may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many there are at a time.
    pub connections: usize,
    /// How many files are read at a time.
    pub readers: usize,
    /// How long a browser may take for the head of a request, from the first moment in which it
    /// could send one: also how long a connection is kept that is not used.
    pub request: Duration,
    /// How long it may take to accept any more bytes of an answer.
    pub stall: Duration,
    /// How long open connections may take to finish when the server is to stop.
    pub grace: Duration,
}

impl Limits {
    /// What this process may have.
    pub fn of_process() -> Self {
        Self::with_descriptors(descriptors())
    }

    /// With at most so many open files and connections in all.
    fn with_descriptors(descriptors: u64) -> Self {
        let readers = (descriptors / 16).clamp(2, 64);
        let connections = descriptors.saturating_sub(readers + RESERVE).clamp(4, 1000);
        let whole = |number| usize::try_from(number).unwrap_or(usize::MAX);
        Self {
            connections: whole(connections),
            readers: whole(readers),
            request: Duration::from_secs(30),
            stall: Duration::from_secs(30),
            grace: Duration::from_secs(2),
        }
    }
}

#[cfg(unix)]
fn descriptors() -> u64 {
    use rustix::process::{Resource, getrlimit};

    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}

#[cfg(not(unix))]
fn descriptors() -> u64 {
    u64::MAX
}

/// Serves until `stop`, then lets open connections finish, but not for long: a browser keeps some
/// open in case it needs them.
pub async fn serve_until(
    stop: impl Future<Output = ()>,
    listener: TcpListener,
    router: Router,
    limits: &Limits,
) {
    let graceful = GracefulShutdown::new();
    let mut room = Room::new(limits.connections);
    let accepting = async {
        loop {
            match listener.accept().await {
                Ok((stream, _)) => {
                    let permit = room.enter().await;
                    let (stream, sent) = Sending::new(stream, limits.stall);
                    let connection =
                        connection(stream, router.clone(), *limits, graceful.watcher(), permit);
                    room.admit(tokio::spawn(connection).abort_handle(), sent);
                }
                // Of this one connection, which its browser has given up.
                Err(error) if is_given_up(&error) => {}
                Err(_) => {
                    room.close_oldest();
                    sleep(PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        () = accepting => {}
        () = stop => {}
    }
    drop(listener);
    let _ = timeout(limits.grace, graceful.shutdown()).await;
}

fn is_given_up(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};

    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

/// Answers the requests of a browser, one after the other. That one breaks off is nothing to tell
/// anybody, and nothing about anybody is written down.
async fn connection(
    stream: Sending<TcpStream>,
    router: Router,
    limits: Limits,
    watcher: Watcher,
    _permit: Option<OwnedSemaphorePermit>,
) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.request)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let _ = watcher.watch(connection).await;
}

/// The connections there are.
struct Room {
    most: usize,
    permits: Arc<Semaphore>,
    open: Vec<Open>,
}

struct Open {
    task: AbortHandle,
    sent: Sent,
}

impl Room {
    fn new(most: usize) -> Self {
        Self {
            most,
            permits: Arc::new(Semaphore::new(most)),
            open: Vec::new(),
        }
    }

    /// Makes room for one more. The permit, which there always is, is to be kept as long as the
    /// connection.
    async fn enter(&mut self) -> Option<OwnedSemaphorePermit> {
        if self.permits.available_permits() == 0 {
            self.close_oldest();
        }
        Arc::clone(&self.permits).acquire_owned().await.ok()
    }

    fn admit(&mut self, task: AbortHandle, sent: Sent) {
        if self.open.len() >= self.most {
            self.open.retain(|open| !open.task.is_finished());
        }
        self.open.push(Open { task, sent });
    }

    /// Closes the connection to which nothing has been sent for longest. Silent ones come first by
    /// that, and then those that do not read.
    fn close_oldest(&mut self) {
        self.open.retain(|open| !open.task.is_finished());
        let oldest = (0..self.open.len()).min_by_key(|at| self.open[*at].sent.last());
        if let Some(oldest) = oldest {
            self.open.swap_remove(oldest).task.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_room_for_reading_beside_the_connections() {
        for (descriptors, connections, readers) in [
            (0, 4, 2),
            (60, 33, 3),
            (256, 216, 16),
            (1024, 936, 64),
            (u64::MAX, 1000, 64),
        ] {
            let limits = Limits::with_descriptors(descriptors);
            assert_eq!(
                (limits.connections, limits.readers),
                (connections, readers),
                "{descriptors}"
            );
        }
    }
}
