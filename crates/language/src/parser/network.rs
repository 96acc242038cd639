//! The network in whole numbers: what is seen of the words of a sentence becomes scores.
//!
//! Weights are whole numbers in 4096ths, what they act on is in 1024ths. So a sentence has
//! the same scores on every machine.

use super::file::{Reader, Writer};
use super::kernel;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// A weight of one.
const WEIGHT: u32 = 12;
/// A value of one.
const VALUE: u32 = 10;
/// What is seen of a word is summed in finer parts.
const SEEN: u32 = 14;

/// In how many classes distances are told apart.
pub(crate) const BUCKETS: usize = 17;

/// The class of the distance from a word to a head: zero is no head, one the first word.
pub(crate) fn bucket(word: usize, head: usize) -> usize {
    let Some(head) = head.checked_sub(1) else { return 0 };
    let far = match word.abs_diff(head) {
        0 | 1 => 0,
        2 => 1,
        3 => 2,
        4 => 3,
        5..=6 => 4,
        7..=10 => 5,
        11..=20 => 6,
        _ => 7,
    };
    1 + far + if head > word { 8 } else { 0 }
}

/// Weights between what goes in and what comes out.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Linear {
    from: usize,
    to: usize,
    /// For each that comes out, 8-bit weights of all that goes in; as they are kept.
    kept: Vec<i8>,
    /// For each that comes out, what one of the 8-bit weights is worth, in parts of 2^20.
    worth: Vec<u32>,
    bias: Vec<i32>,
    /// The same weights as they are reckoned with.
    weights: Vec<i16>,
}

impl Linear {
    /// From weights by column: `from` rows of `stride`, of which the first `to` are used.
    #[cfg(feature = "train")]
    pub(crate) fn of(weights: &[f32], bias: &[f32], from: usize, stride: usize, to: usize) -> Self {
        let mut linear = Self { from, to, ..Self::default() };
        for column in 0..to {
            let column = (0..from).map(|row| weights[row * stride + column]);
            let most = column.clone().fold(0.0f32, |most, it| most.max(it.abs()));
            let worth = ((most / 127.0 * (1 << 20) as f32) as u32 + 1).min(1 << 20);
            linear.worth.push(worth);
            linear.kept.extend(column.map(|it| {
                (it * (1 << 20) as f32 / worth as f32).round().clamp(-127.0, 127.0) as i8
            }));
        }
        linear.bias = bias[..to].iter().map(|it| fixed(*it, VALUE)).collect();
        linear.unfold();
        linear
    }

    fn unfold(&mut self) {
        self.weights = Vec::with_capacity(self.kept.len());
        for (row, &worth) in self.kept.chunks_exact(self.from.max(1)).zip(&self.worth) {
            self.weights.extend(row.iter().map(|&it| {
                let weight = (i64::from(it) * i64::from(worth)) >> (20 - WEIGHT);
                weight.clamp(i64::from(i16::MIN), i64::from(i16::MAX)) as i16
            }));
        }
    }

    /// What comes out for each row of what goes in.
    fn apply(&self, input: &[i16]) -> Vec<i32> {
        let mut output = vec![0; input.len() / self.from * self.to];
        kernel::multiply(&mut output, input, &self.weights, self.from, self.to);
        for row in output.chunks_exact_mut(self.to) {
            for (value, bias) in row.iter_mut().zip(&self.bias) {
                *value = (*value >> WEIGHT).wrapping_add(*bias);
            }
        }
        output
    }

    /// The same, and what is below zero becomes zero.
    fn rectified(&self, input: &[i16]) -> Vec<i16> {
        self.apply(input).into_iter().map(|value| small(value.max(0))).collect()
    }

    fn write(&self, out: &mut Writer) {
        out.number(self.from as u32);
        out.number(self.to as u32);
        self.worth.iter().for_each(|it| out.number(*it));
        self.bias.iter().for_each(|it| out.number(*it as u32));
        out.small(&self.kept);
    }

    fn read(reader: &mut Reader) -> Option<Self> {
        let from = reader.size()?;
        let to = reader.size()?;
        let worth = reader.numbers(to)?;
        let bias = reader.numbers(to)?.into_iter().map(|it| it as i32).collect();
        let kept = reader.small(from.checked_mul(to)?)?;
        let mut linear = Self { from, to, kept, worth, bias, weights: Vec::new() };
        linear.unfold();
        Some(linear)
    }
}

/// A number in parts of a power of two.
#[cfg(feature = "train")]
fn fixed(value: f32, bits: u32) -> i32 {
    (value * (1i64 << bits) as f32).round() as i32
}

/// A number of 16 bits, the nearest there is.
fn small(value: i32) -> i16 {
    value.clamp(i32::from(i16::MIN), i32::from(i16::MAX)) as i16
}

/// What is known of things seen of words.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rows {
    /// What is seen, in the order of its numbers.
    keys: Vec<u32>,
    places: FxHashMap<u32, u32>,
    /// What one of the 8-bit numbers of each row is worth, in parts of 2^14.
    worth: Vec<u16>,
    kept: Vec<i8>,
}

/// A network that has learnt.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Network {
    width: usize,
    rows: Rows,
    layers: Vec<Linear>,
    tag: Linear,
    dependent: Linear,
    head: Linear,
    root: Vec<i16>,
    match_: Linear,
    distance: Vec<i32>,
    label_dependent: Linear,
    label_head: Linear,
    label_distance: Vec<i32>,
    label: Linear,
}

/// What a network is made of: floats as they were learnt.
#[cfg(feature = "train")]
pub(crate) struct Parts {
    pub width: usize,
    pub keys: Vec<u32>,
    pub rows: Vec<f32>,
    pub layers: Vec<Linear>,
    pub tag: Linear,
    pub dependent: Linear,
    pub head: Linear,
    pub root: Vec<f32>,
    pub match_: Linear,
    pub distance: Vec<f32>,
    pub label_dependent: Linear,
    pub label_head: Linear,
    pub label_distance: Vec<f32>,
    pub label: Linear,
}

impl Network {
    #[cfg(feature = "train")]
    pub(crate) fn new(parts: Parts) -> Self {
        let mut rows = Rows { keys: parts.keys, ..Rows::default() };
        for row in parts.rows.chunks_exact(parts.width) {
            let most = row.iter().fold(0.0f32, |most, it| most.max(it.abs()));
            let worth = ((most / 127.0 * (1 << SEEN) as f32) as u32 + 1).min(65535);
            rows.worth.push(worth as u16);
            rows.kept.extend(row.iter().map(|it| {
                (it * (1 << SEEN) as f32 / worth as f32).round().clamp(-127.0, 127.0) as i8
            }));
        }
        rows.places = places(&rows.keys);
        Self {
            width: parts.width,
            rows,
            layers: parts.layers,
            tag: parts.tag,
            dependent: parts.dependent,
            head: parts.head,
            root: parts.root.iter().map(|it| small(fixed(*it, VALUE))).collect(),
            match_: parts.match_,
            distance: parts.distance.iter().map(|it| fixed(*it, 2 * VALUE)).collect(),
            label_dependent: parts.label_dependent,
            label_head: parts.label_head,
            label_distance: parts.label_distance.iter().map(|it| fixed(*it, VALUE)).collect(),
            label: parts.label,
        }
    }

    /// How many answers about a word it scores.
    pub(crate) fn tags(&self) -> usize {
        self.tag.to
    }

    /// How many relations it scores.
    pub(crate) fn labels(&self) -> usize {
        self.label.to
    }

    /// Reads a sentence: for each word, what is seen of it.
    pub(crate) fn read(&self, seen: &[Vec<u32>]) -> Read<'_> {
        let mut values = Vec::with_capacity(seen.len() * self.width);
        let mut sum = vec![0i32; self.width];
        for keys in seen {
            sum.fill(0);
            for row in keys.iter().filter_map(|key| self.rows.places.get(key)) {
                let worth = i32::from(self.rows.worth[*row as usize]);
                let row = &self.rows.kept[*row as usize * self.width..][..self.width];
                for (sum, value) in sum.iter_mut().zip(row) {
                    *sum += i32::from(*value) * worth;
                }
            }
            values.extend(sum.iter().map(|it| small(it >> (SEEN - VALUE))));
        }
        for layer in &self.layers {
            values = self.pass(layer, &values);
        }
        Read { network: self, values }
    }

    /// Reads what was read once more, forward and backward.
    fn pass(&self, layer: &Linear, input: &[i16]) -> Vec<i16> {
        let half = self.width / 2;
        let gates = layer.apply(input);
        let mut output = vec![0i16; input.len()];
        let count = input.len() / self.width;
        for direction in 0..2 {
            let mut kept = vec![0i32; half];
            for step in 0..count {
                let word = if direction == 0 { step } else { count - 1 - step };
                let place = word * self.width + direction * half;
                let gates = &gates[(word * 2 + direction) * 3 * half..][..3 * half];
                let (new, gates) = gates.split_at(half);
                let (keep, say) = gates.split_at(half);
                let output = &mut output[place..][..half];
                let input = &input[place..][..half];
                let kept = &mut kept[..half];
                for at in 0..half {
                    let input = i32::from(input[at]);
                    let new = i32::from(small(new[at])) << 4;
                    kept[at] = new + times(kept[at] - new, gate(keep[at]));
                    output[at] = small(input + times((kept[at] >> 4) - input, gate(say[at])));
                }
            }
        }
        output
    }

    pub(crate) fn write(&self, out: &mut Writer) {
        out.number(self.width as u32);
        out.number(self.rows.keys.len() as u32);
        self.rows.keys.iter().for_each(|it| out.number(*it));
        self.rows.worth.iter().for_each(|it| out.number(u32::from(*it)));
        out.small(&self.rows.kept);
        out.number(self.layers.len() as u32);
        self.layers.iter().for_each(|it| it.write(out));
        for linear in [&self.tag, &self.dependent, &self.head, &self.match_] {
            linear.write(out);
        }
        for linear in [&self.label_dependent, &self.label_head, &self.label] {
            linear.write(out);
        }
        self.root.iter().for_each(|it| out.number(i32::from(*it) as u32));
        self.distance.iter().for_each(|it| out.number(*it as u32));
        self.label_distance.iter().for_each(|it| out.number(*it as u32));
    }

    /// The network that [`Network::write`] has written; nothing if it is not whole.
    pub(crate) fn from_reader(reader: &mut Reader) -> Option<Self> {
        let signed = |numbers: Vec<u32>| numbers.into_iter().map(|it| it as i32);
        let width = reader.size()?;
        let count = reader.size()?;
        let keys = reader.numbers(count)?;
        let worth = reader.numbers(count)?.into_iter().map(|it| it as u16).collect();
        let kept = reader.small(count.checked_mul(width)?)?;
        let rows = Rows { places: places(&keys), keys, worth, kept };
        let layers = reader.size()?;
        let layers = (0..layers).map(|_| Linear::read(reader)).collect::<Option<Vec<_>>>()?;
        let mut linear = || Linear::read(reader);
        let (tag, dependent, head, match_) = (linear()?, linear()?, linear()?, linear()?);
        let (label_dependent, label_head, label) = (linear()?, linear()?, linear()?);
        let root = signed(reader.numbers(head.to)?).map(small).collect();
        let distance = signed(reader.numbers(BUCKETS)?).collect();
        let label_distance = signed(reader.numbers(BUCKETS * label_head.to)?).collect();
        let fits = |linear: &Linear, from: usize, to: usize| linear.from == from && linear.to == to;
        let whole = width > 0
            && width % 2 == 0
            && layers.iter().all(|layer| fits(layer, width, 3 * width))
            && [&tag, &dependent, &head, &label_dependent, &label_head]
                .iter()
                .all(|it| it.from == width && it.to > 0)
            && dependent.to == head.to
            && fits(&match_, head.to, head.to)
            && label_dependent.to == label_head.to
            && label.from == label_head.to;
        whole.then_some(Self {
            width,
            rows,
            layers,
            tag,
            dependent,
            head,
            root,
            match_,
            distance,
            label_dependent,
            label_head,
            label_distance,
            label,
        })
    }
}

fn places(keys: &[u32]) -> FxHashMap<u32, u32> {
    keys.iter().enumerate().map(|(place, key)| (*key, place as u32)).collect()
}

/// A share from none to all, in 1024ths.
fn gate(value: i32) -> i32 {
    (value >> 2).clamp(-512, 512) + 512
}

/// A value, or the share of it that a gate lets through.
fn times(value: i32, gate: i32) -> i32 {
    (value.wrapping_mul(gate) + 512) >> VALUE
}

/// A sentence that was read.
pub(crate) struct Read<'a> {
    network: &'a Network,
    values: Vec<i16>,
}

impl Read<'_> {
    /// For each word, the scores of all answers about it.
    pub(crate) fn tags(&self) -> Vec<i32> {
        self.network.tag.apply(&self.values)
    }

    /// For each of `words`, the scores of all heads: none, and each of `words`.
    pub(crate) fn arcs(&self, words: Range<usize>) -> Vec<i32> {
        let Network { width, dependent, head, match_, root, distance, .. } = self.network;
        let values = &self.values[words.start * width..words.end * width];
        let dependents = dependent.rectified(values);
        let matched: Vec<i16> = match_.apply(&dependents).into_iter().map(small).collect();
        let mut heads = root.clone();
        heads.extend(head.rectified(values));
        let columns = words.len() + 1;
        let mut scores = vec![0; words.len() * columns];
        kernel::multiply(&mut scores, &matched, &heads, head.to, columns);
        for (word, scores) in scores.chunks_exact_mut(columns).enumerate() {
            for (at, score) in scores.iter_mut().enumerate() {
                *score = score.wrapping_add(distance[bucket(word, at)]);
            }
        }
        scores
    }

    /// For each word, the scores of all relations to its head: zero is none, one the first word.
    pub(crate) fn labels(&self, heads: &[usize]) -> Vec<i32> {
        let Network { label_dependent, label_head, label_distance, label, .. } = self.network;
        let size = label_head.to;
        let dependents = label_dependent.apply(&self.values);
        let of_heads = label_head.apply(&self.values);
        let mut hidden = vec![0i16; dependents.len()];
        for (word, (hidden, &head)) in hidden.chunks_exact_mut(size).zip(heads).enumerate() {
            let Some(at) = head.checked_sub(1) else { continue };
            let dependent = &dependents[word * size..][..size];
            let of_head = &of_heads[at * size..][..size];
            let far = &label_distance[bucket(word, head) * size..][..size];
            for (((hidden, a), b), c) in hidden.iter_mut().zip(dependent).zip(of_head).zip(far) {
                *hidden = small((a + b + c).max(0));
            }
        }
        label.apply(&hidden)
    }
}
