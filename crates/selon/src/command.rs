//! One file per command.

mod add; // into the ledger
mod analyse; // words and trees
mod ask; // ids and queries, as somebody types them
mod conflicts;
mod documents;
mod export;
mod find;
mod forget;
mod history;
mod origin;
mod read; // print, and touch no ledger
mod review;
mod serve; // the ledger, or the demo, in a browser
mod show;
mod turns; // pages that are opened and printed, one after the other
mod why;

use crate::arguments::{Arguments, Command};
use crate::input::{Pages, Skipped};
use crate::print::{Paper, harmless};
use std::io::{self, IsTerminal, Write};

/// How a command ended that could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it is done.
    Done,
    /// Something was skipped, and told.
    Skipped,
    /// Somebody stopped it; what is done is kept.
    Interrupted,
}

/// Does what the command line asks for.
pub(crate) fn run(arguments: Arguments) -> anyhow::Result<Outcome> {
    let mut paper = Paper::standard(arguments.color);
    let outcome = match arguments.command {
        Command::Read(read) => read::run(&read, &mut paper),
        Command::Analyse(analyse) => analyse::run(&analyse, &mut paper),
        Command::Add(add) => add::run(&add, &mut paper),
        Command::Find(find) => find::run(&find, &mut paper),
        Command::Show(about) => show::run(&about, &mut paper),
        Command::Why(about) => why::run(&about, &mut paper),
        Command::Origin(asked) => origin::run(&asked, &mut paper),
        Command::Conflicts(asked) => conflicts::run(&asked, &mut paper),
        Command::History(asked) => history::run(&asked, &mut paper),
        Command::Documents(whole) => documents::documents(&whole, &mut paper),
        Command::Stories(whole) => documents::stories(&whole, &mut paper),
        Command::Review(review) => review::run(&review, &mut paper),
        Command::Forget(forget) => forget::run(&forget, &mut paper),
        Command::Export(export) => export::run(&export, &mut paper),
        Command::Serve(options) => serve::serve(&options, &mut paper),
        Command::Demo(options) => serve::demo(&options, &mut paper),
    }?;
    paper.done()?;
    Ok(outcome)
}

/// Says something beside the answer. A program that nobody listens to goes on.
pub(crate) fn say(words: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", harmless(words));
}

/// How many skipped pages a terminal is told by name.
const NAMED: usize = 20;

/// Says what was passed over, how often, and what was skipped, and why: all of it
/// to a file, the beginning to a terminal.
pub(crate) fn tell(pages: &Pages) {
    for passed in pages.passed() {
        say(&passed);
    }
    let most = if io::stderr().is_terminal() { NAMED } else { usize::MAX };
    for (verb, all) in [("passed over", &pages.others), ("skipped", &pages.skipped)] {
        for Skipped { what, why } in all.iter().take(most) {
            say(&format!("{verb} {what}: {why}"));
        }
        if let Some(more @ 1..) = all.len().checked_sub(most) {
            say(&format!("{verb} {more} more; `2> FILE` writes down which and why"));
        }
    }
}
