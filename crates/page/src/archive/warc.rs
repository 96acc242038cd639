use super::source::Line;
use super::{Entry, Fault, Lost, Passed, Source, http};
use crate::{MAX_BYTES, Page};
use std::io::Read;
use std::ops::Range;

/// How every record begins.
pub(super) const MARK: &[u8] = b"WARC/";
/// The longest line of a head that is read to its end, in bytes.
const LINE: usize = 16 << 10;
/// The most lines of a head.
const LINES: usize = 1000;

/// The records of a WARC file, one after the other.
///
/// A file may be cut into ranges of bytes and each be read by itself: a record
/// belongs to the range in which it begins (its member, where it is packed). All
/// ranges together give what the whole file gives.
pub struct Warc<R> {
    source: Source<R>,
    /// What is known about the file, and so about each of its pages.
    like: Page,
    end: u64,
    /// The first line of the next record, where it was met already.
    met: Option<u64>,
    /// How many whole records came.
    whole: usize,
    over: bool,
}

impl<R: Read> Warc<R> {
    /// The records that begin in `range` of the file; `from` gives the file's
    /// bytes from the beginning of the range. `packed` says whether the file is
    /// packed with gzip; where it is not given the first bytes tell.
    ///
    /// # Errors
    /// If nothing can be read.
    pub fn new(
        from: R,
        like: Page,
        range: Range<u64>,
        packed: Option<bool>,
    ) -> std::io::Result<Self> {
        let source = Source::new(from, range.start, packed).map_err(std::io::Error::other)?;
        let mut warc = Self::of(source, like);
        warc.end = range.end;
        if range.start > 0 {
            // The record that lies across the beginning belongs to another range.
            let sought =
                if warc.source.is_packed() { warc.source.resume(MARK) } else { warc.seek() };
            warc.over = !sought.map_err(std::io::Error::other)?;
        }
        Ok(warc)
    }

    pub(super) fn of(source: Source<R>, like: Page) -> Self {
        Self { source, like, end: u64::MAX, met: None, whole: 0, over: false }
    }

    /// The next record; nothing at the end.
    fn record(&mut self, begins: &mut u64) -> Result<Option<Entry>, Fault> {
        let mut line = Vec::new();
        match self.met.take() {
            Some(at) => *begins = at,
            None => {
                // Empty lines stand between records.
                let met = loop {
                    let more = self.source.fill().map(|_| ());
                    *begins = self.source.offset();
                    more?;
                    let met = self.source.line(&mut line, LINE)?;
                    if met == Line::None || !line.is_empty() {
                        break met;
                    }
                };
                if met == Line::None {
                    return Ok(None);
                }
                if !begins_a_record(&line) {
                    return Err(Fault::Record("no record begins there"));
                }
            }
        }
        if *begins >= self.end {
            return Ok(None);
        }
        let head = self.head()?;
        let mut left = head.length.ok_or(Fault::Record("a record does not tell its length"))?;
        let page = self.page(&head, &mut left, *begins)?;
        self.pass_over(&mut left)?;
        self.whole += 1;
        Ok(Some(page))
    }

    fn head(&mut self) -> Result<Head, Fault> {
        let mut head = Head::default();
        let mut line = Vec::new();
        for _ in 0..LINES {
            let at = self.source.offset();
            match self.source.line(&mut line, LINE)? {
                Line::None => return Err(Fault::Torn),
                _ if line.is_empty() => return Ok(head),
                _ if begins_a_record(&line) => {
                    self.met = Some(at);
                    return Err(Fault::Record("a record breaks off in its head"));
                }
                _ => head.line(&line),
            }
        }
        Err(Fault::Record("the head of a record does not end"))
    }

    /// What a record holds. `left` is how many of its bytes were not read yet.
    fn page(&mut self, head: &Head, left: &mut u64, begins: u64) -> Result<Entry, Fault> {
        let mut answer = http::Head::default();
        match head.kind.as_str() {
            "response" if head.is_http() => {
                let mut line = Vec::new();
                for _ in 0..LINES {
                    if *left == 0 || !self.line(&mut line, left)? || line.is_empty() {
                        break;
                    }
                    answer.line(&line);
                }
                if !answer.status.is_none_or(|status| (200..=203).contains(&status)) {
                    return Ok(Entry::Passed(Passed::Status));
                }
            }
            "resource" | "conversion" => answer.media_type = head.media_type.clone(),
            "revisit" => return Ok(Entry::Passed(Passed::Revisit)),
            _ => return Ok(Entry::Passed(Passed::Record)),
        }
        let media_type = answer.media_type.as_deref().or(head.payload.as_deref()).unwrap_or("");
        if !super::may_be_a_page(media_type) || head.is_rules() {
            return Ok(Entry::Passed(Passed::Media));
        }
        let mut body = Vec::new();
        while *left > 0 && body.len() < MAX_BYTES {
            let most = (MAX_BYTES - body.len()) as u64;
            let piece = self.piece(*left)?;
            let read = piece.len().min(most.min(*left) as usize);
            body.extend_from_slice(&piece[..read]);
            self.read(read, left);
        }
        let cut = *left > 0;
        let (bytes, whole) = match answer.page(body) {
            Ok(page) => page,
            Err(passed) => return Ok(Entry::Passed(passed)),
        };
        if crate::charset::is_binary(&bytes) || bytes.trim_ascii().is_empty() {
            return Ok(Entry::Passed(Passed::Media));
        }
        let mut page = self.like.clone();
        page.bytes = bytes;
        page.whence = Some(format!("{} at byte {begins}", super::name(&self.like)));
        page.url = head.target.clone();
        page.media_type = answer.media_type;
        page.retrieved = head.date.clone().or(page.retrieved);
        if cut || !whole {
            page.cut.push(super::TOO_LONG.to_owned());
        }
        if head.truncated {
            let words = "the archive holds a part of this page alone; the rest was never kept";
            page.cut.push(words.to_owned());
        }
        Ok(Entry::Page(Box::new(page)))
    }

    /// The bytes at hand, in a record of which `left` bytes are to come.
    fn piece(&mut self, left: u64) -> Result<&[u8], Fault> {
        let fresh = {
            let piece = self.source.fill()?;
            if piece.is_empty() {
                return Err(Fault::Torn);
            }
            piece.starts_with(MARK)
        };
        // A member that begins a record ends the one before it, whatever that says.
        if fresh && left > 0 && self.source.is_fresh() {
            return Err(Fault::Record("a record says that it is longer than it is"));
        }
        self.source.fill()
    }

    fn read(&mut self, count: usize, left: &mut u64) {
        self.source.consume(count);
        *left -= count as u64;
    }

    /// A line inside of a record.
    fn line(&mut self, line: &mut Vec<u8>, left: &mut u64) -> Result<bool, Fault> {
        line.clear();
        while *left > 0 {
            let most = usize::try_from(*left).unwrap_or(usize::MAX);
            let piece = self.piece(*left)?;
            let piece = &piece[..piece.len().min(most)];
            let end = piece.iter().position(|byte| *byte == b'\n');
            let words = &piece[..end.unwrap_or(piece.len())];
            line.extend_from_slice(&words[..words.len().min(LINE.saturating_sub(line.len()))]);
            let read = words.len() + usize::from(end.is_some());
            self.read(read, left);
            if end.is_some() {
                break;
            }
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(true)
    }

    fn pass_over(&mut self, left: &mut u64) -> Result<(), Fault> {
        while *left > 0 {
            let piece = self.piece(*left)?.len() as u64;
            self.read(piece.min(*left) as usize, left);
        }
        Ok(())
    }

    /// Looks for the next record, line by line. Whether there is one.
    fn seek(&mut self) -> Result<bool, Fault> {
        let mut line = Vec::new();
        while self.met.is_none() {
            self.source.fill()?;
            let at = self.source.offset();
            if self.source.line(&mut line, MARK.len() + 4)? == Line::None {
                return Ok(false);
            }
            if begins_a_record(&line) {
                self.met = Some(at);
            }
        }
        Ok(true)
    }

    /// Goes on behind what cannot be read, and tells what was lost.
    fn recover(&mut self, begins: u64, mut fault: Fault) -> Lost {
        let first = fault.to_string();
        let more = loop {
            let found = match fault {
                Fault::Record(_) => self.seek(),
                Fault::Gzip | Fault::Sum | Fault::Torn => self.source.resume(MARK),
                Fault::Io(_) => Ok(false),
            };
            match found {
                Ok(more) => break more,
                Err(again) => fault = again,
            }
        };
        self.over = !more;
        let (name, whole) = (super::name(&self.like), self.whole);
        let rest = match more {
            true => {
                let next = self.met.unwrap_or_else(|| self.source.offset());
                format!("went on with the record at byte {next}")
            }
            false => "no record was found behind it".to_owned(),
        };
        let why = format!("{first}; the {whole} whole records before it were read, and {rest}");
        Lost { whence: format!("{name} at byte {begins}"), why }
    }
}

impl<R: Read> Iterator for Warc<R> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if self.over {
            return None;
        }
        let mut begins = self.source.offset();
        match self.record(&mut begins) {
            Ok(Some(entry)) => Some(entry),
            Ok(None) => {
                self.over = true;
                None
            }
            Err(fault) => Some(Entry::Lost(self.recover(begins, fault))),
        }
    }
}

/// Whether a line is the first one of a record: no text happens to begin so.
fn begins_a_record(line: &[u8]) -> bool {
    line.starts_with(b"WARC/1.") || line.starts_with(b"WARC/0.")
}

/// The head of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    length: Option<u64>,
    target: Option<String>,
    date: Option<String>,
    media_type: Option<String>,
    payload: Option<String>,
    truncated: bool,
}

impl Head {
    fn line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        let Some((name, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "warc-type" => self.kind = value.to_ascii_lowercase(),
            "content-length" => self.length = value.parse().ok(),
            "warc-target-uri" => {
                let address = value.trim_start_matches('<').trim_end_matches('>');
                self.target = Some(address.to_owned());
            }
            "warc-date" => self.date = Some(value.to_owned()),
            "content-type" => self.media_type = Some(value.to_owned()),
            "warc-identified-payload-type" => self.payload = Some(value.to_owned()),
            "warc-truncated" => self.truncated = true,
            _ => {}
        }
    }

    fn is_http(&self) -> bool {
        self.media_type.as_deref().is_none_or(|media| media.contains("http"))
    }

    /// Whether it is a text for programs, by the one name that it must have.
    fn is_rules(&self) -> bool {
        self.target.as_deref().is_some_and(|address| address.ends_with("/robots.txt"))
    }
}
