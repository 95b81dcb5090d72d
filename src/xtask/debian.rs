//! Installing packages of Debian and its relatives.

use std::io::IsTerminal;
use std::process::Command;

use anyhow::{Result, ensure};

use crate::process;

/// A command that runs as root: as it is for root, else through sudo.
pub fn as_root(program: &str) -> Command {
    let is_root = process::output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    if is_root {
        return Command::new(program);
    }
    let mut sudo = Command::new("sudo");
    if !std::io::stdin().is_terminal() {
        // Nobody is there to type a password: fail rather than wait for one.
        sudo.arg("--non-interactive");
    }
    sudo.arg(program);
    sudo
}

/// Installs packages.
pub fn install(packages: &[&str]) -> Result<()> {
    ensure!(
        process::which("apt-get").is_some(),
        "there is no apt-get here, so {} cannot be installed automatically",
        packages.join(" ")
    );
    let apt_get = || {
        let mut apt_get = as_root("env");
        apt_get.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]);
        apt_get
    };
    // One broken source among many fails the update although the packages may be there: the install decides.
    if let Err(error) = process::run(apt_get().arg("update")) {
        eprintln!("  warning: {error:#}");
    }
    process::run(
        apt_get()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages),
    )
}
