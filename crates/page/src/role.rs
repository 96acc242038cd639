use crate::furniture::{Furniture, Reach, fold};
use crate::segment::Piece;
use crate::tree::Tree;
use schema::Role;
use std::collections::HashMap;

/// What was decided about a piece.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub role: Role,
    pub kept: bool,
    pub reason: String,
}

impl Decision {
    pub fn keep(role: Role, reason: &str) -> Self {
        Self { role, kept: true, reason: reason.to_owned() }
    }
    pub fn drop(role: Role, reason: &str) -> Self {
        Self { role, kept: false, reason: reason.to_owned() }
    }
}

/// What the names of tags and classes say a part of a page is, outermost last.
const ZONES: &[(&str, Role)] = &[
    ("breadcrumb", Role::Navigation),
    ("nav", Role::Navigation),
    ("menu", Role::Navigation),
    ("share", Role::Navigation),
    ("social", Role::Navigation),
    ("toolbar", Role::Navigation),
    ("topbar", Role::Navigation),
    ("skip", Role::Navigation),
    ("pagination", Role::Navigation),
    ("tags", Role::Navigation),
    ("cookie", Role::Notice),
    ("consent", Role::Notice),
    ("gdpr", Role::Notice),
    ("newsletter", Role::Notice),
    ("subscribe", Role::Notice),
    ("subscription", Role::Notice),
    ("paywall", Role::Notice),
    ("banner", Role::Notice),
    ("advert", Role::Notice),
    ("ads", Role::Notice),
    ("ad", Role::Notice),
    ("copyright", Role::Notice),
    ("footer", Role::Notice),
    ("foot", Role::Notice),
    ("disclaimer", Role::Notice),
    ("popup", Role::Notice),
    ("modal", Role::Notice),
    ("related", Role::Related),
    ("recommended", Role::Related),
    ("recommend", Role::Related),
    ("promo", Role::Related),
    ("teaser", Role::Related),
    ("outbrain", Role::Related),
    ("taboola", Role::Related),
    ("readmore", Role::Related),
    ("sidebar", Role::Related),
    ("rail", Role::Related),
    ("trending", Role::Related),
    ("popular", Role::Related),
    ("latest", Role::Related),
    ("widget", Role::Related),
    ("ticker", Role::Related),
    ("carousel", Role::Related),
    ("comment", Role::Comment),
    ("comments", Role::Comment),
    ("respond", Role::Comment),
    ("disqus", Role::Comment),
    ("reactions", Role::Comment),
    ("bio", Role::AuthorBox),
    ("authorbox", Role::AuthorBox),
    ("about", Role::AuthorBox),
    ("contributor", Role::AuthorBox),
    ("caption", Role::Caption),
    ("legend", Role::Caption),
    ("credit", Role::Caption),
    ("pull", Role::PullQuote),
    ("pullquote", Role::PullQuote),
    ("byline", Role::Byline),
    ("author", Role::Byline),
    ("signature", Role::Byline),
    ("dateline", Role::Dateline),
    ("date", Role::Dateline),
    ("time", Role::Dateline),
    ("timestamp", Role::Dateline),
    ("published", Role::Dateline),
    ("meta", Role::Dateline),
    ("kicker", Role::Navigation),
    ("section-label", Role::Navigation),
    ("standfirst", Role::Standfirst),
    ("deck", Role::Standfirst),
    ("lead", Role::Standfirst),
    ("chapo", Role::Standfirst),
    ("subtitle", Role::Standfirst),
    ("summary", Role::Standfirst),
    ("intro", Role::Standfirst),
    ("perex", Role::Standfirst),
    ("dek", Role::Standfirst),
];

/// Decides for every piece of an HTML page.
///
/// The names of tags and classes speak first, then the words of the line, then
/// the place: what stands outside of the part with most text is not the article.
pub(crate) fn decide(tree: &Tree, pieces: &[Piece], title: Option<&str>) -> Vec<Decision> {
    let furniture = Furniture::get();
    let main = main_part(tree, pieces);
    let wanted = title.map(fold);
    let mut title_seen = false;
    let mut decisions: Vec<Decision> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let decision = one(tree, piece, main, wanted.as_deref(), &mut title_seen, furniture);
        decisions.push(decision);
    }
    // Without a headline in the page's own words, the first h1 of the main part would do; it was taken above.
    decisions
}

fn one(
    tree: &Tree,
    piece: &Piece,
    main: Option<usize>,
    title: Option<&str>,
    title_seen: &mut bool,
    furniture: &Furniture,
) -> Decision {
    let tag = tree.tag(piece.node);
    let folded = fold(&piece.text);
    let is_title = title.is_some_and(|title| {
        folded == title
            || tag == "h1" && (folded.contains(title) || title.contains(folded.as_str()))
    });
    if (tag == "h1" || is_title && tag.starts_with('h')) && piece.text.chars().count() > 12 {
        let linked = piece.linked * 2 > piece.text.chars().count() && !is_title;
        if *title_seen {
            return Decision::drop(Role::Title, "title/repeated");
        }
        if !linked && (is_title || title.is_none() || tag == "h1") {
            *title_seen = true;
            return Decision::keep(Role::Title, "title/heading");
        }
    }
    let length = piece.text.chars().count();
    let inside_main = main.is_some_and(|main| is_below(tree, piece.node, main));
    if let Some((role, why)) = zone(tree, piece.node, main, length) {
        let kept = matches!(role, Role::Standfirst);
        return Decision { role, kept, reason: format!("zone/{why}") };
    }
    if let Some(sign) = furniture.sign(&piece.text) {
        return Decision::drop(sign.role, "sign/words");
    }
    if matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "summary") {
        return Decision::drop(Role::Heading, "heading/tag");
    }
    if piece.linked * 10 >= length.saturating_sub(piece.text.matches(' ').count()) * 6
        && length < 300
    {
        return Decision::drop(
            if inside_main { Role::Related } else { Role::Navigation },
            "links/dense",
        );
    }
    if !inside_main {
        return Decision::drop(Role::Navigation, "place/outside-article");
    }
    if is_byline(&folded, furniture) {
        return Decision::drop(Role::Byline, "byline/words");
    }
    if crate::plain::is_dated_list(&piece.text) {
        return Decision::drop(Role::Related, "line/time-stamps");
    }
    match tag {
        "li" | "dd" | "dt" => Decision::keep(Role::List, "list/in-article"),
        "td" | "th" | "caption" => Decision::keep(Role::Table, "table/in-article"),
        _ if length < 25 && !piece.text.ends_with(['.', '!', '?', '…', '»', '”', '"', ':']) => {
            Decision::drop(Role::Caption, "line/short")
        }
        _ => Decision::keep(Role::Body, "body/in-article"),
    }
}

/// What the ancestors of a block say it is, up to the main part or the page.
fn zone(
    tree: &Tree,
    node: usize,
    main: Option<usize>,
    length: usize,
) -> Option<(Role, &'static str)> {
    let mut at = Some(node);
    while let Some(node) = at {
        if Some(node) == main {
            return None;
        }
        let found = match tree.tag(node) {
            "nav" => Some((Role::Navigation, "nav")),
            "footer" => Some((Role::Notice, "footer")),
            "form" | "button" | "fieldset" => Some((Role::Comment, "form")),
            "figcaption" => Some((Role::Caption, "figcaption")),
            "figure" => Some((Role::Caption, "figure")),
            "aside" => Some((Role::Related, "aside")),
            "address" => Some((Role::Byline, "address")),
            "time" => Some((Role::Dateline, "time")),
            _ => None,
        };
        let named = ["class", "id", "role", "rel", "itemprop"]
            .iter()
            .filter_map(|name| tree.attribute(node, name))
            .find_map(|value| {
                value.split([' ', '_', '-', ':']).find_map(|word| {
                    let word = word.to_ascii_lowercase();
                    ZONES.iter().find(|(name, _)| *name == word).map(|(name, role)| (*role, *name))
                })
            });
        // An <aside class="pull"> is a pull quote: the name tells more than the tag.
        if let Some((role, why)) = named.or(found) {
            // Bylines and dates are short; a long block so named holds the text.
            let holds_text = length > 220
                && matches!(
                    role,
                    Role::Byline
                        | Role::Dateline
                        | Role::Navigation
                        | Role::Standfirst
                        | Role::Caption
                )
                && found.is_none();
            let leaf =
                !matches!(role, Role::Byline | Role::Dateline | Role::Standfirst) || length < 400;
            if !holds_text
                && leaf
                && !matches!(tree.tag(node), "body" | "html" | "main" | "article")
            {
                return Some((role, why));
            }
        }
        at = tree.nodes[node].parent;
    }
    None
}

/// The element that holds most of the running text.
fn main_part(tree: &Tree, pieces: &[Piece]) -> Option<usize> {
    let mut scores: HashMap<usize, usize> = HashMap::new();
    for piece in pieces {
        let length = piece.text.chars().count();
        let running =
            length >= 60 && piece.linked * 3 < length && piece.text.contains(['.', '!', '?', '…']);
        let dropped = zone(tree, piece.node, None, length)
            .is_some_and(|(role, _)| !matches!(role, Role::Standfirst));
        if !running || dropped || matches!(tree.tag(piece.node), "h1" | "h2" | "h3") {
            continue;
        }
        // The parent holds the paragraph; the parents above share it with others.
        let mut at =
            Some(if matches!(tree.tag(piece.node), "div" | "section" | "article" | "body") {
                piece.node
            } else {
                tree.nodes[piece.node].parent.unwrap_or(0)
            });
        let mut share = length * 16;
        while let Some(node) = at.filter(|_| share > 0) {
            *scores.entry(node).or_default() += share;
            share = share * 7 / 8;
            at = tree.nodes[node].parent;
            if share < length {
                break;
            }
        }
    }
    let best = scores
        .iter()
        .max_by_key(|(node, score)| (**score, std::cmp::Reverse(**node)))
        .map(|(node, _)| *node)?;
    // Paragraphs may lie in boxes of their own: the nearest article around holds them all.
    let mut at = Some(best);
    while let Some(node) = at {
        if matches!(tree.tag(node), "article" | "main") {
            return Some(node);
        }
        at = tree.nodes[node].parent;
    }
    Some(best)
}

fn is_below(tree: &Tree, node: usize, ancestor: usize) -> bool {
    let mut at = Some(node);
    while let Some(node) = at {
        if node == ancestor {
            return true;
        }
        at = tree.nodes[node].parent;
    }
    false
}

fn is_byline(folded: &str, furniture: &Furniture) -> bool {
    let words = folded.split(' ').count();
    words <= 8
        && !folded.ends_with('.')
        && furniture.by.iter().any(|by| {
            folded == by.as_str()
                || folded.strip_prefix(by.as_str()).is_some_and(|rest| rest.starts_with(' '))
        })
}

/// Carries out what a sign says about the lines after or before it.
pub(crate) fn reach(lines: &[&str], decisions: &mut [Decision]) {
    let furniture = Furniture::get();
    for i in 0..lines.len() {
        let Some(sign) = furniture.sign(lines[i]) else { continue };
        match sign.reach {
            Reach::Line => {}
            Reach::Rest => {
                for decision in decisions[i..]
                    .iter_mut()
                    .filter(|decision| decision.kept && decision.role != Role::Title)
                {
                    *decision = Decision::drop(sign.role, "sign/article-is-over");
                }
                break;
            }
            // A teaser is a heading and a paragraph or two; further back it is the article.
            Reach::Before => {
                let heading = (i.saturating_sub(3)..i).rev().find(|&k| {
                    !decisions[k].kept && matches!(decisions[k].role, Role::Heading | Role::Caption)
                });
                if let Some(heading) = heading {
                    for decision in &mut decisions[heading..i] {
                        *decision = Decision::drop(Role::Related, "sign/teaser");
                    }
                }
            }
        }
    }
}

pub(crate) fn looks_like_byline(line: &str) -> bool {
    is_byline(&fold(line), Furniture::get())
}
