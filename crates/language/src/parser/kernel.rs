//! Products of many whole numbers at once, written so that the compiler can use what the
//! machine has for that.

/// How many numbers are multiplied at once.
const LANES: usize = 16;

/// For each row of `input` (of `size` numbers) and each row of `weights`, the sum of their
/// products. Sums that are too large wrap.
pub(crate) fn multiply(output: &mut [i32], input: &[i16], weights: &[i16], size: usize, to: usize) {
    for (output, input) in output.chunks_exact_mut(to).zip(input.chunks_exact(size)) {
        for (output, weights) in output.iter_mut().zip(weights.chunks_exact(size)) {
            *output = dot(input, weights);
        }
    }
}

/// The sum of the products of two rows.
fn dot(a: &[i16], b: &[i16]) -> i32 {
    let (a, a_rest) = a.as_chunks::<LANES>();
    let (b, b_rest) = b.as_chunks::<LANES>();
    let mut sums = [0i32; LANES];
    for (a, b) in a.iter().zip(b) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum = sum.wrapping_add(i32::from(*a) * i32::from(*b));
        }
    }
    let rest = a_rest.iter().zip(b_rest).map(|(a, b)| i32::from(*a) * i32::from(*b));
    sums.iter().copied().chain(rest).fold(0, i32::wrapping_add)
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
