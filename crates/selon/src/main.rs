//! According to whom? A ledger of the claims that news pages make.

use std::process::ExitCode;

fn main() -> ExitCode {
    selon::run()
}
