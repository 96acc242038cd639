//! What a claim says: figures and times, against gold.
//!
//! A figure is found if a figure overlaps it, and right if low and high are the
//! same as well. A time is right if its interval of days is.

use super::floors::Scores;
use anyhow::{Context, Result};
use schema::{Block, Confidence, Document, Found, Id, PageFormat, PageRecord, Reading, Role, Span};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Measures every set that is there, prints a table, and gives the scores of the
/// project's own texts.
pub(crate) fn run(root: &Path, verbose: bool) -> Result<Scores> {
    println!("content                          gold   found   right  besides");
    let scores = own(root, verbose)?;
    let shared = root.join("../shared");
    let journalistic = [
        ("figures", "data/content/quantities/journalistic/dev.jsonl"),
        ("times", "data/content/dates/journalistic/dev.jsonl"),
    ];
    for (layer, path) in journalistic {
        let file = shared.join(path);
        if !file.exists() {
            println!("{layer}: not there: ../shared/{path}");
            continue;
        }
        let rows = rows(&file)?;
        for language in ["fr", "en"] {
            let mut tally = Tally::default();
            for row in rows.iter().filter(|row| row["lang"] == language) {
                let text = row["text"].as_str().unwrap_or("");
                let reading = read(text, language, row["doc_date"].as_str());
                let gold: Vec<&Value> = row["mentions"].as_array().into_iter().flatten().collect();
                tally.add(layer, text, &gold, &reading, verbose);
            }
            tally.print(&format!("{layer} journalistic {language}"));
        }
    }
    seed(&shared, verbose)?;
    Ok(scores)
}

/// The figures that the gold of the attributions names, by their words.
fn own(root: &Path, verbose: bool) -> Result<Scores> {
    let mut scores = Scores::new();
    for set in ["demo", "attribution"] {
        for language in ["fr", "en"] {
            let (mut gold, mut found) = (0, 0);
            for path in crate::files(&format!("corpus/{set}"))? {
                let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
                let rows_at = root.join(format!("corpus/gold/{set}/{stem}.jsonl"));
                if !rows_at.exists() {
                    continue;
                }
                let bytes = fs::read(&path).with_context(|| path.display().to_string())?;
                let document = page::open(&page::Page { bytes, ..Default::default() })
                    .with_context(|| path.display().to_string())?;
                if document.language_code() != Some(language) {
                    continue;
                }
                let reading = reader::read(&document);
                let texts: Vec<String> =
                    reading.figures.iter().map(|figure| folded(&figure.text)).collect();
                for row in rows(&rows_at)? {
                    for figure in row["figures"].as_array().into_iter().flatten() {
                        let words = folded(figure.as_str().unwrap_or(""));
                        gold += 1;
                        if texts.iter().any(|text| holds(text, &words) || holds(&words, text)) {
                            found += 1;
                        } else if verbose {
                            println!("  {stem}: no figure for \"{words}\"");
                        }
                    }
                }
            }
            println!("{:<30} {gold:>6}  {found:>6}", format!("figures {set} {language}"));
            let recall = 100.0 * f64::from(found) / f64::from(gold.max(1));
            let measures = BTreeMap::from([("recall".to_owned(), recall)]);
            scores.insert(format!("content.figures.{set}.{language}"), measures);
        }
    }
    Ok(scores)
}

/// Seed 000: its own gold, without what is furniture there.
fn seed(shared: &Path, verbose: bool) -> Result<()> {
    let (gold, page) =
        (shared.join("seeds/000.content.jsonl"), shared.join("seeds/000_5f8001af2d7f5605.txt"));
    if !gold.exists() || !page.exists() {
        println!("seed 000: not there: ../shared/seeds");
        return Ok(());
    }
    let mut document = page::open(&page::Page { bytes: fs::read(&page)?, ..Default::default() })
        .with_context(|| page.display().to_string())?;
    let all = rows(&gold)?;
    let day = all.iter().find_map(|row| row["doc_date"].as_str());
    document.published = day.map(found);
    let reading = reader::read(&document);
    for (layer, kind) in [("figures", "quantity"), ("times", "time"), ("places", "place")] {
        let gold: Vec<&Value> =
            all.iter().filter(|row| row["kind"] == kind && row["boilerplate"] != true).collect();
        let mut tally = Tally::default();
        tally.add(layer, &document.text, &gold, &reading, verbose);
        tally.print(&format!("{layer} seed 000"));
    }
    Ok(())
}

#[derive(Default)]
struct Tally {
    gold: usize,
    found: usize,
    right: usize,
    /// What no gold is for.
    besides: usize,
}

impl Tally {
    fn add(&mut self, layer: &str, text: &str, gold: &[&Value], reading: &Reading, verbose: bool) {
        let read: Vec<(Span, [Option<String>; 2])> = match layer {
            "figures" => {
                let show = |value: Option<f64>| value.map(number);
                let each = reading.figures.iter();
                each.map(|it| (it.span, [show(it.low), show(it.high)])).collect()
            }
            "times" => {
                let each = reading.times.iter();
                each.map(|it| (it.span, [it.earliest.clone(), it.latest.clone()])).collect()
            }
            _ => {
                let each = reading.places.iter();
                each.map(|it| (it.span, [it.gazetteer.clone(), None])).collect()
            }
        };
        let mut used = vec![false; read.len()];
        for row in gold {
            self.gold += 1;
            let span = span(row, text);
            let bounds = match layer {
                "figures" => [row["low"].as_f64().map(number), row["high"].as_f64().map(number)],
                "times" => days(row),
                _ => [row["geonameid"].as_u64().map(|id| id.to_string()), None],
            };
            // The one that shares most with the gold.
            let best = (0..read.len())
                .filter(|&k| !used[k] && read[k].0.overlaps(span))
                .max_by_key(|&k| (shared(read[k].0, span), std::cmp::Reverse(k)));
            let Some(k) = best else {
                if verbose {
                    println!("  missed: {} in: {}", span.of(text), around(text, span));
                }
                continue;
            };
            used[k] = true;
            self.found += 1;
            let alternatives = |bound: &Option<String>, mine: &Option<String>| match bound {
                Some(bound) => {
                    mine.as_ref().is_some_and(|mine| bound.split('|').any(|it| it == mine))
                }
                None => mine.is_none(),
            };
            if (0..2).all(|side| alternatives(&bounds[side], &read[k].1[side])) {
                self.right += 1;
            } else if verbose {
                println!(
                    "  {}: gold {:?}, read {:?} ({})",
                    span.of(text),
                    bounds,
                    read[k].1,
                    read[k].0.of(text)
                );
            }
        }
        for (k, (span, _)) in read.iter().enumerate().filter(|(k, _)| !used[*k]) {
            self.besides += 1;
            if verbose {
                println!("  besides: {} in: {}", read[k].0.of(text), around(text, *span));
            }
        }
    }

    fn print(&self, name: &str) {
        println!(
            "{name:<30} {:>6}  {:>6}  {:>6}  {:>7}",
            self.gold, self.found, self.right, self.besides
        );
    }
}

/// The bounds of a gold time as half-open days; the gold has inclusive ones.
fn days(row: &Value) -> [Option<String>; 2] {
    let day = |key: &str| row[key].as_str().filter(|it| !it.starts_with(".."));
    let next = |day: &str| {
        let day: jiff::civil::Date = day.get(..10)?.parse().ok()?;
        day.tomorrow().ok().map(|day| day.to_string())
    };
    let each = |value: &str, end: bool| {
        let one = |it: &str| if end { next(it) } else { it.get(..10).map(str::to_owned) };
        value.split('|').filter_map(one).collect::<Vec<_>>().join("|")
    };
    [day("begin").map(|it| each(it, false)), day("end").map(|it| each(it, true))]
}

/// Where a gold row stands: in bytes, or in code points.
fn span(row: &Value, text: &str) -> Span {
    let at = |key: &str| row[key].as_u64().map(|at| at as usize);
    if let (Some(start), Some(end)) = (at("start_byte"), at("end_byte")) {
        return Span::new(start, end.max(start));
    }
    let byte = |point: usize| text.char_indices().nth(point).map_or(text.len(), |(at, _)| at);
    let start = at("start").or(at("start_char")).unwrap_or(0);
    let end = at("end").or(at("end_char")).unwrap_or(start);
    Span::new(byte(start), byte(end.max(start)))
}

fn shared(a: Span, b: Span) -> usize {
    a.end().min(b.end()).saturating_sub(a.start().max(b.start()))
}

fn around(text: &str, span: Span) -> String {
    let from = text[..span.start()].char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    let rest = &text[span.end()..];
    let to = rest.char_indices().nth(30).map_or(text.len(), |(at, _)| span.end() + at);
    text[from..to].replace('\n', " ")
}

/// Four digits that matter: a third is a third however it is written.
fn number(value: f64) -> String {
    format!("{value:.3e}")
}

fn rows(path: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let parse = |line: &str| serde_json::from_str(line).with_context(|| path.display().to_string());
    text.lines().filter(|line| !line.trim().is_empty()).map(parse).collect()
}

fn holds(text: &str, words: &str) -> bool {
    !words.is_empty() && text.contains(words)
}

fn folded(text: &str) -> String {
    let plain = text.replace('’', "'").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Reads a text that stands alone, of a known day.
fn read(text: &str, language: &str, day: Option<&str>) -> Reading {
    reader::read(&Document {
        id: Id::of('d', &[text.as_bytes()]),
        page: PageRecord {
            sha256: String::new(),
            bytes: text.len() as u64,
            format: PageFormat::Text,
            charset: "utf-8".to_owned(),
            whence: None,
            address: None,
            carrier: None,
            retrieved: None,
            cut: Vec::new(),
        },
        kind: schema::PageKind::Article,
        url: None,
        outlet: None,
        language: Some(found(language)),
        title: None,
        byline: Vec::new(),
        published: day.map(found),
        modified: None,
        hints: Vec::new(),
        text: text.to_owned(),
        blocks: vec![Block {
            span: Span::new(0, text.len()),
            role: Role::Body,
            kept: true,
            reason: "gold".to_owned(),
            source: None,
        }],
    })
}

fn found(value: &str) -> Found<String> {
    Found {
        value: value.to_owned(),
        evidence: "gold".to_owned(),
        span: None,
        confidence: Confidence::percent(100),
    }
}
