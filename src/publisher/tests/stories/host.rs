//! A host on the web: a built app and a published feed, both small, and a browser's view of them.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use raupe::compress;
use raupe::serve::{Limits, router, serve_until};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower::ServiceExt;

/// Repeated, it is long enough to be compressed.
pub const START: &str = "<!doctype html><title>Start</title>";
pub const SNAPSHOT: &str =
    "snapshot-0000000000000000000000000000000000000000000000000000000000000000.json";

/// A built app and a published feed, small.
pub struct Host {
    pub folder: TempDir,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

impl Host {
    pub fn new() -> Self {
        let host = Self {
            folder: TempDir::new().unwrap(),
        };
        let long = |text: &str| text.repeat(300);
        for (path, content) in [
            ("app/index.html", long(START)),
            ("app/suchen/index.html", "Suchen".into()),
            ("app/404.html", "Nicht gefunden".into()),
            ("app/sw.js", long("// Service Worker")),
            ("app/manifest.webmanifest", "{}".into()),
            ("app/locales/de.json", "{}".into()),
            ("app/raupe-app-0123456789abcdef.js", long("let a;")),
            ("app/raupe-app-0123456789abcdef_bg.wasm", long("\0asm")),
            ("app/main-0123456789abcdef.css", long("a{}")),
            ("app/icons/Bär.svg", "<svg/>".into()),
            ("app/.secret", "geheim".into()),
            ("app/empty/readme.txt", "kein index.html".into()),
            ("feed/manifest.json", "{\"seq\":1}".into()),
            (&*format!("feed/{SNAPSHOT}"), long("{}")),
            ("secret.txt", "geheim".into()),
        ] {
            let path = host.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        compress::folder(&host.path("app")).unwrap();
        compress::folder(&host.path("feed")).unwrap();
        host
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn router(&self) -> Router {
        router(&self.path("app"), &self.path("feed"))
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[]).await
    }

    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self
            .router()
            .oneshot(request.body(Body::empty()).unwrap())
            .await
            .unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }
}

/// The host on a real port.
pub struct Running {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Running {
    pub async fn start(host: &Host, limits: Limits) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel();
        let router = host.router();
        let server = tokio::spawn(async move {
            let stopped = async {
                let _ = stopped.await;
            };
            serve_until(stopped, listener, router, &limits).await;
        });
        Self {
            address,
            stop,
            server,
        }
    }

    /// Asks it to stop. The result is ready when it has.
    pub fn stop(self) -> JoinHandle<()> {
        self.stop.send(()).unwrap();
        self.server
    }
}
