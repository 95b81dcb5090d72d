//! The app in a browser: what travels, how long a family waits, what it costs the device.
//!
//! - `visitor`: a browser with a probe (`probe.js`) in its pages; `line`: slow networks.
//! - `weigh`: bytes, without a browser. - `visits`: what is done in one. - `rows`: what comes of it.

mod line;
mod rows;
mod visitor;
mod visits;
mod weigh;

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use raupe_e2e::env;
use raupe_sample::Sample;

use crate::output::Output;
use rows::Rows;

/// Offers are the same in each run.
const SEED: u64 = 1;

/// A published feed to measure with.
#[derive(Debug)]
pub struct Feed {
    /// As in the tables.
    name: String,
    /// How many offers it has; `None` for the demo.
    offers: Option<usize>,
    /// Where it was published.
    folder: PathBuf,
}

/// Measures, and writes tables. `large` adds 100,000 offers, whose publishing alone takes minutes.
pub async fn run(large: bool, output: &mut Output) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let mut rows = Rows::default();
    weigh::shell(&mut rows)?;
    let demo = Feed {
        name: "demo".into(),
        offers: None,
        folder: folder.join("demo"),
    };
    weigh::publish(&env::path(env::DEMO_FEED)?, &demo.folder, 1)?;
    let few = folder.join("few.json");
    fs::write(&few, Sample::new(10, SEED).page())?;
    let few = (few, folder.join("few"));
    weigh::publish(&few.0, &few.1, 1)?;
    let usual = weigh::feed(3_000, folder, &mut rows)?;
    let mut feeds = vec![demo, weigh::feed(10_000, folder, &mut rows)?];
    for feed in &feeds {
        visits::first(feed, &mut rows).await?;
    }
    if large {
        feeds.push(weigh::feed(100_000, folder, &mut rows)?);
    }
    for feed in &feeds {
        visits::offline(feed, &mut rows).await?;
    }
    for feed in [&usual, &feeds[1]] {
        visits::interactions(feed, &mut rows).await?;
    }
    for feed in &feeds[1..] {
        visits::sync(&few.1, feed, &mut rows).await?;
    }
    output.section(&rows.to_string())?;
    output.data("app", &rows)
}
