//! The core's directory for a script: as thin as it can be, so that what is measured is the core.
//!
//! Queries are read once, before the clock runs. An answer stays in WebAssembly, as it does in the
//! client, whose views are made there; the call itself and the number it returns are in the time.

use std::hint::black_box;

use raupe_core::directory::{Answer, Directory, Query};
use raupe_core::feed::Page;
use wasm_bindgen::prelude::*;

/// A directory and the queries to ask it.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Engine {
    directory: Directory,
    queries: Vec<Query>,
}

#[wasm_bindgen]
impl Engine {
    /// From a feed's page, as after a sync.
    pub fn build(page: &[u8]) -> Result<Engine, JsError> {
        let page = Page::open(page)?;
        let reading = page.read(page.profile().region.as_deref());
        Ok(Self::of(Directory::compile(&page, &reading)))
    }

    /// From a stored image, as at a start.
    pub fn open(image: Vec<u8>) -> Result<Engine, JsError> {
        Ok(Self::of(Directory::open(image)?))
    }

    /// What is stored.
    pub fn image(&self) -> Vec<u8> {
        self.directory.image().to_vec()
    }

    /// The ids of the offers by their positions, one a line.
    pub fn ids(&self) -> String {
        let listings = self.directory.listings();
        let ids: Vec<_> = listings.map(|it| it.id.as_str().to_owned()).collect();
        ids.join("\n")
    }

    /// Reads queries as they stand in links, one a line.
    pub fn prepare(&mut self, links: &str) {
        self.queries = links.lines().map(Query::from_link).collect();
    }

    /// Answers a query: how many offers it finds.
    pub fn total(&self, query: usize) -> usize {
        black_box(self.answer(query)).hits.len()
    }

    /// Answers a query: the positions of the offers, the best first.
    pub fn hits(&self, query: usize) -> Vec<u32> {
        self.answer(query).hits
    }

    /// Answers a query: the counts of all options, filter by filter.
    pub fn counts(&self, query: usize) -> Vec<u32> {
        let facets = self.answer(query).facets;
        let months = facets.months.into_iter().map(|(_, count)| count);
        let ages = facets.phases.into_iter().chain(months);
        let terms = [facets.languages, facets.neighbourhoods, facets.topics];
        ages.chain(terms.into_iter().flatten()).collect()
    }

    fn answer(&self, query: usize) -> Answer {
        self.directory.answer(&self.queries[query])
    }

    fn of(directory: Directory) -> Self {
        Self {
            directory,
            queries: Vec::new(),
        }
    }
}
