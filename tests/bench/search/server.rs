//! The server behind the page.

use std::fs;
use std::net::SocketAddr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail, ensure};
use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use raupe_sample::Sample;
use serde_json::{Value, json};
use thirtyfour::WebDriver;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedSender;

use super::{Event, Order};

/// What the page's requests are answered from.
pub struct Desk {
    pub order: Order,
    pub page: PathBuf,
    pub peers: PathBuf,
    pub engine: PathBuf,
    pub driver: WebDriver,
    pub events: UnboundedSender<Event>,
}

/// With these a page is isolated from other origins, and its clock ticks every 5 µs instead of 100.
const ISOLATED: [(HeaderName, &str); 3] = [
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (header::CACHE_CONTROL, "no-store"),
];

/// Starts it on a free port. It runs as long as the runtime.
pub async fn start(desk: Desk) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let router = Router::new().fallback(answer).with_state(Arc::new(desk));
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let Ok(body) = to_bytes(request.into_body(), 64 << 20).await else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    match desk.answer(&path, &body).await {
        Ok((kind, bytes)) => (ISOLATED, [(header::CONTENT_TYPE, kind)], bytes).into_response(),
        Err(error) => (StatusCode::NOT_FOUND, format!("{error:#}")).into_response(),
    }
}

impl Desk {
    async fn answer(&self, path: &str, body: &Bytes) -> Result<(&'static str, Vec<u8>)> {
        let (first, rest) = path[1..].split_once('/').unwrap_or((&path[1..], ""));
        let value = match (first, rest) {
            ("feed", offers) => {
                let sample = Sample::new(offers.parse()?, self.order.seed);
                return Ok(("application/json", sample.page()));
            }
            ("peers", file) => return served(&self.peers, file),
            ("engine", file) => return served(&self.engine, file),
            ("order", _) => serde_json::to_value(&self.order)?,
            ("heap", _) => self.heap().await?,
            ("slow", _) => {
                let rate: u32 = serde_json::from_slice(body)?;
                self.tools("Emulation.setCPUThrottlingRate", json!({ "rate": rate }))
                    .await?
            }
            ("progress", _) => self.tell(Event::Progress(serde_json::from_slice(body)?))?,
            ("report", _) => {
                let report = serde_json::from_slice(body);
                self.tell(Event::Report(
                    report.context("a report that nobody understands")?,
                ))?
            }
            ("end", _) => self.tell(Event::End(serde_json::from_slice(body)?))?,
            ("", _) => return served(&self.page, "index.html"),
            (file, "") => return served(&self.page, file),
            _ => bail!("there is nothing at {path}"),
        };
        Ok(("application/json", serde_json::to_vec(&value)?))
    }

    fn tell(&self, event: Event) -> Result<Value> {
        self.events.send(event).context("nobody listens any more")?;
        Ok(Value::Null)
    }

    /// The bytes of the page's heap that are in use after the garbage collector, those of typed arrays
    /// included.
    async fn heap(&self) -> Result<Value> {
        self.tools("HeapProfiler.collectGarbage", json!({})).await?;
        let usage = self.tools("Runtime.getHeapUsage", json!({})).await?;
        let bytes = |key: &str| usage[key].as_f64().unwrap_or(0.0);
        Ok(json!(bytes("usedSize") + bytes("backingStorageSize")))
    }

    async fn tools(&self, command: &'static str, parameters: Value) -> Result<Value> {
        Ok(self.driver.cdp().send_raw(command, parameters).await?)
    }
}

/// A file of a folder and not of any other.
fn served(folder: &Path, file: &str) -> Result<(&'static str, Vec<u8>)> {
    let path = Path::new(file);
    let is_below = path
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    ensure!(is_below, "{file} is somewhere else");
    let kind = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html",
        Some("js" | "mjs") => "text/javascript",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    };
    let path = folder.join(path);
    let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok((kind, bytes))
}
