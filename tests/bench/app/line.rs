//! A line to the server that is as slow as one wants, and can be cut.
//!
//! The browser's own slow networks are not used: they hold for one page or one worker each, so that page
//! and service worker would have the whole line each. Here all connections share it. Not imitated are lost
//! packets, slow beginnings of connections and TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Mutex;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until};

/// How slow.
#[derive(Clone, Copy, Debug)]
pub struct Speed {
    /// Towards the browser; the other way little travels.
    pub bits_per_second: f64,
    /// From a question to its answer.
    pub round_trip: Duration,
}

/// A running line.
#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    traffic: Arc<Traffic>,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Traffic {
    speed: Option<Speed>,
    bytes: AtomicU64,
    /// When the line will have carried everything that it was given.
    free: Mutex<Instant>,
}

impl Line {
    /// A line to the server at this address, at full speed if none is given.
    pub async fn to(server: SocketAddr, speed: Option<Speed>) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let traffic = Arc::new(Traffic {
            speed,
            bytes: AtomicU64::new(0),
            free: Mutex::new(Instant::now()),
        });
        let shared = Arc::clone(&traffic);
        let task = tokio::spawn(async move {
            // Its connections end with it.
            let mut connections = JoinSet::new();
            while let Ok((browser, _)) = listener.accept().await {
                connections.spawn(connect(browser, server, Arc::clone(&shared)));
            }
        });
        Ok(Self {
            address,
            traffic,
            task,
        })
    }

    /// The address of the app at this end of the line.
    pub fn home(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// How many bytes came over it to the browser, heads of answers included.
    pub fn bytes(&self) -> u64 {
        self.traffic.bytes.load(Ordering::Relaxed)
    }

    /// From now on nobody answers at its address.
    pub async fn cut(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }
}

async fn connect(browser: TcpStream, server: SocketAddr, traffic: Arc<Traffic>) {
    let round_trip = traffic
        .speed
        .map(|speed| speed.round_trip)
        .unwrap_or_default();
    sleep(round_trip).await;
    let Ok(server) = TcpStream::connect(server).await else {
        return;
    };
    let _ = (browser.set_nodelay(true), server.set_nodelay(true));
    let (from_browser, to_browser) = browser.into_split();
    let (from_server, to_server) = server.into_split();
    let (_, _) = tokio::join!(
        ask(from_browser, to_server, round_trip),
        answer(from_server, to_browser, &traffic),
    );
}

async fn ask(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    round_trip: Duration,
) -> std::io::Result<()> {
    let mut part = vec![0; 4096];
    loop {
        let read = from.read(&mut part).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        sleep(round_trip).await;
        to.write_all(&part[..read]).await?;
    }
}

async fn answer(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    traffic: &Traffic,
) -> std::io::Result<()> {
    let mut part = vec![0; 4096];
    loop {
        let read = from.read(&mut part).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        traffic.carry(read).await;
        to.write_all(&part[..read]).await?;
    }
}

impl Traffic {
    async fn carry(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        let Some(speed) = self.speed else {
            return;
        };
        let bits = f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) * 8.0;
        let done = {
            let mut free = self.free.lock().await;
            let begin = (*free).max(Instant::now());
            *free = begin + Duration::from_secs_f64(bits / speed.bits_per_second);
            *free
        };
        sleep_until(done).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that answers anything with this many bytes.
    async fn server(bytes: usize) -> Result<SocketAddr> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let mut question = [0; 9];
                let _ = connection.read(&mut question).await;
                let _ = connection.write_all(&vec![1; bytes]).await;
            }
        });
        Ok(address)
    }

    async fn fetch(line: &Line) -> Result<usize> {
        let mut connection = TcpStream::connect(line.address).await?;
        connection.write_all(b"question").await?;
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).await?;
        Ok(answer.len())
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap()
    }

    #[test]
    fn all_connections_share_a_line() {
        runtime().block_on(async {
            let speed = Speed {
                bits_per_second: 800_000.0,
                round_trip: Duration::from_millis(50),
            };
            let line = Line::to(server(10_000).await.unwrap(), Some(speed))
                .await
                .unwrap();
            let start = Instant::now();
            let (one, other) = tokio::join!(fetch(&line), fetch(&line));
            let took = start.elapsed();
            assert_eq!(
                (one.unwrap(), other.unwrap(), line.bytes()),
                (10_000, 10_000, 20_000)
            );
            // Two round trips and 20 kB at 100 kB/s. How much longer depends on the machine.
            assert!(took >= Duration::from_millis(300), "{took:?}");
        });
    }

    #[test]
    fn a_line_that_is_cut_answers_nobody() {
        runtime().block_on(async {
            let mut line = Line::to(server(10).await.unwrap(), None).await.unwrap();
            assert_eq!(fetch(&line).await.unwrap(), 10);
            line.cut().await;
            assert!(fetch(&line).await.is_err());
        });
    }
}
