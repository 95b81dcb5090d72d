//! The three browsers: starting one with a profile of its own, and being rid of it.

use std::fmt;
use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use thirtyfour::prelude::*;

use crate::ports;
use crate::process::Process;
use crate::settings;
use crate::witness::Witness;

/// A browser that Raupe has to work in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// And with it Chrome, Edge, Samsung Internet and most others.
    Chromium,
    /// Firefox, the release with long support.
    Firefox,
    /// `WebKitGTK`, the nearest that Linux has to Safari.
    WebKit,
}

impl fmt::Display for Browser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Chromium => "Chromium",
            Self::Firefox => "Firefox",
            Self::WebKit => "WebKitGTK",
        })
    }
}

/// A window's size in CSS pixels, with its frame.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// A small phone, for which everything is made first.
pub const PHONE: Size = Size {
    width: 360,
    height: 740,
};

/// A small computer.
pub const LAPTOP: Size = Size {
    width: 1200,
    height: 800,
};

/// What a browser does without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lack {
    /// It has everything.
    #[default]
    Nothing,
    /// WebAssembly, as in the Lockdown Mode of Apple's devices.
    WebAssembly,
    /// Its user allows no site to store anything. Not in `WebKitGTK`, which has no such setting.
    Storage,
}

/// A running browser and its driver. Dropping it ends both.
#[derive(Debug)]
pub struct Session {
    /// For talking to the page.
    pub driver: WebDriver,
    process: Process,
}

impl Session {
    /// Starts the browser with the profile below `folder`, which is empty at the first time. A busy machine
    /// that does not bring it up gets a second try: no page has been asked for yet.
    pub async fn start(
        browser: Browser,
        size: Size,
        witness: &Witness,
        folder: &Path,
        lack: Lack,
    ) -> Result<Self> {
        match Self::try_to_start(browser, size, witness, folder, lack).await {
            Ok(session) => Ok(session),
            Err(error) => {
                eprintln!("Once more: {error:#}");
                Self::try_to_start(browser, size, witness, folder, lack).await
            }
        }
    }

    async fn try_to_start(
        browser: Browser,
        size: Size,
        witness: &Witness,
        folder: &Path,
        lack: Lack,
    ) -> Result<Self> {
        let port = ports::free()?;
        let (mut command, capabilities) = match browser {
            Browser::Chromium => settings::chromium(port, size, witness.address(), folder, lack)?,
            Browser::Firefox => settings::firefox(port, size, witness.address(), folder, lack)?,
            Browser::WebKit => settings::webkit(port, witness.address(), lack)?,
        };
        // Whatever a browser or its driver keeps goes where the story's folder goes at the end.
        for variable in [
            "HOME",
            "TMPDIR",
            "XDG_CACHE_HOME",
            "XDG_CONFIG_HOME",
            "XDG_DATA_HOME",
        ] {
            let home = folder.join(variable.to_lowercase());
            fs::create_dir_all(&home)?;
            command.env(variable, home);
        }
        let log = folder.join("driver.log");
        let mut process = Process::start(&format!("{browser}'s driver"), &mut command, &log)?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        process.until(|_| TcpStream::connect(address).ok()).await?;

        let Value::Object(capabilities) = capabilities else {
            unreachable!("made above")
        };
        let driver = WebDriver::builder(format!("http://{address}"), capabilities)
            .request_timeout(Duration::from_secs(90))
            .await
            .with_context(|| format!("{browser} does not start:\n{}", process.log()))?;
        let session = Self { driver, process };
        session.resize(size).await?;
        Ok(session)
    }

    /// Gives the window another size. Firefox and `WebKitGTK` have windows of about 450 to 500
    /// pixels at the least, which is a large phone.
    pub async fn resize(&self, size: Size) -> Result<()> {
        self.driver
            .set_window_rect(0, 0, size.width, size.height)
            .await?;
        Ok(())
    }

    /// What the driver has written so far.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// The most memory in bytes that one of the processes of Chromium's pages has used at any time, workers
    /// included.
    pub fn most_memory(&self) -> Result<Option<u64>> {
        self.process.most_memory("--type=renderer")
    }

    /// Kills the browser with all of its processes, in the middle of whatever they do, as a device
    /// does that has no memory left.
    pub fn kill(&self) -> Result<()> {
        // Nobody is to close what is not there any more.
        let _ = self.driver.clone().leak();
        self.process.kill_all()
    }

    /// Closes the browser.
    pub async fn quit(self) {
        // A browser that crashed cannot be closed; the driver's process group is killed anyway.
        let _ = self.driver.quit().await;
    }
}
