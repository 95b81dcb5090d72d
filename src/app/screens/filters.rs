//! The filters of the search.

use leptos::prelude::*;
use raupe_core::calendar::When;
use raupe_core::directory::Query;
use raupe_core::offer::{Channel, GoodToKnow, Language, LifePhase, endonym};
use raupe_core::region::Region;
use raupe_core::text;

use super::age::ExactAge;
use super::results::FoundBehind;
use super::search::SearchState;
use crate::client::use_client;
use crate::components::{Choice, Choices, Sheet};
use crate::i18n::{CONTENT_LANGUAGE, Locale, Plural, Text, t};
use crate::platform::page;
use crate::store::Opened;

/// All filters: age, place, language, when, topic, good to know.
#[component]
pub fn Filters(
    /// The search.
    state: SearchState,
    /// Whether the sheet is open, where there is no room beside the list.
    open: RwSignal<bool>,
) -> impl IntoView {
    let client = use_client();
    // What nobody sees need not follow every keystroke, nor be there before it is seen the first time.
    let is_visible = Signal::derive(move || open.get() || client.has_room.get());
    let is_seen = Memo::new(move |before: Option<&bool>| is_visible.get() || before == Some(&true));
    let hits = move || state.answer.with(|answer| answer.hits.len());
    let show = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::FilterShow, hits()))
    });
    let fragment = client.last_search.into();
    view! {
        <Sheet id="filters" title=Text::FilterHeading open fragment beside=true>
            <Show when=move || is_seen.get()>
                <All state is_visible/>
            </Show>
            <div class="sheet-foot">
                <button
                    type="button"
                    class="quiet reset"
                    on:click=move |_| state.update(|query| {
                        *query = Query { text: std::mem::take(&mut query.text), ..Query::default() };
                    })
                >
                    {t(Text::FilterReset)}
                </button>
                <button
                    type="button"
                    class="go close-filters"
                    on:click=move |_| {
                        open.set(false);
                        // Not before it is closed: until then nothing else can have the focus.
                        page::after_next_picture(|| page::focus("results"));
                    }
                >
                    {show}
                </button>
                <FoundBehind state open=open.into()/>
            </div>
        </Sheet>
    }
}

/// The filters in their order.
#[component]
fn All(state: SearchState, is_visible: Signal<bool>) -> impl IntoView {
    let choices = move |make| choices(state, is_visible, make);
    // A picture for each: the sheet is there before its last option is.
    let turn = turns(3);
    view! {
            <div class="sheet-body">
                <Filter legend=Text::FilterAge>
                    <Choices
                        name="phase"
                        choices=choices(phases)
                        toggle=toggles(state, |query, slug| {
                            if let Some(phase) = LifePhase::from_slug(&slug) {
                                query.phases = query.phases.toggled(phase);
                            }
                        })
                    />
                    <ExactAge state/>
                </Filter>
                <Show when=move || { turn.get() >= 1 }>
                <Filter legend=Text::FilterPlace>
                    <Choices
                        name="place"
                        choices=choices(places)
                        toggle=toggles(state, |query, slug| toggle(&mut query.neighbourhoods, slug))
                    />
                    <Choices
                        name="by"
                        short=true
                        choices=choices(channels)
                        toggle=toggles(state, |query, slug| {
                            if let Some(channel) = Channel::from_slug(&slug) {
                                query.channels = query.channels.toggled(channel);
                            }
                        })
                    />
                </Filter>
                </Show>
                <Show when=move || { turn.get() >= 2 }>
                <Filter legend=Text::FilterLanguage>
                    <Choices
                        name="lang"
                        choices=choices(languages)
                        toggle=toggles(state, |query, code| {
                            if let Some(language) = Language::from_code(&code) {
                                toggle(&mut query.languages, language);
                                query.only_languages &= !query.languages.is_empty();
                            }
                        })
                    />
                    <LanguageMode state/>
                </Filter>
                <Filter legend=Text::FilterWhen>
                    <Choices
                        name="when"
                        short=true
                        choices=choices(times)
                        toggle=toggles(state, |query, slug| {
                            if let Some(time) = When::from_slug(&slug) {
                                query.when = query.when.toggled(time);
                            }
                        })
                    />
                </Filter>
                </Show>
                <Show when=move || { turn.get() >= 3 }>
                <Filter legend=Text::FilterTopic>
                    <Choices
                        name="topic"
                        choices=choices(topics)
                        toggle=toggles(state, |query, slug| toggle(&mut query.topics, slug))
                    />
                </Filter>
                <Filter legend=Text::FilterGood>
                    <Choices
                        name="good"
                        short=true
                        choices=choices(good_to_know)
                        toggle=toggles(state, |query, slug| {
                            if let Some(value) = GoodToKnow::from_slug(&slug) {
                                query.good_to_know = query.good_to_know.toggled(value);
                            }
                        })
                    />
                </Filter>
                </Show>
            </div>
    }
}

/// Counts from 0 to `last`, one further with each picture.
fn turns(last: u8) -> RwSignal<u8> {
    fn go_on(turn: RwSignal<u8>, last: u8) {
        page::after_next_picture(move || {
            // The user may have left.
            let now = turn.try_update(|turn| {
                *turn += 1;
                *turn
            });
            if now.is_some_and(|now| now < last) {
                go_on(turn, last);
            }
        });
    }
    let turn = RwSignal::new(0);
    go_on(turn, last);
    turn
}

/// A filter: what it is called, and its options.
#[component]
fn Filter(legend: Text, children: Children) -> impl IntoView {
    view! {
        <fieldset class="filter">
            <legend>{t(legend)}</legend>
            {children()}
        </fieldset>
    }
}

fn toggles(state: SearchState, change: fn(&mut Query, String)) -> Callback<String> {
    Callback::new(move |option| state.update(|query| change(query, option)))
}

/// Whether offers in other languages come later or not at all.
#[component]
fn LanguageMode(state: SearchState) -> impl IntoView {
    let is_idle = move || state.query.with(|query| query.languages.is_empty());
    let mode = move |only: bool, label: Text| {
        let chosen = move || state.query.with(|query| query.only_languages == only);
        view! {
            <label class="option">
                <input
                    type="radio"
                    name="language-mode"
                    value=if only { "only" } else { "first" }
                    prop:checked=chosen
                    disabled=is_idle
                    on:change=move |_| state.update(|query| query.only_languages = only)
                />
                <span class="label">{t(label)}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <div class="options short" role="radiogroup" aria-label=t(Text::FilterLanguageMode)>
            {mode(false, Text::FilterLanguageFirst)}
            {mode(true, Text::FilterLanguageOnly)}
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
    region: Option<&'a Region>,
}

fn choices(
    state: SearchState,
    is_visible: Signal<bool>,
    make: fn(&Source<'_>) -> Vec<Choice>,
) -> Signal<Vec<Choice>> {
    let client = use_client();
    Memo::new(move |before: Option<&Vec<Choice>>| {
        if let (false, Some(before)) = (is_visible.get(), before) {
            return before.clone();
        }
        let (opened, query) = (state.opened.get(), state.query.get());
        client.locale.with(|locale| {
            state.answer.with(|answer| {
                client.region.with(|region| {
                    make(&Source {
                        locale,
                        opened: &opened,
                        query: &query,
                        facets: &answer.facets,
                        region: region.as_deref(),
                    })
                })
            })
        })
    })
    .into()
}

/// An option in the language of the app.
fn choice(value: &str, label: String, count: u32, chosen: bool) -> Choice {
    Choice {
        value: value.to_owned(),
        label,
        lang: None,
        own: None,
        icon: None,
        under: None,
        count,
        chosen,
    }
}

fn phases(from: &Source<'_>) -> Vec<Choice> {
    let phase = |phase: LifePhase| {
        let (label, count) = (from.locale.phase(phase), from.facets.phase(phase));
        Choice {
            icon: Some(format!("phase-{}", phase.slug())),
            ..choice(
                phase.slug(),
                label,
                count,
                from.query.phases.contains(phase),
            )
        }
    };
    LifePhase::ALL.map(phase).to_vec()
}

/// By municipality, in the order of the settings; last those that are in none.
fn places(from: &Source<'_>) -> Vec<Choice> {
    let all = from.opened.directory.neighbourhoods();
    let all = all.iter().zip(&from.facets.neighbourhoods);
    let groups = match from.region {
        Some(region) => region.groups(all, |(place, _)| place.slug()),
        None => vec![(None, all.collect())],
    };
    let mut choices = Vec::new();
    for (municipality, places) in groups {
        // A municipality that is its only neighbourhood needs no heading of its own.
        let is_alone = |name: &str| matches!(&places[..], [(only, _)] if only.label() == name);
        let under = municipality.map(|it| it.name.clone());
        let under = under.filter(|name| !is_alone(name));
        for (place, count) in places {
            let chosen = from.query.neighbourhoods.contains(place.slug());
            choices.push(Choice {
                lang: Some(CONTENT_LANGUAGE),
                under: under.clone(),
                ..choice(place.slug(), place.label().to_owned(), *count, chosen)
            });
        }
    }
    choices
}

/// Ways to take part without going to a place.
fn channels(from: &Source<'_>) -> Vec<Choice> {
    let away = [Channel::HomeVisit, Channel::Online, Channel::Telephone];
    let channel = |it: Channel| {
        let (label, count) = (from.locale.channel(it), from.facets.channel(it));
        choice(it.slug(), label, count, from.query.channels.contains(it))
    };
    away.map(channel).to_vec()
}

fn languages(from: &Source<'_>) -> Vec<Choice> {
    let all = from.opened.directory.languages().iter();
    let choices = all.zip(&from.facets.languages).map(|(language, count)| {
        let label = from.locale.spoken_here(*language).unwrap_or_default();
        let chosen = from.query.languages.contains(language);
        Choice {
            own: endonym(*language).map(|_| *language),
            ..choice(language.code(), label, *count, chosen)
        }
    });
    sorted(choices.collect())
}

fn times(from: &Source<'_>) -> Vec<Choice> {
    let time = |it: &When| {
        let (label, count) = (from.locale.when_option(*it), from.facets.when(*it));
        choice(it.slug(), label, count, from.query.when.contains(*it))
    };
    When::ALL.iter().map(time).collect()
}

fn good_to_know(from: &Source<'_>) -> Vec<Choice> {
    let value = |it: &GoodToKnow| {
        let (label, count) = (from.locale.good_to_know(*it), from.facets.good_to_know(*it));
        choice(
            it.slug(),
            label,
            count,
            from.query.good_to_know.contains(*it),
        )
    };
    GoodToKnow::ALL.iter().map(value).collect()
}

/// In the alphabetical order of what the user reads, numbers as people count them.
fn sorted(mut choices: Vec<Choice>) -> Vec<Choice> {
    let folded =
        |choice: &Choice| text::fold(choice.own.and_then(endonym).unwrap_or(&choice.label));
    let mut keyed: Vec<_> = choices.drain(..).map(|it| (folded(&it), it)).collect();
    keyed.sort_by(|(one, _), (other, _)| text::natural(one, other));
    keyed.into_iter().map(|(_, choice)| choice).collect()
}

fn topics(from: &Source<'_>) -> Vec<Choice> {
    let all = from.opened.directory.topics().iter();
    let choices = all.zip(&from.facets.topics).map(|(topic, count)| {
        let (label, own) = (from.locale.topic(topic), from.locale.has_topic(topic));
        let symbol = if own { topic.slug() } else { "other" };
        Choice {
            lang: (!own).then_some(CONTENT_LANGUAGE),
            icon: Some(format!("topic-{symbol}")),
            ..choice(
                topic.slug(),
                label,
                *count,
                from.query.topics.contains(topic.slug()),
            )
        }
    });
    sorted(choices.collect())
}
