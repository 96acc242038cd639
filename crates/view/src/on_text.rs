use schema::wire::{CodePoints, Spans, to_wire};
use serde::{Serialize, Serializer};
use std::ops::Deref;
use std::sync::Arc;

/// A datum and the text it stands on: in memory its spans count bytes, written
/// out they count code points.
#[derive(Clone, Debug)]
pub struct OnText<T> {
    datum: T,
    points: Arc<CodePoints>,
}

impl<T> OnText<T> {
    /// `datum` on the text that `points` was made of.
    pub fn new(datum: T, points: &Arc<CodePoints>) -> Self {
        Self { datum, points: Arc::clone(points) }
    }

    /// The datum alone, in bytes.
    pub fn into_inner(self) -> T {
        self.datum
    }
}

impl<T> Deref for OnText<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.datum
    }
}

impl<T: Spans + Clone + Serialize> Serialize for OnText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        to_wire(self.datum.clone(), &self.points).serialize(serializer)
    }
}
