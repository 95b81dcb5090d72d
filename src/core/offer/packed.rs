//! Dates and times as small numbers, for storing.
//!
//! Their own serialised form is text: reading it back would bring a parser and all its error
//! messages to the phone.

use jiff::civil::{Date, Time};

/// 20 November 2026 as 20261120.
pub(super) fn pack(date: Date) -> i32 {
    i32::from(date.year()) * 10_000 + i32::from(date.month()) * 100 + i32::from(date.day())
}

pub(super) fn unpack(packed: i32) -> Option<Date> {
    let part = |part: i32| i8::try_from(part).ok();
    let year = i16::try_from(packed / 10_000).ok()?;
    Date::new(year, part(packed / 100 % 100)?, part(packed % 100)?).ok()
}

/// 09:30 as 930.
fn pack_time(time: Time) -> i16 {
    i16::from(time.hour()) * 100 + i16::from(time.minute())
}

fn unpack_time(packed: i16) -> Option<Time> {
    Time::new(
        i8::try_from(packed / 100).ok()?,
        i8::try_from(packed % 100).ok()?,
        0,
        0,
    )
    .ok()
}

macro_rules! as_number {
    ($module:ident, $value:ty, $number:ty, $pack:expr, $unpack:expr) => {
        pub(super) mod $module {
            use serde::de::Error;
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            use super::*;

            pub(crate) fn serialize<S: Serializer>(
                value: &$value,
                to: S,
            ) -> Result<S::Ok, S::Error> {
                ($pack)(value).serialize(to)
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                from: D,
            ) -> Result<$value, D::Error> {
                let number = <$number>::deserialize(from)?;
                ($unpack)(number).ok_or_else(|| D::Error::custom("no such date or time"))
            }
        }
    };
}

as_number!(date, Date, i32, |date: &Date| pack(*date), unpack);
as_number!(
    maybe_date,
    Option<Date>,
    Option<i32>,
    |date: &Option<Date>| date.map(pack),
    |packed: Option<_>| packed.map_or(Some(None), |packed| unpack(packed).map(Some))
);
as_number!(
    dates,
    Vec<Date>,
    Vec<i32>,
    |dates: &Vec<Date>| dates.iter().copied().map(pack).collect::<Vec<_>>(),
    |packed: Vec<i32>| packed.into_iter().map(unpack).collect::<Option<_>>()
);
as_number!(
    maybe_time,
    Option<Time>,
    Option<i16>,
    |time: &Option<Time>| time.map(pack_time),
    |packed: Option<_>| packed.map_or(Some(None), |packed| unpack_time(packed).map(Some))
);

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::*;

    #[test]
    fn what_is_packed_is_unpacked_and_nothing_else() {
        for day in [date(2026, 11, 20), date(2024, 2, 29), date(1, 1, 1)] {
            assert_eq!(unpack(pack(day)), Some(day));
        }
        for wrong in [0, 20_261_399, 20_230_229, -20_261_120, i32::MAX] {
            assert_eq!(unpack(wrong), None, "{wrong}");
        }
        assert_eq!(
            unpack_time(pack_time(time(9, 30, 0, 0))),
            Some(time(9, 30, 0, 0))
        );
        assert_eq!(unpack_time(2460), None);
    }
}
