use crate::{Id, Span};
use serde::{Deserialize, Serialize};

/// Something that could not be made out, or a trap that was stepped around.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Note {
    /// The page.
    pub document: Id,
    /// Where, if it is in one place.
    pub span: Option<Span>,
    /// The rule that speaks: `language/unread`, `quotation/unclosed`.
    pub rule: String,
    /// For people, in English.
    pub message: String,
}
