//! The client.

use leptos::prelude::*;

/// Mounts the client on the page.
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(|| view! { <main id="main"><h1>"Raupe"</h1></main> });
}
