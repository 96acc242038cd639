use crate::{Confidence, Span};
use serde::{Deserialize, Serialize};

/// A named place. Coordinates are centroids, never finer than a town.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Place {
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
    /// The key of the gazetteer, if the place is in it.
    pub gazetteer: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How far from there it may reach, in kilometres.
    pub precision_km: Option<u32>,
    /// What the name does here.
    pub r#use: PlaceUse,
    /// The rule that read it.
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
}

/// What the name of a place does in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PlaceUse {
    /// The place itself.
    Literal,
    /// An institution that sits there.
    Metonym,
    /// Part of another name.
    PartOfName,
    /// Around there.
    Vague,
}
