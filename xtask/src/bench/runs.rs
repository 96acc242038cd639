//! What was measured, kept and compared.

use super::{archives::Archive, machine::Machine, round};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

const FOLDER: &str = "benchmarks/runs";

/// One run of the bench.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Run {
    #[serde(flatten)]
    pub machine: Machine,
    pub sets: Vec<Measured>,
    /// How fast archives are gone through, and what those made to hurt cost.
    #[serde(default)]
    pub archives: Vec<Archive>,
    /// How the time grows on pages made to hurt.
    #[serde(default)]
    pub hard: Vec<Growth>,
}

/// A page made to hurt, and one of the same kind four times as large.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Growth {
    pub page: String,
    pub small_milliseconds: f64,
    pub large_milliseconds: f64,
}

impl fmt::Display for Growth {
    /// About 4 times is as it should be; 16 times is the square.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { page, small_milliseconds: small, large_milliseconds: large } = self;
        let times = large / small.max(0.01);
        write!(f, "  {page:<28} {small:>8.1} ms {large:>9.1} ms  {times:>5.1} times")
    }
}

/// What was measured on one set of pages.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Measured {
    pub set: String,
    pub pages: usize,
    pub megabytes: f64,
    pub claims: usize,
    pub one_core: Speed,
    pub all_cores: Speed,
    /// How much of the time goes into opening the page; the rest is reading.
    pub page_share: f64,
    pub median_milliseconds: f64,
    pub p99_milliseconds: f64,
    pub slowest: Vec<Slowest>,
    pub peak_megabytes: Option<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Speed {
    pub pages_per_second: f64,
    pub megabytes_per_second: f64,
}

impl Speed {
    pub fn of(pages: usize, bytes: u64, time: Duration) -> Self {
        Self {
            pages_per_second: round(pages as f64 / time.as_secs_f64()),
            megabytes_per_second: round(bytes as f64 / 1e6 / time.as_secs_f64()),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Slowest {
    pub page: String,
    pub kilobytes: u64,
    pub milliseconds: f64,
    /// Of these, how many went into opening it.
    pub page_milliseconds: f64,
}

pub(super) fn print(measured: &Measured) {
    let Measured { set, pages, megabytes, claims, one_core, all_cores, .. } = measured;
    println!("{set}: {pages} pages, {megabytes} MB, {claims} claims");
    for (name, speed) in [("one core", one_core), ("all cores", all_cores)] {
        let Speed { pages_per_second, megabytes_per_second } = speed;
        println!("  {name:<9} {pages_per_second:>9.1} pages/s {megabytes_per_second:>7.2} MB/s");
    }
    let Measured { page_share, median_milliseconds, p99_milliseconds, .. } = measured;
    println!(
        "  stages    page {:.0} %, language and reader {:.0} %",
        page_share * 100.0,
        100.0 - page_share * 100.0
    );
    println!("  a page    median {median_milliseconds} ms, 99 % within {p99_milliseconds} ms");
    for slow in &measured.slowest {
        let Slowest { page, kilobytes, milliseconds, page_milliseconds } = slow;
        println!(
            "  slowest   {milliseconds} ms ({page_milliseconds} of them to open it): {page}, {kilobytes} kB"
        );
    }
    match measured.peak_megabytes {
        Some(peak) => println!("  memory    {peak} MB at most"),
        None => println!("  memory    unknown: this system does not tell"),
    }
}

/// The newest kept run of the same processor and number of cores.
pub(super) fn last(machine: &Machine) -> Result<Option<(String, Run)>> {
    let folder = crate::root().join(FOLDER);
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(&format!("{}.json", machine.slug())))
        .collect();
    names.sort();
    let Some(name) = names.pop() else { return Ok(None) };
    let text = std::fs::read_to_string(folder.join(&name))?;
    let run = serde_json::from_str(&text).with_context(|| format!("{FOLDER}/{name}"))?;
    Ok(Some((name, run)))
}

/// How much faster than `last`.
pub(super) fn compare(name: &str, last: &Run, run: &Run) {
    println!("\nagainst {name} (commit {}); 1.00 is as fast, 2.00 twice as fast", last.machine.git);
    for now in &run.sets {
        let Some(then) = last.sets.iter().find(|then| then.set == now.set) else { continue };
        let ratio =
            |now: &Speed, then: &Speed| now.megabytes_per_second / then.megabytes_per_second;
        println!(
            "  {:<6} one core {:.2}, all cores {:.2}{}",
            now.set,
            ratio(&now.one_core, &then.one_core),
            ratio(&now.all_cores, &then.all_cores),
            if now.pages == then.pages { "" } else { " (other pages than then)" }
        );
    }
}

/// Writes the run down; the name of its file.
pub(super) fn keep(run: &Run) -> Result<String> {
    let name = format!("{FOLDER}/{}-{}.json", run.machine.date, run.machine.slug());
    let text = serde_json::to_string_pretty(run)? + "\n";
    std::fs::create_dir_all(crate::root().join(FOLDER)).context(FOLDER)?;
    std::fs::write(crate::root().join(&name), text).with_context(|| name.clone())?;
    Ok(name)
}
