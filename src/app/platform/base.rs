//! Where the app is hosted: at the root of a host or in any folder.

use std::sync::OnceLock;

use leptos::prelude::*;
use web_sys::Url;

/// The path of the app's folder, with a slash at both ends.
///
/// Each page of the shell says in `data-base` how its folder is reached from it. That holds for
/// the address by which the page was loaded, so it is asked once, before anything navigates.
pub fn path() -> &'static str {
    static PATH: OnceLock<String> = OnceLock::new();
    PATH.get_or_init(|| {
        let root = document().document_element();
        let relative = root.and_then(|root| root.get_attribute("data-base"));
        let here = window().location().href().unwrap_or_default();
        Url::new_with_base(relative.as_deref().unwrap_or("./"), &here)
            .map_or_else(|_| "/".to_owned(), |url| url.pathname())
    })
}

/// The address of a file or page of the app.
pub fn href(relative: &str) -> String {
    format!("{}{relative}", path())
}
