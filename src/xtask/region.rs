//! The settings of the region in a packed client: whose signature it believes.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use crate::pack;
use crate::process;
use crate::project::Project;
use crate::service_worker;
use crate::steps::{Step, Steps};

const SETTINGS: &str = "region.json";

/// The keys of a feed.
pub struct Keys {
    /// The file of the secret key.
    pub secret: PathBuf,
    /// The public keys that the client believes: the present one, and perhaps the next.
    public: Vec<String>,
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

/// Copies a packed client to `out`, with these keys in its settings; without keys as the settings of
/// the checkout are.
pub fn settle(
    project: &Project,
    app: &Path,
    out: &Path,
    publisher: &Path,
    keys: Option<&Keys>,
) -> Result<()> {
    pack::copy(app, out)?;
    let file = out.join(SETTINGS);
    let text =
        fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let mut settings: Value =
        serde_json::from_str(&text).with_context(|| format!("public/{SETTINGS} is not JSON"))?;
    let Some(keys) = keys else {
        let feed = &settings["feed"];
        let trusts = feed["unsigned"] == true || feed["keys"].get(0).is_some();
        ensure!(
            trusts,
            "the app would accept no feed: public/{SETTINGS} has no keys. `raupe keygen --out NAME` makes a pair; \
             `--key NAME.key` signs the feed and writes the public key into the app. To do without signatures, set \
             \"unsigned\" to true there."
        );
        return Ok(());
    };
    settings["feed"]["keys"] = json!(keys.public);
    settings["feed"]["unsigned"] = json!(false);
    let text = format!("{settings:#}\n");
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    // The settings belong to the shell, so that the list of its files is another one.
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
}
