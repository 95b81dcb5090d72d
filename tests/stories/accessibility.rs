//! The checks of the plan of the interface, in real browsers: on every screen, in every look, in every
//! direction of writing.
//!
//! Pages are not loaded anew for each look: one visit, many checks. Forced colours and paper are Chromium's
//! alone: the other drivers cannot be told of them.

mod going;
mod media;
mod screens;
mod without;

use anyhow::Result;
use raupe_e2e::App;
use serde_json::json;

/// Puts the checks into the page that is open.
async fn bring_checks(app: &App) -> Result<()> {
    let script = concat!(include_str!("accessibility/checks.js"), "; return null");
    app.ask(script, json!([])).await
}
