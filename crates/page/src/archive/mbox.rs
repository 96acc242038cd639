use super::source::Line;
use super::{Entry, Lost, Source, TOO_LONG, name};
use crate::{MAX_BYTES, Page};
use std::io::Read;

/// How a mail begins in a file of mails.
pub(super) const FROM: &[u8] = b"From ";

/// Mails one below the other, each behind a line that begins with `From `.
pub(super) struct Mbox<R> {
    source: Source<R>,
    like: Page,
    mail: usize,
    over: bool,
}

impl<R: Read> Mbox<R> {
    pub fn of(source: Source<R>, like: Page) -> Self {
        Self { source, like, mail: 0, over: false }
    }
}

impl<R: Read> Iterator for Mbox<R> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        let (mut line, mut empty) = (Vec::new(), true);
        let mut page = Page { media_type: Some("message/rfc822".to_owned()), ..self.like.clone() };
        let mut long = false;
        while !self.over {
            match self.source.line(&mut line, MAX_BYTES) {
                Ok(Line::None) => self.over = true,
                Ok(_) if empty && line.starts_with(FROM) => {
                    if !page.bytes.is_empty() {
                        break;
                    }
                    continue;
                }
                Ok(_) => {}
                Err(fault) => {
                    self.over = true;
                    let whence = format!("{}, behind mail {}", name(&self.like), self.mail);
                    let why = format!("{fault}; the mails before it were read");
                    return Some(Entry::Lost(Lost { whence, why }));
                }
            }
            empty = line.is_empty();
            // A line of the mail that begins so was marked.
            let marked = line.strip_prefix(b">").filter(|rest| {
                let rest = rest.iter().position(|byte| *byte != b'>').map(|at| &rest[at..]);
                rest.is_some_and(|rest| rest.starts_with(FROM))
            });
            let words = marked.unwrap_or(&line);
            if page.bytes.len() + words.len() < MAX_BYTES {
                page.bytes.extend_from_slice(words);
                page.bytes.push(b'\n');
            } else {
                long = true;
            }
        }
        if page.bytes.trim_ascii().is_empty() {
            return None;
        }
        self.mail += 1;
        page.whence = Some(format!("{}, mail {}", name(&self.like), self.mail));
        page.cut.extend(long.then(|| TOO_LONG.to_owned()));
        Some(Entry::Page(Box::new(page)))
    }
}
