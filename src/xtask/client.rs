//! Building the client: Trunk with the tools of this project, then packing.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::pack;
use crate::process;
use crate::project::Project;
use crate::steps::{Step, Steps};
use crate::tools::{self, TRUNK, WASM_BINDGEN};
use crate::wasm_target::{TARGET, WasmCompiler};

/// Everything the packed client is made from, the way it is packed included.
const SOURCES: &[&str] = &[
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "index.html",
    "public",
    "src/app",
    "src/core",
    "src/xtask",
    "style",
];

/// What the client is built with.
pub struct Toolbox {
    compiler: WasmCompiler,
    /// The folders of Trunk and of the programs that it calls.
    programs: [PathBuf; 3],
}

impl Toolbox {
    /// Finds or installs everything. What is quick to find missing comes first.
    pub fn ensure(project: &Project, steps: &mut Steps) -> Result<Self> {
        Ok(Self {
            programs: [
                tools::ensure_wasm_opt(project, steps)?,
                WASM_BINDGEN.ensure(steps)?,
                TRUNK.ensure(steps)?,
            ],
            compiler: WasmCompiler::ensure(project, steps)?,
        })
    }

    /// One of the programs that the client is built with.
    pub fn program(&self, name: &str) -> Result<PathBuf> {
        let mut programs = self.programs.iter().map(|folder| folder.join(name));
        programs
            .find(|program| program.is_file())
            .with_context(|| format!("{name} is not where it was installed"))
    }

    /// Builds a library as the client is built, without what Trunk does. Returns the WebAssembly file.
    pub fn build_library(&self, project: &Project, package: &str) -> Result<PathBuf> {
        let mut cargo = project.cargo();
        self.compiler.apply(&mut cargo);
        cargo.args([
            "build",
            "--profile=client",
            "--target",
            TARGET,
            "--package",
            package,
        ]);
        process::run(&mut cargo)?;
        let file = format!("{}.wasm", package.replace('-', "_"));
        let built = self.compiler.target_folder().join(TARGET);
        Ok(built.join("client").join(file))
    }

    /// Builds and packs the client, unless nothing has changed since. Returns the folder.
    pub fn build_client(
        &self,
        project: &Project,
        publisher: &Path,
        steps: &mut Steps,
    ) -> Result<PathBuf> {
        let packed = project.target.join("dist-app");
        let stamp = project.target.join("dist-app.stamp");
        let made_from = fingerprint(&project.root, &self.compiler.identity()?)?;
        let is_there = packed.join("sw.js").is_file();
        if is_there && fs::read_to_string(&stamp).is_ok_and(|old| old == made_from) {
            steps.already_done("client");
            return Ok(packed);
        }
        // Two commands at once, such as serving and testing, would build into the same folders.
        let lock = project.target.join("dist-app.lock");
        let lock =
            fs::File::create(&lock).with_context(|| format!("cannot write {}", lock.display()))?;
        lock.lock()
            .context("cannot wait for another build of the client")?;
        let step = Step {
            name: "client",
            takes: "about 5 min the first time, about 1 min after a change",
            advice: "the message above names the place: the compiler's own, or Trunk's, or the packing's. \
                     `rm -r target/client` forgets all earlier builds of the client",
        };
        steps.run(&step, || {
            let built = self.run_trunk(project)?;
            pack::pack(&built, publisher)?;
            replace(&built, &packed)?;
            fs::write(&stamp, made_from)
                .with_context(|| format!("cannot write {}", stamp.display()))
        })?;
        Ok(packed)
    }

    fn run_trunk(&self, project: &Project) -> Result<PathBuf> {
        // Trunk is told to stay offline, and so is the Cargo that it calls: fetch before.
        let host = process::output(Command::new("rustc").args(["--print", "host-tuple"]))?;
        process::run(
            project
                .cargo()
                .args(["fetch", "--locked", "--target", TARGET, "--target", &host]),
        )?;

        // Trunk copies what it finds there: a snippet of an earlier build would travel along.
        let bindings = self.compiler.target_folder().join("wasm-bindgen");
        if bindings.exists() {
            fs::remove_dir_all(&bindings)
                .with_context(|| format!("cannot clear {}", bindings.display()))?;
        }
        let built = project.target.join("trunk");
        let mut trunk = Command::new("trunk");
        trunk
            .current_dir(&project.root)
            .args(["--skip-version-check", "build", "--dist"])
            .arg(&built)
            .env("PATH", process::path_with(&self.programs)?);
        if env::var_os("NO_COLOR").is_some() {
            // Trunk understands only `true` and `false`, unlike the convention.
            trunk.env("NO_COLOR", "true");
        }
        self.compiler.apply(&mut trunk);
        process::run(&mut trunk)?;
        Ok(built)
    }
}

/// Puts a finished folder in the place of an older one.
fn replace(new: &Path, place: &Path) -> Result<()> {
    if place.exists() {
        fs::remove_dir_all(place).with_context(|| format!("cannot clear {}", place.display()))?;
    }
    fs::rename(new, place).with_context(|| format!("cannot move to {}", place.display()))
}

/// A hash over the contents of all sources and the compiler's identity.
///
/// Contents rather than times: a switched branch or a fresh clone with a kept target folder builds nothing twice.
fn fingerprint(root: &Path, compiler: &str) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(compiler);
    for source in SOURCES.iter().map(Path::new) {
        let files = if root.join(source).is_dir() {
            let below = pack::files(&root.join(source))?;
            below.iter().map(|file| source.join(file)).collect()
        } else {
            vec![source.to_owned()]
        };
        for file in files {
            let content = fs::read(root.join(&file))
                .with_context(|| format!("cannot read {}", file.display()))?;
            hash.update(file.as_os_str().as_encoded_bytes());
            hash.update(content.len().to_le_bytes());
            hash.update(content);
        }
    }
    Ok(format!("{:x}", hash.finalize()))
}
