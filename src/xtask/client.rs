//! Building the client: compiling, binding, optimising, then packing.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::pack;
use crate::process;
use crate::project::Project;
use crate::steps::{Step, Steps};
use crate::tools;
use crate::wasm_target::{TARGET, WasmCompiler};

/// Everything the packed client is made from, the way it is packed included.
const SOURCES: &[&str] = &[
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "index.html",
    "public",
    "src/app",
    "src/core",
    "src/xtask",
    "style",
];

/// The client's package, and its program's name.
const CLIENT: &str = "raupe-app";

/// What makes a program small for phones, with the features that wasm-bindgen and the compiler use.
const WASM_OPT: &[&str] = &[
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--low-memory-unused",
];

/// What the client is built with.
pub struct Toolbox {
    compiler: WasmCompiler,
    wasm_opt: PathBuf,
}

impl Toolbox {
    /// Finds or installs everything. What is quick to find missing comes first.
    pub fn ensure(project: &Project, steps: &mut Steps) -> Result<Self> {
        Ok(Self {
            wasm_opt: tools::ensure_wasm_opt(project, steps)?.join("wasm-opt"),
            compiler: WasmCompiler::ensure(project, steps)?,
        })
    }

    /// Builds a package for the browser as the client is built: `<name>.js` and `<name>_bg.wasm` in the folder. `name`
    /// is what the compiler calls the program or the library.
    pub fn build(&self, project: &Project, package: &str, name: &str, folder: &Path) -> Result<()> {
        process::run(&mut self.compile(project, package))?;
        let built = self.compiler.target_folder().join(TARGET).join("client");

        println!("  binding {name}.wasm");
        // Its other outputs are for Node and bundlers.
        Bindgen::new()
            .input_path(built.join(format!("{name}.wasm")))
            .web(true)?
            .typescript(false)
            .out_name(name)
            .generate(folder)
            .with_context(|| format!("cannot bind {name}.wasm"))?;
        let wasm = folder.join(format!("{name}_bg.wasm"));
        let mut wasm_opt = Command::new(&self.wasm_opt);
        wasm_opt.args(WASM_OPT).arg(&wasm).arg("-o").arg(&wasm);
        process::run(&mut wasm_opt)
    }

    fn compile(&self, project: &Project, package: &str) -> Command {
        let mut cargo = project.cargo();
        self.compiler.apply(&mut cargo);
        cargo.args(["build", "--locked", "--profile=client"]);
        cargo.args(["--target", TARGET, "--package", package]);
        cargo
    }

    /// Begins to compile the client while something else is built, whose last crates leave a processor idle.
    /// [`Toolbox::build_client`] waits for it as one Cargo does for another, and tells what is wrong.
    pub fn begin_client(&self, project: &Project) -> Result<()> {
        if !self.packed(project)?.is_current() {
            let mut cargo = self.compile(project, CLIENT);
            cargo.arg("--quiet").stdin(Stdio::null());
            cargo.stdout(Stdio::null()).stderr(Stdio::null());
            cargo.spawn().context("cannot start cargo")?;
        }
        Ok(())
    }

    fn packed(&self, project: &Project) -> Result<Packed> {
        Ok(Packed {
            folder: project.target.join("dist-app"),
            stamp: project.target.join("dist-app.stamp"),
            made_from: fingerprint(&project.root, &self.compiler.identity()?)?,
        })
    }

    /// Builds and packs the client, unless nothing has changed since. Returns the folder.
    pub fn build_client(
        &self,
        project: &Project,
        publisher: &Path,
        steps: &mut Steps,
    ) -> Result<PathBuf> {
        let packed = self.packed(project)?;
        if packed.is_current() {
            steps.already_done("client");
            return Ok(packed.folder);
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
            advice: "the message above names the place: the compiler's own, or the packing's. \
                     `rm -r target/client` forgets all earlier builds of the client",
        };
        steps.run(&step, || {
            let built = project.target.join("unpacked");
            if built.exists() {
                fs::remove_dir_all(&built)
                    .with_context(|| format!("cannot clear {}", built.display()))?;
            }
            pack::copy(&project.root.join("public"), &built)?;
            self.build(project, CLIENT, CLIENT, &built)?;
            pack::pack(&project.root, &built, publisher)?;
            replace(&built, &packed.folder)?;
            pack::write(&packed.stamp, &packed.made_from)
        })?;
        Ok(packed.folder)
    }
}

/// The packed client.
struct Packed {
    folder: PathBuf,
    /// The file that says what it was made from when it was made.
    stamp: PathBuf,
    /// What it would be made from now.
    made_from: String,
}

impl Packed {
    fn is_current(&self) -> bool {
        let stamp = fs::read_to_string(&self.stamp);
        self.folder.join("sw.js").is_file() && stamp.is_ok_and(|old| old == self.made_from)
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
