//! A new version of the app in the place of the old one.
//!
//! Packing belongs to `cargo xtask`; this does by hand what it would do for one changed text.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::env;

const TEXTS: &str = "locales/de.json";

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Changes a German text of the packed client in `app` and makes that a new version.
pub fn change_text(app: &Path, name: &str, text: &str) -> Result<()> {
    change_file(app, TEXTS, |texts| {
        let entry = texts.get_mut(name);
        *entry.with_context(|| format!("{TEXTS} has no {name}"))? = json!(text);
        Ok(())
    })
}

/// Changes a JSON file of the packed client in `app` and makes that a new version.
pub fn change_file(
    app: &Path,
    name: &str,
    change: impl FnOnce(&mut Value) -> Result<()>,
) -> Result<()> {
    let file = app.join(name);
    let old = fs::read(&file)?;
    let mut json: Value = serde_json::from_slice(&old)?;
    change(&mut json)?;
    let new = serde_json::to_vec(&json)?;
    fs::write(&file, &new)?;

    let worker = app.join("sw.js");
    let script = fs::read_to_string(&worker)?;
    let version = script
        .lines()
        .find(|line| line.starts_with("const VERSION = "));
    let version = version.context("sw.js names no version")?;
    let (old_hash, new_hash) = (integrity(&old), integrity(&new));
    ensure!(script.contains(&old_hash), "sw.js does not list {name}");
    let script = script
        .replace(version, "const VERSION = 'the-next-one';")
        .replace(&old_hash, &new_hash);
    fs::write(&worker, script)?;

    let status = Command::new(env::path(env::RAUPE)?)
        .arg("compress")
        .arg(app)
        .output()?
        .status;
    ensure!(status.success(), "raupe compress ended with {status}");
    Ok(())
}

/// As in the service worker's list.
fn integrity(bytes: &[u8]) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}
