//! What is published is HSDS 3.1.
//!
//! - `facts`: what the specification says about the parts that the demo feed uses, in a table of
//!   our own. It is checked with every run.
//! - The compiled schema itself has a licence of its own and is not part of this project. Whoever
//!   has it names its folder in `RAUPE_HSDS_SCHEMA`, relative to the project or absolute;
//!   `cargo xtask test` then runs the tests that are left out otherwise.

mod facts;

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::{Office, demo};
use facts::{ADDITIONS, Kind, OBJECTS, Object, PAGE, SERVICE};

/// The snapshot that is published from the demo feed.
fn published() -> Value {
    let office = Office::new();
    office.write(&demo());
    office.publish().unwrap();
    serde_json::from_str(&office.snapshot()).unwrap()
}

/// A schema of the specification, if somebody has named the folder.
fn schema(name: &str) -> Value {
    let folder = env::var_os("RAUPE_HSDS_SCHEMA")
        .expect("RAUPE_HSDS_SCHEMA has to name the folder with the HSDS 3.1 schema");
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = project.join(folder).join(name);
    let schema =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&schema).unwrap()
}

/// A validator that asks nobody: the schema has no references to others.
fn validator(schema: &Value) -> Validator {
    let options = jsonschema::options().should_validate_formats(true);
    options.build(schema).unwrap()
}

/// What a schema says against the services of a page, by record and place.
fn violations(schema: &Value, page: &Value) -> Vec<String> {
    let validator = validator(schema);
    let mut violations = Vec::new();
    for service in page["contents"].as_array().unwrap() {
        for error in validator.iter_errors(service) {
            violations.push(format!(
                "{} {}: {error}",
                service["id"],
                error.instance_path()
            ));
        }
    }
    violations
}

/// What the table of facts says against a value, by place.
fn contradictions(object: &Object, value: &Value, place: &str, found: &mut Vec<String>) {
    let Some(fields) = value.as_object() else {
        found.push(format!("{place}: no object"));
        return;
    };
    for name in object.required {
        if !fields.contains_key(*name) {
            found.push(format!("{place}: no {name}"));
        }
    }
    for (name, value) in fields {
        let place = format!("{place}/{name}");
        let fact = object.fields.iter().find(|(known, _)| known == name);
        match (fact.map(|(_, kind)| kind), value) {
            (Some(Kind::One(part)), part_value) => {
                contradictions(facts::object(part), part_value, &place, found);
            }
            (Some(Kind::Many(part)), Value::Array(items)) => {
                for (at, item) in items.iter().enumerate() {
                    contradictions(facts::object(part), item, &format!("{place}/{at}"), found);
                }
            }
            (Some(kind), value) if !kind.holds(value) => {
                found.push(format!("{place}: {value} is not {kind:?}"));
            }
            (Some(_), _) => {}
            (None, _) if ADDITIONS.contains(&(object.name, name)) => {}
            (None, _) => found.push(format!(
                "{place}: not in the table, nor an addition of ours"
            )),
        }
    }
}

#[test]
fn the_published_demo_feed_agrees_with_the_facts_about_hsds() {
    let page = published();
    let mut found = Vec::new();
    contradictions(&PAGE, &page, "", &mut found);
    assert!(found.is_empty(), "{}", found.join("\n"));
    let count = page["contents"].as_array().unwrap().len();
    assert_eq!(
        (&page["total_items"], &page["size"]),
        (&json!(count), &json!(count))
    );
    assert!(count > 100);
}

#[test]
fn the_facts_notice_what_is_wrong() {
    let good = json!({
        "id": "01170019-81c5-5c4d-9ebd-371a84bf53bf",
        "name": "Elterncafé",
        "status": "active",
        "confidential_address": true,
    });
    for (name, value, expected) in [
        ("id", json!("7"), Some("/id: \"7\" is not Uuid")),
        (
            "status",
            json!("aktiv"),
            Some("/status: \"aktiv\" is not OneOf"),
        ),
        (
            "minimum_age",
            json!("3"),
            Some("/minimum_age: \"3\" is not Number"),
        ),
        (
            "url",
            json!("www.example.org"),
            Some("/url: \"www.example.org\" is not Uri"),
        ),
        ("email", json!("kita at example.org"), Some("is not Email")),
        ("last_modified", json!("2026-11-20"), Some("is not Moment")),
        (
            "phones",
            json!([{"id": good["id"]}]),
            Some("/phones/0: no number"),
        ),
        ("phones", json!({}), Some("/phones: {} is not Many")),
        (
            "discription",
            json!("…"),
            Some("/discription: not in the table, nor"),
        ),
        ("last_modified", json!("2026-11-20T08:00:00Z"), None),
        ("maximum_age", json!(0.5), None),
    ] {
        let mut service = good.clone();
        service[name] = value;
        let mut found = Vec::new();
        contradictions(facts::object(SERVICE), &service, "", &mut found);
        let found = found.join("\n");
        assert_eq!(found.is_empty(), expected.is_none(), "{name}: {found}");
        assert!(
            found.contains(expected.unwrap_or_default()),
            "{name}: {found}"
        );
    }
}

#[test]
#[ignore = "needs RAUPE_HSDS_SCHEMA, the folder with the compiled HSDS 3.1 schema"]
fn the_published_demo_feed_agrees_with_the_schema() {
    let page = published();
    for name in ["service.schema.json", "service_list.schema.json"] {
        let violations = violations(&schema(name), &page);
        assert!(violations.is_empty(), "{name}:\n{}", violations.join("\n"));
    }
}

#[test]
#[ignore = "needs RAUPE_HSDS_SCHEMA, the folder with the compiled HSDS 3.1 schema"]
fn the_schema_notices_what_is_wrong() {
    let (schema, good) = (schema("service.schema.json"), published());
    for (pointer, value) in [
        ("/id", json!("7")),
        ("/status", json!("aktiv")),
        ("/last_modified", json!("gestern")),
        ("/schedules/0/freq", json!("DAILY")),
        ("/languages/0/id", json!(3)),
    ] {
        let mut page = good.clone();
        *page["contents"][0].pointer_mut(pointer).unwrap() = value;
        let violations = violations(&schema, &page);
        assert_eq!(violations.len(), 1, "{pointer}: {violations:?}");
        assert!(violations[0].contains(pointer), "{violations:?}");
    }
}

/// The table is ours, so it could be wrong: here it is held against the schema.
#[test]
#[ignore = "needs RAUPE_HSDS_SCHEMA, the folder with the compiled HSDS 3.1 schema"]
fn the_facts_agree_with_the_schema() {
    let schema = schema("service.schema.json");
    let mut compared = BTreeSet::new();
    compare(facts::object(SERVICE), &schema, &mut compared);
    let all: BTreeSet<_> = OBJECTS.iter().map(|object| object.name).collect();
    assert_eq!(
        compared, all,
        "every part of the table was found in the schema"
    );
}

fn compare(object: &'static Object, schema: &Value, compared: &mut BTreeSet<&'static str>) {
    compared.insert(object.name);
    assert_eq!(
        schema["required"],
        json!(object.required),
        "{}",
        object.name
    );
    assert_ne!(
        schema["additionalProperties"],
        json!(false),
        "{}",
        object.name
    );
    for (name, kind) in object.fields {
        let schema = &schema["properties"][name];
        let place = format!("{}.{name}", object.name);
        let of_type = |expected: &str, format: Value| {
            assert_eq!(
                (&schema["type"], &schema["format"]),
                (&json!(expected), &format),
                "{place}"
            );
        };
        match kind {
            Kind::Text => of_type("string", Value::Null),
            Kind::Uuid => of_type("string", json!("uuid")),
            Kind::Uri => of_type("string", json!("uri")),
            Kind::Email => of_type("string", json!("email")),
            Kind::Moment => of_type("string", json!("date-time")),
            Kind::Number => of_type("number", Value::Null),
            Kind::Bool => of_type("boolean", Value::Null),
            Kind::OneOf(values) => assert_eq!(schema["enum"], json!(values), "{place}"),
            Kind::One(part) => compare(facts::object(part), schema, compared),
            Kind::Many(part) => compare(facts::object(part), &schema["items"], compared),
        }
    }
    for (of, name) in ADDITIONS {
        assert!(
            *of != object.name || schema["properties"][name].is_null(),
            "{of}.{name}"
        );
    }
}
