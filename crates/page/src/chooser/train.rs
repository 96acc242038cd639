//! How a [`Forest`] is learnt: gradient boosting of trees that grow leaf by leaf
//! over binned features, as LightGBM does (Ke et al. 2017, "LightGBM: A Highly
//! Efficient Gradient Boosting Decision Tree"). Sums are of whole numbers, so that
//! the same rows give the same bytes.

use super::model::{Forest, ONE, Step, answer};

/// What is learnt from: rows of features, what is true of each, and its weight.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// All rows one after the other.
    pub features: Vec<i16>,
    /// How many features a row has; at most 255.
    pub width: usize,
    /// Whether each row is body.
    pub truth: Vec<bool>,
    /// How much each row counts, in thousandths.
    pub weight: Vec<u32>,
}

impl Rows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.truth.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.truth.is_empty()
    }

    /// The features of a row.
    pub fn row(&self, row: usize) -> &[i16] {
        &self.features[row * self.width..(row + 1) * self.width]
    }

    /// Adds a row.
    pub fn push(&mut self, features: &[i16], truth: bool, weight: u32) {
        self.width = features.len();
        self.features.extend_from_slice(features);
        self.truth.push(truth);
        self.weight.push(weight);
    }
}

/// How a forest grows.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many trees.
    pub trees: usize,
    /// How many answers a tree has at most; at most 100.
    pub leaves: usize,
    /// How much of what a tree finds is taken over, in hundredths.
    pub rate: u32,
    /// The least weight that an answer rests on, in thousandths of a row.
    pub least: i64,
    /// What is added to the weight of each answer, in thousandths of a row: the larger,
    /// the more careful.
    pub caution: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { trees: 240, leaves: 40, rate: 10, least: 10_000, caution: 10_000 }
    }
}

/// How many different values of a feature are told apart, at most.
const BINS: usize = 128;

/// Fractions are kept as whole numbers of this size: sums do not depend on their order.
const FRACTION: f64 = (1u64 << 20) as f64;

/// Learns a forest.
pub fn train(rows: &Rows, settings: &Settings) -> Forest {
    let bins = Bins::of(rows);
    let mut sums = vec![0i32; rows.len()];
    let mut trees = Vec::new();
    for tree in 0..settings.trees {
        let mut looked_at = Vec::new();
        let slopes: Vec<Slope> = (0..rows.len())
            .map(|row| {
                let weight = f64::from(rows.weight[row]) / 1000.0;
                let p = probability(sums[row]);
                let error = p - f64::from(u8::from(rows.truth[row]));
                // What is well known is looked at now and then, and counts for the rest.
                let share = if error.abs() > KNOWN {
                    1.0
                } else if chance(row, tree).is_multiple_of(NOW_AND_THEN) {
                    NOW_AND_THEN as f64
                } else {
                    return Slope::default();
                };
                looked_at.push(row as u32);
                let weight = weight * share;
                Slope {
                    first: (error * weight * FRACTION) as i64,
                    second: ((p * (1.0 - p)).max(1e-6) * weight * FRACTION) as i64,
                }
            })
            .collect();
        let features: Vec<usize> =
            (0..rows.width).filter(|&it| chance(it, tree + 7919).is_multiple_of(2)).collect();
        let grown = Tree::grow(&bins, &slopes, looked_at, &features, settings);
        let steps = grown.steps(&bins);
        for (row, sum) in sums.iter_mut().enumerate() {
            *sum += i32::from(answer(&steps, rows.row(row)));
        }
        trees.push(steps);
    }
    Forest::new(trees)
}

/// A row whose error is smaller than this is well known (gradient-based one-side
/// sampling, of the paper above).
const KNOWN: f64 = 0.08;

/// One in so many of the well known rows is looked at.
const NOW_AND_THEN: u64 = 4;

/// A number that depends on its two numbers alone and looks like chance: splitmix64.
fn chance(a: usize, b: usize) -> u64 {
    let mut x = (a as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (b as u64 + 1).rotate_left(32);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (x ^ (x >> 31)) >> 8
}

/// One over one plus e to the minus x, by a series: the same on every machine.
fn probability(sum: i32) -> f64 {
    let x = (f64::from(sum) / f64::from(ONE)).clamp(-20.0, 20.0);
    // e^|x| = (e^(|x|/32))^32, the inner one by its Taylor series.
    let y = x.abs() / 32.0;
    let mut e = 1.0 + y * (1.0 + y / 2.0 * (1.0 + y / 3.0 * (1.0 + y / 4.0 * (1.0 + y / 5.0))));
    for _ in 0..5 {
        e *= e;
    }
    if x >= 0.0 { e / (1.0 + e) } else { 1.0 / (1.0 + e) }
}

#[derive(Clone, Copy, Default)]
struct Slope {
    first: i64,
    second: i64,
}

impl Slope {
    fn add(&mut self, other: Self) {
        self.first += other.first;
        self.second += other.second;
    }
    fn less(self, other: Self) -> Self {
        Self { first: self.first - other.first, second: self.second - other.second }
    }
    /// How much better all is if these rows get their own answer.
    fn gain(self, caution: i64) -> f64 {
        let (first, second) = (self.first as f64, (self.second + caution) as f64);
        first * first / second
    }
}

/// The features of all rows, each as the number of its bin, feature by feature.
struct Bins {
    /// The largest value of each bin of each feature.
    most: Vec<Vec<i16>>,
    bins: Vec<Vec<u8>>,
}

impl Bins {
    fn of(rows: &Rows) -> Self {
        let (mut most, mut bins) = (Vec::new(), Vec::new());
        for feature in 0..rows.width {
            let value = |row: usize| rows.features[row * rows.width + feature];
            let mut values: Vec<i16> = (0..rows.len()).map(value).collect();
            values.sort_unstable();
            let step = values.len().div_ceil(BINS).max(1);
            let mut ends = values.clone();
            ends.dedup();
            if ends.len() > BINS {
                ends = values.iter().skip(step - 1).step_by(step).copied().collect();
                ends.extend(values.last());
                ends.dedup();
            }
            let bin = |row| ends.partition_point(|&end| end < value(row)) as u8;
            bins.push((0..rows.len()).map(bin).collect());
            most.push(ends);
        }
        Self { most, bins }
    }
}

/// A leaf that may be split.
struct Leaf {
    rows: Vec<u32>,
    sum: Slope,
    /// For each feature and bin, the sum of its rows.
    table: Vec<Slope>,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    feature: usize,
    bin: u8,
}

/// A tree as it grows.
struct Tree {
    /// (leaf that is split, feature, bin, new leaf) in the order in which it grew.
    splits: Vec<(u8, usize, u8, u8)>,
    answers: Vec<i16>,
}

impl Tree {
    fn grow(
        bins: &Bins,
        slopes: &[Slope],
        rows: Vec<u32>,
        features: &[usize],
        settings: &Settings,
    ) -> Self {
        let mut tree = Self { splits: Vec::new(), answers: Vec::new() };
        let look = Look { bins, slopes, features, settings };
        let whole = look.table(&rows);
        let mut leaves = vec![look.leaf(rows, whole)];
        while leaves.len() < settings.leaves {
            let best = (0..leaves.len())
                .filter_map(|at| Some((at, leaves[at].best?)))
                .max_by(|(a, x), (b, y)| x.gain.total_cmp(&y.gain).then(b.cmp(a)));
            let Some((at, split)) = best else { break };
            let new = leaves.len() as u8;
            tree.splits.push((at as u8, split.feature, split.bin, new));
            let parent = std::mem::take(&mut leaves[at].rows);
            let (low, high): (Vec<u32>, Vec<u32>) = parent
                .into_iter()
                .partition(|&row| bins.bins[split.feature][row as usize] <= split.bin);
            // The table of the smaller half is counted, that of the other is what is left.
            let whole = std::mem::take(&mut leaves[at].table);
            let smaller = look.table(if low.len() < high.len() { &low } else { &high });
            let larger = whole.iter().zip(&smaller).map(|(whole, part)| whole.less(*part));
            let larger: Vec<Slope> = larger.collect();
            let (of_low, of_high) =
                if low.len() < high.len() { (smaller, larger) } else { (larger, smaller) };
            leaves[at] = look.leaf(low, of_low);
            leaves.push(look.leaf(high, of_high));
        }
        let caution = (settings.caution as f64 / 1000.0 * FRACTION) as i64;
        tree.answers = leaves
            .iter()
            .map(|leaf| {
                let step = -(leaf.sum.first as f64) / (leaf.sum.second + caution) as f64;
                let step = step * f64::from(ONE) * f64::from(settings.rate) / 100.0;
                step.round().clamp(f64::from(i16::MIN), f64::from(i16::MAX)) as i16
            })
            .collect();
        tree
    }

    /// The tree in the order in which it is asked: a question, what follows on yes,
    /// what follows on no.
    fn steps(&self, bins: &Bins) -> Vec<Step> {
        let mut steps = Vec::new();
        self.write(0, 0, bins, &mut steps);
        steps
    }

    /// Writes what became of `leaf` from the split numbered `from` on.
    fn write(&self, leaf: u8, from: usize, bins: &Bins, steps: &mut Vec<Step>) {
        let next = (from..self.splits.len()).find(|&at| self.splits[at].0 == leaf);
        let Some(at) = next else {
            return steps.push(Step::Add(self.answers[usize::from(leaf)]));
        };
        let (_, feature, bin, new) = self.splits[at];
        let question = steps.len();
        steps.push(Step::Add(0));
        self.write(leaf, at + 1, bins, steps);
        let other = steps.len() as u8;
        self.write(new, at + 1, bins, steps);
        let most = bins.most[feature][usize::from(bin)];
        steps[question] = Step::Ask { feature: feature as u8, most, other };
    }
}

/// What is looked at while a tree grows.
struct Look<'a> {
    bins: &'a Bins,
    slopes: &'a [Slope],
    /// The features that this tree may ask for.
    features: &'a [usize],
    settings: &'a Settings,
}

/// One bin more than asked for: the last value may open a bin of its own.
const BINS_AND_ONE: usize = BINS + 2;

impl Look<'_> {
    /// For each feature and bin, the sum of some rows.
    fn table(&self, rows: &[u32]) -> Vec<Slope> {
        let slopes: Vec<Slope> = rows.iter().map(|&row| self.slopes[row as usize]).collect();
        let mut table = vec![Slope::default(); self.features.len() * BINS_AND_ONE];
        for (&feature, of_feature) in self.features.iter().zip(table.chunks_mut(BINS_AND_ONE)) {
            let bins = &self.bins.bins[feature];
            for (&row, &slope) in rows.iter().zip(&slopes) {
                of_feature[usize::from(bins[row as usize])].add(slope);
            }
        }
        table
    }

    fn leaf(&self, rows: Vec<u32>, table: Vec<Slope>) -> Leaf {
        let mut sum = Slope::default();
        rows.iter().for_each(|&row| sum.add(self.slopes[row as usize]));
        let least = (self.settings.least as f64 / 1000.0 / 4.0 * FRACTION) as i64;
        let caution = (self.settings.caution as f64 / 1000.0 * FRACTION) as i64;
        let whole = sum.gain(caution);
        let mut best: Option<Split> = None;
        for (&feature, of_feature) in self.features.iter().zip(table.chunks(BINS_AND_ONE)) {
            let bins = self.bins.most[feature].len();
            let mut low = Slope::default();
            for (bin, slope) in of_feature.iter().enumerate().take(bins - 1) {
                low.add(*slope);
                let high = sum.less(low);
                if low.second < least || high.second < least {
                    continue;
                }
                let gain = low.gain(caution) + high.gain(caution) - whole;
                if gain > best.map_or(1.0, |best| best.gain) {
                    best = Some(Split { gain, feature, bin: bin as u8 });
                }
            }
        }
        Leaf { rows, sum, table, best }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_learns_what_two_features_say_together() {
        // Each tree sees half of the features, so that there are some to choose from.
        let mut rows = Rows::default();
        for a in 0..40i16 {
            for b in 0..40i16 {
                rows.push(&[a, b, a, b, a ^ b], (a > 20) != (b > 13), 1000);
            }
        }
        let settings = Settings { trees: 60, leaves: 8, least: 1000, ..Settings::default() };
        let forest = train(&rows, &settings);
        for row in 0..rows.len() {
            let [a, b, ..] = rows.row(row) else { unreachable!() };
            assert_eq!(forest.scores(&[rows.row(row)])[0] > 0, rows.truth[row], "{a} {b}");
        }
        assert_eq!(forest.to_bytes(), train(&rows, &settings).to_bytes());
        assert_eq!(Forest::from_bytes(&forest.to_bytes()), Some(forest));
    }

    #[test]
    fn a_probability_is_a_half_at_zero_and_symmetric() {
        assert!((probability(0) - 0.5).abs() < 1e-9);
        assert!((probability(ONE) - 0.731_058_578_6).abs() < 1e-6);
        assert!((probability(3000) + probability(-3000) - 1.0).abs() < 1e-9);
    }
}
