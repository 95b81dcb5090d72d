//! Builds, serves, tests and packs the project.

fn main() {}
