//! The settings of a county in a packed client: who it is, and whose signature it believes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::look;
use crate::pack;
use crate::process;
use crate::project::Project;
use crate::service_worker;
use crate::steps::{Step, Steps};

const SETTINGS: &str = "region.json";
/// Where feeds are published to.
const PUBLISHED: &str = "feed/";

/// The keys of a feed.
pub struct Keys {
    /// The file of the secret key.
    pub secret: PathBuf,
    /// The public keys that the client believes: the present one, and perhaps the next.
    public: Vec<String>,
    /// The file of the next public key.
    pub next: Option<PathBuf>,
}

impl Keys {
    /// The keys of the demo feed on this machine: made at the first time, and of no use elsewhere.
    pub fn demo(project: &Project, publisher: &Path, steps: &mut Steps) -> Result<Self> {
        let name = project.target.join("demo");
        let secret = name.with_extension("key");
        if !secret.is_file() {
            let step = Step {
                name: "demo keys",
                takes: "seconds",
                advice: "remove demo.key and demo.pub from the target folder and try again",
            };
            steps.run(&step, || {
                let mut keygen = Command::new(publisher);
                process::run(keygen.arg("keygen").arg("--out").arg(&name))
            })?;
        }
        Self::named(&secret, None)
    }

    /// The pair with this secret key, whose public key lies beside it; and the public key that will
    /// come next.
    pub fn named(secret: &Path, next: Option<&Path>) -> Result<Self> {
        ensure!(
            secret
                .extension()
                .is_some_and(|extension| extension == "key"),
            "--key names the secret key, NAME.key; {} is something else",
            secret.display()
        );
        let mut public = vec![public_key(&secret.with_extension("pub"))?];
        if let Some(next) = next {
            public.push(public_key(next)?);
        }
        Ok(Self {
            secret: std::path::absolute(secret)?,
            public,
            next: next.map(std::path::absolute).transpose()?,
        })
    }
}

/// The key in a `.pub` file: its second line.
fn public_key(file: &Path) -> Result<String> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("cannot read the public key {}", file.display()))?;
    match text.lines().nth(1).map(str::trim) {
        Some(key) if key.len() == 56 => Ok(key.to_owned()),
        _ => bail!("{} is no public key of minisign", file.display()),
    }
}

/// The settings of a county.
pub struct Settings {
    /// The file that they come from.
    file: PathBuf,
    json: Value,
}

impl Settings {
    /// Reads the settings in `named`, else those of the checkout.
    pub fn read(project: &Project, named: Option<&Path>) -> Result<Self> {
        let file = match named {
            // Programs are run in other folders than the caller's.
            Some(file) => std::path::absolute(file)?,
            None => project.root.join("public").join(SETTINGS),
        };
        let json = serde_json::from_str(&pack::read(&file)?)
            .with_context(|| format!("{} is not JSON", file.display()))?;
        Ok(Self { file, json })
    }

    /// What the county is called.
    pub fn name(&self) -> Option<&str> {
        self.json["name"].as_str()
    }

    /// What the feed is called, if they say so; nothing else is published then.
    pub fn feed_id(&self) -> Option<&str> {
        self.json["feed"]["id"].as_str()
    }

    /// Refuses an address at which the app would not find what is published with a key.
    pub fn ensure_published(&self) -> Result<()> {
        let address = self.json["feed"]["address"].as_str().unwrap_or_default();
        ensure!(
            address == PUBLISHED,
            "{}: feed.address is {address:?}, and the list is published into {PUBLISHED:?}, where the app would not look \
             for it. Write \"address\": {PUBLISHED:?} there. (A page of your own, without signature, can be looked at \
             with `cargo xtask dist` without --key.)",
            self.file.display()
        );
        Ok(())
    }

    /// The plain page that the app reads instead of what is published, as a path below the app.
    pub fn page(&self) -> Option<&str> {
        let address = self.json["feed"]["address"].as_str()?;
        (!address.ends_with('/')).then_some(address)
    }

    /// Refuses what the app could not use, and tells what is missing.
    pub fn check(&self, publisher: &Path, steps: &mut Steps) -> Result<()> {
        let step = Step {
            name: "settings",
            takes: "seconds",
            advice: "each line above names the place and says what to do; README.md lists all fields",
        };
        steps.run(&step, || {
            process::run(Command::new(publisher).arg("check-region").arg(&self.file))
        })
    }

    /// Writes these keys and the name of the feed into the settings; without keys there must be some already, or the
    /// permission to do without.
    fn packed(&self, keys: Option<&Keys>, feed_id: Option<&str>) -> Result<Value> {
        let mut json = self.json.clone();
        let feed = &mut json["feed"];
        if let Some(id) = feed_id {
            feed["id"] = json!(id);
        }
        match keys {
            Some(keys) => {
                feed["keys"] = json!(keys.public);
                feed["unsigned"] = json!(false);
            }
            None => ensure!(
                feed["unsigned"] == true || feed["keys"].get(0).is_some(),
                "the app would accept no feed: {} has no keys. `raupe keygen --out NAME` makes a pair; `--key NAME.key` \
                 signs the feed and writes the public key into the app. To do without signatures, set \"unsigned\" to \
                 true there.",
                self.file.display()
            ),
        }
        Ok(json)
    }
}

/// The name of the feed that is published in a folder.
pub fn published_id(feed: &Path) -> Result<String> {
    let manifest = feed.join("manifest.json");
    let json: Value = serde_json::from_str(&pack::read(&manifest)?)
        .with_context(|| format!("{} is not JSON", manifest.display()))?;
    let id = json["feed_id"].as_str();
    Ok(id
        .with_context(|| format!("{} names no feed", manifest.display()))?
        .to_owned())
}

/// Copies a packed client to `out`, with these settings, these keys and this name of the feed.
pub fn settle(
    project: &Project,
    app: &Path,
    out: &Path,
    publisher: &Path,
    settings: &Settings,
    keys: Option<&Keys>,
    feed_id: Option<&str>,
) -> Result<()> {
    let json = settings.packed(keys, feed_id)?;
    pack::copy(app, out)?;
    pack::write(&out.join(SETTINGS), &format!("{json:#}\n"))?;
    look::apply(&json, out)?;
    // All of it belongs to the shell, so that the list of its files is another one.
    let template = project.root.join("public/sw.js");
    fs::copy(&template, out.join("sw.js"))
        .with_context(|| format!("cannot read {}", template.display()))?;
    service_worker::write_list(out)?;
    process::run(Command::new(publisher).arg("compress").arg(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_from_their_files() {
        let folder = std::env::temp_dir().join(format!("raupe-keys-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
        let public = format!("untrusted comment: minisign public key\n{key}\n");
        fs::write(folder.join("peine.pub"), public).unwrap();
        fs::write(folder.join("junk.pub"), "nothing").unwrap();

        let keys = Keys::named(&folder.join("peine.key"), None).unwrap();
        assert_eq!(keys.public, [key]);
        let next = folder.join("peine.pub");
        let both = Keys::named(&folder.join("peine.key"), Some(&next)).unwrap();
        assert_eq!(both.public, [key, key]);
        for (secret, next) in [
            ("peine.pub", None),
            ("junk.key", None),
            ("missing.key", None),
        ]
        .into_iter()
        .chain([("peine.key", Some("junk.pub"))])
        {
            let next = next.map(|next| folder.join(next));
            assert!(Keys::named(&folder.join(secret), next.as_deref()).is_err());
        }
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_list_that_the_app_would_not_find_is_not_published() {
        let settings = |address: &str| Settings {
            file: "region.json".into(),
            json: json!({ "feed": { "address": address } }),
        };
        assert!(settings("feed/").ensure_published().is_ok());
        for address in ["feed", "liste/", "daten/angebote.json", ""] {
            let refused = settings(address).ensure_published().unwrap_err();
            assert!(refused.to_string().contains("\"feed/\""), "{refused}");
        }
        assert_eq!(settings("liste/").page(), None);
        let page = settings("daten/angebote.json");
        assert_eq!(page.page(), Some("daten/angebote.json"));
    }

    #[test]
    fn keys_go_where_the_app_looks_for_them() {
        let keys = Keys {
            secret: "peine.key".into(),
            public: vec!["RW".into()],
            next: None,
        };
        let settings = |feed: Value| Settings {
            file: "region.json".into(),
            json: json!({ "name": "Landkreis Muster", "feed": feed }),
        };
        let bare = settings(json!({ "address": "feed/", "unsigned": true }));
        let with = bare.packed(Some(&keys), Some("de.muster")).unwrap();
        let expected =
            json!({ "address": "feed/", "id": "de.muster", "keys": ["RW"], "unsigned": false });
        assert_eq!(with["feed"], expected);
        assert_eq!(with["name"], "Landkreis Muster");
        assert_eq!(bare.packed(None, None).unwrap(), bare.json);
        let nobody = settings(json!({ "address": "feed/", "keys": [] }));
        assert!(nobody.packed(None, None).is_err());
    }

    #[test]
    fn settings_are_those_of_the_checkout_unless_named() {
        let project = Project::locate();
        let name = |file: Option<&str>| {
            let file = file.map(|file| project.root.join(file));
            let settings = Settings::read(&project, file.as_deref()).unwrap();
            settings.name().map(str::to_owned)
        };
        assert_eq!(name(None).as_deref(), Some("Landkreis Peine"));
        let lippe = "tests/regions/lippe/region.json";
        assert_eq!(name(Some(lippe)).as_deref(), Some("Kreis Lippe"));
        assert!(Settings::read(&project, Some(Path::new("nothing.json"))).is_err());
    }
}
