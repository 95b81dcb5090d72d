//! What the next edition of a feed is called.

use jiff::Timestamp;
use raupe_core::feed::{Manifest, ManifestError, PublicKey, SCHEMA, is_mass_change};

use super::draft::Draft;
use super::folder::Current;
use super::{Order, Refused};

/// What has to happen to the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// Nothing: it holds this content already, under this manifest.
    Nothing(Manifest),
    /// Files that belong to its manifest are missing or damaged and have to be written again.
    Repair(Manifest),
    /// The draft becomes the next edition. The manifest says all but the deltas.
    NewEdition(Manifest),
}

/// Compares a draft with the folder.
///
/// Clients accept only a rising (epoch, seq). So the count never starts again by itself: where it
/// stood must be readable, or somebody has to name a new epoch.
pub(super) fn plan(
    draft: &Draft,
    current: &Current,
    order: &Order,
    keys: Vec<PublicKey>,
    now: Timestamp,
) -> Result<Plan, Refused> {
    let (epoch, seq) = match (current, order.epoch) {
        (Current::Nothing | Current::Remains, epoch) => (epoch.unwrap_or(1), 1),
        (Current::Damaged(ManifestError::NewerSchema(schema)), _) => {
            return Err(Refused::NewerManifest(*schema));
        }
        // Whatever feed was there, it began with epoch 1.
        (Current::Damaged(_), Some(epoch)) if epoch > 1 => (epoch, 1),
        (Current::Damaged(error), _) => return Err(Refused::DamagedManifest(error.clone())),
        (Current::Edition(edition), epoch) => {
            let there = &edition.manifest;
            if there.feed_id != draft.feed_id {
                let (there, wanted) = (there.feed_id.clone(), draft.feed_id.clone());
                return Err(Refused::OtherFeed { there, wanted });
            }
            let same = there.sha256 == draft.sha256
                && there.region == draft.region
                && there.keys == keys
                && !order.confirms_unchanged;
            let has_page = || {
                let page = draft.page(&there.issued_at);
                edition.page.as_deref() == Some(page.as_bytes())
            };
            match epoch {
                Some(epoch) if epoch < there.epoch => {
                    return Err(Refused::LowerEpoch(there.epoch));
                }
                Some(epoch) if epoch > there.epoch => (epoch, 1),
                _ if same && edition.whole && has_page() => {
                    return Ok(Plan::Nothing(there.clone()));
                }
                _ if same => return Ok(Plan::Repair(there.clone())),
                _ => {
                    let seq = there
                        .seq
                        .checked_add(1)
                        .ok_or(Refused::LastSeq(there.epoch))?;
                    (there.epoch, seq)
                }
            }
        }
    };
    // A feed that was signed once is never accepted without: clients would go on with the old one.
    if current.is_signed() && order.key.is_none() {
        return Err(Refused::KeyNeeded);
    }
    let (mass_change, most) = mass_change(draft, current, order, (epoch, seq))?;
    let manifest = Manifest {
        schema: SCHEMA,
        feed_id: draft.feed_id.clone(),
        epoch,
        seq,
        issued_at: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        region: draft.region.clone(),
        snapshot: format!("snapshot-{}.json", draft.sha256),
        sha256: draft.sha256.clone(),
        bytes: draft.snapshot.len() as u64,
        count: draft.offers.len() as u64,
        digest: draft.contents.digest(),
        mass_change,
        most,
        keys,
        deltas: Vec::new(),
    };
    // What clients would refuse is not published in the first place.
    match Manifest::read(manifest.to_json().as_bytes()) {
        Ok(_) => Ok(Plan::NewEdition(manifest)),
        Err(ManifestError::BadField(name)) => Err(Refused::BadField(name)),
        // The only text without a limit of its own.
        Err(_) => Err(Refused::BadField("region")),
    }
}

/// [`Manifest::keys`] of the next edition, which `key` signs: as in the edition before, unless there is a
/// `next` one.
///
/// Clients trust the keys that the edition before names, and take nothing that another one has signed.
pub(super) fn keys(
    current: &Current,
    key: Option<&PublicKey>,
    next: Option<PublicKey>,
) -> Result<Vec<PublicKey>, Refused> {
    let named = current.manifest().map_or(&[][..], |there| &there.keys);
    let Some(key) = key else {
        return if named.is_empty() && next.is_none() {
            Ok(Vec::new())
        } else {
            Err(Refused::KeyNeeded)
        };
    };
    if !named.is_empty() && !named.contains(key) {
        return Err(Refused::UntrustedKey(key.clone(), named.to_vec()));
    }
    match next {
        Some(next) if next == *key => Err(Refused::SameKey),
        Some(next) => Ok(vec![key.clone(), next]),
        None => Ok(named.to_vec()),
    }
}

/// [`Manifest::mass_change`] and [`Manifest::most`]: what clients would refuse has to be meant. Small steps
/// were each looked at; who has missed some of them hears that all of them together are meant.
fn mass_change(
    draft: &Draft,
    current: &Current,
    order: &Order,
    (epoch, seq): (u64, u64),
) -> Result<(Option<u64>, Option<u64>), Refused> {
    let Some(there) = current.manifest() else {
        // Whoever has an edition from before the folder was lost hears it as well.
        return Ok((Some(seq).filter(|_| order.means_mass_change), None));
    };
    let (before, now) = (there.count, draft.offers.len() as u64);
    if is_mass_change(before, now) && !order.means_mass_change {
        return Err(Refused::FarFewer { before, now });
    }
    let most = there.most.unwrap_or(before).max(before);
    if order.means_mass_change || is_mass_change(most, now) {
        return Ok((Some(seq), None));
    }
    // All editions of an epoch before come before this one.
    let edition = |edition| if there.epoch == epoch { edition } else { seq };
    Ok((
        there.mass_change.map(edition),
        Some(most).filter(|most| *most > now),
    ))
}
