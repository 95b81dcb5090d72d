//! Ports of this machine. A site's is in its address, under which a browser keeps what the site stores: no two
//! stories have the same one.

use std::collections::BTreeSet;
use std::net;
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use tokio::net::TcpListener;

static SITES: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// A port that nobody listens on.
pub(crate) fn free() -> Result<u16> {
    let listener = net::TcpListener::bind("127.0.0.1:0")?;
    Ok(listener.local_addr()?.port())
}

/// Whether no site has had this port before; it has from now on.
pub(crate) fn is_new(port: u16) -> bool {
    let mut sites = SITES.lock().unwrap_or_else(PoisonError::into_inner);
    sites.insert(port)
}

/// Listens on a port that no site has had before.
pub(crate) async fn listen() -> Result<TcpListener> {
    // Those that were had are kept until there is a new one: else the system may give them again.
    let mut had = Vec::new();
    loop {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        if is_new(listener.local_addr()?.port()) {
            return Ok(listener);
        }
        had.push(listener);
    }
}
