//! Words become trees: part of speech, features, lemma, head and relation, by a network
//! that has learnt them from treebanks.
//!
//! [`Parser::of`] is the one that comes with the program, [`Parser::parse`] the whole use.

mod decode; // the best tree that scores allow
mod feature; // what is seen of a word
pub(crate) mod file; // models as bytes
mod kernel; // many products at once
mod lemma; // from form to lemma
mod network; // from words to scores
#[cfg(all(test, feature = "train"))]
mod tests;
#[cfg(feature = "train")]
pub mod train; // how it is learnt

use crate::{Feats, Head, Tree, Upos, Word};
use file::{Reader, Writer};
use lemma::Lemmas;
use network::Network;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Tags words, finds their lemmas and hangs them on each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parser {
    network: Network,
    /// What is asked of a word: its part of speech first, then each feature.
    groups: Vec<Group>,
    /// The parts of speech and features that go together.
    bundles: Vec<Bundle>,
    /// For the values of all groups, the number of the bundle.
    places: FxHashMap<Vec<u8>, usize>,
    relations: Vec<String>,
    /// For each language that it reads, by code, how it makes lemmas.
    lemmas: Vec<(String, Lemmas)>,
    /// Which of them it reads now.
    language: usize,
}

/// Answers of which one is true.
#[derive(Clone, Debug, Default, PartialEq)]
struct Group {
    /// The name of the feature; none for the part of speech.
    name: String,
    /// Its values; of a feature, the first is that the word has none.
    values: Vec<String>,
}

/// A part of speech, and the features of a word.
#[derive(Clone, Debug, PartialEq)]
struct Bundle {
    /// The answer of each group.
    values: Vec<u8>,
    upos: Upos,
    feats: Feats,
}

/// A model that is not there, or that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "knowledge/models/{name}/parser.bin {what}: texts in this language get no trees. `cargo xtask train {language}` makes it anew"
)]
pub struct ModelError {
    /// The code of the language.
    pub language: String,
    /// The folder of its model.
    pub name: String,
    /// What is wrong with its model.
    pub what: ModelFault,
}

/// What is wrong with a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelFault {
    /// There is no such file.
    Missing,
    /// The file is not whole, or not of this version.
    Damaged,
}

impl std::fmt::Display for ModelFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "is not there",
            Self::Damaged => "is damaged, or of another version",
        })
    }
}

/// The folder of a language's model, as `languages/<code>/language.toml` says: its code,
/// unless it shares one.
fn name(language: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Own {
        parser: Option<String>,
    }
    let own: Option<Own> = knowledge::load(&format!("languages/{language}/language.toml"));
    own.and_then(|own| own.parser).unwrap_or_else(|| language.to_owned())
}

/// The tree of a longer sentence is made of trees of its parts.
const LONGEST: usize = 160;

/// So many words of a longer sentence are read at once.
const READ: usize = 2000;

/// The first bytes of a model: its kind and version.
const MAGIC: &[u8; 8] = b"selonud1";

impl Parser {
    /// The parser of a language that comes with the program. It is loaded once, when it is
    /// first asked for.
    ///
    /// # Errors
    /// If the language has no model, or one that is damaged.
    pub fn of(language: &str) -> Result<&'static Self, ModelError> {
        type Slot = OnceLock<(String, Result<Parser, ModelFault>)>;
        static ALL: OnceLock<BTreeMap<&'static str, Slot>> = OnceLock::new();
        let all = ALL.get_or_init(|| {
            knowledge::languages().iter().map(|code| (code.as_str(), Slot::new())).collect()
        });
        let load = || {
            let name = name(language);
            let load = || {
                let bytes = knowledge::bytes(&format!("models/{name}/parser.bin"));
                let parser = Self::from_bytes(&bytes.ok_or(ModelFault::Missing)?);
                Ok(parser.ok_or(ModelFault::Damaged)?.reading(language))
            };
            let loaded = load();
            (name, loaded)
        };
        let (name, fault) = match all.get(language).map(|slot| slot.get_or_init(load)) {
            Some((_, Ok(parser))) => return Ok(parser),
            Some((name, Err(fault))) => (name.as_str(), *fault),
            None => (language, ModelFault::Missing),
        };
        Err(ModelError { language: language.to_owned(), name: name.to_owned(), what: fault })
    }

    /// The same for another language of those that it reads: it differs in the lemmas.
    pub fn reading(mut self, language: &str) -> Self {
        let place = self.lemmas.iter().position(|(code, _)| code == language);
        self.language = place.unwrap_or(0);
        self
    }

    /// Tags the words of a sentence, and makes a tree of them. Words and spans stay what
    /// they were. The time that it takes grows with the number of words; the memory that it
    /// takes for itself does not.
    pub fn parse(&self, tree: &mut Tree) {
        let mut root = None;
        let mut start = 0;
        while start < tree.words.len() {
            let end = tree.words.len().min(start + READ);
            self.parse_part(&mut tree.words[start..end], start, &mut root);
            start = end;
        }
    }

    /// Parses the part of a sentence that begins at the word `start`. Its root hangs on that
    /// of the sentence, if that was found before.
    fn parse_part(&self, words: &mut [Word], start: usize, root: &mut Option<usize>) {
        let mut seen = Vec::with_capacity(words.len());
        for (at, word) in words.iter().enumerate() {
            let mut keys = Vec::with_capacity(12);
            feature::keys(&word.form, start + at == 0, &mut keys);
            seen.push(keys);
        }
        let read = self.network.read(&seen);
        let tags = read.tags();
        let lemmas = self.lemmas.get(self.language).map(|(_, lemmas)| lemmas);
        let scores = tags.chunks_exact(self.network.tags().max(1));
        for (word, scores) in words.iter_mut().zip(scores) {
            let Some(bundle) = self.bundle(scores) else { continue };
            word.upos = bundle.upos;
            word.feats = bundle.feats.clone();
            if let Some(lemmas) = lemmas {
                word.lemma = lemmas.of(&word.form, word.upos as u8, word.feats.as_str());
            }
        }
        let mut heads = self.heads(&read, words);
        let own = heads.iter().position(|head| *head == 0);
        let labels = read.labels(&heads);
        let scores = labels.chunks_exact(self.network.labels().max(1));
        for ((word, head), scores) in words.iter_mut().zip(&mut heads).zip(scores) {
            let relation = match *head {
                0 if root.is_none() => "root",
                // What hangs on nothing in a part, but not in the sentence.
                0 => "parataxis",
                _ => self.relations.get(best(scores)).map_or("dep", String::as_str),
            };
            word.deprel.clear();
            word.deprel.push_str(relation);
            word.head = match (*head, *root) {
                (0, None) => Head::Root,
                (0, Some(root)) => Head::Word(root as u32),
                (head, _) => Head::Word((start + head - 1) as u32),
            };
        }
        *root = root.or(own.map(|own| start + own));
    }

    /// The heads of all words, each part of a long sentence by itself.
    fn heads(&self, read: &network::Read, words: &[Word]) -> Vec<usize> {
        let length = words.len();
        let mut heads = Vec::with_capacity(length);
        let mut root = None;
        while heads.len() < length {
            let start = heads.len();
            let mut end = length.min(start + LONGEST);
            if end < length {
                // Cut behind the last mark, if there is one in the second half.
                let mark = |at: &usize| words[*at].upos == Upos::Punct;
                end = (start + LONGEST / 2..end).rev().find(mark).map_or(end, |at| at + 1);
            }
            for head in decode::heads(&read.arcs(start..end), end - start) {
                heads.push(match (head, root) {
                    (0, None) => {
                        root = Some(heads.len() + 1);
                        0
                    }
                    (0, Some(root)) => root,
                    (head, _) => start + head,
                });
            }
        }
        heads
    }

    /// Part of speech and features with the best scores among those that go together.
    fn bundle(&self, scores: &[i32]) -> Option<&Bundle> {
        let mut from = 0;
        let mut values = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let to = from + group.values.len();
            values.push(best(&scores[from..to]) as u8);
            from = to;
        }
        if let Some(place) = self.places.get(&values) {
            return self.bundles.get(*place);
        }
        let sum = |bundle: &Bundle| {
            let mut from = 0;
            let mut sum = 0i64;
            for (group, value) in self.groups.iter().zip(&bundle.values) {
                sum += i64::from(scores[from + usize::from(*value)]);
                from += group.values.len();
            }
            sum
        };
        let same = self.bundles.iter().filter(|bundle| bundle.values.first() == values.first());
        same.max_by_key(|bundle| sum(bundle))
    }

    /// As bytes: kind and version, a digest, and the parts.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.number(self.groups.len() as u32);
        for group in &self.groups {
            out.text(&group.name);
            out.number(group.values.len() as u32);
            group.values.iter().for_each(|value| out.text(value));
        }
        out.number(self.bundles.len() as u32);
        for bundle in &self.bundles {
            bundle.values.iter().for_each(|value| out.number(u32::from(*value)));
        }
        out.number(self.relations.len() as u32);
        self.relations.iter().for_each(|relation| out.text(relation));
        out.number(self.lemmas.len() as u32);
        for (language, lemmas) in &self.lemmas {
            out.text(language);
            lemmas.write(&mut out);
        }
        self.network.write(&mut out);
        sealed(MAGIC, out.into_bytes())
    }

    /// From the bytes that [`Parser::to_bytes`] gives; nothing if they are not whole.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let reader = &mut Reader::new(unsealed(bytes, MAGIC)?);
        let groups = reader.size()?;
        let group =
            |reader: &mut Reader| Some(Group { name: reader.text()?, values: reader.texts()? });
        let groups: Vec<Group> = (0..groups).map(|_| group(reader)).collect::<Option<_>>()?;
        let bundles = reader.size()?;
        let values = |reader: &mut Reader| reader.numbers(groups.len());
        let bundles: Vec<Vec<u32>> = (0..bundles).map(|_| values(reader)).collect::<Option<_>>()?;
        let bundles: Vec<Bundle> = bundles
            .into_iter()
            .map(|values| Bundle::new(&groups, values.iter().map(|it| *it as u8).collect()))
            .collect::<Option<_>>()?;
        let relations = reader.texts()?;
        let languages = reader.size()?;
        let of_language = |reader: &mut Reader| Some((reader.text()?, Lemmas::read(reader)?));
        let lemmas = (0..languages).map(|_| of_language(reader)).collect::<Option<_>>()?;
        let network = Network::from_reader(reader)?;
        let answers: usize = groups.iter().map(|group| group.values.len()).sum();
        let whole =
            reader.is_empty() && network.tags() == answers && network.labels() == relations.len();
        whole.then(|| Self::new(network, groups, bundles, relations, lemmas))
    }

    fn new(
        network: Network,
        groups: Vec<Group>,
        bundles: Vec<Bundle>,
        relations: Vec<String>,
        lemmas: Vec<(String, Lemmas)>,
    ) -> Self {
        let place = |(place, bundle): (usize, &Bundle)| (bundle.values.clone(), place);
        let places = bundles.iter().enumerate().map(place).collect();
        Self { network, groups, bundles, places, relations, lemmas, language: 0 }
    }
}

impl Bundle {
    /// What the values of all groups mean; nothing if one is not there.
    fn new(groups: &[Group], values: Vec<u8>) -> Option<Self> {
        let mut feats = Vec::new();
        let mut upos = Upos::X;
        for (at, (group, value)) in groups.iter().zip(&values).enumerate() {
            let value = group.values.get(usize::from(*value))?;
            if at == 0 {
                upos = value.parse().ok()?;
            } else if !value.is_empty() {
                feats.push(format!("{}={value}", group.name));
            }
        }
        Some(Self { values, upos, feats: Feats::new(&feats.join("|")) })
    }
}

/// The place of the largest score, and of the first among equals.
fn best(scores: &[i32]) -> usize {
    let mut best = 0;
    for (at, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = at;
        }
    }
    best
}

/// The parts of a model behind its kind and version and their digest.
pub(crate) fn sealed(magic: &[u8; 8], parts: Vec<u8>) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    bytes.extend(digest(&parts).to_le_bytes());
    bytes.extend(parts);
    bytes
}

/// The parts of a model that [`sealed`] has sealed; nothing if they are not whole, or of
/// another kind or version.
pub(crate) fn unsealed<'a>(bytes: &'a [u8], magic: &[u8; 8]) -> Option<&'a [u8]> {
    let (kept, parts) = bytes.strip_prefix(magic)?.split_first_chunk::<8>()?;
    (digest(parts) == u64::from_le_bytes(*kept)).then_some(parts)
}

/// A sum by which damage shows (FNV-1a over words of eight bytes).
fn digest(bytes: &[u8]) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325_u64 ^ bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        digest = (digest ^ u64::from_le_bytes(word)).wrapping_mul(0x0100_0000_01b3);
        digest ^= digest >> 29;
    }
    digest
}
