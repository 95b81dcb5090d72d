//! Every screen of the app, to be looked at.

use std::fs;

use anyhow::{Context, Result};
use raupe_core::directory::Query;
use serde_json::json;

use crate::app::App;
use crate::env;
use crate::feed::Feed;

/// A screen in a state worth looking at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its name in file names.
    pub name: &'static str,
    /// Its address, relative to the app's.
    pub path: String,
    /// What shows that it is complete, as a selector.
    pub complete: &'static str,
    /// The button that opens the sheet which is meant, if one is.
    pub sheet: Option<&'static str>,
}

/// A name, an address, what shows that the screen is complete, and the button of a sheet on it.
type Row = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const ROWS: [Row; 16] = [
    ("start", "", "a.go", None),
    ("list", "suchen/", "ul.offers h2", None),
    (
        "list-filtered",
        "suchen/#lang=tr&place=suedstadt",
        "button.chip",
        None,
    ),
    ("list-empty", "suchen/#q=xylophonzzz", "button.relax", None),
    (
        "filters",
        "suchen/",
        "ul.offers h2",
        Some("button.filter-toggle"),
    ),
    (
        "menu",
        "suchen/",
        "ul.offers h2",
        Some("button.menu-toggle"),
    ),
    ("week", "woche/", "section.day", None),
    ("help", "hilfe/", "li.help-line", None),
    ("data", "stand/", "dl.stand-facts .storage dd", None),
    ("display", "anzeige/", "fieldset.setting", None),
    ("install", "installieren/", "main h1 ~ *", None),
    ("about", "ueber/", "main h1 ~ *", None),
    ("imprint", "impressum/", "main h1 ~ *", None),
    ("privacy", "datenschutz/", "main h1 ~ *", None),
    ("statement", "barrierefreiheit/", "main h1 ~ *", None),
    ("missing", "gibt-es-nicht/", "main a.go", None),
];

/// All of them, with two offers of the feed.
pub fn all(feed: &Feed) -> Vec<Screen> {
    let ids = feed.ids(&Query::default());
    let offers = [("offer", 0), ("offer-other", ids.len() / 2)];
    let offers = offers.into_iter().filter_map(|(name, at)| {
        let path = format!("angebot/#id={}", ids.get(at)?);
        Some((name, path, "dl.facts", None))
    });
    let rows = ROWS.map(|(name, path, complete, sheet)| (name, path.to_owned(), complete, sheet));
    rows.into_iter()
        .chain(offers)
        .map(|(name, path, complete, sheet)| Screen {
            name,
            path,
            complete,
            sheet,
        })
        .collect()
}

/// The languages whose screens are looked at: German, and if there is one, one for the other direction of
/// writing. Each with its direction.
pub fn languages() -> Result<Vec<(String, &'static str)>> {
    let folder = env::path(env::APP)?.join("locales");
    let mut languages = vec![("de".to_owned(), "ltr")];
    for tag in ["ar", "fa"] {
        if fs::exists(folder.join(format!("{tag}.json"))).context("no languages")? {
            languages.push((tag.to_owned(), "rtl"));
            break;
        }
    }
    Ok(languages)
}

impl App {
    /// Goes to a screen within the page and opens its sheet. `false` if the sheet is none at this width.
    pub async fn show(&self, screen: &Screen) -> Result<bool> {
        self.go(&screen.path).await?;
        self.wait_for_text(screen.complete)
            .await
            .with_context(|| format!("{screen:?}"))?;
        let Some(button) = screen.sheet else {
            return Ok(true);
        };
        let script = "const button = document.querySelector(arguments[0]);
                      const is_there = button.getClientRects().length > 0;
                      if (is_there) button.click();
                      return is_there";
        let is_there: bool = self.ask(script, json!([button])).await?;
        if is_there {
            self.wait_for_text("dialog:modal").await?;
        }
        Ok(is_there)
    }

    /// Closes the sheet that is open, if one is.
    pub async fn close_sheet(&self) -> Result<()> {
        let script =
            "document.querySelector('dialog:modal .sheet-head button')?.click(); return null";
        self.ask::<()>(script, json!([])).await?;
        self.wait_for("the sheet to be closed", false, async || {
            // The address is that of the page again once the sheet's entry of the history is gone.
            let open = "return Boolean(document.querySelector('dialog:modal'))
                          || document.documentElement.dataset.sheet === 'open'";
            self.ask(open, json!([])).await
        })
        .await
    }
}
