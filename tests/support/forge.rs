//! A county's folder in hands that can do what `raupe publish` refuses: with the county's key, or
//! with one of their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use raupe::keys::Signer;
use raupe_core::feed::sha256;
use raupe_core::sync::{MANIFEST, SIGNATURE, signature_of};
use serde_json::{Value, json};

use crate::env;

/// The folder of a feed, and the key of the county.
pub struct Forge {
    folder: PathBuf,
    key: Signer,
    /// The folder as it was.
    kept: BTreeMap<PathBuf, Vec<u8>>,
}

impl Forge {
    /// Takes a folder in hand.
    pub fn of(folder: &Path) -> Result<Self> {
        let key = Signer::load(&env::path(env::DEMO_KEY)?, || None);
        let key = key.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let mut kept = BTreeMap::new();
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            kept.insert(path.clone(), fs::read(path)?);
        }
        Ok(Self {
            folder: folder.to_owned(),
            key,
            kept,
        })
    }

    /// Puts everything back as it was.
    pub fn restore(&self) -> Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            fs::remove_file(entry?.path())?;
        }
        for (path, bytes) in &self.kept {
            fs::write(path, bytes)?;
        }
        Ok(())
    }

    /// The manifest as it is.
    pub fn manifest(&self) -> Result<Value> {
        Ok(serde_json::from_slice(&fs::read(
            self.folder.join(MANIFEST),
        )?)?)
    }

    /// Changes the manifest and signs it with the key of the county.
    pub fn change(&self, change: impl FnOnce(&mut Value)) -> Result<()> {
        let mut manifest = self.manifest()?;
        change(&mut manifest);
        self.write(&manifest, &self.key)
    }

    /// Writes a manifest with a signature.
    pub fn write(&self, manifest: &Value, key: &Signer) -> Result<()> {
        let bytes = serde_json::to_vec(manifest)?;
        let signature = key.sign(&bytes, "forged");
        let signature = signature.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        fs::write(self.folder.join(signature_of(&sha256(&bytes))), &signature)?;
        fs::write(self.folder.join(SIGNATURE), signature)?;
        Ok(fs::write(self.folder.join(MANIFEST), bytes)?)
    }

    /// The next edition has this snapshot, without a delta, whatever it holds.
    pub fn next_snapshot(&self, snapshot: &[u8], count: usize) -> Result<()> {
        let hash = sha256(snapshot);
        let name = format!("snapshot-{hash}.json");
        fs::write(self.folder.join(&name), snapshot)?;
        self.change(|manifest| {
            let seq = manifest["seq"].as_u64().unwrap_or_default();
            manifest["seq"] = json!(seq + 1);
            manifest["snapshot"] = json!(name);
            manifest["sha256"] = json!(hash);
            manifest["bytes"] = json!(snapshot.len());
            manifest["count"] = json!(count);
            manifest["deltas"] = json!([]);
        })
    }

    /// The records of the snapshot as it is.
    pub fn records(&self) -> Result<Vec<Value>> {
        let manifest = self.manifest()?;
        let name = manifest["snapshot"].as_str().context("a snapshot")?;
        let page: Value = serde_json::from_slice(&fs::read(self.folder.join(name))?)?;
        let records = page["contents"].as_array().context("a page")?;
        Ok(records.clone())
    }

    /// The next edition has these records.
    pub fn next_records(&self, records: &[Value]) -> Result<()> {
        let page = json!({ "contents": records }).to_string();
        self.next_snapshot(page.as_bytes(), records.len())
    }

    /// Changes the bytes of the newest delta, and lets the manifest promise just these.
    pub fn change_delta(&self, change: impl FnOnce(&mut Value)) -> Result<()> {
        let manifest = self.manifest()?;
        let (from, to) = (&manifest["deltas"][0]["from"], &manifest["seq"]);
        let hash = manifest["deltas"][0]["sha256"]
            .as_str()
            .context("a delta")?;
        let path = |hash: &str| self.folder.join(format!("delta-{from}-{to}-{hash}.json"));
        let mut delta: Value = serde_json::from_slice(&fs::read(path(hash))?)?;
        change(&mut delta);
        let bytes = serde_json::to_vec(&delta)?;
        let hash = sha256(&bytes);
        fs::write(path(&hash), &bytes)?;
        self.change(|manifest| {
            manifest["deltas"][0]["sha256"] = json!(hash);
            manifest["deltas"][0]["bytes"] = json!(bytes.len());
        })
    }
}
