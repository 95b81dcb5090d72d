//! The command line: small enough to be read by hand.

use std::net::SocketAddr;
use std::num::ParseIntError;
use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use raupe_sample::Sample;

use crate::bench::{self, Bench};
use crate::fuzz::Fuzz;
use crate::test::Part;

/// What `cargo xtask help` prints.
pub const HELP: &str = "\
cargo xtask serve [--listen 127.0.0.1:8080] [--feed FILE] [--region FILE]
    Sets up what is missing, builds the client, publishes the feed (the demo feed unless
    given) and serves both. The first time takes about a quarter of an hour. --region
    names the settings of another county than that of public/region.json.

cargo xtask test [PART…]
    Installs what the tests need and runs them: fmt lint native js wasm e2e.
    Without PART all of them, in this order, with a summary at the end.

cargo xtask shots
    Leaves a picture of every screen in target/shots: phone and computer, light and dark,
    German and Arabic, by Chromium. To look at after a change of the interface.

cargo xtask fuzz [TARGET [FILE]] [--seconds 60]
    Gives arbitrary bytes to everything that reads bytes from outside, a minute each.
    With FILE, which was found before, it runs just that.

cargo xtask attack
    Attacks the program as it is started: odd addresses, clients that send half a request or
    read nothing, keys where they do not belong. Part of `test native`; takes seconds.

cargo xtask soak [--kills 200] [--seed NUMBER]
    Kills Chromium and Firefox at random moments of a sync with 3,000 offers; what they
    show afterwards must be the old or the new directory. Takes an hour.

cargo xtask dist [--out dist] [--feed FILE] [--region FILE]
                 [--key NAME.key [--next-key NEXT.pub]]
    Leaves a folder that any static web host can serve, also under a subpath. The feed
    is signed with NAME.key, and the app believes NAME.pub and NEXT.pub.

cargo xtask sample --offers NUMBER --out FILE [--seed 1] [--edition 0]
    Writes a feed with that many examples, up to 100,000: for `serve --feed FILE`. In
    each next edition one offer in a hundred is different.

cargo xtask bench [search|app|serve] [--offers 3000,10000,100000] [--large]
    Measures and prints tables, which are kept in target/bench with all numbers: the search
    beside other search engines, in one browser page, with so many offers; and the app in a
    browser with a slow processor and slow networks. --large measures the app with 100,000
    offers, too; and what odd addresses cost the server. Takes about half an hour in which
    nothing else should run.

Tools that are built from source are kept in $RAUPE_TOOLS, else in
$XDG_CACHE_HOME/raupe/tools, else in ~/.cache/raupe/tools, and shared by all checkouts.";

/// One call of `cargo xtask`.
#[derive(Debug, PartialEq)]
pub enum Task {
    /// Print what there is.
    Help,
    /// Build, publish and serve at one address.
    Serve(Serve),
    /// Build and publish into a folder.
    Dist(Dist),
    /// Run these parts of the tests.
    Test(Vec<Part>),
    /// Take a picture of every screen.
    Shots,
    /// Give arbitrary bytes to what reads bytes from outside.
    Fuzz(Fuzz),
    /// Attack the program as it is started.
    Attack,
    /// Kill browsers in the middle of a sync, again and again.
    Soak(Soak),
    /// Measure.
    Bench(Bench),
    /// Write a feed of examples into this file.
    Sample { sample: Sample, out: PathBuf },
}

/// What to serve.
#[derive(Debug, PartialEq)]
pub struct Serve {
    /// The address.
    pub listen: SocketAddr,
    /// The feed, if it is not the demo.
    pub feed: Option<PathBuf>,
    /// The settings, if they are not those of the checkout.
    pub region: Option<PathBuf>,
}

/// What to pack.
#[derive(Debug, Default, PartialEq)]
pub struct Dist {
    /// The folder, if it is not `dist`.
    pub out: Option<PathBuf>,
    /// The feed, if it is not the demo.
    pub feed: Option<PathBuf>,
    /// The settings, if they are not those of the checkout.
    pub region: Option<PathBuf>,
    /// The secret key to sign the feed with.
    pub key: Option<PathBuf>,
    /// The public key that will sign after it.
    pub next_key: Option<PathBuf>,
}

/// Reads the words after `cargo xtask`.
pub fn parse(words: impl IntoIterator<Item = String>) -> Result<Task> {
    let mut words = words.into_iter();
    let Some(command) = words.next() else {
        return Ok(Task::Help);
    };
    match command.as_str() {
        "help" | "--help" | "-h" => Ok(Task::Help),
        "serve" => {
            let names = ["--listen", "--feed", "--region"];
            let [listen, feed, region] = options(words, names)?;
            let listen = listen.unwrap_or_else(|| "127.0.0.1:8080".to_owned());
            Ok(Task::Serve(Serve {
                listen: listen
                    .parse()
                    .with_context(|| format!("--listen {listen:?} is not ADDRESS:PORT"))?,
                feed: feed.map(PathBuf::from),
                region: region.map(PathBuf::from),
            }))
        }
        "dist" => {
            let names = ["--out", "--feed", "--region", "--key", "--next-key"];
            let [out, feed, region, key, next_key] =
                options(words, names)?.map(|value| value.map(PathBuf::from));
            if next_key.is_some() && key.is_none() {
                bail!("--next-key stands beside --key, the key that signs today");
            }
            Ok(Task::Dist(Dist {
                out,
                feed,
                region,
                key,
                next_key,
            }))
        }
        "fuzz" => {
            let (named, rest): (Vec<_>, Vec<_>) = split_options(words);
            let [seconds] = options(rest, ["--seconds"])?;
            let mut named = named.into_iter();
            let order = Fuzz {
                target: named.next(),
                file: named.next().map(PathBuf::from),
                seconds: number(seconds.as_deref(), "--seconds")?,
            };
            match named.next() {
                Some(word) => {
                    bail!("{word:?} is one word too many: cargo xtask fuzz [TARGET [FILE]]")
                }
                None => Ok(Task::Fuzz(order)),
            }
        }
        "soak" => {
            let [kills, seed] = options(words, ["--kills", "--seed"])?;
            Ok(Task::Soak(Soak {
                kills: number(kills.as_deref(), "--kills")?,
                seed: number(seed.as_deref(), "--seed")?,
            }))
        }
        "bench" => {
            let (named, rest) = split_options(words);
            let (large, rest): (Vec<_>, Vec<_>) =
                rest.into_iter().partition(|word| word == "--large");
            let [offers] = options(rest, ["--offers"])?;
            let part = match named.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                [] => None,
                ["search"] => Some(bench::Part::Search),
                ["app"] => Some(bench::Part::App),
                ["serve"] => Some(bench::Part::Serve),
                _ => bail!("there is no such measuring; known here: search app serve"),
            };
            Ok(Task::Bench(Bench {
                part,
                offers,
                large: !large.is_empty(),
            }))
        }
        "sample" => {
            let names = ["--offers", "--out", "--seed", "--edition"];
            let [offers, out, seed, edition] = options(words, names)?;
            let offers = number(offers.as_deref(), "--offers")?;
            let seed = number(seed.as_deref(), "--seed")?;
            let edition = number(edition.as_deref(), "--edition")?;
            Ok(Task::Sample {
                sample: Sample {
                    offers: offers.context("--offers says how many there are to be")?,
                    seed: seed.unwrap_or(1),
                    edition: edition.unwrap_or(0),
                },
                out: out.context("--out names the file to write")?.into(),
            })
        }
        "shots" => alone(words, Task::Shots, "shots"),
        "attack" => alone(words, Task::Attack, "attack"),
        "test" => words
            .map(|word| Part::from_word(&word))
            .collect::<Result<_>>()
            .map(Task::Test),
        other => bail!("there is no command {other:?}.\n\n{HELP}"),
    }
}

/// A command that takes no more words.
fn alone(mut words: impl Iterator<Item = String>, task: Task, name: &str) -> Result<Task> {
    match words.next() {
        Some(word) => bail!("{word:?} is one word too many: cargo xtask {name}"),
        None => Ok(task),
    }
}

/// How long to soak.
#[derive(Debug, Default, PartialEq)]
pub struct Soak {
    /// How often a browser is killed, if not 200 times (50 in Firefox).
    pub kills: Option<u32>,
    /// For the moments that chance chose before.
    pub seed: Option<u32>,
}

/// The words before the first option, and the rest.
fn split_options(words: impl IntoIterator<Item = String>) -> (Vec<String>, Vec<String>) {
    let mut words = words.into_iter().peekable();
    let mut named = Vec::new();
    while let Some(word) = words.next_if(|word| !word.starts_with("--")) {
        named.push(word);
    }
    (named, words.collect())
}

fn number<N>(value: Option<&str>, name: &str) -> Result<Option<N>>
where
    N: FromStr<Err = ParseIntError>,
{
    let number = value.map(|value| {
        value
            .parse()
            .with_context(|| format!("{name} takes a whole number, not {value:?}"))
    });
    number.transpose()
}

/// Reads `--name VALUE` and `--name=VALUE`, in any order, into the places of `names`.
fn options<const N: usize>(
    words: impl IntoIterator<Item = String>,
    names: [&str; N],
) -> Result<[Option<String>; N]> {
    let mut values = [const { None }; N];
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        let Some(place) = names.iter().position(|known| *known == name) else {
            bail!("unknown option {name:?}; known here: {}", names.join(" "));
        };
        let value = value.or_else(|| words.next());
        values[place] = Some(value.with_context(|| format!("{name} needs a value"))?);
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn commands() {
        for (line, expected) in [
            ("", Task::Help),
            (
                "serve",
                Task::Serve(Serve {
                    listen: "127.0.0.1:8080".parse().unwrap(),
                    feed: None,
                    region: None,
                }),
            ),
            (
                "serve --feed a.json --listen=[::1]:9000 --region b.json",
                Task::Serve(Serve {
                    listen: "[::1]:9000".parse().unwrap(),
                    feed: Some("a.json".into()),
                    region: Some("b.json".into()),
                }),
            ),
            (
                "dist --region b.json",
                Task::Dist(Dist {
                    region: Some("b.json".into()),
                    ..Dist::default()
                }),
            ),
            (
                "dist --out site",
                Task::Dist(Dist {
                    out: Some("site".into()),
                    ..Dist::default()
                }),
            ),
            (
                "dist --key p.key --next-key n.pub",
                Task::Dist(Dist {
                    key: Some("p.key".into()),
                    next_key: Some("n.pub".into()),
                    ..Dist::default()
                }),
            ),
            ("fuzz", Task::Fuzz(Fuzz::default())),
            (
                "fuzz page found/crash-1 --seconds 5",
                Task::Fuzz(Fuzz {
                    target: Some("page".into()),
                    file: Some("found/crash-1".into()),
                    seconds: Some(5),
                }),
            ),
            (
                "soak --kills 20",
                Task::Soak(Soak {
                    kills: Some(20),
                    seed: None,
                }),
            ),
            (
                "sample --offers 3000 --out a.json --edition 2",
                Task::Sample {
                    sample: Sample {
                        offers: 3_000,
                        seed: 1,
                        edition: 2,
                    },
                    out: "a.json".into(),
                },
            ),
            ("bench", Task::Bench(Bench::default())),
            (
                "bench search --offers 3000,10000",
                Task::Bench(Bench {
                    part: Some(bench::Part::Search),
                    offers: Some("3000,10000".into()),
                    large: false,
                }),
            ),
            (
                "bench app --large",
                Task::Bench(Bench {
                    part: Some(bench::Part::App),
                    offers: None,
                    large: true,
                }),
            ),
            (
                "bench serve",
                Task::Bench(Bench {
                    part: Some(bench::Part::Serve),
                    offers: None,
                    large: false,
                }),
            ),
            ("shots", Task::Shots),
            ("attack", Task::Attack),
            ("test", Task::Test(vec![])),
            ("test wasm fmt", Task::Test(vec![Part::Wasm, Part::Fmt])),
        ] {
            assert_eq!(parsed(line).unwrap(), expected, "{line}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (line, hint) in [
            ("sevre", "no command \"sevre\""),
            ("serve --listen 8080", "\"8080\" is not ADDRESS:PORT"),
            (
                "serve --out x",
                "unknown option \"--out\"; known here: --listen --feed --region",
            ),
            ("dist --feed", "--feed needs a value"),
            ("test wsam", "no part \"wsam\""),
            ("dist --next-key a.pub", "stands beside --key"),
            ("fuzz page a b", "one word too many"),
            ("shots start", "one word too many"),
            ("attack all", "one word too many"),
            ("fuzz --seconds soon", "a whole number, not \"soon\""),
            ("soak --kills", "--kills needs a value"),
            ("bench everything", "known here: search app serve"),
            ("sample --out a.json", "--offers says how many"),
            ("sample --offers 10", "--out names the file"),
        ] {
            let error = format!("{:#}", parsed(line).unwrap_err());
            assert!(error.contains(hint), "{line}: {error}");
        }
    }
}
