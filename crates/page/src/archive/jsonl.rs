use super::fields::Fields;
use super::source::Line;
use super::{Entry, Fault, Lost, Passed, Source, name};
use crate::Page;
use std::io::Read;

/// The longest line that is read, in bytes: a page at its limit, and the signs
/// that JSON puts into it.
const LONGEST: usize = 20_000_000;

/// Whether a file that begins so, and is called so, has an object on each line.
pub(super) fn is_jsonl(head: &[u8], ending: &str) -> bool {
    let begins = |open: u8, then: &[u8]| {
        let rest = head.trim_ascii_start().strip_prefix(&[open])?.trim_ascii_start();
        Some(rest.is_empty() || rest.starts_with(then))
    };
    let object = begins(b'{', b"\"");
    let list = begins(b'[', b"{");
    match ending {
        "jsonl" | "ndjson" | "jl" | "json" => object.or(list).is_some(),
        _ => object == Some(true) || list == Some(true),
    }
}

/// Whether a file of JSON that begins so is a list, or has objects over many lines:
/// then they are taken one after the other, wherever lines end.
pub(super) fn is_loose(head: &[u8]) -> bool {
    let text = head.trim_ascii_start();
    let first = text.split(|byte| *byte == b'\n').next().unwrap_or(text);
    text.starts_with(b"[") || first.trim_ascii() == b"{"
}

/// Pages as objects of JSON, however they are set: in a list, one below the other.
pub(super) struct Loose<R> {
    source: Source<R>,
    like: Page,
    /// How many objects began.
    number: usize,
    /// Whether what is between two objects was told to be none.
    told: bool,
    over: bool,
}

impl<R: Read> Loose<R> {
    pub fn of(source: Source<R>, like: Page) -> Self {
        Self { source, like, number: 0, told: false, over: false }
    }

    fn lost(&mut self, why: impl ToString) -> Entry {
        self.told = true;
        let whence = format!("{}, object {}", name(&self.like), self.number);
        Entry::Lost(Lost { whence, why: why.to_string() })
    }

    /// Goes to the next object; whether what lies before it is none, and whether
    /// there is one.
    fn seek(&mut self) -> Result<(bool, bool), Fault> {
        let mut junk = false;
        loop {
            let piece = self.source.fill()?;
            let Some(first) = piece.first().copied() else { return Ok((junk, false)) };
            let count = match first {
                b'{' => return Ok((junk, true)),
                b'[' | b']' | b',' | 0xef | 0xbb | 0xbf => 1,
                byte if byte.is_ascii_whitespace() => 1,
                _ => {
                    junk = true;
                    let end = piece.iter().position(|byte| matches!(byte, b',' | b'\n' | b'{'));
                    end.unwrap_or(piece.len())
                }
            };
            self.source.consume(count);
        }
    }

    /// Reads the object that begins here.
    fn object(&mut self) -> Result<Result<Vec<u8>, &'static str>, Fault> {
        let (mut object, mut long) = (Vec::new(), false);
        let (mut depth, mut inside, mut escaped) = (0usize, false, false);
        loop {
            let piece = self.source.fill()?;
            if piece.is_empty() {
                return Ok(Err("it breaks off there"));
            }
            let mut end = None;
            for (at, byte) in piece.iter().enumerate() {
                match byte {
                    b'\n' if inside => {
                        self.source.consume(at + 1);
                        return Ok(Err("a text in it has no end; the rest is read"));
                    }
                    _ if escaped => escaped = false,
                    b'\\' if inside => escaped = true,
                    b'"' => inside = !inside,
                    b'{' | b'[' if !inside => depth += 1,
                    b'}' | b']' if !inside => {
                        depth -= 1;
                        if depth == 0 {
                            end = Some(at + 1);
                            break;
                        }
                    }
                    _ => {}
                }
            }
            let read = end.unwrap_or(piece.len());
            long |= object.len() + read > LONGEST;
            if !long {
                object.extend_from_slice(&piece[..read]);
            }
            self.source.consume(read);
            if end.is_some() {
                return Ok(match long {
                    true => Err("it is longer than 20 MB, and was left out; the rest is read"),
                    false => Ok(object),
                });
            }
        }
    }
}

impl<R: Read> Iterator for Loose<R> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        if self.over {
            return None;
        }
        let found = match self.seek() {
            Ok((true, more)) if !self.told => {
                self.over = !more;
                return Some(self.lost("what follows it is no object; the rest is read"));
            }
            Ok((_, true)) => {
                self.number += 1;
                self.object()
            }
            Ok((_, false)) => {
                self.over = true;
                return None;
            }
            Err(fault) => Err(fault),
        };
        Some(match found {
            Ok(Ok(object)) => {
                self.told = false;
                let place = format!("object {}", self.number);
                read(&object, &self.like, &place).unwrap_or_else(|why| self.lost(why))
            }
            Ok(Err(why)) => self.lost(why),
            Err(fault) => {
                self.over = true;
                self.lost(format!("{fault}; the objects before it were read"))
            }
        })
    }
}

/// The page that an object holds.
fn read(object: &[u8], like: &Page, place: &str) -> Result<Entry, String> {
    match serde_json::from_slice::<Fields>(object) {
        Ok(fields) => match fields.page(like, place) {
            Ok(page) => Ok(Entry::Page(Box::new(page))),
            Err(Passed::NoPage) => {
                Err("no field of it holds a page (html, content, body, text); the rest is read"
                    .to_owned())
            }
            Err(passed) => Ok(Entry::Passed(passed)),
        },
        Err(error) => {
            let (at, short) = (error.column(), short(&error));
            Err(format!("no JSON object there (at byte {at} of it: {short}); the rest is read"))
        }
    }
}

/// Pages as crawlers write them: one object a line. A list of objects with a line
/// for each is read too.
pub(super) struct Jsonl<R> {
    source: Source<R>,
    like: Page,
    line: usize,
    over: bool,
}

impl<R: Read> Jsonl<R> {
    pub fn of(source: Source<R>, like: Page) -> Self {
        Self { source, like, line: 0, over: false }
    }

    fn lost(&self, why: impl ToString) -> Option<Entry> {
        let whence = format!("{}, line {}", name(&self.like), self.line);
        Some(Entry::Lost(Lost { whence, why: why.to_string() }))
    }
}

impl<R: Read> Iterator for Jsonl<R> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let mut line = Vec::new();
        while !self.over {
            self.line += 1;
            match self.source.line(&mut line, LONGEST) {
                Ok(Line::Whole) => {}
                Ok(Line::Cut) => {
                    return self
                        .lost("it is longer than 20 MB, and was left out; the rest is read");
                }
                Ok(Line::None) => {
                    self.over = true;
                    continue;
                }
                Err(fault) => {
                    self.over = true;
                    return self.lost(format!("{fault}; the lines before it were read"));
                }
            }
            let mut object = line.trim_ascii();
            object = object.strip_prefix(b"\xef\xbb\xbf").unwrap_or(object);
            object = object.strip_prefix(b"[").unwrap_or(object).trim_ascii_start();
            object = match object.first() {
                Some(b'{') => object.strip_suffix(b"]").unwrap_or(object).trim_ascii_end(),
                _ => object.strip_prefix(b"]").unwrap_or(object),
            };
            object = object.strip_suffix(b",").unwrap_or(object);
            if object.is_empty() {
                continue;
            }
            if object == b"{" {
                self.over = true;
                return self.lost(
                    "an object over many lines; one object a line is read (`jq -c .` makes that)",
                );
            }
            let place = format!("line {}", self.line);
            return read(object, &self.like, &place).map(Some).unwrap_or_else(|why| self.lost(why));
        }
        None
    }
}

/// What is wrong, without the place: it counts lines from the object.
fn short(error: &serde_json::Error) -> String {
    let told = error.to_string();
    told.split(" at line ").next().unwrap_or("").to_owned()
}
