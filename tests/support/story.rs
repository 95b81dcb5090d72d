//! Telling a story: a browser, a folder and a witness for each, and evidence when it ends badly.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;

use anyhow::{Context, Result};
use tempfile::TempDir;
use thirtyfour::WebDriver;

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
    folder: TempDir,
}

impl Stage {
    /// Starts a browser with everything around it.
    pub async fn open(browser: Browser) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("raupe-e2e-").tempdir();
        let folder = folder.context("cannot make a temporary folder")?;
        let witness = Witness::start().await?;
        let session =
            Session::start(browser, PHONE, &witness, folder.path(), Lack::Nothing).await?;
        Ok(Self {
            browser,
            witness,
            session,
            folder,
        })
    }

    /// Closes the browser, and removes what it left.
    pub async fn close(self) {
        self.session.quit().await;
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
        self.session.kill()
    }

    /// Closes the browser and starts it again with the same profile. `WebKitGTK` has an empty one each
    /// time: under automation its windows are private.
    pub async fn restart(&mut self, lack: Lack) -> Result<()> {
        let _ = self.session.driver.clone().quit().await;
        self.session.kill()?;
        self.start_again(lack).await
    }

    /// Starts the browser again with the same profile.
    pub async fn start_again(&mut self, lack: Lack) -> Result<()> {
        let folder = self.folder.path();
        self.session = Session::start(self.browser, PHONE, &self.witness, folder, lack).await?;
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
            if log
                .path()
                .extension()
                .is_some_and(|extension| extension == "log")
            {
                let _ = fs::copy(
                    log.path(),
                    folder.join(format!("{name}.{}", log.file_name().display())),
                );
            }
        }
        eprintln!("What the browser showed: {}", path("*").display());
    }
}

/// Runs a story in a browser. Whatever else it is about, no other host may be asked for anything.
///
/// # Panics
/// If the story fails.
pub fn tell(browser: Browser, title: &str, story: impl AsyncFnOnce(&mut Stage) -> Result<()>) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("tokio starts");
    let mut stage = match runtime.block_on(Stage::open(browser)) {
        Ok(stage) => stage,
        Err(error) => panic!("{error:#}"),
    };
    let told = catch_unwind(AssertUnwindSafe(|| {
        runtime.block_on(async {
            story(&mut stage).await?;
            stage.page("about:/").stayed_at_home().await?;
            stage.witness.saw_nothing()
        })
    }));
    let well = matches!(told, Ok(Ok(())));
    runtime.block_on(async {
        if !well {
            let name = title.rsplit("::").take(2).collect::<Vec<_>>().join("-");
            stage.keep_evidence(&format!("{name}-{browser}")).await;
        }
        stage.close().await;
    });
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
