//! What is asked, as chips.

use leptos::prelude::*;
use raupe_core::calendar::When;
use raupe_core::directory::{Filter, Query};
use raupe_core::offer::{Channel, GoodToKnow, Language, LifePhase, Months};

use super::search::SearchState;
use crate::client::use_client;
use crate::components::icon;
use crate::i18n::{Locale, Said, Text, t};
use crate::platform::page;
use crate::store::Opened;

/// Something that is chosen and can be taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Chip {
    Phase(LifePhase),
    Months(Months),
    Place(String),
    Language(Language),
    Channel(Channel),
    When(When),
    Topic(String),
    Good(GoodToKnow),
    Text,
}

impl Chip {
    fn all(query: &Query) -> Vec<Self> {
        let mut chips: Vec<_> = query.phases.iter().map(Self::Phase).collect();
        chips.extend(query.months.iter().copied().map(Self::Months));
        chips.extend(query.neighbourhoods.iter().cloned().map(Self::Place));
        chips.extend(query.channels.iter().map(Self::Channel));
        chips.extend(query.languages.iter().copied().map(Self::Language));
        chips.extend(query.when.iter().map(Self::When));
        chips.extend(query.topics.iter().cloned().map(Self::Topic));
        chips.extend(query.good_to_know.iter().map(Self::Good));
        if query.asks(Filter::Text) {
            chips.push(Self::Text);
        }
        chips
    }

    fn label(&self, locale: &Locale, opened: &Opened, query: &Query) -> Said {
        let directory = &opened.directory;
        Said::ours(match self {
            Self::Phase(phase) => locale.phase(*phase),
            Self::Months(months) => locale.exact_age(*months),
            Self::Place(slug) => {
                let known = directory
                    .neighbourhoods()
                    .iter()
                    .find(|place| place.slug() == slug);
                return Said::feeds(known.map_or(slug.as_str(), |place| place.label()));
            }
            Self::Language(language) => locale.spoken(*language),
            Self::Channel(channel) => locale.channel(*channel),
            Self::When(time) => locale.when_option(*time),
            Self::Good(value) => locale.good_to_know(*value),
            Self::Topic(slug) => {
                let known = directory.topics().iter().find(|topic| topic.slug() == slug);
                return known.map_or_else(|| Said::feeds(slug), |topic| locale.topic_said(topic));
            }
            // Somebody has typed it, in any language.
            Self::Text => {
                let (text, lang) = (query.text.trim().to_owned(), Some(""));
                return Said { text, lang };
            }
        })
    }

    fn remove(&self, query: &mut Query) {
        match self {
            Self::Phase(phase) => query.phases = query.phases.toggled(*phase),
            Self::Months(months) => drop(query.months.remove(months)),
            Self::Place(slug) => drop(query.neighbourhoods.remove(slug)),
            Self::Channel(channel) => query.channels = query.channels.toggled(*channel),
            Self::Language(language) => {
                query.languages.remove(language);
                query.only_languages &= !query.languages.is_empty();
            }
            Self::When(time) => query.when = query.when.toggled(*time),
            Self::Good(value) => query.good_to_know = query.good_to_know.toggled(*value),
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
                .with(|locale| locale.fill(Text::SearchRemove, &[("option", &label.get().text)]))
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
                    {icon("close", "small")}<span>{move || label.get().shown()}</span>
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
