//! What an offer says of itself that could mislead a family: a link that leads elsewhere than it says, a host that
//! only looks like another, an address that nobody outside reaches, a number that costs more than a call.
//!
//! None of it is wrong as such, so it is published, and `raupe check` names it.

use raupe_core::offer::{Offer, Phone};
use unicode_security::MixedScript;
use unicode_security::confusable_detection::skeleton;

/// Something that could mislead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misleading {
    /// A link whose label names another host than the one that it leads to.
    OtherHost {
        /// What the link is called.
        label: String,
        /// Where it leads.
        host: String,
    },
    /// A host with letters that look like those of another script, or that nobody can read (`xn--…`).
    LookAlike(String),
    /// A host that only a network of its own knows, or no name at all.
    NoPublicHost(String),
    /// A telephone number that costs more than a call.
    CostlyNumber(String),
}

/// Endings of names that only a network of its own knows: RFC 6761, 6762, 8375, and what routers use.
const LOCAL: [&str; 7] = [
    ".localhost",
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".corp",
    ".home.arpa",
];

/// How numbers begin that cost more than a call (Bundesnetzagentur): premium rate and its forerunner, mass traffic,
/// shared cost, directory enquiries.
const COSTLY: [&str; 5] = ["0900", "0190", "0137", "0180", "118"];

/// All that could mislead in an offer, in its order.
pub fn misleading(offer: &Offer) -> Vec<Misleading> {
    let mut found = Vec::new();
    for link in &offer.links {
        found.extend(host(link.host()));
        if let (Some(other), Some(label)) = (link.host_unlike_label(), &link.label) {
            found.push(Misleading::OtherHost {
                label: label.clone(),
                host: other.to_owned(),
            });
        }
    }
    for contact in &offer.contacts {
        let hosts = contact
            .emails
            .iter()
            .filter_map(|email| email.as_str().split_once('@'));
        found.extend(hosts.filter_map(|(_, name)| host(name)));
        found.extend(contact.phones.iter().filter_map(costly));
    }
    found
}

fn host(host: &str) -> Option<Misleading> {
    let name = host.to_lowercase();
    let is_number = name
        .split('.')
        .all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if is_number || LOCAL.iter().any(|ending| name.ends_with(ending)) {
        return Some(Misleading::NoPublicHost(host.to_owned()));
    }
    let is_dubious = |label: &str| {
        let looks_latin = !label.is_ascii() && skeleton(label).all(|c| c.is_ascii());
        label.starts_with("xn--") || !label.is_single_script() || looks_latin
    };
    name.split('.')
        .any(is_dubious)
        .then(|| Misleading::LookAlike(host.to_owned()))
}

fn costly(phone: &Phone) -> Option<Misleading> {
    let href = phone.href();
    let number = href.trim_start_matches("tel:");
    let national = ["+49", "0049"]
        .iter()
        .find_map(|code| number.strip_prefix(code));
    let number = national.map_or_else(|| number.to_owned(), |rest| format!("0{rest}"));
    let is_costly = COSTLY.iter().any(|begins| number.starts_with(begins));
    is_costly.then(|| Misleading::CostlyNumber(phone.shown().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_are_not_what_they_seem_are_named() {
        let look_alike = |host: &str| Some(Misleading::LookAlike(host.into()));
        let no_public = |host: &str| Some(Misleading::NoPublicHost(host.into()));
        for (name, expected) in [
            ("www.landkreis-peine.de", None),
            ("münchen.example", None),
            ("кита.example", None),
            // Cyrillic letters, all of them and one of them.
            ("раураl.example", look_alike("раураl.example")),
            ("landkreis-pеine.de", look_alike("landkreis-pеine.de")),
            ("xn--80ak6aa92e.com", look_alike("xn--80ak6aa92e.com")),
            ("127.0.0.1", no_public("127.0.0.1")),
            ("server.local", no_public("server.local")),
            ("a.home.arpa", no_public("a.home.arpa")),
        ] {
            assert_eq!(host(name), expected, "{name}");
        }
    }

    #[test]
    fn numbers_that_cost_more_are_named() {
        for (number, is_costly) in [
            ("05171 4010", false),
            ("0800 1110111", false),
            ("116 117", false),
            ("112", false),
            ("0900 1234567", true),
            ("+49 900 1234567", true),
            ("0049 (0)190 123456", true),
            ("0180 5 123456", true),
            ("0137 123456", true),
            ("11833", true),
        ] {
            let phone = Phone::new(number).unwrap();
            assert_eq!(costly(&phone).is_some(), is_costly, "{number}");
        }
    }
}
