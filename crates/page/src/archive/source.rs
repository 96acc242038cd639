use super::Fault;
use super::gzip::{Gzip, MAGIC};
use super::raw::Raw;
use std::io::Read;

/// Bytes as they come out of a file: unpacked, if it is packed with gzip.
pub(super) enum Source<R> {
    Plain(Raw<R>),
    Packed(Box<Gzip<R>>),
}

impl<R: Read> Source<R> {
    /// `at` is where the first byte of `from` lies in its file. Nobody can tell
    /// from the middle of a file whether it is packed; `packed` says so then.
    pub fn new(from: R, at: u64, packed: Option<bool>) -> Result<Self, Fault> {
        let mut raw = Raw::new(from, at);
        let begins = || -> Result<bool, Fault> { Ok(raw.need(MAGIC.len())?.starts_with(&MAGIC)) };
        let packed = packed.map_or_else(begins, Ok)?;
        Ok(if packed { Self::Packed(Box::new(Gzip::new(raw))) } else { Self::Plain(raw) })
    }

    pub fn is_packed(&self) -> bool {
        matches!(self, Self::Packed(_))
    }

    /// Where the next byte lies in the file; where its member begins, if that is packed.
    pub fn offset(&self) -> u64 {
        match self {
            Self::Plain(raw) => raw.offset(),
            Self::Packed(gzip) => gzip.offset(),
        }
    }

    /// The next bytes: at least one, or none at the end.
    pub fn fill(&mut self) -> Result<&[u8], Fault> {
        match self {
            Self::Plain(raw) => Ok(raw.fill()?),
            Self::Packed(gzip) => gzip.fill(),
        }
    }

    /// The next `count` bytes are read.
    pub fn consume(&mut self, count: usize) {
        match self {
            Self::Plain(raw) => raw.consume(count),
            Self::Packed(gzip) => gzip.consume(count),
        }
    }

    /// The first bytes, without reading them.
    pub fn head(&mut self) -> Result<&[u8], Fault> {
        match self {
            Self::Plain(raw) => Ok(raw.need(HEAD)?),
            Self::Packed(gzip) => gzip.fill(),
        }
    }

    /// Whether the bytes at hand are the first ones of a packed member.
    pub fn is_fresh(&self) -> bool {
        matches!(self, Self::Packed(gzip) if gzip.is_fresh())
    }

    /// Reads on behind packed bytes that are damaged. Whether there is more.
    pub fn resume(&mut self, with: &[u8]) -> Result<bool, Fault> {
        match self {
            Self::Plain(_) => Ok(false),
            Self::Packed(gzip) => gzip.resume(with),
        }
    }

    /// Puts the next line into `line`, without its end, and at most `longest`
    /// bytes of it. Whether there was one.
    pub fn line(&mut self, line: &mut Vec<u8>, longest: usize) -> Result<Line, Fault> {
        line.clear();
        let mut met = Line::None;
        loop {
            let bytes = self.fill()?;
            if bytes.is_empty() {
                break;
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let piece = &bytes[..end.unwrap_or(bytes.len())];
            let room = longest - line.len();
            line.extend_from_slice(&piece[..piece.len().min(room)]);
            if piece.len() > room {
                met = Line::Cut;
            } else if met == Line::None {
                met = Line::Whole;
            }
            let read = piece.len() + usize::from(end.is_some());
            self.consume(read);
            if end.is_some() {
                break;
            }
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(met)
    }

    /// Puts all bytes into `bytes`, and at most `most` of them. Whether that was all.
    pub fn all(&mut self, bytes: &mut Vec<u8>, most: usize) -> Result<bool, Fault> {
        loop {
            let piece = self.fill()?;
            if piece.is_empty() {
                return Ok(true);
            }
            let room = most - bytes.len();
            if room == 0 {
                return Ok(false);
            }
            let read = piece.len().min(room);
            bytes.extend_from_slice(&piece[..read]);
            self.consume(read);
        }
    }
}

/// Whether there was a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The end had come.
    None,
    /// All of it was put.
    Whole,
    /// It is longer than was asked for, and its end was left out.
    Cut,
}

/// How many bytes tell what something is.
const HEAD: usize = 4096;
