use crate::{Id, Span};
use serde::{Deserialize, Serialize};

/// A person's word on a claim. It beats the machine's, and survives a re-run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Review {
    /// From the anchor, the verdict and the time.
    pub id: Id,
    /// The claim as it was called when it was reviewed.
    pub claim: Id,
    /// Accepted, rejected, or undone.
    pub verdict: Verdict,
    /// When, RFC 3339.
    pub at: String,
    /// Who, as they call themselves.
    pub by: Option<String>,
    /// How to find the words again.
    pub anchor: Anchor,
}

/// What a person decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// The claim is on the page as it was read.
    Accept,
    /// It is not.
    Reject,
    /// The last verdict no longer holds.
    Undo,
}

/// The words of a claim, so that a review finds them after a re-run.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Anchor {
    /// SHA-256 of the page.
    pub page: String,
    /// The exact words of the content.
    pub exact: String,
    /// Up to 32 characters before.
    pub prefix: String,
    /// Up to 32 characters after.
    pub suffix: String,
    /// Where they stood.
    pub span: Span,
    /// The source's words, which tell two claims with one content apart.
    pub source: Option<String>,
}
