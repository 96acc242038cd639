/// A sum of small trees of questions about numbers: gradient boosted trees.
///
/// All of it is in whole numbers, so that it gives the same on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forest {
    trees: Vec<Vec<Step>>,
}

/// A question, or an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Whether the number of this feature is at most `most`: if so the next step
    /// follows, else the one at `other`.
    Ask { feature: u8, most: i16, other: u8 },
    /// What the tree adds to the sum, in units of [`ONE`].
    Add(i16),
}

/// One in the sums of a forest: the logarithm of the odds, times this.
pub(crate) const ONE: i32 = 1024;

/// After how many trees it is seen whether the rest must be asked.
const FEW: usize = 20;

/// Below this sum the trees that are left do not change what is said.
pub(super) const SURE: i32 = -3 * ONE;

impl Forest {
    #[cfg(any(test, feature = "train"))]
    pub(super) fn new(trees: Vec<Vec<Step>>) -> Self {
        Self { trees }
    }

    /// The sum for each of some rows of features, in units of [`ONE`]; above zero what was
    /// learnt is more likely true of it than not.
    ///
    /// Each tree is asked about all rows before the next tree is: rows that follow each
    /// other get much the same answers, and a processor is quick where it can guess.
    pub(crate) fn scores(&self, rows: &[&[i16]]) -> Vec<i32> {
        let mut sums = vec![0; rows.len()];
        for few in self.trees.chunks(FEW) {
            // What is surely no article need not be asked further.
            let open: Vec<usize> = (0..rows.len()).filter(|&row| sums[row] >= SURE).collect();
            for tree in few {
                open.iter().for_each(|&row| sums[row] += i32::from(answer(tree, rows[row])));
            }
        }
        sums
    }

    /// How many trees it has.
    pub fn len(&self) -> usize {
        self.trees.len()
    }

    /// Whether it has none: then it says nothing about any block.
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// As bytes: the number of trees (two bytes), then for each its number of steps
    /// and its steps, four bytes each: feature (255 for an answer), other, number.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.trees.len() as u16).to_le_bytes().to_vec();
        for tree in &self.trees {
            bytes.push(tree.len() as u8);
            for step in tree {
                let (feature, other, number) = match *step {
                    Step::Ask { feature, most, other } => (feature, other, most),
                    Step::Add(number) => (ANSWER, 0, number),
                };
                bytes.extend([feature, other]);
                bytes.extend(number.to_le_bytes());
            }
        }
        bytes
    }

    /// From the bytes that [`Forest::to_bytes`] gives; nothing if they are not whole.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (count, mut rest) = bytes.split_first_chunk::<2>()?;
        let mut trees = Vec::new();
        for _ in 0..u16::from_le_bytes(*count) {
            let (&steps, after) = rest.split_first()?;
            let (tree, after) = after.split_at_checked(usize::from(steps) * 4)?;
            rest = after;
            let tree: Vec<Step> = tree.chunks_exact(4).map(step).collect();
            // Each question has its two ways inside the tree, and they lead on.
            let leads_on = |(at, step): (usize, &Step)| match *step {
                Step::Ask { other, .. } => {
                    at + 1 < tree.len() && (at + 1..tree.len()).contains(&usize::from(other))
                }
                Step::Add(_) => true,
            };
            if tree.is_empty() || !tree.iter().enumerate().all(leads_on) {
                return None;
            }
            trees.push(tree);
        }
        rest.is_empty().then_some(Self { trees })
    }
}

const ANSWER: u8 = u8::MAX;

fn step(bytes: &[u8]) -> Step {
    let number = i16::from_le_bytes([bytes[2], bytes[3]]);
    match bytes[0] {
        ANSWER => Step::Add(number),
        feature => Step::Ask { feature, most: number, other: bytes[1] },
    }
}

pub(super) fn answer(tree: &[Step], row: &[i16]) -> i16 {
    let mut steps = tree.iter();
    while let Some(step) = steps.next() {
        match *step {
            Step::Add(number) => return number,
            Step::Ask { feature, most, other } => {
                // A feature that the row has not is as good as zero.
                if row.get(usize::from(feature)).copied().unwrap_or(0) > most {
                    steps = tree[usize::from(other)..].iter();
                }
            }
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Forest {
        let ask = Step::Ask { feature: 1, most: 10, other: 2 };
        Forest::new(vec![vec![ask, Step::Add(-5), Step::Add(7)], vec![Step::Add(1)]])
    }

    #[test]
    fn a_forest_sums_the_answers_of_its_trees() {
        assert_eq!(small().scores(&[&[0, 10], &[0, 11]]), [-4, 8]);
    }

    #[test]
    fn its_bytes_are_read_again_and_broken_ones_are_not() {
        let bytes = small().to_bytes();
        assert_eq!(Forest::from_bytes(&bytes), Some(small()));
        for end in 0..bytes.len() {
            assert_eq!(Forest::from_bytes(&bytes[..end]), None);
        }
        let mut looped = bytes;
        looped[4] = 0;
        assert_eq!(Forest::from_bytes(&looped), None);
    }
}
