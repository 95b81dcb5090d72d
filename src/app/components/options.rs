//! The options of a filter: checkboxes with the number of offers that each would leave.

use leptos::prelude::*;

use raupe_core::offer::Language;

use super::spoken::own_name;
use super::{Count, icon};
use crate::client::use_client;
use crate::i18n::Plural;
use crate::platform::page;

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
    /// The heading that it stands under, in the language of the label.
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
        let rows = kept.map(|(_, choice)| (choice.value.clone(), choice.under.as_ref()));
        with_headings(rows)
    };
    let hidden = move || choices.with(Vec::len) - shown().len();
    let more = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::FilterAll, hidden()))
    });
    // The button goes; the focus goes on to the first option that was not there.
    let show_all = move |_| {
        let before = untrack(shown);
        all.set(true);
        let is_new =
            |row: &(String, Option<String>)| !before.iter().any(|(value, _)| *value == row.0);
        if let Some((value, _)) = untrack(shown).into_iter().find(is_new) {
            request_animation_frame(move || page::focus_option(name, &value));
        }
    };
    view! {
        <div class="options" class:short=short>
            <For
                each=shown
                key=Clone::clone
                children=move |(value, heading)| view! { <Row name choices value heading toggle/> }
            />
        </div>
        <Show when=move || { hidden() > 0 }>
            <button type="button" class="more-options" on:click=show_all>
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
    heading: Option<String>,
    toggle: Callback<String>,
) -> impl IntoView {
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
    let count = Signal::derive(move || choice.get().map_or(0, |choice| choice.count as usize));
    let named = value.clone();
    let symbol = choice.get_untracked().and_then(|choice| choice.icon);
    let is_under =
        choice.with_untracked(|choice| choice.as_ref().is_some_and(|it| it.under.is_some()));
    view! {
        {heading.map(|heading| view! {
            <p class="group"><span lang=lang>{heading}</span></p>
        }.into_any())}
        <label class="option" class:under=is_under class:none=move || count.get() == 0>
            <input
                type="checkbox"
                name=name
                value=value
                prop:checked=chosen
                on:change=move |_| toggle.run(named.clone())
            />
            {symbol.map(|symbol| icon(&symbol, ""))}
            <span class="label">{language.and_then(own_name)} {between} <span lang=lang>{label}</span></span>
            <Count count/>
        </label>
    }
}

/// The options with the heading above each: only where it is another one than before.
fn with_headings<'a>(
    options: impl Iterator<Item = (String, Option<&'a String>)>,
) -> Vec<(String, Option<String>)> {
    let mut before = None;
    let with_heading = options.map(|(option, under)| {
        let is_new = before != under;
        before = under;
        (option, under.filter(|_| is_new).cloned())
    });
    with_heading.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_stands_above_the_first_that_is_shown() {
        let (peine, ilsede) = ("Peine".to_owned(), "Ilsede".to_owned());
        let options = [
            ("a", Some(&peine)),
            ("b", Some(&peine)),
            ("c", None),
            ("d", Some(&peine)),
            ("e", Some(&ilsede)),
        ];
        let options = options.map(|(option, under)| (option.to_owned(), under));
        let headings: Vec<_> = with_headings(options.into_iter())
            .into_iter()
            .map(|(_, heading)| heading)
            .collect();
        let expected = [Some(&peine), None, None, Some(&peine), Some(&ilsede)];
        assert_eq!(headings, expected.map(Option::<&String>::cloned));
    }
}
