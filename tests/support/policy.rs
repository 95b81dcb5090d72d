//! A server that hears when a page breaks its content security policy, or asks for what is not there.
//!
//! A listener in the page would come too late for what happens while it loads. The browser's own
//! reports miss nothing.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::env;
use crate::faults;

const REPORTS: &str = "/csp-reports";

/// The server. It runs as long as the runtime that it was started in.
#[derive(Debug)]
pub struct PolicyServer {
    address: SocketAddr,
    heard: Arc<Heard>,
}

#[derive(Debug, Default)]
struct Heard {
    reports: Mutex<Vec<String>>,
    missing: Mutex<Vec<String>>,
}

fn lock(lines: &Mutex<Vec<String>>) -> MutexGuard<'_, Vec<String>> {
    lines.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PolicyServer {
    /// Serves the packed client and a published feed.
    pub async fn start(feed: &Path) -> Result<Self> {
        let heard = Arc::<Heard>::default();
        let router = raupe::serve::router(&env::path(env::APP)?, feed)
            .layer(from_fn_with_state(Arc::clone(&heard), listen));
        let address = faults::run(router).await?;
        Ok(Self { address, heard })
    }

    /// The address of the app, ending in `/`.
    pub fn home(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What browsers reported so far, as JSON.
    pub fn reports(&self) -> Vec<String> {
        lock(&self.heard.reports).clone()
    }

    /// Paths that were asked for so far and are not there.
    pub fn missing(&self) -> Vec<String> {
        lock(&self.heard.missing).clone()
    }
}

async fn listen(State(heard): State<Arc<Heard>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    if path == REPORTS {
        let report = to_bytes(request.into_body(), 64 << 10)
            .await
            .unwrap_or_default();
        let report = String::from_utf8_lossy(&report).into_owned();
        lock(&heard.reports).push(report);
        return StatusCode::NO_CONTENT.into_response();
    }
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        lock(&heard.missing).push(path);
    }
    if let Some(policy) = response.headers_mut().get_mut(CONTENT_SECURITY_POLICY) {
        let reporting = format!(
            "{}; report-uri {REPORTS}",
            policy.to_str().unwrap_or_default()
        );
        *policy = HeaderValue::from_str(&reporting).expect("it was one before");
    }
    response
}
