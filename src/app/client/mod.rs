//! The state that all screens share, and how it is loaded and synced.
//!
//! - `driver`: carries out what the sync's state machine wants.
//! - `messages`: what there is to say.
//! - `log`: what came of the last syncs.

mod driver;
pub mod log;
mod messages;

pub use driver::first_settings;
pub use messages::{LastFailure, Message, Progress, Reason, Trouble};

use std::cell::RefCell;
use std::sync::Arc;

use gloo::timers::callback::{Interval, Timeout};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use raupe_core::calendar::berlin;
use raupe_core::directory::{Answer, Context, Days, Query};
use raupe_core::region::Region;
use raupe_core::sync::{Failure, StoreFault, Sync};
use raupe_core::synonyms::Synonyms;
use wasm_bindgen_futures::spawn_local;

use crate::i18n::{Catalogue, Locale, UiLanguage};
use crate::net;
use crate::platform::{
    base, canary, clock, crash, language, memory, page, shell::Shell, storage, visibility,
};
use crate::store::{Opened, Store};

/// What depends on the time of day is reckoned anew this often while the page is open.
const CLOCK_EVERY_MS: u32 = 30_000;

/// What the view works with.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// The store has not answered yet.
    Opening,
    /// The store has no directory, or cannot be read.
    Nothing,
    /// A directory.
    Here(Arc<Opened>),
}

/// What stays on the page until it is no longer so.
#[derive(Clone, Copy)]
pub struct Notices {
    /// The browser has cleared the store.
    pub emptied: RwSignal<bool>,
    /// Another tab seems to hold the store.
    pub held: RwSignal<bool>,
    /// After crashes the generation before the current one is shown.
    pub earlier: RwSignal<bool>,
}

/// The state that all screens share. Signals carry it; methods are the commands.
#[derive(Clone, Copy)]
pub struct Client {
    /// The user's language.
    pub locale: RwSignal<Locale>,
    /// What the view works with.
    pub data: RwSignal<Data>,
    /// What the last sync said.
    pub message: RwSignal<Message>,
    /// What stays on the page.
    pub notices: Notices,
    /// Set while a sync is going on and worth showing.
    pub progress: RwSignal<Option<Progress>>,
    /// When a sync went well the last time, RFC 3339, also on an earlier visit.
    pub checked: RwSignal<Option<String>>,
    /// The failure since then.
    pub failed: RwSignal<Option<LastFailure>>,
    /// Now, in milliseconds since 1970, as far as the age of the data goes.
    pub now_ms: RwSignal<f64>,
    /// Now, to the minute, on the clocks of Berlin.
    pub now: Memo<DateTime>,
    /// The last half hour that began: for what is too much to be looked at every minute.
    pub half_hour: Memo<DateTime>,
    /// The day that it is in Berlin.
    pub today: Memo<Date>,
    /// The county's settings, once they are there.
    pub region: RwSignal<Option<Arc<Region>>>,
    /// What takes place when, of the directory, as seen from this half hour.
    pub days: Memo<Arc<Days>>,
    /// Whether there is room for something beside the list.
    pub has_room: RwSignal<bool>,
    /// The app on this device.
    pub shell: Shell,
    /// The last search as a link, so that the way back to the list leads to the same list.
    pub last_search: RwSignal<String>,
    /// The last list as a link, and how many of its offers were shown.
    pub shown: StoredValue<Option<(String, usize)>>,
    /// The last week as a link, and how many dates of each of its days were shown.
    pub shown_of_days: StoredValue<Option<(String, Vec<usize>)>>,
    /// Whether the user has moved within the app: from then on a new screen takes the focus.
    pub moved: StoredValue<bool>,
    /// The state machine, once the settings are there.
    sync: StoredValue<RefCell<Option<Sync>>, LocalStorage>,
    /// Whether a sync is going on.
    busy: StoredValue<bool>,
    /// The next try after a failure.
    next_try: StoredValue<Option<Timeout>, LocalStorage>,
    /// Whether a sync is going on that somebody asked for.
    pub asked: RwSignal<bool>,
    /// The user has done something that only somebody does who will come back.
    pub wants: RwSignal<bool>,
    /// Whether the browser has been asked to keep the storage.
    persisted: StoredValue<bool>,
    /// The language that was chosen last; its catalogue may still be on the way.
    wanted: StoredValue<&'static str>,
}

/// The client of this page.
pub fn use_client() -> Client {
    expect_context()
}

impl Client {
    /// Makes the client, opens the stored directory and begins to look for news.
    pub fn start(locale: Locale, settings: Option<Region>) -> Self {
        page::set_language(locale.language);
        let data = RwSignal::new(Data::Opening);
        let machine = settings
            .as_ref()
            .map(|region| Sync::new(region.feed.clone()));
        let region = RwSignal::new(settings.map(Arc::new));
        let now_ms = RwSignal::new(clock::now_ms());
        let now = Memo::new(move |_| to_the_minute(now_ms.get()));
        let half_hour = Memo::new(move |_| to_the_half_hour(now.get()));
        let today = Memo::new(move |_| now.get().date());
        let client = Self {
            locale: RwSignal::new(locale),
            data,
            message: RwSignal::new(Message::Quiet),
            notices: Notices {
                emptied: RwSignal::new(false),
                held: RwSignal::new(false),
                earlier: RwSignal::new(false),
            },
            progress: RwSignal::new(None),
            checked: RwSignal::new(memory::recall(CHECKED)),
            failed: RwSignal::new(None),
            now_ms,
            now,
            half_hour,
            today,
            region,
            days: Memo::new(move |_| days(&data.get(), region.get().as_deref(), half_hour.get())),
            has_room: page::has_room(),
            shell: Shell::register(),
            last_search: RwSignal::new(String::new()),
            shown: StoredValue::default(),
            shown_of_days: StoredValue::default(),
            moved: StoredValue::new(false),
            sync: StoredValue::new_local(RefCell::new(machine)),
            busy: StoredValue::new(false),
            next_try: StoredValue::new_local(None),
            asked: RwSignal::new(false),
            wants: RwSignal::new(false),
            persisted: StoredValue::new(false),
            wanted: StoredValue::new(""),
        };
        spawn_local(async move {
            let opened = if crash::starts_earlier() {
                client.open_previous().await
            } else {
                client.reopen().await
            };
            if let Err(fault) = opened {
                client.say_store_failed(fault);
            }
            client.sync(Reason::Routine);
        });
        visibility::on_return(move || {
            client.now_ms.set(clock::now_ms());
            client.sync(Reason::Routine);
        });
        Effect::new(move |was_held: Option<bool>| {
            let held = client.notices.held.get();
            let in_memory = || {
                client
                    .opened_now()
                    .is_some_and(|opened| !opened.is_stored())
            };
            if was_held == Some(true) && !held && in_memory() {
                // The store takes it now.
                client.sync(Reason::Routine);
            }
            held
        });
        Interval::new(CLOCK_EVERY_MS, move || client.now_ms.set(clock::now_ms())).forget();
        client
    }

    /// Whether it is known if there is a stored directory: what is drawn from then on stays in its place.
    pub fn is_ready(self) -> bool {
        self.data.with(|data| *data != Data::Opening)
    }

    /// The directory, if there is one. Follows changes.
    pub fn opened(self) -> Option<Arc<Opened>> {
        match self.data.get() {
            Data::Here(opened) => Some(opened),
            Data::Opening | Data::Nothing => None,
        }
    }

    /// The directory as it is now, if there is one.
    fn opened_now(self) -> Option<Arc<Opened>> {
        untrack(|| self.opened())
    }

    /// What the directory answers, as of today and with the county's words. Follows changes.
    pub fn answer(self, opened: &Opened, query: &Query) -> Answer {
        let days = self.days.get();
        self.with_synonyms(|synonyms| {
            let context = Context {
                synonyms,
                days: &days,
            };
            opened.directory.answer_in(query, context)
        })
    }

    /// Asks for the words that mean the same. Follows changes.
    pub fn with_synonyms<T>(self, ask: impl FnOnce(&Synonyms) -> T) -> T {
        self.region.with(|region| match region {
            Some(region) => ask(&region.synonyms),
            None => ask(&Synonyms::default()),
        })
    }

    /// Where the directory is stored. Apps in different folders of a host have stores of their own.
    pub fn store(self) -> Store {
        Store::new(format!("raupe {}", base::path())).telling(self.notices.held)
    }

    /// Changes the language of the app.
    pub fn speak(self, language: UiLanguage) {
        self.wanted.set_value(language.tag);
        spawn_local(async move {
            match load_locale(language).await {
                // Another choice was made meanwhile.
                _ if self.wanted.get_value() != language.tag => {}
                Ok(locale) => {
                    language::remember(language);
                    page::set_language(language);
                    self.locale.set(locale);
                }
                Err(error) => {
                    leptos::logging::error!("{error}");
                    // So that the choice shows the language that is still spoken.
                    self.locale.notify();
                    self.message.set(Message::NoLanguage);
                }
            }
        });
    }

    /// The user does something that only somebody does who will come back: a good moment to ask the
    /// browser to keep what is stored.
    pub fn note_intent(self) {
        if !self.wants.get_untracked() {
            self.wants.set(true);
        }
        let stored = self.opened_now().is_some_and(|opened| opened.is_stored());
        if stored && !self.persisted.get_value() {
            self.persisted.set_value(true);
            storage::persist_once();
        }
    }

    /// Deletes everything that the app has stored on this device, the app itself as well, and loads the
    /// page anew.
    pub fn delete_everything(self) {
        spawn_local(async move {
            match self.store().delete().await {
                Ok(()) | Err(StoreFault::Unavailable) => {}
                Err(fault) => {
                    leptos::logging::warn!("store: {fault}");
                    return self.message.set(Message::NotDeleted);
                }
            }
            memory::forget_all();
            self.shell.delete().await;
            page::reload();
        });
    }

    fn say_store_failed(self, fault: StoreFault) {
        let trouble = Trouble::Sync(Failure::Store(fault));
        self.message.set(Message::Failed(trouble));
    }

    /// Reads the current generation from the store: the one way by which stored data reaches the
    /// view.
    async fn reopen(self) -> Result<(), StoreFault> {
        let canary_lived = canary::lives();
        let (data, read) = match self.store().open().await {
            Ok(Some(opened)) => {
                // Also for what an older app stored.
                canary::set(&opened.head);
                self.notices.earlier.set(false);
                (Data::Here(Arc::new(opened)), Ok(()))
            }
            Ok(None) => {
                self.note_empty(canary_lived);
                (Data::Nothing, Ok(()))
            }
            Err(fault) => {
                leptos::logging::warn!("store: {fault}");
                (Data::Nothing, Err(fault))
            }
        };
        // A store that fails once does not take away what is on the screen.
        if data != Data::Nothing || self.opened_now().is_none() {
            self.data.set(data);
        }
        read
    }

    /// Opens the generation before the current one, and the current one if there is no other.
    async fn open_previous(self) -> Result<(), StoreFault> {
        match self.store().open_previous().await {
            Ok(Some(opened)) => {
                self.notices.earlier.set(true);
                self.data.set(Data::Here(Arc::new(opened)));
                Ok(())
            }
            Ok(None) | Err(_) => self.reopen().await,
        }
    }

    /// The store is empty. If the canary lived before that was asked, it was not so always.
    fn note_empty(self, canary_lived: bool) {
        if canary_lived {
            self.notices.emptied.set(true);
        }
    }
}

/// A moment in milliseconds since 1970 on the clocks of Berlin, without seconds.
#[expect(clippy::cast_possible_truncation, reason = "dates are far below 2^53")]
fn to_the_minute(ms: f64) -> DateTime {
    let minute = ms as i64 / 60_000;
    berlin::wall_clock(minute * 60_000)
}

/// The half hour of a moment.
fn to_the_half_hour(now: DateTime) -> DateTime {
    let minute = if now.minute() < 30 { 0 } else { 30 };
    now.date().at(now.hour(), minute, 0, 0)
}

/// What takes place when, of a directory; of none, or without settings, nothing.
fn days(data: &Data, region: Option<&Region>, now: DateTime) -> Arc<Days> {
    Arc::new(match (data, region) {
        (Data::Here(opened), Some(region)) => opened.directory.days(&region.holidays, now),
        _ => Days::default(),
    })
}

/// Where the time of the last sync that went well is noted.
const CHECKED: &str = "checked";

/// Loads the catalogue of a language.
pub async fn load_locale(language: UiLanguage) -> Result<Locale, String> {
    let path = format!("locales/{}.json", language.tag);
    let json = net::text(&path).await;
    let json = json.map_err(|error| format!("{path}: {error}"))?;
    let catalogue = Catalogue::read(&json).map_err(|error| format!("{path}: {error}"))?;
    Ok(Locale::new(language, catalogue))
}
