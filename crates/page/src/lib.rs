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
mod around; // what a dropped block lies in
mod charset; // bytes become characters
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

use chooser::Chooser;
use metadata::{Metadata, date_in, found, split_byline};
use role::Decision;
use schema::{
    Block, Bytes, Confidence, Document, Found, Id, PageFormat, PageKind, PageRecord, Role, Span,
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
    /// What was left out before it came here, in words for people.
    pub cut: Vec<String>,
}

/// Why a page could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// It holds no text at all.
    #[error("there is no text in it")]
    Empty,
    /// It is a picture, a program, a compressed file: not a page.
    #[error("it is not a page: its bytes are no text (a picture, a program or a compressed file?)")]
    Binary,
}

/// Opens a page.
///
/// # Errors
/// If there is nothing to read in it; [`Error`] says why.
pub fn open(page: &Page) -> Result<Document, Error> {
    open_with(page, Chooser::shipped())
}

/// Opens a page with a block chooser of one's own.
///
/// # Errors
/// As [`open`].
pub fn open_with(page: &Page, chooser: &Chooser) -> Result<Document, Error> {
    let mut cut = page.cut.clone();
    let bytes = match page.bytes.get(..MAX_BYTES) {
        Some(read) if read.len() < page.bytes.len() => {
            cut.push(archive::TOO_LONG.to_owned());
            read
        }
        _ => &page.bytes,
    };
    if charset::is_binary(bytes) {
        return Err(Error::Binary);
    }
    let (text, charset) = charset::decode(bytes, page.media_type.as_deref());
    let format = format(&text, page);
    let decoded = if charset == "UTF-8" { Cow::Borrowed("") } else { text.clone() };
    let mut given = page.given.clone();
    let Cut { text, mut blocks, metadata, kind } = match format {
        PageFormat::Html => html(&text, chooser),
        PageFormat::Text => plain_text(text.into_owned()),
        PageFormat::Markdown => {
            let (cut, head) = marked_down(text.into_owned());
            given = head.or(given);
            cut
        }
        PageFormat::Mail => {
            let mail = mail::read(bytes).ok_or(Error::Empty)?;
            given = mail.given.or(given);
            let mut cut = match mail.words {
                mail::Words::Html(source) => html(&source, chooser),
                mail::Words::Text(text) => plain_text(text),
            };
            // The mail is packed: no stretch of its bytes has these words.
            cut.blocks.iter_mut().for_each(|block| block.source = None);
            cut
        }
    };
    if blocks.is_empty() {
        return Err(Error::Empty);
    }
    let places = blocks.iter_mut().filter_map(|block| block.source.as_mut());
    charset::in_bytes(bytes, &decoded, charset, places);
    let sha256 = sha256(&page.bytes);
    let fetched =
        page.url.as_deref().and_then(|url| found(url, "address it was fetched from", 100));
    let mut document = Document {
        id: Id::of('d', &[sha256.as_bytes(), VERSION.as_bytes()]),
        page: PageRecord {
            sha256,
            bytes: page.bytes.len() as u64,
            format,
            charset: charset.to_lowercase(),
            whence: page.whence.clone(),
            address: page.url.clone(),
            retrieved: page.retrieved.clone(),
            cut,
        },
        kind,
        url: metadata.url.or(fetched),
        outlet: metadata.outlet,
        language: None,
        title: metadata.title,
        byline: metadata.byline,
        published: metadata.published,
        modified: metadata.modified,
        hints: Vec::new(),
        text,
        blocks,
    };
    document.language =
        language(&document).or(metadata.language).or_else(|| given.language.clone());
    given.complete(&mut document);
    complete(&mut document);
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
    let pieces = ["<p>", "<div", "<h1", "<article", "<meta"]
        .iter()
        .filter(|tag| head.contains(**tag))
        .count()
        >= 2;
    if served || tags || pieces && head.starts_with('<') {
        PageFormat::Html
    } else {
        PageFormat::Text
    }
}

/// A page cut into its blocks.
struct Cut {
    text: String,
    blocks: Vec<Block>,
    metadata: Metadata,
    kind: PageKind,
}

/// A page with tags: its blocks joined by empty lines.
fn html(source: &str, chooser: &Chooser) -> Cut {
    let Seen { tree, segments, mut sight, metadata } = see(source);
    let masks = std::mem::take(&mut sight.masks);
    let mut decisions = role::decide(sight, &segments, chooser);
    let title = metadata.title.as_ref().map(|found| found.value.as_str());
    let kind = kind::kind(&tree, &segments, &decisions, title);
    match kind {
        PageKind::Index => role::drop_all(&mut decisions, Role::Related),
        PageKind::Error => role::drop_all(&mut decisions, Role::Notice),
        _ => {}
    }
    around::settle(&tree, &segments, &masks, &mut decisions);
    let blocks = segments.pieces.into_iter().zip(decisions).map(|(piece, decision)| Block {
        source: Some(bytes(piece.source)),
        ..block(piece.span, decision)
    });
    let blocks = blocks.collect();
    Cut { text: segments.text, blocks, metadata, kind }
}

fn bytes(range: std::ops::Range<usize>) -> Bytes {
    Bytes { start: range.start as u64, end: range.end as u64 }
}

/// What is seen of a page with tags before anything is decided.
struct Seen {
    tree: tree::Tree,
    segments: segment::Segments,
    sight: role::Sight,
    metadata: Metadata,
}

fn see(source: &str) -> Seen {
    let tree = tree::Tree::parse(source);
    let segments = segment::segments(&tree);
    let weights = role::Weights::of(&tree, &segments);
    let metadata = metadata::read(&tree, &weights);
    let title = metadata.title.as_ref().map(|found| found.value.as_str());
    let (body, description) = (metadata.body.as_deref(), metadata.description.as_deref());
    if let Some(inner) = inner::page(source, &tree, weights.all(), body) {
        let mut segments = segment::segments(&inner.tree);
        for piece in &mut segments.pieces {
            piece.source = inner.source.clone();
        }
        let weights = role::Weights::of(&inner.tree, &segments);
        let sight = role::look_at(&inner.tree, &segments, &weights, title, body, description);
        return Seen { tree: inner.tree, segments, sight, metadata };
    }
    let sight = role::look_at(&tree, &segments, &weights, title, body, description);
    Seen { tree, segments, sight, metadata }
}

/// The pieces of a page with tags as a chooser sees them.
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
    /// For each piece, the nearest `data-truth` around it: what a person says it is.
    pub truth: Vec<Option<String>>,
}

/// Looks at a page with tags, to learn from it.
#[cfg(feature = "train")]
pub fn pieces(page: &Page) -> Pieces {
    let (text, _) = charset::decode(&page.bytes, page.media_type.as_deref());
    let Seen { tree, segments, sight, .. } = see(&text);
    let truth = |piece: &segment::Piece| {
        tree.path(piece.node).find_map(|node| tree.attribute(node, "data-truth")).map(str::to_owned)
    };
    Pieces {
        truth: segments.pieces.iter().map(truth).collect(),
        spans: segments.pieces.iter().map(|piece| piece.span).collect(),
        table: sight.table,
        title: sight.rules.iter().position(|rule| rule.role == Role::Title && rule.kept),
        text: segments.text,
    }
}

/// A text without tags: the document's text is the file.
fn plain_text(text: String) -> Cut {
    let spans = plain::lines(&text);
    let lines: Vec<&str> = spans.iter().map(|span| span.of(&text)).collect();
    let mut decisions = plain::decide(&text, &lines);
    plain::outside(&mut decisions);
    let blocks =
        spans.iter().zip(decisions).map(|(span, decision)| block(*span, decision)).collect();
    Cut { text, blocks, metadata: Metadata::default(), kind: PageKind::Article }
}

/// A text with signs of Markdown: the document's text is the file.
fn marked_down(text: String) -> (Cut, Given) {
    let markdown::Markdown { blocks, given, address } = markdown::read(&text);
    let blocks = blocks.into_iter().map(|(span, decision)| block(span, decision)).collect();
    let url = address.and_then(|address| found(&address, "head of the text", 85));
    let metadata = Metadata { url, ..Metadata::default() };
    (Cut { text, blocks, metadata, kind: PageKind::Article }, given)
}

fn block(span: Span, decision: Decision) -> Block {
    let Decision { role, kept, reason } = decision;
    // Where the text is the file, the place in one is the place in the other.
    Block { span, role, kept, reason, source: Some(bytes(span.start()..span.end())) }
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

/// Fills from the text what the head of the page left open.
fn complete(document: &mut Document) {
    let title =
        document.blocks.iter().find(|block| block.role == Role::Title).map(|block| block.span);
    if let Some(span) = title {
        let words = document.words(span).to_owned();
        match &mut document.title {
            Some(found) if furniture::fold(&found.value) == furniture::fold(&words) => {
                found.span = Some(span)
            }
            Some(_) => {}
            None => {
                document.title = Some(Found {
                    value: words,
                    evidence: "first line".to_owned(),
                    span: Some(span),
                    confidence: Confidence::percent(75),
                })
            }
        }
    }
    if document.byline.is_empty() {
        let signed = document
            .blocks
            .iter()
            .filter(|block| block.role == Role::Byline || block.reason == plain::AUTHOR)
            .filter(|block| block.span.len() < 160)
            .flat_map(|block| {
                split_byline(&Found {
                    value: document.words(block.span).to_owned(),
                    evidence: "line that signs".to_owned(),
                    span: Some(block.span),
                    confidence: Confidence::percent(70),
                })
            })
            .filter(|name| metadata::is_name(&name.value));
        let mut byline: Vec<Found<String>> = Vec::new();
        for name in signed {
            if byline.iter().all(|known| known.value != name.value) {
                byline.push(name);
            }
        }
        document.byline = byline;
    }
    if document.published.is_none() || document.modified.is_none() {
        dates(document);
    }
}

/// Dates in the short lines around the headline; never one of the furniture, and
/// never one that a sentence, a caption or a heading tells of.
fn dates(document: &mut Document) {
    let furniture = furniture::Furniture::get();
    let first = document.blocks.iter().position(|block| block.role == Role::Title).unwrap_or(0);
    let near = || document.blocks.iter().skip(first.saturating_sub(4)).take(12);
    // A day alone on a line further down heads a part of a chronicle.
    let text = near()
        .find(|block| block.role == Role::Body && ends_sentence(document.words(block.span)))
        .map_or(usize::MAX, |block| block.span.start());
    let (mut published, mut modified) = (None, None);
    for block in near().filter(|block| block.span.len() < 160) {
        let words = document.words(block.span);
        let Some((value, at)) = date_in(words, block.span.start()) else { continue };
        let from = at.start() - block.span.start();
        let (before, after) = (&words[..from], &words[from + at.len()..]);
        let beside = before.chars().count() + after.chars().count();
        let few = || {
            let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
            before.split_whitespace().chain(after.split_whitespace()).filter(long).count() <= 2
        };
        let folded = furniture::fold(words);
        let says = |signs: &[String]| signs.iter().any(|sign| stands_in(sign, &folded));
        let is_modified = says(&furniture.modified);
        let signed = is_modified || says(&furniture.published);
        let dates_the_page = match (block.role, block.reason.as_str()) {
            (Role::Dateline, _) => beside <= 50 || signed,
            (Role::Byline, _) => !ends_sentence(words) && (beside <= 50 || signed),
            (Role::Standfirst | Role::Body, _)
            | (Role::Caption, role::SHORT)
            | (Role::Heading, plain::NO_STOP) => {
                !ends_sentence(words) && (signed || few() && block.span.start() < text)
            }
            _ => false,
        };
        if !dates_the_page {
            continue;
        }
        let (date, evidence) = if is_modified {
            (&mut modified, "line with a word for updated")
        } else {
            (&mut published, "line near the headline")
        };
        date.get_or_insert_with(|| Found {
            value,
            evidence: evidence.to_owned(),
            span: Some(at),
            confidence: Confidence::percent(75),
        });
    }
    document.published = document.published.take().or(published);
    document.modified = document.modified.take().or(modified);
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '»', '”', '’', ')', ' ', '\u{a0}']).ends_with(['.', '!', '?', '…'])
}

/// Whether a line begins with a sign; one of several words may also stand inside.
fn stands_in(sign: &str, folded: &str) -> bool {
    folded.match_indices(sign).any(|(at, _)| {
        let bounded = !folded[at + sign.len()..].starts_with(char::is_alphanumeric);
        let inside = sign.contains(' ') && !folded[..at].ends_with(char::is_alphanumeric);
        bounded && (at == 0 || inside)
    })
}

#[cfg(test)]
mod tests;
