//! Everything that reads bytes from outside, given arbitrary bytes. It may refuse them; it may not
//! panic, hang, or believe something that its own rules exclude.
//!
//! `cargo xtask fuzz` runs each target for a minute; what it finds is left as a file, and
//! `cargo xtask fuzz TARGET FILE` repeats it. [`TARGETS`] is the list. Each target has seeds: good
//! inputs, from which the fuzzer goes on.

mod times;

use std::borrow::Cow;
use std::io::{Cursor, Write};

use raupe::sheet;
use raupe_core::directory::{Directory, Query};
use raupe_core::feed::{
    Contents, Delta, Manifest, Page, PublicKey, RECORD_BYTES, read_service, verify,
};
use raupe_core::offer::{Email, Link, OfferId, Phone};
use raupe_core::region::{Hours, Region};
use xxhash_rust::xxh64::xxh64;

/// A target: its name, what it does with bytes, and good inputs for it.
pub struct Target {
    /// As on the command line.
    pub name: &'static str,
    /// Panics if something is wrong.
    pub run: fn(&[u8]),
    /// Good inputs.
    pub seeds: fn() -> Vec<Vec<u8>>,
}

/// All targets.
pub const TARGETS: &[Target] = &[
    Target {
        name: "manifest",
        run: manifest,
        seeds: manifest_seeds,
    },
    Target {
        name: "signature",
        run: signature,
        seeds: signature_seeds,
    },
    Target {
        name: "page",
        run: page,
        seeds: page_seeds,
    },
    Target {
        name: "delta",
        run: delta,
        seeds: delta_seeds,
    },
    Target {
        name: "image",
        run: image,
        seeds: image_seeds,
    },
    Target {
        name: "link",
        run: link,
        seeds: link_seeds,
    },
    Target {
        name: "csv",
        run: |bytes| sheet_of(bytes, sheet::Kind::Text),
        seeds: || vec![EXAMPLE_SHEET.to_vec()],
    },
    Target {
        name: "times",
        run: times::cell,
        seeds: times::cell_seeds,
    },
    Target {
        name: "rules",
        run: times::rule,
        seeds: times::rule_seeds,
    },
    Target {
        name: "workbook",
        run: |bytes| sheet_of(bytes, sheet::Kind::Workbook),
        seeds: workbook_seeds,
    },
    Target {
        name: "region",
        run: region,
        seeds: region_seeds,
    },
];

const DEMO: &[u8] = include_bytes!("../../src/publisher/demo/peine.hsds.json");
const EVERYTHING: &[u8] = include_bytes!("../../src/core/feed/fixtures/everything.json");
const EXAMPLE_SHEET: &[u8] = include_bytes!("../../src/publisher/demo/beispiel.csv");

const KEY: &str = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";

/// What is read is written and read again as the same, and names only files beside it.
fn manifest(bytes: &[u8]) {
    let Ok(manifest) = Manifest::read(bytes) else {
        return;
    };
    assert_eq!(
        Manifest::read(manifest.to_json().as_bytes()).as_ref(),
        Ok(&manifest)
    );
    let deltas = manifest.deltas.iter().map(|delta| delta.name(manifest.seq));
    for name in deltas.chain([manifest.snapshot.clone()]) {
        assert!(
            !name.contains(['/', '\\', '%', '?', '#', ':']) && !name.starts_with('.'),
            "{name}"
        );
    }
}

fn manifest_seeds() -> Vec<Vec<u8>> {
    let hash = "0".repeat(64);
    let deltas = format!(
        r#"[{{"from":6,"base":"{}","sha256":"{hash}","bytes":300}}]"#,
        &hash[..16]
    );
    vec![
        format!(
            r#"{{"schema":1,"feed_id":"de.example","epoch":1,"seq":7,"issued_at":"2026-11-20T08:00:00Z",
            "region":"Landkreis Peine","snapshot":"snapshot-{hash}.json","sha256":"{hash}","bytes":10,
            "count":1,"digest":"{hash}","mass_change":3,"deltas":{deltas}}}"#
        )
        .into_bytes(),
    ]
}

/// Nobody can sign without the key.
fn signature(bytes: &[u8]) {
    let key = PublicKey::read(KEY).expect("a key");
    assert!(verify(&[key], b"a manifest", bytes).is_err());
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Some(key) = PublicKey::read(text)
    {
        assert_eq!(key.as_str().len(), 56);
        assert_eq!(key.id().len(), 16);
    }
}

fn signature_seeds() -> Vec<Vec<u8>> {
    let signature = "untrusted comment: signature from minisign secret key\n\
        RUQf6LRCGA9i559r3g7V1qNyJDApGip8MfqcadIgT9CuhV3EMhHoN1mGTkUidF/z7SrlQgXdy8ofjb7bNJJylDOocrCo8KLzZwo=\n\
        trusted comment: timestamp:1633700835\tfile:test\tprehashed\n\
        wLMDjy9FLAuxZ3q4NlEvkgtyhrr0gtTu6KC4KBJdITbbOeAi1zBIYo0v4iTgt8jJpIidRJnp94ABQkJAgAooBQ==\n";
    vec![signature.into(), KEY.into()]
}

/// A page is read whole, compiled, stored, opened and searched; every listing finds its offer.
fn page(bytes: &[u8]) {
    let Ok(page) = Page::open(bytes) else { return };
    let reading = page.read(Some("Landkreis Peine"));
    assert_eq!(reading.offers.len(), reading.sources.len());
    assert!(reading.offers.len() + reading.ended <= reading.records);
    let directory = Directory::compile(&page, &reading);
    assert_eq!(
        Directory::open(directory.image().to_vec()).as_ref(),
        Ok(&directory)
    );
    for listing in directory.listings() {
        let range = listing.range();
        let record = &bytes[range.start as usize..range.end as usize];
        assert!(record.len() <= RECORD_BYTES);
        let offer = read_service(record, Some("Landkreis Peine")).expect("an offer");
        assert_eq!(offer.id, listing.id);
    }
    let all = directory.answer(&Query::default());
    assert_eq!(all.hits.len(), directory.len());
}

fn page_seeds() -> Vec<Vec<u8>> {
    let demo = Page::open(DEMO).expect("the demo feed");
    let records = demo
        .records()
        .iter()
        .take(12)
        .map(|record| record.get().as_bytes().to_vec());
    records.chain([EVERYTHING.to_vec()]).collect()
}

/// Two parts, separated by a zero byte: a page and a delta. The result is a page with the contents
/// that the delta gave.
fn delta(bytes: &[u8]) {
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let (base, delta) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let (Ok(page), Ok(delta)) = (Page::open(base), Delta::read(delta)) else {
        return;
    };
    let Some(base) = Contents::of(&page) else {
        return;
    };
    let Ok(result) = delta.apply(&base) else {
        return;
    };
    let written = result.to_page();
    let page = Page::open(&written).expect("a page");
    let read = Contents::of(&page).expect("contents");
    assert_eq!(read.digest(), result.digest());
    // There is a way back and forth, and it leads there.
    if let Some(way) = Delta::between(&base, &result, 1, 2) {
        let way = Delta::read(&way).expect("a delta");
        assert_eq!(
            way.apply(&base).expect("it applies").digest(),
            result.digest()
        );
    }
}

fn delta_seeds() -> Vec<Vec<u8>> {
    let record = |id: &str, name: &str| {
        let json = format!(r#"{{"id":"{id}","name":"{name}"}}"#);
        (OfferId::new(id).expect("an id"), Cow::Owned(json))
    };
    let mut base = Contents::default();
    base.records
        .extend([record("a", "Elterncafé"), record("b", "Krabbelgruppe")]);
    let delta = r#"{"from":1,"to":2,"services":[{"id":"c","name":"Neu"},{"id":"a","name":"Anders"}],
        "tombstones":[{"id":"b","reason":"removed","date":"2026-11-20"}],"forgotten":["x"]}"#;
    vec![[&base.to_page()[..], b"\0", delta.as_bytes()].concat()]
}

/// Arbitrary bytes are no directory, or one that can be asked: also with the checksum that they would
/// need, which arbitrary bytes never have.
fn image(bytes: &[u8]) {
    let mut sealed = bytes.to_vec();
    if let Some((head, rest)) = sealed.split_at_mut_checked(16) {
        head[8..].copy_from_slice(&xxh64(rest, 0).to_le_bytes());
    }
    for image in [bytes.to_vec(), sealed] {
        let Ok(directory) = Directory::open(image) else {
            continue;
        };
        for link in [
            "",
            "q=a",
            "q=gruppe&phase=baby&age=7,40&lang=de&place=kernstadt",
        ] {
            let answer = directory.answer(&Query::from_link(link));
            assert!(answer.hits.len() <= directory.len());
        }
        for listing in directory.listings() {
            let _ = directory.topics_of(&listing).count();
            let _ = directory.languages_of(&listing).count();
            let _ = directory.neighbourhoods_of(&listing).count();
        }
    }
}

fn image_seeds() -> Vec<Vec<u8>> {
    let page = Page::open(EVERYTHING).expect("a page");
    vec![Directory::compile(&page, &page.read(None)).into_image()]
}

/// Whatever a feed gives as a link, a number or an address: the link has one of three schemes, and
/// nothing in it that a page or a telephone could carry out.
fn link(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let harmless = |href: &str| {
        !href
            .chars()
            .any(|c| c.is_control() || c.is_whitespace() || "<>\"".contains(c))
    };
    if let Some(link) = Link::new(text) {
        assert!(
            link.href().starts_with("https://") && harmless(link.href()),
            "{:?}",
            link.href()
        );
    }
    if let Some(phone) = Phone::new(text) {
        let href = phone.href();
        let number = href.strip_prefix("tel:").expect("a number");
        let digits = number.strip_prefix('+').unwrap_or(number);
        assert!(
            !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()),
            "{href:?}"
        );
    }
    if let Some(email) = Email::new(text) {
        let href = email.href();
        assert!(href.starts_with("mailto:") && harmless(&href), "{href:?}");
        // No further recipients, subjects or texts.
        assert!(!href.contains(['?', '&', ',']), "{href:?}");
    }
}

fn link_seeds() -> Vec<Vec<u8>> {
    [
        "https://www.raupe.example/a?b=c#d",
        "www.raupe.example",
        "java\tscript:alert(1)",
        "030 23125 118",
        "+49 (0) 30 / 23125-118",
        "tel:*#06#",
        "eltern@raupe.example",
        "mailto:eltern@raupe.example?bcc=x",
    ]
    .iter()
    .map(|text| text.as_bytes().to_vec())
    .collect()
}

/// A sheet is read into a page that the reader of pages opens.
fn sheet_of(bytes: &[u8], kind: sheet::Kind) {
    let Ok(read) = sheet::read(bytes, kind) else {
        return;
    };
    let page = Page::open(&read.page).expect("a page");
    let reading = page.read(None);
    assert!(reading.offers.len() <= reading.records);
}

fn workbook_seeds() -> Vec<Vec<u8>> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows = [
        ["Titel", "Alter von", "Wann", "Telefon", "geprüft am"],
        [
            "Elterncafé",
            "6 Monate",
            "jeden Di 9:30–11:30",
            "030 23125 100",
            "3.11.2026",
        ],
    ];
    let written = sheet.write_row_matrix(0, 0, rows);
    let written = written.and_then(|sheet| sheet.write_number(2, 3, 3_023_125_101.0));
    let written = written.and_then(|sheet| sheet.write_formula(2, 0, "=\"Krabbel\"&\"gruppe\""));
    written.expect("a sheet");
    let excel = workbook.save_to_buffer().expect("a workbook");

    let mut open_document = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in [("mimetype", ODS), ("content.xml", ODS_CONTENT)] {
        let options = zip::write::SimpleFileOptions::default();
        open_document.start_file(name, options).expect("a place");
        open_document.write_all(content.as_bytes()).expect("a file");
    }
    let open_document = open_document.finish().expect("an archive").into_inner();
    vec![excel, open_document]
}

const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";
const ODS_CONTENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Angebote">
<table:table-row><table:table-cell office:value-type="string"><text:p>Titel</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>Elterncafé</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"#;

fn region(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(region) = Region::read(text) {
        let address = &region.feed.address;
        assert!(!address.contains("//") && !address.starts_with('/'));
        assert!(address.split('/').all(|part| part != "." && part != ".."));
        assert!(region.feed.keys.len() <= 2);
        assert!(!region.feed.keys.is_empty() || region.feed.unsigned);
        assert!(!region.name.is_empty());
        for line in &region.help {
            assert!(!line.name.is_empty() && line.phone.href().starts_with("tel:"));
            assert_ne!(line.hours, Hours::Times(Vec::new()));
        }
        let names = region.municipalities.iter().map(|it| (it, it.name.clone()));
        let groups = region.groups(names, |(_, name)| name);
        assert!(groups.iter().all(|(_, group)| !group.is_empty()));
        let words = text.split('"').map(raupe_core::text::fold);
        for word in words.filter(|word| !word.is_empty()) {
            assert!(region.synonyms.of(&word).all(|other| other != word));
        }
    }
}

fn region_seeds() -> Vec<Vec<u8>> {
    let county = r#""name":"Landkreis Peine","holidays":{"state":"ni"}"#;
    let settings = [
        &*format!(r#""feed":{{"address":"feed/","keys":["{KEY}"],"unsigned":false}}"#),
        r#""feed":{"address":"daten/angebote.json","unsigned":true}"#,
        r#""feed":{"address":"feed/","unsigned":true},"synonyms":[["Kita","Krippe"]]"#,
    ];
    let settings = settings.map(|rest| format!("{{{county},{rest}}}").into_bytes());
    let checkout = include_str!("../../public/region.json");
    let whole = checkout.replace(r#""unsigned": false"#, r#""unsigned": true"#);
    settings.into_iter().chain([whole.into()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The seeds are good inputs, and a little damage to them does no harm either.
    #[test]
    fn seeds_and_damaged_seeds() {
        for target in TARGETS {
            for seed in (target.seeds)() {
                (target.run)(&seed);
                let step = (seed.len() / 60).max(1);
                for at in (0..seed.len()).step_by(step) {
                    (target.run)(&seed[..at]);
                    let mut other = seed.clone();
                    other[at] ^= 1 << (at % 8);
                    (target.run)(&other);
                }
            }
        }
    }
}
