//! What browsers get.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use axum::http::StatusCode;
use raupe::{compress, keys};

use crate::host::{Host, SNAPSHOT, START};

fn set_age(path: &Path, seconds: u64) {
    let time = SystemTime::now() - Duration::from_secs(seconds);
    File::options()
        .append(true)
        .open(path)
        .unwrap()
        .set_modified(time)
        .unwrap();
}

#[tokio::test]
async fn files_have_their_type_and_may_be_kept_if_their_name_tells_their_content() {
    const FOR_EVER: &str = "public, max-age=31536000, immutable";
    let host = Host::new();
    let snapshot = format!("/feed/{SNAPSHOT}");
    for (path, content_type, caching) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/index.html", "text/html; charset=utf-8", "no-cache"),
        ("/suchen/", "text/html; charset=utf-8", "no-cache"),
        (
            "/suchen/?alter=7m&ort=suedstadt",
            "text/html; charset=utf-8",
            "no-cache",
        ),
        ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        (
            "/manifest.webmanifest",
            "application/manifest+json",
            "no-cache",
        ),
        ("/locales/de.json", "application/json", "no-cache"),
        ("/icons/B%C3%A4r.svg", "image/svg+xml", "no-cache"),
        (
            "/raupe-app-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
            FOR_EVER,
        ),
        (
            "/raupe-app-0123456789abcdef_bg.wasm",
            "application/wasm",
            FOR_EVER,
        ),
        (
            "/main-0123456789abcdef.css",
            "text/css; charset=utf-8",
            FOR_EVER,
        ),
        ("/feed/manifest.json", "application/json", "no-cache"),
        (&snapshot, "application/json", FOR_EVER),
    ] {
        let answer = host.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert_eq!(answer.header("content-type"), content_type, "{path}");
        assert_eq!(answer.header("cache-control"), caching, "{path}");
        assert_eq!(answer.header("vary"), "Accept-Encoding", "{path}");
    }
}

#[tokio::test]
async fn every_answer_is_secured() {
    let host = Host::new();
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/suchen"),
        ("GET", "/missing"),
        ("POST", "/"),
        ("HEAD", "/sw.js"),
    ] {
        let answer = host.ask(method, path, &[]).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("unsafe-inline"), "{method} {path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{method} {path}");
        }
        assert!(
            answer.header("permissions-policy").contains("camera=()"),
            "{method} {path}"
        );
    }
}

/// A look for news is asked for often and costs little more than its headers.
#[tokio::test]
async fn data_is_secured_in_few_words() {
    let host = Host::new();
    let answer = host.get("/feed/manifest.json").await;
    let policy = answer.header("content-security-policy");
    assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("permissions-policy"), "");
}

#[tokio::test]
async fn the_smallest_form_that_the_browser_reads_is_sent() {
    let host = Host::new();
    for (accepted, encoding) in [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.1", "gzip"),
        ("identity", ""),
        ("zstd", ""),
    ] {
        let answer = host.ask("GET", "/", &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let whole = START.repeat(300);
        let same = match encoding {
            "" => answer.text() == whole,
            "gzip" => compress::holds("gz", &answer.body, whole.as_bytes()),
            other => compress::holds(other, &answer.body, whole.as_bytes()),
        };
        assert!(same, "{accepted}");
    }
    // What is too small to be compressed is sent as it is.
    let answer = host
        .ask("GET", "/suchen/", &[("accept-encoding", "br")])
        .await;
    assert_eq!(
        (answer.header("content-encoding"), answer.text()),
        ("", "Suchen")
    );
}

#[tokio::test]
async fn a_form_of_an_earlier_content_is_not_sent() {
    let host = Host::new();
    fs::write(host.path("app/index.html"), "Neu").unwrap();
    for ending in compress::ENDINGS {
        set_age(&host.path(&format!("app/index.html.{ending}")), 60);
    }
    let answer = host
        .ask("GET", "/", &[("accept-encoding", "br, gzip")])
        .await;
    assert_eq!(
        (answer.header("content-encoding"), answer.text()),
        ("", "Neu")
    );
    // Where the name tells the content, age tells nothing: copying a folder mixes it up.
    set_age(&host.path("app/raupe-app-0123456789abcdef.js.br"), 60);
    let path = "/raupe-app-0123456789abcdef.js";
    assert_eq!(
        host.ask("GET", path, &[("accept-encoding", "br")])
            .await
            .header("content-encoding"),
        "br"
    );
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    let host = Host::new();
    let mut tags = Vec::new();
    for accepted in ["br", "gzip", "identity"] {
        let first = host.ask("GET", "/", &[("accept-encoding", accepted)]).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with('"') && tag.ends_with('"'), "strong: {tag}");
        for known in [&*tag, &format!("W/{tag}"), &format!("\"x\", {tag}"), "*"] {
            let headers = [("accept-encoding", accepted), ("if-none-match", known)];
            let answer = host.ask("GET", "/", &headers).await;
            assert_eq!(answer.status, StatusCode::NOT_MODIFIED, "{known}");
            assert!(answer.body.is_empty());
            for name in ["etag", "cache-control", "vary"] {
                assert_eq!(answer.header(name), first.header(name), "{name}");
            }
        }
        tags.push(tag);
    }
    tags.sort_unstable();
    tags.dedup();
    assert_eq!(tags.len(), 3, "every form has its own tag");

    fs::write(host.path("app/index.html"), "Neu").unwrap();
    let headers = [("if-none-match", &*tags.join(", "))];
    assert_eq!(host.ask("GET", "/", &headers).await.text(), "Neu");
    // A page that says that there is nothing is nothing to have.
    let answer = host.ask("GET", "/missing", &[("if-none-match", "*")]).await;
    assert_eq!(
        (answer.status, answer.header("etag")),
        (StatusCode::NOT_FOUND, "")
    );
}

#[tokio::test]
async fn head_tells_everything_but_the_content() {
    let host = Host::new();
    for (path, encoding) in [
        ("/", "br"),
        ("/", "identity"),
        ("/suchen", ""),
        ("/missing", ""),
    ] {
        let headers = [("accept-encoding", encoding)];
        let get = host.ask("GET", path, &headers).await;
        let head = host.ask("HEAD", path, &headers).await;
        assert_eq!(head.status, get.status, "{path}");
        assert!(head.body.is_empty());
        assert_eq!(
            head.header("content-length"),
            get.body.len().to_string(),
            "{path}"
        );
        for name in [
            "etag",
            "content-type",
            "content-encoding",
            "cache-control",
            "location",
        ] {
            assert_eq!(head.header(name), get.header(name), "{path} {name}");
        }
    }
}

#[tokio::test]
async fn nothing_but_reading_is_allowed() {
    let host = Host::new();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
        let answer = host.ask(method, "/", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
}

#[tokio::test]
async fn a_route_without_its_slash_leads_to_the_one_with_it() {
    let host = Host::new();
    for (path, location) in [
        ("/suchen", "suchen/"),
        ("/suchen?alter=7m&x=%C3%A4", "suchen/?alter=7m&x=%C3%A4"),
    ] {
        let answer = host.get(path).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(answer.header("location"), location);
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn what_is_not_there_is_a_page_with_404() {
    let host = Host::new();
    for path in [
        "/unknown",
        "/unknown/",
        "/index.html/",
        "/empty",
        "/empty/",
        "/angebot",
        "/feed",
        "/feed/",
        "/feed/missing.json",
        "/feed/manifest.json/x",
        "/sw.js/",
    ] {
        let answer = host.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.text(), "Nicht gefunden", "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    fs::remove_file(host.path("app/404.html")).unwrap();
    let answer = host.get("/unknown").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.text(), "Diese Seite gibt es nicht.\n");
}

#[tokio::test]
async fn nothing_outside_the_folders_is_read() {
    let host = Host::new();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/feed/../secret.txt",
        "/feed/%2e%2e/secret.txt",
        "/feed/../app/index.html",
        "/.secret",
        "/%2esecret",
        "//secret.txt",
        "/a\u{0025}00",
        "/..%5csecret.txt",
    ] {
        let answer = host.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!answer.text().contains("geheim"), "{path}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn links_are_followed_only_within_the_folder() {
    use std::os::unix::fs::symlink;

    let host = Host::new();
    symlink(host.path("secret.txt"), host.path("app/out.txt")).unwrap();
    symlink(host.folder.path(), host.path("app/parent")).unwrap();
    symlink(
        host.path("secret.txt"),
        host.path("app/suchen/index.html.br"),
    )
    .unwrap();
    symlink("sw.js", host.path("app/in.js")).unwrap();
    for (path, status) in [
        ("/out.txt", StatusCode::NOT_FOUND),
        ("/parent/secret.txt", StatusCode::NOT_FOUND),
        ("/in.js", StatusCode::OK),
    ] {
        assert_eq!(host.get(path).await.status, status, "{path}");
    }
    let answer = host
        .ask("GET", "/suchen/", &[("accept-encoding", "br")])
        .await;
    assert_eq!(answer.text(), "Suchen");
}

#[cfg(unix)]
#[tokio::test]
async fn links_that_go_round_in_circles_lead_nowhere() {
    use std::os::unix::fs::symlink;

    let host = Host::new();
    symlink("b", host.path("app/a")).unwrap();
    symlink("a", host.path("app/b")).unwrap();
    symlink("self.js", host.path("app/self.js")).unwrap();
    fs::create_dir(host.path("app/folder")).unwrap();
    symlink("index.html", host.path("app/folder/index.html")).unwrap();
    symlink("404.html", host.path("app/folder/404.html")).unwrap();
    // A folder within itself is no loop, however often one goes round.
    symlink("../suchen", host.path("app/suchen/wieder")).unwrap();
    for path in ["/a", "/a/", "/a/b/c", "/self.js", "/folder", "/folder/x"] {
        let answer = host.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.text(), "Nicht gefunden", "{path}");
    }
    let answer = host.get("/suchen/wieder/wieder/").await;
    assert_eq!(answer.text(), "Suchen");
}

#[tokio::test]
async fn an_address_has_an_end() {
    let host = Host::new();
    for (path, status) in [
        ("/".to_owned() + &"a".repeat(4095), StatusCode::NOT_FOUND),
        ("/".to_owned() + &"a".repeat(4096), StatusCode::URI_TOO_LONG),
        ("/?q=".to_owned() + &"a".repeat(4092), StatusCode::OK),
        (
            "/?q=".to_owned() + &"a".repeat(4093),
            StatusCode::URI_TOO_LONG,
        ),
        ("/a".repeat(2_000), StatusCode::NOT_FOUND),
        ("/a".repeat(20_000), StatusCode::URI_TOO_LONG),
        ("/".repeat(20_000), StatusCode::URI_TOO_LONG),
        ("/%61".repeat(1_000), StatusCode::NOT_FOUND),
    ] {
        let answer = host.get(&path).await;
        assert_eq!(answer.status, status, "{path:.20}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
        if status == StatusCode::URI_TOO_LONG {
            assert_eq!(answer.text(), "Diese Adresse ist zu lang.\n");
        }
    }
}

#[tokio::test]
async fn a_secret_key_is_never_sent() {
    let host = Host::new();
    let pair = keys::generate(&host.path("app/peine")).unwrap();
    let key = fs::read(&pair.secret).unwrap();
    fs::create_dir(host.path("app/peine")).unwrap();
    for name in [
        "app/PEINE.KEY",
        "app/peine.key.bak",
        "app/peine.key~",
        // What does not tell by its name what it is.
        "app/schluessel.txt",
        "app/peine/index.html",
        "feed/peine.key",
        "feed/geheim",
    ] {
        fs::write(host.path(name), &key).unwrap();
    }
    for path in [
        "/peine.key",
        "/peine.%6Bey",
        "/peine%2ekey",
        "/peine.KEY",
        "/PEINE.KEY",
        "/peine.key/",
        "/peine.key.bak",
        "/peine.key~",
        "/schluessel.txt",
        "/peine/",
        "/feed/peine.key",
        "/feed/%70eine.key",
        "/feed/geheim",
    ] {
        for method in ["GET", "HEAD"] {
            let answer = host.ask(method, path, &[]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {path}");
        }
        assert_eq!(host.get(path).await.text(), "Nicht gefunden", "{path}");
    }
    // The public one is for everybody.
    assert_eq!(host.get("/peine.pub").await.status, StatusCode::OK);
}

#[tokio::test]
async fn an_app_in_a_folder_of_its_own_works_the_same() {
    let host = Host::new();
    fs::rename(host.path("app"), host.path("inner")).unwrap();
    fs::create_dir(host.path("app")).unwrap();
    fs::rename(host.path("inner"), host.path("app/peine")).unwrap();
    assert_eq!(host.get("/peine/").await.text(), START.repeat(300));
    assert_eq!(host.get("/peine").await.header("location"), "peine/");
    assert_eq!(
        host.get("/peine/suchen?x").await.header("location"),
        "suchen/?x"
    );
    assert_eq!(host.get("/peine/unknown/x").await.text(), "Nicht gefunden");
    assert_eq!(
        host.get("/unknown").await.text(),
        "Diese Seite gibt es nicht.\n"
    );
}

#[tokio::test]
async fn a_new_edition_is_live_at_once() {
    let host = Host::new();
    let old = host.get("/feed/manifest.json").await;
    fs::write(host.path("feed/next"), "{\"seq\":2}").unwrap();
    fs::rename(host.path("feed/next"), host.path("feed/manifest.json")).unwrap();
    let headers = [("if-none-match", old.header("etag"))];
    assert_eq!(
        host.ask("GET", "/feed/manifest.json", &headers)
            .await
            .text(),
        "{\"seq\":2}"
    );
}
