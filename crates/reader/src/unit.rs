//! What is counted, and the words that give a figure its unit and role:
//! `languages/<code>/units.toml`, which says what each list is for.

use crate::sentence::Phrases;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

#[derive(Deserialize)]
struct File {
    portions: Vec<String>,
    changes: Vec<String>,
    limits: Vec<String>,
    per: Vec<String>,
    totals: Vec<String>,
    generic: Vec<String>,
    sizes: Vec<String>,
    only_one: Vec<String>,
    age_before: Vec<String>,
    out_of: Vec<String>,
    #[serde(flatten)]
    words: UnitWords,
    #[serde(rename = "unit")]
    units: Vec<UnitEntry>,
    #[serde(rename = "fate")]
    fates: Vec<FateEntry>,
}

/// The closed classes that are asked for one word at a time.
#[derive(Deserialize)]
pub(crate) struct UnitWords {
    pub of: BTreeSet<String>,
    pub anaphors: BTreeSet<String>,
    pub passive: BTreeSet<String>,
    pub auxiliaries: BTreeSet<String>,
    pub adverbs: BTreeSet<String>,
    pub conjunctions: BTreeSet<String>,
    pub stops: BTreeSet<String>,
    pub adjectives: BTreeSet<String>,
    /// Whether adjectives stand before their noun.
    pub adjectives_first: bool,
    pub plural_endings: Vec<String>,
    pub demonym_endings: Vec<String>,
    pub labels: BTreeSet<String>,
    pub none: BTreeSet<String>,
    pub moves: BTreeSet<String>,
    pub total_links: BTreeSet<String>,
    pub indefinite: BTreeSet<String>,
    pub age_nouns: BTreeSet<String>,
    pub age_verbs: BTreeSet<String>,
    pub age_endings: Vec<String>,
    /// The sign of a currency, and its unit.
    pub signs: Vec<(String, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    unit: String,
    words: Vec<String>,
    #[serde(default)]
    factor: Option<f64>,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
    #[serde(default)]
    #[cfg_attr(not(test), allow(dead_code))]
    counter: Option<String>,
}

/// A unit, and what a number before it is multiplied with.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub name: String,
    pub factor: f64,
}

#[derive(Deserialize)]
struct FateEntry {
    #[serde(flatten)]
    fate: Fate,
    participles: Vec<String>,
    verbs: Vec<String>,
    transitive: Vec<String>,
    #[cfg_attr(not(test), allow(dead_code))]
    example: String,
}

/// What became of those who are counted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Fate {
    pub unit: String,
    pub predicate: String,
}

/// The units of one language.
pub(crate) struct Units {
    pub words: UnitWords,
    pub portions: Phrases<()>,
    pub changes: Phrases<()>,
    pub limits: Phrases<()>,
    pub per: Phrases<()>,
    pub totals: Phrases<()>,
    pub generic: Phrases<()>,
    pub sizes: Phrases<()>,
    pub only_one: Phrases<()>,
    pub age_before: Phrases<()>,
    pub out_of: Phrases<()>,
    pub units: Phrases<Unit>,
    pub participles: Phrases<Fate>,
    pub verbs: Phrases<Fate>,
    pub transitive: Phrases<Fate>,
    /// Example, counter-example, and the unit that both are about.
    #[cfg(test)]
    pub examples: Vec<(String, Option<String>, String)>,
}

impl Units {
    /// Those of the language `code`, if it has them.
    pub fn of(code: &str) -> Option<&'static Self> {
        static ALL: OnceLock<BTreeMap<&'static str, Units>> = OnceLock::new();
        let load = |code: &'static String| Some((code.as_str(), Self::load(code)?));
        ALL.get_or_init(|| knowledge::languages().iter().filter_map(load).collect()).get(code)
    }

    fn load(code: &str) -> Option<Self> {
        let file: File = knowledge::load(&format!("languages/{code}/units.toml"))?;
        let plain = |list: Vec<String>| Phrases::new(code, list.into_iter().map(|it| (it, ())));
        #[cfg(test)]
        let examples = {
            let units = file.units.iter();
            let fates = file.fates.iter();
            units
                .map(|it| (it.example.clone(), it.counter.clone(), it.unit.clone()))
                .chain(fates.map(|it| (it.example.clone(), None, it.fate.unit.clone())))
                .collect()
        };
        let fates = |words: fn(&FateEntry) -> &Vec<String>| {
            let entries = file.fates.iter().flat_map(|entry| {
                words(entry).iter().map(|word| (word.clone(), entry.fate.clone()))
            });
            Phrases::new(code, entries)
        };
        let (participles, verbs) = (fates(|it| &it.participles), fates(|it| &it.verbs));
        let transitive = fates(|it| &it.transitive);
        let units = file.units.into_iter().flat_map(|entry| {
            let unit = Unit { name: entry.unit, factor: entry.factor.unwrap_or(1.0) };
            entry.words.into_iter().map(move |word| (word, unit.clone()))
        });
        Some(Self {
            units: Phrases::new(code, units.collect::<Vec<_>>()),
            portions: plain(file.portions),
            changes: plain(file.changes),
            limits: plain(file.limits),
            per: plain(file.per),
            totals: plain(file.totals),
            generic: plain(file.generic),
            sizes: plain(file.sizes),
            only_one: plain(file.only_one),
            age_before: plain(file.age_before),
            out_of: plain(file.out_of),
            words: file.words,
            participles,
            verbs,
            transitive,
            #[cfg(test)]
            examples,
        })
    }
}
