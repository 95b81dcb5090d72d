//! A server whose answers under `/feed/` can be spoilt, the way networks and hosts spoil them; and
//! which counts what it sends.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, LOCATION, RETRY_AFTER,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures::stream;
use tokio::net::TcpListener;

use crate::env;

/// How an answer for the feed is spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A web page with status 200, as captive portals and hosts with a fallback page send it.
    Html200,
    /// An error of the server.
    Status(u16),
    /// Status 503, and the wish to be left alone for so many seconds.
    RetryAfter(u64),
    /// The way leads to a login page.
    Login,
    /// The file ends in the middle, and its length header says that this is all.
    Cut,
    /// The file ends in the middle, though its length header says that there is more.
    Longer,
    /// One bit in the middle of the file is another.
    FlippedBit,
    /// A small compressed answer that unfolds to 64 MB.
    Bomb,
    /// The connection breaks in the middle of the file.
    Broken,
    /// No answer, for as long as anybody waits.
    Stall,
    /// One byte a second.
    Trickle,
}

/// Which answers are spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The manifest.
    Manifest,
    /// Its signature, under both names.
    Signature,
    /// Deltas.
    Delta,
    /// Snapshots; and there are no deltas that would make them unnecessary.
    Snapshot,
}

impl Which {
    fn is(self, path: &str) -> bool {
        match self {
            Self::Manifest => path.ends_with("/manifest.json"),
            Self::Signature => path.ends_with(".minisig"),
            Self::Delta => path.starts_with("/feed/delta-"),
            Self::Snapshot => path.starts_with("/feed/snapshot-"),
        }
    }
}

const LOGIN: &str = "/anmelden";
const LOGIN_PAGE: &str = "<!DOCTYPE html><title>WLAN</title><h1>Willkommen im WLAN</h1>";

/// An answer that was sent, with its size as it travels; lengths in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The path that was asked for.
    pub path: String,
    /// The status.
    pub status: u16,
    /// The body, compressed as it was sent.
    pub body: u64,
    /// The status line and the headers.
    pub head: u64,
}

/// The server. It runs as long as the runtime that it was started in.
#[derive(Debug)]
pub struct FaultServer {
    address: SocketAddr,
    shared: Shared,
}

#[derive(Clone, Debug, Default)]
struct Shared {
    spoilt: Arc<Mutex<Option<(Which, Fault)>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FaultServer {
    /// Serves the packed client and a published feed, as yet without faults.
    pub async fn start(feed: &Path) -> Result<Self> {
        Self::start_with(&env::path(env::APP)?, feed).await
    }

    /// The same with another client.
    pub async fn start_with(app: &Path, feed: &Path) -> Result<Self> {
        let shared = Shared::default();
        let router = raupe::serve::router(app, feed)
            .layer(from_fn_with_state(shared.clone(), spoil))
            .layer(from_fn_with_state(shared.clone(), count));
        let address = run(router).await?;
        Ok(Self { address, shared })
    }

    /// The address of the app, ending in `/`.
    pub fn home(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// From now on spoils these answers like this.
    pub fn spoil(&self, which: Which, fault: Fault) {
        *lock(&self.shared.spoilt) = Some((which, fault));
    }

    /// From now on spoils no more.
    pub fn mend(&self) {
        *lock(&self.shared.spoilt) = None;
    }

    /// What was sent under `/feed/` since this was last asked.
    pub fn sent(&self) -> Vec<Sent> {
        std::mem::take(&mut lock(&self.shared.sent))
    }
}

/// Serves on a free port as long as the runtime runs.
pub async fn run(router: Router) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}

async fn count(State(shared): State<Shared>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let answer = next.run(request).await;
    if path.starts_with("/feed/") {
        // "HTTP/1.1 200 OK" and the date, which hyper adds; each line ends in two bytes.
        let fixed = 17 + "date: Sun, 22 Nov 2026 10:00:00 GMT".len() + 4;
        let headers = answer.headers().iter();
        let headers: usize = headers
            .map(|(name, value)| name.as_str().len() + value.len() + 4)
            .sum();
        lock(&shared.sent).push(Sent {
            path,
            status: answer.status().as_u16(),
            body: answer.body().size_hint().exact().unwrap_or_default(),
            head: (fixed + headers) as u64,
        });
    }
    answer
}

async fn spoil(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if path == LOGIN {
        return html(LOGIN_PAGE);
    }
    let spoilt = *lock(&shared.spoilt);
    let fault = match spoilt {
        Some((which, fault)) if which.is(&path) => fault,
        Some((Which::Snapshot, _)) if Which::Delta.is(&path) => Fault::Status(404),
        _ => return next.run(request).await,
    };
    match fault {
        Fault::Html200 => return html("<!DOCTYPE html><title>Raupe</title><h1>Raupe</h1>"),
        Fault::Status(status) => {
            let status = StatusCode::from_u16(status);
            return status.unwrap_or(StatusCode::BAD_GATEWAY).into_response();
        }
        Fault::RetryAfter(seconds) => {
            let seconds = [(RETRY_AFTER, seconds.to_string())];
            return (StatusCode::SERVICE_UNAVAILABLE, seconds).into_response();
        }
        Fault::Login => return (StatusCode::FOUND, [(LOCATION, LOGIN)]).into_response(),
        Fault::Stall => return std::future::pending().await,
        Fault::Bomb => return bomb(),
        Fault::Cut | Fault::Longer | Fault::FlippedBit | Fault::Broken | Fault::Trickle => {}
    }
    // The whole file as it is: a browser itself would notice damage in a compressed one.
    for header in [ACCEPT_ENCODING, IF_NONE_MATCH, IF_MODIFIED_SINCE] {
        request.headers_mut().remove(header);
    }
    let (mut head, body) = next.run(request).await.into_parts();
    let mut bytes = to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default()
        .to_vec();
    let middle = bytes.len() / 2;
    let body = match fault {
        Fault::Longer | Fault::Broken => {
            bytes.truncate(middle);
            let end = if fault == Fault::Broken {
                head.headers.remove(CONTENT_LENGTH);
                Err(std::io::Error::other("broken"))
            } else {
                Ok(Bytes::new())
            };
            Body::from_stream(stream::iter([Ok(Bytes::from(bytes)), end]))
        }
        Fault::Trickle => {
            let bytes = stream::unfold(bytes.into_iter(), async |mut rest| {
                tokio::time::sleep(Duration::from_secs(1)).await;
                let byte = rest.next()?;
                Some((Ok::<_, std::io::Error>(Bytes::from(vec![byte])), rest))
            });
            Body::from_stream(bytes)
        }
        _ => {
            if fault == Fault::Cut {
                bytes.truncate(middle);
            } else {
                bytes[middle] ^= 1;
            }
            head.headers
                .insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
            Body::from(bytes)
        }
    };
    Response::from_parts(head, body)
}

fn html(page: &'static str) -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

fn bomb() -> Response {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..64 {
        // Writing into memory does not fail.
        let _ = gzip.write_all(&blanks);
    }
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_ENCODING, "gzip"),
    ];
    (headers, gzip.finish().unwrap_or_default()).into_response()
}
