//! The contract: one JSON object a line, offsets in code points.
//!
//! ```
//! use schema::{Span, wire::CodePoints};
//! let points = CodePoints::of("né à Kiev");
//! assert_eq!(points.from_bytes(Span::new(7, 11)), Span::new(5, 9));
//! assert_eq!(points.to_bytes(Span::new(5, 9)), Some(Span::new(7, 11)));
//! ```

use crate::{
    Claim, Document, Entity, Event, Figure, Id, Link, Mention, Note, Place, Reading, Review, Span,
    Timex,
};
use serde::{Deserialize, Serialize};

/// The version of the contract. Fields may be added, none renamed.
pub const SCHEMA_VERSION: u32 = 0;

/// One line of the contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Line {
    Document(Box<DocumentLine>),
    Claim(Box<Claim>),
    Entity(Entity),
    Mention(Mention),
    Figure(In<Figure>),
    Timex(In<Timex>),
    Place(In<Place>),
    Event(In<Event>),
    Note(Note),
    Link(Link),
    Review(Review),
}

/// The first line of a document: what it is and what read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct DocumentLine {
    /// The version of the contract, see [`SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The version of the engine.
    pub engine: String,
    /// The digest of what the engine knew.
    pub knowledge: String,
    /// The document.
    #[serde(flatten)]
    pub document: Document,
}

/// A datum that stands in a document, inside a claim or not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct In<T> {
    /// The page.
    pub document: Id,
    /// The datum.
    #[serde(flatten)]
    pub datum: T,
}

/// Turns byte offsets of one text into code points, and back.
#[derive(Clone, Debug)]
pub struct CodePoints {
    /// The byte offset of each code point, and the end of the text.
    starts: Vec<u32>,
}

impl CodePoints {
    /// The table for `text`.
    pub fn of(text: &str) -> Self {
        let end = std::iter::once(text.len());
        Self {
            starts: text.char_indices().map(|(at, _)| at).chain(end).map(|at| at as u32).collect(),
        }
    }

    /// A span in bytes as code points.
    pub fn from_bytes(&self, span: Span) -> Span {
        let point = |byte: usize| self.starts.partition_point(|&start| (start as usize) < byte);
        Span::new(point(span.start()), point(span.end()))
    }

    /// A span in code points as bytes, if the text is that long.
    pub fn to_bytes(&self, span: Span) -> Option<Span> {
        let byte = |point: usize| self.starts.get(point).map(|&start| start as usize);
        Some(Span::new(byte(span.start())?, byte(span.end())?))
    }
}

/// Whatever holds places in a text.
pub trait Spans {
    /// Shows every span to `f`, to be changed.
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span));
}

/// `value` with its spans in code points.
pub fn to_wire<T: Spans>(mut value: T, points: &CodePoints) -> T {
    value.each_span(&mut |span| *span = points.from_bytes(*span));
    value
}

/// `value` with its spans in bytes. A span that the text does not have becomes empty.
pub fn from_wire<T: Spans>(mut value: T, points: &CodePoints) -> T {
    value.each_span(&mut |span| *span = points.to_bytes(*span).unwrap_or(Span::new(0, 0)));
    value
}

impl<T: Spans> Spans for Vec<T> {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|item| item.each_span(f));
    }
}

impl<T: Spans> Spans for Option<T> {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        self.iter_mut().for_each(|item| item.each_span(f));
    }
}

impl Spans for Span {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        f(self);
    }
}

macro_rules! spans {
    ($($type:ty: $($field:ident).+ $(, $more:ident)*;)*) => {$(
        impl Spans for $type {
            fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
                self.$($field).+.each_span(f);
                $(self.$more.each_span(f);)*
            }
        }
    )*};
}

spans! {
    Figure: span;
    Timex: span;
    Place: span;
    Event: span;
    Mention: span;
    Note: span;
    crate::Block: span;
    crate::Cue: span;
    crate::Source: span;
    crate::Content: spans;
    crate::Addressee: span;
    crate::ChainLink: span;
    Claim: content, cue, source, addressee, chain, hedges, attributed_at, figures, times, places, event;
    Document: blocks, url, outlet, language, title, byline, published, modified, hints;
    Reading: claims, mentions, figures, times, places, events, notes;
}

impl<T> Spans for crate::Found<T> {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        self.span.each_span(f);
    }
}

impl Spans for crate::Signer {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        self.found.each_span(f);
    }
}

impl Spans for crate::CopyHint {
    fn each_span(&mut self, f: &mut dyn FnMut(&mut Span)) {
        self.found.each_span(f);
    }
}

/// The lines of one document: itself, its claims, and with `all` whatever else was read.
pub fn lines(
    document: &Document,
    reading: &Reading,
    engine: &str,
    knowledge: &str,
    all: bool,
) -> Vec<Line> {
    let points = CodePoints::of(&document.text);
    let document = to_wire(document.clone(), &points);
    let reading = to_wire(reading.clone(), &points);
    let id = document.id.clone();
    let mut lines = vec![Line::Document(Box::new(DocumentLine {
        schema_version: SCHEMA_VERSION,
        engine: engine.to_owned(),
        knowledge: knowledge.to_owned(),
        document,
    }))];
    lines.extend(reading.claims.into_iter().map(|claim| Line::Claim(Box::new(claim))));
    if all {
        fn of<T>(id: &Id, data: Vec<T>, line: fn(In<T>) -> Line) -> impl Iterator<Item = Line> {
            data.into_iter().map(move |datum| line(In { document: id.clone(), datum }))
        }
        lines.extend(reading.entities.into_iter().map(Line::Entity));
        lines.extend(reading.mentions.into_iter().map(Line::Mention));
        lines.extend(of(&id, reading.figures, Line::Figure));
        lines.extend(of(&id, reading.times, Line::Timex));
        lines.extend(of(&id, reading.places, Line::Place));
        lines.extend(of(&id, reading.events, Line::Event));
        lines.extend(reading.notes.into_iter().map(Line::Note));
    }
    lines
}

/// The word of the contract for a value that is one word: `indirect`. Nothing
/// for a value that is more than a word.
///
/// ```
/// assert_eq!(schema::wire::word(&schema::Role::PullQuote), "pull_quote");
/// ```
pub fn word<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
