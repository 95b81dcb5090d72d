//! The device's clock is wrong, or jumps: what is accepted does not depend on it, and no age is negative. What is
//! from the future says so.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, ensure};
use raupe_core::directory::Query;
use raupe_e2e::app::Return;
use raupe_e2e::faults::FaultServer;
use raupe_e2e::forge::Forge;
use raupe_e2e::{App, Feed, Stage, deploy, in_every_browser, server};
use serde_json::json;

in_every_browser!(
    a_wrong_clock_changes_nothing_but_the_age,
    old_data_is_told_in_colour,
);

/// A clock that a story can set.
const PRELUDE: &str = "const Right = Date;
const now = () => Right.now() + Number(localStorage.getItem('clockShiftMs'));
window.Date = class extends Right {
  constructor(...when) {
    if (when.length) super(...when);
    else super(now());
  }
  static now() { return now(); }
};";

/// How far the clock is wrong that says that it is the middle of this year.
fn shift_ms(year: u32) -> Result<f64> {
    let right = SystemTime::now().duration_since(UNIX_EPOCH)?;
    let years = f64::from(year) - 1970.0 + 0.5;
    Ok((years * 365.2425 * 86_400.0 - right.as_secs_f64()) * 1_000.0)
}

/// From now on it is this year on the device.
async fn set_clock(app: &App, year: u32) -> Result<()> {
    let script = "localStorage.setItem('clockShiftMs', arguments[0]); return null";
    app.ask(script, json!([shift_ms(year)?])).await
}

/// The line about the age, and the class that gives it its colour.
async fn age(app: &App) -> Result<(String, String)> {
    let line = app.wait_for_text("footer .as-of").await?;
    let class = "return document.querySelector('footer .as-of').className";
    Ok((line, app.ask(class, json!([])).await?))
}

/// Waits for an age of this class, and with these words if there are any: the line and its class
/// need not change in the same moment.
async fn age_is(app: &App, class: &str, words: Option<&str>) -> Result<String> {
    app.wait(&format!("the class {class} and {words:?}"), async || {
        let (line, found) = age(app).await?;
        let is_it = found == format!("as-of {class}")
            && words.map_or(!line.contains(" alt"), |words| line.contains(words));
        Ok(is_it.then_some(line))
    })
    .await
}

async fn a_wrong_clock_changes_nothing_but_the_age(stage: &mut Stage) -> Result<()> {
    let mut feed = Feed::demo()?;
    let server = FaultServer::open_with_copy(stage.folder(), &feed).await?;
    // Already the first visit is in 1970.
    deploy::set_prelude(
        server.app(),
        &format!(
            "localStorage.clockShiftMs ??= {};\n{PRELUDE}",
            shift_ms(1970)?
        ),
    )?;
    let app = stage.app(&server.home());
    app.visit_first().await?;
    app.visit("suchen/").await?;
    app.wait_for_ids(&feed.ids(&Query::default())).await?;
    app.refresh_and_read().await?;
    // The clock that jumps: while the page is open, and before it is opened.
    for (number, (year, class)) in (1..).zip([
        (1970, "ahead"),
        (2040, "old"),
        (1971, "ahead"),
        (2099, "old"),
        (1970, "ahead"),
    ]) {
        let told = async {
            set_clock(&app, year).await?;
            app.come_back(Return::Visible).await?;
            let words = match class {
                "old" => Some(" alt"),
                _ => Some("Das Datum dieses Geräts oder das der Liste ist falsch."),
            };
            let line = age_is(&app, class, words).await?;
            ensure!(!line.contains(['-', '−']), "{line}");

            let (next, _) = feed.next_edition(number)?;
            server::publish(&next, stage.folder(), server.feed())?;
            app.refresh().await?;
            app.wait_for_ids(&next.ids(&Query::default())).await?;
            app.visit("suchen/").await?;
            app.wait_for_ids(&next.ids(&Query::default())).await?;
            age_is(&app, class, words).await?;
            app.visit("stand/").await?;
            app.wait_for_text("dl.stand-facts .checked dd").await?;
            app.visit("suchen/").await?;
            app.wait_for_ids(&next.ids(&Query::default())).await?;
            app.refresh_and_read().await?;
            Ok::<_, anyhow::Error>(next)
        };
        feed = told.await.with_context(|| format!("{year}"))?;
    }
    Ok(())
}

async fn old_data_is_told_in_colour(stage: &mut Stage) -> Result<()> {
    let feed = Feed::demo()?;
    let server = FaultServer::open(stage.folder(), &feed).await?;
    let forge = Forge::of(server.feed())?;
    let app = stage.app(&server.home());
    let mut colours = Vec::new();
    for (days, class, words) in [
        (6, "fresh", None),
        (8, "ageing", Some("8 Tage alt")),
        (31, "old", Some("31 Tage alt")),
    ] {
        let mut records = forge.records()?;
        records[0]["name"] = json!(format!("Vor {days} Tagen"));
        forge.next_records(&records)?;
        let issued = days_ago(days)?;
        forge.change(|manifest| manifest["issued_at"] = json!(issued))?;
        app.visit("").await?;
        app.speak_german().await?;
        let line = age_is(&app, class, words).await?;
        let colour = "return getComputedStyle(document.querySelector('footer .as-of')).color";
        let colour: String = app.ask(colour, json!([])).await?;
        ensure!(
            !colours.contains(&colour),
            "{colour} again, after {colours:?}"
        );
        colours.push(colour);
        app.visit("stand/").await?;
        let there = app.wait_for_text("dl.stand-facts .age .as-of").await?;
        ensure!(there == line, "{there} is not {line}");
    }
    Ok(())
}

/// RFC 3339, by the calendar that counts days since 1970.
fn days_ago(days: u64) -> Result<String> {
    let then = SystemTime::now() - Duration::from_secs(days * 86_400);
    let seconds = then.duration_since(UNIX_EPOCH)?.as_secs();
    let (days, time) = (seconds / 86_400, seconds % 86_400);
    // The year begins in March, so that the odd day comes last.
    let days = days + 719_468;
    let era = days / 146_097;
    let day = days % 146_097;
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
    Ok(format!(
        "{year}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}Z"
    ))
}
