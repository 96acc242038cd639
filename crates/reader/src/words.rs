use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The closed classes of a language: `languages/<code>/words.toml`, which says
/// what each of them is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub complementisers: BTreeSet<String>,
    pub interrogatives: BTreeSet<String>,
    pub relative_subjects: BTreeSet<String>,
    pub relatives: BTreeSet<String>,
    pub relative_sources: BTreeSet<String>,
    pub coordinators: BTreeSet<String>,
    pub subordinators: Vec<String>,
    pub negations: BTreeSet<String>,
    pub connectives: Vec<String>,
    pub when: BTreeSet<String>,
    pub told: BTreeSet<String>,
    pub prepositions: BTreeSet<String>,
    pub inside_noun_phrases: BTreeSet<String>,
    pub determiners: BTreeSet<String>,
    pub definite: BTreeSet<String>,
    pub between: BTreeSet<String>,
    pub clitics_before: BTreeSet<String>,
    pub courtesy: BTreeSet<String>,
    pub unnamed: BTreeSet<String>,
    pub unknown: Vec<String>,
    pub hedges: BTreeSet<String>,
    pub generic_persons: BTreeSet<String>,
    pub naming: Vec<String>,
    pub incise_prepositions: Vec<String>,
    pub infinitive_markers: BTreeSet<String>,
    pub infinitive_endings: Vec<String>,
    pub predicative_markers: BTreeSet<String>,
    pub noun_content_openers: Vec<String>,
    pub complements: BTreeSet<String>,
    pub reflexives: BTreeSet<String>,
    pub passive_participles: BTreeSet<String>,
    pub genitives: BTreeSet<String>,
    pub possessives: BTreeSet<String>,
    pub criteria: BTreeSet<String>,
    pub finite_endings: Vec<String>,
    #[serde(default)]
    pub finite_forms: BTreeSet<String>,
    #[serde(default)]
    pub contrasts: Vec<String>,
    #[serde(default)]
    pub quantifiers: Vec<String>,
    #[serde(default)]
    pub modifiers_first: bool,
    #[serde(default)]
    pub objects: BTreeSet<String>,
    #[serde(default)]
    pub amounts: BTreeSet<String>,
    #[serde(default)]
    pub numbers: BTreeSet<String>,
    #[serde(default)]
    pub empty: BTreeSet<String>,
    #[serde(default)]
    pub negative_determiners: BTreeSet<String>,
    #[serde(default)]
    pub indefinite: BTreeSet<String>,
    #[serde(default)]
    pub generic_endings: Vec<String>,
    #[serde(default)]
    pub alone: BTreeSet<String>,
    #[serde(default)]
    pub unstated: String,
    #[serde(default)]
    pub bare_present: bool,
    #[serde(default)]
    pub adverb_endings: Vec<String>,
    #[serde(default)]
    pub not_adverbs: BTreeSet<String>,
    #[serde(default)]
    pub agents: BTreeSet<String>,
    #[serde(default)]
    pub possessive_determiners: BTreeSet<String>,
    #[serde(default)]
    pub object_clitics: BTreeSet<String>,
    #[serde(default)]
    pub interviews: BTreeSet<String>,
    #[serde(default)]
    pub credits: Vec<String>,
    #[serde(default)]
    pub masculine_determiners: BTreeSet<String>,
    #[serde(default)]
    pub feminine_determiners: BTreeSet<String>,
    #[serde(default)]
    pub masculine: BTreeSet<String>,
    #[serde(default)]
    pub feminine: BTreeSet<String>,
    pub zero_complementiser: bool,
    #[serde(rename = "pronoun")]
    pub pronouns: Vec<Pronoun>,
    #[serde(skip)]
    by_word: BTreeMap<String, usize>,
}

/// Words that stand for an actor.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Pronoun {
    words: Vec<String>,
    /// m, f, n, or e for either.
    pub gender: char,
    #[serde(default)]
    pub plural: Option<bool>,
    /// The one who speaks.
    #[serde(default)]
    pub first: bool,
    /// Nobody in particular.
    #[serde(default)]
    pub nobody: bool,
}

impl Words {
    /// The words of the language `code`, if it has them.
    pub fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Words>> = OnceLock::new();
        ALL.get_or_init(|| {
            let load = |code: &'static String| {
                let mut words: Words = knowledge::load(&format!("languages/{code}/words.toml"))?;
                for (index, pronoun) in words.pronouns.iter().enumerate() {
                    words.by_word.extend(pronoun.words.iter().map(|word| (word.clone(), index)));
                }
                Some((code.as_str(), words))
            };
            knowledge::languages().iter().filter_map(load).collect()
        })
        .get(code)
    }

    /// Whether `word` only says that somebody is a human being.
    pub fn is_generic_person(&self, word: &str) -> bool {
        self.generic_persons.contains(word)
            || self.generic_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether `word` is listed as a finite verb, or ends like one.
    pub fn is_verb(&self, word: &str) -> bool {
        self.finite_forms.contains(word)
            || word.len() > 4
                && self.finite_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// The pronoun that `word` is, in lower case.
    pub fn pronoun(&self, word: &str) -> Option<&Pronoun> {
        self.by_word.get(word).and_then(|&index| self.pronouns.get(index))
    }
}
