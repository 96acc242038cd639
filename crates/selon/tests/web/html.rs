//! An answer, tokenised as a browser does it.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// The elements that the pages use. Whatever else comes out, a document brought in.
const ELEMENTS: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "link",
    "body",
    "a",
    "header",
    "nav",
    "ul",
    "ol",
    "li",
    "form",
    "label",
    "input",
    "textarea",
    "button",
    "main",
    "footer",
    "div",
    "section",
    "article",
    "p",
    "span",
    "h1",
    "h2",
    "h3",
    "b",
    "i",
    "q",
    "bdi",
    "code",
    "time",
    "details",
    "summary",
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "dl",
    "dt",
    "dd",
    "svg",
    "line",
    "circle",
    "br",
];

/// The attributes that they have.
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "name",
    "content",
    "rel",
    "type",
    "href",
    "hreflang",
    "class",
    "id",
    "tabindex",
    "for",
    "role",
    "action",
    "method",
    "enctype",
    "value",
    "placeholder",
    "dir",
    "datetime",
    "title",
    "scope",
    "colspan",
    "download",
    "maxlength",
    "autocomplete",
    "rows",
    "accept",
    "inputmode",
    "pattern",
    "checked",
    "viewBox",
    "viewbox",
    "x1",
    "x2",
    "y1",
    "y2",
    "cx",
    "cy",
    "r",
    "focusable",
    "data-label",
    "aria-label",
    "aria-current",
    "aria-hidden",
    "aria-pressed",
];

const VOID: &[&str] = &["meta", "link", "input", "br"];

/// What an answer is made of.
#[derive(Default)]
pub struct Parsed {
    /// Element and attributes of each start tag.
    pub tags: Vec<(String, Vec<(String, String)>)>,
    /// All text.
    pub text: String,
}

impl Parsed {
    /// The values of an attribute wherever it stands.
    pub fn values(&self, attribute: &str) -> Vec<(&str, &str)> {
        let mut values = Vec::new();
        for (element, attributes) in &self.tags {
            for (name, value) in attributes {
                if name == attribute {
                    values.push((element.as_str(), value.as_str()));
                }
            }
        }
        values
    }
}

/// Tokenises an answer, and sees that it is well formed and holds nothing foreign:
/// only our elements and attributes, all of them closed, no character that HTML
/// forbids, and no mark of direction outside of a part that isolates it.
pub fn parse(html: &str) -> Parsed {
    #[derive(Default)]
    struct Sink(RefCell<(Parsed, Vec<(String, bool)>)>);
    impl TokenSink for Sink {
        type Handle = ();
        fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
            let (parsed, open) = &mut *self.0.borrow_mut();
            match token {
                Token::TagToken(Tag {
                    kind: TagKind::StartTag, name, attrs, self_closing, ..
                }) => {
                    let attributes: Vec<(String, String)> = attrs
                        .iter()
                        .map(|it| (it.name.local.to_string(), it.value.to_string()))
                        .collect();
                    let isolates = &*name == "bdi"
                        || attributes.iter().any(|(name, _)| name == "dir")
                        || ["title", "textarea"].contains(&&*name);
                    if !self_closing && !VOID.contains(&&*name) {
                        open.push((name.to_string(), isolates));
                    }
                    parsed.tags.push((name.to_string(), attributes));
                }
                Token::TagToken(Tag { name, .. }) => {
                    let (opened, _) = open.pop().expect("an end tag has a start tag");
                    assert_eq!(opened, *name, "tags are nested");
                }
                Token::CharacterTokens(text) => {
                    let turns = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                    assert!(
                        !text.contains(turns) || open.iter().any(|(_, isolates)| *isolates),
                        "a mark of direction is not isolated: {text} in {open:?}"
                    );
                    parsed.text.push_str(&text);
                }
                Token::NullCharacterToken => panic!("a NUL"),
                Token::CommentToken(comment) => panic!("a comment: {comment}"),
                Token::ParseError(error) => panic!("not well formed: {error}"),
                Token::DoctypeToken(_) | Token::EOFToken => {}
            }
            TokenSinkResult::Continue
        }
    }
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    let options = TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() };
    let tokenizer = Tokenizer::new(Sink::default(), options);
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let (parsed, open) = tokenizer.sink.0.into_inner();
    assert!(open.is_empty(), "not closed: {open:?}");
    for (element, attributes) in &parsed.tags {
        assert!(ELEMENTS.contains(&element.as_str()), "<{element}> is not ours");
        for (name, value) in attributes {
            assert!(ATTRIBUTES.contains(&name.as_str()), "{name}={value:?} on <{element}>");
        }
    }
    let ids: Vec<&str> = parsed.values("id").into_iter().map(|(_, id)| id).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands twice: {ids:?}");
    parsed
}
