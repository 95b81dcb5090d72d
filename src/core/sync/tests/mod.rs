//! The sync as its two sides see it: what happens, and what is done about it.
//!
//! - `stories`: one sync each, from what is wanted to how it ends.
//! - `refusals`: what the network can send instead of the feed.
//! - `any_order`: arbitrary events in arbitrary order.

mod any_order;
mod refusals;
mod stories;

use serde_json::json;

use super::verify::digest;
use super::*;
use crate::feed::Manifest;

/// What a host has published.
#[derive(Clone, Debug)]
struct Feed {
    manifest: Manifest,
    snapshot: Vec<u8>,
}

impl Feed {
    /// A feed with this many offers.
    fn of(feed_id: &str, epoch: u64, seq: u64, offers: usize) -> Self {
        let offer = |at| json!({ "id": format!("{seq}-{at}"), "name": format!("Elterncafé {at}") });
        let offers: Vec<_> = (0..offers).map(offer).collect();
        let snapshot = json!({ "contents": offers }).to_string().into_bytes();
        let sha256 = digest(&snapshot);
        let manifest = Manifest {
            schema: 1,
            feed_id: feed_id.into(),
            epoch,
            seq,
            issued_at: "2026-11-20T08:00:00Z".into(),
            region: Some("Landkreis Peine".into()),
            snapshot: format!("snapshot-{sha256}.json"),
            sha256,
            bytes: snapshot.len() as u64,
            count: offers.len() as u64,
        };
        Self { manifest, snapshot }
    }

    fn seq(seq: u64) -> Self {
        Self::of("example.peine", 1, seq, 3)
    }

    fn head(&self) -> Head {
        Head::from(&self.manifest)
    }

    /// The answer to a request for the manifest.
    fn manifest(&self) -> Event {
        Event::Manifest(Ok(as_json(self.manifest.to_json().as_bytes())))
    }

    /// The manifest with one field changed.
    fn manifest_with(&self, key: &str, value: serde_json::Value) -> Event {
        let mut manifest = serde_json::to_value(&self.manifest).unwrap();
        manifest[key] = value;
        Event::Manifest(Ok(as_json(manifest.to_string().as_bytes())))
    }

    /// The answer to a request for the snapshot.
    fn snapshot(&self) -> Event {
        Event::Snapshot(Ok(as_json(&self.snapshot)))
    }
}

fn reply(status: u16, content_type: &str, body: &[u8]) -> Reply {
    let content_type = Some(content_type.to_owned());
    Reply {
        status,
        redirected: false,
        content_type,
        body: body.to_vec(),
    }
}

fn as_json(body: &[u8]) -> Reply {
    reply(200, "application/json", body)
}

const PORTAL: &[u8] = b"\r\n <!DOCTYPE html><title>WLAN</title>";

/// An effect in a line.
fn tell(effect: &Effect) -> String {
    let head = |head: &Head| format!("{} {}.{}", head.feed_id, head.epoch, head.seq);
    match effect {
        Effect::ReadCurrent => "read current".into(),
        Effect::FetchManifest(request) => format!("fetch {}", request.path),
        Effect::FetchSnapshot(request) => format!("fetch {}", &request.path[..8]),
        Effect::Store {
            generation,
            instead_of,
        } => {
            let old = instead_of.as_ref().map_or("nothing".into(), head);
            format!("store {} instead of {old}", head(&generation.head))
        }
        Effect::Finished(Outcome::Unchanged(current)) => format!("unchanged: {}", head(current)),
        Effect::Finished(Outcome::Updated(new)) => format!("updated: {}", head(new)),
        Effect::Finished(Outcome::Failed(failure)) => format!("failed: {failure}"),
    }
}

/// What a new sync does about these events; `-` where it does nothing.
fn play(events: Vec<Event>) -> Vec<String> {
    let mut sync = Sync::default();
    let effects = events.into_iter().map(|event| sync.on(event));
    effects
        .map(|effect| effect.as_ref().map_or("-".into(), tell))
        .collect()
}

fn current(feed: Option<&Feed>) -> Event {
    Event::Current(Ok(feed.map(Feed::head)))
}

fn stored() -> Event {
    Event::Stored(Ok(()))
}
