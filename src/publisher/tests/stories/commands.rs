//! The program as it is started: exit codes, pipes and signals.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Office, page, service};

fn raupe(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_raupe"));
    command.args(arguments).stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    raupe(arguments).output().unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The exit code, and what the user reads.
fn said(output: &Output) -> (i32, String) {
    let said = [&output.stdout[..], &output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(said).unwrap(),
    )
}

#[test]
fn check_names_what_could_mislead_a_family() {
    let office = Office::new();
    let record = r#"{"id": "a", "name": "Beratung", "url": "https://127.0.0.1/",
        "additional_urls": [{"label": "landkreis-peine.de", "url": "https://fremd.example/"}],
        "phones": [{"number": "0900 1234567"}]}"#;
    office.write(&page(&[record.into()]));
    let (code, said) = said(&run(&["check", text(&office.order.file)]));
    assert_eq!(code, 0, "{said}");
    for line in [
        "Warnung  a „Beratung“ · Adresse 127.0.0.1 gibt es nur in einem eigenen Netz",
        "Warnung  a „Beratung“ · Link „landkreis-peine.de“ führt zu fremd.example, nicht dorthin",
        "Warnung  a „Beratung“ · Telefon 0900 1234567 kostet mehr als ein gewöhnlicher Anruf",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
}

#[test]
fn check_tells_every_finding_and_sums_up() {
    let office = Office::new();
    let markup = service("a", "Krabbelgruppe").replace("3.50", "\"drei\"");
    office.write(&page(&[
        markup,
        r#"{"id": "b", "status": "defunct"}"#.into(),
        "{}".into(),
    ]));
    let (code, said) = said(&run(&["check", text(&office.order.file)]));
    assert_eq!(code, 1);
    let expected = "\
Warnung  a „Krabbelgruppe“ · maximum_age · „drei“ ist kein Alter in Jahren. Bitte eine Zahl ab 0 \
eintragen, zum Beispiel 0.5 für sechs Monate.
Hinweis  b · status · Der Status ist „defunct“. Das Angebot wird nicht gezeigt.
Fehler   #3 · ganzer Datensatz · Die Kennung (id) fehlt oder ist unbrauchbar. Ohne sie fehlt das \
Angebot in der Liste.

Datensätze          3
  Angebote          1
  beendet           1
  fehlerhaft        1
Fehler              1
                    1  keine Kennung (ganzer Datensatz)
Warnungen           1
                    1  kein Alter (maximum_age)
Hinweise            1
                    1  beendet oder ruhend (status)
";
    assert_eq!(said, expected);
}

#[test]
fn check_tells_that_the_app_expects_another_feed() {
    let office = Office::new();
    let list = page(&[service("a", "Angebot")]);
    let list = list.replacen('{', r#"{"raupe": {"feed_id": "de.test"}, "#, 1);
    office.write(&list);
    let settings = office.path("region.json");
    for (id, warns) in [("de.test", false), ("de.echt", true)] {
        let json = format!(
            r#"{{"name": "Kreis", "feed": {{"address": "feed/", "id": "{id}"}}, "holidays": {{"state": "ni"}}}}"#
        );
        fs::write(&settings, json).unwrap();
        let file = text(&office.order.file);
        let (code, said) = said(&run(&["check", file, "--settings", text(&settings)]));
        assert_eq!(code, 0, "{said}");
        let warning =
            "Warnung  Der Feed dieser Datei heißt „de.test“, die App ist aber auf „de.echt“";
        assert_eq!(said.contains(warning), warns, "{said}");
    }
}

#[test]
fn exit_codes_tell_scripts_what_happened() {
    let office = Office::new();
    let file = text(&office.order.file).to_owned();
    let out = text(&office.order.out).to_owned();
    let broken = page(&[service("a", "Angebot"), "{}".into()]);
    let good = page(&[service("a", "Angebot")]);
    for (content, check, publish, part) in [
        ("", 2, 2, "Sie ist leer."),
        ("<html>", 2, 2, "Internetseite"),
        ("{\"contents\": [", 2, 2, "hört in Zeile 1 mittendrin auf"),
        ("{\"contents\": [,", 2, 2, "Zeile 1, Zeichen 15"),
        ("[]", 0, 1, "kein einziges laufendes Angebot"),
        (&*broken, 1, 1, "Nicht veröffentlicht: 1 Fehler"),
        (&*good, 0, 0, "Veröffentlicht: 1 Angebot in"),
        (&*good, 0, 0, "Nichts zu tun"),
    ] {
        office.write(content);
        assert_eq!(said(&run(&["check", &file])).0, check, "check {content}");
        let (code, said) = said(&run(&["publish", &file, "--out", &out]));
        assert_eq!(code, publish, "{content}: {said}");
        assert!(said.contains(part), "{content}: {said}");
    }
    let (code, said) = said(&run(&["check", "missing.json"]));
    assert_eq!(
        (code, said.contains("missing.json gibt es nicht")),
        (2, true),
        "{said}"
    );
}

#[test]
fn the_command_line_answers_in_german() {
    for (arguments, code, part) in [
        (&["--help"][..], 0, "Aufruf: raupe BEFEHL"),
        (&["check", "--help"], 0, "Die Datei mit den Angeboten"),
        (&["publish", "-h"], 0, "--leave-out-broken"),
        (&["export", "--help"], 0, "csv für Excel"),
        (&["serve", "--help"], 0, "127.0.0.1:8080"),
        (&["compress", "--help"], 0, "Unterordner"),
        (&["--version"], 0, env!("CARGO_PKG_VERSION")),
        (&[], 2, "Befehle:"),
        (&["chek"], 2, "Den Befehl „chek“ gibt es nicht."),
        (&["check"], 2, "Es fehlt: <DATEI>."),
        (
            &["check", "a", "--regoin"],
            2,
            "Die Angabe „--regoin“ ist unbekannt.",
        ),
        (&["publish", "a", "--out"], 2, "fehlt der Wert"),
        (
            &["publish", "a", "--out", "b", "--epoch", "0"],
            2,
            "„0“ ist für „--epoch <ZAHL>“ nicht",
        ),
    ] {
        let (exit, said) = said(&run(arguments));
        assert_eq!(exit, code, "{arguments:?}");
        assert!(said.contains(part), "{arguments:?}: {said}");
        for english in ["Usage", "Options", "error", "tip:", "For more"] {
            assert!(!said.contains(english), "{arguments:?}: {said}");
        }
    }
}

#[test]
fn a_sheet_is_checked_row_by_row() {
    let office = Office::new();
    let file = office.path("liste.csv");
    fs::write(
        &file,
        "Titel;Alter von;Ort\nCafé;#BEZUG!;Peine\nTurnen;3;\n",
    )
    .unwrap();
    let (code, said) = said(&run(&["check", text(&file)]));
    let expected = "\
Fehler   Zeile 2 „Café“ · Spalte B „Alter von“ · Die Formel ergibt „#BEZUG!“ statt eines \
Werts. Bitte die Formel berichtigen oder den Wert eintippen.
Warnung  Zeile 3 „Turnen“ · Weder „Ort“ noch „Gilt für“ ist eingetragen. Wer nach einem Ort sucht, \
findet das Angebot nicht.
Hinweis  Zeile 3 „Turnen“ · In der Spalte „geprüft am“ steht kein Datum. Bitte eintragen, wann die \
Angaben zuletzt bestätigt wurden, zum Beispiel 3.11.2026.

Datensätze          2
  Angebote          1
  beendet           0
  fehlerhaft        1
Fehler              1
                    1  Formel ohne Ergebnis (Spalte B „Alter von“)
Warnungen           1
                    1  kein Ort (ganze Zeile)
Hinweise            1
                    1  nie bestätigt (ganze Zeile)
";
    assert_eq!((code, said.as_str()), (1, expected));
}

#[test]
fn a_list_is_exported_in_its_other_form() {
    let office = Office::new();
    let (feed, sheet) = (
        text(&office.order.file).to_owned(),
        office.path("liste.csv"),
    );
    office.write(&page(&[service("a", "Café"), "{}".into()]));
    let (code, words) = said(&run(&[
        "export",
        &feed,
        "--format",
        "csv",
        "--out",
        text(&sheet),
    ]));
    assert_eq!(code, 0, "{words}");
    assert!(words.starts_with("Geschrieben: 1 Angebot in "), "{words}");
    assert!(words.contains("Der Datensatz 2 ist fehlerhaft"), "{words}");
    // Without --out only the list goes to the standard output.
    let output = run(&["export", text(&sheet), "--format", "hsds"]);
    let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(list["contents"][0]["name"], "Café");
    assert_eq!(list["contents"][0]["maximum_age"], 3.5);

    let before = fs::read(&sheet).unwrap();
    for (content, arguments, code, part) in [
        (
            "Titel;Alter von\nCafé;#BEZUG!\n",
            &["--format", "hsds"][..],
            1,
            "Nicht geschrieben: 1 Fehler",
        ),
        (
            "PK\u{3}\u{4}",
            &["--format", "csv"],
            2,
            "beschädigt oder unvollständig",
        ),
        (
            "Name\nCafé\n",
            &["--format", "csv"],
            2,
            "hat eine Spalte „Titel“. Gefunden wurde „Name“",
        ),
        ("", &["--format", "csv"], 2, "Sie ist leer"),
        (
            "Titel\n",
            &["--format", "xml"],
            2,
            "„xml“ ist für „--format <FORM>“ nicht möglich",
        ),
        ("Titel\n", &[], 2, "Es fehlt: --format <FORM>"),
    ] {
        let other = office.path("andere.csv");
        fs::write(&other, content).unwrap();
        let arguments = [&["export", text(&other), "--out", text(&sheet)], arguments].concat();
        let (exit, words) = said(&run(&arguments));
        assert_eq!(exit, code, "{words}");
        assert!(words.contains(part), "{words}");
        assert_eq!(fs::read(&sheet).unwrap(), before, "{content}");
    }
    let nowhere = office.path("missing/liste.csv");
    let (code, words) = said(&run(&[
        "export",
        &feed,
        "--format",
        "csv",
        "--out",
        text(&nowhere),
    ]));
    assert_eq!(
        (code, words.starts_with("Nicht geschrieben: ")),
        (1, true),
        "{words}"
    );
}

#[test]
fn check_survives_a_reader_who_has_seen_enough() {
    let office = Office::new();
    let records: Vec<_> = (0..5000)
        .map(|id| format!(r#"{{"id": {id}, "name": "Angebot"}}"#))
        .collect();
    office.write(&page(&records));
    let mut check = raupe(&["check", text(&office.order.file)])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::with_capacity(64, check.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("Warnung  0"), "{line}");
    let output = check.wait_with_output().unwrap();
    assert_eq!(said(&output), (0, String::new()));
}

#[test]
fn compress_says_what_it_saved() {
    let office = Office::new();
    fs::create_dir(office.path("app")).unwrap();
    fs::write(office.path("app/index.html"), "Angebot ".repeat(1000)).unwrap();
    let (code, said) = said(&run(&["compress", text(&office.path("app"))]));
    assert_eq!(code, 0);
    assert!(said.starts_with("Komprimiert: 1 Datei in "), "{said}");
    assert!(said.contains("8,0 KB, mit Brotli "), "{said}");
}

/// A running server.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(app: &Path, feed: &Path) -> Self {
        let arguments = [
            "serve",
            "--app",
            text(app),
            "--feed",
            text(feed),
            "--listen",
            "127.0.0.1:0",
        ];
        let mut child = raupe(&arguments).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line
            .trim()
            .strip_prefix("Raupe läuft: http://")
            .expect(&line);
        Self {
            address: address.trim_end_matches('/').to_owned(),
            child,
        }
    }

    fn get(&self, path: &str) -> String {
        use std::io::Write;

        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: raupe\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn site() -> Office {
    let office = Office::new();
    office.write(&page(&[service("a", "Angebot")]));
    office.publish().unwrap();
    fs::create_dir(office.path("app")).unwrap();
    fs::write(office.path("app/index.html"), "Start").unwrap();
    office
}

#[cfg(unix)]
#[test]
fn the_server_answers_and_stops_when_asked() {
    for signal in ["-TERM", "-INT"] {
        let office = site();
        let mut server = Server::start(&office.path("app"), &office.order.out);
        let answer = server.get("/");
        assert!(
            answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("Start"),
            "{answer}"
        );
        assert!(
            server
                .get("/feed/manifest.json")
                .contains("angebote-fuer-familien")
        );

        // Browsers keep connections open in case they need them, with and without a request.
        let idle = TcpStream::connect(&server.address).unwrap();
        let pid = server.child.id().to_string();
        let asked = Instant::now();
        assert!(
            Command::new("kill")
                .args([signal, &pid])
                .status()
                .unwrap()
                .success()
        );
        let status = server.child.wait().unwrap();
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(
            asked.elapsed() < Duration::from_secs(5),
            "{signal}: {:?}",
            asked.elapsed()
        );
        drop(idle);
    }
}

#[test]
fn a_server_that_cannot_start_says_why() {
    let office = site();
    let (app, feed) = (office.path("app"), office.order.out.clone());
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let missing = office.path("missing");
    for (app, feed, listen, part) in [
        (
            &missing,
            &feed,
            "127.0.0.1:0",
            "Bitte die Angabe --app prüfen.",
        ),
        (
            &app,
            &missing,
            "127.0.0.1:0",
            "Bitte die Angabe --feed prüfen.",
        ),
        (&app, &feed, &*taken, "benutzt schon ein anderes Programm"),
        (&app, &feed, "nonsense", "eine Angabe wie 127.0.0.1:8080"),
    ] {
        let arguments = [
            "serve",
            "--app",
            text(app),
            "--feed",
            text(feed),
            "--listen",
            listen,
        ];
        let (code, said) = said(&run(&arguments));
        assert_eq!((code, said.contains(part)), (2, true), "{said}");
    }
}
