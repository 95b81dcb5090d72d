//! What holds for every schedule.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date, time};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::plain;
use crate::calendar::{
    HORIZON_DAYS, Holidays, Occurrence, OpenState, SchoolHoliday, State, Timetable, between,
    occurrences, tells_days,
};
use crate::offer::{NthWeekday, Parity, Recurrence, Schedule, Span, Weekday};

/// A day of the years in which all that is random plays.
fn day() -> impl Strategy<Value = Date> {
    (0..1500_i32).prop_map(|days| date(2024, 1, 1).checked_add(days.days()).unwrap())
}

fn clock() -> impl Strategy<Value = Option<Time>> {
    const CLOCKS: &[(i8, i8)] = &[(0, 0), (9, 0), (12, 30), (17, 0), (22, 0), (23, 59)];
    option::weighted(0.9, select(CLOCKS)).prop_map(|it| it.map(|(h, m)| time(h, m, 0, 0)))
}

fn interval() -> impl Strategy<Value = u8> {
    prop_oneof![4 => Just(1), 4 => 2..5_u8, 1 => Just(12), 1 => 1..=u8::MAX]
}

fn recurrence() -> impl Strategy<Value = Recurrence> {
    let nth =
        prop_oneof![1 => Just(None), 2 => select(&[1, 2, 3, 4, 5, -1, -2, -5][..]).prop_map(Some)];
    let nth = (nth, select(&Weekday::ALL)).prop_map(|(nth, day)| NthWeekday { nth, day });
    let month_day = prop_oneof![1..=31_i8, -31..=-1_i8, Just(31), Just(29)];
    prop_oneof![
        1 => Just(Recurrence::Unstated),
        2 => day().prop_map(Recurrence::Once),
        6 => (interval(), subsequence(&Weekday::ALL, 0..4))
            .prop_map(|(interval, days)| Recurrence::Weekly { interval, days }),
        6 => (interval(), vec(nth, 0..4), vec(month_day, 0..4)).prop_map(
            |(interval, days, month_days)| Recurrence::Monthly { interval, days, month_days }
        ),
        4 => (select(&[Parity::Even, Parity::Odd][..]), subsequence(&Weekday::ALL, 1..4))
            .prop_map(|(parity, days)| Recurrence::CalendarWeeks { parity, days }),
    ]
}

fn schedule() -> impl Strategy<Value = Schedule> {
    (
        recurrence(),
        option::weighted(0.8, day()),
        (option::weighted(0.2, day()), option::weighted(0.2, day())),
        option::weighted(0.3, prop_oneof![1..20_u16, Just(u16::MAX)]),
        (clock(), clock()),
        vec(day(), 0..8),
        (any::<bool>(), any::<bool>()),
    )
        .prop_map(
            |(recurrence, start, (from, to), count, (opens, closes), except, (school, public))| {
                Schedule {
                    recurrence,
                    start,
                    valid: Span::new(from, to).or(Span::new(to, from)).unwrap(),
                    count,
                    opens,
                    closes,
                    except,
                    skips_school_holidays: school,
                    skips_public_holidays: public,
                    description: None,
                }
            },
        )
}

fn holidays() -> impl Strategy<Value = Holidays> {
    let school = vec((day(), 0..50_i32), 0..12).prop_map(|all| {
        let school = all.into_iter().map(|(first, days)| {
            let last = first.checked_add(days.days()).unwrap();
            SchoolHoliday::new("Ferien", first, last).unwrap()
        });
        school.collect()
    });
    (select(State::ALL), school).prop_map(|(state, school)| Holidays { state, school })
}

fn dates(all: impl Iterator<Item = Occurrence>) -> Vec<Date> {
    all.map(|it| it.date).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn dates_are_those_that_one_finds_day_by_day(
        schedule in schedule(), holidays in holidays(), from in day(), days in 0..1000_i32,
    ) {
        let to = from.checked_add(days.days()).unwrap();
        let plain = plain::dates(&schedule, &holidays, from, to);
        prop_assert_eq!(tells_days(&schedule), plain.is_some());
        let found = dates(between(&schedule, &holidays, from, to));
        prop_assert_eq!(found, plain.unwrap_or_default());
    }

    #[test]
    fn what_comes_next_is_the_first_within_the_horizon(
        schedule in schedule(), holidays in holidays(), from in day(),
    ) {
        let begins = [schedule.start, schedule.valid.from(), Some(from)];
        let begins = match schedule.recurrence {
            Recurrence::Once(once) => once.max(from).max(schedule.valid.from().unwrap_or(from)),
            _ => begins.into_iter().flatten().max().unwrap(),
        };
        let to = begins.checked_add(i32::from(HORIZON_DAYS).days()).unwrap();
        let plain = plain::dates(&schedule, &holidays, from, to).unwrap_or_default();
        let next = occurrences(&schedule, &holidays, from).next();
        prop_assert_eq!(next.map(|it| it.date), plain.first().copied());
        prop_assert_eq!(dates(occurrences(&schedule, &holidays, from)), plain);
    }

    #[test]
    fn dates_keep_to_what_the_schedule_says(
        schedule in schedule(), holidays in holidays(), from in day(),
    ) {
        let found = dates(occurrences(&schedule, &holidays, from));
        prop_assert!(found.is_sorted_by(|a, b| a < b));
        for day in &found {
            prop_assert!(*day >= from);
            prop_assert!(!schedule.except.contains(day));
            prop_assert!(schedule.valid.to().is_none_or(|to| *day <= to));
            prop_assert!(!schedule.skips_public_holidays || !holidays.is_public(*day));
            prop_assert!(!schedule.skips_school_holidays || holidays.school(*day).is_none());
        }
        if let Some(count) = schedule.count {
            prop_assert!(found.len() <= usize::from(count));
        }
    }

    #[test]
    fn a_later_question_leaves_out_what_is_past_and_nothing_else(
        schedule in schedule(), holidays in holidays(), from in day(), later in 0..400_i32, days in 0..400_i32,
    ) {
        let later = from.checked_add(later.days()).unwrap();
        let to = later.checked_add(days.days()).unwrap();
        let mut all = dates(between(&schedule, &holidays, from, to));
        all.retain(|day| *day >= later);
        prop_assert_eq!(dates(between(&schedule, &holidays, later, to)), all);
    }

    #[test]
    fn an_exception_takes_one_date_and_moves_none(
        mut schedule in schedule(), holidays in holidays(), from in day(), which in 0..30_usize,
    ) {
        let mut all = dates(occurrences(&schedule, &holidays, from));
        if which < all.len() {
            schedule.except.push(all.remove(which));
            prop_assert_eq!(dates(occurrences(&schedule, &holidays, from)), all);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn questions_about_an_offer_agree(
        schedules in vec(schedule(), 0..4), holidays in holidays(), today in day(),
        (hour, minute) in (0..24_i8, 0..60_i8), days in 0..40_u16,
    ) {
        let timetable = Timetable { schedules: &schedules, holidays: &holidays };
        let now = today.at(hour, minute, 0, 0);

        let week = timetable.week(today);
        let to = today.checked_add(6.days()).unwrap();
        let of_all = schedules.iter().flat_map(|it| between(it, &holidays, today, to));
        prop_assert_eq!(&week, &of_all.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>());
        prop_assert_eq!(timetable.happens_within(today, 7), !week.is_empty());
        let is_today = week.iter().any(|it| it.date == today);
        prop_assert_eq!(timetable.happens_within(today, 1), is_today);
        let on_single_days = (0..days).any(|more| {
            timetable.happens_within(today.checked_add(i32::from(more).days()).unwrap(), 1)
        });
        prop_assert_eq!(timetable.happens_within(today, days), on_single_days);

        let next = timetable.next_dates(now, 5);
        prop_assert!(next.is_sorted_by(|a, b| a < b));
        prop_assert!(next.iter().all(|it| !it.is_over(now)));
        prop_assert_eq!(&timetable.next_dates(now, 2)[..], &next[..next.len().min(2)]);
        let beyond = next.last().filter(|_| next.len() == 5);
        for date in week.iter().filter(|it| !it.is_over(now)) {
            prop_assert!(next.contains(date) || beyond.is_some_and(|last| last < date), "{:?}", date);
        }

        match timetable.state(now, false) {
            OpenState::Open { until } => {
                prop_assert!(until.is_none_or(|until| until > now));
                prop_assert!(next.iter().any(|it| it.begins().is_some_and(|begins| begins <= now)));
            }
            OpenState::OpensSoon { at } => prop_assert!(at > now && at <= now.checked_add(1.hour()).unwrap()),
            OpenState::Closed { next: first } => prop_assert_eq!(first, next.first().copied()),
            OpenState::ByAppointment => prop_assert!(false),
            OpenState::Unknown => {}
        }
    }

    #[test]
    fn nothing_fails_at_the_ends_of_all_dates(
        mut schedule in schedule(), holidays in holidays(), distance in 0..40_i32,
        (starts, ends, asks) in (select(&ENDS), select(&ENDS), select(&ENDS)),
    ) {
        let near = |end: Date| if end == Date::MIN {
            end.checked_add(distance.days()).unwrap()
        } else {
            end.checked_sub(distance.days()).unwrap()
        };
        schedule.start = Some(starts);
        schedule.valid = Span::new(None, Some(ends)).unwrap();
        let timetable = Timetable { schedules: &[schedule.clone()], holidays: &holidays };
        for day in [asks, near(asks)] {
            for found in dates(occurrences(&schedule, &holidays, day)) {
                prop_assert!(found >= day && found >= starts.min(day) && found <= ends);
            }
            timetable.happens_within(day, u16::MAX);
            timetable.week(day);
            for clock in [Time::MIN, Time::MAX] {
                timetable.state(DateTime::from_parts(day, clock), false);
            }
        }
    }
}

const ENDS: [Date; 3] = [Date::MIN, date(2026, 1, 1), Date::MAX];
