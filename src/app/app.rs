//! The page around the screens.

use leptos::prelude::*;

use crate::client::{Client, use_client};
use crate::components::{Footer, Header, Notices, Tabs};
use crate::i18n::{Locale, Text, t};
use crate::platform::page;
use crate::router::{Router, Screen, use_router};
use crate::screens::{Missing, OfferPage, Search, Stand, Start};

/// The whole client.
#[component]
pub fn App(
    /// The language to begin with.
    locale: Locale,
) -> impl IntoView {
    provide_context(Client::start(locale));
    let router = Router::start();
    provide_context(router);
    let screen = move || match router.enter() {
        Screen::Start => view! { <Start/> }.into_any(),
        Screen::Search => view! { <Search/> }.into_any(),
        Screen::Offer => view! { <OfferPage/> }.into_any(),
        Screen::Stand => view! { <Stand/> }.into_any(),
        Screen::Missing => view! { <Missing/> }.into_any(),
    };
    view! {
        <a class="skip" href="#main" on:click=|event| to_content(&event)>{t(Text::AppSkip)}</a>
        <Moves/>
        <Header/>
        <Notices/>
        <main id="main" tabindex="-1">{screen}</main>
        <Footer/>
        <Tabs/>
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
    let path = use_router().path;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            client.moved.set_value(true);
        }
        now
    });
}
