use crate::Id;
use serde::{Deserialize, Serialize};

/// Where a claim comes from, as far as can be seen.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Origin {
    /// From what it is.
    pub id: Id,
    /// A held page, a page that is cited but not held, or a speaker.
    pub kind: OriginKind,
    /// How people call it: "The Times interview with César".
    pub name: String,
    /// The held page, if there is one.
    pub document: Option<Id>,
}

/// What an origin is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum OriginKind {
    /// A page of the ledger.
    Held,
    /// A page or interview that is cited but not held.
    Phantom,
}

/// At least, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(into = "[u32; 2]", from = "[u32; 2]")]
#[allow(missing_docs)]
pub struct Interval {
    pub low: u32,
    pub high: u32,
}

impl From<Interval> for [u32; 2] {
    fn from(interval: Interval) -> Self {
        [interval.low, interval.high]
    }
}

impl From<[u32; 2]> for Interval {
    fn from([low, high]: [u32; 2]) -> Self {
        Self { low, high }
    }
}

/// How many stand behind a claim. Copies never vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Independence {
    /// Pages that carry it.
    pub pages: u32,
    /// Different people or institutions who can know.
    pub ultimate_sources: Interval,
    /// Outlets that got it themselves.
    pub reporting_origins: Interval,
    /// Pages near it that could not be compared. They widen, and never raise
    /// the lower end.
    pub not_compared: Vec<Id>,
    /// Where it comes from.
    pub origins: Vec<Origin>,
}
