//! The page around the screens.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use raupe_core::region::{Region, Words};

use crate::client::{Client, use_client};
use crate::components::{Footer, Header, InstallCard, Notices, Tabs};
use crate::i18n::{Locale, Text, t};
use crate::platform::page;
use crate::router::{Router, Screen, use_router};
use crate::screens::{
    About, CountyPage, Display, Help, Install, Missing, OfferPage, Search, Stand, Start, View,
};

/// The whole client.
#[component]
pub fn App(
    /// The language to begin with.
    locale: Locale,
    /// The county's settings, if they came in time.
    settings: Option<Region>,
) -> impl IntoView {
    provide_context(Client::start(locale, settings));
    let router = Router::start();
    provide_context(router);
    let screen = move || match router.enter() {
        Screen::Start => view! { <Start/> }.into_any(),
        Screen::Search => view! { <Search view=View::List/> }.into_any(),
        Screen::Week => view! { <Search view=View::Week/> }.into_any(),
        Screen::Offer => view! { <OfferPage/> }.into_any(),
        Screen::Help => view! { <Help/> }.into_any(),
        Screen::Stand => view! { <Stand/> }.into_any(),
        Screen::Display => view! { <Display/> }.into_any(),
        Screen::Install => view! { <Install/> }.into_any(),
        Screen::About => view! { <About/> }.into_any(),
        Screen::Imprint => {
            view! { <CountyPage title=Text::ImprintHeading text=|it| &it.pages.imprint/> }
                .into_any()
        }
        Screen::Privacy => {
            view! { <CountyPage title=Text::PrivacyHeading text=|it| &it.pages.privacy/> }
                .into_any()
        }
        Screen::Accessibility => {
            let text: fn(&Region) -> &Words = |it| &it.pages.accessibility;
            view! { <CountyPage title=Text::AccessibilityHeading text/> }.into_any()
        }
        Screen::Missing => view! { <Missing/> }.into_any(),
    };
    let is_shown = shown();
    move || {
        is_shown.get().then(|| {
            page::end_boot();
            view! {
                <a class="skip" href="#main" on:click=|event| to_content(&event)>{t(Text::AppSkip)}</a>
                <Moves/>
                <Header/>
                <Notices/>
                <Tabs/>
                <main id="main" tabindex="-1">{screen}<InstallCard/></main>
                <Footer/>
            }
        })
    }
}

/// The first picture waits this long for the stored directory: what is drawn in one go does not jump.
const FIRST_PICTURE_MS: u32 = 400;

/// Whether the page is to be drawn.
fn shown() -> Memo<bool> {
    let client = use_client();
    let late = RwSignal::new(false);
    Timeout::new(FIRST_PICTURE_MS, move || late.set(true)).forget();
    // Once it is there it stays.
    Memo::new(move |before| before == Some(&true) || late.get() || client.is_ready())
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
