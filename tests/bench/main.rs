//! `cargo xtask bench`: measures the app, and its search beside other search engines.
//!
//! - `app`: the app in a browser. - `search`: engines side by side in one page. - `serve`: the server, without one.
//! - `stats`: what is computed from measurements; `table`, `output`: how it is shown.

mod app;
mod output;
mod search;
mod serve;
mod stats;
mod table;

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use output::Output;
use search::Order;

/// The folder for results.
const OUT: &str = "RAUPE_BENCH_OUT";

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run())
}

async fn run() -> Result<()> {
    let out = PathBuf::from(env::var_os(OUT).context("run `cargo xtask bench`")?);
    let mut output = Output::new(out)?;
    let mut words = env::args().skip(1).peekable();
    while let Some(part) = words.next() {
        match part.as_str() {
            "search" => {
                let is_number = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
                let sizes = words.next_if(is_number);
                search::run(order(sizes.as_deref())?, &mut output).await?;
            }
            "app" => {
                let large = words.next_if(|word| word == "--large").is_some();
                app::run(large, &mut output).await?;
            }
            "serve" => serve::run(&mut output)?,
            other => bail!("nothing here is called {other:?}"),
        }
    }
    Ok(())
}

/// What to measure of the search engines, with these numbers of offers.
fn order(sizes: Option<&str>) -> Result<Order> {
    let sizes = sizes.unwrap_or("3000,10000,100000");
    let numbers = sizes.split(',').map(str::parse).collect();
    let mut sizes: Vec<_> =
        Result::with_context(numbers, || format!("{sizes:?} are no numbers of offers"))?;
    sizes.sort_unstable();
    Ok(Order {
        sizes,
        queries: 40,
        seconds: 6,
        seed: 1,
        parts: raupe_sample::last_parts().collect(),
    })
}
