//! Whose word is believed.
//!
//! The keys come with the app's settings and are pinned with the first directory that they vouch
//! for. From then on new settings count only if they share a key with what is pinned: that is how
//! the present key and the next one make room for each other. Settings that share none (a damaged
//! file, or somebody else's) change nothing, and a feed that was signed once is never accepted
//! unsigned. After the pattern of root key rotation in TUF.

use super::generation::Head;
use crate::feed::PublicKey;
use crate::region::FeedSettings;

/// Whose word is believed for a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// One of these keys must have signed it.
    Signed(Vec<PublicKey>),
    /// It needs no signature.
    Unsigned,
    /// Nobody's.
    Nobody,
}

pub(super) fn trust(settings: &FeedSettings, current: Option<&Head>) -> Trust {
    let pinned = current.map_or(&[][..], |current| &current.keys);
    let shared = settings.keys.iter().any(|key| pinned.contains(key));
    if !pinned.is_empty() && !shared {
        return Trust::Signed(pinned.to_vec());
    }
    if !settings.keys.is_empty() {
        return Trust::Signed(settings.keys.clone());
    }
    if settings.unsigned {
        Trust::Unsigned
    } else {
        Trust::Nobody
    }
}
