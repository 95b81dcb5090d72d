//! The app and the feed over HTTP.
//!
//! A small server for a county that has no web space, and for the tests; any static host does as
//! well. It only reads files, computes nothing per user and writes nothing down about anybody.
//!
//! - `site`: which file a path means, and which form of it to send.
//! - `negotiate`: what a browser accepts and what it has already.
//! - `headers`: types, caching and security; `hosts` writes them down for other servers.
//! - `connections`: how many there are, and how long each may keep the server waiting; `sending`: one
//!   that does not wait for a browser that reads nothing.
//!
//! It is built to stand behind a reverse proxy that speaks TLS, and to hold out without one: what a
//! request costs depends on what is there and not on what it names, and no wait is without an end.
//!
//! Files are read anew for each request, so that an edition is live as soon as it is published.

mod connections;
mod headers;
mod hosts;
mod negotiate;
mod sending;
mod site;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, LOCATION, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::Response;
use tokio::net::TcpListener;

pub use connections::{Limits, serve_until};
pub use hosts::{HostFiles, write_host_files};
use negotiate::Encoding;
use site::{Content, Found, Site};

/// How long an address may be, in bytes as they are sent: its path, and what stands behind `?`.
const LONGEST_ADDRESS: usize = 4096;

const NOT_FOUND: &str = "Diese Seite gibt es nicht.\n";
const TOO_LONG: &str = "Diese Adresse ist zu lang.\n";
const READ_ONLY: &str = "Hier kann man nur lesen.\n";
const BROKEN: &str = "Das hat gerade nicht geklappt. Bitte noch einmal versuchen.\n";

/// Why there is no server, or no longer.
#[derive(Debug)]
pub enum ServeError {
    /// A folder is not there.
    NoFolder {
        /// The option that names it.
        option: &'static str,
        /// Where it should be.
        path: PathBuf,
    },
    /// The address cannot be used.
    Listen {
        /// The address as it was given.
        address: String,
        /// What the system says.
        error: io::Error,
    },
    /// The system takes something away that the server needs.
    Io(io::Error),
}

/// Everything under `/feed/` from one folder, everything else from the other.
pub fn router(app: &Path, feed: &Path) -> Router {
    Router::new()
        .fallback(answer)
        .with_state(Arc::new(Site::new(app, feed)))
}

/// Serves until the process is asked to stop (SIGTERM, SIGINT). Calls `ready` with the real
/// address once requests are answered.
pub fn run(
    app: &Path,
    feed: &Path,
    listen: &str,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), ServeError> {
    for (option, path) in [("--app", app), ("--feed", feed)] {
        if !path.is_dir() {
            return Err(ServeError::NoFolder {
                option,
                path: path.to_owned(),
            });
        }
    }
    let limits = Limits::of_process();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .max_blocking_threads(limits.readers)
        .enable_all()
        .build()
        .map_err(ServeError::Io)?;
    let result = runtime.block_on(async {
        let listening = async {
            let listener = TcpListener::bind(listen).await?;
            let address = listener.local_addr()?;
            Ok((listener, address))
        };
        let (listener, address) = listening.await.map_err(|error| ServeError::Listen {
            address: listen.to_owned(),
            error,
        })?;
        // Before `ready`: whoever reads that line may stop the server at once.
        let stop = asked_to_stop().map_err(ServeError::Io)?;
        ready(address);
        serve_until(stop, listener, router(app, feed), &limits).await;
        Ok(())
    });
    // Reading a file from a network drive that hangs must not keep the process alive.
    runtime.shutdown_background();
    result
}

#[cfg(unix)]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let (mut terminate, mut interrupt) = (
        signal(SignalKind::terminate())?,
        signal(SignalKind::interrupt())?,
    );
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(windows)]
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    let address = request.uri().path_and_query();
    if address.is_some_and(|address| address.as_str().len() > LONGEST_ADDRESS) {
        let mut response = text(StatusCode::URI_TOO_LONG, TOO_LONG);
        headers::secure(response.headers_mut(), "/");
        return response;
    }
    let path = request.uri().path().to_owned();
    let mut response = match *request.method() {
        Method::GET | Method::HEAD => read(site, request).await,
        _ => {
            let mut response = text(StatusCode::METHOD_NOT_ALLOWED, READ_ONLY);
            response
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
            response
        }
    };
    headers::secure(response.headers_mut(), &path);
    response
}

async fn read(site: Arc<Site>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let (path, accepted) = (
        parts.uri.path().to_owned(),
        negotiate::accepted(&parts.headers),
    );
    // Reading and hashing would hold up the other requests of this thread.
    let found = tokio::task::spawn_blocking(move || site.find(&path, &accepted)).await;
    let mut response = match found.map_err(io::Error::other).flatten() {
        Ok(Found::Content(content)) => page(content, &parts.headers),
        Ok(Found::Folder) => to_folder(&parts.uri),
        Ok(Found::Nothing(Some(content))) => send(StatusCode::NOT_FOUND, content),
        Ok(Found::Nothing(None)) => text(StatusCode::NOT_FOUND, NOT_FOUND),
        Err(error) => {
            // The path is not named: nothing about what people read is written down.
            eprintln!("raupe: {}", crate::german::io_error(&error));
            text(StatusCode::INTERNAL_SERVER_ERROR, BROKEN)
        }
    };
    if parts.method == Method::HEAD {
        let body = std::mem::take(response.body_mut());
        let length = axum::body::HttpBody::size_hint(&body)
            .exact()
            .unwrap_or_default();
        response.headers_mut().insert(CONTENT_LENGTH, length.into());
    }
    response
}

/// The file, or that the browser has it already.
fn page(content: Content, request: &HeaderMap) -> Response {
    let tag = negotiate::tag(&content.bytes, content.encoding);
    let has_it = negotiate::has(request, &tag);
    let mut response = if has_it {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
            .headers_mut()
            .insert(CACHE_CONTROL, headers::caching(&content.name));
        response
            .headers_mut()
            .insert(VARY, HeaderValue::from_static("Accept-Encoding"));
        response
    } else {
        send(StatusCode::OK, content)
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// The same path with a slash at its end; relative, so that it holds behind any address.
fn to_folder(uri: &Uri) -> Response {
    let last = uri.path().rsplit('/').next().unwrap_or_default();
    let query = uri
        .query()
        .map(|query| format!("?{query}"))
        .unwrap_or_default();
    let mut response = text(StatusCode::PERMANENT_REDIRECT, "");
    if let Ok(location) = HeaderValue::from_str(&format!("{last}/{query}")) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

fn send(status: StatusCode, content: Content) -> Response {
    let Content {
        name,
        bytes,
        encoding,
    } = content;
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, headers::content_type(&name));
    headers.insert(CACHE_CONTROL, headers::caching(&name));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if encoding != Encoding::Identity {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.name()));
    }
    response
}

fn text(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
