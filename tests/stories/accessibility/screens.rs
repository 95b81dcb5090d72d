//! What every screen has to pass in every look.

use std::fs;

use anyhow::{Context, Result, ensure};
use raupe_e2e::{App, Feed, Site, Stage, env, in_every_browser, screens};
use serde_json::json;

use super::bring_checks;

in_every_browser!(every_screen_passes_in_every_look);

/// How the screens are looked at.
#[derive(Debug)]
struct Look {
    lang: String,
    dir: &'static str,
    dark: bool,
    width: u32,
    /// Whether axe-core looks, too: it takes its time.
    axe: bool,
}

/// Every language, theme and width. Colours and names are the same at all widths: so axe-core is asked once for
/// each language and theme.
fn looks() -> Result<Vec<Look>> {
    let mut looks = Vec::new();
    for (lang, dir) in screens::languages()? {
        for dark in [false, true] {
            for width in [320, 360, 1180] {
                let asked = match (dir, dark) {
                    ("ltr", false) => 360,
                    ("ltr", true) => 1180,
                    (_, false) => 320,
                    (_, true) => 360,
                };
                looks.push(Look {
                    lang: lang.clone(),
                    dir,
                    dark,
                    width,
                    axe: width == asked,
                });
            }
        }
    }
    Ok(looks)
}

async fn every_screen_passes_in_every_look(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    stage.prefer(false).await?;
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    bring_checks(&app).await?;
    let axe = fs::read_to_string(env::path(env::AXE)?)?;
    app.ask::<()>(&format!("{axe}; return null"), json!([]))
        .await
        .context("axe-core")?;

    let screens = screens::all(&feed);
    let mut wrong = Vec::new();
    for look in looks()? {
        app.go("").await?;
        app.speak(&look.lang).await?;
        stage.prefer(look.dark).await?;
        stage.dress(look.dark).await?;
        let width = stage.widen(look.width).await?;
        for screen in &screens {
            if app
                .show(screen)
                .await
                .with_context(|| format!("{look:?}"))?
            {
                note(stage, &app, &look, width, screen.name, &mut wrong).await?;
            }
            app.close_sheet().await?;
        }
    }
    let count = wrong.len();
    ensure!(
        wrong.is_empty(),
        "{count} things are wrong:\n{}",
        wrong.join("\n")
    );
    Ok(())
}

/// Looks at the screen, and adds what is wrong.
async fn note(
    stage: &Stage,
    app: &App,
    look: &Look,
    width: u32,
    screen: &str,
    wrong: &mut Vec<String>,
) -> Result<()> {
    let asked = json!({ "lang": look.lang, "dir": look.dir, "still": stage.has_preferences() });
    let mut found: Vec<String> = app
        .ask("return raupeChecks.all(arguments[0])", json!([asked]))
        .await?;
    if look.axe {
        let axe: Vec<String> = app.ask("return raupeChecks.axe()", json!([])).await?;
        found.extend(axe);
    }
    let theme = if look.dark { "dark" } else { "light" };
    let place = format!("{screen:?} {} {theme} {width}", look.lang);
    wrong.extend(found.into_iter().map(|what| format!("{place}: {what}")));
    Ok(())
}
