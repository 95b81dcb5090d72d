//! From a county's file to the bytes of a snapshot.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use jiff::{Timestamp, ToSpan};
use raupe_core::feed::{
    Contents, Ending, Page, Problem, Reading, SNAPSHOT_BYTES, Severity, Tombstone, sha256,
};
use raupe_core::offer::{Offer, OfferId};
use raupe_core::text;
use serde_json::Value;

use super::folder::Current;
use super::{Broken, Order, Refused};
use crate::plain;

/// How long it is known of an offer that it has ended, in hours: a year.
const REMEMBERED_HOURS: i64 = 365 * 24;

/// What is to be published, before it is known whether it is anything new.
pub(super) struct Draft {
    pub(super) feed_id: String,
    pub(super) region: Option<String>,
    /// The current offers, and those that have ended.
    pub(super) contents: Contents<'static>,
    /// The contents as an HSDS 3.1 page.
    pub(super) snapshot: Vec<u8>,
    pub(super) sha256: String,
    /// The current offers, as clients will read them.
    pub(super) offers: Vec<Offer>,
    pub(super) ended: usize,
    pub(super) broken: usize,
}

/// How one edition differs from the one before, in offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Not there before.
    pub new: usize,
    /// There before, but not the same.
    pub changed: usize,
    /// There before, but no longer.
    pub removed: usize,
    /// There before under an id that now is another offer's. Whoever follows a link to the one comes to the other.
    pub moved: usize,
}

/// What it means that an offer is not in the file any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Absent {
    /// It has ended.
    Ended,
    /// It may be one that could not be read.
    Unknown,
}

impl Absent {
    fn ending(self) -> Option<Ending> {
        match self {
            Self::Ended => Some(Ending::Removed),
            Self::Unknown => None,
        }
    }
}

impl Draft {
    pub(super) fn new(
        order: &Order,
        page: &Page<'_>,
        current: &Current,
        absent: Absent,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        let profile = page.profile().clone();
        let published = current.manifest();
        let region = order
            .region
            .clone()
            .or(profile.region)
            .or_else(|| published.and_then(|manifest| manifest.region.clone()));
        let mut reading = page.read(region.as_deref());
        if reading.count(Severity::Error) > 0 && order.broken == Broken::Refuse {
            let errors = reading.findings.into_iter();
            let errors = errors.filter(|finding| finding.severity() == Severity::Error);
            return Err(Refused::BrokenRecords(errors.collect()));
        }
        keep_addresses_back(&mut reading);
        if reading.offers.is_empty() {
            return Err(Refused::NoOffers);
        }
        let stated = order.feed_id.clone().or(profile.feed_id);
        let feed_id = match (stated, current) {
            (Some(feed_id), _) => feed_id,
            (None, Current::Edition(edition)) => edition.manifest.feed_id.clone(),
            // There is a feed with a name that nobody can read: a guess could name another one.
            (None, Current::Damaged(error)) => {
                return Err(Refused::DamagedManifest(error.clone()));
            }
            (None, Current::Nothing | Current::Remains) => {
                let stem = order.file.file_stem().unwrap_or_default().to_string_lossy();
                Some(text::slug(&stem))
                    .filter(|slug| !slug.is_empty())
                    .ok_or(Refused::NoFeedId)?
            }
        };
        let mut contents = contents(page, &reading);
        bury(&mut contents, current, &reading, absent, now);
        let snapshot = contents.to_page();
        if snapshot.len() > SNAPSHOT_BYTES {
            return Err(Refused::TooLarge(snapshot.len()));
        }
        Ok(Self {
            feed_id,
            region,
            sha256: sha256(&snapshot),
            contents,
            snapshot,
            ended: reading.ended,
            broken: reading.broken(),
            offers: reading.offers,
        })
    }

    /// The offers as a plain page, in the edition of this time.
    pub(super) fn page(&self, issued_at: &str) -> String {
        let head = plain::Head {
            feed_id: &self.feed_id,
            region: self.region.as_deref(),
            issued_at,
        };
        plain::page(&self.offers, head)
    }

    /// How this snapshot differs from another one, if that can be read.
    pub(super) fn changes_since(&self, before: &[u8]) -> Option<Changes> {
        let (before, after) = (Page::open(before).ok()?, Page::open(&self.snapshot).ok()?);
        let mut before = by_id(&before);
        let after = by_id(&after);
        let mut changes = Changes {
            moved: moved(&before, &after),
            ..Changes::default()
        };
        for (id, record) in after {
            match before.remove(&id) {
                None => changes.new += 1,
                Some(earlier) if differ(earlier, record) => changes.changed += 1,
                Some(_) => {}
            }
        }
        changes.removed = before.len();
        Some(changes)
    }
}

/// How many ids have the title that another of them had before: a renumbered sheet does that.
fn moved(before: &HashMap<OfferId, &str>, after: &HashMap<OfferId, &str>) -> usize {
    let mut ids = HashMap::<String, Vec<&OfferId>>::new();
    for (id, record) in before {
        ids.entry(title_of(record).unwrap_or_default())
            .or_default()
            .push(id);
    }
    let is_moved = |(id, record): &(&OfferId, &&str)| {
        let title = title_of(record).unwrap_or_default();
        let stays = before.get(*id).and_then(|record| title_of(record)).as_ref() == Some(&title);
        let had = ids
            .get(&title)
            .is_some_and(|ids| ids.iter().any(|had| had != id && after.contains_key(*had)));
        before.contains_key(*id) && !stays && had
    };
    after.iter().filter(is_moved).count()
}

/// The title of a record, as one compares it.
fn title_of(record: &str) -> Option<String> {
    let record: Value = serde_json::from_str(record).ok()?;
    Some(text::fold(record.get("name")?.as_str()?))
}

/// Leaves out every offer whose record gives away an address that is to be kept back: a snapshot
/// holds records as they came.
fn keep_addresses_back(reading: &mut Reading) {
    let findings = reading.findings.iter();
    let gives_away: HashSet<_> = findings
        .filter(|finding| finding.problem == Problem::ConfidentialAddress)
        .map(|finding| finding.record.as_str())
        .collect();
    let offers = std::mem::take(&mut reading.offers).into_iter();
    let sources = std::mem::take(&mut reading.sources).into_iter();
    (reading.offers, reading.sources) = offers
        .zip(sources)
        .filter(|(offer, _)| !gives_away.contains(offer.id.as_str()))
        .unzip();
}

/// Whether two records say different things. An export that begins to write `\u00fc` for `ü` has
/// not changed every offer.
fn differ(one: &str, other: &str) -> bool {
    let value = |record| serde_json::from_str::<Value>(record).ok();
    one != other && value(one) != value(other)
}

fn by_id<'p>(page: &Page<'p>) -> HashMap<OfferId, &'p str> {
    let Reading {
        offers, sources, ..
    } = page.read(None);
    let records = page.records();
    let text = |at: usize| records.get(at).map_or("", |record| record.get());
    offers
        .into_iter()
        .zip(sources)
        .map(|(offer, at)| (offer.id, text(at)))
        .collect()
}

/// The records of the current offers, each whole as it came but for the blanks between its parts:
/// the same offers give the same bytes however the file was laid out.
fn contents(page: &Page<'_>, reading: &Reading) -> Contents<'static> {
    let records = page.records();
    let offers = reading.offers.iter().zip(&reading.sources);
    let records = offers.filter_map(|(offer, at)| {
        let record = minified(records.get(*at)?.get());
        Some((offer.id.clone(), Cow::Owned(record)))
    });
    Contents {
        records: records.collect(),
        ..Contents::default()
    }
}

/// Gives each offer of the current edition that has ended a tombstone, and keeps those of the last
/// year.
///
/// A record that is there and broken has not ended: nothing is said about it. One that is too
/// broken to have an id could be any of those that are absent, so nothing is said about these.
fn bury(
    contents: &mut Contents<'_>,
    current: &Current,
    reading: &Reading,
    absent: Absent,
    now: Timestamp,
) {
    let before = current.snapshot().and_then(|bytes| Page::open(bytes).ok());
    let Some(before) = before.as_ref().and_then(Contents::of) else {
        return;
    };
    let day = |time: Timestamp| time.strftime("%Y-%m-%d").to_string();
    let oldest = now.checked_sub(REMEMBERED_HOURS.hours()).map(day);
    let remembered = |date: &String| oldest.as_ref().is_ok_and(|oldest| date >= oldest);
    let known = before.tombstones.into_values();
    for tombstone in known.filter(|tombstone| remembered(&tombstone.date)) {
        contents.bury(tombstone);
    }
    let mut endings = HashMap::new();
    let mut broken = HashSet::new();
    for finding in &reading.findings {
        if let Problem::NotActive(status) = &finding.problem {
            endings.insert(finding.record.as_str(), Ending::of_status(status));
        } else if finding.severity() == Severity::Error {
            broken.insert(finding.record.as_str());
        }
    }
    let absent = if broken.iter().any(|record| record.starts_with('#')) {
        Absent::Unknown
    } else {
        absent
    };
    for id in before.records.into_keys() {
        if broken.contains(id.as_str()) {
            continue;
        }
        let stated = endings.get(id.as_str()).copied().flatten();
        let Some(reason) = stated.or(absent.ending()) else {
            continue;
        };
        contents.bury(Tombstone {
            reason,
            date: day(now),
            id,
        });
    }
}

/// Copies JSON without the blanks outside its texts. Numbers keep their digits, fields their
/// order, texts their spelling: what a parser and a writer would do to them is not done.
fn minified(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let (mut quoted, mut escaped) = (false, false);
    for char in json.chars() {
        match char {
            ' ' | '\t' | '\r' | '\n' if !quoted => continue,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_blanks_between_parts_go() {
        for (given, expected) in [
            ("{ \"a\" : 1.50 ,\n\t\"b\": [ ] }", "{\"a\":1.50,\"b\":[]}"),
            (r#"{"a": "b  c"}"#, r#"{"a":"b  c"}"#),
            (
                r#"{"a": "\" : \\" , "b": 1e2}"#,
                r#"{"a":"\" : \\","b":1e2}"#,
            ),
            (r#"["\\", "é\u00e9 ü"]"#, r#"["\\","é\u00e9 ü"]"#),
            (
                "123456789012345678901234567890.10",
                "123456789012345678901234567890.10",
            ),
        ] {
            assert_eq!(minified(given), expected);
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<i64>().prop_map(|number| json!(number)),
            any::<String>().prop_map(|text| json!(text)),
            Just(Value::Null),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            let list = prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array);
            let object = prop::collection::vec((any::<String>(), inner), 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect()));
            prop_oneof![list, object]
        })
    }

    proptest! {
        #[test]
        fn the_layout_of_the_file_does_not_matter(value in any_json()) {
            let pretty = serde_json::to_string_pretty(&value).unwrap();
            prop_assert_eq!(minified(&pretty), value.to_string());
        }
    }
}
