//! The order in which people expect names with numbers.

use std::cmp::Ordering;

/// Compares texts as people count: "District 2" before "District 10". Numbers that are worth the same,
/// such as 2 and 02, are followed by what comes after them; only then the one with fewer zeros is first.
///
/// ```
/// # use raupe_core::text::natural;
/// let mut names = ["bezirk 10", "bezirk 2", "bezirk 2b"];
/// names.sort_by(|one, other| natural(one, other));
/// assert_eq!(names, ["bezirk 2", "bezirk 2b", "bezirk 10"]);
/// ```
pub fn natural(one: &str, other: &str) -> Ordering {
    let (mut rest, mut others) = (one.as_bytes(), other.as_bytes());
    while let (Some(a), Some(b)) = (rest.first(), others.first()) {
        let order = if a.is_ascii_digit() && b.is_ascii_digit() {
            let (a, b) = (number(&mut rest), number(&mut others));
            // Without leading zeros the longer number is the larger one, whatever its digits are.
            a.len().cmp(&b.len()).then_with(|| a.cmp(b))
        } else {
            (rest, others) = (&rest[1..], &others[1..]);
            a.cmp(b)
        };
        if order.is_ne() {
            return order;
        }
    }
    rest.len()
        .cmp(&others.len())
        .then_with(|| one.len().cmp(&other.len()))
        .then_with(|| one.cmp(other))
}

/// The digits at the beginning, without leading zeros; what is behind them is left.
fn number<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let len = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(len);
    *text = rest;
    let zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    &digits[zeros..]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_names_are_counted() {
        let sorted = [
            "",
            "2",
            "10",
            "bezirk",
            "bezirk 0",
            "bezirk 2",
            "bezirk 02",
            "bezirk 2 nord",
            "bezirk 2b",
            "bezirk 10",
            "bezirk 10 2",
            "bezirk 10 11",
            "bezirk 99999999999999999999",
            "bezirk 100000000000000000000",
            "bezirk nord",
            "zentrum",
            "ägidien",
        ];
        for (at, one) in sorted.iter().enumerate() {
            for (other_at, other) in sorted.iter().enumerate() {
                let order = at.cmp(&other_at);
                assert_eq!(natural(one, other), order, "{one:?} and {other:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn it_is_an_order(texts in prop::array::uniform3("[a0-2 ]{0,6}")) {
            let [a, b, c] = &texts;
            prop_assert_eq!(natural(a, b), natural(b, a).reverse());
            prop_assert_eq!(natural(a, b) == Ordering::Equal, a == b);
            if natural(a, b).is_le() && natural(b, c).is_le() {
                prop_assert!(natural(a, c).is_le());
            }
        }
    }
}
