//! A browser with a probe in each of its pages.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use raupe_e2e::browser::{Lack, PHONE, Session};
use raupe_e2e::witness::Witness;
use raupe_e2e::{App, Browser};
use serde::Deserialize;
use serde_json::{Value, json};

/// How long 100,000 offers may take on a slow line and a busy machine.
const PATIENCE: Duration = Duration::from_mins(4);

/// A running Chromium.
pub struct Visitor {
    session: Session,
    app: App,
    /// Sees that nobody else is asked.
    witness: Witness,
}

/// What the probe tells. Times are in ms, memory is in bytes; `None` for what has not happened.
#[derive(Clone, Debug, Deserialize)]
pub struct Told {
    /// From opening the address to the first offers on the screen.
    pub listed: Option<f64>,
    /// From opening the address to anything on the screen.
    pub painted: Option<f64>,
    /// The longest time that the page could not react.
    pub longest: f64,
    /// By how much things have moved by themselves, as a share of the window: the sum of layout shifts.
    pub shifted: f64,
    /// The client's memory.
    pub memory: Option<f64>,
    /// From each press and tap to the next paint.
    pub interactions: Vec<f64>,
}

impl Visitor {
    /// Starts a browser with the profile in this folder, for the app at `home`.
    pub async fn start(folder: &Path, home: &str) -> Result<Self> {
        let witness = Witness::start().await?;
        let browser = Browser::Chromium;
        let session = Session::start(browser, PHONE, &witness, folder, Lack::Nothing).await?;
        let page = raupe_e2e::page::Page::new(session.driver.clone(), browser, home);
        let visitor = Self {
            session,
            app: App::from(page.with_patience(PATIENCE)),
            witness,
        };
        let probe = json!({ "source": include_str!("probe.js") });
        visitor.tools("Page.enable", json!({})).await?;
        visitor
            .tools("Page.addScriptToEvaluateOnNewDocument", probe)
            .await?;
        Ok(visitor)
    }

    /// What a person can do.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Slows the processor, for pages. Workers go on at full speed.
    pub async fn slow_down(&self, rate: u32) -> Result<()> {
        self.tools("Emulation.setCPUThrottlingRate", json!({ "rate": rate }))
            .await
    }

    /// Opens an address and waits for offers on the screen. Returns what the probe told then.
    pub async fn list(&self, path: &str) -> Result<Told> {
        self.app.visit(path).await?;
        self.app
            .wait("offers on the screen", async || {
                let told = self.told().await?;
                Ok(told.listed.is_some().then_some(told))
            })
            .await
    }

    /// What the probe tells now.
    pub async fn told(&self) -> Result<Told> {
        self.app.ask("return raupeProbe.told()", json!([])).await
    }

    /// Presses a key where the page listens.
    pub async fn press_key(&self, key: &str) -> Result<()> {
        Ok(self
            .session
            .driver
            .active_element()
            .await?
            .send_keys(key)
            .await?)
    }

    /// Waits until the app says that it works without a network.
    pub async fn offline_ready(&self) -> Result<()> {
        self.app.wait_for_text(".offline-ready").await?;
        Ok(())
    }

    /// The most memory in bytes that the page's process has used, workers included.
    pub fn most_memory(&self) -> Result<Option<u64>> {
        self.session.most_memory()
    }

    /// Closes the browser, after a look at whom it asked.
    pub async fn leave(self) -> Result<()> {
        self.session.quit().await;
        self.witness.saw_nothing()
    }

    async fn tools(&self, command: &'static str, parameters: Value) -> Result<()> {
        self.session
            .driver
            .cdp()
            .send_raw(command, parameters)
            .await?;
        Ok(())
    }
}
