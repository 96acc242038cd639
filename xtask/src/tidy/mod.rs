//! `cargo xtask tidy`: the rules that no compiler checks.
//!
//! Each rule is a function from the tree to its faults. All of them run, and all
//! faults are told at once: what, where, and what to do.

mod arrows; // which crate may use which
mod house; // paths, licences, sizes, crate docs
mod knowledge; // the files of each language
mod quoted; // nothing of ../shared
mod rust; // string literals of a Rust file
mod words; // no human language in Rust code

use anyhow::{Context, Result};
use std::fmt;
use std::path::{Path, PathBuf};

/// What may be asked for.
#[derive(clap::Args)]
pub(crate) struct Options {}

pub(crate) fn run(_: &Options) -> Result<()> {
    let tree = Tree::open()?;
    let (faults, warnings) = check(&tree);
    for warning in &warnings {
        println!("note: {warning}");
    }
    for fault in &faults {
        println!("{fault}");
    }
    anyhow::ensure!(faults.is_empty(), "tidy: {} faults", faults.len());
    println!("tidy: {} files, no fault", tree.files.len());
    Ok(())
}

/// The faults that stop a change, and those that only ask for a look.
fn check(tree: &Tree) -> (Vec<Fault>, Vec<Fault>) {
    let mut faults = Vec::new();
    faults.extend(arrows::faults(tree));
    faults.extend(house::faults(tree));
    faults.extend(knowledge::faults(tree));
    faults.extend(words::faults(tree));
    faults.extend(quoted::faults(tree));
    faults.sort();
    (faults, house::warnings(tree))
}

/// Something that a rule of the house does not allow.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fault {
    /// The file, with the line where there is one.
    place: String,
    /// What is wrong.
    what: String,
    /// What to do.
    todo: String,
}

impl Fault {
    fn new(place: impl Into<String>, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { place: place.into(), what: what.into(), todo: todo.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}\n    {}", self.place, self.what, self.todo)
    }
}

/// The files of the repository: those that git knows, and those it would add.
struct Tree {
    root: PathBuf,
    /// Relative to the root, with `/`, in order.
    files: Vec<String>,
}

impl Tree {
    fn open() -> Result<Self> {
        let root = crate::root();
        let listed = std::process::Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&root)
            .output();
        let mut files = match listed {
            Ok(output) if output.status.success() => {
                let names = String::from_utf8(output.stdout)?;
                names.split_terminator('\0').map(str::to_owned).collect()
            }
            // An archive without its history.
            _ => walk(&root, &root).context("the tree cannot be listed")?,
        };
        files.retain(|file| root.join(file).is_file());
        files.sort();
        files.dedup();
        Ok(Self { root, files })
    }

    /// The text of a file; nothing for a file that is no text.
    fn text(&self, file: &str) -> Option<String> {
        std::fs::read_to_string(self.root.join(file)).ok().filter(|text| !text.contains('\0'))
    }

    /// The files whose name starts and ends so.
    fn matching<'a>(&'a self, start: &'a str, end: &'a str) -> impl Iterator<Item = &'a String> {
        self.files.iter().filter(move |file| file.starts_with(start) && file.ends_with(end))
    }
}

fn walk(root: &Path, folder: &Path) -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() && !matches!(name, "target" | ".git") {
            files.extend(walk(root, &path)?);
        } else if let Ok(inside) = path.strip_prefix(root) {
            files.push(inside.to_string_lossy().replace('\\', "/"));
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_house_is_tidy() {
        let tree = Tree::open().expect("the tree can be listed");
        let (faults, _) = check(&tree);
        let told: Vec<String> = faults.iter().map(Fault::to_string).collect();
        assert!(told.is_empty(), "{} faults\n{}", told.len(), told.join("\n"));
    }
}
