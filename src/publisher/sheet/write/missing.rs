//! What a row cannot tell of an offer.

use std::collections::BTreeSet;

use raupe_core::feed::read_service;
use raupe_core::offer::Offer;
use serde_json::Value;

use super::super::header;
use super::super::offer::RowReader;
use super::super::table::{Cell, Row};
use super::draft::Draft;

/// Languages with translations that are not said to be made by people.
pub(super) fn not_by_people(value: &Value) -> Vec<String> {
    let languages = value["translations"].as_object().into_iter().flatten();
    let machine = |field: &Value| field["origin"].as_str().is_some_and(|it| it != "human");
    languages
        .filter(|(_, fields)| {
            fields
                .as_object()
                .is_some_and(|it| it.values().any(machine))
        })
        .map(|(language, _)| language.clone())
        .collect()
}

/// What is not the same when the row is read again, in the words of the columns.
pub(super) fn missing(offer: &Offer, draft: &Draft) -> Vec<&'static str> {
    let names = Row {
        number: 1,
        cells: draft
            .cells
            .keys()
            .map(|column| Cell::text(column.name()))
            .collect(),
    };
    let row = Row {
        number: 2,
        cells: draft.cells.values().map(|text| Cell::text(text)).collect(),
    };
    let header = header::header(&names);
    let again = RowReader::new(&header, &row, "").service(offer.id.as_str());
    let again = again.and_then(|service| {
        let mut fields = service.fields;
        fields.insert("status".into(), "active".into());
        read_service(Value::Object(fields).to_string().as_bytes(), None)
    });
    let Some(again) = again else {
        return vec!["das ganze Angebot"];
    };
    let contacts = |offer: &Offer| -> Vec<_> {
        let contacts = offer.contacts.iter();
        contacts
            .flat_map(|it| {
                let phones = it.phones.iter().map(|it| (it.href(), it.note.clone()));
                phones
                    .chain(it.emails.iter().map(|it| (it.href(), None)))
                    .collect::<Vec<_>>()
            })
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    };
    let names = |offer: &Offer| offer.contacts.iter().any(|contact| contact.name.is_some());
    let first = |offer: &Offer| offer.places.first().cloned();
    [
        ("Titel", offer.title == again.title),
        (
            "zweiter Titel",
            offer.alternate_title == again.alternate_title,
        ),
        ("Beschreibung", offer.description == again.description),
        ("Hinweis", offer.notice == again.notice),
        ("Träger", offer.organisation == again.organisation),
        ("Alter und Lebensphase", offer.audience == again.audience),
        ("Für wen", offer.eligibility == again.eligibility),
        (
            "Sprachen und Dolmetschen",
            (&offer.languages, &offer.other_languages)
                == (&again.languages, &again.other_languages),
        ),
        ("Thema", offer.topics == again.topics),
        ("Ort", offer.neighbourhoods == again.neighbourhoods),
        (
            "Adresse und Barrierefreiheit",
            first(offer) == first(&again),
        ),
        ("weitere Treffpunkte", offer.places.len() <= 1),
        ("Form", offer.channels == again.channels),
        ("Wann", offer.schedules == again.schedules),
        ("Kosten", offer.cost == again.cost),
        ("Gut zu wissen", offer.good_to_know == again.good_to_know),
        ("Anmeldung", offer.application == again.application),
        ("Telefon und E-Mail", contacts(offer) == contacts(&again)),
        ("Namen von Ansprechpersonen", !names(offer)),
        ("Links", offer.links == again.links),
        ("weitere Angaben", offer.facts == again.facts),
        ("geprüft am", offer.last_confirmed == again.last_confirmed),
    ]
    .into_iter()
    .filter_map(|(part, same)| (!same).then_some(part))
    .collect()
}
