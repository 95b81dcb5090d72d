//! Ways out of the app.

use leptos::prelude::*;
use raupe_core::offer::Link;

use crate::i18n::{Locale, Text};

/// A link to a page elsewhere, which needs a network. Where its name says that it leads to another host, the right one
/// stands beside it.
pub fn outside(link: &Link, locale: &Locale) -> AnyView {
    let host = link
        .host_unlike_label()
        .map(|host| view! { " – " <bdi lang="" dir="ltr">{host.to_owned()}</bdi> }.into_any());
    view! {
        <a class="outside" href=link.href().to_owned() target="_blank" rel="noopener noreferrer">
            <bdi lang="" dir="auto">{link.shown().to_owned()}</bdi>
        </a>
        {host}
        " (" {locale.text(Text::OfferLinksOnline).to_owned()} ")"
    }
    .into_any()
}
