//! The block chooser of pages: which blocks are the article, learnt from pages whose
//! article is known, over features that hold no words.

use anyhow::{Context, Result};
use flate2::read::GzDecoder;
use page::Page;
use page::chooser::Chooser;
use page::chooser::train::{Rows, Settings, train};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Read;
use std::path::Path;

/// The sets of `../shared/data/pages` whose article is known, or parts of it.
pub(crate) const SETS: [&str; 3] = ["fundus", "wcxb", "traf"];

/// Pages are dealt into so many parts by their host: what is measured on one was
/// learnt from the others.
pub(crate) const FOLDS: usize = 5;

/// A page, and what is known of its article.
pub(crate) struct Known {
    pub truth: Truth,
    pub page: Page,
    pub fold: usize,
}

/// A row of the set.
#[derive(Deserialize)]
pub(crate) struct Truth {
    pub id: String,
    pub path: String,
    url: Option<String>,
    /// Its article.
    pub text: Option<String>,
    ptype: Option<String>,
    /// Pieces that must be kept, and such as must not.
    #[serde(default)]
    pub with: Vec<String>,
    #[serde(default)]
    pub without: Vec<String>,
}

/// The pages of a set; nothing if it is not there.
pub(crate) fn known(root: &Path, set: &'static str) -> Result<Option<Vec<Known>>> {
    let folder = root.join("../shared/data/pages");
    let Ok(rows) = fs::read_to_string(folder.join(format!("{set}.jsonl"))) else {
        return Ok(None);
    };
    let known = |row: &str| {
        let truth: Truth = serde_json::from_str(row).context(set)?;
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(folder.join(&truth.path))?).read_to_end(&mut bytes)?;
        let url = truth.url.clone();
        let fold = fold_of(url.as_deref().unwrap_or(&truth.id));
        let page = Page { bytes, url, media_type: Some("text/html".to_owned()), ..Page::default() };
        Ok(Known { truth, page, fold })
    };
    let rows: Vec<Known> = rows.lines().map(known).collect::<Result<_>>()?;
    let is_article =
        |known: &Known| known.truth.ptype.as_deref().is_none_or(|kind| kind == "article");
    Ok(Some(rows.into_iter().filter(is_article).collect()))
}

/// The fold of a host: that of its registered name, as far as its length tells.
fn fold_of(url: &str) -> usize {
    let host = url.split("://").last().unwrap_or(url).split(['/', ':', '?']).next().unwrap_or(url);
    let labels: Vec<&str> = host.split('.').collect();
    let short = labels.len() >= 3 && labels[labels.len() - 2].len() <= 3;
    let from = labels.len().saturating_sub(if short { 3 } else { 2 });
    let name = labels[from..].join(".").to_lowercase();
    // FNV-1a: the same on every machine.
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash % FOLDS as u64) as usize
}

/// What is learnt from a page: the features of its pieces, what is true of them, and
/// how much they count.
pub(crate) struct Lesson {
    pub fold: usize,
    pub rows: Vec<(Vec<i16>, bool, u32)>,
}

/// The lessons of all pages.
pub(crate) fn lessons(known: &[Known]) -> Vec<Lesson> {
    known.par_iter().map(lesson).collect()
}

fn lesson(known: &Known) -> Lesson {
    let pieces = page::pieces(&known.page);
    let words: Vec<&str> = pieces.spans.iter().map(|span| span.of(&pieces.text)).collect();
    let labels = match &known.truth.text {
        Some(text) => labels_of_text(text, &words),
        None => labels_of_pieces(&known.truth, &words),
    };
    let rows = pieces.rows.into_iter().zip(labels).enumerate();
    let rows = rows
        .filter(|(at, _)| pieces.title != Some(*at))
        .filter_map(|(_, (row, label))| label.map(|(truth, weight)| (row, truth, weight)));
    Lesson { fold: known.fold, rows: rows.collect() }
}

/// Whether each piece is in the article, and how much it counts: a page as much as
/// another, a piece as its words. Nothing where it can't be told.
pub(crate) fn labels_of_text(text: &str, pieces: &[&str]) -> Vec<Option<(bool, u32)>> {
    let wanted = tokens(text);
    let runs: HashSet<&[String]> = wanted.windows(4).collect();
    let lines: HashSet<Vec<String>> = text.lines().map(tokens).collect();
    let whole = wanted.len().max(20) as f64;
    let mut seen: HashMap<Vec<String>, usize> = HashMap::new();
    let label = |piece: &&str| {
        let words = tokens(piece);
        let weight = (100.0 * words.len() as f64 / whole).clamp(0.1, 30.0);
        let weight = Some((weight * 1000.0) as u32);
        if words.is_empty() {
            return None;
        }
        let again = seen.entry(words.clone()).or_default();
        *again += 1;
        if words.len() >= 4 {
            let found = words.windows(4).filter(|run| runs.contains(run)).count();
            let inside = found * 2 > words.len() - 3;
            // What stands on the page twice stands in the article once.
            return weight.map(|weight| (inside && *again == 1, weight));
        }
        if lines.contains(&words) {
            return weight.map(|weight| (*again == 1, weight));
        }
        let inside = wanted.windows(words.len()).any(|run| run == words);
        weight.filter(|_| !inside).map(|weight| (false, weight))
    };
    pieces.iter().map(label).collect()
}

/// The same where only some pieces of the text are known.
fn labels_of_pieces(truth: &Truth, pieces: &[&str]) -> Vec<Option<(bool, u32)>> {
    let fold = |text: &str| tokens(text).join(" ");
    let (with, without): (Vec<_>, Vec<_>) = (
        truth.with.iter().map(|it| fold(it)).collect(),
        truth.without.iter().map(|it| fold(it)).collect(),
    );
    let label = |piece: &&str| {
        let words = fold(piece);
        let holds = |wanted: &[String]| {
            wanted.iter().any(|it| {
                words.contains(it.as_str()) || words.len() > 20 && it.contains(words.as_str())
            })
        };
        match (holds(&with), holds(&without)) {
            (true, false) => Some((true, 4000)),
            (false, true) => Some((false, 4000)),
            _ => None,
        }
    };
    pieces.iter().map(label).collect()
}

fn tokens(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Learns from all lessons but those of a fold.
pub(crate) fn learn(lessons: &[Lesson], without: Option<usize>, settings: &Settings) -> Chooser {
    let mut rows = Rows::default();
    for lesson in lessons.iter().filter(|lesson| Some(lesson.fold) != without) {
        for (row, truth, weight) in &lesson.rows {
            rows.push(row, *truth, *weight);
        }
    }
    Chooser::new(train(&rows, settings), 0)
}

/// The choosers of the folds: each has seen nothing of its own.
pub(crate) fn folds(lessons: &[Lesson], settings: &Settings) -> Vec<Chooser> {
    (0..FOLDS).into_par_iter().map(|fold| learn(lessons, Some(fold), settings)).collect()
}

pub(crate) fn run(root: &Path) -> Result<()> {
    let mut pages = Vec::new();
    for set in SETS {
        let of_set = known(root, set)?;
        pages.extend(of_set.with_context(|| format!("../shared/data/pages/{set} is not there"))?);
    }
    let lessons = lessons(&pages);
    let chooser = learn(&lessons, None, &Settings::default());
    let bytes = chooser.to_bytes();
    println!("{} pages, {} bytes", pages.len(), bytes.len());
    fs::write(root.join("knowledge/models/pages/chooser.bin"), bytes)?;
    Ok(())
}
