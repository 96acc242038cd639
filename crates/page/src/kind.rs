use crate::decision::Decision;
use crate::furniture::{Furniture, fold};
use crate::metadata::json::{Blocks, is_a};
use crate::part::{Mask, Parts};
use crate::segment::{Segments, is_hidden};
use crate::tag::Tag;
use crate::tree::Tree;
use schema::{PageKind, Role};
use std::collections::HashMap;

/// A text that is shorter than this, in characters, may be the beginning of one, or
/// what a site says instead of one.
const SHORT: usize = 1800;

/// A page of headlines has at least so many.
const HEADLINES: usize = 10;

/// A link of so many characters is a headline, not the name of a section.
const HEADLINE: usize = 25;

/// What kind of page it is, as far as its parts tell.
pub(crate) fn kind(
    tree: &Tree,
    segments: &Segments,
    masks: &[Mask],
    decisions: &[Decision],
    title: Option<&str>,
) -> PageKind {
    let pieces = || segments.pieces.iter().zip(decisions);
    let is_text = |it: &Decision| it.kept && it.role != Role::Title;
    let kept: usize = pieces().filter(|(_, it)| is_text(it)).map(|(piece, _)| piece.length).sum();
    let said = Said::by(tree);
    let heading = pieces().find(|(piece, _)| tree.nodes[piece.node].tag == Tag::H1);
    let heading = heading.map(|(piece, _)| piece.span.of(&segments.text));
    // The headline of a page that is not there may be the site's; its window says what is.
    let window = tree.nodes.iter().position(|node| node.tag == Tag::Title);
    let window = window.map(|node| tree.text(node));
    let tells_an_error = |words: &str| {
        let words = fold(words);
        Furniture::get().errors.iter().any(|error| words.contains(error.as_str()))
    };
    let mut said_of_it = title.into_iter().chain(heading).chain(window.as_deref());
    if kept < SHORT && said_of_it.any(tells_an_error) {
        return PageKind::Error;
    }
    let headlines = pieces()
        .filter(|(piece, _)| piece.linked > HEADLINE && piece.linked * 2 > piece.length)
        .count();
    if !said.article
        && headlines >= HEADLINES
        && kept < SHORT
        && !has_text(tree, segments, decisions)
    {
        return PageKind::Index;
    }
    if said.live || entries(tree, segments, masks, decisions) >= 3 {
        return PageKind::Live;
    }
    if kept < SHORT && (said.paid || has_wall(tree, masks)) {
        return PageKind::Stub;
    }
    PageKind::Article
}

/// Whether three paragraphs hang side by side: no list of headlines does that.
fn has_text(tree: &Tree, segments: &Segments, decisions: &[Decision]) -> bool {
    let mut beside: HashMap<usize, usize> = HashMap::new();
    let pieces = segments.pieces.iter().zip(decisions);
    pieces
        .filter(|(piece, it)| it.kept && piece.length > 80 && piece.linked * 2 < piece.length)
        .any(|(piece, _)| {
            let count = beside.entry(tree.parent(piece.node).unwrap_or(0)).or_default();
            *count += 1;
            *count >= 3
        })
}

/// What the head of a page says of its kind.
#[derive(Default)]
struct Said {
    article: bool,
    live: bool,
    paid: bool,
}

impl Said {
    fn by(tree: &Tree) -> Self {
        let mut said = Self::default();
        for node in tree.walk(0) {
            let attribute = |name| tree.attribute(node, name);
            match tree.nodes[node].tag {
                Tag::Meta if attribute("property") == Some("og:type") => {
                    said.article |= attribute("content").is_some_and(|it| it.contains("article"));
                }
                Tag::Script if attribute("type").is_some_and(|it| it.contains("ld+json")) => {
                    let text = tree.text(node);
                    let is = |kind: &str| text.contains(kind);
                    if is("\"LiveBlogPosting\"") {
                        let mut blocks = Blocks::default();
                        blocks.add(&text);
                        // A list of other pages may name a live one.
                        said.live |= blocks.articles().0.iter().any(|it| is_a(it, &["LiveBlog"]));
                    }
                    said.article |= ["Article\"", "BlogPosting\""].iter().any(|it| is(it));
                    said.paid |= text.split("\"isAccessibleForFree\"").skip(1).any(|after| {
                        let value = after.trim_start_matches([' ', ':', '"', '\n']);
                        value.get(..5).is_some_and(|it| it.eq_ignore_ascii_case("false"))
                    });
                }
                _ => {}
            }
        }
        said
    }
}

/// How many kept pieces begin an entry of a page that is written while something happens.
fn entries(tree: &Tree, segments: &Segments, masks: &[Mask], decisions: &[Decision]) -> usize {
    let live = Parts::get().bit("live");
    let names = |node: usize| masks[node] & live != 0;
    let mut boxes: Vec<usize> = segments
        .pieces
        .iter()
        .zip(decisions)
        .filter(|(_, it)| it.kept && it.role != Role::Title)
        .filter_map(|(piece, _)| tree.path(piece.node).take(4).find(|&node| names(node)))
        .collect();
    boxes.dedup();
    boxes.len()
}

/// Whether a part of the page that readers see is named as the door for those who pay.
fn has_wall(tree: &Tree, masks: &[Mask]) -> bool {
    let wall = Parts::get().bit("paywall");
    let mut at = 0;
    while let Some(mask) = masks.get(at) {
        if is_hidden(tree, at) {
            at = tree.nodes[at].end as usize;
            continue;
        }
        if mask & wall != 0 {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::{Page, open};
    use schema::PageKind;

    fn kind(html: &str) -> PageKind {
        let page = Page {
            bytes: html.as_bytes().to_vec(),
            media_type: Some("text/html".to_owned()),
            ..Page::default()
        };
        open(&page).expect("it has text").kind
    }

    const TEXT: &str = "The bridge at Belmar stays closed until May, the port said on Monday, \
        and nobody can say who will pay for the boats that carry the children to school.";

    /// Paragraphs, no two of them the same.
    fn paragraphs(count: usize) -> String {
        (0..count).map(|n| format!("<p>On day {n} it rained. {TEXT}</p>")).collect()
    }

    #[test]
    fn an_article_is_an_article_and_its_beginning_a_stub() {
        let article = format!("<h1>The bridge is shut</h1><article>{}</article>", paragraphs(20));
        assert_eq!(kind(&article), PageKind::Article);
        let wall = format!(
            "<h1>The bridge is shut</h1><article><p>{TEXT}</p></article><div class=\"paywall-box\"><p>Read on with a subscription</p></div>"
        );
        assert_eq!(kind(&wall), PageKind::Stub);
        // A long text behind a name is no stub.
        assert_eq!(
            kind(&format!("{article}<div class=\"paywall-box\">Thanks</div>")),
            PageKind::Article
        );
    }

    #[test]
    fn a_door_that_nobody_sees_makes_no_stub() {
        let html = |style: &str| {
            format!(
                "<h1>The bridge is shut</h1><article>{}</article><div {style}><div class=\"paywall-popup\">Subscribe</div></div>",
                paragraphs(3)
            )
        };
        assert_eq!(kind(&html("style=\"display:none\"")), PageKind::Article);
        assert_eq!(kind(&html("")), PageKind::Stub);
    }

    #[test]
    fn an_article_that_names_a_live_page_is_none() {
        let html = |json: &str| {
            format!(
                "<script type=\"application/ld+json\">{json}</script><h1>The bridge is shut</h1><article>{}</article>",
                paragraphs(20)
            )
        };
        let list = r#"{"@graph":[{"@type":"NewsArticle","headline":"The bridge is shut"},
            {"@type":"ItemList","itemListElement":[{"@type":"LiveBlogPosting","headline":"The flood"}]}]}"#;
        assert_eq!(kind(&html(list)), PageKind::Article);
        let live = r#"{"@type":"LiveBlogPosting","headline":"The bridge is shut"}"#;
        assert_eq!(kind(&html(live)), PageKind::Live);
    }

    #[test]
    fn headlines_alone_are_an_index_and_nothing_of_it_is_kept() {
        let teaser = |n: usize| {
            format!(
                "<div class=card><a href=/{n}><h3>Boat number {n} leaves the harbour of Belmar</h3></a></div>"
            )
        };
        let html = format!("<h1>News</h1>{}", (0..20).map(teaser).collect::<String>());
        assert_eq!(kind(&html), PageKind::Index);
        let page = Page { bytes: html.into_bytes(), ..Page::default() };
        assert_eq!(open(&page).expect("it has text").kept().count(), 0);
    }

    #[test]
    fn a_page_that_is_not_there_is_an_error() {
        let html = "<title>Page not found | The Courier</title><h1>Sorry</h1><p>The page that you look for has moved.</p>";
        assert_eq!(kind(html), PageKind::Error);
        let html = "<title>Page not found | The Courier</title><meta property=\"og:title\" content=\"The Courier, all the news\"><h1>Sorry</h1><p>The page that you look for has moved.</p>";
        assert_eq!(kind(html), PageKind::Error);
        let html =
            format!("<h1>Body not found in the lake</h1><article>{}</article>", paragraphs(20));
        assert_eq!(kind(&html), PageKind::Article);
    }

    #[test]
    fn entries_with_their_own_times_are_live() {
        let entry = |n: usize| {
            format!(
                "<div class=\"liveblog-entry\"><time>1{n}:00</time><p>At {n} it rained. {TEXT}</p></div>"
            )
        };
        let html = format!(
            "<h1>The flood, live</h1><main>{}</main>",
            (0..6).map(entry).collect::<String>()
        );
        assert_eq!(kind(&html), PageKind::Live);
    }
}
