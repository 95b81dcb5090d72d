//! What the worker runs.

use js_sys::Array;
use raupe_core::sync::Parcel;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::message::{unwrap, wrap};

/// Does the job in a message and returns the message with what came of it.
#[wasm_bindgen]
pub fn work(message: &JsValue) -> Result<Array, String> {
    let job = unwrap(message).and_then(Parcel::into_job);
    let job = job.ok_or("not a job")?;
    Ok(wrap(Parcel::from(job.run())))
}
