//! The bottom of every page: how old the data is, and whether all of it works offline.

use leptos::prelude::*;
use raupe_core::feed::ManifestError;
use raupe_core::sync::{Failure, NetFault, StoreFault};

use crate::client::{Data, Message, Progress, Reason, use_client};
use crate::i18n::{Locale, Text, t};

/// Stand, offline readiness, and the button that looks for news.
#[component]
pub fn Footer() -> impl IntoView {
    let client = use_client();
    let as_of = move || {
        let opened = client.opened()?;
        let locale = client.locale.get();
        let date = locale.moment(&opened.head.issued_at);
        Some(locale.fill(Text::DataAsOf, &[("date", &date)]))
    };
    let offline_ready = move || client.shell.ready.get() && client.opened().is_some();
    let message = move || {
        let here = matches!(client.data.get(), Data::Here(_));
        client
            .locale
            .with(|locale| sentence(locale, &client.message.get(), here))
    };
    view! {
        <footer class="data" aria-label=t(Text::DataFooter)>
            <p>
                {move || as_of().map(|text| view! { <span class="as-of">{text}</span> })}
                " "
                {move || offline_ready().then(|| view! {
                    <span class="offline-ready">{t(Text::DataOfflineReady)}</span>
                })}
            </p>
            <button type="button" class="refresh" on:click=move |_| client.sync(Reason::Asked)>
                {t(Text::DataRefresh)}
            </button>
            <ProgressBar/>
            <p class="sync-status" role="status">{message}</p>
        </footer>
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
            })}
        </div>
    }
}

fn sentence(locale: &Locale, message: &Message, here: bool) -> String {
    match message {
        Message::Quiet => String::new(),
        Message::Updated => locale.text(Text::DataUpdated).to_owned(),
        Message::Unchanged => locale.text(Text::DataUnchanged).to_owned(),
        Message::Failed(failure) if here => {
            locale.fill(Text::DataKept, &[("why", &why(locale, failure))])
        }
        Message::Failed(failure) => why(locale, failure),
    }
}

/// Why a sync failed, for the user.
pub fn why(locale: &Locale, failure: &Failure) -> String {
    let text = match failure {
        Failure::Status(status) => {
            return locale.fill(Text::WhyStatus, &[("status", &status.to_string())]);
        }
        Failure::Net(NetFault::Unreachable) => Text::WhyUnreachable,
        Failure::Net(NetFault::Deadline) => Text::WhyDeadline,
        Failure::Net(NetFault::TooLarge) => Text::WhyTooLarge,
        Failure::NotTheFeed => Text::WhyNotTheFeed,
        Failure::Manifest(ManifestError::NewerSchema(_)) => Text::WhyNewer,
        Failure::Manifest(_) | Failure::Unreadable(_) => Text::WhyUnreadable,
        Failure::Older | Failure::Forked => Text::WhyOlder,
        Failure::Damaged => Text::WhyDamaged,
        Failure::Store(StoreFault::Unavailable) => Text::WhyNoStorage,
        Failure::Store(StoreFault::Full) => Text::WhyFull,
        Failure::Store(StoreFault::Overtaken | StoreFault::Failed(_)) => Text::WhyStore,
    };
    locale.text(text).to_owned()
}
