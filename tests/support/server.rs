//! The county's side: a folder with the app, a folder with the feed, `raupe publish` and `raupe serve`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::deploy;
use crate::env;
use crate::feed::Feed;
use crate::ports;
use crate::process::Process;

/// A site with the app and a feed. Its server can be stopped and started again.
#[derive(Debug)]
pub struct Site {
    folder: PathBuf,
    app: PathBuf,
    feed: PathBuf,
    /// Where the app lies below the address; empty or ending in `/`.
    path: String,
    /// Kept from one start to the next: the address is what the browser stores things under. Empty before the first.
    address: String,
    server: Option<Process>,
}

impl Site {
    /// Publishes the feed, and serves it with the packed client.
    pub async fn open(folder: &Path, feed: &Feed) -> Result<Self> {
        let app = env::path(env::APP)?;
        Self::serve(folder, app, folder.join("feed"), "", feed).await
    }

    /// The same with a copy of the client, so that another version can take its place.
    pub async fn open_with_copy(folder: &Path, feed: &Feed) -> Result<Self> {
        let app = folder.join("app");
        deploy::copy(&env::path(env::APP)?, &app)?;
        Self::serve(folder, app, folder.join("feed"), "", feed).await
    }

    /// The same under a path, as on a host that has other things too: client and feed are in one
    /// folder, which any static host could serve.
    pub async fn open_under(folder: &Path, path: &str, feed: &Feed) -> Result<Self> {
        let host = folder.join("host");
        let place = host.join(path);
        deploy::copy(&env::path(env::APP)?, &place)?;
        Self::serve(folder, host, place.join("feed"), path, feed).await
    }

    async fn serve(
        folder: &Path,
        app: PathBuf,
        feed_folder: PathBuf,
        path: &str,
        feed: &Feed,
    ) -> Result<Self> {
        let mut site = Self::prepare(folder, app, feed_folder, path)?;
        site.publish(feed)?;
        site.start().await?;
        Ok(site)
    }

    /// Serves what was published into the folder `feed`, with the packed client.
    pub async fn open_published(folder: &Path, feed: &Path) -> Result<Self> {
        let app = env::path(env::APP)?;
        let mut site = Self::prepare(folder, app, feed.to_owned(), "")?;
        site.start().await?;
        Ok(site)
    }

    fn prepare(folder: &Path, app: PathBuf, feed: PathBuf, path: &str) -> Result<Self> {
        fs::create_dir_all(&feed)?;
        Ok(Self {
            folder: folder.to_owned(),
            app,
            feed,
            path: path.to_owned(),
            address: String::new(),
            server: None,
        })
    }

    /// The address of the app, ending in `/`.
    pub fn home(&self) -> String {
        format!("http://{}/{}", self.address, self.path)
    }

    /// The folder of the app.
    pub fn app(&self) -> &Path {
        &self.app
    }

    /// Makes the feed the next edition.
    pub fn publish(&self, feed: &Feed) -> Result<()> {
        publish(feed, &self.folder, &self.feed)
    }

    /// Starts the server, at the same address as before.
    pub async fn start(&mut self) -> Result<()> {
        ensure!(self.server.is_none(), "the server runs already");
        if self.address.is_empty() {
            let mut had = Vec::new();
            loop {
                let (server, address) = self.listen("127.0.0.1:0").await?;
                let port = address
                    .rsplit_once(':')
                    .and_then(|(_, port)| port.parse().ok());
                if ports::is_new(port.context("the address has a port")?) {
                    (self.server, self.address) = (Some(server), address);
                    return Ok(());
                }
                // It stays until there is another: else the system may give the same port again.
                had.push(server);
            }
        }
        let (server, _) = self.listen(&self.address).await?;
        self.server = Some(server);
        Ok(())
    }

    /// Starts the server there; returns it and the address that it has.
    async fn listen(&self, address: &str) -> Result<(Process, String)> {
        let mut command = Command::new(env::path(env::RAUPE)?);
        command.args(["serve", "--listen", address]);
        command
            .arg("--app")
            .arg(&self.app)
            .arg("--feed")
            .arg(&self.feed);
        let log = self.folder.join("server.log");
        let mut server = Process::start("raupe serve", &mut command, &log)?;
        let address = server
            .until(|log| {
                let address = log
                    .lines()
                    .find_map(|line| line.strip_prefix("Raupe läuft: http://"))?;
                Some(address.strip_suffix('/')?.to_owned())
            })
            .await?;
        Ok((server, address))
    }

    /// Stops the server: from now on there is no network.
    pub fn stop(&mut self) -> Result<()> {
        let server = self.server.take().context("the server does not run")?;
        let status = server.stop()?;
        ensure!(
            status.success(),
            "raupe serve ended with {status} when asked to stop"
        );
        Ok(())
    }
}

/// A folder's files: where they lie in it, and what is in them.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// What came of publishing a source into a folder, by a hash of both. Nearly every story begins with the same list,
/// and compressing it takes longer than many of them.
static PUBLISHED: Mutex<BTreeMap<Vec<u8>, Files>> = Mutex::new(BTreeMap::new());

fn published() -> MutexGuard<'static, BTreeMap<Vec<u8>, Files>> {
    PUBLISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `raupe publish`: makes the feed the next edition in `out`.
pub fn publish(feed: &Feed, folder: &Path, out: &Path) -> Result<()> {
    let source = folder.join("source.json");
    let json = serde_json::to_vec(feed.json())?;
    let mut hash = Sha256::new_with_prefix(&json);
    for (name, bytes) in files(out)? {
        hash.update(name.as_os_str().as_encoded_bytes());
        hash.update(Sha256::digest(bytes));
    }
    let key = hash.finalize().to_vec();
    let known = published().get(&key).cloned();
    if let Some(known) = known {
        for entry in fs::read_dir(out)? {
            fs::remove_file(entry?.path())?;
        }
        for (name, bytes) in known {
            fs::write(out.join(name), bytes)?;
        }
        return Ok(());
    }
    fs::write(&source, json)?;
    let output = publishing(&source, out)?.output()?;
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!(
            "raupe publish ended with {}:\n{}",
            output.status,
            String::from_utf8_lossy(&said)
        );
    }
    published().insert(key, files(out)?);
    Ok(())
}

/// The files of a folder that has no others in it, in the order of their names.
fn files(folder: &Path) -> Result<Files> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        files.push((entry.file_name().into(), fs::read(entry.path())?));
    }
    files.sort();
    Ok(files)
}

/// The command that makes a source file the next edition in `out`.
pub fn publishing(source: &Path, out: &Path) -> Result<Command> {
    let mut command = Command::new(env::path(env::RAUPE)?);
    command.arg("publish").arg(source).arg("--out").arg(out);
    command.arg("--key").arg(env::path(env::DEMO_KEY)?);
    Ok(command)
}
