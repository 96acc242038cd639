use crate::tag::Tag;
use crate::tree::Tree;
use schema::Span;
use std::ops::Range;

/// The text of a page, and the pieces it is made of.
#[derive(Debug, Default)]
pub(crate) struct Segments {
    /// All pieces, with an empty line between two.
    pub text: String,
    pub pieces: Vec<Piece>,
}

/// A run of text that a reader would see as one paragraph, and where it hangs.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Where it stands in the text: with single spaces; no-break spaces stay.
    pub span: Span,
    /// How many characters it has, spaces counted.
    pub length: usize,
    /// How many of its characters other than spaces are inside links.
    pub linked: usize,
    /// The element that makes it a block.
    pub node: usize,
    /// Where its words stand in the HTML, in bytes.
    pub source: Range<usize>,
    /// Whether the page hides it, for a while or for good.
    pub hidden: bool,
}

/// Cuts a tree into the blocks that a browser would set below each other.
pub(crate) fn segments(tree: &Tree) -> Segments {
    let mut segments = Segments::default();
    let mut open = Open::default();
    let mut blocks = vec![(tree.nodes.len(), 0)];
    // What a script is to show later, or never, is hidden up to here.
    let mut hidden = 0;
    let mut at = 0;
    while at < tree.nodes.len() {
        while let Some(&(_, node)) = blocks.last().filter(|(end, _)| *end <= at) {
            open.close(&mut segments, node);
            blocks.pop();
        }
        let node = &tree.nodes[at];
        let inner = blocks.last().map_or(0, |(_, node)| *node);
        match node.tag {
            Tag::Text => open.push(&mut segments.text, tree.words(at), node.linked, &node.source),
            Tag::Br => open.line_break(&mut segments, inner),
            tag if tag.is_hidden() => {
                at = node.end as usize;
                continue;
            }
            tag => {
                let hides = at >= hidden && is_hidden(tree, at);
                if tag.is_block() || hides {
                    open.close(&mut segments, inner);
                    blocks.push((node.end as usize, at));
                }
                if hides {
                    hidden = node.end as usize;
                }
            }
        }
        open.hidden = at < hidden;
        at += 1;
    }
    let inner = blocks.last().map_or(0, |(_, node)| *node);
    open.close(&mut segments, inner);
    segments
}

/// The text gathered since the last block began or ended; its words are already at
/// the end of the text.
#[derive(Default)]
struct Open {
    start: Option<usize>,
    length: usize,
    linked: usize,
    broken: bool,
    hidden: bool,
    source: Range<usize>,
}

impl Open {
    fn push(&mut self, text: &mut String, words: &str, linked: bool, source: &Range<u32>) {
        let mut rest = words;
        let is_space = |b: u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c');
        while !rest.is_empty() {
            // A no-break space is a letter to HTML: it belongs to « » and numbers.
            let spaces = rest.bytes().take_while(|&b| is_space(b)).count();
            if spaces > 0 {
                if self.start.is_some() && !text.ends_with(' ') {
                    text.push(' ');
                    self.length += 1;
                }
                rest = &rest[spaces..];
                continue;
            }
            let end = rest.bytes().position(is_space).unwrap_or(rest.len());
            let word = &rest[..end];
            if self.start.is_none() {
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                self.start = Some(text.len());
                self.source = source.start as usize..source.end as usize;
            }
            text.push_str(word);
            let characters = word.bytes().filter(|b| b & 0xC0 != 0x80).count();
            self.length += characters;
            if linked {
                self.linked += characters;
            }
            self.broken = false;
            self.source.end = source.end as usize;
            rest = &rest[end..];
        }
    }

    /// One break is a space, two make a paragraph.
    fn line_break(&mut self, segments: &mut Segments, node: usize) {
        if self.broken {
            self.close(segments, node);
        } else {
            if self.start.is_some() && !segments.text.ends_with(' ') {
                segments.text.push(' ');
                self.length += 1;
            }
            self.broken = true;
        }
    }

    fn close(&mut self, segments: &mut Segments, node: usize) {
        let open = std::mem::take(self);
        let Some(start) = open.start else { return };
        let text = &mut segments.text;
        let mut length = open.length;
        // White space of other kinds, no-break spaces among them, at its ends is none of its words.
        let inside = text[start..].trim();
        if inside.is_empty() {
            // With the empty line before it, where there is one.
            text.truncate(start.saturating_sub(2));
            return;
        }
        let skipped = text[start..].len() - text[start..].trim_start().len();
        let end = text.trim_end().len();
        length -= text[end..].chars().count() + text[start..start + skipped].chars().count();
        text.truncate(end);
        if skipped > 0 {
            text.replace_range(start..start + skipped, "");
        }
        segments.pieces.push(Piece {
            span: Span::new(start, text.len()),
            length,
            linked: open.linked,
            node,
            source: open.source,
            hidden: open.hidden,
        });
    }
}

/// Whether the attributes of an element hide it.
pub(crate) fn is_hidden(tree: &Tree, node: usize) -> bool {
    if !tree.has_attributes(node) {
        return false;
    }
    let tag = tree.nodes[node].tag;
    tree.attribute(node, "hidden").is_some()
        || tree.attribute(node, "aria-hidden") == Some("true") && tag != Tag::Div
        || tree.attribute(node, "style").is_some_and(|style| {
            style.contains("none") && style.replace(' ', "").contains("display:none")
        })
}
