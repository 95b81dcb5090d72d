//! What page and worker send each other: an array of a text and of byte arrays that change hands.
//!
//! The program's own memory cannot change hands, so bytes are copied out of it and into it. The page
//! does so by strides and reacts in between.

use gloo::timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use raupe_core::sync::Parcel;
use wasm_bindgen::{JsCast, JsValue};

/// So many bytes at a time take a slow phone some milliseconds.
const STRIDE: u32 = 1 << 20;

/// The message.
pub(super) fn wrap(parcel: Parcel) -> Array {
    let message = Array::of1(&parcel.label.into());
    for bytes in parcel.bytes {
        message.push(&Uint8Array::from(&bytes[..]));
    }
    message
}

/// The message, by strides.
pub(super) async fn wrap_slowly(parcel: Parcel) -> Array {
    let message = Array::of1(&parcel.label.into());
    for bytes in parcel.bytes {
        let copy = Uint8Array::new_with_length(length(&bytes));
        let mut at = 0;
        for stride in bytes.chunks(STRIDE as usize) {
            let end = at + length(stride);
            copy.subarray(at, end).copy_from(stride);
            at = end;
            TimeoutFuture::new(0).await;
        }
        message.push(&copy);
    }
    message
}

/// The program has four gigabytes at most.
fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// The buffers in a message: sent along in a list, they need not be copied.
pub(super) fn buffers(message: &Array) -> Array {
    message
        .iter()
        .filter_map(|part| part.dyn_into::<Uint8Array>().ok())
        .map(|bytes| bytes.buffer())
        .collect()
}

/// What was sent, if the message is one.
pub(super) fn unwrap(message: &JsValue) -> Option<Parcel> {
    let (label, arrays) = parts(message)?;
    let bytes = arrays.map(|bytes| bytes.to_vec());
    Some(Parcel { label, bytes })
}

/// What was sent, if the message is one, by strides.
pub(super) async fn unwrap_slowly(message: &JsValue) -> Option<Parcel> {
    let (label, arrays) = parts(message)?;
    let mut parcel = Parcel {
        label,
        ..Parcel::default()
    };
    for (array, bytes) in arrays.iter().zip(&mut parcel.bytes) {
        bytes.reserve_exact(array.length() as usize);
        for at in (0..array.length()).step_by(STRIDE as usize) {
            bytes.extend(array.subarray(at, at.saturating_add(STRIDE)).to_vec());
            TimeoutFuture::new(0).await;
        }
    }
    Some(parcel)
}

fn parts(message: &JsValue) -> Option<(String, [Uint8Array; 4])> {
    let message: &Array = message.dyn_ref()?;
    let array = |at| message.get(at).dyn_into::<Uint8Array>().ok();
    let arrays = [array(1)?, array(2)?, array(3)?, array(4)?];
    Some((message.get(0).as_string()?, arrays))
}
