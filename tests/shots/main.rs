//! `cargo xtask shots`: a picture of every screen in every look, by Chromium.

use std::env;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use raupe_e2e::{Browser, Feed, Site, Stage, screens};
use serde_json::json;

/// The folder for the pictures.
const OUT: &str = "RAUPE_SHOTS_OUT";

/// A phone and a small computer, in CSS pixels.
const WIDTHS: [u32; 2] = [360, 1180];

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let stage = Stage::open(Browser::Chromium).await?;
        let taken = take(&stage).await;
        stage.close().await;
        taken
    })
}

async fn take(stage: &Stage) -> Result<()> {
    let out = PathBuf::from(env::var_os(OUT).context("run `cargo xtask shots`")?);
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let feed = Feed::demo()?;
    let site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    let mut count = 0;
    for (lang, _) in screens::languages()? {
        app.go("").await?;
        app.speak(&lang).await?;
        for dark in [false, true] {
            stage.prefer(dark).await?;
            let theme = if dark { "dark" } else { "light" };
            for width in WIDTHS {
                stage.widen(width).await?;
                for screen in screens::all(&feed) {
                    if app.show(&screen).await? {
                        // Icons are drawn a moment after what they stand in.
                        let drawn = "return new Promise((done) => setTimeout(done, 150))";
                        app.ask::<()>(drawn, json!([])).await?;
                        let file = format!("{}-{width}-{theme}-{lang}.png", screen.name);
                        stage.driver().screenshot(&out.join(file)).await?;
                        count += 1;
                    }
                    app.close_sheet().await?;
                }
            }
        }
    }
    println!("{count} pictures in {}", out.display());
    Ok(())
}
