//! States and transitions of a sync.
//!
//! - here: up to the news that there is another edition, and how a sync ends.
//! - `arrival`: from the file that was fetched for it to the store.

mod arrival;

use std::sync::Arc;

use super::failure::{Failure, Fetched, StoreFault};
use super::generation::{Generation, Head};
use super::protocol::{Effect, Event, Outcome, Trigger, Wanted};
use super::request::Request;
use super::retry::Wait;
use super::trust::{Trust, trust};
use super::verify::{self, Announced, News};
use crate::feed::{SignatureError, sha256};
use crate::region::FeedSettings;

/// How often another tab may be faster before this one leaves it to that one.
const OVERTAKEN: u8 = 3;

/// Where a sync stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum State {
    /// Nothing is going on.
    #[default]
    Idle,
    /// Asking the store what it has: another tab may have changed it.
    Recalling,
    /// Waiting for the manifest.
    Checking(Base),
    /// Waiting for the signature of these bytes.
    Authenticating(Base, Vec<u8>),
    /// Waiting for their signature under the name that never changes, after this happened.
    AuthenticatingAgain(Base, Vec<u8>, Failure),
    /// Waiting for a delta.
    Patching(Base, Box<Edition>),
    /// Waiting for the stored snapshot, to apply this delta to it.
    Basing(Base, Box<Edition>, Vec<u8>),
    /// Waiting for what the delta and the stored snapshot give.
    Applying(Base, Box<Edition>),
    /// Waiting for the snapshot.
    Loading(Base, Box<Edition>),
    /// Waiting for a plain page.
    LoadingPage(Base),
    /// Waiting for what the snapshot or the page gives.
    Compiling(Base),
    /// Waiting for the store.
    Storing(Base, Arc<Generation>),
    /// Waiting until the store has made room for the generation.
    Freeing(Base, Arc<Generation>),
    /// Waiting for the store, which has made room.
    StoringAgain(Base, Arc<Generation>),
}

/// What there is before the sync.
#[derive(Clone, Debug, PartialEq)]
pub struct Base {
    /// What the store has, if it answers. Without it the directory lives as long as the page.
    stored: Result<Option<Head>, StoreFault>,
    /// The directory that is in use: what is stored, or what no store took.
    current: Option<Head>,
}

impl Base {
    fn head(&self) -> Option<&Head> {
        self.current.as_ref()
    }

    /// The head of the stored generation: a delta can be applied to it.
    fn in_store(&self) -> Option<&Head> {
        self.stored.as_ref().ok()?.as_ref()
    }
}

/// An edition that is announced and verified, not yet loaded.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition(Announced);

/// What is shown without a store. It is offered to the store again.
#[derive(Debug)]
struct Unstored {
    generation: Arc<Generation>,
    /// What the store had when it was taken, whose keys it was measured against; `None` if it had nothing or was silent.
    after: Option<Head>,
}

/// The state machine of a sync.
#[derive(Debug)]
pub struct Sync {
    settings: FeedSettings,
    state: State,
    unstored: Option<Unstored>,
    /// Whether the store was last known to have a directory: then a fault is a fault and no reason to do
    /// without it.
    in_store: bool,
    /// Failures in a row.
    failures: u32,
    /// The server asked not to be asked before this time; see [`Wanted::uptime_ms`].
    not_before_ms: u64,
    overtaken: u8,
    wanted: Wanted,
}

impl Sync {
    /// A machine for a feed. Nothing is going on.
    pub fn new(settings: FeedSettings) -> Self {
        Self {
            settings,
            state: State::Idle,
            unstored: None,
            in_store: false,
            failures: 0,
            not_before_ms: 0,
            overtaken: 0,
            wanted: Wanted {
                trigger: Trigger::Routine,
                uptime_ms: 0,
                now: String::new(),
            },
        }
    }

    /// Where the sync stands.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Takes an event and says what is to be done. An event that answers no effect of the
    /// present state is ignored.
    #[must_use]
    pub fn on(&mut self, event: Event) -> Option<Effect> {
        match (std::mem::take(&mut self.state), event) {
            (State::Idle, Event::Wanted(wanted)) => self.wanted(wanted),
            (State::Recalling, Event::Current(current)) => self.recalled(current),
            (State::Checking(base), Event::Fetched(fetched)) => self.checked(base, fetched),
            (State::Authenticating(base, manifest), Event::Fetched(fetched)) => {
                self.authenticated(base, manifest, fetched)
            }
            (State::AuthenticatingAgain(base, manifest, before), Event::Fetched(fetched)) => {
                match self.believe(&base, &manifest, fetched) {
                    // What was wrong with the usual signature says more.
                    Err(Failure::Status { .. } | Failure::NotTheFeed) => self.fail(match before {
                        Failure::Status { status: 404, .. } => Failure::Unsigned,
                        before => before,
                    }),
                    news => self.heard(base, news),
                }
            }
            (State::Patching(base, edition), Event::Fetched(fetched)) => {
                self.patched(base, edition, fetched)
            }
            (State::Basing(base, edition, delta), Event::Bytes(stored)) => {
                self.based(base, edition, delta, stored)
            }
            (State::Applying(base, edition), Event::Compiled(compiled)) => {
                self.applied(base, edition, compiled)
            }
            (State::Loading(base, edition), Event::Fetched(fetched)) => {
                self.loaded(base, *edition, fetched)
            }
            (State::Compiling(base), Event::Compiled(compiled)) => self.compiled(base, compiled),
            (State::LoadingPage(base), Event::Fetched(fetched)) => self.page_loaded(base, fetched),
            (State::Storing(base, generation), Event::Stored(stored)) => {
                self.stored(base, generation, stored)
            }
            (State::Freeing(base, generation), Event::Freed(freed)) => match freed {
                Ok(()) => self.store(base, generation, State::StoringAgain),
                Err(fault) => self.not_stored(&base, generation, fault),
            },
            (State::StoringAgain(base, generation), Event::Stored(stored)) => match stored {
                Err(StoreFault::Full) => self.not_stored(&base, generation, StoreFault::Full),
                stored => self.stored(base, generation, stored),
            },
            (state, _) => {
                self.state = state;
                None
            }
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "every transition ends with it")]
    fn go(&mut self, state: State, effect: Effect) -> Option<Effect> {
        self.state = state;
        Some(effect)
    }

    fn fetch(&mut self, state: State, request: Request) -> Option<Effect> {
        self.go(state, Effect::Fetch(request))
    }

    /// Ends the sync well.
    fn finish(&mut self, outcome: Outcome) -> Option<Effect> {
        self.failures = 0;
        self.not_before_ms = 0;
        self.overtaken = 0;
        self.go(State::Idle, Effect::Finished(outcome))
    }

    /// Ends the sync: the feed has what is in use. A store that did not take it may take it now.
    fn unchanged(&mut self, base: Base, head: Head) -> Option<Effect> {
        match &self.unstored {
            Some(shown) if base.stored.is_ok() && shown.generation.head == head => {
                let shown = Arc::clone(&shown.generation);
                self.store(base, shown, State::Storing)
            }
            _ => self.finish(Outcome::Unchanged(head)),
        }
    }

    fn fail(&mut self, failure: Failure) -> Option<Effect> {
        self.failures = self.failures.saturating_add(1);
        self.overtaken = 0;
        let asked = match failure {
            Failure::Status { retry_after_s, .. } => retry_after_s,
            _ => None,
        };
        let shown = self.in_store || self.unstored.is_some();
        let wait = Wait::after(self.failures, asked, shown);
        if asked.is_some() {
            self.not_before_ms = self.wanted.uptime_ms.saturating_add(wait.least_ms);
        }
        self.go(
            State::Idle,
            Effect::Finished(Outcome::Failed(failure, wait)),
        )
    }

    fn wanted(&mut self, wanted: Wanted) -> Option<Effect> {
        // A server that asks for rest gets it from the app, though not from a person.
        if wanted.trigger == Trigger::Routine && wanted.uptime_ms < self.not_before_ms {
            return None;
        }
        self.wanted = wanted;
        self.go(State::Recalling, Effect::ReadCurrent)
    }

    fn recalled(&mut self, current: Result<Option<Head>, StoreFault>) -> Option<Effect> {
        match &current {
            Ok(head) => self.in_store = head.as_ref().is_some_and(Head::has_content),
            Err(fault) if self.in_store => return self.fail(Failure::Store(fault.clone())),
            Err(_) => {}
        }
        let stored = current.as_ref().ok().and_then(Option::as_ref);
        // What was taken while the store was silent was believed on the word of the settings.
        let shown = self.unstored.as_ref().filter(|shown| {
            let head = &shown.generation.head;
            stored
                .is_none_or(|stored| shown.after.as_ref() == Some(stored) && head.is_after(stored))
        });
        let base = Base {
            current: shown
                .map(|shown| &shown.generation.head)
                .or(stored)
                .cloned(),
            stored: current,
        };
        if self.settings.address.ends_with('/') {
            let request = Request::manifest(&self.settings.address);
            return self.fetch(State::Checking(base), request);
        }
        match trust(&self.settings, base.head()) {
            Trust::Unsigned => {
                let request = Request::page(&self.settings.address);
                self.fetch(State::LoadingPage(base), request)
            }
            Trust::Signed(_) | Trust::Nobody => self.fail(Failure::NobodyTrusted),
        }
    }

    fn checked(&mut self, base: Base, fetched: Fetched) -> Option<Effect> {
        let manifest = match verify::body(fetched) {
            Ok(manifest) => manifest,
            Err(failure) => return self.fail(failure),
        };
        if let Some(head) = verify::seen_before(base.head(), &manifest) {
            return self.heard(base, Ok(News::Nothing(head)));
        }
        match trust(&self.settings, base.head()) {
            Trust::Signed(_) => {
                let request = Request::signature(&self.settings.address);
                self.fetch(State::Authenticating(base, manifest), request)
            }
            Trust::Unsigned => {
                let news = verify::news(&self.settings, base.head(), &manifest, Vec::new());
                self.heard(base, news)
            }
            Trust::Nobody => self.fail(Failure::NobodyTrusted),
        }
    }

    fn authenticated(&mut self, base: Base, manifest: Vec<u8>, fetched: Fetched) -> Option<Effect> {
        match self.believe(&base, &manifest, fetched) {
            Err(failure) if failure.may_be_of_another_edition() => {
                let request = Request::signature_of(&self.settings.address, &sha256(&manifest));
                let state = State::AuthenticatingAgain(base, manifest, failure);
                self.fetch(state, request)
            }
            news => self.heard(base, news),
        }
    }

    fn believe(&self, base: &Base, manifest: &[u8], fetched: Fetched) -> Result<News, Failure> {
        let Trust::Signed(keys) = trust(&self.settings, base.head()) else {
            return Err(Failure::NobodyTrusted);
        };
        let signature = verify::body(fetched)?;
        match verify::signed(&keys, manifest, &signature) {
            Err(Failure::Signature(SignatureError::UnknownKey))
                if verify::signed(&self.settings.keys, manifest, &signature).is_ok() =>
            {
                Err(Failure::NewKey)
            }
            Err(failure) => Err(failure),
            Ok(()) => verify::news(&self.settings, base.head(), manifest, keys),
        }
    }

    fn heard(&mut self, base: Base, news: Result<News, Failure>) -> Option<Effect> {
        let announced = match news {
            Ok(News::Something(announced)) => announced,
            Ok(News::Nothing(head)) if self.is_behind(&head.feed_id, (head.epoch, head.seq)) => {
                return self.fail(Failure::Older);
            }
            Ok(News::Nothing(head)) => return self.unchanged(base, head),
            Err(failure) => return self.fail(failure),
        };
        let Announced { manifest, .. } = &*announced;
        if self.is_behind(&manifest.feed_id, (manifest.epoch, manifest.seq)) {
            return self.fail(Failure::Older);
        }
        let edition = Box::new(Edition(*announced));
        match edition.0.delta_from(base.in_store()) {
            Some(delta) => {
                let to = edition.0.manifest.seq;
                let request = Request::delta(&self.settings.address, delta, to);
                self.fetch(State::Patching(base, edition), request)
            }
            None => self.load(base, edition),
        }
    }

    /// Whether what is shown without a store is of a later edition. It can be a reason to refuse, and no
    /// reason to believe.
    fn is_behind(&self, feed_id: &str, number: (u64, u64)) -> bool {
        self.unstored.as_ref().is_some_and(|shown| {
            let head = &shown.generation.head;
            head.feed_id == feed_id && (head.epoch, head.seq) > number
        })
    }

    fn load(&mut self, base: Base, edition: Box<Edition>) -> Option<Effect> {
        let request = Request::snapshot(&self.settings.address, &edition.0.manifest);
        self.fetch(State::Loading(base, edition), request)
    }
}
