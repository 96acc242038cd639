use crate::chooser::{ONE, View};
use crate::decision::{Decision, Sight};
use crate::furniture::{Furniture, Reach, Sign, fold};
use crate::part::{Mask, Parts};
use crate::segment::{Piece, Segments};
use crate::tag::Tag;
use crate::tree::Tree;
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use schema::Role;
use std::cell::OnceCell;

/// The reason of a line that is too short for a sentence and ends like none.
pub(crate) const SHORT: &str = "line/short";

/// Looks at every piece of an HTML page.
///
/// Where the page gives its article's text beside itself (`body`), what stands in it
/// is the article. Else the names of tags and classes speak first, then the words of
/// the line, then the place: what stands outside of the part with most text is not
/// the article.
pub(crate) fn look_at(
    tree: &Tree,
    segments: &Segments,
    weights: &Weights,
    title: Option<&str>,
    body: Option<&str>,
    description: Option<&str>,
) -> Sight {
    let furniture = Furniture::get();
    let zones = Zones { tree, weights, furniture };
    let pieces = &segments.pieces;
    let folded: Vec<String> =
        pieces.iter().map(|piece| fold(piece.span.of(&segments.text))).collect();
    let signs: Vec<_> = folded.iter().map(|words| furniture.sign_of(words)).collect();
    let body = body.map(bare).filter(|body| body.len() * pieces.len() <= MOST_COMPARED);
    let masks = Parts::get().of(tree);
    let rules = Rules {
        tree,
        masks: &masks,
        text: &segments.text,
        main: main_part(&zones, segments),
        zones,
        title: title.map(fold),
        body,
        folded: &folded,
        signs: &signs,
    };
    let mut title_seen = false;
    let mut decisions: Vec<Decision> =
        (0..pieces.len()).map(|at| rules.decide(at, &pieces[at], &mut title_seen)).collect();
    rules.sections(pieces, &mut decisions);
    rules.other_articles(pieces, &mut decisions);
    let sentences = rules.sentences(pieces, &decisions);
    let lines: Vec<&str> = pieces.iter().map(|it| it.span.of(&segments.text)).collect();
    reach(&lines, &signs, &mut decisions, true);
    let description = description.map(fold);
    let view = View {
        tree,
        segments,
        folded: &folded,
        signs: &signs,
        title: decisions.iter().position(|it| it.role == Role::Title && it.kept),
        body: rules.body.as_deref(),
        description: description.as_deref(),
        rules: &decisions,
    };
    Sight::of(&view, masks.clone(), sentences)
}

/// The reason of what stands where no article is.
const OUTSIDE: &str = "place/outside-article";

/// What the decision about a piece rests on.
struct Rules<'a> {
    tree: &'a Tree,
    masks: &'a [Mask],
    text: &'a str,
    zones: Zones<'a>,
    main: Option<usize>,
    title: Option<String>,
    body: Option<String>,
    folded: &'a [String],
    signs: &'a [Option<&'static Sign>],
}

impl Rules<'_> {
    fn decide(&self, at: usize, piece: &Piece, title_seen: &mut bool) -> Decision {
        let tag = self.tree.nodes[piece.node].tag;
        let length = piece.length;
        let words = piece.span.of(self.text);
        if let Some(decision) = self.title(&self.folded[at], piece, tag, title_seen) {
            return decision;
        }
        let heading = tag.is_heading() || tag == Tag::Summary;
        if length >= 40
            && !heading
            && self.body.as_ref().is_some_and(|body| body.contains(&bare(words)))
        {
            return Decision::keep(Role::Body, "body/given-by-the-page");
        }
        if piece.hidden && !self.is_shown_later(piece.node) {
            return Decision::drop(Role::Notice, "tag/hidden").surely();
        }
        if let Some(decision) = self.embedded(piece) {
            return decision;
        }
        if is_byline(&self.folded[at], Furniture::get()) {
            return Decision::drop_by_words(Role::Byline, "byline/words");
        }
        if self.is_caption(piece.node) {
            return Decision::drop(Role::Caption, "tag/figcaption").surely();
        }
        let inside = self.main.is_some_and(|main| self.tree.is_below(piece.node, main));
        if let Some((role, why)) = self.zones.of(piece.node, self.main, length) {
            let decision = match role {
                Role::Standfirst => Decision::keep(role, "").unless(-2 * ONE),
                _ => Decision::drop(role, "").unless(700),
            };
            return Decision { reason: format!("zone/{why}").into(), ..decision };
        }
        if let Some(sign) = self.signs[at] {
            return Decision::drop_by_words(sign.role, "sign/words");
        }
        if heading {
            return Decision::drop(Role::Heading, "heading/tag");
        }
        if piece.linked * 10 >= length.saturating_sub(words.matches(' ').count()) * 6
            && length < 300
        {
            let role = if inside { Role::Related } else { Role::Navigation };
            return Decision::drop(role, "links/dense");
        }
        if !inside {
            return Decision::drop(Role::Navigation, OUTSIDE);
        }
        if crate::plain::is_dated_list(words) {
            return Decision::drop(Role::Related, "line/time-stamps");
        }
        match tag {
            Tag::Li | Tag::Dd | Tag::Dt => Decision::keep(Role::List, "list/in-article"),
            Tag::Td | Tag::Th | Tag::Caption => Decision::keep(Role::Table, "table/in-article"),
            _ if length < 25 && !words.ends_with(['.', '!', '?', '…', '»', '”', '"', ':']) => {
                Decision::drop(Role::Caption, SHORT)
            }
            _ => Decision::keep(Role::Body, "body/in-article"),
        }
    }

    /// What stands below a heading that is a sign ("Related articles") is what the
    /// heading says, as far as its box reaches; a box that holds much of the text is
    /// the article's own.
    fn sections(&self, pieces: &[Piece], decisions: &mut [Decision]) {
        let mut section: Option<(usize, Role)> = None;
        for (at, (piece, decision)) in pieces.iter().zip(decisions).enumerate() {
            let tag = self.tree.nodes[piece.node].tag;
            if tag.is_heading() || tag == Tag::Summary {
                let parent = self.tree.parent(piece.node).unwrap_or(0);
                section = self.signs[at]
                    .filter(|_| !self.zones.weights.holds(parent, MOST))
                    .map(|sign| (parent, sign.role));
            }
            if let Some((parent, role)) = section
                && decision.kept
                && self.tree.is_below(piece.node, parent)
            {
                *decision = Decision::drop_by_words(role, "sign/section");
            }
        }
    }

    /// A post of a network that the article shows, the name of its author with it.
    fn embedded(&self, piece: &Piece) -> Option<Decision> {
        let main = self.main.filter(|&main| self.tree.is_below(piece.node, main))?;
        let around = || self.tree.path(piece.node).take_while(|&node| node != main);
        let tag = |node: usize| self.tree.nodes[node].tag;
        let embed = Parts::get().bit("embed");
        let is_named = |node: usize| self.masks[node] & embed != 0;
        let is_post = |(at, node): (usize, usize)| match tag(node) {
            // The name may stand on the figure that holds the quotation.
            Tag::Blockquote => around().skip(at).take(LEVELS).any(is_named),
            _ => is_named(node) && self.names_an_account(node),
        };
        let (at, _) = around().enumerate().find(|&it| is_post(it))?;
        if around().take(at).any(|node| tag(node) == Tag::Figcaption) {
            return None;
        }
        // A column of posts beside the article is none of it.
        let outer = around().nth(at + 1).unwrap_or(main);
        if self.zones.of(outer, self.main, piece.length).is_some_and(|(role, _)| {
            matches!(role, Role::Related | Role::Navigation | Role::Comment | Role::Notice)
        }) {
            return None;
        }
        let is_link = piece.linked * 2 > piece.length && !piece.span.of(self.text).contains('@');
        let decision = if is_link { Decision::drop } else { Decision::keep };
        Some(decision(Role::EmbeddedPost, "embed/post").surely())
    }

    /// Whether a small part of the page names an account: "Ana Karo (@karo)".
    fn names_an_account(&self, node: usize) -> bool {
        let small = self.tree.nodes[node].end as usize - node < SMALL;
        small
            && self.tree.text(node).split_whitespace().any(|word| {
                let name = word.trim_start_matches('(').strip_prefix('@');
                name.is_some_and(|name| name.starts_with(char::is_alphanumeric))
            })
    }

    /// Whether a piece stands below a picture; a `<figcaption>` with most of the text does not.
    fn is_caption(&self, node: usize) -> bool {
        let caption = |&node: &usize| self.tree.nodes[node].tag == Tag::Figcaption;
        let caption = self.tree.path(node).find(caption);
        caption.is_some_and(|node| !self.zones.weights.holds(node, 50))
    }

    /// An `<article>` beside the one with the headline and much of the text, with a headline
    /// of the same rank and less text, is another one.
    fn other_articles(&self, pieces: &[Piece], decisions: &mut [Decision]) {
        let tag = |node: usize| self.tree.nodes[node].tag;
        let article = |node| self.tree.path(node).find(|&node| tag(node) == Tag::Article);
        let title = decisions.iter().position(|it| it.role == Role::Title && it.kept);
        let Some((title, own)) = title
            .map(|at| pieces[at].node)
            .filter(|&node| tag(node).is_heading())
            .and_then(|node| Some((node, article(node)?)))
            .filter(|&(_, own)| self.zones.weights.holds(own, MOST))
        else {
            return;
        };
        let weight = |node| self.zones.weights.below.get(&node).copied().unwrap_or(0);
        let is_other =
            |&other: &usize| !self.tree.is_below(title, other) && weight(other) < weight(own);
        let headings = pieces.iter().filter(|it| it.node > title && tag(it.node) == tag(title));
        let others = headings.filter_map(|piece| article(piece.node).filter(is_other));
        let others: HashSet<usize> = others.collect();
        if others.is_empty() {
            return;
        }
        for (piece, decision) in pieces.iter().zip(decisions) {
            if self.tree.path(piece.node).any(|node| others.contains(&node)) {
                *decision = Decision::drop(Role::Related, "place/other-article").surely();
            }
        }
    }

    /// Which pieces are sentences below the headline, in the same part of the page, that
    /// nothing says to be furniture.
    fn sentences(&self, pieces: &[Piece], decisions: &[Decision]) -> Vec<bool> {
        let Some(title) = decisions.iter().position(|it| it.role == Role::Title && it.kept) else {
            return vec![false; pieces.len()];
        };
        let node = pieces[title].node;
        let is_part = |&node: &usize| matches!(self.tree.tag(node), "article" | "main");
        let part = self.tree.path(node).find(is_part).or_else(|| self.tree.parent(node));
        let is_sentence = |(at, piece): (usize, &Piece)| {
            let words = piece.span.of(self.text);
            let nothing_said = decisions[at].kept || decisions[at].reason == OUTSIDE;
            at > title
                && nothing_said
                && words.ends_with(['.', '!', '?', '…', '»', '”', '"', '。'])
                && piece.linked * 2 < piece.length
                && part.is_some_and(|part| self.tree.is_below(piece.node, part))
                && self.zones.of(piece.node, None, piece.length).is_none()
        };
        pieces.iter().enumerate().map(is_sentence).collect()
    }

    /// Whether the part that hides a piece holds much of the page's text: then a script
    /// is to show it.
    fn is_shown_later(&self, node: usize) -> bool {
        self.tree.path(node).any(|node| {
            let hides =
                self.tree.has_attributes(node) && crate::segment::is_hidden(self.tree, node);
            hides && self.zones.weights.holds(node, MOST)
        })
    }

    /// The first heading that is the title; what repeats it is dropped.
    fn title(
        &self,
        folded: &str,
        piece: &Piece,
        tag: Tag,
        title_seen: &mut bool,
    ) -> Option<Decision> {
        let length = piece.length;
        let is_title = self.title.as_deref().is_some_and(|title| {
            folded == title || tag == Tag::H1 && (folded.contains(title) || title.contains(folded))
        });
        // A short heading is the title only if the page says so.
        let too_short = length <= 12 && self.title.as_deref() != Some(folded);
        if !(tag == Tag::H1 || is_title && tag.is_heading()) || too_short {
            return None;
        }
        if *title_seen {
            return Some(Decision::drop(Role::Title, "title/repeated"));
        }
        let linked = piece.linked * 2 > length && !is_title;
        (!linked).then(|| {
            *title_seen = true;
            Decision::keep(Role::Title, "title/heading")
        })
    }
}

/// A part that holds more than this share of the running text, in hundredths, is
/// no furniture, whatever its name.
const MOST: usize = 34;

/// Where looking for every block in the article's text beside it would take longer
/// than this, in bytes looked at, that text is not used: no article is so long.
const MOST_COMPARED: usize = 1_000_000_000;

/// A part of the page with fewer nodes than this is small enough for one post.
const SMALL: usize = 200;

/// How many levels above a quotation the name of its network may stand.
const LEVELS: usize = 3;

/// How much running text lies below each element, in characters.
pub(crate) struct Weights {
    below: HashMap<usize, usize>,
    all: usize,
    /// What the tag and names of each element say: every block below it asks.
    named: Vec<OnceCell<Option<Named>>>,
}

impl Weights {
    pub fn of(tree: &Tree, segments: &Segments) -> Self {
        let named = vec![OnceCell::new(); tree.nodes.len()];
        let mut weights = Self { below: HashMap::default(), all: 0, named };
        for piece in segments.pieces.iter().filter(|it| is_running(tree, &segments.text, it)) {
            let length = piece.length;
            weights.all += length;
            for node in tree.path(piece.node) {
                *weights.below.entry(node).or_default() += length;
            }
        }
        weights
    }

    /// How much there is in all, in characters.
    pub fn all(&self) -> usize {
        self.all
    }

    /// Whether more than `percent` of the running text lies below `node`.
    fn holds(&self, node: usize, percent: usize) -> bool {
        self.below.get(&node).copied().unwrap_or(0) * 100 > self.all * percent
    }
}

/// Sentences, and not mostly links.
fn is_running(tree: &Tree, text: &str, piece: &Piece) -> bool {
    piece.length >= 60
        && piece.linked * 3 < piece.length
        && piece.span.of(text).contains(['.', '!', '?', '…', '。'])
        && !matches!(tree.tag(piece.node), "h1" | "h2" | "h3")
}

/// What an element is by its tag and names.
#[derive(Clone, Copy)]
struct Named {
    role: Role,
    /// The name that says so.
    why: &'static str,
    /// Whether its tag says something, too.
    by_tag: bool,
}

/// What the names of tags and classes say about the parts of a page.
#[derive(Clone, Copy)]
struct Zones<'a> {
    tree: &'a Tree,
    weights: &'a Weights,
    furniture: &'static Furniture,
}

impl Zones<'_> {
    /// What the ancestors of a block say it is, up to the main part or the page.
    ///
    /// A name is not believed where the part holds much of the page's text:
    /// whole articles lie in a `paywall` or a `content-with-sidebar`.
    fn of(&self, node: usize, main: Option<usize>, length: usize) -> Option<(Role, &'static str)> {
        for node in self.tree.path(node) {
            if Some(node) == main {
                return None;
            }
            if let Some((role, why)) = self.named(node, length) {
                let most = if role == Role::Comment { 80 } else { MOST };
                if !self.weights.holds(node, most) {
                    return Some((role, why));
                }
            }
        }
        None
    }

    /// What an element says that a block of some length in it is.
    fn named(&self, node: usize, length: usize) -> Option<(Role, &'static str)> {
        let Named { role, why, by_tag } =
            (*self.weights.named[node].get_or_init(|| self.name(node)))?;
        // Bylines and dates are short; a long block so named holds the text.
        let holds_text = length > 220
            && matches!(
                role,
                Role::Byline | Role::Dateline | Role::Navigation | Role::Standfirst | Role::Caption
            )
            && !by_tag;
        let too_long =
            length >= 400 && matches!(role, Role::Byline | Role::Dateline | Role::Standfirst);
        (!holds_text && !too_long).then_some((role, why))
    }

    fn name(&self, node: usize) -> Option<Named> {
        let tag = self.tree.tag(node);
        if matches!(tag, "body" | "html" | "main" | "article") {
            return None;
        }
        let by_tag = match tag {
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
        let by_name = ["class", "id", "role", "rel", "itemprop"]
            .iter()
            .filter_map(|name| self.tree.attribute(node, name))
            .find_map(|value| value.split(' ').find_map(|name| self.furniture.zone(name)));
        // An <aside class="pull"> is a pull quote: the name tells more than the tag.
        let (role, why) = by_name.or(by_tag)?;
        Some(Named { role, why, by_tag: by_tag.is_some() })
    }
}

/// Whether `node` lies beside the article: in a menu, a footer, a box of other pages,
/// or in an `<article>` that holds little of the text, which is a card.
pub(crate) fn is_beside(tree: &Tree, weights: &Weights, node: usize) -> bool {
    beside(tree, weights, node, None).is_some()
}

/// What the part is that `node` lies in, where that is beside the article. A part that
/// holds the headline is not.
pub(crate) fn beside(
    tree: &Tree,
    weights: &Weights,
    node: usize,
    headline: Option<usize>,
) -> Option<Role> {
    let zones = Zones { tree, weights, furniture: Furniture::get() };
    let mut parts = tree
        .path(node)
        .skip(1)
        .filter(|&node| !weights.holds(node, MOST))
        .filter(|&node| !headline.is_some_and(|headline| tree.is_below(headline, node)));
    parts.find_map(|node| match tree.tag(node) {
        "article" => (weights.all > 0).then_some(Role::Related),
        _ => zones.named(node, 0).map(|(role, _)| role).filter(|role| {
            use Role::{AuthorBox, Comment, Navigation, Notice, Related};
            matches!(role, AuthorBox | Comment | Navigation | Notice | Related)
        }),
    })
}

/// The element that holds most of the running text.
fn main_part(zones: &Zones<'_>, segments: &Segments) -> Option<usize> {
    let tree = zones.tree;
    let mut scores: HashMap<usize, usize> = HashMap::default();
    for piece in segments.pieces.iter().filter(|it| is_running(tree, &segments.text, it)) {
        let length = piece.length;
        if zones.of(piece.node, None, length).is_some_and(|(role, _)| role != Role::Standfirst) {
            continue;
        }
        // The parent holds the paragraph; the parents above share it with others.
        let is_box = matches!(tree.tag(piece.node), "div" | "section" | "article" | "body");
        let parent = tree.parent(piece.node).unwrap_or(0);
        let mut at = Some(if is_box { piece.node } else { parent });
        let mut share = length * 16;
        while let Some(node) = at.filter(|_| share >= length) {
            *scores.entry(node).or_default() += share;
            share = share * 7 / 8;
            at = tree.parent(node);
        }
    }
    let best = scores
        .iter()
        .max_by_key(|(node, score)| (**score, std::cmp::Reverse(**node)))
        .map(|(node, _)| *node)?;
    // Paragraphs may lie in boxes of their own: the nearest article around holds them all,
    // and where there is none, the box that holds nearly all of them.
    let mut widest = best;
    for node in tree.path(best) {
        if matches!(tree.tag(node), "article" | "main") {
            return Some(node);
        }
        if !zones.weights.holds(widest, 60) && !matches!(tree.tag(node), "body" | "html") {
            widest = node;
        }
    }
    Some(widest)
}

/// Letters and digits only, in lower case: two renderings of one text compare equal.
pub(crate) fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(crate) fn is_byline(folded: &str, furniture: &Furniture) -> bool {
    let words = folded.split(' ').count();
    // "Par Ana Karo, publié le jeudi 18 avril 2024 à 9 h 12" is as long as they get.
    words <= 16
        && (words <= 8
            || folded.contains([',', '|', '•']) && crate::metadata::date_in(folded, 0).is_some())
        && !folded.ends_with('.')
        && furniture.by.iter().any(|by| {
            folded == by.as_str()
                || folded.strip_prefix(by.as_str()).is_some_and(|rest| rest.starts_with(' '))
        })
}

/// Carries out what a sign says about the lines after or before it. In a page with
/// `boxes`, headlines of other articles end where their box ends.
pub(crate) fn reach(
    lines: &[&str],
    signs: &[Option<&Sign>],
    decisions: &mut [Decision],
    boxes: bool,
) {
    let kept = |decision: &Decision, line: &str| if decision.kept { line.len() } else { 0 };
    let (mut before, mut from_here) = (
        0,
        decisions.iter().zip(lines).map(|(decision, line)| kept(decision, line)).sum::<usize>(),
    );
    for i in 0..lines.len() {
        if let Some(last) = i.checked_sub(1) {
            let length = kept(&decisions[last], lines[last]);
            before += length;
            from_here -= length;
        }
        let Some(sign) = signs[i] else { continue };
        match sign.reach {
            Reach::Line => {}
            Reach::Rest if boxes && sign.role == Role::Related => {}
            // Where more of the text comes after than before, the words mean something
            // else: a link to the comments below the headline.
            Reach::Rest => {
                if before < from_here {
                    continue;
                }
                for decision in decisions[i..]
                    .iter_mut()
                    .filter(|decision| decision.kept && decision.role != Role::Title)
                {
                    *decision = Decision::drop_by_words(sign.role, "sign/article-is-over");
                }
                break;
            }
            // A teaser is a heading and a paragraph or two; further back it is the article.
            Reach::Before => {
                let heading = (i.saturating_sub(3)..i).rev().find(|&k| {
                    !decisions[k].kept && matches!(decisions[k].role, Role::Heading | Role::Caption)
                });
                if let Some(heading) = heading {
                    for (decision, line) in decisions[heading..i].iter_mut().zip(&lines[heading..])
                    {
                        before -= kept(decision, line);
                        *decision = Decision::drop_by_words(Role::Related, "sign/teaser");
                    }
                }
            }
        }
    }
}

pub(crate) fn looks_like_byline(line: &str) -> bool {
    is_byline(&fold(line), Furniture::get())
}
