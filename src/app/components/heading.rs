//! The heading of a screen.

use leptos::prelude::*;

use crate::client::use_client;
use crate::i18n::Text;
use crate::platform::page;
use crate::router::use_router;

const ID: &str = "heading";

/// The first heading of a screen. It names the page, and takes the focus when the user comes from
/// another screen, so that a screen reader says where one is.
#[component]
pub fn Heading(
    /// What it says.
    #[prop(into)]
    text: Signal<String>,
    /// The language of what it says, if it is not the language of the app.
    #[prop(optional)]
    lang: Option<&'static str>,
) -> impl IntoView {
    let client = use_client();
    let router = use_router();
    Effect::new(move || {
        let app = client
            .locale
            .with(|locale| locale.text(Text::AppName).to_owned());
        page::set_title(&format!("{} · {app}", text.get()));
    });
    Effect::new(move || {
        if client.moved.get_value() && !router.is_returning() {
            page::focus(ID);
        }
    });
    view! {
        <h1 id=ID tabindex="-1" lang=lang dir=lang.map(|_| "auto")>{text}</h1>
    }
}
