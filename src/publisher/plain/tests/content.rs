//! Which offer stands where, and what is kept back.

use std::collections::BTreeMap;

use raupe_core::offer::{Audience, LifePhase, Neighbourhood};
use scraper::Html;

use super::{all, check, offer, page_of};

#[test]
fn an_offer_is_written_once_and_linked_from_everywhere_else() {
    let with = |id: &str, phases: &[LifePhase], places: &[&str]| {
        let mut offer = offer(id, id);
        offer.audience = Audience::new(None, phases.iter().copied().collect());
        offer.neighbourhoods = places
            .iter()
            .filter_map(|it| Neighbourhood::new(it))
            .collect();
        offer.region_wide = places.is_empty();
        offer
    };
    let offers = [
        with(
            "Krabbeln",
            &[LifePhase::Baby, LifePhase::Toddler],
            &["Südstadt", "Ilsede"],
        ),
        with("Turnen", &[LifePhase::Toddler], &["SÜDSTADT", "Südstadt"]),
        with("Nummer", &[], &[]),
    ];
    let html = page_of(&offers, "Peine");
    check(&html, &offers);
    let html = Html::parse_document(&html);
    // The heading above each article and each link to one.
    let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut area = "";
    for element in all(&html, "main h3, article h4, ul.also a") {
        let text = element.text().collect();
        match element.value().name() {
            "h3" => area = element.attr("id").unwrap(),
            "h4" => lists.entry(area.into()).or_default().push(text),
            _ => lists
                .entry(area.into())
                .or_default()
                .push(format!("→ {text}")),
        }
    }
    let expected = [
        ("ort-all-.region", vec!["Nummer"]),
        ("ort-baby-ilsede", vec!["Krabbeln"]),
        ("ort-baby-suedstadt", vec!["→ Krabbeln"]),
        ("ort-toddler-ilsede", vec!["→ Krabbeln"]),
        ("ort-toddler-suedstadt", vec!["Turnen", "→ Krabbeln"]),
    ];
    let lists: Vec<_> = lists
        .iter()
        .map(|(area, offers)| (area.as_str(), offers.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(lists, expected);
    let counts: Vec<_> = all(&html, "nav > ul > li > a")
        .into_iter()
        .map(|link| link.text().collect::<String>())
        .collect();
    assert_eq!(
        counts,
        [
            "0–11 Monate 1 Angebot",
            "1–2 Jahre 2 Angebote",
            "Für jedes Alter 1 Angebot",
        ]
    );
}

#[test]
fn a_confidential_address_is_not_on_the_page() {
    let mut offer = offer("a", "Geheimweg 7");
    offer.places[0].confidential = true;
    offer.places[0].name = None;
    offer.places[0].accessibility.clear();
    let page = page_of(&[offer], "Peine");
    let html = Html::parse_document(&page);
    let ort = all(&html, "dl > div")
        .into_iter()
        .map(|fact| fact.text().collect::<String>())
        .find(|fact| fact.starts_with("Ort"));
    assert_eq!(
        ort.as_deref(),
        Some("OrtDie Adresse ist zum Schutz nicht veröffentlicht.")
    );
}
