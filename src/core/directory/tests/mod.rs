//! The directory as its users see it: questions and answers, and laws that hold for all of them.
//!
//! - `answers`: a small directory, and what it answers.
//! - `text_search`: what a word finds.
//! - `laws`: random directories and questions.
//! - `plain`: the same answers by plain loops, which are obviously right.
//! - `images`: the directory as bytes. `renewal`: from one edition to the next.

mod answers;
mod days;
mod images;
mod laws;
mod plain;
mod renewal;
mod text_search;

use serde_json::{Value, json};

use jiff::civil::{Date, date};

use super::{Answer, Context, Days, Directory, Query};
use crate::calendar::{Holidays, State};
use crate::feed::Page;
use crate::offer::Offer;
use crate::synonyms::Synonyms;

/// The region of all tests.
const REGION: &str = "Landkreis Peine";

/// The day on which all questions are asked: a Tuesday.
const TODAY: Date = date(2026, 11, 24);

/// The holidays of all tests; no school has any.
const HOLIDAYS: Holidays = Holidays {
    state: State::LowerSaxony,
    school: Vec::new(),
};

/// A directory beside the offers that it was made of.
struct World {
    offers: Vec<Offer>,
    directory: Directory,
    days: Days,
}

impl World {
    /// The world of these HSDS records.
    fn of(records: &[Value]) -> Self {
        let page = json!({ "contents": records }).to_string();
        let page = Page::open(page.as_bytes()).unwrap();
        let reading = page.read(Some(REGION));
        let directory = Directory::compile(&page, &reading);
        Self {
            offers: reading.offers,
            days: directory.days(&HOLIDAYS, TODAY.at(0, 0, 0, 0)),
            directory,
        }
    }

    fn answer(&self, query: &Query) -> Answer {
        self.answer_with(query, &Synonyms::default())
    }

    fn answer_with(&self, query: &Query, synonyms: &Synonyms) -> Answer {
        let days = &self.days;
        self.directory.answer_in(query, Context { synonyms, days })
    }

    /// The ids of the hits, in their order.
    fn ids(&self, query: &Query) -> Vec<String> {
        self.ids_of(&self.answer(query))
    }

    fn ids_of(&self, answer: &Answer) -> Vec<String> {
        let hits = answer.hits.iter();
        hits.map(|row| self.directory.listing(*row).unwrap().id.as_str().to_owned())
            .collect()
    }
}

/// Rows of a field with this name.
fn rows(key: &str, values: &[&str]) -> Value {
    values.iter().map(|value| json!({ key: value })).collect()
}

/// Terms of a vocabulary.
fn terms(taxonomy: &str, names: &[&str]) -> Vec<Value> {
    let term = |name| json!({ "taxonomy_term": { "taxonomy": taxonomy, "name": name } });
    names.iter().map(term).collect()
}
