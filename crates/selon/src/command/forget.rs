use super::{Outcome, ask, say};
use crate::arguments::Forget;
use crate::clock;
use crate::print::{Paper, harmless, plain, plural};
use anyhow::bail;
use ledger::{DocumentRow, Ledger};
use std::io::{self, IsTerminal, Write};

pub(crate) fn run(forget: &Forget, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let path = &forget.whole.of.ledger;
    let row = {
        let ledger = ask::open(path)?;
        ledger.document_row(&ask::document(&ledger, &forget.document)?)?
    };
    if !forget.yes && !agreed(&row)? {
        say("nothing was forgotten");
        return Ok(Outcome::Skipped);
    }
    let by = forget.by.as_deref().unwrap_or("a person");
    let mut ledger = Ledger::open(path)?;
    let forgotten = ledger.forget(&row.id, by, &clock::now())?;
    if !forgotten.other_versions.is_empty() {
        // The version before may be the newest now, and is compared again.
        view::link(&mut ledger, &[])?;
    }
    if forget.whole.json {
        paper.json(&forgotten)?;
    } else {
        let claims = plural(forgotten.claims as usize, "claim");
        let sha256 = &forgotten.sha256;
        let words = format!("Forgotten, with {claims}. What is left is the hash {sha256}.");
        paper.at(0, &[plain(words)])?;
        for other in &forgotten.other_versions {
            let words = format!("Another version of the page is still held: {other}");
            paper.at(0, &[plain(words)])?;
        }
    }
    if !forgotten.cleaned {
        say(
            "the ledger is open elsewhere: old text may stay in its -wal file until that program ends",
        );
    }
    Ok(Outcome::Done)
}

fn agreed(row: &DocumentRow) -> anyhow::Result<bool> {
    if !io::stdin().is_terminal() {
        bail!("{}: nothing was forgotten; nobody is there to be asked, so say --yes", row.id);
    }
    let title = row.title.as_deref().unwrap_or("a page without a headline");
    let claims = plural(row.claims as usize, "claim");
    let question =
        format!("Erase “{title}” with its text and {claims}? It cannot be undone. [y/N] ");
    let mut out = io::stderr().lock();
    out.write_all(harmless(&question).as_bytes())?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}
