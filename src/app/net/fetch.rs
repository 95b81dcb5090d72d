//! Fetching: at most so many bytes, at most so long.

use futures::future::{Either, select};
use gloo::net::http::{RequestBuilder, Response};
use gloo::timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use raupe_core::sync::{Fetched, NetFault, Reply, Request};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReadableStreamDefaultReader, RequestCache};

use super::retry_after::retry_after_s;
use crate::platform::{base, clock};

/// Fetches a file of the feed and calls `progress` with the number of bytes as they come in.
pub async fn fetch(request: &Request, progress: impl Fn(usize)) -> Fetched {
    let limits = Limits {
        most_bytes: request.most_bytes,
        deadline_ms: request.deadline_ms,
    };
    load(&base::href(&request.path), limits, progress).await
}

/// How much and how long at most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) most_bytes: usize,
    pub(super) deadline_ms: u32,
}

/// Loads what is at an address, past what the browser's cache holds without asking.
///
/// Bytes are counted while they come in: what a header says about the length is not believed. The
/// deadline holds for the whole answer, so that a trickle ends as well; it does not rely on the
/// abort, which `WebKit` does not tell to somebody who reads.
pub(super) async fn load(address: &str, limits: Limits, progress: impl Fn(usize)) -> Fetched {
    let Ok(controller) = AbortController::new() else {
        return Err(NetFault::Unreachable);
    };
    let request = RequestBuilder::new(address)
        .cache(RequestCache::NoCache)
        .abort_signal(Some(&controller.signal()));
    let loading = Box::pin(answer(request, limits.most_bytes, progress));
    let fetched = match select(loading, TimeoutFuture::new(limits.deadline_ms)).await {
        Either::Left((fetched, _)) => fetched,
        Either::Right(((), _)) => Err(NetFault::Deadline),
    };
    // What is late or too large is not worth its remaining bytes.
    if fetched.is_err() {
        controller.abort();
    }
    fetched
}

async fn answer(request: RequestBuilder, most_bytes: usize, progress: impl Fn(usize)) -> Fetched {
    let response = request.send().await;
    let response = response.map_err(|_| NetFault::Unreachable)?;
    let body = read(&response, most_bytes, progress).await;
    let headers = response.headers();
    let retry_after = headers.get("retry-after");
    Ok(Reply {
        status: response.status(),
        redirected: response.redirected(),
        content_type: headers.get("content-type"),
        retry_after_s: retry_after.and_then(|asked| retry_after_s(&asked, clock::now_ms())),
        body: body.map_err(|error| match error {
            ReadError::TooLarge => NetFault::TooLarge,
            ReadError::Broken => NetFault::Unreachable,
        })?,
    })
}

/// So many bytes are collected at a time.
const STRIDE: usize = 1 << 20;

enum ReadError {
    TooLarge,
    Broken,
}

impl From<JsValue> for ReadError {
    fn from(_: JsValue) -> Self {
        Self::Broken
    }
}

async fn read(
    response: &Response,
    most: usize,
    progress: impl Fn(usize),
) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let Some(stream) = response.body() else {
        return Ok(bytes);
    };
    let reader = ReadableStreamDefaultReader::new(&stream)?;
    loop {
        let chunk = JsFuture::from(reader.read()).await?;
        if Reflect::get(&chunk, &"done".into())?.is_truthy() {
            return Ok(bytes);
        }
        let value: Uint8Array = Reflect::get(&chunk, &"value".into())?.dyn_into()?;
        let (old, new) = (bytes.len(), bytes.len() + value.length() as usize);
        if new > most {
            return Err(ReadError::TooLarge);
        }
        if bytes.capacity() < new {
            // By more than is usual: at ten megabytes each time is felt on a slow phone.
            bytes.reserve_exact(most.min(4 * new) - old);
        }
        bytes.extend(value.to_vec());
        progress(new);
        // What is here already comes without a pause; the page must react all the same.
        if old / STRIDE < new / STRIDE {
            TimeoutFuture::new(0).await;
        }
    }
}
