//! Whether to put the app on the home screen: asked once somebody has used it for something.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::icon;
use crate::client::use_client;
use crate::i18n::{Text, t};
use crate::platform::{install, page};
use crate::router::{Screen, use_router};

/// The question, with a way to say yes and one never to be asked again.
#[component]
pub fn InstallCard() -> impl IntoView {
    let client = use_client();
    let router = use_router();
    let is_over = RwSignal::new(false);
    let way = RwSignal::new(install::way());
    // Not on the page of the offer itself, which has something else to say.
    let asks = move || {
        !is_over.get()
            && client.wants.get()
            && matches!(router.screen.get(), Screen::Start | Screen::Search)
            && install::may_ask()
    };
    // By this card, by the page with the steps, or by the browser's own menu.
    let installed = window_event_listener_untyped("appinstalled", move |_| {
        install::ask_no_more();
        is_over.set(true);
    });
    on_cleanup(move || installed.remove());
    let decline = move |_| {
        install::ask_no_more();
        is_over.set(true);
        // The button that had it is gone.
        page::focus_heading();
    };
    let add = move |_| {
        spawn_local(async move {
            if install::ask().await {
                is_over.set(true);
            }
            // The browser's question can be put once.
            way.set(install::way());
        });
    };
    move || {
        asks().then(|| {
            let yes = if way.get() == install::Way::Ask {
                view! {
                    <button type="button" class="go" on:click=add>{t(Text::InstallNow)}</button>
                }
                .into_any()
            } else {
                let page = Screen::Install.href();
                view! { <a class="go" href=page>{t(Text::InstallCardYes)}</a> }.into_any()
            };
            view! {
                <aside class="notice info install-card" aria-labelledby="install-card">
                    <p id="install-card">
                        {icon("install", "")} " " <strong>{t(Text::InstallCard)}</strong> " "
                        {t(Text::InstallWhy)}
                    </p>
                    <p class="ways">
                        {yes}
                        <button type="button" class="quiet" on:click=decline>
                            {t(Text::InstallCardNo)}
                        </button>
                    </p>
                </aside>
            }
            .into_any()
        })
    }
}
