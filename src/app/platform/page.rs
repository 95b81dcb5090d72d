//! The page itself: its title, its language, where the focus is.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, MediaQueryList};

use super::memory;
use crate::i18n::UiLanguage;

/// Tells the browser and screen readers which language the page is in.
pub fn set_language(language: UiLanguage) {
    // For the first moment of the next visit; see `early.js`.
    memory::remember("direction", language.dir);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("lang", language.tag);
        let _ = root.set_attribute("dir", language.dir);
    }
}

/// Takes away what the page says while the client is on its way.
pub fn end_boot() {
    if let Some(boot) = document().get_element_by_id("boot") {
        boot.remove();
    }
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Puts the focus on the element with this id.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Puts the focus on the first link of an item of a list, counted from 0.
pub fn focus_link_in(class: &str, at: usize) {
    let link = document().query_selector(&format!(".{class} > li:nth-child({}) a", at + 1));
    if let Some(link) = link
        .ok()
        .flatten()
        .and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        let _ = link.focus();
    }
}

/// Whether there is room for something beside the list, as the style sheets see it. Follows the window.
pub fn has_room() -> RwSignal<bool> {
    let query = window().match_media("(min-width: 56.25rem)").ok().flatten();
    let room = RwSignal::new(query.as_ref().is_some_and(MediaQueryList::matches));
    if let Some(query) = query {
        let target = query.clone();
        EventListener::new(&target, "change", move |_| room.set(query.matches())).forget();
    }
    room
}

/// Calls `then` once what has changed up to now is drawn.
pub fn after_next_picture(then: impl FnOnce() + 'static) {
    request_animation_frame(move || {
        Timeout::new(0, then).forget();
    });
}

/// Loads the page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Keeps the page behind a sheet where it is, or lets it go again.
pub fn lock_scroll(is_locked: bool) {
    set_data("sheet", is_locked.then_some("open"));
}

/// Sets what the style sheets ask the page: `data-<name>` of its root.
pub fn set_data(name: &str, value: Option<&str>) {
    if let Some(root) = document().document_element() {
        let name = format!("data-{name}");
        let _ = match value {
            Some(value) => root.set_attribute(&name, value),
            None => root.remove_attribute(&name),
        };
    }
}

/// How far the page is scrolled, in pixels.
pub fn scrolled() -> f64 {
    window().scroll_y().unwrap_or_default()
}

/// The address of the link that has the focus, as it is written.
pub fn focused_link() -> Option<String> {
    document().active_element()?.get_attribute("href")
}

/// Scrolls to where the user was and puts the focus on the link that had it.
pub fn restore(scrolled: f64, link: Option<&str>) {
    window().scroll_to_with_x_and_y(0.0, scrolled);
    let Some(link) = link else {
        return;
    };
    // The address is compared, not put into a selector: it can hold anything.
    let links = document().query_selector_all("main a[href]");
    let Ok(links) = links else {
        return;
    };
    for at in 0..links.length() {
        let element = links
            .get(at)
            .and_then(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(element) =
            element.filter(|it| it.get_attribute("href").as_deref() == Some(link))
        {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
            return;
        }
    }
}
