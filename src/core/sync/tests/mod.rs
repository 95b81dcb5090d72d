//! The sync as its two sides see it: what happens, and what is done about it.
//!
//! A [`World`] has a server with files and a store; it carries out the effects as the client does,
//! and anything in it can be made to fail.
//!
//! - `stories`: one sync each, from what is wanted to how it ends.
//! - `deltas`: what is loaded when little has changed; `trust`: whose word is believed.
//! - `jobs`: what takes long, and what comes of it.
//! - `refusals`: what the network can send instead of the feed.
//! - `faults`: every call fails once, in turn.
//! - `histories`: arbitrary editions, faults and forgeries, one after the other.
//! - `any_order`: arbitrary events in arbitrary order.

mod any_order;
mod deltas;
mod faults;
mod histories;
mod jobs;
mod refusals;
mod stories;
mod trust;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use minisign::KeyPair;
use serde_json::json;

use super::*;
use crate::feed::{Contents, Delta, DeltaFile, Ending, Manifest, PublicKey, Tombstone, sha256};
use crate::offer::OfferId;
use crate::region::FeedSettings;

/// The keys of the county: now, next and later; and one that nobody trusts. The same for all tests.
static KEYS: LazyLock<[KeyPair; 4]> =
    LazyLock::new(|| std::array::from_fn(|_| KeyPair::generate_unencrypted_keypair().unwrap()));

const NOW: usize = 0;
const NEXT: usize = 1;
const LATER: usize = 2;
const FOREIGN: usize = 3;

fn key(which: usize) -> PublicKey {
    PublicKey::read(&KEYS[which].pk.to_base64()).unwrap()
}

fn settings(keys: &[usize]) -> FeedSettings {
    FeedSettings {
        address: "feed/".into(),
        id: None,
        keys: keys.iter().map(|which| key(*which)).collect(),
        unsigned: keys.is_empty(),
    }
}

/// What a county publishes: each edition from the one before.
#[derive(Clone, Debug)]
struct County {
    manifest: Manifest,
    contents: Contents<'static>,
    /// The contents of earlier editions of this epoch.
    earlier: BTreeMap<u64, Contents<'static>>,
}

/// The record of an offer, long enough for a delta to be worth it.
fn record(at: usize, version: u64) -> String {
    json!({ "id": format!("o{at:04}"), "name": format!("Elterncafé {at}, {version}") }).to_string()
}

fn id(at: usize) -> OfferId {
    OfferId::new(&format!("o{at:04}")).unwrap()
}

impl County {
    /// The first edition, with this many offers.
    fn new(feed_id: &str, offers: usize) -> Self {
        let manifest = Manifest {
            schema: 1,
            feed_id: feed_id.into(),
            epoch: 1,
            seq: 0,
            issued_at: "2026-11-20T08:00:00Z".into(),
            region: Some("Landkreis Peine".into()),
            snapshot: String::new(),
            sha256: String::new(),
            bytes: 0,
            count: 0,
            digest: String::new(),
            mass_change: None,
            most: None,
            keys: Vec::new(),
            deltas: Vec::new(),
        };
        let mut county = Self {
            manifest,
            contents: Contents::default(),
            earlier: BTreeMap::new(),
        };
        let records = (0..offers).map(|at| (id(at), record(at, 0).into()));
        county.contents.records.extend(records);
        county.issue();
        county
    }

    fn peine(offers: usize) -> Self {
        Self::new("example.peine", offers)
    }

    /// The next edition: these offers are new or different.
    fn with(mut self, offers: impl IntoIterator<Item = usize>) -> Self {
        self.keep();
        for at in offers {
            let version = self.manifest.seq + 1;
            self.contents.tombstones.remove(&id(at));
            self.contents
                .records
                .insert(id(at), record(at, version).into());
        }
        self.issue();
        self
    }

    /// The next edition: these offers have ended.
    fn without(mut self, offers: impl IntoIterator<Item = usize>) -> Self {
        self.keep();
        for at in offers {
            self.contents.records.remove(&id(at));
            self.contents.bury(Tombstone {
                id: id(at),
                reason: Ending::Removed,
                date: "2026-11-20".into(),
            });
        }
        self.issue();
        self
    }

    /// The next edition holds these records as well, whatever they are.
    fn with_records(mut self, records: impl IntoIterator<Item = (OfferId, String)>) -> Self {
        self.keep();
        let records = records.into_iter().map(|(id, json)| (id, json.into()));
        self.contents.records.extend(records);
        self.issue();
        self
    }

    /// The same content as the first edition of a new epoch.
    fn anew(mut self) -> Self {
        self.manifest.epoch += 1;
        self.manifest.seq = 0;
        self.earlier.clear();
        self.issue();
        self
    }

    /// The next edition: these keys are trusted from now on.
    fn naming(mut self, keys: &[usize]) -> Self {
        self.keep();
        self.manifest.keys = keys.iter().map(|which| key(*which)).collect();
        self.issue();
        self
    }

    fn keep(&mut self) {
        self.earlier
            .insert(self.manifest.seq, self.contents.clone());
    }

    fn issue(&mut self) {
        let snapshot = self.contents.to_page();
        let manifest = &mut self.manifest;
        manifest.seq += 1;
        manifest.sha256 = sha256(&snapshot);
        manifest.snapshot = format!("snapshot-{}.json", manifest.sha256);
        manifest.bytes = snapshot.len() as u64;
        manifest.count = self.contents.records.len() as u64;
        manifest.digest = self.contents.digest();
        let deltas = self.deltas();
        self.manifest.deltas = deltas.into_iter().map(|(file, _)| file).collect();
    }

    fn deltas(&self) -> Vec<(DeltaFile, Vec<u8>)> {
        let to = self.manifest.seq;
        let deltas = self
            .earlier
            .iter()
            .rev()
            .take(5)
            .filter_map(|(from, base)| {
                let bytes = Delta::between(base, &self.contents, *from, to)?;
                Some((
                    DeltaFile::of(&bytes, *from, &sha256(&base.to_page())),
                    bytes,
                ))
            });
        deltas.collect()
    }

    fn name(&self) -> String {
        let Manifest {
            feed_id,
            epoch,
            seq,
            ..
        } = &self.manifest;
        format!("{feed_id} {epoch}.{seq}")
    }

    /// The files of this edition, signed by a key.
    fn files(&self, signer: Option<usize>) -> BTreeMap<String, Vec<u8>> {
        self.files_with(signer, &self.manifest)
    }

    /// The files, under another manifest.
    fn files_with(&self, signer: Option<usize>, manifest: &Manifest) -> BTreeMap<String, Vec<u8>> {
        let bytes = manifest.to_json().into_bytes();
        let mut files = BTreeMap::new();
        if let Some(signer) = signer {
            let sk = &KEYS[signer].sk;
            let signature = minisign::sign(None, sk, &bytes[..], None, None).unwrap();
            let signature = signature.to_string().into_bytes();
            let fixed = format!("feed/{}", signature_of(&sha256(&bytes)));
            files.insert(fixed, signature.clone());
            files.insert("feed/manifest.json.minisig".into(), signature);
        }
        files.insert("feed/manifest.json".into(), bytes);
        let snapshot = format!("feed/{}", self.manifest.snapshot);
        files.insert(snapshot, self.contents.to_page());
        for (file, bytes) in self.deltas() {
            files.insert(format!("feed/{}", file.name(self.manifest.seq)), bytes);
        }
        files
    }
}

/// A server, a store, and a client between them.
struct World {
    sync: Sync,
    files: BTreeMap<String, Vec<u8>>,
    stored: Option<Arc<Generation>>,
    previous: Option<Arc<Generation>>,
    /// What was done, a line each.
    log: Vec<String>,
    /// The number of the call that fails, counted from 0, and how.
    fault: Option<(usize, Fault)>,
    calls: usize,
    uptime_ms: u64,
}

/// How a call fails.
#[derive(Clone, Debug, PartialEq)]
enum Fault {
    Net(Fetched),
    Store(StoreFault),
    /// Work that ends without a result.
    Crash,
    /// The browser is killed before the call is carried out.
    KilledBefore,
    /// The browser is killed when the call has been carried out.
    KilledAfter,
}

impl World {
    fn new(settings: FeedSettings) -> Self {
        Self {
            sync: Sync::new(settings),
            files: BTreeMap::new(),
            stored: None,
            previous: None,
            log: Vec::new(),
            fault: None,
            calls: 0,
            uptime_ms: 0,
        }
    }

    /// A phone that has synced with this edition of a feed that is signed with the key of now.
    fn with(county: &County) -> Self {
        let mut world = Self::new(settings(&[NOW, NEXT]));
        world.publish(county);
        let outcome = world.sync().expect("an outcome");
        assert!(matches!(outcome, Outcome::Updated(_)), "{outcome:?}");
        world.log.clear();
        world.calls = 0;
        world
    }

    fn publish(&mut self, county: &County) {
        self.files = county.files(Some(NOW));
    }

    fn head(&self) -> Option<&Head> {
        self.stored.as_ref().map(|generation| &generation.head)
    }

    /// The stored directory cannot be read any more, and the store has noticed.
    fn give_up(&mut self) {
        if let Some(stored) = self.stored.take() {
            self.stored = Some(Arc::new(Generation {
                head: stored.head.given_up(),
                image: Vec::new(),
                snapshot: Vec::new(),
            }));
        }
    }

    /// One sync by hand. `None` if it does not begin, or if the browser is killed.
    fn sync(&mut self) -> Option<Outcome> {
        self.sync_for(Trigger::Hand)
    }

    fn sync_for(&mut self, trigger: Trigger) -> Option<Outcome> {
        let mut event = Event::Wanted(Wanted {
            trigger,
            uptime_ms: self.uptime_ms,
            now: "2026-11-22T10:00:00Z".into(),
        });
        loop {
            let effect = self.sync.on(event)?;
            self.log.push(tell(&effect));
            if let Effect::Finished(outcome) = effect {
                return Some(outcome);
            }
            event = self.carry_out(effect)?;
        }
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        let number = self.calls;
        self.calls += 1;
        let fault = match &self.fault {
            Some((at, fault)) if *at == number => Some(fault.clone()),
            _ => None,
        };
        if fault == Some(Fault::KilledBefore) {
            return None;
        }
        let broken = match &fault {
            Some(Fault::Store(fault)) => Some(fault.clone()),
            _ => None,
        };
        let event = match effect {
            Effect::ReadCurrent => Event::Current(match broken {
                Some(fault) => Err(fault),
                None => Ok(self.head().cloned()),
            }),
            Effect::Fetch(request) => Event::Fetched(match &fault {
                Some(Fault::Net(fetched)) => fetched.clone(),
                _ => self.fetch(&request),
            }),
            Effect::ReadBytes(head) => Event::Bytes(broken.map_or_else(
                || {
                    let stored = self.stored.as_ref().filter(|stored| stored.head == head);
                    Ok(stored.map(|stored| stored.bytes()).unwrap_or_default())
                },
                Err,
            )),
            Effect::Compile(job) => Event::Compiled(match fault {
                Some(Fault::Crash) => Err(crash()),
                _ => elsewhere(job),
            }),
            Effect::Store {
                generation,
                instead_of,
            } => Event::Stored(match broken {
                Some(fault) => Err(fault),
                None if self.head() != instead_of.as_ref() => Err(StoreFault::Overtaken),
                None => {
                    self.previous = self.stored.replace(generation);
                    Ok(())
                }
            }),
            Effect::Free => Event::Freed(broken.map_or_else(
                || {
                    self.previous = None;
                    Ok(())
                },
                Err,
            )),
            Effect::Finished(_) => unreachable!("the end of a sync"),
        };
        (fault != Some(Fault::KilledAfter)).then_some(event)
    }

    fn fetch(&self, request: &Request) -> Fetched {
        match self.files.get(&request.path) {
            Some(body) if body.len() > request.most_bytes => Err(NetFault::TooLarge),
            Some(body) => Ok(as_json(body)),
            None => Ok(reply(404, "text/html", b"<html>")),
        }
    }
}

/// Does a job as somebody does to whom it is sent.
fn elsewhere(job: Job) -> Compiled {
    let job = Parcel::from(job).into_job().unwrap();
    Parcel::from(job.run()).into_compiled()
}

fn crash() -> Failure {
    Failure::Uncompiled("unreachable".into())
}

fn reply(status: u16, content_type: &str, body: &[u8]) -> Reply {
    Reply {
        status,
        redirected: false,
        content_type: Some(content_type.to_owned()),
        retry_after_s: None,
        body: body.to_vec(),
    }
}

fn as_json(body: &[u8]) -> Reply {
    reply(200, "application/json", body)
}

const PORTAL: &[u8] = b"\r\n <!DOCTYPE html><title>WLAN</title>";

fn name(head: &Head) -> String {
    format!("{} {}.{}", head.feed_id, head.epoch, head.seq)
}

/// An effect in a line.
fn tell(effect: &Effect) -> String {
    match effect {
        Effect::ReadCurrent => "read current".into(),
        Effect::Fetch(request) => format!("fetch {:?}", request.kind).to_lowercase(),
        Effect::ReadBytes(head) => format!("read {}", name(head)),
        Effect::Compile(_) => "compile".into(),
        Effect::Store {
            generation,
            instead_of,
        } => {
            let old = instead_of.as_ref().map_or("nothing".into(), name);
            format!("store {} instead of {old}", name(&generation.head))
        }
        Effect::Free => "make room".into(),
        Effect::Finished(outcome) => told(outcome),
    }
}

fn told(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Unchanged(current) => format!("unchanged: {}", name(current)),
        Outcome::Updated(new) => format!("updated: {}", name(new)),
        Outcome::Unstored(generation, fault) => {
            format!("unstored: {}, {fault}", name(&generation.head))
        }
        Outcome::Failed(failure, _) => format!("failed: {failure}"),
    }
}
