//! Storage that is full, missing, silent or suddenly empty: the list is there all the same.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::browser::Lack;
use raupe_e2e::faults::FaultServer;
use raupe_e2e::{App, Feed, Site, Stage, deploy, in_every_browser, server as county};
use serde_json::json;

in_every_browser!(
    without_a_database_the_list_lives_as_long_as_the_page,
    a_database_that_never_answers_is_given_up,
);
// WebKitGTK has no setting that forbids sites to store, and does not know `navigator.storage.persist`; a
// page's deletion of the database may wait there for ever.
in_every_browser!(@ chromium_alone Chromium
    a_full_device_keeps_the_old_directory
    a_full_device_shows_the_list_at_the_first_visit
    a_browser_that_may_store_nothing_shows_the_list
    a_database_that_was_cleared_is_noticed_and_filled_again
    the_browser_is_asked_once_to_keep_the_directory
);
in_every_browser!(@ firefox_alone Firefox
    a_browser_that_may_store_nothing_shows_the_list
    a_database_that_was_cleared_is_noticed_and_filled_again
    the_browser_is_asked_once_to_keep_the_directory
);

/// What becomes of the database before the app runs.
const BROKEN: [(&str, &str); 4] = [
    (
        "missing",
        "Object.defineProperty(window, 'indexedDB', { value: undefined })",
    ),
    (
        "forbidden",
        "Object.defineProperty(window, 'indexedDB',
           { get() { throw new DOMException('no', 'SecurityError') } })",
    ),
    (
        "forbidden when opened",
        "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }",
    ),
    (
        "aborting",
        "const open = IDBFactory.prototype.open;
         IDBFactory.prototype.open = function (...how) {
           const request = open.apply(this, how);
           request.addEventListener('upgradeneeded', () => request.transaction.abort());
           return request;
         }",
    ),
];

const SILENT: &str = "IDBFactory.prototype.open = () => new EventTarget()";

const DELETE: &str = "return new Promise((resolve, reject) => {
                        const request = indexedDB.deleteDatabase('raupe /');
                        request.onsuccess = () => resolve(true);
                        request.onerror = () => reject(request.error);
                      })";

/// The list, an offer and the notice that nothing is stored.
async fn lives_in_memory(app: &App, feed: &Feed, notice: &str) -> Result<()> {
    app.visit("suchen/").await?;
    app.speak_german().await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    let told = app.wait_for_text(".notice.memory").await?;
    ensure!(told.contains(notice), "{told}");
    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    ensure!(
        app.text(".offline-ready").await?.is_none(),
        "it says that all is there"
    );
    Ok(())
}

async fn without_a_database_the_list_lives_as_long_as_the_page(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open_with_copy(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    for (name, prelude) in BROKEN {
        deploy::set_prelude(server.app(), prelude)?;
        let told = lives_in_memory(&app, &feed, "nur da, solange diese Seite offen ist").await;
        told.with_context(|| name)?;
    }
    // And as soon as there is one, it is used.
    deploy::set_prelude(server.app(), "")?;
    app.visit("").await?;
    app.wait_until_offline_ready().await?;
    ensure!(app.text(".notice.memory").await?.is_none());
    Ok(())
}

async fn a_database_that_never_answers_is_given_up(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open_with_copy(stage.folder(), &feed).await?;
    deploy::set_prelude(server.app(), SILENT)?;
    let app = stage.app(&server.home());
    app.visit("suchen/").await?;
    app.speak_german().await?;
    app.wait_for_text(".notice.held").await?;
    let shown =
        "return document.querySelector('.waiting[role=alert], ul.offers') && performance.now()";
    let patient = app.with_patience(Duration::from_mins(1));
    let after_ms: f64 = patient
        .wait("a message or the list", async || {
            app.ask(shown, json!([])).await
        })
        .await?;
    ensure!(after_ms < 25_000.0, "nothing was told for {after_ms} ms");
    let patient = App::from(patient);
    patient.wait_for_ids(&feed.ids(&Query::default())).await?;
    patient.wait_for_text(".notice.memory").await?;
    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    Ok(())
}

async fn a_database_that_was_cleared_is_noticed_and_filled_again(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    let all = feed.ids(&Query::default());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;

    app.visit("suchen/").await?;
    app.wait_for_ids(&all).await?;
    // So that nothing is under way.
    app.refresh_and_read().await?;
    ensure!(app.ask::<bool>(DELETE, json!([])).await?);
    app.visit("suchen/").await?;
    app.wait_for_ids(&all).await?;
    emptied(&app, "sind neu geladen").await?;

    // While the page is open.
    app.visit("suchen/").await?;
    app.wait_for_ids(&all).await?;
    app.refresh_and_read().await?;
    ensure!(app.text(".notice.emptied").await?.is_none());
    ensure!(app.ask::<bool>(DELETE, json!([])).await?);
    app.refresh().await?;
    emptied(&app, "sind neu geladen").await?;
    app.wait_for_ids(&all).await?;

    // Without a network.
    app.visit("suchen/").await?;
    app.wait_for_ids(&all).await?;
    app.refresh_and_read().await?;
    ensure!(app.ask::<bool>(DELETE, json!([])).await?);
    site.stop()?;
    app.visit("suchen/").await?;
    emptied(&app, "werden neu geladen").await?;
    let told = app.wait_for_text(".waiting[role=alert]").await?;
    ensure!(told.contains("Keine Verbindung"), "{told}");
    site.start().await?;
    app.press("main button.retry").await?;
    app.wait_for_ids(&all).await?;
    emptied(&app, "sind neu geladen").await?;
    app.wait_until_offline_ready().await
}

async fn emptied(app: &App, words: &str) -> Result<()> {
    app.wait(words, async || {
        let notice = app.text(".notice.emptied").await?.unwrap_or_default();
        Ok((notice.contains("geleert") && notice.contains(words)).then_some(()))
    })
    .await
}

/// From now on the browser behaves as if the device had no more room than this for a site; with
/// `None` as if it had what it has.
async fn leave_room(stage: &Stage, home: &str, bytes: Option<u32>) -> Result<()> {
    let mut parameters = json!({ "origin": home.trim_end_matches('/') });
    if let Some(bytes) = bytes {
        parameters["quotaSize"] = json!(bytes);
    }
    let command = "Storage.overrideQuotaForOrigin";
    stage.devtools(command, parameters).await
}

async fn a_full_device_keeps_the_old_directory(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    // Chromium remembers for a while how much room there was.
    stage.restart(Lack::Nothing).await?;
    let app = stage.app(app.home());
    leave_room(stage, app.home(), Some(1)).await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    let (next, _) = feed.next_edition(1)?;
    county::publish(&next, stage.folder(), server.feed())?;
    app.refresh().await?;
    app.wait("the word that there is no room", async || {
        let said = app.sync_status().await?;
        Ok(said.contains("Speicher des Geräts ist voll").then_some(()))
    })
    .await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;

    leave_room(stage, app.home(), None).await?;
    app.refresh().await?;
    app.wait_for_ids(&next.ids(&Query::default())).await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&next.ids(&Query::default())).await
}

async fn a_full_device_shows_the_list_at_the_first_visit(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    leave_room(stage, app.home(), Some(1)).await?;
    lives_in_memory(&app, &feed, "Speicher dieses Geräts ist voll").await?;

    leave_room(stage, app.home(), None).await?;
    app.refresh().await?;
    app.wait_for("no notice", None, async || app.text(".notice.memory").await)
        .await?;
    app.visit("stand/").await?;
    app.wait_until_offline_ready().await?;
    let stored = app.wait_for_text("dl.stand-facts .storage").await?;
    ensure!(!stored.contains("nicht gespeichert"), "{stored}");
    Ok(())
}

async fn a_browser_that_may_store_nothing_shows_the_list(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    stage.restart(Lack::Storage).await?;
    let app = stage.app(&server.home());
    lives_in_memory(&app, &feed, "nur da, solange diese Seite offen ist").await
}

async fn the_browser_is_asked_once_to_keep_the_directory(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open_with_copy(stage.folder(), &feed).await?;
    deploy::set_prelude(
        server.app(),
        "StorageManager.prototype.persist = async () => {
           sessionStorage.setItem('asked', 1 + Number(sessionStorage.getItem('asked')));
           return true;
         }",
    )?;
    let app = stage.app(&server.home());
    let asked = async || {
        let script = "return Number(sessionStorage.getItem('asked'))";
        app.ask::<u32>(script, json!([])).await
    };
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    app.press("a.go").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    ensure!(asked().await? == 0, "asked before there was a reason");

    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    app.wait_for("the browser to be asked", 1, &asked).await?;
    app.visit("suchen/").await?;
    app.open_filters().await?;
    app.choose("phase", "baby").await?;
    app.close_filters().await?;
    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    ensure!(asked().await? == 1, "asked {} times", asked().await?);
    Ok(())
}
