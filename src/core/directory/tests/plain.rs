//! The answer to a query by plain loops over the offers themselves, written from the rules and
//! without looking at how the directory does it.

use super::{HOLIDAYS, TODAY};
use crate::calendar::{Timetable, When, WhenSet, tells_days};
use crate::directory::Query;
use crate::offer::{Offer, Schedule};
use crate::text::{fold, natural, words};

/// The ids of the hits in their order.
pub(super) fn answer(offers: &[Offer], query: &Query) -> Vec<String> {
    let words: Vec<_> = words(&query.text)
        .map(|word| spellings(&query.text[word]))
        .take(8)
        .collect();
    let mut hits = Vec::new();
    for offer in offers {
        let there = offer
            .neighbourhoods
            .iter()
            .any(|it| query.neighbourhoods.contains(it.slug()));
        let spoken = offer
            .languages
            .iter()
            .filter(|it| query.languages.iter().any(|asked| asked.is_served_by(**it)))
            .count();
        let about = offer
            .topics
            .iter()
            .any(|it| query.topics.contains(it.slug()));
        let reached = query.channels.iter().any(|it| offer.channels.contains(it));
        let passes = matches_age(offer, query)
            && (!query.only_languages || query.languages.is_empty() || spoken > 0)
            && is_where(offer, query, there, reached)
            && is_then(offer, query)
            && (query.topics.is_empty() || about)
            && query
                .good_to_know
                .iter()
                .all(|it| offer.good_to_know.contains(it));
        let places: Option<Vec<_>> = words.iter().map(|word| best_place(offer, word)).collect();
        if let Some(places) = places.filter(|_| passes) {
            let sum =
                |of: fn(&(usize, usize, usize)) -> usize| places.iter().map(of).sum::<usize>();
            let rank = (sum(|it| it.0), sum(|it| it.1), sum(|it| it.2));
            let elsewhere = !query.neighbourhoods.is_empty() && !there;
            // With a text languages are the last to decide, without one the first.
            let unspoken = 99 - spoken;
            let (before, after) = match (words.is_empty(), query.only_languages) {
                (true, true) => (0, 0),
                (true, false) => (unspoken, 0),
                (false, _) => (0, unspoken),
            };
            let id = offer.id.as_str().to_owned();
            hits.push(((rank, before, elsewhere, after), fold(&offer.title), id));
        }
    }
    hits.sort_by(|one, other| {
        let by_title = one.0.cmp(&other.0).then_with(|| natural(&one.1, &other.1));
        by_title.then_with(|| one.2.cmp(&other.2))
    });
    hits.into_iter().map(|(.., id)| id).collect()
}

fn is_where(offer: &Offer, query: &Query, there: bool, reached: bool) -> bool {
    if query.neighbourhoods.is_empty() {
        return query.channels.is_empty() || reached;
    }
    there || offer.region_wide || reached
}

/// Whether one rule of the offer, not over yet, has one of the days and one of the parts of the day.
fn is_then(offer: &Offer, query: &Query) -> bool {
    let (days, parts): (Vec<_>, Vec<_>) = query.when.iter().partition(|it| it.is_day());
    let has = |schedule: &Schedule, option: When| {
        let one = std::slice::from_ref(schedule);
        let within = |days| {
            let timetable = Timetable {
                schedules: one,
                holidays: &HOLIDAYS,
            };
            timetable.happens_within(TODAY, days)
        };
        match option {
            When::Today => within(1),
            When::Week => within(7),
            _ => WhenSet::of(one).contains(option),
        }
    };
    // Day by day, further than any of the rules' dates.
    let is_over = |schedule: &Schedule| {
        let timetable = Timetable {
            schedules: std::slice::from_ref(schedule),
            holidays: &HOLIDAYS,
        };
        let mut days = std::iter::successors(Some(TODAY), |day| day.tomorrow().ok()).take(400);
        let has_ended = schedule.valid.to().is_some_and(|to| to < TODAY);
        has_ended || tells_days(schedule) && !days.any(|day| timetable.happens_within(day, 1))
    };
    let any = |schedule: &Schedule, options: &[When]| {
        options.is_empty() || options.iter().any(|option| has(schedule, *option))
    };
    query.when.is_empty()
        || offer
            .schedules
            .iter()
            .any(|it| !is_over(it) && any(it, &days) && any(it, &parts))
}

fn matches_age(offer: &Offer, query: &Query) -> bool {
    if query.phases.is_empty() && query.months.is_empty() {
        return true;
    }
    let phases: Vec<_> = offer.audience.phases().iter().collect();
    let phase_asked = query.phases.iter().any(|phase| phases.contains(&phase));
    let age_asked = query
        .months
        .iter()
        .any(|months| match offer.audience.ages() {
            Some(ages) => ages.min() <= *months && ages.max().is_none_or(|max| *months <= max),
            None if offer.audience.is_stated() => phases
                .iter()
                .any(|phase| phase.months().is_some_and(|range| range.contains(months))),
            None => true,
        });
    phase_asked || age_asked
}

/// A word folded, and as it was written, with every `e` that folding takes for the dots of an umlaut.
fn spellings(written: &str) -> [String; 2] {
    let letters = written.chars().map(|letter| fold(&letter.to_string()));
    [fold(written), letters.collect()]
}

/// Typos, field and nearness of the best place of a word in an offer.
fn best_place(offer: &Offer, spellings: &[String; 2]) -> Option<(usize, usize, usize)> {
    let some = |text: &Option<String>| text.clone().into_iter().collect::<Vec<_>>();
    let mut titles = [vec![offer.title.clone()], some(&offer.alternate_title)].concat();
    titles.extend(offer.translations.iter().filter_map(|it| it.title.clone()));
    let mut names = some(&offer.organisation);
    names.extend(offer.neighbourhoods.iter().map(|it| it.label().to_owned()));
    names.extend(offer.topics.iter().map(|it| it.label().to_owned()));
    names.extend(offer.places.iter().filter_map(|it| it.name.clone()));
    let mut texts = [some(&offer.description), some(&offer.eligibility)].concat();
    texts.extend(offer.facts.iter().map(|(_, value)| value.clone()));
    texts.extend(
        offer
            .translations
            .iter()
            .filter_map(|it| it.description.clone()),
    );
    let mut places = Vec::new();
    for (field, all) in [titles, names, texts].iter().enumerate() {
        for text in all {
            for term in fold(text).split(' ').filter(|term| !term.is_empty()) {
                let found = spellings.iter().filter_map(|word| found(word, term));
                places.extend(found.map(|(typos, nearness)| (typos, field, nearness)));
            }
        }
    }
    places.into_iter().min()
}

/// Typos and nearness (0 whole, 1 the beginning, 2 a part) of the best way to find a word in a term.
pub(super) fn found(word: &str, term: &str) -> Option<(usize, usize)> {
    let wanted: Vec<_> = word.chars().collect();
    let term_letters: Vec<_> = term.chars().collect();
    let len = wanted.len();
    let forgiven = match len {
        _ if word.contains(|c: char| c.is_ascii_digit()) => 0,
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    };
    let mut ways = Vec::new();
    if term == word {
        ways.push((0, 0));
    }
    if term.starts_with(word) {
        ways.push((0, 1));
    }
    if len >= 3 && term.contains(word) {
        ways.push((0, 2));
    }
    let mut with_typos = |part: &[char], nearness| {
        let typos = typos(&wanted, part);
        if typos > 0 && typos <= forgiven {
            ways.push((typos, nearness));
        }
    };
    with_typos(&term_letters, 0);
    if len >= 5 {
        for cut in 1..=term_letters.len() {
            let (beginning, last) = term_letters.split_at(cut);
            if beginning[0] == wanted[0] {
                with_typos(beginning, 1);
            }
            if cut >= 3 && last.first() == Some(&wanted[0]) {
                with_typos(last, 2);
            }
        }
    }
    ways.into_iter().min()
}

/// Letters too many, too few, other ones, and neighbours swapped; nothing is changed twice.
fn typos(one: &[char], other: &[char]) -> usize {
    let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
    for a in 0..=one.len() {
        for b in 0..=other.len() {
            if a == 0 || b == 0 {
                table[a][b] = a + b;
                continue;
            }
            let changed = table[a - 1][b - 1] + usize::from(one[a - 1] != other[b - 1]);
            let mut least = changed.min(table[a - 1][b] + 1).min(table[a][b - 1] + 1);
            if a > 1 && b > 1 && one[a - 1] == other[b - 2] && one[a - 2] == other[b - 1] {
                least = least.min(table[a - 2][b - 2] + 1);
            }
            table[a][b] = least;
        }
    }
    table[one.len()][other.len()]
}
