//! The first things about an offer: when it is on, and what one can do about it now.

use std::sync::Arc;

use leptos::prelude::*;
use raupe_core::calendar::{
    Entry, Occurrence, OpenState, Timetable, days_between, says_by_appointment,
};
use raupe_core::offer::{Address, Offer, Phone, Place};
use wasm_bindgen_futures::spawn_local;

use crate::client::use_client;
use crate::components::icon;
use crate::i18n::{Locale, Text, t};
use crate::platform::clock::now_ms;
use crate::platform::download::download;
use crate::platform::install::map_of;
use crate::platform::share::{Shared, share};

/// The next date, also for the phone's calendar, and how the door stands now. Follows the clock.
pub fn next(offer: &Arc<Offer>) -> AnyView {
    let client = use_client();
    let schedules = offer.schedules.clone();
    let offer = StoredValue::new(offer.clone());
    let is_saved = RwSignal::new(false);
    let (to_calendar, saved) = (t(Text::OfferCalendar), t(Text::OfferCalendarSaved));
    let lines = Memo::new(move |_| {
        let now = client.now.get();
        client.region.with(|region| {
            let timetable = Timetable {
                schedules: &schedules,
                holidays: &region.as_ref()?.holidays,
            };
            let by_appointment = says_by_appointment(&schedules);
            let next = timetable.next_dates(now, 1).pop();
            let state = timetable.state(now, by_appointment);
            // That a door is closed says something only if it opens again soon.
            let is_far = |date: &Occurrence| days_between(now.date(), date.date) > 6;
            let tells = match &state {
                OpenState::Closed { next } => !next.as_ref().is_none_or(is_far),
                _ => true,
            };
            client.locale.with(|locale| {
                let date = next.as_ref().map(|date| {
                    let more = [locale.hours(date), locale.days_ahead(date.date, now.date())];
                    let more: Vec<_> = more.into_iter().flatten().collect();
                    (*date, locale.day(date.date, now.date()), more.join(" · "))
                });
                Some((date, tells.then(|| locale.open_state(&state, now))))
            })
        })
    });
    let view = move || {
        let (date, state) = lines.get()?;
        let label = client
            .locale
            .with(|locale| locale.text(Text::OfferNext).to_owned());
        Some(view! {
            <div class="next-date">
                {icon("calendar", "")}
                <p>
                    {date.as_ref().map(|(_, day, more)| view! {
                        {label} <strong>{day.clone()}</strong> {more.clone()}
                    }.into_any())}
                    {state.map(|state| view! { <span class="state">{state}</span> }.into_any())}
                </p>
                {date.filter(|(date, ..)| offer.with_value(|offer| Entry::suits(offer, date))).map(|(date, ..)| {
                    let save = move |_| {
                        let file = client
                            .locale
                            .with_untracked(|locale| offer.with_value(|offer| calendar_entry(offer, date, locale)));
                        match download(CALENDAR_FILE, "text/calendar;charset=utf-8", &file) {
                            Ok(()) => is_saved.set(true),
                            Err(error) => leptos::logging::warn!("calendar: {error:?}"),
                        }
                    };
                    view! {
                        <button type="button" class="quiet to-calendar" on:click=save>
                            {to_calendar}
                        </button>
                    }
                    .into_any()
                })}
            </div>
        })
    };
    let said = move || is_saved.get().then(saved);
    view! {
        {view}
        <p class="saved" role="status">{said}</p>
    }
    .into_any()
}

/// What the file is called. Without an ending of its own no phone knows what it is.
const CALENDAR_FILE: &str = "raupe.ics";

/// One date of an offer as a file for calendars. A calendar is read by others, too: a place that is to stay unknown is
/// not in it.
fn calendar_entry(offer: &Offer, date: Occurrence, locale: &Locale) -> String {
    let place = offer.places.iter().find(|place| !place.confidential);
    let place = place.map(|place| {
        let address = place.address.iter().flat_map(Address::lines);
        let lines: Vec<_> = place.name.iter().cloned().chain(address).collect();
        lines.join(", ")
    });
    let phones = offer.contacts.iter().flat_map(|contact| &contact.phones);
    let number = |phone: &Phone| {
        let parts = std::iter::once(phone.shown().to_owned()).chain(locale.about_phone(phone));
        locale.one_after_another(&parts.collect::<Vec<_>>())
    };
    let numbers: Vec<_> = phones.map(number).collect();
    let link = window().location().href().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds of our time")]
    let made_at = now_ms() as i64;
    let entry = Entry {
        offer: offer.id.as_str(),
        title: &offer.title,
        occurrence: date,
        place: place.as_deref().filter(|place| !place.is_empty()),
        note: &numbers.join("\n"),
        link: &link,
        made_at,
    };
    entry.to_ics()
}

/// Calling, the way there, sharing: each if it can be done.
pub fn actions(offer: &Offer) -> AnyView {
    let client = use_client();
    let locale = client.locale.get_untracked();
    let label = |text| locale.text(text).to_owned();
    let phone = offer
        .contacts
        .iter()
        .flat_map(|contact| &contact.phones)
        .filter(|phone| phone.can_be_dialled())
        // One where somebody speaks, if there is one.
        .min_by_key(|phone| phone.is_text_telephone);
    let call = phone.map(|phone| {
        view! {
            <a class="action" href=phone.href()>
                {icon("phone", "")}<span>{label(Text::OfferCall)}</span>
            </a>
        }
        .into_any()
    });
    let route = offer.places.iter().find_map(way_to).map(|href| {
        view! {
            <a class="action" href=href>
                {icon("route", "")}<span>{label(Text::OfferRoute)}</span>
            </a>
        }
        .into_any()
    });
    let said: RwSignal<Option<Text>> = RwSignal::new(None);
    let title = offer.title.clone();
    let give = move |_| {
        let title = title.clone();
        spawn_local(async move {
            let text = match share(&title).await {
                Shared::Sheet => None,
                Shared::Copied => Some(Text::OfferShared),
                Shared::Not => Some(Text::OfferNotShared),
            };
            let _ = said.try_set(text);
        });
    };
    let text = move || {
        let said = said.get();
        said.map(|text| {
            client
                .locale
                .with(|locale: &Locale| locale.text(text).to_owned())
        })
    };
    view! {
        <p class="actions">
            {call} {route}
            <button type="button" class="share" on:click=give>
                {icon("share", "")}<span>{label(Text::OfferShare)}</span>
            </button>
        </p>
        <p class="shared" role="status">{text}</p>
    }
    .into_any()
}

/// The address that opens a place in the device's own maps; nothing where it is to stay unknown.
fn way_to(place: &Place) -> Option<String> {
    let address = place.address.as_ref().filter(|_| !place.confidential)?;
    map_of(&address.lines().collect::<Vec<_>>().join(", "))
}
