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
        let has_amount = part.bytes().any(|b| b.is_ascii_digit());
        if let Some(found) = leading_amount(part) {
            prices.push(found);
        } else if !has_amount && is_free(part) {
            prices.push(price(0.0, Some(part)));
        } else if let Ok(amount) = part.replace(',', ".").parse::<f64>() {
            prices.push(price(amount, None));
        } else {
            others.push(part.to_owned());
        }
    }
    (prices, others)
}

/// Whether the text begins with a word for "costs nothing".
fn is_free(text: &str) -> bool {
    let folded = text::fold(text);
    let first = folded.split(' ').next().unwrap_or_default();
    matches!(
        first,
        "kostenlos" | "kostenfrei" | "gratis" | "umsonst" | "keine"
    )
}

/// `5 € im Monat`, `2,50 Euro`, `20 CHF`: an amount, its currency, and the rest.
fn leading_amount(text: &str) -> Option<Price> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '-')))?;
    let number = text[..end].trim_end_matches(",-").trim_end_matches(",--");
    // A point before three digits separates thousands.
    let number = match number.rsplit_once('.') {
        Some((thousands, rest)) if rest.len() == 3 || rest.contains(',') => {
            format!("{thousands}{rest}")
        }
        _ => number.to_owned(),
    };
    let amount: f64 = number
        .replace(',', ".")
        .parse()
        .ok()
        .filter(|amount| *amount >= 0.0)?;
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
}
