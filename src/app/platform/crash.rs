//! A panic is an end, not a state: the page's own script shows a crash screen.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// Lets every panic reach the console and the crash screen.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dispatch(&info.to_string());
    }));
}

/// Shows the crash screen for an error after which nothing can go on.
pub fn report(message: &str) {
    leptos::logging::error!("{message}");
    dispatch(message);
}

/// The boot script listens for this event and shows the message for those who can use it.
fn dispatch(message: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&message.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict("raupe-crash", &init) {
        let _: Result<bool, JsValue> = window().dispatch_event(&event);
    }
}
