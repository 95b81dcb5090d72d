//! The pages about the app and the county: about, imprint, privacy, accessibility.

use leptos::prelude::*;
use raupe_core::region::{Region, Words};

use crate::client::use_client;
use crate::components::{Heading, icon};
use crate::i18n::{CONTENT_LANGUAGE, Locale, Text, t};

/// Über Raupe: what it is, whose list it shows, whom to ask.
#[component]
pub fn About() -> impl IntoView {
    let client = use_client();
    let parts = move || {
        client.locale.with(|locale| {
            client.region.with(|region| {
                let name = region.as_ref().map_or("", |region| region.name.as_str());
                let text = locale.fill(Text::AboutText, &[("region", name)]);
                let unchecked = (!locale.is_checked()).then(|| {
                    view! { <p>{locale.text(Text::AboutTexts).to_owned()}</p> }.into_any()
                });
                view! {
                    <p>{text}</p>
                    {unchecked}
                    {region.as_ref().and_then(|region| contact(region, locale))}
                }
                .into_any()
            })
        })
    };
    view! {
        <Heading text=Signal::derive(t(Text::AboutHeading))/>
        {parts}
    }
}

/// Whom to ask, as far as the settings say so.
fn contact(region: &Region, locale: &Locale) -> Option<AnyView> {
    let contact = &region.contact;
    let phone = contact.phone.as_ref().map(|phone| {
        view! {
            <li><a class="action" href=phone.href()>
                {icon("phone", "")}<bdi dir="ltr">{phone.shown().to_owned()}</bdi>
            </a></li>
        }
        .into_any()
    });
    let email = contact.email.as_ref().map(|email| {
        view! {
            <li><a class="action" href=email.href()>
                {icon("mail", "")}<bdi dir="ltr">{email.as_str().to_owned()}</bdi>
            </a></li>
        }
        .into_any()
    });
    let address = contact.address.clone();
    let name = contact.name.clone();
    let says = phone.is_some() || email.is_some() || address.is_some() || !name.is_empty();
    let heading = locale.text(Text::AboutContact).to_owned();
    says.then(|| {
        view! {
            <section class="contacts">
                <h2>{heading}</h2>
                <div class="content" lang=CONTENT_LANGUAGE dir="auto">{name} "\n" {address}</div>
                <ul role="list">{phone}{email}</ul>
            </section>
        }
        .into_any()
    })
}

/// A page whose text is the county's.
#[component]
pub fn CountyPage(
    /// What it is called.
    title: Text,
    /// Its text.
    text: fn(&Region) -> &Words,
) -> impl IntoView {
    let client = use_client();
    let parts = move || {
        client.locale.with(|locale| {
            client.region.with(|region| {
                let (text, tag) = region.as_ref().map_or(("", CONTENT_LANGUAGE), |region| {
                    text(region).get(locale.language.tag)
                });
                if text.is_empty() {
                    let none = locale.text(Text::PageNone).to_owned();
                    return view! { <p>{none}</p> }.into_any();
                }
                let is_own = tag == locale.language.tag;
                let note = (!is_own).then(|| {
                    view! { <p class="origin">{locale.text(Text::PageGerman).to_owned()}</p> }
                        .into_any()
                });
                let (lang, dir) = (
                    (!is_own).then_some(CONTENT_LANGUAGE),
                    (!is_own).then_some("ltr"),
                );
                view! { {note} <div class="content" lang=lang dir=dir>{text.to_owned()}</div> }
                    .into_any()
            })
        })
    };
    view! {
        <Heading text=Signal::derive(t(title))/>
        {parts}
    }
}
