//! What others make of the same pages, in the same run.

use super::Outside;
use crate::train::pages::Known;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Measures the yardsticks on a set, and prints a line for each; says so where one is
/// not there.
pub(super) fn run(root: &Path, set: &str, pages: &[Known]) -> Result<()> {
    match python(root, pages)? {
        Some((outside, speed)) => println!("{outside}    {speed:.0} pages a second of processor"),
        None => println!(
            "  Python's trafilatura is not there (pip install trafilatura htmldate lxml_html_clean)"
        ),
    }
    rust(set, pages);
    Ok(())
}

/// A row for `benchmarks/yardsticks/pages.py`.
#[derive(Serialize)]
struct Asked<'a> {
    id: usize,
    path: &'a Path,
    url: Option<&'a str>,
}

#[derive(Deserialize)]
struct Answer {
    id: usize,
    text: Option<String>,
    seconds: f64,
}

fn python(root: &Path, pages: &[Known]) -> Result<Option<(Outside, f64)>> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let child = Command::new(&python)
        .arg(root.join("benchmarks/yardsticks/pages.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut child) = child else { return Ok(None) };
    let mut rows = Vec::new();
    for (id, known) in pages.iter().enumerate() {
        let path = root.join("../shared/data/pages").join(&known.truth.path);
        let asked = Asked { id, path: &path, url: known.page.url.as_deref() };
        serde_json::to_writer(&mut rows, &asked)?;
        rows.push(b'\n');
    }
    let mut input = child.stdin.take().context("no input")?;
    let writer = std::thread::spawn(move || input.write_all(&rows));
    let output = child.wait_with_output()?;
    // A program that ends early closes its input: it says so by its status.
    let _ = writer.join();
    if !output.status.success() {
        return Ok(None);
    }
    let mut outside = Outside::new("  trafilatura (Python)");
    let mut seconds = 0.0;
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let answer: Answer = serde_json::from_str(line)?;
        outside.add(&pages[answer.id], answer.text.as_deref().unwrap_or_default());
        seconds += answer.seconds;
    }
    Ok(Some((outside, pages.len() as f64 / seconds.max(1e-9))))
}

#[cfg(not(feature = "yardsticks"))]
fn rust(_: &str, _: &[Known]) {
    println!("  the crate trafilatura is not built in (cargo run -p xtask --features yardsticks)");
}

#[cfg(feature = "yardsticks")]
fn rust(_: &str, pages: &[Known]) {
    let mut outside = Outside::new("  trafilatura (crate)");
    let begun = std::time::Instant::now();
    let texts: Vec<String> = pages
        .iter()
        .map(|known| {
            let html = String::from_utf8_lossy(&known.page.bytes);
            let options = trafilatura::Options {
                exclude_comments: true,
                enable_fallback: true,
                ..Default::default()
            };
            let found = trafilatura::extract(&html, &options);
            found.map_or(String::new(), |found| found.content_text)
        })
        .collect();
    let seconds = begun.elapsed().as_secs_f64();
    for (known, text) in pages.iter().zip(texts) {
        outside.add(known, &text);
    }
    println!("{outside}    {:.0} pages a second", pages.len() as f64 / seconds);
}
