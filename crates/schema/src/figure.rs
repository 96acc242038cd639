use crate::{Confidence, Id, Span};
use serde::{Deserialize, Serialize};

/// A quantity, in a form that can be compared with another page.
///
/// `low` and `high` are soft inclusive bounds; none is open. Units are never
/// converted silently: what is derived carries its rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Figure {
    /// As written, with what is counted.
    pub text: String,
    /// Where.
    pub span: Span,
    /// The point value, if one is given.
    pub value: Option<f64>,
    /// At least.
    pub low: Option<f64>,
    /// At most.
    pub high: Option<f64>,
    /// How exact the words are.
    pub approximation: Approximation,
    /// `person`, `person_killed`, `military_unit:battalion`, `money:EUR`, …
    pub unit: String,
    /// The head noun as written.
    pub counted: Option<String>,
    /// Stock, flow, change, share or limit.
    pub role: FigureRole,
    /// Said of the kind, not of this case: "a battalion usually has…".
    pub generic: bool,
    /// A figure of speech.
    pub figurative: bool,
    /// The same in other units, each with the rule that made it.
    pub derived: Vec<Derived>,
    /// What two figures must share to be compared.
    pub slot: Slot,
    /// The rule that read it.
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
}

impl Figure {
    /// At least and at most, both inclusive; none is open.
    ///
    /// Where bounds are given, the value says no more than they do: "at least
    /// 40" has the value 40, and is open above.
    pub fn bounds(&self) -> (Option<f64>, Option<f64>) {
        match (self.low, self.high) {
            (None, None) => (self.value, self.value),
            bounds => bounds,
        }
    }
}

/// How exact the words of a figure are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Approximation {
    Exact,
    About,
    Nearly,
    AtLeast,
    AtMost,
    MoreThan,
    LessThan,
    Range,
    Order,
    Several,
    Vague,
    Trend,
    Comparative,
}

/// What a figure does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FigureRole {
    /// A count or a total.
    Stock,
    /// So many in a time.
    Flow,
    /// More or fewer than before.
    Change,
    /// A part of a whole.
    Share,
    /// The most or least that is allowed.
    Limit,
}

/// A figure in another unit, and the rule that made it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Derived {
    pub unit: String,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// Why: the document's own definition, or a default.
    pub rule: String,
}

/// What two figures must share to be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Slot {
    /// Whose figure it is, within the document.
    pub subject: Option<Id>,
    /// What is said of it, free of language: `killed`, `recruit`.
    pub predicate: Option<String>,
    /// Units that may be compared: `person`, `person_killed`, …
    pub unit_family: String,
    /// Where, by gazetteer key.
    pub place: Option<String>,
    /// As of when (`YYYY-MM-DD`).
    pub as_of: Option<String>,
}
