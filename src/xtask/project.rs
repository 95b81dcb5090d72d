//! Where things are in this checkout.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::process;
use crate::steps::{Step, Steps};

/// This checkout and the folder its builds go to.
pub struct Project {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder: `$CARGO_TARGET_DIR`, else `target`.
    pub target: PathBuf,
}

impl Project {
    /// Finds the checkout that this program was built from.
    pub fn locate() -> Self {
        // Cargo tells a running program where its package is now; the constant is for those who start it themselves.
        let package = env::var("CARGO_MANIFEST_DIR")
            .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&package).ancestors().nth(2);
        let root = root.unwrap_or(Path::new(".")).to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Self { root, target }
    }

    /// The feed that is served when no other is named.
    pub fn demo_feed(&self) -> PathBuf {
        self.root.join("src/publisher/demo/peine.hsds.json")
    }

    /// Cargo, at the root of the workspace.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// Builds the publisher's program in release and returns its path.
    pub fn build_publisher(&self, steps: &mut Steps) -> Result<PathBuf> {
        let step = Step {
            name: "publisher (raupe)",
            takes: "about 3 min the first time, else seconds",
            advice: "the compiler's message above names the place; `cargo build --release -p raupe` repeats it",
        };
        steps.run(&step, || {
            process::run(self.cargo().args(["build", "--release", "-p", "raupe"]))
        })?;
        let program = format!("raupe{}", env::consts::EXE_SUFFIX);
        Ok(self.target.join("release").join(program))
    }
}
