//! The standard library for WebAssembly: from rustup, else built from Debian's source of it.
//!
//! Where rustup can reach its servers, this is one quick command. Where it cannot, Debian's `rustc-web` is a compiler
//! whose library source is packaged too (`rust-web-src`): the library is built once and put beside it, and from then
//! on that compiler has the target. Only builds of the client use it; everything else stays with rustup's.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::debian;
use crate::process;
use crate::project::Project;
use crate::steps::{Step, Steps};

/// The target's name.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, as the package `rustc-web` installs it.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// Where the library is built from, as the package `rust-web-src` installs it.
const DEBIAN_SOURCE: &str = "/usr/lib/rustlib/src/rust/library/std";

/// How long rustup may take to fetch 20 MB before it counts as unreachable.
const RUSTUP_PATIENCE: Duration = Duration::from_mins(5);

/// A compiler that can build the client.
pub struct WasmCompiler {
    rustc: PathBuf,
    linker: Option<PathBuf>,
    /// The client's own target folder: switching the compiler would otherwise rebuild everything else each time.
    target: PathBuf,
}

impl WasmCompiler {
    /// Finds or installs a compiler with the target.
    pub fn ensure(project: &Project, steps: &mut Steps) -> Result<Self> {
        let name = format!("{TARGET} for Rust");
        let rustup = Self {
            rustc: "rustc".into(),
            linker: None,
            target: project.target.join("client"),
        };
        if rustup.has_library() {
            rustup.renew_target_folder()?;
            steps.already_done(&name);
            return Ok(rustup);
        }
        let mut debian = Self {
            rustc: DEBIAN_RUSTC.into(),
            linker: linker(),
            target: project.target.join("client"),
        };
        if debian.has_library() {
            match debian.renew_target_folder() {
                Ok(()) => {
                    steps.already_done(&name);
                    return Ok(debian);
                }
                Err(error) => println!("  {error:#}. Building it again."),
            }
        }
        let step = Step {
            name: &name,
            takes: "seconds where rustup reaches its servers, else about 3 min",
            advice: "`rustup target add wasm32-unknown-unknown`; without rustup's servers, on Debian and as root, \
                     `apt-get install rustc-web rust-web-src`, and this again",
        };
        steps.run(&step, || {
            match add_by_rustup() {
                Ok(()) if rustup.has_library() => {
                    rustup.renew_target_folder()?;
                    return Ok(rustup);
                }
                Ok(()) => {
                    println!("  rustup added the target to another toolchain than the one in use.");
                }
                Err(error) => println!("  {error:#}. Trying Debian's packages."),
            }
            install_debian_compiler()?;
            debian.linker = linker();
            debian.build_library(project)?;
            debian.renew_target_folder()?;
            Ok(debian)
        })
    }

    /// Makes a Cargo command build with this compiler into the client's target folder.
    pub fn apply(&self, command: &mut Command) {
        command
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTC", &self.rustc);
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
    }

    /// The client's target folder.
    pub fn target_folder(&self) -> &Path {
        &self.target
    }

    /// What a build depends on besides the sources: the compiler's version and the files of the target's library.
    pub fn identity(&self) -> Result<String> {
        let version = process::output(Command::new(&self.rustc).arg("-vV"))?;
        Ok(format!("{version}\n{}", self.library_files()?.join("\n")))
    }

    fn has_library(&self) -> bool {
        let has = |files: &[String], name: &str| files.iter().any(|file| file.starts_with(name));
        self.library_files()
            .is_ok_and(|files| has(&files, "libcore-") && has(&files, "libstd-"))
    }

    /// The library's file names, sorted. They carry hashes that change with the compiler.
    fn library_files(&self) -> Result<Vec<String>> {
        let folder = process::output(Command::new(&self.rustc).args([
            "--print",
            "target-libdir",
            "--target",
            TARGET,
        ]))?;
        let mut files = Vec::new();
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {folder}"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if is_library(Path::new(&name)) {
                files.push(name);
            }
        }
        files.sort();
        Ok(files)
    }

    /// Clears the client's target folder when it was filled by another compiler or library.
    ///
    /// Before that the new one is tried: a library of another version, or one without the bitcode that link-time
    /// optimisation needs, is found here and not after minutes of building.
    fn renew_target_folder(&self) -> Result<()> {
        let stamp = self.target.join(".compiler");
        let identity = self.identity()?;
        if fs::read_to_string(&stamp).is_ok_and(|filled_by| filled_by == identity) {
            return Ok(());
        }
        if self.target.exists() {
            fs::remove_dir_all(&self.target)
                .with_context(|| format!("cannot clear {}", self.target.display()))?;
        }
        fs::create_dir_all(&self.target)
            .with_context(|| format!("cannot make the folder {}", self.target.display()))?;
        self.build_probe()?;
        fs::write(&stamp, identity).with_context(|| format!("cannot write {}", stamp.display()))
    }

    fn build_probe(&self) -> Result<()> {
        let source = self.target.join("probe.rs");
        let program = self.target.join("probe.wasm");
        fs::write(
            &source,
            "#[no_mangle] pub extern \"C\" fn probe() -> usize { std::env::args().count() }\n",
        )
        .with_context(|| format!("cannot write {}", source.display()))?;
        let mut rustc = Command::new(&self.rustc);
        rustc
            .args(["--edition", "2021", "--crate-type", "cdylib"])
            .args(["--target", TARGET, "-Clto=fat", "-Cpanic=abort", "-o"])
            .args([&program, &source]);
        if let Some(linker) = &self.linker {
            let mut option = OsString::from("-Clinker=");
            option.push(linker);
            rustc.arg(option);
        }
        process::output(&mut rustc)
            .context("the library for WebAssembly does not fit the compiler")?;
        fs::remove_file(source)?;
        Ok(fs::remove_file(program)?)
    }

    /// Builds the library from Debian's source and puts it where Debian's compiler looks for it.
    fn build_library(&self, project: &Project) -> Result<()> {
        // An empty package whose only purpose is what it depends on.
        let package = project.target.join("wasm-std");
        if package.exists() {
            fs::remove_dir_all(&package)?;
        }
        fs::create_dir_all(package.join("src"))?;
        fs::write(
            package.join("Cargo.toml"),
            "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[workspace]\n",
        )?;
        fs::write(package.join("src/lib.rs"), "")?;
        process::run(
            Command::new("cargo")
                .args(["build", "--release", "--target", TARGET])
                .args(["-Z", "build-std=std,panic_abort,panic_unwind"])
                .current_dir(&package)
                .env("CARGO_TARGET_DIR", package.join("target"))
                .env("RUSTC", &self.rustc)
                // A stable compiler lets its own library be built only so.
                .env("RUSTC_BOOTSTRAP", "1")
                // Without bitcode, link-time optimisation fails with "Can't find section .llvmbc".
                .env("RUSTFLAGS", "-Cembed-bitcode=yes"),
        )?;
        let built = package.join("target").join(TARGET).join("release/deps");
        let mut files = Vec::new();
        for entry in fs::read_dir(&built)? {
            let file = entry?.path();
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if is_library(&file) && !name.starts_with("libempty-") {
                files.push(file);
            }
        }
        let sysroot = process::output(Command::new(&self.rustc).args([
            "--print",
            "target-libdir",
            "--target",
            TARGET,
        ]))?;
        let is_ours = Path::new(&sysroot).ends_with(Path::new(TARGET).join("lib"));
        ensure!(
            is_ours,
            "the compiler would look for the library in {sysroot:?}"
        );
        println!("  putting the library into {sysroot}");
        // No package of Debian's puts anything there. What was built for an older compiler goes.
        process::output(debian::as_root("rm").args(["-rf", &sysroot]))?;
        process::output(debian::as_root("mkdir").args(["-p", &sysroot]))?;
        process::output(debian::as_root("cp").args(files).arg(&sysroot))?;
        Ok(fs::remove_dir_all(&package)?)
    }
}

fn is_library(file: &Path) -> bool {
    file.extension()
        .is_some_and(|extension| extension == "rlib")
}

/// `rustup target add`, but not for ever.
fn add_by_rustup() -> Result<()> {
    ensure!(
        process::which("rustup").is_some(),
        "rustup is not installed"
    );
    println!("  $ rustup target add {TARGET}");
    let mut rustup = Command::new("rustup")
        .args(["target", "add", TARGET])
        .stdin(Stdio::null())
        .spawn()
        .context("cannot start rustup")?;
    let start = Instant::now();
    loop {
        if let Some(status) = rustup.try_wait()? {
            ensure!(status.success(), "rustup could not add the target");
            return Ok(());
        }
        if start.elapsed() > RUSTUP_PATIENCE {
            rustup.kill()?;
            rustup.wait()?;
            bail!(
                "rustup did not finish within {} s",
                RUSTUP_PATIENCE.as_secs()
            );
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn install_debian_compiler() -> Result<()> {
    if !Path::new(DEBIAN_RUSTC).is_file() || !Path::new(DEBIAN_SOURCE).is_dir() {
        debian::install(&["rustc-web", "rust-web-src"])?;
    }
    if linker().is_none() {
        debian::install(&["lld"])?;
    }
    Ok(())
}

/// A linker for WebAssembly: rustup's own, which Debian's compiler would not look for, else LLVM's.
fn linker() -> Option<PathBuf> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"])).ok()?;
    let rustlib = PathBuf::from(sysroot).join("lib/rustlib");
    let name = format!("rust-lld{}", env::consts::EXE_SUFFIX);
    fs::read_dir(rustlib)
        .into_iter()
        .flatten()
        .flatten()
        .map(|host| host.path().join("bin").join(&name))
        .find(|lld| lld.is_file())
        .or_else(|| process::which("wasm-ld"))
}
