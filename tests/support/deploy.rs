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
    let mut json: Value = serde_json::from_slice(&fs::read(app.join(name))?)?;
    change(&mut json)?;
    replace(app, &[(name, serde_json::to_vec(&json)?)])
}

/// Lets every page of the packed client in `app` run this script before anything of its own, so that
/// a story can take something away from it that browsers have. It may be called again with another
/// script. It is no part of the stored app: without the server it is not there.
pub fn set_prelude(app: &Path, script: &str) -> Result<()> {
    for stale in ["prelude.js.br", "prelude.js.gz"] {
        let _ = fs::remove_file(app.join(stale));
    }
    fs::write(app.join("prelude.js"), script)?;
    let mut pages = Vec::new();
    for (name, base) in PAGES {
        let page = fs::read_to_string(app.join(name))?;
        if page.contains("prelude.js") {
            return Ok(());
        }
        let tag = format!("<head>\n  <script src=\"{base}prelude.js\"></script>");
        let page = page.replacen("<head>", &tag, 1);
        ensure!(page.contains(&tag), "{name} has no head");
        pages.push((name, page.into_bytes()));
    }
    replace(app, &pages)
}

/// The pages of the app, and the way from them to its folder.
const PAGES: [(&str, &str); 4] = [
    ("index.html", "./"),
    ("suchen/index.html", "../"),
    ("angebot/index.html", "../"),
    ("stand/index.html", "../"),
];

/// Puts other bytes in the place of files, and makes that a new version.
fn replace(app: &Path, files: &[(&str, Vec<u8>)]) -> Result<()> {
    let worker = app.join("sw.js");
    let script = fs::read_to_string(&worker)?;
    let version = script
        .lines()
        .find(|line| line.starts_with("const VERSION = "));
    let version = version.context("sw.js names no version")?;
    let mut script = script.replace(version, "const VERSION = 'the-next-one';");
    for (name, new) in files {
        let file = app.join(name);
        let old = integrity(&fs::read(&file)?);
        let entry = format!("'{name}': '{old}'");
        ensure!(script.contains(&entry), "sw.js does not list {name}");
        script = script.replace(&entry, &format!("'{name}': '{}'", integrity(new)));
        fs::write(&file, new)?;
    }
    fs::write(&worker, script)?;
    compress(app)
}

/// What a web host wants beside the files; to be done whenever they have changed.
pub fn compress(app: &Path) -> Result<()> {
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
