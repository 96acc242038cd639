use crate::names::Label;
use crate::names::feature::{ROWS, Rows, Seen, Sight, hangs, is_open, may_be};
use crate::names::lexicon::role;
use crate::parser::file::{Reader, Writer};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// Labels of a word: outside, first word of a name of four kinds, a later word of one.
pub(crate) const LABELS: usize = 9;

/// The label of the first word of a name.
pub(crate) fn first(label: Label) -> usize {
    1 + label as usize
}

/// The label of the later words of a name.
pub(crate) fn later(label: Label) -> usize {
    5 + label as usize
}

/// Whether one label may follow another; a sentence begins as after a word outside.
pub(crate) fn may_follow(before: usize, label: usize) -> bool {
    label < 5 || before == label || before + 4 == label
}

/// Weights that say which words are names.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// For each row, what it says for each label.
    pub(crate) weights: Vec<[i8; LABELS]>,
    /// What a label says for the next one.
    pub(crate) steps: [[i32; LABELS]; LABELS],
    /// Words that are seen in lower case where they are no names: 2 often, 1 seldom.
    pub(crate) common: FxHashMap<u32, u8>,
}

/// The weights are not there, or can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "knowledge/models/names/names.bin {0}: no names are found in texts. `cargo xtask train names` makes it anew"
)]
pub struct NamesError(&'static str);

impl NamesError {
    pub(crate) const MISSING: Self = Self("is not there");
    const DAMAGED: Self = Self("is damaged, or of another version");
}

/// The first bytes of a model: its kind and version.
const MAGIC: &[u8; 8] = b"selonnm1";

impl Model {
    /// The weights that come with the program. They are loaded once, when they are first
    /// asked for.
    ///
    /// # Errors
    /// If they are missing or damaged.
    pub fn shipped() -> Result<&'static Self, NamesError> {
        static MODEL: OnceLock<Result<Model, NamesError>> = OnceLock::new();
        let load = || {
            let bytes = knowledge::bytes("models/names/names.bin");
            let bytes = bytes.ok_or(NamesError::MISSING)?;
            Self::from_bytes(&bytes).ok_or(NamesError::DAMAGED)
        };
        MODEL.get_or_init(load).as_ref().map_err(|error| *error)
    }

    /// Weights that say nothing.
    pub(crate) fn empty() -> Self {
        Self {
            weights: vec![[0; LABELS]; ROWS],
            steps: [[0; LABELS]; LABELS],
            common: FxHashMap::default(),
        }
    }

    /// How often a word is seen in lower case where it is no name.
    pub(crate) fn common(&self, word: u32) -> u8 {
        self.common.get(&word).copied().unwrap_or(0)
    }

    /// The best labels of the units of a sentence.
    pub(crate) fn decode(&self, sight: &Sight, seen: &[Seen], rows: &mut Rows) -> Vec<usize> {
        let mut scores = Vec::with_capacity(seen.len());
        let mut open = false;
        for at in 0..seen.len() {
            let allowed = may_be(seen, at);
            open = is_open(allowed, open);
            // Most words can be no part of a name, and need no sums.
            if !open {
                scores.push(OUTSIDE);
                continue;
            }
            sight.rows(seen, at, rows);
            let mut sums = [0i32; LABELS];
            for &row in &rows.rows {
                for (sum, weight) in sums.iter_mut().zip(&self.weights[row as usize]) {
                    *sum += i32::from(*weight);
                }
            }
            forbid(&mut sums, allowed);
            scores.push(sums);
        }
        best(&scores, &self.steps)
    }

    /// As bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        for step in self.steps.iter().flatten() {
            writer.number(*step as u32);
        }
        for often in [1, 2] {
            let mut words: Vec<u32> =
                self.common.iter().filter(|(_, it)| **it == often).map(|(word, _)| *word).collect();
            words.sort_unstable();
            writer.number(words.len() as u32);
            let mut before = 0;
            for word in words {
                // Only steps between them are written: halved, since numbers may be negative.
                writer.number((word - before) >> 1);
                writer.number((word - before) & 1);
                before = word;
            }
        }
        let mut gap = 0;
        for weights in &self.weights {
            if *weights == [0; LABELS] {
                gap += 1;
                continue;
            }
            writer.number(gap);
            gap = 0;
            // Which labels it speaks of, then what it says.
            let mask = (0..LABELS).filter(|label| weights[*label] != 0).fold(0, |m, l| m | 1 << l);
            writer.number(mask);
            let said: Vec<i8> = weights.iter().copied().filter(|weight| *weight != 0).collect();
            writer.small(&said);
        }
        [MAGIC.as_slice(), &writer.into_bytes()].concat()
    }

    /// Of bytes, if they are a model's.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes.strip_prefix(MAGIC)?);
        let mut model = Self::empty();
        for step in model.steps.iter_mut().flatten() {
            *step = reader.number()? as i32;
        }
        for often in [1, 2] {
            let count = reader.size()?;
            let mut word = 0u32;
            for _ in 0..count {
                let (half, odd) = (reader.number()?, reader.number()?);
                word = word.checked_add(half.checked_mul(2)?.checked_add(odd)?)?;
                model.common.insert(word, often);
            }
        }
        let mut at = 0;
        while !reader.is_empty() {
            at += reader.number()? as usize;
            let mask = reader.number()?;
            let weights = model.weights.get_mut(at)?;
            let labels = (0..LABELS).filter(|label| mask >> label & 1 == 1);
            let said = reader.small(mask.count_ones() as usize)?;
            for (label, weight) in labels.zip(said) {
                weights[label] = weight;
            }
            at += 1;
        }
        Some(model)
    }
}

/// No label scores so low that is allowed.
const FORBIDDEN: i32 = -100_000_000;

/// The scores of a unit that is no part of a name.
pub(crate) const OUTSIDE: [i32; LABELS] = {
    let mut scores = [FORBIDDEN; LABELS];
    scores[0] = 0;
    scores
};

/// Makes the labels that are not among some bits unlikely.
pub(crate) fn forbid(scores: &mut [i32; LABELS], allowed: u16) {
    for (label, score) in scores.iter_mut().enumerate() {
        if allowed >> label & 1 == 0 {
            *score = FORBIDDEN;
        }
    }
}

/// The labels that score best together.
pub(crate) fn best(scores: &[[i32; LABELS]], steps: &[[i32; LABELS]; LABELS]) -> Vec<usize> {
    const NEVER: i32 = i32::MIN / 2;
    let mut from: Vec<[u8; LABELS]> = Vec::with_capacity(scores.len());
    let mut sums = [NEVER; LABELS];
    sums[0] = 0;
    for score in scores {
        let mut next = [NEVER; LABELS];
        let mut origin = [0; LABELS];
        for label in 0..LABELS {
            for before in 0..LABELS {
                let sum = sums[before].saturating_add(steps[before][label]);
                if may_follow(before, label) && sums[before] > NEVER && sum > next[label] {
                    next[label] = sum;
                    origin[label] = before as u8;
                }
            }
            if next[label] > NEVER {
                next[label] = next[label].saturating_add(score[label]);
            }
        }
        from.push(origin);
        sums = next;
    }
    let mut label = (0..LABELS).max_by_key(|label| (sums[*label], LABELS - label)).unwrap_or(0);
    let mut labels = vec![0; scores.len()];
    for (place, origin) in from.iter().enumerate().rev() {
        labels[place] = label;
        label = usize::from(origin[label]);
    }
    labels
}

/// The names that labels mark, in order, without small words and marks at their ends.
pub(crate) fn spans(labels: &[usize], seen: &[Seen]) -> Vec<(Range<usize>, Label)> {
    let mut spans: Vec<(Range<usize>, Label)> = Vec::new();
    for (place, &label) in labels.iter().enumerate() {
        match label {
            0 => {}
            1..=4 => spans.push((place..place + 1, Label::ALL[label - 1])),
            _ => {
                if let Some((range, _)) = spans.last_mut() {
                    range.end = place + 1;
                }
            }
        }
    }
    for (range, _) in &mut spans {
        while range.len() > 1 && hangs(&seen[range.end - 1]) {
            range.end -= 1;
        }
        while range.len() > 1 && hangs(&seen[range.start]) {
            range.start += 1;
        }
    }
    spans.retain(|(range, label)| {
        // What has no capital at all is a name only of organs of state, events and works.
        range.clone().any(|place| seen[place].is_capital())
            || *label == Label::Other
            || *label == Label::Organisation
                && range.len() > 1
                && seen[range.start].role & role::STATE != 0
    });
    spans
}
