//! What could mislead a family.

use raupe_core::feed::Severity;
use raupe_core::offer::Offer;
use raupe_core::text;

use super::problems::severity;
use crate::misleading::Misleading;

/// What it is in a few words, and in what part of the offer.
pub const fn misleading_kind(what: &Misleading) -> (&'static str, &'static str) {
    match what {
        Misleading::OtherHost { .. } => ("führt anderswohin, als er sagt", "Link"),
        Misleading::LookAlike(_) => ("sieht nur aus wie eine andere Adresse", "Adresse"),
        Misleading::NoPublicHost(_) => ("von außen nicht zu erreichen", "Adresse"),
        Misleading::CostlyNumber(_) => ("kostet mehr als ein Anruf", "Telefon"),
    }
}

/// What it is, in which offer, and what to do about it; in one line.
pub fn misleading(offer: &Offer, what: &Misleading) -> String {
    let clean = text::clean_line;
    let sentence = match what {
        Misleading::OtherHost { label, host } => format!(
            "Link „{}“ führt zu {}, nicht dorthin, wo er sagt. Bitte die Bezeichnung oder die Adresse ändern; die App \
             zeigt beides.",
            clean(label),
            clean(host)
        ),
        Misleading::LookAlike(host) => format!(
            "Adresse {} enthält Buchstaben, die nur so aussehen wie andere, oder ist verschlüsselt geschrieben (xn--). \
             Bitte prüfen, ob sie zu der Einrichtung gehört, und neu eintippen.",
            clean(host)
        ),
        Misleading::NoPublicHost(host) => format!(
            "Adresse {} gibt es nur in einem eigenen Netz; Familien erreichen sie nicht. Bitte die öffentliche Adresse \
             angeben.",
            clean(host)
        ),
        Misleading::CostlyNumber(number) => format!(
            "Telefon {} kostet mehr als ein gewöhnlicher Anruf. Bitte eine andere Nummer angeben, oder die Kosten dazu \
             schreiben.",
            clean(number)
        ),
    };
    format!(
        "{:<7}  {} „{}“ · {sentence}",
        severity(Severity::Warning),
        clean(offer.id.as_str()),
        clean(&offer.title)
    )
}
