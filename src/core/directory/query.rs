//! What one can ask of the directory, and how a question is written in a link.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::calendar::{When, WhenSet};
use crate::offer::{
    Channel, Channels, GoodToKnow, GoodToKnowSet, Language, LifePhase, MAX_MONTHS, Months, PhaseSet,
};
use crate::text;

/// A question: OR within a filter, AND between filters. An empty filter asks nothing.
///
/// Ages are one filter: phases of life and exact ages add up, for families with several children.
/// So are places and the ways to do without one. Days and parts of the day are asked of the same
/// date: "today" and "in the morning" mean this morning. Each thing that is good to know is a filter of its
/// own: who needs a ramp and no costs needs both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Phases of life.
    pub phases: PhaseSet,
    /// Exact ages in months.
    pub months: BTreeSet<Months>,
    /// Spoken languages. Offers in which they are spoken come first. A macrolanguage stands for all that
    /// it holds.
    pub languages: BTreeSet<Language>,
    /// Whether offers in which none of the languages is spoken are left out.
    pub only_languages: bool,
    /// Slugs of neighbourhoods.
    pub neighbourhoods: BTreeSet<String>,
    /// Ways to take part, beside the neighbourhoods: at home, online, by telephone.
    pub channels: Channels,
    /// When it takes place: OR among days, OR among parts of the day, AND between the two.
    pub when: WhenSet,
    /// Slugs of topics.
    pub topics: BTreeSet<String>,
    /// What must all be so.
    pub good_to_know: GoodToKnowSet,
    /// Words that must all be found, each anywhere in a word of the offer.
    pub text: String,
}

/// The filters of a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Phases and exact ages.
    Age,
    /// Spoken languages, if others are left out.
    Language,
    /// Neighbourhoods, and ways to do without one.
    Neighbourhood,
    /// Days and parts of the day.
    When,
    /// Topics.
    Topic,
    /// What is good to know.
    GoodToKnow,
    /// The text field.
    Text,
}

impl Filter {
    /// All filters in the order in which they are shown.
    pub const ALL: [Self; 7] = [
        Self::Age,
        Self::Neighbourhood,
        Self::Language,
        Self::When,
        Self::Topic,
        Self::GoodToKnow,
        Self::Text,
    ];
}

impl Query {
    /// Whether nothing is chosen and nothing is written.
    pub fn is_empty(&self) -> bool {
        self.chosen() == 0 && !self.asks(Filter::Text)
    }

    /// Whether this filter is set, so that it may leave offers out.
    pub fn asks(&self, filter: Filter) -> bool {
        match filter {
            Filter::Age => !self.phases.is_empty() || !self.months.is_empty(),
            Filter::Language => self.only_languages && !self.languages.is_empty(),
            Filter::Neighbourhood => !self.neighbourhoods.is_empty() || !self.channels.is_empty(),
            Filter::When => !self.when.is_empty(),
            Filter::Topic => !self.topics.is_empty(),
            Filter::GoodToKnow => !self.good_to_know.is_empty(),
            Filter::Text => !self.text.trim().is_empty(),
        }
    }

    /// How many options are chosen, the text not counted.
    pub fn chosen(&self) -> usize {
        self.phases.len()
            + self.months.len()
            + self.languages.len()
            + self.neighbourhoods.len()
            + self.channels.len()
            + self.when.len()
            + self.topics.len()
            + self.good_to_know.len()
    }

    /// The query without this filter.
    #[must_use]
    pub fn without(&self, filter: Filter) -> Self {
        let mut query = self.clone();
        match filter {
            Filter::Age => {
                query.phases = PhaseSet::EMPTY;
                query.months.clear();
            }
            Filter::Language => {
                query.languages.clear();
                query.only_languages = false;
            }
            Filter::Neighbourhood => {
                query.neighbourhoods.clear();
                query.channels = Channels::default();
            }
            Filter::When => query.when = WhenSet::default(),
            Filter::Topic => query.topics.clear(),
            Filter::GoodToKnow => query.good_to_know = GoodToKnowSet::default(),
            Filter::Text => query.text.clear(),
        }
        query
    }

    /// The query as the part of a link after `#`, which no browser sends anywhere: `phase=baby,toddler&age=7&lang=tr&place=…`.
    ///
    /// Empty for an empty query. Only ASCII; [`Query::from_link`] reads it back.
    pub fn to_link(&self) -> String {
        let mut link = String::new();
        let mut add = |key: &str, value: String| {
            if !value.is_empty() {
                let and = if link.is_empty() { "" } else { "&" };
                let _ = write!(link, "{and}{key}={value}");
            }
        };
        add("phase", join(self.phases.iter().map(LifePhase::slug)));
        add("age", join(self.months.iter().map(ToString::to_string)));
        add("lang", join(self.languages.iter().map(Language::code)));
        if self.only_languages && !self.languages.is_empty() {
            add("only", "lang".to_owned());
        }
        add(
            "place",
            join(self.neighbourhoods.iter().map(String::as_str)),
        );
        add("by", join(self.channels.iter().map(Channel::slug)));
        add("when", join(self.when.iter().map(When::slug)));
        add("topic", join(self.topics.iter().map(String::as_str)));
        add("good", join(self.good_to_know.iter().map(GoodToKnow::slug)));
        add("q", text::encode(&self.text));
        link
    }

    /// Reads the part of a link after `#`; after `?` in earlier links. What cannot be read is left out, so that an old or
    /// mistyped link still finds something.
    pub fn from_link(link: &str) -> Self {
        let mut query = Self::default();
        for (key, value) in link
            .trim_start_matches(['#', '?'])
            .split('&')
            .filter_map(|p| p.split_once('='))
        {
            let value = text::decode(value);
            let words = value
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            match key {
                "phase" => {
                    query.phases = query
                        .phases
                        .union(words.filter_map(LifePhase::from_slug).collect());
                }
                "age" => query.months.extend(
                    words
                        .filter_map(|word| word.parse().ok())
                        .filter(|months: &Months| *months <= MAX_MONTHS),
                ),
                "lang" => query
                    .languages
                    .extend(words.filter_map(Language::from_code)),
                "only" => query.only_languages = words.clone().any(|word| word == "lang"),
                "by" => query.channels.extend(words.filter_map(Channel::from_slug)),
                "when" => query.when.extend(words.filter_map(When::from_slug)),
                "good" => query
                    .good_to_know
                    .extend(words.filter_map(GoodToKnow::from_slug)),
                "place" => query
                    .neighbourhoods
                    .extend(words.filter(is_slug).map(str::to_owned)),
                "topic" => query
                    .topics
                    .extend(words.filter(is_slug).map(str::to_owned)),
                "q" => query.text = value,
                _ => {}
            }
        }
        query.only_languages &= !query.languages.is_empty();
        query
    }
}

fn is_slug(word: &&str) -> bool {
    word.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn join<T: AsRef<str>>(words: impl Iterator<Item = T>) -> String {
    let mut joined = String::new();
    for word in words {
        if !joined.is_empty() {
            joined.push(',');
        }
        joined.push_str(word.as_ref());
    }
    joined
}

/// The exact ages that one can choose, in months: each month below three years, then each year
/// to the end of the last phase.
pub fn age_options() -> impl Iterator<Item = Months> {
    (0..36).chain((3..=27).map(|years| years * 12))
}

#[cfg(test)]
mod link_tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_link_says_what_is_asked() {
        let query = Query {
            phases: [LifePhase::Toddler, LifePhase::Baby].into_iter().collect(),
            months: [7].into(),
            languages: [Language::from_code("tr").unwrap()].into(),
            only_languages: true,
            neighbourhoods: ["suedstadt".to_owned()].into(),
            channels: [Channel::HomeVisit, Channel::Online].into_iter().collect(),
            when: [When::Morning, When::Today].into_iter().collect(),
            topics: ["birth".to_owned(), "health".to_owned()].into(),
            good_to_know: [GoodToKnow::Free].into_iter().collect(),
            text: "Müttercafé & mehr".into(),
        };
        let link = "phase=baby,toddler&age=7&lang=tr&only=lang&place=suedstadt&by=home-visit,online\
                    &when=today,morning&topic=birth,health&good=free&q=M%C3%BCttercaf%C3%A9+%26+mehr";
        assert_eq!(query.to_link(), link);
        assert_eq!(Query::from_link(link), query);
        assert_eq!(Query::default().to_link(), "");
    }

    #[test]
    fn what_a_link_says_wrong_is_left_out() {
        for (link, read) in [
            ("?phase=larva,baby", "phase=baby"),
            ("#phase=larva,baby", "phase=baby"),
            ("age=-1,7,x,99999", "age=7"),
            ("lang=xx,tr&unknown=1", "lang=tr"),
            ("lang=xx&only=lang", ""),
            ("when=later,week", "when=week"),
            ("by=foot,online&good=wine,free", "by=online&good=free"),
            ("place=<b>,suedstadt", "place=suedstadt"),
            ("q=%zz%4", "q=%25zz%254"),
            ("%%%&&==", ""),
        ] {
            assert_eq!(Query::from_link(link).to_link(), read, "{link}");
        }
    }

    proptest! {
        #[test]
        fn any_text_survives_a_link(text in any::<String>()) {
            let query = Query { text, ..Query::default() };
            let link = query.to_link();
            prop_assert!(link.is_ascii());
            prop_assert_eq!(Query::from_link(&link), query);
        }

        #[test]
        fn reading_a_link_is_total(link in any::<String>()) {
            let once = Query::from_link(&link);
            prop_assert_eq!(Query::from_link(&once.to_link()), once);
        }
    }
}
