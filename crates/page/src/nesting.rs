use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use std::cell::RefCell;
use std::collections::HashMap;

/// Elements nested deeper than this lose their tags and keep their text, as in
/// browsers. The parser looks through all open elements at each tag, so that
/// without it a page of open tags takes quadratic time.
const DEEPEST: usize = 512;

/// Parses `html` into `sink`, at most [`DEEPEST`] elements deep.
pub(crate) fn parse<S: TreeSink>(html: &str, sink: S) -> S::Output {
    let builder = TreeBuilder::new(sink, TreeBuilderOpts::default());
    let shallow = Shallow { builder, open: RefCell::default() };
    let tokenizer = Tokenizer::new(shallow, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // It stops where a browser would run a script or change the character set; here the page goes on.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Passes tokens on, but for the tags that would nest too deep.
struct Shallow<S: TreeSink> {
    builder: TreeBuilder<S::Handle, S>,
    open: RefCell<Open>,
}

/// The open elements as far as tags tell, and how many of each were left out.
#[derive(Default)]
struct Open {
    depth: usize,
    left_out: HashMap<String, usize>,
}

impl Open {
    /// Whether the tag is passed on.
    fn passes(&mut self, kind: TagKind, name: &str, closed: bool) -> bool {
        if closed || IMPLIED.contains(&name) {
            return true;
        }
        match kind {
            TagKind::StartTag if self.depth >= DEEPEST => {
                *self.left_out.entry(name.to_owned()).or_default() += 1;
                false
            }
            TagKind::StartTag => {
                self.depth += 1;
                true
            }
            TagKind::EndTag => match self.left_out.get_mut(name).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => {
                    self.depth = self.depth.saturating_sub(1);
                    true
                }
            },
        }
    }
}

/// Elements that are empty, or that end without an end tag: counting their
/// start tags would say nothing about depth.
const IMPLIED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "html", "head", "body", "p", "li", "dt", "dd", "option", "optgroup", "rp",
    "rt", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "caption",
];

impl<S: TreeSink> TokenSink for Shallow<S> {
    type Handle = S::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<S::Handle> {
        if let Token::TagToken(tag) = &token
            && !self.open.borrow_mut().passes(tag.kind, &tag.name, tag.self_closing)
        {
            return TokenSinkResult::Continue;
        }
        self.builder.process_token(token, line)
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
