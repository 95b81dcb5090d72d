//! Stand & Update: what is on this device, whose word it is, and how fresh.

use std::sync::Arc;

use leptos::prelude::*;
use raupe_core::feed::PublicKey;

use crate::client::log::{self, Came};
use crate::client::{LastFailure, Reason, use_client};
use crate::components::{AsOf, Heading, why};
use crate::i18n::{CONTENT_LANGUAGE, Locale, Text, t};
use crate::platform::page;
use crate::platform::storage::{self, Usage};
use crate::store::Opened;

/// The page about the data.
#[component]
pub fn Stand() -> impl IntoView {
    let client = use_client();
    let here = Memo::new(move |_| client.opened().is_some());
    let is_ready = Memo::new(move |_| client.is_ready());
    view! {
        <Heading text=Signal::derive(t(Text::StandHeading))/>
        <dl class="facts stand-facts" class:later=move || !is_ready.get()>
            <div class="age">
                <dt>{t(Text::StandAge)}</dt>
                <dd>
                    {move || if here.get() {
                        view! { <AsOf/> }.into_any()
                    } else {
                        t(Text::StandNone).into_any()
                    }}
                </dd>
            </div>
            {move || client.opened().map(|opened| view! { <Edition opened/> }.into_any())}
            <Checks/>
            <Log/>
            <Storage/>
        </dl>
        <p>
            <button type="button" class="go refresh-now" on:click=move |_| client.sync(Reason::Asked)>
                {t(Text::DataRefresh)}
            </button>
        </p>
        <Delete/>
    }
}

/// An entry of the list: what it is called, and a line about it.
#[component]
fn Fact(
    name: &'static str,
    label: Text,
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] lang: Option<&'static str>,
) -> impl IntoView {
    view! {
        <div class=name>
            <dt>{t(label)}</dt>
            <dd lang=lang>{text}</dd>
        </div>
    }
}

#[component]
fn Edition(opened: Arc<Opened>) -> impl IntoView {
    let client = use_client();
    let head = opened.head.clone();
    let keys: Vec<_> = head.keys.iter().map(PublicKey::id).collect();
    let signature = Signal::derive(move || {
        client.locale.with(|locale| {
            if keys.is_empty() {
                locale.text(Text::StandUnsigned).to_owned()
            } else {
                locale.fill(Text::StandSigned, &[("keys", &locale.list(&keys))])
            }
        })
    });
    let number =
        |number| Signal::derive(move || client.locale.with(|locale| locale.number(number)));
    let (offers, broken) = (number(opened.directory.len() as u64), number(head.broken));
    let edition = format!("{} {}.{}", head.feed_id, head.epoch, head.seq);
    view! {
        {head.region.map(|region| view! {
            <Fact name="region" label=Text::StandRegion text=region lang=CONTENT_LANGUAGE/>
        }.into_any())}
        <Fact name="offer-count" label=Text::StandOffers text=offers/>
        <Fact name="broken" label=Text::StandBroken text=broken/>
        <Fact name="edition" label=Text::StandEdition text=edition/>
        <Fact name="signature" label=Text::StandSignature text=signature/>
    }
}

/// When the app looked for news, and what came of it.
#[component]
fn Checks() -> impl IntoView {
    let client = use_client();
    let checked = Signal::derive(move || {
        client.locale.with(|locale| match client.checked.get() {
            Some(moment) => locale.moment(&moment),
            None => locale.text(Text::StandCheckedNever).to_owned(),
        })
    });
    let failed = move || {
        let failed = client.failed.get()?;
        Some(client.locale.with(|locale| last_failure(locale, &failed)))
    };
    view! {
        <Fact name="checked" label=Text::StandChecked text=checked/>
        {move || failed().map(|(what, next)| view! {
            <div class="failed">
                <dt>{t(Text::StandFailed)}</dt>
                <dd>{what}</dd>
                <dd class="next">{next}</dd>
            </div>
        }.into_any())}
    }
}

/// What came of the last syncs, the newest first.
#[component]
fn Log() -> impl IntoView {
    let client = use_client();
    let entries = move || {
        // Each sync ends with one of the two.
        client.checked.track();
        client.failed.track();
        client.locale.with(|locale| {
            let entry = |(at, came): (f64, Came)| {
                let values = [
                    ("date", &*locale.instant(at)),
                    ("what", locale.text(came.text())),
                ];
                let line = locale.fill(Text::StandLogEntry, &values);
                view! { <dd>{line}</dd> }.into_any()
            };
            log::read().into_iter().map(entry).collect::<Vec<_>>()
        })
    };
    move || {
        let entries = entries();
        (!entries.is_empty()).then(|| {
            view! { <div class="log"><dt>{t(Text::StandLog)}</dt>{entries}</div> }.into_any()
        })
    }
}

/// What happened and when, and when the next try is.
fn last_failure(locale: &Locale, failed: &LastFailure) -> (String, String) {
    let what = why(locale, &failed.trouble);
    let at = locale.instant(failed.at_ms);
    let what = locale.fill(Text::StandFailedAt, &[("date", &at), ("why", &what)]);
    let next = locale.instant(failed.next_ms);
    (what, locale.fill(Text::StandNext, &[("date", &next)]))
}

/// How much storage is used, and whether it stays.
#[component]
fn Storage() -> impl IntoView {
    let client = use_client();
    let usage = RwSignal::new(Usage::default());
    // What is stored changes with each edition.
    Effect::new(move || {
        client.data.track();
        leptos::task::spawn_local(async move {
            let now = storage::usage().await;
            // The user may have left meanwhile.
            let _ = usage.try_set(now);
        });
    });
    let lines = move || {
        let Usage { used, persisted } = usage.get();
        client.locale.with(|locale| {
            let stored = client.opened().is_some_and(|opened| opened.is_stored());
            if !stored {
                return vec![locale.text(Text::StandStorageNone).to_owned()];
            }
            let used = used.map(|bytes| {
                let size = locale.megabytes(bytes);
                locale.fill(Text::StandStorageUsed, &[("size", &size)])
            });
            let kept = match persisted {
                Some(true) => Text::StandStorageKept,
                Some(false) => Text::StandStorageLoose,
                None => Text::StandStorageUnknown,
            };
            used.into_iter()
                .chain([locale.text(kept).to_owned()])
                .collect()
        })
    };
    view! {
        <div class="storage">
            <dt>{t(Text::StandStorage)}</dt>
            {move || lines().into_iter().map(|line| view! { <dd>{line}</dd> }.into_any()).collect_view()}
        </div>
    }
}

/// Deletes everything, after the user has said so twice.
#[component]
fn Delete() -> impl IntoView {
    const DELETE: &str = "delete";
    const SURE: &str = "delete-sure";
    let client = use_client();
    let is_asking = RwSignal::new(false);
    // The button that had the focus is gone then.
    let ask = move |whether| {
        is_asking.set(whether);
        let next = if whether { SURE } else { DELETE };
        request_animation_frame(move || page::focus(next));
    };
    view! {
        <section class="delete">
            <p>{t(Text::StandDeleteHint)}</p>
            {move || if is_asking.get() {
                view! {
                    <div role="group" aria-labelledby=SURE>
                        <p id=SURE tabindex="-1"><strong>{t(Text::StandDeleteSure)}</strong></p>
                        <p class="ways">
                            <button
                                type="button"
                                class="danger delete-yes"
                                on:click=move |_| client.delete_everything()
                            >
                                {t(Text::StandDeleteYes)}
                            </button>
                            <button
                                type="button"
                                class="delete-no"
                                on:click=move |_| ask(false)
                            >
                                {t(Text::StandDeleteNo)}
                            </button>
                        </p>
                    </div>
                }
                .into_any()
            } else {
                view! {
                    <button id=DELETE type="button" class="danger delete" on:click=move |_| ask(true)>
                        {t(Text::StandDelete)}
                    </button>
                }
                .into_any()
            }}
        </section>
    }
}
