//! Products of many whole numbers at once, written so that the compiler can use what the
//! machine has for that.

/// How many numbers are multiplied at once.
const LANES: usize = 16;

/// For each row of `input` (of `size` numbers) and each row of `weights`, the sum of their
/// products. Sums that are too large wrap.
pub(crate) fn multiply(output: &mut [i32], input: &[i16], weights: &[i16], size: usize, to: usize) {
    let (inputs, last) = input.split_at(input.len() - input.len() % (2 * size));
    let mut outputs = output.chunks_exact_mut(2 * to);
    for (output, input) in outputs.by_ref().zip(inputs.chunks_exact(2 * size)) {
        let (a, b) = input.split_at(size);
        let (to_a, to_b) = output.split_at_mut(to);
        for ((to_a, to_b), weights) in to_a.iter_mut().zip(to_b).zip(weights.chunks_exact(size)) {
            (*to_a, *to_b) = two(a, b, weights);
        }
    }
    for (output, weights) in outputs.into_remainder().iter_mut().zip(weights.chunks_exact(size)) {
        *output = two(last, last, weights).0;
    }
}

/// The sums of the products of two rows with a third, which is loaded once.
#[inline(always)]
fn two(a: &[i16], b: &[i16], weights: &[i16]) -> (i32, i32) {
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    let (weights, rest) = weights.as_chunks::<LANES>();
    let (mut of_a, mut of_b) = ([0i32; LANES], [0i32; LANES]);
    for ((a, b), weights) in a.iter().zip(b).zip(weights) {
        for ((sum, a), weight) in of_a.iter_mut().zip(a).zip(weights) {
            *sum = sum.wrapping_add(i32::from(*a) * i32::from(*weight));
        }
        for ((sum, b), weight) in of_b.iter_mut().zip(b).zip(weights) {
            *sum = sum.wrapping_add(i32::from(*b) * i32::from(*weight));
        }
    }
    let sum = |sums: [i32; LANES], rest_of: &[i16]| {
        let rest = rest_of.iter().zip(rest).map(|(a, b)| i32::from(*a) * i32::from(*b));
        sums.iter().copied().chain(rest).fold(0, i32::wrapping_add)
    };
    (sum(of_a, a_rest), sum(of_b, b_rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_meets_each_row_of_weights() {
        for (size, to, count) in [(5, 3, 2), (8, 4, 1), (35, 9, 7)] {
            let input: Vec<i16> =
                (0..size * count).map(|it| (it * 7919 % 4001) as i16 - 2000).collect();
            let weights: Vec<i16> =
                (0..size * to).map(|it| (it * 104_729 % 3001) as i16 - 1500).collect();
            let mut output = vec![0; count * to];
            multiply(&mut output, &input, &weights, size, to);
            for row in 0..count {
                for column in 0..to {
                    let product = |at: usize| {
                        i32::from(input[row * size + at]) * i32::from(weights[column * size + at])
                    };
                    assert_eq!(output[row * to + column], (0..size).map(product).sum::<i32>());
                }
            }
        }
    }
}
