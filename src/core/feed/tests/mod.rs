//! The reader of feeds, told as tables.
//!
//! - `everything`: one service that uses every field, and what each becomes.
//! - `envelopes`: what a file may look like from outside.
//! - `tolerance`: what the reader makes of values as real feeds write them.
//! - `findings`: what it reports, where, and how much it matters.
//! - `totality`: arbitrary JSON and arbitrary bytes.

mod envelopes;
mod everything;
mod findings;
mod tolerance;
mod totality;

use serde_json::{Map, Value, json};

use super::{Finding, Page, Problem, Reading};
use crate::offer::Offer;

/// The region of all tests.
const REGION: Option<&str> = Some("Landkreis Peine");

/// Reads a page of these records.
fn read(records: &[Value]) -> Reading {
    let page = json!({ "contents": records }).to_string();
    Page::open(page.as_bytes()).unwrap().read(REGION)
}

/// A record with nothing to report, changed by `fields`; a `null` takes a field away.
fn service(fields: Value) -> Value {
    let mut service = json!({
        "id": "1",
        "name": "Elterncafé",
        "minimum_age": 0,
        "assured_date": "2026-11-01",
        "service_areas": [{ "name": "Südstadt" }],
    });
    let Value::Object(fields) = fields else {
        panic!("fields are an object")
    };
    for (key, value) in fields {
        match value {
            Value::Null => service.as_object_mut().and_then(|all| all.remove(&key)),
            value => service
                .as_object_mut()
                .and_then(|all| all.insert(key, value)),
        };
    }
    service
}

/// The offer that a [`service`] with these fields becomes.
fn offer(fields: Value) -> Offer {
    let mut reading = read(&[service(fields)]);
    assert_eq!(reading.broken(), 0, "{:?}", reading.findings);
    reading.offers.remove(0)
}

/// What is reported about a [`service`] with these fields: where and what.
fn problems(fields: Value) -> Vec<(String, Problem)> {
    let findings = read(&[service(fields)]).findings.into_iter();
    findings
        .map(|Finding { path, problem, .. }| (path, problem))
        .collect()
}

/// Objects with one field each: `[{"key": value}, …]`.
fn rows(key: &str, values: &[&str]) -> Value {
    let row = |value: &&str| Value::Object(Map::from_iter([(key.to_owned(), json!(value))]));
    values.iter().map(row).collect()
}

/// A term as HSDS attaches it.
fn term(taxonomy: &str, name: &str) -> Value {
    json!({ "taxonomy_term": { "taxonomy": taxonomy, "name": name } })
}
