//! Ages, times, prices and the like as sentences.

use jiff::civil::Date;
use raupe_core::offer::{
    AgeRange, Audience, Channel, Cost, GoodToKnow, LifePhase, Months, NthWeekday, Parity, Phone,
    Price, Recurrence, Schedule, Weekday,
};

use super::Said;
use super::keys::{Plural, Text};
use super::locale::Locale;

impl Locale {
    /// A phase of life.
    pub fn phase(&self, phase: LifePhase) -> String {
        self.named(&format!("phase.{}", phase.slug()))
            .unwrap_or_default()
            .to_owned()
    }

    /// A badge such as "kostenlos".
    pub fn good_to_know(&self, value: GoodToKnow) -> String {
        self.named(&format!("good.{}", value.slug()))
            .unwrap_or_default()
            .to_owned()
    }

    /// A way to take part.
    pub fn channel(&self, channel: Channel) -> String {
        self.named(&format!("channel.{}", channel.slug()))
            .unwrap_or_default()
            .to_owned()
    }

    /// An age: in months below three years, else in years.
    pub fn age(&self, months: Months) -> String {
        if is_in_months(months) {
            self.count(Plural::AgeMonths, months.into())
        } else {
            self.count(Plural::AgeYears, (months / 12).into())
        }
    }

    /// An age as one chooses it for a child: months up to the third birthday.
    pub fn exact_age(&self, months: Months) -> String {
        if months < 36 {
            self.count(Plural::AgeMonths, months.into())
        } else {
            self.age(months)
        }
    }

    fn ages(&self, ages: AgeRange) -> String {
        // The last month of a year of life is "up to" that year, as people say it.
        let last = ages.max().map(|max| {
            if max >= 23 && (max + 1).is_multiple_of(12) {
                (max + 1) / 12 * 12 - 12
            } else {
                max
            }
        });
        match (ages.min(), last) {
            (0, None) => self.text(Text::AgeAny).to_owned(),
            (0, Some(last)) => self.fill(Text::AgeTo, &[("age", &self.age(last))]),
            (min, None) => self.fill(Text::AgeFrom, &[("age", &self.age(min))]),
            (min, Some(last)) if self.age(min) == self.age(last) => self.age(min),
            (min, Some(last)) => {
                // A unit that both have is said once: "3 bis 12 Jahre". Where a word says number and unit
                // in one, as Arabic does for two years, both are said.
                let to = self.age(last);
                let is_written = |number: Months| to.contains(&number.to_string());
                let from = match (is_in_months(min), is_in_months(last)) {
                    (true, true) if is_written(last) => min.to_string(),
                    (false, false) if is_written(last / 12) => (min / 12).to_string(),
                    _ => self.age(min),
                };
                self.fill(Text::AgeSpan, &[("from", &from), ("to", &to)])
            }
        }
    }

    /// Whom an offer is for.
    pub fn audience(&self, audience: Audience) -> String {
        let pregnancy = audience.phases().contains(LifePhase::Pregnancy) && audience.is_stated();
        match audience.ages() {
            Some(ages) if pregnancy => {
                self.list(&[self.phase(LifePhase::Pregnancy), self.ages(ages)])
            }
            Some(ages) => self.ages(ages),
            None if !audience.is_stated() || audience.phases().len() == LifePhase::ALL.len() => {
                self.text(Text::AgeAny).to_owned()
            }
            None => {
                let phases: Vec<_> = audience
                    .phases()
                    .iter()
                    .map(|phase| self.phase(phase))
                    .collect();
                self.list(&phases)
            }
        }
    }

    /// When a schedule takes place, in short: day and time.
    pub fn when(&self, schedule: &Schedule) -> Said {
        let days = self.recurrence(schedule);
        let times = match (schedule.opens, schedule.closes) {
            (Some(opens), Some(closes)) => Some(self.time_span(opens, closes)),
            (Some(opens), None) => {
                Some(self.fill(Text::WhenTimeFrom, &[("from", &Self::time(opens))]))
            }
            (None, Some(closes)) => Some(self.fill(Text::WhenTo, &[("date", &Self::time(closes))])),
            (None, None) => None,
        };
        let parts: Vec<_> = days.into_iter().chain(times).collect();
        if parts.is_empty() {
            Said::feeds(schedule.description.clone().unwrap_or_default())
        } else {
            Said::ours(self.one_after_another(&parts))
        }
    }

    fn recurrence(&self, schedule: &Schedule) -> Option<String> {
        match &schedule.recurrence {
            Recurrence::Unstated => None,
            Recurrence::Once(date) => Some(self.long_date(*date)),
            Recurrence::Weekly { interval: 1, days } if days.len() == 7 => {
                Some(self.text(Text::WhenDaily).to_owned())
            }
            Recurrence::Weekly { interval, days } => {
                // Without a day, the beginning tells it.
                let first = schedule.start.map(Weekday::of);
                let days = if days.is_empty() {
                    first.as_slice()
                } else {
                    days
                };
                let list = self.list(&self.weekdays(days));
                Some(match (interval, days) {
                    (1, []) => self.text(Text::WhenWeeklySometime).to_owned(),
                    (n, []) => self.count(Plural::WhenEveryWeeksSometime, (*n).into()),
                    (1, _) => self.fill(Text::WhenWeekly, &[("days", &list)]),
                    (n, _) => {
                        self.count_with(Plural::WhenEveryWeeks, (*n).into(), &[("days", &list)])
                    }
                })
            }
            Recurrence::Monthly {
                interval,
                days,
                month_days,
            } => {
                let first = schedule.start.map(Date::day);
                let month_days = if days.is_empty() && month_days.is_empty() {
                    first.as_slice()
                } else {
                    month_days
                };
                let names = self.monthly_days(days, month_days);
                let list = self.list(&names);
                Some(match (interval, names.as_slice()) {
                    (1, []) => self.text(Text::WhenMonthlySometime).to_owned(),
                    (n, []) => self.count(Plural::WhenEveryMonthsSometime, (*n).into()),
                    (1, _) => self.fill(Text::WhenMonthly, &[("days", &list)]),
                    (n, _) => {
                        self.count_with(Plural::WhenEveryMonths, (*n).into(), &[("days", &list)])
                    }
                })
            }
            Recurrence::CalendarWeeks { parity, days } => {
                let text = match parity {
                    Parity::Even => Text::WhenWeeksEven,
                    Parity::Odd => Text::WhenWeeksOdd,
                };
                let days = self.list(&self.weekdays(days));
                Some(self.fill(text, &[("days", &days)]))
            }
        }
    }

    /// Days of the week; three or more in a row become "Montag bis Freitag".
    fn weekdays(&self, days: &[Weekday]) -> Vec<String> {
        let mut names = Vec::new();
        for row in days.chunk_by(|day, next| *next as u8 == *day as u8 + 1) {
            match row {
                [first, _, .., last] => names.push(self.fill(
                    Text::WhenSpan,
                    &[
                        ("from", &self.weekday(*first)),
                        ("to", &self.weekday(*last)),
                    ],
                )),
                few => names.extend(few.iter().map(|day| self.weekday(*day))),
            }
        }
        names
    }

    fn monthly_days(&self, days: &[NthWeekday], month_days: &[i8]) -> Vec<String> {
        let weekdays = days
            .iter()
            .map(|NthWeekday { nth, day }| self.nth_weekday(*nth, *day));
        let dates = month_days.iter().map(|day| {
            let number = day.unsigned_abs().to_string();
            if *day == -1 {
                return self.text(Text::WhenMonthDayLast).to_owned();
            }
            let text = if *day > 0 {
                Text::WhenMonthDay
            } else {
                Text::WhenMonthDayFromEnd
            };
            self.fill(text, &[("day", &number)])
        });
        weekdays.chain(dates).collect()
    }

    fn nth_weekday(&self, nth: Option<i8>, day: Weekday) -> String {
        let day = self.weekday(day);
        let ordinal = |nth: u8| match nth {
            1 => Text::WhenNth1,
            2 => Text::WhenNth2,
            3 => Text::WhenNth3,
            4 => Text::WhenNth4,
            _ => Text::WhenNth5,
        };
        let (text, nth) = match nth {
            None => return day,
            Some(-1) => (Text::WhenNth, Text::WhenNthLast),
            Some(nth) if nth < 0 => (Text::WhenNthLastBut, ordinal(nth.unsigned_abs())),
            Some(nth) => (Text::WhenNth, ordinal(nth.unsigned_abs())),
        };
        self.fill(text, &[("nth", self.text(nth)), ("day", &day)])
    }

    /// Everything else that a schedule says: from when, how often, when not.
    pub fn when_details(&self, schedule: &Schedule) -> Vec<String> {
        let mut lines = Vec::new();
        let valid = schedule.valid;
        match (valid.from(), valid.to()) {
            (Some(from), Some(to)) => lines.push(self.fill(
                Text::WhenSpan,
                &[("from", &self.date(from)), ("to", &self.date(to))],
            )),
            (Some(from), None) => {
                lines.push(self.fill(Text::WhenFrom, &[("date", &self.date(from))]));
            }
            (None, Some(to)) => lines.push(self.fill(Text::WhenTo, &[("date", &self.date(to))])),
            (None, None) => {}
        }
        let repeats = !matches!(schedule.recurrence, Recurrence::Once(_));
        if let Some(count) = schedule.count.filter(|_| repeats) {
            lines.push(self.count(Plural::WhenCount, count.into()));
        }
        if schedule.skips_school_holidays {
            lines.push(self.text(Text::WhenNoSchoolHolidays).to_owned());
        }
        if schedule.skips_public_holidays {
            lines.push(self.text(Text::WhenNoPublicHolidays).to_owned());
        }
        if !schedule.except.is_empty() {
            let dates: Vec<_> = schedule
                .except
                .iter()
                .map(|date| self.date(*date))
                .collect();
            lines.push(self.fill(Text::WhenExcept, &[("dates", &self.list(&dates))]));
        }
        lines
    }

    /// What belongs to a number beside its digits: an extension, and that it is a text telephone.
    pub fn about_phone(&self, phone: &Phone) -> Option<String> {
        let extension = phone.extension();
        let extension =
            extension.map(|digits| self.fill(Text::PhoneExtension, &[("extension", digits)]));
        let text = phone.is_text_telephone;
        let text = text.then(|| self.text(Text::PhoneText).to_owned());
        let parts: Vec<_> = extension.into_iter().chain(text).collect();
        (!parts.is_empty()).then(|| self.one_after_another(&parts))
    }

    /// When an offer in a list takes place, in one line.
    pub fn when_in_list(&self, schedules: &[Schedule]) -> Vec<Said> {
        let Some((schedule, more)) = schedules.split_first() else {
            return vec![Said::ours(self.text(Text::OfferWhenUnknown))];
        };
        let mut parts = vec![self.when(schedule)];
        if !more.is_empty() {
            let more = self.count(Plural::OfferWhenMore, more.len());
            parts.push(Said::ours(format!("{}{more}", self.comma())));
        }
        parts
    }

    /// A price.
    fn price(&self, price: &Price) -> Vec<Said> {
        let amount = price.cents.map(|cents| match cents {
            0 => self.text(Text::OfferCostFree).to_owned(),
            cents => self.money(cents, &price.currency),
        });
        // "kostenlos (kostenlos)" says nothing twice.
        let note = price.note.as_deref().filter(|note| {
            let named = GoodToKnow::named(note) == Some(GoodToKnow::Free);
            !(price.cents == Some(0) && named)
        });
        match (amount, note) {
            (Some(amount), Some(note)) => vec![
                Said::ours(format!("{amount} (")),
                Said::feeds(note),
                Said::ours(")"),
            ],
            (Some(amount), None) => vec![Said::ours(amount)],
            (None, note) => note.map(Said::feeds).into_iter().collect(),
        }
    }

    /// What an offer costs, a line for each price.
    pub fn cost(&self, cost: &Cost) -> Vec<Vec<Said>> {
        let mut lines: Vec<_> = cost.prices.iter().map(|price| self.price(price)).collect();
        lines.extend(cost.description.clone().map(|text| vec![Said::feeds(text)]));
        if lines.is_empty() {
            lines.push(vec![Said::ours(self.text(Text::OfferCostUnknown))]);
        }
        lines
    }
}

/// Whether an age is said in months: below one year, and up to three if it is not a whole year.
fn is_in_months(months: Months) -> bool {
    months < 12 || (months < 36 && !months.is_multiple_of(12))
}
