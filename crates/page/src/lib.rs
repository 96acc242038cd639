//! Bytes of any format become a document: its text, its blocks with roles, kept
//! or dropped, each with a reason, and what it says about itself.
//!
//! ```
//! use page::{Page, open};
//! let bytes = b"<html><body><h1>The bridge is closed</h1><nav>Home</nav><p>The bridge at Belmar was closed on Monday, and nobody knows for how long.</p></body></html>";
//! let document = open(&Page { bytes: bytes.to_vec(), ..Page::default() }).expect("it has text");
//! let kept: Vec<_> = document.kept().map(|block| document.words(block.span)).collect();
//! assert_eq!(kept[0], "The bridge is closed");
//! assert_eq!(kept.len(), 2); // the menu is dropped, and stays addressable
//! ```

pub mod archive; // what holds pages
mod given; // what a container says of a page
mod charset; // bytes become characters
mod decision; // whether a piece is kept, and what it is
pub mod chooser; // which blocks are the article
mod furniture; // words that give furniture away
mod inner; // pages that a script is to write
mod kind; // an article, or what else
mod metadata; // what a page says about itself
mod part; // what the names of classes say
mod plain; // the blocks of a text without tags
mod markdown; // the same where signs set headings and lists apart
mod mail; // what a mail says, and its head
mod role; // what a block is, and whether it is read
mod segment; // the blocks of a tree
mod tag; // what the elements of HTML do
mod tree; // HTML as a flat list of nodes

pub use given::Given;

use chooser::{Chooser, Choosers};
use decision::{Decision, Sight};
use metadata::{Metadata, found};
use schema::{
    Block, Bytes, Confidence, CutKind, Document, Found, Id, PageFormat, PageKind, PageRecord, Role,
    Span,
};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// The version of the page engine. It is part of a document's id: another
/// version may cut the same bytes into another text.
pub const VERSION: &str = "page/1";

/// How much of a page is read, in bytes. What stands behind that is left out, and told.
pub const MAX_BYTES: usize = 16_000_000;

/// The bytes of a page as they came, and what is known about how they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// As they came.
    pub bytes: Vec<u8>,
    /// The file or address, as the user named it.
    pub whence: Option<String>,
    /// The address at which it was served, to us or to whoever archived it.
    pub url: Option<String>,
    /// The `Content-Type` it was served with.
    pub media_type: Option<String>,
    /// When it was fetched, RFC 3339.
    pub retrieved: Option<String>,
    /// What the archive, feed or mail that held it says of it.
    pub given: Given,
    /// What of it was left out before it came here.
    pub cut: Vec<CutKind>,
}

impl Page {
    /// What tells it from the same bytes elsewhere: its address; where it has none,
    /// the title, outlet and date that its container gives.
    pub fn carrier(&self) -> Option<String> {
        let Given { title, outlet, published, .. } = &self.given;
        self.url.clone().or_else(|| {
            let given = [title, outlet, published].map(|found| found.as_ref().map(|it| &*it.value));
            given
                .iter()
                .any(Option::is_some)
                .then(|| given.map(Option::unwrap_or_default).join(" · "))
        })
    }
}

/// Why a page could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It holds no text at all.
    #[error("there is no text in it")]
    Empty,
    /// There is no text in what could be read of it.
    #[error("there is no text in what can be read of it: its bytes are damaged, or break off")]
    Broken,
    /// It is a picture, a program, a compressed file: not a page.
    #[error("it is not a page: its bytes are no text (a picture, a program or a compressed file?)")]
    Binary,
}

/// Opens a page.
///
/// # Errors
/// If there is nothing to read in it; [`Error`] says why.
pub fn open(page: &Page) -> Result<Document, Error> {
    open_with(page, Choosers::shipped())
}

/// Opens a page with block choosers of one's own.
///
/// # Errors
/// As [`open`].
pub fn open_with(page: &Page, choosers: &Choosers) -> Result<Document, Error> {
    let mut cut = page.cut.clone();
    let bytes = match page.bytes.get(..MAX_BYTES) {
        Some(read) if read.len() < page.bytes.len() => {
            cut.push(CutKind::TooLong);
            read
        }
        _ => &page.bytes,
    };
    if charset::is_binary(bytes) {
        return Err(Error::Binary);
    }
    let (text, charset, broken) = charset::decode(bytes, page.media_type.as_deref());
    let format = format(&text, page);
    // Where they are the bytes themselves, places need no turning.
    let decoded = if charset == "UTF-8" { Cow::Borrowed("") } else { text.clone() };
    let mut given = page.given.clone();
    // A mail names the character set of each of its parts.
    cut.extend((broken && format != PageFormat::Mail).then_some(CutKind::Characters));
    let Cut { text, mut blocks, mut metadata, kind, left_out } = match format {
        PageFormat::Html => choose(see(&text, page), &choosers.pages),
        PageFormat::Text => choose(read(text.into_owned(), &given), &choosers.texts),
        PageFormat::Markdown => {
            let (cut, head) = marked_down(text.into_owned());
            given = head.or(given);
            cut
        }
        PageFormat::Mail => {
            let mail = mail::read(bytes).ok_or(Error::Empty)?;
            given = mail.given.or(given);
            let mut words = match mail.words {
                mail::Words::Html(source) => choose(see(&source, page), &choosers.pages),
                mail::Words::Text(text) => choose(read(text, &given), &choosers.texts),
            };
            // The mail is packed: no stretch of its bytes has these words.
            words.blocks.iter_mut().for_each(|block| block.source = None);
            words.left_out = words.left_out.or(mail.others.then_some(CutKind::Mail));
            words
        }
    };
    if blocks.is_empty() {
        let broken = cut.iter().any(|kind| matches!(kind, CutKind::Torn | CutKind::Damaged));
        return Err(if broken { Error::Broken } else { Error::Empty });
    }
    let places = blocks.iter_mut().filter_map(|block| block.source.as_mut());
    charset::in_bytes(bytes, &decoded, charset, places);
    let sha256 = sha256(&page.bytes);
    cut.extend(left_out);
    // A page that tells where it stands needs nobody else to tell it.
    let carrier = page.carrier().filter(|_| page.url.is_none() || metadata.url.is_none());
    let got = page.url.as_deref().and_then(|url| found(url, "address it was fetched from", 100));
    let got = given.address.take().or(got);
    let parts = [sha256.as_bytes(), VERSION.as_bytes()].into_iter();
    let parts: Vec<&[u8]> = parts.chain(carrier.as_deref().map(str::as_bytes)).collect();
    let mut document = Document {
        id: Id::of('d', &parts),
        page: PageRecord {
            sha256,
            bytes: page.bytes.len() as u64,
            format,
            charset: charset.to_lowercase(),
            whence: page.whence.clone(),
            address: page.url.clone(),
            carrier,
            retrieved: page.retrieved.clone(),
            cut,
        },
        kind,
        url: metadata.url.take().or(got),
        outlet: metadata.outlet.take(),
        language: None,
        title: metadata.title.take(),
        byline: std::mem::take(&mut metadata.byline),
        published: metadata.published.take(),
        modified: metadata.modified.take(),
        hints: Vec::new(),
        text,
        blocks,
    };
    document.language = language(&document);
    document.hints = metadata.hints(document.language_code());
    document.language =
        document.language.take().or(metadata.language).or_else(|| given.language.clone());
    given.complete(&mut document);
    metadata::complete(&mut document);
    Ok(document)
}

/// The SHA-256 of some bytes, in hex.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What the bytes are, as the server, the name or the text itself says.
fn format(text: &str, page: &Page) -> PageFormat {
    let media = page.media_type.as_deref().unwrap_or("");
    let named = |endings: &[&str]| {
        let name = page.whence.as_deref().unwrap_or("").to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name);
        endings.iter().any(|ending| name.ends_with(ending))
    };
    if media.starts_with("message/rfc822") || named(&[".eml"]) || mail::is_mail(text) {
        return PageFormat::Mail;
    }
    if media.starts_with("text/markdown") || media.is_empty() && named(&[".md", ".markdown"]) {
        return PageFormat::Markdown;
    }
    let served = page.media_type.as_deref().is_some_and(|media| media.contains("html"));
    let head: String = text.trim_start().chars().take(1024).collect::<String>().to_lowercase();
    let tags = ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| head.contains(tag));
    let called = media.is_empty() && named(&[".html", ".htm", ".xhtml", ".shtml"]);
    // A file of that name may be a text all the same, and then has no tag anywhere.
    let called = called && text.match_indices('<').take(100).any(|(at, _)| tag_at(&text[at..]));
    if served || tags || called || tag_at(&head) { PageFormat::Html } else { PageFormat::Text }
}

/// Whether `text` begins with the tag of an element that the standard knows.
fn tag_at(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let ends = rest[end..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace());
    ends && end <= 12 && tag::Tag::of(&rest[..end].to_ascii_lowercase()) != tag::Tag::Other
}

/// A page cut into its blocks.
struct Cut {
    text: String,
    blocks: Vec<Block>,
    metadata: Metadata,
    kind: PageKind,
    /// What of the page did not become blocks.
    left_out: Option<CutKind>,
}

/// Says of each piece of what was seen whether it is kept, and what it is.
fn choose(seen: Seen, chooser: &Chooser) -> Cut {
    let (mut decisions, kind, table) = decide(&seen, chooser);
    if decisions.len() >= decision::FEW {
        chooser.name(&table, &mut decisions);
    }
    let Seen { tree, segments, metadata, .. } = seen;
    let blocks = segments.pieces.into_iter().zip(decisions).map(|(piece, decision)| Block {
        source: Some(bytes(piece.source)),
        ..block(piece.span, decision)
    });
    let blocks = blocks.collect();
    let left_out = tree.is_cut.then_some(CutKind::Elements);
    Cut { text: segments.text, blocks, metadata, kind, left_out }
}

fn bytes(range: std::ops::Range<usize>) -> Bytes {
    Bytes { start: range.start as u64, end: range.end as u64 }
}

/// Decides which pieces of a page are kept and of which kind the page is. Also the
/// numbers from which it is told what each piece is.
fn decide(seen: &Seen, chooser: &Chooser) -> (Vec<Decision>, PageKind, chooser::Table) {
    let Seen { tree, segments, sight, metadata, flat } = seen;
    let scores = chooser.scores(&sight.table);
    // Without what is learnt the rules alone decide, and in a few lines without tags there is
    // little to be seen but their words.
    let mut decisions = match chooser.is_empty() || *flat && scores.len() < decision::FEW {
        true => sight.rules.clone(),
        false => sight.decide(&scores),
    };
    if *flat && decision::loses_most(&sight.rules, &decisions, &segments.pieces) {
        decisions = sight.rules.clone();
    }
    let title = metadata.title.as_ref().map(|found| found.value.as_str());
    let kind = kind::kind(tree, segments, &sight.masks, &decisions, title);
    match kind {
        PageKind::Index => decision::drop_all(&mut decisions, Role::Related),
        PageKind::Error => decision::drop_all(&mut decisions, Role::Notice),
        _ => decision::keep_only_text(&mut decisions, &sight.sentences),
    }
    let decided = chooser::Decided {
        kind,
        decisions: &decisions,
        scores: &scores,
        signs: &sight.signs,
        headings: &sight.headings,
        dates: &sight.dates,
    };
    let table = decided.table(&sight.table);
    (decisions, kind, table)
}

/// What is seen of a page before anything is decided.
struct Seen {
    tree: tree::Tree,
    segments: segment::Segments,
    sight: Sight,
    metadata: Metadata,
    /// Whether it has no tags.
    flat: bool,
}

/// Looks at a page with tags: its pieces joined by empty lines are its text.
fn see(source: &str, page: &Page) -> Seen {
    let tree = tree::Tree::parse(source);
    let segments = segment::segments(&tree);
    let weights = role::Weights::of(&tree, &segments);
    let mut metadata = metadata::read(&tree, &segments, &weights, page);
    let inner = inner::page(source, &tree, weights.all(), metadata.body.as_deref());
    if inner.is_some() {
        metadata.forget_places();
    }
    let title = metadata.title.as_ref().map(|found| found.value.as_str());
    let (body, description) = (metadata.body.as_deref(), metadata.description.as_deref());
    if let Some(inner) = inner {
        let mut segments = segment::segments(&inner.tree);
        for piece in &mut segments.pieces {
            piece.source = inner.source.clone();
        }
        let weights = role::Weights::of(&inner.tree, &segments);
        let sight = role::look_at(&inner.tree, &segments, &weights, title, body, description);
        return Seen { tree: inner.tree, segments, sight, metadata, flat: false };
    }
    let sight = role::look_at(&tree, &segments, &weights, title, body, description);
    Seen { tree, segments, sight, metadata, flat: false }
}

/// The pieces of a page as a chooser sees them.
#[cfg(feature = "train")]
pub struct Pieces {
    /// The text of the page.
    pub text: String,
    /// Where each piece stands in it.
    pub spans: Vec<Span>,
    /// The features of each piece.
    pub table: chooser::Table,
    /// Which of them is the headline.
    pub title: Option<usize>,
    /// Which of them the page hides.
    pub hidden: Vec<bool>,
    /// For each piece, the nearest `data-truth` around it: what a person says it is.
    pub truth: Vec<Option<String>>,
}

/// The pieces of a page as what names them sees them, once a chooser has chosen.
#[cfg(feature = "train")]
pub fn chosen(page: &Page, chooser: &Chooser) -> chooser::Table {
    decide(&seen(page), chooser).2
}

/// Looks at a page, to learn from it.
#[cfg(feature = "train")]
pub fn pieces(page: &Page) -> Pieces {
    let Seen { tree, segments, sight, .. } = seen(page);
    let truth = |piece: &segment::Piece| {
        tree.path(piece.node).find_map(|node| tree.attribute(node, "data-truth")).map(str::to_owned)
    };
    Pieces {
        truth: segments.pieces.iter().map(truth).collect(),
        spans: segments.pieces.iter().map(|piece| piece.span).collect(),
        hidden: segments.pieces.iter().map(|piece| piece.hidden).collect(),
        table: sight.table,
        title: sight.rules.iter().position(|rule| rule.role == schema::Role::Title && rule.kept),
        text: segments.text,
    }
}

#[cfg(feature = "train")]
fn seen(page: &Page) -> Seen {
    let (text, ..) = charset::decode(&page.bytes, page.media_type.as_deref());
    match format(&text, page) {
        PageFormat::Html => see(&text, page),
        _ => read(text.into_owned(), &page.given),
    }
}

/// Looks at a text without tags: the document's text is the file.
fn read(text: String, given: &Given) -> Seen {
    let title = given.title.as_ref().map(|found| found.value.as_str());
    let (tree, segments, sight) = plain::look_at(text, title);
    Seen { tree, segments, sight, metadata: Metadata::default(), flat: true }
}

/// A text with signs of Markdown: the document's text is the file.
fn marked_down(text: String) -> (Cut, Given) {
    let markdown::Markdown { blocks, given, address } = markdown::read(&text);
    let blocks = blocks.into_iter().map(|(span, decision)| block(span, decision)).collect();
    let url = address.and_then(|address| found(&address, "head of the text", 85));
    let metadata = Metadata { url, ..Metadata::default() };
    let kind = PageKind::Article;
    (Cut { text, blocks, metadata, kind, left_out: None }, given)
}

fn block(span: Span, decision: Decision) -> Block {
    let Decision { role, kept, reason, .. } = decision;
    // Where the text is the file, the place in one is the place in the other.
    let source = Some(bytes(span.start()..span.end()));
    Block { span, role, kept, reason: reason.into_owned(), source }
}

/// The language of the kept text: a Ukrainian outlet's page may be Russian.
fn language(document: &Document) -> Option<Found<String>> {
    let mut kept = String::new();
    for block in document.kept() {
        kept.push_str(document.words(block.span));
        kept.push('\n');
    }
    let code = knowledge::identify(&kept)?;
    Some(Found {
        value: code.to_owned(),
        evidence: "stop words of the kept text".to_owned(),
        span: None,
        confidence: Confidence::percent(97),
    })
}

#[cfg(test)]
mod tests;
