//! The county publishes another edition: it shows without a reload.

use anyhow::Result;
use raupe_core::directory::Query;
use raupe_e2e::app::Return;
use raupe_e2e::{Feed, Site, Stage, in_every_browser};

in_every_browser!(
    a_new_edition_shows_when_asked_for,
    a_new_edition_shows_when_coming_back,
    a_new_edition_shows_after_a_day_without_network,
);

async fn a_new_edition_shows_when_asked_for(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    let why = app.wait_for_text(".sync-status").await?;
    assert!(why.contains("Keine Verbindung"), "{why}");
    app.mark().await?;

    let (next, change) = feed.next_edition(1)?;
    site.publish(&next)?;
    site.start().await?;
    app.refresh_and_read().await?;

    app.wait_for_ids(&next.ids(&Query::default())).await?;
    let (ids, titles) = (app.ids().await?, app.titles().await?);
    assert!(
        ids.contains(&change.added.0) && titles.contains(&change.added.1),
        "{titles:?}"
    );
    assert!(
        ids.contains(&change.renamed.0) && titles.contains(&change.renamed.1),
        "{titles:?}"
    );
    assert!(!ids.contains(&change.removed), "{titles:?}");
    assert!(app.is_marked().await?, "the page was loaded anew");

    // It is stored as well.
    site.stop()?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&next.ids(&Query::default())).await
}

/// Nobody presses anything: the browser says that there is a network again, or that the page is
/// looked at again. The second time it is the page of the very offer that changes.
async fn a_new_edition_shows_when_coming_back(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.mark().await?;
    app.press("a.go").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;

    let (second, _) = feed.next_edition(1)?;
    site.publish(&second)?;
    app.come_back(Return::Online).await?;
    app.wait_for_ids(&second.ids(&Query::default())).await?;

    let (third, change) = second.next_edition(2)?;
    let (id, title) = change.renamed;
    app.press(&format!("ul.offers h2 > a[href$='id={id}']"))
        .await?;
    let before = Some(second.offer(&id)?.title.clone());
    app.wait_for("the title as it was", before, async || app.text("h1").await)
        .await?;
    site.publish(&third)?;
    app.come_back(Return::Visible).await?;
    app.wait_for("the new title", Some(title), async || app.text("h1").await)
        .await?;
    assert!(app.is_marked().await?, "the page was loaded anew");
    Ok(())
}

/// The old directory shows at once; what is new comes by itself.
async fn a_new_edition_shows_after_a_day_without_network(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;

    let (next, _) = feed.next_edition(1)?;
    site.publish(&next)?;
    site.start().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&next.ids(&Query::default())).await
}
