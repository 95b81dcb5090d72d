//! What holds for every page, whatever is in the feed.
//!
//! - `content`: which offer stands where, and what is kept back.
//! - `style`: the policy and the colours.

mod content;
mod style;

use std::collections::HashSet;

use jiff::civil::{Time, date};
use proptest::prelude::*;
use raupe_core::offer::{
    Address, AgeRange, Audience, Contact, Cost, Email, Language, LifePhase, Link, Neighbourhood,
    OfferId, PhaseSet, Phone, Place, Price, Recurrence, Schedule, Span, Topic,
};
use scraper::{ElementRef, Html, Selector};

use super::*;

/// An offer that has something in every field; every free text is `text`.
fn offer(id: &str, text: &str) -> Offer {
    let some = || Some(text.to_owned());
    let neighbourhood = Neighbourhood::new(text).or_else(|| Neighbourhood::new("Südstadt"));
    let topic = Topic::new(text).or_else(|| Topic::new("Sport"));
    let mut phone = Phone::new("+49 (0)5171 / 401-0").unwrap();
    phone.is_text_telephone = true;
    phone.note = some();
    let link = Link::new("https://example.org/?a='b'&c=d").unwrap();
    let mut named = link.clone();
    named.label = some();
    let place = Place {
        name: some(),
        address: Some(Address {
            street: vec![text.into(); 2],
            postal_code: some(),
            town: some(),
        }),
        confidential: false,
        directions: some(),
        accessibility: vec![text.into()],
        position: None,
    };
    let schedule = Schedule {
        recurrence: Recurrence::Once(date(2026, 12, 1)),
        start: None,
        valid: Span::default(),
        count: None,
        opens: Time::new(9, 30, 0, 0).ok(),
        closes: None,
        except: vec![date(2026, 12, 2)],
        skips_school_holidays: true,
        skips_public_holidays: true,
        description: some(),
    };
    Offer {
        id: OfferId::new(id).unwrap(),
        title: text.into(),
        alternate_title: some(),
        description: some(),
        notice: some(),
        organisation: some(),
        audience: Audience::new(AgeRange::new(0, Some(40)), PhaseSet::EMPTY),
        eligibility: some(),
        languages: ["ar", "de", "tr", "yo"]
            .iter()
            .filter_map(|it| Language::from_code(it))
            .collect(),
        other_languages: vec![text.into()],
        language_names: vec![],
        topics: topic.into_iter().collect(),
        neighbourhoods: neighbourhood.into_iter().collect(),
        region_wide: true,
        places: vec![place],
        channels: raupe_core::offer::Channel::ALL.iter().copied().collect(),
        schedules: vec![schedule],
        cost: Cost {
            prices: vec![Price {
                cents: Some(50),
                currency: text.into(),
                note: some(),
            }],
            description: some(),
        },
        good_to_know: raupe_core::offer::GoodToKnow::ALL.iter().copied().collect(),
        application: some(),
        contacts: vec![Contact {
            name: some(),
            phones: vec![phone],
            emails: Email::new("kita@example.org").into_iter().collect(),
        }],
        links: vec![link, named],
        facts: vec![(text.into(), text.into())],
        translations: Vec::new(),
        last_confirmed: Some(date(2026, 11, 20)),
        example: false,
    }
}

fn page_of(offers: &[Offer], text: &str) -> String {
    page(
        offers,
        Head {
            feed_id: text,
            region: Some(text),
            issued_at: text,
        },
    )
}

fn all<'h>(html: &'h Html, selector: &str) -> Vec<ElementRef<'h>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// Every tag with the names of its attributes, in the order of the page.
fn skeleton(html: &Html) -> Vec<String> {
    let names = |element: ElementRef<'_>| {
        let attributes: Vec<_> = element.value().attrs().map(|(name, _)| name).collect();
        format!("{} {}", element.value().name(), attributes.join(" "))
    };
    all(html, "*").into_iter().map(names).collect()
}

/// What holds for every page.
fn check(page: &str, offers: &[Offer]) {
    let html = Html::parse_document(page);
    assert_eq!(html.errors, Vec::<&str>::new(), "valid HTML");
    let mut ids = HashSet::new();
    for element in all(&html, "[id]") {
        let id = element.attr("id").unwrap();
        assert!(ids.insert(id), "{id} is there twice");
        assert!(
            !id.is_empty() && !id.contains(char::is_whitespace),
            "{id:?}"
        );
    }
    for element in all(&html, "[href]") {
        let href = element.attr("href").unwrap();
        match href.strip_prefix('#') {
            Some(id) => assert!(ids.contains(id), "{href} leads nowhere"),
            None => assert!(
                href == "../"
                    || ["https://", "mailto:", "tel:"]
                        .iter()
                        .any(|it| href.starts_with(it)),
                "{href}"
            ),
        }
    }
    for element in all(&html, "[aria-labelledby]") {
        assert!(ids.contains(element.attr("aria-labelledby").unwrap()));
    }
    let mut depth = 0;
    for heading in all(&html, "h1, h2, h3, h4, h5, h6") {
        let level: usize = heading.value().name()[1..].parse().unwrap();
        assert!(
            level <= depth + 1,
            "a heading is left out before {}",
            heading.html()
        );
        depth = level;
    }
    let articles: Vec<_> = all(&html, "article")
        .into_iter()
        .filter_map(|it| it.attr("id"))
        .collect();
    let anchors: HashSet<_> = offers
        .iter()
        .map(|offer| article::anchor(&offer.id))
        .collect();
    assert_eq!(articles.len(), offers.len(), "each offer once");
    assert!(articles.iter().all(|id| anchors.contains(*id)));
    assert_eq!(all(&html, "style").len(), 1);
    for forbidden in [
        "script", "link", "img", "iframe", "form", "object", "embed", "base",
    ] {
        assert!(all(&html, forbidden).is_empty(), "{forbidden}");
    }
}

/// Text that tries to be something else.
fn nasty() -> impl Strategy<Value = String> {
    const PIECES: [&str; 27] = [
        "<script>",
        "</script>",
        "</style>",
        "</title>",
        "<!--",
        "-->",
        "]]>",
        "&lt;",
        "&#60;",
        "&",
        "<",
        ">",
        "\"",
        "'",
        "=",
        "`",
        " onclick=",
        "javascript:",
        "\u{202E}",
        "\u{2066}",
        "\0",
        "\r",
        "\n",
        "<a href=\"x\">",
        "</p></dd></article>",
        "Kaffee",
        "ä",
    ];
    let piece = prop_oneof![
        3 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_of_a_feed_becomes_a_tag(text in nasty()) {
        let (harmless, attempt) = ([offer("a", "x")], [offer("a", &text)]);
        let (harmless, page) = (page_of(&harmless, "x"), page_of(&attempt, &text));
        check(&page, &attempt);
        let (harmless, html) = (Html::parse_document(&harmless), Html::parse_document(&page));
        prop_assert_eq!(skeleton(&html), skeleton(&harmless));
        // And nothing of it is lost but what HTML cannot hold.
        let kept = |text: &str| -> String {
            let mut escaped = html::Html::default();
            escaped.text(text);
            text.chars().filter(|c| escaped_holds(*c)).collect()
        };
        let shown = |selector| all(&html, selector)[0].text().collect::<String>();
        prop_assert_eq!(shown("h4"), kept(&text));
        prop_assert_eq!(shown("p.text"), kept(&text));
    }

    #[test]
    fn every_list_of_offers_gives_a_whole_page(
        list in prop::collection::vec((nasty(), 0..8_usize, 0..4_usize, any::<bool>()), 0..12)
    ) {
        let places = ["Südstadt", "SÜDSTADT", "Vechelde", "Öselse"];
        let one = |(at, (text, phase, place, region_wide)): (usize, &(String, usize, usize, bool))| {
            // Ids that differ in what HTML forbids only.
            let mut offer = offer(&format!("{}{at}", ["", "ä ", "~e4~", "\""][place % 4]), text);
            let phases = LifePhase::ALL.into_iter().skip(*phase).take(3).collect();
            offer.audience = Audience::new(None, phases);
            offer.neighbourhoods =
                places[..*place].iter().filter_map(|it| Neighbourhood::new(it)).collect();
            offer.region_wide = *region_wide;
            offer
        };
        let mut offers: Vec<_> = list.iter().enumerate().map(one).collect();
        let page = page_of(&offers, "Peine");
        check(&page, &offers);
        offers.reverse();
        prop_assert_eq!(page_of(&offers, "Peine"), page, "the order of the file does not matter");
    }
}

fn escaped_holds(c: char) -> bool {
    let mut html = html::Html::default();
    html.text(&c.to_string());
    !html.into_string().is_empty()
}
