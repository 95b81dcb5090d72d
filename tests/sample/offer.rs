//! One record.

use std::fmt::Write as _;

use crate::random::Random;
use crate::text;
use crate::words::{AGES, LANGUAGES, TOPICS};
use crate::{OFFER_BYTES, REGION, Sample};

/// Streams of chance, so that what changes from one edition to the next changes nothing else.
const LASTING: u64 = 1;
const CHANGED: u64 = 2;
const TEXT: u64 = 3;
const TIME: u64 = 4;
const CONFIRMED: u64 = 5;

/// What of an offer is newer than the first edition: the editions it comes from.
#[derive(Default)]
struct Age {
    confirmed: u32,
    time: u32,
    text: u32,
}

impl Age {
    fn of(sample: Sample, at: usize) -> Self {
        let mut age = Self::default();
        for edition in 1..=sample.edition {
            let mut random = Random::new(&[sample.seed, CHANGED, at as u64, edition.into()]);
            if random.chance(1) {
                age.confirmed = edition;
                match random.below(10) {
                    0..2 => age.text = edition,
                    2..5 => age.time = edition,
                    _ => {}
                }
            }
        }
        age
    }
}

/// Appends the record at this position. Writing into a string cannot fail.
pub fn write(page: &mut String, sample: Sample, at: usize) {
    let age = Age::of(sample, at);
    let stream = |kind, edition: u32| Random::new(&[sample.seed, kind, at as u64, edition.into()]);
    let mut random = stream(LASTING, 0);
    let place = text::neighbourhood(random.zipf(sample.neighbourhoods()));
    let title = text::title(&mut random, &place);
    let rest = rest(&mut random, sample, &place, &age, &stream);
    let start = page.len();
    let _ = write!(
        page,
        "{{\"id\":\"b{at:06}\",\"name\":\"{title}\",\"description\":\""
    );

    // Sentences until the record is as long as this one should be: a quarter more or less than most.
    let mut random = stream(TEXT, age.text);
    let wanted = OFFER_BYTES * (72 + random.below(51)) / 100;
    let mut first = true;
    loop {
        let sentence = text::sentence(&mut random, &place);
        let length = page.len() - start + rest.len() + sentence.len();
        if !first && length > wanted + sentence.len() / 2 {
            break;
        }
        if !first {
            page.push(' ');
        }
        page.push_str(&sentence);
        first = false;
    }
    page.push_str(&rest);
}

/// Everything after the description.
fn rest(
    random: &mut Random,
    sample: Sample,
    place: &str,
    age: &Age,
    stream: &impl Fn(u64, u32) -> Random,
) -> String {
    let mut rest = String::from("\"");
    let (from, to) = AGES[random.zipf(AGES.len())];
    let _ = write!(rest, ",\"minimum_age\":{from}");
    if !to.is_empty() {
        let _ = write!(rest, ",\"maximum_age\":{to}");
    }
    let day = stream(CONFIRMED, age.confirmed).below(28) + 1;
    let month = if age.confirmed == 0 { 9 } else { 11 };
    let _ = write!(rest, ",\"assured_date\":\"2026-{month:02}-{day:02}\"");
    if random.chance(45) {
        let name = text::organisation(random);
        let _ = write!(rest, ",\"organization\":{{\"name\":\"{name}\"}}");
    }
    list(&mut rest, "languages", &languages(random));
    list(&mut rest, "service_areas", &areas(random, sample, place));
    if random.chance(35) {
        let name = text::house(random);
        list(
            &mut rest,
            "service_at_locations",
            &[format!("{{\"location\":{{\"name\":\"{name}\"}}}}")],
        );
    }
    if random.chance(40) {
        list(
            &mut rest,
            "schedules",
            &[schedule(&mut stream(TIME, age.time))],
        );
    }
    list(&mut rest, "attributes", &terms(random));
    rest.push('}');
    rest
}

fn list(record: &mut String, key: &str, values: &[String]) {
    let _ = write!(record, ",\"{key}\":[{}]", values.join(","));
}

/// German, for a third with others.
fn languages(random: &mut Random) -> Vec<String> {
    let mut codes = vec!["de"];
    while codes.len() < 5 && random.chance(if codes.len() == 1 { 35 } else { 45 }) {
        let code = random.often(LANGUAGES);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let codes = codes.iter();
    codes
        .map(|code| format!("{{\"code\":\"{code}\"}}"))
        .collect()
}

/// Where it is, sometimes in two places, sometimes everywhere.
fn areas(random: &mut Random, sample: Sample, place: &str) -> Vec<String> {
    let name = |name: &str| format!("{{\"name\":\"{name}\"}}");
    match random.below(10) {
        0 => vec![name(REGION)],
        1 => {
            let other = text::neighbourhood(random.below(sample.neighbourhoods()));
            let mut areas = vec![name(place), name(&other)];
            areas.dedup();
            areas
        }
        _ => vec![name(place)],
    }
}

/// Once a week.
fn schedule(random: &mut Random) -> String {
    let day = random.any(&["MO", "TU", "WE", "TH", "FR", "SA"]);
    let (opens, half) = (8 + random.below(10), random.any(&["00", "30"]));
    let closes = opens + 1 + random.below(3);
    format!(
        "{{\"freq\":\"WEEKLY\",\"byday\":\"{day}\",\"opens_at\":\"{opens:02}:{half}\",\
         \"closes_at\":\"{closes:02}:{half}\"}}"
    )
}

/// One topic or two, and the word that it is an example.
fn terms(random: &mut Random) -> Vec<String> {
    let term = |name: &str, taxonomy: &str| {
        format!("{{\"taxonomy_term\":{{\"name\":\"{name}\",\"taxonomy\":\"{taxonomy}\"}}}}")
    };
    let mut terms = vec![term(random.often(TOPICS), "Thema")];
    if random.chance(30) {
        let second = term(random.any(TOPICS), "Thema");
        if second != terms[0] {
            terms.push(second);
        }
    }
    terms.push(term("Beispiel", "Kennzeichnung"));
    terms
}
