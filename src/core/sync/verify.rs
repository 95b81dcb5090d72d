//! What an answer of the network has to be before anything is done with it.

use std::cmp::Ordering;

use super::failure::{Failure, Fetched};
use super::generation::{Bytes, Generation, Head};
use super::trust::{after, ensure_own_feed};
use crate::directory::Directory;
use crate::feed::{
    Contents, Delta, DeltaFile, Manifest, PAGE, Page, PublicKey, Reading, is_mass_change, sha256,
    verify as verify_signature,
};
use crate::region::FeedSettings;

/// The bytes of an answer that is what was asked for, as far as the envelope tells.
///
/// Status 200 alone is no success: captive portals and servers with a fallback page answer 200
/// with HTML.
pub(super) fn body(fetched: Fetched) -> Result<Vec<u8>, Failure> {
    let reply = fetched.map_err(Failure::Net)?;
    if reply.status != 200 {
        return Err(Failure::Status {
            status: reply.status,
            retry_after_s: reply.retry_after_s,
        });
    }
    let html_type = reply
        .content_type
        .is_some_and(|kind| kind.to_ascii_lowercase().contains("html"));
    let html_body = reply.body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<');
    if reply.redirected || html_type || html_body {
        return Err(Failure::NotTheFeed);
    }
    Ok(reply.body)
}

/// An edition that somebody who may do so has announced.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Announced {
    pub(super) manifest: Manifest,
    /// The manifest as it came.
    pub(super) bytes: Vec<u8>,
    /// SHA-256 of the manifest's bytes.
    pub(super) hash: String,
    /// The keys that are trusted from now on; empty without signature.
    pub(super) keys: Vec<PublicKey>,
}

impl Announced {
    /// `trusted` are the keys of which one has signed it; none, if nobody had to.
    pub(super) fn new(manifest: Manifest, bytes: &[u8], trusted: Vec<PublicKey>) -> Self {
        Self {
            keys: after(&manifest, trusted),
            manifest,
            hash: sha256(bytes),
            bytes: bytes.to_vec(),
        }
    }

    /// Whether somebody signed that an edition after `current` has far fewer offers, and means it.
    fn expects_less_than(&self, current: &Head) -> bool {
        let edition = self.manifest.mass_change.filter(|_| !self.keys.is_empty());
        let is_other = current.feed_id != self.manifest.feed_id;
        edition.is_some_and(|edition| {
            is_other || current.epoch < self.manifest.epoch || current.seq < edition
        })
    }

    /// What a generation made of this edition says about itself.
    fn head(&self, tally: &Tally, current: Option<&Head>) -> Head {
        let manifest = &self.manifest;
        Head {
            feed_id: manifest.feed_id.clone(),
            epoch: manifest.epoch,
            seq: manifest.seq,
            sha256: manifest.sha256.clone(),
            issued_at: manifest.issued_at.clone(),
            region: manifest.region.clone(),
            manifest: self.hash.clone(),
            offers: tally.offers as u64,
            broken: tally.broken as u64,
            keys: self.keys.clone(),
            left: current.map_or_else(Vec::new, |current| current.left_for(manifest)),
        }
    }

    /// The delta that leads here from `current`, if there is one.
    pub(super) fn delta_from(&self, current: Option<&Head>) -> Option<&DeltaFile> {
        let (manifest, current) = (&self.manifest, current?);
        let same = manifest.feed_id == current.feed_id && manifest.epoch == current.epoch;
        let mut deltas = manifest.deltas.iter();
        same.then(|| deltas.find(|delta| delta.starts_from(current.seq, &current.sha256)))?
    }
}

/// What a manifest means for somebody who has `current`.
#[derive(Debug, PartialEq)]
pub(super) enum News {
    Nothing(Head),
    Something(Box<Announced>),
}

/// The answer to a look at a manifest whose very bytes are those of the current generation:
/// nothing to read, nothing to verify.
pub(super) fn seen_before(current: Option<&Head>, manifest: &[u8]) -> Option<Head> {
    let current = current.filter(|current| !current.manifest.is_empty())?;
    (sha256(manifest) == current.manifest).then(|| current.clone())
}

/// Checks the signature of a manifest.
pub(super) fn signed(keys: &[PublicKey], manifest: &[u8], signature: &[u8]) -> Result<(), Failure> {
    verify_signature(keys, manifest, signature).map_err(Failure::Signature)
}

/// Reads a manifest and compares it with what is stored.
///
/// Only the app's own feed is taken, and only a rising (epoch, seq); the clock has no say.
pub(super) fn news(
    settings: &FeedSettings,
    current: Option<&Head>,
    bytes: &[u8],
    trusted: Vec<PublicKey>,
) -> Result<News, Failure> {
    let manifest = Manifest::read(bytes).map_err(Failure::Manifest)?;
    ensure_own_feed(settings, current, &manifest)?;
    let number = (manifest.epoch, manifest.seq);
    if let Some(current) = current.filter(|current| current.feed_id == manifest.feed_id) {
        match number.cmp(&(current.epoch, current.seq)) {
            Ordering::Less => return Err(Failure::Older),
            Ordering::Equal if manifest.sha256 == current.sha256 => {
                return Ok(News::Nothing(current.clone()));
            }
            Ordering::Equal if current.has_content() => return Err(Failure::Forked),
            // What was given up is loaded again.
            Ordering::Equal | Ordering::Greater => {}
        }
    }
    let mut left = current.iter().flat_map(|current| &current.left);
    let is_below =
        left.any(|floor| floor.feed_id == manifest.feed_id && number <= (floor.epoch, floor.seq));
    if is_below {
        return Err(Failure::Older);
    }
    let announced = Announced::new(manifest, bytes, trusted);
    Ok(News::Something(Box::new(announced)))
}

/// Verifies, reads and compiles a snapshot.
pub(super) fn from_snapshot(
    announced: &Announced,
    current: Option<&Head>,
    snapshot: Vec<u8>,
) -> Result<Generation, Failure> {
    let manifest = &announced.manifest;
    if snapshot.len() as u64 != manifest.bytes || sha256(&snapshot) != manifest.sha256 {
        return Err(Failure::Damaged);
    }
    compile(announced, current, snapshot)
}

/// Applies a delta to the stored snapshot. `None` if anything is odd about it: the snapshot then
/// is the way.
pub(super) fn from_delta(
    announced: &Announced,
    current: &Head,
    base: Bytes,
    delta: &[u8],
) -> Option<Result<Generation, Failure>> {
    let manifest = &announced.manifest;
    let file = announced.delta_from(Some(current))?;
    if delta.len() as u64 != file.bytes || sha256(delta) != file.sha256 {
        return None;
    }
    let delta = Delta::read(delta).ok()?;
    if (delta.from, delta.to) != (current.seq, manifest.seq) {
        return None;
    }
    let page = Page::open(&base.snapshot).ok()?;
    let before = Contents::of(&page)?;
    let contents = delta.apply(&before).ok()?;
    if contents.digest() != manifest.digest {
        return None;
    }
    let snapshot = contents.to_page();
    if let Ok(directory) = Directory::open(base.image) {
        let renewed = renew(
            &directory,
            current,
            manifest.region.as_deref(),
            (&page, &before),
            (&snapshot, &contents),
        );
        if let Some((tally, directory)) = renewed {
            let generation = plausible(
                &tally,
                Some(current).filter(|it| !announced.expects_less_than(it)),
            );
            let generation = generation.map(|()| Generation {
                head: announced.head(&tally, Some(current)),
                image: directory.into_image(),
                snapshot,
            });
            return Some(generation);
        }
    }
    match compile(announced, Some(current), snapshot) {
        // The digest vouches for the records; a page that cannot be made of them is odd as well.
        Err(Failure::Unreadable(_) | Failure::Damaged) => None,
        generation => Some(generation),
    }
}

fn compile(
    announced: &Announced,
    current: Option<&Head>,
    snapshot: Vec<u8>,
) -> Result<Generation, Failure> {
    let manifest = &announced.manifest;
    let page = Page::open(&snapshot).map_err(Failure::Unreadable)?;
    if page.records().len() as u64 != manifest.count {
        return Err(Failure::Damaged);
    }
    let reading = page.read(manifest.region.as_deref());
    let tally = Tally::of(&reading);
    // Where nothing was signed, another feed begins anew: nobody could say that fewer are meant.
    let before = current.filter(|current| {
        let is_same = current.feed_id == manifest.feed_id;
        (is_same || current.is_signed()) && !announced.expects_less_than(current)
    });
    plausible(&tally, before)?;
    Ok(Generation {
        head: announced.head(&tally, current),
        image: Directory::compile(&page, &reading).into_image(),
        snapshot,
    })
}

/// The directory of an edition, from the one before it and the records that are new or different.
/// `None` if only reading everything can tell.
fn renew(
    directory: &Directory,
    current: &Head,
    new_region: Option<&str>,
    (page, before): (&Page<'_>, &Contents<'_>),
    (snapshot, contents): (&[u8], &Contents<'_>),
) -> Option<(Tally, Directory)> {
    // What the region is called decides which offers are for all of it.
    if current.region.as_deref() != new_region {
        return None;
    }
    // Positions are told by ids, which is how editions are published.
    let in_order = page.records().iter().map(|record| record.get());
    if !in_order.eq(before.records.values().map(AsRef::as_ref)) {
        return None;
    }
    let region = current.region.as_deref();
    let (gone, fresh) = (differing(before, contents), differing(contents, before));
    let new_page = Page::open(snapshot).ok()?;
    let gone = page.read_some(region, gone);
    let reading = new_page.read_some(region, fresh.iter().copied());
    let ids: Vec<_> = contents.records.keys().cloned().collect();
    let renewed = directory.renew(&new_page, &ids, &fresh, &reading)?;
    let kept = usize::try_from(current.broken)
        .ok()?
        .checked_sub(gone.broken())?;
    let broken = kept + reading.broken();
    let tally = Tally {
        offers: renewed.len(),
        records: ids.len(),
        broken,
        unreadable: broken,
    };
    Some((tally, renewed))
}

/// Reads and compiles a plain HSDS page that has no manifest. `None` if it is what is stored.
pub(super) fn from_page(
    address: &str,
    fetched_at: &str,
    current: Option<&Head>,
    snapshot: Vec<u8>,
) -> Result<Option<Generation>, Failure> {
    let hash = sha256(&snapshot);
    let page = Page::open(&snapshot).map_err(Failure::Unreadable)?;
    let region = page.profile().region.clone();
    let feed_id = format!("{PAGE}{address}");
    let current = current.filter(|current| current.feed_id == feed_id);
    if current.is_some_and(|current| current.sha256 == hash) {
        return Ok(None);
    }
    let reading = page.read(region.as_deref());
    let tally = Tally::of(&reading);
    plausible(&tally, current)?;
    let head = Head {
        feed_id,
        epoch: 0,
        // Nothing in a plain page counts; what is stored counts for itself.
        seq: current.map_or(1, |current| current.seq.saturating_add(1)),
        sha256: hash,
        issued_at: fetched_at.to_owned(),
        region,
        manifest: String::new(),
        offers: tally.offers as u64,
        broken: tally.broken as u64,
        keys: Vec::new(),
        left: Vec::new(),
    };
    let image = Directory::compile(&page, &reading).into_image();
    Ok(Some(Generation {
        head,
        image,
        snapshot,
    }))
}

/// The positions of the records that are not the same in the other contents.
fn differing(these: &Contents<'_>, others: &Contents<'_>) -> Vec<usize> {
    let records = these.records.iter().zip(0..);
    let differing = records.filter(|((id, record), _)| others.records.get(*id) != Some(*record));
    differing.map(|(_, at)| at).collect()
}

/// What came of the records of a page.
struct Tally {
    offers: usize,
    records: usize,
    /// As many are left out.
    broken: usize,
    /// As many of them not only because another record has their id.
    unreadable: usize,
}

impl Tally {
    fn of(reading: &Reading) -> Self {
        let broken = reading.broken();
        Self {
            offers: reading.offers.len(),
            records: reading.records,
            broken,
            unreadable: broken.saturating_sub(reading.duplicates()),
        }
    }
}

/// One broken offer of a thousand leaves 999. More than 5 % broken, none at all, or a third fewer
/// than before is a mistake of somebody, and the old directory the better one.
fn plausible(tally: &Tally, before: Option<&Head>) -> Result<(), Failure> {
    let (offers, records) = (tally.offers, tally.records);
    let broken = tally.unreadable;
    if broken * 20 > records {
        return Err(Failure::TooManyBroken { broken, records });
    }
    if offers == 0 {
        return Err(Failure::NoOffers);
    }
    let (before, now) = (before.map_or(0, |before| before.offers), offers as u64);
    if is_mass_change(before, now) {
        return Err(Failure::FarFewer { before, now });
    }
    Ok(())
}
