//! What was measured, row by row.

use std::fmt;

use serde::Serialize;

use crate::table::{Table, number};

/// What one has to know to read the table.
const REMARK: &str = "Times with the processor slowed four times, medians. Bounds with a remark come from measurements \
     of another day: first paint at most 1.5 times that of a Leptos app without anything in it, or a third of \
     Integreat's; bytes at most an eighth of Integreat's. All connections share a slow line; lost packets, slow \
     beginnings of connections and TLS are not imitated. The processor is slow for pages, not for workers.";

/// All rows, in the order in which they were measured.
#[derive(Debug, Default, Serialize)]
pub struct Rows(Vec<Row>);

#[derive(Debug, Serialize)]
struct Row {
    what: String,
    measured: f64,
    unit: &'static str,
    /// What it should be, and what it must not exceed: the budgets of `performance.md`.
    budget: Option<[f64; 2]>,
}

impl Rows {
    /// Adds what has no budget.
    pub fn add(&mut self, what: impl Into<String>, measured: f64, unit: &'static str) {
        self.push(what.into(), measured, unit, None);
    }

    /// Adds what has a target and a limit.
    pub fn judge(
        &mut self,
        what: impl Into<String>,
        measured: f64,
        unit: &'static str,
        budget: [f64; 2],
    ) {
        self.push(what.into(), measured, unit, Some(budget));
    }

    fn push(&mut self, what: String, measured: f64, unit: &'static str, budget: Option<[f64; 2]>) {
        eprintln!("  {what}: {} {unit}", number(measured));
        self.0.push(Row {
            what,
            measured,
            unit,
            budget,
        });
    }
}

impl fmt::Display for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = Table::new(&["the app", "measured", "target", "limit", "met"]);
        for row in &self.0 {
            let value = |value: f64| format!("{} {}", number(value), row.unit);
            let [target, limit] = row.budget.map_or_else(Default::default, |it| it.map(value));
            let met = match row.budget {
                None => "",
                Some([target, _]) if row.measured <= target => "target",
                Some([_, limit]) if row.measured <= limit => "limit",
                Some(_) => "**missed**",
            };
            table.row(vec![
                row.what.clone(),
                value(row.measured),
                target,
                limit,
                met.into(),
            ]);
        }
        write!(f, "\n## The app\n\n{REMARK}\n\n{table}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_which_of_its_bounds_it_keeps() {
        let mut rows = Rows::default();
        for measured in [1.0, 2.0, 3.0] {
            rows.judge("thing", measured, "s", [1.0, 2.0]);
        }
        rows.add("other", 4.0, "kB");
        let table = rows.to_string();
        let lines: Vec<_> = table
            .lines()
            .filter(|line| line.starts_with("| "))
            .collect();
        assert_eq!(
            lines,
            [
                "| the app | measured | target | limit | met |",
                "| thing | 1.0 s | 1.0 s | 2.0 s | target |",
                "| thing | 2.0 s | 1.0 s | 2.0 s | limit |",
                "| thing | 3.0 s | 1.0 s | 2.0 s | **missed** |",
                "| other | 4.0 kB |  |  |  |",
            ]
        );
    }
}
