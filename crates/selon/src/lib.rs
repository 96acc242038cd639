//! The program: the only crate that knows the command line, HTTP, the clock and
//! the network.

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod clock; // now
pub mod fetch; // a page from the web
pub mod opened; // a page, opened and read
mod robots; // what a site allows
pub mod web; // the same in a browser

use std::process::ExitCode;

/// Does what the command line asks for. 0: done; 1: something was skipped; 2: could not run.
pub fn run() -> ExitCode {
    ExitCode::from(2)
}
