//! `cargo xtask fuzz`: arbitrary bytes for everything that reads bytes from outside.
//!
//! libFuzzer as it comes from cargo's registry, on the stable compiler: the flags below are those
//! that make the compiler count which edges of the program an input reaches.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::debian;
use crate::process;
use crate::project::Project;
use crate::steps::{Failed, Step, Steps};

/// Edges are counted in place and told apart by where they are; several compilation units would
/// each bring a table of their own that the linker drops.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1";

/// What to fuzz.
#[derive(Debug, Default, PartialEq)]
pub struct Fuzz {
    /// One target; all without.
    pub target: Option<String>,
    /// A file that was found: it is run once.
    pub file: Option<PathBuf>,
    /// How long each target runs, if not a minute.
    pub seconds: Option<u32>,
}

/// Runs the targets one after the other.
pub fn run(project: &Project, order: &Fuzz) -> Result<()> {
    let mut steps = Steps::default();
    if Command::new("c++").arg("--version").output().is_err() {
        let step = Step {
            name: "C++ compiler",
            takes: "about 1 min",
            advice: "on Debian, as root: apt-get install g++. libFuzzer is written in C++",
        };
        steps.run(&step, || debian::install(&["g++"]))?;
    }
    let workshop = project.target.join("fuzz");
    let (names, fuzzer) = build(project, &workshop, &mut steps)?;
    let names: Vec<_> = match &order.target {
        None => names,
        Some(name) if names.contains(name) => vec![name.clone()],
        Some(name) => bail!(
            "there is no target {name:?}; there are: {}",
            names.join(" ")
        ),
    };
    if let Some(file) = &order.file {
        ensure!(
            names.len() == 1,
            "a file is for one target: cargo xtask fuzz TARGET FILE"
        );
        return process::run(
            Command::new(&fuzzer)
                .arg(std::path::absolute(file)?)
                .env("RAUPE_FUZZ_TARGET", &names[0]),
        );
    }
    let seconds = order.seconds.unwrap_or(60);
    for name in &names {
        let corpus = workshop.join("corpus").join(name);
        let found = workshop.join("found").join(name);
        fs::create_dir_all(&found).with_context(|| format!("cannot make {}", found.display()))?;
        let title: &'static str = Box::leak(format!("fuzz {name}").into_boxed_str());
        let step = Step {
            name: title,
            takes: "a minute",
            advice: "the file named above is the input; `cargo xtask fuzz TARGET FILE` repeats it",
        };
        // One that fails does not keep the others from running.
        let _ = steps.run(&step, || fuzz(&fuzzer, name, &corpus, &found, seconds));
    }
    println!("\n{steps}");
    if steps.any_failed() {
        bail!(Failed);
    }
    Ok(())
}

/// Builds the fuzzer and its seeds. Returns the names of the targets and the program.
fn build(project: &Project, workshop: &Path, steps: &mut Steps) -> Result<(Vec<String>, PathBuf)> {
    let host = process::output(Command::new("rustc").args(["--print", "host-tuple"]))?;
    let host = host.trim().to_owned();
    let cargo = |kind: &str| {
        let mut cargo = project.cargo();
        cargo
            .current_dir(project.root.join("tests/fuzz"))
            .env("CARGO_TARGET_DIR", workshop.join(kind))
            .args(["build", "--release", "--locked", "--target", &host]);
        cargo
    };
    let program = |kind: &str| workshop.join(kind).join(&host).join("release/raupe-fuzz");
    let step = Step {
        name: "fuzzer",
        takes: "about 6 min the first time",
        advice: "the compiler's message above names the place",
    };
    let mut names = Vec::new();
    steps.run(&step, || {
        process::run(&mut cargo("plain"))?;
        let mut seeds = Command::new(program("plain"));
        let listed = process::output(seeds.arg("seeds").arg(workshop.join("corpus")))?;
        names.extend(listed.lines().map(str::to_owned));
        process::run(cargo("counted").env("RUSTFLAGS", FLAGS))
    })?;
    Ok((names, program("counted")))
}

fn fuzz(fuzzer: &Path, name: &str, corpus: &Path, found: &Path, seconds: u32) -> Result<()> {
    let mut found = found.as_os_str().to_owned();
    found.push("/");
    let mut prefix = std::ffi::OsString::from("-artifact_prefix=");
    prefix.push(&found);
    process::run(
        Command::new(fuzzer)
            .arg(corpus)
            .arg(format!("-max_total_time={seconds}"))
            // Sheets and pages are larger than libFuzzer would try by itself; ten seconds are a hang.
            .args([
                "-max_len=65536",
                "-timeout=10",
                "-rss_limit_mb=4096",
                "-print_final_stats=1",
                "-verbosity=0",
            ])
            .arg(prefix)
            .env("RAUPE_FUZZ_TARGET", name),
    )
}
