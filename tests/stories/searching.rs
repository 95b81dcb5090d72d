//! The text field: people who write as they hear find what they mean, with no network.

use std::fs;

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_core::region::Region;
use raupe_e2e::{App, Feed, Site, Stage, env, in_every_browser};
use serde_json::json;

in_every_browser!(
    a_typed_word_finds_what_was_meant_and_marks_it,
    the_last_of_many_letters_decides,
);

/// What the core answers with the words that mean the same in the app's settings.
fn expected(feed: &Feed, text: &str) -> Result<Vec<String>> {
    let settings = fs::read_to_string(env::path(env::APP)?.join("region.json"))?;
    let region = Region::read(&settings).map_err(|error| anyhow::anyhow!("{error}"))?;
    let query = Query {
        text: text.to_owned(),
        ..Query::default()
    };
    Ok(feed.ids_with(&query, &region.synonyms))
}

async fn without_network(stage: &Stage, feed: &Feed) -> Result<App> {
    let mut site = Site::open(stage.folder(), feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    Ok(app)
}

async fn a_typed_word_finds_what_was_meant_and_marks_it(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let app = without_network(stage, &feed).await?;
    for (text, marked) in [
        // Too few letters, a part, capitals, another word for it.
        ("stilgrupe", "Stillgruppe"),
        ("gruppe", "gruppe"),
        ("STILL", "Still"),
        ("krabelgrupe", "Krabbelgruppe"),
        ("geburtshelferin", "Hebamme"),
    ] {
        let ids = expected(&feed, text)?;
        ensure!(!ids.is_empty(), "the demo feed has nothing for {text}");
        app.write("input[name='q']", text).await?;
        app.wait_for_ids(&ids).await.with_context(|| text)?;
        ensure!(app.found().await? as usize == ids.len(), "{text}");
        let script =
            "return [...document.querySelectorAll('ul.offers mark')].map((it) => it.textContent)";
        let marks: Vec<String> = app.ask(script, json!([])).await?;
        let is_there = marks.iter().any(|mark| mark == marked);
        ensure!(is_there, "{text}: {marks:?}");
    }
    // A word that is only in the details is said to be there.
    let text = "wochenbett";
    app.write("input[name='q']", text).await?;
    app.wait_for_ids(&expected(&feed, text)?).await?;
    let script = "return [...document.querySelectorAll('ul.offers > li')].every((card) =>
                    Boolean(card.querySelector('mark')) !== Boolean(card.querySelector('.elsewhere')))";
    let told: bool = app.ask(script, json!([])).await?;
    ensure!(told, "each card says where the word was found");
    Ok(())
}

async fn the_last_of_many_letters_decides(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let app = without_network(stage, &feed).await?;
    let text = "hausaufgabenhilfe";
    // All letters within one task: nothing is drawn in between.
    let typed = "const field = document.querySelector('input[name=q]');
                 for (let end = 1; end <= arguments[0].length; end += 1) {
                   field.value = arguments[0].slice(0, end);
                   field.dispatchEvent(new Event('input', { bubbles: true }));
                 }
                 return field.value";
    let left: String = app.ask(typed, json!([text])).await?;
    ensure!(left == text, "{left}");
    app.wait_for_ids(&expected(&feed, text)?).await?;
    ensure!(app.chips().await? == 1);
    Ok(())
}
