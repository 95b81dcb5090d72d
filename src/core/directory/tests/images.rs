//! The directory as bytes.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use sha2::{Digest, Sha256};

use super::*;
use crate::directory::{FORMAT, ImageError};

/// Offers with every kind of value that an image holds.
const PAGE: &str = r#"[
    {
        "id": "1", "name": "Beispiel: Krabbelgruppe", "description": "Singen und spielen",
        "organization": { "name": "Verein" }, "minimum_age": 0.5, "maximum_age": 2,
        "languages": [{ "code": "kmr" }, { "code": "de" }], "fees_description": "kostenlos",
        "service_areas": [{ "name": "Landkreis Peine" }], "schedules": [
            {
                "freq": "WEEKLY", "byday": "TU,TH", "interval": 2, "count": 20,
                "dtstart": "2026-09-01", "valid_from": "2026-09-01", "valid_to": "2027-06-30",
                "opens_at": "09:30", "closes_at": "11:00", "exdates": ["2026-12-24"],
                "skip": ["SH", "PH"], "description": "pünktlich"
            },
            { "byday": "MO" }
        ],
        "service_at_locations": [{
            "attributes": [{ "taxonomy_term": { "taxonomy": "Sozialraum", "name": "Südstadt" } }],
            "location": { "name": "Haus", "location_type": "physical" }
        }],
        "attributes": [
            { "taxonomy_term": { "taxonomy": "Thema", "name": "Treffpunkt" } },
            { "taxonomy_term": { "taxonomy": "Lebensphase", "name": "Schwangerschaft" } },
            { "taxonomy_term": { "taxonomy": "Kennzeichnung", "name": "Beispiel" } }
        ]
    },
    {
        "id": "2", "name": "Sport", "minimum_age": 16, "schedules": [
            { "freq": "MONTHLY", "byday": "2TU,-1FR", "bymonthday": "15,-1" }
        ]
    },
    { "id": "3", "name": "Fest", "schedules": [{ "dtstart": "2026-12-06" }] },
    { "id": "4", "name": "Rat", "schedules": [{ "description": "nach Absprache" }] }
]"#;

fn everything() -> Directory {
    let page = Page::open(PAGE.as_bytes()).unwrap();
    Directory::compile(&page, &page.read(Some(REGION)))
}

/// The image with the checksum that its bytes have now.
fn resealed(mut image: Vec<u8>) -> Vec<u8> {
    let sum = xxhash_rust::xxh64::xxh64(&image[16..], 0);
    image[8..16].copy_from_slice(&sum.to_le_bytes());
    image
}

/// Asks everything that reaches into a directory.
fn ask(directory: &Directory) {
    // Every word has a vowel.
    for text in ["a", "e", "i", "o", "u"] {
        let link = format!("phase=baby&age=7&lang=de&place=suedstadt&topic=meeting&q={text}");
        let all = Query::from_link(&link);
        for query in [
            all.clone(),
            Query {
                text: all.text,
                ..Query::default()
            },
        ] {
            assert!(directory.answer(&query).hits.len() <= directory.len());
        }
    }
    for listing in directory.listings() {
        let terms = directory.languages_of(&listing).count()
            + directory.neighbourhoods_of(&listing).count()
            + directory.topics_of(&listing).count();
        let range = listing.range();
        assert!(terms < usize::MAX && range.start <= range.end);
        assert!(directory.find(&listing.id).is_some());
        assert!(listing.audience.phases().len() <= 7);
        assert!(listing.channels.iter().count() + listing.good_to_know.iter().count() <= 11);
    }
    assert_eq!(
        Directory::open(directory.image().to_vec()).as_ref(),
        Ok(directory)
    );
}

#[test]
fn what_is_written_is_opened() {
    let directory = everything();
    let image = directory.image().to_vec();
    assert_eq!(Directory::open(image.clone()).as_ref(), Ok(&directory));
    assert_eq!(everything().into_image(), image, "the same bytes each time");
    ask(&directory);
    let empty = World::of(&[]).directory;
    ask(&empty);
}

/// A phone keeps its image when the app is updated, unless `FORMAT` says that it is of another
/// form. So other bytes for the same directory need another `FORMAT`.
#[test]
fn other_bytes_need_another_format() {
    let image = everything().into_image();
    let sum = format!("{:x}", Sha256::digest(&image));
    let known = (
        5,
        1858,
        "5f0f50083287f9735b46529078f52ceb0d90b887f7958c86ee906e5bf075703e",
    );
    assert_eq!(
        (FORMAT, image.len(), sum.as_str()),
        known,
        "the image of the same directory has other bytes: raise FORMAT, then write down both here"
    );
}

#[test]
fn something_else_is_told_from_another_version() {
    let image = everything().into_image();
    let mut newer = image.clone();
    newer[6..8].copy_from_slice(&(FORMAT + 1).to_le_bytes());
    let longer = [&image[..], b"\0"].concat();
    for (what, bytes, why) in [
        ("empty", &b""[..], ImageError::Damaged),
        ("HTML", b"<!DOCTYPE html>", ImageError::Damaged),
        ("the beginning alone", b"raupe\0", ImageError::Damaged),
        ("half a version", b"raupe\0\x01", ImageError::Damaged),
        ("a version alone", b"raupe\0\x05\0", ImageError::Damaged),
        ("another version", b"raupe\0\x07\0", ImageError::OtherFormat),
        ("a newer version", &newer, ImageError::OtherFormat),
        ("a byte too many", &longer, ImageError::Damaged),
    ] {
        assert_eq!(Directory::open(bytes.to_vec()), Err(why), "{what}");
    }
    assert_eq!(
        ImageError::OtherFormat.to_string(),
        "an image of another version"
    );
    assert_eq!(
        ImageError::Damaged.to_string(),
        "not an image of a directory"
    );
}

#[test]
fn a_cut_image_is_refused_wherever_it_is_cut() {
    let image = everything().into_image();
    for end in 0..image.len() {
        assert_eq!(
            Directory::open(image[..end].to_vec()),
            Err(ImageError::Damaged),
            "after {end} bytes"
        );
    }
}

#[test]
fn a_bit_that_flips_is_noticed() {
    let image = everything().into_image();
    for bit in 0..image.len() * 8 {
        let mut damaged = image.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(Directory::open(damaged).is_err(), "bit {bit}");
    }
}

#[test]
fn even_with_the_right_checksum_any_bit_may_flip() {
    let image = everything().into_image();
    for bit in 0..image.len() * 8 {
        let mut damaged = image.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        if let Ok(directory) = Directory::open(resealed(damaged)) {
            ask(&directory);
        }
    }
}

proptest! {
    #[test]
    fn any_directory_is_opened_as_it_was(world in laws::world()) {
        let image = world.directory.image().to_vec();
        let opened = Directory::open(image.clone());
        prop_assert_eq!(opened.as_ref(), Ok(&world.directory));
        prop_assert_eq!(opened.map(Directory::into_image), Ok(image), "bit for bit");
        for offer in &world.offers {
            let listing = world.directory.find(&offer.id);
            prop_assert_eq!(listing.map(|it| it.title), Some(offer.title.clone()));
        }
    }

    #[test]
    fn any_bytes_may_come(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert!(Directory::open(bytes.clone()).is_err());
        let image = [b"raupe\0", &FORMAT.to_le_bytes()[..], &[0; 8], &bytes].concat();
        if let Ok(directory) = Directory::open(resealed(image)) {
            ask(&directory);
        }
    }

    #[test]
    fn any_bytes_may_change(changes in vec((any::<Index>(), any::<u8>()), 1..6)) {
        let mut image = everything().into_image();
        for (at, byte) in changes {
            let at = at.index(image.len());
            image[at] = byte;
        }
        if let Ok(directory) = Directory::open(resealed(image)) {
            ask(&directory);
        }
    }
}
