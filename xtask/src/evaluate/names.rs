//! How well names are found in raw text, against the gold set and yardsticks.

use crate::names::{self, Gold};
use anyhow::Result;
use language::names::Model;
use language::names::train::Lesson;
use language::{Label, Name};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The files of the gold set.
const FILES: &[&str] = &["fr", "fr-ntrex", "en", "ru", "uk", "cs"];

/// Measures the weights that come with the program.
pub(crate) fn run(root: &Path, verbose: bool) -> Result<()> {
    let model = match Model::shipped() {
        Ok(model) => model,
        Err(error) => {
            println!("{error}");
            return Ok(());
        }
    };
    let lessons = names::lessons(root)?.unwrap_or_default();
    let lessons: Vec<Lesson> = lessons.into_iter().map(|(_, lesson)| lesson).collect();
    let scores = measure(root, model, &lessons, verbose)?;
    if scores.is_empty() {
        println!("../shared/data/gold/ner is not there: names are not measured");
        return Ok(());
    }
    print(&scores);
    speed(root, model)
}

/// Right answers, misses and false alarms, counted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Count {
    right: usize,
    missed: usize,
    false_alarms: usize,
}

impl Count {
    /// How many there are to find.
    pub(crate) fn gold(&self) -> usize {
        self.right + self.missed
    }

    fn precision(&self) -> f64 {
        100.0 * self.right as f64 / (self.right + self.false_alarms).max(1) as f64
    }

    fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold().max(1) as f64
    }

    /// The harmonic mean of precision and recall, in percent.
    pub(crate) fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (2 * self.right + self.missed + self.false_alarms).max(1) as f64
    }
}

/// What was measured on one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Score {
    pub file: String,
    /// Span and label.
    pub all: Count,
    /// The same, of names whose words no text that was learnt from bears.
    pub unseen: Count,
    /// Span alone.
    pub spans: Count,
    labels: BTreeMap<Label, Count>,
    /// Of names that are right: their subtypes and metonyms.
    subtypes: BTreeMap<String, Count>,
    metonyms: BTreeMap<String, Count>,
}

/// Measures weights on each file of the gold set; empty where it is not there.
pub(crate) fn measure(
    root: &Path,
    model: &Model,
    lessons: &[Lesson],
    verbose: bool,
) -> Result<Vec<Score>> {
    let surfaces = lessons.iter().flat_map(|lesson| {
        lesson.names.iter().map(|(span, _)| span.of(&lesson.text).to_lowercase())
    });
    let surfaces: BTreeSet<String> = surfaces.collect();
    let mut scores = Vec::new();
    for file in FILES {
        let Some(documents) = names::gold(root, file)? else { continue };
        let mut score = Score { file: (*file).to_owned(), ..Score::default() };
        for document in &documents {
            score.add(document, &find(model, document), &surfaces, verbose);
        }
        scores.push(score);
    }
    Ok(scores)
}

/// The names of a document as raw text.
fn find(model: &Model, document: &Gold) -> Vec<Name> {
    let tokens = language::tokens(&document.text, &document.language);
    let sentences = language::sentences(&document.text, &document.language);
    model.names(&document.text, &tokens, &sentences, &document.language)
}

impl Score {
    fn add(&mut self, gold: &Gold, found: &[Name], surfaces: &BTreeSet<String>, verbose: bool) {
        let unseen = |text: &str| !surfaces.contains(&text.to_lowercase());
        for mark in &gold.names {
            let name = found.iter().find(|it| it.span == mark.span);
            let right = name.is_some_and(|it| it.label == mark.label);
            let text = mark.span.of(&gold.text);
            let tell = |count: &mut Count, right: bool| {
                count.right += usize::from(right);
                count.missed += usize::from(!right);
            };
            tell(&mut self.all, right);
            tell(&mut self.spans, name.is_some());
            tell(self.labels.entry(mark.label).or_default(), right);
            if unseen(text) {
                tell(&mut self.unseen, right);
            }
            if let Some(name) = name.filter(|_| right) {
                let subtype = name.subtype.map(|it| it.code().to_owned());
                compare(&mut self.subtypes, mark.subtype.as_ref(), subtype.as_ref());
                let metonym = name.metonym.map(|it| it.code().to_owned());
                compare(&mut self.metonyms, mark.metonym.as_ref(), metonym.as_ref());
            }
            if verbose && !right {
                println!(
                    "{} missed {} {text} | {}",
                    self.file,
                    mark.label,
                    around(gold, mark.span)
                );
            }
        }
        for name in found {
            let mark = gold.names.iter().find(|it| it.span == name.span);
            let text = name.span.of(&gold.text);
            self.spans.false_alarms += usize::from(mark.is_none());
            if mark.is_some_and(|it| it.label == name.label) {
                continue;
            }
            self.all.false_alarms += 1;
            self.labels.entry(name.label).or_default().false_alarms += 1;
            self.unseen.false_alarms += usize::from(unseen(text));
            if verbose {
                println!("{} false {} {text} | {}", self.file, name.label, around(gold, name.span));
            }
        }
    }
}

fn compare(counts: &mut BTreeMap<String, Count>, gold: Option<&String>, found: Option<&String>) {
    if let Some(gold) = gold {
        let count = counts.entry(gold.clone()).or_default();
        count.right += usize::from(found == Some(gold));
        count.missed += usize::from(found != Some(gold));
    }
    if let Some(found) = found.filter(|it| Some(*it) != gold) {
        counts.entry(found.clone()).or_default().false_alarms += 1;
    }
}

/// Some words around a place.
fn around(gold: &Gold, span: schema::Span) -> String {
    let before: Vec<char> = gold.text[..span.start()].chars().rev().take(40).collect();
    let after: String = gold.text[span.end()..].chars().take(30).collect();
    let before: String = before.iter().rev().collect();
    format!("{before}[{}]{after}", span.of(&gold.text)).replace('\n', " ")
}

/// The tables of scores.
pub(crate) fn print(scores: &[Score]) {
    println!(
        "{:<10} {:>5} {:>6} {:>6} {:>6} {:>7} {:>7} {:>6} {:>5} {:>5} {:>5} {:>5}",
        "file",
        "names",
        "prec",
        "rec",
        "F1",
        "unseen",
        "F1 uns",
        "spans",
        "PER",
        "ORG",
        "LOC",
        "MISC"
    );
    for score in scores {
        let labels = Label::ALL.map(|label| score.labels.get(&label).map_or(0.0, Count::f1));
        let labels = labels.map(|f1| format!("{f1:5.1}")).join(" ");
        println!(
            "{:<10} {:>5} {:>6.1} {:>6.1} {:>6.1} {:>7} {:>7.1} {:>6.1} {labels}",
            score.file,
            score.all.gold(),
            score.all.precision(),
            score.all.recall(),
            score.all.f1(),
            score.unseen.gold(),
            score.unseen.f1(),
            score.spans.f1(),
        );
    }
    for score in scores {
        let list = |counts: &BTreeMap<String, Count>| {
            let one = |(name, count): (&String, &Count)| {
                format!("{name} {:.1}/{:.1} of {}", count.precision(), count.recall(), count.gold())
            };
            counts.iter().map(one).collect::<Vec<_>>().join(", ")
        };
        println!(
            "{}: subtypes (precision/recall, where span and label are right): {}",
            score.file,
            list(&score.subtypes)
        );
        println!("{}: metonyms: {}", score.file, list(&score.metonyms));
    }
}

/// Words a second from raw text to names, on one thread.
pub(crate) fn speed(root: &Path, model: &Model) -> Result<()> {
    for file in FILES {
        let Some(documents) = names::gold(root, file)? else { continue };
        let words: usize = documents.iter().map(|it| it.text.split_whitespace().count()).sum();
        let rounds = 200_000 / words.max(1) + 1;
        let start = std::time::Instant::now();
        let found: usize = (0..rounds)
            .map(|_| documents.iter().map(|it| find(model, it).len()).sum::<usize>())
            .sum();
        let time = start.elapsed().as_secs_f64();
        println!(
            "{file}: {:.0} words a second, one thread ({found} names)",
            (words * rounds) as f64 / time
        );
    }
    Ok(())
}
