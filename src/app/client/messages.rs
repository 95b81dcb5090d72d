//! What the client has to say, before anybody puts it into words.

use raupe_core::sync::Failure;

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
    Failed(Trouble),
    /// What is stored could not be deleted.
    NotDeleted,
    /// The texts of the language that was chosen did not come.
    NoLanguage,
}

/// Why there is no news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The sync failed.
    Sync(Failure),
    /// The app's settings did not come: nobody knows where the feed is.
    NoSettings,
    /// The app's settings came and cannot be used.
    BadSettings,
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

/// The sync that failed last, if none has gone well since.
#[derive(Clone, Debug, PartialEq)]
pub struct LastFailure {
    /// What happened.
    pub trouble: Trouble,
    /// When: milliseconds since 1970.
    pub at_ms: f64,
    /// When the app tries again by itself: milliseconds since 1970.
    pub next_ms: f64,
}
