//! Locations of a service: where one goes, and in which neighbourhood that is.

use super::node::Node;
use super::report::Problem;
use super::terms;
use crate::offer::{Address, Neighbourhood, Place};
use crate::text;

/// The longest name of an area that can stand beside a checkbox. Longer ones are sentences about
/// who may come (seen in the specification's own example), not areas.
pub(super) const AREA_CHARS: usize = 60;

/// The kinds of locations in HSDS.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LocationType {
    Physical,
    Postal,
    Virtual,
}

/// A place and what kind of location it was.
pub(super) type Located = (Place, LocationType);

/// The places one can go to, and the neighbourhoods that terms say they are in.
pub(super) fn read(node: &Node<'_>) -> (Vec<Located>, Vec<Neighbourhood>) {
    let confidential = node.is_true("confidential_address");
    let (mut places, mut neighbourhoods) = (Vec::new(), Vec::new());
    node.each("service_at_locations", |at| {
        sozialraum(at, &mut neighbourhoods);
        let Some(location) = at.object("location") else {
            return;
        };
        sozialraum(&location, &mut neighbourhoods);
        let is_told = |node: &Node<'_>| node.is_true("confidential_address");
        let hidden = confidential || is_told(at) || is_told(&location);
        places.push(place(&location, hidden));
    });
    // An offer without a place, such as one online, can belong to a neighbourhood as well.
    sozialraum(node, &mut neighbourhoods);
    (places, neighbourhoods)
}

/// Terms of the taxonomy "Sozialraum" on a location, on its link to the service, or on the service.
fn sozialraum(node: &Node<'_>, found: &mut Vec<Neighbourhood>) {
    terms::each(node, |_, term| {
        if matches!(
            text::slug(&term.taxonomy).as_str(),
            "sozialraum" | "neighbourhood"
        ) && let Some(neighbourhood) = Neighbourhood::new(&term.name)
            && !found.contains(&neighbourhood)
        {
            found.push(neighbourhood);
        }
    });
}

/// The region or else the town of each address: the last resort for a neighbourhood.
pub(super) fn towns(node: &Node<'_>) -> Vec<Neighbourhood> {
    let mut towns = Vec::new();
    node.each("service_at_locations", |at| {
        let Some(location) = at.object("location") else {
            return;
        };
        each_address(&location, |address| {
            let town = address.line("region").or_else(|| address.line("city"));
            if let Some(town) = town.and_then(|town| Neighbourhood::new(&town))
                && !towns.contains(&town)
            {
                towns.push(town);
            }
        });
    });
    towns
}

fn each_address(location: &Node<'_>, mut each: impl FnMut(&Node<'_>)) {
    location.each("addresses", &mut each);
    // Open Referral UK 1.
    location.each("physical_addresses", &mut each);
}

fn place(node: &Node<'_>, confidential: bool) -> Located {
    let kind = match node.raw("location_type").as_deref().map(str::trim) {
        Some("virtual") => LocationType::Virtual,
        Some("postal") => LocationType::Postal,
        _ => LocationType::Physical,
    };
    let (mut address, mut postal) = (None, None);
    let mut accessibility = Vec::new();
    each_address(node, |node| {
        let read = Address {
            street: ["address_1", "address_2"]
                .iter()
                .filter_map(|key| node.line(key))
                .collect(),
            postal_code: node.line("postal_code"),
            town: node.line("city"),
        };
        // A post office box is no place to go to; it is taken if there is nothing else.
        let kind = node.raw("address_type");
        let is_postal = matches!(kind.as_deref().map(str::trim), Some("postal" | "virtual"));
        let slot = if is_postal { &mut postal } else { &mut address };
        if slot.is_none() && !read.is_empty() {
            *slot = Some(read);
        }
    });
    for key in ["accessibility", "accessibility_for_disabilities"] {
        node.each(key, |node| {
            let words: Vec<_> = ["description", "details", "accessibility"]
                .iter()
                .filter_map(|key| node.line(key))
                .collect();
            if !words.is_empty() {
                accessibility.push(words.join("\n"));
            }
        });
    }
    let address = address.or(postal);
    let position = position(node);
    if confidential && gives_away(node) {
        node.report("", Problem::ConfidentialAddress);
    }
    let place = Place {
        name: node.line("name"),
        address: address.filter(|_| !confidential),
        confidential,
        directions: node.text("transportation").filter(|_| !confidential),
        accessibility,
        position: position.filter(|_| !confidential),
    };
    (place, kind)
}

/// Whether a location says where it is more closely than by its town: in any of its addresses, not only
/// the one that is shown, by the way there, or by half a position.
fn gives_away(location: &Node<'_>) -> bool {
    let has = |node: &Node<'_>, keys: &[&str]| keys.iter().any(|key| node.has(key));
    let mut gives_away = has(location, &["transportation", "latitude", "longitude"]);
    each_address(location, |address| {
        gives_away |= has(address, &["address_1", "address_2"]);
    });
    gives_away
}

fn position(node: &Node<'_>) -> Option<(f64, f64)> {
    let latitude = node.number("latitude", Problem::OffGlobe)?;
    let longitude = node.number("longitude", Problem::OffGlobe)?;
    let position = Place::position(latitude, longitude);
    if position.is_none() {
        let raw = |key| node.raw(key).unwrap_or_default();
        let position = format!("{}, {}", raw("latitude"), raw("longitude"));
        node.report("latitude", Problem::OffGlobe(position));
    }
    position
}
