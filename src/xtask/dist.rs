//! `cargo xtask dist`: a folder that any static web host can serve.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::args::Dist;
use crate::client::Toolbox;
use crate::pack;
use crate::process;
use crate::project::Project;
use crate::region::{self, Keys, Settings};
use crate::serve::{self, Publication};
use crate::steps::{Step, Steps};

/// Builds the client and publishes a feed into one folder.
///
/// The feed's folder is kept from one time to the next: a feed's sequence number only ever rises.
pub fn run(project: &Project, order: &Dist) -> Result<()> {
    let out = match &order.out {
        // Programs are run in other folders than the caller's.
        Some(folder) => std::path::absolute(folder)?,
        None => project.root.join("dist"),
    };
    ensure_ours(&out)?;
    ensure_no_key(&out)?;
    let source = serve::feed_source(project, order.feed.as_deref())?;
    // Before minutes of building, not after them.
    let settings = Settings::read(project, order.region.as_deref())?;
    let key = order.key.as_deref();
    let keys = key.map(|key| Keys::named(key, order.next_key.as_deref()));
    let keys = keys.transpose()?;
    let page = settings.page().filter(|_| keys.is_none());
    if page.is_none() {
        settings.ensure_published()?;
    }

    let mut steps = Steps::default();
    let toolbox = Toolbox::ensure(project, &mut steps)?;
    toolbox.begin_client(project)?;
    let publisher = project.build_publisher(&mut steps)?;
    settings.check(&publisher, &mut steps)?;
    let app = toolbox.build_client(project, &publisher, &mut steps)?;
    let publication = Publication {
        source: &source,
        out: &out.join("feed"),
        keys: keys.as_ref(),
        county: serve::county(order.feed.as_deref(), order.region.as_deref(), &settings),
        id: settings.feed_id(),
    };
    publication.publish(&publisher, &mut steps)?;
    // A page has no name.
    let id = match page {
        None => Some(region::published_id(&out.join("feed"))?),
        Some(_) => None,
    };
    let step = Step {
        name: "folder",
        takes: "seconds",
        advice: "the message above says what to do; `cargo xtask help` shows the options",
    };
    // It is put together elsewhere: what the county keeps in the folder is no part of the app, which the
    // service worker would take for good.
    let ready = project.target.join("dist-ready");
    steps.run(&step, || {
        clear_but(&ready, &[])?;
        region::settle(
            project,
            &app,
            &ready,
            &publisher,
            &settings,
            keys.as_ref(),
            id.as_deref(),
        )?;
        clear_but(&out, &kept(page))?;
        pack::copy(&ready, &out)?;
        // After the service worker's list: this is for hosts, and no part of the app.
        process::run(Command::new(&publisher).arg("headers").arg(&out))
    })?;
    println!("\n{} is ready to be copied to a web host.", out.display());
    if let Some(page) = page
        && !out.join(page).is_file()
    {
        println!(
            "The app reads {page} there, a page in HSDS: put it into that folder, it is kept."
        );
    }
    Ok(())
}

/// Refuses a folder that holds something else: it is about to be cleared.
fn ensure_ours(folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let is_ours = folder.join("sw.js").is_file() || folder.join("feed/manifest.json").is_file();
    // A list with an error leaves the folder that it would have been published into.
    ensure!(
        is_ours || pack::files(folder)?.is_empty(),
        "{} holds something that `cargo xtask dist` did not put there; name an empty folder",
        folder.display()
    );
    Ok(())
}

/// Refuses a folder with a secret key in it, under whatever name: it would be cleared away, or be there for everybody.
fn ensure_no_key(folder: &Path) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for file in pack::files(folder)? {
        let file = folder.join(file);
        let is_small = |it: &fs::Metadata| it.is_file() && it.len() <= 2048;
        ensure!(
            !file.metadata().as_ref().is_ok_and(is_small) || !is_secret_key(&fs::read(&file)?),
            "{} is a secret key, in a folder for everybody; move it elsewhere. If it was on the web, it is secret no \
             more: `raupe keygen` makes another",
            file.display()
        );
    }
    Ok(())
}

/// Whether a file is a secret key of minisign: 158 bytes as base64, in a line of its own.
fn is_secret_key(content: &[u8]) -> bool {
    let is_key = |line: &[u8]| {
        let line = line.trim_ascii();
        line.len() == 212 && line.starts_with(b"RW")
    };
    content.split(|byte| *byte == b'\n').any(is_key)
}

/// What stays from one time to the next: what is published, what the county has put beside it to be read instead, and
/// what tells hosts about headers. Of that, `raupe headers` knows what is ours.
fn kept(page: Option<&str>) -> Vec<&str> {
    let own = page.and_then(|page| page.split('/').next());
    let known = ["feed", ".htaccess", "_headers", "_hosts"];
    known.into_iter().chain(own).collect()
}

fn clear_but(folder: &Path, kept: &[&str]) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if kept.iter().any(|name| entry.file_name() == *name) {
            continue;
        }
        let path = entry.path();
        let cleared = if entry.file_type()?.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        cleared.with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_other_things_is_left_alone() {
        let folder = std::env::temp_dir().join(format!("raupe-dist-{}", std::process::id()));
        assert!(
            ensure_ours(&folder).is_ok(),
            "a folder that is not there yet"
        );
        fs::create_dir_all(folder.join("feed")).unwrap();
        assert!(ensure_ours(&folder).is_ok(), "a list that had an error");
        fs::write(folder.join("thesis.odt"), "").unwrap();
        assert!(ensure_ours(&folder).is_err());
        fs::write(folder.join("feed/manifest.json"), "").unwrap();
        assert!(ensure_ours(&folder).is_ok());

        fs::create_dir_all(folder.join("daten")).unwrap();
        fs::write(folder.join("daten/angebote.json"), "").unwrap();

        fs::write(folder.join(".htaccess"), "RewriteEngine On").unwrap();

        clear_but(&folder, &kept(Some("daten/angebote.json"))).unwrap();
        let files = [
            Path::new(".htaccess"),
            Path::new("daten/angebote.json"),
            Path::new("feed/manifest.json"),
        ];
        assert_eq!(pack::files(&folder).unwrap(), files);
        clear_but(&folder, &kept(None)).unwrap();
        assert_eq!(pack::files(&folder).unwrap(), [files[0], files[2]]);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_folder_with_a_secret_key_is_refused() {
        let folder = std::env::temp_dir().join(format!("raupe-dist-key-{}", std::process::id()));
        assert!(ensure_no_key(&folder).is_ok());
        fs::create_dir_all(folder.join("feed")).unwrap();
        let key = format!("untrusted comment: x\r\nRW{}\r\n", "x".repeat(210));
        let public = format!("untrusted comment: x\nRW{}\n", "x".repeat(54));
        fs::write(folder.join("feed/peine.pub"), public).unwrap();
        assert!(ensure_no_key(&folder).is_ok());
        fs::write(folder.join("feed/notiz.txt"), key).unwrap();
        let refused = ensure_no_key(&folder).unwrap_err().to_string();
        assert!(refused.contains("notiz.txt is a secret key"), "{refused}");
        fs::remove_dir_all(folder).unwrap();
    }
}
