//! A server whose answers under `/feed/` can be spoilt, the way networks and hosts spoil them.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

use crate::env;

/// How answers for the feed are spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A web page with status 200, as captive portals and hosts with a fallback page send it.
    Html200,
    /// Status 500.
    Status500,
    /// The snapshot ends in the middle, and its length header says that this is all.
    CutSnapshot,
    /// One bit in the middle of the snapshot is another.
    FlippedBit,
    /// The way to the feed leads to a login page.
    Login,
    /// No answer, for as long as anybody waits.
    Stall,
}

const LOGIN: &str = "/anmelden";
const LOGIN_PAGE: &str = "<!DOCTYPE html><title>WLAN</title><h1>Willkommen im WLAN</h1>";

/// The server. It runs as long as the runtime that it was started in.
#[derive(Debug)]
pub struct FaultServer {
    address: SocketAddr,
    fault: Switch,
}

type Switch = Arc<Mutex<Option<Fault>>>;

impl FaultServer {
    /// Serves the packed client and a published feed, as yet without faults.
    pub async fn start(feed: &Path) -> Result<Self> {
        let fault = Switch::default();
        let router = raupe::serve::router(&env::path(env::APP)?, feed)
            .layer(from_fn_with_state(Arc::clone(&fault), spoil));
        let address = run(router).await?;
        Ok(Self { address, fault })
    }

    /// The address of the app, ending in `/`.
    pub fn home(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// From now on spoils answers like this, or no more.
    pub fn spoil(&self, fault: impl Into<Option<Fault>>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault.into();
    }
}

/// Serves on a free port as long as the runtime runs.
pub async fn run(router: Router) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async { axum::serve(listener, router).await });
    Ok(address)
}

async fn spoil(State(switch): State<Switch>, mut request: Request, next: Next) -> Response {
    let fault = *switch.lock().unwrap_or_else(PoisonError::into_inner);
    let path = request.uri().path().to_owned();
    if path == LOGIN {
        return html(LOGIN_PAGE);
    }
    let Some(fault) = fault.filter(|_| path.starts_with("/feed/")) else {
        return next.run(request).await;
    };
    match fault {
        Fault::Html200 => return html("<!DOCTYPE html><title>Raupe</title><h1>Raupe</h1>"),
        Fault::Status500 => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Fault::Login => return (StatusCode::FOUND, [(LOCATION, LOGIN)]).into_response(),
        Fault::Stall => return std::future::pending().await,
        Fault::CutSnapshot | Fault::FlippedBit => {}
    }
    if path.ends_with("/manifest.json") {
        return next.run(request).await;
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
    match fault {
        Fault::CutSnapshot => bytes.truncate(middle),
        _ => bytes[middle] ^= 1,
    }
    head.headers
        .insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Response::from_parts(head, Body::from(bytes))
}

fn html(page: &'static str) -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}
