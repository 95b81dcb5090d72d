//! Woche: the dates of the next seven days, today first.

use std::sync::Arc;

use jiff::civil::Date;
use leptos::prelude::*;
use raupe_core::calendar::{Holidays, Occurrence, Timetable, days_between};
use raupe_core::directory::{Directory, Marker, Query};

use super::results::{Found, Relaxations};
use super::search::SearchState;
use crate::client::use_client;
use crate::components::{Count, marked, offer_href, place};
use crate::i18n::{CONTENT_LANGUAGE, Locale, Plural, Said, Text, iso, line, t};
use crate::platform::page;
use crate::store::Opened;

/// As many dates of a day are shown at a time.
const PAGE: usize = 20;
const DAYS: usize = 7;

/// A date of an offer, by the row of the offer.
type Dated = (Occurrence, u32);

/// The dates of the offers that were found.
#[component]
pub fn WeekView(
    /// The search.
    state: SearchState,
) -> impl IntoView {
    let client = use_client();
    let week = Memo::new(move |_| {
        let (opened, today) = (state.opened.get(), client.today.get());
        client.region.with(|region| match region {
            Some(region) => state.answer.with(|answer| {
                Arc::new(week(
                    &opened.directory,
                    &answer.hits,
                    &region.holidays,
                    today,
                ))
            }),
            None => Arc::default(),
        })
    });
    // Who comes back finds each day as long as it was.
    let link = move || state.query.try_with_untracked(Query::to_link);
    let before = client.shown_of_days.get_value();
    let before =
        before.filter(|(week, shown)| Some(week) == link().as_ref() && shown.len() == DAYS);
    let shown = RwSignal::new(before.map_or_else(|| vec![PAGE; DAYS], |(_, shown)| shown));
    on_cleanup(move || {
        let week = link().zip(shown.try_get_untracked());
        client.shown_of_days.set_value(week);
    });
    let days = move || {
        let today = client.today.get();
        let dates = std::iter::successors(Some(today), |date| date.tomorrow().ok());
        let days = dates.take(DAYS).enumerate();
        days.map(|(at, date)| view! { <Day state week at date all_shown=shown/> }.into_any())
            .collect_view()
    };
    view! {
        <section id="results" class="results week" tabindex="-1" aria-label=t(Text::SearchResults)>
            <Found state/>
            <Show when=move || state.answer.with(|answer| answer.hits.is_empty())>
                <Relaxations state/>
            </Show>
            {days}
            <p class="hint">{t(Text::WeekHint)}</p>
        </section>
    }
}

/// The dates of each of the seven days, in order of time.
fn week(directory: &Directory, hits: &[u32], holidays: &Holidays, today: Date) -> Vec<Vec<Dated>> {
    let mut days = vec![Vec::new(); DAYS];
    for row in hits {
        let schedules = directory.schedules_at(*row);
        let timetable = Timetable {
            schedules: &schedules,
            holidays,
        };
        for date in timetable.week(today) {
            let ahead = days_between(today, date.date);
            if let Some(day) = usize::try_from(ahead).ok().and_then(|at| days.get_mut(at)) {
                day.push((date, *row));
            }
        }
    }
    for day in &mut days {
        // The best offers first where the time is the same; at the end what the feed gives no time for.
        day.sort_by_key(|(date, _)| (date.opens.is_none(), date.opens, date.closes));
    }
    days
}

/// A day: its name, what is special about it, its dates.
#[component]
fn Day(
    state: SearchState,
    week: Memo<Arc<Vec<Vec<Dated>>>>,
    at: usize,
    date: Date,
    all_shown: RwSignal<Vec<usize>>,
) -> impl IntoView {
    let client = use_client();
    let shown = Memo::new(move |_| all_shown.with(|shown| shown.get(at).copied().unwrap_or(PAGE)));
    let show_more = move |_| {
        let first = shown.get_untracked();
        all_shown.update(|all| all.iter_mut().skip(at).take(1).for_each(|n| *n += PAGE));
        request_animation_frame(move || page::focus_link_in(&format!("#dates-{at}"), first));
    };
    let count = move || week.with(|week| week.get(at).map_or(0, Vec::len));
    let title = Signal::derive(move || {
        client.locale.with(|locale| {
            let today = client.today.get();
            let day = locale.weekday_and_date(date, today);
            match at {
                0 | 1 => format!("{} · {day}", locale.day(date, today)),
                _ => day,
            }
        })
    });
    let special = move || {
        let (public, school) = client.region.with(|region| {
            let holidays = &region.as_ref()?.holidays;
            Some((
                holidays.which_public(date),
                holidays.school(date).map(str::to_owned),
            ))
        })?;
        client.locale.with(|locale| match (public, school) {
            (Some(holiday), _) => Some(vec![Said::ours(locale.holiday(holiday))]),
            (None, Some(name)) => Some(locale.around(Text::WeekSchool, "name", Said::feeds(name))),
            (None, None) => None,
        })
    };
    let dates = move || {
        let opened = state.opened.get();
        let text = state.query.with(|query| query.text.clone());
        let marker = client.with_synonyms(|synonyms| Marker::new(&text, synonyms));
        week.with(|week| {
            let dates = week.get(at).into_iter().flatten().take(shown.get());
            client.locale.with(|locale| {
                dates
                    .filter_map(|(date, row)| dated(date, *row, &opened, &marker, locale))
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
    let id = format!("day-{at}");
    let heading = id.clone();
    view! {
        <section class="day" class:today=at == 0 aria-labelledby=id>
            <h2 id=heading>
                {title} " "
                <Count count=Signal::derive(count)/>
            </h2>
            {move || special().map(|name| view! { <p class="badge warn">{line(name)}</p> }.into_any())}
            <Show when=move || count() == 0>
                <p class="none">{t(Text::WeekNone)}</p>
            </Show>
            <ol id=format!("dates-{at}") role="list">{dates}</ol>
            <Show when=move || { next() > 0 }>
                <button type="button" class="more" on:click=show_more>
                    {more}
                </button>
            </Show>
        </section>
    }
}

/// A date: its hours, the offer, where it is.
fn dated(
    date: &Occurrence,
    row: u32,
    opened: &Opened,
    marker: &Marker,
    locale: &Locale,
) -> Option<AnyView> {
    let directory = &opened.directory;
    let listing = directory.listing(row)?;
    let time = date.opens.map(|opens| {
        let (opens, until) = (Locale::time(opens), date.closes.map(Locale::until));
        let moment = format!("{}T{opens}", iso(date.date));
        view! {
            <time datetime=moment>
                {opens}
                {until.map(|until| view! { " " <span class="until">{until}</span> }.into_any())}
            </time>
        }
        .into_any()
    });
    let view = view! {
        <li class="dated">
            {time.unwrap_or_else(|| view! { <span class="any-time"></span> }.into_any())}
            <h3>
                <a href=offer_href(&listing) lang=CONTENT_LANGUAGE dir="auto">
                    <span>{marked(&listing.title, marker)}</span>
                </a>
            </h3>
            <p>{place(directory, &listing, marker, locale)}</p>
        </li>
    };
    Some(view.into_any())
}
