//! The demo feed: what the core says about it, and how it changes.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use raupe_core::directory::{self, Answer, Days, Directory, Query};
use raupe_core::feed::Page;
use raupe_core::offer::Offer;
use raupe_core::synonyms::Synonyms;
use serde_json::{Value, json};

use crate::env;

/// A feed's source file, and the directory that the core makes of it.
#[derive(Debug)]
pub struct Feed {
    json: Value,
    directory: Directory,
    offers: BTreeMap<String, Offer>,
}

/// What becomes different from one edition to the next.
#[derive(Debug)]
pub struct Change {
    /// The id and the title of an offer that was not there before.
    pub added: (String, String),
    /// The id of an offer that has another title, and the title.
    pub renamed: (String, String),
    /// The id of an offer that is there no more.
    pub removed: String,
}

impl Feed {
    /// The demo feed.
    pub fn demo() -> Result<Self> {
        let bytes = fs::read(env::path(env::DEMO_FEED)?)?;
        Self::read(serde_json::from_slice(&bytes).context("the demo feed is no JSON")?)
    }

    /// A feed from its source.
    pub fn read(json: Value) -> Result<Self> {
        let bytes = serde_json::to_vec(&json)?;
        let page = Page::open(&bytes)?;
        let reading = page.read(page.profile().region.as_deref());
        let directory = Directory::compile(&page, &reading);
        let offers = reading
            .offers
            .into_iter()
            .map(|offer| (offer.id.as_str().to_owned(), offer));
        let offers = offers.collect();
        Ok(Self {
            json,
            directory,
            offers,
        })
    }

    /// The source file.
    pub fn json(&self) -> &Value {
        &self.json
    }

    /// The core's directory of it.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// The whole offer with this id.
    pub fn offer(&self, id: &str) -> Result<&Offer> {
        self.offers
            .get(id)
            .with_context(|| format!("the feed has no offer {id}"))
    }

    /// What the core answers.
    pub fn answer(&self, query: &Query) -> Answer {
        self.directory.answer(query)
    }

    /// The ids of the hits in the core's order.
    pub fn ids(&self, query: &Query) -> Vec<String> {
        self.ids_with(query, &Synonyms::default())
    }

    /// The ids of the hits, also by words that mean the same.
    pub fn ids_with(&self, query: &Query, synonyms: &Synonyms) -> Vec<String> {
        let hits = self
            .directory
            .answer_in(
                query,
                directory::Context {
                    synonyms,
                    days: &Days::default(),
                },
            )
            .hits
            .into_iter();
        hits.filter_map(|hit| self.directory.listing(hit))
            .map(|listing| listing.id.as_str().to_owned())
            .collect()
    }

    /// The next edition: among the first offers of the list, one more, one with another title and
    /// one less. Each `number` gives another edition.
    pub fn next_edition(&self, number: u32) -> Result<(Self, Change)> {
        let ids = self.ids(&Query::default());
        let [copied, renamed, removed] = [&ids[0], &ids[1], &ids[2]];
        let mut json = self.json.clone();
        let services = json["contents"]
            .as_array_mut()
            .context("the demo feed is a page")?;
        services.retain(|service| service["id"] != json!(removed));

        // Titles that stand first in the list, so that nobody has to turn pages to see them.
        let rename = (renamed.clone(), format!("0{number} Neuer Titel"));
        let copy = services
            .iter()
            .find(|service| service["id"] == json!(copied));
        let mut copy = copy.context("the first offer is in the feed")?.clone();
        let add = (format!("neu-{number}"), format!("0{number} Neues Angebot"));
        copy["id"] = json!(add.0);
        copy["name"] = json!(add.1);
        services.push(copy);
        for service in services
            .iter_mut()
            .filter(|service| service["id"] == json!(rename.0))
        {
            service["name"] = json!(rename.1);
        }
        let change = Change {
            added: add,
            renamed: rename,
            removed: removed.clone(),
        };
        Ok((Self::read(json)?, change))
    }
}
