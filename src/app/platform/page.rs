//! The page itself: its title, its language, where the focus is.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MediaQueryList};

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

/// Puts the focus on the first link of an item of a list, which a selector names; items are counted from 0.
pub fn focus_link_in(list: &str, at: usize) {
    let link = document().query_selector(&format!("{list} > li:nth-child({}) a", at + 1));
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

/// Which link it is among those of the page, even when they are drawn anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkPlace {
    /// The address as it is written.
    href: String,
    /// How many before it lead there, too.
    before: usize,
}

impl LinkPlace {
    /// The place of a link, if it is in the page's own part.
    pub fn of(link: &Element) -> Option<Self> {
        let href = link.get_attribute("href")?;
        let before = links_to(&href).position(|it| it.is_same_node(Some(link)))?;
        Some(Self { href, before })
    }

    /// That of the link that has the focus.
    pub fn focused() -> Option<Self> {
        Self::of(&document().active_element()?)
    }

    /// Puts the focus there, without scrolling; whether there is such a link. If one of them is gone, the
    /// last takes its place.
    fn focus(&self) -> bool {
        let links: Vec<_> = links_to(&self.href).collect();
        let link = links.get(self.before).or(links.last());
        link.is_some_and(focus_in_place)
    }
}

/// The links of the page's own part that lead to an address as it is written.
fn links_to(href: &str) -> impl Iterator<Item = HtmlElement> {
    // The address is compared, not put into a selector: it can hold anything.
    let links = document().query_selector_all("main a[href]").ok();
    let links = links.into_iter();
    let links = links.flat_map(|all| (0..all.length()).filter_map(move |at| all.get(at)));
    let links = links.filter_map(|link| link.dyn_into::<HtmlElement>().ok());
    links.filter(move |link| link.get_attribute("href").as_deref() == Some(href))
}

/// Puts the focus on the heading of the page, without scrolling: for what takes itself away.
pub fn focus_heading() {
    let heading = document().query_selector("main h1").ok().flatten();
    if let Some(heading) = heading.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        focus_in_place(&heading);
    }
}

fn focus_in_place(element: &HtmlElement) -> bool {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    element.focus_with_options(&options).is_ok()
}

/// Scrolls to where the user was and puts the focus on the link that was followed, or else on the heading.
pub fn restore(scrolled: f64, link: Option<&LinkPlace>) {
    window().scroll_to_with_x_and_y(0.0, scrolled);
    if !link.is_some_and(LinkPlace::focus) {
        focus_heading();
    }
}

/// Gives the focus back to a link that was drawn anew, if nothing else has it by now.
pub fn refocus(link: &LinkPlace) {
    let lost = document()
        .active_element()
        .is_none_or(|element| element.tag_name() == "BODY");
    if lost {
        link.focus();
    }
}

/// Puts the focus on a checkbox of a filter.
pub fn focus_option(name: &str, value: &str) {
    let selector = format!("input[name='{name}']");
    let Ok(boxes) = document().query_selector_all(&selector) else {
        return;
    };
    let boxes = (0..boxes.length()).filter_map(|at| boxes.get(at)?.dyn_into::<HtmlElement>().ok());
    let mut wanted = boxes.filter(|it| it.get_attribute("value").as_deref() == Some(value));
    if let Some(option) = wanted.next() {
        let _ = option.focus();
    }
}
