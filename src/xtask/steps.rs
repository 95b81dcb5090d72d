//! A step: what is done, how long it may take, what to do by hand when it fails.
//!
//! Nobody should look at a silent terminal for six minutes and wonder. So a step speaks before it starts, and the
//! programs it runs keep their own output.

use std::fmt;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// What is said about a step before and after.
pub struct Step<'a> {
    /// What is done, as a noun: it stands in the summary, and no two steps share it.
    pub name: &'a str,
    /// How long it may take on two cores, as in "about 3 min".
    pub takes: &'a str,
    /// What to do by hand when it fails.
    pub advice: &'a str,
}

/// The error of a step that has already told its story: nothing is left to print.
#[derive(Debug)]
pub struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a step failed, see above")
    }
}

impl std::error::Error for Failed {}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Outcome {
    Ok,
    AlreadyDone,
    Failed,
    NotRun,
}

struct Row {
    name: String,
    outcome: Outcome,
    took: Duration,
}

/// Runs steps and remembers how each ended.
#[derive(Default)]
pub struct Steps {
    rows: Vec<Row>,
}

impl Steps {
    /// Runs a step that is needed. A step that failed before in this run is not tried again.
    pub fn run<T>(&mut self, step: &Step<'_>, work: impl FnOnce() -> Result<T>) -> Result<T> {
        if self.outcome(step.name) == Some(Outcome::Failed) {
            bail!(Failed);
        }
        println!("\n▶ {} ({} on two cores)", step.name, step.takes);
        let start = Instant::now();
        let result = work();
        let took = start.elapsed();
        match result {
            Ok(value) => {
                println!("✓ {} in {:.0} s", step.name, took.as_secs_f32());
                self.remember(step.name, Outcome::Ok, took);
                Ok(value)
            }
            Err(error) => {
                eprintln!("✗ {}: {error:#}", step.name);
                eprintln!("  What to do: {}", step.advice);
                self.remember(step.name, Outcome::Failed, took);
                bail!(Failed)
            }
        }
    }

    /// Tells once that a step is not needed, because its result is there.
    pub fn already_done(&mut self, name: &str) {
        if self.outcome(name).is_none() {
            println!("✓ {name}: already done");
            self.remember(name, Outcome::AlreadyDone, Duration::ZERO);
        }
    }

    /// Remembers that a step could not be run, because one that it needs failed.
    pub fn not_run(&mut self, name: &str) {
        if self.outcome(name).is_none() {
            self.remember(name, Outcome::NotRun, Duration::ZERO);
        }
    }

    /// Whether anything failed or could not be run.
    pub fn any_failed(&self) -> bool {
        self.rows
            .iter()
            .any(|row| matches!(row.outcome, Outcome::Failed | Outcome::NotRun))
    }

    fn outcome(&self, name: &str) -> Option<Outcome> {
        let row = self.rows.iter().find(|row| row.name == name)?;
        Some(row.outcome)
    }

    fn remember(&mut self, name: &str, outcome: Outcome, took: Duration) {
        self.rows.push(Row {
            name: name.to_owned(),
            outcome,
            took,
        });
    }
}

/// The summary: one line a step.
impl fmt::Display for Steps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.rows.iter().map(|row| row.name.chars().count()).max();
        let width = width.unwrap_or(0).max("step".len());
        write!(f, "{:width$}  {:12}  seconds", "step", "result")?;
        for row in &self.rows {
            let result = match row.outcome {
                Outcome::Ok => "ok",
                Outcome::AlreadyDone => "already done",
                Outcome::Failed => "FAILED",
                Outcome::NotRun => "NOT RUN",
            };
            let seconds = row.took.as_secs_f32();
            write!(f, "\n{:width$}  {result:12}  {seconds:7.0}", row.name)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(name: &str) -> Step<'_> {
        Step {
            name,
            takes: "no time",
            advice: "nothing",
        }
    }

    #[test]
    fn a_failed_step_is_not_tried_again_and_the_summary_tells_it() {
        let mut steps = Steps::default();
        steps.already_done("tool");
        steps.already_done("tool");
        assert_eq!(steps.run(&step("good"), || Ok(7)).unwrap(), 7);
        assert!(!steps.any_failed());

        let error = steps.run::<()>(&step("bad"), || bail!("broken"));
        assert!(error.unwrap_err().is::<Failed>());
        let again = steps.run(&step("bad"), || Ok(()));
        assert!(again.is_err(), "a second try would only cost time");
        steps.not_run("tests");
        steps.not_run("bad");

        assert!(steps.any_failed());
        assert_eq!(
            steps.to_string(),
            "step   result        seconds\n\
             tool   already done        0\n\
             good   ok                  0\n\
             bad    FAILED              0\n\
             tests  NOT RUN             0"
        );
    }
}
