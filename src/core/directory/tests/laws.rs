//! What holds for every directory and every question.

use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};

use super::*;
use crate::calendar::{When, WhenSet};
use crate::directory::{Filter, Marker, age_options};
use crate::offer::{
    Channel, GoodToKnow, Language, LifePhase, MAX_MONTHS, Months, Neighbourhood, Topic,
};
use crate::synonyms::Synonyms;
use crate::text::fold;

pub(super) const TITLES: &[&str] = &[
    "Müttercafé",
    "Muettercafe",
    "Stillgruppe",
    "Sport im Park",
    "Straßenfest",
    "Kurs 2",
    "Kurs 10",
];
const TEXTS: &[&str] = &[
    "",
    "Sport für alle",
    "Gruppe für Mütter",
    "In der Strasse links",
    "Krabbelgruppen und Spielgruppen, montags 10 bis 11",
    "Консультація для батьків",
];
const PHASES: &[&str] = &["Schwangerschaft", "0-11 Monate", "Grundschule"];
const LANGUAGES: &[&str] = &["de", "tr", "ar", "kmr", "ckb", "ku", "yue", "hr"];
const PLACES: &[&str] = &["Bezirk 10", "Bezirk 2", "Südstadt", REGION];
const TOPICS: &[&str] = &["Sport", "Gesundheit", "Imkerei"];
const CHANNELS: &[&str] = &["vor Ort", "kommt nach Hause", "online"];
const GOOD: &[&str] = &["kostenlos", "ohne Anmeldung", "stufenlos"];

/// Rules of when an offer takes place, some of them over.
fn schedule() -> impl Strategy<Value = Value> {
    let days = subsequence(vec!["MO", "TU", "TH", "SA", "SU"], 0..3);
    let hour = || prop_oneof![1 => Just(Value::Null), 3 => (6..22u8).prop_map(|hour| format!("{hour:02}:00").into())];
    let until = select(vec![Value::Null, "2026-11-23".into(), "2026-11-30".into()]);
    let weekly = (days, hour(), hour(), until.clone()).prop_map(|(days, opens, closes, until)| {
        json!({ "freq": "WEEKLY", "byday": days.join(","), "opens_at": opens, "closes_at": closes, "valid_to": until })
    });
    let monthly = (select(vec!["4TU", "-1MO", "1SA", "WE"]), hour(), until).prop_map(|(day, opens, until)| {
        json!({ "freq": "MONTHLY", "byday": day, "opens_at": opens, "valid_to": until })
    });
    // Over, not yet begun, with dates left.
    let start = || select(vec!["2026-09-01", "2026-11-23", "2027-03-06"]);
    let counted = (start(), select(vec!["WEEKLY", "MONTHLY"]), 1..20u8, hour()).prop_map(|(start, freq, count, opens)| {
        json!({ "freq": freq, "dtstart": start, "count": count, "opens_at": opens })
    });
    let once = (start(), hour(), select(vec![Value::Null, "2026-11-24".into()])).prop_map(|(start, opens, until)| {
        json!({ "dtstart": start, "opens_at": opens, "valid_to": until })
    });
    prop_oneof![3 => weekly, 1 => monthly, 1 => counted, 1 => once]
}

fn record() -> impl Strategy<Value = Value> {
    let years = || prop_oneof![2 => Just(Value::Null), 3 => (0..20u8).prop_map(Value::from)];
    (
        (select(TITLES), select(TEXTS)),
        (years(), years()),
        subsequence(PHASES, 0..2),
        subsequence(LANGUAGES, 0..3),
        subsequence(PLACES, 0..3),
        subsequence(TOPICS, 0..3),
        (subsequence(CHANNELS, 0..3), subsequence(GOOD, 0..=3)),
        vec(schedule(), 0..3),
    )
        .prop_map(
            |(
                (title, text),
                (min, max),
                phases,
                languages,
                places,
                topics,
                (channels, good),
                schedules,
            )| {
                let attributes = [
                    terms("Lebensphase", &phases),
                    terms("Thema", &topics),
                    terms("Form", &channels),
                    terms("Gut zu wissen", &good),
                ]
                .concat();
                json!({
                    "name": title, "description": text, "minimum_age": min, "maximum_age": max,
                    "languages": rows("code", &languages), "service_areas": rows("name", &places),
                    "attributes": attributes, "schedules": schedules,
                })
            },
        )
}

/// Records with ids that say nothing about their order.
pub(super) fn records() -> impl Strategy<Value = Vec<Value>> {
    btree_map(0..200u8, record(), 0..16).prop_map(|records| {
        let with_id = |(id, mut record): (u8, Value)| {
            record["id"] = id.into();
            record
        };
        records.into_iter().map(with_id).collect()
    })
}

pub(super) fn world() -> impl Strategy<Value = World> {
    records().prop_map(|records| World::of(&records))
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.offers).finish()
    }
}

/// Questions whose options exist in part.
pub(super) fn query() -> impl Strategy<Value = Query> {
    let slugs =
        |known: &'static [&'static str]| btree_set(select(known).prop_map(str::to_owned), 0..3);
    let words = [
        "cafe",
        "ü",
        "straße sport",
        "park im",
        "!",
        "gibtsnicht",
        "10",
        "батьки",
    ];
    let text = prop_oneof![
        4 => Just(String::new()),
        2 => select(words.to_vec()).prop_map(str::to_owned),
        4 => vec(mistyped(), 1..3).prop_map(|words| words.join(" ")),
    ];
    (
        prop_oneof![2 => Just(vec![]), 1 => subsequence(LifePhase::ALL.to_vec(), 0..3)],
        prop_oneof![2 => Just([].into()), 1 => btree_set(0..=MAX_MONTHS / 4, 0..3)],
        btree_set(select(&["de", "tr", "kmr", "sv"][..]), 0..3),
        slugs(&["suedstadt", "kernstadt", "vechelde", "nirgendwo"]),
        slugs(&["sport", "health", "imkerei", "nichts"]),
        text,
        any::<bool>(),
        prop_oneof![2 => Just(vec![]), 1 => subsequence(Channel::ALL, 0..3)],
        prop_oneof![2 => Just(vec![]), 1 => subsequence(GoodToKnow::ALL, 0..3)],
        prop_oneof![1 => Just(vec![]), 1 => subsequence(When::ALL, 0..4)],
    )
        .prop_map(
            |(
                phases,
                months,
                languages,
                neighbourhoods,
                topics,
                text,
                only,
                channels,
                good,
                when,
            )| {
                Query {
                    phases: phases.into_iter().collect(),
                    months,
                    languages: languages
                        .into_iter()
                        .filter_map(Language::from_code)
                        .collect(),
                    only_languages: only,
                    neighbourhoods,
                    channels: channels.into_iter().collect(),
                    topics,
                    good_to_know: good.into_iter().collect(),
                    when: when.into_iter().collect(),
                    text,
                }
            },
        )
}

/// A word of the offers, or a part of one, with typos.
pub(super) fn mistyped() -> impl Strategy<Value = String> {
    let all = [TITLES, TEXTS].concat().join(" ");
    let words: Vec<_> = all.split_whitespace().map(str::to_owned).collect();
    let edits = vec(
        (
            0..4u8,
            any::<Index>(),
            select(vec!['a', 'e', 'p', 's', 'т']),
        ),
        0..4,
    );
    let cut = prop_oneof![3 => Just(0..usize::MAX), 1 => (0..5usize, 3..9usize).prop_map(|(a, n)| a..a + n)];
    (select(words), cut, edits).prop_map(|(word, cut, edits)| {
        let letters = word.chars().enumerate();
        let letters = letters.filter(|(at, _)| cut.contains(at));
        let mut letters: Vec<_> = letters.map(|(_, letter)| letter).collect();
        for (kind, at, letter) in edits {
            let at = at.index(letters.len() + 1);
            match kind {
                0 => letters.insert(at, letter),
                1 if at < letters.len() => drop(letters.remove(at)),
                2 if at < letters.len() => letters[at] = letter,
                3 if at + 1 < letters.len() => letters.swap(at, at + 1),
                _ => {}
            }
        }
        letters.into_iter().collect()
    })
}

/// One option of one filter.
#[derive(Clone, Debug)]
enum Choice {
    Phase(LifePhase),
    Age(Months),
    Language(Language),
    Place(String),
    Topic(String),
    Channel(Channel),
    Good(GoodToKnow),
    When(When),
}

impl Choice {
    fn filter(&self) -> Filter {
        match self {
            Self::Phase(_) | Self::Age(_) => Filter::Age,
            Self::Language(_) => Filter::Language,
            Self::Place(_) | Self::Channel(_) => Filter::Neighbourhood,
            Self::Topic(_) => Filter::Topic,
            Self::Good(_) => Filter::GoodToKnow,
            Self::When(_) => Filter::When,
        }
    }

    fn added_to(&self, mut query: Query) -> Query {
        match self.clone() {
            Self::Phase(phase) => query.phases = query.phases.with(phase),
            Self::Age(months) => drop(query.months.insert(months)),
            Self::Language(language) => drop(query.languages.insert(language)),
            Self::Place(slug) => drop(query.neighbourhoods.insert(slug)),
            Self::Topic(slug) => drop(query.topics.insert(slug)),
            Self::Channel(channel) => query.channels.insert(channel),
            Self::Good(value) => query.good_to_know.insert(value),
            Self::When(value) => query.when.insert(value),
        }
        query
    }

    /// The question in which this is the only option of its filter.
    fn alone_in(&self, query: &Query) -> Query {
        match self {
            Self::Good(_) => self.added_to(query.clone()),
            // Days and parts of the day are two kinds.
            Self::When(option) => {
                let others = query
                    .when
                    .iter()
                    .filter(|it| it.is_day() != option.is_day());
                let others: WhenSet = others.collect();
                self.added_to(Query {
                    when: others,
                    ..query.clone()
                })
            }
            // A count of speakers, also where the language would leave nothing out.
            Self::Language(_) => Query {
                only_languages: true,
                ..self.added_to(query.without(Filter::Language))
            },
            _ => self.added_to(query.without(self.filter())),
        }
    }

    /// Every option of a directory, in the order of the counts in its facets.
    fn all(directory: &Directory) -> Vec<Self> {
        let phases = LifePhase::ALL.into_iter().map(Self::Phase);
        let ages = age_options().map(Self::Age);
        let languages = directory.languages().iter().map(|it| Self::Language(*it));
        let places = directory
            .neighbourhoods()
            .iter()
            .map(|it| Self::Place(it.slug().into()));
        let topics = directory
            .topics()
            .iter()
            .map(|it| Self::Topic(it.slug().into()));
        phases
            .chain(ages)
            .chain(languages)
            .chain(places)
            .chain(topics)
            .chain(Channel::ALL.iter().copied().map(Self::Channel))
            .chain(GoodToKnow::ALL.iter().copied().map(Self::Good))
            .chain(When::ALL.iter().copied().map(Self::When))
            .collect()
    }
}

/// All counts of an answer, in the order of [`Choice::all`].
fn counts(answer: &Answer) -> Vec<u32> {
    let facets = &answer.facets;
    let ages: Vec<_> = facets.months.iter().map(|(_, count)| *count).collect();
    [
        &facets.phases[..],
        &ages,
        &facets.languages,
        &facets.neighbourhoods,
        &facets.topics,
        &facets.channels,
        &facets.good_to_know,
        &facets.when,
    ]
    .concat()
}

fn is_subset(few: &[String], many: &[String]) -> bool {
    few.iter().all(|id| many.contains(id))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn hits_and_their_order_are_those_of_plain_loops(world in world(), query in query()) {
        prop_assert_eq!(world.ids(&query), plain::answer(&world.offers, &query));
    }

    #[test]
    fn what_is_found_can_be_marked(world in world(), word in mistyped()) {
        prop_assume!(!fold(&word).contains(' '));
        let marker = Marker::new(&word, &Synonyms::default());
        let query = Query { text: word.clone(), ..Query::default() };
        let hits = world.ids(&query);
        for offer in &world.offers {
            let mut texts = vec![offer.title.as_str()];
            texts.extend(offer.description.as_deref());
            texts.extend(offer.neighbourhoods.iter().map(Neighbourhood::label));
            texts.extend(offer.topics.iter().map(Topic::label));
            let marked = texts.iter().any(|text| !marker.marks(text).is_empty());
            let is_hit = hits.contains(&offer.id.as_str().to_owned());
            // Nothing to look for finds everything.
            prop_assert_eq!(marked, is_hit && !fold(&word).is_empty(), "{}", word);
        }
    }

    #[test]
    fn another_filter_never_adds_a_hit(world in world(), query in query(), other in query()) {
        let hits = world.ids(&query);
        for filter in Filter::ALL {
            let wider = query.without(filter);
            prop_assert!(is_subset(&hits, &world.ids(&wider)), "without {filter:?}");
            let mut narrower = wider;
            match filter {
                Filter::Age => {
                    (narrower.phases, narrower.months) = (other.phases, other.months.clone());
                }
                Filter::Language => {
                    narrower.languages = other.languages.clone();
                    narrower.only_languages = other.only_languages;
                }
                Filter::Neighbourhood => {
                    narrower.neighbourhoods = other.neighbourhoods.clone();
                    narrower.channels = other.channels;
                }
                Filter::Topic => narrower.topics = other.topics.clone(),
                Filter::When => narrower.when = other.when,
                Filter::GoodToKnow => narrower.good_to_know = other.good_to_know,
                Filter::Text => narrower.text = other.text.clone(),
            }
            prop_assert!(is_subset(&world.ids(&narrower), &world.ids(&query.without(filter))));
        }
        prop_assert_eq!(world.ids(&Query::default()).len(), world.offers.len());
    }

    #[test]
    fn another_word_never_adds_a_hit(world in world(), query in query(), word in select(TITLES)) {
        let mut longer = query.clone();
        longer.text = format!("{} {word}", query.text);
        prop_assert!(is_subset(&world.ids(&longer), &world.ids(&query)));
    }

    #[test]
    fn another_option_adds_its_own_hits(world in world(), query in query(), at in any::<Index>()) {
        let choices = Choice::all(&world.directory);
        let choice = at.get(&choices);
        // Another part of the day can leave out what any time let in.
        let is_other_kind =
            |option: &When| query.when.iter().all(|it| it.is_day() != option.is_day());
        prop_assume!(!matches!(&choice, Choice::When(option) if is_other_kind(option)));
        let mut alone = match choice {
            Choice::When(_) => choice.alone_in(&query),
            _ => choice.added_to(query.without(choice.filter())),
        };
        alone.only_languages = query.only_languages;
        let alone = world.answer(&alone).hits;
        let both = world.answer(&choice.added_to(query.clone())).hits;
        let mut expected = alone;
        if query.asks(choice.filter()) {
            let others = world.answer(&query).hits;
            match choice {
                // Both must be so.
                Choice::Good(_) => expected.retain(|row| others.contains(row)),
                _ => expected.extend(others),
            }
        }
        let sorted = |mut hits: Vec<u32>| {
            hits.sort_unstable();
            hits.dedup();
            hits
        };
        prop_assert_eq!(sorted(both), sorted(expected));
    }

    #[test]
    fn a_count_is_what_choosing_the_option_gives(
        world in world(),
        query in query(),
        ages in vec(any::<Index>(), 4),
    ) {
        let choices = Choice::all(&world.directory);
        let counts = counts(&world.answer(&query));
        prop_assert_eq!(counts.len(), choices.len());
        let asked = ages.iter().map(|at| at.index(choices.len()));
        let others = (0..choices.len()).filter(|at| !matches!(choices[*at], Choice::Age(_)));
        for at in asked.chain(others) {
            let choice = &choices[at];
            let alone = choice.alone_in(&query);
            let hits = world.answer(&alone).hits.len();
            prop_assert_eq!(counts[at] as usize, hits, "{:?}", choice);
        }
    }

    #[test]
    fn the_order_in_the_file_does_not_matter(
        (records, shuffled) in records().prop_flat_map(|it| (Just(it.clone()), Just(it).prop_shuffle())),
        query in query(),
    ) {
        let (one, other) = (World::of(&records), World::of(&shuffled));
        let (answer, again) = (one.answer(&query), other.answer(&query));
        prop_assert_eq!(one.ids_of(&answer), other.ids_of(&again));
        prop_assert_eq!(answer.facets, again.facets);
        prop_assert_eq!(one.directory.languages(), other.directory.languages());
        let labels = |world: &World| -> Vec<String> {
            let places = world.directory.neighbourhoods().iter().map(Neighbourhood::label);
            places.chain(world.directory.topics().iter().map(Topic::label)).map(str::to_owned).collect()
        };
        prop_assert_eq!(labels(&one), labels(&other));
    }
}
