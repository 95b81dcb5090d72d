//! How to take part: places, contacts and costs.

use super::*;
use crate::offer::{Email, Phone};

#[test]
fn how_to_take_part_follows_from_places_and_contacts() {
    let at = |kinds: &[&str]| -> Value {
        kinds
            .iter()
            .map(|kind| json!({ "location": { "location_type": kind, "name": kind } }))
            .collect()
    };
    let phone = rows("number", &["112"]);
    let telephone = json!([term("Form", "Telefon")]);
    for (places, phones, attributes, expected) in [
        (at(&["physical"]), json!([]), json!([]), "on-site"),
        (at(&["virtual"]), json!([]), json!([]), "online"),
        (
            at(&["physical", "virtual"]),
            json!([]),
            json!([]),
            "on-site online",
        ),
        (
            at(&["virtual", "physical"]),
            json!([]),
            json!([]),
            "on-site online",
        ),
        (at(&["postal"]), phone.clone(), json!([]), ""),
        (at(&["anderswo"]), json!([]), json!([]), "on-site"),
        (json!([]), phone.clone(), json!([]), "telephone"),
        (json!([]), json!([]), json!([]), ""),
        (
            at(&["physical"]),
            phone.clone(),
            telephone.clone(),
            "telephone",
        ),
        (at(&["virtual"]), phone, telephone, "online telephone"),
    ] {
        let fields =
            json!({ "service_at_locations": places, "phones": phones, "attributes": attributes });
        let channels = offer(fields.clone()).channels;
        let slugs: Vec<_> = channels.iter().map(Channel::slug).collect();
        assert_eq!(slugs.join(" "), expected, "{fields}");
    }
}

#[test]
fn one_may_come_without_registration_if_the_feed_says_both() {
    let both = [
        term("Gut zu wissen", "Mit Anmeldung"),
        term("Gut zu wissen", "Ohne Anmeldung"),
    ];
    let known = offer(json!({ "attributes": both })).good_to_know;
    assert_eq!(
        known.iter().collect::<Vec<_>>(),
        [GoodToKnow::NoRegistration]
    );
}

#[test]
fn costs() {
    for (fields, expected, free) in [
        (json!({ "cost_options": [{ "amount": 0 }] }), "0 EUR", true),
        (
            json!({ "cost_options": [{ "amount": "3,50", "currency": "gbp" }] }),
            "350 GBP",
            false,
        ),
        (
            json!({ "cost_options": { "amount": 19.99 } }),
            "1999 EUR",
            false,
        ),
        (
            json!({ "cost_options": [{ "option": "Spende" }] }),
            "? EUR Spende",
            false,
        ),
        (
            json!({ "cost_options": [{ "amount": 5, "currency": "€" }] }),
            "500 EUR",
            false,
        ),
        (json!({ "cost_options": [{ "amount": 5e9 }] }), "", false),
        (
            json!({ "cost_options": [{ "amount": -1, "option": "?" }] }),
            "? EUR ?",
            false,
        ),
        (json!({ "cost_options": [{}] }), "", false),
        (
            json!({ "fees_description": "Kostenlos" }),
            "Kostenlos",
            true,
        ),
        (json!({ "fees": "kostenfrei" }), "kostenfrei", true),
        (
            json!({ "fees": "alt", "fees_description": "neu" }),
            "neu",
            false,
        ),
    ] {
        let offer = offer(fields.clone());
        let mut told: Vec<_> = (offer.cost.prices.iter())
            .map(|price| {
                let cents = price.cents.map_or("?".into(), |cents| cents.to_string());
                let note = price.note.clone().unwrap_or_default();
                format!("{cents} {} {note}", price.currency)
                    .trim_end()
                    .to_owned()
            })
            .collect();
        told.extend(offer.cost.description);
        assert_eq!(told.join("; "), expected, "{fields}");
        assert_eq!(
            offer.good_to_know.contains(GoodToKnow::Free),
            free,
            "{fields}"
        );
    }
}

#[test]
fn contacts_say_each_number_once() {
    let fields = json!({
        "email": "mailto:kita@beispiel.example",
        "phones": [{ "number": "05171 1" }, { "note": "ohne Nummer" }, { "number": "05171/1" },
                   { "number": "05171 2", "type": "Fax" }],
        "contacts": [{ "name": "Mia Muster", "phones": [{ "number": "05171-1" }] },
                     { "name": "Ali Muster", "phones": { "number": "05171 3" } }],
        "organization": { "name": "Verein", "email": "verein@beispiel.example" },
    });
    let told: Vec<_> = (offer(fields).contacts.iter())
        .map(|contact| {
            let phones = contact.phones.iter().map(Phone::href);
            let links = phones.chain(contact.emails.iter().map(Email::href));
            let name = contact.name.as_deref().unwrap_or("-");
            format!("{name}: {}", links.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(
        told,
        [
            "-: tel:051711 mailto:kita@beispiel.example",
            "Ali Muster: tel:051713"
        ]
    );

    let silent =
        json!({ "organization": { "name": "Verein", "phones": rows("number", &["112"]) } });
    let contacts = offer(silent).contacts;
    assert_eq!(
        contacts[0].name.as_deref(),
        Some("Verein"),
        "else the organisation is asked"
    );
}

#[test]
fn what_answers_at_a_number() {
    for (phone, expected) in [
        (
            json!({ "number": "05171 1", "extension": 12 }),
            "tel:051711;ext=12",
        ),
        (
            json!({ "number": "05171 1", "extension": "Apparat 7" }),
            "tel:051711;ext=7",
        ),
        (json!({ "number": "05171 1 ext 12" }), "tel:051711;ext=12"),
        (json!({ "number": "05171 1", "extension": 0 }), "tel:051711"),
        (
            json!({ "number": "05171 1", "extension": null }),
            "tel:051711",
        ),
        (
            json!({ "number": "05171 1", "extension": "nach Ansage" }),
            "tel:051711",
        ),
        (
            json!({ "number": "05171 1", "type": "textphone" }),
            "tel:051711 text",
        ),
        (
            json!({ "number": "05171 1", "type": "TTY/TDD" }),
            "tel:051711 text",
        ),
        (
            json!({ "number": "05171 1", "type": ["Text telephone"] }),
            "tel:051711 text",
        ),
        (
            json!({ "number": "05171 1", "description": "Schreibtelefon, werktags" }),
            "tel:051711 text",
        ),
        (
            json!({ "number": "05171 1", "type": "voice", "description": "Tel. und Fax" }),
            "tel:051711",
        ),
        (
            json!({ "number": "05171 1", "type": "voice,fax" }),
            "tel:051711",
        ),
        (json!({ "number": "05171 1", "type": "Telefax" }), ""),
        (json!({ "number": "05171 1", "type": ["work", "fax"] }), ""),
        (json!({ "number": "05171 1", "description": "Fax" }), ""),
    ] {
        let contacts = offer(json!({ "phones": [phone] })).contacts;
        let told = |phone: &Phone| {
            format!(
                "{}{}",
                phone.href(),
                if phone.is_text_telephone { " text" } else { "" }
            )
        };
        let told: Vec<_> = contacts
            .iter()
            .flat_map(|it| &it.phones)
            .map(told)
            .collect();
        assert_eq!(told.join(" "), expected, "{phone}");
    }
    let both = json!([{ "number": "05171 1", "type": "minicom" }, { "number": "05171 2" }]);
    let phones = &offer(json!({ "phones": both })).contacts[0].phones;
    assert_eq!(phones[0].shown(), "05171 2", "who calls, speaks");
}

#[test]
fn texts_in_html_are_read() {
    let fields = json!({
        "description": "<p>F&uuml;r alle.</p><ul><li>Singen</li></ul>",
        "schedules": [{ "description": "nach Vereinbarung<br>mit Frau&nbsp;Muster" }],
        "application_process": "Bitte <3 mitbringen & lachen",
    });
    let read = offer(fields.clone());
    assert_eq!(read.description.as_deref(), Some("Für alle.\n\n• Singen"));
    let words = read.schedules[0].description.as_deref();
    assert_eq!(words, Some("nach Vereinbarung\nmit Frau Muster"));
    assert_eq!(
        read.application.as_deref(),
        Some("Bitte <3 mitbringen & lachen")
    );
    let found = problems(fields);
    assert!(
        found
            .iter()
            .all(|(_, it)| matches!(it, Problem::MarkupRead(_)))
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn a_confidential_address_stays_away() {
    let location = json!({
        "name": "Schutzwohnung (Beispiel)", "latitude": 52.3, "longitude": 10.2,
        "transportation": "Bus 1",
        "addresses": [{ "address_1": "Geheim 1", "city": "Peine" }],
    });
    let mut hidden = location.clone();
    hidden["confidential_address"] = json!("ja");
    for fields in [
        json!({ "confidential_address": true, "service_at_locations": [{ "location": location }] }),
        json!({ "service_at_locations": [{ "location": hidden }] }),
    ] {
        let place = offer(fields).places.remove(0);
        assert!(place.confidential);
        assert_eq!(
            (place.address, place.directions, place.position),
            (None, None, None)
        );
        assert_eq!(place.name.as_deref(), Some("Schutzwohnung (Beispiel)"));
    }
}

#[test]
fn a_place_without_anything_is_no_place() {
    let offer = offer(json!({ "service_at_locations": [{ "location": { "id": "1" } }, {}] }));
    assert_eq!(offer.places, []);
}

#[test]
fn hostile_texts_become_inert() {
    let fields = json!({
        "name": "Kita \u{202E}gpj.exe",
        "description": "<script>alert(1)</script>\u{0}\u{200B}",
        "url": "java\tscript:alert(1)",
        "email": "a@b.example?bcc=c@d.example",
        "additional_urls": rows("url", &["https://a@b.example", "data:text/html,x", "https://b.example/\u{202E}x"]),
        "phones": rows("number", &["*#06#", "tel:*#06#", "+49\u{202E} 5171 1", "05171;phone-context=x"]),
        "contacts": [{ "name": "<img src=x onerror=alert(1)>", "email": "javascript:alert(1)@b" }],
    });
    let offer = offer(fields);
    assert_eq!(offer.title, "Kita gpj.exe");
    assert_eq!(offer.description, None, "nothing of it is text");
    assert_eq!(offer.links, []);
    assert_eq!(offer.contacts.len(), 1);
    assert_eq!(
        (&*offer.contacts[0].emails, offer.contacts[0].phones.len()),
        (&[][..], 1)
    );
    assert_eq!(offer.contacts[0].phones[0].href(), "tel:+4951711");
    assert_eq!(offer.contacts[0].phones[0].shown(), "+49 5171 1");
}
