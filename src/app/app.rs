//! The page around the screens, and the routes.

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::hooks::use_location;
use leptos_router::path;

use crate::client::{Client, use_client};
use crate::components::{Footer, Header, Notices, Tabs};
use crate::i18n::{Locale, Text, t};
use crate::platform::{base, page};
use crate::screens::{Missing, OfferPage, Search, Stand, Start};

/// The whole client.
#[component]
pub fn App(
    /// The language to begin with.
    locale: Locale,
) -> impl IntoView {
    provide_context(Client::start(locale));
    view! {
        <a class="skip" href="#main" on:click=|event| to_content(&event)>{t(Text::AppSkip)}</a>
        <Router base=base::for_router()>
            <Moves/>
            <Header/>
            <Notices/>
            <main id="main" tabindex="-1">
                <FlatRoutes fallback=Missing>
                    <Route path=path!("/") view=Start/>
                    <Route path=path!("/suchen") view=Search/>
                    <Route path=path!("/angebot") view=OfferPage/>
                    <Route path=path!("/stand") view=Stand/>
                </FlatRoutes>
            </main>
            <Footer/>
            <Tabs/>
        </Router>
    }
}

/// Moves the focus without leaving a `#main` in the address.
fn to_content(event: &leptos::ev::MouseEvent) {
    event.prevent_default();
    page::focus("main");
}

/// Notes that the user has moved within the app.
#[component]
fn Moves() -> impl IntoView {
    let client = use_client();
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            client.moved.set_value(true);
        }
        now
    });
}
