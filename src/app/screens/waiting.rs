//! What stands in place of a screen while there is no directory.

use std::sync::Arc;

use leptos::prelude::*;

use crate::client::{Data, Message, Reason, Trouble, use_client};
use crate::components::why;
use crate::i18n::{Text, t};
use crate::store::Opened;

/// Shows `children` with the directory, and until there is one what it waits for.
///
/// `children` is drawn once; the directory it gets follows updates.
#[component]
pub fn WithDirectory<C, V>(children: C) -> impl IntoView
where
    C: Fn(Signal<Arc<Opened>>) -> V + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let client = use_client();
    let here = Memo::new(move |_| matches!(client.data.get(), Data::Here(_)));
    // Holds the last directory, so that it always has one once there was one.
    let opened = Memo::new(move |before: Option<&Option<Arc<Opened>>>| {
        client.opened().or_else(|| before.cloned().flatten())
    });
    let directory = Signal::derive(move || {
        opened
            .get()
            .expect("the children are drawn only when there is a directory")
    });
    move || {
        if here.get() {
            children(directory).into_any()
        } else {
            view! { <Waiting/> }.into_any()
        }
    }
}

#[component]
fn Waiting() -> impl IntoView {
    let client = use_client();
    // It stays while somebody tries again: the focus is on its button.
    let failed = Memo::new(
        move |before: Option<&Option<Trouble>>| match client.message.get() {
            Message::Failed(trouble) => Some(trouble),
            _ => before.cloned().flatten(),
        },
    );
    let has_failed = Memo::new(move |_| failed.with(Option::is_some));
    let now = move || {
        client.locale.with(|locale| match failed.get() {
            Some(trouble) if !client.asked.get() => why(locale, &trouble),
            _ => locale.text(Text::DataLoading).to_owned(),
        })
    };
    move || {
        if !has_failed.get() {
            return view! { <p class="waiting">{t(Text::DataLoading)}</p> }.into_any();
        }
        view! {
            <div class="waiting" role="alert">
                <h2>{t(Text::DataNone)}</h2>
                <p>{now}</p>
                <p>{t(Text::DataNoneHint)}</p>
                <button type="button" class="retry" on:click=move |_| client.sync(Reason::Asked)>
                    {t(Text::DataRetry)}
                </button>
            </div>
        }
        .into_any()
    }
}
