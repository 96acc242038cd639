use super::source::Line;
use super::{Entry, Lost, Source, name};
use crate::{MAX_BYTES, Page};
use schema::CutKind;
use std::io::Read;

/// How a mail begins in a file of mails.
pub(super) const FROM: &[u8] = b"From ";

/// Whether a file that begins so holds mails: a line that begins one, and the lines
/// of its head.
pub(super) fn is_mbox(head: &[u8]) -> bool {
    let Some(end) = head.starts_with(FROM).then(|| memchr::memchr(b'\n', head)).flatten() else {
        return false;
    };
    let mut lines = head[end + 1..].split(|byte| *byte == b'\n').take(4);
    let named = |line: &[u8]| {
        let name = line.iter().position(|byte| *byte == b':').map_or(&[][..], |at| &line[..at]);
        !name.is_empty() && name.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
    };
    lines.next().is_some_and(named)
        && lines.all(|line| {
            line.trim_ascii().is_empty() || line[0].is_ascii_whitespace() || named(line)
        })
}

/// Mails one below the other, each behind a line that begins with `From `. Each is
/// given with its bytes as they came.
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
            match self.source.raw_line(&mut line, MAX_BYTES) {
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
            empty = line.trim_ascii_end().is_empty();
            if page.bytes.len() + line.len() <= MAX_BYTES {
                page.bytes.extend_from_slice(&line);
            } else {
                long = true;
            }
        }
        if page.bytes.trim_ascii().is_empty() {
            return None;
        }
        self.mail += 1;
        page.whence = Some(format!("{}, mail {}", name(&self.like), self.mail));
        page.cut.extend(long.then_some(CutKind::TooLong));
        Some(Entry::Page(Box::new(page)))
    }
}
