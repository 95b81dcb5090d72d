//! Words that could take dates away from a rule: "nur in den Ferien", "gerade Wochen", "fällt aus".
//!
//! A rule beside such words is not understood at all. Better one rule too many that is shown in
//! words than dates on which nobody is there.

use raupe_core::offer::Weekday;

use super::super::tokens::Kind;
use super::vocabulary::{Restriction, restriction};
use super::{Group, Reader};

impl Reader {
    /// Whether words of a sentence that were not understood could change what was.
    pub(in crate::sheet::when) fn is_restricted(&self) -> bool {
        const VAGUE: &[&str] = &[
            "ohne", "bis", "ab", "sonst", "oder", "ca", "etwa", "gegen", "seit", "vom", "alle",
            "zwischen", "bedarf",
        ];
        self.unread.iter().any(|at| match &self.tokens[*at].kind {
            Kind::Word(word) => VAGUE.contains(&word.as_str()) || restriction(word).is_some(),
            Kind::Number(_) | Kind::Dash => true,
            _ => false,
        })
    }

    /// Whether a note could change the dates of the rule that it belongs to: "(gerade Wochen)",
    /// but not "(Raum 3)" or "(nur mit Anmeldung)".
    pub(in crate::sheet::when) fn restricts(&self, rule: Option<&Self>) -> bool {
        // Their days and dates are not those of the offer.
        const OTHERS: &[&str] = &["anmeld", "abmeld", "telefon", "anruf", "einlass"];
        let mut restrictions = (0..self.tokens.len()).filter_map(|at| self.restriction_at(at));
        if restrictions.next().is_some() || self.unit.is_some() || self.count.is_some() {
            return true;
        }
        let others = self.tokens.iter().any(|token| {
            let Kind::Word(word) = &token.kind else {
                return false;
            };
            OTHERS.iter().any(|stem| word.contains(stem)) || matches!(&**word, "tel" | "stand")
        });
        if others {
            return false;
        }
        let days = self.weekday_set();
        let repeats = rule.is_some_and(|rule| rule.weekday_set() == days);
        // "rund um die Uhr" stands for all days only where no others are named.
        let names_others = !days.is_empty() && !repeats && self.note.is_none();
        names_others || (0..self.tokens.len()).any(|at| self.is_day_at(at))
    }

    /// Whether a part of a cell that is no rule could change the rules in the other parts.
    pub(in crate::sheet::when) fn unsettles_others(&self) -> bool {
        let has_days = self.has_days();
        if !has_days && !self.says_by_appointment() {
            return self.restricts(None);
        }
        // Its rhythm is its own.
        (0..self.tokens.len()).any(|at| match self.restriction_at(at) {
            None | Some(Restriction::Rhythm) => false,
            Some(Restriction::Limit) => !(has_days && self.is_word_at(at, &["nur"])),
            Some(Restriction::Season | Restriction::Cancelled) => true,
        })
    }

    /// Whether one can only come by appointment: "nur nach Vereinbarung".
    pub(in crate::sheet::when) fn is_only_by_appointment(&self) -> bool {
        self.is_word_at(0, &["nur"])
            && self.is_word_at(1, &["nach", "auf"])
            && self.says_by_appointment()
    }

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
            let Kind::Word(word) = &self.tokens[*at].kind else {
                return None;
            };
            match word.as_str() {
                "ferien" | "schulferien" => exception.skips.school_holidays = true,
                "feiertag" | "feiertagen" | "feiertags" => exception.skips.public_holidays = true,
                "nicht" | "kein" | "keine" | "keinen" => negations += 1,
                word if CANCELLED.contains(&word) => negations += 1,
                word if NEITHER.contains(&word) => {}
                _ => return None,
            }
        }
        let says_only_this = self.unit.is_none()
            && self.start.is_none()
            && self.until.is_none()
            && self.valid_from.is_none()
            && self.count.is_none()
            && self.except.is_empty()
            && self.note.is_none()
            && !self.contradiction
            && !self.skips.school_holidays
            && !self.skips.public_holidays;
        let [group] = self.groups.as_slice() else {
            return None;
        };
        let fits = |date| group.days.iter().any(|day| day.day == super::weekday(date));
        let days_fit = group.days.is_empty() || group.dates.iter().all(|date| fits(*date));
        let holidays = exception.skips.school_holidays || exception.skips.public_holidays;
        // Not both: "in den Ferien und am 23.12.2026" is read, "Mi in den Ferien" is not.
        let is_whole = group.times.is_empty() && (!group.dates.is_empty() || group.days.is_empty());
        exception.except.clone_from(&group.dates);
        (says_only_this
            && negations == 1
            && days_fit
            && is_whole
            && (holidays || !exception.except.is_empty()))
        .then_some(exception)
    }

    /// Whether it names weekdays or dates.
    pub(in crate::sheet::when) fn has_days(&self) -> bool {
        let has = |group: &Group| !(group.days.is_empty() && group.dates.is_empty());
        self.groups.iter().any(has)
    }

    /// The days of the week that are named, also by a date.
    fn weekday_set(&self) -> Vec<Weekday> {
        let of = |group: &Group| {
            let days = group.days.iter().map(|day| day.day);
            let dates = group.dates.iter().map(|date| super::weekday(*date));
            days.chain(dates).collect::<Vec<_>>()
        };
        let mut days: Vec<_> = self.groups.iter().flat_map(of).collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Whether a date stands there, or a number that could be a day: "24.12.", not "1. Stock".
    fn is_day_at(&self, at: usize) -> bool {
        match self.tokens[at].kind {
            Kind::Date(_) => true,
            Kind::Ordinal(_) => !self.counts_something(at),
            // A year.
            Kind::Number(2000..=2099) => {
                at > 0 && self.is_word_at(at - 1, &["ab", "bis", "in", "von"])
            }
            _ => false,
        }
    }

    /// Whether an ordinal is followed by what it counts.
    fn counts_something(&self, at: usize) -> bool {
        const LINKS: &[&str] = &[
            "und", "oder", "u", "bis", "im", "am", "in", "an", "jeden", "des",
        ];
        let next = self.tokens.get(at + 1).map(|token| &token.kind);
        matches!(next, Some(Kind::Word(word)) if !LINKS.contains(&word.as_str()))
    }

    pub(super) fn is_word_at(&self, at: usize, words: &[&str]) -> bool {
        let kind = self.tokens.get(at).map(|token| &token.kind);
        matches!(kind, Some(Kind::Word(word)) if words.contains(&word.as_str()))
    }

    /// How the word at a position restricts, if it is not harmless where it stands.
    fn restriction_at(&self, at: usize) -> Option<Restriction> {
        let Kind::Word(word) = &self.tokens[at].kind else {
            return None;
        };
        let restriction = restriction(word).or_else(|| {
            let after = self.is_word_at(at.checked_sub(1)?, &["nach"]);
            (after && word == "bedarf").then_some(Restriction::Rhythm)
        })?;
        let harmless = match restriction {
            Restriction::Season => self.is_included(at),
            Restriction::Limit => self.limits_something_else(at),
            Restriction::Rhythm => self.is_age(at),
            Restriction::Cancelled => false,
        };
        (!harmless).then_some(restriction)
    }

    /// "auch in den Ferien".
    fn is_included(&self, at: usize) -> bool {
        const LINKS: &[&str] = &[
            "in",
            "an",
            "im",
            "am",
            "den",
            "der",
            "wahrend",
            "gesetzlichen",
        ];
        let before = (0..at).rev().find(|at| !self.is_word_at(*at, LINKS));
        before.is_some_and(|before| self.is_word_at(before, &["auch"]))
    }

    /// "nur mit Anmeldung", "nicht barrierefrei", "keine Vorkenntnisse": about people and rooms.
    fn limits_something_else(&self, at: usize) -> bool {
        const STEMS: &[&str] = &[
            "anmeld",
            "voranmeld",
            "barriere",
            "rollstuhl",
            "stufen",
            "offentlich",
            "notig",
            "notwendig",
            "erforderlich",
            "geeignet",
            "kosten",
            "eintritt",
            "gebuhr",
            "vorkenntnis",
            "aufzug",
            "parkpl",
            "telefon",
            "online",
            "eltern",
            "mutter",
            "vater",
            "frauen",
            "manner",
            "kinder",
            "madchen",
            "schwanger",
            "famili",
            "vorhanden",
        ];
        let next = self.tokens.get(at + 1).map(|token| &token.kind);
        matches!(next, Some(Kind::Word(next))
            if matches!(&**next, "fur" | "mit" | "ohne" | "per")
                || STEMS.iter().any(|stem| next.starts_with(stem)))
            || (self.is_word_at(at, &["nur"])
                && self.is_word_at(at + 1, &["nach"])
                && self.is_word_at(at + 2, &["anmeldung", "voranmeldung"]))
            || (self.is_word_at(at, &["ausserhalb"]) && self.is_word_at(at + 1, &["dieser"]))
    }

    /// "ab 6 Monaten", "1–3 Jahre", "für Babys bis 12 Wochen".
    fn is_age(&self, at: usize) -> bool {
        const AGES: &[&str] = &["ab", "bis", "fur", "alt", "alte", "alter"];
        let number = |at: Option<usize>| {
            let kind = at.and_then(|at| self.tokens.get(at)).map(|it| &it.kind);
            matches!(kind, Some(Kind::Number(_) | Kind::Ordinal(_)))
        };
        let range = matches!(
            at.checked_sub(2).map(|at| &self.tokens[at].kind),
            Some(Kind::Dash)
        );
        let about_age = (0..self.tokens.len()).any(|at| self.is_word_at(at, AGES));
        number(at.checked_sub(1))
            && (self.is_word_at(at, &["jahr", "jahre", "jahren"])
                || (self.is_word_at(at, &["monat", "monate", "monaten"]) && (range || about_age))
                || (self.is_word_at(at, &["woche", "wochen"]) && about_age))
    }
}
