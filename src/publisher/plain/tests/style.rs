//! The policy and the colours.

use std::collections::BTreeMap;

use base64::Engine as _;
use scraper::Html;
use sha2::{Digest, Sha256};

use super::super::{BASE64, STYLE, policy};
use super::{all, offer, page_of};

#[test]
fn the_policy_allows_the_style_of_the_page_and_nothing_else() {
    let page = page_of(&[offer("a", "x")], "Peine");
    let html = Html::parse_document(&page);
    let style: String = all(&html, "style")[0].text().collect();
    let hash = BASE64.encode(Sha256::digest(style));
    let policy = policy();
    assert!(
        policy.starts_with("default-src 'none';") && policy.contains(&hash),
        "{policy}"
    );
    let meta = all(&html, "meta[http-equiv=Content-Security-Policy]");
    assert_eq!(meta[0].attr("content"), Some(&*policy));
    for (loads, how) in [("url(", "files"), ("@import", "styles"), ("</", "markup")] {
        assert!(!STYLE.contains(loads), "the style brings in {how}");
    }
}

/// Contrast of all pairs of colours that stand on each other, in both schemes (WCAG 2.2, 1.4.6).
#[test]
fn what_is_written_can_be_read() {
    let (light, dark) = STYLE.split_once("@media screen").unwrap();
    let (dark, _) = dark.split_once("*, ::before").unwrap();
    for (scheme, css) in [("light", light), ("dark", dark)] {
        let rules = css.split('}').filter_map(|rule| rule.rsplit_once('{'));
        let colours = |rule: &str| -> BTreeMap<String, f64> {
            let pairs = rule
                .split(';')
                .filter_map(|it| it.trim().strip_prefix("--")?.split_once(": "));
            pairs
                .map(|(name, colour)| (name.to_owned(), luminance(colour.trim())))
                .collect()
        };
        let mut root = BTreeMap::new();
        for (_, rule) in rules {
            let here = colours(rule);
            if here.contains_key("ink") {
                root = here.clone();
            }
            let of = |name| here.get(name).or_else(|| root.get(name)).copied();
            for (text, ground) in [
                ("ink", "surface"),
                ("ink", "ground"),
                ("muted", "surface"),
                ("muted", "ground"),
                ("action", "surface"),
                ("action", "ground"),
                ("warn", "warn-ground"),
                ("danger", "danger-ground"),
                ("strong", "tint"),
            ] {
                let Some((text_light, ground_light)) = of(text).zip(of(ground)) else {
                    continue;
                };
                let (more, less) = (text_light.max(ground_light), text_light.min(ground_light));
                let contrast = (more + 0.05) / (less + 0.05);
                assert!(
                    contrast >= 7.0,
                    "{scheme}: {text} on {ground} has {contrast:.1}:1"
                );
            }
        }
        assert!(root.len() > 8, "{scheme}");
    }
}

/// Relative luminance of `#rgb` or `#rrggbb`.
fn luminance(colour: &str) -> f64 {
    let digits = colour.trim_start_matches('#');
    let wide: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    [(0, 0.2126), (2, 0.7152), (4, 0.0722)]
        .into_iter()
        .map(|(at, weight)| {
            let value = f64::from(u8::from_str_radix(&wide[at..at + 2], 16).unwrap()) / 255.0;
            weight
                * if value <= 0.04045 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
        })
        .sum()
}
