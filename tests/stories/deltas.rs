//! What travels when little or nothing has changed, and what is left of an offer that has ended.

use anyhow::{Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::faults::{FaultServer, Sent};
use raupe_e2e::{Feed, Stage, in_every_browser, server};

in_every_browser!(
    little_travels_when_little_has_changed,
    an_offer_that_has_ended_says_so,
);

fn bytes(sent: &[Sent]) -> u64 {
    sent.iter().map(|sent| sent.head + sent.body).sum()
}

async fn little_travels_when_little_has_changed(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;

    // Nothing: one request, less than a kilobyte.
    server.sent();
    app.refresh_and_read_unchanged().await?;
    let sent = server.sent();
    ensure!(sent.len() == 1 && bytes(&sent) < 1_024, "{sent:?}");

    // One offer more, one renamed, one less.
    let (next, _) = feed.next_edition(1)?;
    server::publish(&next, stage.folder(), server.feed())?;
    app.refresh().await?;
    app.wait_for_ids(&next.ids(&Query::default())).await?;
    let sent = server.sent();
    let paths: Vec<_> = sent.iter().map(|sent| sent.path.as_str()).collect();
    ensure!(
        paths.len() == 3 && paths[2].starts_with("/feed/delta-"),
        "{paths:?}"
    );
    ensure!(bytes(&sent) < 10 * 1_024, "{sent:?}");
    Ok(())
}

async fn an_offer_that_has_ended_says_so(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    let (next, change) = feed.next_edition(1)?;
    let page = format!("angebot/#id={}", change.removed);
    app.visit(&page).await?;
    app.wait_for_text("dl.facts").await?;

    server::publish(&next, stage.folder(), server.feed())?;
    app.refresh().await?;
    let ended = async || {
        Ok(app
            .text("h1")
            .await?
            .filter(|text| text.contains("beendet am")))
    };
    app.wait("the word that it has ended", ended).await?;
    // Somebody who keeps the link and comes later, on another day, is told the same.
    app.visit(&page).await?;
    app.wait("the word that it has ended", ended).await?;
    Ok(())
}
