//! The tools that are not Cargo's own: their versions, where they are kept, how they get there.
//!
//! They are built once for all checkouts of a machine, each into `<tools>/<name>-<version>/`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::process;
use crate::project::Project;
use crate::steps::{Step, Steps};

/// A tool from Cargo's registry.
pub struct CargoTool {
    /// The crate.
    name: &'static str,
    /// Its exact version.
    version: &'static str,
    /// The programs that must be there when it is installed.
    programs: &'static [&'static str],
    /// Whether to build with the versions the crate was released with.
    lock: &'static [&'static str],
    takes: &'static str,
}

/// Runs the client's tests in browsers. Its version must equal the one of `wasm-bindgen` in Cargo.lock. Its own lock file names a crate version that
/// some mirrors lack, hence without it.
pub const WASM_BINDGEN: CargoTool = CargoTool {
    name: "wasm-bindgen-cli",
    version: "0.2.130",
    programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
    lock: &[],
    takes: "about 3 min",
};

/// Drives Firefox in the tests.
pub const GECKODRIVER: CargoTool = CargoTool {
    name: "geckodriver",
    version: "0.37.0",
    programs: &["geckodriver"],
    lock: &["--locked"],
    takes: "about 3 min",
};

/// The folder of all tools.
fn root() -> Result<PathBuf> {
    if let Some(folder) = env::var_os("RAUPE_TOOLS") {
        return Ok(folder.into());
    }
    let cache = match env::var_os("XDG_CACHE_HOME") {
        Some(cache) => PathBuf::from(cache),
        None => env::home_dir()
            .context("there is no home folder to keep tools in: set RAUPE_TOOLS to a folder")?
            .join(".cache"),
    };
    Ok(cache.join("raupe").join("tools"))
}

impl CargoTool {
    /// Installs the tool unless it is there, and returns the folder of its programs.
    pub fn ensure(&self, steps: &mut Steps) -> Result<PathBuf> {
        let home = root()?.join(format!("{}-{}", self.name, self.version));
        let programs = home.join("bin");
        let title = format!("{} {}", self.name, self.version);
        let is_there = |program: &&str| {
            let file = format!("{program}{}", env::consts::EXE_SUFFIX);
            programs.join(file).is_file()
        };
        if self.programs.iter().all(is_there) {
            steps.already_done(&title);
            return Ok(programs);
        }
        let mut install = Command::new("cargo");
        install
            .args(["install", self.name, "--version", self.version])
            .args(self.lock)
            .arg("--root")
            .arg(&home)
            // Not in this checkout's folders: another toolchain may be set there.
            .current_dir(env::temp_dir())
            .env_remove("CARGO_TARGET_DIR");
        let advice = "the command above is what to repeat by hand; \
                      it needs a C compiler (Debian: apt-get install build-essential)";
        let step = Step {
            name: &title,
            takes: self.takes,
            advice,
        };
        steps.run(&step, || process::run(&mut install))?;
        Ok(programs)
    }
}

/// The version of binaryen in `src/xtask/package-lock.json`.
const BINARYEN: &str = "132.0.0";

/// Installs wasm-opt from npm unless it is there, and returns the folder it is in.
pub fn ensure_wasm_opt(project: &Project, steps: &mut Steps) -> Result<PathBuf> {
    let home = root()?.join(format!("binaryen-{BINARYEN}"));
    let programs = home.join("node_modules").join(".bin");
    let title = format!("wasm-opt (binaryen {BINARYEN})");
    if programs.join("wasm-opt").exists() && process::which("node").is_some() {
        steps.already_done(&title);
        return Ok(programs);
    }
    let step = Step {
        name: &title,
        takes: "about 10 s",
        advice: "wasm-opt comes from the npm package binaryen and runs on Node 20 or newer \
                 (Debian: apt-get install nodejs npm). By hand: `npm ci` in src/xtask shows what is wrong",
    };
    steps.run(&step, || install_from_npm(project, "src/xtask", &home))?;
    Ok(programs)
}

/// Installs the search engines of the benchmark from npm unless they are there, and returns the folder they
/// are in.
pub fn ensure_peers(project: &Project, steps: &mut Steps) -> Result<PathBuf> {
    Packages {
        folder: "tests/bench",
        home: "bench-peers",
        name: "search engines to compare with",
    }
    .ensure(project, steps)
}

/// Installs axe-core from npm unless it is there, and returns its script.
pub fn ensure_axe(project: &Project, steps: &mut Steps) -> Result<PathBuf> {
    let packages = Packages {
        folder: "tests",
        home: "axe-core",
        name: "axe-core",
    }
    .ensure(project, steps)?;
    Ok(packages.join("axe-core").join("axe.min.js"))
}

/// Packages of npm that a lock file names.
struct Packages {
    /// The folder of the lock file in the project.
    folder: &'static str,
    /// What the folder that they are installed in begins with.
    home: &'static str,
    /// What the user reads.
    name: &'static str,
}

impl Packages {
    /// Installs them unless they are there, and returns the folder they are in.
    fn ensure(&self, project: &Project, steps: &mut Steps) -> Result<PathBuf> {
        let Self { folder, home, name } = self;
        let lock = fs::read(project.root.join(folder).join("package-lock.json"))
            .with_context(|| format!("cannot read {folder}/package-lock.json"))?;
        let hash = format!("{:x}", Sha256::digest(lock));
        let home = root()?.join(format!("{home}-{hash:.8}"));
        let packages = home.join("node_modules");
        // npm writes this file last.
        if packages.join(".package-lock.json").is_file() {
            steps.already_done(name);
            return Ok(packages);
        }
        let advice = format!(
            "from npm (Debian: apt-get install nodejs npm). By hand: `npm ci` in {folder} shows what is wrong"
        );
        let step = Step {
            name,
            takes: "about 10 s",
            advice: &advice,
        };
        steps.run(&step, || install_from_npm(project, folder, &home))?;
        Ok(packages)
    }
}

/// Installs what the lock file in `folder` names into another folder, outside the checkout.
fn install_from_npm(project: &Project, folder: &str, home: &Path) -> Result<()> {
    for program in ["node", "npm"] {
        ensure!(
            process::which(program).is_some(),
            "`{program}` is not on the search path"
        );
    }
    fs::create_dir_all(home)
        .with_context(|| format!("cannot make the folder {}", home.display()))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(project.root.join(folder).join(file), home.join(file))
            .with_context(|| format!("cannot copy {folder}/{file}"))?;
    }
    process::run(
        Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund"])
            .current_dir(home),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_agree_with_the_lock_files() {
        let root = Project::locate().root;
        let cargo = fs::read_to_string(root.join("Cargo.lock")).unwrap();
        let locked = format!(
            "name = \"wasm-bindgen\"\nversion = \"{}\"",
            WASM_BINDGEN.version
        );
        assert!(
            cargo.contains(&locked),
            "wasm-bindgen in Cargo.lock differs"
        );

        let npm = fs::read_to_string(root.join("src/xtask/package-lock.json")).unwrap();
        let locked = format!("\"version\": \"{BINARYEN}\"");
        assert!(
            npm.contains(&locked),
            "binaryen in package-lock.json differs"
        );
        assert!(!npm.contains("resolved"), "the lock file names a registry");
        for folder in ["tests", "tests/bench"] {
            let lock = fs::read_to_string(root.join(folder).join("package-lock.json")).unwrap();
            assert!(!lock.contains("resolved"), "{folder} names a registry");
        }
    }
}
