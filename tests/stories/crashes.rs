//! The client crashes: once it says so, twice it starts with the edition before.

use anyhow::{Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::faults::FaultServer;
use raupe_e2e::{App, Feed, Stage, deploy, in_every_browser, server};
use serde_json::json;

in_every_browser!(after_two_crashes_the_edition_before_is_shown);

/// Keeps hold of the program, so that a story can make it end: asked for more memory than there can
/// be, it traps.
const PRELUDE: &str = "for (const name of ['instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...how) => {
    const made = await original.apply(WebAssembly, how);
    const program = (made.instance ?? made).exports;
    addEventListener('story-trap', () => setTimeout(() => program.__wbindgen_malloc(2 ** 31, 8)));
    return made;
  };
}";

const TRAP: &str = "window.dispatchEvent(new Event('story-trap')); return null";

/// What the client's panic hook sends.
const PANIC: &str = "window.dispatchEvent(new CustomEvent('raupe-crash', { detail: 'panicked' }));
                     return null";

async fn crashes(app: &App, how: &str) -> Result<()> {
    app.ask::<()>(how, json!([])).await?;
    let heading = Some("Es ist ein Fehler aufgetreten".to_owned());
    app.wait_for("the message", heading, async || app.text("main h1").await)
        .await?;
    app.wait_for_text("button.reload").await?;
    Ok(())
}

async fn after_two_crashes_the_edition_before_is_shown(stage: &mut Stage) -> Result<()> {
    let old = Feed::demo()?;
    let server = FaultServer::open_with_copy(stage.folder(), &old).await?;
    deploy::set_prelude(server.app(), PRELUDE)?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&old.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    let mut now = old;
    for (number, how) in [(1, TRAP), (2, PANIC)] {
        let (next, _) = now.next_edition(number)?;
        server::publish(&next, stage.folder(), server.feed())?;
        app.refresh().await?;
        app.wait_for_ids(&next.ids(&Query::default())).await?;
        let before = std::mem::replace(&mut now, next);
        // The count of crashes begins with a fresh page.
        app.visit("suchen/").await?;
        app.wait_for_ids(&now.ids(&Query::default())).await?;

        crashes(&app, how).await?;
        ensure!(app.text("a.list-link").await?.is_none(), "after the first");
        app.press("button.reload").await?;
        app.wait_for_ids(&now.ids(&Query::default())).await?;
        ensure!(
            app.text(".notice.earlier").await?.is_none(),
            "after the first"
        );

        crashes(&app, how).await?;
        app.wait_for_text("a.list-link").await?;
        app.press("button.reload").await?;
        app.wait_for_text(".notice.earlier").await?;
        app.wait_for_ids(&before.ids(&Query::default())).await?;

        // So it stays, until there is another edition.
        app.visit("suchen/").await?;
        app.wait_for_text(".notice.earlier").await?;
        app.wait_for_ids(&before.ids(&Query::default())).await?;
        let (next, _) = now.next_edition(number + 10)?;
        server::publish(&next, stage.folder(), server.feed())?;
        app.visit("suchen/").await?;
        app.wait_for_ids(&next.ids(&Query::default())).await?;
        app.wait_for("no notice", None, async || {
            app.text(".notice.earlier").await
        })
        .await?;
        app.visit("suchen/").await?;
        app.wait_for_ids(&next.ids(&Query::default())).await?;
        ensure!(app.text(".notice.earlier").await?.is_none(), "it is over");
        now = next;
    }
    Ok(())
}
