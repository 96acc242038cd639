use super::{Outcome, say, tell};
use crate::arguments::Add;
use crate::clock;
use crate::fetch::{Marks, Web};
use crate::input::{Fetched, Leads, Pages, Skipped, Turn, What, fetched, gather};
use crate::many;
use crate::opened::{Opened, open_guarded};
use crate::print::{Ink, Paper, Words, faint, harmless, ink, plain, plural};
use anyhow::{Context, bail};
use indicatif::{ProgressBar, ProgressStyle};
use ledger::{Added, Ledger, Visit};
use page::Page;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Reads pages into the ledger. Each is written by itself as soon as it is its
/// turn, so that a run may end at any time and be taken up again.
pub(crate) fn run(add: &Add, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let gathered = gather(&add.inputs.inputs);
    let none = gathered.inputs.is_empty();
    let inputs = RefCell::new(Pages::of(gathered));
    if none {
        tell(&inputs.into_inner());
        bail!("nothing was added");
    }
    // What somebody named is looked at before a ledger is made for it.
    let ledger = Mutex::new(Ledger::open(&add.of.ledger)?);
    stop_at_ctrl_c();
    let bytes = inputs.borrow().bytes();
    let bar = bar(bytes);
    let (mut sum, mut pages) = (Sum::default(), 0);
    let web = Web::new(add.inputs.policy());

    let work = |turn: Turn| {
        if stopped() {
            return None;
        }
        let name = turn.name.clone();
        let came = come(turn, &web, &ledger, add.force);
        Some(came.map_err(|why| Skipped::new(&name, why)).map(|came| (name, came)))
    };
    let turns = std::iter::from_fn(|| if stopped() { None } else { inputs.borrow_mut().next() });
    let written = many::in_order(turns, work, |came| {
        let Some(came) = came else { return Ok(()) };
        match came {
            Err(skipped) => inputs.borrow_mut().skipped.push(skipped),
            Ok((_, Came::Unchanged)) => sum.unchanged += 1,
            Ok((_, Came::Held(visit))) => {
                sum.held += 1;
                visit.map_or(Ok(()), |visit| locked(&ledger).put_visit(&visit))?;
            }
            Ok((_, Came::Holds(page, leads))) => inputs.borrow_mut().holds(*page, leads),
            Ok((name, Came::Read(opened, visit))) => {
                bar.set_message(harmless(&name));
                let refused = sum.write(&mut locked(&ledger), &name, &opened, add.force)?;
                if let Some(visit) = visit.filter(|_| refused.is_none()) {
                    locked(&ledger).put_visit(&visit)?;
                }
                inputs.borrow_mut().skipped.extend(refused);
            }
        }
        pages += 1;
        bar.set_position(if bytes == 0 { pages } else { inputs.borrow_mut().position() });
        bar.set_prefix(format!("{pages} pages"));
        anyhow::Ok(())
    });
    let inputs = inputs.into_inner();
    bar.finish_and_clear();
    let mut ledger = ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
    let path = add.of.ledger.display();
    if let Err(error) = written {
        tell(&inputs);
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
    sum.print(paper, &path.to_string(), links, inputs.skipped.len())?;
    paper.done()?;
    tell(&inputs);
    if links.is_none() {
        say("interrupted: what is written is kept, and the same command goes on from there");
        return Ok(Outcome::Interrupted);
    }
    match (sum.written() + sum.held + sum.unchanged, inputs.skipped.is_empty()) {
        (0, false) => bail!("nothing was added"),
        (_, true) => Ok(Outcome::Done),
        (_, false) => Ok(Outcome::Skipped),
    }
}

/// A page that came.
enum Came {
    /// It is held as this program reads it.
    Held(Option<Visit>),
    /// Its site says that it is as it was when it was fetched; it is held.
    Unchanged,
    /// It was read.
    Read(Box<Opened>, Option<Visit>),
    /// Something that holds pages.
    Holds(Box<Page>, Leads),
}

fn come(turn: Turn, web: &Web, ledger: &Mutex<Ledger>, force: bool) -> Result<Came, String> {
    let mut visit = None;
    let page = match turn.what {
        What::Page(page) => *page,
        What::Address(wanted) => {
            let address = wanted.address.clone();
            let known = locked(ledger).visit(&address, reader::ENGINE, knowledge::digest());
            // Should the ledger have trouble, the page is fetched whole.
            let known = known
                .ok()
                .flatten()
                .filter(|_| !force)
                .map(|Visit { etag, last_modified, .. }| Marks { etag, last_modified });
            match fetched(*wanted, web, &known.unwrap_or_default())? {
                Fetched::Unchanged => return Ok(Came::Unchanged),
                Fetched::Holds(page, leads) => return Ok(Came::Holds(page, leads)),
                Fetched::Page(page, Marks { etag, last_modified }) => {
                    let at = page.retrieved.clone().unwrap_or_default();
                    if etag.is_some() || last_modified.is_some() {
                        visit =
                            Some(Visit { address, at, etag, last_modified, page: String::new() });
                    }
                    *page
                }
            }
        }
    };
    let sha256: String =
        Sha256::digest(&page.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let visit = visit.map(|visit| Visit { page: sha256.clone(), ..visit });
    let (carrier, digest) = (page.carrier(), knowledge::digest());
    let held = locked(ledger).holds(&sha256, carrier.as_deref(), reader::ENGINE, digest);
    // Should the ledger have trouble, writing tells it.
    if !force && held.unwrap_or(false) {
        return Ok(Came::Held(visit));
    }
    let mut opened = open_guarded(page)?;
    opened.file = turn.file;
    Ok(Came::Read(Box::new(opened), visit))
}

fn locked(ledger: &Mutex<Ledger>) -> MutexGuard<'_, Ledger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What became of the pages.
#[derive(Default)]
struct Sum {
    new: usize,
    held: usize,
    unchanged: usize,
    versions: usize,
    reread: usize,
    claims: usize,
    unread: usize,
}

impl Sum {
    /// Writes a page; what the ledger refuses is handed back.
    fn write(
        &mut self,
        ledger: &mut Ledger,
        name: &str,
        opened: &Opened,
        force: bool,
    ) -> anyhow::Result<Option<Skipped>> {
        match opened.add(ledger, &clock::now(), force) {
            Ok(Added::New) => self.new += 1,
            Ok(Added::Version { .. }) => self.versions += 1,
            Ok(Added::Reread { .. }) => self.reread += 1,
            Ok(Added::Same) => {
                self.held += 1;
                return Ok(None);
            }
            Err(view::Error::Ledger(
                error @ (ledger::Error::Forgotten { .. } | ledger::Error::Unfit { .. }),
            )) => {
                return Ok(Some(Skipped::new(name, error)));
            }
            Err(error) => return Err(error.into()),
        }
        self.claims += opened.reading.claims.len();
        let unread = opened.reading.notes.iter().any(|note| note.rule == "language/unread");
        self.unread += usize::from(unread);
        Ok(None)
    }

    fn written(&self) -> usize {
        self.new + self.versions + self.reread
    }

    fn print(
        &self,
        paper: &mut Paper,
        path: &str,
        links: Option<usize>,
        skipped: usize,
    ) -> std::io::Result<()> {
        let pages = match self.new {
            0 => "nothing new".to_owned(),
            new => format!("{} new", plural(new, "page")),
        };
        let mut words: Vec<Words> = vec![plain(format!("{path}: ")), ink(Ink::Strong, pages)];
        for (count, what) in [
            (self.versions, "new versions of a page"),
            (self.reread, "read again by another engine"),
            (self.held, "already held"),
            (self.unchanged, "not changed since they were fetched"),
        ] {
            if count > 0 {
                words.push(plain(format!(", {count} {what}")));
            }
        }
        if skipped > 0 {
            words.push(ink(Ink::Doubt, format!(", {skipped} skipped")));
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

/// How many pages there are nobody knows before the last archive is read; how many
/// bytes the files have is known, where there are files.
fn bar(bytes: u64) -> ProgressBar {
    let (bar, template) = match bytes {
        0 => (ProgressBar::new_spinner(), "{spinner} {prefix} {wide_msg:.dim}"),
        _ => (ProgressBar::new(bytes), "{bar:30} {percent:>3} % {eta:>4} {prefix} {wide_msg:.dim}"),
    };
    // A pattern that cannot be read would be this program's mistake; then the usual one serves.
    if let Ok(style) = ProgressStyle::with_template(template) {
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
