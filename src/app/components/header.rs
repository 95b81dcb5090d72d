//! The top of every page, the menu behind ⋯, and the tabs.

use leptos::prelude::*;

use super::{Sheet, icon};
use crate::client::use_client;
use crate::i18n::{CONTENT_LANGUAGE, LANGUAGES, Text, t};
use crate::platform::base;
use crate::router::{Screen, use_router};

/// The name of the app with its region, help, the language, and the way to everything else.
#[component]
pub fn Header() -> impl IntoView {
    let client = use_client();
    let menu = RwSignal::new(false);
    let region = move || {
        client.region.with(|region| {
            let region = region.as_ref()?;
            Some(region.short_name.as_ref().unwrap_or(&region.name).clone())
        })
    };
    view! {
        <header class="top">
            <a class="brand" href=base::path()>
                <img src=base::href("icons/raupe.svg") alt="" width="40" height="40"/>
                <span>
                    <strong>{t(Text::AppName)}</strong>
                    {move || region().map(|region| view! {
                        <span class="region" lang=CONTENT_LANGUAGE>{region}</span>
                    }.into_any())}
                </span>
            </a>
            <a class="help" href=Screen::Help.href()>{t(Text::NavHelp)}</a>
            <LanguageChoice/>
            <button
                type="button"
                class="icon-button menu-toggle"
                aria-label=t(Text::MenuLabel)
                aria-haspopup="dialog"
                on:click=move |_| menu.set(true)
            >
                {icon("dots", "")}
            </button>
        </header>
        <Menu open=menu/>
    }
}

/// The pages behind ⋯: the symbol, the address and the name of each.
const PAGES: &[(&str, Screen, Text)] = &[
    ("display", Screen::Display, Text::DisplayHeading),
    ("install", Screen::Install, Text::InstallHeading),
    ("sync", Screen::Stand, Text::StandHeading),
    ("info", Screen::About, Text::AboutHeading),
    ("mail", Screen::Imprint, Text::ImprintHeading),
    ("shield", Screen::Privacy, Text::PrivacyHeading),
    (
        "topic-inclusion",
        Screen::Accessibility,
        Text::AccessibilityHeading,
    ),
];

#[component]
fn Menu(open: RwSignal<bool>) -> impl IntoView {
    let followed = use_router().followed;
    // It has done its work when a link was followed, also one to where one is.
    Effect::new(move || {
        followed.track();
        open.set(false);
    });
    let pages = PAGES.iter().map(|(symbol, page, name)| {
        view! {
            <li><a href=page.href()>{icon(symbol, "")}<span>{t(*name)}</span></a></li>
        }
        .into_any()
    });
    let pages = pages.collect_view();
    view! {
        <Sheet id="menu" title=Text::MenuLabel open>
            <nav class="sheet-body" aria-labelledby="menu-heading">
                <ul class="menu" role="list">{pages}</ul>
            </nav>
        </Sheet>
    }
}

#[component]
fn LanguageChoice() -> impl IntoView {
    let client = use_client();
    // Tells also of a language that did not come: then the choice goes back.
    let current = Signal::derive(move || client.locale.with(|locale| locale.language.tag));
    let change = move |event| {
        let tag = event_target_value(&event);
        if let Some(language) = LANGUAGES.iter().find(|language| language.tag == tag) {
            client.speak(*language);
        }
    };
    let options = LANGUAGES.iter().map(|language| {
        let tag = language.tag;
        view! {
            <option value=tag lang=tag dir=language.dir selected=move || current.get() == tag>
                {language.endonym}
            </option>
        }
        .into_any()
    });
    let short = Signal::derive(move || current.get().to_ascii_uppercase());
    view! {
        <label class="language">
            {icon("language", "small")}
            <span aria-hidden="true">{short}</span>
            <select
                id="language"
                aria-label=t(Text::AppLanguage)
                prop:value=current
                on:change=change
            >
                {options.collect_view()}
            </select>
        </label>
    }
}

/// The ways through the app.
#[component]
pub fn Tabs() -> impl IntoView {
    let client = use_client();
    let screen = use_router().screen;
    let is_at = move |screens: &[Screen]| screens.contains(&screen.get()).then_some("page");
    let search = Signal::derive(move || client.last_search.with(|query| search_href(query)));
    view! {
        <nav class="tabs" aria-label=t(Text::AppNavigation)>
            <a href=Screen::Start.href() aria-current=move || is_at(&[Screen::Start])>
                {icon("home", "")}<span>{t(Text::NavStart)}</span>
            </a>
            <a
                href=search
                aria-current=move || is_at(&[Screen::Search, Screen::Week])
            >
                {icon("search", "")}<span>{t(Text::NavSearch)}</span>
            </a>
        </nav>
    }
}

/// The address of a search.
pub fn search_href(query: &str) -> String {
    Screen::Search.href_with(query)
}

/// The address of the week of a search.
pub fn week_href(query: &str) -> String {
    Screen::Week.href_with(query)
}
