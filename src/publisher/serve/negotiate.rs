//! What a browser accepts and what it has already.

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, AsHeaderName, IF_NONE_MATCH};

use raupe_core::feed::sha256;

/// The form in which a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// The smallest first, which is what the server prefers.
    const ALL: [Self; 3] = [Self::Brotli, Self::Gzip, Self::Identity];

    /// Its name in HTTP.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// The ending of files in this form.
    pub(super) const fn ending(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gz"),
            Self::Identity => None,
        }
    }
}

/// The forms a browser accepts, the best first. The last is always the file as it is: browsers
/// that forbid even that can cope better with a file than with an error.
pub(super) fn accepted(request: &HeaderMap) -> Vec<Encoding> {
    let mut weights = Vec::new();
    for item in items(request, ACCEPT_ENCODING) {
        let mut parts = item.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        let weight = weight.map_or(Some(1.0), |weight| weight.trim().parse::<f32>().ok());
        weights.push((name, weight.unwrap_or(0.0).clamp(0.0, 1.0)));
    }
    let weight = |encoding: Encoding| {
        let of = |name| {
            weights
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, weight)| *weight)
        };
        of(encoding.name()).or_else(|| of("*")).unwrap_or(0.0)
    };
    let mut accepted: Vec<_> = Encoding::ALL
        .into_iter()
        .filter(|encoding| *encoding == Encoding::Identity || weight(*encoding) > 0.0)
        .collect();
    // Stable: with equal weights the smallest stays first.
    accepted.sort_by(|one, other| weight(*other).total_cmp(&weight(*one)));
    accepted
}

/// The name of a file's content in one form: the same bytes, the same name, on every machine.
pub(super) fn tag(bytes: &[u8], encoding: Encoding) -> String {
    let hash = &sha256(bytes)[..32];
    match encoding.ending() {
        Some(ending) => format!("\"{hash}-{ending}\""),
        None => format!("\"{hash}\""),
    }
}

/// Whether the browser has the content with this tag. A weak tag is as good as a strong one here
/// (RFC 9110, 13.1.2): proxies that touch a response weaken it.
pub(super) fn has(request: &HeaderMap, tag: &str) -> bool {
    items(request, IF_NONE_MATCH).any(|item| item == "*" || item.trim_start_matches("W/") == tag)
}

/// The items of a list, which may be spread over several headers.
fn items(request: &HeaderMap, name: impl AsHeaderName) -> impl Iterator<Item = &str> {
    request
        .get_all(name)
        .into_iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn with(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn the_smallest_form_that_is_accepted_comes_first() {
        for (header, expected) in [
            ("", "identity"),
            ("gzip, deflate, br, zstd", "br gzip identity"),
            ("gzip", "gzip identity"),
            ("GZIP;Q=0.5", "gzip identity"),
            ("br;q=0.5, gzip;q=0.8", "gzip br identity"),
            ("br;q=0, gzip", "gzip identity"),
            ("*", "br gzip identity"),
            ("*;q=0", "identity"),
            ("gzip, *;q=0", "gzip identity"),
            ("identity, gzip;q=0.5", "identity gzip"),
            ("identity;q=0, br", "br identity"),
            ("br;q=nonsense, gzip; q=1.0", "gzip identity"),
        ] {
            let names: Vec<_> = accepted(&with(ACCEPT_ENCODING, header))
                .into_iter()
                .map(Encoding::name)
                .collect();
            assert_eq!(names.join(" "), expected, "{header}");
        }
    }

    #[test]
    fn a_tag_names_content_and_form() {
        let tags = Encoding::ALL.map(|encoding| tag(b"Raupe", encoding));
        assert!(tags[0].ends_with("-br\"") && tags[1].ends_with("-gz\""));
        assert_ne!(tags[2], tag(b"Raupen", Encoding::Identity));
    }

    #[test]
    fn what_the_browser_has_is_recognised() {
        for (header, expected) in [
            ("\"a\"", true),
            ("W/\"a\"", true),
            ("\"b\", \"a\"", true),
            ("*", true),
            ("\"b\"", false),
            ("a", false),
            ("", false),
        ] {
            assert_eq!(
                has(&with(IF_NONE_MATCH, header), "\"a\""),
                expected,
                "{header}"
            );
        }
    }
}
