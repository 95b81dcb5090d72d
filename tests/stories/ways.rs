//! Ways through the app: the menu, the tabs, Back, and what is left of a sheet.

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_core::offer::LifePhase;
use raupe_e2e::{App, Feed, Site, Stage, in_every_browser};
use serde_json::json;

in_every_browser!(
    what_is_chosen_in_a_sheet_stays_also_after_the_menu,
    a_link_to_where_one_is_leads_nowhere_else,
    back_over_an_open_sheet_leaves_the_way_as_it_is,
    the_focus_stays_where_a_button_takes_itself_away,
    a_date_is_given_to_the_calendar,
);

async fn open(stage: &Stage, feed: &Feed) -> Result<(Site, App)> {
    let site = Site::open(stage.folder(), feed).await?;
    let app = stage.app(&site.home());
    app.visit_first().await?;
    Ok((site, app))
}

/// Opens the menu, follows one of its links, and waits until the menu is closed.
async fn go_by_menu(app: &App, page: &str) -> Result<()> {
    app.press("button.menu-toggle").await?;
    app.wait_for_text("#menu").await?;
    app.press(&format!("#menu a[href$='{page}']")).await?;
    wait_until_closed(app).await?;
    app.wait_for(page, page.to_owned(), async || app.path().await)
        .await
}

async fn wait_until_closed(app: &App) -> Result<()> {
    app.wait_for("the sheet to be closed", false, async || {
        let open = "return Boolean(document.querySelector('dialog:modal'))
                      || document.documentElement.dataset.sheet === 'open'";
        app.ask(open, json!([])).await
    })
    .await
}

fn of(phases: &[LifePhase]) -> Query {
    Query {
        phases: phases.iter().copied().collect(),
        ..Query::default()
    }
}

async fn what_is_chosen_in_a_sheet_stays_also_after_the_menu(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let (_site, app) = open(stage, &feed).await?;
    go_by_menu(&app, "anzeige/").await?;
    app.press("nav.tabs a[href*='suchen/']").await?;
    app.wait_for_ids(&feed.ids(&of(&[]))).await?;
    let [first, second] = [LifePhase::ALL[1], LifePhase::ALL[5]];

    app.open_filters().await?;
    app.choose("phase", first.slug()).await?;
    app.close_filters().await?;
    app.wait_for_ids(&feed.ids(&of(&[first]))).await?;

    // The address follows what is typed after a while, and then is another one than that of the page.
    app.write("input[name='q']", "e").await?;
    let typed = Query {
        text: "e".into(),
        ..of(&[first])
    };
    at(&app, &typed).await?;

    // By Back: what was chosen since the sheet was opened stays, in the address, too.
    app.open_filters().await?;
    app.choose("phase", second.slug()).await?;
    app.back().await?;
    wait_until_closed(&app).await?;
    let expected = Query {
        text: "e".into(),
        ..of(&[first, second])
    };
    app.wait_for_ids(&feed.ids(&expected)).await?;
    at(&app, &expected).await
}

/// Waits until the address is that of a search.
async fn at(app: &App, query: &Query) -> Result<()> {
    let link = format!("suchen/#{}", query.to_link());
    app.wait_for("the address", link, async || app.path().await)
        .await
}

async fn a_link_to_where_one_is_leads_nowhere_else(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let (_site, app) = open(stage, &feed).await?;
    app.press("nav.tabs a[href*='suchen/']").await?;
    app.wait_for_ids(&feed.ids(&of(&[]))).await?;
    for _ in 0..3 {
        app.press("nav.tabs a[href*='suchen/']").await?;
    }
    ensure!(
        app.path().await? == "suchen/",
        "the tab of the page leads to it"
    );
    go_by_menu(&app, "stand/").await?;
    go_by_menu(&app, "stand/").await?;
    // To where one came from, which is not to close the menu alone.
    go_by_menu(&app, "anzeige/").await?;
    go_by_menu(&app, "stand/").await?;
    app.back().await?;
    app.wait_for("the page before", "anzeige/".to_owned(), async || {
        app.path().await
    })
    .await
}

async fn back_over_an_open_sheet_leaves_the_way_as_it_is(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let (_site, app) = open(stage, &feed).await?;
    let start = app.path().await?;
    app.press("nav.tabs a[href*='suchen/']").await?;
    app.wait_for_ids(&feed.ids(&of(&[]))).await?;
    app.open_filters().await?;
    app.ask::<()>("history.go(-2); return null", json!([]))
        .await?;
    app.wait_for("the start page", start.clone(), async || app.path().await)
        .await?;
    wait_until_closed(&app).await?;
    // The next way leads from there, and back to it.
    go_by_menu(&app, "stand/").await?;
    app.back().await?;
    app.wait_for("the start page", start, async || app.path().await)
        .await
}

async fn the_focus_stays_where_a_button_takes_itself_away(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let (_site, app) = open(stage, &feed).await?;
    go_by_menu(&app, "stand/").await?;
    for (button, next) in [
        ("button.delete", "delete-sure"),
        ("button.delete-no", "delete"),
    ] {
        app.press(button).await?;
        app.wait_for("the focus", next.to_owned(), async || {
            app.ask("return document.activeElement.id", json!([])).await
        })
        .await?;
    }
    Ok(())
}

/// Nothing is saved on the machine that tells the story: what would be is caught.
const CATCH: &str = "window.caught = {};
    const address = URL.createObjectURL;
    URL.createObjectURL = (file) => {
      file.text().then((text) => (window.caught.text = text));
      return address.call(URL, file);
    };
    HTMLAnchorElement.prototype.click = function () { window.caught.name = this.download };
    return null";

async fn a_date_is_given_to_the_calendar(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let (mut site, app) = open(stage, &feed).await?;
    app.wait_until_offline_ready().await?;
    site.stop()?;
    app.ask::<()>(CATCH, json!([])).await?;
    let mut title = None;
    for id in feed.ids(&of(&[])) {
        app.go(&format!("angebot/#id={id}")).await?;
        app.wait_for_text("dl.facts").await?;
        if app.text("button.to-calendar").await?.is_some() {
            title = app.text("main h1").await?;
            break;
        }
    }
    let title = title.context("no offer of the demo feed has a date")?;
    app.press("button.to-calendar").await?;
    app.wait_for_text("p.saved").await?;
    let file = app
        .wait("the file", async || {
            let caught = "return window.caught.text ?? null";
            app.ask::<Option<String>>(caught, json!([])).await
        })
        .await?;
    let name: String = app.ask("return window.caught.name", json!([])).await?;
    ensure!(name == "raupe.ics", "{name}");
    let file = file.replace("\r\n ", "");
    let value = |name: &str| {
        let mut lines = file.lines();
        lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
    };
    ensure!(value("BEGIN") == Some("VCALENDAR"), "{file}");
    let summary = value("SUMMARY").map(|text| text.replace('\\', ""));
    ensure!(summary.as_deref() == Some(&*title), "{title}: {file}");
    let begins = value("DTSTART").or(value("DTSTART;VALUE=DATE"));
    let made = value("DTSTAMP").context("no stamp")?;
    ensure!(
        begins.is_some_and(|begins| begins[..8] >= made[..8]),
        "{file}"
    );
    let link = value("URL").context("no link")?;
    ensure!(link.contains("angebot/#id="), "{file}");
    Ok(())
}
