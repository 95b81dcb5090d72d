//! The server, and one who asks it without a browser's manners.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Long enough for a busy machine; only an attack that succeeds waits for it.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// What stands in files that nobody may have.
pub const SECRET: &str = "geheim";

/// What everything says, be it there or not.
const SAID: [&str; 3] = [
    "referrer-policy: no-referrer",
    "x-content-type-options: nosniff",
    "cross-origin-resource-policy: same-origin",
];

/// A running server, with an app and a feed in a folder.
pub struct Server {
    folder: TempDir,
    pub child: Child,
    pub address: String,
}

impl Server {
    /// Starts it with at most so many open files and connections in all.
    pub fn start(descriptors: u32) -> Self {
        let folder = TempDir::new().unwrap();
        for (path, content) in [
            ("app/index.html", "Start"),
            ("app/suchen/index.html", "Suchen"),
            ("app/404.html", "Nicht gefunden"),
            ("app/.versteckt", SECRET),
            ("feed/manifest.json", "{}"),
            ("feed/.raupe.lock", SECRET),
            ("draussen.txt", SECRET),
        ] {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        let mut child = Command::new("sh")
            .args(["-c", "ulimit -n \"$0\" && exec \"$@\""])
            .arg(descriptors.to_string())
            .args([env!("CARGO_BIN_EXE_raupe"), "serve", "--app"])
            .arg(folder.path().join("app"))
            .arg("--feed")
            .arg(folder.path().join("feed"))
            .args(["--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.as_mut().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Raupe läuft: http://");
        let address = address.expect(&line).trim_end_matches('/').to_owned();
        Self {
            folder,
            child,
            address,
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A connection on which this was sent, as much of it as the server takes.
    pub fn send(&self, bytes: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        let _ = stream.write_all(bytes);
        stream
    }

    /// Status, head in small letters, and body of what is answered to this address.
    pub fn ask(&self, method: &str, address: &str) -> (u16, String, String) {
        let request =
            format!("{method} {address} HTTP/1.1\r\nHost: raupe\r\nConnection: close\r\n\r\n");
        let mut answer = Vec::new();
        let _ = self.send(request.as_bytes()).read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.unwrap_or(0), head.to_lowercase(), body.to_owned())
    }

    /// What is answered to this address is this status, and says what everything says.
    pub fn answers(&self, method: &str, address: &str, expected: u16) {
        let (status, head, body) = self.ask(method, address);
        assert_eq!(status, expected, "{method} {address:.60}");
        assert!(!body.contains(SECRET), "{method} {address:.60}");
        for said in SAID {
            assert!(head.contains(said), "{method} {address:.60}: {head}");
        }
    }

    pub fn is_well(&self) {
        self.answers("GET", "/suchen/", 200);
    }

    /// Stops it. It must have run until now, and have written down nothing about anybody.
    pub fn end(mut self) {
        assert_eq!(self.child.try_wait().unwrap(), None, "it has ended");
        self.child.kill().unwrap();
        let mut said = String::new();
        let mut out = self.child.stdout.take().unwrap();
        out.read_to_string(&mut said).unwrap();
        let mut errors = self.child.stderr.take().unwrap();
        errors.read_to_string(&mut said).unwrap();
        assert_eq!(said, "");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
