//! How many offers something leaves.

use leptos::prelude::*;

use crate::client::use_client;
use crate::i18n::Plural;

/// A number of offers: the bare figure for the eye, with its noun for those who listen.
#[component]
pub fn Count(count: Signal<usize>) -> impl IntoView {
    let client = use_client();
    let figure = move || {
        client
            .locale
            .with(|locale| locale.number(count.get() as u64))
    };
    let spoken = move || {
        client
            .locale
            .with(|locale| locale.count(Plural::FilterCount, count.get()))
    };
    view! {
        <span class="count" aria-hidden="true">{figure}</span>
        " "
        <span class="unseen">{spoken}</span>
    }
}
