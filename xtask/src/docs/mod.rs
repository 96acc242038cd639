//! `cargo xtask docs`: the parts of `docs/` that are made from the code.

mod contract; // the lines of the contract as JSON Schema
mod table; // the same for people
#[cfg(test)]
mod valid; // whether a line fits its schema

use anyhow::{Context, Result};
use std::path::Path;

/// What may be asked for.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Write nothing; fail if something is out of date
    #[arg(long)]
    check: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let root = crate::root();
    let files = generated()?;
    if options.check {
        let old = outdated(&root, &files);
        anyhow::ensure!(old.is_empty(), "out of date, run `cargo xtask docs`: {}", old.join(", "));
    } else {
        for (name, text) in &files {
            let path = root.join(name);
            let folder = path.parent().unwrap_or(&root);
            std::fs::create_dir_all(folder).with_context(|| name.clone())?;
            std::fs::write(&path, text).with_context(|| name.clone())?;
        }
    }
    command_line(&root, options.check)?;
    println!("docs: {} files of docs/reference/ and cli.md are up to date", files.len());
    Ok(())
}

/// The generated files by name.
fn generated() -> Result<Vec<(String, String)>> {
    let lines = contract::lines();
    let mut files = Vec::new();
    for (name, schema) in &lines {
        let text = serde_json::to_string_pretty(schema)? + "\n";
        files.push((format!("docs/reference/schema/{name}.json"), text));
    }
    files.push(("docs/reference/format.md".to_owned(), table::page(&lines)));
    Ok(files)
}

/// The files that are not what the code would make of them.
fn outdated(root: &Path, files: &[(String, String)]) -> Vec<String> {
    let differs = |name: &str, text: &str| {
        std::fs::read_to_string(root.join(name)).map_or(true, |held| held.replace('\r', "") != text)
    };
    files.iter().filter(|(name, text)| differs(name, text)).map(|(name, _)| name.clone()).collect()
}

/// `docs/reference/cli.md` is made of what the program itself says; a test of
/// the program holds it, and writes it when told to.
fn command_line(root: &Path, check: bool) -> Result<()> {
    let mut cargo =
        std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["test", "--quiet", "--package", "selon", "--test", "reference"]).current_dir(root);
    if !check {
        cargo.env("UPDATE_EXPECT", "1");
    }
    let output = cargo.output().context("cargo cannot be started")?;
    anyhow::ensure!(
        output.status.success(),
        "docs/reference/cli.md:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_what_the_code_says() {
        let old = outdated(&crate::root(), &generated().expect("the schemas serialise"));
        assert!(old.is_empty(), "run `cargo xtask docs`; out of date: {}", old.join(", "));
    }
}
