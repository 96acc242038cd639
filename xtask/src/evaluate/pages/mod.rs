//! What is kept of a page, against what its outlet meant.

pub(crate) mod facts; // what pages say about themselves
pub(crate) mod own; // pages of our own
mod yardstick; // what others make of the same pages

use super::floors::Scores;
use crate::train::pages::{self as learn, Known};
use anyhow::{Context, Result};
use page::Page;
use page::chooser::Choosers;
use page::chooser::train::Settings;
use rayon::prelude::*;
use schema::{Document, Role};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// Measures every set that is there, prints a table, and gives the scores of the
/// project's own pages.
pub(crate) fn run(root: &Path, verbose: bool, yardsticks: bool) -> Result<Scores> {
    println!("pages                     pages  body P   body R   body F1  furniture kept");
    let mut scores = demo(root, verbose)?;
    seeds(root, verbose)?;
    scores.extend(learnt(root, verbose, yardsticks)?);
    facts::run(root, verbose)?;
    Ok(scores)
}

/// Measures the pages of `corpus/` alone.
pub(crate) fn own(root: &Path, verbose: bool) -> Result<Scores> {
    let mut scores = demo(root, verbose)?;
    scores.extend(own::run(None, verbose)?);
    Ok(scores)
}

/// What is true of a page of the demo corpus (`corpus/README.md`).
#[derive(Deserialize)]
struct Truth {
    title: String,
    outlet: String,
    published: String,
    #[serde(default)]
    modified: String,
    #[serde(default)]
    byline: Vec<String>,
    #[serde(default)]
    dropped: Vec<String>,
    #[serde(default)]
    body: Vec<Part>,
    #[serde(default)]
    either: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    role: String,
    text: String,
}

fn demo(root: &Path, verbose: bool) -> Result<Scores> {
    let mut kept_of_pages = Kept::default();
    let mut facts: Vec<(&str, usize)> =
        ["title", "outlet", "published", "modified", "byline"].map(|fact| (fact, 0)).to_vec();
    for path in crate::files("corpus/demo")? {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let gold = fs::read_to_string(root.join(format!("corpus/gold/demo/{stem}.page.toml")))?;
        let truth: Truth = toml::from_str(&gold).with_context(|| stem.clone())?;
        let document = open(fs::read(&path)?, None)?;
        let value = |found: &Option<schema::Found<String>>| {
            found.as_ref().map_or(String::new(), |found| found.value.clone())
        };
        let byline: Vec<_> = document.byline.iter().map(|it| it.found.value.clone()).collect();
        let held = [
            (value(&document.title), &truth.title),
            (value(&document.outlet), &truth.outlet),
            (value(&document.published), &truth.published),
            (value(&document.modified), &truth.modified),
            (byline.join(", "), &truth.byline.join(", ")),
        ];
        for ((name, right), (found, gold)) in facts.iter_mut().zip(held) {
            // A day may be read without its hour, never as another day.
            let day = ["published", "modified"].contains(name) && found.len() >= 10;
            let same = fold(&found) == fold(gold) || day && found.get(..10) == gold.get(..10);
            *right += usize::from(same);
            if verbose && !same {
                println!("  {stem}: {name} {found:?}, not {gold:?}");
            }
        }
        // Headings make no claims: they may be kept or dropped.
        let (headings, body): (Vec<_>, Vec<_>) =
            truth.body.iter().partition(|part| part.role == "heading");
        let either: Vec<String> =
            truth.either.iter().chain(headings).map(|part| fold(&part.text)).collect();
        let kept: Vec<String> = document
            .kept()
            .map(|block| fold(document.words(block.span)))
            .filter(|line| !either.contains(line))
            .collect();
        let wanted: Vec<String> = body.iter().map(|part| fold(&part.text)).collect();
        let dropped: Vec<String> = truth.dropped.iter().map(|line| fold(line)).collect();
        let furniture: Vec<_> = kept.iter().filter(|line| dropped.contains(line)).collect();
        if verbose {
            kept.iter().filter(|line| !wanted.contains(line)).for_each(|line| {
                println!("  {stem}: kept {line}");
            });
            wanted.iter().filter(|line| !kept.contains(line)).for_each(|line| {
                println!("  {stem}: lost {line}");
            });
        }
        kept_of_pages.add(&kept.join(" "), &wanted.join(" "), furniture.len());
    }
    kept_of_pages.print("demo");
    let mut scores = BTreeMap::from([
        ("body_f1".to_owned(), 100.0 * kept_of_pages.f1()),
        ("furniture_hit".to_owned(), kept_of_pages.furniture as f64),
    ]);
    for (name, right) in facts {
        println!("  {name:<22} {right} of {} right", kept_of_pages.pages);
        scores.insert(name.to_owned(), 100.0 * right as f64 / kept_of_pages.pages as f64);
    }
    Ok(BTreeMap::from([("pages.demo".to_owned(), scores)]))
}

fn seeds(root: &Path, verbose: bool) -> Result<()> {
    #[derive(Deserialize)]
    struct Row {
        doc: String,
        paragraph_no: usize,
        class: String,
    }
    let Ok(rows) = fs::read_to_string(root.join("../shared/seeds/000.furniture.jsonl")) else {
        println!("{:<24} not there: ../shared/seeds", "seed 000");
        return Ok(());
    };
    let rows: Vec<Row> = rows.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let Some(name) = rows.first().map(|row| row.doc.clone()) else { return Ok(()) };
    let text = fs::read(root.join("../shared/seeds").join(name))?;
    let document = open(text, None)?;
    let lines: Vec<&str> = document.text.lines().filter(|line| !line.trim().is_empty()).collect();
    let (mut kept_furniture, mut lost) = (0, 0);
    for (number, line) in lines.iter().enumerate() {
        let furniture = rows.iter().find(|row| row.paragraph_no == number + 1);
        let mut kept = document.kept().filter(|it| document.words(it.span).trim() == line.trim());
        // A heading of the article makes no claims, kept or not.
        let heading = furniture.is_some_and(|row| row.class == "section_heading");
        let kept = kept.any(|block| !(heading && block.role == Role::Heading));
        let is_furniture = furniture.is_some();
        kept_furniture += usize::from(is_furniture && kept);
        lost += usize::from(!is_furniture && !kept);
        if verbose && is_furniture == kept {
            println!("  seed 000, line {}: {}", number + 1, if kept { "kept" } else { "lost" });
        }
    }
    println!(
        "{:<24} {:>6}  {lost} body lines lost, {kept_furniture} lines of furniture kept",
        "seed 000", 1
    );
    Ok(())
}

/// Measures the pages of our own and the sets of `../shared/data/pages`, each page by a
/// chooser that has learnt nothing from its host, and beside it the yardsticks, if asked.
fn learnt(root: &Path, verbose: bool, yardsticks: bool) -> Result<Scores> {
    let mut sets = Vec::new();
    for set in learn::SETS {
        match learn::known(root, set)? {
            Some(pages) => sets.push((set, pages)),
            None => println!("{set:<24} not there: ../shared/data/pages/{set}.jsonl"),
        }
    }
    let known: Vec<&[Known]> = sets.iter().map(|(_, pages)| pages.as_slice()).collect();
    let choosers = learn::learn(&known, &Settings::default())?;
    let scores = own::run(Some(&choosers), verbose)?;
    for (set, pages) in &sets {
        println!("{}", measure(set, pages, &choosers, verbose));
        let copies: Vec<Known> = pages.iter().map(learn::copy).collect();
        println!("{}", measure(&format!("{set}, as text"), &copies, &choosers, verbose));
        if yardsticks {
            yardstick::run(root, set, pages)?;
        }
    }
    Ok(scores)
}

/// The scores of a set, each page opened with the chooser of its fold.
pub(crate) fn measure(set: &str, pages: &[Known], choosers: &[Choosers], verbose: bool) -> Outside {
    let open = |known: &Known| page::open_with(&known.page, &choosers[known.fold]).ok();
    let documents: Vec<Option<Document>> = pages.par_iter().map(open).collect();
    let mut outside = Outside::new(set);
    for (known, document) in pages.iter().zip(&documents) {
        let kept = document.as_ref().map(body).unwrap_or_default();
        let f1 = outside.add(known, &kept);
        if verbose && let Some(text) = &known.truth.text {
            println!("  {f1:.3} {set}/{} {}", known.truth.id, known.truth.path);
            mistakes(document.as_ref(), text);
        }
    }
    outside
}

/// What is kept of the pages of a set: runs of words against its text, or pieces that
/// must and must not be there.
pub(crate) struct Outside {
    name: String,
    text: Kept,
    right: usize,
    missing: usize,
    wrong: usize,
}

impl Outside {
    pub fn new(name: &str) -> Self {
        let (text, name) = (Kept::default(), name.to_owned());
        Self { name, text, right: 0, missing: 0, wrong: 0 }
    }

    /// Adds what was kept of a page; gives its F1 where its text is known.
    pub fn add(&mut self, known: &Known, kept: &str) -> f64 {
        let (truth, kept) = (&known.truth, fold(kept));
        for piece in &truth.with {
            let there = kept.contains(&fold(piece));
            self.right += usize::from(there);
            self.missing += usize::from(!there);
        }
        self.wrong += truth.without.iter().filter(|piece| kept.contains(&fold(piece))).count();
        truth.text.as_ref().map_or(0.0, |text| self.text.add(&kept, &fold(text), 0))
    }

    /// Precision, recall and F1: means over pages of runs of four words, or over pieces.
    pub fn scores(&self) -> [f64; 3] {
        let (precision, recall) = if self.text.pages > 0 {
            self.text.means()
        } else {
            let share = |other: usize| self.right as f64 / (self.right + other).max(1) as f64;
            (share(self.wrong), share(self.missing))
        };
        [precision, recall, 2.0 * precision * recall / (precision + recall).max(1e-9)]
    }
}

impl std::fmt::Display for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [precision, recall, f1] = self.scores();
        let pages = match self.text.pages {
            0 => "pieces".to_owned(),
            pages => pages.to_string(),
        };
        write!(f, "{:<24} {pages:>6}  {precision:.3}    {recall:.3}    {f1:.3}", self.name)
    }
}

/// Prints the blocks that were kept and are not of the article, and those that were lost.
fn mistakes(document: Option<&Document>, text: &str) {
    let Some(document) = document else { return println!("    it could not be opened") };
    let words: Vec<&str> = document.blocks.iter().map(|it| document.words(it.span)).collect();
    let labels = learn::labels_of_text(text, &words);
    for ((block, words), label) in document.blocks.iter().zip(words).zip(labels) {
        let Some((wanted, weight)) = label else { continue };
        if wanted == block.kept || block.role == Role::Title {
            continue;
        }
        let sign = if block.kept { '+' } else { '-' };
        let head: String = words.chars().take(100).collect();
        println!("    {sign} {:>5} {} {:?} {head}", weight / 100, block.reason, block.role);
    }
}

fn open(bytes: Vec<u8>, url: Option<String>) -> Result<Document> {
    let media_type = url.as_ref().map(|_| "text/html".to_owned());
    Ok(page::open(&Page { bytes, url, media_type, ..Page::default() })?)
}

/// The running text: what is kept but for the headline.
fn body(document: &Document) -> String {
    let kept = document.kept().filter(|block| block.role != Role::Title);
    kept.map(|block| document.words(block.span)).collect::<Vec<_>>().join("\n")
}

/// Means over pages, with runs of four words as the unit.
#[derive(Default)]
struct Kept {
    pages: usize,
    precision: f64,
    recall: f64,
    furniture: usize,
}

impl Kept {
    /// Adds a page; gives its F1.
    fn add(&mut self, kept: &str, wanted: &str, furniture: usize) -> f64 {
        let (kept, wanted) = (shingles(kept), shingles(wanted));
        let total = |side: &HashMap<Vec<&str>, usize>| side.values().sum::<usize>() as f64;
        let shared: usize = kept
            .iter()
            .map(|(run, count)| wanted.get(run).map_or(0, |other| *count.min(other)))
            .sum();
        let share = |of: f64| if of == 0.0 { 1.0 } else { shared as f64 / of };
        let (precision, recall) = (share(total(&kept)), share(total(&wanted)));
        self.pages += 1;
        self.precision += precision;
        self.recall += recall;
        self.furniture += furniture;
        2.0 * precision * recall / (precision + recall).max(1e-9)
    }

    fn print(&self, name: &str) {
        let (precision, recall) = self.means();
        println!(
            "{name:<24} {:>6}  {precision:.3}    {recall:.3}    {:.3}    {}",
            self.pages,
            self.f1(),
            self.furniture
        );
    }

    fn means(&self) -> (f64, f64) {
        let n = self.pages.max(1) as f64;
        (self.precision / n, self.recall / n)
    }

    fn f1(&self) -> f64 {
        let (precision, recall) = self.means();
        2.0 * precision * recall / (precision + recall).max(1e-9)
    }
}

fn shingles(text: &str) -> HashMap<Vec<&str>, usize> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut runs = HashMap::new();
    for run in words.windows(4.min(words.len().max(1))) {
        *runs.entry(run.to_vec()).or_default() += 1;
    }
    runs
}

/// In lower case, with single spaces.
fn fold(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_on_the_demo_pages_are_not_under_their_floors() -> Result<()> {
        let root = crate::root();
        super::super::floors::check(&root, &demo(&root, false)?)
    }
}
