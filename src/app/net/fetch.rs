//! Fetching: at most so many bytes, at most so long.

use std::cell::Cell;
use std::rc::Rc;

use gloo::net::http::{RequestBuilder, Response};
use gloo::timers::callback::Timeout;
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
/// deadline holds for the whole answer, so that a trickle ends as well.
pub(super) async fn load(address: &str, limits: Limits, progress: impl Fn(usize)) -> Fetched {
    let Ok(controller) = AbortController::new() else {
        return Err(NetFault::Unreachable);
    };
    let late = Rc::new(Cell::new(false));
    let deadline = Timeout::new(limits.deadline_ms, {
        let (controller, late) = (controller.clone(), Rc::clone(&late));
        move || {
            late.set(true);
            controller.abort();
        }
    });
    let fault = |_: JsValue| {
        if late.get() {
            NetFault::Deadline
        } else {
            NetFault::Unreachable
        }
    };

    let sending = RequestBuilder::new(address)
        .cache(RequestCache::NoCache)
        .abort_signal(Some(&controller.signal()))
        .send();
    let response = sending.await.map_err(|_| fault(JsValue::NULL))?;
    let body = read(&response, limits.most_bytes, progress).await;
    // An answer that is too large is not worth its remaining bytes.
    if body.is_err() {
        controller.abort();
    }
    deadline.cancel();
    let headers = response.headers();
    let retry_after = headers.get("retry-after");
    Ok(Reply {
        status: response.status(),
        redirected: response.redirected(),
        content_type: headers.get("content-type"),
        retry_after_s: retry_after.and_then(|asked| retry_after_s(&asked, clock::now_ms())),
        body: body.map_err(|error| match error {
            ReadError::TooLarge => NetFault::TooLarge,
            ReadError::Broken(error) => fault(error),
        })?,
    })
}

enum ReadError {
    TooLarge,
    Broken(JsValue),
}

impl From<JsValue> for ReadError {
    fn from(error: JsValue) -> Self {
        Self::Broken(error)
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
        bytes.resize(new, 0);
        value.copy_to(&mut bytes[old..]);
        progress(new);
    }
}
