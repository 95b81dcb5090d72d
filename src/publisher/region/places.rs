//! Municipalities and their neighbourhoods: each in one place.

use raupe_core::region::Municipality;
use raupe_core::text;

use super::{Finding, Problem};

/// All findings about municipalities.
pub(super) fn of(municipalities: &[Municipality]) -> Vec<Finding> {
    if municipalities.is_empty() {
        return vec![Finding::new("municipalities", Problem::Advisable)];
    }
    let mut seen: Vec<(String, &str)> = Vec::new();
    let mut findings = Vec::new();
    for (municipality, at) in municipalities.iter().zip(1..) {
        let own = text::slug(&municipality.name);
        let mut note = |label: &str, place: String| {
            let slug = text::slug(label);
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == slug) {
                let problem = Problem::ListedTwice((*first).to_owned());
                findings.push(Finding::new(place, problem));
            }
            seen.push((slug, &municipality.name));
        };
        note(&municipality.name, format!("municipalities[{at}].name"));
        for (label, nth) in municipality.neighbourhoods.iter().zip(1..) {
            // The name of its municipality may be listed, to say where it comes.
            if text::slug(label) != own {
                note(label, format!("municipalities[{at}].neighbourhoods[{nth}]"));
            }
        }
    }
    findings
}
