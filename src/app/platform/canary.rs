//! The canary: which edition was stored last, noted outside the database. A database that is empty
//! while the canary lives was emptied by somebody else.

use raupe_core::sync::Head;

use super::{base, memory};

/// Apps in different folders of a host share what `localStorage` holds.
fn key() -> String {
    format!("stored {}", base::path())
}

/// Notes that this edition is stored.
pub fn set(head: &Head) {
    let edition = format!("{} {}.{}", head.feed_id, head.epoch, head.seq);
    memory::remember(&key(), &edition);
}

/// Whether an edition was stored some time.
pub fn lives() -> bool {
    memory::recall(&key()).is_some()
}

/// Notes that nothing is stored any more.
pub fn forget() {
    memory::forget(&key());
}
