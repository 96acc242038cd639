use super::fields::Fields;
use super::source::Line;
use super::{Entry, Lost, Passed, Source, name};
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
            return match serde_json::from_slice::<Fields>(object) {
                Ok(fields) => match fields.page(&self.like, &place) {
                    Ok(page) => Some(Entry::Page(Box::new(page))),
                    Err(Passed::NoPage) => self.lost(
                        "no field of it holds a page (html, content, body, text); the rest is read",
                    ),
                    Err(passed) => Some(Entry::Passed(passed)),
                },
                Err(error) => {
                    let at = error.column();
                    self.lost(format!(
                        "no JSON object there (at byte {at} of it: {}); the rest is read",
                        short(&error)
                    ))
                }
            };
        }
        None
    }
}

/// What is wrong, without the place: it counts lines from the object.
fn short(error: &serde_json::Error) -> String {
    let told = error.to_string();
    told.split(" at line ").next().unwrap_or("").to_owned()
}
