//! Everything without a network, in a language that is written from the right.

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_core::offer::LifePhase;
use raupe_e2e::{Feed, Site, Stage, in_every_browser, screens};
use serde_json::json;

use super::bring_checks;

in_every_browser!(a_phone_that_reads_from_the_right_needs_no_network);

async fn a_phone_that_reads_from_the_right_needs_no_network(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    stage.widen(360).await?;
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    // Its catalogue comes from the device, too.
    let (tag, dir) = screens::languages()?.pop().context("a language")?;
    app.speak(&tag).await?;

    app.visit("").await?;
    app.press("label.segment:has(input[value=baby])").await?;
    let babies = Query {
        phases: [LifePhase::Baby].into_iter().collect(),
        ..Query::default()
    };
    app.press("a.go").await?;
    app.wait_for_ids(&feed.ids(&babies)).await?;

    app.write("input[name='q']", "stilgrupe").await?;
    let typed = Query {
        text: "stilgrupe".into(),
        ..babies.clone()
    };
    app.wait_for_ids(&feed.ids(&typed)).await?;
    app.write("input[name='q']", " ").await?;
    app.wait_for_ids(&feed.ids(&babies)).await?;

    app.open_filters().await?;
    app.choose("place", "suedstadt").await?;
    app.close_filters().await?;
    let near = Query {
        neighbourhoods: ["suedstadt".to_owned()].into(),
        ..babies
    };
    let ids = feed.ids(&near);
    app.wait_for_ids(&ids).await?;
    ensure!(app.found().await? as usize == ids.len());

    app.press("nav.views a[href*='woche/']").await?;
    app.wait_for_text("section.day.today h2").await?;
    app.press("nav.views a[href*='suchen/']").await?;
    app.wait_for_ids(&ids).await?;
    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    let title = app.wait_for_text("h1").await?;
    ensure!(title == feed.offer(&ids[0])?.title, "{title}");

    app.press("header a.help").await?;
    app.wait_for_text("li.help-line a.call").await?;
    bring_checks(&app).await?;
    let asked = json!({ "lang": tag, "dir": dir, "still": false });
    let wrong: Vec<String> = app
        .ask("return raupeChecks.all(arguments[0])", json!([asked]))
        .await?;
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
