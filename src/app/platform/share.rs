//! Giving the page's address to somebody.

use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::ShareData;

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// The system's own sheet was shown, or the user closed it.
    Sheet,
    /// The address is in the clipboard.
    Copied,
    /// Neither is possible here.
    Not,
}

/// Offers the address of this page with a title: by the system's sheet, else by the clipboard.
pub async fn share(title: &str) -> Shared {
    let navigator = window().navigator();
    let address = window().location().href().unwrap_or_default();
    let has = |name: &str| js_sys::Reflect::has(&navigator, &name.into()).unwrap_or(false);
    if has("share") {
        let data = ShareData::new();
        data.set_title(title);
        data.set_url(&address);
        // Refused when the user closes the sheet: then nothing more is wanted.
        let _ = JsFuture::from(navigator.share_with_data(&data)).await;
        return Shared::Sheet;
    }
    // Only pages from `https` and from this machine have one.
    if has("clipboard") {
        let copied = navigator.clipboard().write_text(&address);
        if JsFuture::from(copied).await.is_ok() {
            return Shared::Copied;
        }
    }
    Shared::Not
}
