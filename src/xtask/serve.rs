//! `cargo xtask serve`: the client and a feed at one address.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::args::Serve;
use crate::client::Toolbox;
use crate::pack;
use crate::process;
use crate::project::Project;
use crate::region::{self, Keys, Settings};
use crate::steps::{Step, Steps};

/// Builds, publishes and serves until it is stopped.
pub fn run(project: &Project, order: &Serve) -> Result<()> {
    // Before minutes of building, not after them.
    let listen = order.listen;
    ensure_port_is_free(listen)?;
    let source = feed_source(project, order.feed.as_deref())?;
    let settings = Settings::read(project, order.region.as_deref())?;
    settings.ensure_published()?;

    let mut steps = Steps::default();
    let toolbox = Toolbox::ensure(project, &mut steps)?;
    toolbox.begin_client(project)?;
    let publisher = project.build_publisher(&mut steps)?;
    // Those of the checkout have been checked, by its tests.
    if order.region.is_some() {
        settings.check(&publisher, &mut steps)?;
    }
    let app = toolbox.build_client(project, &publisher, &mut steps)?;
    let keys = Keys::demo(project, &publisher, &mut steps)?;
    let feed = project.target.join("serve").join(folder_name(&source));
    let publication = Publication {
        source: &source,
        out: &feed,
        keys: Some(&keys),
        county: county(order.feed.as_deref(), order.region.as_deref(), &settings),
        id: settings.feed_id(),
    };
    publication.publish(&publisher, &mut steps)?;
    let id = region::published_id(&feed)?;
    let app = demo_app(project, &app, &publisher, &settings, &keys, Some(&id))?;
    write_gallery(project, &app)?;

    println!("\n▶ serving {} (stop with Ctrl-C)", source.display());
    let mut server = Command::new(&publisher);
    server
        .arg("serve")
        .arg("--app")
        .arg(&app)
        .arg("--feed")
        .arg(&feed)
        .arg("--listen")
        .arg(listen.to_string());
    become_program(server)
}

/// Adds the page with every piece of the style kit, in the app's own style sheet: for development, and
/// in no other folder.
fn write_gallery(project: &Project, app: &Path) -> Result<()> {
    let source = project.root.join("tests/gallery/index.html");
    let html =
        fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
    let style = fs::read_dir(app)?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find(|name| {
            name.starts_with("style-") && Path::new(name).extension() == Some("css".as_ref())
        })
        .context("the packed client has no style sheet")?;
    let folder = app.join("muster");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let page = folder.join("index.html");
    let symbols = pack::read(&project.root.join("style/symbols.svg"))?;
    let html = html
        .replace("{{style}}", &style)
        .replace("{{symbols}}", &symbols);
    fs::write(&page, html).with_context(|| format!("cannot write {}", page.display()))
}

/// The name that stands for all places in the feed: that of the settings, unless both are those of the checkout. The
/// demo says it itself.
pub fn county<'s>(
    feed: Option<&Path>,
    region: Option<&Path>,
    settings: &'s Settings,
) -> Option<&'s str> {
    feed.or(region).and_then(|_| settings.name())
}

/// The feed to publish: the one named, else the demo.
pub fn feed_source(project: &Project, named: Option<&Path>) -> Result<PathBuf> {
    let source = named.map_or_else(|| project.demo_feed(), Path::to_owned);
    // Whole and without `..`: the same file has one folder, from wherever it is named.
    source
        .canonicalize()
        .with_context(|| format!("there is no feed at {}", source.display()))
}

/// The client with these settings and the demo's key. Without the name of a feed it takes any for its own, once.
pub fn demo_app(
    project: &Project,
    app: &Path,
    publisher: &Path,
    settings: &Settings,
    keys: &Keys,
    feed_id: Option<&str>,
) -> Result<PathBuf> {
    let folder = project.target.join("demo-app");
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    region::settle(
        project,
        app,
        &folder,
        publisher,
        settings,
        Some(keys),
        feed_id,
    )?;
    Ok(folder)
}

/// A feed that goes into a folder.
pub struct Publication<'p> {
    /// The file of the county.
    pub source: &'p Path,
    /// The folder.
    pub out: &'p Path,
    /// What signs it, if anything does, and what will.
    pub keys: Option<&'p Keys>,
    /// What the county is called, if not as the file says: its name stands for all places.
    pub county: Option<&'p str>,
    /// What the feed is called, if the settings say so.
    pub id: Option<&'p str>,
}

impl Publication<'_> {
    /// Publishes it.
    pub fn publish(&self, publisher: &Path, steps: &mut Steps) -> Result<()> {
        let Self {
            source,
            out,
            keys,
            county,
            id,
        } = self;
        let step = Step {
            name: "feed",
            takes: "seconds",
            advice: "`cargo run -p raupe -- check FILE` tells what is wrong with the file",
        };
        steps.run(&step, || {
            fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
            let mut publish = Command::new(publisher);
            publish.arg("publish").arg(source).arg("--out").arg(out);
            if let Some(keys) = keys {
                publish.arg("--key").arg(&keys.secret);
                if let Some(next) = &keys.next {
                    publish.arg("--next-key").arg(next);
                }
            }
            if let Some(id) = id {
                publish.arg("--feed-id").arg(id);
            }
            if let Some(county) = county {
                publish.arg("--region").arg(county);
            }
            process::run(&mut publish)
        })
    }
}

/// A folder for each source file: one feed must not be published as the successor of another.
fn folder_name(source: &Path) -> String {
    let hash = format!(
        "{:x}",
        Sha256::digest(source.as_os_str().as_encoded_bytes())
    );
    let name = source.file_name().unwrap_or_default().to_string_lossy();
    let name = name.split('.').next().unwrap_or_default();
    format!("{name}-{}", &hash[..8])
}

fn ensure_port_is_free(listen: SocketAddr) -> Result<()> {
    TcpListener::bind(listen).map(drop).with_context(|| {
        format!("cannot listen on {listen}; another address: `cargo xtask serve --listen 127.0.0.1:8081`")
    })
}

/// Ends as the server: a signal to this process reaches it, and nothing is left running.
#[cfg(unix)]
fn become_program(mut program: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(program.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn become_program(mut program: Command) -> Result<()> {
    process::run(&mut program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_of_different_files_do_not_mix() {
        let name = |path| folder_name(Path::new(path));
        assert!(name("/a/peine.hsds.json").starts_with("peine-"));
        assert_eq!(name("/a/peine.hsds.json"), name("/a/peine.hsds.json"));
        assert_ne!(name("/a/peine.hsds.json"), name("/b/peine.hsds.json"));
    }
}
