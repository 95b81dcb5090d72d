//! The options of a filter: checkboxes with the number of offers that each would leave.

use leptos::prelude::*;

use raupe_core::offer::Language;

use super::icon;
use super::spoken::own_name;
use crate::client::use_client;
use crate::i18n::Plural;

/// As many options are shown before the user asks for all.
const AT_FIRST: usize = 12;

/// An option of a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name in links.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// The language of the label, if it is not that of the app.
    pub lang: Option<&'static str>,
    /// A language whose own name stands before the label.
    pub own: Option<Language>,
    /// A symbol beside the label.
    pub icon: Option<String>,
    /// The heading that it stands under, if it is the first one there; in the language of the label.
    pub under: Option<String>,
    /// How many offers it would leave.
    pub count: u32,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The options of a filter, the first ones of them and those that are chosen; a button shows the rest.
/// `toggle` is called with the name of an option.
#[component]
pub fn Choices(
    /// The name of the filter in links and for the checkboxes.
    name: &'static str,
    /// Whether the labels are short enough for two beside each other.
    #[prop(optional)]
    short: bool,
    /// Its options in the order in which they are shown.
    choices: Signal<Vec<Choice>>,
    /// Chooses an option, or takes the choice back.
    toggle: Callback<String>,
) -> impl IntoView {
    let client = use_client();
    let all = RwSignal::new(false);
    // The row of an option stays the same element while its count changes: the focus stays too.
    let shown = move || {
        let choices = choices.get();
        let most = if all.get() { choices.len() } else { AT_FIRST };
        let places = choices.iter().enumerate();
        let kept = places.filter(|(place, choice)| *place < most || choice.chosen);
        kept.map(|(_, choice)| choice.value.clone())
            .collect::<Vec<_>>()
    };
    let hidden = move || choices.with(Vec::len) - shown().len();
    let more = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::FilterAll, hidden()))
    });
    view! {
        <div class="options" class:short=short>
            <For each=shown key=Clone::clone let:value>
                <Row name choices value toggle/>
            </For>
        </div>
        <Show when=move || { hidden() > 0 }>
            <button type="button" class="more-options" on:click=move |_| all.set(true)>
                {more}
            </button>
        </Show>
    }
}

#[component]
fn Row(
    name: &'static str,
    choices: Signal<Vec<Choice>>,
    value: String,
    toggle: Callback<String>,
) -> impl IntoView {
    let client = use_client();
    let choice = Memo::new({
        let value = value.clone();
        move |_| choices.with(|all| all.iter().find(|choice| choice.value == value).cloned())
    });
    let language = choice.with_untracked(|choice| choice.as_ref()?.own);
    let label =
        Signal::derive(move || choice.get().map_or_else(String::new, |choice| choice.label));
    // Between the two names of a language, if it has two here.
    let between = move || {
        let has_two = language.is_some() && label.with(|label| !label.is_empty());
        has_two.then_some(" · ")
    };
    let lang = Signal::derive(move || choice.get().and_then(|choice| choice.lang));
    let chosen = Signal::derive(move || choice.get().is_some_and(|choice| choice.chosen));
    let count = Signal::derive(move || choice.get().map_or(0, |choice| choice.count));
    let spoken = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::FilterCount, count.get() as usize))
    });
    let named = value.clone();
    let symbol = choice.get_untracked().and_then(|choice| choice.icon);
    let under = Signal::derive(move || choice.get().and_then(|choice| choice.under));
    view! {
        {move || under.get().map(|under| view! {
            <p class="group"><span lang=lang>{under}</span></p>
        }.into_any())}
        <label class="option" class:none=move || count.get() == 0>
            <input
                type="checkbox"
                name=name
                value=value
                prop:checked=chosen
                on:change=move |_| toggle.run(named.clone())
            />
            {symbol.map(|symbol| icon(&symbol, ""))}
            <span class="label">{language.and_then(own_name)} {between} <span lang=lang>{label}</span></span>
            <span class="count" aria-hidden="true">{count}</span>
            " "
            <span class="unseen">{spoken}</span>
        </label>
    }
}
