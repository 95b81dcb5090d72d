//! A plain static host, which knows nothing of Raupe's headers and writes down all that it is told.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;

use crate::env;
use crate::faults;

/// A request: what was asked for, and everything that was said with it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The path and what is behind `?`.
    pub address: String,
    /// The headers, a line each.
    pub headers: String,
}

/// The host. It runs as long as the runtime that it was started in.
#[derive(Debug)]
pub struct LogServer {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Asked>>>,
}

fn lock(log: &Mutex<Vec<Asked>>) -> MutexGuard<'_, Vec<Asked>> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

impl LogServer {
    /// Serves the packed client and a published feed.
    pub async fn start(feed: &Path) -> Result<Self> {
        let log = Arc::default();
        let router = raupe::serve::router(&env::path(env::APP)?, feed)
            .layer(from_fn_with_state(Arc::clone(&log), write_down));
        let address = faults::run(router).await?;
        Ok(Self { address, log })
    }

    /// The address of the app, ending in `/`.
    pub fn home(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// What was asked since this was last called.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut lock(&self.log))
    }
}

async fn write_down(
    State(log): State<Arc<Mutex<Vec<Asked>>>>,
    request: Request,
    next: Next,
) -> Response {
    let headers = request.headers().iter();
    let headers =
        headers.map(|(name, value)| format!("{name}: {}\n", value.as_bytes().escape_ascii()));
    let asked = Asked {
        address: request.uri().to_string(),
        headers: headers.collect(),
    };
    lock(&log).push(asked);
    let mut response = next.run(request).await;
    for name in [CONTENT_SECURITY_POLICY, REFERRER_POLICY] {
        response.headers_mut().remove(name);
    }
    response
}
