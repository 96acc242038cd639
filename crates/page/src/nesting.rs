use crate::tree::{Sink, Tree};
use html5ever::TokenizerResult;
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::{Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

/// Elements nested deeper than this lose their tags and keep their text, as in
/// browsers. The parser looks through all open elements at each tag, so that
/// without it a page of open tags takes quadratic time.
const DEEPEST: usize = 512;

/// Once a page has this many nodes, its further tags are left out and their text
/// is kept: a page has thousands, an attack has millions.
const MOST_NODES: usize = 1_000_000;

/// Once the parser may have looked at this many open elements, the same: a page of
/// a hundred thousand tags, a hundred deep, takes as many.
const MOST_LOOKS: usize = 10_000_000;

/// After how many tags the parser is asked again how deep it is.
const ASKED_EVERY: usize = 32;

/// Parses `html` as a browser would, neither deeper nor larger than the limits.
pub(crate) fn parse(html: &str) -> Tree {
    let builder = TreeBuilder::new(Sink::default(), TreeBuilderOpts::default());
    let shallow = Shallow {
        builder,
        tags: Cell::new(0),
        looks: Cell::new(0),
        held: Held::default(),
        left_out: RefCell::default(),
    };
    let tokenizer = Tokenizer::new(shallow, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    // It stops where a browser would run a script or change the character set; here the page goes on.
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Passes tokens on, but for the tags that would nest too deep.
struct Shallow {
    builder: TreeBuilder<usize, Sink>,
    tags: Cell<usize>,
    looks: Cell<usize>,
    held: Held,
    /// How many start tags of each name were left out and not closed yet.
    left_out: RefCell<HashMap<String, usize>>,
}

/// How many elements the parser holds: the open ones, and those it would open
/// again. Only the parser knows; what start and end tags say can be made up.
#[derive(Default)]
struct Held(Cell<usize>);

impl Tracer for Held {
    type Handle = usize;

    fn trace_handle(&self, _: &usize) {
        self.0.set(self.0.get() + 1);
    }
}

/// Elements that are empty, hold text alone, or end where the next one begins. They
/// rarely add depth, and a page that is too deep keeps its paragraphs by them.
const SHALLOW: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "html", "head", "body", "p", "li", "dt", "dd", "option", "tr", "td", "th",
    "tbody", "thead", "tfoot", "colgroup", "caption", "script", "style", "noscript", "iframe",
    "textarea", "title",
];

impl Shallow {
    fn passes(&self, tag: &Tag) -> bool {
        if self.builder.sink.len() >= MOST_NODES || self.looks.get() >= MOST_LOOKS {
            return false;
        }
        if self.tags.get().is_multiple_of(ASKED_EVERY) {
            self.held.0.set(0);
            self.builder.trace_handles(&self.held);
        }
        self.tags.set(self.tags.get() + 1);
        let name: &str = &tag.name;
        let mut left_out = self.left_out.borrow_mut();
        let passes = match tag.kind {
            TagKind::StartTag => {
                let deepest = if SHALLOW.contains(&name) { 2 * DEEPEST } else { DEEPEST };
                let passes = self.held.0.get() < deepest;
                if !passes {
                    *left_out.entry(name.to_owned()).or_default() += 1;
                }
                passes
            }
            TagKind::EndTag => match left_out.get_mut(name).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    false
                }
                None => true,
            },
        };
        if passes {
            self.looks.set(self.looks.get() + self.held.0.get());
        }
        passes
    }
}

impl TokenSink for Shallow {
    type Handle = usize;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<usize> {
        let passes = match &token {
            Token::TagToken(tag) => self.passes(tag),
            Token::CommentToken(_) => false,
            _ => true,
        };
        if passes { self.builder.process_token(token, line) } else { TokenSinkResult::Continue }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    const TIMES: usize = 100_000;

    /// Parses, and tells the depth of the tree; `time` is generous for a debug build.
    fn depth(html: &str) -> usize {
        let start = Instant::now();
        let tree = parse(html);
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        let mut depths = vec![0; tree.nodes.len()];
        let mut deepest = 0;
        for node in tree.walk(0) {
            depths[node] = tree.nodes[node].parent.map_or(0, |parent| depths[parent] + 1);
            deepest = deepest.max(depths[node]);
        }
        deepest
    }

    #[test]
    fn no_order_of_tags_walks_around_the_limit() {
        for piece in [
            "<div>",
            "<div></x>",
            "<div/>",
            "<div></p>",
            "<svg><g>",
            "<optgroup>",
            "<ruby><rt>",
            "<rp>",
            "<p><button>",
            "<b><p></b>",
            "<div><table><td></div></table>",
            "<b><table><td></b></table>",
            "<table><td>",
            "<template>",
            "<form><div></form>",
            "<li><ul>",
        ] {
            let deepest = depth(&piece.repeat(TIMES));
            assert!(deepest < 2 * DEEPEST + 2 * ASKED_EVERY, "{piece}: {deepest}");
        }
    }

    #[test]
    fn formatting_that_is_never_closed_does_not_multiply() {
        let open = |n: usize| format!("<p><b id={n}>x</p>");
        depth(&(0..TIMES).map(open).collect::<String>());
        let opened: String = (0..400).map(|n| format!("<i id={n}>")).collect();
        let page = opened + &"<p>x</p>".repeat(TIMES);
        assert!(parse(&page).nodes.len() < MOST_NODES + 4 * DEEPEST);
        depth(&page);
    }

    #[test]
    fn what_a_table_does_not_take_is_put_before_it_at_once() {
        let page = "<table>".to_owned() + &"x<br>".repeat(TIMES);
        assert_eq!(depth(&page), 3);
    }

    #[test]
    fn a_page_without_end_keeps_its_text() {
        let page = "<br>".repeat(MOST_NODES) + "<p>the <b>last</b> line";
        let tree = parse(&page);
        assert!(tree.nodes.len() < MOST_NODES + 10);
        assert!(tree.text(0).ends_with("the last line"));
    }

    #[test]
    fn a_deep_page_keeps_its_paragraphs() {
        let tree = parse(&("<div>".repeat(2 * DEEPEST) + "<p>one</p><script>if (a<b) {}</script>"));
        let paragraph = tree.walk(0).find(|&node| tree.tag(node) == "p").expect("it is kept");
        assert_eq!(tree.text(paragraph), "one");
        assert!(tree.walk(0).any(|node| tree.tag(node) == "script"));
    }
}
