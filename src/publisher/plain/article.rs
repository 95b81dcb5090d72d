//! One offer, written out: everything that it says, in the order of the questions a family has.

use std::fmt::Write as _;

use raupe_core::offer::{
    Contact, Language, Link, Neighbourhood, Offer, OfferId, Place, Schedule, Topic, endonym,
};

use super::html::Html;
use super::{languages, times, words};

/// The name of an offer within the page. Different ids give different names, without the blanks
/// that HTML forbids there; an id of letters, digits and hyphens stays as it is.
pub(super) fn anchor(id: &OfferId) -> String {
    let mut anchor = String::from("angebot-");
    for c in id.as_str().chars() {
        if c.is_ascii_alphanumeric() || "-_.".contains(c) {
            anchor.push(c);
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(anchor, "~{:x}~", u32::from(c));
        }
    }
    anchor
}

/// Writes the offer as an article with a heading of the fourth level.
pub(super) fn write(offer: &Offer, html: &mut Html) {
    html.raw("<article id=\"")
        .text(&anchor(&offer.id))
        .raw("\">\n");
    html.raw("<h4 dir=\"auto\">")
        .text(&offer.title)
        .raw("</h4>\n");
    if let Some(organisation) = &offer.organisation {
        html.raw("<p class=\"by\" dir=\"auto\">")
            .text(organisation)
            .raw("</p>\n");
    }
    if offer.example {
        // Its notice says the same.
        html.raw(
            "<p class=\"notice\"><strong>Beispiel:</strong> Anbieter, Ort und Kontakt sind \
             erfunden.</p>\n",
        );
    } else if let Some(notice) = &offer.notice {
        html.raw("<p class=\"notice\"><strong>Wichtig:</strong> ")
            .bdi(notice)
            .raw("</p>\n");
    }
    if let Some(description) = &offer.description {
        html.raw("<p class=\"text\" dir=\"auto\">")
            .text(description)
            .raw("</p>\n");
    }
    facts(offer, html);
    html.raw("</article>\n");
}

fn facts(offer: &Offer, html: &mut Html) {
    html.raw("<dl>\n");
    lines("Für wen", [words::audience(offer.audience)], html);
    lines("Wer kann kommen", &offer.eligibility, html);
    fact("Wann", |html| when(&offer.schedules, html), html);
    if !offer.places.is_empty() {
        fact(
            "Ort",
            |html| offer.places.iter().for_each(|it| place(it, html)),
            html,
        );
    }
    let areas = offer.neighbourhoods.iter().map(Neighbourhood::label);
    let whole = offer.region_wide.then_some("für die ganze Region");
    joined("Stadtteil oder Gemeinde", areas.chain(whole), html);
    let channels = offer.channels.iter().map(words::channel);
    joined("So nehmen Sie teil", channels, html);
    if !(offer.languages.is_empty() && offer.other_languages.is_empty()) {
        fact("Sprachen", |html| spoken(offer, html), html);
    }
    lines("Kosten", words::cost(&offer.cost), html);
    let good_to_know = offer.good_to_know.iter().map(words::good_to_know);
    joined("Gut zu wissen", good_to_know, html);
    lines("Anmeldung", &offer.application, html);
    if !offer.contacts.is_empty() {
        fact(
            "Kontakt",
            |html| offer.contacts.iter().for_each(|it| contact(it, html)),
            html,
        );
    }
    if !offer.links.is_empty() {
        fact(
            "Im Internet",
            |html| offer.links.iter().for_each(|it| link(it, html)),
            html,
        );
    }
    joined("Themen", offer.topics.iter().map(Topic::label), html);
    lines("Auch genannt", &offer.alternate_title, html);
    for (label, value) in &offer.facts {
        html.raw("<div><dt dir=\"auto\">").text(label).raw("</dt>");
        html.raw("<dd dir=\"auto\">")
            .text(value)
            .raw("</dd></div>\n");
    }
    let confirmed = offer
        .last_confirmed
        .map_or("noch nicht".to_owned(), times::date);
    lines("Geprüft", [confirmed], html);
    html.raw("</dl>\n");
}

/// A label, and what `details` writes: one or more `dd`.
fn fact(label: &'static str, details: impl FnOnce(&mut Html), html: &mut Html) {
    html.raw("<div><dt>").raw(label).raw("</dt>");
    details(html);
    html.raw("</div>\n");
}

/// A label and its texts, one below the other.
fn lines<S: AsRef<str>>(label: &'static str, texts: impl IntoIterator<Item = S>, html: &mut Html) {
    let mut texts = texts.into_iter().peekable();
    if texts.peek().is_none() {
        return;
    }
    let details = |html: &mut Html| {
        for text in texts {
            html.raw("<dd dir=\"auto\">")
                .text(text.as_ref())
                .raw("</dd>");
        }
    };
    fact(label, details, html);
}

/// A label and its texts, one beside the other.
fn joined<'t>(label: &'static str, texts: impl Iterator<Item = &'t str>, html: &mut Html) {
    let mut texts = texts.peekable();
    if texts.peek().is_none() {
        return;
    }
    let details = |html: &mut Html| {
        html.raw("<dd>");
        separated(texts, html, |text, html| {
            html.bdi(text);
        });
        html.raw("</dd>");
    };
    fact(label, details, html);
}

/// Writes each item, with a dot in between.
fn separated<T>(
    items: impl IntoIterator<Item = T>,
    html: &mut Html,
    mut write: impl FnMut(T, &mut Html),
) {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            html.raw(" · ");
        }
        write(item, html);
    }
}

fn when(schedules: &[Schedule], html: &mut Html) {
    if schedules.is_empty() {
        html.raw("<dd>Zeiten bitte erfragen</dd>");
    }
    for schedule in schedules {
        let when = times::when(schedule);
        let details = times::when_details(schedule).join(", ");
        let description = schedule.description.as_ref();
        html.raw("<dd>");
        if let Some(when) = &when {
            html.raw("<strong>").text(when).raw("</strong>");
        }
        if let Some(description) = description.filter(|it| when.as_ref() != Some(it)) {
            html.raw("<div dir=\"auto\">")
                .text(description)
                .raw("</div>");
        }
        if !details.is_empty() {
            html.raw("<div>").text(&details).raw("</div>");
        }
        if when.is_none() && description.is_none() && details.is_empty() {
            html.raw("Zeiten bitte erfragen");
        }
        html.raw("</dd>");
    }
}

fn place(place: &Place, html: &mut Html) {
    let line = |text: &str, html: &mut Html| {
        html.raw("<div dir=\"auto\">").text(text).raw("</div>");
    };
    html.raw("<dd>");
    if let Some(name) = &place.name {
        html.raw("<strong dir=\"auto\">")
            .text(name)
            .raw("</strong>");
    }
    if place.confidential {
        html.raw("<div>Die Adresse ist zum Schutz nicht veröffentlicht.</div>");
    } else if let Some(address) = &place.address {
        address.lines().for_each(|text| line(&text, html));
    }
    if let Some(directions) = place.directions.as_ref().filter(|_| !place.confidential) {
        line(directions, html);
    }
    if !place.accessibility.is_empty() {
        html.raw("<div>Barrierefreiheit: ")
            .bdi(&place.accessibility.join("\n"))
            .raw("</div>");
    }
    html.raw("</dd>");
}

/// Languages as their speakers call them, and in German for everybody else.
fn spoken(offer: &Offer, html: &mut Html) {
    html.raw("<dd>");
    let known = offer
        .languages
        .iter()
        .map(|language| Spoken::Known(*language));
    let others = offer.other_languages.iter().map(|name| Spoken::Other(name));
    separated(known.chain(others), html, |spoken, html| match spoken {
        Spoken::Known(language) => {
            let german = languages::german(language);
            let own = endonym(language).filter(|own| Some(*own) != german);
            if let Some(own) = own {
                html.raw("<bdi lang=\"")
                    .text(language.code())
                    .raw("\">")
                    .text(own)
                    .raw("</bdi>");
            }
            match (own, german) {
                (Some(_), Some(german)) => html.raw(" (").raw(german).raw(")"),
                (None, Some(german)) => html.raw(german),
                (Some(_), None) => html,
                (None, None) => html.bdi(offer.called(language).unwrap_or(language.code())),
            };
        }
        Spoken::Other(name) => {
            html.bdi(name);
        }
    });
    html.raw("</dd>");
}

enum Spoken<'o> {
    Known(Language),
    Other(&'o str),
}

fn contact(contact: &Contact, html: &mut Html) {
    html.raw("<dd>");
    if let Some(name) = &contact.name {
        html.raw("<div dir=\"auto\">").text(name).raw("</div>");
    }
    for phone in &contact.phones {
        html.raw("<div>");
        let link = phone.can_be_dialled();
        if link {
            html.raw("<a href=\"").text(&phone.href()).raw("\">");
        }
        html.raw("<bdi dir=\"ltr\">")
            .text(phone.shown())
            .raw("</bdi>");
        if link {
            html.raw("</a>");
        }
        if let Some(extension) = phone.extension() {
            html.raw(", Durchwahl ").text(extension);
        }
        if phone.is_text_telephone {
            html.raw(", Schreibtelefon");
        }
        if let Some(note) = &phone.note {
            html.raw(" ").bdi(note);
        }
        html.raw("</div>");
    }
    for email in &contact.emails {
        html.raw("<div><a href=\"")
            .text(&email.href())
            .raw("\"><bdi dir=\"ltr\">");
        html.text(email.as_str()).raw("</bdi></a></div>");
    }
    html.raw("</dd>");
}

fn link(link: &Link, html: &mut Html) {
    html.raw("<dd><a href=\"").text(link.href());
    // On paper, a link with a name needs its address as well.
    html.raw(if link.label.is_some() {
        "\" class=\"named\">"
    } else {
        "\">"
    });
    html.bdi(link.shown()).raw("</a></dd>");
}
