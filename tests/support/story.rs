//! Telling a story: a browser, a folder and a witness for each, and evidence when it ends badly.
//!
//! A browser takes as long to start as many a story, so those that are left as they came go on to the next one. What
//! a site keeps lies under its address, and [`crate::ports`] gives none twice.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use tempfile::TempDir;
use thirtyfour::WebDriver;
use tokio::runtime::Runtime;

use crate::app::App;
use crate::browser::{Browser, Lack, PHONE, Session, Size};
use crate::env;
use crate::page::Page;
use crate::witness::Witness;

/// What a story happens in.
#[derive(Debug)]
pub struct Stage {
    /// Which browser it happens in.
    pub browser: Browser,
    /// Sees requests to other hosts.
    pub witness: Witness,
    session: Session,
    /// What the browser keeps.
    profile: TempDir,
    folder: TempDir,
    /// Whether the browser is another one than it was when it came.
    is_changed: AtomicBool,
    stories: u8,
}

fn new_folder() -> Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("raupe-e2e-").tempdir();
    folder.context("cannot make a temporary folder")
}

impl Stage {
    /// Starts a browser with everything around it.
    pub async fn open(browser: Browser) -> Result<Self> {
        let profile = new_folder()?;
        let witness = Witness::start().await?;
        let session =
            Session::start(browser, PHONE, &witness, profile.path(), Lack::Nothing).await?;
        Ok(Self {
            browser,
            witness,
            session,
            profile,
            folder: new_folder()?,
            is_changed: AtomicBool::new(false),
            stories: 1,
        })
    }

    /// Closes the browser, and removes what it left.
    pub async fn close(self) {
        self.session.quit().await;
    }

    /// Whether the next story can have the browser.
    fn is_as_it_came(&self) -> bool {
        self.stories < STORIES && !self.is_changed.load(Ordering::Relaxed)
    }

    /// The browser is not as it was when it came; no other story is to have it.
    pub(crate) fn has_changed(&self) {
        self.is_changed.store(true, Ordering::Relaxed);
    }

    /// Clears away what the story has left: a page that is open goes on working.
    async fn clear(&mut self) -> Result<()> {
        let driver = &self.session.driver;
        let windows = driver.windows().await?;
        let (first, others) = windows.split_first().context("no window is open")?;
        for window in others {
            driver.switch_to_window(window.clone()).await?;
            driver.close_window().await?;
        }
        driver.switch_to_window(first.clone()).await?;
        driver.goto("about:blank").await?;
        self.witness.forget();
        self.folder = new_folder()?;
        self.stories += 1;
        Ok(())
    }

    /// A folder that is gone after the story.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The browser's page, with addresses relative to this one.
    pub fn page(&self, home: &str) -> Page {
        Page::new(self.session.driver.clone(), self.browser, home)
    }

    /// The browser's page, with the app at this address.
    pub fn app(&self, home: &str) -> App {
        App::from(self.page(home))
    }

    /// The browser, for what no person can do.
    pub fn driver(&self) -> &WebDriver {
        &self.session.driver
    }

    /// Kills the browser with all of its processes. The next step is [`Stage::start_again`].
    pub fn kill(&self) -> Result<()> {
        self.has_changed();
        self.session.kill()
    }

    /// Closes the browser and starts it again with the same profile. `WebKitGTK` has an empty one each
    /// time: under automation its windows are private.
    pub async fn restart(&mut self, lack: Lack) -> Result<()> {
        self.has_changed();
        let _ = self.session.driver.clone().quit().await;
        self.session.kill()?;
        self.start_again(lack).await
    }

    /// Starts the browser again with the same profile.
    pub async fn start_again(&mut self, lack: Lack) -> Result<()> {
        self.has_changed();
        let profile = self.profile.path();
        self.session = Session::start(self.browser, PHONE, &self.witness, profile, lack).await?;
        Ok(())
    }

    /// Gives the window another size; it begins as [`PHONE`].
    pub async fn resize(&self, size: Size) -> Result<()> {
        self.session.resize(size).await
    }

    /// Leaves what the browser shows and what its driver wrote where a person finds it.
    async fn keep_evidence(&self, name: &str) {
        let folder = env::evidence_folder();
        let path = |extension| folder.join(format!("{name}.{extension}"));
        let _ = fs::create_dir_all(&folder);
        let _ = fs::write(path("driver.log"), self.session.log());
        if let Ok(source) = self.session.driver.source().await {
            let _ = fs::write(path("html"), source);
        }
        let _ = self.session.driver.screenshot(&path("png")).await;
        // Only Chromium's driver tells.
        if let Ok(console) = self.session.driver.browser_log().await {
            let lines: Vec<_> = console.into_iter().map(|entry| entry.message).collect();
            let _ = fs::write(path("console.log"), lines.join("\n"));
        }
        for log in fs::read_dir(self.folder()).into_iter().flatten().flatten() {
            if log.path().extension().is_some_and(|it| it == "log") {
                let _ = fs::copy(
                    log.path(),
                    folder.join(format!("{name}.{}", log.file_name().display())),
                );
            }
        }
        eprintln!("What the browser showed: {}", path("*").display());
    }
}

/// How many stories a browser sees at most.
const STORIES: u8 = 16;

/// How many browsers of a kind wait at most.
const WAITING: usize = 2;

/// The browsers that wait for a story, each with the runtime that its connections live in.
static OPEN: Mutex<Vec<(Runtime, Stage)>> = Mutex::new(Vec::new());

/// A browser that waits for a story, or a new one.
fn take(browser: Browser) -> Result<(Runtime, Stage)> {
    let waiting = {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let at = open.iter().position(|(_, stage)| stage.browser == browser);
        at.map(|at| open.swap_remove(at))
    };
    if let Some((runtime, stage)) = waiting {
        match runtime.block_on(stage.resize(PHONE)) {
            Ok(()) => return Ok((runtime, stage)),
            Err(error) => eprintln!("Another {browser}: {error:#}"),
        }
        runtime.block_on(stage.close());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let stage = runtime.block_on(Stage::open(browser))?;
    Ok((runtime, stage))
}

/// Leaves the browser to the next story, or closes it.
fn leave(runtime: Runtime, mut stage: Stage) {
    if stage.is_as_it_came() && runtime.block_on(stage.clear()).is_ok() {
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        let kin = open.iter().filter(|(_, it)| it.browser == stage.browser);
        if kin.count() < WAITING {
            open.push((runtime, stage));
            return;
        }
    }
    runtime.block_on(stage.close());
}

/// Runs a story in a browser. Whatever else it is about, no other host may be asked for anything.
///
/// # Panics
/// If the story fails.
pub fn tell(browser: Browser, title: &str, story: impl AsyncFnOnce(&mut Stage) -> Result<()>) {
    let (runtime, mut stage) = match take(browser) {
        Ok(taken) => taken,
        Err(error) => panic!("{error:#}"),
    };
    let told = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            story(&mut stage).await?;
            stage.page("about:/").stayed_at_home().await?;
            stage.witness.saw_nothing()
        })
    }));
    if matches!(told, Ok(Ok(()))) {
        leave(runtime, stage);
    } else {
        runtime.block_on(async {
            let name = title.rsplit("::").take(2).collect::<Vec<_>>().join("-");
            stage.keep_evidence(&format!("{name}-{browser}")).await;
            stage.close().await;
        });
    }
    match told {
        Ok(Ok(())) => {}
        Ok(Err(error)) => panic!("{title} in {browser}: {error:#}"),
        Err(panic) => resume_unwind(panic),
    }
}

/// Makes a test of each story in each browser: `chromium::…`, `firefox::…`, `webkit::…`.
///
/// Stories that not every browser can tell: `in_every_browser!(@ chromium_alone Chromium a b)`, with
/// a name of the module and the browser.
#[macro_export]
macro_rules! in_every_browser {
    ($($story:ident),+ $(,)?) => {
        $crate::in_every_browser!(@ chromium Chromium $($story)+);
        $crate::in_every_browser!(@ firefox Firefox $($story)+);
        $crate::in_every_browser!(@ webkit WebKit $($story)+);
    };
    (@ $module:ident $browser:ident $($story:ident)+) => {
        mod $module {
            $(
                #[test]
                fn $story() {
                    let title = concat!(module_path!(), "::", stringify!($story));
                    $crate::tell($crate::Browser::$browser, title, super::$story);
                }
            )+
        }
    };
}
