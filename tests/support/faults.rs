//! A server whose answers can be spoilt, the way networks and hosts spoil them; and which counts what
//! it sends.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
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

use crate::deploy;
use crate::env;
use crate::feed::Feed;
use crate::ports;
use crate::server;

/// How an answer is spoilt.
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
    /// The file is whole, and its header calls it just bytes.
    WrongType,
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
    /// Files of any kind whose path ends like this.
    File(&'static str),
    /// The same from the second time on that one is asked for: what a page needs it asks for
    /// first, and then the service worker does.
    FileAgain(&'static str),
    /// All that there is: as good as no server.
    Everything,
}

impl Which {
    fn is(self, path: &str) -> bool {
        match self {
            Self::Manifest => path.ends_with("/manifest.json"),
            Self::Signature => path.ends_with(".minisig"),
            Self::Delta => path.starts_with("/feed/delta-"),
            Self::Snapshot => path.starts_with("/feed/snapshot-"),
            Self::File(ending) | Self::FileAgain(ending) => path.ends_with(ending),
            Self::Everything => true,
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
    app: PathBuf,
    feed: PathBuf,
    shared: Shared,
}

#[derive(Clone, Debug, Default)]
struct Shared {
    spoilt: Arc<Mutex<Option<(Which, Fault)>>>,
    /// What was asked for since then that is spoilt, or would be at the second time.
    asked: Arc<Mutex<Vec<String>>>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl Shared {
    /// How this answer is spoilt, if it is.
    fn fault_of(&self, path: &str) -> Option<Fault> {
        match *lock(&self.spoilt) {
            Some((which, fault)) if which.is(path) => {
                let mut asked = lock(&self.asked);
                let is_first = !asked.iter().any(|before| before == path);
                asked.push(path.to_owned());
                let is_due = !(is_first && matches!(which, Which::FileAgain(_)));
                is_due.then_some(fault)
            }
            Some((Which::Snapshot, _)) if Which::Delta.is(path) => Some(Fault::Status(404)),
            _ => None,
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl FaultServer {
    /// Serves the packed client and a published feed, as yet without faults.
    pub async fn start(feed: &Path) -> Result<Self> {
        Self::start_with(&env::path(env::APP)?, feed).await
    }

    /// Publishes the feed in `folder`, and serves it with the packed client.
    pub async fn open(folder: &Path, feed: &Feed) -> Result<Self> {
        Self::open_with(folder, &env::path(env::APP)?, feed).await
    }

    /// The same with a copy of the client, so that it can be changed.
    pub async fn open_with_copy(folder: &Path, feed: &Feed) -> Result<Self> {
        let app = folder.join("app");
        deploy::copy(&env::path(env::APP)?, &app)?;
        Self::open_with(folder, &app, feed).await
    }

    async fn open_with(folder: &Path, app: &Path, feed: &Feed) -> Result<Self> {
        let published = folder.join("feed");
        fs::create_dir_all(&published)?;
        server::publish(feed, folder, &published)?;
        Self::start_with(app, &published).await
    }

    /// The same with another client.
    pub async fn start_with(app: &Path, feed: &Path) -> Result<Self> {
        let shared = Shared::default();
        let router = raupe::serve::router(app, feed)
            .layer(from_fn_with_state(shared.clone(), spoil))
            .layer(from_fn_with_state(shared.clone(), count));
        let address = run(router).await?;
        Ok(Self {
            address,
            app: app.to_owned(),
            feed: feed.to_owned(),
            shared,
        })
    }

    /// The folder of the app.
    pub fn app(&self) -> &Path {
        &self.app
    }

    /// The folder of the feed.
    pub fn feed(&self) -> &Path {
        &self.feed
    }

    /// The address of the app, ending in `/`.
    pub fn home(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// From now on spoils these answers like this.
    pub fn spoil(&self, which: Which, fault: Fault) {
        let mut spoilt = lock(&self.shared.spoilt);
        *spoilt = Some((which, fault));
        lock(&self.shared.asked).clear();
    }

    /// How many answers were spoilt since [`FaultServer::spoil`].
    pub fn spoilt(&self) -> usize {
        let asked = lock(&self.shared.asked);
        let firsts: BTreeSet<_> = asked.iter().collect();
        match *lock(&self.shared.spoilt) {
            Some((Which::FileAgain(_), _)) => asked.len() - firsts.len(),
            _ => asked.len(),
        }
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
    let listener = ports::listen().await?;
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
    let Some(fault) = shared.fault_of(&path) else {
        return next.run(request).await;
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
        Fault::WrongType => {
            let mut response = next.run(request).await;
            let bytes = HeaderValue::from_static("application/octet-stream");
            response.headers_mut().insert(CONTENT_TYPE, bytes);
            return response;
        }
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

/// Made once: packing takes seconds.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..64 {
        // Writing into memory does not fail.
        let _ = gzip.write_all(&blanks);
    }
    gzip.finish().unwrap_or_default()
});

fn bomb() -> Response {
    let headers = [
        (CONTENT_TYPE, "application/json"),
        (CONTENT_ENCODING, "gzip"),
    ];
    (headers, BOMB.clone()).into_response()
}
