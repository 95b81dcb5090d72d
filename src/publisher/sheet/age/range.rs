//! Ranges of ages, and the ages in them.

use super::point::{Point, Span, is_bare, is_phase, range, start, up_to, whole};
use super::reader::Reader;
use super::tokens::Token;
use super::vocabulary::{Event, People, SCHOOL, Unit};

impl Reader {
    /// A range or an age; whether its last number has no unit; whether it is a single age.
    pub(super) fn span(&mut self) -> Option<(Span, bool, bool)> {
        if self.takes_sign(&Token::Under) {
            return Some((self.under_code()?, false, false));
        }
        if self.takes_sign(&Token::Over) {
            return Some((self.over_code()?, false, false));
        }
        if self.takes(&["zwischen"]) {
            let first = self.point()?;
            let parted = self.takes_sign(&Token::Dash) || self.takes(&["und", "bis"]);
            let last = self.point().filter(|_| parted)?;
            return Some((range(first, last, false)?, is_bare(last), false));
        }
        if let Some(strict) = self.upper() {
            let last = self.point()?;
            let span = up_to(None, last, strict)?;
            return Some((span, is_bare(last), false));
        }
        let lower = self.lower();
        let first = self.point()?;
        if self.takes_sign(&Token::Dash) || self.leads_on(self.at) {
            let strict = self.upper().unwrap_or(false);
            let last = self.point()?;
            return Some((range(first, last, strict)?, is_bare(last), false));
        }
        let plus = self.takes_sign(&Token::Plus);
        if plus && is_bare(first) && self.word().and_then(Unit::named) == Some(Unit::Years) {
            self.at += 1;
        }
        let open = plus
            || self.takes(&["plus", "aufwarts"])
            || self.takes_two("und", &["alter", "aufwarts", "daruber"])
            || (lower == Some(true) && self.takes(&["an"]));
        if open || (lower.is_some() && lower != Some(true)) {
            let from = start(first)?;
            return Some((
                Span {
                    from: Some(from),
                    to: None,
                    is_phase: is_phase(first),
                },
                is_bare(first),
                false,
            ));
        }
        if lower == Some(true) {
            // "von 3": to where?
            return None;
        }
        if self.takes_two("und", &["junger", "darunter"]) {
            let span = up_to(None, first, false)?;
            return Some((span, is_bare(first), false));
        }
        // "Geburt" is no age, "6 Wochen" may be how long it takes.
        match first {
            Point::Age {
                unit: Some(Unit::Weeks),
                ..
            }
            | Point::Event(_) => None,
            _ => Some((range(first, first, false)?, is_bare(first), true)),
        }
    }

    /// What says that an age is the last: whether it is excluded.
    fn upper(&mut self) -> Option<bool> {
        if self.takes_sign(&Token::Less) || self.takes_two("junger", &["als"]) {
            return Some(true);
        }
        if self.takes_sign(&Token::AtMost) {
            return Some(false);
        }
        let bis = self.takes(&["bis"]);
        let most = self.takes(&["max", "maximal", "hochstens"]);
        self.takes(&["zu", "zum", "zur", "einschliesslich", "inklusive"]);
        let under = self.takes(&["unter"]) || self.takes_sign(&Token::Less);
        (bis || most || under).then_some(under)
    }

    /// What says that an age is the first: whether it is only "von", which needs an end.
    fn lower(&mut self) -> Option<bool> {
        let at_least = self.takes_sign(&Token::Greater)
            || self.takes_sign(&Token::AtLeast)
            || self.takes_two("alter", &["als"])
            || self.takes(&["ab", "uber", "mindestens", "mind", "min"]);
        if at_least {
            return Some(false);
        }
        self.takes(&["von", "vom"]).then_some(true)
    }

    /// An age, with its unit if it has one.
    fn point(&mut self) -> Option<Point> {
        while self.takes(&["dem", "der", "den", "zum", "zur", "einem"]) {}
        if self.takes(&["ca", "circa", "etwa", "ungefahr"]) {
            self.sentence.says_more = true;
        }
        let completed = self.takes(&["vollendeten", "vollendetem", "vollendete", "vollendetes"]);
        if let Some(word) = self.word() {
            if let Some(event) = Event::named(word) {
                self.at += 1;
                self.sentence.pregnant |= event == Event::Pregnancy;
                self.sentence.says_more |= matches!(event, Event::School | Event::Majority);
                return Some(Point::Event(event));
            }
            if let Some(People::Of(from, to, is_exact)) = People::named(word) {
                let is_stage = word.ends_with("alter");
                self.at += 1;
                self.sentence.says_more |= !is_exact;
                return Some(if is_stage {
                    Point::Stage(from)
                } else {
                    Point::People(from, to)
                });
            }
        }
        // "Klasse 5"
        let class = self.word().and_then(Unit::named) == Some(Unit::Class);
        self.at += usize::from(class);
        let (value, is_ordinal) = match *self.peek()? {
            Token::Number(value) => (value, false),
            Token::Ordinal(value) => (f64::from(value), true),
            _ => return None,
        };
        self.at += 1;
        let dashed = self.peek() == Some(&Token::Dash);
        let unit_at = self.at + usize::from(dashed);
        // "3- bis 6-jährige": the hyphen stands for the unit, which follows.
        if dashed && self.word_at(unit_at) == Some("bis") {
            self.at += 1;
        }
        let unit = if class {
            Some(Unit::Class)
        } else {
            let unit = self.word_at(unit_at).and_then(Unit::named);
            if unit.is_some() {
                self.at = unit_at + 1;
            }
            unit.or_else(|| self.unit_ahead())
        };
        self.sentence.says_more |=
            !matches!(unit, None | Some(Unit::Years | Unit::Months)) || completed;
        Some(Point::Age {
            value,
            unit,
            completed,
            is_ordinal,
        })
    }

    /// The unit behind the last of several numbers: "5./6. Klasse", "6–18 Monate".
    fn unit_ahead(&self) -> Option<Unit> {
        let is_between = |token: &Token| match token {
            Token::Number(_) | Token::Ordinal(_) | Token::Comma | Token::Slash | Token::Dash => {
                true
            }
            Token::Word(word) => matches!(&**word, "und" | "u" | "oder" | "bis" | "zu" | "zur"),
            _ => false,
        };
        let mut ahead = self.tokens.iter().skip(self.at);
        match ahead.find(|token| !is_between(token)) {
            Some(Token::Word(word)) => Unit::named(word),
            _ => None,
        }
    }

    fn under_code(&mut self) -> Option<Span> {
        // U1 to U9 are medical check-ups as well, U10 and U11 too; in day care, U3 is an age.
        let years = self.whole_number()?;
        // "U3-Kinder"
        let kind = self.word_at(self.at + 1);
        if matches!(kind, Some("kind" | "kinder" | "kindern" | "gruppe"))
            && self.takes_sign(&Token::Dash)
        {
            self.at += 1;
        }
        let one_of_several = self.leads_on(self.at) || self.codes > 0 && years < 12;
        self.codes += 1;
        (matches!(years, 1..=3 | 12..=99) && !one_of_several).then_some(Span {
            from: None,
            to: Some(years * 12 - 1),
            is_phase: false,
        })
    }

    fn over_code(&mut self) -> Option<Span> {
        // In day care, Ü3 are those from three years to school.
        match self.whole_number()? {
            3 => {
                self.sentence.says_more = true;
                Some(Span {
                    from: Some(36),
                    to: Some(SCHOOL - 1),
                    is_phase: true,
                })
            }
            years @ 14..=99 => Some(Span {
                from: Some(years * 12),
                to: None,
                is_phase: false,
            }),
            _ => None,
        }
    }

    fn whole_number(&mut self) -> Option<u16> {
        let Some(&Token::Number(value)) = self.peek() else {
            return None;
        };
        self.at += 1;
        whole(value)
    }
}
