use crate::part::{Mask, Parts};
use crate::role::Decision;
use crate::segment::{Piece, Segments};
use crate::tag::Tag;
use crate::tree::Tree;
use rustc_hash::FxHashMap as HashMap;
use schema::Role;

/// A link of so many characters is a headline, not the name of a section.
const HEADLINE: usize = 25;

/// What is longer than this, in characters, is more than the name of a place to go to.
const LINK: usize = 80;

/// Says of every piece that is dropped what it is, by what it lies in: a date in a
/// comment is the comment's, a name on a card is the card's.
pub(crate) fn settle(tree: &Tree, segments: &Segments, masks: &[Mask], decisions: &mut [Decision]) {
    let pieces = &segments.pieces;
    let bits = Bits::get();
    let kept = |it: &Decision| it.kept && it.role != Role::Title;
    let first = decisions.iter().position(|it| it.role == Role::Title && it.kept);
    let first = first.or_else(|| decisions.iter().position(kept)).unwrap_or(0);
    let last = decisions.iter().rposition(kept).unwrap_or(first);
    // What holds the article is no furniture, whatever its name.
    let mut holds: HashMap<usize, usize> = HashMap::default();
    let mut all = 0;
    for (piece, _) in pieces.iter().zip(decisions.iter()).filter(|(_, it)| kept(it)) {
        all += piece.length;
        for node in tree.path(piece.node) {
            *holds.entry(node).or_default() += piece.length;
        }
    }
    let is_article = |node: &usize| holds.get(node).is_some_and(|held| held * 2 > all);
    let mut beside: HashMap<usize, HashMap<Role, usize>> = HashMap::default();
    let mut weak = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if decisions[at].kept || decisions[at].role == Role::Title {
            continue;
        }
        let around: Vec<usize> =
            tree.path(piece.node).take_while(|node| !is_article(node)).collect();
        let mask = around.iter().fold(0, |mask, &node| mask | masks[node]);
        let tags = |tag: Tag| around.iter().any(|&node| tree.nodes[node].tag == tag);
        let is_link = piece.linked * 2 > piece.length;
        let near = (first.saturating_sub(4)..=last + 3).contains(&at);
        let said = decisions[at].role;
        let heading = tree.nodes[piece.node].tag.is_heading();
        let role = if mask & bits.comment != 0 {
            Role::Comment
        } else if mask & bits.author_box != 0 && !(near && at < first + 4) {
            Role::AuthorBox
        } else if matches!(
            said,
            Role::Byline | Role::Dateline | Role::Caption | Role::PullQuote | Role::Standfirst
        ) && near
            && mask & (bits.related | bits.notice) == 0
            && !tags(Tag::Nav)
            && !tags(Tag::Aside)
            && decisions[at].reason != crate::role::SHORT
        {
            said
        } else if tags(Tag::Figcaption) || mask & bits.caption != 0 && near {
            Role::Caption
        } else if (tags(Tag::Nav) || mask & bits.navigation != 0) && piece.length < LINK
            || said == Role::Navigation && decisions[at].reason == "sign/words"
        {
            Role::Navigation
        } else if said == Role::Comment && decisions[at].reason != "zone/form" {
            Role::Comment
        } else if mask & bits.notice != 0 {
            Role::Notice
        } else if mask & bits.related != 0 || tags(Tag::Aside) {
            Role::Related
        } else if tags(Tag::Nav) || mask & bits.navigation != 0 || tags(Tag::Header) && !near {
            Role::Navigation
        } else if tags(Tag::Footer) || mask & bits.footer != 0 {
            if is_link { Role::Navigation } else { Role::Notice }
        } else if matches!(said, Role::Comment | Role::AuthorBox | Role::Notice)
            && decisions[at].reason.starts_with("sign/")
        {
            said
        } else if tags(Tag::Form) {
            Role::Navigation
        } else if heading || is_link && piece.length > HEADLINE {
            Role::Related
        } else {
            weak.push(at);
            by_itself(piece, &decisions[at], near, at < first)
        };
        if weak.last() != Some(&at) {
            for node in tree.path(piece.node).skip(1).take(LEVELS) {
                *beside.entry(node).or_default().entry(role).or_default() += 1;
            }
        }
        decisions[at].role = role;
    }
    // What tells nothing by itself is what most of those are that hang beside it.
    for at in weak {
        let near = tree.path(pieces[at].node).skip(1).take(LEVELS);
        let roles = near.filter(|node| !is_article(node)).find_map(|node| beside.get(&node));
        let most =
            roles.and_then(|roles| roles.iter().max_by_key(|(role, count)| (**count, **role)));
        if let Some((role, _)) = most
            && !matches!(decisions[at].role, Role::Byline | Role::Dateline)
        {
            decisions[at].role = *role;
        }
    }
}

/// How many levels up one looks for those beside a piece.
const LEVELS: usize = 3;

/// What a piece is that lies in nothing that tells.
fn by_itself(piece: &Piece, decision: &Decision, near: bool, before: bool) -> Role {
    let is_link = piece.linked * 2 > piece.length;
    match decision.role {
        Role::Byline | Role::Dateline if near => decision.role,
        Role::Related if !is_link || piece.length > HEADLINE => Role::Related,
        Role::Caption if decision.reason != crate::role::SHORT => Role::Caption,
        Role::Notice if !before && piece.length > HEADLINE => Role::Notice,
        _ => Role::Navigation,
    }
}

/// The parts that tell what lies in them.
struct Bits {
    comment: Mask,
    author_box: Mask,
    notice: Mask,
    related: Mask,
    navigation: Mask,
    footer: Mask,
    caption: Mask,
}

impl Bits {
    fn get() -> Self {
        let parts = Parts::get();
        let of = |names: &[&str]| names.iter().fold(0, |mask, name| mask | parts.bit(name));
        Self {
            comment: of(&["comment"]),
            author_box: of(&["author_box"]),
            notice: of(&["notice", "newsletter", "paywall", "advert", "dialog"]),
            related: of(&["related", "teaser", "sidebar"]),
            navigation: of(&["navigation", "share", "tags"]),
            footer: of(&["footer"]),
            caption: of(&["caption"]),
        }
    }
}
