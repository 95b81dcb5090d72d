//! The server fails: the old directory stays, and the app says why.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};
use raupe_core::directory::Query;
use raupe_e2e::faults::{Fault, FaultServer, Sent, Which};
use raupe_e2e::{App, Feed, Stage, in_every_browser, server};

in_every_browser!(
    the_old_directory_stays_and_the_reason_is_named,
    a_delta_that_is_odd_is_replaced_by_the_snapshot,
    a_trickle_is_given_up,
    a_first_visit_that_fails_can_be_repeated,
    a_server_that_never_answers_is_given_up,
    leaving_during_the_first_visit_does_no_harm,
);

use Fault::{Bomb, Broken, Cut, FlippedBit, Html200, Login, Longer, RetryAfter, Status, Trickle};
use Which::{Delta, Manifest, Signature, Snapshot};

/// A connection that ends too early. Some engines hand out what came until then as if it were all.
const TOO_EARLY: &str = "Verbindung|Unterschrift|nicht vollständig";

/// An answer that unfolds to far too much. A machine that is busy does not come to the end of what is allowed in time.
const TOO_LARGE: &str = "größer|zu langsam";

/// The old directory stays, and the sentence about it contains these words.
const REFUSED: [(Which, Fault, &str); 22] = [
    (Manifest, Html200, "Webseite"),
    (Manifest, Status(500), "500"),
    (Manifest, RetryAfter(1_000_000_000), "503"),
    (Manifest, Login, "Webseite"),
    (Manifest, Cut, "Unterschrift"),
    (Manifest, Longer, TOO_EARLY),
    (Manifest, FlippedBit, "Unterschrift"),
    (Manifest, Bomb, TOO_LARGE),
    (Manifest, Broken, TOO_EARLY),
    (Signature, Html200, "Webseite"),
    (Signature, Status(404), "Unterschrift"),
    (Signature, Cut, "Unterschrift"),
    (Signature, FlippedBit, "Unterschrift"),
    (Signature, Bomb, TOO_LARGE),
    (Delta, Broken, "Verbindung"),
    (Snapshot, Html200, "Webseite"),
    (Snapshot, Status(404), "404"),
    (Snapshot, Login, "Webseite"),
    (Snapshot, Cut, "nicht vollständig"),
    (Snapshot, Longer, TOO_EARLY),
    (Snapshot, FlippedBit, "nicht vollständig"),
    (Snapshot, Bomb, TOO_LARGE),
];

/// Anything odd about a delta leads to the snapshot, and nobody notices.
const MENDED: [Fault; 6] = [Html200, Status(404), Login, Cut, FlippedBit, Bomb];

async fn the_old_directory_stays_and_the_reason_is_named(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.mark().await?;
    // From here on nothing is under way that nobody asked for.
    app.refresh_and_read().await?;

    let (next, _) = feed.next_edition(1)?;
    server::publish(&next, stage.folder(), server.feed())?;
    for (which, fault, reason) in REFUSED {
        server.spoil(which, fault);
        let told = app.refresh_and_hear(reason).await;
        told.with_context(|| format!("{which:?} {fault:?}"))?;
        app.wait_for_ids(&feed.ids(&Query::default())).await?;
    }
    server.mend();
    app.refresh_and_read().await?;
    app.wait_for_ids(&next.ids(&Query::default())).await?;
    assert!(app.is_marked().await?, "the page was loaded anew");
    Ok(())
}

async fn a_delta_that_is_odd_is_replaced_by_the_snapshot(stage: &mut Stage) -> Result<()> {
    let mut feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    for (number, fault) in (1..).zip(MENDED) {
        let (next, _) = feed.next_edition(number)?;
        server::publish(&next, stage.folder(), server.feed())?;
        server.spoil(Delta, fault);
        server.sent();
        app.refresh().await?;
        let shown = app.wait_for_ids(&next.ids(&Query::default())).await;
        shown.with_context(|| format!("{fault:?}"))?;
        let asked = |kind: &str, sent: &[Sent]| sent.iter().any(|sent| sent.path.contains(kind));
        let sent = server.sent();
        assert!(
            asked("/delta-", &sent) && asked("/snapshot-", &sent),
            "{sent:?}"
        );
        feed = next;
    }
    Ok(())
}

async fn a_first_visit_that_fails_can_be_repeated(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());

    server.spoil(Manifest, Html200);
    app.visit("suchen/").await?;
    app.speak_german().await?;
    let sentence = app.wait_for_text(".sync-status").await?;
    assert!(sentence.contains("Webseite"), "{sentence}");
    for (which, fault, reason) in REFUSED {
        // There is nothing yet that a delta could be applied to.
        if which != Delta {
            server.spoil(which, fault);
            let told = app.refresh_and_hear(reason).await;
            told.with_context(|| format!("{which:?} {fault:?}"))?;
        }
    }
    assert_eq!(
        app.text(".offline-ready").await?,
        None,
        "without a directory nothing is ready"
    );

    server.mend();
    app.press("main button.retry").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.wait_until_offline_ready().await
}

/// A connection that sends a byte a second: the deadline holds for the whole answer.
async fn a_trickle_is_given_up(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    server.spoil(Manifest, Trickle);
    let patient = app.with_patience(Duration::from_secs(40));
    App::from(patient).refresh_and_hear("zu langsam").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await
}

/// A connection that is open and silent, as on a train.
async fn a_server_that_never_answers_is_given_up(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;

    server.spoil(Manifest, Fault::Stall);
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
    server.mend();
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
