//! A single age, and its months.

use super::vocabulary::{Event, SCHOOL, Unit, months_of_class};

/// An age as it stands in a cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Point {
    Age {
        value: f64,
        unit: Option<Unit>,
        /// "vollendetes 3. Lebensjahr"
        completed: bool,
        is_ordinal: bool,
    },
    Event(Event),
    People(u16, Option<u16>),
    /// "bis zum Schulalter": as the last one it ends before it begins, as the first one it begins there.
    Stage(u16),
}

/// The last month of what has no end.
pub(super) const OPEN: u16 = u16::MAX;

/// A part of life in months, both included; an end that is not said is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: Option<u16>,
    pub(super) to: Option<u16>,
    /// Whether one of its ends is a phase of life rather than an age: a class, the way into school.
    pub(super) is_phase: bool,
}

/// From one age to another, in their order.
pub(super) fn range(first: Point, last: Point, strict: bool) -> Option<Span> {
    let (first, last) = same_unit(first, last)?;
    let from = start(first)?;
    let span = up_to(Some(from), last, strict)?;
    let reversed = span.to.is_some_and(|to| to < from);
    (!reversed).then_some(Span {
        is_phase: span.is_phase || is_phase(first),
        ..span
    })
}

/// To an age; without it, if it is `strict`.
pub(super) fn up_to(from: Option<u16>, last: Point, strict: bool) -> Option<Span> {
    let to = if strict {
        Some(start(last)?.checked_sub(1)?)
    } else {
        Some(end(last)?).filter(|to| *to != OPEN)
    };
    // "bis 4. Klasse": from school on.
    let in_school = is_class(last).then_some(SCHOOL);
    Some(Span {
        from: from.or(in_school),
        to,
        is_phase: is_phase(last),
    })
}

/// The first month of an age.
pub(super) fn start(point: Point) -> Option<u16> {
    let Point::Age {
        value,
        unit,
        completed,
        is_ordinal,
    } = point
    else {
        return match point {
            Point::Event(Event::School) => Some(SCHOOL),
            Point::Event(Event::Majority) => Some(18 * 12),
            Point::People(from, _) | Point::Stage(from) => Some(from),
            _ => Some(0),
        };
    };
    let unit = counted(unit, is_ordinal)?;
    let before = whole(value).and_then(|nth| nth.checked_sub(u16::from(!completed)));
    let months = match unit {
        Unit::Years => months(value * 12.0)?,
        Unit::Months => months(value)?,
        Unit::Weeks => months_in_weeks(value).ceil(),
        Unit::LifeYear => f64::from(before?) * 12.0,
        Unit::LifeMonth => f64::from(before?),
        Unit::LifeWeek => months_in_weeks(f64::from(before?)).ceil(),
        Unit::Birthday => f64::from(whole(value)?) * 12.0,
        Unit::Class => f64::from(months_of_class(whole(value)?)?.0),
    };
    within_a_life(months)
}

/// The last month of an age; [`OPEN`] if there is none.
pub(super) fn end(point: Point) -> Option<u16> {
    let Point::Age {
        value,
        unit,
        is_ordinal,
        ..
    } = point
    else {
        return match point {
            Point::Event(Event::School) => Some(SCHOOL - 1),
            Point::Event(Event::Majority) => Some(18 * 12 - 1),
            Point::Event(_) => Some(0),
            Point::People(_, to) => Some(to.unwrap_or(OPEN)),
            Point::Stage(from) => from.checked_sub(1),
            Point::Age { .. } => None,
        };
    };
    let months = match counted(unit, is_ordinal)? {
        // A whole number counts completed years.
        Unit::Years if value.fract() == 0.0 => value * 12.0 + 11.0,
        Unit::Years => months(value * 12.0)?,
        Unit::Months => months(value)?,
        Unit::Weeks | Unit::LifeWeek => months_in_weeks(value).floor(),
        Unit::LifeYear | Unit::Birthday => f64::from(whole(value)?.checked_sub(1)?) * 12.0 + 11.0,
        Unit::LifeMonth => f64::from(whole(value)?.checked_sub(1)?),
        Unit::Class => f64::from(months_of_class(whole(value)?)?.1),
    };
    within_a_life(months)
}

/// The unit of a number; years, if none is said. A number that counts needs one that is counted.
fn counted(unit: Option<Unit>, is_ordinal: bool) -> Option<Unit> {
    let unit = unit.unwrap_or(Unit::Years);
    let class = unit == Unit::Class;
    (class || unit.is_ordinal() == is_ordinal).then_some(unit)
}

/// Both with a unit: the first takes that of the last ("6–18 Monate"), and the last that of the first
/// only if these are years.
fn same_unit(mut first: Point, mut last: Point) -> Option<(Point, Point)> {
    if let (Point::Age { unit: one, .. }, Point::Age { unit: other, .. }) = (&mut first, &mut last)
    {
        match (*one, *other) {
            (None, Some(unit)) => *one = Some(unit),
            (Some(unit), None) if unit.is_ordinal() || unit == Unit::Years => *other = Some(unit),
            // "0 Monate bis 6": months or years?
            (Some(_), None) => return None,
            _ => {}
        }
    }
    Some((first, last))
}

pub(super) const fn is_bare(point: Point) -> bool {
    matches!(point, Point::Age { unit: None, .. })
}

pub(super) const fn is_class(point: Point) -> bool {
    matches!(
        point,
        Point::Age {
            unit: Some(Unit::Class),
            ..
        }
    )
}

pub(super) const fn is_phase(point: Point) -> bool {
    is_class(point)
        || matches!(
            point,
            Point::Event(Event::School) | Point::People(..) | Point::Stage(_)
        )
}

/// A number of months that is whole, or was before somebody rounded it to hundredths of a year.
fn months(value: f64) -> Option<f64> {
    let months = value.round();
    ((value - months).abs() < 0.07).then_some(months)
}

fn months_in_weeks(weeks: f64) -> f64 {
    const MONTHS_A_WEEK: f64 = 12.0 * 7.0 / 365.25;
    weeks * MONTHS_A_WEEK
}

/// Months of at most 120 years.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and within the range"
)]
fn within_a_life(months: f64) -> Option<u16> {
    (0.0..=120.0 * 12.0 + 11.0)
        .contains(&months)
        .then_some(months as u16)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole and within the range"
)]
pub(super) fn whole(value: f64) -> Option<u16> {
    (value.fract() == 0.0 && (0.0..1000.0).contains(&value)).then_some(value as u16)
}
