//! The whole list as a plain page beside the feed.

use std::fs;

use axum::http::StatusCode;
use raupe::compress::{ENDINGS, holds};
use raupe::files::sibling;
use raupe::plain;
use raupe::publish::Step;
use scraper::{Html, Selector};

use crate::host::Host;
use crate::support::{Office, demo, page, service};

impl Office {
    fn plain_page(&self) -> String {
        fs::read_to_string(self.feed(plain::FILE)).unwrap()
    }
}

/// The texts of all elements that a selector means.
fn texts(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .map(|element| element.text().collect())
        .collect()
}

#[test]
fn every_offer_of_the_demo_feed_is_on_the_page() {
    let office = Office::new();
    office.write(&demo());
    let manifest = office.publish().unwrap().manifest;
    let page = office.plain_page();
    for ending in ENDINGS {
        let form = fs::read(sibling(&office.feed(plain::FILE), ending)).unwrap();
        assert!(holds(ending, &form, page.as_bytes()), "{ending}");
    }
    let html = Html::parse_document(&page);
    assert_eq!(html.errors, Vec::<&str>::new(), "valid HTML");
    assert_eq!(texts(&html, "article").len() as u64, manifest.count);
    assert_eq!(
        texts(&html, ".stand"),
        ["Landkreis Peine · 129 Angebote · Stand: 20. November 2026"]
    );
    assert_eq!(
        texts(&html, "nav > ul > li").len(),
        8,
        "seven phases and all"
    );
    let shelter = texts(&html, "article")
        .into_iter()
        .find(|article| article.contains("Frauenhaus"))
        .unwrap();
    for shown in [
        "Beispiel:",
        "030 23125 300",
        "Türkçe (Türkisch)",
        "2. April 2026",
    ] {
        assert!(shelter.contains(shown), "{shown} in {shelter}");
    }
}

#[test]
fn a_hostile_record_stays_text() {
    let office = Office::new();
    office.write(&page(&[r#"{
        "id": "\"><script>alert(1)</script>",
        "name": "<script>alert(1)</script>",
        "description": "</p></article><img src=x onerror=alert(1)>&lt;img src=x&gt; \u202Egpj.exe\u2066",
        "url": "javascript:alert(1)",
        "additional_urls": [{"url": "https://example.org/\"onclick=\"alert(1)"}],
        "email": "x@example.org?bcc=\"><b>",
        "phones": [{"number": "*#06#"}, {"number": "05171 4010", "description": "<b>nachts</b>"}],
        "organization": {"id": "o", "name": "&lt;b&gt; & Söhne"},
        "service_areas": [{"name": "</style><style>*{display:none}"}],
        "last_modified": "2026-11-20"
    }"#
    .to_owned()]));
    office.publish().unwrap();
    let page = office.plain_page();
    let html = Html::parse_document(&page);
    assert_eq!(html.errors, Vec::<&str>::new(), "valid HTML");
    assert_eq!(texts(&html, "h4"), ["<script>alert(1)</script>"]);
    assert_eq!(texts(&html, ".by"), ["&lt;b&gt; & Söhne"]);
    // Texts lose their markup when they are read; what is left of this looks like markup again, and is none.
    assert_eq!(texts(&html, ".text"), ["<img src=x> gpj.exe"]);
    assert_eq!(texts(&html, "style").len(), 1);
    for nothing in [
        "script",
        "img",
        "main b",
        "[onclick]",
        "[onerror]",
        "article a:not([href^='tel:0'])",
    ] {
        assert!(texts(&html, nothing).is_empty(), "{nothing}");
    }
    for invisible in ['\u{202E}', '\u{2066}'] {
        assert!(!page.contains(invisible), "{invisible:?}");
    }
}

#[test]
fn a_missing_or_damaged_page_is_written_again() {
    let office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    let manifest = office.publish().unwrap().manifest;
    let whole = office.plain_page();
    let file = office.feed(plain::FILE);
    for damaged in [file.clone(), sibling(&file, "br"), sibling(&file, "gz")] {
        for content in [None, Some("damaged")] {
            match content {
                None => fs::remove_file(&damaged).unwrap(),
                Some(content) => fs::write(&damaged, content).unwrap(),
            }
            let published = office.publish().unwrap();
            assert!(matches!(published.step, Step::Repaired(_)), "{damaged:?}");
            assert_eq!(
                (office.manifest(), office.plain_page()),
                (manifest.clone(), whole.clone())
            );
            assert!(matches!(office.publish().unwrap().step, Step::Nothing));
        }
    }
}

#[test]
fn a_page_of_an_edition_that_never_came_is_taken_back() {
    let (office, other) = (Office::new(), Office::new());
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    let before = office.plain_page();
    // A publisher was killed after it had written the page; then the list is put back.
    other.write(&page(&[service("a", "Anderes")]));
    other.publish().unwrap();
    for name in [
        plain::FILE.to_owned(),
        format!("{}.br", plain::FILE),
        format!("{}.gz", plain::FILE),
    ] {
        fs::copy(other.feed(&name), office.feed(&name)).unwrap();
    }
    assert!(matches!(office.publish().unwrap().step, Step::Repaired(_)));
    assert_eq!(office.plain_page(), before);
}

#[tokio::test]
async fn the_page_is_served_with_its_own_policy() {
    let (host, office) = (Host::new(), Office::new());
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    for name in office.names() {
        fs::copy(office.feed(&name), host.path(&format!("feed/{name}"))).unwrap();
    }
    let expected = format!("{}; frame-ancestors 'none'", plain::policy());
    let first = host.get("/feed/offers.html").await;
    let headers = [("if-none-match", first.header("etag"))];
    let again = host.ask("GET", "/feed/offers.html", &headers).await;
    let small = host
        .ask("GET", "/feed/offers.html", &[("accept-encoding", "br")])
        .await;
    assert_eq!(
        (first.status, again.status),
        (StatusCode::OK, StatusCode::NOT_MODIFIED)
    );
    assert_eq!(first.text(), office.plain_page());
    assert_eq!(small.header("content-encoding"), "br");
    for answer in [&first, &again, &small] {
        assert_eq!(answer.header("content-security-policy"), expected);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    assert_eq!(first.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(first.header("cache-control"), "no-cache");
}
