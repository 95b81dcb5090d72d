//! The filters of the search.

use leptos::prelude::*;
use raupe_core::directory::Query;
use raupe_core::offer::{Language, LifePhase};
use raupe_core::text;

use super::age::ExactAge;
use super::search::SearchState;
use crate::client::use_client;
use crate::components::{Choice, Options};
use crate::i18n::{CONTENT_LANGUAGE, Locale, Plural, Text, t};
use crate::store::Opened;

/// All filters: age, place, language, topic.
#[component]
pub fn Filters(
    /// The search.
    state: SearchState,
    /// Whether the panel is open, where there is no room beside the list.
    open: RwSignal<bool>,
) -> impl IntoView {
    let client = use_client();
    let hits = move || state.answer.with(|answer| answer.hits.len());
    let show = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::FilterShow, hits()))
    });
    let close = move |_| {
        open.set(false);
        crate::platform::page::focus("results");
    };
    view! {
        <div id="filters" class="filters" class:open=move || open.get()>
            <h2>{t(Text::FilterHeading)}</h2>
            <Options
                name="phase"
                legend=Text::FilterAge
                choices=choices(state, phases)
                toggle=Callback::new(move |slug: String| state.update(|query| {
                    if let Some(phase) = LifePhase::from_slug(&slug) {
                        query.phases = query.phases.toggled(phase);
                    }
                }))
            />
            <ExactAge state/>
            <Options
                name="place"
                legend=Text::FilterPlace
                choices=choices(state, places)
                toggle=Callback::new(move |slug| {
                    state.update(|query| toggle(&mut query.neighbourhoods, slug));
                })
            />
            <Options
                name="lang"
                legend=Text::FilterLanguage
                choices=choices(state, languages)
                toggle=Callback::new(move |code: String| state.update(|query| {
                    if let Some(language) = Language::from_code(&code) {
                        toggle(&mut query.languages, language);
                    }
                }))
            />
            <Options
                name="topic"
                legend=Text::FilterTopic
                choices=choices(state, topics)
                toggle=Callback::new(move |slug| {
                    state.update(|query| toggle(&mut query.topics, slug));
                })
            />
            <button type="button" class="go close-filters" on:click=close>{show}</button>
        </div>
    }
}

fn toggle<T: Ord>(chosen: &mut std::collections::BTreeSet<T>, option: T) {
    if !chosen.remove(&option) {
        chosen.insert(option);
    }
}

/// What the options of a filter are made from.
struct Source<'a> {
    locale: &'a Locale,
    opened: &'a Opened,
    query: &'a Query,
    facets: &'a raupe_core::directory::Facets,
}

fn choices(state: SearchState, make: fn(&Source<'_>) -> Vec<Choice>) -> Signal<Vec<Choice>> {
    let client = use_client();
    Memo::new(move |_| {
        let (opened, query) = (state.opened.get(), state.query.get());
        client.locale.with(|locale| {
            state.answer.with(|answer| {
                let facets = &answer.facets;
                make(&Source {
                    locale,
                    opened: &opened,
                    query: &query,
                    facets,
                })
            })
        })
    })
    .into()
}

fn phases(from: &Source<'_>) -> Vec<Choice> {
    let choice = |phase: LifePhase| Choice {
        value: phase.slug().to_owned(),
        label: from.locale.phase(phase),
        lang: None,
        count: from.facets.phase(phase),
        chosen: from.query.phases.contains(phase),
    };
    LifePhase::ALL.map(choice).to_vec()
}

fn places(from: &Source<'_>) -> Vec<Choice> {
    let all = from
        .opened
        .directory
        .neighbourhoods()
        .iter()
        .zip(&from.facets.neighbourhoods);
    all.map(|(place, count)| Choice {
        value: place.slug().to_owned(),
        label: place.label().to_owned(),
        lang: Some(CONTENT_LANGUAGE),
        count: *count,
        chosen: from.query.neighbourhoods.contains(place.slug()),
    })
    .collect()
}

fn languages(from: &Source<'_>) -> Vec<Choice> {
    let all = from
        .opened
        .directory
        .languages()
        .iter()
        .zip(&from.facets.languages);
    let choices = all.map(|(language, count)| Choice {
        value: language.code().to_owned(),
        label: from.locale.spoken(*language),
        lang: None,
        count: *count,
        chosen: from.query.languages.contains(language),
    });
    sorted(choices.collect())
}

/// In the alphabetical order of what the user reads.
fn sorted(mut choices: Vec<Choice>) -> Vec<Choice> {
    choices.sort_by_cached_key(|choice| text::fold(&choice.label));
    choices
}

fn topics(from: &Source<'_>) -> Vec<Choice> {
    let all = from
        .opened
        .directory
        .topics()
        .iter()
        .zip(&from.facets.topics);
    let choices = all.map(|(topic, count)| {
        let label = from.locale.topic(topic);
        Choice {
            value: topic.slug().to_owned(),
            lang: (label == topic.label()).then_some(CONTENT_LANGUAGE),
            label,
            count: *count,
            chosen: from.query.topics.contains(topic.slug()),
        }
    });
    sorted(choices.collect())
}
