//! Texts that were asked for before the program was there.

use futures::future::{Either, select};
use gloo::timers::future::TimeoutFuture;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// The text of a file beside the app, if `early.js` has asked for it and it comes well in this time.
/// Who asks once more gets nothing: what is there may be older than the question.
pub(super) async fn text(path: &str, deadline_ms: u32) -> Option<String> {
    let early = Reflect::get(&js_sys::global(), &"raupeEarly".into()).ok()?;
    let texts = Reflect::get(&early, &"texts".into()).ok()?;
    let path = JsValue::from(path);
    let text: Promise = Reflect::get(&texts, &path).ok()?.dyn_into().ok()?;
    Reflect::delete_property(texts.unchecked_ref::<Object>(), &path).ok()?;
    match select(JsFuture::from(text), TimeoutFuture::new(deadline_ms)).await {
        Either::Left((text, _)) => text.ok()?.as_string(),
        Either::Right(_) => None,
    }
}
