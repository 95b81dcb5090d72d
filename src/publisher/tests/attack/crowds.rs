//! Clients that are many and send or read nothing.

use std::fs;
use std::io::Read;
use std::net::TcpStream;

use crate::server::Server;

/// Few enough that one attacker has more.
const FEW: u32 = 60;

/// More than the buffers of two sockets hold.
const LARGE: usize = 16 << 20;

fn crowd(server: &Server, sent: &str, size: usize) -> Vec<TcpStream> {
    let clients = std::iter::repeat_with(|| server.send(sent.as_bytes()));
    clients.take(size).collect()
}

#[test]
fn the_silent_and_the_slow_lock_nobody_out() {
    let server = Server::start(FEW);
    fs::write(server.path("app/large.png"), vec![0; LARGE]).unwrap();
    let mut crowds = Vec::new();
    for (sent, size) in [
        ("", 70),
        ("GET / HTTP/1.1\r\nHost: raupe\r\nX-Slow: ", 200),
        ("POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n", 70),
        ("GET /suchen/ HTTP/1.1\r\nHost: raupe\r\n\r\n", 70),
        ("GET /large.png HTTP/1.1\r\nHost: raupe\r\n\r\n", 70),
    ] {
        crowds.push(crowd(&server, sent, size));
        // While all of them are still there.
        server.is_well();
    }
    drop(crowds);
    server.is_well();
    server.end();
}

/// Fewer connections are left than the server was promised: somebody else has used them up.
#[cfg(target_os = "linux")]
#[test]
fn a_system_without_room_is_waited_for() {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};

    let promised = 1024;
    let server = Server::start(promised);
    let pid = Pid::from_child(&server.child);
    let limit = Rlimit {
        current: Some(24),
        maximum: Some(promised.into()),
    };
    let before = prlimit(Some(pid), Resource::Nofile, limit).unwrap();
    let silent = crowd(&server, "", 100);
    // The first of them is closed to let another one in.
    let mut first = &silent[0];
    let mut nothing = Vec::new();
    first.read_to_end(&mut nothing).unwrap();
    assert!(nothing.is_empty());
    prlimit(Some(pid), Resource::Nofile, before).unwrap();
    server.is_well();
    drop(silent);
    server.is_well();
    server.end();
}
