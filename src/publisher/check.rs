//! What is the matter with a file: a line for each finding, then a summary.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use raupe_core::feed::{Finding, Page, Problem, Reading, Severity};
use raupe_core::text;
use serde::Deserialize;
use serde_json::Value;

use crate::german;

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Hint];

/// Writes a line for each finding, and the summary.
pub fn report(page: &Page<'_>, reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let titles = titles(page);
    for finding in &reading.findings {
        let title = titles.get(&finding.record).map(String::as_str);
        writeln!(out, "{}", german::finding(finding, title))?;
    }
    if !reading.findings.is_empty() {
        writeln!(out)?;
    }
    summary(reading, out)
}

fn summary(reading: &Reading, out: &mut impl Write) -> io::Result<()> {
    let Reading {
        records,
        offers,
        ended,
        ..
    } = reading;
    writeln!(out, "Datensätze  {:>9}", german::number(*records))?;
    writeln!(out, "  Angebote  {:>9}", german::number(offers.len()))?;
    writeln!(out, "  beendet   {:>9}", german::number(*ended))?;
    writeln!(out, "  fehlerhaft{:>9}", german::number(reading.broken()))?;
    for severity in SEVERITIES {
        let count = german::number(reading.count(severity));
        writeln!(out, "{:<10}  {count:>9}", plural(severity))?;
        for (count, path, problem) in kinds(&reading.findings, severity) {
            let (kind, path) = (german::kind(problem), german::path(&path).to_owned());
            writeln!(
                out,
                "            {:>9}  {kind} ({path})",
                german::number(count)
            )?;
        }
    }
    if reading.offers.is_empty() {
        writeln!(
            out,
            "Kein einziges Angebot: So kann die Datei nicht veröffentlicht werden."
        )?;
    }
    Ok(())
}

const fn plural(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Fehler",
        Severity::Warning => "Warnungen",
        Severity::Hint => "Hinweise",
    }
}

/// How often each kind of problem occurs in which field, the most frequent first; with one
/// example of the kind.
fn kinds(findings: &[Finding], severity: Severity) -> Vec<(usize, String, &Problem)> {
    let mut kinds = BTreeMap::new();
    for finding in findings
        .iter()
        .filter(|finding| finding.severity() == severity)
    {
        let path = without_positions(&finding.path);
        kinds
            .entry((german::kind(&finding.problem), path))
            .or_insert((0, &finding.problem))
            .0 += 1;
    }
    let mut kinds: Vec<_> = kinds
        .into_iter()
        .map(|((_, path), (count, problem))| (count, path, problem))
        .collect();
    kinds.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    kinds
}

/// `schedules[3].opens_at` as `schedules[].opens_at`: the same field of every record.
fn without_positions(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for part in path.split_inclusive('[') {
        // After a bracket come digits; other digits belong to names such as `address_1`.
        out.push_str(if out.is_empty() {
            part
        } else {
            part.trim_start_matches(|c: char| c.is_ascii_digit())
        });
    }
    out
}

/// The part of a record that tells people which one is meant, also if it is otherwise broken.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    name: Value,
}

/// The titles of the records, by what findings call a record: its id or its position.
fn titles(page: &Page<'_>) -> HashMap<String, String> {
    let mut titles = HashMap::new();
    for (at, record) in page.records().iter().enumerate() {
        let Ok(Named {
            id,
            name: Value::String(name),
        }) = serde_json::from_str(record.get())
        else {
            continue;
        };
        let title = shortened(&text::clean_line(&name));
        if title.is_empty() {
            continue;
        }
        let id = match id {
            Value::String(id) => id.trim().to_owned(),
            Value::Number(id) => id.to_string(),
            _ => String::new(),
        };
        titles.insert(format!("#{}", at + 1), title.clone());
        // Of two records with the same id the first is kept.
        titles.entry(id).or_insert(title);
    }
    titles
}

fn shortened(title: &str) -> String {
    const MOST: usize = 60;
    match title.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &title[..at]),
        None => title.to_owned(),
    }
}
