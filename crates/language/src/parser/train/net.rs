//! The network in floats, while it learns: what it says, how wrong that is, and which way
//! each weight should go. [`crate::parser::network`] is the same in whole numbers.

use super::matrix::{Chance, multiply_add, softmax, transpose};
use crate::parser::network::{BUCKETS, bucket};
use std::ops::Range;

/// Weights, and what learning needs to know of each.
#[derive(Clone, Debug, Default)]
pub(super) struct Weights {
    pub value: Vec<f32>,
    slope: Vec<f32>,
    mean: Vec<f32>,
    square: Vec<f32>,
}

impl Weights {
    fn new(length: usize, size: f32, chance: &mut Chance) -> Self {
        let value = (0..length).map(|_| (chance.share() * 2.0 - 1.0) * size).collect();
        let zero = vec![0.0; length];
        Self { value, slope: zero.clone(), mean: zero.clone(), square: zero }
    }

    /// One step down the slope (Adam) for the weights of `range`; the slope is then zero.
    fn step(&mut self, range: Range<usize>, step: &Step) {
        let parts = self.value[range.clone()]
            .iter_mut()
            .zip(&mut self.slope[range.clone()])
            .zip(&mut self.mean[range.clone()])
            .zip(&mut self.square[range]);
        for (((value, slope), mean), square) in parts {
            let by = *slope * step.scale;
            *mean = *mean * MEAN + by * (1.0 - MEAN);
            *square = *square * SQUARE + by * by * (1.0 - SQUARE);
            *value -= step.rate * *mean / (square.sqrt() + 1e-8);
            *slope = 0.0;
        }
    }
}

/// How slowly the mean slope and its mean square are forgotten.
const MEAN: f32 = 0.9;
const SQUARE: f32 = 0.98;

/// How far to step.
struct Step {
    rate: f32,
    /// Slopes are summed over words: this makes a mean of them.
    scale: f32,
}

/// How large the parts of a network are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// How many things are seen of words.
    pub rows: usize,
    /// The numbers that stand for a word; half of them read forward, half backward.
    pub width: usize,
    /// How many times the sentence is read.
    pub layers: usize,
    /// The numbers by which head and dependent are matched.
    pub arc: usize,
    /// The numbers by which their relation is told.
    pub label: usize,
    /// Answers about the word itself: parts of speech and values of features.
    pub tags: usize,
    /// Relations.
    pub labels: usize,
}

/// What is forgotten on purpose while learning, in 256ths.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dropout {
    pub word: u64,
    pub input: u64,
    pub layer: u64,
    pub arc: u64,
}

/// A sentence as it is learnt from.
#[derive(Clone, Debug, Default)]
pub(super) struct Sample {
    /// For each word, the rows of what is seen of it; the word itself first, if it has a row.
    pub rows: Vec<Vec<u32>>,
    /// For each word, whether the first row is that of the word itself.
    pub known: Vec<bool>,
    /// For each word, the right answer of each group of tags.
    pub tags: Vec<Vec<u16>>,
    /// For each word, its head: zero is none, one is the first word.
    pub heads: Vec<u16>,
    /// For each word, its relation.
    pub labels: Vec<u16>,
}

/// The network.
#[derive(Clone, Debug)]
pub(super) struct Net {
    pub sizes: Sizes,
    /// The groups of tags, of each of which one is true.
    pub groups: Vec<Range<usize>>,
    pub rows: Weights,
    pub layers: Vec<[Weights; 2]>,
    pub tag: [Weights; 2],
    pub dependent: [Weights; 2],
    pub head: [Weights; 2],
    pub root: Weights,
    pub match_: [Weights; 2],
    pub distance: Weights,
    pub label_dependent: Weights,
    pub label_head: Weights,
    pub label_bias: Weights,
    pub label_distance: Weights,
    pub label: [Weights; 2],
}

/// A multiple of sixteen, for the sake of speed.
pub(super) fn padded(length: usize) -> usize {
    length.div_ceil(16) * 16
}

impl Net {
    pub(super) fn new(sizes: Sizes, groups: Vec<Range<usize>>, chance: &mut Chance) -> Self {
        let Sizes { rows, width, arc, label, .. } = sizes;
        let (tags, labels) = (padded(sizes.tags), padded(sizes.labels));
        let mut linear = |from: usize, to: usize| {
            let size = (3.0 / from as f32).sqrt();
            [Weights::new(from * to, size, chance), Weights::new(to, 0.0, chance)]
        };
        let mut layers: Vec<_> = (0..sizes.layers).map(|_| linear(width, 3 * width)).collect();
        let half = width / 2;
        for [_, bias] in &mut layers {
            // At first, much is kept from word to word.
            for direction in [0, 3] {
                bias.value[(direction + 1) * half..(direction + 2) * half].fill(1.0);
            }
        }
        let (tag, dependent, head) = (linear(width, tags), linear(width, arc), linear(width, arc));
        let match_ = linear(arc, arc);
        let [label_dependent, label_bias] = linear(width, label);
        let [label_head, _] = linear(width, label);
        let label_out = linear(label, labels);
        Self {
            sizes,
            groups,
            rows: Weights::new(rows * width, 0.25, chance),
            layers,
            tag,
            dependent,
            head,
            root: Weights::new(arc, 0.1, chance),
            match_,
            distance: Weights::new(BUCKETS, 0.0, chance),
            label_dependent,
            label_head,
            label_bias,
            label_distance: Weights::new(BUCKETS * label, 0.0, chance),
            label: label_out,
        }
    }

    /// Learns from some sentences; gives the sum of what it was wrong by.
    pub(super) fn learn(
        &mut self,
        samples: &[&Sample],
        rate: f32,
        dropout: &Dropout,
        chance: &mut Chance,
    ) -> f32 {
        let width = self.sizes.width;
        let count: usize = samples.iter().map(|sample| sample.heads.len()).sum();
        let mut sentences = Vec::new();
        let mut seen: Vec<Vec<u32>> = Vec::with_capacity(count);
        for sample in samples {
            sentences.push(seen.len()..seen.len() + sample.heads.len());
            for (rows, &known) in sample.rows.iter().zip(&sample.known) {
                let forgotten = known && chance.next() % 256 < dropout.word;
                seen.push(rows[usize::from(forgotten)..].to_vec());
            }
        }
        // Forward.
        let mut input = vec![0.0; count * width];
        for (rows, input) in seen.iter().zip(input.chunks_exact_mut(width)) {
            for &row in rows {
                let row = &self.rows.value[row as usize * width..][..width];
                input.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
            }
        }
        let input_mask = mask(count * width, dropout.input, chance);
        hide(&mut input, &input_mask);
        let mut passes = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            let mask = mask(count * width, dropout.layer, chance);
            let pass = Pass::forward(layer, input, mask, &sentences, width);
            input = pass.output(&sentences, width);
            passes.push(pass);
        }
        let mut output = input;
        let output_mask = mask(count * width, dropout.layer, chance);
        hide(&mut output, &output_mask);
        // What is said, and how wrong it is.
        let mut slope = vec![0.0; count * width];
        let mut loss = self.tags(samples, &output, &mut slope);
        loss += self.arcs(samples, &sentences, &output, &mut slope, dropout, chance);
        loss += self.labels(samples, &sentences, &output, &mut slope, dropout, chance);
        // Backward.
        hide(&mut slope, &output_mask);
        for (layer, pass) in self.layers.iter_mut().zip(&passes).rev() {
            slope = pass.backward(layer, &slope, &sentences, width);
        }
        hide(&mut slope, &input_mask);
        let mut touched: Vec<u32> = Vec::new();
        for (rows, slope) in seen.iter().zip(slope.chunks_exact(width)) {
            for &row in rows {
                touched.push(row);
                let row = &mut self.rows.slope[row as usize * width..][..width];
                row.iter_mut().zip(slope).for_each(|(sum, value)| *sum += value);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        let step = Step { rate, scale: 1.0 / count as f32 };
        for row in touched {
            let from = row as usize * width;
            self.rows.step(from..from + width, &step);
        }
        for weights in self.dense() {
            weights.step(0..weights.value.len(), &step);
        }
        loss
    }

    /// The weights that every sentence uses.
    fn dense(&mut self) -> impl Iterator<Item = &mut Weights> {
        self.layers
            .iter_mut()
            .flatten()
            .chain(&mut self.tag)
            .chain(&mut self.dependent)
            .chain(&mut self.head)
            .chain([&mut self.root, &mut self.distance])
            .chain(&mut self.match_)
            .chain([&mut self.label_dependent, &mut self.label_head, &mut self.label_bias])
            .chain([&mut self.label_distance])
            .chain(&mut self.label)
    }

    fn tags(&mut self, samples: &[&Sample], output: &[f32], slope: &mut [f32]) -> f32 {
        let (width, tags) = (self.sizes.width, padded(self.sizes.tags));
        let mut scores = linear(output, &self.tag, width, tags);
        let mut loss = 0.0;
        let words = samples.iter().flat_map(|sample| &sample.tags);
        for (truth, scores) in words.zip(scores.chunks_exact_mut(tags)) {
            scores[self.sizes.tags..].fill(0.0);
            for (group, (range, &truth)) in self.groups.iter().zip(truth).enumerate() {
                let weight = if group == 0 { 1.0 } else { OF_FEATURE };
                let scores = &mut scores[range.clone()];
                loss += weight * wrong(scores, usize::from(truth));
                scores.iter_mut().for_each(|it| *it *= weight);
            }
        }
        back(&mut self.tag, output, &scores, slope, width, tags);
        loss
    }

    fn arcs(
        &mut self,
        samples: &[&Sample],
        sentences: &[Range<usize>],
        output: &[f32],
        slope: &mut [f32],
        dropout: &Dropout,
        chance: &mut Chance,
    ) -> f32 {
        let (width, arc) = (self.sizes.width, self.sizes.arc);
        let count = output.len() / width;
        let side = |weights: &[Weights; 2], chance: &mut Chance| {
            let mut side = linear(output, weights, width, arc);
            let mask = mask(count * arc, dropout.arc, chance);
            rectify(&mut side, &mask);
            (side, mask)
        };
        let (dependent, dependent_mask) = side(&self.dependent, chance);
        let (head, head_mask) = side(&self.head, chance);
        let matched = linear(&dependent, &self.match_, arc, arc);
        let mut loss = 0.0;
        let mut matched_slope = vec![0.0; count * arc];
        let mut head_slope = vec![0.0; count * arc];
        for (sample, words) in samples.iter().zip(sentences) {
            let length = words.len();
            let columns = padded(length + 1);
            let mut heads = self.root.value.clone();
            heads.extend(&head[words.start * arc..words.end * arc]);
            heads.resize(columns * arc, 0.0);
            let of = words.start * arc..words.end * arc;
            let mut scores = vec![0.0; length * columns];
            let turned = transpose(&heads, columns, arc);
            multiply_add(&mut scores, &matched[of.clone()], &turned, length, arc, columns);
            for (word, scores) in scores.chunks_exact_mut(columns).enumerate() {
                for (at, score) in scores.iter_mut().enumerate() {
                    *score += self.distance.value[bucket(word, at)];
                }
                // Nobody hangs on himself, nor on what fills the line.
                scores[word + 1] = -1e9;
                loss += wrong(&mut scores[..=length], usize::from(sample.heads[word]));
                scores[length + 1..].fill(0.0);
                for (at, slope) in scores[..=length].iter().enumerate() {
                    self.distance.slope[bucket(word, at)] += slope;
                }
            }
            let of_matched = &mut matched_slope[of.clone()];
            multiply_add(of_matched, &scores, &heads, length, columns, arc);
            let turned = transpose(&scores, length, columns);
            let mut heads_slope = vec![0.0; columns * arc];
            multiply_add(&mut heads_slope, &turned, &matched[of.clone()], columns, length, arc);
            let (of_root, of_words) = heads_slope.split_at(arc);
            self.root.slope.iter_mut().zip(of_root).for_each(|(sum, it)| *sum += it);
            head_slope[of].iter_mut().zip(of_words).for_each(|(sum, it)| *sum += it);
        }
        let mut dependent_slope = vec![0.0; count * arc];
        back(&mut self.match_, &dependent, &matched_slope, &mut dependent_slope, arc, arc);
        unrectify(&mut dependent_slope, &dependent, &dependent_mask);
        unrectify(&mut head_slope, &head, &head_mask);
        back(&mut self.dependent, output, &dependent_slope, slope, width, arc);
        back(&mut self.head, output, &head_slope, slope, width, arc);
        loss
    }

    fn labels(
        &mut self,
        samples: &[&Sample],
        sentences: &[Range<usize>],
        output: &[f32],
        slope: &mut [f32],
        dropout: &Dropout,
        chance: &mut Chance,
    ) -> f32 {
        let (width, size) = (self.sizes.width, self.sizes.label);
        let labels = padded(self.sizes.labels);
        let count = output.len() / width;
        let mut dependents = vec![0.0; count * size];
        multiply_add(&mut dependents, output, &self.label_dependent.value, count, width, size);
        let mut heads = vec![0.0; count * size];
        multiply_add(&mut heads, output, &self.label_head.value, count, width, size);
        // Dependent, head, how far, which relation.
        let mut arcs: Vec<(usize, usize, usize, usize)> = Vec::with_capacity(count);
        for (sample, words) in samples.iter().zip(sentences) {
            for (at, &head) in sample.heads.iter().enumerate().filter(|(_, head)| **head > 0) {
                let head_at = words.start + usize::from(head) - 1;
                let far = bucket(at, usize::from(head));
                arcs.push((words.start + at, head_at, far, usize::from(sample.labels[at])));
            }
        }
        let mut hidden = Vec::with_capacity(arcs.len() * size);
        for &(dependent, head, far, _) in &arcs {
            let parts = dependents[dependent * size..][..size]
                .iter()
                .zip(&heads[head * size..][..size])
                .zip(&self.label_distance.value[far * size..][..size])
                .zip(&self.label_bias.value);
            hidden.extend(parts.map(|(((a, b), c), d)| a + b + c + d));
        }
        let mask = mask(hidden.len(), dropout.arc, chance);
        rectify(&mut hidden, &mask);
        let mut scores = linear(&hidden, &self.label, size, labels);
        let mut loss = 0.0;
        for (&(.., truth), scores) in arcs.iter().zip(scores.chunks_exact_mut(labels)) {
            scores[self.sizes.labels..].fill(0.0);
            loss += wrong(&mut scores[..self.sizes.labels], truth);
        }
        let mut hidden_slope = vec![0.0; hidden.len()];
        back(&mut self.label, &hidden, &scores, &mut hidden_slope, size, labels);
        unrectify(&mut hidden_slope, &hidden, &mask);
        dependents.fill(0.0);
        heads.fill(0.0);
        for (&(dependent, head, far, _), by) in arcs.iter().zip(hidden_slope.chunks_exact(size)) {
            for sums in [
                &mut dependents[dependent * size..][..size],
                &mut heads[head * size..][..size],
                &mut self.label_distance.slope[far * size..][..size],
                &mut self.label_bias.slope[..],
            ] {
                sums.iter_mut().zip(by).for_each(|(sum, by)| *sum += by);
            }
        }
        let turned = transpose(output, count, width);
        for (weights, by) in
            [(&mut self.label_dependent, &dependents), (&mut self.label_head, &heads)]
        {
            multiply_add(&mut weights.slope, &turned, by, width, count, size);
            let weights = transpose(&weights.value, width, size);
            multiply_add(slope, by, &weights, count, size, width);
        }
        loss
    }
}

/// How much a feature counts beside the part of speech.
const OF_FEATURE: f32 = 0.3;

/// One reading of all sentences, in both directions.
struct Pass {
    /// What it read.
    input: Vec<f32>,
    /// What of that was looked at.
    mask: Vec<f32>,
    /// For each word and direction: the new, how much of the old is kept, how much of
    /// what was kept is said.
    gates: Vec<f32>,
    /// What is kept after each word.
    kept: Vec<f32>,
}

impl Pass {
    fn forward(
        layer: &[Weights; 2],
        input: Vec<f32>,
        mask: Vec<f32>,
        sentences: &[Range<usize>],
        width: usize,
    ) -> Self {
        let half = width / 2;
        let mut looked = input.clone();
        hide(&mut looked, &mask);
        let mut gates = linear(&looked, layer, width, 3 * width);
        for gates in gates.chunks_exact_mut(3 * half) {
            gates[half..].iter_mut().for_each(|it| *it = (*it * 0.25 + 0.5).clamp(0.0, 1.0));
        }
        let mut kept = vec![0.0; input.len()];
        for words in sentences {
            for direction in 0..2 {
                let mut old = vec![0.0; half];
                for word in walk(words, direction) {
                    let gates = &gates[(word * 2 + direction) * 3 * half..][..3 * half];
                    let kept = &mut kept[word * width + direction * half..][..half];
                    for at in 0..half {
                        let (new, keep) = (gates[at], gates[half + at]);
                        old[at] = new + keep * (old[at] - new);
                        kept[at] = old[at];
                    }
                }
            }
        }
        Self { input, mask, gates, kept }
    }

    fn output(&self, sentences: &[Range<usize>], width: usize) -> Vec<f32> {
        let half = width / 2;
        let mut output = vec![0.0; self.input.len()];
        let count = sentences.last().map_or(0, |words| words.end);
        for part in 0..count * 2 {
            let say = &self.gates[part * 3 * half + 2 * half..][..half];
            let (kept, input) = (&self.kept[part * half..], &self.input[part * half..]);
            for (at, output) in output[part * half..][..half].iter_mut().enumerate() {
                *output = input[at] + say[at] * (kept[at] - input[at]);
            }
        }
        output
    }

    /// Gives the slope of the input from that of the output.
    fn backward(
        &self,
        layer: &mut [Weights; 2],
        slope: &[f32],
        sentences: &[Range<usize>],
        width: usize,
    ) -> Vec<f32> {
        let half = width / 2;
        let mut input_slope = vec![0.0; slope.len()];
        let mut gates_slope = vec![0.0; self.gates.len()];
        let open = |gate: f32| if gate > 0.0 && gate < 1.0 { 0.25 } else { 0.0 };
        for words in sentences {
            for direction in 0..2 {
                let mut carried = vec![0.0; half];
                // Against the direction in which it was read.
                for word in walk(words, 1 - direction) {
                    let place = word * width + direction * half;
                    let gates_at = (word * 2 + direction) * 3 * half;
                    let gates = &self.gates[gates_at..][..3 * half];
                    let out = &mut gates_slope[gates_at..][..3 * half];
                    let before = match direction {
                        0 if word > words.start => Some(place - width),
                        1 if word + 1 < words.end => Some(place + width),
                        _ => None,
                    };
                    for at in 0..half {
                        let (new, keep, say) = (gates[at], gates[half + at], gates[2 * half + at]);
                        let by = slope[place + at];
                        let old = before.map_or(0.0, |before| self.kept[before + at]);
                        out[2 * half + at] =
                            by * (self.kept[place + at] - self.input[place + at]) * open(say);
                        input_slope[place + at] = by * (1.0 - say);
                        let of_kept = by * say + carried[at];
                        out[half + at] = of_kept * (old - new) * open(keep);
                        out[at] = of_kept * (1.0 - keep);
                        carried[at] = of_kept * keep;
                    }
                }
            }
        }
        let mut looked = self.input.clone();
        hide(&mut looked, &self.mask);
        let mut looked_slope = vec![0.0; slope.len()];
        back(layer, &looked, &gates_slope, &mut looked_slope, width, 3 * width);
        hide(&mut looked_slope, &self.mask);
        input_slope.iter_mut().zip(&looked_slope).for_each(|(sum, it)| *sum += it);
        input_slope
    }
}

/// The words of a sentence, forward or backward.
fn walk(words: &Range<usize>, direction: usize) -> impl Iterator<Item = usize> {
    let Range { start, end } = *words;
    (start..end).map(move |word| if direction == 0 { word } else { start + end - 1 - word })
}

/// `input · weights + bias`.
fn linear(input: &[f32], [weights, bias]: &[Weights; 2], from: usize, to: usize) -> Vec<f32> {
    let count = input.len() / from;
    let mut output = bias.value.repeat(count);
    multiply_add(&mut output, input, &weights.value, count, from, to);
    output
}

/// Adds to the slopes of the weights, and to that of the input.
fn back(
    [weights, bias]: &mut [Weights; 2],
    input: &[f32],
    output_slope: &[f32],
    input_slope: &mut [f32],
    from: usize,
    to: usize,
) {
    let count = input.len() / from;
    for row in output_slope.chunks_exact(to) {
        bias.slope.iter_mut().zip(row).for_each(|(sum, it)| *sum += it);
    }
    let turned = transpose(input, count, from);
    multiply_add(&mut weights.slope, &turned, output_slope, from, count, to);
    let turned = transpose(&weights.value, from, to);
    multiply_add(input_slope, output_slope, &turned, count, to, from);
}

/// Turns scores into the slope of how wrong they are, and gives how wrong that is.
fn wrong(scores: &mut [f32], truth: usize) -> f32 {
    softmax(scores);
    // The logarithm is only printed: it need not be the same on every machine.
    let loss = -scores[truth].max(1e-9).ln();
    scores[truth] -= 1.0;
    loss
}

/// What is seen of each number: nothing of some, more of the others.
fn mask(length: usize, forgotten: u64, chance: &mut Chance) -> Vec<f32> {
    if forgotten == 0 {
        return Vec::new();
    }
    let seen = 256.0 / (256 - forgotten) as f32;
    let mut mask = Vec::with_capacity(length + 8);
    while mask.len() < length {
        for byte in chance.next().to_le_bytes() {
            mask.push(if u64::from(byte) < forgotten { 0.0 } else { seen });
        }
    }
    mask.truncate(length);
    mask
}

fn hide(values: &mut [f32], mask: &[f32]) {
    values.iter_mut().zip(mask).for_each(|(value, seen)| *value *= seen);
}

/// What is below zero becomes zero.
fn rectify(values: &mut [f32], mask: &[f32]) {
    values.iter_mut().for_each(|value| *value = value.max(0.0));
    hide(values, mask);
}

/// The slope of what was rectified.
fn unrectify(slope: &mut [f32], values: &[f32], mask: &[f32]) {
    hide(slope, mask);
    slope.iter_mut().zip(values).filter(|(_, value)| **value <= 0.0).for_each(|(it, _)| *it = 0.0);
}
