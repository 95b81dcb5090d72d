//! Whether the school holidays are those of the years in which the app is used.

use jiff::civil::Date;
use raupe_core::calendar::SchoolHoliday;

use super::{Finding, Problem};

/// Summer holidays are longer than all others: no state has fewer than five weeks, or other holidays of four.
const SUMMER_DAYS: i32 = 30;

/// All findings about school holidays, on a day.
pub(super) fn of(school: &[SchoolHoliday], today: Date) -> Vec<Finding> {
    let here = |problem| Finding::new("holidays.school", problem);
    if school.is_empty() {
        return vec![here(Problem::Missing)];
    }
    let mut findings = Vec::new();
    for (at, holiday) in school.iter().enumerate() {
        let mut before = school.iter().take(at);
        let shares_days = |other: &&SchoolHoliday| {
            other.first() <= holiday.last() && holiday.first() <= other.last()
        };
        if let Some(other) = before.find(shares_days) {
            let problem = Problem::Overlap(format!("{} {}", other.name(), other.first().year()));
            let place = format!("holidays.school[{}]", at + 1);
            findings.push(Finding::new(place, problem));
        }
    }
    if school.iter().all(|holiday| holiday.last() < today) {
        findings.push(here(Problem::AllPassed));
        return findings;
    }
    // A school year ends with the summer holidays of its second year.
    let ends = today.year() + i16::from(today.month() >= 8);
    for (year, problem) in [
        (ends, Problem::NoSummer(ends)),
        (ends + 1, Problem::NoNextSummer(ends + 1)),
    ] {
        let is_summer = |holiday: &SchoolHoliday| {
            let days = holiday.last() - holiday.first();
            holiday.first().year() == year && days.get_days() >= SUMMER_DAYS
        };
        if !school.iter().any(is_summer) {
            findings.push(here(problem));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn holiday(name: &str, first: Date, last: Date) -> SchoolHoliday {
        SchoolHoliday::new(name, first, last).unwrap()
    }

    #[test]
    fn the_present_and_the_next_school_year_are_wanted() {
        let summer = |year| holiday("Sommerferien", date(year, 7, 8), date(year, 8, 18));
        let autumn = holiday("Herbstferien", date(2027, 10, 16), date(2027, 10, 30));
        let today = date(2026, 11, 22);
        for (school, expected) in [
            (vec![], vec![Problem::Missing]),
            (vec![summer(2026)], vec![Problem::AllPassed]),
            (vec![summer(2027), summer(2028)], vec![]),
            (
                vec![summer(2027), autumn.clone()],
                vec![Problem::NoNextSummer(2028)],
            ),
            (vec![autumn, summer(2028)], vec![Problem::NoSummer(2027)]),
        ] {
            let found = of(&school, today).into_iter().map(|it| it.problem);
            assert_eq!(found.collect::<Vec<_>>(), expected, "{school:?}");
        }
        // In June this school year still goes on, from August on the next one.
        let school = [summer(2026), summer(2027)];
        assert_eq!(of(&school, date(2026, 6, 30)), []);
        assert_eq!(of(&school, date(2026, 8, 1)).len(), 1);
    }

    #[test]
    fn holidays_that_share_a_day_are_named() {
        let autumn = holiday("Herbstferien", date(2026, 10, 12), date(2026, 10, 24));
        let again = holiday("Herbst", date(2026, 10, 24), date(2026, 10, 25));
        let found = of(&[autumn, again], date(2026, 10, 1));
        let overlap = Problem::Overlap("Herbstferien 2026".into());
        assert_eq!(found[0], Finding::new("holidays.school[2]", overlap));
    }
}
