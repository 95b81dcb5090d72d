//! The phrases of a sentence. Each takes the words that it knows, or none.

use jiff::civil::{Date, Time};
use raupe_core::offer::{NthWeekday, Weekday};

use super::super::tokens::{Kind, clock};
use super::{Reader, Unit};

impl Reader {
    /// `,` or `+` or "und" or a dash that nothing else has taken.
    pub(super) fn is_separator(&mut self) -> bool {
        let is = matches!(self.kind(0), Some(Kind::Comma | Kind::Plus))
            || self.is_word(0, &["und", "u", "sowie"]);
        is && self.take(1)
    }

    /// "nicht in den Ferien und an Feiertagen", "außer 26.12.2026", "nur in der Schulzeit".
    pub(super) fn holidays(&mut self) -> bool {
        const LINKS: &[&str] = &[
            "in",
            "an",
            "am",
            "den",
            "der",
            "und",
            "oder",
            "gesetzlichen",
            "wahrend",
            "sowie",
        ];
        let mut ahead = 0;
        while self.is_word(ahead, &["nur", "wahrend", "in", "der"]) {
            ahead += 1;
        }
        if self.is_word(ahead, &["schulzeit"]) {
            self.skips.school_holidays = true;
            return self.take(ahead + 1);
        }
        if !self.is_word(
            0,
            &["nicht", "ausser", "ausserhalb", "kein", "keine", "ohne"],
        ) {
            return false;
        }
        let (mut ahead, mut taken) = (1, 0);
        loop {
            match self.kind(ahead) {
                Some(Kind::Word(word)) if LINKS.contains(&word.as_str()) => {}
                Some(Kind::Word(word)) if matches!(&**word, "ferien" | "schulferien") => {
                    self.skips.school_holidays = true;
                    taken = ahead + 1;
                }
                Some(Kind::Word(word)) if word.starts_with("feiertag") => {
                    self.skips.public_holidays = true;
                    taken = ahead + 1;
                }
                Some(Kind::Date(date)) => {
                    self.except.push(*date);
                    taken = ahead + 1;
                    // "außer 24.12.2026 bis 6.1.2027" is more than two days.
                    self.contradiction |= self.end_of_span(taken).is_some();
                }
                Some(Kind::Comma | Kind::Plus) => {}
                _ => break,
            }
            ahead += 1;
        }
        taken > 0 && self.take(taken)
    }

    /// "– 6.1.2027", "bis zum 6.1.2027": where the date stands that ends a span, and the date.
    fn end_of_span(&self, ahead: usize) -> Option<(usize, Date)> {
        let to = matches!(self.kind(ahead), Some(Kind::Dash)) || self.is_word(ahead, &["bis"]);
        let at = ahead + 1 + usize::from(self.is_word(ahead + 1, &["zum"]));
        to.then(|| self.date(at)).flatten().map(|date| (at, date))
    }

    /// "alle 2 Wochen", "14-tägig", "jeden Monat", "täglich", "im Monat".
    pub(super) fn frequency(&mut self) -> bool {
        // "10 € im Monat".
        if self.is_after_price(self.at) {
            return false;
        }
        let every = self.is_word(0, &["jede", "jeden", "jeder", "jedes", "alle"]);
        if every {
            let number = self.small_number(1);
            let unit_at = if number.is_some() { 2 } else { 1 };
            let number = number.unwrap_or(1);
            let unit = self.word(unit_at).unwrap_or_default().to_owned();
            match unit.as_str() {
                "woche" | "wochen" => return self.every(Unit::Weeks, number, unit_at + 1),
                "monat" | "monate" => return self.every(Unit::Months, number, unit_at + 1),
                "tag" | "tage" if number == 1 => return self.every_day(unit_at + 1),
                "tage" if number.is_multiple_of(7) => {
                    return self.every(Unit::Weeks, number / 7, unit_at + 1);
                }
                _ => {}
            }
            // "1. Mo und jeden Di": the ordinal counts for one of them.
            let mut days = self.group().days.iter();
            self.contradiction |= days.any(|day| day.nth.is_some()) && self.day(1).is_some();
            self.each |= !self.is_word(0, &["alle"]);
            return !self.is_word(0, &["alle"]) && self.take(1);
        }
        if let Some(Kind::Number(number)) = self.kind(0) {
            let number = u8::try_from(*number).unwrap_or(0);
            let at = if matches!(self.kind(1), Some(Kind::Dash)) {
                2
            } else {
                1
            };
            return match self.word(at) {
                Some("tagig" | "taglich" | "tagiger") if number > 0 && number % 7 == 0 => {
                    self.every(Unit::Weeks, number / 7, at + 1)
                }
                Some("wochentlich") if number > 0 => self.every(Unit::Weeks, number, at + 1),
                Some("monatlich") if number > 0 => self.every(Unit::Months, number, at + 1),
                _ => false,
            };
        }
        match self.word(0) {
            Some("wochentlich") => self.every(Unit::Weeks, 1, 1),
            Some("vierzehntagig" | "zweiwochentlich") => self.every(Unit::Weeks, 2, 1),
            Some("monatlich" | "monats" | "monat") => self.every(Unit::Months, 1, 1),
            Some("im" | "des" | "pro") if self.is_word(1, &["monat", "monats"]) => {
                self.in_month = true;
                self.every(Unit::Months, 1, 2)
            }
            Some("taglich") => self.every_day(1),
            Some("wochenende" | "wochenenden") => {
                let weekend = [Weekday::Saturday, Weekday::Sunday];
                self.add_days(&weekend, &[]);
                self.take(1)
            }
            Some("rund")
                if self.is_word(1, &["um"])
                    && self.is_word(2, &["die"])
                    && self.is_word(3, &["uhr"]) =>
            {
                self.note = Some("rund um die Uhr");
                if self.group().days.is_empty() {
                    self.add_days(&Weekday::ALL, &[]);
                }
                self.take(4)
            }
            _ => false,
        }
    }

    fn every(&mut self, unit: Unit, interval: u8, tokens: usize) -> bool {
        self.contradiction |= self.unit.is_some_and(|before| before != unit) || interval == 0;
        self.unit = Some(unit);
        // "im Monat" says nothing against "alle 2 Monate".
        if interval != 1 || unit == Unit::Weeks {
            self.contradiction |= self.interval.is_some_and(|before| before != interval);
            self.interval = Some(interval);
        }
        self.take(tokens)
    }

    fn every_day(&mut self, tokens: usize) -> bool {
        self.add_days(&Weekday::ALL, &[]);
        self.take(tokens)
    }

    /// "2", "2.", "zwei", "zweiten".
    fn small_number(&self, ahead: usize) -> Option<u8> {
        match self.kind(ahead)? {
            Kind::Number(number) => u8::try_from(*number).ok(),
            Kind::Ordinal(number) => u8::try_from(*number).ok(),
            Kind::Word(word) => match word.as_str() {
                "zwei" | "zweite" | "zweiten" | "andere" | "anderen" => Some(2),
                "drei" | "dritte" | "dritten" => Some(3),
                "vier" | "vierte" | "vierten" => Some(4),
                _ => None,
            },
            _ => None,
        }
    }

    /// "1.", "ersten", "letzter".
    pub(super) fn ordinal(&mut self) -> bool {
        let ordinal = match self.kind(0) {
            Some(Kind::Ordinal(number)) => *number,
            Some(Kind::Word(word)) => match ordinal(word) {
                Some(ordinal) => ordinal,
                None => return false,
            },
            _ => return false,
        };
        self.ordinals.push(ordinal);
        self.take(1)
    }

    fn day(&self, ahead: usize) -> Option<Weekday> {
        match self.kind(ahead)? {
            Kind::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// "Di", "Mo–Fr", "Montag bis Freitag".
    pub(super) fn weekdays(&mut self) -> bool {
        let Some(first) = self.day(0) else {
            return false;
        };
        let ordinals = std::mem::take(&mut self.ordinals);
        let to = matches!(self.kind(1), Some(Kind::Dash)) || self.is_word(1, &["bis"]);
        if let (true, Some(last)) = (to, self.day(2)) {
            let days: Vec<_> = Weekday::ALL
                .into_iter()
                .filter(|day| (first..=last).contains(day))
                .collect();
            self.contradiction |= days.is_empty() || !ordinals.is_empty();
            self.add_days(&days, &ordinals);
            return self.take(3);
        }
        self.add_days(&[first], &ordinals);
        self.take(1)
    }

    fn add_days(&mut self, days: &[Weekday], ordinals: &[i8]) {
        let group = self.group_for_days();
        // "1. und 3. Mo und Do": the ordinals count for both.
        let before: Vec<_> = group.days.last().map_or_else(Vec::new, |last| {
            let same = group.days.iter().filter(|day| day.day == last.day);
            same.filter_map(|day| day.nth).collect()
        });
        let ordinals = if ordinals.is_empty() {
            &before
        } else {
            ordinals
        };
        let mut wrong = false;
        for &day in days {
            let nths: Vec<_> = match ordinals {
                [] => vec![None],
                some => some.iter().map(|nth| Some(*nth)).collect(),
            };
            for nth in nths {
                wrong |= nth.is_some_and(|nth| !(-5..=5).contains(&nth) || nth == 0);
                let day = NthWeekday { nth, day };
                if !group.days.contains(&day) {
                    group.days.push(day);
                }
            }
        }
        self.contradiction |= wrong;
    }

    /// "ab 4.9.2026", "bis 26.1.2027", "vom … bis …", "gültig ab …", "am 28.1.2027".
    pub(super) fn dates(&mut self) -> bool {
        if self.is_word(0, &["gultig"]) {
            if self.is_word(1, &["ab", "von", "vom", "seit"])
                && let Some(date) = self.date(2)
            {
                Self::say(&mut self.valid_from, date, &mut self.contradiction);
                return self.take(3);
            }
            return self.is_word(1, &["bis"]) && self.take(1) && self.dates();
        }
        if self.is_word(0, &["bis"]) {
            let ahead = if self.is_word(1, &["zum"]) { 2 } else { 1 };
            if let Some(date) = self.date(ahead) {
                Self::say(&mut self.until, date, &mut self.contradiction);
                return self.take(ahead + 1);
            }
            return false;
        }
        let begins = self.is_word(
            0,
            &["ab", "seit", "von", "vom", "beginn", "start", "beginnend"],
        );
        let ahead = usize::from(begins || self.is_word(0, &["am"]));
        let ahead = ahead + usize::from(self.is_word(ahead, &["am", "dem"]));
        let Some(date) = self.date(ahead) else {
            return false;
        };
        if let Some((to, until)) = self.end_of_span(ahead + 1) {
            Self::say(&mut self.start, date, &mut self.contradiction);
            Self::say(&mut self.until, until, &mut self.contradiction);
            return self.take(to + 1);
        }
        if begins {
            Self::say(&mut self.start, date, &mut self.contradiction);
        } else {
            self.group_for_days().dates.push(date);
        }
        self.take(ahead + 1)
    }

    /// An hour at a position, whether it can be nothing else, and where it ends.
    fn hour(&self, ahead: usize) -> Option<(Time, bool, usize)> {
        let (time, sure) = match self.kind(ahead)? {
            Kind::Time(time) => (*time, true),
            Kind::Number(hour) => (clock(u32::from(*hour), 0)?, false),
            _ => return None,
        };
        let named = self.is_word(ahead + 1, &["uhr", "h"]);
        Some((time, sure || named, ahead + 1 + usize::from(named)))
    }

    /// Whether "und 14–16 Uhr" follows, which makes the numbers before it hours as well.
    fn hours_follow(&self, at: usize) -> bool {
        let more =
            matches!(self.kind(at), Some(Kind::Comma | Kind::Plus)) || self.is_word(at, &["und"]);
        let range = self.hour(at + 1).and_then(|(_, sure, end)| {
            let to = matches!(self.kind(end), Some(Kind::Dash)) || self.is_word(end, &["bis"]);
            let (_, sure_too, end) = to.then(|| self.hour(end + 1))??;
            Some((sure || sure_too, end))
        });
        more && range.is_some_and(|(sure, end)| sure || self.hours_follow(end))
    }

    /// "9:30–11:30", "von 9 bis 11 Uhr", "ab 16 Uhr", "bis 18 Uhr".
    pub(super) fn times(&mut self) -> bool {
        let only_end = self.is_word(0, &["bis"]);
        let ahead = usize::from(only_end || self.is_word(0, &["von", "ab", "um", "zwischen"]));
        let between = self.is_word(0, &["zwischen"]);
        let Some((opens, sure, end)) = self.hour(ahead) else {
            return false;
        };
        let to = matches!(self.kind(end), Some(Kind::Dash))
            || self.is_word(end, &["bis"])
            || (between && self.is_word(end, &["und"]));
        if to
            && !only_end
            && let Some((closes, sure_too, end)) = self.hour(end + 1)
            && (sure || sure_too || self.hours_follow(end))
        {
            self.group().times.push((Some(opens), Some(closes)));
            return self.take(end);
        }
        if !sure {
            return false;
        }
        let times = if only_end {
            (None, Some(opens))
        } else {
            (Some(opens), None)
        };
        self.group().times.push(times);
        self.take(end)
    }

    /// "10 Termine", "10-mal", "10x".
    pub(super) fn number_of_times(&mut self) -> bool {
        const EACH: [&str; 7] = ["im", "in", "pro", "je", "die", "wochentlich", "monatlich"];
        let Some(Kind::Number(count)) = self.kind(0) else {
            return false;
        };
        let count = *count;
        let at = if matches!(self.kind(1), Some(Kind::Dash)) {
            2
        } else {
            1
        };
        if count == 0 || !self.is_word(at, &["termine", "treffen", "mal", "x", "abende"]) {
            return false;
        }
        // "2x im Monat" is how often, not how many.
        if self.is_word(at + 1, &EACH) {
            return false;
        }
        Self::say(&mut self.count, count, &mut self.contradiction);
        self.take(at + 1)
    }

    pub(super) fn filler(&mut self) -> bool {
        const FILLERS: &[&str] = &[
            "jeweils",
            "immer",
            "am",
            "um",
            "von",
            "uhr",
            "h",
            "im",
            "an",
            "insgesamt",
            "regelmassig",
            "der",
            "den",
        ];
        if !self.is_word(0, FILLERS) {
            return false;
        }
        self.fillers.push(self.at);
        self.take(1)
    }
}

/// "ersten", "letzter": which one an ordinal in words means.
pub(super) fn ordinal(word: &str) -> Option<i8> {
    Some(match word.trim_end_matches(['e', 'r', 'n', 's', 'm']) {
        "erst" => 1,
        "zweit" => 2,
        "dritt" => 3,
        "viert" => 4,
        "funft" => 5,
        "letzt" => -1,
        "vorletzt" => -2,
        _ => return None,
    })
}
