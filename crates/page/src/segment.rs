use crate::tree::{Data, Tree};

/// A run of text that a reader would see as one paragraph, and where it hangs.
#[derive(Debug)]
pub(crate) struct Piece {
    /// With single spaces; no-break spaces stay.
    pub text: String,
    /// How many of its characters are inside links.
    pub linked: usize,
    /// The element that makes it a block.
    pub node: usize,
}

/// Cuts a tree into the blocks that a browser would set below each other.
pub(crate) fn pieces(tree: &Tree) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut open = Open::default();
    // A flat walk: `Leave` comes back once the children of an element are done.
    enum Step {
        Enter(usize),
        Leave(usize),
    }
    let mut stack = vec![Step::Enter(0)];
    let mut blocks = vec![0usize];
    let mut links = 0usize;
    while let Some(step) = stack.pop() {
        match step {
            Step::Enter(node) => match &tree.nodes[node].data {
                Data::Text(text) => open.push(text, links > 0),
                Data::Element { .. } => {
                    let tag = tree.tag(node);
                    if is_hidden(tree, node) {
                        continue;
                    }
                    if tag == "br" {
                        open.line_break(&mut pieces, *blocks.last().unwrap_or(&0));
                        continue;
                    }
                    if is_block(tag) {
                        open.close(&mut pieces, *blocks.last().unwrap_or(&0));
                        blocks.push(node);
                    }
                    links += usize::from(tag == "a");
                    stack.push(Step::Leave(node));
                    stack.extend(
                        tree.nodes[node].children.iter().rev().map(|&child| Step::Enter(child)),
                    );
                }
                _ => stack.extend(
                    tree.nodes[node].children.iter().rev().map(|&child| Step::Enter(child)),
                ),
            },
            Step::Leave(node) => {
                let tag = tree.tag(node);
                links -= usize::from(tag == "a");
                if is_block(tag) {
                    open.close(&mut pieces, node);
                    blocks.pop();
                }
            }
        }
    }
    open.close(&mut pieces, 0);
    pieces
}

/// The text gathered since the last block began or ended.
#[derive(Default)]
struct Open {
    text: String,
    linked: usize,
    broken: bool,
}

impl Open {
    fn push(&mut self, text: &str, linked: bool) {
        for c in text.chars() {
            // A no-break space is a letter to HTML: it belongs to « » and numbers.
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
                self.linked += usize::from(linked);
                self.broken = false;
            }
        }
    }

    /// One break is a space, two make a paragraph.
    fn line_break(&mut self, pieces: &mut Vec<Piece>, node: usize) {
        if self.broken {
            self.close(pieces, node);
        } else {
            self.push(" ", false);
            self.broken = true;
        }
    }

    fn close(&mut self, pieces: &mut Vec<Piece>, node: usize) {
        let text = self.text.trim();
        if text.chars().any(|c| !c.is_whitespace()) {
            pieces.push(Piece { text: text.to_owned(), linked: self.linked, node });
        }
        *self = Self::default();
    }
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "button"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "select"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}

fn is_hidden(tree: &Tree, node: usize) -> bool {
    let tag = tree.tag(node);
    matches!(
        tag,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "head"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "select"
            | "textarea"
            | "datalist"
    ) || tree.attribute(node, "hidden").is_some()
        || tree.attribute(node, "aria-hidden") == Some("true") && tag != "div"
        || tree
            .attribute(node, "style")
            .is_some_and(|style| style.replace(' ', "").contains("display:none"))
}
