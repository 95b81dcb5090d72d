//! The app on the device: stored whole or not at all, gone when it has to go, and done without.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use raupe_core::directory::Query;
use raupe_e2e::app::Return;
use raupe_e2e::browser::Lack;
use raupe_e2e::faults::{Fault, FaultServer, Which};
use raupe_e2e::{App, Feed, Stage, deploy, in_every_browser};
use serde_json::json;

in_every_browser!(
    an_app_that_does_not_come_says_so_and_can_be_loaded_again,
    the_stored_app_survives_its_worker_script,
    the_kill_switch_removes_the_app_and_keeps_the_directory,
    a_program_of_another_type_is_loaded,
    without_webassembly_there_is_the_plain_list,
);
// WebKitGTK's private windows lose what a worker stores after an earlier installation has failed.
in_every_browser!(@ chromium_cut Chromium a_first_installation_that_is_cut_is_taken_up_again);
in_every_browser!(@ firefox_cut Firefox a_first_installation_that_is_cut_is_taken_up_again);
// Here the profile has to outlive the browser, which WebKitGTK's does not.
in_every_browser!(@ chromium_again Chromium without_webassembly_and_network_there_is_a_message);
in_every_browser!(@ firefox_again Firefox without_webassembly_and_network_there_is_a_message);

use Fault::{Broken, Cut, FlippedBit, Html200, Status, WrongType};
use Which::{Everything, File, FileAgain};

/// Files that only the service worker asks for, and files that the page has asked for before. Of the pages of
/// the routes, which are the same, the worker asks for the first.
const CUT: [(Which, Fault); 6] = [
    (File("/404.html"), Status(500)),
    (File("/angebot/index.html"), Html200),
    (File("/locales/ar.json"), Broken),
    (FileAgain(".wasm"), Status(503)),
    (FileAgain(".css"), FlippedBit),
    (File("/404.css"), Cut),
];

/// The state of the worker that is registered, if there is one.
async fn worker(app: &App) -> Result<Option<String>> {
    let script = "return navigator.serviceWorker.getRegistration().then((found) =>
                    found ? (found.active ?? found.waiting ?? found.installing)?.state ?? 'none' : null)";
    app.ask(script, json!([])).await
}

/// The whole app works, and no answer of the server is of any use.
async fn everything_works_without(server: &FaultServer, app: &App, feed: &Feed) -> Result<()> {
    server.spoil(Everything, Status(502));
    app.visit("").await?;
    app.press("a.go").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.press("ul.offers > li:first-child h2 > a").await?;
    app.wait_for_text("dl.facts").await?;
    app.visit("stand/").await?;
    app.wait_for_text("dl.stand-facts").await?;
    server.mend();
    Ok(())
}

async fn a_first_installation_that_is_cut_is_taken_up_again(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let folder = FaultServer::open(stage.folder(), &feed).await?;
    for (which, fault) in CUT {
        // Each server has an address of its own, so each time is the first.
        let server = FaultServer::start(folder.feed()).await?;
        let app = stage.app(&server.home());
        let told = async {
            server.spoil(which, fault);
            app.visit_first().await?;
            app.wait("the worker to ask", async || {
                Ok((server.spoilt() > 0).then_some(()))
            })
            .await?;
            app.wait_for("no worker", None, async || worker(&app).await)
                .await?;
            ensure!(
                app.text(".offline-ready").await?.is_none(),
                "it says that all is there"
            );
            server.mend();
            taken_up_again(&app).await?;
            everything_works_without(&server, &app, &feed).await
        };
        told.await.with_context(|| format!("{which:?} {fault:?}"))?;
    }
    Ok(())
}

async fn an_app_that_does_not_come_says_so_and_can_be_loaded_again(
    stage: &mut Stage,
) -> Result<()> {
    let feed = Feed::demo()?;
    let folder = FaultServer::open(stage.folder(), &feed).await?;
    for (which, fault) in [
        (File(".wasm"), Status(500)),
        (File(".wasm"), Html200),
        (File(".wasm"), Broken),
        // It stays in the browser's cache, under the name of the whole one.
        (File(".wasm"), Cut),
    ] {
        let server = FaultServer::start(folder.feed()).await?;
        let app = stage.app(&server.home());
        let told = async {
            server.spoil(which, fault);
            app.visit("").await?;
            app.wait_for(
                "the message",
                "Raupe konnte nicht geladen werden".to_owned(),
                async || app.wait_for_text("main h1").await,
            )
            .await?;
            let list: String = app
                .ask(
                    "return document.querySelector('a.list-link').href",
                    json!([]),
                )
                .await?;
            ensure!(list == format!("{}feed/offers.html", app.home()), "{list}");
            server.mend();
            app.press("button.reload").await?;
            app.speak_german().await?;
            app.wait_until_offline_ready().await
        };
        told.await.with_context(|| format!("{which:?} {fault:?}"))?;
    }
    Ok(())
}

/// A host that has lost `sw.js`, or answers with a page instead.
async fn the_stored_app_survives_its_worker_script(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    for fault in [Html200, Status(404), Fault::Login] {
        server.spoil(File("/sw.js"), fault);
        app.visit("").await?;
        app.wait_for_text("a.go").await?;
        app.come_back(Return::Visible).await?;
        app.wait("the browser to look for another worker", async || {
            Ok((server.spoilt() > 0).then_some(()))
        })
        .await?;
        let told = everything_works_without(&server, &app, &feed).await;
        told.with_context(|| format!("{fault:?}"))?;
        ensure!(worker(&app).await? == Some("activated".into()), "{fault:?}");
    }
    Ok(())
}

async fn the_kill_switch_removes_the_app_and_keeps_the_directory(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open_with_copy(stage.folder(), &feed).await?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.mark().await?;

    let (worker_script, off) = (server.app().join("sw.js"), server.app().join("sw-off.js"));
    let kept = fs::read(&worker_script)?;
    fs::copy(off, &worker_script)?;
    deploy::compress(server.app())?;
    app.come_back(Return::Visible).await?;
    app.wait_for("no worker", None, async || worker(&app).await)
        .await?;
    let caches = "return caches.keys()";
    app.wait_for("no stored app", Vec::<String>::new(), async || {
        app.ask(caches, json!([])).await
    })
    .await?;
    ensure!(app.is_marked().await?, "the open page was loaded anew");

    // From the network now, and the directory from the device.
    server.sent();
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    let said = app.refresh_and_read().await?;
    ensure!(said.contains("Schon auf dem neuesten Stand"), "{said}");
    app.wait_for("no worker", None, async || worker(&app).await)
        .await?;
    let sent = server.sent();
    ensure!(
        sent.iter().all(|sent| !sent.path.contains("/snapshot-")),
        "the directory was loaded again: {sent:?}"
    );
    ensure!(
        app.text(".offline-ready").await?.is_none(),
        "it says that all is there"
    );

    fs::write(&worker_script, kept)?;
    deploy::compress(server.app())?;
    taken_up_again(&app).await?;
    everything_works_without(&server, &app, &feed).await
}

/// Comes back until all is there, as a person comes back on other days. `WebKitGTK` may need a second
/// visit: it has not done yet with the registration that failed or was removed a moment ago.
async fn taken_up_again(app: &App) -> Result<()> {
    let impatient = App::from(app.with_patience(Duration::from_secs(7)));
    for _ in 0..12 {
        app.visit("").await?;
        app.wait_for_text("a.go").await?;
        if impatient.wait_until_offline_ready().await.is_ok() {
            return Ok(());
        }
    }
    bail!(
        "it is not ready after twelve visits: {:?}",
        worker(app).await?
    )
}

/// Hosts that do not know `.wasm`.
async fn a_program_of_another_type_is_loaded(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    server.spoil(File(".wasm"), WrongType);
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    ensure!(server.spoilt() > 0, "nobody asked for the program");
    everything_works_without(&server, &app, &feed).await
}

async fn without_webassembly_there_is_the_plain_list(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open_with_copy(stage.folder(), &feed).await?;
    stage.restart(Lack::WebAssembly).await?;
    let app = stage.app(&server.home());
    app.visit("suchen/").await?;
    let address = "feed/offers.html";
    app.wait_for("the plain list", address.to_owned(), async || {
        app.path().await
    })
    .await?;
    let first = feed.offer(&feed.ids(&Query::default())[0])?.title.clone();
    app.wait("an offer", async || {
        let text = app.text("main").await?.unwrap_or_default();
        Ok(text.contains(&first).then_some(()))
    })
    .await?;

    // Its links lead within the page, to telephones, to mail, to places on the web and to the app.
    let script = "const links = [...document.querySelectorAll('a[href]')];
                  const astray = links.filter((link) => link.getAttribute('href').startsWith('#')
                    ? !document.getElementById(decodeURIComponent(link.hash.slice(1)))
                    : !['tel:', 'mailto:', 'https:'].includes(link.protocol) && link.href !== arguments[0]);
                  return [links.length, ...astray.map((link) => link.outerHTML)]";
    let links: Vec<serde_json::Value> = app.ask(script, json!([app.home()])).await?;
    ensure!(
        links[0].as_u64() > Some(50) && links.len() == 1,
        "{links:?}"
    );

    // Without an answer a message leads there.
    server.spoil(File("/offers.html"), Status(503));
    message_with_the_list(&app).await?;
    server.spoil(File("/offers.html"), Fault::Stall);
    message_with_the_list(&app).await?;
    server.mend();
    app.press("a.list-link").await?;
    app.wait_for("the plain list", address.to_owned(), async || {
        app.path().await
    })
    .await
}

async fn message_with_the_list(app: &App) -> Result<()> {
    app.visit("").await?;
    let heading = Some("Raupe läuft in diesem Browser nicht".to_owned());
    app.wait_for("the message", heading, async || app.text("main h1").await)
        .await?;
    app.wait_for_text("a.list-link").await?;
    Ok(())
}

/// The app was stored, and then its browser lost WebAssembly: a new setting, Lockdown Mode.
async fn without_webassembly_and_network_there_is_a_message(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = raupe_e2e::Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    stage.restart(Lack::WebAssembly).await?;
    message_with_the_list(&stage.app(&site.home())).await
}
