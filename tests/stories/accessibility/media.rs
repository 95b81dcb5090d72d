//! Screens in the few colours of a device whose user needs them so, and on paper.

use anyhow::{Context, Result, ensure};
use raupe_e2e::{App, Feed, Site, Stage, in_every_browser, screens};
use serde_json::json;

use super::bring_checks;

in_every_browser!(@ chromium_alone Chromium
    states_are_told_apart_in_forced_colours
    paper_has_the_content_and_nothing_to_tap
);

async fn states_are_told_apart_in_forced_colours(stage: &mut Stage) -> Result<()> {
    let looks = [("light", 360), ("dark", 1180)];
    let looks = looks.map(|(theme, width)| {
        let user = [("forced-colors", "active"), ("prefers-color-scheme", theme)];
        ("", user, width)
    });
    on_every_screen(stage, &looks, "raupeChecks.apart()", |_| true).await
}

async fn paper_has_the_content_and_nothing_to_tap(stage: &mut Stage) -> Result<()> {
    // About as many pixels as a sheet of A4 is wide, upright, without its margins.
    let looks = ["light", "dark"].map(|theme| {
        let user = [
            ("prefers-color-scheme", theme),
            ("prefers-contrast", "more"),
        ];
        ("print", user, 680)
    });
    on_every_screen(stage, &looks, "raupeChecks.paper()", |screen| {
        screen.sheet.is_none()
    })
    .await
}

/// A medium, what its user prefers, and how wide it is.
type Look = (&'static str, [(&'static str, &'static str); 2], u32);

/// Asks a check about the screens that are `meant`, in each look and language.
async fn on_every_screen(
    stage: &mut Stage,
    looks: &[Look],
    check: &str,
    meant: fn(&screens::Screen) -> bool,
) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    bring_checks(&app).await?;
    let screens = screens::all(&feed);
    let mut wrong = Vec::new();
    for (medium, preferences, width) in looks {
        for (lang, _) in screens::languages()? {
            stage.show_on("", &[]).await?;
            app.go("").await?;
            app.speak(&lang).await?;
            stage.widen(*width).await?;
            for screen in screens.iter().filter(|screen| meant(screen)) {
                // One goes about on the screen, and then looks at it on the other medium.
                stage.show_on("", preferences).await?;
                let place = format!("{:?} {lang} {medium:?} {preferences:?}", screen.name);
                if app.show(screen).await.with_context(|| place.clone())? {
                    stage.show_on(medium, preferences).await?;
                    let found = ask(&app, check).await?;
                    wrong.extend(found.into_iter().map(|what| format!("{place}: {what}")));
                }
                stage.show_on("", preferences).await?;
                app.close_sheet().await?;
            }
        }
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

async fn ask(app: &App, check: &str) -> Result<Vec<String>> {
    app.ask(&format!("return {check}"), json!([])).await
}
