//! What somebody looks for stays on the device: the host's own log says so. And what the device keeps of the app is
//! the app, and goes with everything else.

use std::fs;

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::app::Return;
use raupe_e2e::browser::Lack;
use raupe_e2e::log::{Asked, LogServer};
use raupe_e2e::{App, Browser, Feed, Site, Stage, in_every_browser, server};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

in_every_browser!(
    the_host_is_never_told_what_is_looked_for,
    an_app_that_is_installed_asks_for_news_alone,
    what_another_page_puts_into_the_app_goes_again,
    what_the_browser_throws_away_is_missed_and_comes_back,
    deleting_everything_removes_the_app,
);

async fn host(stage: &Stage, feed: &Feed) -> Result<(LogServer, App)> {
    let folder = stage.folder().join("feed");
    fs::create_dir_all(&folder)?;
    server::publish(feed, stage.folder(), &folder)?;
    let host = LogServer::start(&folder).await?;
    let app = stage.app(&host.home());
    Ok((host, app))
}

/// Runs a script that waits for something.
async fn later<T: DeserializeOwned>(app: &App, script: &str, arguments: Value) -> Result<T> {
    let script = format!("return (async () => {{ {script} }})()");
    app.ask(&script, arguments).await
}

/// Fails if one of the requests says one of these words, or from which page it comes.
fn says_nothing(asked: &[Asked], words: &[&str]) -> Result<()> {
    for Asked { address, headers } in asked {
        let said = format!("{address}\n{headers}").to_lowercase();
        let told = words
            .iter()
            .find(|word| said.contains(&word.to_lowercase()));
        ensure!(told.is_none(), "{told:?} in: {address}\n{headers}");
        let refers = headers.lines().find(|line| line.starts_with("referer:"));
        ensure!(
            refers.is_none_or(|line| !line.contains(['?', '#'])),
            "{refers:?} of {address}"
        );
    }
    Ok(())
}

async fn the_host_is_never_told_what_is_looked_for(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let (host, app) = host(stage, &feed).await?;
    let ids = feed.ids(&Query::default());
    let offer = ids.first().context("the demo feed has offers")?;
    let words = [
        "schwangerschaftsabbruch",
        "frauenhaus",
        "suedstadt",
        &**offer,
    ];

    // By a link that somebody sent, at the first visit and when the app is there.
    for _ in 0..2 {
        app.visit("suchen/#q=Schwangerschaftsabbruch&place=suedstadt")
            .await?;
        app.wait_for_text("p.found").await?;
        app.speak_german().await?;
        app.write("input[name=q]", "Frauenhaus").await?;
        app.wait("the address to follow", async || {
            Ok(app.path().await?.contains("q=Frauenhaus").then_some(()))
        })
        .await?;
        app.refresh_and_read().await?;
        app.visit(&format!("angebot/#id={offer}")).await?;
        app.wait_for_text("dl.facts").await?;
        app.refresh_and_read().await?;
        app.wait_until_offline_ready().await?;
    }
    let asked = host.asked();
    ensure!(asked.len() > 10, "the host writes down what it is asked");
    says_nothing(&asked, &words)
}

async fn an_app_that_is_installed_asks_for_news_alone(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let (host, app) = host(stage, &feed).await?;
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    // The page that installs the app is not yet under its care everywhere.
    app.visit("").await?;
    app.wait_for_text("a.go").await?;
    app.refresh_and_read_unchanged().await?;
    // As on another day, when the service worker has to be started first.
    let app = if stage.browser == Browser::WebKit {
        app
    } else {
        stage.restart(Lack::Nothing).await?;
        stage.app(&host.home())
    };
    host.asked();

    // A link of the time when addresses told everything.
    app.visit("suchen/?q=Gewalt+Frauenhaus").await?;
    app.wait_for_text("p.found").await?;
    app.wait("the address that tells nothing", async || {
        Ok((app.path().await? == "suchen/#q=Gewalt+Frauenhaus").then_some(()))
    })
    .await?;
    app.refresh_and_read_unchanged().await?;
    let asked = host.asked();
    says_nothing(&asked, &["gewalt", "frauenhaus"])?;
    // Whether there is news of the list, and of the app itself. WebKit takes the icon for its tab past the worker.
    for Asked { address, .. } in asked {
        let is_news = ["/feed/manifest.json", "/sw.js"].contains(&&*address);
        ensure!(is_news || address.starts_with("/icons/"), "{address}");
    }
    Ok(())
}

/// The name of the cache with the app.
const CACHE: &str =
    "(await caches.keys()).find((name) => name.startsWith('raupe-shell-') && name.endsWith('@/'))";

async fn what_another_page_puts_into_the_app_goes_again(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;

    let headers = "{ headers: { 'Content-Type': 'text/html' } }";
    let put = format!(
        "const cache = await caches.open({CACHE});
         const page = new Response('<!DOCTYPE html><h1>Not ours</h1>', {headers});
         await cache.put(new URL('suchen/index.html', arguments[0]).href, page);
         return null"
    );
    later::<()>(&app, &put, json!([site.home()])).await?;
    app.visit("suchen/").await?;
    ensure!(app.wait_for_text("h1").await? == "Not ours");
    // The worker looks through what it keeps once the page has had time to start.
    let stored = format!(
        "const cache = await caches.open({CACHE});
         const page = await cache.match(new URL('suchen/index.html', arguments[0]).href);
         return (await page?.text())?.includes('id=\"app\"') ?? false"
    );
    app.wait_for("the app's own page", true, async || {
        later(&app, &stored, json!([site.home()])).await
    })
    .await?;
    site.stop()?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await
}

async fn what_the_browser_throws_away_is_missed_and_comes_back(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    let throw_away = format!(
        "return (await caches.open({CACHE})).delete(new URL('locales/en.json', arguments[0]).href)"
    );
    ensure!(later::<bool>(&app, &throw_away, json!([site.home()])).await?);
    site.stop()?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    ensure!(
        app.text(".offline-ready").await?.is_none(),
        "a language is missing"
    );
    site.start().await?;
    app.come_back(Return::Visible).await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    app.speak("en").await
}

async fn deleting_everything_removes_the_app(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    app.visit("stand/").await?;
    // What belongs to others on this host stays.
    let others = "localStorage.setItem('raupe.language /gifhorn/', 'en');
                  await (await caches.open('raupe-shell-1@/gifhorn/')).put('/x', new Response('y'));
                  return null";
    later::<()>(&app, others, json!([])).await?;
    // What is loaded anew would be stored anew.
    site.stop()?;
    app.press("button.delete").await?;
    app.wait_for_text("button.delete-yes").await?;
    // Not by the driver, which waits for a page that does not come.
    let yes = "document.querySelector('button.delete-yes').click(); return null";
    app.ask::<()>(yes, json!([])).await?;
    app.wait("the page to be gone", async || {
        Ok(app.text("button.delete-yes").await?.is_none().then_some(()))
    })
    .await?;

    site.start().await?;
    // A page of the same host that stores nothing.
    app.visit("feed/offers.html").await?;
    app.wait_for_text("h1").await?;
    let kept = "const workers = await navigator.serviceWorker.getRegistrations();
                const databases = await indexedDB.databases?.() ?? [];
                return [
                  ...workers.map((worker) => worker.scope),
                  ...await caches.keys(),
                  ...databases.map((database) => database.name),
                  ...Object.keys(localStorage),
                ]";
    let expected = ["raupe-shell-1@/gifhorn/", "raupe.language /gifhorn/"].map(str::to_owned);
    app.wait_for("nothing of the app", expected.to_vec(), async || {
        later(&app, kept, json!([])).await
    })
    .await
}
