//! Names in settings that the app does not know: mostly a slip of the pen.

use serde_json::Value;

use super::{Finding, Problem};

/// The fields of each object, by its place without positions.
const KNOWN: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "name",
            "short_name",
            "feed",
            "holidays",
            "municipalities",
            "help",
            "pages",
            "contact",
            "colours",
            "synonyms",
        ],
    ),
    ("feed", &["address", "id", "keys", "unsigned"]),
    ("holidays", &["state", "school"]),
    ("holidays.school[]", &["name", "from", "to"]),
    ("municipalities[]", &["name", "neighbourhoods"]),
    (
        "help[]",
        &[
            "name",
            "what",
            "phone",
            "also",
            "hours",
            "languages",
            "emergency",
            "link",
        ],
    ),
    ("help[].hours[]", &["days", "opens", "closes"]),
    ("pages", &["imprint", "privacy", "accessibility"]),
    ("contact", &["name", "email", "phone", "address"]),
    ("colours", &["light", "dark"]),
];

/// A finding for each unknown field.
pub(super) fn unknown(settings: &Value) -> Vec<Finding> {
    let mut findings = Vec::new();
    walk(settings, "", "", &mut findings);
    findings
}

/// `place` is where the value stands, `kind` the same without positions.
fn walk(value: &Value, place: &str, kind: &str, findings: &mut Vec<Finding>) {
    let below = |place: &str, name: &str| match place {
        "" => name.to_owned(),
        _ => format!("{place}.{name}"),
    };
    match value {
        Value::Object(fields) => {
            let known = KNOWN.iter().find(|(object, _)| *object == kind);
            for (name, value) in fields {
                let place = below(place, name);
                if known.is_some_and(|(_, names)| !names.contains(&&**name)) {
                    findings.push(Finding::new(place, Problem::UnknownField));
                } else {
                    walk(value, &place, &below(kind, name), findings);
                }
            }
        }
        Value::Array(entries) => {
            for (entry, at) in entries.iter().zip(1..) {
                walk(
                    entry,
                    &format!("{place}[{at}]"),
                    &format!("{kind}[]"),
                    findings,
                );
            }
        }
        _ => {}
    }
}
