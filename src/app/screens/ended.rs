//! What is left of an offer that is not in the directory.

use leptos::prelude::*;
use raupe_core::feed::{Ending, Tombstone};

use crate::client::use_client;
use crate::components::{Heading, search_href};
use crate::i18n::{Text, t};

/// Says that an offer has ended, when and why; or, if nothing is known of it, that it is not there.
#[component]
pub fn Ended(
    /// What the feed says about it.
    tombstone: Option<Tombstone>,
) -> impl IntoView {
    let client = use_client();
    let (title, why) = match tombstone.as_ref().map(|tombstone| tombstone.reason) {
        Some(Ending::Removed) => (Text::EndedRemoved, Text::EndedRemovedWhy),
        Some(Ending::Inactive) => (Text::EndedInactive, Text::EndedInactiveWhy),
        Some(Ending::Defunct) => (Text::EndedDefunct, Text::EndedDefunctWhy),
        Some(Ending::TemporarilyClosed) => (Text::EndedClosed, Text::EndedClosedWhy),
        None => (Text::OfferMissing, Text::OfferMissingHint),
    };
    let date = tombstone.map_or_else(String::new, |tombstone| tombstone.date);
    let title = Signal::derive(move || {
        client.locale.with(|locale| {
            let day = locale.date_in(&date);
            locale.fill(title, &[("date", &day)])
        })
    });
    view! {
        <section class="ended">
            <Heading text=title/>
            <p class="why">{t(why)}</p>
            <p><a class="go" href=search_href("")>{t(Text::OfferToSearch)}</a></p>
        </section>
    }
}
