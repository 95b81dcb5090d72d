//! Types, caching and security: what is said about a file besides its content.

use std::ffi::OsStr;
use std::path::Path;

use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue};

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

const SECURITY: [(&str, &str); 6] = [
    ("content-security-policy", APP_POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS_POLICY),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

/// The same for data, in which nothing can be carried out. A look for news costs little more than
/// its headers, so these are short.
const DATA_SECURITY: [(&str, &str); 3] = [
    (
        "content-security-policy",
        "default-src 'none'; frame-ancestors 'none'",
    ),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
];

/// Adds what every answer says, whatever it is. The plain page brings its style along, so it has a
/// policy of its own; that one allows less in everything else.
pub(super) fn secure(headers: &mut HeaderMap, path: &str) {
    let is_data = ["json", "minisig"].contains(&ending(path));
    let security: &[_] = if is_data { &DATA_SECURITY } else { &SECURITY };
    for (name, value) in security {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    if path.rsplit('/').next() == Some(plain::FILE) {
        let policy = format!("{}; frame-ancestors 'none'", plain::policy());
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(CONTENT_SECURITY_POLICY, policy);
        }
    }
}

/// The type of a file, by its ending.
pub(super) fn content_type(name: &str) -> HeaderValue {
    HeaderValue::from_static(match ending(name).to_ascii_lowercase().as_str() {
        "html" | "htm" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" | "minisig" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "jpg" | "jpeg" => "image/jpeg",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    })
}

/// How long a file may be used without asking: for ever if its name tells its content, else not
/// at all.
pub(super) fn caching(name: &str) -> HeaderValue {
    HeaderValue::from_static(if is_named_by_content(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    })
}

/// Whether a name ends with a hash of the content, so that other content has another name:
/// `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm` (from Trunk),
/// `snapshot-<64 digits>.json`.
pub(super) fn is_named_by_content(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else {
        return false;
    };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let Some((_, hash)) = stem.rsplit_once('-') else {
        return false;
    };
    let digits = match ending {
        // A page is what people bookmark: it is always looked at anew, whatever it is called.
        "js" | "mjs" | "css" | "wasm" | "svg" | "png" | "webp" | "woff2" => 16,
        "json" => 64,
        _ => return false,
    };
    hash.len() == digits
        && hash
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
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
