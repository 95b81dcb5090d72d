//! The command line.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;
use raupe_sample::Sample;

use crate::bench::{self, Bench};
use crate::fuzz::Fuzz;
use crate::test::Part;

/// What `cargo xtask help` prints.
pub const HELP: &str = "\
cargo xtask serve [--listen 127.0.0.1:8080] [--feed FILE] [--region FILE]
    Sets up what is missing, builds the client, publishes the feed (the demo feed unless
    given) and serves both. The first time takes about twelve minutes. --region
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

/// How long to soak.
#[derive(Debug, Default, PartialEq)]
pub struct Soak {
    /// How often a browser is killed, if not 200 times (50 in Firefox).
    pub kills: Option<u32>,
    /// For the moments that chance chose before.
    pub seed: Option<u32>,
}

/// Reads the words after `cargo xtask`.
pub fn parse(words: impl IntoIterator<Item: Into<OsString>>) -> Result<Task> {
    let mut words = lexopt::Parser::from_args(words);
    let command = match words.next()? {
        None | Some(Short('h') | Long("help")) => return Ok(Task::Help),
        Some(Value(command)) => command.string()?,
        Some(option) => return Err(option.unexpected().into()),
    };
    let task = match command.as_str() {
        "help" => Ok(Task::Help),
        "serve" => serve(&mut words).map(Task::Serve),
        "dist" => dist(&mut words).map(Task::Dist),
        "fuzz" => fuzz(&mut words).map(Task::Fuzz),
        "soak" => soak(&mut words).map(Task::Soak),
        "bench" => bench(&mut words).map(Task::Bench),
        "sample" => sample(&mut words),
        "shots" => alone(&mut words, Task::Shots),
        "attack" => alone(&mut words, Task::Attack),
        "test" => test(&mut words).map(Task::Test),
        other => bail!("there is no command {other:?}.\n\n{HELP}"),
    };
    task.with_context(|| format!("cargo xtask {command}, which `cargo xtask help` explains"))
}

fn serve(words: &mut lexopt::Parser) -> Result<Serve> {
    let mut order = Serve {
        listen: (Ipv4Addr::LOCALHOST, 8080).into(),
        feed: None,
        region: None,
    };
    while let Some(word) = words.next()? {
        match word {
            Long("listen") => {
                let listen = words.value()?.string()?;
                order.listen = listen
                    .parse()
                    .with_context(|| format!("--listen {listen:?} is not ADDRESS:PORT"))?;
            }
            Long("feed") => order.feed = Some(words.value()?.into()),
            Long("region") => order.region = Some(words.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(order)
}

fn dist(words: &mut lexopt::Parser) -> Result<Dist> {
    let mut order = Dist::default();
    while let Some(word) = words.next()? {
        let place = match word {
            Long("out") => &mut order.out,
            Long("feed") => &mut order.feed,
            Long("region") => &mut order.region,
            Long("key") => &mut order.key,
            Long("next-key") => &mut order.next_key,
            other => return Err(other.unexpected().into()),
        };
        *place = Some(words.value()?.into());
    }
    if order.next_key.is_some() && order.key.is_none() {
        bail!("--next-key stands beside --key, the key that signs today");
    }
    Ok(order)
}

fn fuzz(words: &mut lexopt::Parser) -> Result<Fuzz> {
    let mut order = Fuzz::default();
    while let Some(word) = words.next()? {
        match word {
            Long("seconds") => order.seconds = Some(words.value()?.parse()?),
            Value(target) if order.target.is_none() => order.target = Some(target.string()?),
            Value(file) if order.file.is_none() => order.file = Some(file.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(order)
}

fn soak(words: &mut lexopt::Parser) -> Result<Soak> {
    let mut order = Soak::default();
    while let Some(word) = words.next()? {
        let place = match word {
            Long("kills") => &mut order.kills,
            Long("seed") => &mut order.seed,
            other => return Err(other.unexpected().into()),
        };
        *place = Some(words.value()?.parse()?);
    }
    Ok(order)
}

fn bench(words: &mut lexopt::Parser) -> Result<Bench> {
    let mut order = Bench::default();
    while let Some(word) = words.next()? {
        match word {
            Long("offers") => order.offers = Some(words.value()?.string()?),
            Long("large") => order.large = true,
            Value(part) if order.part.is_none() => {
                order.part = Some(match part.string()?.as_str() {
                    "search" => bench::Part::Search,
                    "app" => bench::Part::App,
                    "serve" => bench::Part::Serve,
                    other => bail!("nothing measures {other:?}; known here: search app serve"),
                });
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(order)
}

fn sample(words: &mut lexopt::Parser) -> Result<Task> {
    let (mut offers, mut out) = (None, None);
    let (mut seed, mut edition) = (1, 0);
    while let Some(word) = words.next()? {
        match word {
            Long("offers") => offers = Some(words.value()?.parse()?),
            Long("out") => out = Some(words.value()?.into()),
            Long("seed") => seed = words.value()?.parse()?,
            Long("edition") => edition = words.value()?.parse()?,
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Task::Sample {
        sample: Sample {
            offers: offers.context("--offers says how many there are to be")?,
            seed,
            edition,
        },
        out: out.context("--out names the file to write")?,
    })
}

fn test(words: &mut lexopt::Parser) -> Result<Vec<Part>> {
    let mut parts = Vec::new();
    while let Some(word) = words.next()? {
        match word {
            Value(part) => parts.push(Part::from_word(&part.string()?)?),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(parts)
}

/// A command that takes no more words.
fn alone(words: &mut lexopt::Parser, task: Task) -> Result<Task> {
    match words.next()? {
        Some(word) => Err(word.unexpected().into()),
        None => Ok(task),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task> {
        parse(line.split_whitespace())
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
            ("serve --out x", "invalid option '--out'"),
            ("dist --feed", "missing argument for option '--feed'"),
            ("test wsam", "no part \"wsam\""),
            ("dist --next-key a.pub", "stands beside --key"),
            ("fuzz page a b", "unexpected argument \"b\""),
            ("shots start", "unexpected argument \"start\""),
            (
                "attack all",
                "cargo xtask attack, which `cargo xtask help` explains",
            ),
            ("fuzz --seconds soon", "cannot parse argument \"soon\""),
            ("soak --kills", "missing argument for option '--kills'"),
            ("bench everything", "known here: search app serve"),
            ("sample --out a.json", "--offers says how many"),
            ("sample --offers 10", "--out names the file"),
        ] {
            let error = format!("{:#}", parsed(line).unwrap_err());
            assert!(error.contains(hint), "{line}: {error}");
        }
    }
}
