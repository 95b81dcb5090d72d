//! An offer in the words of a row.

use std::collections::BTreeMap;

use raupe_core::offer::{
    Address, Channel, GoodToKnow, Language, Months, Neighbourhood, Offer, Phone, Topic, endonym,
};
use raupe_core::text;
use serde_json::Value;

use super::super::columns::Column;
use super::super::table::german_date;
use super::super::when;

/// A row that is to be written: its cells by the names above them.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) cells: BTreeMap<Column, String>,
    /// By language and position in [`Column::TRANSLATED`].
    pub(super) translations: BTreeMap<(String, usize), String>,
}

/// What there is to write about an offer, whose record is `value`.
pub(super) fn draft(offer: &Offer, value: &Value) -> Draft {
    let mut cells = BTreeMap::new();
    let mut put = |column, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            cells.insert(column, text);
        }
    };
    put(Column::Id, Some(offer.id.as_str().to_owned()));
    put(Column::Title, Some(offer.title.clone()));
    put(Column::Description, offer.description.clone());
    put(Column::Organisation, offer.organisation.clone());
    put(Column::Eligibility, offer.eligibility.clone());
    put(Column::Notice, offer.notice.clone());
    put(Column::Application, offer.application.clone());
    put(Column::CostDetails, offer.cost.description.clone());
    if let Some(ages) = offer.audience.ages() {
        put(Column::AgeFrom, Some(age(ages.min())));
        put(Column::AgeTo, ages.max().map(last_age));
    }
    put(Column::Phase, Some(terms(value, "lebensphase").join(", ")));
    put(Column::Languages, Some(languages(offer, value)));
    let labels = |list: &[Neighbourhood]| -> Vec<_> {
        list.iter().map(|it| it.label().to_owned()).collect()
    };
    let (places, areas) = (labels(&offer.neighbourhoods), areas(value));
    // Without a place of its own, an offer belongs to its areas.
    put(Column::Place, (places != areas).then(|| places.join(", ")));
    put(Column::Area, Some(areas.join(", ")));
    if let Some(place) = offer.places.first() {
        put(Column::Venue, place.name.clone());
        let lines = place.address.iter().flat_map(Address::lines);
        let lines: Vec<_> = lines.map(|line| line.replace(';', ",")).collect();
        // A comma within a line would part it.
        let between = if lines.iter().any(|line| line.contains(',')) {
            "\n"
        } else {
            ", "
        };
        put(Column::Address, Some(lines.join(between)));
        put(
            Column::Confidential,
            place.confidential.then(|| "ja".into()),
        );
        put(Column::Directions, place.directions.clone());
        let position = place
            .position
            .map(|(north, east)| format!("{north}, {east}"));
        put(Column::Position, position);
        let access = place.accessibility.iter().map(|words| access(words));
        put(
            Column::Accessibility,
            Some(access.collect::<Vec<_>>().join("; ")),
        );
    }
    put(Column::When, Some(when::words(&offer.schedules).0));
    put(Column::Cost, Some(cost(offer)));
    let contacts = &offer.contacts;
    let phones = contacts.iter().flat_map(|it| &it.phones).map(phone);
    put(Column::Phone, Some(phones.collect::<Vec<_>>().join("; ")));
    let emails = contacts
        .iter()
        .flat_map(|it| &it.emails)
        .map(|it| it.as_str().to_owned());
    put(Column::Email, Some(emails.collect::<Vec<_>>().join("; ")));
    put(Column::Link, Some(links(offer)));
    let topics: Vec<_> = offer.topics.iter().map(Topic::label).collect();
    put(Column::Topic, Some(topics.join(", ")));
    let channels: Vec<_> = offer.channels.iter().map(channel).collect();
    put(Column::Channel, Some(channels.join(", ")));
    put(Column::GoodToKnow, Some(good_to_know(offer)));
    put(Column::Example, offer.example.then(|| "ja".into()));
    put(Column::Status, status(value));
    put(Column::Assured, offer.last_confirmed.map(german_date));
    Draft {
        translations: translations(value),
        cells,
    }
}

/// An age in completed months in the words of a cell.
fn age(months: Months) -> String {
    if months.is_multiple_of(12) {
        (months / 12).to_string()
    } else {
        format!("{months} Monate")
    }
}

/// The last month of a range: the one before a birthday ends a year of life.
fn last_age(months: Months) -> String {
    if (months + 1).is_multiple_of(12) {
        (months / 12).to_string()
    } else {
        format!("{months} Monate")
    }
}

/// The names of the terms of a taxonomy, as the record writes them.
fn terms(value: &Value, taxonomy: &str) -> Vec<String> {
    let attributes = value["attributes"].as_array().into_iter().flatten();
    attributes
        .map(|attribute| &attribute["taxonomy_term"])
        .filter(|term| {
            let name = term["taxonomy"]
                .as_str()
                .or(term["taxonomy_detail"]["name"].as_str());
            name.is_some_and(|name| text::slug(name).starts_with(taxonomy))
        })
        .filter_map(|term| term["name"].as_str().map(text::clean_line))
        .collect()
}

/// Languages by the names that the record gives them, else by those of their speakers.
fn languages(offer: &Offer, value: &Value) -> String {
    let given = value["languages"].as_array().into_iter().flatten();
    let given: Vec<_> = given
        .filter_map(|it| it["name"].as_str().map(text::clean_line))
        .collect();
    let called = |language: &Language| {
        let given = given
            .iter()
            .find(|name| Language::named(name) == Some(*language));
        given.cloned().unwrap_or_else(|| {
            endonym(*language).map_or_else(|| language.code().to_owned(), str::to_owned)
        })
    };
    let interpreters = value["interpretation_services"].as_str().map(text::clean);
    let others = offer.other_languages.iter();
    let others = others
        .filter(|it| interpreters.as_ref() != Some(it))
        .cloned();
    let names: Vec<_> = offer.languages.iter().map(called).chain(others).collect();
    names.join(", ")
}

fn areas(value: &Value) -> Vec<String> {
    let areas = value["service_areas"].as_array().into_iter().flatten();
    let name = |area: &Value| {
        let name = area["name"].as_str().or(area["service_area"].as_str())?;
        Some(text::clean_line(name)).filter(|name| !name.is_empty())
    };
    areas.filter_map(name).collect()
}

/// `stufenlos`, and details in brackets.
fn access(words: &str) -> String {
    let words = words.replace(';', ",");
    match words.split_once('\n') {
        Some((first, rest)) => format!("{first} ({})", rest.replace('\n', " ")),
        None => words,
    }
}

fn phone(phone: &Phone) -> String {
    let extension = phone.extension();
    let extension = extension.map(|digits| format!("Durchwahl {digits}"));
    let text = phone.is_text_telephone.then(|| "Schreibtelefon".to_owned());
    let notes: Vec<_> = extension
        .into_iter()
        .chain(text)
        .chain(phone.note.clone())
        .collect();
    if notes.is_empty() {
        phone.shown().to_owned()
    } else {
        format!("{} ({})", phone.shown(), notes.join(", "))
    }
}

fn links(offer: &Offer) -> String {
    let links = offer.links.iter().map(|link| match &link.label {
        Some(label) => format!("{} ({label})", link.href()),
        None => link.href().to_owned(),
    });
    // Addresses that are shown without being links.
    let insecure = offer.facts.iter().filter(|(label, _)| label == "Internet");
    let links: Vec<_> = links
        .chain(insecure.map(|(_, address)| address.clone()))
        .collect();
    links.join("; ")
}

fn cost(offer: &Offer) -> String {
    let prices = offer.cost.prices.iter().map(|price| {
        let note = price.note.as_deref().unwrap_or_default().replace(';', ",");
        let Some(cents) = price.cents else {
            return note;
        };
        if cents == 0 && GoodToKnow::named(&note) == Some(GoodToKnow::Free) {
            return note;
        }
        let currency = match price.currency.as_str() {
            "EUR" => "€",
            other => other,
        };
        let amount = match cents % 100 {
            0 => (cents / 100).to_string(),
            rest => format!("{},{rest:02}", cents / 100),
        };
        format!("{amount} {currency} {note}").trim_end().to_owned()
    });
    prices.collect::<Vec<_>>().join("; ")
}

const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::OnSite => "vor Ort",
        Channel::HomeVisit => "Hausbesuch",
        Channel::Online => "online",
        Channel::Telephone => "Telefon",
    }
}

/// What is good to know, but for what other columns say already.
fn good_to_know(offer: &Offer) -> String {
    let step_free = offer
        .places
        .iter()
        .flat_map(|place| &place.accessibility)
        .any(|words| {
            words
                .lines()
                .any(|line| GoodToKnow::named(line) == Some(GoodToKnow::StepFree))
        });
    let names = offer.good_to_know.iter().filter_map(|value| match value {
        GoodToKnow::Free if offer.cost.is_free() => None,
        GoodToKnow::StepFree if step_free => None,
        GoodToKnow::Free => Some("kostenlos"),
        GoodToKnow::NoRegistration => Some("ohne Anmeldung"),
        GoodToKnow::Registration => Some("mit Anmeldung"),
        GoodToKnow::Anonymous => Some("anonym"),
        GoodToKnow::StepFree => Some("stufenlos"),
        GoodToKnow::Companion => Some("Begleitung"),
        GoodToKnow::Childcare => Some("Kinderbetreuung"),
    });
    names.collect::<Vec<_>>().join(", ")
}

fn status(value: &Value) -> Option<String> {
    let status = value["status"].as_str()?.trim().to_ascii_lowercase();
    Some(match status.as_str() {
        "temporarily closed" => "ruht".into(),
        "defunct" => "beendet".into(),
        "inactive" => "inaktiv".into(),
        _ => return None,
    })
}

fn translations(value: &Value) -> BTreeMap<(String, usize), String> {
    let mut found = BTreeMap::new();
    for (language, fields) in value["translations"].as_object().into_iter().flatten() {
        for (at, (_, field)) in Column::TRANSLATED.iter().enumerate() {
            if let Some(text) = fields[*field]["text"].as_str() {
                found.insert((language.clone(), at), text::clean(text));
            }
        }
    }
    found
}
