//! The facts about an offer, in the order of the questions: who, when, where, how.

use leptos::prelude::*;
use raupe_core::offer::{Contact, Link, Offer, Phone, Place, Schedule};

use crate::components::{outside, spoken};
use crate::i18n::{CONTENT_LANGUAGE, Locale, Said, Text, line};

/// Everything that an offer says, after its title.
pub fn facts(offer: &Offer, locale: &Locale) -> impl IntoView + use<> {
    let text = |text| locale.text(text).to_owned();
    let label = |text| Said::ours(locale.text(text));
    let mut facts = List::default();
    let spoken = offer
        .languages
        .iter()
        .map(|language| {
            let called = offer.called(*language);
            view! { <dd>{spoken::in_both_languages(*language, called, locale)}</dd> }.into_any()
        })
        .collect::<Vec<_>>();
    facts.also_called(label(Text::OfferAlsoCalled), offer);
    facts.content(label(Text::OfferOrganisation), offer.organisation.iter());
    facts.lines(
        label(Text::OfferForWhom),
        vec![locale.audience(offer.audience)],
    );
    facts.content(label(Text::OfferEligibility), offer.eligibility.iter());
    facts.push(label(Text::OfferWhen), when(&offer.schedules, locale));
    if let Some(places) = places(offer, locale) {
        facts.push(label(Text::OfferWhere), places);
    }
    facts.content(
        label(Text::OfferNeighbourhood),
        offer
            .neighbourhoods
            .iter()
            .map(raupe_core::offer::Neighbourhood::label),
    );
    facts.lines(
        label(Text::OfferChannels),
        offer
            .channels
            .iter()
            .map(|channel| locale.channel(channel))
            .collect(),
    );
    if !spoken.is_empty() {
        facts.push(label(Text::OfferLanguages), spoken.into_any());
    }
    facts.content(label(Text::OfferLanguages), offer.other_languages.iter());
    facts.said(label(Text::OfferCost), locale.cost(&offer.cost));
    facts.lines(
        label(Text::OfferGoodToKnow),
        offer
            .good_to_know
            .iter()
            .map(|value| locale.good_to_know(value))
            .collect(),
    );
    facts.content(label(Text::OfferApplication), offer.application.iter());
    let topics = offer.topics.iter();
    facts.said(
        label(Text::OfferTopics),
        topics.map(|topic| vec![locale.topic_said(topic)]).collect(),
    );
    for (name, value) in &offer.facts {
        facts.content(Said::feeds(name), [value].into_iter());
    }
    let confirmed = match offer.last_confirmed {
        Some(date) => locale.fill(Text::OfferConfirmed, &[("date", &locale.date(date))]),
        None => text(Text::OfferConfirmedNever),
    };
    let description = offer.description.clone().map(|description| {
        view! {
            <h2>{text(Text::OfferDescription)}</h2>
            <Content text=description/>
        }
        .into_any()
    });
    // An example says so in the user's language already.
    let notice = offer
        .notice
        .clone()
        .filter(|_| !offer.example)
        .map(|notice| {
            view! {
        <div class="notice"><strong>{text(Text::OfferNotice)}</strong><Content text=notice/></div>
    }.into_any()
        });
    view! {
        {notice}
        {contacts(&offer.contacts, locale)}
        <h2>{text(Text::OfferDetails)}</h2>
        <dl class="facts">{facts.0}</dl>
        {description}
        {links(&offer.links, locale)}
        <p class="confirmed">{confirmed}</p>
    }
}

/// The entries of a list of facts.
#[derive(Default)]
struct List(Vec<AnyView>);

impl List {
    /// Lines in the user's language.
    fn lines(&mut self, label: Said, lines: Vec<String>) {
        let lines = lines.into_iter().map(|line| vec![Said::ours(line)]);
        self.said(label, lines.collect());
    }

    /// Lines with parts in the user's language and in that of the feed.
    fn said(&mut self, label: Said, lines: Vec<Vec<Said>>) {
        if !lines.is_empty() {
            let lines = lines
                .into_iter()
                .map(|parts| view! { <dd>{line(parts)}</dd> }.into_any());
            self.push(label, lines.collect_view().into_any());
        }
    }

    /// Texts in the language of the feed.
    fn content<T: AsRef<str>>(&mut self, label: Said, texts: impl Iterator<Item = T>) {
        let texts: Vec<_> = texts
            .map(|text| view! { <dd><Content text=text.as_ref().to_owned()/></dd> }.into_any())
            .collect();
        if !texts.is_empty() {
            self.push(label, texts.into_any());
        }
    }

    /// Its other titles, also those in other languages.
    fn also_called(&mut self, label: Said, offer: &Offer) {
        let feeds = offer.alternate_title.iter();
        let feeds = feeds.map(|title| (CONTENT_LANGUAGE.to_owned(), title));
        let translated = offer.translations.iter();
        let translated =
            translated.filter_map(|it| Some((it.tag.as_str().to_owned(), it.title.as_ref()?)));
        let titles: Vec<_> = feeds
            .chain(translated)
            .map(|(lang, title)| {
                view! { <dd><div lang=lang dir="auto">{title.clone()}</div></dd> }.into_any()
            })
            .collect();
        if !titles.is_empty() {
            self.push(label, titles.into_any());
        }
    }

    fn push(&mut self, label: Said, details: AnyView) {
        self.0
            .push(view! { <div><dt>{label.shown()}</dt>{details}</div> }.into_any());
    }
}

/// A text of the feed, with its paragraphs. It is shown as it is written: never as markup.
#[component]
fn Content(text: String) -> impl IntoView {
    view! { <div class="content" lang=CONTENT_LANGUAGE dir="auto">{text}</div> }
}

fn when(schedules: &[Schedule], locale: &Locale) -> AnyView {
    if schedules.is_empty() {
        let unknown = locale.text(Text::OfferWhenUnknown).to_owned();
        return view! { <dd>{unknown}</dd> }.into_any();
    }
    let entries = schedules.iter().map(|schedule| {
        let when = locale.when(schedule);
        let details = locale.one_after_another(&locale.when_details(schedule));
        let description = schedule.description.clone();
        let description = description.filter(|text| *text != when.text);
        view! {
            <dd>
                <strong>{when.shown()}</strong>
                {(!details.is_empty()).then(|| view! { <div>{details}</div> }.into_any())}
                {description.map(|text| view! { <Content text/> }.into_any())}
            </dd>
        }
        .into_any()
    });
    entries.collect_view().into_any()
}

fn places(offer: &Offer, locale: &Locale) -> Option<AnyView> {
    let mut entries: Vec<_> = offer
        .places
        .iter()
        .map(|place| one_place(place, locale))
        .collect();
    if offer.region_wide {
        let text = locale.text(Text::OfferRegionWide).to_owned();
        entries.push(view! { <dd>{text}</dd> }.into_any());
    }
    (!entries.is_empty()).then(|| entries.into_any())
}

fn one_place(place: &Place, locale: &Locale) -> AnyView {
    let address = place.address.as_ref().map(|address| {
        let lines = address
            .lines()
            .map(|line| view! { <div>{line}</div> }.into_any())
            .collect_view();
        view! { <address>{lines}</address> }
    });
    let confidential = place
        .confidential
        .then(|| view! { <div>{locale.text(Text::OfferConfidential).to_owned()}</div> }.into_any());
    let more = [
        (Text::OfferDirections, place.directions.clone()),
        (
            Text::OfferAccessibility,
            Some(place.accessibility.join("\n")),
        ),
    ];
    let more = more.into_iter().filter_map(|(label, text)| {
        let text = text.filter(|text| !text.is_empty())?;
        let label = locale.text(label).to_owned();
        Some(view! { <div class="sub"><strong>{label}</strong><Content text/></div> }.into_any())
    });
    view! {
        <dd>
            <div lang=CONTENT_LANGUAGE dir="auto">
                {place.name.clone().map(|name| view! { <strong>{name}</strong> }.into_any())}
                {address}
            </div>
            {confidential}
            {more.collect_view()}
        </dd>
    }
    .into_any()
}

fn contacts(contacts: &[Contact], locale: &Locale) -> Option<AnyView> {
    if contacts.is_empty() {
        return None;
    }
    let call = locale.text(Text::OfferCall).to_owned();
    let write = locale.text(Text::OfferWrite).to_owned();
    let entries = contacts.iter().map(|contact| {
        let phones = contact
            .phones
            .iter()
            .map(|phone| phone_link(phone, &call, locale))
            .collect_view();
        let emails = contact.emails.iter().map(|email| {
            view! {
                <li>
                    <a class="action" href=email.href()>
                        {write.clone()} " " <bdi dir="ltr">{email.as_str().to_owned()}</bdi>
                    </a>
                </li>
            }
            .into_any()
        });
        view! {
            <div class="contact">
                {contact.name.clone().map(|name| view! {
                    <h3 lang=CONTENT_LANGUAGE dir="auto">{name}</h3>
                }.into_any())}
                <ul role="list">{phones}{emails.collect_view()}</ul>
            </div>
        }
        .into_any()
    });
    let heading = locale.text(Text::OfferContact).to_owned();
    let entries = entries.collect_view();
    Some(view! { <section class="contacts"><h2>{heading}</h2>{entries}</section> }.into_any())
}

fn phone_link(phone: &Phone, call: &str, locale: &Locale) -> AnyView {
    let note = phone.note.clone();
    let about = locale.about_phone(phone);
    let about = about.map(|about| format!("{}{about}", locale.comma()));
    let number = view! { <bdi dir="ltr">{phone.shown().to_owned()}</bdi>{about} };
    // Without its area code it would ring in another town.
    let number = if phone.can_be_dialled() {
        view! { <a class="action" href=phone.href()>{call.to_owned()} " " {number}</a> }.into_any()
    } else {
        number.into_any()
    };
    view! {
        <li>
            {number}
            {note.map(|text| view! { <Content text/> }.into_any())}
        </li>
    }
    .into_any()
}

/// Pages elsewhere: opened apart and without telling them where the user came from.
fn links(links: &[Link], locale: &Locale) -> Option<AnyView> {
    if links.is_empty() {
        return None;
    }
    let entries = links
        .iter()
        .map(|link| view! { <li>{outside(link, locale)}</li> }.into_any());
    let heading = locale.text(Text::OfferLinks).to_owned();
    let entries = entries.collect_view();
    Some(
        view! { <section><h2>{heading}</h2><ul class="links" role="list">{entries}</ul></section> }
            .into_any(),
    )
}
