//! What says in words of its own that nothing is on: "23.12.2026 fällt aus", "Mi geschlossen".

use super::{Group, Reader, weekday};

impl Reader {
    /// "23.12.2026 fällt aus", "in den Ferien geschlossen": what an exception says in other words.
    pub(in crate::sheet::when) fn as_exception(&self) -> Option<Self> {
        const CANCELLED: &[&str] = &[
            "geschlossen",
            "entfallt",
            "entfallen",
            "abgesagt",
            "fallt",
            "fallen",
        ];
        const NEITHER: &[&str] = &[
            "in",
            "wahrend",
            "aus",
            "gesetzlichen",
            "termin",
            "termine",
            "treffen",
            "kurs",
            "gruppe",
            "angebot",
            "sprechstunde",
        ];
        let mut exception = Self::default();
        let mut negations = 0;
        for at in &self.unread {
            match self.word_at(*at)? {
                "ferien" | "schulferien" => exception.skips.school_holidays = true,
                "feiertag" | "feiertagen" | "feiertags" => exception.skips.public_holidays = true,
                "nicht" | "kein" | "keine" | "keinen" => negations += 1,
                word if CANCELLED.contains(&word) => negations += 1,
                word if NEITHER.contains(&word) => {}
                _ => return None,
            }
        }
        let [group] = self.groups.as_slice() else {
            return None;
        };
        let fits = |date| group.days.iter().any(|day| day.day == weekday(date));
        let days_fit = group.days.is_empty() || group.dates.iter().all(|date| fits(*date));
        let holidays = exception.skips.school_holidays || exception.skips.public_holidays;
        // Not both: "in den Ferien und am 23.12.2026" is read, "Mi in den Ferien" is not.
        let is_whole = group.times.is_empty() && (!group.dates.is_empty() || group.days.is_empty());
        exception.except.clone_from(&group.dates);
        (self.says_nothing_else()
            && negations == 1
            && days_fit
            && is_whole
            && (holidays || !exception.except.is_empty()))
        .then_some(exception)
    }

    /// "Mi geschlossen", "Sa und So: Ruhetag": says of days of the week that nothing is on, and
    /// no more.
    pub(in crate::sheet::when) fn is_closed(&self) -> bool {
        const CLOSED: &[&str] = &["geschlossen", "ruhetag"];
        const NEITHER: &[&str] = &["ist", "sind", "bleibt", "ganztagig"];
        let closed = self
            .unread
            .iter()
            .filter(|at| self.is_word_at(**at, CLOSED));
        let known = |at: &usize| self.is_word_at(*at, CLOSED) || self.is_word_at(*at, NEITHER);
        let [group] = self.groups.as_slice() else {
            return false;
        };
        let only_weekdays = !group.days.is_empty()
            && group.days.iter().all(|day| day.nth.is_none())
            && group.month_days.is_empty()
            && group.dates.is_empty()
            && group.times.is_empty();
        closed.count() == 1
            && self.unread.iter().all(known)
            && only_weekdays
            && self.says_nothing_else()
    }

    /// Whether all days of this rule are other ones than those: "Mo 8 Uhr" and "Mi".
    pub(in crate::sheet::when) fn is_on_other_days(&self, others: &Self) -> bool {
        let others = others.weekday_set();
        // The 15th can be any day, and so can what has none.
        let is_known = |group: &Group| group.month_days.is_empty() && group.has_days();
        self.groups.iter().all(is_known)
            && !self.weekday_set().iter().any(|day| others.contains(day))
    }

    /// Whether there is nothing but groups of days, and words that were not understood.
    fn says_nothing_else(&self) -> bool {
        !self.adds() && self.note.is_none() && !self.contradiction
    }
}
