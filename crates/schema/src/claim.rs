use crate::{Confidence, Event, Figure, Id, Place, Span, Timex};
use serde::{Deserialize, Serialize};

/// What is said, once: the content of an attribution, or the page's own
/// assertion (*narrated*).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Claim {
    /// From the document, the content and source spans, and the kind.
    pub id: Id,
    /// The page it stands on.
    pub document: Id,
    /// The sentence it starts in, counted from 0 over the kept text.
    pub sentence: u32,
    /// Direct, indirect, mixed or narrated.
    pub kind: Kind,
    /// Speech, writing, thought, intention or perception.
    pub mode: Mode,
    /// What is said.
    pub content: Content,
    /// The words that say that it is said; none for a bare quotation.
    pub cue: Option<Cue>,
    /// Who is given as the source, as written.
    pub source: Option<Source>,
    /// Who that is.
    pub speaker: Speaker,
    /// Who was told.
    pub addressee: Option<Addressee>,
    /// The road to this page, outermost first; the first link is the page.
    pub chain: Vec<ChainLink>,
    /// What the source does with the content.
    pub stance: Stance,
    /// Whether the content itself is negated.
    pub polarity: Polarity,
    /// Words that make it less firm.
    pub hedges: Vec<Cue>,
    /// When it was said, where that is written.
    pub attributed_at: Option<Timex>,
    /// The main verb of the content.
    pub predicate: Option<Predicate>,
    /// Its quantities.
    pub figures: Vec<Figure>,
    /// Its times.
    pub times: Vec<Timex>,
    /// Its places.
    pub places: Vec<Place>,
    /// Its event.
    pub event: Option<Event>,
    /// The claim whose content holds this one.
    pub nested_in: Option<Id>,
    /// The first claim of one utterance told in several pieces.
    pub group: Option<Id>,
    /// The rule that found it.
    pub rule: String,
    /// How sure.
    pub confidence: Confidence,
}

/// How the words of the source are given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Between quotation marks.
    Direct,
    /// In the page's words.
    Indirect,
    /// In the page's words, with some of the source's.
    Mixed,
    /// The page's own assertion.
    Narrated,
}

/// What sort of act carries the content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Mode {
    Speech,
    Writing,
    Thought,
    Intention,
    Perception,
}

/// What a source does with a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Stance {
    Asserts,
    Denies,
    Admits,
    Hedges,
    Reports,
    Asks,
    Requests,
    Promises,
    Threatens,
}

/// Whether a content is negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Polarity {
    Positive,
    Negative,
}

/// What is said: the words, and where they stand, without the quotation marks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Content {
    /// The pieces joined by ` … `.
    pub text: String,
    /// The pieces in order.
    pub spans: Vec<Span>,
}

/// Words that say that something is said, or how firmly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Cue {
    pub text: String,
    pub span: Span,
}

/// Who is given as the source, as written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[allow(missing_docs)]
pub struct Source {
    pub text: String,
    pub span: Span,
}

/// Who is given as the source, resolved within the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Speaker {
    /// The entity, the same for all claims of one speaker on one page.
    pub id: Id,
    /// The fullest name that the document gives.
    pub name: String,
    /// What sort of source it is.
    #[serde(rename = "type")]
    pub kind: SpeakerType,
    /// How it was made out.
    pub how: SpeakerHow,
}

/// What sort of source speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SpeakerType {
    /// One human being.
    Person,
    /// An organisation, an armed group, several people.
    Group,
    /// A state or a part of one.
    Government,
    /// A newspaper, a channel, an agency.
    Outlet,
    /// Somebody whom the page does not name.
    Unnamed,
    /// The page itself.
    Page,
}

/// How a speaker was made out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum SpeakerHow {
    /// Its name stands there.
    Written,
    /// A pronoun or description stands for it.
    Coreference,
    /// Nothing stands there; the speaker before goes on.
    Inherited,
}

/// Who was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Addressee {
    /// Resolved: "The Times" for "au journal".
    pub name: String,
    /// As written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// One step of the road from the page to the speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct ChainLink {
    /// "page" for the first one.
    pub name: String,
    /// What it is.
    pub kind: ChainKind,
    /// The words that show it, if it is written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub span: Option<Span>,
    /// Taken over from an earlier sentence.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub inferred: bool,
}

/// What a step of the road is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum ChainKind {
    Page,
    Outlet,
    Agency,
    Person,
    Group,
    Government,
    Unnamed,
}

/// The main verb of a content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Predicate {
    /// Its dictionary form.
    pub lemma: String,
    /// Its sense, where one is known.
    pub sense: Option<String>,
}
