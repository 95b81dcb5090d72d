//! What HSDS 3.1 says about the parts of a service that the demo feed uses.
//!
//! Source: <https://docs.openreferral.org/en/latest/hsds/schema_reference.html>. Only facts, in a
//! form of our own: which fields an object has, of which kind, and which it must have.

use Kind::{Bool, Email, Many, Moment, Number, One, OneOf, Text, Uri, Uuid};
use raupe_core::offer::{Email as Address, Link};
use serde_json::Value;

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    /// Any text.
    Text,
    /// A UUID.
    Uuid,
    /// An address of the web.
    Uri,
    /// An e-mail address.
    Email,
    /// Date and time with its distance from UTC (RFC 3339).
    Moment,
    /// A number.
    Number,
    /// True or false.
    Bool,
    /// One of these texts.
    OneOf(&'static [&'static str]),
    /// The object with this name.
    One(&'static str),
    /// A list of objects with this name.
    Many(&'static str),
}

/// An object of the specification, as far as it is used.
#[derive(Debug)]
pub struct Object {
    pub name: &'static str,
    /// In the order of the specification.
    pub required: &'static [&'static str],
    pub fields: &'static [(&'static str, Kind)],
}

impl Kind {
    /// Whether a value is of this kind; what is in objects is looked at elsewhere.
    pub fn holds(&self, value: &Value) -> bool {
        let text = |good: fn(&str) -> bool| value.as_str().is_some_and(good);
        match self {
            Text => value.is_string(),
            Uuid => text(is_uuid),
            // Stricter than the specification: the app makes links of nothing else.
            Uri => text(|text| Link::new(text).is_some()),
            Email => text(|text| Address::new(text).is_some()),
            Moment => text(|text| text.parse::<jiff::Timestamp>().is_ok()),
            Number => value.is_number(),
            Bool => value.is_boolean(),
            OneOf(values) => value.as_str().is_some_and(|text| values.contains(&text)),
            One(_) => value.is_object(),
            Many(_) => value.is_array(),
        }
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// The object of this name in [`OBJECTS`].
pub fn object(name: &str) -> &'static Object {
    OBJECTS.iter().find(|object| object.name == name).unwrap()
}

pub const SERVICE: &str = "service";

/// What our profile adds, by object and field. HSDS allows it: no object is closed.
pub const ADDITIONS: &[(&str, &str)] = &[
    ("service", "translations"),
    ("service", "confidential_address"),
    ("location", "confidential_address"),
    ("schedule", "exdates"),
    ("schedule", "skip"),
];

const PLACES: Kind = OneOf(&["physical", "postal", "virtual"]);

/// A page of services, from the description of the interface (API reference).
pub const PAGE: Object = Object {
    name: "page",
    required: &[
        "total_items",
        "total_pages",
        "page_number",
        "size",
        "first_page",
        "last_page",
        "empty",
        "contents",
    ],
    fields: &[
        ("total_items", Number),
        ("total_pages", Number),
        ("page_number", Number),
        ("size", Number),
        ("first_page", Bool),
        ("last_page", Bool),
        ("empty", Bool),
        ("contents", Many(SERVICE)),
    ],
};

pub const OBJECTS: &[Object] = &[
    Object {
        name: SERVICE,
        required: &["id", "name", "status"],
        fields: &[
            ("id", Uuid),
            ("name", Text),
            ("description", Text),
            ("url", Uri),
            ("additional_urls", Many("url")),
            ("email", Email),
            (
                "status",
                OneOf(&["active", "inactive", "defunct", "temporarily closed"]),
            ),
            ("application_process", Text),
            ("fees_description", Text),
            ("eligibility_description", Text),
            ("minimum_age", Number),
            ("maximum_age", Number),
            ("assured_date", Text),
            ("alert", Text),
            ("last_modified", Moment),
            ("phones", Many("phone")),
            ("schedules", Many("schedule")),
            ("service_areas", Many("service_area")),
            ("service_at_locations", Many("service_at_location")),
            ("languages", Many("language")),
            ("organization", One("organization")),
            ("cost_options", Many("cost_option")),
            ("contacts", Many("contact")),
            ("attributes", Many("attribute")),
        ],
    },
    Object {
        name: "url",
        required: &["id", "url"],
        fields: &[("id", Uuid), ("label", Text), ("url", Uri)],
    },
    Object {
        name: "organization",
        required: &["id", "name", "description"],
        fields: &[("id", Uuid), ("name", Text), ("description", Text)],
    },
    Object {
        name: "contact",
        required: &["id"],
        fields: &[
            ("id", Uuid),
            ("name", Text),
            ("department", Text),
            ("email", Email),
        ],
    },
    Object {
        name: "phone",
        required: &["id", "number"],
        fields: &[
            ("id", Uuid),
            ("contact_id", Uuid),
            ("number", Text),
            ("extension", Number),
            ("type", Text),
            ("description", Text),
        ],
    },
    Object {
        name: "schedule",
        required: &["id"],
        fields: &[
            ("id", Uuid),
            ("location_id", Uuid),
            ("service_at_location_id", Uuid),
            ("valid_from", Text),
            ("valid_to", Text),
            ("dtstart", Text),
            ("until", Text),
            ("count", Number),
            ("freq", OneOf(&["WEEKLY", "MONTHLY"])),
            ("interval", Number),
            ("byday", Text),
            ("bymonthday", Text),
            ("description", Text),
            ("opens_at", Text),
            ("closes_at", Text),
        ],
    },
    Object {
        name: "service_area",
        required: &["id"],
        fields: &[("id", Uuid), ("name", Text), ("description", Text)],
    },
    Object {
        name: "service_at_location",
        required: &["id"],
        fields: &[
            ("id", Uuid),
            ("description", Text),
            ("location", One("location")),
            ("attributes", Many("attribute")),
        ],
    },
    Object {
        name: "location",
        required: &["id", "location_type"],
        fields: &[
            ("id", Uuid),
            ("location_type", PLACES),
            ("url", Uri),
            ("name", Text),
            ("transportation", Text),
            ("latitude", Number),
            ("longitude", Number),
            ("addresses", Many("address")),
            ("accessibility", Many("accessibility")),
        ],
    },
    Object {
        name: "address",
        required: &[
            "id",
            "address_1",
            "city",
            "state_province",
            "postal_code",
            "country",
            "address_type",
        ],
        fields: &[
            ("id", Uuid),
            ("address_1", Text),
            ("address_2", Text),
            ("city", Text),
            ("region", Text),
            ("state_province", Text),
            ("postal_code", Text),
            ("country", Text),
            ("address_type", PLACES),
        ],
    },
    Object {
        name: "accessibility",
        required: &["id"],
        fields: &[("id", Uuid), ("description", Text), ("details", Text)],
    },
    Object {
        name: "language",
        required: &["id"],
        fields: &[("id", Uuid), ("name", Text), ("code", Text)],
    },
    Object {
        name: "cost_option",
        required: &["id"],
        fields: &[
            ("id", Uuid),
            ("option", Text),
            ("currency", Text),
            ("amount", Number),
            ("amount_description", Text),
        ],
    },
    Object {
        name: "attribute",
        required: &["id"],
        fields: &[("id", Uuid), ("taxonomy_term", One("taxonomy_term"))],
    },
    Object {
        name: "taxonomy_term",
        required: &["id", "name", "description"],
        fields: &[
            ("id", Uuid),
            ("name", Text),
            ("description", Text),
            ("taxonomy", Text),
        ],
    },
];
