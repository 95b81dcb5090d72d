//! What a family does, and how long it waits for it.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use raupe_e2e::{Site, deploy};
use serde_json::json;
use tempfile::TempDir;

use super::Feed;
use super::line::{Line, Speed};
use super::rows::Rows;
use super::visitor::{Told, Visitor};
use super::weigh::{kb, mb};
use crate::stats::{median, percentile};

/// A cheap phone beside this machine.
const SLOW: u32 = 4;

/// How often what varies is done.
const TIMES: usize = 3;

/// The networks of the budgets: bits a second, round trip in ms, and the budget for a usable list in s.
const NETWORKS: [(&str, f64, u64, [f64; 2]); 2] = [
    ("9 Mbps, 60 ms", 9e6, 60, [1.6, 2.5]),
    ("slow 4G (1.6 Mbps, 150 ms)", 1.6e6, 150, [3.0, 5.0]),
];

/// What was measured of Integreat's web app for `performance.md`, on another day, in kB.
const INTEGREAT: f64 = 1_289.0;

/// On that day, for each of [`NETWORKS`], s to the first paint of a Leptos app without anything in it, and
/// of Integreat's.
const PAINTED: [[f64; 2]; 2] = [[0.67, 3.9], [1.02, 9.0]];

/// A site with a feed, and a folder for everything.
struct Stage {
    site: Site,
    folder: TempDir,
}

impl Stage {
    /// With what was published into this folder.
    async fn open(feed: &Path) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let site = Site::open_published(folder.path(), feed).await?;
        Ok(Self { site, folder })
    }

    async fn line(&self, speed: Option<Speed>) -> Result<Line> {
        let home = self.site.home();
        let server: SocketAddr = home
            .trim_start_matches("http://")
            .trim_end_matches('/')
            .parse()?;
        Line::to(server, speed).await
    }

    /// The folder of a browser that somebody uses again.
    fn profile(&self) -> std::path::PathBuf {
        self.folder.path().join("profile")
    }
}

/// The first visit, on each of the networks, until offers are on the screen.
pub async fn first(feed: &Feed, rows: &mut Rows) -> Result<()> {
    let stage = Stage::open(&feed.folder).await?;
    for (at, (network, bits_per_second, round_trip, budget)) in NETWORKS.into_iter().enumerate() {
        let speed = Speed {
            bits_per_second,
            round_trip: Duration::from_millis(round_trip),
        };
        let (mut listed, mut painted, mut bytes) = (Vec::new(), Vec::new(), 0.0);
        for _ in 0..TIMES {
            let line = stage.line(Some(speed)).await?;
            let profile = tempfile::tempdir()?;
            let visitor = Visitor::start(profile.path(), &line.home()).await?;
            visitor.slow_down(SLOW).await?;
            let told = visitor.list("suchen/").await?;
            listed.extend(told.listed);
            painted.extend(told.painted);
            visitor.offline_ready().await?;
            bytes = kb(line.bytes());
            visitor.leave().await?;
        }
        let name = &feed.name;
        let what = format!("first visit to a usable list, {name}, {network}");
        rows.judge(what, seconds(&listed)?, "s", budget);
        let first_paint = seconds(&painted)?;
        let [shell, integreat] = PAINTED[at];
        let what = format!("first contentful paint, {name}, {network} (see the remark)");
        rows.judge(what, first_paint, "s", [shell * 1.5, integreat / 3.0]);
        if at == 0 {
            let what = format!("all that travels until it works offline, {name} (see the remark)");
            let goal = INTEGREAT / 8.0;
            rows.judge(what, bytes, "kB", [goal, goal]);
        }
    }
    Ok(())
}

/// A cold start without a network, each in a new process of the browser: a link to a filtered list.
pub async fn offline(feed: &Feed, rows: &mut Rows) -> Result<()> {
    let stage = Stage::open(&feed.folder).await?;
    let mut line = stage.line(None).await?;
    let home = line.home();
    let visitor = Visitor::start(&stage.profile(), &home).await?;
    visitor.list("suchen/").await?;
    visitor.offline_ready().await?;
    visitor.leave().await?;
    line.cut().await;
    let (mut listed, mut memory) = (Vec::new(), Vec::new());
    let mut shifted = 0.0_f64;
    for _ in 0..=TIMES {
        let visitor = Visitor::start(&stage.profile(), &home).await?;
        visitor.slow_down(SLOW).await?;
        let told = visitor.list("suchen/#lang=tr").await?;
        ensure!(visitor.app().chips().await? > 0, "the list is not filtered");
        // What is still on its way when the list is there counts as well.
        tokio::time::sleep(Duration::from_secs(1)).await;
        shifted = shifted.max(visitor.told().await?.shifted);
        listed.extend(told.listed);
        memory.extend(told.memory);
        visitor.leave().await?;
    }
    let name = &feed.name;
    let what = format!("cold offline start to the filtered list, {name}");
    let memory_is = format!("memory of WebAssembly in the page after it, {name}");
    let start = seconds(&listed)?;
    let memory = median(&memory).map(|bytes| bytes / 1e6);
    match feed.offers {
        Some(10_000) => rows.judge(what, start, "s", [0.8, 1.2]),
        Some(100_000) => rows.judge(what, start, "s", [1.2, 2.5]),
        _ => rows.add(what, start, "s"),
    }
    match (feed.offers, memory) {
        (Some(10_000), Some(memory)) => rows.judge(memory_is, memory, "MB", [12.0, 24.0]),
        (Some(100_000), Some(memory)) => rows.judge(memory_is, memory, "MB", [60.0, 120.0]),
        (_, Some(memory)) => rows.add(memory_is, memory, "MB"),
        (_, None) => {}
    }
    let what = format!("layout shift of that start, the worst, {name}");
    // The limit is what browsers' makers call good.
    rows.judge(what, shifted, "", [0.0, 0.1]);
    Ok(())
}

/// Typing a word and tapping filters, by the browser's own account of each interaction.
pub async fn interactions(feed: &Feed, rows: &mut Rows) -> Result<()> {
    let stage = Stage::open(&feed.folder).await?;
    let visitor = Visitor::start(&stage.profile(), &stage.site.home()).await?;
    let app = visitor.app();
    visitor.list("suchen/").await?;
    visitor.offline_ready().await?;
    visitor.slow_down(SLOW).await?;
    // From here on as a visitor comes who was here before.
    visitor.list("suchen/").await?;
    let field = "input[type=search]";
    app.wait_for("the text field", true, async || {
        let script = "document.querySelector(arguments[0])?.focus(); return document.activeElement.matches(arguments[0])";
        app.ask(script, json!([field])).await
    })
    .await?;
    for letter in ["e", "l", "t", "e", "r", "n", "g"] {
        visitor.press_key(letter).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    app.open_filters().await?;
    for (filter, option) in [
        ("phase", "baby"),
        ("lang", "tr"),
        ("phase", "toddler"),
        ("lang", "de"),
        ("topic", "sport"),
        ("topic", "meeting"),
    ] {
        app.choose(filter, option).await?;
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    let times = visitor.told().await?.interactions;
    visitor.leave().await?;
    let of = |percent| percentile(&times, percent).context("the browser reports no interactions");
    let name = format!("{}, {} keys and taps", feed.name, times.len());
    rows.judge(
        format!("interaction to next paint, p75, {name}"),
        of(75)?,
        "ms",
        [60.0, 200.0],
    );
    rows.add(
        format!("interaction to next paint, worst, {name}"),
        of(100)?,
        "ms",
    );
    Ok(())
}

/// A sync of the whole feed into an app that has had the few offers in the folder `few` so far.
pub async fn sync(few: &Path, feed: &Feed, rows: &mut Rows) -> Result<()> {
    let offers = feed.offers.context("a feed of the generator")?;
    let folder = tempfile::tempdir()?;
    deploy::copy(few, folder.path())?;
    let stage = Stage::open(folder.path()).await?;
    let visitor = Visitor::start(&stage.profile(), &stage.site.home()).await?;
    let app = visitor.app();
    visitor.list("suchen/").await?;
    visitor.offline_ready().await?;
    deploy::copy(&feed.folder, folder.path())?;
    visitor.slow_down(SLOW).await?;
    app.ask::<()>("raupeProbe.forget(); return null", json!([]))
        .await?;
    let start = Instant::now();
    app.refresh().await?;
    let found = u32::try_from(offers)?;
    app.wait_for("all offers", found, async || app.found().await)
        .await?;
    let took = start.elapsed();
    let told: Told = visitor.told().await?;
    let name = &feed.name;
    rows.add(format!("sync of {name} offers"), took.as_secs_f64(), "s");
    rows.add(
        format!("longest block of the page meanwhile, {name}"),
        told.longest,
        "ms",
    );
    if let Some(memory) = told.memory {
        rows.add(
            format!("memory of WebAssembly in the page afterwards, {name}"),
            memory / 1e6,
            "MB",
        );
    }
    if let Some(memory) = visitor.most_memory()? {
        let what = format!("most memory of the page's process so far, workers included, {name}");
        rows.add(what, mb(memory), "MB");
    }
    let script = "return navigator.storage.estimate().then((estimate) => estimate.usage)";
    let usage: f64 = app.ask(script, json!([])).await?;
    rows.add(format!("on the device's disk, {name}"), usage / 1e6, "MB");
    visitor.leave().await
}

fn seconds(milliseconds: &[f64]) -> Result<f64> {
    Ok(median(milliseconds).context("the page told no times")? / 1e3)
}
