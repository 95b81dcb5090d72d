//! The store in a real browser: what is written is read, and nothing is ever half there.
#![cfg(target_arch = "wasm32")]

use std::sync::Arc;

use futures::future::join_all;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use leptos::prelude::{GetUntracked, RwSignal};
use raupe_app::net::retry_after_s;
use raupe_app::store::{Opened, Store};
use raupe_core::directory::{Directory, Query};
use raupe_core::feed::{Contents, Ending, Page, Tombstone};
use raupe_core::offer::OfferId;
use raupe_core::sync::{Bytes, Generation, Head, StoreFault};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A generation with one offer for each title.
fn generation(seq: u64, titles: &[&str]) -> Generation {
    let services: Vec<_> = titles
        .iter()
        .enumerate()
        .map(|(at, title)| {
            serde_json::json!({
                "id": format!("offer-{at}"),
                "name": title,
                "description": format!("Alles über {title}"),
                "service_areas": [{"name": "Südstadt"}],
            })
        })
        .collect();
    let snapshot = serde_json::json!({ "contents": services })
        .to_string()
        .into_bytes();
    let page = Page::open(&snapshot).unwrap();
    let image = Directory::compile(&page, &page.read(None)).into_image();
    let head = Head {
        feed_id: "test".into(),
        epoch: 1,
        seq,
        sha256: format!("{seq:064x}"),
        issued_at: "2026-11-20T08:00:00Z".into(),
        offers: titles.len() as u64,
        ..Head::default()
    };
    Generation {
        head,
        image,
        snapshot,
    }
}

/// A store that nobody has used.
async fn fresh(name: &str) -> Store {
    let store = Store::new(format!("test {name}"));
    store.delete().await.unwrap();
    store
}

async fn titles(store: &Store) -> Vec<String> {
    let Some(opened) = store.open().await.unwrap() else {
        return Vec::new();
    };
    opened
        .directory
        .listings()
        .map(|listing| listing.title)
        .collect()
}

#[wasm_bindgen_test]
async fn a_new_store_is_empty() {
    let store = fresh("empty").await;
    assert_eq!(store.head().await, Ok(None));
    assert_eq!(store.open().await, Ok(None));
}

#[wasm_bindgen_test]
async fn what_is_written_is_read() {
    let store = fresh("read").await;
    let first = generation(1, &["Elterncafé", "Krabbelgruppe"]);
    store.replace(&first, None).await.unwrap();

    assert_eq!(store.head().await, Ok(Some(first.head.clone())));
    let opened = store.open().await.unwrap().unwrap();
    assert_eq!(opened.head, first.head);
    assert_eq!(opened.directory.image(), first.image);

    let found = opened.directory.answer(&Query {
        text: "krabbel".into(),
        ..Query::default()
    });
    let listing = opened.directory.listing(found.hits[0]).unwrap();
    let offer = store
        .offer(&opened.head, &opened.source, listing.range())
        .await
        .unwrap()
        .unwrap();
    assert_eq!(offer.title, "Krabbelgruppe");
    assert_eq!(
        offer.description.as_deref(),
        Some("Alles über Krabbelgruppe")
    );
}

#[wasm_bindgen_test]
async fn the_next_generation_takes_over_and_the_one_before_stays_readable() {
    let store = fresh("next").await;
    let [one, two, three] = [
        generation(1, &["eins"]),
        generation(2, &["zwei", "noch zwei"]),
        generation(3, &["drei"]),
    ];
    store.replace(&one, None).await.unwrap();
    let first = store.open().await.unwrap().unwrap();
    let range = first.directory.listing(0).unwrap().range();

    store.replace(&two, Some(&one.head)).await.unwrap();
    assert_eq!(titles(&store).await, ["noch zwei", "zwei"]);
    let before = store.offer(&first.head, &first.source, range.clone()).await;
    assert_eq!(before.unwrap().unwrap().title, "eins");

    store.replace(&three, Some(&two.head)).await.unwrap();
    assert_eq!(titles(&store).await, ["drei"]);
    assert_eq!(
        store.offer(&first.head, &first.source, range).await,
        Ok(None),
        "swept away"
    );
}

#[wasm_bindgen_test]
async fn an_offer_is_read_wherever_it_stands_in_a_large_snapshot() {
    let store = fresh("pieces").await;
    let long = "sehr lang ".repeat(2_500);
    let titles: Vec<_> = (0..24).map(|at| format!("{at:02} {long}")).collect();
    let large = generation(1, &titles.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(
        large.snapshot.len() > 1 << 20,
        "more than a batch of pieces"
    );
    store.replace(&large, None).await.unwrap();
    let opened = store.open().await.unwrap().unwrap();
    for listing in opened.directory.listings() {
        let offer = store
            .offer(&opened.head, &opened.source, listing.range())
            .await
            .unwrap();
        assert_eq!(offer.map(|offer| offer.id), Some(listing.id.clone()));
    }
}

#[wasm_bindgen_test]
async fn a_store_that_was_changed_meanwhile_is_left_alone() {
    let store = fresh("overtaken").await;
    let [one, two, late] = [
        generation(1, &["eins"]),
        generation(2, &["zwei"]),
        generation(3, &["zu spät"]),
    ];
    store.replace(&one, None).await.unwrap();
    store.replace(&two, Some(&one.head)).await.unwrap();

    for expected in [None, Some(&one.head)] {
        let answer = store.replace(&late, expected).await;
        assert_eq!(answer, Err(StoreFault::Overtaken));
        assert_eq!(store.head().await, Ok(Some(two.head.clone())));
        assert_eq!(titles(&store).await, ["zwei"]);
    }
}

#[wasm_bindgen_test]
async fn two_tabs_that_store_at_once_leave_one_of_the_two() {
    let store = fresh("tabs").await;
    let [one, two] = [generation(1, &["eins"]), generation(2, &["zwei"])];
    let (first, second) = futures::join!(store.replace(&one, None), store.replace(&two, None));
    let (won, lost) = if first.is_ok() {
        (&one, second)
    } else {
        (&two, first)
    };
    assert_eq!(lost, Err(StoreFault::Overtaken));
    let opened = store.open().await.unwrap().unwrap();
    assert_eq!(
        (opened.head, opened.directory.into_image()),
        (won.head.clone(), won.image.clone())
    );
}

#[wasm_bindgen_test]
async fn a_directory_of_another_version_is_compiled_anew() {
    let store = fresh("rebuild").await;
    let good = generation(1, &["eins", "zwei"]);
    let mut foreign = good.clone();
    foreign.image[6] ^= 0xff;
    store.replace(&foreign, None).await.unwrap();
    for start in ["first", "second"] {
        let opened = store.open().await.unwrap().unwrap();
        assert_eq!(opened.directory.image(), good.image, "{start} start");
    }
}

#[wasm_bindgen_test]
async fn a_generation_that_cannot_be_opened_is_given_up() {
    let store = fresh("forget").await;
    let good = generation(1, &["eins"]);
    let broken = Generation {
        image: vec![0; 10],
        snapshot: b"<html>".to_vec(),
        ..good.clone()
    };
    store.replace(&broken, None).await.unwrap();
    for start in ["first", "next"] {
        assert_eq!(store.open().await, Ok(None), "{start} start");
    }
    // Which edition it was stays, so that none before it is taken; and that it is to be fetched again.
    let given_up = broken.head.given_up();
    assert!(!given_up.has_content());
    assert_eq!(store.head().await, Ok(Some(given_up.clone())));
    assert_eq!(store.bytes_of(&given_up).await, Ok(Bytes::default()));
    let overtaken = store.replace(&good, None).await;
    assert_eq!(overtaken, Err(StoreFault::Overtaken));
    store.replace(&good, Some(&given_up)).await.unwrap();
    assert_eq!(titles(&store).await, ["eins"]);
    assert_eq!(
        store.open_previous().await,
        Ok(None),
        "nothing is before it"
    );
}

#[wasm_bindgen_test]
async fn the_generation_before_one_that_was_given_up_stays() {
    let store = fresh("given up").await;
    let [one, two, three] = [
        generation(1, &["eins"]),
        generation(2, &["zwei"]),
        generation(3, &["drei"]),
    ];
    let broken = Generation {
        image: vec![0; 10],
        snapshot: b"<html>".to_vec(),
        ..two
    };
    store.replace(&one, None).await.unwrap();
    store.replace(&broken, Some(&one.head)).await.unwrap();
    assert_eq!(store.open().await, Ok(None));
    let given_up = broken.head.given_up();
    store.replace(&three, Some(&given_up)).await.unwrap();
    assert_eq!(titles(&store).await, ["drei"]);
    let previous = store.open_previous().await.unwrap().unwrap();
    assert_eq!(previous.head, one.head);
}

#[wasm_bindgen_test]
async fn the_generation_before_is_opened_as_it_was() {
    let store = fresh("previous").await;
    let [one, two] = [generation(1, &["eins"]), generation(2, &["zwei"])];
    assert_eq!(store.open_previous().await, Ok(None));
    store.replace(&one, None).await.unwrap();
    assert_eq!(store.open_previous().await, Ok(None), "there is only one");

    store.replace(&two, Some(&one.head)).await.unwrap();
    let previous = store.open_previous().await.unwrap().unwrap();
    assert_eq!(previous.head, one.head);
    let range = previous.directory.listing(0).unwrap().range();
    let offer = store.offer(&previous.head, &previous.source, range).await;
    assert_eq!(offer.unwrap().unwrap().title, "eins");
    // Looking at it changes nothing.
    assert_eq!(titles(&store).await, ["zwei"]);
}

#[wasm_bindgen_test]
async fn a_previous_generation_of_another_version_is_compiled_anew() {
    let store = fresh("previous rebuild").await;
    let [mut one, two] = [generation(1, &["eins"]), generation(2, &["zwei"])];
    let image = std::mem::replace(&mut one.image, vec![0; 10]);
    store.replace(&one, None).await.unwrap();
    store.replace(&two, Some(&one.head)).await.unwrap();
    let previous = store.open_previous().await.unwrap().unwrap();
    assert_eq!(previous.directory.image(), image);
}

#[wasm_bindgen_test]
async fn making_room_leaves_the_current_generation_alone() {
    let store = fresh("free").await;
    assert_eq!(store.free().await, Ok(()), "nothing to free");
    let [one, two, three] = [
        generation(1, &["eins"]),
        generation(2, &["zwei"]),
        generation(3, &["drei"]),
    ];
    store.replace(&one, None).await.unwrap();
    let before = store.open().await.unwrap().unwrap();
    store.replace(&two, Some(&one.head)).await.unwrap();

    store.free().await.unwrap();
    assert_eq!(store.open_previous().await, Ok(None));
    let range = before.directory.listing(0).unwrap().range();
    let gone = store.offer(&before.head, &before.source, range).await;
    assert_eq!(gone, Ok(None));
    assert_eq!(titles(&store).await, ["zwei"]);
    assert_eq!(store.bytes_of(&two.head).await, Ok(two.bytes()));
    // It still changes as before.
    store.replace(&three, Some(&two.head)).await.unwrap();
    assert_eq!(titles(&store).await, ["drei"]);
}

#[wasm_bindgen_test]
async fn a_generation_is_read_back_whole() {
    let store = fresh("snapshot").await;
    let long = "sehr lang ".repeat(30_000);
    let large = generation(1, &["eins", &long, "zwei", &long]);
    let other = generation(2, &["zwei"]);
    store.replace(&large, None).await.unwrap();
    let read = store.bytes_of(&large.head).await.unwrap();
    assert!(read == large.bytes(), "{read:?}");
    assert_eq!(store.bytes_of(&other.head).await, Ok(Bytes::default()));
}

#[wasm_bindgen_test]
async fn a_database_that_is_deleted_meanwhile_is_empty_and_usable() {
    let store = fresh("emptied").await;
    let [one, two] = [generation(1, &["eins"]), generation(2, &["zwei"])];
    store.replace(&one, None).await.unwrap();
    store.delete().await.unwrap();
    assert_eq!(store.head().await, Ok(None));
    let late = store.replace(&two, Some(&one.head)).await;
    assert_eq!(late, Err(StoreFault::Overtaken), "it expected the old one");
    store.replace(&two, None).await.unwrap();
    assert_eq!(titles(&store).await, ["zwei"]);
}

/// Nobody waits for ever: connections close when another tab wants to delete the database.
#[wasm_bindgen_test]
async fn deleting_while_others_work_ends_well_for_all() {
    let store = fresh("versionchange").await;
    store
        .replace(&generation(1, &["eins"]), None)
        .await
        .unwrap();
    let reading = join_all((0..20).map(|_| store.open()));
    let (opened, deleted) = futures::join!(reading, store.delete());
    assert_eq!(deleted, Ok(()));
    for opened in opened {
        // Before or after, and nothing between.
        let titles = opened.unwrap().map(|opened| opened.directory.len());
        assert!(matches!(titles, None | Some(1)), "{titles:?}");
    }
    assert_eq!(store.head().await, Ok(None));
}

/// A browser that was killed in the wrong moment may leave a database without object stores.
#[wasm_bindgen_test]
async fn a_database_without_form_is_made_anew() {
    let store = fresh("formless").await;
    let database = Database::open("test formless").with_version(1_u32);
    database.build().unwrap().await.unwrap().close();
    assert_eq!(store.head().await, Ok(None));
    let one = generation(1, &["eins"]);
    store.replace(&one, None).await.unwrap();
    assert_eq!(titles(&store).await, ["eins"]);
}

#[wasm_bindgen_test]
async fn a_store_that_another_tab_holds_is_told_and_comes_back() {
    let held = RwSignal::new(false);
    let store = fresh("held").await.telling(held);
    store
        .replace(&generation(1, &["eins"]), None)
        .await
        .unwrap();
    // Another tab whose connection does not close, and one that wants to delete the database.
    let other = Database::open("test held").with_version(1_u32);
    let other = other.build().unwrap().await.unwrap();
    let deleting = Database::delete_by_name("test held").unwrap();
    let waiting = async {
        let answer = store.head().await;
        assert!(matches!(answer, Err(StoreFault::Failed(_))), "{answer:?}");
        assert!(held.get_untracked());
        other.close();
    };
    let (deleted, ()) = futures::join!(deleting.into_future(), waiting);
    deleted.unwrap();
    // What was begun meanwhile has made a good database.
    assert_eq!(store.head().await, Ok(None));
    assert!(!held.get_untracked());
    store
        .replace(&generation(2, &["zwei"]), None)
        .await
        .unwrap();
    assert_eq!(titles(&store).await, ["zwei"]);
}

#[wasm_bindgen_test]
async fn what_no_store_takes_is_shown_from_memory() {
    let store = fresh("memory").await;
    let generation = Arc::new(generation(1, &["eins", "zwei"]));
    let opened = Opened::in_memory(Arc::clone(&generation), StoreFault::Unavailable).unwrap();
    assert!(!opened.is_stored());
    assert_eq!(opened.directory.image(), generation.image);
    for listing in opened.directory.listings() {
        let offer = store
            .offer(&opened.head, &opened.source, listing.range())
            .await;
        assert_eq!(offer.unwrap().unwrap().title, listing.title);
    }
    assert_eq!(store.head().await, Ok(None), "nothing was stored");
}

#[wasm_bindgen_test]
async fn what_has_ended_is_remembered() {
    let store = fresh("tombstones").await;
    let id = |id: &str| OfferId::new(id).unwrap();
    let mut contents = Contents::default();
    let record = r#"{"id":"da","name":"Elterncafé"}"#;
    contents.records.insert(id("da"), record.into());
    let ended = Tombstone {
        id: id("weg"),
        reason: Ending::TemporarilyClosed,
        date: "2026-11-20".into(),
    };
    contents.bury(ended.clone());
    let mut generation = generation(1, &[]);
    generation.snapshot = contents.to_page();
    let page = Page::open(&generation.snapshot).unwrap();
    generation.image = Directory::compile(&page, &page.read(None)).into_image();
    store.replace(&generation, None).await.unwrap();

    let opened = store.open().await.unwrap().unwrap();
    assert_eq!(opened.directory.ended(&id("weg")), Some(&ended));
    assert_eq!(opened.directory.ended(&id("da")), None);
}

#[wasm_bindgen_test]
fn a_server_may_ask_for_rest_in_seconds_or_with_a_date() {
    let now = js_sys::Date::parse("2026-11-22T10:00:00Z");
    for (header, seconds) in [
        ("120", Some(120)),
        (" 0 ", Some(0)),
        ("99999999999999999999", Some(u64::MAX)),
        ("Sun, 22 Nov 2026 10:01:30 GMT", Some(90)),
        ("Sun, 22 Nov 2026 09:00:00 GMT", Some(0)),
        ("bald", None),
        ("", None),
    ] {
        assert_eq!(retry_after_s(header, now), seconds, "{header}");
    }
}
