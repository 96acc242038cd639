use super::Fault;
use super::gzip::{Gzip, MAGIC};
use super::raw::Raw;
use std::io::Read;

/// Bytes as they come out of a file: unpacked, if it is packed with gzip.
pub(super) struct Source<R> {
    bytes: Kind<R>,
    /// Bytes that were read, and are to be read once more, and how many of them were.
    back: (Vec<u8>, usize),
}

enum Kind<R> {
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
        let bytes = if packed { Kind::Packed(Box::new(Gzip::new(raw))) } else { Kind::Plain(raw) };
        Ok(Self { bytes, back: (Vec::new(), 0) })
    }

    pub fn is_packed(&self) -> bool {
        matches!(self.bytes, Kind::Packed(_))
    }

    /// Where the next byte lies in the file; where its member begins, if that is packed.
    pub fn offset(&self) -> u64 {
        match &self.bytes {
            Kind::Plain(raw) => raw.offset() - (self.back.0.len() - self.back.1) as u64,
            Kind::Packed(gzip) => gzip.offset(),
        }
    }

    /// The next bytes: at least one, or none at the end.
    pub fn fill(&mut self) -> Result<&[u8], Fault> {
        if self.back.1 < self.back.0.len() {
            return Ok(&self.back.0[self.back.1..]);
        }
        match &mut self.bytes {
            Kind::Plain(raw) => Ok(raw.fill()?),
            Kind::Packed(gzip) => gzip.fill(),
        }
    }

    /// The next `count` bytes are read.
    pub fn consume(&mut self, count: usize) {
        if self.back.1 < self.back.0.len() {
            self.back.1 += count;
            if self.back.1 >= self.back.0.len() {
                self.back = (Vec::new(), 0);
            }
            return;
        }
        match &mut self.bytes {
            Kind::Plain(raw) => raw.consume(count),
            Kind::Packed(gzip) => gzip.consume(count),
        }
    }

    /// The first bytes, without reading them.
    pub fn head(&mut self) -> Result<&[u8], Fault> {
        match &mut self.bytes {
            Kind::Plain(raw) => Ok(raw.need(HEAD)?),
            Kind::Packed(gzip) => gzip.fill(),
        }
    }

    /// Whether the bytes at hand are the first ones of a packed member.
    pub fn is_fresh(&self) -> bool {
        self.back.0.is_empty() && matches!(&self.bytes, Kind::Packed(gzip) if gzip.is_fresh())
    }

    /// Reads on behind packed bytes that are damaged. Whether there is more.
    pub fn resume(&mut self, with: &[u8]) -> Result<bool, Fault> {
        self.back = (Vec::new(), 0);
        match &mut self.bytes {
            Kind::Plain(_) => Ok(false),
            Kind::Packed(gzip) => gzip.resume(with),
        }
    }

    /// The last bytes that were read are read once more.
    pub fn put_back(&mut self, mut bytes: Vec<u8>) {
        bytes.extend_from_slice(&self.back.0[self.back.1..]);
        self.back = (bytes, 0);
    }

    /// Puts the next line into `line`, without its end, and at most `longest`
    /// bytes of it. Whether there was one.
    pub fn line(&mut self, line: &mut Vec<u8>, longest: usize) -> Result<Line, Fault> {
        // The end is two bytes at most.
        let mut met = self.raw_line(line, longest.saturating_add(2))?;
        if line.last() == Some(&b'\n') {
            line.pop();
        }
        if line.len() > longest {
            met = Line::Cut;
            line.truncate(longest);
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(met)
    }

    /// The same with the end of the line, which counts too.
    pub fn raw_line(&mut self, line: &mut Vec<u8>, longest: usize) -> Result<Line, Fault> {
        line.clear();
        let mut met = Line::None;
        loop {
            let bytes = self.fill()?;
            if bytes.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', bytes).map(|at| at + 1);
            let piece = &bytes[..end.unwrap_or(bytes.len())];
            let room = longest - line.len();
            line.extend_from_slice(&piece[..piece.len().min(room)]);
            if piece.len() > room {
                met = Line::Cut;
            } else if met == Line::None {
                met = Line::Whole;
            }
            let read = piece.len();
            self.consume(read);
            if end.is_some() {
                break;
            }
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
