//! What the app says in a county's name: help lines, pages, contact.

use raupe_core::region::{Contact, HelpLine, Hours, Region, Words};
use raupe_core::synonyms::Synonyms;

use super::{Finding, Problem, TRANSLATIONS};

/// All findings about texts.
pub(super) fn of(region: &Region) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut advise = |is_missing: bool, place: &str| {
        if is_missing {
            findings.push(Finding::new(place, Problem::Advisable));
        }
    };
    advise(region.short_name.is_none(), "short_name");
    advise(region.contact == Contact::default(), "contact");
    advise(region.synonyms == Synonyms::default(), "synonyms");
    help(&region.help, &mut findings);
    for (page, place) in [
        (&region.pages.imprint, "pages.imprint"),
        (&region.pages.privacy, "pages.privacy"),
        (&region.pages.accessibility, "pages.accessibility"),
    ] {
        findings.extend(words(page, place));
    }
    findings
}

fn help(lines: &[HelpLine], findings: &mut Vec<Finding>) {
    if lines.is_empty() {
        findings.push(Finding::new("help", Problem::Missing));
        return;
    }
    if lines.iter().all(|line| line.phone.href() != "tel:112") {
        findings.push(Finding::new("help", Problem::NoEmergencyCall));
    }
    for (at, line) in lines.iter().enumerate() {
        let place = |name: &str| format!("help[{}].{name}", at + 1);
        findings.extend(words(&line.name, &place("name")));
        findings.extend(words(&line.what, &place("what")));
        if line.hours == Hours::Unstated {
            findings.push(Finding::new(place("hours"), Problem::Missing));
        }
        if line.languages.is_empty() {
            findings.push(Finding::new(place("languages"), Problem::Missing));
        }
        let mut before = lines.iter().take(at);
        if let Some(same) = before.find(|other| other.phone.href() == line.phone.href()) {
            let name = same.name.get("de").0.to_owned();
            findings.push(Finding::new(place("phone"), Problem::SameNumber(name)));
        }
    }
}

/// Whether a text is there, in all languages of the app.
fn words(words: &Words, place: &str) -> Option<Finding> {
    if words.is_empty() {
        return Some(Finding::new(place, Problem::Missing));
    }
    let mut missing = TRANSLATIONS.to_vec();
    missing.retain(|tag| words.get(tag).1 != *tag);
    (!missing.is_empty()).then(|| Finding::new(place, Problem::Untranslated(missing)))
}
