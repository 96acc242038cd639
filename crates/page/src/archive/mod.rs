//! What holds pages: archives, lists, feeds. Each is read as a stream, and gives
//! its pages one after the other, in bounded memory.

mod raw; // bytes, each with its place
mod gzip; // members, unpacked one after the other
mod source; // bytes, unpacked if they are packed
mod http; // an answer of a web server
mod warc; // records of web pages
mod wacz; // WARC files in a zip
pub(crate) mod fields; // how crawlers and people call what they keep
mod jsonl; // an object on each line
mod feed; // entries
mod opml; // a list of feeds
mod mbox; // mails one below the other

use crate::{MAX_BYTES, Page};
use schema::CutKind;
use source::Source;
use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek};

pub use warc::Warc;

/// Something that came out of an archive.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A page.
    Page(Box<Page>),
    /// A page that is elsewhere: its address and what is known of it, without bytes.
    Elsewhere(Box<Page>),
    /// The address of a feed.
    Feed(String),
    /// A page that had not changed since it was archived before, under this address.
    Unchanged(String),
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
    /// A page that had not changed since it was archived before; nobody says where.
    Revisit,
    /// A page packed in a way that is not known here, or damaged.
    Packing,
    /// An entry of a feed that gives neither a text nor an address.
    Teaser,
    /// A line of fields without a page.
    NoPage,
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Record => "records about records (requests, descriptions)",
            Self::Media => "pictures, scripts and others that are no page",
            Self::Status => "redirects and errors of the site",
            Self::Revisit => "pages that had not changed since they were archived before",
            Self::Packing => "pages packed in a way that is not known here, or damaged",
            Self::Teaser => "entries that are only a teaser, without an address",
            Self::NoPage => "lines without a page",
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
    /// A record says that it is longer than it is.
    #[error("a record says that it is longer than it is")]
    Length,
    /// A record is not as records are.
    #[error("{0}")]
    Record(&'static str),
}

/// What the bytes of `from` hold, one after the other, whatever they are: an
/// archive, a feed, a list or one page, packed with gzip or not. `like` is what
/// is known of them.
pub fn open(from: impl Read + Send + 'static, like: Page) -> Entries {
    let mut source = match Source::new(from, 0, None) {
        Ok(source) => source,
        Err(fault) => return Entries::lost(&like, fault),
    };
    match source.head().map(|head| kind(head, &like)) {
        Ok(kind) => entries(source, kind, like),
        Err(fault) => {
            let why =
                format!("{fault} (byte {}), and nothing before it can be read", source.offset());
            Entries::lost(&like, why)
        }
    }
}

/// The same for a file. A WACZ can be read from a file alone: what stands in it
/// is written at its end.
pub fn open_file(mut file: File, like: Page) -> Entries {
    let mut head = Vec::new();
    let read = (&mut file).take(wacz::MAGIC.len() as u64).read_to_end(&mut head);
    match read.and_then(|_| file.rewind()) {
        Ok(()) if head == wacz::MAGIC => match wacz::Wacz::open(file, like.clone()) {
            Ok(wacz) => Entries(Box::new(wacz)),
            Err(why) => Entries::lost(&like, why),
        },
        // A pipe cannot be taken back, and has a name like a file.
        Ok(()) => open(file, like),
        Err(_) => open(io::Cursor::new(head).chain(file), like),
    }
}

/// Whether bytes that begin so hold pages, and are not one page themselves.
pub fn is_archive(head: &[u8], like: &Page) -> bool {
    !matches!(kind(head, like), Kind::Single)
}

/// What bytes are, as far as their beginning and their name tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Warc,
    Zip,
    Jsonl,
    Json,
    Feed,
    Opml,
    Mbox,
    Single,
}

fn kind(head: &[u8], like: &Page) -> Kind {
    let named = like.whence.as_deref().unwrap_or("").to_ascii_lowercase();
    let named = named.strip_suffix(".gz").unwrap_or(&named);
    let ending = named.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.'));
    let ending = ending.map_or("", |(_, ending)| ending);
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if head.starts_with(warc::MARK) {
        Kind::Warc
    } else if head.starts_with(wacz::MAGIC) {
        Kind::Zip
    } else if text.starts_with(b"{") && holds(text, b"jsonfeed.org/version/") {
        Kind::Feed
    } else if jsonl::is_jsonl(text, ending) {
        if jsonl::is_loose(text) { Kind::Json } else { Kind::Jsonl }
    } else if ending == "mbox" && head.starts_with(mbox::FROM) || mbox::is_mbox(head) {
        Kind::Mbox
    } else {
        match root(text).as_deref() {
            Some("rss" | "feed" | "rdf:rdf") => Kind::Feed,
            Some("opml") => Kind::Opml,
            _ => Kind::Single,
        }
    }
}

fn holds(text: &[u8], words: &[u8]) -> bool {
    text.windows(words.len()).any(|window| window == words)
}

/// The name of the first tag of XML, in small letters.
fn root(text: &[u8]) -> Option<String> {
    let mut rest = text;
    loop {
        rest = rest.trim_ascii_start().strip_prefix(b"<")?;
        let end: &[u8] = if rest.starts_with(b"!--") { b"-->" } else { b">" };
        if !rest.starts_with(b"?") && !rest.starts_with(b"!") {
            break;
        }
        let at = rest.windows(end.len()).position(|window| window == end)?;
        rest = &rest[at + end.len()..];
    }
    let end = rest.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b':'))?;
    Some(String::from_utf8_lossy(&rest[..end]).to_ascii_lowercase())
}

fn entries<R: Read + Send + 'static>(mut source: Source<R>, kind: Kind, like: Page) -> Entries {
    match kind {
        Kind::Warc => Entries(Box::new(Warc::of(source, like))),
        Kind::Jsonl => Entries(Box::new(jsonl::Jsonl::of(source, like))),
        Kind::Json => Entries(Box::new(jsonl::Loose::of(source, like))),
        Kind::Mbox => Entries(Box::new(mbox::Mbox::of(source, like))),
        Kind::Single => Entries(Box::new(std::iter::once_with(|| single(source, like)))),
        Kind::Zip => {
            let why = "a zip is read from a file: save it, and give the file";
            Entries::lost(&like, why)
        }
        Kind::Feed | Kind::Opml => {
            let mut bytes = Vec::new();
            match source.all(&mut bytes, MAX_BYTES) {
                Ok(true) if kind == Kind::Feed => {
                    Entries(Box::new(feed::entries(&bytes, &like).into_iter()))
                }
                Ok(true) => Entries(Box::new(opml::entries(&bytes, &like).into_iter())),
                Ok(false) => Entries::lost(&like, "a feed of more than 16 MB is not read"),
                Err(fault) => Entries::lost(&like, fault),
            }
        }
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
        Ok(false) => page.cut.push(CutKind::TooLong),
        Err(fault) if page.bytes.is_empty() => return Lost::of(&page, fault),
        Err(Fault::Gzip | Fault::Sum) => page.cut.push(CutKind::Damaged),
        Err(_) => page.cut.push(CutKind::Torn),
    }
    Entry::Page(Box::new(page))
}

impl Lost {
    /// The whole of `like` cannot be read.
    fn of(like: &Page, why: impl ToString) -> Entry {
        Entry::Lost(Self { whence: name(like).to_owned(), why: why.to_string() })
    }
}

impl Entries {
    fn lost(like: &Page, why: impl ToString) -> Self {
        Self(Box::new(std::iter::once(Lost::of(like, why))))
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
