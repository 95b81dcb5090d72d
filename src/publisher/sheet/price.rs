//! Prices, as far as a cell says them plainly.

use raupe_core::text;

use super::table::Cell;
use super::when;

/// A price as HSDS writes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Price {
    pub(super) amount: f64,
    pub(super) currency: String,
    /// Whom or what it is for.
    pub(super) option: Option<String>,
}

/// The prices in a cell, and what it says otherwise.
pub(super) fn prices(cell: &Cell) -> (Vec<Price>, Vec<String>) {
    let price = |amount, option: Option<&str>| Price {
        amount,
        currency: "EUR".into(),
        option: option.map(str::to_owned),
    };
    let (mut prices, mut others) = (Vec::new(), Vec::new());
    if let Cell::Number(amount) = cell {
        prices.push(match *amount {
            0.0 => price(0.0, Some("kostenlos")),
            amount => price(amount, None),
        });
        return (prices, others);
    }
    for part in when::parts(&cell.shown()) {
        if let Some(found) = leading_amount(part) {
            prices.push(found);
        } else if is_free(part) {
            prices.push(price(0.0, Some(part)));
        } else if let Some(amount) = amount(part) {
            prices.push(price(amount, None));
        } else {
            others.push(part.to_owned());
        }
    }
    if others.iter().any(|words| speaks_of_cost(words)) {
        // "kostenlos; Material nach Verbrauch" is not free of charge.
        let free = prices.extract_if(.., |price| price.amount == 0.0);
        let words: Vec<_> = free.filter_map(|price| price.option).collect();
        others.splice(0..0, words);
    }
    (prices, others)
}

/// Whether the whole text says "costs nothing", perhaps for whom; what has nothing to do with it may
/// follow, also in brackets.
fn is_free(text: &str) -> bool {
    if speaks_of_cost(text) || text.split([',', '(']).any(is_condition) {
        return false;
    }
    let (said, note) = text.split_once('(').unwrap_or((text, ")"));
    let mut clauses = said.split(',').map(text::fold);
    let first = clauses.next().unwrap_or_default();
    let mut words = first.split(' ');
    let (first, rest) = (words.next().unwrap_or_default(), words.collect::<Vec<_>>());
    let rest = rest.as_slice();
    let whole = match first {
        "kostenlos" | "kostenfrei" | "gratis" | "umsonst" => match rest {
            [] | ["fur", _, ..] => true,
            ["und", words @ ..] => is_manner(words),
            words => asks_for_donation(words),
        },
        "keine" => match rest {
            [] => true,
            [what, rest @ ..] => is_price(what) && matches!(rest, [] | ["fur", _, ..]),
        },
        _ => false,
    };
    whole && clauses.all(|clause| is_aside(&clause)) && note.trim_end().ends_with(')')
}

/// "Kosten", "Teilnahmegebühr": what one pays to take part, and nothing besides it.
fn is_price(word: &str) -> bool {
    let what = word.strip_prefix("teilnahme").unwrap_or(word);
    let what = what.strip_prefix("kurs").unwrap_or(what);
    matches!(what, "kosten" | "gebuhr" | "gebuhren")
}

/// "vertraulich und anonym": what people say in one breath with "kostenlos".
fn is_manner(words: &[&str]) -> bool {
    const MANNERS: &[&str] = &[
        "vertraulich",
        "anonym",
        "unverbindlich",
        "freiwillig",
        "unabhangig",
        "neutral",
        "und",
    ];
    !words.is_empty() && words.iter().all(|word| MANNERS.contains(word))
}

fn asks_for_donation(words: &[&str]) -> bool {
    const ASKS: &[&str] = &["erwunscht", "willkommen", "erbeten"];
    let words = words.strip_prefix(&["freiwillige"]).unwrap_or(words);
    matches!(words, [donation, .., last] if donation.starts_with("spende") && ASKS.contains(last))
}

/// Whether a clause behind "kostenlos" is about something else: who pays for it, how to register.
fn is_aside(clause: &str) -> bool {
    const STEMS: &[&str] = &["anmeldung", "voranmeldung", "gefordert", "finanziert"];
    let words: Vec<_> = clause.split(' ').collect();
    is_manner(&words)
        || asks_for_donation(&words)
        || words
            .iter()
            .any(|word| STEMS.iter().any(|stem| word.starts_with(stem)))
}

/// Whether a clause says that only some pay nothing: "für Inhaber der Familienkarte", "bei
/// Bedürftigkeit", "mit Bildungspaket".
fn is_condition(clause: &str) -> bool {
    const PARTS: &[&str] = &[
        "inhaber",
        "karte",
        "pass",
        "bedurf",
        "bildungspaket",
        "nachweis",
        "berechtig",
        "empfanger",
        "bezieher",
        "versichert",
        "einkommen",
    ];
    let folded = text::fold(clause);
    let mut words = folded.split(' ');
    matches!(words.clone().next(), Some("bei" | "wenn" | "falls"))
        || words.any(|word| PARTS.iter().any(|part| word.contains(part)))
}

/// Whether a text says that something costs, or only for some that it does not.
fn speaks_of_cost(text: &str) -> bool {
    const STEMS: &[&str] = &[
        "mitglied",
        "material",
        "beitrag",
        "eigenanteil",
        "zuzahl",
        "zuzug",
        "verbrauch",
        "euro",
        "ermassig",
        "kostet",
        "kostenpflicht",
        "gebuhrenpflicht",
    ];
    const WORDS: &[&str] = &[
        "nur",
        "sonst",
        "ansonsten",
        "ausser",
        "aber",
        "zzgl",
        "plus",
        "gegen",
        "anfrage",
        "extra",
        "danach",
    ];
    let folded = text::fold(text);
    text.bytes().any(|byte| byte.is_ascii_digit())
        || folded
            .split(' ')
            .any(|word| WORDS.contains(&word) || STEMS.iter().any(|stem| word.starts_with(stem)))
}

/// `5`, `2,50`, `1.200`, `1.200,00`, `2.50`, `5,-`: an amount as people in Germany write it. A point
/// before three digits separates thousands.
fn amount(text: &str) -> Option<f64> {
    let number = text.trim_end_matches(['-', '–']);
    let number = if number == text {
        text
    } else {
        number.strip_suffix(',')?
    };
    let (whole, cents) = match number.split_once(',') {
        Some((whole, cents)) => (whole, Some(cents)),
        None => match number.split_once('.') {
            Some((whole, cents)) if cents.len() < 3 => (whole, Some(cents)),
            _ => (number, None),
        },
    };
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let thousands: Vec<_> = whole.split('.').collect();
    let (first, groups) = thousands.split_first()?;
    let fits = is_digits(first)
        && (groups.is_empty() || first.len() <= 3)
        && groups
            .iter()
            .all(|group| is_digits(group) && group.len() == 3)
        && cents.is_none_or(|cents| is_digits(cents) && cents.len() <= 2);
    let cents = cents.unwrap_or("0");
    fits.then(|| format!("{}.{cents}", thousands.concat()).parse().ok())?
}

/// `5 € im Monat`, `2,50 Euro`, `20 CHF`: an amount, its currency, and the rest.
fn leading_amount(text: &str) -> Option<Price> {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ',' | '.' | '-' | '–');
    let end = text.find(|c: char| !is_number(c))?;
    let amount = amount(&text[..end])?;
    let rest = text[end..].trim_start();
    let word = rest.split([' ', ',']).next()?;
    let currency = match word {
        "€" | "Euro" | "euro" | "EURO" | "EUR" => "EUR",
        code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()) => code,
        _ => return None,
    };
    let option = rest[word.len()..].trim_matches([' ', ',']);
    Some(Price {
        amount,
        currency: currency.to_owned(),
        option: (!option.is_empty()).then(|| option.to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_as_offices_write_them() {
        let price = |amount, option: &str| Price {
            amount,
            currency: "EUR".into(),
            option: (!option.is_empty()).then(|| option.into()),
        };
        for (text, expected, other) in [
            ("kostenlos", vec![price(0.0, "kostenlos")], ""),
            ("5 €", vec![price(5.0, "")], ""),
            ("2,50 € pro Treffen", vec![price(2.5, "pro Treffen")], ""),
            ("1.200 Euro", vec![price(1200.0, "")], ""),
            ("5,- €", vec![price(5.0, "")], ""),
            (
                "5 €; 3 € ermäßigt",
                vec![price(5.0, ""), price(3.0, "ermäßigt")],
                "",
            ),
            ("1.200", vec![price(1200.0, "")], ""),
            ("1.500,50", vec![price(1500.5, "")], ""),
            ("1.50", vec![price(1.5, "")], ""),
            ("1.50 €", vec![price(1.5, "")], ""),
            ("5,-", vec![price(5.0, "")], ""),
            ("5,--€", vec![price(5.0, "")], ""),
            ("1,500", vec![], "1,500"),
            ("1.50.0 €", vec![], "1.50.0 €"),
            ("-5", vec![], "-5"),
            ("inf", vec![], "inf"),
            ("5-10 €", vec![], "5-10 €"),
            ("keine", vec![price(0.0, "keine")], ""),
            ("keine Kosten", vec![price(0.0, "keine Kosten")], ""),
            ("keine Angabe", vec![], "keine Angabe"),
            (
                "kostenlos (auch für Gäste)",
                vec![price(0.0, "kostenlos (auch für Gäste)")],
                "",
            ),
            (
                "Kostenlos für Kinder",
                vec![price(0.0, "Kostenlos für Kinder")],
                "",
            ),
            (
                "kostenlos, Spenden sind willkommen",
                vec![price(0.0, "kostenlos, Spenden sind willkommen")],
                "",
            ),
            (
                "kostenlos; Spende willkommen",
                vec![price(0.0, "kostenlos")],
                "Spende willkommen",
            ),
            (
                "kostenlos für Kinder; 3 € für Eltern",
                vec![price(0.0, "kostenlos für Kinder"), price(3.0, "für Eltern")],
                "",
            ),
            (
                "kostenlos; sonst auf Anfrage",
                vec![],
                "kostenlos;sonst auf Anfrage",
            ),
            (
                "kostenlos; Material nach Verbrauch",
                vec![],
                "kostenlos;Material nach Verbrauch",
            ),
            (
                "kostenlos nur für Mitglieder, sonst auf Anfrage",
                vec![],
                "kostenlos nur für Mitglieder, sonst auf Anfrage",
            ),
            (
                "kostenlos für Mitglieder",
                vec![],
                "kostenlos für Mitglieder",
            ),
            (
                "kostenlos (Material extra)",
                vec![],
                "kostenlos (Material extra)",
            ),
            (
                "kostenlose Beratung teils",
                vec![],
                "kostenlose Beratung teils",
            ),
            ("kostenlos, Material 2 €", vec![], "kostenlos, Material 2 €"),
            ("Spende", vec![], "Spende"),
        ] {
            let (prices, others) = prices(&Cell::text(text));
            assert_eq!(
                (prices, others.join(";").as_str()),
                (expected, other),
                "{text}"
            );
        }
        assert_eq!(prices(&Cell::Number(4.5)).0, [price(4.5, "")]);
    }
    #[test]
    fn what_is_said_beside_it_leaves_it_free() {
        for text in [
            "kostenlos und vertraulich",
            "kostenlos und anonym",
            "kostenlos und unverbindlich",
            "kostenlos, vertraulich und anonym",
            "kostenlos, Anmeldung erforderlich",
            "kostenlos (mit Anmeldung)",
            "kostenlos, gefördert durch den Landkreis",
            "kostenlos, Spende erbeten",
            "keine Teilnahmegebühr",
            "keine Kosten für Eltern",
        ] {
            let (prices, others) = prices(&Cell::text(text));
            let amounts: Vec<_> = prices.iter().map(|price| price.amount).collect();
            assert_eq!((amounts, others), (vec![0.0], vec![]), "{text}");
        }
    }

    #[test]
    fn a_condition_is_not_free() {
        for text in [
            "kostenlos für Inhaber der Familienkarte",
            "kostenlos (bei Bedürftigkeit)",
            "kostenlos, bei geringem Einkommen",
            "kostenlos mit Bildungspaket",
            "kostenlos und günstig",
            "kostenlos, Anmeldung fünf Euro",
            "kostenlos, Mittagessen",
            "keine Nebenkosten",
            "keine Kosten, sonst nichts",
        ] {
            let (prices, others) = prices(&Cell::text(text));
            assert_eq!((prices, others), (vec![], vec![text.to_owned()]));
        }
    }
}
