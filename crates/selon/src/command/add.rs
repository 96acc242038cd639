use super::{Outcome, say, tell};
use crate::arguments::Add;
use crate::clock;
use crate::fetch::Policy;
use crate::input::{Input, Skipped, gather};
use crate::many;
use crate::opened::{Opened, open_guarded};
use crate::print::{Ink, Paper, Words, faint, harmless, ink, plain, plural};
use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Added, Ledger};
use sha2::{Digest, Sha256};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Reads pages into the ledger. Each is written by itself as soon as it is its
/// turn, so that a run may end at any time and be taken up again.
pub(crate) fn run(add: &Add, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let gathered = gather(&add.inputs.inputs);
    if gathered.inputs.is_empty() {
        tell(&gathered.skipped);
        bail!("nothing was added");
    }
    // What somebody named is looked at before a ledger is made for it.
    let ledger = Mutex::new(Ledger::open(&add.of.ledger)?);
    stop_at_ctrl_c();
    let bar = bar(gathered.inputs.len() as u64);
    let mut sum = Sum { skipped: gathered.skipped, ..Sum::default() };
    let policy = add.inputs.policy();

    let work = |input: Input| {
        if stopped() {
            return None;
        }
        let name = input.name();
        let came = come(&input, &policy, &ledger, add.force);
        Some(came.map_err(|why| Skipped::new(&name, why)).map(|came| (name, came)))
    };
    let written = many::in_order(gathered.inputs, work, |came| {
        let Some(came) = came else { return Ok(()) };
        match came {
            Err(skipped) => sum.skipped.push(skipped),
            Ok((_, Came::Held)) => sum.held += 1,
            Ok((name, Came::Read(opened))) => {
                bar.set_message(harmless(&name));
                sum.write(&mut locked(&ledger), &name, &opened, add.force)?;
            }
        }
        bar.inc(1);
        anyhow::Ok(())
    });
    bar.finish_and_clear();
    let mut ledger = ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
    let path = add.of.ledger.display();
    if let Err(error) = written {
        tell(&sum.skipped);
        let written = plural(sum.written(), "page");
        return Err(error.context(format!(
            "stopped; {written} written before that stay, and the same command goes on from there"
        )));
    }

    // Those of an earlier run that was interrupted before this are linked too.
    let links = match stopped() {
        true => None,
        false => {
            let waiting = ProgressBar::new_spinner().with_message("comparing pages");
            waiting.enable_steady_tick(Duration::from_millis(100));
            let links = view::link(&mut ledger, &[]);
            waiting.finish_and_clear();
            Some(links.context("the pages are kept, and were not compared")?)
        }
    };
    sum.print(paper, &path.to_string(), links)?;
    paper.done()?;
    tell(&sum.skipped);
    if links.is_none() {
        say("interrupted: what is written is kept, and the same command goes on from there");
        return Ok(Outcome::Interrupted);
    }
    match (sum.written() + sum.held, sum.skipped.is_empty()) {
        (0, false) => bail!("nothing was added"),
        (_, true) => Ok(Outcome::Done),
        (_, false) => Ok(Outcome::Skipped),
    }
}

/// A page that came.
enum Came {
    /// It is held as this program reads it.
    Held,
    /// It was read.
    Read(Box<Opened>),
}

fn come(
    input: &Input,
    policy: &Policy,
    ledger: &Mutex<Ledger>,
    force: bool,
) -> Result<Came, String> {
    let page = input.load(policy)?;
    let sha256: String =
        Sha256::digest(&page.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let held = locked(ledger).holds(&sha256, reader::ENGINE, knowledge::digest());
    // Should the ledger have trouble, writing tells it.
    if !force && held.unwrap_or(false) {
        return Ok(Came::Held);
    }
    let mut opened = open_guarded(page)?;
    opened.file = input.file();
    Ok(Came::Read(Box::new(opened)))
}

fn locked(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What became of the pages.
#[derive(Default)]
struct Sum {
    new: usize,
    held: usize,
    versions: usize,
    reread: usize,
    claims: usize,
    unread: usize,
    skipped: Vec<Skipped>,
}

impl Sum {
    fn write(
        &mut self,
        ledger: &mut Ledger,
        name: &str,
        opened: &Opened,
        force: bool,
    ) -> anyhow::Result<()> {
        match opened.add(ledger, &clock::now(), force) {
            Ok(Added::New) => self.new += 1,
            Ok(Added::Version { .. }) => self.versions += 1,
            Ok(Added::Reread { .. }) => self.reread += 1,
            Ok(Added::Same) => {
                self.held += 1;
                return Ok(());
            }
            Err(view::Error::Ledger(
                error @ (ledger::Error::Forgotten { .. } | ledger::Error::Unfit { .. }),
            )) => {
                self.skipped.push(Skipped::new(name, error));
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        }
        self.claims += opened.reading.claims.len();
        let unread = opened.reading.notes.iter().any(|note| note.rule == "language/unread");
        self.unread += usize::from(unread);
        Ok(())
    }

    fn written(&self) -> usize {
        self.new + self.versions + self.reread
    }

    fn print(&self, paper: &mut Paper, path: &str, links: Option<usize>) -> std::io::Result<()> {
        let pages = match self.new {
            0 => "nothing new".to_owned(),
            new => format!("{} new", plural(new, "page")),
        };
        let mut words: Vec<Words> = vec![plain(format!("{path}: ")), ink(Ink::Strong, pages)];
        for (count, what) in [
            (self.versions, "new versions of a page"),
            (self.reread, "read again by another engine"),
            (self.held, "already held"),
        ] {
            if count > 0 {
                words.push(plain(format!(", {count} {what}")));
            }
        }
        if !self.skipped.is_empty() {
            words.push(ink(Ink::Doubt, format!(", {} skipped", self.skipped.len())));
        }
        if self.written() > 0 {
            words.push(plain(format!("; {}", plural(self.claims, "claim"))));
        }
        words.push(plain(match links {
            Some(0) => ".".to_owned(),
            Some(links) => format!("; {} to other pages.", plural(links, "link")),
            None => "; not compared yet.".to_owned(),
        }));
        paper.at(0, &words)?;
        if self.unread > 0 {
            let pages = plural(self.unread, "page");
            let words = format!(
                "{pages} in a language that Selon does not read yet; kept, and without claims."
            );
            paper.at(0, &[ink(Ink::Doubt, words)])?;
        }
        if self.written() > 0 {
            paper.at(
                0,
                &[faint("`selon documents` lists them; `selon find WORDS` looks for claims.")],
            )?;
        }
        Ok(())
    }
}

fn bar(pages: u64) -> ProgressBar {
    let bar = ProgressBar::new(pages);
    // A pattern that cannot be read would be this program's mistake; then the usual one serves.
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta:>4} {wide_msg:.dim}")
    {
        bar.set_style(style);
    }
    bar
}

static STOPPED: AtomicBool = AtomicBool::new(false);

fn stopped() -> bool {
    STOPPED.load(Ordering::Relaxed)
}

/// The first Ctrl-C ends the run after the page at hand; the second at once.
fn stop_at_ctrl_c() {
    let wait = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            tokio::signal::ctrl_c().await?;
            STOPPED.store(true, Ordering::Relaxed);
            tokio::signal::ctrl_c().await
        })
    };
    std::thread::spawn(move || {
        // Where signals cannot be caught, Ctrl-C ends the program, and no harm is done.
        if wait().is_ok() {
            std::process::exit(130);
        }
    });
}
