//! Days, times and schedules as German sentences, in the words that the app uses as well.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use raupe_core::calendar::berlin;
use raupe_core::offer::{NthWeekday, Parity, Recurrence, Schedule, Weekday};

use super::words::list;
use crate::german::counted;

/// "20. November 2026".
pub(super) fn date(date: Date) -> String {
    let month = usize::try_from(date.month() - 1).unwrap_or_default();
    format!("{}. {} {}", date.day(), MONTHS[month], date.year())
}

/// The day of a moment (RFC 3339) in Germany, or the text itself if it is none.
pub(super) fn day(moment: &str) -> String {
    moment.parse::<Timestamp>().map_or_else(
        |_| moment.to_owned(),
        |moment| date(berlin::wall_clock(moment.as_millisecond()).date()),
    )
}

fn long_date(day: Date) -> String {
    format!("{}, {}", weekday(Weekday::of(day)), date(day))
}

fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// When a schedule takes place: day and time. `None` if it has neither.
pub(super) fn when(schedule: &Schedule) -> Option<String> {
    let times = match (schedule.opens.map(time), schedule.closes.map(time)) {
        (Some(opens), Some(closes)) => Some(format!("{opens}–{closes} Uhr")),
        (Some(opens), None) => Some(format!("ab {opens} Uhr")),
        (None, Some(closes)) => Some(format!("bis {closes} Uhr")),
        (None, None) => None,
    };
    let parts: Vec<_> = days(schedule).into_iter().chain(times).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn days(schedule: &Schedule) -> Option<String> {
    match &schedule.recurrence {
        Recurrence::Unstated => None,
        Recurrence::Once(date) => Some(long_date(*date)),
        Recurrence::Weekly { interval: 1, days } if days.len() == Weekday::ALL.len() => {
            Some("jeden Tag".to_owned())
        }
        Recurrence::Weekly { interval, days } => {
            // Without a day, the beginning tells it.
            let first = schedule.start.map(Weekday::of);
            let days = if days.is_empty() {
                first.as_slice()
            } else {
                days
            };
            let names = weekdays(days);
            Some(match interval {
                _ if names.is_empty() && *interval == 1 => "jede Woche".to_owned(),
                n if names.is_empty() => format!("alle {n} Wochen"),
                1 if names.len() < days.len() => list(&names),
                1 => format!("jeden {}", list(&names)),
                n => format!("alle {n} Wochen am {}", list(&names)),
            })
        }
        Recurrence::Monthly {
            interval,
            days,
            month_days,
        } => {
            let weekdays = days
                .iter()
                .map(|NthWeekday { nth, day }| nth_weekday(*nth, *day));
            // Without a day, the beginning tells it.
            let first = schedule.start.map(Date::day);
            let month_days = if days.is_empty() && month_days.is_empty() {
                first.as_slice()
            } else {
                month_days
            };
            let dates = month_days
                .iter()
                .map(|day| match (*day, day.unsigned_abs()) {
                    (-1, _) => "letzten Tag".to_owned(),
                    (1.., day) => format!("{day}."),
                    (_, day) => format!("{day}. Tag von hinten"),
                });
            let names: Vec<_> = weekdays.chain(dates).collect();
            let every = match interval {
                1 => "jeden Monat".to_owned(),
                n => format!("alle {n} Monate"),
            };
            Some(if names.is_empty() {
                every
            } else {
                format!("{every} am {}", list(&names))
            })
        }
        Recurrence::CalendarWeeks { parity, days } => {
            let weeks = match parity {
                Parity::Even => "geraden",
                Parity::Odd => "ungeraden",
            };
            let days = list(&weekdays(days));
            Some(format!("in {weeks} Kalenderwochen: {days}"))
        }
    }
}

/// Days of the week; three or more in a row become "Montag bis Freitag".
fn weekdays(days: &[Weekday]) -> Vec<String> {
    let mut names = Vec::new();
    for row in days.chunk_by(|day, next| *next as u8 == *day as u8 + 1) {
        match row {
            [first, _, .., last] => {
                names.push(format!("{} bis {}", weekday(*first), weekday(*last)));
            }
            few => names.extend(few.iter().map(|day| weekday(*day).to_owned())),
        }
    }
    names
}

fn nth_weekday(nth: Option<i8>, day: Weekday) -> String {
    let day = weekday(day);
    match nth {
        None => day.to_owned(),
        Some(-1) => format!("letzten {day}"),
        Some(nth) if nth < 0 => format!("{}. {day} von hinten", nth.unsigned_abs()),
        Some(nth) => format!("{nth}. {day}"),
    }
}

/// Everything else that a schedule says: from when, how often, when not.
pub(super) fn when_details(schedule: &Schedule) -> Vec<String> {
    let mut details = Vec::new();
    match (
        schedule.valid.from().map(date),
        schedule.valid.to().map(date),
    ) {
        (Some(from), Some(to)) => details.push(format!("{from} bis {to}")),
        (Some(from), None) => details.push(format!("ab {from}")),
        (None, Some(to)) => details.push(format!("bis {to}")),
        (None, None) => {}
    }
    let repeats = !matches!(schedule.recurrence, Recurrence::Once(_));
    if let Some(count) = schedule.count.filter(|_| repeats) {
        details.push(counted(count.into(), "Termin", "Termine"));
    }
    if schedule.skips_school_holidays {
        details.push("nicht in den Schulferien".to_owned());
    }
    if schedule.skips_public_holidays {
        details.push("nicht an Feiertagen".to_owned());
    }
    if !schedule.except.is_empty() {
        let dates: Vec<_> = schedule.except.iter().copied().map(date).collect();
        details.push(format!("nicht am {}", list(&dates)));
    }
    details
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Montag",
        Weekday::Tuesday => "Dienstag",
        Weekday::Wednesday => "Mittwoch",
        Weekday::Thursday => "Donnerstag",
        Weekday::Friday => "Freitag",
        Weekday::Saturday => "Samstag",
        Weekday::Sunday => "Sonntag",
    }
}

const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

#[cfg(test)]
mod tests {
    use jiff::civil::date as civil;
    use raupe_core::offer::Span;

    use super::*;

    fn schedule(recurrence: Recurrence) -> Schedule {
        Schedule {
            recurrence,
            start: Some(civil(2026, 9, 4)),
            valid: Span::default(),
            count: None,
            opens: Time::new(9, 0, 0, 0).ok(),
            closes: Time::new(11, 30, 0, 0).ok(),
            except: Vec::new(),
            skips_school_holidays: false,
            skips_public_holidays: true,
            description: None,
        }
    }

    #[test]
    fn a_schedule_is_a_sentence() {
        use Weekday::{Friday, Monday, Thursday, Tuesday, Wednesday};

        let weekly = |interval, days: &[Weekday]| Recurrence::Weekly {
            interval,
            days: days.into(),
        };
        let monthly = |nth, month_days: &[i8]| Recurrence::Monthly {
            interval: 1,
            days: Vec::from_iter(nth),
            month_days: month_days.into(),
        };
        let day = |nth, day| Some(NthWeekday { nth, day });
        for (recurrence, expected) in [
            (weekly(1, &[Tuesday]), "jeden Dienstag"),
            (
                weekly(1, &[Monday, Tuesday, Friday]),
                "jeden Montag, Dienstag und Freitag",
            ),
            (
                weekly(1, &[Monday, Tuesday, Wednesday, Thursday, Friday]),
                "Montag bis Freitag",
            ),
            (weekly(1, &Weekday::ALL), "jeden Tag"),
            (weekly(2, &[Friday]), "alle 2 Wochen am Freitag"),
            (weekly(1, &[]), "jeden Freitag"),
            (
                monthly(day(Some(2), Tuesday), &[]),
                "jeden Monat am 2. Dienstag",
            ),
            (
                monthly(day(Some(-1), Friday), &[]),
                "jeden Monat am letzten Freitag",
            ),
            (
                monthly(None, &[1, 15, -1]),
                "jeden Monat am 1., 15. und letzten Tag",
            ),
            (
                Recurrence::CalendarWeeks {
                    parity: Parity::Even,
                    days: vec![Tuesday],
                },
                "in geraden Kalenderwochen: Dienstag",
            ),
            (
                Recurrence::CalendarWeeks {
                    parity: Parity::Odd,
                    days: vec![Monday, Tuesday, Wednesday, Friday],
                },
                "in ungeraden Kalenderwochen: Montag bis Mittwoch und Freitag",
            ),
            (
                Recurrence::Once(civil(2026, 11, 20)),
                "Freitag, 20. November 2026",
            ),
        ] {
            let schedule = schedule(recurrence);
            assert_eq!(
                when(&schedule),
                Some(format!("{expected}, 09:00–11:30 Uhr"))
            );
            assert_eq!(when_details(&schedule), ["nicht an Feiertagen"]);
        }
    }

    #[test]
    fn what_is_not_understood_has_no_date() {
        let words = schedule(Recurrence::Unstated);
        assert_eq!(when(&words).as_deref(), Some("09:00–11:30 Uhr"));
    }

    #[test]
    fn what_names_no_day_has_that_of_its_beginning() {
        let rule = |unit: &str| match unit {
            "weeks" => Recurrence::Weekly {
                interval: 2,
                days: Vec::new(),
            },
            _ => Recurrence::Monthly {
                interval: 1,
                days: Vec::new(),
                month_days: Vec::new(),
            },
        };
        for (unit, start, expected) in [
            ("weeks", Some(civil(2026, 9, 4)), "alle 2 Wochen am Freitag"),
            ("weeks", None, "alle 2 Wochen"),
            ("months", Some(civil(2026, 9, 4)), "jeden Monat am 4."),
            ("months", None, "jeden Monat"),
        ] {
            let schedule = Schedule {
                start,
                opens: None,
                closes: None,
                ..schedule(rule(unit))
            };
            assert_eq!(when(&schedule).as_deref(), Some(expected));
        }
    }

    #[test]
    fn the_day_is_that_of_germany() {
        for (moment, expected) in [
            ("2026-11-20T08:00:00Z", "20. November 2026"),
            ("2026-11-20T23:30:00Z", "21. November 2026"),
            ("2026-06-30T22:30:00Z", "1. Juli 2026"),
            ("2026-11-20T22:30:00Z", "20. November 2026"),
            ("gestern", "gestern"),
        ] {
            assert_eq!(day(moment), expected);
        }
    }
}
