use crate::{Confidence, Id, Span};
use serde::{Deserialize, Serialize};

/// A page once opened.
///
/// The text is never changed again: every [`Span`] in the ledger points into
/// it. For plain text it *is* the file; dropped blocks stay addressable.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Document {
    /// From the bytes of the page, the version of the page engine and, where the
    /// bytes do not tell where they stand, the carrier: `page.carrier`.
    pub id: Id,
    /// The bytes it was opened from.
    pub page: PageRecord,
    /// What kind of page it is.
    #[serde(default)]
    pub kind: PageKind,
    /// Where the page says it lives (canonical), or where it was got.
    pub url: Option<Found<String>>,
    /// Who publishes the page, by the name readers know.
    pub outlet: Option<Found<String>>,
    /// ISO 639-1 code of the kept text.
    pub language: Option<Found<String>>,
    /// The headline, without the outlet's name.
    pub title: Option<Found<String>>,
    /// Persons, agencies and outlets that sign the page, one entry each.
    pub byline: Vec<Signer>,
    /// When it was first published: `2023-05-31` or RFC 3339 with zone.
    pub published: Option<Found<String>>,
    /// When it was last changed by its outlet.
    pub modified: Option<Found<String>>,
    /// What the page says of being a copy of another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<CopyHint>,
    /// All of the text.
    pub text: String,
    /// The parts of the text in order; they do not overlap.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The words at `span`.
    pub fn words(&self, span: Span) -> &str {
        span.of(&self.text)
    }

    /// The blocks that are read, in order.
    pub fn kept(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.kept)
    }

    /// The day the page was published (`YYYY-MM-DD`), where that is known.
    pub fn day(&self) -> Option<&str> {
        self.published.as_ref().and_then(|found| found.value.get(..10))
    }

    /// The language code, or nothing where it could not be told.
    pub fn language_code(&self) -> Option<&str> {
        self.language.as_ref().map(|found| found.value.as_str())
    }
}

/// The bytes a document was opened from, as evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct PageRecord {
    /// SHA-256 of the bytes, in hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// What they are.
    pub format: PageFormat,
    /// The character set they were read in.
    pub charset: String,
    /// The file, address or record they came from, as the user named it.
    pub whence: Option<String>,
    /// The address at which they were served, to us or to whoever archived them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What tells this page from the same bytes elsewhere, where the bytes do not:
    /// the address; where there is none, what a feed or an archive says of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// When they were fetched, RFC 3339. Not part of the document's id.
    pub retrieved: Option<String>,
    /// What of it was left out, or could not be made out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<CutKind>,
}

/// What of a page was left out, or could not be made out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CutKind {
    /// It is longer than a page may be; its beginning was read.
    TooLong,
    /// The archive kept a part of it alone.
    KeptInPart,
    /// Its bytes break off.
    Torn,
    /// Its packed bytes are damaged; it was read up to there.
    Damaged,
    /// The archive gives it another length than it has; it was read up to the next record.
    Length,
    /// It has too many elements; the text behind them was kept without its structure.
    Elements,
    /// Some bytes are no characters of its character set.
    Characters,
    /// A mail that lies in it, or around it, was not read.
    Mail,
    /// What this version has no name for.
    #[serde(other)]
    Other,
}

/// What kind of page it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// One text, by somebody, about something.
    #[default]
    Article,
    /// Entries below each other, each with its own time.
    Live,
    /// The beginning of an article; the rest is for subscribers.
    Stub,
    /// Headlines that lead to other pages: a front page, a section, a search.
    Index,
    /// The site says that there is nothing here, or lets nobody in.
    Error,
}

/// One who signs a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Signer {
    /// The name as the page has it, and where that was found.
    #[serde(flatten)]
    pub found: Found<String>,
    /// Who it is the name of.
    #[serde(default)]
    pub kind: SignerKind,
}

/// What kind of name signs a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignerKind {
    /// Somebody who wrote it.
    #[default]
    Person,
    /// An agency that others print.
    Agency,
    /// The outlet itself, its staff, or another outlet.
    Outlet,
}

/// Something that a page says of being a copy of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct CopyHint {
    /// What it says.
    pub kind: HintKind,
    /// The address, outlet or language, and where that was found.
    #[serde(flatten)]
    pub found: Found<String>,
}

/// What a page says of being a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HintKind {
    /// Its canonical address is on another host than the page.
    CanonicalElsewhere,
    /// A line names where the text comes from: "Source: Transline".
    Credit,
    /// A link leads to the original.
    OriginalLink,
    /// Its machinery is in another language than its text.
    ForeignMachinery,
}

/// What the bytes of a page are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum PageFormat {
    /// A web page.
    Html,
    /// Plain text.
    Text,
    /// A text in Markdown.
    Markdown,
    /// A mail, such as a newsletter.
    Mail,
}

/// A value, and where it was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Found<T> {
    /// What was found.
    pub value: T,
    /// Where: `meta article:published_time`, `title`, `block 3`, `text`.
    pub evidence: String,
    /// The words that show it, where they stand in the document's text.
    pub span: Option<Span>,
    /// How sure.
    pub confidence: Confidence,
}

/// One part of a page: a paragraph, a heading, a menu.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
pub struct Block {
    /// Where it stands in the document's text.
    pub span: Span,
    /// What it is.
    pub role: Role,
    /// Whether it is the article's. All of that is read for claims, but for headings.
    pub kept: bool,
    /// Why it has this role, in the engine's words: `role/related-headlines`.
    pub reason: String,
    /// Where its words stand in the page as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Bytes>,
}

/// A stretch of the bytes of a page, `[start, end]`: what lies between includes
/// the tags inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(from = "[u64; 2]", into = "[u64; 2]")]
#[cfg_attr(feature = "json-schema", schemars(with = "[u64; 2]"))]
pub struct Bytes {
    /// The first byte.
    pub start: u64,
    /// The byte after the last.
    pub end: u64,
}

impl From<[u64; 2]> for Bytes {
    fn from([start, end]: [u64; 2]) -> Self {
        Self { start, end }
    }
}

impl From<Bytes> for [u64; 2] {
    fn from(bytes: Bytes) -> Self {
        [bytes.start, bytes.end]
    }
}

/// What a block is on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "json-schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The headline.
    Title,
    /// The lines under the headline that sum the page up.
    Standfirst,
    /// Who wrote it.
    Byline,
    /// Where and when it was written.
    Dateline,
    /// The text itself.
    Body,
    /// A heading between paragraphs.
    Heading,
    /// The words under a picture.
    Caption,
    /// A quotation repeated from the text, set large.
    PullQuote,
    /// A post of a social network inside the text.
    EmbeddedPost,
    /// A list inside the text.
    List,
    /// A table inside the text.
    Table,
    /// Headlines of other pages, or a teaser of one.
    Related,
    /// A reader's comment, or the form for one.
    Comment,
    /// Who the author is.
    AuthorBox,
    /// Menus, breadcrumbs, links to share.
    Navigation,
    /// Cookies, subscriptions, copyright, corrections of the site.
    Notice,
}
