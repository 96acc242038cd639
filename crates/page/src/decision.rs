//! Whether a piece is kept, and what it is: the rules speak first, then what was learnt.

use crate::chooser::{ONE, Table, View};
use crate::furniture::Sign;
use crate::part::Mask;
use crate::segment::Piece;
use crate::tag::Tag;
use schema::Role;
use std::borrow::Cow;

/// What was decided about a piece.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub role: Role,
    pub kept: bool,
    /// It is kept if what was learnt says more than this, in 1024ths of the logarithm of
    /// the odds.
    pub bar: i32,
    /// Whether the rule knows what it is, kept or not.
    pub named: bool,
    pub reason: Cow<'static, str>,
}

impl Decision {
    pub fn keep(role: Role, reason: &'static str) -> Self {
        Self { role, kept: true, bar: 0, named: role == Role::Title, reason: Cow::Borrowed(reason) }
    }

    pub fn drop(role: Role, reason: &'static str) -> Self {
        // What looks like the name or the day of an article is seldom a part of its text.
        let bar = if matches!(role, Role::Byline | Role::Dateline) { WORDS } else { 0 };
        Self { role, kept: false, bar, named: role == Role::Title, reason: Cow::Borrowed(reason) }
    }

    /// A line that says by its own words that it is none of the article's.
    pub fn drop_by_words(role: Role, reason: &'static str) -> Self {
        Self::drop(role, reason).unless(WORDS)
    }

    /// The same, unless what was learnt is surer than this: of a piece that is dropped that
    /// it is the article's (above zero), of one that is kept that it is not (below).
    pub fn unless(self, bar: i32) -> Self {
        Self { bar: if self.kept { bar } else { self.bar.max(bar) }, ..self }
    }

    /// The same, whatever was learnt.
    pub fn surely(self) -> Self {
        Self { bar: if self.kept { i32::MIN } else { i32::MAX }, ..self }
    }

    /// The same of a line that the rule names for good: it is not asked what it is.
    pub fn named(self) -> Self {
        Self { named: true, ..self }
    }

    /// The same where nothing but the words of a line tells what it is: then what they say
    /// is sure.
    pub fn by_words_alone(self) -> Self {
        if !self.kept && self.bar >= WORDS { self.surely() } else { self }
    }

    /// Whether the rule is sure of it: nothing learnt changes it.
    pub fn is_sure(&self) -> bool {
        matches!(self.bar, i32::MIN | i32::MAX)
    }
}

/// Words that say what a line is are seldom wrong.
const WORDS: i32 = 2500;

/// The pieces of a page, and all that is seen of them.
pub(crate) struct Sight {
    /// What the rules say of each piece.
    pub rules: Vec<Decision>,
    /// What is asked of each piece by what was learnt.
    pub table: Table,
    /// What the tag of each piece makes of it, if it is kept.
    kinds: Vec<Role>,
    /// Whether it is mostly a link.
    links: Vec<bool>,
    /// Whether it holds a date, and little else.
    pub dates: Vec<bool>,
    /// Whether it is a heading.
    pub headings: Vec<bool>,
    /// Whether it is a sentence below the headline, which is kept if nothing else is.
    pub sentences: Vec<bool>,
    /// What the names of each element of the tree say.
    pub masks: Vec<Mask>,
    /// The sign that each piece gives.
    pub signs: Vec<Option<&'static Sign>>,
}

impl Sight {
    /// What is seen of pieces, once the rules have spoken.
    pub fn of(view: &View<'_>, masks: Vec<Mask>, sentences: Vec<bool>) -> Self {
        let pieces = &view.segments.pieces;
        let tag = |piece: &Piece| view.tree.nodes[piece.node].tag;
        let kind = |piece: &Piece| match tag(piece) {
            tag if tag.is_heading() => Role::Heading,
            Tag::Li | Tag::Dd | Tag::Dt => Role::List,
            Tag::Td | Tag::Th | Tag::Caption => Role::Table,
            _ => Role::Body,
        };
        let is_date = |piece: &Piece| {
            let words = piece.span.of(&view.segments.text);
            piece.length < DATE && crate::metadata::date_in(words, 0).is_some()
        };
        Self {
            rules: view.rules.to_vec(),
            table: crate::chooser::look(view, &masks),
            kinds: pieces.iter().map(kind).collect(),
            links: pieces.iter().map(|piece| piece.linked * 2 > piece.length).collect(),
            dates: pieces.iter().map(is_date).collect(),
            headings: pieces.iter().map(|piece| tag(piece).is_heading()).collect(),
            sentences,
            masks,
            signs: view.signs.to_vec(),
        }
    }

    /// Decides for every piece: what was learnt (`scores`) says whether it is kept, the
    /// rules what it may be.
    pub fn decide(&self, scores: &[i32]) -> Vec<Decision> {
        // It was learnt from whole pages: where there are few pieces, the rules count for more.
        let few = self.rules.len() < FEW;
        let of_piece = |(at, rule): (usize, Decision)| {
            if rule.is_sure() {
                return rule;
            }
            let kept = scores[at] > if few && rule.kept { FREELY } else { rule.bar };
            match (rule.role, rule.kept, kept) {
                (Role::Title, ..) | (_, true, true) | (_, false, false) => rule,
                (Role::Standfirst | Role::PullQuote, false, true) => {
                    Decision::keep(rule.role, KEPT)
                }
                // A line that looks like a heading, among what is read, is one, tag or no tag.
                (Role::Heading, false, true) => Decision::keep(Role::Heading, KEPT).named(),
                (_, false, true) => Decision::keep(self.kinds[at], KEPT),
                (Role::Standfirst, true, false) => Decision::drop(Role::Standfirst, DROPPED),
                (_, true, false) => {
                    let role = match () {
                        () if self.links[at] => Role::Related,
                        () if self.dates[at] => Role::Dateline,
                        () => Role::Notice,
                    };
                    Decision::drop(role, DROPPED)
                }
            }
        };
        self.rules.iter().cloned().enumerate().map(of_piece).collect()
    }
}

/// Whether what was learnt leaves less than half of the text that the rules keep: where
/// no tags are, it is then more likely wrong than they.
pub(crate) fn loses_most(rules: &[Decision], decisions: &[Decision], pieces: &[Piece]) -> bool {
    let kept = |decisions: &[Decision]| -> usize {
        let text = pieces.iter().zip(decisions).filter(|(_, it)| it.kept && it.role != Role::Title);
        text.map(|(piece, _)| piece.length).sum()
    };
    kept(decisions) * 2 < kept(rules)
}

/// A notice of one sentence is an article all the same: where nothing but the headline
/// is kept, the `sentences` below it are.
pub(crate) fn keep_only_text(decisions: &mut [Decision], sentences: &[bool]) {
    if decisions.iter().all(|it| !it.kept || it.role == Role::Title) {
        for (decision, _) in decisions.iter_mut().zip(sentences).filter(|(_, is)| **is) {
            *decision = Decision::keep(Role::Body, "body/only-text");
        }
    }
}

/// A page of headlines or of an error has no article: nothing of it is kept, and what
/// looked like text is `text`.
pub(crate) fn drop_all(decisions: &mut [Decision], text: Role) {
    for decision in decisions.iter_mut().filter(|decision| decision.kept) {
        let role = if decision.role == Role::Title { Role::Title } else { text };
        *decision = Decision::drop(role, "page/not-an-article");
    }
}

/// How sure one must be to drop what the rules keep on a page of few pieces, or a sentence
/// of a text without tags.
pub(crate) const FREELY: i32 = -4 * ONE;

/// A page of fewer pieces than this is unlike those that were learnt from.
pub(crate) const FEW: usize = 15;

/// A piece with a date that is longer than this, in characters, tells of more than a date.
const DATE: usize = 100;

/// The reason of a piece that the rules would have dropped.
const KEPT: &str = "learnt/article";

/// The reason of a piece that the rules would have kept.
const DROPPED: &str = "learnt/furniture";
