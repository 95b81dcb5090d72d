//! A county office: a desk with a file, and a folder with a feed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use raupe::files::Files;
use raupe::publish::{Broken, Order, PublishError, Published, Refused, publish, publish_with};
use raupe_core::feed::{Manifest, Page, PublicKey, sha256};
use raupe_core::region::FeedSettings;
use raupe_core::sync::{Effect, Event, Generation, Kind, Outcome, Reply, Sync, Trigger, Wanted};
use tempfile::TempDir;

/// A record that has no findings.
pub fn service(id: &str, name: &str) -> String {
    format!(
        r#"{{"id": "{id}", "name": "{name}", "minimum_age": 0, "maximum_age": 3.50,
            "service_areas": [{{"name": "Südstadt"}}], "last_modified": "2026-11-20"}}"#
    )
}

/// An HSDS page with these records.
pub fn page(records: &[String]) -> String {
    format!(
        "{{\"total_items\": {}, \"contents\": [{}]}}",
        records.len(),
        records.join(", ")
    )
}

/// The demo feed that comes with the program.
pub fn demo() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/peine.hsds.json");
    fs::read_to_string(path).unwrap()
}

/// The part of a file's name after the last dot.
pub fn ending(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or_default()
}

pub struct Office {
    folder: TempDir,
    pub order: Order,
}

impl Office {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let order = Order {
            file: folder.path().join("Angebote für Familien.json"),
            out: folder.path().join("feed"),
            region: None,
            feed_id: None,
            epoch: None,
            broken: Broken::Refuse,
            key: None,
            next_key: None,
            means_mass_change: false,
            confirms_unchanged: false,
        };
        Self { folder, order }
    }

    /// Another office with the same file and the same feed.
    pub fn copy(&self) -> Self {
        let copy = Self::new();
        fs::copy(&self.order.file, &copy.order.file).unwrap();
        fs::create_dir(&copy.order.out).unwrap();
        for name in self.names() {
            fs::copy(self.feed(&name), copy.feed(&name)).unwrap();
        }
        copy
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The file now has this content.
    pub fn write(&self, content: &str) {
        fs::write(&self.order.file, content).unwrap();
    }

    pub fn publish(&self) -> Result<Published, PublishError> {
        publish(&self.order, now())
    }

    pub fn publish_on(&self, files: &impl Files) -> Result<Published, PublishError> {
        publish_with(files, &self.order, now())
    }

    pub fn refusal(&self) -> Refused {
        match self.publish() {
            Err(PublishError::Refused(refused)) => refused,
            other => panic!("not refused: {other:?}"),
        }
    }

    pub fn feed(&self, name: &str) -> PathBuf {
        self.order.out.join(name)
    }

    /// The feed as clients find it: a manifest, and its snapshot with the right hash.
    pub fn manifest(&self) -> Manifest {
        let manifest = Manifest::read(&fs::read(self.feed("manifest.json")).unwrap()).unwrap();
        let snapshot = fs::read(self.feed(&manifest.snapshot)).unwrap();
        assert_eq!(sha256(&snapshot), manifest.sha256);
        assert_eq!(snapshot.len() as u64, manifest.bytes);
        let reading = Page::open(&snapshot)
            .unwrap()
            .read(manifest.region.as_deref());
        assert_eq!(reading.offers.len() as u64, manifest.count);
        manifest
    }

    pub fn snapshot(&self) -> String {
        fs::read_to_string(self.feed(&self.manifest().snapshot)).unwrap()
    }

    /// The names of all files in the feed's folder, in ascending order.
    pub fn names(&self) -> Vec<String> {
        let Ok(entries) = fs::read_dir(&self.order.out) else {
            return Vec::new();
        };
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        names
    }

    /// Everything about the feed's folder that could change.
    pub fn state(&self) -> Vec<(String, Vec<u8>, SystemTime)> {
        let state = |name: String| {
            let path = self.feed(&name);
            let written = path.metadata().unwrap().modified().unwrap();
            (name, fs::read(path).unwrap(), written)
        };
        self.names().into_iter().map(state).collect()
    }
}

pub fn now() -> Timestamp {
    "2026-11-20T08:00:00.987Z".parse().unwrap()
}

/// A phone that follows the feed in a folder, with the client's own rules.
pub struct Phone {
    sync: Sync,
    pub stored: Option<Arc<Generation>>,
    /// What the last sync fetched: kind and size in bytes.
    pub fetched: Vec<(Kind, usize)>,
}

impl Phone {
    /// A phone whose app trusts this key, or with `None` an app that asks for no signature.
    pub fn trusting(key: Option<&str>) -> Self {
        let keys: Vec<_> = key.and_then(PublicKey::read).into_iter().collect();
        let settings = FeedSettings {
            address: "feed/".into(),
            id: None,
            unsigned: keys.is_empty(),
            keys,
        };
        Self {
            sync: Sync::new(settings),
            stored: None,
            fetched: Vec::new(),
        }
    }

    /// Looks for news in a folder.
    pub fn sync(&mut self, feed: &Path) -> Outcome {
        self.fetched.clear();
        let mut event = Event::Wanted(Wanted {
            trigger: Trigger::Hand,
            uptime_ms: 0,
            now: "2026-11-22T10:00:00Z".into(),
        });
        loop {
            event = match self.sync.on(event).expect("every event here is an answer") {
                Effect::ReadCurrent => {
                    Event::Current(Ok(self.stored.as_ref().map(|stored| stored.head.clone())))
                }
                Effect::Fetch(request) => {
                    let name = request.path.strip_prefix("feed/").unwrap();
                    let body = fs::read(feed.join(name));
                    let size = body.as_ref().map_or(0, Vec::len);
                    self.fetched.push((request.kind, size));
                    Event::Fetched(Ok(Reply {
                        status: if body.is_ok() { 200 } else { 404 },
                        redirected: false,
                        content_type: None,
                        retry_after_s: None,
                        body: body.unwrap_or_default(),
                    }))
                }
                Effect::ReadBytes(_) => Event::Bytes(Ok(self.stored.as_ref().unwrap().bytes())),
                Effect::Compile(job) => Event::Compiled(job.run()),
                Effect::Store { generation, .. } => {
                    self.stored = Some(generation);
                    Event::Stored(Ok(()))
                }
                Effect::Free => Event::Freed(Ok(())),
                Effect::Finished(outcome) => return outcome,
            };
        }
    }

    /// The number of the edition that it has.
    pub fn seq(&self) -> Option<u64> {
        self.stored.as_ref().map(|stored| stored.head.seq)
    }

    pub fn kinds(&self) -> Vec<Kind> {
        self.fetched.iter().map(|(kind, _)| *kind).collect()
    }
}
