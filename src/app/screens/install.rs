//! Auf den Startbildschirm: how to put the app there on this device.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::components::{Heading, icon};
use crate::i18n::{Text, t};
use crate::platform::install::{self, Way};

/// The page with the steps.
#[component]
pub fn Install() -> impl IntoView {
    let way = RwSignal::new(install::way());
    let ask = move |_| {
        spawn_local(async move {
            let agreed = install::ask().await;
            let _ = way.try_set(if agreed { Way::Done } else { install::way() });
        });
    };
    let parts = move || match way.get() {
        Way::Done => view! { <p class="notice">{t(Text::InstallDone)}</p> }.into_any(),
        Way::Ask => view! {
            <p><button type="button" class="go" on:click=ask>{t(Text::InstallNow)}</button></p>
        }
        .into_any(),
        Way::Share => steps(&[
            ("share", Text::InstallShare1),
            ("plus", Text::InstallShare2),
            ("check", Text::InstallShare3),
        ]),
        Way::Menu => steps(&[
            ("dots", Text::InstallMenu1),
            ("plus", Text::InstallMenu2),
            ("check", Text::InstallMenu3),
        ]),
    };
    view! {
        <Heading text=Signal::derive(t(Text::InstallHeading))/>
        <p>{t(Text::InstallWhy)}</p>
        {parts}
    }
}

/// Steps in pictures and words.
fn steps(steps: &[(&str, Text)]) -> AnyView {
    let steps = steps.iter().map(|(symbol, text)| {
        view! { <li><span>{t(*text)}</span>{icon(symbol, "")}</li> }.into_any()
    });
    view! { <ol class="steps" role="list">{steps.collect_view()}</ol> }.into_any()
}
