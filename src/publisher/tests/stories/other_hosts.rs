//! Other servers say about the same files what `raupe serve` says: by the files that are written for them.
//!
//! Servers that are not installed here are left out.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use axum::http::StatusCode;
use raupe::serve::write_host_files;

use crate::host::{Host, SNAPSHOT};

/// What all of them are to say.
const SAID: [&str; 8] = [
    "cache-control",
    "content-security-policy",
    "content-type",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "x-content-type-options",
];

const PATIENCE: Duration = Duration::from_secs(30);

/// A folder as it is copied to a host: the app, with the feed in it, and the files for hosts.
struct Hosted {
    host: Host,
    folder: PathBuf,
}

impl Hosted {
    fn new() -> Self {
        let host = Host::new();
        let folder = host.path("app");
        fs::rename(host.path("feed"), folder.join("feed")).unwrap();
        for (path, content) in [
            ("feed/offers.html", "<!doctype html><title>Liste</title>"),
            ("feed/manifest.json.minisig", "untrusted comment: x"),
            ("peine.key", "geheim"),
            ("feed/PEINE.KEY", "geheim"),
            ("peine.key~", "geheim"),
        ] {
            fs::write(folder.join(path), content).unwrap();
        }
        let written = write_host_files(&folder).unwrap().written;
        assert_eq!(
            written,
            [
                ".htaccess",
                "_headers",
                "_hosts/nginx.conf",
                "_hosts/Caddyfile"
            ]
        );
        Self { host, folder }
    }

    fn paths() -> [String; 14] {
        [
            "/",
            "/index.html",
            "/suchen/",
            "/404.html",
            "/sw.js",
            "/manifest.webmanifest",
            "/locales/de.json",
            "/raupe-app-0123456789abcdef.js",
            "/raupe-app-0123456789abcdef_bg.wasm",
            "/main-0123456789abcdef.css",
            "/feed/manifest.json",
            "/feed/manifest.json.minisig",
            "/feed/offers.html",
            &format!("/feed/{SNAPSHOT}"),
        ]
        .map(str::to_owned)
    }

    /// What `raupe serve` says at this path.
    async fn said(&self, path: &str) -> (StatusCode, BTreeMap<String, String>) {
        use tower::ServiceExt;

        let router = raupe::serve::router(&self.folder, &self.folder.join("feed"));
        let request = axum::http::Request::builder()
            .uri(path)
            .body(axum::body::Body::empty())
            .unwrap();
        let response = router.oneshot(request).await.unwrap();
        let value = |name: &str| Some(response.headers().get(name)?.to_str().unwrap().to_owned());
        let said = SAID.map(|name| Some((name.to_owned(), value(name)?)));
        (response.status(), said.into_iter().flatten().collect())
    }

    /// Holds a server against `raupe serve`.
    async fn compare(&self, server: &Server) {
        for path in Self::paths() {
            let (status, expected) = self.said(&path).await;
            let (code, said) = server.said(&path);
            assert_eq!((code, status), (200, StatusCode::OK), "{path}");
            assert_eq!(said, expected, "{}: {path}", server.name);
        }
        for path in [
            "/missing",
            "/feed/missing/x",
            "/peine.key",
            "/feed/PEINE.KEY",
            "/peine.key~",
        ] {
            let (status, mut expected) = self.said(path).await;
            let (code, mut said) = server.said(path);
            assert_eq!((code, status), (404, StatusCode::NOT_FOUND), "{path}");
            // The page is the host's own affair.
            for said in [&mut expected, &mut said] {
                said.remove("content-type");
            }
            assert_eq!(said, expected, "{}: {path}", server.name);
        }
    }
}

/// Another server, running.
struct Server {
    name: &'static str,
    child: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts a program, if it is installed. `settings` makes its settings from a free port.
    fn start(
        name: &'static str,
        host: &Host,
        arguments: &[&str],
        settings: impl Fn(u16) -> String,
    ) -> Option<Self> {
        let Some(program) = installed(name) else {
            println!("left out: {name} is not installed");
            return None;
        };
        // Some of them read files as another user.
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let everybody = fs::Permissions::from_mode(0o755);
            fs::set_permissions(host.folder.path(), everybody).unwrap();
        }
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let file = host.path("settings");
        fs::write(&file, settings(address.port())).unwrap();
        let log = host.path("log");
        let mut child = Command::new(program)
            .args(arguments)
            .arg(&file)
            .env("HOME", host.folder.path())
            .stdin(Stdio::null())
            .stderr(fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            let runs = child.try_wait().unwrap().is_none() && start.elapsed() < PATIENCE;
            let said = || fs::read_to_string(&log).unwrap_or_default();
            assert!(runs, "{name} does not start: {}", said());
            std::thread::yield_now();
        }
        Some(Self {
            name,
            child,
            address,
        })
    }

    fn said(&self, path: &str) -> (u16, BTreeMap<String, String>) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: raupe\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer);
        let head = answer.split("\r\n\r\n").next().unwrap();
        let (first, headers) = head.split_once("\r\n").unwrap();
        let code = first.split(' ').nth(1).unwrap().parse().unwrap();
        let headers = headers.lines().filter_map(|line| line.split_once(": "));
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()));
        let headers = headers.filter(|(name, _)| SAID.contains(&&**name));
        (code, headers.collect())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Asked kindly, they end their own helpers, too.
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").arg(pid).status();
        if !asked.is_ok_and(|status| status.success()) {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

fn installed(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into()]);
    folders
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[tokio::test]
async fn nginx_says_what_raupe_says() {
    let hosted = Hosted::new();
    let ours = fs::read_to_string(hosted.folder.join("_hosts/nginx.conf")).unwrap();
    let temporary = text(hosted.host.folder.path());
    let settings = |port| {
        let ours = ours
            .replace("listen 80;", &format!("listen 127.0.0.1:{port};"))
            .replace("/srv/raupe", text(&hosted.folder));
        let folders: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
            .map(|name| format!("{name}_temp_path {temporary}/{name};\n"))
            .concat();
        format!(
            "daemon off;\npid {temporary}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{folders}{ours}}}\n"
        )
    };
    if let Some(server) = Server::start(
        "nginx",
        &hosted.host,
        &["-e", "stderr", "-p", temporary, "-c"],
        settings,
    ) {
        hosted.compare(&server).await;
    }
}

#[tokio::test]
async fn apache_says_what_raupe_says() {
    let modules = Path::new("/usr/lib/apache2/modules");
    if !modules.is_dir() {
        return println!("left out: Apache is not installed, or keeps its modules elsewhere");
    }
    let hosted = Hosted::new();
    let temporary = text(hosted.host.folder.path());
    let settings = |port| {
        let modules = ["mpm_event", "authz_core", "mime", "dir", "headers", "alias"]
            .map(|name| format!("LoadModule {name}_module {}/mod_{name}.so\n", text(modules)))
            .concat();
        let folder = text(&hosted.folder);
        format!(
            "{modules}ServerRoot {temporary}\nServerName raupe\nListen 127.0.0.1:{port}\nPidFile {temporary}/pid\n\
             ErrorLog /dev/stderr\nUser nobody\nGroup nogroup\nTypesConfig /dev/null\nDirectoryIndex index.html\n\
             DocumentRoot {folder}\n<Directory {folder}>\nAllowOverride FileInfo\n</Directory>\n"
        )
    };
    if let Some(server) = Server::start("apache2", &hosted.host, &["-DFOREGROUND", "-f"], settings)
    {
        hosted.compare(&server).await;
    }
}

#[tokio::test]
async fn caddy_says_what_raupe_says() {
    let hosted = Hosted::new();
    let ours = fs::read_to_string(hosted.folder.join("_hosts/Caddyfile")).unwrap();
    let settings = |port| {
        let ours = ours
            .replace(
                "familien.landkreis.example",
                &format!("http://127.0.0.1:{port}, http://raupe:{port}"),
            )
            .replace("/srv/raupe", text(&hosted.folder));
        format!("{{\n\tadmin off\n}}\n{ours}")
    };
    if let Some(server) = Server::start(
        "caddy",
        &hosted.host,
        &["run", "--adapter", "caddyfile", "--config"],
        settings,
    ) {
        hosted.compare(&server).await;
    }
}

/// What `_headers` says about a path: all rules for it, none of which may name the same header.
fn said_by_path(rules: &str, path: &str) -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    let mut applies = false;
    for line in rules.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            None => applies = line == "/*" || line == path,
            Some(header) if applies => {
                let (name, value) = header.split_once(": ").unwrap();
                let before = said.insert(name.to_owned(), value.to_owned());
                assert_eq!(before, None, "{path}: {name} twice");
            }
            Some(_) => {}
        }
    }
    said
}

#[tokio::test]
async fn hosts_that_go_by_paths_say_what_raupe_says() {
    let hosted = Hosted::new();
    let rules = fs::read_to_string(hosted.folder.join("_headers")).unwrap();
    for path in Hosted::paths() {
        // The snapshot of the next edition has another name.
        if path.contains(SNAPSHOT) {
            assert!(!rules.contains(SNAPSHOT));
            continue;
        }
        let (_, mut expected) = hosted.said(&path).await;
        expected.remove("content-type");
        assert_eq!(said_by_path(&rules, &path), expected, "{path}");
    }
    let paths = rules.lines().filter(|line| line.starts_with('/'));
    assert!(paths.count() <= 100, "some hosts read no more rules");
    assert!(
        rules.lines().all(|line| line.len() <= 2_000),
        "nor longer lines"
    );
}

#[test]
fn what_somebody_else_has_written_for_a_host_is_left_alone() {
    let hosted = Hosted::new();
    let theirs = "RewriteEngine On\n";
    fs::write(hosted.folder.join(".htaccess"), theirs).unwrap();
    let ours = fs::read(hosted.folder.join("_headers")).unwrap();
    fs::write(
        hosted.folder.join("_headers"),
        "# Raupe: from an earlier time\n",
    )
    .unwrap();
    let files = write_host_files(&hosted.folder).unwrap();
    assert_eq!(files.kept, [".htaccess"]);
    let there = fs::read_to_string(hosted.folder.join(".htaccess")).unwrap();
    assert_eq!(there, theirs);
    assert_eq!(fs::read(hosted.folder.join("_headers")).unwrap(), ours);
    assert!(write_host_files(&hosted.folder.join("nowhere")).is_err());
}
