use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// How a language cuts its words: the second part of `languages/<code>/language.toml`.
#[derive(Debug, Default, Deserialize)]
pub struct Orthography {
    /// Words that lose their vowel before another: `l`, `qu`.
    #[serde(default)]
    pub elided: BTreeSet<String>,
    /// What hangs on a verb by a hyphen, longest first: `-t-il`.
    #[serde(default)]
    pub clitics: Vec<String>,
    /// Endings that are tokens of their own: `'s`, `n't`.
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// Words that stay whole all the same.
    #[serde(default)]
    pub whole: BTreeSet<String>,
    /// Words after which a full stop does not end a sentence.
    #[serde(default)]
    pub abbreviations: BTreeSet<String>,
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
