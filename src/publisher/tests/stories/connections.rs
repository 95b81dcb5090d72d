//! Clients that send half of what they should, nothing, or more than anybody waits for, and some that do not read.
//!
//! Deadlines that must come are short here, and those that must not are an hour: so a busy machine changes nothing.

use std::fs;
use std::time::Duration;

use raupe::serve::Limits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::host::{Host, Running};

const NEVER: Duration = Duration::from_hours(1);
const SOON: Duration = Duration::from_millis(200);
/// Long enough for a busy machine; only a test that fails waits for it.
const PATIENCE: Duration = Duration::from_mins(1);

const LIMITS: Limits = Limits {
    connections: 100,
    readers: 4,
    request: NEVER,
    stall: NEVER,
    grace: NEVER,
};

const REQUEST: &str = "GET /suchen/ HTTP/1.1\r\nHost: raupe\r\n\r\n";
/// More than the buffers of two sockets hold.
const LARGE: usize = 32 << 20;

/// A connection on which this was sent.
async fn client(server: &Running, sent: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(sent.as_bytes()).await.unwrap();
    stream
}

async fn soon<T>(what: &str, future: impl Future<Output = T>) -> T {
    let done = timeout(PATIENCE, future).await;
    done.unwrap_or_else(|_| panic!("waited in vain for: {what}"))
}

/// What is received until these words have come.
async fn until(stream: &mut TcpStream, words: &str) -> String {
    let mut received = Vec::new();
    soon(words, async {
        loop {
            let text = String::from_utf8_lossy(&received).into_owned();
            if text.contains(words) {
                return text;
            }
            let read = stream.read_buf(&mut received).await.unwrap();
            assert!(read > 0, "closed after {text:?}");
        }
    })
    .await
}

/// What is received until the server closes the connection, in whatever way.
async fn until_closed(stream: &mut TcpStream) -> Vec<u8> {
    let mut received = Vec::new();
    let _ = soon("closed", stream.read_to_end(&mut received)).await;
    received
}

async fn is_answered(server: &Running) {
    let mut stream = client(server, REQUEST).await;
    let answer = until(&mut stream, "Suchen").await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
}

/// The host with a file that is larger than what the network holds.
fn with_large_file() -> Host {
    let host = Host::new();
    fs::write(host.path("app/large.png"), vec![b'x'; LARGE]).unwrap();
    host
}

/// Somebody who has asked for the large file, and has read no more than the beginning of the answer.
async fn asks_for_large_file(server: &Running) -> TcpStream {
    let mut stream = client(server, "GET /large.png HTTP/1.1\r\nHost: raupe\r\n\r\n").await;
    let mut start = [0; 12];
    soon("the answer", stream.read_exact(&mut start))
        .await
        .unwrap();
    assert_eq!(&start, b"HTTP/1.1 200");
    stream
}

#[tokio::test]
async fn who_sends_nothing_or_half_a_request_is_not_waited_for() {
    let host = Host::new();
    let request = SOON;
    let server = Running::start(&host, Limits { request, ..LIMITS }).await;
    let unfinished = REQUEST.trim_end();
    for sent in ["", "G", "GET / HTTP/1.1\r\nHost:", unfinished] {
        let mut stream = client(&server, sent).await;
        let answer = until_closed(&mut stream).await;
        assert!(!answer.starts_with(b"HTTP/1.1 200"), "{sent:?}");
    }
    // Between two requests, too.
    let mut stream = client(&server, REQUEST).await;
    until(&mut stream, "Suchen").await;
    until_closed(&mut stream).await;
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let host = Host::new();
    let server = Running::start(&host, LIMITS).await;
    let mut stream = client(&server, REQUEST).await;
    for _ in 0..3 {
        until(&mut stream, "Suchen").await;
        stream.write_all(REQUEST.as_bytes()).await.unwrap();
    }
}

#[tokio::test]
async fn silent_clients_lock_nobody_out() {
    let host = with_large_file();
    let connections = 4;
    let server = Running::start(
        &host,
        Limits {
            connections,
            ..LIMITS
        },
    )
    .await;
    let mut silent = Vec::new();
    for sent in ["", "GET / HTTP/1.1\r\nHost:"] {
        for _ in 0..2 * connections {
            silent.push(client(&server, sent).await);
        }
    }
    is_answered(&server).await;
    for stream in &mut silent[..3 * connections] {
        until_closed(stream).await;
    }
    // Nor do those who ask for much and read nothing.
    let mut greedy = Vec::new();
    for _ in 0..connections {
        greedy.push(asks_for_large_file(&server).await);
    }
    is_answered(&server).await;
    let received = until_closed(&mut greedy[0]).await;
    assert!(received.len() < LARGE, "the first has made room");
}

#[tokio::test]
async fn who_does_not_read_is_not_waited_for() {
    let host = with_large_file();
    let stall = SOON;
    let server = Running::start(&host, Limits { stall, ..LIMITS }).await;
    let mut stream = asks_for_large_file(&server).await;
    // It goes when nobody is left; otherwise it would wait for an hour.
    soon("the server goes", server.stop()).await.unwrap();
    assert!(until_closed(&mut stream).await.len() < LARGE);
}

#[tokio::test]
async fn what_a_request_brings_along_is_not_waited_for() {
    let host = Host::new();
    let server = Running::start(&host, LIMITS).await;
    for (method, status) in [("POST", "405"), ("GET", "200"), ("HEAD", "200")] {
        for body in [
            "Content-Length: 1000000000\r\n\r\nabc",
            "Transfer-Encoding: chunked\r\n\r\n3",
        ] {
            let request = format!("{method} / HTTP/1.1\r\nHost: raupe\r\n{body}");
            let mut stream = client(&server, &request).await;
            let answer = until_closed(&mut stream).await;
            let answer = String::from_utf8_lossy(&answer);
            let expected = format!("HTTP/1.1 {status} ");
            assert!(answer.starts_with(&expected), "{method} {body}: {answer}");
        }
    }
}

#[tokio::test]
async fn what_is_no_request_is_answered_or_closed() {
    let host = Host::new();
    let server = Running::start(&host, LIMITS).await;
    let endless = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(1 << 20));
    let address = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "X: x\r\n".repeat(10_000));
    for request in [
        "\r\n\r\n\r\nGET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{16}\u{3}\u{1}\u{2}\0\u{1}",
        "GET / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        &endless,
        &address,
        &many,
    ] {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        // It may be closed before all of it is sent.
        let _ = stream.write_all(request.as_bytes()).await;
        let answer = until_closed(&mut stream).await;
        assert!(!answer.starts_with(b"HTTP/1.1 5"), "{request:.40}");
    }
    is_answered(&server).await;
}

#[tokio::test]
async fn an_answer_that_has_begun_is_finished_when_the_server_is_to_stop() {
    let host = with_large_file();
    let server = Running::start(&host, LIMITS).await;
    let mut idle = client(&server, REQUEST).await;
    until(&mut idle, "Suchen").await;
    let mut stream = asks_for_large_file(&server).await;
    let stopped = server.stop();
    until_closed(&mut idle).await;
    assert!(until_closed(&mut stream).await.len() > LARGE);
    soon("the server goes", stopped).await.unwrap();
}

#[tokio::test]
async fn a_client_that_stays_does_not_keep_the_server_from_stopping() {
    let host = Host::new();
    let grace = SOON;
    let server = Running::start(&host, Limits { grace, ..LIMITS }).await;
    let _half = client(&server, "GET / HTTP/1.1\r\nHost:").await;
    is_answered(&server).await;
    soon("the server goes", server.stop()).await.unwrap();
}
