//! Bytes on disk that will travel, and what it takes to make them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use raupe_e2e::process::peak_memory;
use raupe_e2e::server::publishing;
use raupe_e2e::{deploy, env};
use raupe_sample::Sample;
use serde_json::Value;

use super::rows::Rows;
use super::{Feed, SEED};

const KB: f64 = 1e3;

/// The client as its service worker keeps it: what a phone loads to have all of it without a network.
pub fn shell(rows: &mut Rows) -> Result<()> {
    let bytes = packed(&env::path(env::APP)?)?;
    rows.judge(
        "shell, all files that are kept, with brotli",
        kb(bytes),
        "kB",
        [150.0, 200.0],
    );
    Ok(())
}

/// Publishes so many offers, and weighs them and the change of a day.
pub fn feed(offers: usize, folder: &Path, rows: &mut Rows) -> Result<Feed> {
    let source = folder.join(format!("{offers}.json"));
    let sample = Sample::new(offers, SEED);
    fs::write(&source, sample.page())?;
    let out = folder.join(format!("feed-{offers}"));
    // Later than the feed whose place it takes in `visits::sync`.
    let (took, memory) = publish(&source, &out, 2)?;
    let what = format!("`raupe publish`, {offers} offers");
    rows.add(&what, took.as_secs_f64(), "s");
    if let Some(memory) = memory {
        rows.add(format!("{what}, memory"), memory, "MB");
    }
    let manifest: Value = serde_json::from_slice(&fs::read(out.join("manifest.json"))?)?;
    let snapshot = manifest["snapshot"].as_str();
    let snapshot = out.join(snapshot.context("a manifest names its snapshot")?);
    let target = match offers {
        3_000 => 160.0,
        10_000 => 475.0,
        _ => 4_700.0,
    };
    // The limit: the same offers as plain JSON.
    let budget = [target, kb(plain_json(&source, folder)?)];
    let what = format!("whole feed, {offers} offers");
    rows.judge(what, kb(travelling(&snapshot)?), "kB", budget);

    let (next, later) = (
        folder.join("next.json"),
        folder.join(format!("next-{offers}")),
    );
    fs::write(&next, sample.next().page())?;
    deploy::copy(&out, &later)?;
    publish(&next, &later, 2)?;
    let is_delta = |name: &String| name.starts_with("delta") && name.ends_with("json");
    let delta = names(&later)?.into_iter().find(is_delta);
    let delta = delta.context("there is no delta to the next edition")?;
    let bytes = kb(travelling(&later.join(delta))?);
    let what = format!("daily update, {offers} offers, one in a hundred changed");
    if offers == 10_000 {
        rows.judge(what, bytes, "kB", [2.0, 10.0]);
    } else {
        rows.add(what, bytes, "kB");
    }
    Ok(Feed {
        name: offers.to_string(),
        offers: Some(offers),
        folder: out,
    })
}

/// `raupe publish`: how long it took, and how much memory at most, in MB, where Linux tells.
pub fn publish(source: &Path, out: &Path, epoch: u32) -> Result<(Duration, Option<f64>)> {
    fs::create_dir_all(out)?;
    let mut command = publishing(source, out)?;
    if !out.join("manifest.json").exists() {
        command.args(["--epoch", &epoch.to_string()]);
    }
    let start = Instant::now();
    let mut program = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .context("cannot start raupe publish")?;
    let mut memory = None;
    let ended = loop {
        if let Some(ended) = program.try_wait()? {
            break ended;
        }
        memory = peak_memory(program.id()).or(memory);
        std::thread::sleep(Duration::from_millis(20));
    };
    ensure!(ended.success(), "raupe publish ended with {ended}");
    Ok((start.elapsed(), memory.map(mb)))
}

/// The bytes of the feed as it came, compressed as well as brotli can.
fn plain_json(source: &Path, folder: &Path) -> Result<u64> {
    let place = folder.join("plain");
    fs::create_dir_all(&place)?;
    let file = place.join("feed.json");
    fs::copy(source, &file)?;
    let status = Command::new(env::path(env::RAUPE)?)
        .arg("compress")
        .arg(&place)
        .stdout(Stdio::null())
        .status()?;
    ensure!(status.success(), "raupe compress ended with {status}");
    travelling(&file)
}

/// What travels of a client: the worker, and each file it lists; files that are the same travel once.
fn packed(app: &Path) -> Result<u64> {
    let script = fs::read_to_string(app.join("sw.js")).context("the client has no sw.js")?;
    let mut seen = BTreeSet::new();
    let mut bytes = travelling(&app.join("sw.js"))?;
    for (name, digest) in listed(&script)? {
        if seen.insert(digest) {
            bytes += travelling(&app.join(name))?;
        }
    }
    Ok(bytes)
}

/// The files in the list of a packed service worker, and their digests.
fn listed(script: &str) -> Result<Vec<(&str, &str)>> {
    let (_, rest) = script
        .split_once("const SHELL = {")
        .context("sw.js has no list of its files")?;
    let (list, _) = rest
        .split_once('}')
        .context("the list in sw.js has no end")?;
    let entry = |line| {
        let mut quoted = str::split(line, '\'').skip(1).step_by(2);
        Some((quoted.next()?, quoted.next()?))
    };
    let files: Vec<_> = list.lines().filter_map(entry).collect();
    ensure!(!files.is_empty(), "the list in sw.js is empty");
    Ok(files)
}

/// What travels of a file: its compressed twin, if there is one.
fn travelling(file: &Path) -> Result<u64> {
    let mut twin = file.as_os_str().to_owned();
    twin.push(".br");
    let there = fs::metadata(twin).or_else(|_| fs::metadata(file));
    Ok(there
        .with_context(|| format!("cannot read {}", file.display()))?
        .len())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    Ok(names)
}

/// In the thousands of bytes that the budgets count in.
pub fn kb(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / KB
}

/// Bytes in MB.
pub fn mb(bytes: u64) -> f64 {
    kb(bytes / 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_travels_once_and_in_its_smallest_form() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, length| fs::write(folder.path().join(name), vec![0; length]);
        fs::create_dir(folder.path().join("icons")).unwrap();
        let script = "const SHELL = {\n  'app.js': 'sha256-a=',\n  'icons/raupe.svg': 'sha256-b=',\n  \
                      'twin.svg': 'sha256-b=',\n};\nconst MORE = { 'no.js': 'sha256-c=' };\n";
        fs::write(folder.path().join("sw.js"), script).unwrap();
        write("sw.js.br", 20).unwrap();
        write("app.js", 1_000).unwrap();
        write("app.js.br", 300).unwrap();
        write("app.js.gz", 400).unwrap();
        write("icons/raupe.svg", 50).unwrap();
        write("twin.svg", 50).unwrap();
        write("screenshot.webp", 9_000).unwrap();
        assert_eq!(packed(folder.path()).unwrap(), 370);
        assert!(listed("const SHELL = {};").is_err());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn linux_tells_how_much_memory_a_process_has_used() {
        let used = peak_memory(std::process::id()).unwrap();
        assert!((1_000_000..10_000_000_000).contains(&used), "{used} bytes");
        assert!((mb(2_500_000) - 2.5).abs() < 1e-9);
    }
}
