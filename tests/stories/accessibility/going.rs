//! Getting about: by keyboard, into sheets and out of them, to an offer and back, and what is said meanwhile.

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::{App, Feed, Site, Stage, in_every_browser};
use serde_json::json;
use thirtyfour::Key;

use super::bring_checks;

in_every_browser!(
    every_control_is_reached_by_keyboard_and_sheets_give_the_focus_back,
    the_way_there_and_back_keeps_the_place,
);

/// Presses a key where the focus is.
async fn key(stage: &Stage, key: Key) -> Result<()> {
    let keys = stage
        .driver()
        .action_chain()
        .key_down(key.clone())
        .key_up(key);
    keys.perform().await.context("the key is pressed")
}

async fn every_control_is_reached_by_keyboard_and_sheets_give_the_focus_back(
    stage: &mut Stage,
) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    stage.prefer(false).await?;
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    let id = &feed.ids(&Query::default())[0];
    let offer = format!("angebot/#id={id}");
    // Complete is a page once the settings and the directory are there.
    for (path, complete) in [
        ("", "a.go"),
        ("suchen/#place=suedstadt", "button.chip"),
        ("woche/#place=suedstadt&lang=tr", "button.chip"),
        (&offer, "dl.facts"),
        ("hilfe/", "li.help-line p.hours"),
        ("stand/", "dl.stand-facts .storage dd"),
        ("anzeige/", "fieldset.setting"),
    ] {
        app.visit(path).await?;
        app.wait_for_text(complete).await?;
        app.wait_for_text("footer a.stand").await?;
        bring_checks(&app).await?;
        let told = tab_through(stage, &app).await;
        told.with_context(|| format!("{path:?}"))?;
    }
    for (path, button, sheet) in [
        ("hilfe/", "button.menu-toggle", "menu"),
        ("suchen/", "button.filter-toggle", "filters"),
    ] {
        app.visit(path).await?;
        app.wait(button, async || app.text(button).await).await?;
        bring_checks(&app).await?;
        let told = in_and_out(stage, &app, button, sheet).await;
        told.with_context(|| sheet)?;
    }
    Ok(())
}

/// Presses Tab until every control had the focus, each in its turn, each to be seen.
async fn tab_through(stage: &Stage, app: &App) -> Result<()> {
    let begin = "window.raupeOrder = raupeChecks.order(); scrollTo(0, 0);
                 document.activeElement?.blur(); return raupeOrder.map(raupeChecks.named)";
    let names: Vec<String> = app.ask(begin, json!([])).await?;
    ensure!(names.len() > 8, "only {names:?} can be reached");
    let mut wrong = Vec::new();
    for (at, name) in names.iter().enumerate() {
        key(stage, Key::Tab).await?;
        let script = "return raupeChecks.focused(raupeOrder).map(String)";
        let mut told: Vec<String> = app.ask(script, json!([])).await?;
        ensure!(
            told[0] == at.to_string(),
            "the focus is on {told:?}, not on number {at}, {name}"
        );
        wrong.extend(told.drain(1..));
    }
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Opens a sheet by keyboard, stays in it, and leaves it by Escape, by Back and by its button.
async fn in_and_out(stage: &Stage, app: &App, button: &str, sheet: &str) -> Result<()> {
    for way in ["Escape", "Back", "its button"] {
        let told = in_and_out_by(stage, app, button, sheet, way).await;
        told.with_context(|| format!("out by {way}"))?;
    }
    Ok(())
}

async fn in_and_out_by(
    stage: &Stage,
    app: &App,
    button: &str,
    sheet: &str,
    way: &str,
) -> Result<()> {
    let before = app.path().await?;
    let focus = "window.raupePops = 0;
                 window.onpopstate = () => { window.raupePops += 1 };
                 document.querySelector(arguments[0]).focus();
                 return null";
    app.ask::<()>(focus, json!([button])).await?;
    key(stage, Key::Enter).await?;
    app.wait_for_text(&format!("dialog#{sheet}")).await?;
    let inside = format!("return Boolean(document.activeElement.closest('dialog#{sheet}:modal'))");
    app.wait_for("the focus to be in the sheet", true, async || {
        app.ask(&inside, json!([])).await
    })
    .await?;
    match way {
        "Escape" => {
            stays_inside(stage, app, sheet).await?;
            key(stage, Key::Escape).await?;
        }
        "Back" => app.back().await?,
        _ => app.press("dialog:modal .sheet-head button").await?,
    }
    app.wait_for("the focus to be back", true, async || {
        let back = "return !document.querySelector('dialog:modal')
                      && document.activeElement === document.querySelector(arguments[0])";
        app.ask(back, json!([button])).await
    })
    .await?;
    // Nothing of the sheet is left in the browser's history, which tells of that in its own time.
    app.wait_for("one step back", 1, async || {
        app.ask::<u32>("return window.raupePops", json!([])).await
    })
    .await?;
    let after = app.path().await?;
    ensure!(after == before, "from {before} to {after}");
    Ok(())
}

/// Presses Tab up to a dozen times, but not out into the browser's own bar: the focus stays in the sheet.
async fn stays_inside(stage: &Stage, app: &App, sheet: &str) -> Result<()> {
    let outside = format!(
        "const it = document.activeElement;
         return it !== document.body && !it.closest('dialog#{sheet}')"
    );
    let controls: usize = app
        .ask("return raupeChecks.order().length", json!([]))
        .await?;
    for _ in 1..controls.min(12) {
        key(stage, Key::Tab).await?;
        ensure!(
            !app.ask::<bool>(&outside, json!([])).await?,
            "Tab leaves the sheet"
        );
    }
    Ok(())
}

async fn the_way_there_and_back_keeps_the_place(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let site = Site::open(stage.folder(), &feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;

    // Each screen names itself, and a screen reader begins at its heading.
    app.press("nav.tabs a[href$='suchen/']").await?;
    arrived(&app, "Angebote suchen").await?;
    app.press("header a.help").await?;
    arrived(&app, "Hilfe").await?;
    app.press("nav.tabs a[href$='suchen/']").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    drawn(&app).await?;

    // An offer far down in a list that has grown.
    let all = feed.ids(&Query::default());
    let id = &all[all.len().min(28) - 1];
    app.press("button.more").await?;
    drawn(&app).await?;
    let link = format!("ul.offers h2 > a[href$='id={id}']");
    let place = "const link = document.querySelector(arguments[0]);
                 if (!link) return null;
                 link.focus();
                 link.scrollIntoView({ block: 'center', behavior: 'instant' });
                 return scrollY";
    let scrolled = app
        .wait("the offer", async || {
            app.ask::<Option<f64>>(place, json!([link])).await
        })
        .await?;
    key(stage, Key::Enter).await?;
    app.wait_for_text("dl.facts").await?;
    arrived(&app, &feed.offer(id)?.title).await?;
    app.back().await?;
    app.wait_for("the list as it was left", true, async || {
        let as_before = "return Math.abs(scrollY - arguments[1]) < 3
                           && document.activeElement === document.querySelector(arguments[0])";
        app.ask(as_before, json!([link, scrolled])).await
    })
    .await?;

    said_once(&app, "gibtesnicht", "Kein Angebot gefunden").await?;
    said_once(&app, "stillgruppe", "gefunden").await
}

/// Waits for what happens before the next picture is drawn: who presses a key has seen one.
async fn drawn(app: &App) -> Result<()> {
    let script = "return new Promise((done) =>
                    requestAnimationFrame(() => requestAnimationFrame(() => done(null))))";
    app.ask(script, json!([])).await
}

/// The heading, the title and the focus say where one is, and the page begins at its top.
async fn arrived(app: &App, heading: &str) -> Result<()> {
    let here = json!([heading, true, true, 0]);
    app.wait_for("the screen to say where one is", here, async || {
        let script = "const heading = document.querySelector('h1');
                      const text = heading.innerText.trim();
                      return [text.includes(arguments[0]) ? arguments[0] : text,
                        document.title.startsWith(text), heading === document.activeElement || document.activeElement.outerHTML.slice(0, 90), scrollY]";
        app.ask(script, json!([heading])).await
    })
    .await
}

/// Types letter by letter, and hears one sentence about what is found in the end.
///
/// A busy machine makes pauses of its own between two letters, in which a sentence is due: then it is typed again.
async fn said_once(app: &App, text: &str, sentence: &str) -> Result<()> {
    let said = app
        .wait("a text typed without a pause", async || {
            let (said, longest_ms) = typed(app, text).await?;
            Ok((longest_ms < 600.0).then_some(said))
        })
        .await?;
    ensure!(
        said.len() == 1 && said[0].contains(sentence),
        "{text}: {said:?}"
    );
    let shown = app.wait_for_text("p.found").await?;
    ensure!(said[0] == shown, "{said:?} is said and {shown:?} is shown");
    let hidden = "return document.querySelector('p.found').ariaHidden === 'true'";
    ensure!(
        app.ask::<bool>(hidden, json!([])).await?,
        "it would be read twice"
    );
    Ok(())
}

/// Types a text into the empty field. What was said, and the longest time between two letters, in milliseconds.
async fn typed(app: &App, text: &str) -> Result<(Vec<String>, f64)> {
    let listen = "const said = document.querySelector('.said[role=status]');
                  window.raupeSaid = [];
                  window.raupeEar?.disconnect();
                  window.raupeEar = new MutationObserver(() => raupeSaid.push(said.textContent));
                  raupeEar.observe(said, { subtree: true, childList: true, characterData: true });
                  return null";
    app.ask::<()>(listen, json!([])).await?;
    let typed = "const [text] = arguments;
                 const field = document.querySelector('input[name=q]');
                 const write = (text) => {
                   field.value = text;
                   field.dispatchEvent(new Event('input', { bubbles: true }));
                 };
                 // Twice as long as the pause after which it is said.
                 const pause = () => new Promise((done) => setTimeout(done, 1_500));
                 const letter = () => new Promise((done) => setTimeout(done, 60));
                 return (async () => {
                   write('');
                   await pause();
                   raupeSaid.length = 0;
                   let [last, longest] = [performance.now(), 0];
                   for (let end = 1; end <= text.length; end += 1) {
                     write(text.slice(0, end));
                     longest = Math.max(longest, performance.now() - last);
                     last = performance.now();
                     await letter();
                   }
                   do await pause(); while (!raupeSaid.length);
                   return [raupeSaid, longest];
                 })()";
    app.ask(typed, json!([text])).await
}
