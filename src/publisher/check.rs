//! What is the matter with a file: a line for each finding, then a summary.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

use raupe_core::feed::{Finding, Page, Reading, Severity};
use raupe_core::offer::Offer;
use raupe_core::text;
use serde::Deserialize;
use serde_json::Value;

use crate::german;
use crate::misleading::{Misleading, misleading};
use crate::sheet::{self, Sheet};

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Hint];

/// A finding as it is shown, and what the summary counts by.
struct Line {
    severity: Severity,
    kind: &'static str,
    place: String,
    text: String,
}

/// Writes a line for each finding, and the summary. For a sheet, findings say row and column.
pub fn report(
    page: &Page<'_>,
    reading: &Reading,
    sheet: Option<&Sheet>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut lines: Vec<_> = match sheet {
        Some(sheet) => sheet.with(&reading.findings).iter().map(row_line).collect(),
        None => record_lines(page, reading),
    };
    lines.extend(reading.offers.iter().flat_map(misleading_lines));
    for line in &lines {
        writeln!(out, "{}", line.text)?;
    }
    if !lines.is_empty() {
        writeln!(out)?;
    }
    summary(reading, sheet.map_or(0, |sheet| sheet.broken), &lines, out)
}

fn record_lines(page: &Page<'_>, reading: &Reading) -> Vec<Line> {
    let titles = titles(page);
    let line = |finding: &Finding| Line {
        severity: finding.severity(),
        kind: german::kind(&finding.problem),
        place: german::path(&without_positions(&finding.path)).to_owned(),
        text: german::finding(finding, titles.get(&finding.record).map(String::as_str)),
    };
    reading.findings.iter().map(line).collect()
}

fn row_line(finding: &sheet::Finding) -> Line {
    let column = finding.place.column.as_ref();
    Line {
        severity: finding.severity(),
        kind: german::sheet_kind(&finding.problem),
        place: column.map_or_else(|| german::WHOLE_ROW.to_owned(), german::column),
        text: german::sheet_finding(finding),
    }
}

fn misleading_lines(offer: &Offer) -> Vec<Line> {
    let line = |what: &Misleading| {
        let (kind, place) = german::misleading_kind(what);
        Line {
            severity: Severity::Warning,
            kind,
            place: place.to_owned(),
            text: german::misleading(offer, what),
        }
    };
    misleading(offer).iter().map(line).collect()
}

/// `rows` is how many rows of a sheet are broken, so that they are no records at all.
fn summary(reading: &Reading, rows: usize, lines: &[Line], out: &mut impl Write) -> io::Result<()> {
    let Reading {
        records,
        offers,
        ended,
        ..
    } = reading;
    let broken = reading.broken() + rows;
    writeln!(out, "Datensätze  {:>9}", german::number(*records + rows))?;
    writeln!(out, "  Angebote  {:>9}", german::number(offers.len()))?;
    writeln!(out, "  beendet   {:>9}", german::number(*ended))?;
    writeln!(out, "  fehlerhaft{:>9}", german::number(broken))?;
    for severity in SEVERITIES {
        let kinds = kinds(lines, severity);
        let count: usize = kinds.iter().map(|(count, ..)| count).sum();
        writeln!(
            out,
            "{:<10}  {:>9}",
            plural(severity),
            german::number(count)
        )?;
        for (count, kind, place) in kinds {
            let count = german::number(count);
            writeln!(out, "            {count:>9}  {kind} ({place})")?;
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

/// How often each kind of problem occurs in which field or column, the most frequent first.
fn kinds(lines: &[Line], severity: Severity) -> Vec<(usize, &'static str, &str)> {
    let mut kinds = BTreeMap::new();
    for line in lines.iter().filter(|line| line.severity == severity) {
        *kinds.entry((line.kind, line.place.as_str())).or_insert(0) += 1;
    }
    let mut kinds: Vec<_> = kinds
        .into_iter()
        .map(|((kind, place), count)| (count, kind, place))
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
