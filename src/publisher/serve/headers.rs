//! Types, caching and security: what is said about a file besides its content.
//!
//! This is the one list: `raupe serve` answers by it, and [`super::hosts`] writes it down for others.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::Path;

use axum::http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::plain;

/// Nothing from elsewhere, nothing inline, nobody may frame it. `'wasm-unsafe-eval'` is what
/// WebAssembly needs; it allows no script.
const APP_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
     manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'none'";

/// What the app never asks for. Sharing and keeping the screen on stay as browsers have them.
const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), \
     geolocation=(), gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), \
     serial=(), usb=(), xr-spatial-tracking=()";

/// The header whose value depends on the kind of file.
pub(super) const POLICY: &str = "content-security-policy";

/// What every answer says. Nobody hears from where somebody comes, not even the host itself.
pub(super) const COMMON: [(&str, &str); 3] = [
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

/// What else is said of everything that is no data.
pub(super) const PAGE: [(&str, &str); 3] = [
    (POLICY, APP_POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS_POLICY),
];

/// The same for data, in which nothing can be carried out. A look for news costs little more than
/// its headers, so these are short.
pub(super) const DATA: [(&str, &str); 1] = [(POLICY, "default-src 'none'; frame-ancestors 'none'")];

/// The endings of data.
pub(super) const DATA_ENDINGS: [&str; 2] = ["json", "minisig"];

/// The types of files, by their endings.
pub(super) const TYPES: [(&[&str], &str); 19] = [
    (&["html", "htm"], "text/html; charset=utf-8"),
    (&["js", "mjs"], "text/javascript; charset=utf-8"),
    (&["css"], "text/css; charset=utf-8"),
    (&["txt", "minisig"], "text/plain; charset=utf-8"),
    (&["xml"], "application/xml"),
    (&["wasm"], "application/wasm"),
    (&["json", "map"], "application/json"),
    (&["webmanifest"], "application/manifest+json"),
    (&["svg"], "image/svg+xml"),
    (&["png"], "image/png"),
    (&["webp"], "image/webp"),
    (&["jpg", "jpeg"], "image/jpeg"),
    (&["avif"], "image/avif"),
    (&["gif"], "image/gif"),
    (&["ico"], "image/x-icon"),
    (&["woff2"], "font/woff2"),
    (&["woff"], "font/woff"),
    (&["pdf"], "application/pdf"),
    (&[], "application/octet-stream"),
];

/// Of names that end with a hash of the content: their endings, and how many hex digits the hash
/// has. A page is what people bookmark: it is always looked at anew, whatever it is called.
pub(super) const NAMED_BY_CONTENT: [(&[&str], usize); 2] = [
    (
        &["js", "mjs", "css", "wasm", "svg", "png", "webp", "woff2"],
        16,
    ),
    (&["json"], 64),
];

/// Of files that may be used without asking, for ever.
pub(super) const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Of files that are asked for each time.
pub(super) const ASKED_FOR: &str = "no-cache";

/// Adds what every answer says, whatever it is.
pub(super) fn secure(headers: &mut HeaderMap, path: &str) {
    for (name, value) in security(path) {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// What is said about everything at this path, be it there or not.
pub(super) fn security(path: &str) -> Vec<(&'static str, Cow<'static, str>)> {
    let is_data = DATA_ENDINGS.contains(&ending(path));
    let special: &[_] = if is_data { &DATA } else { &PAGE };
    let is_plain_page = path.rsplit('/').next() == Some(plain::FILE);
    let value = |(name, value): &(&'static str, &'static str)| match *name {
        POLICY if is_plain_page => (POLICY, Cow::Owned(plain_policy())),
        name => (name, Cow::Borrowed(*value)),
    };
    COMMON.iter().chain(special).map(value).collect()
}

/// The plain page brings its style along, so it has a policy of its own; it allows less in
/// everything else.
pub(super) fn plain_policy() -> String {
    format!("{}; frame-ancestors 'none'", plain::policy())
}

/// The type of a file, by its ending.
pub(super) fn content_type(name: &str) -> HeaderValue {
    let ending = ending(name).to_ascii_lowercase();
    let known = TYPES
        .iter()
        .find(|(endings, _)| endings.is_empty() || endings.contains(&&*ending));
    HeaderValue::from_static(known.map_or("application/octet-stream", |(_, name)| name))
}

/// How long a file may be used without asking: for ever if its name tells its content, else not
/// at all.
pub(super) fn caching(name: &str) -> HeaderValue {
    HeaderValue::from_static(if is_named_by_content(name) {
        FOR_EVER
    } else {
        ASKED_FOR
    })
}

/// Whether a name ends with a hash of the content, so that other content has another name:
/// `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm`,
/// `snapshot-<64 digits>.json`.
pub(super) fn is_named_by_content(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let Some((_, hash)) = stem.rsplit_once('-') else {
        return false;
    };
    let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    NAMED_BY_CONTENT
        .iter()
        .any(|(endings, digits)| endings.contains(&ending) && hash.len() == *digits)
        && hash.bytes().all(is_digit)
}

fn ending(name: &str) -> &str {
    Path::new(name)
        .extension()
        .and_then(OsStr::to_str)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_tell_the_content_are_known() {
        let snapshot = format!("snapshot-{}.json", "0a".repeat(32));
        for (name, expected) in [
            ("raupe-app-0123456789abcdef.js", true),
            ("raupe-app-0123456789abcdef_bg.wasm", true),
            ("main-0123456789abcdef.css", true),
            (snapshot.as_str(), true),
            ("snapshot-0123456789abcdef.json", false),
            ("raupe-app-0123456789ABCDEF.js", false),
            ("raupe-app-0123456789abcde.js", false),
            ("0123456789abcdef.js", false),
            ("page-0123456789abcdef.html", false),
            ("index.html", false),
            ("sw.js", false),
            ("manifest.json", false),
            ("", false),
        ] {
            assert_eq!(is_named_by_content(name), expected, "{name}");
        }
    }

    #[test]
    fn browsers_insist_on_some_types() {
        for (name, expected) in [
            ("a_bg.wasm", "application/wasm"),
            ("sw.js", "text/javascript; charset=utf-8"),
            ("manifest.webmanifest", "application/manifest+json"),
            ("INDEX.HTML", "text/html; charset=utf-8"),
            ("README", "application/octet-stream"),
        ] {
            assert_eq!(content_type(name), expected, "{name}");
        }
    }
}
