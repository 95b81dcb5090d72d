//! The three browsers of the tests, and what drives them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::debian;
use crate::process;
use crate::steps::{Step, Steps};
use crate::tools::GECKODRIVER;

/// Debian's packages, in the order in which [`Browsers::find`] looks for what they bring.
const PACKAGES: &[&str] = &[
    "chromium",
    "chromium-driver",
    "firefox-esr",
    "webkit2gtk-driver",
    "xvfb",
    "xauth",
];

/// Where the browsers and their drivers are.
pub struct Browsers {
    /// Drives Chromium.
    pub chromedriver: PathBuf,
    /// Drives Firefox.
    pub geckodriver: PathBuf,
    webkitdriver: PathBuf,
    chromium: PathBuf,
    firefox: PathBuf,
    minibrowser: PathBuf,
}

impl Browsers {
    /// Installs what is missing.
    pub fn ensure(steps: &mut Steps) -> Result<Self> {
        const NAME: &str = "browsers and drivers";
        let geckodriver = GECKODRIVER.ensure(steps)?.join("geckodriver");
        if let Ok(found) = Self::find(&geckodriver) {
            steps.already_done(NAME);
            return Ok(found);
        }
        let step = Step {
            name: NAME,
            takes: "about 3 min",
            advice: "on Debian, as root: apt-get install chromium chromium-driver firefox-esr webkit2gtk-driver \
                     xvfb xauth. Elsewhere: Chromium, chromedriver, Firefox and WebKitGTK's WebKitWebDriver on the \
                     search path",
        };
        steps.run(&step, || {
            debian::install(PACKAGES)?;
            Self::find(&geckodriver)
        })
    }

    fn find(geckodriver: &Path) -> Result<Self> {
        for program in ["xvfb-run", "xauth"] {
            first_of(&[program])?;
        }
        Ok(Self {
            chromedriver: first_of(&["chromedriver"])?,
            geckodriver: geckodriver.to_owned(),
            webkitdriver: first_of(&["WebKitWebDriver"])?,
            chromium: first_of(&["chromium", "chromium-browser", "google-chrome"])?,
            firefox: first_of(&["firefox-esr", "firefox"])?,
            minibrowser: minibrowser().context("WebKitGTK's MiniBrowser is not installed")?,
        })
    }

    /// Tells the end-to-end tests where everything is.
    pub fn apply(&self, command: &mut Command) {
        command
            .env("CHROMEDRIVER", &self.chromedriver)
            .env("GECKODRIVER", &self.geckodriver)
            .env("WEBKITDRIVER", &self.webkitdriver)
            .env("RAUPE_CHROMIUM", &self.chromium)
            .env("RAUPE_FIREFOX", &self.firefox)
            .env("RAUPE_MINIBROWSER", &self.minibrowser);
    }
}

fn first_of(programs: &[&str]) -> Result<PathBuf> {
    programs
        .iter()
        .find_map(|program| process::which(program))
        .with_context(|| format!("{} is not installed", programs[0]))
}

/// The small browser of `WebKitGTK` itself: outside the search path, in a folder named by architecture and version.
fn minibrowser() -> Option<PathBuf> {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    entries(Path::new("/usr/lib"))
        .chain(entries(Path::new("/usr/libexec")))
        .flat_map(|folder| entries(&folder.path()).chain([folder]))
        .map(|folder| folder.path())
        .filter(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("webkit2gtk-") || name.starts_with("webkitgtk-")
        })
        .map(|folder| folder.join("MiniBrowser"))
        .find(|program| program.is_file())
}
