//! The app in several windows of one browser.

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::faults::FaultServer;
use raupe_e2e::{App, Browser, Feed, Stage, in_every_browser, server};
use serde_json::json;
use thirtyfour::WindowHandle;

in_every_browser!(
    two_windows_that_sync_at_once_have_one_directory,
    a_window_that_holds_the_database_is_told_of,
);

/// How another window holds the database, and how it lets go; and whether the database is empty then.
const HOLDS: [(&str, &str, &str, bool); 2] = [
    (
        "a change of the form that does not end",
        "const request = indexedDB.open('raupe /', 2);
         request.onerror = () => {};
         request.onupgradeneeded = () => {
           window.holds = true;
           const meta = request.transaction.objectStore('meta');
           const spin = () => {
             if (window.letGo) request.transaction.abort();
             else meta.get('current').onsuccess = spin;
           };
           spin();
         };
         return null",
        "window.letGo = true; return null",
        false,
    ),
    (
        "a deletion that waits for a connection",
        "indexedDB.open('raupe /').onsuccess = ({ target }) => {
           window.kept = target.result;
           const deleting = indexedDB.deleteDatabase('raupe /');
           deleting.onblocked = () => { window.holds = true };
           deleting.onsuccess = () => { window.gone = true };
         };
         return null",
        "window.kept.close(); return null",
        true,
    ),
];

/// Opens another window and gives both.
async fn two_windows(stage: &Stage) -> Result<[WindowHandle; 2]> {
    let driver = stage.driver();
    let first = driver.window().await?;
    Ok([first, driver.new_window().await?])
}

async fn two_windows_that_sync_at_once_have_one_directory(stage: &mut Stage) -> Result<()> {
    let mut feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    let windows = two_windows(stage).await?;
    let driver = stage.driver().clone();
    // For both it is the first visit.
    for window in &windows {
        driver.switch_to_window(window.clone()).await?;
        app.visit("suchen/").await?;
    }
    for window in &windows {
        driver.switch_to_window(window.clone()).await?;
        app.speak_german().await?;
        app.wait_for_ids(&feed.ids(&Query::default())).await?;
        app.refresh_and_read().await?;
        let listen = "window.others = new BroadcastChannel('story');
                      window.others.onmessage = () => window.dispatchEvent(new Event('online'));
                      return null";
        app.ask::<()>(listen, json!([])).await?;
    }
    for number in 1..=5 {
        let (next, _) = feed.next_edition(number)?;
        server::publish(&next, stage.folder(), server.feed())?;
        let both = "window.others.postMessage('now');
                    window.dispatchEvent(new Event('online'));
                    return null";
        app.ask::<()>(both, json!([])).await?;
        for window in &windows {
            driver.switch_to_window(window.clone()).await?;
            app.wait_for_ids(&next.ids(&Query::default())).await?;
            let said = app.sync_status().await?;
            ensure!(!said.contains("Nicht aktualisiert"), "{said}");
            ensure!(app.text(".notice").await?.is_none());
        }
        feed = next;
    }
    let mut editions = Vec::new();
    for window in &windows {
        driver.switch_to_window(window.clone()).await?;
        app.visit("stand/").await?;
        editions.push(app.wait_for_text("dl.stand-facts .edition dd").await?);
    }
    ensure!(
        editions[0] == editions[1] && editions[0].ends_with(".6"),
        "{editions:?}"
    );
    Ok(())
}

async fn a_window_that_holds_the_database_is_told_of(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    let [first, other] = two_windows(stage).await?;
    let driver = stage.driver().clone();
    for (name, hold, let_go, is_emptied) in HOLDS {
        // The scripts of Firefox's driver are told of no `blocked`.
        if is_emptied && stage.browser == Browser::Firefox {
            continue;
        }
        let told = async {
            driver.switch_to_window(other.clone()).await?;
            // A page of the same site that is not the app.
            app.visit("feed/offers.html").await?;
            app.ask::<()>(hold, json!([])).await?;
            app.wait("the other window to hold the database", async || {
                let holds = app.ask("return window.holds === true", json!([])).await?;
                Ok(Some(()).filter(|()| holds))
            })
            .await?;

            driver.switch_to_window(first.clone()).await?;
            if !is_emptied {
                // The open one goes on.
                app.refresh().await?;
                app.wait_for_text(".notice.held").await?;
                app.wait_for_ids(&feed.ids(&Query::default())).await?;
            }

            // The new one says what is the matter.
            app.visit("suchen/").await?;
            app.wait_for_text(".notice.held").await?;

            driver.switch_to_window(other.clone()).await?;
            app.ask::<()>(let_go, json!([])).await?;
            driver.switch_to_window(first.clone()).await?;
            shown_again(&app, &feed, is_emptied).await
        };
        told.await.with_context(|| name)?;
    }
    Ok(())
}

async fn shown_again(app: &App, feed: &Feed, is_emptied: bool) -> Result<()> {
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.wait_for("no notice", None, async || app.text(".notice.held").await)
        .await?;
    if is_emptied {
        app.wait_for_text(".notice.emptied").await?;
    }
    app.refresh_and_read().await?;
    Ok(())
}
