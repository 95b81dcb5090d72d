//! Dates as people say them: today, tomorrow, on Tuesday; and how a door stands.

use jiff::civil::{Date, DateTime, Time};
use raupe_core::calendar::{Occurrence, OpenState, PublicHoliday, When, days_between};

use super::keys::{Plural, Text};
use super::locale::Locale;

/// U+2066 LEFT-TO-RIGHT ISOLATE, closed by [`END`].
const LEFT_TO_RIGHT: char = '\u{2066}';
/// U+2069 POP DIRECTIONAL ISOLATE.
const END: char = '\u{2069}';
/// U+2060 WORD JOINER: a line may break after a dash, but not where this follows it.
const JOINED: char = '\u{2060}';

impl Locale {
    /// A day, as seen from another: "Heute", "Morgen", "Dienstag, 1. Dezember".
    pub fn day(&self, date: Date, today: Date) -> String {
        if date == today {
            self.text(Text::DateToday).to_owned()
        } else if Some(date) == today.tomorrow().ok() {
            self.text(Text::DateTomorrow).to_owned()
        } else {
            self.weekday_and_date(date, today)
        }
    }

    /// The hours of a date: "09:30–11:30 Uhr", or nothing if the feed does not say them.
    pub fn hours(&self, date: &Occurrence) -> Option<String> {
        let opens = date.opens?;
        Some(match date.closes {
            Some(closes) => self.time_span(opens, closes),
            None => self.fill(Text::WhenTimeFrom, &[("from", &Self::time(opens))]),
        })
    }

    /// The time from one hour to another: "09:30–11:30 Uhr". It stays on one line, and in this order in a
    /// right-to-left line, too.
    pub(super) fn time_span(&self, opens: Time, closes: Time) -> String {
        let from = format!("{LEFT_TO_RIGHT}{}{JOINED}", Self::time(opens));
        let to = format!("{JOINED}{}{END}", Self::time(closes));
        self.fill(Text::WhenTimeSpan, &[("from", &from), ("to", &to)])
    }

    /// The end of such a time alone, where its beginning stands in a line of its own: "–11:30".
    pub fn until(closes: Time) -> String {
        format!("{LEFT_TO_RIGHT}–{JOINED}{}{END}", Self::time(closes))
    }

    /// A date in one line: "Morgen · 09:30–11:30 Uhr".
    pub fn occurrence(&self, date: &Occurrence, today: Date) -> String {
        let day = self.day(date.date, today);
        match self.hours(date) {
            Some(hours) => format!("{day} · {hours}"),
            None => day,
        }
    }

    /// How far a day is away: "in 9 Tagen"; nothing for today and tomorrow, which say so.
    pub fn days_ahead(&self, date: Date, today: Date) -> Option<String> {
        let days = usize::try_from(days_between(today, date))
            .ok()
            .filter(|days| *days > 1)?;
        Some(self.count(Plural::OfferNextIn, days))
    }

    /// How a door stands at `now`. Something else than the day of `now` is said with its day.
    pub fn open_state(&self, state: &OpenState, now: DateTime) -> String {
        let at = |text, moment: DateTime| {
            let time = Self::time(moment.time());
            self.fill(text, &[("time", &time)])
        };
        match state {
            // A moment of another day would need that day; "open now" is true without.
            OpenState::Open { until } => match until.filter(|until| until.date() == now.date()) {
                Some(until) => at(Text::StateOpenUntil, until),
                None => self.text(Text::StateOpen).to_owned(),
            },
            OpenState::OpensSoon { at: moment } => at(Text::StateSoon, *moment),
            OpenState::Closed { .. } => self.text(Text::StateClosed).to_owned(),
            OpenState::ByAppointment => self.text(Text::StateAppointment).to_owned(),
            OpenState::Unknown => self.text(Text::StateUnknown).to_owned(),
        }
    }

    /// A time at which one may come.
    pub fn when_option(&self, option: When) -> String {
        let name = self.named(&format!("time.{}", option.slug()));
        name.unwrap_or_default().to_owned()
    }

    /// What a public holiday is called.
    pub fn holiday(&self, holiday: PublicHoliday) -> String {
        let name = self.named(&format!("holiday.{}", holiday.slug()));
        name.unwrap_or_default().to_owned()
    }
}
