//! Where an offer stands on the page: chapters by phase of life, in each the areas by name.
//!
//! An offer can belong to several chapters and areas. It is written out in the first of them; the
//! others hold a link to it. So every list is complete, and the page stays small.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};

use raupe_core::offer::{LifePhase, Neighbourhood, Offer, OfferId};
use raupe_core::text;

/// The offers for one phase of life, or for all of them.
pub(super) struct Chapter<'o> {
    /// `None` for the offers that are for every age.
    pub(super) phase: Option<LifePhase>,
    /// How many different offers are in it.
    pub(super) count: usize,
    /// By name; the whole region and what has no place come last.
    pub(super) areas: Vec<(Area<'o>, Vec<Entry<'o>>)>,
}

/// The part of a county where an offer is, or whose families it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Area<'o> {
    /// A neighbourhood.
    In(&'o Neighbourhood),
    /// Open to everybody in the region.
    WholeRegion,
    /// The feed names none.
    Unstated,
}

/// An offer in a chapter and an area.
pub(super) enum Entry<'o> {
    /// Here it is written out.
    Whole(&'o Offer),
    /// It is written out before, in this chapter and area.
    Before(&'o Offer, Option<LifePhase>, Area<'o>),
}

impl Ord for Area<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let rank = |area: &Self| match area {
            Self::In(_) => 0,
            Self::WholeRegion => 1,
            Self::Unstated => 2,
        };
        let (Self::In(one), Self::In(two)) = (self, other) else {
            return rank(self).cmp(&rank(other));
        };
        let by_name = text::natural(&text::fold(one.label()), &text::fold(two.label()));
        by_name.then_with(|| one.cmp(two))
    }
}

impl PartialOrd for Area<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The chapters that are not empty, in the order of life; what is for every age comes last. The
/// order of `offers` does not matter.
pub(super) fn chapters(offers: &[Offer]) -> Vec<Chapter<'_>> {
    let folded = offers.iter().map(|offer| (text::fold(&offer.title), offer));
    let mut sorted: Vec<_> = folded.collect();
    sorted.sort_by(|(one, first), (other, second)| {
        text::natural(one, other).then_with(|| first.id.cmp(&second.id))
    });
    let sorted: Vec<_> = sorted.into_iter().map(|(_, offer)| offer).collect();
    let spelling = spelling(&sorted);
    let mut homes = HashMap::new();
    let phases = LifePhase::ALL.into_iter().map(Some).chain([None]);
    let chapters = phases.map(|phase| {
        let members = sorted.iter().filter(|offer| belongs(offer, phase));
        chapter(phase, members.copied(), &spelling, &mut homes)
    });
    chapters.filter(|chapter| chapter.count > 0).collect()
}

fn chapter<'o>(
    phase: Option<LifePhase>,
    members: impl Iterator<Item = &'o Offer>,
    spelling: &HashMap<&'o str, &'o Neighbourhood>,
    homes: &mut HashMap<&'o OfferId, (Option<LifePhase>, Area<'o>)>,
) -> Chapter<'o> {
    let mut areas: BTreeMap<_, Vec<_>> = BTreeMap::new();
    let mut count = 0;
    for offer in members {
        count += 1;
        for area in areas_of(offer, spelling) {
            areas.entry(area).or_default().push(offer);
        }
    }
    let mut entry = |area, offer: &'o Offer| {
        if let Some((phase, area)) = homes.get(&offer.id) {
            return Entry::Before(offer, *phase, *area);
        }
        homes.insert(&offer.id, (phase, area));
        Entry::Whole(offer)
    };
    let areas = areas.into_iter().map(|(area, offers)| {
        let entries = offers.into_iter().map(|offer| entry(area, offer)).collect();
        (area, entries)
    });
    let areas = areas.collect();
    Chapter {
        phase,
        count,
        areas,
    }
}

/// Whether an offer stands in the chapter of this phase. What is for every age, whether it says
/// so or says nothing, would stand in all of them and has a chapter of its own instead.
fn belongs(offer: &Offer, phase: Option<LifePhase>) -> bool {
    let phases = offer.audience.phases();
    let of_any_age = LifePhase::ALL
        .into_iter()
        .all(|phase| phase == LifePhase::Pregnancy || phases.contains(phase));
    match phase {
        Some(phase) => !of_any_age && phases.contains(phase),
        None => of_any_age,
    }
}

fn areas_of<'o>(offer: &'o Offer, spelling: &HashMap<&'o str, &'o Neighbourhood>) -> Vec<Area<'o>> {
    let mut seen = HashSet::new();
    let named = offer
        .neighbourhoods
        .iter()
        .filter(|it| seen.insert(it.slug()));
    let mut areas: Vec<_> = named
        .map(|it| Area::In(spelling.get(it.slug()).copied().unwrap_or(it)))
        .collect();
    if offer.region_wide {
        areas.push(Area::WholeRegion);
    }
    if areas.is_empty() {
        areas.push(Area::Unstated);
    }
    areas
}

/// One spelling for each neighbourhood: the one that most offers have, else the last in the
/// alphabet, in which small letters come after capitals.
fn spelling<'o>(offers: &[&'o Offer]) -> HashMap<&'o str, &'o Neighbourhood> {
    let mut spellings: BTreeMap<(&str, &str), (usize, &Neighbourhood)> = BTreeMap::new();
    for it in offers.iter().flat_map(|offer| &offer.neighbourhoods) {
        spellings
            .entry((it.slug(), it.label()))
            .or_insert((0, it))
            .0 += 1;
    }
    let mut best: HashMap<&str, (usize, &Neighbourhood)> = HashMap::new();
    for ((slug, _), (times, it)) in spellings {
        let so_far = best.entry(slug).or_insert((times, it));
        if times >= so_far.0 {
            *so_far = (times, it);
        }
    }
    best.into_iter().map(|(slug, (_, it))| (slug, it)).collect()
}
