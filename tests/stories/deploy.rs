//! A new version of the app arrives while the old one is open.

use anyhow::Result;
use raupe_core::directory::Query;
use raupe_e2e::app::Return;
use raupe_e2e::{Feed, Site, Stage, deploy, in_every_browser};

in_every_browser!(
    a_new_version_waits_until_it_is_accepted,
    a_start_without_network_finds_one_version_whole,
);

const NEW_HEADING: &str = "Für wen suchen Sie heute?";

async fn a_new_version_waits_until_it_is_accepted(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open_with_copy(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    // Loaded from the device now, as on every later day.
    app.visit("").await?;
    let old = app.wait_for_text("h1").await?;
    app.wait_for_text("a.go").await?;
    app.mark().await?;

    deploy::change_text(site.app(), "start.heading", NEW_HEADING)?;
    app.come_back(Return::Visible).await?;
    app.wait_for_text("button.update-app").await?;

    // The open page goes on as if nothing had happened.
    app.press("a.go").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    app.press("header a.brand").await?;
    app.wait_for("the old text", Some(old), async || app.text("h1").await)
        .await?;
    assert!(
        app.is_marked().await?,
        "the page was loaded anew without being asked"
    );

    app.press("button.update-app").await?;
    let new = Some(NEW_HEADING.to_owned());
    app.wait_for("the new text", new, async || app.text("h1").await)
        .await?;
    app.wait_for_text("a.go").await?;
    app.wait_for("no more notice", None, async || {
        app.text("button.update-app").await
    })
    .await?;
    assert!(!app.is_marked().await?);
    Ok(())
}

/// A new version waits, and then the network is gone and the app starts anew. Which of the two versions
/// that is, is the browser's choice; it has all of its parts.
async fn a_start_without_network_finds_one_version_whole(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open_with_copy(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    let old = app.wait_for_text("h1").await?;
    deploy::change_text(site.app(), "start.heading", NEW_HEADING)?;
    app.come_back(Return::Visible).await?;
    app.wait_for_text("button.update-app").await?;
    site.stop()?;

    app.visit("").await?;
    app.press("a.go").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.press("header a.brand").await?;
    app.wait_for_text("a.go").await?;
    let heading = app.wait_for_text("h1").await?;
    assert!(
        [old.as_str(), NEW_HEADING].contains(&heading.as_str()),
        "{heading}"
    );
    Ok(())
}
