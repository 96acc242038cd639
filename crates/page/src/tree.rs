use crate::tag::Tag;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Tokenizer};
use std::borrow::Cow;
use std::convert::Infallible;
use std::ops::Range;

/// An HTML page as a flat list of nodes in the order of the page.
///
/// What lies below a node follows it directly, up to its `end`: there are no lists
/// of children and no recursion, however deep a page nests. All words lie in one text.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    words: String,
    /// Whether tags were left out, since the page has too many.
    pub is_cut: bool,
}

/// An element or a run of text.
#[derive(Debug)]
pub(crate) struct Node {
    pub parent: u32,
    /// The node after the last one below this one.
    pub end: u32,
    pub tag: Tag,
    /// For a text: whether it is inside a link.
    pub linked: bool,
    /// The text of a text; the name of an element that the standard does not know.
    words: Range<u32>,
    attributes: Range<u32>,
    /// Where it stands in the HTML, in bytes: a text, or the start tag of an element.
    pub source: Range<u32>,
}

#[derive(Debug)]
struct Attribute {
    name: Range<u32>,
    value: Range<u32>,
}

/// Elements nested deeper than this lose their tags and keep their text, as in browsers.
const DEEPEST: usize = 512;

/// Once a page has this many nodes, its further tags are left out and their text
/// is kept: a page has thousands, an attack has millions.
const MOST_NODES: usize = 1_000_000;

/// How many attributes of an element are looked at.
const MOST_ATTRIBUTES: usize = 64;

/// The longest value of an attribute that is kept, in bytes.
const LONGEST_VALUE: usize = 8192;

impl Tree {
    /// Reads `html` much as a browser would: the tokens as the standard has them, the
    /// tree by those of its rules that change what a reader sees.
    pub fn parse(html: &str) -> Self {
        let mut builder = Builder::new(html.len());
        let build = |event: CallbackEvent<'_>, span: html5gum::Span<usize>| -> Option<Infallible> {
            builder.take(event, span.start as u32..span.end as u32);
            None
        };
        let mut emitter = CallbackEmitter::<_, Infallible, usize>::new(build);
        emitter.naively_switch_states(true);
        // It yields nothing: all of its work is done in the callback.
        for _ in Tokenizer::new_with_emitter(html, Quiet(emitter)) {}
        builder.finish()
    }

    /// A page of so many paragraphs, and nothing else; their words lie elsewhere.
    pub fn flat(paragraphs: usize) -> Self {
        let node = |at: usize, end: usize, tag| Node {
            parent: 0,
            end: end as u32,
            tag,
            linked: false,
            words: 0..0,
            attributes: 0..0,
            source: at as u32..at as u32,
        };
        let mut nodes = vec![node(0, paragraphs + 1, Tag::Body)];
        nodes.extend((1..=paragraphs).map(|at| node(at, at + 1, Tag::P)));
        Self { nodes, ..Self::default() }
    }

    /// The tag of an element by its name; empty for anything else.
    pub fn tag(&self, node: usize) -> &str {
        let node = &self.nodes[node];
        match node.tag {
            Tag::Other => self.string(&node.words),
            tag => tag.name(),
        }
    }

    /// An attribute of an element.
    pub fn attribute(&self, node: usize, wanted: &str) -> Option<&str> {
        let Range { start, end } = self.nodes[node].attributes;
        let of_node = &self.attributes[start as usize..end as usize];
        let found = of_node.iter().find(|it| self.string(&it.name) == wanted)?;
        Some(self.string(&found.value))
    }

    /// Whether a node has attributes at all.
    pub fn has_attributes(&self, node: usize) -> bool {
        !self.nodes[node].attributes.is_empty()
    }

    /// The parent of a node.
    pub fn parent(&self, node: usize) -> Option<usize> {
        (node > 0).then(|| self.nodes[node].parent as usize)
    }

    /// A node and what it lies in, the page last.
    pub fn path(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(node), |&node| self.parent(node))
    }

    /// Whether `node` is `ancestor` or lies below it.
    pub fn is_below(&self, node: usize, ancestor: usize) -> bool {
        self.walk(ancestor).contains(&node)
    }

    /// A node and every node below it, in the order of the page.
    pub fn walk(&self, from: usize) -> Range<usize> {
        from..self.nodes[from].end as usize
    }

    /// The words of a text; empty for anything else.
    pub fn words(&self, node: usize) -> &str {
        match self.nodes[node].tag {
            Tag::Text => self.string(&self.nodes[node].words),
            _ => "",
        }
    }

    /// The text below a node, spaces as they come.
    pub fn text(&self, from: usize) -> Cow<'_, str> {
        let mut pieces = self.walk(from).map(|node| self.words(node)).filter(|it| !it.is_empty());
        let first = pieces.next().unwrap_or_default();
        let Some(second) = pieces.next() else { return Cow::Borrowed(first) };
        let mut text = first.to_owned() + second;
        text.extend(pieces);
        Cow::Owned(text)
    }

    fn string(&self, range: &Range<u32>) -> &str {
        &self.words[range.start as usize..range.end as usize]
    }
}

/// Passes tokens on, and no errors: broken markup is no news.
struct Quiet<E>(E);

impl<E: Emitter> ForwardingEmitter for Quiet<E> {
    type Token = E::Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Self::Token> {
        &mut self.0
    }
    fn emit_error(&mut self, _: html5gum::Error) {}
    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

/// An element whose end tag has not come.
struct Open {
    node: usize,
    tag: Tag,
    /// A link or a bold type that was closed across other elements has ended, and is
    /// still around them.
    ended: bool,
}

/// Puts tokens in their places.
struct Builder {
    tree: Tree,
    open: Vec<Open>,
    /// How many elements of each tag are open and have not ended.
    count: [u32; Tag::COUNT],
    /// How many start tags of each were left out and not closed yet.
    left_out: [u32; Tag::COUNT],
    /// The start tag that is being read.
    tag: Option<Node>,
    /// Whether the attribute that is being read is kept.
    keeps: bool,
}

impl Builder {
    fn new(length: usize) -> Self {
        let mut tree = Tree::default();
        tree.words.reserve(length / 2);
        tree.nodes.reserve(length / 48);
        // A space that all white space between elements shares.
        tree.words.push(' ');
        tree.nodes.push(Node {
            parent: 0,
            end: 0,
            tag: Tag::Document,
            linked: false,
            words: 0..0,
            attributes: 0..0,
            source: 0..length as u32,
        });
        let document = Open { node: 0, tag: Tag::Document, ended: false };
        let mut count = [0; Tag::COUNT];
        count[Tag::Document as usize] = 1;
        Self {
            tree,
            open: vec![document],
            count,
            left_out: [0; Tag::COUNT],
            tag: None,
            keeps: false,
        }
    }

    fn take(&mut self, event: CallbackEvent<'_>, at: Range<u32>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                let name = String::from_utf8_lossy(name);
                let tag = Tag::of(&name);
                let words = if tag == Tag::Other { self.keep(&name) } else { 0..0 };
                let attributes = self.tree.attributes.len() as u32;
                self.tag = Some(Node {
                    parent: 0,
                    end: 0,
                    tag,
                    linked: false,
                    words,
                    attributes: attributes..attributes,
                    source: at,
                });
            }
            CallbackEvent::AttributeName { name } => self.attribute(name),
            CallbackEvent::AttributeValue { value } => {
                if self.keeps && value.len() <= LONGEST_VALUE {
                    let value = self.keep(&String::from_utf8_lossy(value));
                    if let Some(last) = self.tree.attributes.last_mut() {
                        last.value = value;
                    }
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                if let Some(mut node) = self.tag.take() {
                    node.source.end = node.source.end.max(at.end);
                    self.start(node, self_closing);
                }
            }
            CallbackEvent::EndTag { name } => {
                self.tag = None;
                let name = String::from_utf8_lossy(name);
                self.end(Tag::of(&name), &name);
            }
            CallbackEvent::String { value } if self.is_seen() => {
                self.text(&String::from_utf8_lossy(value), at);
            }
            CallbackEvent::String { .. } => {}
            CallbackEvent::Comment { .. }
            | CallbackEvent::Doctype { .. }
            | CallbackEvent::Error(_) => {}
        }
    }

    fn keep(&mut self, words: &str) -> Range<u32> {
        let start = self.tree.words.len() as u32;
        self.tree.words.push_str(words);
        start..self.tree.words.len() as u32
    }

    /// Attributes of pictures, programs and styles are many and long, and say nothing here.
    fn attribute(&mut self, name: &[u8]) {
        let Some(tag) = &self.tag else {
            self.keeps = false;
            return;
        };
        let wanted = matches!(
            name,
            b"class"
                | b"id"
                | b"role"
                | b"rel"
                | b"href"
                | b"itemprop"
                | b"itemtype"
                | b"itemscope"
                | b"property"
                | b"name"
                | b"content"
                | b"datetime"
                | b"pubdate"
                | b"type"
                | b"lang"
                | b"hidden"
                | b"style"
                | b"title"
                | b"charset"
                | b"http-equiv"
                | b"aria-hidden"
                | b"aria-label"
                | b"alt"
                | b"align"
                | b"amp"
                | b"\xe2\x9a\xa1"
        ) || name.starts_with(b"data-") && name.len() <= 40
            || name.starts_with(b"xml:");
        self.keeps = wanted && tag.attributes.len() < MOST_ATTRIBUTES;
        if self.keeps {
            let name = self.keep(&String::from_utf8_lossy(name));
            self.tree.attributes.push(Attribute { name, value: 0..0 });
            if let Some(tag) = &mut self.tag {
                tag.attributes.end += 1;
            }
        }
    }

    fn start(&mut self, mut node: Node, self_closing: bool) {
        let tag = node.tag;
        if self.tree.nodes.len() >= MOST_NODES {
            self.tree.is_cut = true;
            if !tag.is_void() {
                self.left_out[tag as usize] += 1;
            }
            return;
        }
        if self.is_open(Tag::Head) && !tag.stays_in_head() && !matches!(tag, Tag::Head | Tag::Html)
        {
            self.close(Tag::Head, |_| false);
        }
        match tag {
            Tag::Html | Tag::Body if self.is_open(tag) => return,
            // A form in a form is none, nor is a part of a table outside of one.
            Tag::Form if self.is_open(Tag::Form) => return,
            _ if tag.is_of_table() && tag != Tag::Table && !self.is_open(Tag::Table) => return,
            _ => {}
        }
        if tag.ends_paragraph() || tag == Tag::Table {
            self.close(Tag::P, |open| open.is_barrier() || open == Tag::Button);
        }
        let of_list =
            |open: Tag| open.is_barrier() || matches!(open, Tag::Ul | Tag::Ol | Tag::Menu);
        match tag {
            Tag::Li => self.close(Tag::Li, of_list),
            Tag::Dd | Tag::Dt => {
                for it in [Tag::Dd, Tag::Dt] {
                    self.close(it, |open| open.is_barrier() || open == Tag::Dl);
                }
            }
            Tag::Option | Tag::Button => self.close(tag, Tag::is_barrier),
            Tag::A => self.end(Tag::A, "a"),
            // A heading does not lie in a heading.
            _ if tag.is_heading() && self.open.last().is_some_and(|it| it.tag.is_heading()) => {
                self.pop();
            }
            Tag::Tr => self.back_to(&[Tag::Table, Tag::Tbody, Tag::Thead, Tag::Tfoot]),
            Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption => self.back_to(&[Tag::Table]),
            Tag::Td | Tag::Th => {
                self.back_to(&[Tag::Tr, Tag::Table, Tag::Tbody, Tag::Thead, Tag::Tfoot]);
            }
            _ => {}
        }
        // What holds only text adds one level, and no more.
        let holds_text = matches!(
            tag,
            Tag::Script | Tag::Style | Tag::Iframe | Tag::Textarea | Tag::Title | Tag::Noscript
        );
        let deep = self.open.len() >= DEEPEST && !holds_text;
        let is_leaf = tag.is_void() || self_closing && self.is_open(Tag::Svg);
        if deep && !is_leaf {
            self.left_out[tag as usize] += 1;
            // Its text stands by itself all the same.
            if !tag.is_block() {
                return;
            }
        }
        let at = self.tree.nodes.len();
        node.parent = self.open.last().map_or(0, |open| open.node) as u32;
        node.end = at as u32 + 1;
        self.tree.nodes.push(node);
        if !is_leaf && !deep {
            self.open.push(Open { node: at, tag, ended: false });
            self.count[tag as usize] += 1;
        }
    }

    fn end(&mut self, tag: Tag, name: &str) {
        if self.left_out[tag as usize] > 0 {
            self.left_out[tag as usize] -= 1;
            return;
        }
        match tag {
            Tag::Html | Tag::Body | Tag::Document | Tag::Text => {}
            _ if tag.is_heading() => {
                let same = |open: &Open| open.tag.is_heading();
                if let Some(last) = self.open.iter().rev().take(8).find(|open| same(open)) {
                    self.close(last.tag, Tag::is_barrier);
                }
            }
            Tag::Other => self.end_inline(|tree, open| tree.tag(open.node) == name),
            _ if tag.is_formatting() => self.end_formatting(tag),
            _ if !tag.is_special() => self.end_inline(|_, open| open.tag == tag),
            _ if tag.is_of_table() => self.close(tag, |open| open == Tag::Table),
            _ => self.close(tag, Tag::is_barrier),
        }
    }

    /// An element that lies in no block of its own ends only inside its block.
    fn end_inline(&mut self, same: impl Fn(&Tree, &Open) -> bool) {
        let inner = self.open.iter().rposition(|open| open.tag.is_special()).unwrap_or(0);
        let tree = &self.tree;
        if let Some(at) = self.open[inner..].iter().rposition(|open| same(tree, open)) {
            let at = (inner + at).max(1);
            while self.open.len() > at {
                self.pop();
            }
        }
    }

    /// A link that is closed inside another block ends there for all that follows.
    fn end_formatting(&mut self, tag: Tag) {
        if !self.is_open(tag) {
            return;
        }
        let mut crossed = false;
        for at in (1..self.open.len()).rev() {
            let open = &mut self.open[at];
            if open.tag == tag && !open.ended {
                if crossed {
                    open.ended = true;
                    self.count[tag as usize] -= 1;
                } else {
                    while self.open.len() > at {
                        self.pop();
                    }
                }
                return;
            }
            if open.tag.is_barrier() {
                return;
            }
            crossed |= open.tag.is_special();
        }
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.count[tag as usize] > 0
    }

    /// Closes the innermost element with this tag and all in it, if no barrier lies between.
    fn close(&mut self, tag: Tag, barrier: impl Fn(Tag) -> bool) {
        if !self.is_open(tag) {
            return;
        }
        for at in (1..self.open.len()).rev() {
            let open = self.open[at].tag;
            if open == tag {
                while self.open.len() > at {
                    self.pop();
                }
                return;
            }
            if barrier(open) {
                return;
            }
        }
    }

    /// Closes what is inside the nearest of these.
    fn back_to(&mut self, tags: &[Tag]) {
        let holds = |open: &Open| tags.contains(&open.tag);
        let table = self.open.iter().rposition(|open| open.tag == Tag::Table).unwrap_or(0);
        if let Some(at) = self.open[table..].iter().rposition(holds) {
            while self.open.len() > table + at + 1 {
                self.pop();
            }
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.tree.nodes[open.node].end = self.tree.nodes.len() as u32;
            if !open.ended {
                self.count[open.tag as usize] -= 1;
            }
        }
    }

    /// Whether the words that come are words of the page, or data about it.
    fn is_seen(&self) -> bool {
        let Some(Open { node, tag, .. }) = self.open.last() else { return false };
        match tag {
            Tag::Script => {
                self.tree.attribute(*node, "type").is_some_and(|kind| kind.contains("json"))
            }
            Tag::Style | Tag::Iframe | Tag::Textarea | Tag::Svg | Tag::Math => false,
            _ => true,
        }
    }

    fn text(&mut self, words: &str, source: Range<u32>) {
        let Some(Open { node: parent, tag, .. }) = self.open.last() else { return };
        let (mut parent, tag) = (*parent, *tag);
        let blank = words.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c'));
        if blank && (tag.is_loose() || tag == Tag::Document) {
            return;
        }
        if tag == Tag::Head && !blank {
            self.close(Tag::Head, |_| false);
            parent = self.open.last().map_or(0, |open| open.node);
        }
        let last = self.tree.nodes.len() - 1;
        let full = self.tree.nodes.len() >= MOST_NODES + DEEPEST;
        let joins = self.tree.nodes[last].tag == Tag::Text
            && (full
                || self.tree.nodes[last].parent as usize == parent
                    && self.tree.nodes[last].linked == self.is_open(Tag::A))
            && self.tree.nodes[last].words.end as usize == self.tree.words.len();
        if joins {
            self.tree.words.push_str(words);
            self.tree.nodes[last].words.end = self.tree.words.len() as u32;
            self.tree.nodes[last].source.end = source.end;
            return;
        }
        let words = if blank { 0..1 } else { self.keep(words) };
        let node = self.tree.nodes.len() as u32;
        self.tree.nodes.push(Node {
            parent: parent as u32,
            end: node + 1,
            tag: Tag::Text,
            linked: self.is_open(Tag::A),
            words,
            attributes: 0..0,
            source,
        });
    }

    fn finish(mut self) -> Tree {
        while !self.open.is_empty() {
            self.pop();
        }
        self.tree
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    const TIMES: usize = 100_000;

    /// The tags with their texts, each in brackets: `p(one b(two))`.
    fn shape(html: &str) -> String {
        let tree = Tree::parse(html);
        let mut shape = String::new();
        let mut open: Vec<usize> = Vec::new();
        for at in 1..tree.nodes.len() {
            while open.last().is_some_and(|&end| end <= at) {
                open.pop();
                shape.push(')');
            }
            match tree.nodes[at].tag {
                Tag::Text => shape.push_str(tree.words(at)),
                _ => {
                    shape.push_str(tree.tag(at));
                    shape.push('(');
                    open.push(tree.nodes[at].end as usize);
                }
            }
        }
        shape + &")".repeat(open.len())
    }

    /// Parses, and tells the depth of the tree; `time` is generous for a debug build.
    fn depth(html: &str) -> usize {
        let start = Instant::now();
        let tree = Tree::parse(html);
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
        (0..tree.nodes.len()).map(|node| tree.path(node).count()).max().unwrap_or(0)
    }

    #[test]
    fn broken_markup_is_read_as_a_browser_would() {
        assert_eq!(shape("<p>one<p>two<div>three</div>"), "p(one)p(two)div(three)");
        assert_eq!(shape("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>"), "ul(li(a)li(bul(li(c)))li(d))");
        assert_eq!(
            shape("<table><tr><td>1<td>2<tr><td>3</table>x"),
            "table(tr(td(1)td(2))tr(td(3)))x"
        );
        assert_eq!(shape("<div><span>a</div>b</span>c"), "div(span(a))bc");
        assert_eq!(shape("<h2>one<h3>two</h2>three"), "h2(one)h3(two)three");
        assert_eq!(shape("<td>no table"), "no table");
        assert_eq!(shape("<div><td></div><p>x"), "div()p(x)");
        assert_eq!(shape("<table><td><p>in</div>side</table>"), "table(td(p(inside)))");
        assert_eq!(shape("<head><title>T</title><p>text"), "head(title(T))p(text)");
        assert_eq!(shape("a<br/>b<hr>c<my-box/>d"), "abr()bhr()cmy-box(d)");
    }

    #[test]
    fn a_link_that_is_never_closed_ends_where_the_next_begins() {
        let tree = Tree::parse("<a>one<div>two</a>three<a>four</a>five</div>six");
        let linked: Vec<_> = (0..tree.nodes.len())
            .filter(|&node| tree.nodes[node].tag == Tag::Text)
            .map(|node| (tree.words(node), tree.nodes[node].linked))
            .collect();
        let wanted =
            [("one", true), ("two", true), ("three", false), ("four", true), ("five", false)];
        assert_eq!(linked[..5], wanted);
        assert_eq!(linked[5], ("six", false));
    }

    #[test]
    fn a_text_knows_its_place_in_the_html() {
        let html = "<!doctype html><p class='é'>Un caf&eacute; <b>noir</b>.</p>";
        let tree = Tree::parse(html);
        let places: Vec<_> = (0..tree.nodes.len())
            .filter(|&node| tree.nodes[node].tag == Tag::Text)
            .map(|node| {
                let Range { start, end } = tree.nodes[node].source;
                (tree.words(node), &html[start as usize..end as usize])
            })
            .collect();
        assert_eq!(places, [("Un café ", "Un caf&eacute; "), ("noir", "noir"), (".", ".")]);
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
            "<p><button>",
            "<b><p></b>",
            "<div><table><td></div></table>",
            "<b><table><td></b></table>",
            "<table><td>",
            "<template>",
            "<form><div></form>",
            "<li><ul>",
            "<a><div></a>",
            "<x-y></div>",
        ] {
            let deepest = depth(&piece.repeat(TIMES));
            assert!(deepest <= DEEPEST + 2, "{piece}: {deepest}");
        }
    }

    #[test]
    fn a_million_attributes_take_no_time() {
        let attributes: String = (0..1_000_000).map(|n| format!(" a{n}=1")).collect();
        assert_eq!(depth(&format!("<p{attributes}>x")), 3);
    }

    #[test]
    fn a_page_without_end_keeps_its_text() {
        let tree = Tree::parse(&("<br>".repeat(MOST_NODES) + "<p>the <b>last</b> line"));
        assert!(tree.is_cut && tree.nodes.len() < MOST_NODES + 10);
        assert!(tree.text(0).ends_with("the last line"));
    }

    #[test]
    fn a_deep_page_keeps_its_paragraphs() {
        let deep = "<div>".repeat(2 * DEEPEST);
        let tree = Tree::parse(&(deep + "<p>one</p><script>if (a<b) {}</script>two"));
        assert!(tree.walk(0).any(|node| tree.tag(node) == "p"));
        assert_eq!(tree.text(0), "onetwo");
    }

    proptest! {
        #[test]
        fn every_node_lies_in_its_parent(
            html in "(<(/?)(a|b|p|div|td|tr|table|li|ul|h2|svg|x-y|head|script)( id=1)?>|[a-z ]{0,3}){0,40}"
        ) {
            let tree = Tree::parse(&html);
            for node in 1..tree.nodes.len() {
                let parent = tree.nodes[node].parent as usize;
                prop_assert!(parent < node);
                prop_assert!(tree.nodes[node].end <= tree.nodes[parent].end);
                prop_assert!(tree.nodes[node].end as usize > node);
            }
        }
    }
}
