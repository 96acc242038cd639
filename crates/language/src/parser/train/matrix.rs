//! Arithmetic on matrices of floats, row by row.
//!
//! Every sum is taken in one order that does not depend on the machine, so that what is
//! learnt is the same bit for bit.

/// How many columns are reckoned at once.
const LANES: usize = 16;
/// How many rows are reckoned at once.
const ROWS: usize = 4;

/// `c += a · b`, where `a` has `m` rows of `k` and `b` has `k` rows of `n`.
pub(crate) fn multiply_add(c: &mut [f32], a: &[f32], b: &[f32], m: usize, k: usize, n: usize) {
    debug_assert!(c.len() >= m * n && a.len() >= m * k && b.len() >= k * n);
    let whole = n - n % LANES;
    for from in (0..whole).step_by(LANES) {
        let mut row = 0;
        while row + ROWS <= m {
            tile::<ROWS>(c, a, b, row, from, k, n);
            row += ROWS;
        }
        while row < m {
            tile::<1>(c, a, b, row, from, k, n);
            row += 1;
        }
    }
    for row in 0..m {
        for column in whole..n {
            let sum: f32 = (0..k).map(|at| a[row * k + at] * b[at * n + column]).sum();
            c[row * n + column] += sum;
        }
    }
}

#[inline(always)]
fn tile<const R: usize>(
    c: &mut [f32],
    a: &[f32],
    b: &[f32],
    row: usize,
    from: usize,
    k: usize,
    n: usize,
) {
    let mut sums = [[0.0f32; LANES]; R];
    let a: [&[f32]; R] = std::array::from_fn(|r| &a[(row + r) * k..(row + r + 1) * k]);
    for (at, line) in b.chunks_exact(n).take(k).enumerate() {
        let Some(line) = line[from..].first_chunk::<LANES>() else { return };
        for (sums, a) in sums.iter_mut().zip(a) {
            let a = a[at];
            for (sum, b) in sums.iter_mut().zip(line) {
                *sum += a * b;
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let start = (row + r) * n + from;
        for (c, sum) in c[start..start + LANES].iter_mut().zip(sums) {
            *c += sum;
        }
    }
}

/// The rows of `a` as columns: `a` has `m` rows of `n`.
pub(crate) fn transpose(a: &[f32], m: usize, n: usize) -> Vec<f32> {
    let mut turned = vec![0.0; m * n];
    for row in 0..m {
        for column in 0..n {
            turned[column * m + row] = a[row * n + column];
        }
    }
    turned
}

/// `e` to the `x`, to nearly four digits: enough for a slope, and the same everywhere.
pub(crate) fn exp(x: f32) -> f32 {
    let x = (x * std::f32::consts::LOG2_E).clamp(-120.0, 120.0);
    let whole = x.floor();
    let rest = x - whole;
    let series = 1.0
        + rest
            * (std::f32::consts::LN_2
                + rest
                    * (0.240_226_5
                        + rest * (0.055_504_1 + rest * (0.009_618_1 + rest * 0.001_333_4))));
    series * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// Turns scores into probabilities that sum to one.
pub(crate) fn softmax(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = exp(*score - most);
        sum += *score;
    }
    for score in scores.iter_mut() {
        *score /= sum;
    }
}

/// What looks like chance: a stream of numbers that its seed decides.
#[derive(Clone, Debug)]
pub(crate) struct Chance(pub u64);

impl Chance {
    /// The next number (SplitMix64).
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from zero up to, not including, `most`.
    pub(crate) fn below(&mut self, most: usize) -> usize {
        (self.next() % most.max(1) as u64) as usize
    }

    /// A number from zero to one.
    pub(crate) fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Puts `items` into another order.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_product_is_the_sum_of_products() {
        let (m, k, n) = (7, 5, 19);
        let a: Vec<f32> = (0..m * k).map(|it| (it % 7) as f32 - 3.0).collect();
        let b: Vec<f32> = (0..k * n).map(|it| (it % 5) as f32 - 2.0).collect();
        let mut c = vec![1.0; m * n];
        multiply_add(&mut c, &a, &b, m, k, n);
        for row in 0..m {
            for column in 0..n {
                let sum: f32 = (0..k).map(|at| a[row * k + at] * b[at * n + column]).sum();
                assert_eq!(c[row * n + column], sum + 1.0);
            }
        }
        assert_eq!(transpose(&transpose(&a, m, k), k, m), a);
    }

    #[test]
    fn the_exponential_is_near_that_of_the_machine() {
        for step in -300..300 {
            let x = step as f32 / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 3e-4, "{x}");
        }
    }
}
