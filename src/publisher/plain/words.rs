//! Ages, prices and names as German sentences, in the words that the app uses as well.

use raupe_core::offer::{AgeRange, Audience, Channel, Cost, GoodToKnow, LifePhase, Months, Price};

use crate::german::counted;

pub(super) const fn phase(phase: LifePhase) -> &'static str {
    match phase {
        LifePhase::Pregnancy => "Schwangerschaft",
        LifePhase::Baby => "0–11 Monate",
        LifePhase::Toddler => "1–2 Jahre",
        LifePhase::Preschool => "3–5 Jahre",
        LifePhase::Primary => "6–9 Jahre",
        LifePhase::Secondary => "10–15 Jahre",
        LifePhase::Youth => "16–27 Jahre, Schule und Beruf",
    }
}

pub(super) const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::OnSite => "vor Ort",
        Channel::HomeVisit => "kommt nach Hause",
        Channel::Online => "online",
        Channel::Telephone => "am Telefon",
    }
}

pub(super) const fn good_to_know(value: GoodToKnow) -> &'static str {
    match value {
        GoodToKnow::Free => "kostenlos",
        GoodToKnow::NoRegistration => "ohne Anmeldung",
        GoodToKnow::Registration => "mit Anmeldung",
        GoodToKnow::Anonymous => "anonym",
        GoodToKnow::StepFree => "stufenlos",
        GoodToKnow::Companion => "Begleitung",
        GoodToKnow::Childcare => "Kinderbetreuung",
    }
}

/// "1 Angebot", "2 Angebote".
pub(super) fn offers(count: usize) -> String {
    counted(count, "Angebot", "Angebote")
}

/// "Montag, Dienstag und Freitag".
pub(super) fn list<S: AsRef<str>>(words: &[S]) -> String {
    let Some((last, before)) = words.split_last() else {
        return String::new();
    };
    let before: Vec<_> = before.iter().map(AsRef::as_ref).collect();
    if before.is_empty() {
        last.as_ref().to_owned()
    } else {
        format!("{} und {}", before.join(", "), last.as_ref())
    }
}

/// An age: in months below three years, else in years.
fn age(months: Months) -> String {
    if months < 36 && (months < 12 || !months.is_multiple_of(12)) {
        counted(months.into(), "Monat", "Monate")
    } else {
        counted((months / 12).into(), "Jahr", "Jahre")
    }
}

fn ages(ages: AgeRange) -> String {
    // The last month of a year of life is "up to" that year, as people say it.
    let last = ages.max().map(|max| {
        if max >= 23 && (max + 1).is_multiple_of(12) {
            age((max + 1) / 12 * 12 - 12)
        } else {
            age(max)
        }
    });
    match (ages.min(), last) {
        (0, None) => "jedes Alter".to_owned(),
        (0, Some(last)) => format!("bis {last}"),
        (min, None) => format!("{} und älter", age(min)),
        (min, Some(last)) if age(min) == last => last,
        (min, Some(last)) => format!("{} bis {last}", age(min)),
    }
}

/// Whom an offer is for.
pub(super) fn audience(audience: Audience) -> String {
    let pregnancy = audience.phases().contains(LifePhase::Pregnancy) && audience.is_stated();
    match audience.ages() {
        Some(range) if pregnancy => list(&[phase(LifePhase::Pregnancy), &ages(range)]),
        Some(range) => ages(range),
        None if !audience.is_stated() || audience.phases().len() == LifePhase::ALL.len() => {
            "jedes Alter".to_owned()
        }
        None => list(&audience.phases().iter().map(phase).collect::<Vec<_>>()),
    }
}

/// What an offer costs, a line for each price.
pub(super) fn cost(cost: &Cost) -> Vec<String> {
    let mut lines: Vec<_> = cost.prices.iter().map(price).collect();
    lines.extend(cost.description.clone());
    if lines.is_empty() {
        lines.push("bitte erfragen".to_owned());
    }
    lines
}

fn price(price: &Price) -> String {
    let amount = price.cents.map(|cents| match cents {
        0 => "kostenlos".to_owned(),
        cents => money(cents, &price.currency),
    });
    // "kostenlos (kostenlos)" says nothing twice.
    let note = price.note.as_ref().filter(|note| {
        let free = GoodToKnow::named(note) == Some(GoodToKnow::Free);
        !(price.cents == Some(0) && free)
    });
    match (amount, note) {
        (Some(amount), Some(note)) => format!("{amount} ({note})"),
        (amount, note) => amount.or_else(|| note.cloned()).unwrap_or_default(),
    }
}

/// "5 €", "12,50 €". The blank does not break.
fn money(cents: u32, currency: &str) -> String {
    let currency = if currency == "EUR" { "€" } else { currency };
    match (cents / 100, cents % 100) {
        (whole, 0) => format!("{whole}\u{A0}{currency}"),
        (whole, rest) => format!("{whole},{rest:02}\u{A0}{currency}"),
    }
}

#[cfg(test)]
mod tests {
    use raupe_core::offer::PhaseSet;

    use super::*;

    #[test]
    fn an_audience_is_called_as_people_say_it() {
        let pregnancy = PhaseSet::EMPTY.with(LifePhase::Pregnancy);
        for (min, max, phases, expected) in [
            (0, Some(11), PhaseSet::EMPTY, "bis 11 Monate"),
            (0, Some(35), pregnancy, "Schwangerschaft und bis 2 Jahre"),
            (12, Some(47), PhaseSet::EMPTY, "1 Jahr bis 3 Jahre"),
            (216, None, PhaseSet::EMPTY, "18 Jahre und älter"),
            (36, Some(47), PhaseSet::EMPTY, "3 Jahre"),
        ] {
            assert_eq!(
                audience(Audience::new(AgeRange::new(min, max), phases)),
                expected
            );
        }
        assert_eq!(audience(Audience::new(None, pregnancy)), "Schwangerschaft");
        assert_eq!(audience(Audience::everybody()), "jedes Alter");
    }

    #[test]
    fn money_is_written_as_in_germany() {
        for (cents, currency, expected) in [
            (500, "EUR", "5\u{A0}€"),
            (1205, "EUR", "12,05\u{A0}€"),
            (50, "CHF", "0,50\u{A0}CHF"),
        ] {
            assert_eq!(money(cents, currency), expected);
        }
    }

    /// The app's own German texts. A family must find the same words on the page as in the app.
    #[test]
    fn the_names_are_those_of_the_app() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../public/locales/de.json");
        let texts = std::fs::read_to_string(path).unwrap();
        let texts: serde_json::Value = serde_json::from_str(&texts).unwrap();
        let same = |kind, slug, here| {
            let text = texts[format!("{kind}.{slug}")].as_str().unwrap();
            // Where a word may be broken is the narrow segments' business.
            assert_eq!(text.replace('\u{ad}', ""), here);
        };
        for it in LifePhase::ALL {
            same("phase", it.slug(), phase(it));
        }
        for it in Channel::ALL {
            same("channel", it.slug(), channel(*it));
        }
        for it in GoodToKnow::ALL {
            same("good", it.slug(), good_to_know(*it));
        }
    }
}
