//! A county office: a desk with a file, and a folder with a feed.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use jiff::Timestamp;
use raupe::files::{Files, sha256};
use raupe::publish::{Broken, Order, PublishError, Published, Refused, publish, publish_with};
use raupe_core::feed::{Manifest, Page};
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
