//! Suchen: filters, text, and what was found as a list or as a week.

use std::sync::Arc;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use raupe_core::directory::{Answer, Query};

use super::chips::Chips;
use super::filters::Filters;
use super::results::Results;
use super::waiting::WithDirectory;
use super::week::WeekView;
use crate::client::use_client;
use crate::components::{Heading, icon, search_href, week_href};
use crate::i18n::{Plural, Text, t};
use crate::router::{Router, use_router};
use crate::store::Opened;

/// The address follows the search after this pause: browsers limit how often it may change.
const ADDRESS_AFTER_MS: u32 = 300;

/// Says in an address that the filters are to be open.
pub const OPEN: &str = "filter=open";

/// The search as the screen's parts see it: the query, its answer, and a way to change it.
#[derive(Clone, Copy)]
pub struct SearchState {
    /// The directory.
    pub opened: Signal<Arc<Opened>>,
    /// What is asked.
    pub query: Signal<Query>,
    /// What the directory answers.
    pub answer: Memo<Answer>,
    /// Whether a sheet covers what was found.
    pub is_covered: Signal<bool>,
    change: Callback<Query>,
}

impl SearchState {
    /// Changes what is asked.
    pub fn update(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.change.run(query);
    }
}

/// How what was found is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The offers, the best first.
    List,
    /// The dates of the next seven days.
    Week,
}

/// The search page.
#[component]
pub fn Search(
    /// How what was found is shown.
    view: View,
) -> impl IntoView {
    // The router's address: the browser's own is still that of the page one comes from.
    let asked = use_router().fragment.get_untracked();
    let query = RwSignal::new(Query::from_link(&asked));
    keep_in_address(query);
    view! {
        <Heading text=Signal::derive(t(Text::SearchHeading))/>
        <WithDirectory children=move |opened| view! { <Parts opened query view/> }/>
    }
}

#[component]
fn Parts(opened: Signal<Arc<Opened>>, query: RwSignal<Query>, view: View) -> impl IntoView {
    let client = use_client();
    let answer =
        Memo::new(move |_| opened.with(|opened| query.with(|query| client.answer(opened, query))));
    let change = Callback::new(move |changed| {
        query.set(changed);
        client.note_intent();
    });
    let asked = use_router().fragment.get_untracked();
    // Beside the list they are always there.
    let asks_for_filters = asked.split('&').any(|part| part == OPEN);
    let open = RwSignal::new(asks_for_filters && !client.has_room.get_untracked());
    let state = SearchState {
        opened,
        query: query.into(),
        answer,
        is_covered: Signal::derive(move || open.get() && !client.has_room.get()),
        change,
    };
    view! {
        <form class="search" role="search" on:submit=|event| event.prevent_default()>
            <TextField state/>
            <FilterToggle state open/>
            <Filters state open/>
        </form>
        <Views query view/>
        <Chips state/>
        {match view {
            View::List => view! { <Results state/> }.into_any(),
            View::Week => view! { <WeekView state/> }.into_any(),
        }}
    }
}

/// The list or the week of the same search.
#[component]
fn Views(query: RwSignal<Query>, view: View) -> impl IntoView {
    let link =
        move |to: fn(&str) -> String| Signal::derive(move || to(&query.with(Query::to_link)));
    let current = move |it| (it == view).then_some("page");
    view! {
        <nav class="views" aria-label=t(Text::ViewLabel)>
            <a href=link(search_href) aria-current=current(View::List)>
                {icon("list", "")}{t(Text::ViewList)}
            </a>
            <a href=link(week_href) aria-current=current(View::Week)>
                {icon("week", "")}{t(Text::ViewWeek)}
            </a>
        </nav>
    }
}

#[component]
fn TextField(state: SearchState) -> impl IntoView {
    view! {
        <label class="text-field">
            <span>{t(Text::SearchText)}</span>
            <input
                type="search"
                name="q"
                autocomplete="off"
                enterkeyhint="search"
                prop:value=move || state.query.with(|query| query.text.clone())
                on:input=move |event| state.update(|query| query.text = event_target_value(&event))
            />
        </label>
    }
}

/// Opens the filters where there is no room for them beside the list.
#[component]
fn FilterToggle(state: SearchState, open: RwSignal<bool>) -> impl IntoView {
    let client = use_client();
    let label = Signal::derive(move || {
        let chosen = state.query.with(Query::chosen);
        client
            .locale
            .with(|locale| locale.count(Plural::FilterOpen, chosen))
    });
    view! {
        <button
            type="button"
            class="filter-toggle"
            aria-haspopup="dialog"
            aria-controls="filters"
            on:click=move |_| open.set(true)
        >
            {icon("filter", "")}<span>{label}</span>
        </button>
    }
}

/// Keeps the address and the search the same, whichever of the two changes.
fn keep_in_address(query: RwSignal<Query>) {
    let client = use_client();
    let router = use_router();
    let path = router.path.get_untracked();
    let write = move |link: &str| Router::note(&path, link);
    let pending = StoredValue::new_local(None);
    let later = write.clone();
    Effect::new(move |before: Option<()>| {
        let link = query.with(Query::to_link);
        client.last_search.set(link.clone());
        if before.is_some() {
            let later = later.clone();
            // Dropping the timer that was there cancels it: only the last change is written.
            let timer = Timeout::new(ADDRESS_AFTER_MS, move || later(&link));
            pending.set_value(Some(timer));
        }
    });
    on_cleanup(move || {
        let link = query.try_with_untracked(Query::to_link);
        if let Some(link) = link {
            write(&link);
        }
    });
    // Back and forward within the search, and links to another search. On the way out the router is
    // at another page before this one is gone.
    let ours = router.path.get_untracked();
    Effect::new(move |before: Option<String>| {
        let now = router.fragment.get();
        let still_here = router.path.get_untracked() == ours;
        if before.is_some() && still_here {
            let asked = Query::from_link(&now);
            if query.with_untracked(|query| *query != asked) {
                query.set(asked);
            }
        }
        now
    });
}
