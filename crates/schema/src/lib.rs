//! The words of Selon as plain types.
//!
//! One file per word. The types serialise to the contract that every program
//! around Selon reads: one JSON object a line, each with its `type`.
//!
//! In memory a [`Span`] counts bytes; on the wire it counts Unicode code
//! points. [`wire`] is the one place where the two meet.

mod claim; // what is said, once
mod confidence; // how sure the rule is
mod document; // a page once opened
mod event; // who did what to whom
mod figure; // how many
mod id; // what each thing is called
mod link; // a relation between two documents or two claims
mod mention; // what stands for an actor, place or outlet
mod note; // what could not be made out
mod origin; // where a claim comes from, and how many stand behind it
mod place; // where
mod reading; // all that one document yields
mod review; // a person's word on a claim
mod span; // a place in a document's text
mod timex; // when
pub mod wire; // the same as JSON lines, offsets in code points

pub use claim::{
    Addressee, ChainKind, ChainLink, Claim, Content, Cue, Kind, Mode, Polarity, Predicate, Source,
    Speaker, SpeakerHow, SpeakerType, Stance,
};
pub use confidence::Confidence;
pub use document::{
    Block, Bytes, CopyHint, CutKind, Document, Found, HintKind, PageFormat, PageKind, PageRecord,
    Role, Signer, SignerKind,
};
pub use event::{Event, Factuality};
pub use figure::{Approximation, Derived, Figure, FigureRole, Slot};
pub use id::Id;
pub use link::{Link, Relation};
pub use mention::{Entity, Mention, MentionForm};
pub use note::Note;
pub use origin::{Independence, Interval, Origin, OriginKind};
pub use place::{Place, PlaceUse};
pub use reading::Reading;
pub use review::{Anchor, Review, Verdict};
pub use span::Span;
pub use timex::{Granularity, Timex, TimexAnchor};
pub use wire::SCHEMA_VERSION;
