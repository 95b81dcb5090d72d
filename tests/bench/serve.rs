//! The server: what odd addresses cost it, beside a plain one.
//!
//! One client asks for all of them in turns, over one connection, so that what else goes on falls on all alike.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use raupe_e2e::env;
use serde::Serialize;

use crate::output::Output;
use crate::stats::{median, percentile};
use crate::table::{Table, number};

/// How often each address is asked for.
const ROUNDS: usize = 500;

/// How deep the folders are that are really there: as deep as a path may be.
const DEPTH: usize = 16;

/// An address, and what answering it took.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    /// Of the address.
    bytes: usize,
    status: u16,
    /// Each time, in microseconds.
    us: Vec<f64>,
}

/// Measures, and writes a table.
pub fn run(output: &mut Output) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let deep = "/a".repeat(DEPTH);
    for (path, content) in [
        ("app/index.html".to_owned(), "Start"),
        ("app/suchen/index.html".to_owned(), "Suchen"),
        ("app/404.html".to_owned(), "Nicht gefunden"),
        (format!("app{deep}/readme.txt"), ""),
        ("feed/manifest.json".to_owned(), "{}"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().context("a path without a folder")?)?;
        fs::write(path, content)?;
    }
    let (_server, address) = Server::start(folder.path())?;
    let mut rows: Vec<_> = [
        ("a page", "/suchen/".to_owned()),
        ("nothing", "/x".into()),
        ("nothing in folders that are there", deep),
        ("4 kB of folders", "/a".repeat(2_000)),
        ("4 kB of folders, encoded", "/%61".repeat(1_000)),
        ("10 kB of folders", "/a".repeat(5_000)),
        ("20 kB of folders", "/a".repeat(10_000)),
        ("20 kB of one name", format!("/{}", "a".repeat(20_000))),
        ("20 kB behind ?", format!("/?{}", "a".repeat(20_000))),
    ]
    .into_iter()
    .map(|(name, address)| {
        let row = Row {
            name: name.to_owned(),
            bytes: address.len(),
            status: 0,
            us: Vec::with_capacity(ROUNDS),
        };
        (address, row)
    })
    .collect();
    let mut connection = BufReader::new(TcpStream::connect(&address)?);
    for _ in 0..ROUNDS {
        for (address, row) in &mut rows {
            let start = Instant::now();
            row.status = ask(&mut connection, address)?;
            row.us.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    let rows: Vec<_> = rows.into_iter().map(|(_, row)| row).collect();
    output.section(&table(&rows)?)?;
    output.data("serve", &rows)
}

fn table(rows: &[Row]) -> Result<String> {
    let plain = rows.first().and_then(|row| median(&row.us));
    let plain = plain.context("nothing was measured")?;
    let mut table = Table::new(&[
        "address",
        "bytes",
        "answer",
        "median µs",
        "p99 µs",
        "beside a page",
    ]);
    for row in rows {
        let (Some(middle), Some(slow)) = (median(&row.us), percentile(&row.us, 99)) else {
            continue;
        };
        table.row(vec![
            row.name.clone(),
            row.bytes.to_string(),
            row.status.to_string(),
            number(middle),
            number(slow),
            format!("{}×", number(middle / plain)),
        ]);
    }
    Ok(format!("## The server: odd addresses\n\n{table}"))
}

/// Asks for an address and reads the whole answer. Returns its status.
fn ask(connection: &mut BufReader<TcpStream>, address: &str) -> Result<u16> {
    let request = format!("GET {address} HTTP/1.1\r\nHost: raupe\r\n\r\n");
    connection.get_mut().write_all(request.as_bytes())?;
    let (mut status, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        ensure!(
            connection.read_line(&mut line)? > 0,
            "the server has closed the connection"
        );
        let line = line.trim_end().to_ascii_lowercase();
        if line.is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.parse()?;
        }
        if status.is_none() {
            status = line
                .split(' ')
                .nth(1)
                .and_then(|status| status.parse().ok());
        }
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body)?;
    status.context("an answer without a status")
}

/// A running server; it stops when this is dropped.
struct Server(Child);

impl Server {
    /// Serves the folders `app` and `feed` in `folder`. Returns the address, too.
    fn start(folder: &Path) -> Result<(Self, String)> {
        let mut child = Command::new(env::path(env::RAUPE)?)
            .args(["serve", "--listen", "127.0.0.1:0", "--app"])
            .arg(folder.join("app"))
            .arg("--feed")
            .arg(folder.join("feed"))
            .stdout(Stdio::piped())
            .spawn()?;
        let out = child.stdout.take();
        let server = Self(child);
        let mut line = String::new();
        BufReader::new(out.context("no output")?).read_line(&mut line)?;
        let address = line.trim().strip_prefix("Raupe läuft: http://");
        let address = address.with_context(|| format!("the server says {line:?}"))?;
        Ok((server, address.trim_end_matches('/').to_owned()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
