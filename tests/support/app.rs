//! What a person can do and see in Raupe.

use std::ops::Deref;

use anyhow::{Context, Result};
use serde_json::json;

use crate::page::Page;

/// The app in a browser. Everything that is possible on any [`Page`] is possible here.
#[derive(Clone, Debug)]
pub struct App(Page);

impl Deref for App {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.0
    }
}

impl From<Page> for App {
    fn from(page: Page) -> Self {
        Self(page)
    }
}

impl App {
    /// The first visit: opens the start page, chooses German and waits for the offers.
    pub async fn visit_first(&self) -> Result<()> {
        self.visit("").await?;
        self.speak_german().await?;
        self.wait_for_text("a.go").await?;
        Ok(())
    }

    /// Chooses German in the header.
    pub async fn speak_german(&self) -> Result<()> {
        self.speak("de").await
    }

    /// Chooses the language with this tag in the header.
    pub async fn speak(&self, tag: &str) -> Result<()> {
        self.select("select#language", tag).await?;
        self.wait_for(tag, tag.to_owned(), async || {
            self.ask("return document.documentElement.lang", json!([]))
                .await
        })
        .await
    }

    /// Goes to another address of the app within the page, as Back and Forward do.
    pub async fn go(&self, path: &str) -> Result<()> {
        let script = "history.pushState(null, '', arguments[0]);
                      dispatchEvent(new PopStateEvent('popstate'));
                      return null";
        self.ask(script, json!([format!("{}{path}", self.home())]))
            .await
    }

    /// Waits until the footer says that everything works without a network.
    pub async fn wait_until_offline_ready(&self) -> Result<()> {
        let expected = Some("Auch ohne Internet bereit".to_owned());
        self.wait_for("the word that it works offline", expected, async || {
            self.text(".offline-ready").await
        })
        .await
    }

    /// Opens the filters where they are a sheet for want of room.
    pub async fn open_filters(&self) -> Result<()> {
        self.wait("the filters", async || {
            Ok(self
                .text("button.filter-toggle")
                .await?
                .or(self.text("#filters").await?))
        })
        .await?;
        if self.text("#filters").await?.is_none() {
            self.press("button.filter-toggle").await?;
            self.wait_for_text("#filters").await?;
        }
        Ok(())
    }

    /// Closes the sheet of the filters by the button that says how many offers it shows.
    pub async fn close_filters(&self) -> Result<()> {
        self.press("button.close-filters").await?;
        self.wait_for("the sheet to be closed", false, async || {
            let open = "return Boolean(document.querySelector('dialog[open]'))";
            self.ask(open, json!([])).await
        })
        .await
    }

    /// Chooses an option of a filter, by their names in links.
    pub async fn choose(&self, filter: &str, option: &str) -> Result<()> {
        self.show_option(filter, option).await?;
        let checkbox = format!("input[name={filter}][value='{option}']");
        self.press(&checkbox).await?;
        self.wait_for(
            &format!("{checkbox} to be chosen"),
            Some(true),
            async || {
                self.ask(
                    "return document.querySelector(arguments[0])?.checked",
                    json!([checkbox]),
                )
                .await
            },
        )
        .await
    }

    /// Long filters show their first options only, and none at all before they are seen.
    async fn show_option(&self, filter: &str, option: &str) -> Result<()> {
        self.wait(&format!("options of {filter}"), async || {
            let there = "return Boolean(document.querySelector(`input[name=${arguments[0]}]`))";
            let is_there: bool = self.ask(there, json!([filter])).await?;
            Ok(is_there.then_some(()))
        })
        .await?;
        let missing = "return !document.querySelector(`input[name=${arguments[0]}][value='${arguments[1]}']`)";
        if self.ask(missing, json!([filter, option])).await? {
            self.press(&format!(
                "fieldset:has(input[name={filter}]) button.more-options"
            ))
            .await?;
        }
        Ok(())
    }

    /// Adds an exact age to the filters.
    pub async fn add_age(&self, months: u16) -> Result<()> {
        self.select("select[name=age]", &months.to_string()).await?;
        self.press("button.add-age").await
    }

    /// How many offers an option would leave, as the number beside it says.
    pub async fn count(&self, filter: &str, option: &str) -> Result<u32> {
        let script = "const box = document.querySelector(`input[name=${arguments[0]}][value='${arguments[1]}']`);
                      return box.labels[0].querySelector('.count').innerText";
        let text: String = self.ask(script, json!([filter, option])).await?;
        number_in(&text)
    }

    /// How many offers were found, as the sentence above the list says.
    pub async fn found(&self) -> Result<u32> {
        number_in(
            &self
                .text("p.found")
                .await?
                .context("there is no sentence about the search")?,
        )
    }

    /// The ids of the offers in the list, from top to bottom.
    pub async fn ids(&self) -> Result<Vec<String>> {
        let script =
            "return [...document.querySelectorAll('ul.offers > li h2 > a[href*=\"angebot/#id=\"]')]
                        .map((link) => new URLSearchParams(link.hash.slice(1)).get('id'))";
        self.ask(script, json!([])).await
    }

    /// The titles of the offers in the list, from top to bottom.
    pub async fn titles(&self) -> Result<Vec<String>> {
        let script = "return [...document.querySelectorAll('ul.offers > li h2 > a')]
                        .map((link) => link.innerText.trim())";
        self.ask(script, json!([])).await
    }

    /// Waits until the list shows exactly these offers, as far as a page goes.
    pub async fn wait_for_ids(&self, expected: &[String]) -> Result<()> {
        let first_page = expected[..expected.len().min(20)].to_vec();
        self.wait_for("the offers in the list", first_page, async || {
            self.ids().await
        })
        .await
    }

    /// How many filters are applied, each shown as something that can be taken away.
    pub async fn chips(&self) -> Result<usize> {
        self.ask(
            "return document.querySelectorAll('button.chip').length",
            json!([]),
        )
        .await
    }

    /// Presses the button that looks for news.
    pub async fn refresh(&self) -> Result<()> {
        self.press("button.refresh").await
    }

    /// What the last look for news said, empty if nothing.
    pub async fn sync_status(&self) -> Result<String> {
        Ok(self.text(".sync-status").await?.unwrap_or_default())
    }

    /// Presses the button that looks for news, and waits until something else is said than before.
    pub async fn refresh_and_read(&self) -> Result<String> {
        let before = self.sync_status().await?;
        self.refresh().await?;
        self.wait(&format!("another word than {before:?}"), async || {
            let now = self.sync_status().await?;
            Ok(Some(now).filter(|now| !now.is_empty() && *now != before))
        })
        .await
    }

    /// Presses the button that looks for news, and waits for the word that there is none.
    pub async fn refresh_and_read_unchanged(&self) -> Result<()> {
        self.refresh_and_hear("Schon auf dem neuesten Stand").await
    }

    /// Presses the button that looks for news, and waits until something is told in these words; a
    /// bar stands between alternatives.
    ///
    /// The same may come twice, so what counts is what is told from now on.
    pub async fn refresh_and_hear(&self, words: &str) -> Result<()> {
        let listen = "const status = document.querySelector('.sync-status');
                      if (!status) return null;
                      window.raupeTold = [];
                      window.raupeListener?.disconnect();
                      window.raupeListener = new MutationObserver(() => raupeTold.push(status.innerText));
                      raupeListener.observe(status, { subtree: true, childList: true, characterData: true });
                      return true";
        self.wait("the place where it is said", async || {
            self.ask::<Option<bool>>(listen, json!([])).await
        })
        .await?;
        self.refresh().await?;
        let told = self
            .wait(&format!("a sentence with {words:?}"), async || {
                let told: Vec<String> = self.ask("return window.raupeTold", json!([])).await?;
                let is_it = |told: &String| words.split('|').any(|words| told.contains(words));
                Ok(told.into_iter().find(is_it))
            })
            .await;
        if told.is_err() {
            let status = self.sync_status().await?;
            return told
                .map(drop)
                .with_context(|| format!("it says {status:?}"));
        }
        Ok(())
    }

    /// Comes back to the page: tells it what a browser tells a page that becomes visible.
    pub async fn come_back(&self, event: Return) -> Result<()> {
        let target = match event {
            Return::Online => "window.dispatchEvent(new Event('online'))",
            Return::Visible => {
                "document.dispatchEvent(new Event('visibilitychange', {bubbles: true}))"
            }
        };
        self.ask(&format!("{target}; return null"), json!([])).await
    }
}

/// A way to come back to a page.
#[derive(Clone, Copy, Debug)]
pub enum Return {
    /// The browser believes that there is a network again.
    Online,
    /// The page is looked at again.
    Visible,
}

/// The first number in a sentence, whatever separates its thousands.
fn number_in(text: &str) -> Result<u32> {
    let number = text.trim_start_matches(|it: char| !it.is_ascii_digit());
    let belongs = |it: &char| it.is_ascii_digit() || ".,\u{a0}\u{202f}".contains(*it);
    let digits: String = number.chars().take_while(belongs).collect();
    digits
        .replace(|it: char| !it.is_ascii_digit(), "")
        .parse()
        .with_context(|| format!("there is no number in {text:?}"))
}
