//! The grammar of an age, from words to months.

use super::point::Span;
use super::tokens::{Token, tokens};
use super::vocabulary::{People, is_glue};

/// What stands in a cell that is understood word by word.
#[expect(clippy::struct_excessive_bools, reason = "each is a remark of its own")]
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sentence {
    /// Ages that are said in numbers.
    pub(super) spans: Vec<Span>,
    /// Parts of life that are said by whom it is for.
    pub(super) people: Vec<Span>,
    pub(super) pregnant: bool,
    /// It names somebody who has no age by himself: "Eltern".
    pub(super) others: bool,
    /// It names somebody for whom an age would matter, and says none: "Kinder".
    pub(super) of_any_age: bool,
    /// One number, and nothing that says whether it is the first or the last.
    pub(super) is_one_age: bool,
    /// It says more than months can tell.
    pub(super) says_more: bool,
}

/// Reads a cell; `None` unless each of its words is understood.
pub(super) fn read(cell: &str) -> Option<Sentence> {
    /// No age has so many words and numbers.
    const MOST_TOKENS: usize = 200;
    let tokens = tokens(cell);
    if tokens.len() > MOST_TOKENS {
        return None;
    }
    let mut reader = Reader {
        tokens,
        at: 0,
        codes: 0,
        sentence: Sentence::default(),
    };
    reader.sentence()?;
    Some(reader.sentence)
}

pub(super) struct Reader {
    pub(super) tokens: Vec<Token>,
    pub(super) at: usize,
    /// How many codes such as U3 there were.
    pub(super) codes: usize,
    pub(super) sentence: Sentence,
}

/// What stood before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// An age without a unit: what comes next may be what was counted ("6 Kinder").
    BareAge,
    Age,
    /// Somebody whose own age could be meant, or the child's.
    Unclear,
    Someone,
}

impl Reader {
    pub(super) fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    pub(super) fn word(&self) -> Option<&str> {
        self.word_at(self.at)
    }

    pub(super) fn word_at(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn takes(&mut self, words: &[&str]) -> bool {
        let found = self.word().is_some_and(|word| words.contains(&word));
        self.at += usize::from(found);
        found
    }

    pub(super) fn takes_sign(&mut self, sign: &Token) -> bool {
        let found = self.peek() == Some(sign);
        self.at += usize::from(found);
        found
    }

    pub(super) fn takes_two(&mut self, first: &str, seconds: &[&str]) -> bool {
        let found = self.word() == Some(first)
            && self
                .word_at(self.at + 1)
                .is_some_and(|it| seconds.contains(&it));
        self.at += 2 * usize::from(found);
        found
    }

    fn sentence(&mut self) -> Option<()> {
        let mut before = Before::Nothing;
        while let Some(token) = self.peek().cloned() {
            match token {
                Token::Slash if self.is_fraction() => return None,
                Token::Plus if self.is_between_words() => {
                    self.at += 1;
                    before = Before::Nothing;
                }
                Token::Comma | Token::Slash => {
                    self.at += 1;
                    before = Before::Nothing;
                }
                Token::Pause => self.at += 1,
                _ if self.at > 0 && self.takes(&["und", "u", "sowie", "oder", "bzw"]) => {
                    before = Before::Nothing;
                }
                _ if self.takes(&["mit"]) => {
                    // Grown-ups with children come along.
                    self.sentence.people.retain(|it| it.from < Some(18 * 12));
                    self.sentence.of_any_age = false;
                    self.sentence.says_more = true;
                    before = Before::Nothing;
                }
                _ if self.takes(&["ca", "circa", "etwa", "ungefahr"]) => {
                    self.sentence.says_more = true;
                }
                _ if self.word().is_some_and(is_glue) || self.is_all() => self.at += 1,
                _ => before = self.item(before)?,
            }
        }
        let Sentence {
            spans,
            people,
            pregnant,
            others,
            of_any_age,
            ..
        } = &self.sentence;
        // "Kinder und Jugendliche": the children's age is not said.
        let says = !spans.is_empty()
            || (!people.is_empty() && !of_any_age)
            || (*pregnant && !others && people.is_empty());
        says.then_some(())
    }

    /// "3/4 Jahre" may be three quarters.
    fn is_fraction(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let both = [before, self.tokens.get(self.at + 1)];
        both.iter().all(|it| matches!(it, Some(Token::Number(_))))
    }

    /// "Eltern + Kinder"
    fn is_between_words(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.word_at(at));
        before.is_some() && self.word_at(self.at + 1).is_some()
    }

    /// "alle Kinder", "alle 6- bis 12-Jährigen", but not "alle 2 Wochen".
    fn is_all(&self) -> bool {
        let ahead = self.tokens.iter().skip(self.at + 1);
        let mut words = ahead.filter_map(|token| match token {
            Token::Word(word) if word != "bis" => Some(word),
            _ => None,
        });
        if self.word() == Some("alle") && words.next().is_some_and(|it| it.starts_with("jahrig")) {
            return true;
        }
        let next = self.word_at(self.at + 1);
        let goes_on = |word| {
            People::named(word).is_some() || matches!(word, "von" | "ab" | "zwischen" | "unter")
        };
        self.word() == Some("alle") && next.is_some_and(goes_on)
    }

    /// People, or an age.
    fn item(&mut self, before: Before) -> Option<Before> {
        let start = self.at;
        let expecting = self.takes(&["werdende", "werdenden"]);
        if expecting {
            self.takes_sign(&Token::Pause);
        }
        if let Some(people) = self.word().and_then(People::named) {
            let is_bound = matches!(people, People::Of(..)) && self.leads_on(self.at + 1);
            if !is_bound {
                self.at += 1;
                return self.people(people, expecting, before);
            }
        }
        if expecting {
            return None;
        }
        self.at = start;
        if self.word() == Some("schwangerschaft") && !self.leads_on(self.at + 1) {
            self.at += 1;
            self.sentence.pregnant = true;
            return Some(Before::Someone);
        }
        // "Eltern bis 27", "Schwangere ab 20": whose age that is, nobody can tell. Two ages with
        // nothing between them are one that is not understood.
        if matches!(before, Before::Unclear | Before::Age | Before::BareAge) {
            return None;
        }
        let one_of_several = before != Before::Nothing || !self.sentence.spans.is_empty();
        let (span, is_bare, is_point) = self.span()?;
        self.takes(&["alt", "alte", "alten"]);
        // "Kinder 8" may be so many children.
        if before == Before::Someone && is_bare && is_point {
            return None;
        }
        let first = self.sentence.people.is_empty() && !one_of_several;
        self.sentence.is_one_age = is_point && first;
        self.sentence.says_more |= span.is_phase;
        self.sentence.spans.push(span);
        Some(if is_bare {
            Before::BareAge
        } else {
            Before::Age
        })
    }

    /// Whether a range goes on here: "Babys bis 3 Jahre".
    pub(super) fn leads_on(&self, at: usize) -> bool {
        matches!(self.tokens.get(at), Some(Token::Dash)) || self.word_at(at) == Some("bis")
    }

    fn people(&mut self, people: People, expecting: bool, before: Before) -> Option<Before> {
        // "8 Kinder" are counted.
        if before == Before::BareAge {
            return None;
        }
        self.sentence.is_one_age = false;
        if expecting {
            self.sentence.pregnant = true;
            let parents = matches!(people, People::Parents | People::Families);
            return parents.then_some(Before::Unclear);
        }
        match people {
            People::Children => {
                self.sentence.others = true;
                self.sentence.of_any_age = true;
            }
            People::Others => {
                self.sentence.others = true;
                self.sentence.of_any_age = true;
                self.sentence.says_more = true;
            }
            People::Families => {
                self.sentence.others = true;
                self.sentence.of_any_age = true;
                self.sentence.says_more = true;
                return Some(Before::Unclear);
            }
            People::Parents => {
                self.sentence.others = true;
                self.sentence.says_more = true;
                return Some(Before::Unclear);
            }
            People::Pregnant => {
                self.sentence.pregnant = true;
                return Some(Before::Unclear);
            }
            People::Of(from, to, is_exact) => {
                self.sentence.says_more |= !is_exact;
                // "Kinder im Grundschulalter"
                if before == Before::Someone {
                    self.sentence.of_any_age = false;
                }
                self.sentence.people.push(Span {
                    from: Some(from),
                    to,
                    is_phase: !people.is_grown_up(),
                });
            }
        }
        Some(Before::Someone)
    }
}
