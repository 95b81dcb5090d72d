//! What the people in the county office read: plain German sentences that say what, where, and
//! what to do.
//!
//! - `problems`: a sentence for every problem in a record, and a name for every kind of problem.
//! - `sheet`: the same for rows and columns of a spreadsheet.
//! - `refusals`: why a file cannot be read, published or served.
//! - `results`: what a command did.
//! - `misleading`: what could mislead a family.
//! - `region`: what is the matter with the settings of the app.
//! - `usage`: what is wrong with a command line.
//!
//! Numbers are written as in Germany: `2.552`, `4,4 MB`.

mod misleading;
mod problems;
mod refusals;
mod region;
mod results;
mod sheet;
mod usage;

pub use misleading::{misleading, misleading_kind};
pub use problems::{finding, kind, path, problem, severity};
pub use refusals::{
    compress_failed, export_error, io_error, key_error, not_written, publish_error, serve_error,
    source_error,
};
pub use region::{other_feed, settings_checked, settings_error};
pub use results::{compressed, exported, headers_written, keys_made, published, ready};
pub use sheet::{WHOLE_ROW, column, loss, sheet_finding, sheet_kind, sheet_problem};
pub use usage::usage_error;

use raupe_core::feed::PublicKey;

/// A whole number with a point before every three digits.
pub fn number(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// `1 Angebot`, `2 Angebote`: a number with the right form of its noun.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

/// The short names of keys: `A4F0…, 0B11…`.
fn key_ids(keys: &[PublicKey]) -> String {
    let ids: Vec<_> = keys.iter().map(PublicKey::id).collect();
    ids.join(", ")
}

/// A size in bytes for people: decimal units, as Windows and hosts of web space do not agree on
/// the others.
pub fn size(bytes: usize) -> String {
    for (unit, name) in [(1_000_000, "MB"), (1_000, "KB")] {
        if bytes >= unit {
            let tenths = (bytes * 10 + unit / 2) / unit;
            return format!("{},{} {name}", number(tenths / 10), tenths % 10);
        }
    }
    counted(bytes, "Byte", "Bytes")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// A sentence in one line that says this.
    pub(super) fn assert_sentence(sentence: &str, part: &str) {
        assert!(sentence.contains(part), "{sentence}");
        assert!(
            sentence.ends_with('.') && !sentence.contains('\n'),
            "{sentence}"
        );
    }

    /// No name stands for two things.
    pub(super) fn assert_distinct<'n>(names: impl Iterator<Item = &'n str>) {
        let mut seen = HashSet::new();
        for name in names {
            assert!(seen.insert(name), "{name}");
        }
    }

    #[test]
    fn numbers_are_written_as_in_germany() {
        for (given, written) in [
            (0, "0"),
            (999, "999"),
            (2552, "2.552"),
            (1_000_000, "1.000.000"),
            (10_020, "10.020"),
        ] {
            assert_eq!(number(given), written);
        }
        assert_eq!(number(usize::MAX), "18.446.744.073.709.551.615");
    }

    #[test]
    fn sizes_are_rounded_to_a_tenth() {
        for (bytes, written) in [
            (1, "1 Byte"),
            (999, "999 Bytes"),
            (1_000, "1,0 KB"),
            (412_345, "412,3 KB"),
            (5_230_932, "5,2 MB"),
            (67_108_864, "67,1 MB"),
        ] {
            assert_eq!(size(bytes), written);
        }
    }
}
