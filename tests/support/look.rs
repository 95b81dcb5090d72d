//! How a page is looked at: in the dark, in a narrow window, by somebody who wants nothing to move.

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::{RequestData, SessionId, WebDriver};

use crate::browser::{Browser, Size};
use crate::story::Stage;

/// The smallest window that Firefox and `WebKitGTK` open, in CSS pixels.
const SMALLEST: u32 = 500;

impl Stage {
    /// From now on the device is dark or light, and asks for nothing to move.
    ///
    /// `WebKitGTK` cannot be told: see [`Stage::dress`], which every page needs anew there.
    pub async fn prefer(&self, dark: bool) -> Result<()> {
        match self.browser {
            Browser::Chromium => {
                let scheme = if dark { "dark" } else { "light" };
                let features = json!([
                    { "name": "prefers-color-scheme", "value": scheme },
                    { "name": "prefers-reduced-motion", "value": "reduce" },
                ]);
                self.devtools(
                    "Emulation.setEmulatedMedia",
                    json!({ "features": features }),
                )
                .await
            }
            Browser::Firefox => {
                let script = "Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', arguments[0]);
                              Services.prefs.setIntPref('ui.prefersReducedMotion', 1)";
                let scheme = u8::from(!dark);
                self.in_firefox_itself(script, vec![json!(scheme)]).await
            }
            Browser::WebKit => Ok(()),
        }
    }

    /// From now on Chromium shows the page on another medium, with these preferences of its user besides: as
    /// `("print", &[])` on paper, as `("", &[("forced-colors", "active")])` in the device's few colours.
    pub async fn show_on(&self, medium: &str, preferences: &[(&str, &str)]) -> Result<()> {
        let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
        let features: Vec<Value> = preferences.iter().map(feature).collect();
        self.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "media": medium, "features": features }),
        )
        .await
    }

    /// Whether [`Stage::prefer`] has an effect.
    pub fn has_preferences(&self) -> bool {
        self.browser != Browser::WebKit
    }

    /// Where the browser cannot be told, the page is as if its user had chosen so under "Anzeige".
    pub async fn dress(&self, dark: bool) -> Result<()> {
        if !self.has_preferences() {
            let theme = if dark { "dark" } else { "light" };
            let script = "document.documentElement.dataset.theme = arguments[0]";
            self.driver().execute(script, vec![json!(theme)]).await?;
        }
        Ok(())
    }

    /// Makes the page as wide as this, in CSS pixels; returns how wide it is.
    ///
    /// Firefox has no window that narrow: there the page is enlarged until it has no more room, as by people
    /// who need it larger. `WebKitGTK` has neither.
    pub async fn widen(&self, width: u32) -> Result<u32> {
        let height = if width < 900 { 740 } else { 820 };
        match self.browser {
            Browser::Chromium => {
                let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 900 });
                self.devtools("Emulation.setDeviceMetricsOverride", screen)
                    .await?;
            }
            Browser::Firefox => {
                let window = width.max(SMALLEST);
                let size = Size {
                    width: window,
                    height,
                };
                self.resize(size).await?;
                let script = "const { selectedBrowser } = window.gBrowser;
                              selectedBrowser.fullZoom = selectedBrowser.clientWidth / arguments[0]";
                self.in_firefox_itself(script, vec![json!(width)]).await?;
            }
            Browser::WebKit => self.resize(Size { width, height }).await?,
        }
        let inner = self.driver().execute("return innerWidth", vec![]).await?;
        inner.convert().context("the page has a width")
    }

    /// A command of Chromium's developer tools, after which it is another browser than before.
    pub async fn devtools(&self, command: &'static str, parameters: Value) -> Result<()> {
        self.has_changed();
        self.driver().cdp().send_raw(command, parameters).await?;
        Ok(())
    }

    /// Runs a script in Firefox's own window rather than in the page.
    async fn in_firefox_itself(&self, script: &str, arguments: Vec<Value>) -> Result<()> {
        self.has_changed();
        let driver: &WebDriver = self.driver();
        driver.handle().cmd(Talk("chrome")).await?;
        let done = driver.execute(script, arguments).await;
        driver.handle().cmd(Talk("content")).await?;
        done.map(drop).context("Firefox itself runs the script")
    }
}

/// What Firefox's driver talks to: `content` is the page, `chrome` the browser.
#[derive(Debug)]
struct Talk(&'static str);

impl FormatRequestData for Talk {
    fn format_request(&self, session: &SessionId) -> RequestData {
        RequestData::new(
            axum::http::Method::POST,
            format!("/session/{session}/moz/context"),
        )
        .add_body(json!({ "context": self.0 }))
    }
}
