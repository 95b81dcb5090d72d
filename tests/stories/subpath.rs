//! Raupe in a folder of a host that has other things too.

use anyhow::Result;
use raupe_core::directory::Query;
use raupe_e2e::{Feed, Site, Stage, in_every_browser};

in_every_browser!(it_works_in_a_folder_of_a_host);

async fn it_works_in_a_folder_of_a_host(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open_under(stage.folder(), "familien/", &feed).await?;
    let app = stage.app(&site.home());
    let ids = feed.ids(&Query::default());

    // The first visit ever is by a link to an offer that somebody sent.
    let offer = feed.offer(&ids[0])?;
    let link = format!("angebot/#id={}", ids[0]);
    app.visit(&link).await?;
    app.wait_for("the title", Some(offer.title.clone()), async || {
        app.text("h1").await
    })
    .await?;
    app.speak_german().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;

    app.visit("").await?;
    app.press("a.go").await?;
    app.wait_for_ids(&ids).await?;
    assert_eq!(app.path().await?, "suchen/");
    app.visit(&link).await?;
    app.wait_for("the title", Some(offer.title.clone()), async || {
        app.text("h1").await
    })
    .await
}
