//! Which screen is shown: the address as signals, and links that are followed without loading a page anew.
//!
//! A handful of addresses without parameters in their paths needs no more than this; a library for it was a tenth
//! of the whole program.

use std::collections::BTreeMap;

use leptos::ev::{self, MouseEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, Url};

use crate::platform::page::{self, LinkPlace};
use crate::platform::{base, history};
use crate::routes::ROUTES;
pub use crate::routes::Screen;

impl Screen {
    /// The screen at `path`, in an app whose folder is `base`.
    fn at(path: &str, base: &str) -> Self {
        let below = path.strip_prefix(base.trim_end_matches('/'));
        let below = below.filter(|below| below.is_empty() || below.starts_with('/'));
        let folder = below.map(|below| below.trim_matches('/'));
        let mut routes = ROUTES.iter();
        let route = routes.find(|(_, route)| Some(*route) == folder);
        route.map_or(Self::Missing, |(screen, _)| *screen)
    }

    /// Its address, with the app's folder.
    pub fn href(self) -> String {
        let mut routes = ROUTES.iter();
        match routes.find(|(screen, _)| *screen == self) {
            None | Some((_, "")) => base::path().to_owned(),
            Some((_, folder)) => base::href(&format!("{folder}/")),
        }
    }

    /// The same with what is looked for, or with which offer.
    pub fn href_with(self, fragment: &str) -> String {
        history::with_fragment(&self.href(), fragment)
    }
}

/// An address of the app. What somebody looks for stands behind `#`: that part is never sent anywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Address {
    path: String,
    fragment: String,
}

impl Address {
    /// Of the parts as the browser has them. Earlier links have `?` in the place of `#`.
    fn new(path: String, search: &str, hash: &str) -> Self {
        let fragment = match hash.trim_start_matches('#') {
            "" => search.trim_start_matches('?'),
            fragment => fragment,
        };
        Self {
            path,
            fragment: fragment.to_owned(),
        }
    }

    /// The one in the address bar; see also `early.js`.
    fn here() -> Self {
        let location = window().location();
        Self::new(
            location.pathname().unwrap_or_default(),
            &location.search().unwrap_or_default(),
            &location.hash().unwrap_or_default(),
        )
    }

    fn of(url: &Url) -> Self {
        Self::new(url.pathname(), &url.search(), &url.hash())
    }

    /// As it stands in the address bar, with the host.
    fn href(&self) -> String {
        let origin = window().location().origin().unwrap_or_default();
        let address = history::with_fragment(&self.path, &self.fragment);
        format!("{origin}{address}")
    }

    fn screen(&self) -> Screen {
        Screen::at(&self.path, base::path())
    }
}

/// Where the user is, and the way to another screen.
///
/// The signals are at a new address before the address bar is: a screen that is left can still
/// write into the bar what belongs to it.
#[derive(Clone, Copy)]
pub struct Router {
    address: RwSignal<Address>,
    /// The screen at this address.
    pub screen: Memo<Screen>,
    /// The path, with the folder of the app.
    pub path: Memo<String>,
    /// What is behind `#`: what is looked for, or which offer.
    pub fragment: Memo<String>,
    /// The link that was followed, until the address bar says so.
    pending: StoredValue<Option<Followed>>,
    /// The pages that were left by a link, and how they stood then.
    left: StoredValue<BTreeMap<String, Left>>,
    /// The page from which the link led that was followed last.
    before: StoredValue<Option<String>>,
    /// How the page stood to which the user goes back, until it stands so again.
    returning: StoredValue<Option<Left>>,
    /// Tells of each link that is followed, wherever it leads.
    pub followed: Trigger,
}

/// A link that was followed.
#[derive(Clone)]
struct Followed {
    to: String,
    /// Takes the place of a spare entry of the browser's history.
    replaces: bool,
    left: Left,
}

/// How a page stood when it was left.
#[derive(Clone, Debug, PartialEq)]
struct Left {
    /// In pixels.
    scrolled: f64,
    /// The link that was followed.
    link: Option<LinkPlace>,
}

/// The router of this page.
pub fn use_router() -> Router {
    expect_context()
}

impl Router {
    /// Begins at the address of the page, and follows links and the browser's buttons from then on.
    pub fn start() -> Self {
        let address = RwSignal::new(Address::here());
        let router = Self {
            address,
            screen: Memo::new(move |_| address.with(Address::screen)),
            path: Memo::new(move |_| address.with(|address| address.path.clone())),
            fragment: Memo::new(move |_| address.with(|address| address.fragment.clone())),
            pending: StoredValue::new(None),
            left: StoredValue::default(),
            before: StoredValue::new(None),
            returning: StoredValue::new(None),
            followed: Trigger::new(),
        };
        window_event_listener(ev::click, move |click| {
            if let Some((link, url)) = link_within(&click) {
                click.prevent_default();
                router.follow(&link, &url);
            }
        });
        window_event_listener(ev::popstate, move |_| router.returned());
        history::scroll_by_hand();
        router
    }

    /// The screen to draw. Whoever draws it has taken the one before away.
    pub fn enter(self) -> Screen {
        let screen = self.screen.get();
        self.complete();
        self.restore();
        screen
    }

    /// Whether the user goes back to a page that will stand as it was left.
    pub fn is_returning(self) -> bool {
        self.returning.with_value(Option::is_some)
    }

    /// Stays at this page, with another fragment of its address.
    pub fn stay(self, fragment: String) {
        history::replace_fragment(&fragment);
        self.address.update(|address| address.fragment = fragment);
    }

    /// Writes into the address bar what a screen says about itself, without a word to that screen. On the way out the
    /// address may be another page's already: then nothing is written.
    pub fn note(path: &str, fragment: &str) {
        let here = window().location().pathname();
        if here.is_ok_and(|here| here == path) && history::fragment() != fragment {
            history::replace_fragment(fragment);
        }
    }

    /// The screen from which a link has led here.
    pub fn came_from(self) -> Option<Screen> {
        let before = self.before.get_value()?;
        let path = Url::new(&before).ok()?.pathname();
        Some(Screen::at(&path, base::path()))
    }

    fn follow(self, link: &HtmlAnchorElement, url: &Url) {
        self.followed.notify();
        let address = Address::of(url);
        let to = address.href();
        let is_here = window().location().href().as_deref() == Ok(&to)
            || self.address.with_untracked(|here| *here == address);
        if is_here {
            return window().scroll_to_with_x_and_y(0.0, 0.0);
        }
        // Back is the way to where one came from: there the list stands as it was left. From a sheet it
        // would only close that.
        let came_from = |before: &Option<String>| before.as_deref() == Some(&to);
        if !history::has_spare() && self.before.with_value(came_from) {
            return history::back();
        }
        let stays = address.screen() == self.screen.get_untracked();
        self.pending.set_value(Some(Followed {
            to,
            replaces: history::take_spare(),
            left: Left {
                scrolled: page::scrolled(),
                link: LinkPlace::of(link),
            },
        }));
        self.address.set(address);
        if stays {
            self.complete();
        }
    }

    /// Brings the address bar to where the signals are.
    fn complete(self) {
        let pending = self.pending.try_update_value(Option::take);
        let Some(Followed { to, replaces, left }) = pending.flatten() else {
            return;
        };
        let from = window().location().href().unwrap_or_default();
        self.left
            .update_value(|all| drop(all.insert(from.clone(), left)));
        self.before.set_value(Some(from));
        if replaces {
            history::replace(&to);
        } else {
            history::push(&to);
        }
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// The user went back or forward.
    fn returned(self) {
        let address = Address::here();
        // A sheet's own entry: the sheet knows what the address is to be. Effects run before it hears of it,
        // and must not take the address for a wish.
        let is_here = self
            .address
            .with_untracked(|here| here.path == address.path);
        if is_here && history::has_spare() {
            return;
        }
        self.pending.set_value(None);
        self.before.set_value(None);
        let here = window().location().href().unwrap_or_default();
        let left = self.left.with_value(|all| all.get(&here).cloned());
        self.returning.set_value(left);
        let stays = address.screen() == self.screen.get_untracked();
        self.address.set(address);
        if stays {
            self.returning.set_value(None);
        }
    }

    /// Lets the page stand as it was left, once it is drawn.
    fn restore(self) {
        if self.is_returning() {
            request_animation_frame(move || {
                if let Some(left) = self.returning.try_update_value(Option::take).flatten() {
                    page::restore(left.scrolled, left.link.as_ref());
                }
            });
        }
    }
}

/// The link that was clicked and where it leads, if it is a plain click on a plain link to a screen of the app.
fn link_within(click: &MouseEvent) -> Option<(HtmlAnchorElement, Url)> {
    let is_plain = click.button() == 0
        && !(click.meta_key() || click.ctrl_key() || click.shift_key() || click.alt_key());
    if click.default_prevented() || !is_plain {
        return None;
    }
    let target: Element = click.target()?.dyn_into().ok()?;
    let link: HtmlAnchorElement = target.closest("a[href]").ok()??.dyn_into().ok()?;
    if !link.target().is_empty() || link.has_attribute("download") {
        return None;
    }
    let url = Url::new(&link.href()).ok()?;
    let origin = window().location().origin().ok()?;
    let leads_to = Screen::at(&url.pathname(), base::path());
    let is_ours = url.origin() == origin && leads_to != Screen::Missing;
    is_ours.then_some((link, url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_screen_has_one_folder_and_every_folder_one_screen() {
        for (at, (screen, folder)) in ROUTES.iter().enumerate() {
            assert_eq!(Screen::at(&format!("/a/{folder}"), "/a/"), *screen);
            assert!(!folder.contains('/'), "{folder} is one level deep");
            let others = &ROUTES[at + 1..];
            assert!(
                !others
                    .iter()
                    .any(|(it, other)| it == screen || other == folder)
            );
        }
    }

    #[test]
    fn every_path_leads_to_a_screen_in_any_folder() {
        for (path, base, screen) in [
            ("/", "/", Screen::Start),
            ("/suchen", "/", Screen::Search),
            ("/suchen/", "/", Screen::Search),
            ("/angebot/", "/", Screen::Offer),
            ("/stand/", "/", Screen::Stand),
            ("/index.html", "/", Screen::Missing),
            ("/feed/offers.html", "/", Screen::Missing),
            ("/a/b", "/a/b/", Screen::Start),
            ("/a/b/", "/a/b/", Screen::Start),
            ("/a/b/stand/", "/a/b/", Screen::Stand),
            ("/a/bstand/", "/a/b/", Screen::Missing),
            ("/a/", "/a/b/", Screen::Missing),
            ("/stand/", "/a/b/", Screen::Missing),
        ] {
            assert_eq!(Screen::at(path, base), screen, "{path} in {base}");
        }
    }
}
