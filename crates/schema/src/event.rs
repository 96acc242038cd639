use crate::{Confidence, Span};
use serde::{Deserialize, Serialize};

/// Who did what to whom. Never without factuality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The PLOVER type: `ASSAULT`, `ACCUSE`, …
    pub event_type: String,
    /// The word that tells.
    pub trigger: String,
    /// Where it stands.
    pub span: Span,
    /// Whether it is said to have happened.
    pub factuality: Factuality,
    /// The rule that read it.
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
}

/// Whether an event is said to have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Factuality {
    Asserted,
    Claimed,
    Denied,
    Planned,
    Hypothetical,
    Historical,
}
