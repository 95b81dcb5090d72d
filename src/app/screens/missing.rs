//! The page for addresses that lead nowhere.

use leptos::prelude::*;

use crate::components::Heading;
use crate::i18n::{Text, t};
use crate::platform::base;

/// Says that there is no such page, and leads on.
#[component]
pub fn Missing() -> impl IntoView {
    view! {
        <Heading text=Signal::derive(t(Text::MissingHeading))/>
        <p>{t(Text::MissingHint)}</p>
        <p><a class="go" href=base::path()>{t(Text::MissingToStart)}</a></p>
    }
}
