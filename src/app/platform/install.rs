//! Putting the app on the home screen. Some browsers ask by themselves when they are told to: `boot.js`
//! keeps their question, since it can come before the client runs.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use raupe_core::text;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::memory;

/// Where `boot.js` keeps the browser's question.
const KEPT: &str = "raupeInstall";
/// Set once the user does not want to be asked any more, or need not be.
const DECLINED: &str = "install declined";

/// How this browser puts an app on the home screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It runs from there already.
    Done,
    /// The browser asks when it is told to.
    Ask,
    /// By its share button, as on iPhones and iPads.
    Share,
    /// By its menu.
    Menu,
}

/// How it goes on this device.
pub fn way() -> Way {
    let is_app = window()
        .match_media("(display-mode: standalone)")
        .ok()
        .flatten()
        .is_some_and(|query| query.matches());
    if is_app {
        Way::Done
    } else if kept().is_some() {
        Way::Ask
    } else if is_ios() {
        Way::Share
    } else {
        Way::Menu
    }
}

/// An iPhone or iPad, whichever browser: all use the system's own. An iPad says that it is a Mac, and
/// no Mac has a screen for ten fingers.
pub fn is_ios() -> bool {
    is_agent(&["iPhone", "iPad", "iPod"])
        || (is_agent(&["Macintosh"]) && window().navigator().max_touch_points() > 1)
}

/// The address that shows a place in the device's own maps, if it has some.
pub fn map_of(place: &str) -> Option<String> {
    let wanted = text::encode(place).replace('+', "%20");
    if is_ios() || is_agent(&["Macintosh"]) {
        Some(format!("maps://?q={wanted}"))
    } else {
        // On other desks an address of this kind leads nowhere.
        is_agent(&["Android"]).then(|| format!("geo:0,0?q={wanted}"))
    }
}

/// Whether the browser says one of these words of itself.
fn is_agent(words: &[&str]) -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    words.iter().any(|word| agent.contains(word))
}

fn kept() -> Option<JsValue> {
    let kept = Reflect::get(&window(), &KEPT.into()).ok()?;
    kept.is_object().then_some(kept)
}

/// Lets the browser ask. Whether the user agreed.
pub async fn ask() -> bool {
    let Some(question) = kept() else {
        return false;
    };
    let method = |name: &str| {
        let method = Reflect::get(&question, &name.into()).ok()?;
        method.dyn_into::<Function>().ok()
    };
    let Some(asked) = method("prompt").and_then(|prompt| prompt.call0(&question).ok()) else {
        return false;
    };
    // A question can be put once.
    let _ = Reflect::set(&window(), &KEPT.into(), &JsValue::NULL);
    let answer = JsFuture::from(Promise::resolve(&asked)).await;
    let outcome = answer.and_then(|answer| Reflect::get(&answer, &"outcome".into()));
    let has_agreed = outcome.is_ok_and(|outcome| outcome == "accepted");
    if has_agreed {
        ask_no_more();
    }
    has_agreed
}

/// Whether the user may still be asked.
pub fn may_ask() -> bool {
    way() != Way::Done && memory::recall(DECLINED).is_none()
}

/// The user does not want to be asked any more, or has said yes.
pub fn ask_no_more() {
    memory::remember(DECLINED, "1");
}
