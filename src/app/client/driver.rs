//! Carries out what the sync's state machine wants.

use std::sync::Arc;

use futures::future::{Either, select};
use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use raupe_core::region::Region;
use raupe_core::sync::{
    Effect, Event, Head, Kind, Outcome, StoreFault, Sync, Trigger, Wait, Wanted,
};
use wasm_bindgen_futures::spawn_local;

use super::log::{self, Came};
use super::{CHECKED, Client, Data, LastFailure, Message, Progress, Reason, Trouble};
use crate::compile::Compiler;
use crate::net;
use crate::platform::{canary, clock, crash, memory};
use crate::store::Opened;

/// A sync that takes longer than this shows that it is going on.
const BUSY_AFTER_MS: u32 = 500;

/// How long to wait when the settings did not come: they are small and lie beside the app.
const SETTINGS_WAIT: Wait = Wait {
    least_ms: 10_000,
    most_ms: 120_000,
};

/// The first picture waits for the settings this long: they come with the texts, which it needs anyway.
const FIRST_SETTINGS_MS: u32 = 2_000;

/// How long to wait before a store that did not take the directory is asked again.
const STORE_WAIT: Wait = Wait {
    least_ms: 10_000,
    most_ms: 60_000,
};

impl Client {
    /// Looks for news, unless that is going on already.
    pub fn sync(self, reason: Reason) {
        if reason == Reason::Asked {
            self.asked.set(true);
            // So that the same answer is said once more.
            self.message.set(Message::Quiet);
        }
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            let slow = Timeout::new(BUSY_AFTER_MS, move || {
                self.progress.set(Some(Progress {
                    loaded: 0,
                    total: None,
                }));
            });
            match self.load_settings().await {
                Ok(()) => self.run(reason).await,
                Err(trouble) => self.fail(trouble, SETTINGS_WAIT),
            }
            slow.cancel();
            self.progress.set(None);
            self.asked.set(false);
            self.busy.set_value(false);
        });
    }

    /// Makes the state machine, if the app's settings are there or come.
    async fn load_settings(self) -> Result<(), Trouble> {
        if self.sync.with_value(|sync| sync.borrow().is_some()) {
            return Ok(());
        }
        let region = read_settings().await?;
        let machine = Sync::new(region.feed.clone());
        self.region.set(Some(Arc::new(region)));
        self.sync
            .with_value(|sync| *sync.borrow_mut() = Some(machine));
        Ok(())
    }

    async fn run(self, reason: Reason) {
        let wanted = Wanted {
            trigger: match reason {
                Reason::Routine => Trigger::Routine,
                Reason::Asked => Trigger::Hand,
            },
            uptime_ms: clock::uptime_ms(),
            now: clock::now_rfc3339(),
        };
        // The machine may decline: a server that asks for rest gets it.
        if let Some(effect) = self.tell(Event::Wanted(wanted)) {
            self.next_try.set_value(None);
            self.carry_out(effect).await;
        }
    }

    fn tell(self, event: Event) -> Option<Effect> {
        self.sync
            .with_value(|sync| sync.borrow_mut().as_mut()?.on(event))
    }

    /// Carries out effects until the sync is over.
    async fn carry_out(self, mut effect: Effect) {
        let mut compiler = None;
        loop {
            let event = match effect {
                Effect::ReadCurrent => Event::Current(self.current().await),
                Effect::Fetch(request) => {
                    if request.kind.is_compiled() {
                        // It gets ready while the file is on its way.
                        compiler.get_or_insert_with(Compiler::call);
                    }
                    let expected = matches!(request.kind, Kind::Snapshot | Kind::Delta);
                    let total = expected.then_some(request.most_bytes);
                    let progress = |loaded| {
                        self.progress.update(|shown| {
                            *shown = shown.map(|_| Progress { loaded, total });
                        });
                    };
                    Event::Fetched(net::fetch(&request, progress).await)
                }
                Effect::ReadBytes(head) => Event::Bytes(self.store().bytes_of(&head).await),
                Effect::Compile(job) => {
                    let compiler = compiler.take().unwrap_or_else(Compiler::call);
                    Event::Compiled(compiler.run(job).await)
                }
                Effect::Store {
                    generation,
                    instead_of,
                } => {
                    let stored = self.store().replace(&generation, instead_of.as_ref()).await;
                    Event::Stored(stored)
                }
                Effect::Free => Event::Freed(self.store().free().await),
                Effect::Finished(outcome) => return self.finish(outcome).await,
            };
            match self.tell(event) {
                Some(next) => effect = next,
                None => return,
            }
        }
    }

    /// What the store has. It may have been emptied while the page was open.
    async fn current(self) -> Result<Option<Head>, StoreFault> {
        let canary_lived = canary::lives();
        let head = self.store().head().await;
        if head == Ok(None) {
            self.note_empty(canary_lived);
        }
        head
    }

    async fn finish(self, outcome: Outcome) {
        let shown = self.opened_now().map(|opened| opened.head.clone());
        let asked = self.asked.get_untracked();
        // The first directory speaks for itself.
        let news = if shown.is_some() {
            Message::Updated
        } else {
            Message::Quiet
        };
        let said = match outcome {
            Outcome::Updated(_) => {
                self.went_well(Came::News);
                crash::recovered();
                self.reopen().await.map(|()| news)
            }
            Outcome::Unstored(generation, fault) => {
                leptos::logging::warn!("store: {fault}");
                self.went_well(Came::News);
                if matches!(fault, StoreFault::Failed(_)) {
                    self.try_again(STORE_WAIT);
                }
                Opened::in_memory(generation, fault).map(|opened| {
                    self.data.set(Data::Here(Arc::new(opened)));
                    news
                })
            }
            Outcome::Unchanged(head) => {
                self.went_well(Came::Nothing);
                let earlier = self.notices.earlier.get_untracked();
                if asked && earlier {
                    // Somebody is there and wants the newest: they see what becomes of it.
                    crash::recovered();
                }
                // Another tab may have stored it since this view was opened.
                let stale = shown.as_ref() != Some(&head) && (asked || !earlier);
                let read = if stale { self.reopen().await } else { Ok(()) };
                read.map(|()| {
                    // Somebody may have asked meanwhile.
                    if self.asked.get_untracked() {
                        Message::Unchanged
                    } else {
                        Message::Quiet
                    }
                })
            }
            Outcome::Failed(failure, wait) => {
                leptos::logging::warn!("sync: {failure}");
                // The store may answer now, though it did not before.
                let read = match shown {
                    None => self.reopen().await,
                    Some(_) => Ok(()),
                };
                self.fail(Trouble::Sync(failure), wait);
                match read {
                    // Nothing can be stored here, and so the network alone is why there is no list.
                    Ok(()) | Err(StoreFault::Unavailable) => {}
                    Err(fault) => self.say_store_failed(fault),
                }
                return;
            }
        };
        match said {
            Ok(message) => self.message.set(message),
            Err(fault) => self.say_store_failed(fault),
        }
    }

    fn went_well(self, came: Came) {
        let now = clock::now_rfc3339();
        memory::remember(CHECKED, &now);
        self.checked.set(Some(now));
        self.failed.set(None);
        log::note(came);
    }

    /// Says what went wrong and sees to it that it is tried again.
    fn fail(self, trouble: Trouble, wait: Wait) {
        let in_ms = self.try_again(wait);
        let now_ms = clock::now_ms();
        log::note(Came::Failure);
        self.failed.set(Some(LastFailure {
            trouble: trouble.clone(),
            at_ms: now_ms,
            next_ms: now_ms + f64::from(in_ms),
        }));
        self.message.set(Message::Failed(trouble));
    }

    /// Looks for news again after a while, and says how many milliseconds that is.
    fn try_again(self, wait: Wait) -> u32 {
        let in_ms = wait.pick_ms(js_sys::Math::random());
        let timer = Timeout::new(in_ms, move || self.sync(Reason::Routine));
        // Dropping the timer that was there cancels it.
        self.next_try.set_value(Some(timer));
        in_ms
    }
}

/// The county's settings, from beside the app.
async fn read_settings() -> Result<Region, Trouble> {
    let json = net::text("region.json").await.map_err(|error| {
        leptos::logging::warn!("region.json: {error}");
        Trouble::NoSettings
    })?;
    Region::read(&json).map_err(|error| {
        leptos::logging::error!("{error}");
        Trouble::BadSettings
    })
}

/// The county's settings for the first picture, which does not wait for them for long: without them, the
/// sync asks for them anew and says what is wrong with them.
pub async fn first_settings() -> Option<Region> {
    let settings = Box::pin(read_settings());
    match select(settings, TimeoutFuture::new(FIRST_SETTINGS_MS)).await {
        Either::Left((settings, _)) => settings.ok(),
        Either::Right(_) => None,
    }
}
