//! How each browser is started: without a window, through the witness, and quiet.
//!
//! Quiet means the lists below. Browsers ask their makers for updates, lists and experiments, which
//! would drown what [`crate::witness`] is there to see.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use anyhow::Result;
use serde_json::{Map, Value, json};

use crate::browser::{Lack, Size};
use crate::env;
use crate::ports;

/// An address on this machine where nobody listens.
const NOWHERE: &str = "http://127.0.0.1:9/";

/// Chromium's driver, and what it is told.
pub(crate) fn chromium(
    port: u16,
    size: Size,
    proxy: SocketAddr,
    folder: &Path,
    lack: Lack,
) -> Result<(Command, Value)> {
    let [browser, driver] = env::CHROMIUM;
    let mut command = Command::new(env::path(driver)?);
    command.arg(format!("--port={port}"));
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-sync",
        // As with many users: the network is asked for pages at the same time as the service worker.
        "--enable-features=ServiceWorkerAutoPreload",
        "--disable-features=AutofillServerCommunication,MediaRouter,NetworkTimeServiceQuerying,\
         OptimizationHints,Translate",
        // It asks whether anybody is signed in, and for parts of itself, whatever else it is told.
        &format!("--gaia-url={NOWHERE}"),
        &format!("--component-updater=url-source={NOWHERE}"),
        &format!("--proxy-server=http://{proxy}"),
        &format!("--user-data-dir={}", folder.join("chromium").display()),
        &format!("--window-size={},{}", size.width, size.height),
        // Without compiling anything there is no WebAssembly either.
        if lack == Lack::WebAssembly {
            "--js-flags=--jitless"
        } else {
            "--js-flags="
        },
    ];
    // 2: the user allows no site to store anything.
    let storing = if lack == Lack::Storage { 2 } else { 1 };
    // Else it begins with the page of a search engine.
    let preferences = json!({
        "session": { "restore_on_startup": 4, "startup_urls": ["about:blank"] },
        "profile": { "default_content_setting_values": { "cookies": storing } },
    });
    let options = json!({ "binary": env::path(browser)?, "args": arguments, "prefs": preferences });
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
    });
    Ok((command, capabilities))
}

/// Firefox's driver, and what it is told.
pub(crate) fn firefox(
    port: u16,
    size: Size,
    proxy: SocketAddr,
    folder: &Path,
    lack: Lack,
) -> Result<(Command, Value)> {
    let [browser, driver] = env::FIREFOX;
    let mut command = Command::new(env::path(driver)?);
    command.args([
        "--port",
        &port.to_string(),
        "--websocket-port",
        &ports::free()?.to_string(),
        // For what no page can be told: see `look`.
        "--allow-system-access",
    ]);
    // A released Firefox believes the preference `services.settings.server` only if this is set.
    command.env("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1");
    let (width, height) = (size.width.to_string(), size.height.to_string());
    let profile = folder.join("firefox");
    fs::create_dir_all(&profile)?;
    let mut preferences = firefox_preferences(proxy);
    preferences.insert(
        "javascript.options.wasm".into(),
        json!(lack != Lack::WebAssembly),
    );
    // 2: the user allows no site to store anything. 5: as it comes.
    let storing = if lack == Lack::Storage { 2 } else { 5 };
    preferences.insert("network.cookie.cookieBehavior".into(), json!(storing));
    let options = json!({
        "binary": env::path(browser)?,
        "args": [
            "-headless", "--width", width, "--height", height,
            // Else the driver makes one that is gone when the browser is.
            "--profile", profile,
        ],
        "prefs": preferences,
    });
    Ok((
        command,
        json!({ "browserName": "firefox", "moz:firefoxOptions": options }),
    ))
}

fn firefox_preferences(proxy: SocketAddr) -> Map<String, Value> {
    const OFF: &[&str] = &[
        "app.normandy.enabled",
        "app.update.enabled",
        "browser.newtabpage.activity-stream.feeds.system.topsites",
        "browser.newtabpage.activity-stream.feeds.topsites",
        "browser.newtabpage.enabled",
        "browser.region.update.enabled",
        "browser.safebrowsing.blockedURIs.enabled",
        "browser.safebrowsing.downloads.enabled",
        "browser.safebrowsing.malware.enabled",
        "browser.safebrowsing.phishing.enabled",
        "browser.safebrowsing.update.enabled",
        "browser.search.update",
        "datareporting.healthreport.uploadEnabled",
        "datareporting.policy.dataSubmissionEnabled",
        "dom.push.connection.enabled",
        "extensions.getAddons.cache.enabled",
        "extensions.systemAddon.update.enabled",
        "extensions.update.enabled",
        "media.gmp-manager.updateEnabled",
        "network.captive-portal-service.enabled",
        "network.connectivity-service.enabled",
        "security.remote_settings.crlite_filters.enabled",
        "security.remote_settings.intermediates.enabled",
        "signon.management.page.breach-alerts.enabled",
        "toolkit.telemetry.unified",
    ];
    const EMPTY: &[&str] = &[
        "browser.region.network.url",
        "media.gmp-manager.url",
        "toolkit.telemetry.server",
    ];
    let (host, port) = (proxy.ip().to_string(), proxy.port());
    let others = [
        ("browser.startup.homepage", json!("about:blank")),
        ("network.proxy.type", json!(1)),
        ("network.proxy.http", json!(host)),
        ("network.proxy.http_port", json!(port)),
        ("network.proxy.ssl", json!(host)),
        ("network.proxy.ssl_port", json!(port)),
        ("network.proxy.no_proxies_on", json!("localhost, 127.0.0.1")),
        // 5: the system's own name service, never DNS over HTTPS.
        ("network.trr.mode", json!(5)),
        ("security.OCSP.enabled", json!(0)),
        (
            "services.settings.server",
            json!("data:,#remote-settings-dummy/v1"),
        ),
    ];
    OFF.iter()
        .map(|name| (*name, json!(false)))
        .chain(EMPTY.iter().map(|name| (*name, json!(""))))
        .chain(others)
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}

/// `WebKitGTK`'s driver, and what it is told.
pub(crate) fn webkit(port: u16, proxy: SocketAddr, lack: Lack) -> Result<(Command, Value)> {
    env::need_display()?;
    let [browser, driver] = env::WEBKIT;
    let mut command = Command::new(env::path(driver)?);
    command
        .arg(format!("--port={port}"))
        // Its sandbox does not start for root, as which containers run tests.
        .env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1")
        // Xvfb has no graphics hardware to draw with.
        .env("LIBGL_ALWAYS_SOFTWARE", "1");
    if lack == Lack::WebAssembly {
        command.env("JSC_useWasm", "0");
    }
    // Not as the driver's capability `proxy`: WebKitGTK reads the end of its list of exceptions from
    // memory that is not its own, and crashes now and then.
    let arguments = [
        "--automation",
        &format!("--proxy=http://{proxy}"),
        "--ignore-host=localhost",
        "--ignore-host=127.0.0.1",
    ];
    let options = json!({ "binary": env::path(browser)?, "args": arguments });
    // Opening a page does not wait for it: see `Page::visit`.
    let capabilities = json!({ "pageLoadStrategy": "none", "webkitgtk:browserOptions": options });
    Ok((command, capabilities))
}
