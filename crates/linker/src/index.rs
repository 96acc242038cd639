use crate::sketch::Sketch;
use std::ops::Deref;

/// A sketch with what every comparison looks up in it, so that this is made once
/// for many. It adds nothing that the sketch does not say.
pub(crate) struct Indexed<'a> {
    sketch: &'a Sketch,
    /// The name of the outlet in the form in which it is compared.
    pub(crate) outlet: Option<String>,
    /// Three words in a row, and the sentence that they stand in; in order.
    shingles: Vec<(u32, u32)>,
    /// How many different ones they are.
    distinct: usize,
    /// The sentences that have three words or more, by what they hold; in order.
    sentences: Vec<(&'a [u32], u32)>,
    /// Stems, and the claim that has them; in order.
    stems: Vec<(u32, u32)>,
}

/// What two documents share.
pub(crate) struct Shared {
    /// How many times three words in a row.
    pub(crate) count: usize,
    /// The sentences that hold the same, in order.
    pub(crate) sentences: Vec<[u32; 2]>,
}

/// What more sentences than this hold on one page (furniture, the heads of a
/// list) does not bring two sentences together, unless they are the same.
const COMMON: usize = 32;

impl Deref for Indexed<'_> {
    type Target = Sketch;

    fn deref(&self) -> &Sketch {
        self.sketch
    }
}

impl<'a> Indexed<'a> {
    pub(crate) fn of(sketch: &'a Sketch) -> Self {
        let sentences = || (0..).zip(&sketch.sentences);
        let mut shingles: Vec<(u32, u32)> = sentences()
            .flat_map(|(at, it)| it.shingles.iter().map(move |shingle| (*shingle, at)))
            .collect();
        shingles.sort_unstable();
        let mut by_words: Vec<(&[u32], u32)> = sentences()
            .filter(|(_, it)| !it.shingles.is_empty())
            .map(|(at, it)| (it.shingles.as_slice(), at))
            .collect();
        by_words.sort_unstable();
        let mut stems: Vec<(u32, u32)> = (0..)
            .zip(&sketch.claims)
            .flat_map(|(at, it)| it.stems.iter().map(move |stem| (*stem, at)))
            .collect();
        stems.sort_unstable();
        Self {
            sketch,
            outlet: sketch.outlet_key(),
            distinct: shingles.chunk_by(|one, other| one.0 == other.0).count(),
            shingles,
            sentences: by_words,
            stems,
        }
    }

    /// How many different times three words in a row the document has.
    pub(crate) fn shingles(&self) -> usize {
        self.distinct
    }

    pub(crate) fn shared_shingles(&self, other: &Self) -> Shared {
        let mut shared = Shared { count: 0, sentences: Vec::new() };
        both(&self.shingles, &other.shingles, |left, right| {
            shared.count += 1;
            if left.len().max(right.len()) <= COMMON {
                for (_, i) in left {
                    shared.sentences.extend(right.iter().map(|(_, j)| [*i, *j]));
                }
            }
        });
        shared.sentences.sort_unstable();
        shared.sentences.dedup();
        shared
    }

    /// Sentences that hold the same three words in a row throughout: the first with
    /// the first, the second with the second.
    pub(crate) fn equal_sentences(&self, other: &Self) -> Vec<[u32; 2]> {
        let mut pairs = Vec::new();
        both(&self.sentences, &other.sentences, |left, right| {
            pairs.extend(left.iter().zip(right).map(|(one, other)| [one.1, other.1]));
        });
        pairs
    }

    /// How many stems each claim of one shares with each of the other, row by row.
    pub(crate) fn shared_stems(&self, other: &Self) -> Vec<u32> {
        let columns = other.claims.len();
        let mut shared = vec![0; self.claims.len() * columns];
        both(&self.stems, &other.stems, |left, right| {
            for (_, i) in left {
                for (_, j) in right {
                    shared[*i as usize * columns + *j as usize] += 1;
                }
            }
        });
        shared
    }
}

/// Hands over, for each key that both lists have, the entries of both with it.
/// The lists are in order.
fn both<K: Ord>(
    mut left: &[(K, u32)],
    mut right: &[(K, u32)],
    mut found: impl FnMut(&[(K, u32)], &[(K, u32)]),
) {
    while let (Some((one, _)), Some((other, _))) = (left.first(), right.first()) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => left = &left[1..],
            std::cmp::Ordering::Greater => right = &right[1..],
            std::cmp::Ordering::Equal => {
                let until = |list: &[(K, u32)]| list.iter().take_while(|it| it.0 == *one).count();
                let (here, there) = (left.split_at(until(left)), right.split_at(until(right)));
                found(here.0, there.0);
                (left, right) = (here.1, there.1);
            }
        }
    }
}
