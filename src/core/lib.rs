//! raupe-core
