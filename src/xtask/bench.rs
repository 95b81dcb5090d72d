//! `cargo xtask bench`: how fast and how small, beside what else there is.
//!
//! The measuring is in `tests/bench`; here is what it needs: the core as JavaScript sees it, built as
//! the client is, and the search engines that it is compared with.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::browsers::Browsers;
use crate::client::Toolbox;
use crate::process;
use crate::project::Project;
use crate::region::{Keys, Settings};
use crate::serve;
use crate::steps::{Step, Steps};
use crate::tools;

/// What to measure.
#[derive(Debug, Default, PartialEq)]
pub struct Bench {
    /// One part of it; both without.
    pub part: Option<Part>,
    /// Numbers of offers for the search engines, with commas.
    pub offers: Option<String>,
    /// Whether the app is measured with 100,000 offers, too.
    pub large: bool,
}

/// A part of the measuring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Part {
    /// Search engines in one page.
    Search,
    /// The app in a browser.
    App,
    /// The server, asked without one.
    Serve,
}

/// Measures, and prints tables.
pub fn run(project: &Project, order: &Bench) -> Result<()> {
    let wants = |part| order.part.is_none_or(|only| only == part);
    let mut steps = Steps::default();
    let mut bench = project.cargo();
    bench
        .args(["run", "--package=raupe-bench", "--"])
        .env("RAUPE_BENCH_OUT", project.target.join("bench"));
    if wants(Part::Serve) {
        bench.env("RAUPE_BIN", project.build_publisher(&mut steps)?);
        bench.arg("serve");
    }
    if wants(Part::Search) || wants(Part::App) {
        in_browsers(project, order, &mut bench, &mut steps)?;
    }
    let step = Step {
        name: "measuring",
        takes: "about 20 min, of the server alone seconds, and nothing else should run meanwhile",
        advice: "the message above says what failed; what was measured before is in target/bench",
    };
    steps.run(&step, || process::run(&mut bench))
}

/// Prepares what is measured in browsers.
fn in_browsers(
    project: &Project,
    order: &Bench,
    bench: &mut Command,
    steps: &mut Steps,
) -> Result<()> {
    let wants = |part| order.part.is_none_or(|only| only == part);
    let toolbox = Toolbox::ensure(project, steps)?;
    let browsers = Browsers::ensure(steps)?;
    browsers.apply(bench);
    if wants(Part::Search) {
        bench
            .env("RAUPE_BENCH_ENGINE", engine(project, &toolbox, steps)?)
            .env("RAUPE_BENCH_PEERS", tools::ensure_peers(project, steps)?);
        bench.arg("search");
        bench.args(&order.offers);
    }
    if wants(Part::App) {
        let publisher = project.build_publisher(steps)?;
        let app = toolbox.build_client(project, &publisher, steps)?;
        let settings = Settings::read(project, None)?;
        let keys = Keys::demo(project, &publisher, steps)?;
        bench
            .env("RAUPE_BIN", &publisher)
            .env(
                "RAUPE_APP",
                serve::demo_app(project, &app, &publisher, &settings, &keys, None)?,
            )
            .env("RAUPE_DEMO_KEY", &keys.secret)
            .env("RAUPE_DEMO_FEED", project.demo_feed());
        bench.arg("app");
        if order.large {
            bench.arg("--large");
        }
    }
    Ok(())
}

/// Builds the core as JavaScript sees it, in the way the client is built. Returns its folder.
fn engine(project: &Project, toolbox: &Toolbox, steps: &mut Steps) -> Result<PathBuf> {
    let folder = project.target.join("bench/engine");
    let step = Step {
        name: "core for the page",
        takes: "about 2 min the first time",
        advice: "the message above names the place",
    };
    let (package, name) = ("raupe-bench-engine", "raupe_bench_engine");
    steps.run(&step, || toolbox.build(project, package, name, &folder))?;
    Ok(folder)
}
