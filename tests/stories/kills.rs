//! The browser is killed in the middle of a sync, again and again: what is on the device then is one
//! edition whole, the old one or the new one.
//!
//! Once in some ninety kills Chromium came back with a database that was empty altogether. That is no
//! mixture; the app has to notice it, to say so and to load the list again.
//!
//! A few moments are tried with every run. `RAUPE_SOAK_KILLS` says how many (in Firefox a quarter of
//! that), and `RAUPE_SOAK_SEED` which: the seed is printed, so that a run can be told again.
//!
//! Not in `WebKitGTK`: under automation its windows are private, and what they stored is gone with them.

use std::env::var;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use raupe_e2e::browser::Lack;
use raupe_e2e::forge::Forge;
use raupe_e2e::{App, Browser, Feed, Site, Stage, in_every_browser};
use serde_json::{Value, json};

in_every_browser!(@ chromium Chromium a_killed_browser_has_one_edition_whole);
in_every_browser!(@ firefox Firefox a_killed_browser_has_one_edition_whole);

/// Offers whose titles name the edition.
const MARKED: u32 = 3_000;

/// What they are named by: editions take turns.
const MARKERS: [&str; 2] = ["Haselnuss", "Brombeere"];

/// From so many kills on, both outcomes must have been seen.
const MANY: u32 = 50;

async fn a_killed_browser_has_one_edition_whole(stage: &mut Stage) -> Result<()> {
    // Firefox takes longer to start, so it is killed less often.
    let (usual, share) = match stage.browser {
        Browser::Chromium => (6, 1),
        Browser::Firefox | Browser::WebKit => (3, 4),
    };
    let asked = number("RAUPE_SOAK_KILLS");
    let kills = asked.map_or(usual, |kills| kills.div_ceil(share));
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let seed = number("RAUPE_SOAK_SEED").unwrap_or(u64::from(now.subsec_nanos()));
    // Shown when the story fails, and always with `--nocapture`.
    println!("RAUPE_SOAK_SEED={seed}");
    let mut random = Random(seed);

    let feeds = [edition(MARKERS[0])?, edition(MARKERS[1])?];
    let mut site = Site::open(stage.folder(), &feeds[0]).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    let lasts = durations(stage, &mut site, &feeds).await?;
    // Two editions have come after the first, which is number 0.
    let (mut stored, mut published) = (2, 2);
    site.stop()?;
    whole(&stage.app(&site.home()), &feeds[stored % 2], stored).await?;

    let begin = Instant::now();
    let (mut old, mut new, mut emptied) = (0, 0, 0_u64);
    for kill in 0..kills {
        if published == stored {
            published += 1;
            publish(
                &site,
                stage,
                &feeds[published % 2],
                random.next().is_multiple_of(2),
            )?;
        }
        let by_delta = !Forge::of(&stage.folder().join("feed"))?.manifest()?["deltas"]
            .as_array()
            .context("a list of deltas")?
            .is_empty();
        site.start().await?;
        let app = stage.app(&site.home());
        // A little longer than a sync lasts: some come to their end.
        let last = lasts[usize::from(by_delta)].mul_f64(1.2);
        let moment = last.mul_f64(random.fraction());
        app.refresh().await?;
        tokio::time::sleep(moment).await;
        stage.kill()?;
        site.stop()?;

        stage.start_again(Lack::Nothing).await?;
        let app = stage.app(&site.home());
        let told = async {
            app.visit("suchen/").await?;
            app.speak_german().await?;
            let shown = edition_shown(&app).await?;
            let seq = if let Some(seq) = shown {
                seq
            } else {
                // The browser has thrown its database away: the app says so, and fills it again.
                site.start().await?;
                app.visit("stand/").await?;
                let seq = edition_in(&app.wait_for_text(EDITION).await?)?;
                site.stop()?;
                seq
            };
            ensure!([stored, published].contains(&seq), "edition {seq}");
            whole(&app, &feeds[seq % 2], seq).await?;
            anyhow::Ok((seq, shown.is_none()))
        };
        let (seq, is_emptied) = told.await.with_context(|| {
            format!(
                "kill {kill} after {moment:?} of {last:?}, by delta: {by_delta}, stored: {stored}"
            )
        })?;
        if is_emptied {
            emptied += 1;
        } else if seq == published {
            new += 1;
        } else {
            old += 1;
        }
        stored = seq;
        if (kill + 1).is_multiple_of(20) {
            println!(
                "{} kills: {old} old, {new} new, {emptied} emptied",
                kill + 1
            );
        }
    }
    println!(
        "{kills} kills in {}: {old} old, {new} new, {emptied} emptied; {} s, a sync lasts {lasts:?}",
        stage.browser,
        begin.elapsed().as_secs()
    );
    ensure!(
        emptied <= 1 + kills / 40,
        "{emptied} of {kills} kills have cost the database"
    );
    ensure!(
        kills < u64::from(MANY) || (old > 0 && new > 0),
        "all {kills} kills had the same outcome: {old} old, {new} new"
    );
    Ok(())
}

/// How long a whole sync takes in a browser that has just started, by snapshot and by delta.
async fn durations(stage: &mut Stage, site: &mut Site, feeds: &[Feed; 2]) -> Result<[Duration; 2]> {
    let mut lasts = [Duration::ZERO; 2];
    for (published, by_delta) in [(1, false), (2, true)] {
        stage.restart(Lack::Nothing).await?;
        let app = stage.app(&site.home());
        site.stop()?;
        app.visit("suchen/").await?;
        app.wait_for_text("p.found").await?;
        publish(site, stage, &feeds[published % 2], by_delta)?;
        site.start().await?;
        let begin = Instant::now();
        app.refresh().await?;
        app.with_patience(Duration::from_mins(1))
            .wait("the new titles", async || {
                let titles = app.titles().await?;
                let is_new = titles
                    .iter()
                    .any(|title| title.starts_with(MARKERS[published % 2]));
                Ok(is_new.then_some(()))
            })
            .await?;
        lasts[usize::from(by_delta)] = begin.elapsed();
    }
    Ok(lasts)
}

fn number(variable: &str) -> Option<u64> {
    var(variable).ok()?.parse().ok()
}

/// The demo feed, repeated until there are enough offers, each with the marker in its title; and one
/// that never changes and is large, so that a delta is smaller than the snapshot.
fn edition(marker: &str) -> Result<Feed> {
    let demo = Feed::demo()?;
    let records = demo.json()["contents"].as_array().context("a page")?;
    let mut contents: Vec<Value> = (0..MARKED)
        .zip(records.iter().cycle())
        .map(|(number, record)| {
            let mut record = record.clone();
            record["id"] = json!(format!("angebot-{number}"));
            record["name"] = json!(format!("{marker} {number}"));
            record
        })
        .collect();
    let mut large = records[0].clone();
    large["id"] = json!("immer-gleich");
    large["name"] = json!("Immer gleich");
    large["description"] = json!("Seit vielen Jahren. ".repeat(2_000));
    contents.push(large);
    let mut page = demo.json().clone();
    page["contents"] = json!(contents);
    Feed::read(page)
}

fn publish(site: &Site, stage: &Stage, feed: &Feed, by_delta: bool) -> Result<()> {
    site.publish(feed)?;
    let forge = Forge::of(&stage.folder().join("feed"))?;
    let manifest = forge.manifest()?;
    let deltas = manifest["deltas"].as_array().context("a list of deltas")?;
    ensure!(!deltas.is_empty(), "there is no delta");
    if by_delta {
        return Ok(());
    }
    forge.change(|manifest| manifest["deltas"] = json!([]))
}

/// Where the page about the data names the edition.
const EDITION: &str = "dl.stand-facts .edition dd";

/// The edition that the page about the data names, counted from 0; `None` if it says that the
/// browser's storage was emptied.
async fn edition_shown(app: &App) -> Result<Option<usize>> {
    app.visit("stand/").await?;
    let text = app.wait("an edition, or why there is none", async || {
        let edition = app.text(EDITION).await?;
        let emptied = app.text(".notice.emptied").await?;
        Ok(edition.map(Some).or(emptied.map(|_| None)))
    });
    text.await?.map(|text| edition_in(&text)).transpose()
}

fn edition_in(text: &str) -> Result<usize> {
    let (_, seq) = text.rsplit_once('.').context("an edition")?;
    let seq: usize = seq.parse().with_context(|| text.to_owned())?;
    Ok(seq - 1)
}

/// Every title is of this edition, the number too, and details can be read.
async fn whole(app: &App, feed: &Feed, edition: usize) -> Result<()> {
    app.visit("suchen/").await?;
    app.wait_for("all offers", MARKED + 1, async || app.found().await)
        .await?;
    for (at, marker) in MARKERS.into_iter().enumerate() {
        let expected = if at == edition % 2 { MARKED } else { 0 };
        app.visit(&format!("suchen/#q={marker}")).await?;
        app.wait_for(marker, expected, async || {
            if expected == 0 {
                // There is no number in the sentence that there is nothing.
                let none = app.ids().await?.is_empty() && app.text("p.found").await?.is_some();
                return Ok(if none { 0 } else { u32::MAX });
            }
            app.found().await
        })
        .await?;
    }
    for id in ["angebot-0", "angebot-1500", "angebot-2999"] {
        let offer = feed.offer(id)?;
        app.visit(&format!("angebot/#id={id}")).await?;
        app.wait_for("the title", Some(offer.title.clone()), async || {
            app.text("h1").await
        })
        .await?;
        app.wait_for_text("dl.facts").await?;
    }
    Ok(())
}

/// `SplitMix64`: good enough for choosing moments, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    fn fraction(&mut self) -> f64 {
        f64::from(u32::try_from(self.next() >> 32).unwrap_or_default()) / f64::from(u32::MAX)
    }
}
