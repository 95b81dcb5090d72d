//! What an offer costs.

/// What an offer costs, as far as the feed says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cost {
    /// The prices; an amount of zero is one as well.
    pub prices: Vec<Price>,
    /// What the feed says in words.
    pub description: Option<String>,
}

/// One price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Price {
    /// The amount in hundredths of the currency (cents), if the feed gives a number.
    pub cents: Option<u32>,
    /// The ISO 4217 code in capitals, `EUR` where the feed says nothing.
    pub currency: String,
    /// Whom or what the price is for, in the feed's words.
    pub note: Option<String>,
}

impl Cost {
    /// Whether it costs nothing: all prices are zero, or the words say no more than "free".
    pub fn is_free(&self) -> bool {
        if self.prices.iter().any(|price| price.cents.is_some()) {
            return self
                .prices
                .iter()
                .all(|price| price.cents.is_none_or(|cents| cents == 0));
        }
        self.description
            .iter()
            .chain(self.prices.iter().filter_map(|price| price.note.as_ref()))
            .any(|words| {
                let words = crate::text::slug(words);
                super::GoodToKnow::named(&words) == Some(super::GoodToKnow::Free)
            })
    }

    /// Whether the feed says anything.
    pub fn is_stated(&self) -> bool {
        !self.prices.is_empty() || self.description.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(cents: Option<u32>, note: Option<&str>) -> Price {
        Price {
            cents,
            currency: "EUR".into(),
            note: note.map(Into::into),
        }
    }

    #[test]
    fn free_means_that_nothing_is_to_be_paid() {
        for (prices, description, free) in [
            (vec![], None, false),
            (vec![price(Some(0), None)], None, true),
            (
                vec![price(Some(0), None), price(Some(500), Some("Gäste"))],
                None,
                false,
            ),
            (vec![], Some("Kostenlos."), true),
            (vec![], Some("8 € im Monat"), false),
            (vec![price(None, Some("kostenfrei"))], None, true),
            (vec![price(Some(300), None)], Some("kostenlos"), false),
        ] {
            let cost = Cost {
                prices,
                description: description.map(Into::into),
            };
            assert_eq!(cost.is_free(), free, "{cost:?}");
        }
    }
}
