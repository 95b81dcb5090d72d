//! The browser's storage as a whole: how much is used, and whether it may be cleared. `WebKitGTK`
//! knows nothing of this.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::memory;

/// Noted once the browser has been asked to keep what is stored: one that asks its user is not to
/// ask twice.
const ASKED: &str = "persist-asked";

/// What the browser tells about this site's storage, as far as it does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Usage {
    /// Bytes in use, about.
    pub used: Option<f64>,
    /// Whether it is kept when the device runs short of space.
    pub persisted: Option<bool>,
}

/// Asks the browser how the storage stands.
pub async fn usage() -> Usage {
    let estimate = call("estimate").await;
    let used = estimate.and_then(|estimate| Reflect::get(&estimate, &"usage".into()).ok());
    Usage {
        used: used.and_then(|used| used.as_f64()),
        persisted: call("persisted").await.and_then(|answer| answer.as_bool()),
    }
}

/// Asks the browser once to keep what is stored. Nobody waits for its answer.
pub fn persist_once() {
    if memory::recall(ASKED).is_some() {
        return;
    }
    memory::remember(ASKED, "yes");
    spawn_local(async {
        if call("persist").await == Some(JsValue::FALSE) {
            leptos::logging::log!("the browser may clear the storage when it needs space");
        }
    });
}

/// Calls a method of `navigator.storage`. `None` if there is no such thing, or if it fails.
async fn call(method: &str) -> Option<JsValue> {
    let navigator = window().navigator();
    let manager = Reflect::get(&navigator, &"storage".into()).ok()?;
    if !manager.is_object() {
        return None;
    }
    let method: Function = Reflect::get(&manager, &method.into())
        .ok()?
        .dyn_into()
        .ok()?;
    let promise: Promise = method.call0(&manager).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
