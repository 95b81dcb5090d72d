//! `cargo xtask test`: everything that is checked, in parts that can be named.

use std::env;
use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail};

use crate::args::Soak;
use crate::browsers::Browsers;
use crate::client::Toolbox;
use crate::process;
use crate::project::Project;
use crate::region::{Keys, Settings};
use crate::serve;
use crate::steps::{Failed, Step, Steps};
use crate::tools::{self, WASM_BINDGEN};
use crate::wasm_target::{TARGET, WasmCompiler};

/// A part of the tests.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Part {
    /// Formatting.
    Fmt,
    /// Clippy.
    Lint,
    /// Tests that run without a browser.
    Native,
    /// The few scripts that are not Rust.
    Js,
    /// The client's own tests, in browsers.
    Wasm,
    /// The whole of it, in browsers.
    E2e,
}

impl Part {
    /// From quick to slow: a mistake in the formatting shows in the first second.
    const ALL: [(Self, &'static str); 6] = [
        (Self::Fmt, "fmt"),
        (Self::Lint, "lint"),
        (Self::Native, "native"),
        (Self::Js, "js"),
        (Self::Wasm, "wasm"),
        (Self::E2e, "e2e"),
    ];

    /// The part of this name.
    pub fn from_word(word: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|(_, name)| *name == word);
        let (part, _) = found.with_context(|| {
            let names = Self::ALL.map(|(_, name)| name).join(" ");
            format!("there is no part {word:?} of the tests; the parts are: {names}")
        })?;
        Ok(part)
    }

    /// The steps that make up the part. What they need is installed before.
    fn titles(self) -> &'static [&'static str] {
        match self {
            Self::Fmt => &["format"],
            Self::Lint => &["lints"],
            Self::Native => &["native tests"],
            Self::Js => &["scripts"],
            Self::Wasm => &["client in Chromium", "client in Firefox"],
            Self::E2e => &["end-to-end tests"],
        }
    }

    fn run(self, project: &Project, steps: &mut Steps) -> Result<()> {
        match self {
            Self::Fmt => format(project, steps),
            Self::Lint => lint(project, steps),
            Self::Native => native(project, steps),
            Self::Js => scripts(project, steps),
            Self::Wasm => wasm(project, steps),
            Self::E2e => end_to_end(project, steps),
        }
    }
}

/// Runs parts, all unless some are named. A part that fails does not keep the others from running.
pub fn run(project: &Project, parts: &[Part]) -> Result<()> {
    let all = Part::ALL.map(|(part, _)| part);
    let parts = if parts.is_empty() { &all } else { parts };
    let mut steps = Steps::default();
    for part in parts {
        match part.run(project, &mut steps) {
            Err(error) if !error.is::<Failed>() => eprintln!("✗ {error:#}"),
            _ => {}
        }
        for title in part.titles() {
            steps.not_run(title);
        }
    }
    println!("\n{steps}");
    if steps.any_failed() {
        bail!(Failed);
    }
    Ok(())
}

fn format(project: &Project, steps: &mut Steps) -> Result<()> {
    let step = Step {
        name: "format",
        takes: "seconds",
        advice: "`cargo fmt --all` mends it (`rustup component add rustfmt` if there is no such command)",
    };
    steps.run(&step, || {
        process::run(project.cargo().args(["fmt", "--all", "--check"]))?;
        // The fuzzer is a workspace of its own.
        let fuzzer = ["fmt", "--manifest-path=tests/fuzz/Cargo.toml", "--check"];
        process::run(project.cargo().args(fuzzer))
    })
}

fn lint(project: &Project, steps: &mut Steps) -> Result<()> {
    let step = Step {
        name: "lints",
        takes: "about 4 min the first time",
        advice: "each message says what to change (`rustup component add clippy` if there is no such command)",
    };
    steps.run(&step, || {
        process::run(project.cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "--deny=warnings",
        ]))
    })
}

fn native(project: &Project, steps: &mut Steps) -> Result<()> {
    let step = Step {
        name: "native tests",
        takes: "about 5 min the first time",
        advice: "the failed test's message above; `cargo test NAME` repeats one",
    };
    steps.run(&step, || {
        process::run(
            project
                .cargo()
                .args(["test", "--workspace", "--exclude", "raupe-e2e"]),
        )?;
        // The schema is not part of the project: who has it names its folder.
        if env::var_os("RAUPE_HSDS_SCHEMA").is_some() {
            process::run(project.cargo().args([
                "test",
                "--package=raupe",
                "--test=stories",
                "--",
                "--ignored",
            ]))?;
        }
        Ok(())
    })
}

fn scripts(project: &Project, steps: &mut Steps) -> Result<()> {
    let step = Step {
        name: "scripts",
        takes: "seconds",
        advice: "needs Node 20 or newer (Debian: apt-get install nodejs); the message above names the place",
    };
    steps.run(&step, || {
        let node = || {
            let mut node = Command::new("node");
            node.current_dir(&project.root);
            node
        };
        for script in [
            "public/404.js",
            "public/boot.js",
            "public/early.js",
            "public/sw.js",
            "public/sw-off.js",
            "public/worker.js",
        ] {
            process::run(node().args(["--check", script]))?;
        }
        let tests = [
            "tests/public/sw.test.mjs",
            "tests/style/style.test.mjs",
            "tests/style/contrast.test.mjs",
            "tests/bench/page/oracle.test.mjs",
        ];
        process::run(node().arg("--test").args(tests))
    })
}

fn wasm(project: &Project, steps: &mut Steps) -> Result<()> {
    let compiler = WasmCompiler::ensure(project, steps)?;
    let runner = WASM_BINDGEN.ensure(steps)?.join("wasm-bindgen-test-runner");
    let browsers = Browsers::ensure(steps)?;
    let mut run_in = |name, variable, driver: &Path| {
        let step = Step {
            name,
            takes: "about 5 min the first time",
            advice: "the failed test's message above; tests that run in a browser are in src/app",
        };
        steps.run(&step, || {
            let mut tests = project.cargo();
            compiler.apply(&mut tests);
            // The runner takes the first driver that it finds, so that it must find one only.
            tests
                .args([
                    "test",
                    "--package",
                    "raupe-app",
                    "--tests",
                    "--target",
                    TARGET,
                ])
                .env_remove("CHROMEDRIVER")
                .env_remove("GECKODRIVER")
                .env(variable, driver)
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
                .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
            process::run(&mut tests)
        })
    };
    let in_chromium = run_in("client in Chromium", "CHROMEDRIVER", &browsers.chromedriver);
    run_in("client in Firefox", "GECKODRIVER", &browsers.geckodriver)?;
    in_chromium
}

fn end_to_end(project: &Project, steps: &mut Steps) -> Result<()> {
    let mut tests = prepare_stories(project, steps)?;
    // A story waits most of its time, for a browser or a server: one more at a time than there are processors.
    let threads = thread::available_parallelism().map_or(2, |processors| processors.get() + 1);
    tests.args(["--", &format!("--test-threads={threads}")]);
    let step = Step {
        name: "end-to-end tests",
        takes: "about 15 min the first time",
        advice: "the failed test's message above; `cargo xtask test e2e` repeats only these",
    };
    steps.run(&step, || process::run(&mut tests))
}

/// Takes a picture of every screen.
pub fn shots(project: &Project) -> Result<()> {
    let mut steps = Steps::default();
    let mut shots = prepare(project, &mut steps)?;
    let out = project.target.join("shots");
    shots
        .args(["run", "--package=raupe-e2e", "--bin=raupe-shots"])
        .env("RAUPE_SHOTS_OUT", &out);
    let step = Step {
        name: "pictures of every screen",
        takes: "about 3 min the first time",
        advice: "the message above names the screen",
    };
    steps.run(&step, || process::run(&mut shots))
}

/// The attack alone; it is one of the native tests.
pub fn attack(project: &Project) -> Result<()> {
    let step = Step {
        name: "attack",
        takes: "about 1 min the first time",
        advice: "the failed test's message above says what got through; the attack is in src/publisher/tests/attack",
    };
    Steps::default().run(&step, || {
        let attack = ["test", "--package=raupe", "--test=attack"];
        process::run(project.cargo().args(attack))
    })
}

/// The longer form of the stories in which the browser is killed.
pub fn soak(project: &Project, order: &Soak) -> Result<()> {
    let mut steps = Steps::default();
    let mut tests = prepare_stories(project, &mut steps)?;
    let kills = order.kills.unwrap_or(200);
    tests.env("RAUPE_SOAK_KILLS", kills.to_string()).args([
        "--",
        "--test-threads=1",
        "--nocapture",
        "kills::",
    ]);
    if let Some(seed) = order.seed {
        tests.env("RAUPE_SOAK_SEED", seed.to_string());
    }
    let step = Step {
        name: "soak",
        takes: "about an hour",
        advice: "the seed is printed above; `cargo xtask soak --seed NUMBER` chooses the same moments",
    };
    steps.run(&step, || process::run(&mut tests))
}

/// Builds everything that the stories need. Returns the command that runs them.
fn prepare_stories(project: &Project, steps: &mut Steps) -> Result<Command> {
    let mut tests = prepare(project, steps)?;
    tests.args(["test", "--package", "raupe-e2e"]);
    Ok(tests)
}

/// Builds everything that programs need which look at the app in browsers. Returns cargo, on a display.
fn prepare(project: &Project, steps: &mut Steps) -> Result<Command> {
    let browsers = Browsers::ensure(steps)?;
    let axe = tools::ensure_axe(project, steps)?;
    let toolbox = Toolbox::ensure(project, steps)?;
    toolbox.begin_client(project)?;
    let publisher = project.build_publisher(steps)?;
    let app = toolbox.build_client(project, &publisher, steps)?;
    let settings = Settings::read(project, None)?;
    let keys = Keys::demo(project, &publisher, steps)?;
    let app = serve::demo_app(project, &app, &publisher, &settings, &keys, None)?;
    let cargo = project.cargo();
    let mut tests = if env::var_os("DISPLAY").is_some() {
        cargo
    } else {
        // WebKitGTK has no mode without a display. Without `-noreset` the display starts anew whenever its last
        // window is gone, and refuses a browser that comes in that moment.
        let mut tests = Command::new("xvfb-run");
        tests
            .arg("--auto-servernum")
            .arg("--server-args=-screen 0 1280x1024x24 -noreset")
            .arg(cargo.get_program())
            .current_dir(&project.root)
            .env("CARGO_TARGET_DIR", &project.target);
        tests
    };
    tests
        .env("RAUPE_BIN", &publisher)
        .env("RAUPE_APP", &app)
        .env("RAUPE_DEMO_KEY", &keys.secret)
        .env("RAUPE_DEMO_FEED", project.demo_feed())
        .env("RAUPE_AXE", axe);
    browsers.apply(&mut tests);
    Ok(tests)
}
