//! The state that all screens share, and how it is loaded and synced.

use std::cell::RefCell;
use std::sync::Arc;

use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use raupe_core::sync::{Effect, Event, Failure, Outcome, StoreFault, Sync};
use wasm_bindgen_futures::spawn_local;

use crate::i18n::{Catalogue, Locale, UiLanguage};
use crate::net;
use crate::platform::{base, language, page, shell::Shell, visibility};
use crate::store::{Opened, Store};

/// A sync that takes longer than this shows that it is going on.
const BUSY_AFTER_MS: u32 = 500;

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

/// What the last sync said. Nothing is said about one that nobody asked for and that went well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Message {
    /// Nothing to say.
    Quiet,
    /// There is a new directory.
    Updated,
    /// Asked for, and nothing new.
    Unchanged,
    /// The old directory stays.
    Failed(Failure),
}

/// A sync that is going on and worth showing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that came in.
    pub loaded: usize,
    /// Bytes that are expected, if known.
    pub total: Option<usize>,
}

/// Why a sync is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The app did: at the start, on coming back.
    Routine,
    /// The user did, and waits for a word.
    Asked,
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
    /// Set while a sync is going on and worth showing.
    pub progress: RwSignal<Option<Progress>>,
    /// The app on this device.
    pub shell: Shell,
    /// The last search as a link, so that the way back to the list leads to the same list.
    pub last_search: RwSignal<String>,
    /// Whether the user has moved within the app: from then on a new screen takes the focus.
    pub moved: StoredValue<bool>,
    sync: StoredValue<RefCell<Sync>, LocalStorage>,
    asked: RwSignal<bool>,
    /// The language that was chosen last; its catalogue may still be on the way.
    wanted: StoredValue<&'static str>,
}

/// The client of this page.
pub fn use_client() -> Client {
    expect_context()
}

impl Client {
    /// Makes the client, opens the stored directory and begins to look for news.
    pub fn start(locale: Locale) -> Self {
        page::set_language(locale.language);
        let client = Self {
            locale: RwSignal::new(locale),
            data: RwSignal::new(Data::Opening),
            message: RwSignal::new(Message::Quiet),
            progress: RwSignal::new(None),
            shell: Shell::register(),
            last_search: RwSignal::new(String::new()),
            moved: StoredValue::new(false),
            sync: StoredValue::new_local(RefCell::default()),
            asked: RwSignal::new(false),
            wanted: StoredValue::new(""),
        };
        spawn_local(async move {
            if let Err(fault) = client.reopen().await {
                client.message.set(Message::Failed(Failure::Store(fault)));
            }
            client.sync(Reason::Routine);
        });
        visibility::on_return(move || client.sync(Reason::Routine));
        client
    }

    /// The directory, if there is one. Follows changes.
    pub fn opened(self) -> Option<Arc<Opened>> {
        match self.data.get() {
            Data::Here(opened) => Some(opened),
            Data::Opening | Data::Nothing => None,
        }
    }

    /// Changes the language of the app.
    pub fn speak(self, language: UiLanguage) {
        self.wanted.set_value(language.tag);
        spawn_local(async move {
            match load_locale(language).await {
                // Another choice was made meanwhile.
                Ok(_) if self.wanted.get_value() != language.tag => {}
                Ok(locale) => {
                    language::remember(language);
                    page::set_language(language);
                    self.locale.set(locale);
                }
                Err(error) => leptos::logging::error!("{error}"),
            }
        });
    }

    /// Looks for news, unless that is going on already.
    pub fn sync(self, reason: Reason) {
        if reason == Reason::Asked {
            self.asked.set(true);
            // So that the same answer is said once more.
            self.message.set(Message::Quiet);
        }
        let effect = self.tell(Event::Wanted);
        let Some(effect) = effect else { return };
        spawn_local(async move {
            let busy = Timeout::new(BUSY_AFTER_MS, move || {
                self.progress.set(Some(Progress {
                    loaded: 0,
                    total: None,
                }));
            });
            self.carry_out(effect).await;
            busy.cancel();
            self.progress.set(None);
            self.asked.set(false);
        });
    }

    fn tell(self, event: Event) -> Option<Effect> {
        self.sync.with_value(|sync| sync.borrow_mut().on(event))
    }

    /// Carries out effects until the sync is over.
    async fn carry_out(self, mut effect: Effect) {
        loop {
            let event = match effect {
                Effect::ReadCurrent => Event::Current(store().head().await),
                Effect::FetchManifest(request) => {
                    Event::Manifest(net::fetch(&feed(), &request, |_| {}).await)
                }
                Effect::FetchSnapshot(request) => {
                    let progress = |loaded| {
                        let total = Some(request.most_bytes);
                        self.progress.update(|shown| {
                            *shown = shown.map(|_| Progress { loaded, total });
                        });
                    };
                    Event::Snapshot(net::fetch(&feed(), &request, progress).await)
                }
                Effect::Store {
                    generation,
                    instead_of,
                } => Event::Stored(store().replace(&generation, instead_of.as_ref()).await),
                Effect::Finished(outcome) => return self.finish(outcome).await,
            };
            match self.tell(event) {
                Some(next) => effect = next,
                None => return,
            }
        }
    }

    async fn finish(self, outcome: Outcome) {
        let shown = self.data.with_untracked(|data| match data {
            Data::Here(opened) => Some(opened.head.clone()),
            Data::Opening | Data::Nothing => None,
        });
        let message = match outcome {
            // The first directory speaks for itself.
            Outcome::Updated(_) if shown.is_none() => Message::Quiet,
            Outcome::Updated(_) => Message::Updated,
            Outcome::Unchanged(_) if self.asked.get_untracked() => Message::Unchanged,
            Outcome::Unchanged(_) => Message::Quiet,
            Outcome::Failed(ref failure) => {
                leptos::logging::warn!("sync: {failure}");
                Message::Failed(failure.clone())
            }
        };
        let stale = match &outcome {
            Outcome::Updated(_) => true,
            // Another tab may have stored it since this view was opened.
            Outcome::Unchanged(head) => shown.as_ref() != Some(head),
            // The store may answer now, though it did not before.
            Outcome::Failed(_) => shown.is_none(),
        };
        match if stale { self.reopen().await } else { Ok(()) } {
            Ok(()) => self.message.set(message),
            Err(fault) => self.message.set(Message::Failed(Failure::Store(fault))),
        }
    }

    /// Reads the current generation from the store: the one way by which data reaches the view.
    async fn reopen(self) -> Result<(), StoreFault> {
        let (data, read) = match store().open().await {
            Ok(Some(opened)) => (Data::Here(Arc::new(opened)), Ok(())),
            Ok(None) => (Data::Nothing, Ok(())),
            Err(fault) => {
                leptos::logging::warn!("store: {fault}");
                (Data::Nothing, Err(fault))
            }
        };
        // A store that fails once does not take away what is on the screen.
        let keep = data == Data::Nothing && matches!(self.data.get_untracked(), Data::Here(_));
        if !keep {
            self.data.set(data);
        }
        read
    }
}

/// Where the directory is stored. Apps in different folders of a host have stores of their own.
pub fn store() -> Store {
    Store::new(format!("raupe {}", base::path()))
}

/// The folder of the feed.
fn feed() -> String {
    base::href("feed/")
}

/// Loads the catalogue of a language.
pub async fn load_locale(language: UiLanguage) -> Result<Locale, String> {
    let address = base::href(&format!("locales/{}.json", language.tag));
    let read = async {
        let response = gloo::net::http::Request::get(&address).send().await?;
        response.text().await
    };
    let json = read.await.map_err(|error| format!("{address}: {error}"))?;
    let catalogue = Catalogue::read(&json).map_err(|error| format!("{address}: {error}"))?;
    Ok(Locale::new(language, catalogue))
}
