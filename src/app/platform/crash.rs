//! A panic is an end, not a state: the page's own script shows a crash screen.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::CustomEvent;

/// Lets every panic reach the console and the crash screen.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dispatch();
    }));
}

/// Shows the crash screen for an error after which nothing can go on.
pub fn report(message: &str) {
    leptos::logging::error!("{message}");
    dispatch();
}

/// The boot script listens for this event.
fn dispatch() {
    if let Ok(event) = CustomEvent::new("raupe-crash") {
        let _: Result<bool, JsValue> = window().dispatch_event(&event);
    }
}
