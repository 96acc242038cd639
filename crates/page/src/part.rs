use crate::tree::Tree;
use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::sync::OnceLock;

/// What the names of classes say about the parts of a page: `knowledge/page/parts.toml`.
pub(crate) struct Parts {
    names: Vec<String>,
    /// The number of the part that each word names.
    words: HashMap<String, u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    part: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    words: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

/// The parts that a name speaks of, one bit each.
pub(crate) type Mask = u32;

/// The attributes that hold names.
const NAMED: [&str; 6] = ["class", "id", "role", "itemprop", "data-testid", "data-component"];

/// Names longer than this, in bytes, are made by machines.
const LONGEST: usize = 300;

impl Parts {
    pub fn get() -> &'static Self {
        static PARTS: OnceLock<Parts> = OnceLock::new();
        PARTS.get_or_init(|| {
            let file = knowledge::load::<File>("page/parts.toml").unwrap_or(File { part: vec![] });
            let mut parts = Self { names: Vec::new(), words: HashMap::default() };
            for part in file.part {
                for word in part.words {
                    parts.words.entry(word).or_insert(parts.names.len() as u8);
                }
                parts.names.push(part.name);
            }
            parts
        })
    }

    /// The names of the parts, in the order of their bits.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The bit of a part; none for a part that is not in the file.
    pub fn bit(&self, name: &str) -> Mask {
        self.names.iter().position(|it| it == name).map_or(0, |part| 1 << part)
    }

    /// What the names of each element of a page say.
    pub fn of(&self, tree: &Tree) -> Vec<Mask> {
        let mut known: HashMap<&str, Mask> = HashMap::default();
        let of_node = |node| {
            if !tree.has_attributes(node) {
                return 0;
            }
            NAMED.iter().filter_map(|name| tree.attribute(node, name)).fold(0, |mask, value| {
                mask | *known.entry(value).or_insert_with(|| self.said_by(value))
            })
        };
        (0..tree.nodes.len()).map(of_node).collect()
    }

    /// What a value of a class or another name says: each of its words, and two in a row.
    fn said_by(&self, value: &str) -> Mask {
        let (mut mask, mut last, mut word) = (0, String::new(), String::new());
        let mut look = |word: &mut String, last: &mut String, ends: bool| {
            if !word.is_empty() {
                last.push_str(word);
                for name in [word.as_str(), last.as_str()] {
                    mask |= self.words.get(name).map_or(0, |&part| 1 << part);
                }
                std::mem::swap(word, last);
                word.clear();
            }
            if ends {
                last.clear();
            }
        };
        let mut lower = false;
        for c in value.chars().take(LONGEST) {
            if !c.is_alphanumeric() || lower && c.is_uppercase() {
                look(&mut word, &mut last, c.is_whitespace());
            }
            if c.is_alphanumeric() {
                match c.is_ascii() {
                    true => word.push(c.to_ascii_lowercase()),
                    false => word.extend(c.to_lowercase()),
                }
            }
            lower = c.is_lowercase();
        }
        look(&mut word, &mut last, true);
        mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_knows_its_example_and_not_its_counter_example() {
        let parts = Parts::get();
        let file = knowledge::load::<File>("page/parts.toml").expect("it is there");
        assert!(file.part.len() <= Mask::BITS as usize);
        for (bit, part) in file.part.iter().enumerate() {
            assert!(
                parts.said_by(&part.example) & 1 << bit != 0,
                "{}: {}",
                part.name,
                part.example
            );
            if let Some(counter) = &part.counter {
                assert!(parts.said_by(counter) & 1 << bit == 0, "{}: {counter}", part.name);
            }
        }
    }

    #[test]
    fn a_name_is_cut_at_marks_and_capitals() {
        let parts = Parts::get();
        let said = |value| {
            let mask = parts.said_by(value);
            let names = parts.names().iter().enumerate();
            names
                .filter(|(bit, _)| mask & 1 << bit != 0)
                .map(|(_, name)| name.as_str())
                .collect::<Vec<_>>()
        };
        let nothing: Vec<&str> = Vec::new();
        assert_eq!(said("articleBody"), ["body", "text", "article"]);
        assert_eq!(said("c-article__body"), ["body", "text", "article"]);
        assert_eq!(said("sc-1a2b3c jsx-22"), nothing);
        // Two classes are two names: no "articlebody".
        assert_eq!(said("article body"), ["text", "article"]);
    }
}
