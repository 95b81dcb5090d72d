//! Hilfe jetzt: numbers to call, readable without a network.

use jiff::civil::DateTime;
use leptos::prelude::*;
use raupe_core::calendar::{Holidays, Timetable};
use raupe_core::offer::Phone;
use raupe_core::region::{HelpLine, Hours, Words};

use crate::client::use_client;
use crate::components::{Heading, icon, outside, spoken};
use crate::i18n::{Locale, Text, t};

/// The page of the help lines.
#[component]
pub fn Help() -> impl IntoView {
    let client = use_client();
    let lines = move || {
        let now = client.now.get();
        client.locale.with(|locale| {
            client.region.with(|region| match region {
                Some(region) if !region.help.is_empty() => {
                    let lines = region.help.iter();
                    lines
                        .map(|line| help_line(line, &region.holidays, now, locale))
                        .collect_view()
                        .into_any()
                }
                _ => basic(locale),
            })
        })
    };
    view! {
        <Heading text=Signal::derive(t(Text::HelpHeading))/>
        <p>{t(Text::HelpIntro)}</p>
        <ul class="help-lines" role="list">{lines}</ul>
    }
}

/// What holds everywhere in Germany, should the settings not be there.
fn basic(locale: &Locale) -> AnyView {
    let line = |text: Text, number: &str| {
        let name = locale.text(text).to_owned();
        let call = Phone::new(number).map(|phone| call(&phone));
        view! { <li class="help-line urgent"><h2>{name}</h2>{call}</li> }.into_any()
    };
    [
        line(Text::HelpBasic, "112"),
        line(Text::HelpDoctor, "116 117"),
    ]
    .collect_view()
    .into_any()
}

fn help_line(line: &HelpLine, holidays: &Holidays, now: DateTime, locale: &Locale) -> AnyView {
    let class = if line.emergency {
        "help-line urgent"
    } else {
        "help-line"
    };
    let languages = spoken::line(line.languages.iter().copied(), locale);
    let numbers = std::iter::once(&line.phone).chain(&line.also);
    view! {
        <li class=class>
            {words(&line.name, locale, |text, lang, dir| {
                view! { <h2 lang=lang dir=dir>{text}</h2> }.into_any()
            })}
            {words(&line.what, locale, |text, lang, dir| {
                view! { <p lang=lang dir=dir>{text}</p> }.into_any()
            })}
            {numbers.map(call).collect_view()}
            {hours(&line.hours, holidays, now, locale)}
            {languages.map(|languages| view! {
                <p class="line languages">
                    {icon("topic-language", "small")}<span>{languages}</span>
                </p>
            }.into_any())}
            {line.link.as_ref().map(|link| view! { <p>{outside(link, locale)}</p> }.into_any())}
        </li>
    }
    .into_any()
}

fn call(phone: &Phone) -> AnyView {
    view! {
        <a class="call" href=phone.href()>
            {icon("phone", "")}<bdi dir="ltr">{phone.shown().to_owned()}</bdi>
        </a>
    }
    .into_any()
}

/// When somebody answers: in words, and how it is now.
fn hours(hours: &Hours, holidays: &Holidays, now: DateTime, locale: &Locale) -> Option<AnyView> {
    let (words, state) = match hours {
        Hours::Unstated => return None,
        Hours::Always => (vec![locale.text(Text::HelpAlways).to_owned()], None),
        Hours::Times(schedules) => {
            let timetable = Timetable {
                schedules,
                holidays,
            };
            let state = locale.open_state(&timetable.state(now, false), now);
            let words = schedules.iter().map(|it| locale.when(it).text).collect();
            (words, Some(state))
        }
    };
    let words: Vec<String> = words;
    let view = view! {
        <p class="line hours">
            {icon("clock", "small")}
            <span>
                {state.map(|state| view! { <strong>{state}</strong> <br/> }.into_any())}
                {locale.apart(&words)}
            </span>
        </p>
    };
    Some(view.into_any())
}

/// A text of the settings in the user's language, or in German and said so.
pub fn words(
    words: &Words,
    locale: &Locale,
    show: impl Fn(String, Option<&'static str>, Option<&'static str>) -> AnyView,
) -> Option<AnyView> {
    let (text, tag) = words.get(locale.language.tag);
    if text.is_empty() {
        return None;
    }
    let own = tag == locale.language.tag;
    let (lang, dir) = (
        (!own).then_some(crate::i18n::CONTENT_LANGUAGE),
        (!own).then_some("ltr"),
    );
    Some(show(text.to_owned(), lang, dir))
}
