//! What pages say about themselves, against what is known of them.
//!
//! A title is right if it is the same but for white space: case and marks count.
//! The authors are right if the set of names is the same, whatever their kind, and
//! a page without authors has none. A date is right if it is the same day; a page that
//! only tells when it was changed is dated by that, as the other tools do.

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use page::Page;
use rayon::prelude::*;
use schema::Document;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::io::Read;
use std::path::Path;

/// The sets of `../shared/data/pages` that know something of their pages.
const SETS: &[&str] = &["fundus", "wcxb", "traf", "htmldate", "mediacloud_dates"];

/// Measures every set that is there, and prints a table.
pub(crate) fn run(root: &Path, verbose: bool) -> Result<()> {
    println!("facts of pages            fact        right      of   share  given  right if given");
    let folder = root.join("../shared/data/pages");
    for set in SETS {
        let index = folder.join(format!("{set}.jsonl"));
        let Ok(rows) = fs::read_to_string(&index) else {
            println!("{set:<24} not there: ../shared/data/pages/{set}.jsonl");
            continue;
        };
        let rows: Vec<Truth> =
            rows.lines().map(serde_json::from_str).collect::<Result<_, _>>().context(*set)?;
        let found: Vec<Said> =
            rows.par_iter().map(|row| said(&folder, row)).collect::<Result<_>>()?;
        measure(set, &rows, &found, verbose);
    }
    Ok(())
}

/// What is known of a page.
#[derive(Deserialize)]
struct Truth {
    id: String,
    path: String,
    url: Option<String>,
    title: Option<String>,
    author: Option<Names>,
    authors: Option<Vec<String>>,
    date: Option<String>,
}

/// One author or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Several(Vec<String>),
}

/// What was read of it, with where it was found.
#[derive(Default)]
struct Said {
    title: Option<(String, String)>,
    authors: Vec<(String, String)>,
    date: Option<(String, String)>,
}

fn said(folder: &Path, row: &Truth) -> Result<Said> {
    let mut bytes = Vec::new();
    GzDecoder::new(fs::File::open(folder.join(&row.path))?).read_to_end(&mut bytes)?;
    let media_type = Some("text/html".to_owned());
    let page = Page { bytes, url: row.url.clone(), media_type, ..Page::default() };
    Ok(page::open(&page).map_or_else(|_| Said::default(), Said::of))
}

impl Said {
    fn of(document: Document) -> Self {
        let pair = |found: schema::Found<String>| (found.value, found.evidence);
        Self {
            title: document.title.map(pair),
            authors: document.byline.into_iter().map(|it| pair(it.found)).collect(),
            date: document.published.or(document.modified).map(pair),
        }
    }
}

/// How often a fact is right, and how often it is given at all.
#[derive(Default)]
struct Score {
    right: usize,
    of: usize,
    given: usize,
}

impl Score {
    fn add(&mut self, right: bool, given: bool) {
        self.right += usize::from(right);
        self.of += 1;
        self.given += usize::from(given);
    }

    fn print(&self, set: &str, fact: &str) {
        if self.of > 0 {
            println!(
                "{set:<24}  {fact:<10} {:>6} {:>7}   {:.3} {:>6}   {:.3}",
                self.right,
                self.of,
                self.right as f64 / self.of as f64,
                self.given,
                self.right as f64 / self.given.max(1) as f64,
            );
        }
    }
}

fn measure(set: &str, rows: &[Truth], said: &[Said], verbose: bool) {
    // Only where a set tells the authors apart is a page without authors known to have none.
    let parted = rows.iter().any(|row| row.authors.is_some());
    let (mut titles, mut authors, mut dates) = <(Score, Score, Score)>::default();
    for (row, said) in rows.iter().zip(said) {
        let told = |fact: &str, truth: &dyn std::fmt::Debug, said: &dyn std::fmt::Debug| {
            if verbose {
                println!(
                    "  {set} {fact} {} {}\n    is   {truth:?}\n    said {said:?}",
                    row.id, row.path
                );
            }
        };
        if let Some(title) = row.title.as_deref().map(spaced).filter(|title| !title.is_empty()) {
            let right = said.title.as_ref().is_some_and(|(said, _)| spaced(said) == title);
            titles.add(right, said.title.is_some());
            if !right {
                told("title", &title, &said.title);
            }
        }
        let truth = row.names();
        if parted || !truth.is_empty() {
            let names: BTreeSet<String> =
                said.authors.iter().map(|(name, _)| spaced(name)).collect();
            let right = names == truth;
            authors.add(right, !names.is_empty());
            if !right {
                told("authors", &truth, &said.authors);
            }
        }
        if let Some(date) = row.date.as_deref().and_then(|date| date.get(..10)) {
            let right = said.date.as_ref().is_some_and(|(said, _)| said.get(..10) == Some(date));
            dates.add(right, said.date.is_some());
            if !right {
                told("date", &date, &said.date);
            }
        }
    }
    for (fact, score) in [("title", titles), ("authors", authors), ("date", dates)] {
        score.print(set, fact);
    }
}

impl Truth {
    fn names(&self) -> BTreeSet<String> {
        let names: Vec<&String> = match (&self.authors, &self.author) {
            (Some(names), _) | (None, Some(Names::Several(names))) => names.iter().collect(),
            (None, Some(Names::One(name))) => vec![name],
            (None, None) => Vec::new(),
        };
        names.into_iter().map(|name| spaced(name)).filter(|name| !name.is_empty()).collect()
    }
}

/// With single spaces.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
