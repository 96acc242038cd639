//! Everything that is not building: `cargo xtask evaluate | train | bench | docs | tidy`.

mod bench; // how fast
mod docs; // what is generated
mod evaluate; // how well
mod names; // texts whose names are marked
mod tidy; // the rules of the house
mod told; // pages with their truth inside them
mod train; // what is learnt
mod treebanks; // trees that are learnt from and measured on

use clap::Parser;
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Everything that is not building")]
enum Task {
    /// Measure how well Selon reads, against the gold of corpus/ and ../shared
    Evaluate(evaluate::Options),
    /// Learn the weights of a model
    Train(train::Options),
    /// Measure how fast Selon reads
    Bench(bench::Options),
    /// Write the generated parts of docs/
    Docs(docs::Options),
    /// Check the rules that no compiler checks
    Tidy(tidy::Options),
}

fn main() -> anyhow::Result<()> {
    match Task::parse() {
        Task::Evaluate(options) => evaluate::run(&options),
        Task::Train(options) => train::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Docs(options) => docs::run(&options),
        Task::Tidy(options) => tidy::run(&options),
    }
}

/// The folder of the repository, wherever the task was started from.
fn root() -> PathBuf {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.parent().map_or(here.clone(), PathBuf::from)
}

/// The files of a folder of the repository, in order.
fn files(folder: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = std::fs::read_dir(root().join(folder))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}
