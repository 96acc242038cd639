use super::source::Line;
use super::{Entry, Fault, Lost, Passed, Source, http};
use crate::{MAX_BYTES, Page};
use schema::CutKind;
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
    /// What was seen in the record at hand that looks like the beginning of another.
    watch: Watch,
    /// What stopped the look at what follows a record. It is the next one's.
    ahead: Option<Fault>,
    over: bool,
}

/// Looks for the beginning of another record inside of one: its length may be wrong.
#[derive(Default)]
struct Watch {
    /// The last bytes that came, as many as may begin a line that begins a record.
    last: Vec<u8>,
    /// How many bytes of the record came.
    seen: u64,
    /// Where in the record the other one begins, and all bytes from there on.
    found: Option<(u64, Vec<u8>)>,
}

impl Watch {
    /// How every record begins, behind the end of a line.
    const LINE: &[u8] = b"\nWARC/1.";

    fn new() -> Self {
        Self { last: b"\n".to_vec(), ..Self::default() }
    }

    fn see(&mut self, bytes: &[u8]) {
        if let Some((_, kept)) = &mut self.found {
            // A record that is no page and goes on for so long holds others by right.
            match kept.len() + bytes.len() <= 2 * MAX_BYTES {
                true => kept.extend_from_slice(bytes),
                false => (self.found, self.last) = (None, b" ".to_vec()),
            }
        } else {
            let before = self.last.len();
            // Across the beginning of these bytes, then inside of them.
            self.last.extend_from_slice(&bytes[..bytes.len().min(Self::LINE.len() - 1)]);
            let across = memchr::memmem::find(&self.last, Self::LINE).map(|at| at + 1);
            let across = across.filter(|at| *at < before).map(|at| {
                let kept = [&self.last[at..before], bytes].concat();
                (self.seen + at as u64 - before as u64, kept)
            });
            let inside = || {
                let at = match before {
                    _ if self.last[before - 1] == b'\n' && bytes.starts_with(&Self::LINE[1..]) => 0,
                    _ => memchr::memmem::find(bytes, Self::LINE)? + 1,
                };
                Some((self.seen + at as u64, bytes[at..].to_vec()))
            };
            self.found = across.or_else(inside);
            let from = bytes.len().saturating_sub(Self::LINE.len() - 1);
            if from == 0 {
                self.last.truncate(before);
                self.last.extend_from_slice(bytes);
                let more = self.last.len().saturating_sub(Self::LINE.len() - 1);
                self.last.drain(..more);
            } else {
                self.last = bytes[from..].to_vec();
            }
        }
        self.seen += bytes.len() as u64;
    }
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
        Self {
            source,
            like,
            end: u64::MAX,
            met: None,
            whole: 0,
            watch: Watch::new(),
            ahead: None,
            over: false,
        }
    }

    /// The next record; nothing at the end.
    fn record(&mut self, begins: &mut u64) -> Result<Option<Entry>, Fault> {
        if let Some(fault) = self.ahead.take() {
            return if *begins >= self.end { Ok(None) } else { Err(fault) };
        }
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
        self.watch = Watch::new();
        let mut held = Held::default();
        let read = self.hold(&head, &mut left, &mut held).and_then(|()| self.pass_over(&mut left));
        let fits = match read {
            Ok(()) => self.ends(&mut held, *begins)?,
            // It says that it is longer than its member, or than the file, is.
            Err(Fault::Length) => false,
            Err(Fault::Torn) if self.watch.found.is_some() => false,
            Err(fault) => return Err(fault),
        };
        if !fits {
            self.go_on(&mut held, *begins)?;
        }
        self.whole += 1;
        Ok(Some(self.entry(&head, held, *begins, fits)))
    }

    /// Whether what was read is all of the record: ends of lines and another record
    /// follow, or the end.
    ///
    /// # Errors
    /// If the member that it lies in, which begins at `member`, is damaged behind it: then
    /// the damage may well be in it.
    fn ends(&mut self, held: &mut Held, member: u64) -> Result<bool, Fault> {
        let mut blanks = Vec::new();
        loop {
            if let Err(fault) = self.source.fill().map(|_| ()) {
                self.behind(fault, member)?;
                return Ok(true);
            }
            let piece = self.source.fill()?;
            let blank = piece.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            // The rest of the mark may not be at hand yet.
            let begins = MARK.starts_with(&piece[..piece.len().min(MARK.len())]);
            let line_ends = blanks.iter().filter(|byte| **byte == b'\n').count();
            let more = piece[..blank].to_vec();
            if self.source.is_fresh() || begins {
                return Ok(true);
            }
            if blank == 0 {
                // Behind two ends of lines it is the next record that is damaged.
                held.put(&blanks);
                return Ok(line_ends >= 2);
            }
            self.watch.see(&more);
            self.source.consume(blank);
            blanks.extend(more);
        }
    }

    /// Goes on to the next record, where the length of this one is wrong: it was met
    /// inside of this one, or this one is longer than it says.
    ///
    /// # Errors
    /// As [`Self::ends`].
    fn go_on(&mut self, held: &mut Held, member: u64) -> Result<(), Fault> {
        while self.watch.found.is_none() {
            if let Err(fault) = self.source.fill().map(|_| ()) {
                self.behind(fault, member)?;
                break;
            }
            let piece = self.source.fill()?.to_vec();
            if piece.is_empty() || self.source.is_fresh() && piece.starts_with(MARK) {
                break;
            }
            self.source.consume(piece.len());
            self.watch.see(&piece);
            held.put(&piece);
        }
        if let Some((at, bytes)) = self.watch.found.take() {
            held.cut_off(at);
            self.source.put_back(bytes);
        }
        Ok(())
    }

    /// What stopped the look at what follows a record: it is of the member at hand, or
    /// of the next record.
    fn behind(&mut self, fault: Fault, member: u64) -> Result<(), Fault> {
        if self.source.is_packed() && self.source.offset() == member {
            return Err(fault);
        }
        self.ahead = Some(fault);
        Ok(())
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

    /// Reads what a record holds, as far as it may be a page. `left` is how many of its
    /// bytes were not read yet.
    fn hold(&mut self, head: &Head, left: &mut u64, held: &mut Held) -> Result<(), Fault> {
        let answer = &mut held.answer;
        match head.kind.as_str() {
            "response" if head.is_http() => {
                let mut line = Vec::new();
                for _ in 0..LINES {
                    held.in_head = *left == 0;
                    if *left == 0 {
                        break;
                    }
                    self.line(&mut line, left)?;
                    if line.is_empty() {
                        break;
                    }
                    answer.line(&line);
                }
                if !answer.status.is_none_or(|status| (200..=203).contains(&status)) {
                    held.passed = Some(Passed::Status);
                }
            }
            "resource" | "conversion" => answer.media_type = head.media_type.clone(),
            "revisit" => held.passed = Some(Passed::Revisit),
            _ => held.passed = Some(Passed::Record),
        }
        let media_type = answer.media_type.as_deref().or(head.payload.as_deref()).unwrap_or("");
        if held.passed.is_none() && (!super::may_be_a_page(media_type) || head.is_rules()) {
            held.passed = Some(Passed::Media);
        }
        held.start = self.watch.seen;
        while held.passed.is_none() && *left > 0 && held.body.len() < MAX_BYTES {
            let most = *left;
            let piece = self.piece(most)?;
            let read = piece.len().min(usize::try_from(most).unwrap_or(usize::MAX));
            held.put(&piece[..read]);
            self.read(read, left);
        }
        held.long |= *left > 0;
        Ok(())
    }

    /// What a record turned out to be. `fits` tells whether its length is right.
    fn entry(&self, head: &Head, held: Held, begins: u64, fits: bool) -> Entry {
        let Held { mut answer, mut body, passed, long, in_head, .. } = held;
        if let Some(passed) = passed {
            return match head.refers.as_ref().or(head.target.as_ref()) {
                Some(before) if passed == Passed::Revisit => Entry::Unchanged(before.clone()),
                _ => Entry::Passed(passed),
            };
        }
        if in_head {
            let mut at = 0;
            for line in body.split_inclusive(|byte| *byte == b'\n') {
                at += line.len();
                if line.trim_ascii().is_empty() {
                    break;
                }
                answer.line(line.trim_ascii_end());
            }
            body.drain(..at);
        }
        let (bytes, left_out) = match answer.page(body) {
            Ok(page) => page,
            Err(passed) => return Entry::Passed(passed),
        };
        if crate::charset::is_binary(&bytes) || bytes.trim_ascii().is_empty() {
            return Entry::Passed(Passed::Media);
        }
        let mut page = self.like.clone();
        page.bytes = bytes;
        page.whence = Some(format!("{} at byte {begins}", super::name(&self.like)));
        page.url = head.target.clone();
        page.media_type = answer.media_type;
        page.retrieved = head.date.clone().or(page.retrieved);
        let length = (!fits).then_some(CutKind::Length);
        let cut = long.then_some(CutKind::TooLong).or(length).or(left_out);
        page.cut.extend(cut.into_iter().chain(head.truncated.then_some(CutKind::KeptInPart)));
        Entry::Page(Box::new(page))
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
            return Err(Fault::Length);
        }
        self.source.fill()
    }

    /// The next `count` bytes of a record, which are at hand, are read.
    fn read(&mut self, count: usize, left: &mut u64) {
        // What is at hand was filled before: this asks for nothing.
        if let Ok(piece) = self.source.fill() {
            self.watch.see(&piece[..count.min(piece.len())]);
        }
        self.source.consume(count);
        *left -= count as u64;
    }

    /// A line inside of a record.
    fn line(&mut self, line: &mut Vec<u8>, left: &mut u64) -> Result<(), Fault> {
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
        Ok(())
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
                Fault::Record(_) | Fault::Length => self.seek(),
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

/// What is read of a record.
#[derive(Default)]
struct Held {
    answer: http::Head,
    /// Why it is no page.
    passed: Option<Passed>,
    body: Vec<u8>,
    /// Where in the record the body begins.
    start: u64,
    /// Whether there is more of it than is read.
    long: bool,
    /// Whether the record says that it ends before its body begins.
    in_head: bool,
}

impl Held {
    /// Adds to the body, if it is a page's, and as far as a page is read.
    fn put(&mut self, bytes: &[u8]) {
        if self.passed.is_none() {
            let room = MAX_BYTES.saturating_sub(self.body.len());
            self.body.extend_from_slice(&bytes[..bytes.len().min(room)]);
            self.long |= bytes.len() > room;
        }
    }

    /// The record ends before its byte `at`, and the lines that divide it from the next.
    fn cut_off(&mut self, at: u64) {
        let length = usize::try_from(at.saturating_sub(self.start)).unwrap_or(usize::MAX);
        self.long &= length > self.body.len();
        self.body.truncate(length);
        for _ in 0..2 {
            if self.body.ends_with(b"\n") {
                self.body.pop();
                if self.body.ends_with(b"\r") {
                    self.body.pop();
                }
            }
        }
    }
}

/// The head of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    length: Option<u64>,
    target: Option<String>,
    /// Where the page stood that this one repeats.
    refers: Option<String>,
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
            "warc-target-uri" => self.target = Some(address(value)),
            "warc-refers-to-target-uri" => self.refers = Some(address(value)),
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

/// An address in the head of a record; old archives put it between `<` and `>`.
fn address(value: &str) -> String {
    value.trim_start_matches('<').trim_end_matches('>').to_owned()
}
