use crate::{Confidence, Span};
use serde::{Deserialize, Serialize};

/// A time expression, and the interval it means.
///
/// The interval is half open, in days: a day ends where the next begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Timex {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// ISO 8601-2, as TIMEX3 writes it: `2023-05-31`, `2023-W21`, `PAST_REF`.
    pub value: Option<String>,
    /// The first day (`YYYY-MM-DD`).
    pub earliest: Option<String>,
    /// The day after the last.
    pub latest: Option<String>,
    /// How fine it is.
    pub granularity: Granularity,
    /// What it was counted from.
    pub anchor: TimexAnchor,
    /// Why no interval is given, where none is.
    pub abstained: Option<String>,
    /// The rule that read it.
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
}

/// How fine a time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Granularity {
    Time,
    Day,
    Week,
    Month,
    Season,
    Year,
    Decade,
    Period,
}

/// What a time was counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum TimexAnchor {
    /// The day of the document.
    Document,
    /// Nothing: it says all by itself.
    Absolute,
    /// A period that has a name.
    Named,
    /// A time named before it.
    Previous,
    /// Nothing could be found.
    None,
}
