use super::Outcome;
use crate::arguments::{Demo, Serve};
use crate::fetch::Policy;
use crate::print::{Paper, faint, plain, plural};
use crate::web::{self, Options};
use crate::{clock, demo};
use anyhow::Context;
use ledger::Ledger;
use std::path::PathBuf;

pub(crate) fn serve(serve: &Serve, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let policy = Policy { allow_private: serve.allow_private, ..Policy::default() };
    paper.at(0, &[plain(format!("{}; Ctrl-C ends it.", serve.of.ledger.display()))])?;
    paper.done()?;
    web::serve(Options { ledger: serve.of.ledger.clone(), port: serve.port, policy })?;
    Ok(Outcome::Done)
}

/// Builds a ledger of the demo corpus in a place of its own, and serves it.
pub(crate) fn demo(demo: &Demo, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let place = Place::new()?;
    let ledger = place.0.join("selon.db");
    let pages = demo::add(&mut Ledger::open(&ledger)?, &crate::clock::now())?;
    let words = [
        plain(format!("{} about an invented conflict; Ctrl-C ends it. ", plural(pages, "page"))),
        faint(format!("(ledger: {})", ledger.display())),
    ];
    paper.at(0, &words)?;
    paper.done()?;
    web::serve(Options { ledger, port: demo.port, policy: Policy::default() })?;
    Ok(Outcome::Done)
}

/// A folder that is gone with the program.
struct Place(PathBuf);

impl Place {
    fn new() -> anyhow::Result<Self> {
        let now = clock::now().replace(':', "");
        let name = format!("selon-demo-{}-{now}", std::process::id());
        let path = std::env::temp_dir().join(name);
        // Not `create_dir_all`: what is there already belongs to somebody else.
        std::fs::create_dir(&path).with_context(|| {
            format!("{}: no folder for the demo can be made; set TMPDIR", path.display())
        })?;
        Ok(Self(path))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // What cannot be removed the system removes some day.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
