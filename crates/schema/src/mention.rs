use crate::{Id, Span};
use serde::{Deserialize, Serialize};

/// Words that stand for an actor, place or outlet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Mention {
    /// The page it stands on.
    pub document: Id,
    /// Where.
    pub span: Span,
    /// Name, description or pronoun.
    pub form: MentionForm,
    /// PER, ORG, LOC or MISC, with a subtype where one is known: `ORG.MEDIA`.
    pub label: String,
    /// The institution meant, where a place stands for it: `GOV`.
    pub metonym: Option<String>,
    /// What it stands for.
    pub entity: Option<Id>,
}

/// How words stand for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum MentionForm {
    /// Its name.
    Name,
    /// What it is: "the commander".
    Description,
    /// "he", "they", "who".
    Pronoun,
}

/// What the mentions of one document stand for together.
///
/// An entity belongs to one document: only the linker joins two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Entity {
    /// From the document and the name.
    pub id: Id,
    /// The page it is named on.
    pub document: Id,
    /// The fullest name that the document gives.
    pub name: String,
    /// PER, ORG, LOC or MISC with subtype.
    pub label: String,
    /// What the page says it is: "commander".
    pub function: Option<String>,
}
