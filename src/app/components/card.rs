//! An offer in a list.

use leptos::prelude::*;
use raupe_core::directory::{Directory, Listing};
use raupe_core::offer::GoodToKnow;
use raupe_core::text;

use crate::i18n::{CONTENT_LANGUAGE, Locale, Text};
use crate::platform::base;

/// The address of an offer's page.
pub fn offer_href(listing: &Listing) -> String {
    base::href(&format!(
        "angebot/?id={}",
        text::encode(listing.id.as_str())
    ))
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

/// An offer in a list: title, time, place, whom it is for, badges, languages.
#[component]
pub fn Card<'a>(
    /// The directory that it is in.
    directory: &'a Directory,
    /// The offer.
    listing: &'a Listing,
    /// The user's language.
    locale: &'a Locale,
) -> impl IntoView + use<> {
    let badges = BADGES
        .iter()
        .filter(|badge| listing.good_to_know.contains(**badge))
        .take(MOST_BADGES)
        .map(|badge| view! { <li class="badge">{locale.good_to_know(*badge)}</li> })
        .collect_view();
    let languages: Vec<_> = directory
        .languages_of(listing)
        .map(|language| locale.spoken_short(language))
        .collect();
    let languages = (!languages.is_empty()).then(|| languages.join(" · "));
    let example = listing.example.then(
        || view! { <li class="badge example">{locale.text(Text::OfferExample).to_owned()}</li> },
    );
    view! {
        <li class="card">
            <h2>
                <a href=offer_href(listing) lang=CONTENT_LANGUAGE dir="auto">{listing.title.clone()}</a>
            </h2>
            <p class="when">{locale.when_in_list(listing)}</p>
            <p class="where">
                {place(directory, listing, locale)}
            </p>
            <p class="for">{locale.audience(listing.audience)}</p>
            <ul class="badges" role="list">{badges}{example}</ul>
            {languages.map(|languages| view! { <p class="languages">{languages}</p> })}
        </li>
    }
}

/// Where an offer is, in one line: the feed's names in the feed's language, the rest in the app's.
fn place(directory: &Directory, listing: &Listing, locale: &Locale) -> impl IntoView + use<> {
    let feed = |text: String| (text, Some(CONTENT_LANGUAGE));
    let app = |text: String| (text, None);
    let neighbourhoods = directory.neighbourhoods_of(listing);
    let mut parts: Vec<_> = neighbourhoods
        .map(|it| feed(it.label().to_owned()))
        .collect();
    if listing.region_wide && parts.is_empty() {
        parts.push(app(locale.text(Text::OfferRegionWide).to_owned()));
    }
    match &listing.place {
        Some(place) => parts.push(feed(place.clone())),
        None => parts.extend(listing.channels.iter().map(|it| app(locale.channel(it)))),
    }
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(at, (text, lang))| {
            view! { {(at > 0).then_some(" · ")} <bdi lang=lang>{text}</bdi> }
        })
        .collect_view()
}
