//! What the page tells about one number of offers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::stats::{Judged, Quality, median};

/// Everything that was measured with one number of offers. Times are in ms, memory is in bytes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Report {
    /// How many.
    pub offers: usize,
    /// The feed's length.
    pub bytes: usize,
    /// Raupe first.
    pub engines: Vec<Engine>,
    /// Whether Raupe and the plain filter count the same.
    pub agreeing: Agreement,
    /// A stored directory.
    pub opening: Opening,
    /// The mean over each class of queries with the processor slowed four times, Raupe only.
    pub slowed: BTreeMap<String, f64>,
}

/// One engine.
#[derive(Debug, Serialize, Deserialize)]
pub struct Engine {
    /// As in the table.
    pub name: String,
    /// What it does differently.
    pub note: String,
    /// Whether its counts are what another choice within the same filter would give; else they are over
    /// the hits, which is less work.
    pub disjunctive: bool,
    /// How long each building took; empty if it was left out.
    pub built: Vec<f64>,
    /// What it holds: for peers the growth of the heap after the garbage collector, for Raupe that of its
    /// memory, when it opens the image.
    pub heap: f64,
    /// Raupe's memory.
    pub memory: Option<Memory>,
    /// The length of what Raupe stores.
    pub image: Option<usize>,
    /// By class of queries.
    pub classes: BTreeMap<String, Class>,
}

/// The growth of a fresh WebAssembly memory.
#[derive(Debug, Serialize, Deserialize)]
pub struct Memory {
    /// While building from the feed, whose bytes are in there as well.
    pub peak: f64,
    /// When opening the image, whose bytes are in there as well.
    pub opened: f64,
}

/// The answers to one class of queries.
#[derive(Debug, Serialize, Deserialize)]
pub struct Class {
    /// One a query.
    pub judged: Vec<Judged>,
    /// For each query one a round, as far as there was time.
    pub times: Vec<Vec<f64>>,
}

impl Class {
    /// The best time for each query: what another program takes of the processor does not count.
    pub fn best(&self) -> Vec<f64> {
        let best = |times: &Vec<f64>| times.iter().copied().min_by(f64::total_cmp);
        self.times.iter().filter_map(best).collect()
    }
}

/// Of how many queries total and counts are the same.
#[derive(Debug, Serialize, Deserialize)]
pub struct Agreement {
    /// So many agree.
    pub same: usize,
    /// So many were asked.
    pub of: usize,
}

/// Times from `IndexedDB`, a round each.
#[derive(Debug, Serialize, Deserialize)]
pub struct Opening {
    /// The Blob into memory of JavaScript.
    pub blob: Vec<f64>,
    /// The same, and a directory from it.
    pub opened: Vec<f64>,
}

impl Report {
    /// The engine whose name begins so, if it was measured.
    pub fn engine(&self, name: &str) -> Option<&Engine> {
        let is_it = |engine: &&Engine| engine.name.starts_with(name) && !engine.built.is_empty();
        self.engines.iter().find(is_it)
    }
}

impl Engine {
    /// The median of the best times for queries of a class, in ms.
    pub fn time(&self, class: &str) -> Option<f64> {
        median(&self.classes.get(class)?.best())
    }

    /// How good its answers to a class are.
    pub fn quality(&self, class: &str) -> Option<Quality> {
        Quality::of(&self.classes.get(class)?.judged)
    }
}
