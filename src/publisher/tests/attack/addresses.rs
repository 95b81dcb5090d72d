//! What is asked for that is not to be had.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::server::{SECRET, Server};

/// More than most processes may open.
const MANY: u32 = 1024;

#[test]
fn odd_addresses_lead_nowhere() {
    let server = Server::start(MANY);
    let long = |part: &str, bytes: usize| part.repeat(bytes / part.len());
    for (address, status) in [
        ("/../draussen.txt".to_owned(), 404),
        ("/%2e%2e/draussen.txt".into(), 404),
        ("/%2e%2e%2fdraussen.txt".into(), 404),
        ("/..%5cdraussen.txt".into(), 404),
        ("/feed/..%2f..%2fdraussen.txt".into(), 404),
        ("/suchen/%2e%2e/%2e%2e/draussen.txt".into(), 404),
        ("//draussen.txt".into(), 404),
        ("/.versteckt".into(), 404),
        ("/%2eversteckt".into(), 404),
        ("/feed/.raupe.lock".into(), 404),
        ("/%00".into(), 404),
        ("/index.html%00.js".into(), 404),
        ("/%ff%fe".into(), 404),
        ("/%".into(), 404),
        ("/c:/windows".into(), 404),
        ("/index.html::$DATA".into(), 404),
        ("/index.html/".into(), 404),
        ("/suchen".into(), 308),
        // What once cost seconds of a processor.
        (long("/a", 4_000), 404),
        (long("/suchen/..", 4_000), 404),
        (long("/%61", 4_000), 404),
        (long("/a", 10_000), 414),
        (long("/a", 20_000), 414),
        (long("/", 20_000), 414),
        (long("/%2f", 20_000), 414),
        (format!("/{}", long("a", 20_000)), 414),
        (format!("/?{}", long("q=", 20_000)), 414),
    ] {
        for method in ["GET", "HEAD"] {
            server.answers(method, &address, status);
        }
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "X"] {
        server.answers(method, "/", 405);
    }
    server.is_well();
    server.end();
}

#[test]
fn links_lead_neither_out_nor_round_in_circles() {
    let server = Server::start(MANY);
    for (target, link) in [
        ("b", "app/a"),
        ("a", "app/b"),
        ("self.html", "app/self.html"),
        ("../draussen.txt", "app/out.txt"),
        ("../../draussen.txt", "app/suchen/404.html"),
        ("..", "app/parent"),
        ("/etc", "feed/etc"),
    ] {
        symlink(target, server.path(link)).unwrap();
    }
    for address in [
        "/a",
        "/a/",
        "/b/x/y",
        "/self.html",
        "/out.txt",
        "/suchen/x",
        "/parent/draussen.txt",
        "/feed/etc/hostname",
    ] {
        server.answers("GET", address, 404);
    }
    server.is_well();
    server.end();
}

#[test]
fn a_secret_key_is_neither_sent_nor_used_where_it_could_be() {
    let server = Server::start(MANY);
    let raupe = |arguments: &[&str]| {
        let mut raupe = Command::new(env!("CARGO_BIN_EXE_raupe"));
        raupe.args(arguments).current_dir(server.path(""));
        raupe.output().unwrap()
    };
    assert!(raupe(&["keygen", "--out", "feed/peine"]).status.success());
    let key = fs::read(server.path("feed/peine.key")).unwrap();
    for copy in [
        "app/peine.key",
        "app/PEINE.Key.bak",
        "app/notiz.txt",
        "app/n",
    ] {
        fs::write(server.path(copy), &key).unwrap();
    }
    for address in [
        "/feed/peine.key",
        "/feed/peine.ke%79",
        "/feed/%70eine%2Ekey",
        "/feed/PEINE.KEY",
        "/peine.key",
        "/PEINE.Key.bak",
        "/notiz.txt",
        "/n",
    ] {
        server.answers("GET", address, 404);
        let (_, _, body) = server.ask("GET", address);
        assert_eq!(body, "Nicht gefunden", "{address}");
    }
    server.answers("GET", "/feed/peine.pub", 200);

    let list = "Titel;Ort\nCafé;Peine\n";
    fs::write(server.path("liste.csv"), list).unwrap();
    let before = fs::read(server.path("feed/manifest.json")).unwrap();
    let publish = [
        "publish",
        "liste.csv",
        "--out",
        "feed",
        "--key",
        "feed/peine.key",
    ];
    for arguments in [&publish[..], &publish[..4]] {
        let output = raupe(arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("peine.key ist ein geheimer Schlüssel"),
            "{said}"
        );
    }
    assert_eq!(fs::read(server.path("feed/manifest.json")).unwrap(), before);
    server.end();
}

/// Nothing but requests: what a proxy passes on, or what another protocol sends.
#[test]
fn what_is_no_request_does_no_harm() {
    use std::io::Read;

    let server = Server::start(MANY);
    let large = "x".repeat(1 << 20);
    for sent in [
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}".to_owned(),
        "GET\r\n\r\n".into(),
        "GET /\r\n\r\n".into(),
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".into(),
        "GET http://[::1 HTTP/1.1\r\n\r\n".into(),
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n".into(),
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n".into(),
        format!("GET /{large} HTTP/1.1\r\n\r\n"),
        format!("GET / HTTP/1.1\r\nAccept-Encoding: {large}\r\n\r\n"),
        format!(
            "POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n{large}",
            large.len()
        ),
    ] {
        let mut answer = Vec::new();
        let mut stream = server.send(sent.as_bytes());
        // Nobody has to wait until a proxy closes.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        assert!(!answer.starts_with("HTTP/1.1 5"), "{sent:.40}: {answer}");
        assert!(!answer.contains(SECRET));
    }
    server.is_well();
    server.end();
}
