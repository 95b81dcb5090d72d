//! Detail: everything that an offer says.

use std::sync::Arc;

use leptos::prelude::*;
use raupe_core::offer::{Offer, OfferId};
use raupe_core::text;

use super::ended::Ended;
use super::facts::facts;
use super::next::{actions, next};
use super::waiting::WithDirectory;
use crate::client::use_client;
use crate::components::{Heading, icon, search_href, week_href};
use crate::i18n::{CONTENT_LANGUAGE, Text, t};
use crate::router::{Screen, use_router};
use crate::store::Opened;

/// The page of one offer.
#[component]
pub fn OfferPage() -> impl IntoView {
    let fragment = use_router().fragment;
    let id = Memo::new(move |_| fragment.with(|fragment| id_in(fragment)));
    view! { <WithDirectory children=move |opened| view! { <Found opened id/> }/> }
}

/// The id in the fragment of an address.
fn id_in(fragment: &str) -> Option<OfferId> {
    let id = fragment
        .split('&')
        .find_map(|part| part.strip_prefix("id="))?;
    OfferId::new(&text::decode(id))
}

/// An offer of the directory, or the word that it is not there.
#[component]
fn Found(opened: Signal<Arc<Opened>>, id: Memo<Option<OfferId>>) -> impl IntoView {
    let title =
        Memo::new(move |_| opened.with(|opened| Some(opened.directory.find(&id.get()?)?.title)));
    move || {
        if let Some(title) = title.get() {
            return view! { <Details opened id title/> }.into_any();
        }
        let tombstone = opened.with(|opened| opened.directory.ended(&id.get()?).cloned());
        view! { <Ended tombstone/> }.into_any()
    }
}

/// What has come of reading an offer.
#[derive(Clone, PartialEq)]
enum Reading {
    Underway,
    Done(Arc<Offer>),
    Failed,
}

/// The head of the page at once, from the directory; the rest when it is read from the store.
#[component]
fn Details(opened: Signal<Arc<Opened>>, id: Memo<Option<OfferId>>, title: String) -> impl IntoView {
    let client = use_client();
    let reading = RwSignal::new(Reading::Underway);
    // With every edition the offer is read anew. What is shown stays until then, and stays in
    // place if nothing about the offer has changed.
    Effect::new(move || {
        let source = opened.with(|opened| {
            let range = opened.directory.find(&id.get()?)?.range();
            Some((opened.head.clone(), opened.source.clone(), range))
        });
        let Some((head, source, range)) = source else {
            return;
        };
        client.note_intent();
        leptos::task::spawn_local(async move {
            let offer = client.store().offer(&head, &source, range).await;
            let read = match offer {
                Ok(Some(offer)) => Reading::Done(Arc::new(offer)),
                Ok(None) => Reading::Failed,
                Err(fault) => {
                    leptos::logging::warn!("offer: {fault}");
                    Reading::Failed
                }
            };
            // The user may have left meanwhile: then nobody waits for it any more.
            let before = reading.try_get_untracked();
            let keep = read == Reading::Failed && matches!(before, Some(Reading::Done(_)));
            if before.is_some_and(|before| before != read) && !keep {
                let _ = reading.try_set(read);
            }
        });
    });
    let example = move || match reading.get() {
        Reading::Done(offer) => offer.example,
        Reading::Underway | Reading::Failed => false,
    };
    // The list or the week, whichever one comes from.
    let href = match use_router().came_from() {
        Some(Screen::Week) => week_href,
        _ => search_href,
    };
    let back = Signal::derive(move || client.last_search.with(|query| href(query)));
    view! {
        <p class="back"><a href=back>{icon("back", "points")}{t(Text::OfferBack)}</a></p>
        <article class="offer">
            <Heading text=Signal::stored(title) lang=CONTENT_LANGUAGE/>
            <Show when=example>
                <p class="notice example">{t(Text::OfferExampleNotice)}</p>
            </Show>
            {move || match reading.get() {
                Reading::Underway => {
                    view! { <p class="waiting" role="status">{t(Text::OfferLoading)}</p> }.into_any()
                }
                Reading::Failed => {
                    view! { <p class="notice" role="alert">{t(Text::OfferUnreadable)}</p> }.into_any()
                }
                Reading::Done(offer) => {
                    let locale = client.locale.get();
                    view! {
                        {next(&offer)}
                        {actions(&offer)}
                        {facts(&offer, &locale)}
                    }
                    .into_any()
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
        for (fragment, id) in [
            ("id=abc", Some("abc")),
            ("x=1&id=a%2Fb+c", Some("a/b c")),
            ("id=", None),
            ("", None),
        ] {
            assert_eq!(
                id_in(fragment).as_ref().map(OfferId::as_str),
                id,
                "{fragment}"
            );
        }
    }
}
