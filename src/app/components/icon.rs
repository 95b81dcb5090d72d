//! Symbols of `style/symbols.svg`, which is in the page. They never say anything by themselves: a word
//! stands beside each.

use leptos::prelude::*;

/// The symbol with this name, the height of a line of text. Those that point somewhere take the class
/// `points`, and turn round where writing runs from right to left; `small` fits beside small text.
pub fn icon(name: &str, classes: &str) -> AnyView {
    let href = symbol(name);
    let class = format!("icon {classes}");
    view! { <svg class=class aria-hidden="true"><use_ href=href></use_></svg> }.into_any()
}

/// A drawing of the sprite. `size` is its `viewBox`.
pub fn drawing(name: &str, classes: &str, size: &'static str) -> AnyView {
    let href = symbol(name);
    let class = format!("drawing {classes}");
    view! {
        <svg class=class viewBox=size aria-hidden="true"><use_ href=href></use_></svg>
    }
    .into_any()
}

fn symbol(name: &str) -> String {
    format!("#symbol-{name}")
}
