use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A place in the text of one document, half open.
///
/// `start <= end`. In memory the unit is the byte and both ends fall between
/// two characters; on the wire it is the code point (see [`crate::wire`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "json-schema",
    schemars(
        description = "Start and end in the document's text, end exclusive, in Unicode code points."
    )
)]
#[serde(into = "[u32; 2]", try_from = "[u32; 2]")]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// The place from `start` to `end`.
    ///
    /// # Panics
    /// If `start > end`, or the text is longer than 4 GiB: both are mistakes of
    /// the program, never of the page.
    pub fn new(start: usize, end: usize) -> Self {
        assert!(start <= end, "a span ends where it starts, or after");
        let fit = |n: usize| u32::try_from(n).expect("no document is longer than 4 GiB");
        Self { start: fit(start), end: fit(end) }
    }

    /// Where it starts.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Where it ends (exclusive).
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The same as a range, to cut text with.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// How long it is.
    pub fn len(self) -> usize {
        self.end() - self.start()
    }

    /// Whether it holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one unit.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The words at this place, or nothing where the text has no such place.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

impl From<Span> for [u32; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

impl TryFrom<[u32; 2]> for Span {
    type Error = &'static str;

    fn try_from([start, end]: [u32; 2]) -> Result<Self, Self::Error> {
        if start <= end {
            Ok(Self { start, end })
        } else {
            Err("a span that ends before it starts")
        }
    }
}
