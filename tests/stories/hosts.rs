//! No other host is ever asked for anything.
//!
//! Every story ends with that check (see `tests/support/story.rs`). Here is that the check would
//! notice, and that the content security policy is in force and never broken.

use std::fs;

use anyhow::Result;
use raupe_core::directory::Query;
use raupe_e2e::policy::PolicyServer;
use raupe_e2e::witness::FOREIGN;
use raupe_e2e::{Feed, Stage, in_every_browser, server};
use serde_json::json;

in_every_browser!(
    a_request_to_another_host_would_be_seen,
    the_policy_is_never_broken_and_would_stop_what_breaks_it,
);

async fn a_request_to_another_host_would_be_seen(stage: &mut Stage) -> Result<()> {
    let page = stage.page(&format!("http://{FOREIGN}/"));
    // It is refused, of course.
    let _ = page.visit("").await;
    page.wait("the request to be seen", async || {
        Ok(stage
            .witness
            .seen()
            .iter()
            .any(|seen| seen.contains(FOREIGN))
            .then_some(()))
    })
    .await
}

async fn the_policy_is_never_broken_and_would_stop_what_breaks_it(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let folder = stage.folder().join("feed");
    fs::create_dir_all(&folder)?;
    server::publish(&feed, stage.folder(), &folder)?;
    let server = PolicyServer::start(&folder).await?;
    let app = stage.app(&server.home());

    // Through all screens: first from the network, then from the device.
    for _ in 0..2 {
        app.visit_first().await?;
        app.wait_until_offline_ready().await?;
        app.press("a.go").await?;
        app.wait_for_ids(&feed.ids(&Query::default())).await?;
        app.press("ul.offers > li:first-child h2 > a").await?;
        app.wait_for_text("dl.facts").await?;
    }
    let missing = server.missing();
    assert!(missing.is_empty(), "not there, and asked for: {missing:?}");
    app.visit("gibt-es-nicht").await?;
    app.wait_for_text("h1").await?;
    let broken = server.reports();
    assert!(broken.is_empty(), "the policy was broken: {broken:#?}");

    // The policy is awake: an image of another host is reported, and never asked for.
    app.visit("").await?;
    app.wait_for_text("a.go").await?;
    let script = "new Image().src = arguments[0]; return null";
    app.ask::<()>(script, json!([format!("http://{FOREIGN}/pixel.png")]))
        .await?;
    app.wait("a report", async || {
        Ok(server
            .reports()
            .iter()
            .any(|report| report.contains(FOREIGN))
            .then_some(()))
    })
    .await?;
    assert_eq!(stage.witness.seen(), Vec::<String>::new());
    // Chromium lists what was stopped among what the page loaded, where the end of a story looks.
    app.ask::<()>("performance.clearResourceTimings(); return null", json!([]))
        .await
}
