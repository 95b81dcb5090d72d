//! Settings of the app, as an office checks them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use jiff::civil::date;
use raupe::region::{Finding, Problem, check};
use raupe::source;
use raupe_core::feed::Severity;
use raupe_core::offer::{Neighbourhood, PhaseSet};
use raupe_core::region::{Region, RegionError, Wanted};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The settings that come with the checkout.
fn checkout(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Good settings with a change.
fn changed(change: impl FnOnce(&mut Value)) -> Vec<Finding> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("region.json");
    let mut settings = good();
    change(&mut settings);
    fs::write(&file, settings.to_string()).unwrap();
    check(&file, date(2026, 11, 22)).unwrap()
}

/// Settings about which there is nothing to say.
fn good() -> Value {
    let words = |text: &str| json!({ "de": text, "en": text, "ar": text });
    let key = "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3";
    json!({
        "name": "Landkreis Muster",
        "short_name": "Muster",
        "feed": { "address": "feed/", "keys": [key] },
        "holidays": { "state": "ni", "school": [
            { "name": "Sommerferien", "from": "2027-07-08", "to": "2027-08-18" },
            { "name": "Sommerferien", "from": "2028-07-20", "to": "2028-08-30" },
        ] },
        "municipalities": [
            { "name": "Musterstadt", "neighbourhoods": ["Nord", "Süd", "Musterstadt"] },
            { "name": "Dorf" },
        ],
        "help": [{
            "name": words("Notruf"), "what": words("Bei Lebensgefahr."), "phone": "112",
            "hours": "always", "languages": ["de"], "emergency": true,
        }],
        "pages": { "imprint": words("a"), "privacy": words("b"), "accessibility": words("c") },
        "contact": { "name": "Jugendamt" },
        "colours": { "light": "#0b4f6c", "dark": "#8fd3f0" },
        "synonyms": [["Kita", "Krippe"]],
    })
}

fn run(file: &Path) -> (i32, String) {
    let mut raupe = Command::new(env!("CARGO_BIN_EXE_raupe"));
    raupe.arg("check-region").arg(file).stdin(Stdio::null());
    let output = raupe.output().unwrap();
    let said = [&output.stdout[..], &output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[test]
fn both_counties_lack_only_their_keys_and_a_contact() {
    for file in ["public/region.json", "tests/regions/lippe/region.json"] {
        let found = check(&checkout(file), date(2026, 11, 22)).unwrap();
        let found: Vec<_> = found.iter().map(|it| (&*it.place, &it.problem)).collect();
        let expected = [
            ("feed.keys", &Problem::NoKey),
            ("contact", &Problem::Advisable),
        ];
        assert_eq!(found, expected, "{file}");
    }
}

/// A slip in good settings, and what is said about it where.
type Slip = (fn(&mut Value), &'static str, Problem);

fn assert_found(slips: impl IntoIterator<Item = Slip>) {
    for (change, place, problem) in slips {
        let place = place.to_owned();
        assert_eq!(changed(change), [Finding { place, problem }]);
    }
}

#[test]
fn both_lists_fit_the_settings_beside_them() {
    for (settings, list) in [
        ("public/region.json", "src/publisher/demo/peine.hsds.json"),
        (
            "tests/regions/lippe/region.json",
            "tests/regions/lippe/angebote.csv",
        ),
    ] {
        let settings = fs::read_to_string(checkout(settings)).unwrap();
        let region = Region::draft(&settings).unwrap();
        let source = source::load(&checkout(list)).unwrap();
        let reading = source.page().unwrap().read(Some(&region.name));
        assert_eq!(reading.count(Severity::Error), 0, "{list}");
        assert!(reading.offers.len() >= 12, "{list}");
        for offer in &reading.offers {
            let is_placed = |place: &Neighbourhood| {
                region
                    .municipalities
                    .iter()
                    .any(|group| group.has(place.slug()))
            };
            assert!(
                offer.neighbourhoods.iter().all(is_placed),
                "{}",
                offer.title
            );
            assert!(offer.region_wide || !offer.neighbourhoods.is_empty());
        }
        for phase in PhaseSet::ALL.iter() {
            let mut offers = reading.offers.iter();
            assert!(
                offers.any(|offer| offer.audience.phases().contains(phase)),
                "{list}: {phase:?}"
            );
        }
    }
}

#[test]
fn slips_about_keys_and_names_are_found() {
    assert_eq!(changed(|_| {}), []);
    let slips: [Slip; 7] = [
        (
            |it| it["feed"]["address"] = json!("feed"),
            "feed.address",
            Problem::SignedPage,
        ),
        (
            |it| it["feed"]["keys"] = json!([]),
            "feed.keys",
            Problem::NoKey,
        ),
        (
            |it| it["feed"] = json!({ "address": "feed/", "unsigned": true }),
            "feed.keys",
            Problem::Unsigned,
        ),
        (
            |it| it["feed"]["unsigned"] = json!(true),
            "feed.keys",
            Problem::NeedlessUnsigned,
        ),
        (
            |it| {
                let key = it["feed"]["keys"][0].clone();
                it["feed"]["keys"] = json!([key, key]);
            },
            "feed.keys",
            Problem::SameKey,
        ),
        (
            |it| it["colors"] = json!(1),
            "colors",
            Problem::UnknownField,
        ),
        (
            |it| it["help"][0]["tel"] = json!("1"),
            "help[1].tel",
            Problem::UnknownField,
        ),
    ];
    assert_found(slips);
}

#[test]
fn slips_in_texts_are_found() {
    let slips: [Slip; 8] = [
        (|it| it["help"] = json!([]), "help", Problem::Missing),
        (
            |it| it["help"][0]["phone"] = json!("110"),
            "help",
            Problem::NoEmergencyCall,
        ),
        (
            |it| it["help"][0]["hours"] = Value::Null,
            "help[1].hours",
            Problem::Missing,
        ),
        (
            |it| it["help"][0]["languages"] = json!([]),
            "help[1].languages",
            Problem::Missing,
        ),
        (
            |it| it["help"][0]["what"] = json!("Bei Lebensgefahr."),
            "help[1].what",
            Problem::Untranslated(vec!["en", "ar"]),
        ),
        (
            |it| {
                let line = it["help"][0].clone();
                it["help"] = json!([line, line]);
            },
            "help[2].phone",
            Problem::SameNumber("Notruf".into()),
        ),
        (
            |it| it["pages"]["imprint"] = Value::Null,
            "pages.imprint",
            Problem::Missing,
        ),
        (
            |it| it["pages"]["privacy"]["ar"] = json!(" "),
            "pages.privacy",
            Problem::Untranslated(vec!["ar"]),
        ),
    ];
    assert_found(slips);
}

#[test]
fn slips_in_places_dates_colours_and_synonyms_are_found() {
    let slips: [Slip; 6] = [
        (
            |it| it["municipalities"][1]["neighbourhoods"] = json!(["SÜD"]),
            "municipalities[2].neighbourhoods[1]",
            Problem::ListedTwice("Musterstadt".into()),
        ),
        (
            |it| it["municipalities"] = json!([]),
            "municipalities",
            Problem::Advisable,
        ),
        (
            |it| it["holidays"]["school"][0]["to"] = json!("2026-01-01"),
            "",
            Problem::Unusable(RegionError::Value {
                field: "holidays.school[1].to".into(),
                given: "2026-01-01".into(),
                wanted: Wanted::LaterDate,
            }),
        ),
        (
            |it| it["holidays"]["school"] = json!([it["holidays"]["school"][0]]),
            "holidays.school",
            Problem::NoNextSummer(2028),
        ),
        (
            |it| it["colours"] = Value::Null,
            "colours",
            Problem::Advisable,
        ),
        (
            |it| it["synonyms"][0] = json!(["Kita", "Krippe", "KITA"]),
            "synonyms[1]",
            Problem::SameWord("KITA".into()),
        ),
    ];
    assert_found(slips);
    let pale = changed(|it| it["colours"]["light"] = json!("#8fd3f0"));
    assert_eq!(pale[0].place, "colours.light");
    assert_eq!(pale[0].severity(), Severity::Error);
}

#[test]
fn the_office_reads_what_to_do_and_scripts_get_a_code() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("region.json");
    let write = |settings: &Value| fs::write(&file, settings.to_string()).unwrap();

    write(&good());
    let good_file = file.display();
    assert_eq!(run(&file), (0, format!("Alles in Ordnung: {good_file}.\n")));

    let mut warned = good();
    warned["help"][0]["hours"] = Value::Null;
    warned["contact"] = json!({});
    write(&warned);
    let expected = "\
Hinweis  contact · Das fehlt; die App geht auch ohne.
Warnung  help[1].hours · Das fehlt. Bitte ergänzen.

Keine Fehler. Warnungen: 1, Hinweise: 1.
";
    assert_eq!(run(&file), (0, expected.to_owned()));

    let mut broken = good();
    broken["help"][0]["phone"] = json!("auf Anfrage");
    write(&broken);
    let expected = "\
Fehler   Bei „help[1].phone“ ist „auf Anfrage“ nicht möglich. Dorthin gehört eine Telefonnummer, \
zum Beispiel „0800 1110550“.

Fehler: 1. So können diese Einstellungen nicht in die App.
";
    assert_eq!(run(&file), (1, expected.to_owned()));

    for (content, part) in [
        ("", "hört in Zeile 1 mittendrin auf"),
        ("{\"name\":\n 7,}", "Zeile 2, Zeichen 4"),
    ] {
        fs::write(&file, content).unwrap();
        let (code, said) = run(&file);
        assert!(code == 2 && said.contains(part), "{code} {said}");
    }
    fs::write(&file, b"{\"name\":\"\xfc\"}").unwrap();
    assert!(run(&file).1.contains("zuerst beim Byte 10"));
    let (code, said) = run(&folder.path().join("nichts.json"));
    assert!(code == 2 && said.contains("das gibt es nicht"), "{said}");
}
