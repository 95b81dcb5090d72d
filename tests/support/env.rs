//! Where everything is: `cargo xtask test` says so in the environment.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The publisher's program.
pub const RAUPE: &str = "RAUPE_BIN";
/// The folder of the packed client.
pub const APP: &str = "RAUPE_APP";
/// The demo feed's source file.
pub const DEMO_FEED: &str = "RAUPE_DEMO_FEED";
/// The secret key that the demo's feed is signed with, and that the packed client believes.
pub const DEMO_KEY: &str = "RAUPE_DEMO_KEY";
/// Chromium and what drives it.
pub const CHROMIUM: [&str; 2] = ["RAUPE_CHROMIUM", "CHROMEDRIVER"];
/// Firefox and what drives it.
pub const FIREFOX: [&str; 2] = ["RAUPE_FIREFOX", "GECKODRIVER"];
/// `WebKitGTK`'s small browser and what drives it.
pub const WEBKIT: [&str; 2] = ["RAUPE_MINIBROWSER", "WEBKITDRIVER"];
/// The script of axe-core.
pub const AXE: &str = "RAUPE_AXE";

/// The file or folder that this variable names.
pub fn path(variable: &str) -> Result<PathBuf> {
    let value = env::var_os(variable)
        .with_context(|| format!("{variable} is not set: run `cargo xtask test`"))?;
    let path = PathBuf::from(value);
    ensure!(
        path.exists(),
        "{variable} names {}, which is not there: run `cargo xtask test`",
        path.display()
    );
    Ok(path)
}

/// Fails unless there is a display: `WebKitGTK` has no mode without one.
pub fn need_display() -> Result<()> {
    ensure!(
        env::var_os("DISPLAY").is_some(),
        "WebKitGTK needs a display and there is none: run `cargo xtask test`, or put \
         `xvfb-run --auto-servernum` before the command"
    );
    Ok(())
}

/// Where a failed story leaves what it saw: `target/e2e`.
pub fn evidence_folder() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let workspace = workspace.unwrap_or(Path::new("."));
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    workspace.join(target).join("e2e")
}
