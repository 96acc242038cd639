//! The demo corpus: pages about an invented conflict, written for this project.

use crate::opened::{self, Opened};
use ledger::Ledger;
use page::Page;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../corpus/demo"]
struct Corpus;

/// Reads the demo corpus into `ledger` at the time `at` and compares its pages. How
/// many pages there are.
///
/// Each page counts as fetched on the evening of the day it was published, and
/// those without a date on the evening of the last day, so that two runs are
/// the same.
///
/// # Errors
/// If the ledger cannot be written.
pub fn add(ledger: &mut Ledger, at: &str) -> anyhow::Result<usize> {
    let mut names: Vec<_> = Corpus::iter().collect();
    names.sort();
    let mut pages: Vec<Opened> = Vec::new();
    for name in names {
        let Some(file) = Corpus::get(&name) else { continue };
        let (bytes, whence) = (file.data.into_owned(), Some(name.into_owned()));
        pages.push(opened::open(Page { bytes, whence, ..Page::default() })?);
    }
    let day = |page: &Opened| page.document.day().map(str::to_owned);
    let last = pages.iter().filter_map(day).max().unwrap_or_default();
    for page in &mut pages {
        let evening = format!("{}T18:00:00Z", day(page).unwrap_or_else(|| last.clone()));
        page.document.page.retrieved = Some(evening);
        page.add(ledger, at, false)?;
    }
    view::link(ledger, &[])?;
    Ok(pages.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_runs_are_the_same() {
        let export = || {
            let mut ledger = Ledger::in_memory().unwrap();
            let pages = add(&mut ledger, "2024-05-01T00:00:00Z").unwrap();
            assert!(pages >= 14);
            let which = view::export::Lines { all: true, links: true, reviews: true };
            let mut out = Vec::new();
            view::export::jsonl(&ledger, None, which, &mut out).unwrap();
            out
        };
        assert_eq!(export(), export());
    }
}
