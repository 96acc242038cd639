//! `cargo xtask bench`: how fast pages become claims, and in how much memory.
//!
//! `benchmarks/README.md` says what is measured and how to read it.

mod archives; // what holds pages
mod machine; // which computer, and its memory
mod pages; // what is read
mod runs; // what was measured before

use anyhow::{Context, Result};
use machine::Machine;
use pages::{HARD, Kept, Set};
use rayon::prelude::*;
use runs::{Growth, Measured, Run, Slowest, Speed};
use std::time::{Duration, Instant};

/// A page that takes longer is told by name.
const SLOW: Duration = Duration::from_millis(300);

/// A set that is read faster is read again: short times are noise.
const AT_LEAST: Duration = Duration::from_secs(2);

/// What may be asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Keep the run in benchmarks/runs/
    #[arg(long)]
    keep: bool,
    /// Only the sets of these names: demo, seeds, pages, archives, hard
    sets: Vec<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    if cfg!(debug_assertions) {
        return optimised(options);
    }
    let machine = Machine::of_this();
    println!("{machine}\n");
    let asked = |name: &str| options.sets.is_empty() || options.sets.iter().any(|set| set == name);
    let mut sets = Vec::new();
    for set in pages::sets() {
        let asked = asked(set.name);
        if asked && !set.pages.is_empty() {
            let measured = measure(&set);
            runs::print(&measured);
            sets.push(measured);
        } else if asked {
            println!("{}: not here, left out", set.name);
        }
    }
    let mut archives = Vec::new();
    if asked("archives") {
        let demo = pages::sets().into_iter().find(|set| set.name == "demo");
        let demo: Vec<Vec<u8>> = demo.iter().flat_map(|set| &set.pages).map(Kept::bytes).collect();
        archives = archives::measure(&demo).context("archives cannot be built in memory")?;
    }
    let mut hard = Vec::new();
    if asked("hard") {
        println!("hard: pages made to hurt; {SMALL} kB, then four times that");
        for page in HARD {
            let growth = grow(page);
            println!("{growth}");
            hard.push(growth);
        }
    }
    let run = Run { machine, sets, archives, hard };
    match runs::last(&run.machine)? {
        Some((name, last)) => runs::compare(&name, &last, &run),
        None => println!("\nno kept run of this machine to compare with"),
    }
    if options.keep {
        println!("kept as {}", runs::keep(&run)?);
    }
    Ok(())
}

/// The smaller size at which a page made to hurt is read, in kilobytes.
const SMALL: usize = 50;

fn grow(page: &pages::Hard) -> Growth {
    let time = |size| read(page.bytes(size * 1000)).total().as_secs_f64() * 1e3;
    // The shorter of two: the first may pay for what is made once.
    let (small, large) = (time(SMALL).min(time(SMALL)), time(4 * SMALL));
    Growth {
        page: page.name.to_owned(),
        small_milliseconds: round(small),
        large_milliseconds: round(large),
    }
}

/// The same in a release build, whatever this one is.
fn optimised(options: &Options) -> Result<()> {
    let mut cargo =
        std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["run", "--quiet", "--release", "--package", "xtask", "--", "bench"]);
    cargo.args(options.keep.then_some("--keep")).args(&options.sets).current_dir(crate::root());
    let status = cargo.status().context("the release build of xtask cannot be started")?;
    anyhow::ensure!(status.success(), "bench: the release build stopped with {status}");
    Ok(())
}

/// How long one page took, by stage.
#[derive(Clone, Copy, Default)]
struct Times {
    page: Duration,
    reader: Duration,
    claims: usize,
}

impl Times {
    fn total(self) -> Duration {
        self.page + self.reader
    }
}

/// From bytes to claims. A page that has nothing to read costs what it cost.
fn read(bytes: Vec<u8>) -> Times {
    let page = page::Page { bytes, ..page::Page::default() };
    let start = Instant::now();
    let document = page::open(&page);
    let opened = start.elapsed();
    let Ok(document) = document else { return Times { page: opened, ..Times::default() } };
    let start = Instant::now();
    let reading = reader::read(&document);
    let reader = start.elapsed();
    Times { page: opened, reader, claims: std::hint::black_box(&reading).claims.len() }
}

fn measure(set: &Set) -> Measured {
    // What is loaded once (lexicons, gazetteer) is not the time of a page.
    set.pages.iter().take(3).for_each(|page| {
        read(page.bytes());
    });
    machine::forget_peak();
    let bytes: u64 = set.pages.iter().map(|page| page.bytes().len() as u64).sum();
    let mut times = Vec::new();
    let (mut one, mut rounds) = (Duration::ZERO, 0);
    while one < AT_LEAST {
        let round: Vec<Times> = set.pages.iter().map(|page| read(page.bytes())).collect();
        one += round.iter().map(|times| times.total()).sum();
        rounds += 1;
        times.extend(round);
    }
    let all = on_all_cores(&set.pages, rounds);
    let (count, read) = (set.pages.len(), rounds as u64 * bytes);
    let speed = |time: Duration| Speed::of(count * rounds, read, time);
    let mut sorted: Vec<Duration> = times.iter().map(|times| times.total()).collect();
    sorted.sort();
    let at = |percent: usize| sorted[(sorted.len() - 1) * percent / 100].as_secs_f64() * 1e3;
    let page: Duration = times.iter().map(|times| times.page).sum();
    // The first round alone, so that a page has one time.
    let mut slowest: Vec<(usize, Times)> = times.into_iter().take(count).enumerate().collect();
    slowest.sort_by_key(|(_, times)| std::cmp::Reverse(times.total()));
    let claims = slowest.iter().map(|(_, times)| times.claims).sum();
    let told =
        slowest.iter().enumerate().filter(|(rank, (_, times))| *rank == 0 || times.total() > SLOW);
    let slowest = told
        .take(5)
        .map(|(_, (index, times))| Slowest {
            page: set.pages[*index].name.clone(),
            kilobytes: (set.pages[*index].bytes().len() / 1000) as u64,
            milliseconds: round(times.total().as_secs_f64() * 1e3),
            page_milliseconds: round(times.page.as_secs_f64() * 1e3),
        })
        .collect();
    Measured {
        set: set.name.to_owned(),
        pages: count,
        megabytes: round(bytes as f64 / 1e6),
        claims,
        one_core: speed(one),
        all_cores: speed(all),
        page_share: round(page.as_secs_f64() / one.as_secs_f64()),
        median_milliseconds: round(at(50)),
        p99_milliseconds: round(at(99)),
        slowest,
        peak_megabytes: machine::peak(),
    }
}

/// By the clock on the wall, opening what is packed included: that is done by
/// the same cores.
fn on_all_cores(pages: &[Kept], rounds: usize) -> Duration {
    let packed: Duration = pages
        .iter()
        .map(|page| {
            let start = Instant::now();
            std::hint::black_box(page.bytes());
            start.elapsed()
        })
        .sum();
    let start = Instant::now();
    (0..rounds).for_each(|_| {
        pages.par_iter().for_each(|page| {
            read(page.bytes());
        });
    });
    let unpacking = packed * rounds as u32 / rayon::current_num_threads() as u32;
    start.elapsed().saturating_sub(unpacking)
}

/// Two digits behind the point: more would be noise.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
