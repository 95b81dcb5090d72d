//! Start: for whom? The seven phases of life, and how many offers there are for each.

use std::sync::Arc;

use leptos::prelude::*;
use raupe_core::calendar::When;
use raupe_core::directory::{Answer, Query};
use raupe_core::offer::LifePhase;

use super::waiting::WithDirectory;
use crate::client::use_client;
use crate::components::{Count, Heading, drawing, icon, search_href, week_href};
use crate::i18n::{Plural, Text, t};
use crate::router::{Router, use_router};
use crate::store::Opened;

/// The start page.
#[component]
pub fn Start() -> impl IntoView {
    view! {
        <Heading text=Signal::derive(t(Text::StartHeading))/>
        <WithDirectory children=|opened| view! { <Phases opened/> }/>
    }
}

#[component]
fn Phases(opened: Signal<Arc<Opened>>) -> impl IntoView {
    let client = use_client();
    // The router's address: the browser's own is still that of the page one comes from.
    let router = use_router();
    let asked = Query::from_link(&router.fragment.get_untracked());
    let chosen = RwSignal::new(Query {
        phases: asked.phases,
        ..Query::default()
    });
    let answer: Memo<Answer> =
        Memo::new(move |_| opened.with(|opened| chosen.with(|query| client.answer(opened, query))));
    let toggle = move |phase| {
        chosen.update(|query| query.phases = query.phases.toggled(phase));
        let path = router.path.get_untracked();
        Router::note(&path, &chosen.with_untracked(Query::to_link));
    };
    let segments = LifePhase::ALL.map(|phase| {
        let name = Signal::derive(move || client.locale.with(|locale| locale.phase(phase)));
        let count =
            Signal::derive(move || answer.with(|answer| answer.facets.phase(phase) as usize));
        let is_chosen = Signal::derive(move || chosen.with(|query| query.phases.contains(phase)));
        view! {
            <label class=format!("segment {}", phase.slug())>
                <input
                    type="checkbox"
                    name="phase"
                    value=phase.slug()
                    prop:checked=is_chosen
                    on:change=move |_| toggle(phase)
                />
                <span class="number" aria-hidden="true">{phase as u8 + 1}</span>
                {icon(&format!("phase-{}", phase.slug()), "")}
                <span class="label">{name}</span>
                <Count count/>
            </label>
        }
    });
    let go = Signal::derive(move || {
        let hits = answer.with(|answer| answer.hits.len());
        client
            .locale
            .with(|locale| locale.count(Plural::StartGo, hits))
    });
    let link = Signal::derive(move || chosen.with(|query| search_href(&query.to_link())));
    // The filters open by themselves where the address says so.
    let exact = Signal::derive(move || {
        let query = chosen.with(Query::to_link);
        let and = if query.is_empty() { "" } else { "&" };
        search_href(&format!("{query}{and}{}", super::search::OPEN))
    });
    let today = move || answer.with(|answer| answer.facets.when(When::Today) as usize);
    let today_line = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::StartToday, today()))
    });
    let this_day = Signal::derive(move || chosen.with(|query| week_href(&query.to_link())));
    view! {
        <fieldset class="caterpillar" aria-labelledby="heading" aria-describedby="start-hint">
            <p id="start-hint">{t(Text::StartHint)}</p>
            {drawing("head", "head", "0 0 112 92")}
            {segments}
        </fieldset>
        <p><a class="go wide" href=link>{go}</a></p>
        <p>
            <a class="quiet" href=exact>{t(Text::StartExact)}{icon("chevron", "small points")}</a>
        </p>
        {move || (today() > 0).then(|| view! {
            <p class="next-date today">
                {icon("calendar", "")} <a href=this_day>{today_line}</a>
            </p>
        }.into_any())}
    }
}
