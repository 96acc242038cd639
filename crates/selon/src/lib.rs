//! The program: the only crate that knows the command line, HTTP, the clock and
//! the network.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod arguments; // what may be asked for
pub mod clock; // now
mod command; // one file per command
pub mod demo; // a small corpus to look at
pub mod fetch; // a page from the web
mod input; // what is to be read
mod many; // on all cores, in order
pub mod opened; // a page, opened and read
mod print; // what people read
mod robots; // what a site allows
pub mod web; // the same in a browser
mod words; // the interface's own words, numbers and dates

use arguments::Arguments;
use clap::Parser;
use command::Outcome;
use std::io;
use std::process::ExitCode;

/// Does what the command line asks for. 0: done; 1: something was skipped;
/// 2: could not run; 130: interrupted.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments::with_read(std::env::args_os())) {
        Ok(arguments) => arguments,
        Err(told) => {
            // Help asked for is no error; whether somebody listens is no matter.
            let _ = told.print();
            return ExitCode::from(told.exit_code().unsigned_abs() as u8);
        }
    };
    match command::run(arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Skipped) => ExitCode::from(1),
        Ok(Outcome::Interrupted) => ExitCode::from(130),
        // Whoever read the answer has seen enough: `selon … | head`.
        Err(error) if error.chain().any(is_closed_pipe) => ExitCode::SUCCESS,
        Err(error) => {
            // The disk says what it has to say without saying of what.
            let unwritten = match error.downcast_ref::<io::Error>() {
                Some(_) => "the answer is not whole, since it cannot be written: ",
                None => "",
            };
            command::say(&format!("selon: {unwritten}{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|it| it.kind() == io::ErrorKind::BrokenPipe)
}
