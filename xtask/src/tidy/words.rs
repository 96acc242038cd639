//! No human language in Rust code: words live in `knowledge/languages/`.
//!
//! A heuristic: a literal with a letter that English has not, or one that *is* a
//! word of a lexicon. Messages for people are whole sentences, and pass.

use super::{Fault, Tree, rust};
use std::collections::BTreeMap;
use toml::{Table, Value};

/// The crates that read, compare and answer. `selon` speaks with people and is
/// not among them.
const CRATES: &[&str] = &["page", "language", "reader", "linker", "ledger", "view"];

/// Those of them that look at words. In the others a word of a lexicon is the
/// name of a field or a column.
const LOOK_AT_WORDS: &[&str] = &["page", "language", "reader", "linker"];

/// Files whose words are terms of a format, and which.
const FORMATS: &[(&str, &str)] = &[
    ("crates/page/src/chooser/feature.rs", "attributes of HTML"),
    ("crates/page/src/kind.rs", "properties of HTML metadata"),
    ("crates/page/src/part.rs", "attributes of HTML"),
    ("crates/page/src/tag.rs", "tags of HTML"),
    ("crates/page/src/tree.rs", "attributes of HTML"),
    ("crates/page/src/archive/fields.rs", "names of fields that crawlers write"),
    ("crates/page/src/mail.rs", "names of lines in the heads of mails"),
    ("crates/page/src/metadata.rs", "properties of HTML metadata"),
    ("crates/page/src/metadata/address.rs", "properties of HTML metadata"),
    ("crates/page/src/metadata/byline.rs", "properties of HTML metadata"),
    ("crates/page/src/metadata/date.rs", "attributes of HTML"),
    ("crates/page/src/metadata/head.rs", "properties of HTML metadata"),
    ("crates/page/src/metadata/json.rs", "properties of JSON-LD"),
    ("crates/page/src/metadata/title.rs", "properties of HTML metadata"),
    ("crates/page/src/role.rs", "tags of HTML"),
    ("crates/page/src/segment.rs", "tags of HTML"),
];

/// Words that are Selon's own terms wherever they stand: the first link of a chain, a unit.
const TERMS: &[&str] = &["page", "person"];

/// Single literals that are no words, and why.
const SINGLE: &[(&str, &str, &str)] = &[
    ("crates/page/src/metadata/day.rs", "am", "a sign of twelve-hour clocks"),
    ("crates/page/src/metadata/day.rs", "pm", "a sign of twelve-hour clocks"),
    ("crates/page/src/metadata/words.rs", "en", "the code of a language"),
    ("crates/language/src/names/gazetteer.rs", "agency", "a kind of gazetteer/outlets.csv"),
    ("crates/reader/src/outlet.rs", "agency", "a kind of gazetteer/outlets.csv"),
    ("crates/linker/src/normalise.rs", "th", "a digraph of the romanisations"),
];

/// Keys of the lexicons whose values are Selon's own terms, or whole sentences.
const NO_WORDS: &[&str] = &[
    "at", "cases", "class", "counter", "example", "frames", "gender", "kind", "paradigm", "pos",
    "reach", "role", "rule", "sense", "stance", "subject", "unit", "use", "why",
];

const TODO: &str = "put the word into knowledge/languages/<code>/ and load it from there; \
    if the file holds terms of a format, name it in FORMATS of xtask/src/tidy/words.rs";

pub(super) fn faults(tree: &Tree) -> Vec<Fault> {
    let words = lexicon(tree);
    let mut faults = Vec::new();
    for name in CRATES {
        let folder = format!("crates/{name}/src/");
        let look = LOOK_AT_WORDS.contains(name);
        for file in tree.matching(&folder, ".rs").filter(|file| !is_test(file)) {
            let look = look && !FORMATS.iter().any(|(of, _)| of == file);
            let text = tree.text(file).unwrap_or_default();
            let lines: Vec<&str> = text.lines().collect();
            for literal in rust::literals(&text) {
                let line = lines.get(literal.line - 1).copied().unwrap_or_default();
                let single =
                    |(of, words, _): &(&str, &str, &str)| of == file && *words == literal.text;
                // The names of fields in a file are not words of a language.
                let named = line.contains("#[serde(")
                    || TERMS.contains(&literal.text.as_str())
                    || SINGLE.iter().any(single);
                let look = look && !named;
                let place = format!("{file}:{}", literal.line);
                if let Some(letter) = foreign(&literal.text) {
                    let what = format!("a literal with the letter {letter}: {:?}", literal.text);
                    faults.push(Fault::new(place, what, TODO));
                } else if let Some(file) = words.get(literal.text.trim()).filter(|_| look) {
                    let what = format!("the literal {:?} is a word of {file}", literal.text);
                    faults.push(Fault::new(place, what, TODO));
                }
            }
        }
    }
    faults
}

fn is_test(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    matches!(name, "tests.rs" | "testing.rs") || file.contains("/tests/")
}

/// The first letter that plain English has not. Signs such as « are no letters,
/// nor are the apostrophes of the block of modifiers.
fn foreign(text: &str) -> Option<char> {
    let modifier = |c: char| ('\u{2b0}'..='\u{2ff}').contains(&c);
    text.chars().find(|&c| !c.is_ascii() && c.is_alphabetic() && !modifier(c))
}

/// The words of all lexicons, each with one file that has it. One letter is no word.
fn lexicon(tree: &Tree) -> BTreeMap<String, String> {
    let mut words = BTreeMap::new();
    for file in tree.matching("knowledge/languages/", ".toml") {
        let text = tree.text(file).unwrap_or_default();
        if let Ok(table) = text.parse::<Table>() {
            let mut found = Vec::new();
            collect(&Value::Table(table), &mut found);
            for word in found.into_iter().filter(|word| word.chars().count() > 1) {
                words.entry(word).or_insert_with(|| file.clone());
            }
        }
    }
    words
}

fn collect(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(word) => words.push(word.clone()),
        Value::Array(values) => values.iter().for_each(|value| collect(value, words)),
        Value::Table(table) => {
            let entries = table.iter().filter(|(key, _)| !NO_WORDS.contains(&key.as_str()));
            entries.for_each(|(_, value)| collect(value, words));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_is_no_letter() {
        assert_eq!(foreign("« … » — “x”"), None);
        assert_eq!(foreign("déclaré"), Some('é'));
    }

    #[test]
    fn classes_and_examples_are_no_words_of_a_lexicon() {
        let table: Table =
            "[[cue]]\nlemma = \"dire\"\nclass = \"speech\"\nexample = \"Elle dit non.\""
                .parse()
                .expect("TOML");
        let mut words = Vec::new();
        collect(&Value::Table(table), &mut words);
        assert_eq!(words, ["dire"]);
    }
}
