//! What holds pages: archives, lists, feeds. Each is read as a stream, and gives
//! its pages one after the other, in bounded memory.

mod gzip; // members, unpacked one after the other
mod http; // an answer of a web server
mod raw; // bytes, each with its place
mod source; // bytes, unpacked if they are packed
mod warc; // records of web pages

use crate::{MAX_BYTES, Page};
use source::Source;
use std::fmt;
use std::io::{self, Read};

pub use warc::Warc;

/// Something that came out of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A page.
    Page(Box<Page>),
    /// What is no page, and was passed over.
    Passed(Passed),
    /// What may have been a page, and could not be read.
    Lost(Lost),
}

/// Why something in an archive is not read. There may be thousands; they are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passed {
    /// A request, a description: a record of another kind.
    Record,
    /// A picture, a script, a style sheet, rules for robots.
    Media,
    /// A redirect or an error.
    Status,
    /// A page that had not changed since it was archived before.
    Revisit,
    /// A page packed in a way that is not known here, or damaged.
    Packing,
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Record => "records about records (requests, descriptions)",
            Self::Media => "pictures, scripts and others that are no page",
            Self::Status => "redirects and errors of the site",
            Self::Revisit => "pages that had not changed since they were archived before",
            Self::Packing => "pages packed in a way that is not known here, or damaged",
        })
    }
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The file, and where in it.
    pub whence: String,
    /// Why, and what became of the rest.
    pub why: String,
}

/// What stops a stream of bytes.
#[derive(Debug, thiserror::Error)]
enum Fault {
    /// The disk or the pipe refused.
    #[error("it cannot be read: {0}")]
    Io(#[from] io::Error),
    /// It ends in the middle of something.
    #[error("it breaks off there")]
    Torn,
    /// The packed bytes are damaged.
    #[error("its packed bytes are damaged there")]
    Gzip,
    /// What was unpacked is not what was packed.
    #[error("what was unpacked there does not fit its checksum")]
    Sum,
    /// A record is not as records are.
    #[error("{0}")]
    Record(&'static str),
}

/// What is said of a page that goes on behind [`MAX_BYTES`].
pub(crate) const TOO_LONG: &str =
    "the page is longer than 32 MB; its beginning was read, the rest left out";

/// What the bytes of `from` hold, one after the other, whatever they are: an
/// archive or one page, packed with gzip or not. `like` is what is known of them.
pub fn open(from: impl Read + Send + 'static, like: Page) -> Entries {
    let opened = Source::new(from, 0, None).and_then(|mut source| {
        let is_warc = warc::is_warc(source.head()?);
        Ok((source, is_warc))
    });
    match opened {
        Ok((source, true)) => Entries(Box::new(Warc::of(source, like))),
        Ok((source, false)) => Entries(Box::new(std::iter::once_with(|| single(source, like)))),
        Err(fault) => Entries(Box::new(std::iter::once(Lost::of(&like, &fault)))),
    }
}

/// What an archive holds, one after the other.
pub struct Entries(Box<dyn Iterator<Item = Entry> + Send>);

impl Iterator for Entries {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        self.0.next()
    }
}

/// One page: its bytes as far as a page is read.
fn single<R: Read>(mut source: Source<R>, like: Page) -> Entry {
    let mut page = like;
    match source.all(&mut page.bytes, MAX_BYTES) {
        Ok(true) => {}
        Ok(false) => page.cut.push(TOO_LONG.to_owned()),
        Err(fault) if page.bytes.is_empty() => return Lost::of(&page, &fault),
        Err(fault) => page.cut.push(format!("the file was read as far as it goes: {fault}")),
    }
    Entry::Page(Box::new(page))
}

impl Lost {
    fn of(like: &Page, fault: &Fault) -> Entry {
        Entry::Lost(Self { whence: name(like).to_owned(), why: fault.to_string() })
    }
}

/// The name of a file in messages.
fn name(like: &Page) -> &str {
    like.whence.as_deref().unwrap_or("standard input")
}

/// Whether what is served so may be a page.
fn may_be_a_page(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    matches!(
        name.as_str(),
        "" | "text/html"
            | "application/xhtml+xml"
            | "text/plain"
            | "text/markdown"
            | "message/rfc822"
    )
}

#[cfg(test)]
mod tests;
