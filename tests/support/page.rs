//! What a person in front of a browser can do and see, on any page.
//!
//! Nothing sleeps for a fixed time: every look is repeated until it shows what was expected or
//! [`PATIENCE`] is over.

use std::cell::Cell;
use std::fmt::Debug;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::prelude::*;
use tokio::time::timeout;

use crate::browser::Browser;

/// When a story gives up what it waits for. Longer than any person would wait: on a busy machine everything takes
/// many times as long, and only a story that fails waits to the end.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// When an address is typed again that led nowhere.
const AGAIN: Duration = Duration::from_secs(20);

/// When what was asked is asked again that got no answer.
const UNANSWERED: Duration = Duration::from_secs(40);

/// An empty page.
const BLANK: &str = "about:blank";

/// An open page.
#[derive(Clone, Debug)]
pub struct Page {
    driver: WebDriver,
    browser: Browser,
    /// The address of the app, ending in `/`.
    home: String,
    patience: Duration,
}

impl Page {
    /// A browser's page, and the folder to which addresses are relative.
    ///
    /// # Panics
    /// If the address does not end in `/`.
    pub fn new(driver: WebDriver, browser: Browser, home: &str) -> Self {
        assert!(home.ends_with('/'), "{home} is no folder");
        Self {
            driver,
            browser,
            home: home.to_owned(),
            patience: PATIENCE,
        }
    }

    /// The same page, looked at with more patience.
    #[must_use]
    pub fn with_patience(&self, patience: Duration) -> Self {
        Self {
            patience,
            ..self.clone()
        }
    }

    /// The address to which others are relative.
    pub fn home(&self) -> &str {
        &self.home
    }

    /// Types an address, relative to the app's, and waits for the page to load.
    ///
    /// Never a reload: with the server stopped, Firefox's driver shows an error page then, although the
    /// service worker would answer.
    pub async fn visit(&self, path: &str) -> Result<()> {
        self.stayed_at_home().await?;
        // Somewhere else first, so that it is a fresh load even of the very same address.
        self.open(BLANK).await?;
        self.open(&format!("{}{path}", self.home)).await
    }

    async fn open(&self, address: &str) -> Result<()> {
        let opened = self.driver.goto(address).await;
        opened.with_context(|| format!("cannot open {address}"))?;
        if self.browser != Browser::WebKit {
            return Ok(());
        }
        // WebKitGTK's driver does not wait: it now and then never hears that a page has loaded while a service worker
        // is being installed. What the page shows is waited for in any case. It also forgets now and then where it was
        // told to go: a person who still has the page before types the address again.
        let told = Cell::new(Instant::now());
        self.wait(&format!("{address} to be opened"), async || {
            let script = "return document.readyState !== 'loading'
                            && (location.href === arguments[0]) === (arguments[1] === arguments[0])";
            let asked = timeout(AGAIN / 2, self.ask(script, json!([BLANK, address])));
            let is_there = asked.await.context("no answer").flatten();
            if !is_there.as_ref().is_ok_and(|is_there| *is_there) && told.get().elapsed() > AGAIN {
                told.set(Instant::now());
                self.driver.goto(address).await?;
            }
            Ok(is_there?.then_some(()))
        })
        .await
    }

    /// Goes back, by the browser's own button.
    pub async fn back(&self) -> Result<()> {
        Ok(self.driver.back().await?)
    }

    /// The address, relative to the app's.
    pub async fn path(&self) -> Result<String> {
        let address: String = self.ask("return location.href", json!([])).await?;
        Ok(address
            .strip_prefix(&self.home)
            .unwrap_or(&address)
            .to_owned())
    }

    /// Runs a script in the page.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str, arguments: Value) -> Result<T> {
        let Value::Array(arguments) = arguments else {
            bail!("arguments come as a list")
        };
        Ok(self.driver.execute(script, arguments).await?.convert()?)
    }

    /// Repeats `look` until it finds something. `what` completes the sentence "waited for".
    pub async fn wait<T>(
        &self,
        what: &str,
        look: impl AsyncFn() -> Result<Option<T>>,
    ) -> Result<T> {
        let start = Instant::now();
        loop {
            // A page that is just being replaced cannot be asked: no reason to give up. WebKitGTK's driver never
            // answers then; what was asked is asked again.
            let failed = match timeout(UNANSWERED, look()).await {
                Ok(Ok(Some(found))) => return Ok(found),
                Ok(Ok(None)) => None,
                Ok(Err(error)) => Some(error),
                Err(elapsed) => Some(elapsed.into()),
            };
            if start.elapsed() > self.patience {
                let last = failed
                    .map(|error| format!(" ({error:#})"))
                    .unwrap_or_default();
                bail!("waited {:?} in vain for {what}{last}", self.patience);
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Repeats `look` until it gives what is expected.
    pub async fn wait_for<T: PartialEq + Debug>(
        &self,
        what: &str,
        expected: T,
        look: impl AsyncFn() -> Result<T>,
    ) -> Result<()> {
        let last = std::cell::RefCell::new(None);
        let found = self.wait(what, async || {
            let now = look().await?;
            let matches = now == expected;
            *last.borrow_mut() = Some(now);
            Ok(matches.then_some(()))
        });
        found.await.map_err(|error| {
            anyhow!(
                "{error:#}\n  expected: {expected:?}\n  found:    {:?}",
                last.take()
            )
        })
    }

    /// The text of the first such element as it shows, or `None` if there is none or it is hidden.
    pub async fn text(&self, css: &str) -> Result<Option<String>> {
        let script = "const found = document.querySelector(arguments[0]);
                      return found?.getClientRects().length ? found.innerText.trim() : null";
        self.ask(script, json!([css])).await
    }

    /// Waits for such an element with some text in it, and returns the text.
    pub async fn wait_for_text(&self, css: &str) -> Result<String> {
        let what = format!("text in {css}");
        self.wait(&what, async || {
            Ok(self.text(css).await?.filter(|text| !text.is_empty()))
        })
        .await
    }

    /// Waits until such an element is there to be pressed, and presses it.
    ///
    /// A checkbox may be drawn by its label; a person presses what is drawn. While a page is still being built,
    /// what is to be pressed can move away under the finger: a person who sees that presses again.
    pub async fn press(&self, css: &str) -> Result<()> {
        let script = "const found = document.querySelector(arguments[0]);
                      const drawn = found?.labels?.[0] ?? found;
                      drawn?.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'instant'});
                      if (!drawn?.getClientRects().length) return null;
                      window.raupePressed = false;
                      const note = () => { window.raupePressed = true };
                      drawn.addEventListener('click', note, { capture: true, once: true });
                      return drawn";
        // On another page nobody says that it has missed.
        let missed = "return window.raupePressed === false";
        self.wait(&format!("{css} to be pressed"), async || {
            let found = self.driver.execute(script, vec![json!(css)]).await?;
            if found.json().is_null() {
                return Ok(None);
            }
            found.element()?.click().await?;
            let missed: bool = self.ask(missed, json!([])).await.unwrap_or_default();
            Ok((!missed).then_some(()))
        })
        .await
    }

    /// Chooses the option with this value in a list.
    pub async fn select(&self, css: &str, value: &str) -> Result<()> {
        let option = format!("{css} option[value='{value}']");
        self.wait(&format!("{option} to be chosen"), async || {
            self.driver.find(By::Css(&option)).await?.click().await?;
            Ok(Some(()))
        })
        .await?;
        let chosen = format!("{value} in {css}");
        self.wait_for(&chosen, value.to_owned(), async || {
            self.ask(
                "return document.querySelector(arguments[0]).value",
                json!([css]),
            )
            .await
        })
        .await
    }

    /// Types into a text field, whatever was in it before.
    pub async fn write(&self, css: &str, text: &str) -> Result<()> {
        let field = self
            .wait(css, async || Ok(self.driver.find(By::Css(css)).await.ok()))
            .await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Puts a mark into the page that only a reload removes.
    pub async fn mark(&self) -> Result<()> {
        self.ask("window.raupeTestMark = true; return null", json!([]))
            .await
    }

    /// Whether the page was not loaded anew since [`Page::mark`].
    pub async fn is_marked(&self) -> Result<bool> {
        self.ask("return window.raupeTestMark === true", json!([]))
            .await
    }

    /// Fails if the page that is open now has loaded anything from elsewhere.
    pub async fn stayed_at_home(&self) -> Result<()> {
        let script = "return performance.getEntriesByType('resource').map((entry) => entry.name)
                        .filter((name) => location.origin !== 'null'
                          && new URL(name).origin !== location.origin && !name.startsWith('data:'))";
        let elsewhere: Vec<String> = self.ask(script, json!([])).await?;
        ensure!(elsewhere.is_empty(), "the page loaded {elsewhere:?}");
        Ok(())
    }
}
