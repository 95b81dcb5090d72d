//! Whose word is believed, and about which feed.
//!
//! **Keys.** The keys in the app's settings count once: for the first edition that a device takes. They are
//! pinned with it. From then on only an edition that a pinned key has signed can name other keys,
//! [`Manifest::keys`], and these are pinned with that edition: whole, stored in the same moment, and
//! under the same rule as all of it, that only a rising (epoch, seq) is taken. Settings come from the host
//! and are signed by nobody; a public key is no secret, so that one who writes settings can always name
//! a pinned key beside their own. They therefore add nothing to what is pinned. Nor does a signature
//! ever become unnecessary where there was one.
//!
//! This is the root rotation of TUF, in which each set of keys is signed by a key of the set before, but
//! for its chain: the sets before are not kept, so a device can miss one change and not two. With
//! `now` and `next` pinned, it follows as long as either signs, that is as long as `next` is in use. A
//! county that uses a key for a year loses nobody who opens the app once a year, and what a chain would
//! cost, another signed file and another way through the sync, is paid by all. Who was away for longer
//! is told so ([`Failure::NewKey`]) and can delete everything: that is a first use again, with the
//! keys of the settings as they are then.
//!
//! **One app, one feed.** The floor of (epoch, seq) belongs to the app. If the settings name the feed, no other
//! is taken; if not, the first that was taken is it. Else another feed under the same key, a
//! trial or that of last year, would be a way around the floor. A county that has lost its folder goes on
//! under the same name with a higher epoch. If the name has to be another, the settings say so, and the new feed
//! is still to be signed by a pinned key; where the old one stood is kept ([`Head::left`]), so that no way back
//! leads below it.

use super::failure::Failure;
use super::generation::Head;
use crate::feed::{Manifest, PublicKey};
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
    if !pinned.is_empty() {
        Trust::Signed(pinned.to_vec())
    } else if !settings.keys.is_empty() {
        Trust::Signed(settings.keys.clone())
    } else if settings.unsigned {
        Trust::Unsigned
    } else {
        Trust::Nobody
    }
}

/// The keys that are trusted once this edition is taken, of which one of `trusted` has signed the manifest.
pub(super) fn after(manifest: &Manifest, trusted: Vec<PublicKey>) -> Vec<PublicKey> {
    if trusted.is_empty() || manifest.keys.is_empty() {
        return trusted;
    }
    manifest.keys.clone()
}

/// Whether this is the feed of the app, for somebody who has `current`.
pub(super) fn ensure_own_feed(
    settings: &FeedSettings,
    current: Option<&Head>,
    manifest: &Manifest,
) -> Result<(), Failure> {
    let id = manifest.feed_id.as_str();
    let is_own = match (settings.id.as_deref(), current) {
        (Some(named), _) if named == id => true,
        // The settings may be ahead of what is published.
        (_, Some(current)) if current.feed_id == id => true,
        (None, Some(current)) => current.is_page() || begins_to_sign(settings, current),
        (named, None) => named.is_none(),
        (Some(_), Some(_)) => false,
    };
    if is_own {
        Ok(())
    } else {
        Err(Failure::OtherFeed(manifest.feed_id.clone()))
    }
}

/// Whether what is asked of a feed from now on is more than what was asked before.
fn begins_to_sign(settings: &FeedSettings, current: &Head) -> bool {
    !current.is_signed() && !settings.keys.is_empty()
}
