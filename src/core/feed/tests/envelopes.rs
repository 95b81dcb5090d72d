//! What a file may look like from outside.

use super::*;
use crate::feed::{
    RECORD_BYTES, RECORD_DEPTH, Rendition, SNAPSHOT_BYTES, Severity, Unreadable, read_service,
};

const A: &str = r#"{"id": "a", "name": "A", "service_areas": [{"name": "Südstadt"}]}"#;
const B: &str = r#"{"id": "b", "name": "B", "service_areas": [{"name": "Südstadt"}]}"#;

/// How the records stand in the file, and the ids of the offers in it.
fn opened(bytes: &[u8]) -> Result<(Rendition, Vec<String>), Unreadable> {
    let page = Page::open(bytes)?;
    let offers = page.read(REGION).offers;
    Ok((
        page.rendition(),
        offers
            .iter()
            .map(|offer| offer.id.as_str().to_owned())
            .collect(),
    ))
}

#[test]
fn files_with_services() {
    use Rendition::{Lines, List, Page, Single};
    for (what, file, rendition, ids) in [
        (
            "HSDS 3.1",
            format!(r#"{{"total_items": 2, "contents": [{A}, {B}]}}"#),
            Page,
            "a b",
        ),
        (
            "Open Referral UK",
            format!(r#"{{"content": [{A}], "totalPages": 9}}"#),
            Page,
            "a",
        ),
        (
            "contents last",
            format!(r#"{{"empty": false, "x": {{}}, "contents": [{A}]}}"#),
            Page,
            "a",
        ),
        (
            "no contents yet",
            r#"{"contents": [], "empty": true}"#.into(),
            Page,
            "",
        ),
        (
            "totals that lie",
            format!(r#"{{"total_items": 0, "empty": true, "contents": [{A}]}}"#),
            Page,
            "a",
        ),
        (
            "a profile of the wrong type",
            format!(r#"{{"raupe": 7, "contents": [{A}]}}"#),
            Page,
            "a",
        ),
        ("a list", format!("[{A}, {B}]"), List, "a b"),
        ("an empty list", "[]".into(), List, ""),
        ("one service", A.into(), Single, "a"),
        (
            "one service without id",
            r#"{"name": "A"}"#.into(),
            Single,
            "",
        ),
        ("one a line", format!("{A}\n{B}\n"), Lines, "a b"),
        (
            "one a line, Windows",
            format!("{A}\r\n{B}\r\n\r\n"),
            Lines,
            "a b",
        ),
        (
            "one over several lines",
            format!("{}\n{B}", A.replace(", ", ",\n  ")),
            Lines,
            "a b",
        ),
        (
            "BOM and blanks",
            format!("\u{FEFF} \n\t[{A}]\n\n"),
            List,
            "a",
        ),
    ] {
        let ids: Vec<_> = ids.split_whitespace().map(str::to_owned).collect();
        assert_eq!(opened(file.as_bytes()), Ok((rendition, ids)), "{what}");
    }
}

#[test]
fn files_that_are_no_feed() {
    let not_json = |line, column, message: &str| Unreadable::NotJson {
        line,
        column,
        message: message.to_owned(),
    };
    for (what, file, why) in [
        ("empty", &b""[..], Unreadable::Empty),
        ("blank", b"\xEF\xBB\xBF \r\n ", Unreadable::Empty),
        ("a web page", b"<!DOCTYPE html><html>", Unreadable::Html),
        ("a web page after blanks", b"\n\n  <html>", Unreadable::Html),
        (
            "XML",
            b"\xEF\xBB\xBF<?xml version=\"1.0\"?>",
            Unreadable::Html,
        ),
        (
            "Latin-1",
            b"[{\"name\": \"M\xFCttercaf\xE9\"}]",
            Unreadable::NotUtf8(12),
        ),
        ("UTF-16", b"\xFF\xFE[\0]\0", Unreadable::NotUtf8(0)),
        (
            "a sentence",
            b"Wartungsarbeiten",
            not_json(1, 1, "expected value"),
        ),
        ("a sheet", b"id;name\n1;A", not_json(1, 1, "expected value")),
        ("a number", b"404", Unreadable::NoServices),
        ("a text", b"\"ok\"", Unreadable::NoServices),
        ("null", b"null", Unreadable::NoServices),
        (
            "an error as JSON",
            br#"{"error": "not found"}"#,
            Unreadable::NoServices,
        ),
        ("an empty object", b"{}", Unreadable::NoServices),
        (
            "contents that are no list",
            br#"{"contents": {"a": 1}}"#,
            Unreadable::NoServices,
        ),
        (
            "a cut list",
            br#"[{"id": 1},"#,
            not_json(1, 11, "EOF while parsing a value"),
        ),
        (
            "a cut page",
            b"{\"contents\": [\n{\"id\"",
            not_json(2, 5, "EOF while parsing an object"),
        ),
        (
            "something after the page",
            b"{\"contents\": []} ?",
            not_json(1, 18, "expected value"),
        ),
        (
            "something after the list",
            b"[] []",
            not_json(1, 4, "trailing characters"),
        ),
    ] {
        assert_eq!(opened(file), Err(why), "{what}");
    }
}

#[test]
fn a_page_cut_anywhere_is_no_page() {
    for page in [
        format!(r#"{{"total": 2, "contents": [{A}, {B}]}}"#),
        format!("[{A}]"),
        A.into(),
    ] {
        for end in 0..page.len() {
            let refused = Page::open(&page.as_bytes()[..end]).is_err_and(|why| {
                matches!(
                    why,
                    Unreadable::Empty | Unreadable::NotJson { .. } | Unreadable::NotUtf8(_)
                )
            });
            assert!(refused, "cut after {end} bytes: {page}");
        }
    }
}

#[test]
fn a_reason_is_a_sentence_for_the_log() {
    for (why, sentence) in [
        (Unreadable::Empty, "the file is empty"),
        (
            Unreadable::TooLarge(70_000_000),
            "70000000 bytes are more than 67108864",
        ),
        (Unreadable::NotUtf8(12), "not UTF-8 at byte 12"),
        (Unreadable::Html, "a web page instead of JSON"),
        (Unreadable::NoServices, "no services in it"),
    ] {
        assert_eq!(why.to_string(), sentence);
    }
    let cut = Page::open(b"[1,").err().unwrap();
    assert_eq!(
        cut.to_string(),
        "not JSON at line 1, column 3: EOF while parsing a value"
    );
}

#[test]
fn a_page_may_have_so_many_bytes_and_no_more() {
    // No text at all, so that nothing but the length is looked at for long.
    let bytes = vec![0xFF; SNAPSHOT_BYTES + 1];
    for (page, why) in [
        (&bytes[..], Unreadable::TooLarge(SNAPSHOT_BYTES + 1)),
        (&bytes[1..], Unreadable::NotUtf8(0)),
    ] {
        assert_eq!(Page::open(page).err(), Some(why));
    }
}

#[test]
fn one_broken_record_of_many_leaves_the_others() {
    let deep = |levels: usize| {
        let nested = format!("{}{}", "[".repeat(levels - 1), "]".repeat(levels - 1));
        format!(r#"{{"id": "x", "name": "X", "y": {nested}}}"#)
    };
    let long = |bytes: usize| {
        let rest = bytes - r#"{"id":"x","name":"X","y":""}"#.len();
        format!(r#"{{"id":"x","name":"X","y":"{}"}}"#, "y".repeat(rest))
    };
    for (broken, record, problem) in [
        (deep(RECORD_DEPTH + 1), "#2", Problem::TooDeep),
        (deep(10_000), "#2", Problem::TooDeep),
        (
            deep(RECORD_DEPTH + 1).replace(r#""X""#, r#""\"X\\""#),
            "#2",
            Problem::TooDeep,
        ),
        (
            long(RECORD_BYTES + 1),
            "#2",
            Problem::TooLarge(RECORD_BYTES + 1),
        ),
        ("null".into(), "#2", Problem::NotAnObject),
        ("[[]]".into(), "#2", Problem::NotAnObject),
        ("\"x\"".into(), "#2", Problem::NotAnObject),
        ("{}".into(), "#2", Problem::NoId),
        (r#"{"id": "", "name": "X"}"#.into(), "#2", Problem::NoId),
        (r#"{"id": true, "name": "X"}"#.into(), "#2", Problem::NoId),
        (
            r#"{"id": "a\u202e", "name": "X"}"#.into(),
            "#2",
            Problem::NoId,
        ),
        (
            format!(r#"{{"id": "{}", "name": "X"}}"#, "x".repeat(201)),
            "#2",
            Problem::NoId,
        ),
        (r#"{"id": "x"}"#.into(), "x", Problem::NoTitle),
        (
            r#"{"id": "x", "name": " \u200b\u202e "}"#.into(),
            "x",
            Problem::NoTitle,
        ),
        (
            r#"{"id": "x", "name": ["X"]}"#.into(),
            "x",
            Problem::NoTitle,
        ),
        (
            r#"{"id": "a", "name": "Noch einmal A"}"#.into(),
            "a",
            Problem::DuplicateId,
        ),
    ] {
        let file = format!(r#"{{"contents": [{A}, {broken}, {B}]}}"#);
        let reading = Page::open(file.as_bytes()).unwrap().read(REGION);
        let titles: Vec<_> = reading
            .offers
            .iter()
            .map(|offer| offer.title.as_str())
            .collect();
        assert_eq!(
            (titles, reading.broken()),
            (vec!["A", "B"], 1),
            "{problem:?}"
        );
        assert_eq!(reading.sources, [0, 2]);
        let errors = reading
            .findings
            .iter()
            .filter(|it| it.severity() == Severity::Error);
        let errors: Vec<_> = errors
            .map(|it| (it.record.as_str(), it.problem.clone()))
            .collect();
        assert_eq!(errors, [(record, problem)]);
    }
    // Brackets in a text are no depth.
    let brackets = format!(
        r#"{{"id": "x", "name": "X", "y": "\"{}\\"}}"#,
        "[{".repeat(40)
    );
    for whole in [deep(RECORD_DEPTH), long(RECORD_BYTES), brackets] {
        assert_eq!(
            opened(format!("[{whole}]").as_bytes()),
            Ok((Rendition::List, vec!["x".into()]))
        );
    }
    let surrogate = r#"[{"id": "x", "name": "\ud800"}]"#;
    let findings = Page::open(surrogate.as_bytes())
        .unwrap()
        .read(REGION)
        .findings;
    assert!(matches!(findings[0].problem, Problem::NotJson(_)));
}

#[test]
fn of_two_records_with_one_id_the_first_is_kept() {
    let named = |name: &str| service(json!({ "name": name }));
    let reading = read(&[named("Erstes"), named("Zweites")]);
    assert_eq!(reading.offers[0].title, "Erstes");
    let number = json!({ "id": 1, "name": "Drittes" });
    let reading = read(&[named("Erstes"), number]);
    assert_eq!(
        (reading.offers.len(), reading.broken()),
        (1, 1),
        "1 and \"1\" are one id"
    );
}

#[test]
fn a_stored_record_reads_as_it_did_in_its_page() {
    let fixture = include_str!("../fixtures/everything.json");
    let pages = [
        fixture.to_owned(),
        format!("\u{FEFF}\u{FEFF}\r\n\t {fixture}\n\n"),
        fixture.replace('\n', "\r\n\t"),
        fixture.split_whitespace().collect::<Vec<_>>().join(" "),
        format!("\u{FEFF}[\n\n  {A}\t,\r\n{B}  ]"),
        format!("  {A}\n\n\t{B} \r\n"),
        format!("\n{A}"),
        format!("{{\"contents\"\n:\t[{A} , {B}\n]}}"),
        format!("[{{}}, {A}, null, {A}, {B}]"),
    ];
    for file in pages {
        let page = Page::open(file.as_bytes()).unwrap();
        let reading = page.read(REGION);
        assert!(!reading.offers.is_empty());
        for (offer, source) in reading.offers.iter().zip(&reading.sources) {
            let bytes = &file.as_bytes()[page.range(*source)];
            assert_eq!(bytes, page.records()[*source].get().as_bytes());
            assert_eq!(read_service(bytes, REGION).as_ref(), Some(offer));
        }
    }
}

#[test]
fn a_stored_record_that_is_no_offer_is_none() {
    for bytes in [
        &b""[..],
        b"{}",
        b"[]",
        b"\xFF",
        br#"{"id": "a", "name": "A""#,
        br#"{"id": "a", "name": "A", "status": "inactive"}"#,
        br#"{"id": "a", "name": "A"} {}"#,
    ] {
        assert_eq!(
            read_service(bytes, REGION),
            None,
            "{}",
            bytes.escape_ascii()
        );
    }
}
