//! The weights that say which words are names, learnt from texts whose names are marked.
//!
//! An averaged perceptron over whole sentences: where the best labels are wrong, what
//! speaks for them is lowered, and what speaks for the right ones raised. Whole numbers
//! all through and one thread: the same texts give the same bytes.

use crate::names::Label;
use crate::names::feature::{ROWS, Rows, Sight, is_open, may_be};
use crate::names::lexicon::hash;
use crate::names::model::{LABELS, Model, OUTSIDE, best, first, forbid, later};
use crate::names::unit::{self, Unit};
use rustc_hash::FxHashMap;
use schema::Span;
use std::collections::BTreeMap;

/// A text to learn from.
#[derive(Clone, Debug)]
pub struct Lesson {
    /// The code of its language.
    pub language: String,
    /// The text.
    pub text: String,
    /// Its names, in bytes, in order.
    pub names: Vec<(Span, Label)>,
    /// How often it is seen beside others, in percent.
    pub weight: u32,
}

/// How it is learnt.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How often each text is gone through.
    pub rounds: u32,
    /// How often all of it is begun anew; the means are taken together.
    pub walks: u64,
    /// Of a hundred words, from so many it is hidden which they are.
    pub hidden: u32,
    /// What is met so often at most is not learnt from.
    pub seldom: u32,
    /// Where chance begins.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rounds: 8, walks: 4, hidden: 30, seldom: 6, seed: 1 }
    }
}

/// A sentence, as it is learnt from.
struct Sentence {
    /// The rows of each unit, and how many of them tell which word it is.
    rows: Vec<(Vec<u32>, usize)>,
    /// The labels that each may have, as bits.
    allowed: Vec<u16>,
    labels: Vec<usize>,
    weight: u32,
}

/// Learns weights. `prose` is any text, by the code of its language: which words are common
/// in lower case is counted there. `told` hears of each round: its number, and how many of a thousand
/// words were wrong in it.
pub fn train(
    lessons: &[Lesson],
    prose: &[(String, String)],
    settings: &Settings,
    told: &mut dyn FnMut(u32, f64),
) -> Model {
    let mut model = Model::empty();
    model.common = common(prose);
    let mut sentences = Vec::new();
    let mut rows = Rows::default();
    for lesson in lessons {
        let tokens = crate::tokens(&lesson.text, &lesson.language);
        let spans = crate::sentences(&lesson.text, &lesson.language);
        let sight = Sight::of(&lesson.language);
        for units in unit::cut(&lesson.text, &tokens, &spans, &sight) {
            let seen = sight.look(&units, &model);
            let labels = labels(&units, &lesson.names);
            let rows = (0..units.len()).map(|at| {
                sight.rows(&seen, at, &mut rows);
                (rows.rows.clone(), rows.own)
            });
            let rows = rows.collect();
            // What a text says is always allowed.
            let allowed = |at: usize| may_be(&seen, at) | 1 << labels[at];
            let allowed = (0..units.len()).map(allowed).collect();
            sentences.push(Sentence { rows, allowed, labels, weight: lesson.weight });
        }
    }
    drop_rare(&mut sentences, settings.seldom);
    // What several walks through the texts agree on holds better than what one found.
    let mut means = vec![[0i64; LABELS]; ROWS + LABELS];
    for walk in 0..settings.walks {
        learn(&sentences, settings, settings.seed + walk, &mut means, told);
    }
    shrink(&means, &mut model);
    model
}

/// Takes away the rows that are met seldom: what is seen once tells nothing of the next text.
fn drop_rare(sentences: &mut [Sentence], seldom: u32) {
    let mut counts = vec![0u32; ROWS];
    for (rows, _) in sentences.iter().flat_map(|it| &it.rows) {
        for &row in rows {
            counts[row as usize] += 1;
        }
    }
    for (rows, own) in sentences.iter_mut().flat_map(|it| &mut it.rows) {
        let frequent = |row: &u32| counts[*row as usize] > seldom;
        *own = rows[..*own].iter().filter(|row| frequent(row)).count();
        rows.retain(frequent);
    }
}

/// The labels of the units of a sentence.
fn labels(units: &[Unit], names: &[(Span, Label)]) -> Vec<usize> {
    let mut labels = vec![0; units.len()];
    let mut from = names.partition_point(|(span, _)| {
        units.first().is_some_and(|unit| span.end() <= unit.span.start())
    });
    let mut inside = None;
    for (place, unit) in units.iter().enumerate() {
        while names.get(from).is_some_and(|(span, _)| span.end() <= unit.span.start()) {
            from += 1;
        }
        if let Some((span, label)) = names.get(from)
            && span.start() < unit.span.end()
        {
            labels[place] = if inside == Some(from) { later(*label) } else { first(*label) };
            inside = Some(from);
        }
    }
    labels
}

/// Words that stand in lower case where they are no names: those that are seen twice and
/// more, and of each language the most frequent.
fn common(prose: &[(String, String)]) -> FxHashMap<u32, u8> {
    let mut counts: BTreeMap<&str, BTreeMap<u32, u32>> = BTreeMap::new();
    for (language, text) in prose {
        let counts = counts.entry(language).or_default();
        let salt = Sight::of(language).language.salt;
        for token in crate::tokens(text, language) {
            let form = &text[token.span.range()];
            if form.chars().all(|c| c.is_lowercase() || matches!(c, '-' | '\'' | '’')) {
                *counts.entry(hash(&token.norm) ^ salt).or_default() += 1;
            }
        }
    }
    let mut common = FxHashMap::default();
    for counts in counts.into_values() {
        let mut counts: Vec<(u32, u32)> = counts.into_iter().map(|(word, n)| (n, word)).collect();
        counts.retain(|(count, _)| *count > 1);
        counts.sort_unstable_by_key(|(count, word)| (std::cmp::Reverse(*count), *word));
        counts.truncate(COMMON);
        common.extend(counts.into_iter().map(|(n, word)| (word, 1 + u8::from(n > 4))));
    }
    common
}

/// So many common words of a language are kept.
const COMMON: usize = 25_000;

/// Goes through the sentences, from where chance begins, and adds the mean of all weights on
/// the way to `means`, in thousandths; the last rows are of steps.
fn learn(
    sentences: &[Sentence],
    settings: &Settings,
    seed: u64,
    means: &mut [[i64; LABELS]],
    told: &mut dyn FnMut(u32, f64),
) {
    let mut chance = Chance(seed);
    let mut weights = vec![[0i32; LABELS]; ROWS];
    let mut sums = vec![[0i64; LABELS]; ROWS];
    let mut steps = [[0i32; LABELS]; LABELS];
    let mut step_sums = [[0i64; LABELS]; LABELS];
    let mut now = 1i64;
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut scores = Vec::new();
    for round in 1..=settings.rounds {
        for place in (1..order.len()).rev() {
            order.swap(place, chance.below(place as u32 + 1) as usize);
        }
        let (mut words, mut wrong) = (0u64, 0u64);
        for &place in &order {
            let sentence = &sentences[place];
            let times =
                sentence.weight / 100 + u32::from(chance.below(100) < sentence.weight % 100);
            for _ in 0..times {
                scores.clear();
                let mut hidden = Vec::with_capacity(sentence.rows.len());
                let mut open = false;
                for ((rows, own), allowed) in sentence.rows.iter().zip(&sentence.allowed) {
                    open = is_open(*allowed, open);
                    if !open {
                        hidden.push(rows.len());
                        scores.push(OUTSIDE);
                        continue;
                    }
                    let from = if chance.below(100) < settings.hidden { *own } else { 0 };
                    hidden.push(from);
                    let mut sum = [0i32; LABELS];
                    for &row in &rows[from..] {
                        for (sum, weight) in sum.iter_mut().zip(&weights[row as usize]) {
                            *sum += weight;
                        }
                    }
                    forbid(&mut sum, *allowed);
                    scores.push(sum);
                }
                let found = best(&scores, &steps);
                now += 1;
                words += found.len() as u64;
                let mut before = (0, 0);
                for (at, (&found, &right)) in found.iter().zip(&sentence.labels).enumerate() {
                    if found != right {
                        wrong += 1;
                        for &row in &sentence.rows[at].0[hidden[at]..] {
                            let row = row as usize;
                            weights[row][right] += 1;
                            sums[row][right] += now;
                            weights[row][found] -= 1;
                            sums[row][found] -= now;
                        }
                    }
                    if (before.0, found) != (before.1, right) {
                        steps[before.1][right] += 1;
                        step_sums[before.1][right] += now;
                        steps[before.0][found] -= 1;
                        step_sums[before.0][found] -= now;
                    }
                    before = (found, right);
                }
            }
        }
        told(round, 1000.0 * wrong as f64 / words.max(1) as f64);
    }
    let mean = |weight: i32, sum: i64| (i64::from(weight) * now - sum) * 1000 / now;
    let rows = weights.iter().chain(&steps).zip(sums.iter().chain(&step_sums));
    for (mean_row, (weights, sums)) in means.iter_mut().zip(rows) {
        for label in 0..LABELS {
            mean_row[label] += mean(weights[label], sums[label]);
        }
    }
}

/// Makes whole numbers of 8 bits of the means.
fn shrink(means: &[[i64; LABELS]], model: &mut Model) {
    let (rows, steps) = means.split_at(ROWS);
    let mut largest: Vec<i64> =
        rows.iter().flatten().map(|it| it.abs()).filter(|it| *it > 0).collect();
    largest.sort_unstable();
    // The few beyond are cut off: fineness matters more for the many.
    let unit = (largest.get(largest.len() * 9995 / 10_000).copied().unwrap_or(1) / 127).max(1);
    let whole = |value: i64| (value + value.signum() * unit / 2) / unit;
    for (weights, means) in model.weights.iter_mut().zip(rows) {
        *weights = means.map(|mean| whole(mean).clamp(-127, 127) as i8);
    }
    for (weights, means) in model.steps.iter_mut().zip(steps) {
        *weights = means.map(|mean| whole(mean).clamp(-1_000_000, 1_000_000) as i32);
    }
}

/// Numbers that look like chance, the same each time.
struct Chance(u64);

impl Chance {
    /// A number below a limit.
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        ((u128::from(z) * u128::from(limit)) >> 64) as u32
    }
}
