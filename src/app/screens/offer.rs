//! Detail: everything that an offer says.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use raupe_core::directory::Listing;
use raupe_core::offer::{Offer, OfferId};
use raupe_core::text;

use super::facts::facts;
use super::waiting::WithDirectory;
use crate::client::{store, use_client};
use crate::components::{Heading, search_href};
use crate::i18n::{CONTENT_LANGUAGE, Text, t};
use crate::store::Opened;

/// The page of one offer.
#[component]
pub fn OfferPage() -> impl IntoView {
    let search = use_location().search;
    let id = Memo::new(move |_| id_in(&search.get()));
    view! { <WithDirectory children=move |opened| view! { <Found opened id/> }/> }
}

/// The id in the query part of an address.
fn id_in(query: &str) -> Option<OfferId> {
    let id = query.split('&').find_map(|part| part.strip_prefix("id="))?;
    OfferId::new(&text::decode(id))
}

/// An offer of the directory, or the word that it is not there.
#[component]
fn Found(opened: Signal<Arc<Opened>>, id: Memo<Option<OfferId>>) -> impl IntoView {
    // Compared by what it says, so that an update elsewhere in the feed does not redraw the page.
    let listing = Memo::new(move |_| {
        opened.with(|opened| {
            let listing = opened.directory.find(&id.get()?)?;
            Some((
                listing.clone(),
                opened.key.clone(),
                opened.head.region.clone(),
            ))
        })
    });
    move || match listing.get() {
        Some((listing, key, region)) => view! { <Details listing key region/> }.into_any(),
        None => view! { <Ended/> }.into_any(),
    }
}

#[component]
fn Ended() -> impl IntoView {
    view! {
        <Heading text=Signal::derive(t(Text::OfferMissing))/>
        <p>{t(Text::OfferMissingHint)}</p>
        <p><a class="go" href=search_href("")>{t(Text::OfferToSearch)}</a></p>
    }
}

/// What has come of reading an offer.
#[derive(Clone, PartialEq)]
enum Reading {
    Underway,
    Done(Box<Offer>),
    Failed,
}

/// The head of the page at once, from the directory; the rest when it is read from the store.
#[component]
fn Details(listing: Listing, key: String, region: Option<String>) -> impl IntoView {
    let client = use_client();
    let reading = RwSignal::new(Reading::Underway);
    let range = listing.range();
    leptos::task::spawn_local(async move {
        let offer = store().offer(&key, region.as_deref(), range).await;
        if let Err(fault) = &offer {
            leptos::logging::warn!("offer: {fault}");
        }
        // The user may have left meanwhile: then nobody waits for it any more.
        let _ = reading.try_set(match offer {
            Ok(Some(offer)) => Reading::Done(Box::new(offer)),
            Ok(None) | Err(_) => Reading::Failed,
        });
    });
    let back = move || client.last_search.with(|query| search_href(query));
    let title = listing.title.clone();
    view! {
        <p class="back"><a href=back>{t(Text::OfferBack)}</a></p>
        <article class="offer">
            <Heading text=Signal::stored(title) lang=CONTENT_LANGUAGE/>
            {listing.example.then(|| view! {
                <p class="notice example">{t(Text::OfferExampleNotice)}</p>
            })}
            {move || match reading.get() {
                Reading::Underway => {
                    view! { <p class="waiting" role="status">{t(Text::OfferLoading)}</p> }.into_any()
                }
                Reading::Failed => {
                    view! { <p class="notice" role="alert">{t(Text::OfferUnreadable)}</p> }.into_any()
                }
                Reading::Done(offer) => {
                    let locale = client.locale.get();
                    facts(&offer, &locale).into_any()
                }
            }}
        </article>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_is_found_in_the_address() {
        for (query, id) in [
            ("id=abc", Some("abc")),
            ("x=1&id=a%2Fb+c", Some("a/b c")),
            ("id=", None),
            ("", None),
        ] {
            assert_eq!(id_in(query).as_ref().map(OfferId::as_str), id, "{query}");
        }
    }
}
