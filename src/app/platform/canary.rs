//! The canary: which edition was stored last, noted outside the database. A database that is empty
//! while the canary lives was emptied by somebody else.

use raupe_core::sync::Head;

use super::memory;

const KEY: &str = "stored";

/// Notes that this edition is stored.
pub fn set(head: &Head) {
    let edition = format!("{} {}.{}", head.feed_id, head.epoch, head.seq);
    memory::remember(KEY, &edition);
}

/// Whether an edition was stored some time.
pub fn lives() -> bool {
    memory::recall(KEY).is_some()
}
