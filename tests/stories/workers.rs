//! The directory is compiled in a worker beside the page; and what becomes of it when there is none,
//! or when it dies.

use std::fs;

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::{Feed, Site, Stage, deploy, in_every_browser};
use serde_json::json;

in_every_browser!(
    the_directory_is_compiled_beside_the_page,
    a_worker_starts_without_network,
    without_a_worker_the_page_does_it,
    a_worker_that_dies_leaves_the_old_directory,
);
// Elsewhere so much memory may be more than address space.
in_every_browser!(@ chromium_alone Chromium a_worker_without_memory_leaves_the_old_directory);

/// Counts what workers have finished.
const COUNTED: &str = "window.raupeResults = 0;
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(...how) {
        super(...how);
        this.addEventListener('message', ({ data }) => { window.raupeResults += Array.isArray(data); });
      }
    };";

/// What can be in the way of a worker.
const WITHOUT: [(&str, &str); 4] = [
    ("unknown", "window.Worker = undefined"),
    (
        "forbidden",
        "window.Worker = class { constructor() { throw new DOMException('no', 'SecurityError') } }",
    ),
    (
        "not there",
        "const Real = window.Worker;
         window.Worker = class extends Real { constructor(url, how) { super('./nothing.js', how) } }",
    ),
    ("silent", "Worker.prototype.postMessage = () => {}"),
];

/// Ends with an error as soon as it has work to do.
const DYING: &str = "const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...how) {
      if (message.length < 3) return post.call(this, message, ...how);
      setTimeout(() => { this.dispatchEvent(new ErrorEvent('error')); this.terminate(); });
    };";

/// Another script in the place of the worker's.
const EXHAUSTED: &str = "const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(url, how) { super(new URL('exhausted.js', new URL(url, location)), how) }
    };";

/// Damages what is compiled, as if another version of the app had written it.
const FOREIGN_IMAGES: &str = "return new Promise((resolve, reject) => {
    const request = indexedDB.open('raupe /');
    request.onsuccess = () => {
      const transaction = request.result.transaction('images', 'readwrite');
      const images = transaction.objectStore('images');
      images.getAllKeys().onsuccess = ({ target }) => {
        for (const key of target.result) images.put(new Uint8Array([7]), key);
      };
      transaction.oncomplete = () => { request.result.close(); resolve(true); };
      transaction.onerror = () => reject(transaction.error);
    };
  })";

/// Starts a worker as the app does, and waits for the word that it is ready.
const START: &str = "const absolute = (address) => new URL(address, document.baseURI).href;
    const base = absolute(document.documentElement.dataset.base);
    const { js, wasm } = document.querySelector('script[data-js]').dataset;
    return WebAssembly.compileStreaming(fetch(absolute(wasm))).then((program) => new Promise((resolve, reject) => {
      const worker = new Worker(new URL('worker.js', base), { type: 'module' });
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => reject('error');
      worker.postMessage([absolute(js), program]);
    }))";

async fn the_directory_is_compiled_beside_the_page(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open_with_copy(stage.folder(), &feed).await?;
    deploy::set_prelude(site.app(), COUNTED)?;
    let app = stage.app(&site.home());
    let results = async || {
        app.ask::<u32>("return window.raupeResults", json!([]))
            .await
    };
    // A snapshot, then a delta, then what another version of the app has stored.
    app.visit_first().await?;
    ensure!(results().await? == 1, "the snapshot");
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    ensure!(results().await? == 0, "there was nothing to compile");

    let (next, _) = feed.next_edition(1)?;
    site.publish(&next)?;
    app.refresh().await?;
    app.wait_for_ids(&next.ids(&Query::default())).await?;
    ensure!(results().await? == 1, "the delta");

    ensure!(app.ask::<bool>(FOREIGN_IMAGES, json!([])).await?);
    app.visit("suchen/").await?;
    app.wait_for_ids(&next.ids(&Query::default())).await?;
    ensure!(results().await? == 1, "the images of another version");
    app.visit("suchen/").await?;
    app.wait_for_ids(&next.ids(&Query::default())).await?;
    ensure!(results().await? == 0, "it is stored");
    Ok(())
}

async fn a_worker_starts_without_network(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let mut site = Site::open_under(stage.folder(), "familien/", &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    ensure!(app.ask::<bool>(START, json!([])).await?);
    Ok(())
}

async fn without_a_worker_the_page_does_it(stage: &mut Stage) -> Result<()> {
    for (at, (name, prelude)) in WITHOUT.into_iter().enumerate() {
        let folder = stage.folder().join(at.to_string());
        fs::create_dir(&folder)?;
        let feed = Feed::demo()?;
        let site = Site::open_with_copy(&folder, &feed).await?;
        deploy::set_prelude(site.app(), prelude)?;
        let app = stage.app(&site.home());
        app.visit("suchen/").await?;
        let shown = app.wait_for_ids(&feed.ids(&Query::default())).await;
        shown.with_context(|| name)?;

        let (next, _) = feed.next_edition(1)?;
        site.publish(&next)?;
        app.speak_german().await?;
        app.refresh().await?;
        let shown = app.wait_for_ids(&next.ids(&Query::default())).await;
        shown.with_context(|| name)?;
    }
    Ok(())
}

async fn a_worker_that_dies_leaves_the_old_directory(stage: &mut Stage) -> Result<()> {
    old_directory_stays(stage, DYING).await
}

async fn a_worker_without_memory_leaves_the_old_directory(stage: &mut Stage) -> Result<()> {
    old_directory_stays(stage, EXHAUSTED).await
}

async fn old_directory_stays(stage: &mut Stage, prelude: &str) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open_with_copy(stage.folder(), &feed).await?;
    exhaust(&site)?;
    deploy::set_prelude(site.app(), "")?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;

    deploy::set_prelude(site.app(), prelude)?;
    let (next, _) = feed.next_edition(1)?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    // From here on nothing is under way that nobody asked for.
    app.refresh_and_read().await?;
    site.publish(&next)?;
    app.mark().await?;
    app.refresh_and_hear("nicht verarbeiten").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    ensure!(app.is_marked().await?, "the page was loaded anew");

    deploy::set_prelude(site.app(), "")?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&next.ids(&Query::default())).await
}

/// Beside the worker's script one whose program has no memory left.
fn exhaust(site: &Site) -> Result<()> {
    let script = fs::read_to_string(site.app().join("worker.js"))?;
    let start = "await loaded.default({ module_or_path: program });";
    ensure!(script.contains(start), "worker.js starts otherwise");
    let exhausted = format!(
        "const {{ memory }} = {start}
         for (const pages of [1024, 32, 1]) try {{ for (;;) memory.grow(pages); }} catch {{}}"
    );
    let script = script.replace(start, &exhausted);
    Ok(fs::write(site.app().join("exhausted.js"), script)?)
}
