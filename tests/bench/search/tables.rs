//! What was measured, as Markdown.

use std::fmt::Write as _;

use super::report::{Engine, Report};
use crate::stats::{median, percentile};
use crate::table::{Table, number};

/// The classes of queries in the order of the columns, and whether there is text to judge.
const CLASSES: [(&str, bool); 5] = [
    ("F", false),
    ("F2", false),
    ("P", true),
    ("C", true),
    ("K", true),
];

/// Recall from which answers count as whole.
const WHOLE: f64 = 0.99;

/// The engines at one number of offers.
pub fn of_size(report: &Report) -> String {
    let mut table = Table::new(&[
        "engine",
        "build s",
        "memory MB",
        "F",
        "F2",
        "P",
        "C",
        "K",
        "remarks",
    ]);
    for engine in &report.engines {
        let mut cells = vec![
            engine.name.clone(),
            median(&engine.built).map_or(String::new(), |ms| number(ms / 1e3)),
            if engine.built.is_empty() {
                String::new()
            } else {
                number(engine.heap / 1e6)
            },
        ];
        cells.extend(CLASSES.map(|(class, has_text)| cell(engine, class, has_text)));
        cells.push(remarks(engine));
        table.row(cells);
    }
    let mut text = format!(
        "\n## {} offers ({} MB of JSON)\n\n\
         ms per query (the best of up to nine rounds), p50 / p99, with the first 20 hits, the total and the counts of all options; below: \
         recall, precision, precision of the first 20.\n\n{table}\n",
        report.offers,
        number(bytes(report.bytes) / 1e6),
    );
    let (blob, opened) = (&report.opening.blob, &report.opening.opened);
    let _ = writeln!(
        text,
        "Stored image: {} ms as a bare Blob, {} ms into a directory (medians). Raupe and the plain filter agree on \
         total and counts in {} of {} queries without text.",
        number(median(blob).unwrap_or(0.0)),
        number(median(opened).unwrap_or(0.0)),
        report.agreeing.same,
        report.agreeing.of,
    );
    text
}

fn cell(engine: &Engine, class: &str, has_text: bool) -> String {
    let Some(measured) = engine.classes.get(class) else {
        return String::new();
    };
    let best = measured.best();
    let times = |percent| number(percentile(&best, percent).unwrap_or(0.0));
    let mut cell = format!("{} / {}", times(50), times(99));
    if let Some(quality) = engine.quality(class)
        && (has_text || quality.recall < WHOLE || quality.precision < WHOLE)
    {
        let share = |share: f64| format!("{share:.2}");
        let (recall, precision) = (share(quality.recall), share(quality.precision));
        let _ = write!(cell, "<br>{recall} {precision} {}", share(quality.first));
    }
    cell
}

fn remarks(engine: &Engine) -> String {
    let mut remarks = vec![engine.note.clone()];
    if !engine.disjunctive {
        remarks.push("counts over the hits".into());
    }
    if let (Some(memory), Some(image)) = (&engine.memory, engine.image) {
        let (image, peak) = (number(bytes(image) / 1e6), number(memory.peak / 1e6));
        remarks.push(format!("image {image} MB, {peak} MB while building"));
    }
    let asked = |class: &str| engine.classes.get(class).map(|class| class.judged.len());
    let most = CLASSES.iter().filter_map(|(class, _)| asked(class)).max();
    for (class, _) in CLASSES {
        if asked(class) < most {
            let few = asked(class).unwrap_or(0);
            remarks.push(format!("{class}: {few} of {} queries", most.unwrap_or(0)));
        }
    }
    remarks.retain(|remark| !remark.is_empty());
    remarks.join("; ")
}

/// The goals of `performance.md` that are about search, each as a ratio in the same run.
pub fn goals(reports: &[Report]) -> String {
    let mut table = Table::new(&["goal", "offers", "ratio", "at most", "met"]);
    for report in reports {
        for (goal, ratio, limit) in goals_at(report) {
            let Some(ratio) = ratio else { continue };
            table.row(vec![
                goal.to_owned(),
                report.offers.to_string(),
                number(ratio),
                number(limit),
                met(ratio <= limit),
            ]);
        }
        for (goal, share) in recalls(report) {
            let Some(share) = share else { continue };
            let share_met = met(share >= WHOLE);
            let cells = [
                goal,
                &report.offers.to_string(),
                &format!("{share:.3}"),
                "at least 0.99",
            ];
            let mut cells: Vec<_> = cells.map(str::to_owned).to_vec();
            cells.push(share_met);
            table.row(cells);
        }
    }
    format!("\n## Goals\n\n{table}")
}

type Goal = (&'static str, Option<f64>, f64);

fn goals_at(report: &Report) -> Vec<Goal> {
    let Some(ours) = report.engine("**Raupe**") else {
        return Vec::new();
    };
    let peer = |name| report.engine(name);
    let time = |class, peer: Option<&Engine>| Some(ours.time(class)? / peer?.time(class)?);
    let best = |class, is_equal: bool| {
        let peers = report.engines.iter().skip(1);
        let times = peers
            .filter(|peer| peer.disjunctive || !is_equal)
            .filter_map(|peer| peer.time(class));
        Some(ours.time(class)? / times.min_by(f64::total_cmp)?)
    };
    let memory = |peer: Option<&Engine>| Some(ours.heap / peer?.heap);
    let built = |engine: &Engine| median(&engine.built);
    let (mini, flex) = (peer("MiniSearch"), peer("FlexSearch"));
    let opening = &report.opening;
    vec![
        (
            "1 filter + counts (F) : best JS peer with the same counts",
            best("F", true),
            1.0 / 50.0,
        ),
        (
            "1 filter + counts (F2) : best JS peer with the same counts",
            best("F2", true),
            1.0 / 50.0,
        ),
        (
            "1 filter + counts (F) : best JS peer, with whatever counts",
            best("F", false),
            1.0 / 50.0,
        ),
        (
            "1 filter + counts (F2) : best JS peer, with whatever counts",
            best("F2", false),
            1.0 / 50.0,
        ),
        (
            "2 prefix + typo (C) : MiniSearch",
            time("C", mini),
            1.0 / 15.0,
        ),
        (
            "2 prefix + typo (C) : uFuzzy",
            time("C", peer("uFuzzy")),
            1.0 / 15.0,
        ),
        ("3 prefix (P) : FlexSearch", time("P", flex), 0.5),
        ("3 memory : FlexSearch", memory(flex), 0.1),
        (
            "4 build : MiniSearch",
            mini.and_then(|mini| Some(built(ours)? / built(mini)?)),
            0.2,
        ),
        ("4 memory : MiniSearch", memory(mini), 1.0 / 8.0),
        (
            "6 stored directory : bare Blob",
            median(&opening.opened)
                .zip(median(&opening.blob))
                .map(|(one, other)| one / other),
            1.2,
        ),
    ]
}

fn recalls(report: &Report) -> [(&'static str, Option<f64>); 2] {
    let recall = |class| Some(report.engine("**Raupe**")?.quality(class)?.recall);
    [
        ("2 recall of C", recall("C")),
        ("2 recall of K, parts of compounds", recall("K")),
    ]
}

/// The budgets of `performance.md` for searching, with the processor slowed four times.
pub fn budgets(reports: &[Report]) -> String {
    let mut table = Table::new(&[
        "budget, processor slowed 4×",
        "offers",
        "ms",
        "target",
        "limit",
        "met",
    ]);
    for report in reports {
        let slowest = |classes: &[&str]| {
            let times = classes.iter().filter_map(|class| report.slowed.get(*class));
            times.copied().max_by(f64::total_cmp)
        };
        let (filters, texts) = match report.offers {
            10_000 => ([0.2, 1.0], [1.0, 4.0]),
            100_000 => ([2.0, 8.0], [5.0, 16.0]),
            _ => continue,
        };
        for (name, ms, [target, limit]) in [
            ("filter + all counts", slowest(&["F", "F2"]), filters),
            ("text + filters + counts", slowest(&["P", "C", "K"]), texts),
        ] {
            let Some(ms) = ms else { continue };
            let offers = report.offers.to_string();
            let met = met(ms <= limit);
            table.row(vec![
                name.into(),
                offers,
                number(ms),
                number(target),
                number(limit),
                met,
            ]);
        }
    }
    format!("\n## Budgets of searching\n\n{table}")
}

fn met(is_met: bool) -> String {
    if is_met { "met" } else { "**missed**" }.to_owned()
}

#[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
fn bytes(bytes: usize) -> f64 {
    bytes as f64
}
