//! Small texts that outlive the page: `localStorage`. It may be missing and may fail, and nothing
//! depends on it.
//!
//! Apps in different folders of a host share what it holds, so each of its names ends with the app's
//! folder: `raupe.language /peine/`. `early.js` and `boot.js` read some of them.

use leptos::prelude::*;
use web_sys::Storage;

use super::base;

/// What the names begin with.
const PREFIX: &str = "raupe.";

/// Reads a text.
pub fn recall(key: &str) -> Option<String> {
    storage()?.get_item(&name(key)).ok().flatten()
}

/// Keeps a text, if that is possible.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(&name(key), value);
    }
}

/// Forgets a text.
pub fn forget(key: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&name(key));
    }
}

/// Forgets all texts of this app.
pub fn forget_all() {
    let Some(storage) = storage() else {
        return;
    };
    let names = (0..storage.length().unwrap_or_default()).map(|at| storage.key(at).ok().flatten());
    // What is removed moves the others up.
    for name in names.flatten().collect::<Vec<_>>() {
        if is_of(&name, base::path()) {
            let _ = storage.remove_item(&name);
        }
    }
}

fn name(key: &str) -> String {
    format!("{PREFIX}{key} {}", base::path())
}

/// Whether this is a name of the app in this folder. None of its keys has a slash.
fn is_of(name: &str, folder: &str) -> bool {
    let key = name
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(folder));
    key.is_some_and(|key| key.ends_with(' ') && !key.contains('/'))
}

/// Asking for it fails where site data is blocked.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_other_apps_are_left_alone() {
        for (name, folder, expected) in [
            ("raupe.language /", "/", true),
            ("raupe.install declined /peine/", "/peine/", true),
            ("raupe.language /peine/", "/", false),
            ("raupe.language /a/peine/", "/peine/", false),
            ("raupe.language /a /peine/", "/peine/", false),
            ("raupe.language /", "/peine/", false),
            ("other.language /", "/", false),
            ("raupe.", "/", false),
        ] {
            assert_eq!(is_of(name, folder), expected, "{name} in {folder}");
        }
    }
}
