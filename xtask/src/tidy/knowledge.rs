//! The files of each language: the same names, and an example in each entry.

use super::{Fault, Tree};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

const LANGUAGES: &str = "knowledge/languages/";

/// A language whose pages are only cut and named has these; one that is read has all.
const UNREAD: &[&str] = &["furniture.toml", "language.toml", "names.toml"];

/// The file that makes a language one that is read.
const READ: &str = "cues.toml";

/// Files that a language lacks, and why.
const GAPS: &[(&str, &str, &str)] = &[];

/// Entries without an example: file, array, why.
const EXEMPT: &[(&str, &str, &str)] = &[
    ("numbers.toml", "idiom", "counts nothing: its counter-example is what is tested"),
    ("words.toml", "pronoun", "a closed class: the list is the whole of it"),
];

pub(super) fn faults(tree: &Tree) -> Vec<Fault> {
    let mut faults = names(tree);
    for file in tree.matching(LANGUAGES, ".toml") {
        match tree.text(file).unwrap_or_default().parse::<Table>() {
            Ok(table) => faults.extend(examples(file, &table)),
            Err(error) => faults.push(Fault::new(file, error.to_string(), "write it as TOML")),
        }
    }
    faults
}

/// The same file names in each folder, or the gap is known.
fn names(tree: &Tree) -> Vec<Fault> {
    let mut folders: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in tree.matching(LANGUAGES, "") {
        if let Some((code, name)) = file[LANGUAGES.len()..].split_once('/') {
            folders.entry(code).or_default().insert(name);
        }
    }
    let all: BTreeSet<&str> = folders.values().flatten().copied().collect();
    let mut faults = Vec::new();
    for (code, has) in &folders {
        let read = has.contains(READ);
        for name in &all {
            let place = format!("{LANGUAGES}{code}/{name}");
            let known = GAPS.iter().any(|(of, file, _)| of == code && file == name);
            let wanted = read || UNREAD.contains(name);
            match (has.contains(name), wanted) {
                (false, true) if !known => faults.push(Fault::new(
                    place,
                    "this file is missing; other languages have it",
                    "write it, or list the gap with its reason in xtask/src/tidy/knowledge.rs",
                )),
                (true, _) if known => faults.push(Fault::new(
                    place,
                    "this file is listed as a gap, and is there",
                    "take it off the list in xtask/src/tidy/knowledge.rs",
                )),
                (true, false) => faults.push(Fault::new(
                    place,
                    format!("{code} is not read (it has no {READ}), so nothing looks into this"),
                    format!("write {READ} and the others, or take it away"),
                )),
                _ => {}
            }
        }
    }
    faults
}

/// Each entry has an example: a rule that nobody has seen at work is a guess.
fn examples(file: &str, table: &Table) -> Vec<Fault> {
    let short = file.rsplit('/').next().unwrap_or(file);
    let mut faults = Vec::new();
    for (array, value) in table {
        let Some(entries) = value.as_array() else { continue };
        if EXEMPT.iter().any(|(of, name, _)| *of == short && name == array) {
            continue;
        }
        for (index, entry) in entries.iter().enumerate() {
            let Some(entry) = entry.as_table() else { continue };
            let has = |key: &str| match entry.get(key) {
                Some(Value::String(text)) => !text.trim().is_empty(),
                Some(Value::Array(list)) => !list.is_empty(),
                _ => false,
            };
            if !has("example") {
                let name = entry.values().find_map(Value::as_str).unwrap_or_default();
                faults.push(Fault::new(
                    file,
                    format!("[[{array}]] no. {} ({name}) has no example", index + 1),
                    "write a sentence that it fits, and a counter-example where it can misfire",
                ));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_without_an_example_is_a_fault() {
        let told = |text: &str| {
            let table: Table = text.parse().expect("TOML");
            examples("knowledge/languages/xx/cues.toml", &table).len()
        };
        assert_eq!(told("[[cue]]\nlemma = \"say\"\nexample = \"She [said] so.\""), 0);
        assert_eq!(told("[[cue]]\nlemma = \"say\"\nexample = \"\""), 1);
        assert_eq!(told("[[cue]]\nlemma = \"say\"\n[[cue]]\nlemma = \"add\""), 2);
        assert_eq!(told("words = [\"a\"]"), 0);
    }
}
