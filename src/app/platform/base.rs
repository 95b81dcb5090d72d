//! Where the app is hosted: at the root of a host or in any folder.

use leptos::prelude::*;
use web_sys::Url;

/// The path of the app's folder, with a slash at both ends.
///
/// Each page of the shell says in `data-base` how its folder is reached from it.
pub fn path() -> String {
    let root = document().document_element();
    let relative = root.and_then(|root| root.get_attribute("data-base"));
    let here = window().location().href().unwrap_or_default();
    Url::new_with_base(relative.as_deref().unwrap_or("./"), &here)
        .map_or_else(|_| "/".to_owned(), |url| url.pathname())
}

/// The path for the router: no slash at the end, empty at the root of a host.
pub fn for_router() -> String {
    path().trim_end_matches('/').to_owned()
}

/// The address of a file or page of the app.
pub fn href(relative: &str) -> String {
    format!("{}{relative}", path())
}
