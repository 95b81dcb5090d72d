//! What is asked, as chips, and what was found.

use leptos::prelude::*;
use raupe_core::directory::{Filter, Marker, Query};
use raupe_core::offer::{Language, LifePhase, Months};

use super::search::SearchState;
use crate::client::use_client;
use crate::components::Card;
use crate::i18n::{Locale, Plural, Text, t};
use crate::platform::page;
use crate::store::Opened;

/// As many cards are shown at a time: past that the page, not the search, is slow.
const PAGE: usize = 20;

/// Something that is chosen and can be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Chip {
    Phase(LifePhase),
    Months(Months),
    Place(String),
    Language(Language),
    Topic(String),
    Text,
}

impl Chip {
    fn all(query: &Query) -> Vec<Self> {
        let mut chips: Vec<_> = query.phases.iter().map(Self::Phase).collect();
        chips.extend(query.months.iter().copied().map(Self::Months));
        chips.extend(query.neighbourhoods.iter().cloned().map(Self::Place));
        chips.extend(query.languages.iter().copied().map(Self::Language));
        chips.extend(query.topics.iter().cloned().map(Self::Topic));
        if query.asks(Filter::Text) {
            chips.push(Self::Text);
        }
        chips
    }

    fn label(&self, locale: &Locale, opened: &Opened, query: &Query) -> String {
        let directory = &opened.directory;
        match self {
            Self::Phase(phase) => locale.phase(*phase),
            Self::Months(months) => locale.exact_age(*months),
            Self::Place(slug) => {
                let known = directory
                    .neighbourhoods()
                    .iter()
                    .find(|place| place.slug() == slug);
                known
                    .map_or(slug.as_str(), |place| place.label())
                    .to_owned()
            }
            Self::Language(language) => locale.spoken(*language),
            Self::Topic(slug) => {
                let known = directory.topics().iter().find(|topic| topic.slug() == slug);
                known.map_or_else(|| slug.clone(), |topic| locale.topic(topic))
            }
            Self::Text => query.text.trim().to_owned(),
        }
    }

    fn remove(&self, query: &mut Query) {
        match self {
            Self::Phase(phase) => query.phases = query.phases.toggled(*phase),
            Self::Months(months) => drop(query.months.remove(months)),
            Self::Place(slug) => drop(query.neighbourhoods.remove(slug)),
            Self::Language(language) => drop(query.languages.remove(language)),
            Self::Topic(slug) => drop(query.topics.remove(slug)),
            Self::Text => query.text.clear(),
        }
    }
}

/// What is chosen, each with a way to take it away.
#[component]
pub fn Chips(
    /// The search.
    state: SearchState,
) -> impl IntoView {
    let client = use_client();
    let chips = move || state.query.with(Chip::all).into_iter();
    let chip = move |chip: Chip| {
        let shown = chip.clone();
        let label = Signal::derive(move || {
            let (opened, query) = (state.opened.get(), state.query.get());
            client
                .locale
                .with(|locale| shown.label(locale, &opened, &query))
        });
        let remove = Signal::derive(move || {
            client
                .locale
                .with(|locale| locale.fill(Text::SearchRemove, &[("option", &label.get())]))
        });
        view! {
            <li>
                <button
                    type="button"
                    class="chip"
                    aria-label=remove
                    on:click=move |_| {
                        state.update(|query| chip.remove(query));
                        page::focus("results");
                    }
                >
                    <span aria-hidden="true">"× "</span>{label}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || state.query.with(|query| !query.is_empty())>
            <ul class="chips" role="list" aria-label=t(Text::SearchChosen)>
                {move || chips().map(chip).collect_view()}
                <li>
                    <button
                        type="button"
                        class="clear"
                        on:click=move |_| {
                            state.update(|query| *query = Query::default());
                            page::focus("results");
                        }
                    >
                        {t(Text::SearchClear)}
                    </button>
                </li>
            </ul>
        </Show>
    }
}

/// How many offers were found, and the first of them.
#[component]
pub fn Results(
    /// The search.
    state: SearchState,
) -> impl IntoView {
    let client = use_client();
    let shown = RwSignal::new(PAGE);
    // Another question begins at the top of its list.
    Effect::new(move |before: Option<Query>| {
        let now = state.query.get();
        if before.is_some_and(|before| before != now) {
            shown.set(PAGE);
        }
        now
    });
    let hits = Memo::new(move |_| state.answer.with(|answer| answer.hits.clone()));
    let count = move || hits.with(Vec::len);
    let found = Signal::derive(move || {
        client.locale.with(|locale| match count() {
            0 => locale.text(Text::SearchNone).to_owned(),
            count => locale.count(Plural::SearchFound, count),
        })
    });
    let marker = Memo::new(move |_| {
        let text = state.query.with(|query| query.text.clone());
        Marker::new(&text, &client.synonyms.get())
    });
    let cards = move || {
        let (opened, marker) = (state.opened.get(), marker.get());
        let directory = &opened.directory;
        client.locale.with(|locale| {
            hits.with(|hits| {
                let listings = hits.iter().take(shown.get());
                listings
                    .filter_map(|hit| directory.listing(*hit))
                    .map(|listing| {
                        view! { <Card directory listing=&listing marker=&marker locale/> }
                            .into_any()
                    })
                    .collect_view()
            })
        })
    };
    let next = move || count().saturating_sub(shown.get()).min(PAGE);
    let more = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::SearchMore, next()))
    });
    view! {
        <section id="results" class="results" tabindex="-1" aria-label=t(Text::SearchResults)>
            <p class="found" role="status">{found}</p>
            <Show when=move || count() == 0>
                <Relaxations state/>
            </Show>
            <ul class="offers" role="list">{cards}</ul>
            <Show when=move || { next() > 0 }>
                <button type="button" class="more" on:click=move |_| shown.update(|n| *n += PAGE)>
                    {more}
                </button>
            </Show>
        </section>
    }
}

/// Which filter to give up when nothing was found, and what that would bring.
#[component]
fn Relaxations(state: SearchState) -> impl IntoView {
    let client = use_client();
    let without = move || {
        let (opened, query) = (state.opened.get(), state.query.get());
        let synonyms = client.synonyms.get();
        let asked = Filter::ALL.into_iter().filter(|filter| query.asks(*filter));
        let relaxed = asked.map(|filter| {
            let query = query.without(filter);
            (
                filter,
                opened.directory.answer_with(&query, &synonyms).hits.len(),
            )
        });
        relaxed.filter(|(_, hits)| *hits > 0).collect::<Vec<_>>()
    };
    let button = move |(filter, hits): (Filter, usize)| {
        let label = client.locale.with(|locale| {
            let name = locale.text(name(filter));
            locale.count_with(Plural::SearchNoneWithout, hits, &[("filter", name)])
        });
        view! {
            <li>
                <button
                    type="button"
                    class="relax"
                    on:click=move |_| {
                        state.update(|query| *query = query.without(filter));
                        page::focus("results");
                    }
                >
                    {label}
                </button>
            </li>
        }
        .into_any()
    };
    view! {
        <p>{t(Text::SearchNoneHint)}</p>
        <ul class="chips" role="list">{move || without().into_iter().map(button).collect_view()}</ul>
    }
}

fn name(filter: Filter) -> Text {
    match filter {
        Filter::Age => Text::FilterAge,
        Filter::Neighbourhood => Text::FilterPlace,
        Filter::Language => Text::FilterLanguage,
        Filter::Topic => Text::FilterTopic,
        Filter::Text => Text::FilterText,
    }
}
