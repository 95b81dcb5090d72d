//! One HSDS service into one offer.

use super::contacts;
use super::node::Node;
use super::page::Read;
use super::places;
use super::report::Problem;
use super::schedules;
use super::terms::{self, Terms};
use super::tombstone::Ending;
use super::translations;
use crate::offer::{
    AgeRange, Audience, Channel, Channels, Cost, GoodToKnow, GoodToKnowSet, Language, LifePhase,
    Neighbourhood, Offer, OfferId, Place, Price, endonym, languages_in,
};

/// Reads the record `node` as the offer `id`.
pub(super) fn read(node: &Node<'_>, id: OfferId, region: Option<&str>) -> Read {
    if has_ended(node) {
        return Read::Ended;
    }
    let Some(title) = node.line("name") else {
        node.report("name", Problem::NoTitle);
        return Read::Broken;
    };
    let mut terms = terms::read(node);
    let languages = languages(node);
    let (places, mut neighbourhoods) = places::read(node);
    let (areas, region_wide) = areas(node, region);
    if neighbourhoods.is_empty() {
        neighbourhoods = areas;
    }
    if neighbourhoods.is_empty() && !region_wide {
        neighbourhoods = places::towns(node);
    }
    if neighbourhoods.is_empty() && !region_wide {
        node.report("", Problem::NoNeighbourhood);
    }
    let cost = cost(node);
    let last_confirmed =
        schedules::date(node, "assured_date").or_else(|| schedules::date(node, "last_modified"));
    if last_confirmed.is_none() && !node.has("assured_date") && !node.has("last_modified") {
        node.report("", Problem::NeverConfirmed);
    }
    let contacts = contacts::read(node);
    let (links, insecure) = contacts::links(node);
    let mut facts = std::mem::take(&mut terms.facts);
    facts.extend(
        insecure
            .into_iter()
            .map(|address| ("Internet".to_owned(), address)),
    );
    Read::Offer(Box::new(Offer {
        id,
        title,
        alternate_title: node.line("alternate_name"),
        description: node.text("description"),
        notice: node.text("alert"),
        organisation: node
            .object("organization")
            .and_then(|node| node.line("name")),
        audience: audience(node, &terms),
        eligibility: eligibility(node),
        languages: languages.known,
        other_languages: languages.in_words,
        language_names: languages.names,
        channels: channels(terms.channels, &places, !contacts.is_empty()),
        good_to_know: good_to_know(terms.good_to_know, &cost, &places),
        topics: terms.topics,
        neighbourhoods,
        region_wide,
        places: places
            .into_iter()
            .map(|(place, _)| place)
            .filter(|place| *place != Place::default())
            .collect(),
        schedules: schedules::read(node),
        cost,
        application: node.text("application_process"),
        contacts,
        links,
        facts,
        translations: translations::read(node),
        last_confirmed,
        example: terms.example,
    }))
}

/// Whether the offer is over or rests. A status nobody knows does not hide an offer.
fn has_ended(node: &Node<'_>) -> bool {
    let Some(status) = node.raw("status") else {
        return false;
    };
    if Ending::of_status(&status).is_some() {
        node.report("status", Problem::NotActive(Problem::quote(&status)));
        return true;
    }
    if !status.trim().eq_ignore_ascii_case("active") {
        node.report("status", Problem::UnknownStatus(Problem::quote(&status)));
    }
    false
}

struct Languages {
    known: Vec<Language>,
    in_words: Vec<String>,
    names: Vec<(Language, String)>,
}

/// Codes and names add up: feeds write "deutsch - türkisch" with the code of the second alone.
fn languages(node: &Node<'_>) -> Languages {
    let (mut known, mut in_words) = (Vec::new(), Vec::new());
    let mut names: Vec<(Language, String)> = Vec::new();
    node.each("languages", |node| {
        // Open Referral UK 1 calls the name `language`.
        let key = if node.has("name") { "name" } else { "language" };
        let (name, code) = (node.line(key), node.line("code"));
        let coded = code.as_deref().and_then(Language::from_code);
        if let Some(language) = coded {
            add(&mut known, language);
        }
        let (key, words) = match (name, code) {
            (Some(name), Some(code)) if coded.is_none() => {
                node.report("code", Problem::UnknownLanguage(Problem::quote(&code)));
                (key, name)
            }
            (Some(name), _) => (key, name),
            // What is no code may be a name; it is all that the feed says.
            (None, Some(code)) if coded.is_none() => ("code", code),
            (None, _) => return,
        };
        if let Some(language) = coded
            && endonym(language).is_none()
            && names.iter().all(|(it, _)| *it != language)
        {
            names.push((language, words.clone()));
        }
        for part in languages_in(&words) {
            // A name beside a good code needs no code of its own.
            if part.languages.is_empty() && coded.is_none() {
                node.report(key, Problem::UnknownLanguage(Problem::quote(&part.words)));
                in_words.push(part.words);
            } else if part.says_more && !in_words.contains(&part.words) {
                in_words.push(part.words);
            }
            for language in part.languages {
                add(&mut known, language);
            }
        }
    });
    in_words.extend(node.text("interpretation_services"));
    Languages {
        known,
        in_words,
        names,
    }
}

/// Takes a language in at its place, once.
fn add(known: &mut Vec<Language>, language: Language) {
    if let Err(place) = known.binary_search(&language) {
        known.insert(place, language);
    }
}

/// The service areas, and whether one of them is the whole region.
fn areas(node: &Node<'_>, region: Option<&str>) -> (Vec<Neighbourhood>, bool) {
    let region = region.and_then(Neighbourhood::new);
    let (mut areas, mut region_wide) = (Vec::new(), false);
    node.each("service_areas", |node| {
        // Open Referral UK 1 calls the name `service_area`.
        let name = node.line("name").or_else(|| node.line("service_area"));
        let Some(area) = name.and_then(|name| Neighbourhood::new(&name)) else {
            return;
        };
        if region.as_ref() == Some(&area) {
            region_wide = true;
        } else if !areas.contains(&area) && area.label().chars().count() <= places::AREA_CHARS {
            areas.push(area);
        }
    });
    (areas, region_wide)
}

fn audience(node: &Node<'_>, terms: &Terms) -> Audience {
    let ages = ages_in(node).or_else(|| {
        let mut ages = None;
        // Open Referral UK 1 keeps them apart.
        node.each("eligibilitys", |node| ages = ages.or(ages_in(node)));
        ages
    });
    if ages.is_none()
        && let Some(ages) = ages_from_places(terms.places_under_three, terms.places_from_three)
    {
        node.report("attributes", Problem::AgesFromPlaces);
        return Audience::new(Some(ages), terms.phases);
    }
    let audience = Audience::new(ages, terms.phases);
    if !audience.is_stated() {
        node.report("", Problem::NoAges);
    }
    audience
}

fn ages_in(node: &Node<'_>) -> Option<AgeRange> {
    let age = |key| {
        let years = node.number(key, Problem::BadAge)?;
        if years < 0.0 {
            node.report_value(key, Problem::BadAge);
        }
        (years >= 0.0).then_some(years)
    };
    // Outpost, a publisher of English councils, says it shorter.
    let either = |long, short| if node.has(long) { long } else { short };
    let (least, most) = (
        either("minimum_age", "min_age"),
        either("maximum_age", "max_age"),
    );
    let (min, max) = (age(least), age(most));
    if min.is_none() && max.is_none() {
        return None;
    }
    let range = AgeRange::from_years(min, max);
    if range.is_none() {
        let raw = |key| node.raw(key).unwrap_or_default();
        let ages = format!("{} > {}", raw(least), raw(most));
        node.report(most, Problem::ReversedAges(ages));
    }
    range
}

/// The ages of a day care whose register gives numbers of places instead (seen in Berlin): under
/// three years, and from three to school.
fn ages_from_places(under_three: Option<u32>, from_three: Option<u32>) -> Option<AgeRange> {
    let toddler = LifePhase::Toddler.months()?;
    let preschool = LifePhase::Preschool.months()?;
    let (min, max) = match (under_three.unwrap_or(0), from_three.unwrap_or(0)) {
        (0, 0) => return None,
        (_, 0) => (0, *toddler.end()),
        (0, _) => (*preschool.start(), *preschool.end()),
        _ => (0, *preschool.end()),
    };
    AgeRange::new(min, Some(max))
}

fn eligibility(node: &Node<'_>) -> Option<String> {
    node.text("eligibility_description").or_else(|| {
        let mut words = Vec::new();
        node.each("eligibilitys", |node| {
            words.extend(node.text("eligibility"));
        });
        (!words.is_empty()).then(|| words.join("\n"))
    })
}

/// How to take part: as the feed says, else as its places and contacts tell.
fn channels(mut stated: Channels, places: &[places::Located], reachable: bool) -> Channels {
    use places::LocationType;
    let unstated = stated.is_empty();
    for (_, kind) in places {
        match kind {
            LocationType::Virtual => stated.insert(Channel::Online),
            LocationType::Physical if unstated => stated.insert(Channel::OnSite),
            _ => {}
        }
    }
    if stated.is_empty() && places.is_empty() && reachable {
        stated.insert(Channel::Telephone);
    }
    stated
}

fn good_to_know(
    mut stated: GoodToKnowSet,
    cost: &Cost,
    places: &[places::Located],
) -> GoodToKnowSet {
    if cost.is_free() {
        stated.insert(GoodToKnow::Free);
    }
    let step_free = places
        .iter()
        .flat_map(|(place, _)| &place.accessibility)
        .any(|words| {
            words
                .lines()
                .any(|line| GoodToKnow::named(line) == Some(GoodToKnow::StepFree))
        });
    if step_free {
        stated.insert(GoodToKnow::StepFree);
    }
    if stated.contains(GoodToKnow::NoRegistration) && stated.contains(GoodToKnow::Registration) {
        // A feed that says both means that one may register: coming without is still possible.
        return stated
            .iter()
            .filter(|value| *value != GoodToKnow::Registration)
            .collect();
    }
    stated
}

fn cost(node: &Node<'_>) -> Cost {
    let mut prices = Vec::new();
    node.each("cost_options", |node| {
        let amount = node.number("amount", Problem::BadAmount);
        let cents = amount.map(|amount| (amount * 100.0).round());
        if cents.is_some_and(|cents| !(0.0..=f64::from(u32::MAX)).contains(&cents)) {
            node.report_value("amount", Problem::BadAmount);
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in range"
        )]
        let cents = cents
            .filter(|cents| (0.0..=f64::from(u32::MAX)).contains(cents))
            .map(|cents| cents as u32);
        let words: Vec<_> = ["option", "amount_description"]
            .iter()
            .filter_map(|key| node.line(key))
            .collect();
        let words = (!words.is_empty()).then(|| words.join(", "));
        let currency = node
            .raw("currency")
            .map(|code| code.trim().to_ascii_uppercase());
        let currency = currency
            .filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
        if cents.is_some() || words.is_some() {
            prices.push(Price {
                cents,
                currency: currency.unwrap_or_else(|| "EUR".into()),
                note: words,
            });
        }
    });
    // `fees` is the name of HSDS 1 and 2 for the same text.
    let description = node.text("fees_description").or_else(|| node.text("fees"));
    Cost {
        prices,
        description,
    }
}
