//! What stays at the top of every page until it is no longer so.

use leptos::prelude::*;
use raupe_core::sync::StoreFault;

use crate::client::{Data, use_client};
use crate::i18n::{Text, t};
use crate::platform::shell::Shell;
use crate::store::Source;

/// A new version of the app, and everything unusual about the directory.
#[component]
pub fn Notices() -> impl IntoView {
    let client = use_client();
    let notices = client.notices;
    let here = Memo::new(move |_| matches!(client.data.get(), Data::Here(_)));
    // Why the directory is only in memory, if it is.
    let memory = Memo::new(move |_| match &client.opened()?.source {
        Source::Memory(_, StoreFault::Full) => Some(Text::NoticeMemoryFull),
        Source::Memory(_, StoreFault::Failed(_)) => Some(Text::NoticeMemoryFailed),
        Source::Memory(..) => Some(Text::NoticeMemory),
        Source::Stored(_) => None,
    });
    let emptied = move || {
        let text = if here.get() && memory.get().is_none() {
            Text::NoticeEmptiedMended
        } else {
            Text::NoticeEmptied
        };
        notices.emptied.get().then_some(text)
    };
    view! {
        <div class="notices" role="status">
            <Update shell=client.shell/>
            {move || line("held", notices.held.get().then_some(Text::NoticeHeld))}
            {move || line("memory", memory.get())}
            {move || line("emptied", emptied())}
            {move || line("earlier", notices.earlier.get().then_some(Text::NoticeEarlier))}
        </div>
    }
}

fn line(name: &str, text: Option<Text>) -> Option<AnyView> {
    let class = format!("notice {name}");
    text.map(|text| view! { <p class=class>{t(text)}</p> }.into_any())
}

/// Says that a new version of the app waits. It never reloads by itself.
#[component]
fn Update(shell: Shell) -> impl IntoView {
    move || {
        shell.waiting.get().then(|| {
            view! {
                <p class="notice">
                    {t(Text::AppUpdate)} " "
                    <button type="button" class="update-app" on:click=move |_| shell.accept_update()>
                        {t(Text::AppUpdateAccept)}
                    </button>
                </p>
            }
            .into_any()
        })
    }
}
