//! The bottom of every page: how old the data is, and whether all of it works offline.

use leptos::prelude::*;
use raupe_core::sync::Freshness;

use super::why;
use crate::client::{Data, Message, Progress, Reason, use_client};
use crate::i18n::{Locale, Text, t};
use crate::platform::memory;
use crate::router::Screen;

/// Stand, offline readiness, and the button that looks for news.
#[component]
pub fn Footer() -> impl IntoView {
    let client = use_client();
    let offline_ready = move || {
        client.shell.ready.get() && client.opened().is_some_and(|opened| opened.is_stored())
    };
    let message = Signal::derive(move || {
        let here = matches!(client.data.get(), Data::Here(_));
        client
            .locale
            .with(|locale| sentence(locale, &client.message.get(), here))
    });
    let is_ready = Memo::new(move |_| client.is_ready());
    let here = Memo::new(move |_| client.opened().is_some());
    view! {
        <footer class="data" class:later=move || !is_ready.get() aria-label=t(Text::DataFooter)>
            <p>
                {move || here.get().then(|| view! {
                    <a class="stand" href=Screen::Stand.href()><AsOf/></a>
                }.into_any())}
                " "
                {move || offline_ready().then(|| view! {
                    <span class="offline-ready">{t(Text::DataOfflineReady)}</span>
                }.into_any())}
            </p>
            <button type="button" class="refresh" on:click=move |_| client.sync(Reason::Asked)>
                {t(Text::DataRefresh)}
            </button>
            <ProgressBar/>
            <p class="sync-status" role="status">{message}</p>
        </footer>
    }
}

/// How old the data is: in words, and from a week on in colour as well.
#[component]
pub fn AsOf() -> impl IntoView {
    let client = use_client();
    move || {
        let opened = client.opened()?;
        let now_ms = client.now_ms.get();
        let (freshness, sentence) = client
            .locale
            .with(|locale| locale.as_of(&opened.head.issued_at, now_ms));
        // For the first moment of the next visit, before the client runs; see `boot.js`.
        memory::remember("as-of", &sentence);
        let class = match freshness {
            Freshness::Ahead => "as-of ahead",
            Freshness::Fresh => "as-of fresh",
            Freshness::Ageing { .. } => "as-of ageing",
            Freshness::Old { .. } => "as-of old",
        };
        Some(view! { <span class=class>{sentence}</span> }.into_any())
    }
}

/// Shows a sync that takes a while.
#[component]
pub fn ProgressBar() -> impl IntoView {
    let client = use_client();
    let bar = |progress: Progress| match progress.total {
        Some(total) => view! { <progress max=total value=progress.loaded></progress> }.into_any(),
        None => view! { <progress></progress> }.into_any(),
    };
    view! {
        <div class="progress">
            {move || client.progress.get().map(|progress| view! {
                <label>{t(Text::DataBusy)} " " {bar(progress)}</label>
            }.into_any())}
        </div>
    }
}

fn sentence(locale: &Locale, message: &Message, here: bool) -> String {
    match message {
        Message::Quiet => String::new(),
        Message::Updated => locale.text(Text::DataUpdated).to_owned(),
        Message::Unchanged => locale.text(Text::DataUnchanged).to_owned(),
        Message::Failed(trouble) if here => {
            locale.fill(Text::DataKept, &[("why", &why(locale, trouble))])
        }
        Message::Failed(trouble) => why(locale, trouble),
        Message::NotDeleted => locale.text(Text::DataNotDeleted).to_owned(),
        Message::NoLanguage => locale.text(Text::DataNoLanguage).to_owned(),
    }
}
