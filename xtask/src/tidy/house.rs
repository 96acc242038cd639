//! Paths, licences, sizes and crate docs.

use super::{Fault, Tree};
use std::path::Path;

/// The longest file of one story, in lines. More is told, not forbidden.
const LONG: usize = 600;

/// Files that anybody expects to find.
const EXPECTED: &[&str] =
    &["ARCHITECTURE.md", "CONTRIBUTING.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md"];

pub(super) fn faults(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for file in EXPECTED.iter().filter(|file| !tree.files.iter().any(|held| held == *file)) {
        faults.push(Fault::new(*file, "it is missing", "write it"));
    }
    for file in tree.matching("", "/src/lib.rs") {
        if !tree.text(file).unwrap_or_default().starts_with("//!") {
            faults.push(Fault::new(file, "the crate does not say what it does", "begin with //!"));
        }
    }
    let places = machine_places(&tree.root);
    for file in &tree.files {
        let text = tree.text(file).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            if let Some(place) = places.iter().find(|place| stands_in(line, place)) {
                let what = format!("a path of one machine: {place}…");
                let place = format!("{file}:{}", number + 1);
                faults.push(Fault::new(place, what, "write it relative to the repository"));
            }
        }
    }
    faults
}

pub(super) fn warnings(tree: &Tree) -> Vec<Fault> {
    let count = |file: &String| (file.clone(), tree.text(file).unwrap_or_default().lines().count());
    let long = tree.matching("", ".rs").map(count).filter(|(_, lines)| *lines > LONG);
    long.map(|(file, lines)| {
        Fault::new(
            file,
            format!("{lines} lines"),
            format!("over {LONG}: does it tell two stories?"),
        )
    })
    .collect()
}

/// Where people keep things on their machines, and where this tree lies on this one.
fn machine_places(root: &Path) -> Vec<String> {
    let mut places: Vec<String> =
        ["home", "Users", "root"].iter().map(|name| format!("/{name}/")).collect();
    let parents = root.ancestors().take(2);
    let own =
        parents.filter(|folder| folder.components().count() > 1 && *folder != Path::new("/tmp"));
    places.extend(own.map(|folder| format!("{}/", folder.display())));
    places
}

/// Whether an absolute path below `place` stands in `line`; the path of an
/// address (`https://x.example/home/…`) is none.
fn stands_in(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + place.len()..].chars().next();
        !before.is_some_and(|c| c.is_alphanumeric() || "_.-~}*".contains(c))
            && after.is_some_and(|c| c.is_alphanumeric() || "._".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_one_machine_is_told_from_an_address() {
        let home = format!("/{}/", "home");
        assert!(stands_in(&format!("see {home}anna/notes"), &home));
        assert!(stands_in(&format!("\"{home}anna\""), &home));
        assert!(!stands_in("https://paper.example/home/anna", &home));
        assert!(!stands_in("docs/home/page", &home));
    }
}
