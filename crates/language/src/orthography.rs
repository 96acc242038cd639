use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// How a language cuts its words: the second part of `languages/<code>/language.toml`.
///
/// Words are in lower case and with straight apostrophes, as [`crate::Token::norm`] is.
#[derive(Debug, Default, Deserialize)]
pub struct Orthography {
    /// Words that lose their vowel before another: `l`, `qu`.
    #[serde(default)]
    pub elided: BTreeSet<String>,
    /// What hangs on a verb by a hyphen, longest first: `-t-il`.
    #[serde(default)]
    pub clitics: Vec<String>,
    /// Endings that are tokens of their own: `'s`, `n't`. With what they hang on they are
    /// one token of two words.
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// Words that stay whole all the same.
    #[serde(default)]
    pub whole: BTreeSet<String>,
    /// Words after which a full stop does not end a sentence.
    #[serde(default)]
    pub abbreviations: BTreeSet<String>,
    /// Those of them that end a sentence all the same if a capital letter comes next: `etc`.
    #[serde(default)]
    pub last: BTreeSet<String>,
    /// The full stop of an abbreviation is a word of its own.
    #[serde(default)]
    pub stop_apart: bool,
    /// A short number with a full stop is an ordinal: *v 19. století*.
    #[serde(default)]
    pub ordinal_stop: bool,
    /// A number in groups of three with a space between them is one word.
    #[serde(default)]
    pub spaced_numbers: bool,
    /// The parts of a word with hyphens, and the hyphens, are words.
    #[serde(default)]
    pub hyphens_apart: bool,
    /// Beginnings that stay with what follows their hyphen all the same: `non`.
    #[serde(default)]
    pub prefixes: BTreeSet<String>,
    /// Units that are words of their own right behind a number: `km`.
    #[serde(default)]
    pub units: BTreeSet<String>,
    /// Whole tokens that are words side by side all the same: `d' abord`.
    #[serde(default)]
    pub apart: BTreeSet<String>,
    /// Tokens that are more words than one, and the words with a space between: `du`, `de le`.
    #[serde(default)]
    pub contractions: BTreeMap<String, String>,
    /// Which of them may be an article as well: what stands around them tells.
    #[serde(default)]
    pub articles: BTreeSet<String>,
}

impl Orthography {
    /// That of the language `code`; an empty one where there is no such folder.
    pub fn of(code: &str) -> &'static Self {
        static ALL: OnceLock<BTreeMap<&'static str, Orthography>> = OnceLock::new();
        static NONE: OnceLock<Orthography> = OnceLock::new();
        ALL.get_or_init(|| {
            let load = |code: &'static String| {
                let path = format!("languages/{code}/language.toml");
                Some((code.as_str(), knowledge::load::<Orthography>(&path)?))
            };
            knowledge::languages().iter().filter_map(load).collect()
        })
        .get(code)
        .unwrap_or_else(|| NONE.get_or_init(Self::default))
    }
}
