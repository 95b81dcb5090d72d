//! `cargo xtask`: builds, serves, tests and packs the project.
//!
//! Start reading at [`steps`]: every command is a list of steps, each of which says what it does and how long it
//! may take, is skipped when it was done before, and on failure says what to do by hand.
//!
//! | file | job |
//! |---|---|
//! | `args` | the command line |
//! | `steps`, `process` | running a step; running another program |
//! | `project` | where things are in this checkout |
//! | `tools`, `wasm_target`, `debian`, `browsers` | finding and installing what a step needs |
//! | `client`, `pack`, `service_worker` | the client: build, pack, list for the service worker |
//! | `region`, `look` | the settings of a county in it, and what shows of them before it runs |
//! | `serve`, `dist`, `test`, `fuzz`, `bench` | the commands |

mod args;
mod bench;
mod browsers;
mod client;
mod debian;
mod dist;
mod fuzz;
mod look;
mod pack;
mod process;
mod project;
mod region;
/// The client's own list.
#[path = "../app/routes.rs"]
#[expect(dead_code, reason = "not every screen has an address")]
mod routes;
mod serve;
mod service_worker;
mod steps;
mod test;
mod tools;
mod wasm_target;

use std::env;
use std::fs;
use std::process::ExitCode;

use anyhow::Context;
use args::Task;
use project::Project;
use steps::Failed;

fn main() -> ExitCode {
    let project = Project::locate();
    let result = args::parse(env::args_os().skip(1)).and_then(|task| match task {
        Task::Help => {
            println!("{}", args::HELP);
            Ok(())
        }
        Task::Serve(order) => serve::run(&project, &order),
        Task::Dist(order) => dist::run(&project, &order),
        Task::Test(parts) => test::run(&project, &parts),
        Task::Fuzz(order) => fuzz::run(&project, &order),
        Task::Shots => test::shots(&project),
        Task::Attack => test::attack(&project),
        Task::Soak(order) => test::soak(&project, &order),
        Task::Bench(order) => bench::run(&project, &order),
        Task::Sample { sample, out } => fs::write(&out, sample.page())
            .with_context(|| format!("cannot write {}", out.display())),
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A failed step has told its story already, where it happened.
            if !error.is::<Failed>() {
                eprintln!("error: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
