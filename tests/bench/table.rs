//! Tables in Markdown.

use std::fmt;

/// A table: a head, and rows of as many cells.
#[derive(Debug)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// An empty table.
    pub fn new(head: &[&str]) -> Self {
        Self {
            rows: vec![head.iter().map(ToString::to_string).collect()],
        }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, row) in self.rows.iter().enumerate() {
            writeln!(f, "| {} |", row.join(" | "))?;
            if at == 0 {
                writeln!(f, "|{}", "---|".repeat(row.len()))?;
            }
        }
        Ok(())
    }
}

/// A number with two digits that count, which is as much as measurements on a busy machine bear, and
/// whole from 100 on.
pub fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let mut decimals = 1;
    let mut size = value.abs();
    while size < 1.0 && decimals < 6 {
        size *= 10.0;
        decimals += 1;
    }
    if size >= 10.0 {
        decimals = 0;
    }
    format!("{value:.decimals$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_digits() {
        for (value, shown) in [
            (0.0, "0"),
            (1234.5, "1234"),
            (42.42, "42"),
            (4.242, "4.2"),
            (0.4242, "0.42"),
            (0.004_242, "0.0042"),
        ] {
            assert_eq!(number(value), shown);
        }
    }

    #[test]
    fn a_table_is_markdown() {
        let mut table = Table::new(&["a", "b"]);
        table.row(vec!["1".into(), "2".into()]);
        assert_eq!(table.to_string(), "| a | b |\n|---|---|\n| 1 | 2 |\n");
    }
}
