//! What was found.

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use raupe_core::directory::{Filter, Marker, Query};

use super::search::SearchState;
use crate::client::use_client;
use crate::components::{List, card, drawing, icon};
use crate::i18n::{Plural, Text, t};
use crate::platform::page::{self, LinkPlace};
use crate::router::Screen;

/// As many cards are shown at a time: past that the page, not the search, is slow.
const PAGE: usize = 20;

/// A screen reader hears the number of hits once, this long after the last change.
const SAID_AFTER_MS: u32 = 700;

/// How many offers were found: shown at once, and said when the user pauses.
#[component]
pub fn Found(
    /// The search.
    state: SearchState,
) -> impl IntoView {
    let sentence = sentence(state);
    let said = RwSignal::new(String::new());
    let pending = StoredValue::new_local(None);
    Effect::new(move || {
        let sentence = sentence.get();
        // Dropping the timer that was there cancels it.
        let timer = Timeout::new(SAID_AFTER_MS, move || {
            let _ = said.try_set(sentence);
        });
        pending.set_value(Some(timer));
    });
    view! {
        <p class="found" aria-hidden="true">{sentence}</p>
        <p class="unseen said" role="status">{said}</p>
    }
}

/// The same for a sheet that covers the list, where nothing else of the page is heard: says what has changed
/// since it was opened.
#[component]
pub fn FoundBehind(
    /// The search.
    state: SearchState,
    /// Whether the sheet is open.
    open: Signal<bool>,
) -> impl IntoView {
    let sentence = sentence(state);
    let said = RwSignal::new(String::new());
    let pending = StoredValue::new_local(None);
    Effect::new(move |before: Option<String>| {
        let now = sentence.get();
        if !open.get() {
            pending.set_value(None);
            said.set(String::new());
        } else if before.is_some_and(|before| before != now) {
            let sentence = now.clone();
            let timer = Timeout::new(SAID_AFTER_MS, move || {
                let _ = said.try_set(sentence);
            });
            pending.set_value(Some(timer));
        }
        now
    });
    view! { <p class="unseen" role="status">{said}</p> }
}

/// How many offers were found, as a sentence.
fn sentence(state: SearchState) -> Memo<String> {
    let client = use_client();
    Memo::new(move |_| {
        let (count, spoken) = state
            .answer
            .with(|answer| (answer.hits.len(), answer.spoken));
        let how_spoken = state.query.with(|query| {
            let matters = !query.languages.is_empty() && !query.only_languages;
            // With a text it decides first how well that is found.
            let first = if query.asks(Filter::Text) {
                Plural::SearchSpokenAmong
            } else {
                Plural::SearchSpoken
            };
            matters.then_some(first)
        });
        client.locale.with(|locale| match (count, how_spoken) {
            (0, _) => locale.text(Text::SearchNone).to_owned(),
            (count, None) => locale.count(Plural::SearchFound, count),
            (count, Some(how)) => format!(
                "{} {}",
                locale.count(Plural::SearchFound, count),
                locale.count(how, spoken)
            ),
        })
    })
}

/// How many offers were found, and the first of them.
#[component]
pub fn Results(
    /// The search.
    state: SearchState,
) -> impl IntoView {
    let client = use_client();
    let link = move || state.query.with_untracked(Query::to_link);
    // Who comes back to a list finds it as long as it was.
    let before = client.shown.get_value();
    let before = before
        .filter(|(list, _)| *list == link())
        .map(|(_, shown)| shown);
    let shown = RwSignal::new(before.unwrap_or(PAGE));
    on_cleanup(move || {
        if let (Some(list), Some(shown)) = (
            state.query.try_with_untracked(Query::to_link),
            shown.try_get_untracked(),
        ) {
            client.shown.set_value(Some((list, shown)));
        }
    });
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
    let marker = Memo::new(move |_| {
        let text = state.query.with(|query| query.text.clone());
        client.with_synonyms(|synonyms| Marker::new(&text, synonyms))
    });
    // What the cards show besides the offers. A card is drawn anew when this changes, and stays the same
    // element while it does not, wherever in the list it comes to stand.
    let drawn = StoredValue::new(0_u32);
    let context = Memo::new(move |_| {
        state.opened.track();
        client.locale.track();
        client.region.track();
        // So that no date stays that is over.
        client.half_hour.track();
        drawn.update_value(|drawn| *drawn += 1);
        (drawn.get_value(), marker.get())
    });
    let rows = Signal::derive(move || {
        let (drawn, _) = context.get();
        hits.with(|hits| {
            let rows = hits.iter().take(shown.get());
            rows.map(|row| (*row, drawn)).collect::<Vec<_>>()
        })
    });
    let rows = first_things_first(rows, before.is_some(), state.is_covered);
    let draw = move |(row, _): (u32, u32)| {
        let opened = state.opened.get_untracked();
        let listing = opened.directory.listing(row)?;
        let card = client.region.with_untracked(|region| {
            client.locale.with_untracked(|locale| {
                context.with_untracked(|(_, marker)| {
                    let list = List {
                        directory: &opened.directory,
                        marker,
                        locale,
                        now: client.now.get_untracked(),
                        holidays: region.as_ref().map(|region| &region.holidays),
                    };
                    card(list, &listing)
                })
            })
        });
        Some(card)
    };
    let next = move || count().saturating_sub(shown.get()).min(PAGE);
    let more = Signal::derive(move || {
        client
            .locale
            .with(|locale| locale.count(Plural::SearchMore, next()))
    });
    // The focus goes to the first card that is new, not back to the top.
    let show_more = move |_| {
        let at = shown.get_untracked();
        shown.update(|shown| *shown += PAGE);
        request_animation_frame(move || page::focus_link_in(".offers", at));
    };
    view! {
        <section id="results" class="results" tabindex="-1" aria-label=t(Text::SearchResults)>
            <div class:empty=move || count() == 0>
                <Show when=move || count() == 0>
                    {drawing("searching", "", "0 0 220 120")}
                </Show>
                <Found state/>
            </div>
            <Show when=move || count() == 0>
                <Relaxations state/>
            </Show>
            <ul class="offers" role="list">
                <For each=move || rows.get() key=|row| *row children=draw/>
            </ul>
            <Show when=move || { next() > 0 }>
                <button type="button" class="more" on:click=show_more>{more}</button>
            </Show>
        </section>
    }
}

/// As many cards are drawn at once: no phone shows more of them.
const AT_ONCE: usize = 6;

/// A card: its offer's row, and which drawing of it.
type Row = (u32, u32);

/// The cards to draw. What can be seen comes with the next picture, and the rest of the list right after
/// it: until then the cards that were there stay below. `is_whole` says that the list begins whole, and
/// `is_covered` whether nothing of it can be seen.
fn first_things_first(
    rows: Signal<Vec<Row>>,
    is_whole: bool,
    is_covered: Signal<bool>,
) -> RwSignal<Vec<Row>> {
    let begin = rows.get_untracked();
    let begin = match begin.get(..AT_ONCE) {
        Some(first) if !is_whole => first.to_vec(),
        _ => begin,
    };
    let drawn = RwSignal::new(begin);
    let turn = StoredValue::new(0_u32);
    Effect::new(move || {
        let rows = rows.get();
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        // A card that is drawn anew is another element.
        if let Some(link) = LinkPlace::focused() {
            let refocus = move || page::refocus(&link);
            page::after_next_picture(move || page::after_next_picture(refocus));
        }
        if !is_covered.get_untracked() {
            let now = drawn.with_untracked(|before| in_haste(&rows, before));
            drawn.set(now);
        }
        if drawn.with_untracked(|drawn| *drawn != rows) {
            page::after_next_picture(move || {
                // The user may have typed on, or left.
                if turn.try_get_value() == Some(mine) {
                    drawn.set(rows);
                }
            });
        }
    });
    drawn
}

/// The first of `rows`, and below them what was there before.
fn in_haste(rows: &[Row], before: &[Row]) -> Vec<Row> {
    // A list that only becomes longer is drawn where nobody sees it.
    let grows = before.len() > AT_ONCE && rows.starts_with(before);
    match rows.get(..AT_ONCE) {
        Some(first) if !grows => {
            let is_first = |(row, _): &Row| first.iter().any(|(one, _)| one == row);
            let below = before.iter().skip(AT_ONCE).filter(|row| !is_first(row));
            first.iter().chain(below).copied().collect()
        }
        _ => rows.to_vec(),
    }
}

/// Which filter to give up when nothing was found, and what that would bring.
#[component]
pub fn Relaxations(
    /// The search.
    state: SearchState,
) -> impl IntoView {
    let client = use_client();
    let without = move || {
        let (opened, query) = (state.opened.get(), state.query.get());
        let asked = Filter::ALL.into_iter().filter(|filter| query.asks(*filter));
        let relaxed = asked.map(|filter| {
            let hits = client.answer(&opened, &query.without(filter)).hits;
            (filter, hits.len())
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
        <p>
            {t(Text::SearchNoneUrgent)} " "
            <a class="action" href=Screen::Help.href()>{icon("help", "")}{t(Text::NavHelp)}</a>
        </p>
    }
}

fn name(filter: Filter) -> Text {
    match filter {
        Filter::Age => Text::FilterAge,
        Filter::Neighbourhood => Text::FilterPlace,
        Filter::Language => Text::FilterLanguage,
        Filter::When => Text::FilterWhen,
        Filter::Topic => Text::FilterTopic,
        Filter::GoodToKnow => Text::FilterGood,
        Filter::Text => Text::FilterText,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: std::ops::Range<u32>, drawing: u32) -> Vec<Row> {
        rows.map(|row| (row, drawing)).collect()
    }

    #[test]
    fn what_can_be_seen_is_drawn_first() {
        let before = rows(0..20, 1);
        // Another drawing of the same offers: the old cards stay below the new ones for a moment.
        let now = in_haste(&rows(0..20, 2), &before);
        assert_eq!(now, [rows(0..6, 2), rows(6..20, 1)].concat());
        // No offer is there twice.
        let now = in_haste(&rows(10..30, 2), &before);
        assert_eq!(
            now,
            [rows(10..16, 2), rows(6..10, 1), rows(16..20, 1)].concat()
        );
        assert_eq!(in_haste(&rows(0..20, 1), &[]), rows(0..6, 1));
    }

    #[test]
    fn what_is_short_or_only_grows_is_drawn_in_one_go() {
        let before = rows(0..20, 1);
        assert_eq!(in_haste(&rows(3..8, 2), &before), rows(3..8, 2));
        assert_eq!(in_haste(&[], &before), []);
        assert_eq!(in_haste(&rows(0..40, 1), &before), rows(0..40, 1));
    }
}
