//! Exact ages: one or several, in months below three years. Never a date of birth.

use leptos::prelude::*;
use raupe_core::offer::Months;

use super::search::SearchState;
use crate::client::use_client;
use crate::i18n::{Text, t};

/// A list of ages with a button to add one. What is added shows as a chip.
#[component]
pub fn ExactAge(
    /// The search.
    state: SearchState,
) -> impl IntoView {
    let client = use_client();
    let chosen: RwSignal<Option<Months>> = RwSignal::new(None);
    let options = move || {
        client.locale.with(|locale| {
            state.answer.with(|answer| {
                let ages = answer.facets.months.iter();
                ages.map(|(months, count)| {
                    let label = format!("{} ({count})", locale.exact_age(*months));
                    view! { <option value=*months>{label}</option> }.into_any()
                })
                .collect_view()
            })
        })
    };
    let value = Signal::derive(move || {
        chosen
            .get()
            .map_or_else(String::new, |months| months.to_string())
    });
    let add = move |_| {
        if let Some(months) = chosen.get() {
            state.update(|query| {
                query.months.insert(months);
            });
            chosen.set(None);
        }
    };
    view! {
        <div class="exact-age">
            <label>
                <span>{t(Text::FilterAgeExact)}</span>
                <select
                    name="age"
                    prop:value=value
                    on:change=move |event| chosen.set(event_target_value(&event).parse().ok())
                >
                    <option value="">{t(Text::FilterAgeChoose)}</option>
                    {options}
                </select>
            </label>
            <button type="button" class="add-age" on:click=add>{t(Text::FilterAgeAdd)}</button>
        </div>
    }
}
