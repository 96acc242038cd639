//! Which pieces of a page are its article: learnt from pages whose article is known,
//! over numbers that hold no words.

mod feature; // what is seen of a piece
mod model; // questions that were learnt
mod roles; // what a piece is
#[cfg(feature = "train")]
pub mod train; // how they are learnt

pub use feature::Table;
pub(crate) use feature::{View, look};
pub use model::Forest;
pub(crate) use model::ONE;
pub(crate) use roles::Decided;
pub use roles::Roles;

use crate::decision::Decision;
use std::sync::OnceLock;

/// The choosers for what pages come as.
#[derive(Clone, Debug, Default)]
pub struct Choosers {
    /// For pages with tags.
    pub pages: Chooser,
    /// For texts that have lost theirs.
    pub texts: Chooser,
}

impl Choosers {
    /// Those that come with the program: `knowledge/models/pages/{chooser,text}.bin`.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Choosers> = OnceLock::new();
        let chooser = |path| {
            let bytes = knowledge::bytes(path);
            bytes.and_then(|bytes| Chooser::from_bytes(&bytes)).unwrap_or_default()
        };
        SHIPPED.get_or_init(|| Self {
            pages: chooser("models/pages/chooser.bin"),
            texts: chooser("models/pages/text.bin"),
        })
    }
}

/// Says of each piece of a page whether it is the article's: a first forest looks at
/// each piece, a second also at what the first said of those around it.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    first: Forest,
    second: Forest,
    /// A piece with more than this is the article's.
    threshold: i32,
    /// Says what each piece is.
    roles: Roles,
}

impl Chooser {
    /// A chooser of two forests, and the sum above which it chooses.
    pub fn new(first: Forest, second: Forest, threshold: i32) -> Self {
        Self { first, second, threshold, roles: Roles::default() }
    }

    /// The same, which also says what each piece is.
    pub fn with_roles(mut self, roles: Roles) -> Self {
        self.roles = roles;
        self
    }

    /// Whether it has learnt nothing.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// As bytes: the threshold, the lengths of the two forests, both, and those of the
    /// roles.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (first, second) = (self.first.to_bytes(), self.second.to_bytes());
        let mut bytes = self.threshold.to_le_bytes().to_vec();
        for forest in [first, second] {
            bytes.extend((forest.len() as u32).to_le_bytes());
            bytes.extend(forest);
        }
        bytes.extend(self.roles.to_bytes());
        bytes
    }

    /// From the bytes that [`Chooser::to_bytes`] gives; nothing if they are not whole.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (threshold, rest) = bytes.split_first_chunk::<4>()?;
        let (first, rest) = forest(rest)?;
        let (second, rest) = forest(rest)?;
        let chooser = Self::new(first, second, i32::from_le_bytes(*threshold));
        Some(chooser.with_roles(Roles::from_bytes(rest)?))
    }

    /// Says of each piece what it is, where that was learnt.
    pub(crate) fn name(&self, table: &Table, decisions: &mut [Decision]) {
        self.roles.name(table, decisions);
    }

    /// How sure it is that each piece is the article's: above zero it is.
    pub(crate) fn scores(&self, table: &Table) -> Vec<i32> {
        let first = scores(&self.first, table);
        let table = table.with(&first);
        // What is surely no article is not looked at again.
        let open: Vec<usize> = (0..first.len()).filter(|&at| first[at] >= model::SURE).collect();
        let rows: Vec<&[i16]> = open.iter().map(|&piece| table.row(piece)).collect();
        let mut scores = first;
        for (piece, score) in open.into_iter().zip(self.second.scores(&rows)) {
            scores[piece] = score;
        }
        scores.into_iter().map(|score| score - self.threshold).collect()
    }
}

/// A forest behind its length, and what follows.
fn forest(bytes: &[u8]) -> Option<(Forest, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (forest, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((Forest::from_bytes(forest)?, rest))
}

/// What a forest says of each piece.
pub fn scores(forest: &Forest, table: &Table) -> Vec<i32> {
    let rows: Vec<&[i16]> = (0..table.len()).map(|piece| table.row(piece)).collect();
    forest.scores(&rows)
}
