//! Search engines side by side, in one page of one browser.
//!
//! The page (`tests/bench/page`) does the measuring; here is what it needs from outside: files, the
//! size of the heap, a slower processor, and somebody to make tables of what it finds.
//!
//! - `server`: what the page asks for. - `report`: what it tells. - `tables`: what is made of it.

mod report;
mod server;
mod tables;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use raupe_e2e::Browser;
use raupe_e2e::browser::{LAPTOP, Lack, Session};
use raupe_e2e::env;
use raupe_e2e::witness::Witness;
use serde::Serialize;

use crate::output::Output;
pub use report::Report;

/// The search engines from npm: a folder `node_modules`.
pub const PEERS: &str = "RAUPE_BENCH_PEERS";
/// The folder with the core as JavaScript sees it.
pub const ENGINE: &str = "RAUPE_BENCH_ENGINE";

/// An index over 100,000 offers may take a while on a busy machine.
const PATIENCE: Duration = Duration::from_mins(15);

/// What to measure.
#[derive(Clone, Debug, Serialize)]
pub struct Order {
    /// Numbers of offers, ascending.
    pub sizes: Vec<usize>,
    /// How many queries of each class.
    pub queries: usize,
    /// How long one engine may take for the queries of one class, in seconds.
    pub seconds: u32,
    /// For offers and queries.
    pub seed: u64,
    /// The last parts of compounds.
    pub parts: Vec<&'static str>,
}

/// What the page tells.
#[derive(Debug)]
enum Event {
    Progress(String),
    Report(Box<Report>),
    End(Option<String>),
}

/// Measures, and writes tables.
pub async fn run(order: Order, output: &mut Output) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let witness = Witness::start().await?;
    let browser = Browser::Chromium;
    let session = Session::start(browser, LAPTOP, &witness, folder.path(), Lack::Nothing).await?;
    let (sender, mut events) = tokio::sync::mpsc::unbounded_channel();
    let page = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/page"));
    let address = server::start(server::Desk {
        order,
        page,
        peers: env::path(PEERS)?,
        engine: env::path(ENGINE)?,
        driver: session.driver.clone(),
        events: sender,
    })
    .await?;
    session.driver.goto(format!("http://{address}/")).await?;
    let mut reports = Vec::new();
    loop {
        let event = tokio::time::timeout(PATIENCE, events.recv()).await;
        match event.context("the page has said nothing for a quarter of an hour")? {
            Some(Event::Progress(line)) => eprintln!("  {line}"),
            Some(Event::Report(report)) => {
                output.section(&tables::of_size(&report))?;
                reports.push(*report);
                output.data("search", &reports)?;
            }
            Some(Event::End(None)) => break,
            Some(Event::End(Some(error))) => bail!("the page failed: {error}"),
            None => bail!("the page is gone"),
        }
    }
    output.section(&tables::goals(&reports))?;
    output.section(&tables::budgets(&reports))?;
    session.quit().await;
    witness.saw_nothing()?;
    let differs = |report: &&Report| report.agreeing.same < report.agreeing.of;
    if let Some(Report {
        offers, agreeing, ..
    }) = reports.iter().find(differs)
    {
        let (same, of) = (agreeing.same, agreeing.of);
        bail!(
            "with {offers} offers Raupe and the plain filter count the same in {same} of {of} queries only: they do not \
             answer the same questions, so the ratios mean nothing"
        );
    }
    Ok(())
}
