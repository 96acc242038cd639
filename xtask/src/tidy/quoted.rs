//! Nothing of `../shared` is copied into the project.

use super::{Fault, Tree};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A run of so many words is a quotation; fewer may be chance.
const RUN: usize = 9;

pub(super) fn faults(tree: &Tree) -> Vec<Fault> {
    let shared = tree.root.join("../shared");
    let mut runs: BTreeMap<u64, String> = BTreeMap::new();
    for folder in ["seeds", "data/gold"] {
        for path in texts(&shared.join(folder)) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            runs.extend(hashes(&text).into_iter().map(|(hash, _)| (hash, name.clone())));
        }
    }
    let mut faults = Vec::new();
    if runs.is_empty() {
        return faults;
    }
    for file in tree.files.iter().filter(|file| *file != "Cargo.lock") {
        let Some(text) = tree.text(file) else { continue };
        if let Some((line, name)) =
            hashes(&text).into_iter().find_map(|(hash, line)| Some((line, runs.get(&hash)?)))
        {
            faults.push(Fault::new(
                format!("{file}:{line}"),
                format!("{RUN} words in a row that also stand in ../shared ({name})"),
                "write a sentence of your own",
            ));
        }
    }
    faults
}

fn texts(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
    {
        if path.is_dir() {
            found.extend(texts(&path));
        } else if path.extension().is_some_and(|ending| ending == "txt") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Each run of words as a number, with the line on which it starts.
fn hashes(text: &str) -> Vec<(u64, usize)> {
    let mut words = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let split = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.extend(
            split.filter(|word| !word.is_empty()).map(|word| (word.to_lowercase(), number + 1)),
        );
    }
    // FNV: two texts that are compared are hashed in one run of one program.
    let hash = |run: &[(String, usize)]| {
        let bytes = run.iter().flat_map(|(word, _)| word.bytes().chain([b' ']));
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    words.windows(RUN).map(|run| (hash(run), run[0].1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_found_across_lines_and_signs() {
        let one = hashes("One, two three\nfour « five » six seven eight NINE ten");
        let other = hashes("zero\none two three four five six seven eight nine");
        assert!(one.iter().any(|(hash, _)| other.iter().any(|(there, _)| there == hash)));
        assert!(hashes("one two three four five six seven eight").is_empty());
    }
}
