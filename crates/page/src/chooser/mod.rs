//! Which pieces of a page are its article: learnt from pages whose article is known,
//! over numbers that hold no words.

mod feature; // what is seen of a piece
mod model; // questions that were learnt
#[cfg(feature = "train")]
pub mod train; // how they are learnt

pub(crate) use feature::{Table, View, look};
pub use model::Forest;

use std::sync::OnceLock;

/// Says of each piece of a page whether it is the article's.
#[derive(Clone, Debug, Default)]
pub struct Chooser {
    forest: Forest,
    /// A piece with more than this is the article's.
    threshold: i32,
}

impl Chooser {
    /// A chooser of a forest, and the sum above which it chooses.
    pub fn new(forest: Forest, threshold: i32) -> Self {
        Self { forest, threshold }
    }

    /// The chooser that comes with the program: `knowledge/models/pages/chooser.bin`.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Chooser> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let bytes = knowledge::bytes("models/pages/chooser.bin");
            bytes.and_then(|bytes| Self::from_bytes(&bytes)).unwrap_or_default()
        })
    }

    /// Whether it has learnt nothing.
    pub fn is_empty(&self) -> bool {
        self.forest.is_empty()
    }

    /// As bytes: the threshold, then the forest.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.threshold.to_le_bytes().to_vec();
        bytes.extend(self.forest.to_bytes());
        bytes
    }

    /// From the bytes that [`Chooser::to_bytes`] gives; nothing if they are not whole.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (threshold, forest) = bytes.split_first_chunk::<4>()?;
        Some(Self::new(Forest::from_bytes(forest)?, i32::from_le_bytes(*threshold)))
    }

    /// How sure it is that each piece is the article's: above zero it is.
    pub(crate) fn scores(&self, table: &Table, pieces: usize) -> Vec<i32> {
        let score = |piece| self.forest.score(table.row(piece)) - self.threshold;
        (0..pieces).map(score).collect()
    }
}
