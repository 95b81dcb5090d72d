//! The command line of the publisher. Everything is in [`raupe::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    raupe::cli::main()
}
