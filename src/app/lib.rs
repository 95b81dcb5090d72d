//! The client: shows the directory, keeps it on the device and keeps it up to date.
//!
//! Where to start reading:
//!
//! - `app`: the page around the screens. `router`: which screen is shown.
//! - `client`: the state that all screens share, and how it is loaded and synced.
//! - `compile`: what takes long, in a worker beside the page.
//! - [`store`]: `IndexedDB`. [`net`]: fetching. `platform`: the rest of the browser, a file each.
//! - [`i18n`]: texts, dates and numbers in the user's language.
//! - `screens` and `components` draw. They hold no rules: those live in [`raupe_core`].

mod app;
mod client;
mod compile;
mod components;
pub mod i18n;
pub mod net;
mod platform;
mod router;
mod routes;
mod screens;
pub mod store;

use futures::future::join;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Shows the client in the element `#app` of the page, after what it says while loading; `App` takes that away.
///
/// In a worker there is no page: it calls `compile::work` when there is work.
pub fn start() {
    if web_sys::window().is_none() {
        return console_error_panic_hook::set_once();
    }
    platform::crash::report_panics();
    wasm_bindgen_futures::spawn_local(async {
        let language = platform::language::preferred();
        let (locale, settings) =
            join(client::load_locale(language), client::first_settings()).await;
        let locale = match locale {
            Ok(locale) => locale,
            Err(message) => return platform::crash::not_loaded(&message),
        };
        let Some(root) = document().get_element_by_id("app") else {
            return platform::crash::not_loaded("the page has no element #app");
        };
        let app = move || view! { <app::App locale settings/> };
        mount_to(root.unchecked_into(), app).forget();
    });
}
