//! Ways out of the app.

use leptos::prelude::*;
use raupe_core::offer::Link;

use crate::i18n::{Locale, Text};

/// A link to a page elsewhere, which needs a network.
pub fn outside(link: &Link, locale: &Locale) -> AnyView {
    view! {
        <a class="outside" href=link.href().to_owned() target="_blank" rel="noopener noreferrer">
            <bdi lang="" dir="auto">{link.shown().to_owned()}</bdi>
        </a>
        " (" {locale.text(Text::OfferLinksOnline).to_owned()} ")"
    }
    .into_any()
}
