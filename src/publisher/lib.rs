//! The publisher: checks, publishes and serves a county's feed.
