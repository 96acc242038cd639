//! A parser is learnt from treebanks.
//!
//! The same trees and settings give the same model bit for bit: one thread, sums in a
//! fixed order, chance from a seed.

mod matrix; // products of matrices of floats
mod net; // the network while it learns

use super::network::{Linear, Network, Parts};
use super::{Bundle, Group, Lemmas, Parser, feature};
use crate::{Head, Tree, Upos, Word};
use matrix::Chance;
use net::{Dropout, Net, Sample, Sizes, Weights, padded};
use std::collections::{BTreeMap, BTreeSet};

/// How a parser is learnt.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The numbers that stand for a word.
    pub width: usize,
    /// How many times a sentence is read.
    pub layers: usize,
    /// The numbers by which heads are found.
    pub arc: usize,
    /// The numbers by which relations are told.
    pub label: usize,
    /// How many words are learnt from in all.
    pub words: usize,
    /// How many words are learnt from at once.
    pub batch: usize,
    /// How far the first steps go, in millionths; the last go nowhere.
    pub rate: u32,
    /// What is forgotten while learning, in 256ths: words, inputs, between readings, in scores.
    pub dropout: [u64; 4],
    /// What begins the stream of chance.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            width: 128,
            layers: 4,
            arc: 64,
            label: 96,
            words: 2_000_000,
            batch: 150,
            rate: 2000,
            dropout: [40, 50, 60, 80],
            seed: 1,
        }
    }
}

/// Trees that are learnt from, and how often each is seen beside the others.
pub struct Lesson<'a> {
    /// The code of their language.
    pub language: &'a str,
    /// The trees.
    pub trees: Vec<&'a Tree>,
    /// How often they are seen, in percent: 100 is once in a round.
    pub weight: u32,
}

/// A longer sentence teaches nothing.
const LONGEST: usize = 120;

/// Learns a parser; `tell` is told now and then how far it is: the share of the words that
/// were learnt from, and how wrong the last were.
pub fn train(lessons: &[Lesson], settings: &Settings, tell: &mut dyn FnMut(f32, f32)) -> Parser {
    let trees: Vec<&Tree> =
        lessons.iter().flat_map(|lesson| lesson.trees.iter().copied()).collect();
    let inventory = Inventory::of(&trees);
    let keys = inventory.keys.clone();
    let mut places = vec![];
    let mut samples = Vec::new();
    for lesson in lessons {
        for (at, tree) in lesson.trees.iter().enumerate() {
            // Some sentences are seen once more, as headlines have them.
            let headline = match at % RARELY {
                0 => Some(in_capitals(tree)),
                1 => without_last_mark(tree),
                _ => None,
            };
            for tree in std::iter::once(*tree).chain(&headline) {
                if let Some(sample) = inventory.sample(tree) {
                    places.push((samples.len(), lesson.weight));
                    samples.push(sample);
                }
            }
        }
    }
    let mut chance = Chance(settings.seed);
    let tags = inventory.groups.iter().map(|group| group.values.len()).sum();
    let sizes = Sizes {
        rows: keys.len(),
        width: settings.width,
        layers: settings.layers,
        arc: settings.arc,
        label: settings.label,
        tags,
        labels: inventory.relations.len(),
    };
    let mut ranges = Vec::new();
    for group in &inventory.groups {
        let from = ranges.last().map_or(0, |range: &std::ops::Range<usize>| range.end);
        ranges.push(from..from + group.values.len());
    }
    let mut net = Net::new(sizes, ranges, &mut chance);
    let [word, input, layer, arc] = settings.dropout;
    let dropout = Dropout { word, input, layer, arc };
    let (mut done, mut told, mut wrong, mut since) = (0usize, 0usize, 0.0, 0usize);
    while done < settings.words && !samples.is_empty() {
        let mut round: Vec<usize> = Vec::new();
        for (sample, weight) in &places {
            let times = weight / 100 + u32::from(chance.below(100) < (weight % 100) as usize);
            round.extend(std::iter::repeat_n(*sample, times as usize));
        }
        chance.shuffle(&mut round);
        let mut batch: Vec<&Sample> = Vec::new();
        let mut count = 0;
        for sample in round.iter().map(|at| &samples[*at]) {
            batch.push(sample);
            count += sample.heads.len();
            if count < settings.batch {
                continue;
            }
            let left = 1.0 - done as f32 / settings.words as f32;
            // The first steps are short: slopes are not known yet.
            let warm = ((done + count) as f32 / (settings.words as f32 * 0.02)).min(1.0);
            let rate = settings.rate as f32 / 1e6 * left.max(0.0) * warm;
            wrong += net.learn(&batch, rate, &dropout, &mut chance);
            done += count;
            since += count;
            batch.clear();
            count = 0;
            if done - told >= settings.words / 20 {
                tell(done as f32 / settings.words as f32, wrong / since as f32);
                (told, wrong, since) = (done, 0.0, 0);
            }
            if done >= settings.words {
                break;
            }
        }
        if batch.len() == round.len() {
            // All there is makes less than one step: it is one.
            net.learn(&batch, settings.rate as f32 / 1e6, &dropout, &mut chance);
            done += count.max(1);
        }
    }
    inventory.parser(net, lessons)
}

/// For each language, how its lemmas are made.
fn lemmas(lessons: &[Lesson]) -> Vec<(String, Lemmas)> {
    let mut words: BTreeMap<&str, Vec<&Word>> = BTreeMap::new();
    for lesson in lessons {
        let of_lesson = lesson.trees.iter().flat_map(|tree| &tree.words);
        words.entry(lesson.language).or_default().extend(of_lesson);
    }
    let of_language = |(language, words): (&str, Vec<&Word>)| {
        let known = words.into_iter().filter(|word| !word.lemma.is_empty()).map(|word| {
            (word.form.as_str(), word.upos as u8, word.feats.as_str(), word.lemma.as_str())
        });
        (language.to_owned(), Lemmas::learn(known))
    };
    words.into_iter().map(of_language).collect()
}

/// One sentence of so many is also seen in capital letters, one without its last mark.
const RARELY: usize = 20;

fn in_capitals(tree: &Tree) -> Tree {
    let mut tree = tree.clone();
    tree.words.iter_mut().for_each(|word| word.form = word.form.to_uppercase());
    tree
}

/// The tree without the mark at its end, if it ends with one on which nothing hangs.
fn without_last_mark(tree: &Tree) -> Option<Tree> {
    let last = tree.words.len().checked_sub(1).filter(|last| *last > 0)?;
    let free = tree.words[last].upos == Upos::Punct && tree.children(last).next().is_none();
    let mut tree = free.then(|| tree.clone())?;
    tree.words.pop();
    Some(tree)
}

/// What occurs in treebanks, numbered.
struct Inventory {
    keys: Vec<u32>,
    groups: Vec<Group>,
    relations: Vec<String>,
    bundles: BTreeSet<Vec<u8>>,
    places: BTreeMap<u32, u32>,
}

impl Inventory {
    fn of(trees: &[&Tree]) -> Self {
        let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
        let mut upos = BTreeSet::new();
        let mut feats: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        let mut relations = BTreeSet::new();
        let mut keys = Vec::new();
        for tree in trees {
            for (at, word) in tree.words.iter().enumerate() {
                keys.clear();
                feature::keys(&word.form, at == 0, &mut keys);
                for key in &keys {
                    *seen.entry(*key).or_default() += 1;
                }
                upos.insert(word.upos);
                for (name, value) in word.feats.iter() {
                    let name = (name.to_lowercase(), name.to_owned());
                    feats.entry(name).or_default().insert(value.to_owned());
                }
                if matches!(word.head, Head::Word(_)) {
                    relations.insert(word.deprel.clone());
                }
            }
        }
        let keys: Vec<u32> =
            seen.iter().filter(|(_, count)| **count >= 2).map(|(key, _)| *key).collect();
        let places = keys.iter().enumerate().map(|(place, key)| (*key, place as u32)).collect();
        let upos: Vec<String> = upos.iter().map(Upos::to_string).collect();
        let mut groups = vec![Group { name: String::new(), values: upos }];
        for ((_, name), values) in feats {
            let values = std::iter::once(String::new()).chain(values).take(256).collect();
            groups.push(Group { name, values });
        }
        let relations = relations.into_iter().collect();
        let mut inventory = Self { keys, groups, relations, bundles: BTreeSet::new(), places };
        let words = trees.iter().flat_map(|tree| &tree.words);
        inventory.bundles = words.map(|word| inventory.values(word)).collect();
        inventory
    }

    /// The answers of all groups about a word.
    fn values(&self, word: &Word) -> Vec<u8> {
        let place = |group: &Group| {
            let value = match group.name.as_str() {
                "" => word.upos.name(),
                name => word.feats.get(name).unwrap_or_default(),
            };
            group.values.iter().position(|it| it == value).unwrap_or(0) as u8
        };
        self.groups.iter().map(place).collect()
    }

    /// A tree as it is learnt from; nothing if it is too long, or no tree.
    fn sample(&self, tree: &Tree) -> Option<Sample> {
        if tree.words.len() > LONGEST {
            return None;
        }
        let mut sample = Sample::default();
        let mut keys = Vec::new();
        for (at, word) in tree.words.iter().enumerate() {
            keys.clear();
            feature::keys(&word.form, at == 0, &mut keys);
            sample.known.push(self.places.contains_key(&keys[0]));
            sample.rows.push(keys.iter().filter_map(|key| self.places.get(key).copied()).collect());
            sample.tags.push(self.values(word).into_iter().map(u16::from).collect());
            sample.heads.push(match word.head {
                Head::Root => 0,
                Head::Word(head) => head as u16 + 1,
                Head::Unknown => return None,
            });
            let relation = self.relations.binary_search(&word.deprel);
            sample.labels.push(relation.unwrap_or(0) as u16);
        }
        Some(sample)
    }

    fn parser(self, net: Net, lessons: &[Lesson]) -> Parser {
        let Sizes { width, arc, label, tags, labels, .. } = net.sizes;
        let linear = |[weights, bias]: &[Weights; 2], from, stride, to| {
            Linear::of(&weights.value, &bias.value, from, stride, to)
        };
        let none = vec![0.0; label];
        let network = Network::new(Parts {
            width,
            keys: self.keys,
            rows: net.rows.value.clone(),
            layers: net
                .layers
                .iter()
                .map(|layer| linear(layer, width, 3 * width, 3 * width))
                .collect(),
            tag: linear(&net.tag, width, padded(tags), tags),
            dependent: linear(&net.dependent, width, arc, arc),
            head: linear(&net.head, width, arc, arc),
            root: net.root.value.clone(),
            match_: linear(&net.match_, arc, arc, arc),
            distance: net.distance.value.clone(),
            label_dependent: Linear::of(
                &net.label_dependent.value,
                &net.label_bias.value,
                width,
                label,
                label,
            ),
            label_head: Linear::of(&net.label_head.value, &none, width, label, label),
            label_distance: net.label_distance.value.clone(),
            label: linear(&net.label, label, padded(labels), labels),
        });
        let lemmas = lemmas(lessons);
        let groups = self.groups;
        let bundles =
            self.bundles.into_iter().filter_map(|values| Bundle::new(&groups, values)).collect();
        Parser::new(network, groups, bundles, self.relations, lemmas)
    }
}
