//! A proxy that sees every request to another host, and lets none through.
//!
//! Each browser has it as its proxy for everything but the loopback, where the tests' own servers
//! are. Raupe promises that no other host is ever asked for anything; here it is counted.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A host that is asked on purpose, to see that it is seen. It cannot exist.
pub const FOREIGN: &str = "example.invalid";

/// The recording proxy. It runs as long as the runtime that it was started in.
#[derive(Debug)]
pub struct Witness {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Witness {
    /// Starts it on a free port.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let seen = Arc::<Mutex<Vec<String>>>::default();
        let record = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                tokio::spawn(answer(connection, Arc::clone(&record)));
            }
        });
        Ok(Self { address, seen })
    }

    /// Where browsers reach it.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What was asked of other hosts so far, as `GET http://host/path` or `CONNECT host:443`.
    pub fn seen(&self) -> Vec<String> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What comes from now on is all that was asked.
    pub fn forget(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.clear();
    }

    /// Fails if any other host was asked for anything.
    pub fn saw_nothing(&self) -> Result<()> {
        let mut seen = self.seen();
        seen.retain(|line| !line.contains(FOREIGN));
        ensure!(
            seen.is_empty(),
            "other hosts were asked:\n  {}",
            seen.join("\n  ")
        );
        Ok(())
    }
}

/// Records the first line of a request and refuses it.
async fn answer(mut connection: TcpStream, seen: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    let mut part = [0; 2048];
    while !head.contains(&b'\n') && head.len() < 16 << 10 {
        match connection.read(&mut part).await {
            Ok(0) | Err(_) => break,
            Ok(read) => head.extend_from_slice(&part[..read]),
        }
    }
    let head = String::from_utf8_lossy(&head);
    // A browser may open a connection ahead of time and never use it.
    if let Some(line) = head.lines().next() {
        let line = line.trim_end_matches(" HTTP/1.1").to_owned();
        seen.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
        let refusal = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        let _ = connection.write_all(refusal.as_bytes()).await;
    }
}
