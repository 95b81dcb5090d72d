//! An offer in a list.

use jiff::civil::DateTime;
use leptos::prelude::*;
use raupe_core::calendar::{Holidays, Timetable, says_by_appointment};
use raupe_core::directory::{Directory, Listing, Marker};
use raupe_core::offer::{GoodToKnow, Neighbourhood, Schedule};
use raupe_core::text;

use super::{icon, spoken};
use crate::i18n::{CONTENT_LANGUAGE, Locale, Said, Text, line};
use crate::router::Screen;

/// The address of an offer's page.
pub fn offer_href(listing: &Listing) -> String {
    Screen::Offer.href_with(&format!("id={}", text::encode(listing.id.as_str())))
}

/// The badges that a card has room for: what decides first comes first.
const BADGES: &[GoodToKnow] = &[
    GoodToKnow::Free,
    GoodToKnow::NoRegistration,
    GoodToKnow::Registration,
    GoodToKnow::StepFree,
    GoodToKnow::Anonymous,
    GoodToKnow::Companion,
    GoodToKnow::Childcare,
];
const MOST_BADGES: usize = 3;

/// What all cards of a list have in common.
#[derive(Clone, Copy)]
pub struct List<'a> {
    /// The directory that the offers are in.
    pub directory: &'a Directory,
    /// Marks what was searched for.
    pub marker: &'a Marker,
    /// The user's language.
    pub locale: &'a Locale,
    /// Now, on the clocks of Berlin.
    pub now: DateTime,
    /// The county's holidays, once they are known.
    pub holidays: Option<&'a Holidays>,
}

/// An offer in a list: title, next date, place, whom it is for, badges, languages.
pub fn card(list: List<'_>, listing: &Listing) -> AnyView {
    let List {
        directory,
        marker,
        locale,
        ..
    } = list;
    let badges = BADGES
        .iter()
        .filter(|badge| listing.good_to_know.contains(**badge))
        .take(MOST_BADGES)
        .map(|badge| view! { <li class="badge">{locale.good_to_know(*badge)}</li> }.into_any());
    let badges: Vec<_> = badges.collect();
    let languages = spoken::line(directory.languages_of(listing), locale);
    let example = listing.example.then(|| {
        view! { <li class="badge example">{locale.text(Text::OfferExample).to_owned()}</li> }
            .into_any()
    });
    let organisation = listing.organisation.as_deref();
    let organisation = organisation.filter(|name| marker.finds(name));
    let names = directory
        .neighbourhoods_of(listing)
        .map(Neighbourhood::label);
    let mut shown = names
        .chain([listing.title.as_str()])
        .chain(listing.place.as_deref());
    let is_seen = organisation.is_some() || shown.any(|text| marker.finds(text));
    let elsewhere = (!marker.is_empty() && !is_seen).then(|| {
        let text = locale.text(Text::OfferFoundElsewhere).to_owned();
        view! { <p class="elsewhere">{text}</p> }.into_any()
    });
    let schedules = directory.schedules_of(listing);
    let has_badges = !badges.is_empty() || listing.example;
    view! {
        <li class="card">
            <h2>
                <a href=offer_href(listing) lang=CONTENT_LANGUAGE dir="auto">
                    // One box: the link lays out its children side by side.
                    <span>{marked(&listing.title, marker)}</span>
                </a>
            </h2>
            {organisation.map(|name| view! {
                <p class="organisation" lang=CONTENT_LANGUAGE dir="auto">{marked(name, marker)}</p>
            }.into_any())}
            <p class="when">{icon("calendar", "small")}<span>{line(next_date(list, &schedules))}</span></p>
            <p class="where">
                {icon("place", "small")}<span>{place(directory, listing, marker, locale)}</span>
            </p>
            <p class="for">
                {icon("people", "small")}<span>{locale.audience(listing.audience)}</span>
            </p>
            {has_badges.then(|| view! {
                <ul class="badges" role="list">{badges}{example}</ul>
            }.into_any())}
            {languages.map(|languages| view! {
                <p class="languages">{icon("topic-language", "small")}<span>{languages}</span></p>
            }.into_any())}
            {elsewhere}
        </li>
    }
    .into_any()
}

/// When an offer takes place next; where no date is known, what its rules say.
fn next_date(list: List<'_>, schedules: &[Schedule]) -> Vec<Said> {
    let List {
        locale,
        now,
        holidays,
        ..
    } = list;
    let next = holidays.and_then(|holidays| {
        let timetable = Timetable {
            schedules,
            holidays,
        };
        timetable.next_dates(now, 1).pop()
    });
    match next {
        Some(date) => vec![Said::ours(locale.occurrence(&date, now.date()))],
        None if says_by_appointment(schedules) => {
            vec![Said::ours(locale.text(Text::OfferWhenAppointment))]
        }
        None => locale.when_in_list(schedules),
    }
}

/// Where an offer is, in one line: the feed's names in the feed's language, the rest in the app's.
pub fn place(
    directory: &Directory,
    listing: &Listing,
    marker: &Marker,
    locale: &Locale,
) -> impl IntoView + use<> {
    let neighbourhoods = directory.neighbourhoods_of(listing);
    let mut parts: Vec<_> = neighbourhoods.map(|it| Said::feeds(it.label())).collect();
    if listing.region_wide && parts.is_empty() {
        parts.push(Said::ours(locale.text(Text::OfferRegionWide)));
    }
    match &listing.place {
        Some(place) => parts.push(Said::feeds(place)),
        None => parts.extend(
            listing
                .channels
                .iter()
                .map(|it| Said::ours(locale.channel(it))),
        ),
    }
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(at, Said { text, lang })| {
            let text = match lang {
                Some(_) => marked(&text, marker),
                None => text.into_any(),
            };
            view! { {(at > 0).then_some(" · ")} <bdi lang=lang>{text}</bdi> }.into_any()
        })
        .collect_view()
}

/// A text with what was searched for in `mark` elements.
pub fn marked(text: &str, marker: &Marker) -> AnyView {
    let mut parts = Vec::new();
    let mut end = 0;
    for mark in marker.marks(text) {
        parts.push(text[end..mark.start].to_owned().into_any());
        end = mark.end;
        let found = text[mark].to_owned();
        parts.push(view! { <mark>{found}</mark> }.into_any());
    }
    parts.push(text[end..].to_owned().into_any());
    parts.into_any()
}
