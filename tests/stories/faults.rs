//! The server fails: the old directory stays, and the app says why.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use anyhow::Result;
use raupe_core::directory::Query;
use raupe_e2e::faults::{Fault, FaultServer};
use raupe_e2e::{Feed, Stage, in_every_browser, server};

in_every_browser!(
    the_old_directory_stays_and_the_reason_is_named,
    a_first_visit_that_fails_can_be_repeated,
    a_server_that_never_answers_is_given_up,
    leaving_during_the_first_visit_does_no_harm,
);

/// Each with what the sentence about it has to contain. Neighbours are told differently, so that one
/// can see when the next has come.
const FAULTS: [(Fault, &str); 5] = [
    (Fault::Html200, "Webseite"),
    (Fault::Status500, "500"),
    (Fault::CutSnapshot, "nicht vollständig"),
    (Fault::Login, "Webseite"),
    (Fault::FlippedBit, "nicht vollständig"),
];

async fn the_old_directory_stays_and_the_reason_is_named(stage: &mut Stage) -> Result<()> {
    let mut feed = Feed::demo()?;
    let folder = stage.folder().join("feed");
    fs::create_dir_all(&folder)?;
    server::publish(&feed, stage.folder(), &folder)?;
    let server = FaultServer::start(&folder).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.mark().await?;
    // From here on nothing is under way that nobody asked for.
    app.refresh_and_read().await?;

    let mut said = BTreeMap::new();
    for (number, (fault, reason)) in (1..).zip(FAULTS) {
        let (next, _) = feed.next_edition(number)?;
        server::publish(&next, stage.folder(), &folder)?;
        server.spoil(fault);
        let sentence = app.refresh_and_read().await?;
        assert!(
            sentence.contains(reason),
            "{fault:?} is told as: {sentence}"
        );
        app.wait_for_ids(&feed.ids(&Query::default())).await?;

        server.spoil(None);
        app.refresh_and_read().await?;
        app.wait_for_ids(&next.ids(&Query::default())).await?;
        said.insert(format!("{fault:?}"), sentence);
        feed = next;
    }
    assert_ne!(said["Html200"], said["Status500"]);
    assert!(app.is_marked().await?, "the page was loaded anew");
    Ok(())
}

async fn a_first_visit_that_fails_can_be_repeated(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let folder = stage.folder().join("feed");
    fs::create_dir_all(&folder)?;
    server::publish(&feed, stage.folder(), &folder)?;
    let server = FaultServer::start(&folder).await?;
    let app = stage.app(&server.home());

    let (first, others) = FAULTS.split_first().expect("there are some");
    server.spoil(first.0);
    app.visit("suchen/").await?;
    app.speak_german().await?;
    let sentence = app.wait_for_text(".sync-status").await?;
    assert!(
        sentence.contains(first.1),
        "{:?} is told as: {sentence}",
        first.0
    );
    for (fault, reason) in others {
        server.spoil(*fault);
        let sentence = app.refresh_and_read().await?;
        assert!(
            sentence.contains(reason),
            "{fault:?} is told as: {sentence}"
        );
    }
    assert_eq!(
        app.text(".offline-ready").await?,
        None,
        "without a directory nothing is ready"
    );

    server.spoil(None);
    app.press("main button.retry").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.wait_until_offline_ready().await
}

/// A connection that is open and silent, as on a train.
async fn a_server_that_never_answers_is_given_up(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let folder = stage.folder().join("feed");
    fs::create_dir_all(&folder)?;
    server::publish(&feed, stage.folder(), &folder)?;
    let server = FaultServer::start(&folder).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;

    server.spoil(Fault::Stall);
    app.refresh().await?;
    app.wait_for_text(".progress").await?;
    // The app waits 20 seconds for a manifest.
    let patient = app.with_patience(Duration::from_secs(40));
    patient
        .wait("the word that it takes too long", async || {
            Ok(app
                .sync_status()
                .await?
                .contains("zu langsam")
                .then_some(()))
        })
        .await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    server.spoil(None);
    app.refresh_and_read().await?;
    Ok(())
}

/// Somebody goes on to another page before the first directory is stored. A browser may keep the
/// page that was left, frozen in the middle of its work, and the next one has to live with that.
async fn leaving_during_the_first_visit_does_no_harm(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let folder = stage.folder().join("feed");
    fs::create_dir_all(&folder)?;
    server::publish(&feed, stage.folder(), &folder)?;
    // Each server has an address of its own, so each time is the first.
    for _ in 0..6 {
        let server = FaultServer::start(&folder).await?;
        let app = stage.app(&server.home());
        app.visit("").await?;
        app.speak_german().await?;
        app.visit("suchen/").await?;
        app.wait_for_ids(&feed.ids(&Query::default())).await?;
    }
    Ok(())
}
