//! A program in the background, which never outlives what started it.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// How long a program may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running program. What it writes goes to a log file; dropping it kills it and its children.
#[derive(Debug)]
pub struct Process {
    child: Child,
    name: String,
    log: PathBuf,
}

impl Process {
    /// Starts the program in a process group of its own.
    pub fn start(name: &str, command: &mut Command, log: &Path) -> Result<Self> {
        let cannot = || format!("cannot write {}", log.display());
        let file = File::create(log).with_context(cannot)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone().with_context(cannot)?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .with_context(|| format!("cannot start {name}"))?;
        let process = Self {
            child,
            name: name.to_owned(),
            log: log.to_owned(),
        };
        tell_watchdog('+', process.pid());
        Ok(process)
    }

    /// What the program has written so far.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }

    /// Waits until `look` finds in the program's log, or elsewhere, that it is ready.
    pub async fn until<T>(&mut self, look: impl Fn(&str) -> Option<T>) -> Result<T> {
        let start = Instant::now();
        loop {
            if let Some(found) = look(&self.log()) {
                return Ok(found);
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended with {status}:\n{}", self.name, self.log());
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "{} is not ready after {PATIENCE:?}:\n{}",
                    self.name,
                    self.log()
                );
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Asks the program to end and waits until it has.
    pub fn stop(mut self) -> Result<ExitStatus> {
        kill_process(self.pid(), Signal::TERM)?;
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if start.elapsed() > PATIENCE {
                bail!(
                    "{} still runs {PATIENCE:?} after SIGTERM:\n{}",
                    self.name,
                    self.log()
                );
            }
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// The most memory in bytes that one of the programs that it has started, with this word on its command
    /// line, has used at any time. `None` if there is no such program, or where nobody tells.
    pub fn most_memory(&self, word: &str) -> Result<Option<u64>> {
        let has_word = |pid: &Pid| {
            let line = fs::read(format!("/proc/{}/cmdline", Pid::as_raw(Some(*pid))));
            line.is_ok_and(|line| String::from_utf8_lossy(&line).contains(word))
        };
        let family = descendants(self.pid())?;
        let ids = family.iter().filter(|pid| has_word(pid));
        let ids = ids.filter_map(|pid| u32::try_from(Pid::as_raw(Some(*pid))).ok());
        Ok(ids.filter_map(peak_memory).max())
    }

    /// Kills everything that the program has started, then the program itself, and waits until all are
    /// gone.
    pub fn kill_all(&self) -> Result<()> {
        let family = descendants(self.pid())?;
        for pid in &family {
            let _ = kill_process(*pid, Signal::KILL);
        }
        let _ = kill_process(self.pid(), Signal::KILL);
        let start = Instant::now();
        while family.iter().any(|pid| is_running(*pid)) {
            if start.elapsed() > PATIENCE {
                bail!(
                    "{} still has children {PATIENCE:?} after SIGKILL",
                    self.name
                );
            }
            thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    fn pid(&self) -> Pid {
        Pid::from_child(&self.child)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Children first: a driver that is gone leaves its browser behind.
        let _ = kill_process_group(self.pid(), Signal::KILL);
        let _ = self.child.wait();
        tell_watchdog('-', self.pid());
    }
}

/// Kills what still runs when this program is gone, however it ended: browsers that wait for another story, servers
/// of one that was cut off. It hears of the end by its input.
const WATCHDOG: &str = r#"
live=" "
while read -r sign group; do
  case $sign in
    +) live="$live$group " ;;
    -) live="${live%% "$group" *} ${live#* "$group" }" ;;
  esac
done
for group in $live; do kill -9 "-$group"; done
"#;

static TOLD: LazyLock<Option<Mutex<ChildStdin>>> = LazyLock::new(|| {
    let mut command = Command::new("sh");
    command.args(["-c", WATCHDOG]).stdin(Stdio::piped());
    // It outlives what ends this program and its group.
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0);
    Some(Mutex::new(command.spawn().ok()?.stdin.take()?))
});

fn tell_watchdog(sign: char, group: Pid) {
    if let Some(told) = &*TOLD {
        let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(told, "{sign} {}", Pid::as_raw(Some(group)));
    }
}

/// The most memory in bytes that the process with this id has used at any time, where Linux tells.
pub fn peak_memory(id: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

/// The children of a process and theirs, parents first.
fn descendants(ancestor: Pid) -> Result<Vec<Pid>> {
    let mut parents = Vec::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let pid = entry
            .file_name()
            .to_str()
            .and_then(|name| name.parse().ok());
        if let Some(pid) = pid.and_then(Pid::from_raw)
            && let Some((_, parent)) = status_of(pid)
        {
            parents.push((pid, parent));
        }
    }
    let mut family = vec![ancestor];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        let children = parents
            .iter()
            .filter(|(_, of)| *of == Pid::as_raw(Some(parent)));
        family.extend(children.map(|(pid, _)| *pid));
        next += 1;
    }
    family.remove(0);
    Ok(family)
}

/// Whether a process does anything still. One that nobody has asked after its end does not.
fn is_running(pid: Pid) -> bool {
    status_of(pid).is_some_and(|(state, _)| !matches!(state, 'Z' | 'X'))
}

/// The state of a process and its parent.
fn status_of(pid: Pid) -> Option<(char, i32)> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", Pid::as_raw(Some(pid)))).ok()?;
    // The name before may have spaces and parentheses.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace();
    Some((fields.next()?.chars().next()?, fields.next()?.parse().ok()?))
}
