//! The top of every page, and the tabs.

use leptos::prelude::*;

use crate::client::{Data, use_client};
use crate::i18n::{CONTENT_LANGUAGE, LANGUAGES, Text, t};
use crate::platform::base;
use crate::router::use_router;

/// The name of the app with its region, and the language.
#[component]
pub fn Header() -> impl IntoView {
    let client = use_client();
    let region = move || match client.data.get() {
        Data::Here(opened) => opened.head.region.clone(),
        Data::Opening | Data::Nothing => None,
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
            <LanguageChoice/>
        </header>
    }
}

#[component]
fn LanguageChoice() -> impl IntoView {
    let client = use_client();
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
    view! {
        <select id="language" aria-label=t(Text::AppLanguage) prop:value=current on:change=change>
            {options.collect_view()}
        </select>
    }
}

/// The ways through the app.
#[component]
pub fn Tabs() -> impl IntoView {
    let client = use_client();
    let path = use_router().path;
    let current = move |page: &'static str| {
        let here = path.get().trim_end_matches('/') == base::href(page).trim_end_matches('/');
        here.then_some("page")
    };
    let search = Signal::derive(move || client.last_search.with(|query| search_href(query)));
    view! {
        <nav class="tabs" aria-label=t(Text::AppNavigation)>
            <a href=base::path() aria-current=move || current("")>{t(Text::NavStart)}</a>
            <a href=search aria-current=move || current("suchen/")>{t(Text::NavSearch)}</a>
        </nav>
    }
}

/// The address of a search.
pub fn search_href(query: &str) -> String {
    let search = base::href("suchen/");
    if query.is_empty() {
        search
    } else {
        format!("{search}?{query}")
    }
}
