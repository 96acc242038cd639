//! What is printed for people: paragraphs, wrapped to the width, in colour
//! where the terminal has some.

mod claim; // a claim, long and short
mod document; // what is known of a page
mod ledger; // what the views answer
mod page; // what of a page was kept and what dropped, and why
mod tree; // sentences, words, and how they hang together

pub(crate) use claim::{claim_on_page, claim_row, row_head};
pub(crate) use document::{document_head, document_row, plural, reading_foot, shortened};
pub(crate) use ledger::*;
pub(crate) use page::page_explained;
pub(crate) use tree::{Sentence, trees};

use crate::arguments::When;
use std::io::{self, IsTerminal, Write};
use unicode_width::UnicodeWidthChar;

/// How wide a line is where nobody says.
const WIDTH: usize = 90;
/// No line is longer, however wide the terminal: eyes lose the way back.
const WIDEST: usize = 110;

/// What words are, and so how they look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Words like others.
    #[default]
    Plain,
    /// A headline, a number that matters.
    Strong,
    /// Who speaks.
    Speaker,
    /// What is said to be so.
    Stance,
    /// What is said not to be so, or conflicts.
    Against,
    /// What is not firm.
    Doubt,
    /// What was made of the words: a value.
    Value,
    /// Labels, ids, evidence.
    Faint,
}

impl Ink {
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Strong => "1",
            Self::Speaker => "1;36",
            Self::Stance => "32",
            Self::Against => "31",
            Self::Doubt => "33",
            Self::Value => "36",
            Self::Faint => "2",
        }
    }
}

/// Words of one kind. Spaces at its ends part it from its neighbours.
pub(crate) struct Words {
    ink: Ink,
    text: String,
}

/// `text` as words of the kind `ink`.
pub(crate) fn ink(ink: Ink, text: impl Into<String>) -> Words {
    Words { ink, text: text.into() }
}

/// `text` as words like others.
pub(crate) fn plain(text: impl Into<String>) -> Words {
    ink(Ink::Plain, text)
}

/// Small words: labels, ids, evidence.
pub(crate) fn faint(text: impl Into<String>) -> Words {
    ink(Ink::Faint, text)
}

/// Where is printed.
pub(crate) struct Paper {
    out: Box<dyn Write>,
    width: usize,
    colour: bool,
}

impl Paper {
    /// The standard output.
    pub(crate) fn standard(when: When) -> Self {
        let out = io::stdout();
        let terminal = out.is_terminal();
        let columns = console::Term::stdout().size_checked().map(|(_, columns)| columns.into());
        let width = columns.filter(|_| terminal).unwrap_or(WIDTH).clamp(30, WIDEST);
        let out: Box<dyn Write> = match terminal {
            true => Box::new(out),
            false => Box::new(io::BufWriter::new(out)),
        };
        Self { out, width, colour: coloured(when, terminal) }
    }

    /// A paragraph; its first line begins at `first`, the others at `rest`.
    pub(crate) fn hanging(&mut self, first: usize, rest: usize, words: &[Words]) -> io::Result<()> {
        let mut line = Line { paper: self, at: 0, indent: first, rest, on: Ink::Plain };
        let mut word: Vec<(char, Ink)> = Vec::new();
        for Words { ink, text } in words {
            for c in text.chars() {
                if c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}' {
                    line.put(&mut word)?;
                } else if !is_hidden(c) {
                    word.push((c, *ink));
                }
            }
        }
        line.put(&mut word)?;
        line.set(Ink::Plain)?;
        line.paper.out.write_all(b"\n")
    }

    /// A paragraph that begins at `indent`.
    pub(crate) fn at(&mut self, indent: usize, words: &[Words]) -> io::Result<()> {
        self.hanging(indent, indent, words)
    }

    /// A label in a column of `wide`, and beside it what it is about.
    pub(crate) fn labelled(
        &mut self,
        indent: usize,
        wide: usize,
        label: &str,
        words: Vec<Words>,
    ) -> io::Result<()> {
        let gap = wide.saturating_sub(label.chars().count()).max(1);
        // Spaces that no line is broken at.
        let mut all = vec![faint(label), plain("\u{a0}".repeat(gap))];
        all.extend(words);
        self.hanging(indent, indent + wide, &all)
    }

    /// An empty line.
    pub(crate) fn gap(&mut self) -> io::Result<()> {
        self.out.write_all(b"\n")
    }

    /// What is written down as it is, for programs.
    pub(crate) fn raw(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// `answer` as JSON that people can read too.
    pub(crate) fn json(&mut self, answer: &impl serde::Serialize) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut self.out, answer)?;
        self.out.write_all(b"\n")
    }

    /// Everything is on its way.
    pub(crate) fn done(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A line that is being filled.
struct Line<'a> {
    paper: &'a mut Paper,
    at: usize,
    indent: usize,
    rest: usize,
    on: Ink,
}

impl Line<'_> {
    /// One word; a new line before it where there is no room.
    fn put(&mut self, word: &mut Vec<(char, Ink)>) -> io::Result<()> {
        let Some(&(_, first)) = word.first() else { return Ok(()) };
        let width = |c: char| c.width().unwrap_or(0);
        let long: usize = word.iter().map(|(c, _)| width(*c)).sum();
        if self.at > 0 && self.at + 1 + long > self.paper.width {
            self.set(Ink::Plain)?;
            self.paper.out.write_all(b"\n")?;
            (self.at, self.indent) = (0, self.rest);
        }
        if self.at == 0 {
            write!(self.paper.out, "{:1$}", "", self.indent)?;
            self.at = self.indent;
        } else {
            if self.on != first {
                self.set(Ink::Plain)?;
            }
            self.paper.out.write_all(b" ")?;
            self.at += 1;
        }
        for (c, ink) in word.drain(..) {
            // A word longer than a line: an address, or a script without spaces.
            if self.at + width(c) > self.paper.width && self.at > self.rest {
                self.set(Ink::Plain)?;
                write!(self.paper.out, "\n{:1$}", "", self.rest)?;
                (self.at, self.indent) = (self.rest, self.rest);
            }
            self.set(ink)?;
            let c = if matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c };
            write!(self.paper.out, "{c}")?;
            self.at += width(c);
        }
        Ok(())
    }

    /// What comes is of the kind `ink`.
    fn set(&mut self, ink: Ink) -> io::Result<()> {
        let before = std::mem::replace(&mut self.on, ink);
        if before == ink || !self.paper.colour {
            return Ok(());
        }
        if before != Ink::Plain {
            self.paper.out.write_all(b"\x1b[0m")?;
        }
        match ink.code() {
            "" => Ok(()),
            code => write!(self.paper.out, "\x1b[{code}m"),
        }
    }
}

/// Characters by which a page could write elsewhere than where it is printed:
/// controls of the terminal, and marks that turn the direction of writing.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` in one line that a terminal shows and does not obey.
pub(crate) fn harmless(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect()
}

fn coloured(when: When, terminal: bool) -> bool {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR").is_some() => false,
        When::Auto if set("CLICOLOR_FORCE").is_some_and(|value| value != "0") => true,
        When::Auto if set("CLICOLOR").is_some_and(|value| value == "0") => false,
        When::Auto => terminal && set("TERM").is_some_and(|term| term != "dumb"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Sheet(Arc<Mutex<Vec<u8>>>);

    /// What is printed on paper so wide.
    pub(super) fn printed(
        width: usize,
        colour: bool,
        print: impl FnOnce(&mut Paper) -> io::Result<()>,
    ) -> String {
        let sheet = Sheet::default();
        print(&mut Paper { out: Box::new(sheet.clone()), width, colour }).unwrap();
        let bytes = sheet.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    impl Write for Sheet {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn check(width: usize, colour: bool, words: &[Words], expected: Expect) {
        let text = printed(width, colour, |paper| paper.hanging(2, 4, words));
        // With a margin, so that an indentation is seen.
        let text = text.replace('\x1b', "␛");
        let lines: Vec<String> = text.lines().map(|line| format!("|{line}\n")).collect();
        expected.assert_eq(&lines.concat());
    }

    #[test]
    fn a_paragraph_is_wrapped_and_hangs() {
        let words = [plain("one two three four "), ink(Ink::Strong, "five six"), plain(", seven")];
        check(
            16,
            false,
            &words,
            expect![[r#"
                |  one two three
                |    four five
                |    six, seven
            "#]],
        );
    }

    #[test]
    fn colour_ends_with_its_word() {
        let words = [ink(Ink::Strong, "one two"), plain(", three")];
        check(
            40,
            true,
            &words,
            expect![[r#"
                |  ␛[1mone two␛[0m, three
            "#]],
        );
    }

    #[test]
    fn words_longer_than_a_line_are_cut() {
        check(
            12,
            false,
            &[plain("https://example.org/a 汉字汉字汉字")],
            expect![[r#"
                |  https://ex
                |    ample.or
                |    g/a
                |    汉字汉字
                |    汉字
            "#]],
        );
    }

    #[test]
    fn a_page_cannot_steer_the_terminal() {
        check(
            40,
            false,
            &[plain("a\x1b[31mb\u{202e}c\x07\r\nd")],
            expect![[r#"
                |  a[31mbc d
            "#]],
        );
    }
}
