use crate::Id;
use serde::{Deserialize, Serialize};

/// A relation between two documents, or between two claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// What holds between the two.
    pub relation: Relation,
    /// The later one, where that is known: the copy, the report.
    pub from: Id,
    /// The earlier one.
    pub to: Id,
    /// How likely the relation holds, 0 to 1.
    pub probability: f64,
    /// How likely `from` comes from `to` and not the other way; 0.5 is unknown.
    pub direction: f64,
    /// The share of `from`, then of `to`, that the other one covers.
    pub coverage: [f64; 2],
    /// Sentences that correspond: of `from`, of `to`. They are sentences as the linker
    /// cuts them, counted from 0 over the kept text; not those that a claim counts.
    pub pairs: Vec<[u32; 2]>,
    /// The rule that made it, with what it saw.
    pub rule: String,
}

/// What holds between two documents or two claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// Documents: the same words.
    Verbatim,
    /// Documents: some of the same words.
    Partial,
    /// Documents: other words of one original in the same language.
    Retranslated,
    /// Documents: the same in another language.
    Translated,
    /// Documents: one cites the other's outlet and holds what it said.
    ReportsOn,
    /// Documents: about one event. Never merges origins.
    SameEvent,
    /// Documents: one quotation.
    SameQuote,
    /// Claims: the same thing said.
    SameClaim,
    /// Claims: said by another source too.
    Confirms,
    /// Claims: said not to be so.
    Denies,
    /// Claims: the same figure slot with disjoint values.
    Conflicts,
    /// Claims: the same slot, later, with another value.
    Revises,
}

impl Relation {
    /// The name of PROV-O for the edge, where it has one.
    pub fn prov(self) -> Option<&'static str> {
        match self {
            Self::SameQuote => Some("wasQuotedFrom"),
            Self::ReportsOn => Some("hadPrimarySource"),
            Self::Verbatim | Self::Partial | Self::Retranslated | Self::Translated => {
                Some("wasDerivedFrom")
            }
            Self::Revises => Some("wasRevisionOf"),
            Self::SameEvent | Self::SameClaim | Self::Confirms | Self::Denies | Self::Conflicts => {
                None
            }
        }
    }
}
