//! Whether what is written in a county's colour can be read.

use raupe_core::region::Colours;

use super::{Finding, Problem};

/// The least contrast of text and its background: what WCAG 2.2 asks for at level AAA.
pub const LEAST_CONTRAST: f64 = 7.0;

/// What each colour stands on, as `style/tokens.css` has it.
const LIGHT_SURFACES: [&str; 3] = ["#ffffff", "#f3f6f4", "#e2eff5"];
const DARK_SURFACES: [&str; 3] = ["#19232b", "#0f161c", "#12384a"];

/// All findings about colours.
pub(super) fn of(colours: Option<&Colours>) -> Vec<Finding> {
    let Some(colours) = colours else {
        return vec![Finding::new("colours", Problem::Advisable)];
    };
    let mut findings = Vec::new();
    for (place, colour, surfaces, is_too_pale) in [
        ("colours.light", &colours.light, LIGHT_SURFACES, true),
        ("colours.dark", &colours.dark, DARK_SURFACES, false),
    ] {
        let contrasts = surfaces.map(|surface| (contrast(colour, surface), surface));
        let worst = contrasts
            .into_iter()
            .min_by(|(one, _), (other, _)| one.total_cmp(other));
        if let Some((contrast, surface)) = worst.filter(|(least, _)| *least < LEAST_CONTRAST) {
            let problem = Problem::LowContrast {
                contrast,
                surface,
                is_too_pale,
            };
            findings.push(Finding::new(place, problem));
        }
    }
    findings
}

/// The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it.
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The relative luminance of a colour `#rrggbb`, from 0 to 1.
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let digits = colour.get(at..at + 2).unwrap_or_default();
        let value = f64::from(u8::from_str_radix(digits, 16).unwrap_or_default()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        for (one, other, tenths) in [
            ("#000000", "#ffffff", 210.0),
            ("#ffffff", "#ffffff", 10.0),
            ("#767676", "#ffffff", 45.0),
            ("#595959", "#ffffff", 70.0),
            ("#0b4f6c", "#ffffff", 89.0),
        ] {
            let contrast = contrast(one, other);
            assert!(
                ((contrast * 10.0).floor() - tenths).abs() < 0.5,
                "{one}: {contrast}"
            );
        }
    }

    #[test]
    fn surfaces_are_those_of_the_style() {
        let tokens = include_str!("../../../style/tokens.css");
        for surface in LIGHT_SURFACES.into_iter().chain(DARK_SURFACES) {
            assert!(
                tokens.contains(&format!("surface: {surface};"))
                    || tokens.contains(&format!("surface-2: {surface};")),
                "{surface}"
            );
        }
    }

    #[test]
    fn each_colour_stands_on_its_own_surface() {
        let found = |light: &str, dark: &str| {
            let (light, dark) = (light.to_owned(), dark.to_owned());
            let found = of(Some(&Colours { light, dark }));
            found.into_iter().map(|it| it.place).collect::<Vec<_>>()
        };
        assert!(found("#0b4f6c", "#8fd3f0").is_empty());
        assert_eq!(
            found("#8fd3f0", "#0b4f6c"),
            ["colours.light", "colours.dark"]
        );
    }
}
