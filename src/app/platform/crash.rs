//! A panic is an end, not a state: the page's own script shows a crash screen.

use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::{CustomEvent, CustomEventInit};

/// Lets every panic reach the console and the crash screen.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        dispatch("raupe-crash", &info.to_string());
    }));
}

/// Says that the app cannot be loaded: something that it needs to start did not come.
pub fn not_loaded(message: &str) {
    leptos::logging::error!("{message}");
    dispatch("raupe-not-loaded", message);
}

/// Says that the app works again: earlier crashes count no more.
pub fn recovered() {
    dispatch("raupe-recovered", "");
    if let Some(root) = document().document_element() {
        let _ = root.remove_attribute(START);
    }
}

/// Whether the app has crashed so often that it is to start with the generation before the current
/// one. The boot script counts, and knows how often that is.
pub fn starts_earlier() -> bool {
    let root = document().document_element();
    root.is_some_and(|root| root.get_attribute(START).as_deref() == Some("earlier"))
}

/// Set by the boot script.
const START: &str = "data-start";

/// The boot script listens for these events, and shows messages for those who can use them.
fn dispatch(event: &str, message: &str) {
    let init = CustomEventInit::new();
    init.set_detail(&message.into());
    if let Ok(event) = CustomEvent::new_with_event_init_dict(event, &init) {
        let _: Result<bool, JsValue> = window().dispatch_event(&event);
    }
}
