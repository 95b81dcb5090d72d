//! Words that could take dates away from a rule: "nur in den Ferien", "gerade Wochen", "fällt aus".
//!
//! A rule beside such words is not understood at all. Better one rule too many that is shown in
//! words than dates on which nobody is there.

use raupe_core::offer::Weekday;

use super::super::tokens::{Kind, Token};
use super::phrases::ordinal;
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
        let days_of_rule = rule.map(Self::weekday_set).unwrap_or_default();
        // "Mo–Fr 8–12 Uhr (werktags)".
        let on_workdays = !days_of_rule.is_empty() && !days_of_rule.contains(&Weekday::Sunday);
        let restricts = |at| {
            let repeats = on_workdays && self.is_word_at(at, &["werktags"]);
            !repeats && self.restriction_at(at).is_some()
        };
        if (0..self.tokens.len()).any(restricts) || self.unit.is_some() || self.count.is_some() {
            return true;
        }
        let own = self.about_the_offer();
        let days = own.weekday_set();
        let repeats = rule.is_some() && days_of_rule == days;
        // "rund um die Uhr" stands for all days only where no others are named.
        let names_others = !days.is_empty() && !repeats && own.note.is_none();
        let mut named = own.groups.iter().flat_map(|group| &group.days);
        names_others
            || named.any(|day| day.nth.is_some())
            || (0..own.tokens.len()).any(|at| own.is_day_at(at))
    }

    /// The clauses whose days are those of the offer: not "Anmeldung bis Freitag".
    fn about_the_offer(&self) -> Self {
        const OTHERS: &[&str] = &["anmeld", "abmeld", "telefon", "anruf", "einlass"];
        let is_other = |token: &Token| {
            let Kind::Word(word) = &token.kind else {
                return false;
            };
            OTHERS.iter().any(|stem| word.contains(stem)) || matches!(&**word, "tel" | "stand")
        };
        let (mut own, mut clause) = (Vec::new(), Vec::new());
        for (at, token) in self.tokens.iter().enumerate() {
            clause.push(token.clone());
            let last = at + 1 == self.tokens.len();
            if last || (token.kind == Kind::Comma && !self.is_within_days(at)) {
                if !clause.iter().any(is_other) {
                    own.append(&mut clause);
                }
                clause.clear();
            }
        }
        Self::of(own)
    }

    /// Whether a comma stands within "Freitag, 8.1.2027" or "Mo, Mi und Fr" or "Tel. 123, Mo–Fr".
    fn is_within_days(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|at| &self.tokens[at].kind);
        match self.tokens.get(at + 1).map(|token| &token.kind) {
            Some(Kind::Day(_)) => {
                matches!(before, Some(Kind::Day(_) | Kind::Number(_) | Kind::Other))
            }
            Some(Kind::Date(_) | Kind::Ordinal(_)) => matches!(before, Some(Kind::Day(_))),
            _ => false,
        }
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

    /// Whether it names weekdays or dates.
    pub(in crate::sheet::when) fn has_days(&self) -> bool {
        self.groups.iter().any(Group::has_days)
    }

    /// The days of the week that are named, also by a date.
    pub(super) fn weekday_set(&self) -> Vec<Weekday> {
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
            Kind::Word(_) => self.is_ordinal(at) && !self.counts_something(at),
            // A year.
            Kind::Number(2000..=2099) => {
                let month = at.checked_sub(2).map(|at| &self.tokens[at].kind);
                (at > 0 && self.is_word_at(at - 1, &["ab", "bis", "in", "von"]))
                    || (matches!(month, Some(Kind::Number(1..=12)))
                        && self.tokens[at - 1].kind == Kind::Plus)
            }
            _ => false,
        }
    }

    /// "1.", "ersten", but not "erst".
    fn is_ordinal(&self, at: usize) -> bool {
        match self.tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Ordinal(_)) => true,
            Some(Kind::Word(word)) => word != "erst" && ordinal(word).is_some(),
            _ => false,
        }
    }

    /// Whether an ordinal is followed by what it counts: "1. Stock", "1. und 2. Klasse".
    fn counts_something(&self, at: usize) -> bool {
        const LINKS: &[&str] = &["im", "am", "in", "an", "jeden", "des"];
        const DAYS: &[&str] = &[
            "montag",
            "dienstag",
            "mittwoch",
            "donnerstag",
            "freitag",
            "samstag",
            "sonn",
        ];
        match self.tokens.get(at + 1).map(|token| &token.kind) {
            Some(Kind::Comma | Kind::Plus | Kind::Dash) => {
                self.is_ordinal(at + 2) && self.counts_something(at + 2)
            }
            Some(Kind::Word(word)) => match word.as_str() {
                "und" | "oder" | "u" | "bis" => {
                    self.is_ordinal(at + 2) && self.counts_something(at + 2)
                }
                word => {
                    // "1. Montagabend".
                    let is_day = DAYS.iter().any(|day| word.starts_with(day));
                    !LINKS.contains(&word) && !is_day
                }
            },
            _ => false,
        }
    }

    /// How the word at a position restricts, if it is not harmless where it stands.
    fn restriction_at(&self, at: usize) -> Option<Restriction> {
        let word = self.word_at(at)?;
        let restriction = restriction(word).or_else(|| {
            let after = self.is_word_at(at.checked_sub(1)?, &["nach"]);
            (after && word == "bedarf").then_some(Restriction::Rhythm)
        })?;
        let harmless = match restriction {
            Restriction::Season => self.is_included(at),
            Restriction::Limit => self.limits_something_else(at),
            Restriction::Rhythm => {
                self.is_age(at) || self.is_whole_year(at) || self.is_after_price(at)
            }
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
            "barzahl",
            "bargeld",
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
            "alleinerzieh",
            "baby",
            "kinder",
            "madchen",
            "schwanger",
            "famili",
            "vorhanden",
        ];
        // "nicht nur für Mütter".
        if self.is_word_at(at, &["nicht"]) && self.is_word_at(at + 1, &["nur"]) {
            return self.limits_something_else(at + 1);
        }
        let how = self.is_word_at(at + 2, &["vorheriger", "telefonischer", "schriftlicher"]);
        self.word_at(at + 1).is_some_and(|next| {
            matches!(next, "fur" | "mit" | "ohne" | "per")
                || STEMS.iter().any(|stem| next.starts_with(stem))
        }) || (self.is_word_at(at, &["nur"])
            && self.is_word_at(at + 1, &["nach"])
            && self.is_word_at(at + 2 + usize::from(how), &["anmeldung", "voranmeldung"]))
            || (self.is_word_at(at, &["ausserhalb"]) && self.is_word_at(at + 1, &["dieser"]))
    }

    /// "ganzes Jahr", "das ganze Jahr".
    fn is_whole_year(&self, at: usize) -> bool {
        const WHOLE: &[&str] = &["ganze", "ganzen", "ganzes"];
        self.is_word_at(at, &["jahr"]) && at > 0 && self.is_word_at(at - 1, WHOLE)
    }

    /// "10 € im Monat", "5 Euro pro Woche".
    pub(super) fn is_after_price(&self, at: usize) -> bool {
        const LINKS: &[&str] = &["im", "in", "pro", "je", "der", "die", "den"];
        let price = (0..at).rev().find(|at| !self.is_word_at(*at, LINKS));
        price.is_some_and(|price| self.is_word_at(price, &["euro", "eur"]))
    }

    /// "ab 6 Monaten", "1–3 Jahre", "für Babys bis zwölf Wochen".
    fn is_age(&self, at: usize) -> bool {
        const AGES: &[&str] = &["ab", "bis", "fur", "alt", "alte", "alter"];
        const NUMBERS: &[&str] = &[
            "ein", "eine", "einem", "einen", "einer", "zwei", "drei", "vier", "funf", "sechs",
            "sieben", "acht", "neun", "zehn", "elf", "zwolf",
        ];
        let number = |at: Option<usize>| {
            let kind = at.and_then(|at| self.tokens.get(at)).map(|it| &it.kind);
            matches!(kind, Some(Kind::Number(_) | Kind::Ordinal(_)))
        };
        let before = at.checked_sub(1);
        let in_words = before.is_some_and(|at| self.is_word_at(at, NUMBERS));
        // "für 8 Wochen" is how long.
        let duration = at.checked_sub(2);
        let duration = duration.is_some_and(|at| self.is_word_at(at, &["fur"]));
        let range = matches!(
            at.checked_sub(2).map(|at| &self.tokens[at].kind),
            Some(Kind::Dash)
        );
        let about_age = (0..self.tokens.len()).any(|at| self.is_word_at(at, AGES));
        (number(before) || (in_words && about_age))
            && !duration
            && (self.is_word_at(at, &["jahr", "jahre", "jahren"])
                || (self.is_word_at(at, &["monat", "monate", "monaten"]) && (range || about_age))
                || (self.is_word_at(at, &["woche", "wochen"]) && about_age))
    }
}
