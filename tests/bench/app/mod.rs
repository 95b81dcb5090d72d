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
use std::path::{Path, PathBuf};

use anyhow::Result;
use raupe_e2e::env;
use raupe_sample::Sample;

use crate::output::Output;
use rows::Rows;

/// Offers are the same in each run.
const SEED: u64 = 1;

/// A feed to measure with.
#[derive(Debug)]
pub struct Source {
    /// As in the tables.
    name: String,
    /// How many offers it has; `None` for the demo.
    offers: Option<usize>,
    file: PathBuf,
}

impl Source {
    fn demo() -> Result<Self> {
        Ok(Self {
            name: "demo".into(),
            offers: None,
            file: env::path(env::DEMO_FEED)?,
        })
    }

    fn sample(folder: &Path, offers: usize) -> Result<Self> {
        let file = folder.join(format!("{offers}.json"));
        fs::write(&file, Sample::new(offers, SEED).page())?;
        Ok(Self {
            name: offers.to_string(),
            offers: Some(offers),
            file,
        })
    }
}

/// Measures, and writes tables. `large` adds 100,000 offers, whose publishing alone takes minutes.
pub async fn run(large: bool, output: &mut Output) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let folder = folder.path();
    let mut rows = Rows::default();
    let demo = Source::demo()?;
    let ten = Source::sample(folder, 10_000)?;
    let hundred = large.then(|| Source::sample(folder, 100_000)).transpose()?;

    weigh::shell(&mut rows)?;
    let feeds = [
        Some(&Source::sample(folder, 3_000)?),
        Some(&ten),
        hundred.as_ref(),
    ];
    for feed in feeds.into_iter().flatten() {
        weigh::feed(feed, folder, &mut rows)?;
    }
    visits::first(&demo, &mut rows).await?;
    visits::first(&ten, &mut rows).await?;
    for feed in [Some(&demo), Some(&ten), hundred.as_ref()]
        .into_iter()
        .flatten()
    {
        visits::offline(feed, &mut rows).await?;
    }
    visits::interactions(&ten, &mut rows).await?;
    visits::sync(&ten, &mut rows).await?;
    if let Some(hundred) = &hundred {
        visits::sync(hundred, &mut rows).await?;
    }
    output.section(&rows.to_string())?;
    output.data("app", &rows)
}
