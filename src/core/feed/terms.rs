//! Taxonomy terms: topics, phases of life, ways to take part, what is good to know.
//!
//! A term belongs to a vocabulary by the name of its taxonomy. Terms of other taxonomies become
//! facts about the offer and, unless they are numbers, topics as well, so that somebody else's feed
//! can be searched by what it knows.

use super::node::Node;
use super::report::Problem;
use super::values;
use crate::offer::{Channel, Channels, GoodToKnow, GoodToKnowSet, LifePhase, PhaseSet, Topic};
use crate::text;

/// What the terms of a service say.
#[derive(Default)]
pub(super) struct Terms {
    pub(super) topics: Vec<Topic>,
    pub(super) phases: PhaseSet,
    pub(super) channels: Channels,
    pub(super) good_to_know: GoodToKnowSet,
    pub(super) facts: Vec<(String, String)>,
    pub(super) example: bool,
    /// Places in a day care for children under three, and from three years.
    pub(super) places_under_three: Option<u32>,
    pub(super) places_from_three: Option<u32>,
}

/// A term as it stands in a record.
pub(super) struct Term {
    pub(super) taxonomy: String,
    pub(super) name: String,
}

/// Calls `each` with every term attached to `node`.
pub(super) fn each(node: &Node<'_>, mut each: impl FnMut(&Node<'_>, Term)) {
    node.each("attributes", |attribute| {
        let Some(term) = attribute.object("taxonomy_term") else {
            return;
        };
        let taxonomy = match term.line("taxonomy") {
            Some(taxonomy) => Some(taxonomy),
            None => term
                .object("taxonomy_detail")
                .and_then(|detail| detail.line("name")),
        };
        if let Some(name) = term.line("name") {
            each(
                &term,
                Term {
                    taxonomy: taxonomy.unwrap_or_default(),
                    name,
                },
            );
        }
    });
    // Open Referral UK 1.
    node.each("service_taxonomys", |link| {
        if let Some(term) = link.object("taxonomy")
            && let Some(name) = term.line("name")
        {
            let taxonomy = term.line("vocabulary").unwrap_or_default();
            each(&term, Term { taxonomy, name });
        }
    });
}

/// Reads all terms of a service.
pub(super) fn read(node: &Node<'_>) -> Terms {
    let mut terms = Terms::default();
    let mut others = Vec::new();
    each(node, |node, term| {
        let Term { taxonomy, name } = term;
        match text::slug(&taxonomy).as_str() {
            "thema" | "themen" | "topic" | "topics" => push(&mut terms.topics, &name),
            "lebensphase" | "lebensphasen" | "life-phase" => match phases_named(&name) {
                Some(phases) => terms.phases = terms.phases.union(phases),
                None => unknown(node, "Lebensphase", name, &mut terms.facts),
            },
            "form" | "zugang" | "channel" => match Channel::named(&name) {
                Some(channel) => terms.channels.insert(channel),
                None => unknown(node, "Form", name, &mut terms.facts),
            },
            "gut-zu-wissen" | "good-to-know" => match GoodToKnow::named(&name) {
                Some(value) => terms.good_to_know.insert(value),
                None => unknown(node, "Gut zu wissen", name, &mut terms.facts),
            },
            "kennzeichnung" => match text::slug(&name).as_str() {
                "beispiel" | "example" => terms.example = true,
                _ => terms.facts.push((taxonomy, name)),
            },
            // Read with the places.
            "sozialraum" | "neighbourhood" => {}
            "plaetze-unter-3" => {
                terms.places_under_three = number(&name, taxonomy, &mut terms.facts);
            }
            "plaetze-ab-3" => terms.places_from_three = number(&name, taxonomy, &mut terms.facts),
            _ => others.push((taxonomy, name)),
        }
    });
    for (_, name) in &others {
        if values::number(name).is_none() {
            push(&mut terms.topics, name);
        }
    }
    others.retain(|(taxonomy, _)| !taxonomy.is_empty());
    terms.facts.extend(others);
    terms
}

fn push(topics: &mut Vec<Topic>, name: &str) {
    if let Some(topic) = Topic::named(name)
        && !topics.contains(&topic)
    {
        topics.push(topic);
    }
}

fn unknown(
    node: &Node<'_>,
    taxonomy: &'static str,
    name: String,
    facts: &mut Vec<(String, String)>,
) {
    node.report(
        "name",
        Problem::UnknownTerm {
            taxonomy,
            name: Problem::quote(&name),
        },
    );
    facts.push((taxonomy.to_owned(), name));
}

fn number(name: &str, taxonomy: String, facts: &mut Vec<(String, String)>) -> Option<u32> {
    facts.push((taxonomy, name.to_owned()));
    name.parse().ok()
}

/// The phases that feeds call by this name.
fn phases_named(name: &str) -> Option<PhaseSet> {
    let phase = match text::slug(name).as_str() {
        "schwangerschaft" | "schwanger" | "pregnancy" => LifePhase::Pregnancy,
        "0-11-monate" | "0-12-monate" | "erstes-lebensjahr" | "baby" => LifePhase::Baby,
        "1-2-jahre" | "kleinkind" | "toddler" => LifePhase::Toddler,
        "3-5-jahre" | "kindergarten" | "preschool" => LifePhase::Preschool,
        "6-9-jahre" | "grundschule" | "primary" => LifePhase::Primary,
        "10-15-jahre" | "weiterfuehrende-schule" | "secondary" => LifePhase::Secondary,
        "16-27-jahre" | "uebergang-schule-beruf" | "youth" => LifePhase::Youth,
        "alle" | "alle-phasen" | "all" => return Some(PhaseSet::ALL),
        _ => return None,
    };
    Some(PhaseSet::EMPTY.with(phase))
}
