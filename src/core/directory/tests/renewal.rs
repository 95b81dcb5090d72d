//! From one edition to the next without reading everything anew.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::offer::OfferId;

fn page(records: &BTreeMap<String, Value>) -> String {
    let records: Vec<_> = records.values().cloned().collect();
    json!({ "contents": records }).to_string()
}

fn by_id(records: Vec<Value>) -> BTreeMap<String, Value> {
    let with_id = |record: Value| (record["id"].to_string(), record);
    records.into_iter().map(with_id).collect()
}

/// The directory of `after`, made from the one of `before`, and compiled.
fn both_ways(
    before: &BTreeMap<String, Value>,
    after: &BTreeMap<String, Value>,
) -> (Option<Directory>, Directory) {
    let old = page(before);
    let old = Page::open(old.as_bytes()).unwrap();
    let old = Directory::compile(&old, &old.read(Some(REGION)));
    let new = page(after);
    let new = Page::open(new.as_bytes()).unwrap();
    let ids: Vec<_> = after.keys().filter_map(|id| OfferId::new(id)).collect();
    let changed = after.iter().zip(0..);
    let changed = changed.filter(|((id, record), _)| before.get(*id) != Some(record));
    let anew: Vec<usize> = changed.map(|(_, at)| at).collect();
    let reading = new.read_some(Some(REGION), anew.iter().copied());
    let renewed = old.renew(&new, &ids, &anew, &reading);
    (renewed, Directory::compile(&new, &new.read(Some(REGION))))
}

#[test]
fn what_has_not_changed_is_kept() {
    let offer = |id: u8, name: &str, place: &str| json!({ "id": id, "name": name, "service_areas": rows("name", &[place]), "description": name });
    let before = by_id(vec![
        offer(1, "Stillgruppe", "Südstadt"),
        offer(2, "Sport", "Kernstadt"),
        offer(3, "Café", "Vechelde"),
    ]);
    let after = by_id(vec![
        offer(1, "Stillgruppe", "Südstadt"),
        offer(2, "Spiel und Sport", "Südstadt"),
        offer(4, "Chor", "Ilsede"),
    ]);
    let (renewed, compiled) = both_ways(&before, &after);
    assert_eq!(renewed.as_ref(), Some(&compiled));
    let titles: Vec<_> = compiled.listings().map(|it| it.title).collect();
    assert_eq!(titles, ["Chor", "Spiel und Sport", "Stillgruppe"]);
    assert_eq!(
        both_ways(&after, &BTreeMap::new()).0,
        Some(World::of(&[]).directory)
    );
}

#[test]
fn an_offer_that_can_no_longer_be_read_is_not_kept() {
    let before = by_id(vec![json!({ "id": 1, "name": "Sport" })]);
    let after = by_id(vec![json!({ "id": 1, "name": "" })]);
    let (renewed, compiled) = both_ways(&before, &after);
    assert_eq!(
        renewed.map(Directory::into_image),
        Some(compiled.into_image())
    );
}

#[test]
fn where_offers_spell_a_place_differently_all_is_read_anew() {
    let offer = |id: u8, place: &str| json!({ "id": id, "name": "Sport", "service_areas": rows("name", &[place]) });
    let alike = by_id(vec![offer(1, "Südstadt"), offer(2, "Südstadt")]);
    let differently = by_id(vec![offer(1, "Südstadt"), offer(2, "Suedstadt")]);
    assert_eq!(both_ways(&alike, &differently).0, None);
    assert_eq!(both_ways(&differently, &alike).0, None);
    assert!(both_ways(&alike, &alike).0.is_some());
}

proptest! {
    #[test]
    fn a_renewed_directory_is_the_compiled_one(
        before in laws::records(),
        after in laws::records(),
        shared in laws::records(),
    ) {
        let with = |more: Vec<Value>| {
            let mut all = by_id(more);
            all.extend(by_id(shared.clone()));
            all
        };
        let (renewed, compiled) = both_ways(&with(before), &with(after));
        prop_assert_eq!(renewed.map(Directory::into_image), Some(compiled.into_image()), "bit for bit");
    }
}
