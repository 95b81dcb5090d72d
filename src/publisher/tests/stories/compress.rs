//! Files beside files, for hosts that only copy.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use raupe::compress::{Summary, folder, holds};
use tempfile::TempDir;

fn write(folder: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

/// All files below a folder, by their path within it.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

#[test]
fn what_compresses_well_gets_both_forms() {
    let dir = TempDir::new().unwrap();
    let (long, short) = ("Angebot ".repeat(200), "kurz");
    write(
        dir.path(),
        &[
            ("index.html", &long),
            ("suchen/index.html", &long),
            ("app-0123456789abcdef.js", &long),
            ("manifest.webmanifest", &long),
            ("small.css", short),
            ("icon.png", &long),
            (".git/index.html", &long),
        ],
    );
    let summary = folder(dir.path()).unwrap();
    assert_eq!(
        (summary.files, summary.raw, summary.removed),
        (4, 4 * long.len(), 0)
    );

    let files = tree(dir.path());
    let forms: Vec<_> = files
        .keys()
        .filter_map(|name| name.strip_suffix(".br"))
        .collect();
    let expected = [
        "app-0123456789abcdef.js",
        "index.html",
        "manifest.webmanifest",
        "suchen/index.html",
    ];
    assert_eq!(forms, expected);
    for name in forms {
        for ending in ["br", "gz"] {
            let form = &files[&format!("{name}.{ending}")];
            assert!(
                form.len() < long.len() && holds(ending, form, long.as_bytes()),
                "{name}"
            );
        }
    }
    assert!(
        !files.keys().any(|name| name.contains("tmp")),
        "{:?}",
        files.keys()
    );
}

#[test]
fn again_gives_the_same_bytes() {
    let dir = TempDir::new().unwrap();
    write(dir.path(), &[("index.html", &"Angebot ".repeat(200))]);
    let first = folder(dir.path()).unwrap();
    let files = tree(dir.path());
    assert_eq!(folder(dir.path()).unwrap(), first);
    assert_eq!(tree(dir.path()), files);
}

#[test]
fn a_form_is_made_anew_unless_it_is_of_those_very_bytes() {
    let dir = TempDir::new().unwrap();
    let place = |ending: &str| dir.path().join(format!("index.html{ending}"));
    let (before, after) = ("Angebot ".repeat(200), "Angebote".repeat(200));
    fs::write(place(""), &before).unwrap();
    folder(dir.path()).unwrap();
    fs::write(place(""), &after).unwrap();
    let loose = [&[0; 4_000][..], b"no gzip"].concat();
    fs::write(place(".gz"), loose).unwrap();
    folder(dir.path()).unwrap();
    for ending in ["br", "gz"] {
        let form = fs::read(place(&format!(".{ending}"))).unwrap();
        assert!(holds(ending, &form, after.as_bytes()), "{ending}");
    }

    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(after.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    fs::write(place(".gz"), &packed).unwrap();
    folder(dir.path()).unwrap();
    assert_eq!(fs::read(place(".gz")).unwrap(), packed);
}

#[test]
fn forms_that_belong_to_nothing_go() {
    let dir = TempDir::new().unwrap();
    write(
        dir.path(),
        &[
            ("gone.js.br", "x"),
            ("gone.js.gz", "x"),
            ("shrunk.css", "kurz"),
            ("shrunk.css.br", "x"),
            ("archive.tar.gz", "somebody's file, not ours"),
        ],
    );
    let summary = folder(dir.path()).unwrap();
    assert_eq!(
        summary,
        Summary {
            removed: 3,
            ..Summary::default()
        }
    );
    let names: Vec<_> = tree(dir.path()).into_keys().collect();
    assert_eq!(names, ["archive.tar.gz", "shrunk.css"]);
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let dir = TempDir::new().unwrap();
    let missing = dir.path().join("missing");
    assert_eq!(folder(&missing).unwrap_err().0, missing);
}

#[test]
fn a_broken_form_holds_nothing() {
    for ending in ["br", "gz", "zip"] {
        assert!(!holds(ending, b"broken", b"content"), "{ending}");
        assert!(!holds(ending, b"", b"content"), "{ending}");
    }
}
