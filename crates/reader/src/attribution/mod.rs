//! Who is said to have said what: source, cue and content, by patterns over
//! the items of a period. The patterns know order; the lexicons know words.

mod hit; // where a verb of the lexicon stands as one
mod frame; // what it is built with
mod source; // who stands before it
mod tail; // what stands after it
mod content; // where the content begins and ends
mod phrase; // where a noun phrase ends
mod preposition; // cues that are prepositions
mod noun; // cues that are nouns
mod passive; // cues in the passive, and hearsay
mod bare; // quotations without a cue

use crate::cue::{Class, Cue, Cues};
use crate::period::Period;
use crate::role::Roles;
use crate::words::Words;
use schema::{Kind, Span};
use std::ops::Range;

/// A stretch of items.
pub(crate) type Items = Range<usize>;

/// One attribution as the words give it, before its speaker is made out.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    /// The pieces of the content in order, without marks and complementiser.
    pub content: Vec<Span>,
    /// How the words are given.
    pub kind: Kind,
    /// The cue's words and its entry; none for a bare quotation.
    pub cue: Option<(Span, &'static Cue)>,
    /// The items of the source; none where the speaker goes on from before.
    pub source: Option<Items>,
    /// Words that describe the source further: an apposition, a relative clause.
    pub aside: Option<Items>,
    /// The items that name who was told.
    pub addressee: Option<Items>,
    /// Whether the cue is negated.
    pub negated: bool,
    /// Whether the cue stands in the conditional.
    pub conditional: bool,
    /// The pattern that matched.
    pub rule: &'static str,
    /// How often that pattern is right, in hundredths.
    pub confidence: u8,
}

/// The rule of a clause that is told, and nobody is given who tells it: *it was reported that*.
const IMPERSONAL: &str = "attribution/impersonal";
/// The rule of hearsay: *is said to*, *reportedly*.
const HEARSAY: &str = "attribution/hearsay";

impl Attribution {
    /// Whether the page gives no source, so that whoever spoke before is not the one.
    pub fn is_unstated(&self) -> bool {
        matches!(self.rule, IMPERSONAL | HEARSAY)
    }

    /// Whether the page tells it as hearsay.
    pub fn is_hearsay(&self) -> bool {
        self.rule == HEARSAY
    }
}

/// What the patterns look at.
pub(crate) struct Matcher<'a> {
    pub period: &'a Period<'a>,
    pub words: &'static Words,
    pub cues: &'static Cues,
    pub roles: &'static Roles,
}

impl Matcher<'_> {
    /// Whether somebody tells something: not what the page's author thinks (*I thought*), and not
    /// what a participle says that nobody did (*for not saying that*).
    fn is_told(&self, attribution: &Attribution) -> bool {
        let Some((_, cue)) = attribution.cue else { return true };
        let author = attribution.source.as_ref().is_some_and(|items| {
            self.words.pronoun(self.period.norm(items.start)).is_some_and(|pronoun| pronoun.first)
        });
        let inner = matches!(
            cue.class,
            Class::Thought | Class::Intention | Class::Judgement | Class::Request
        );
        !(author && inner && self.words.bare_present)
    }

    /// The attributions of the period, in the order of their cues.
    pub fn attributions(&self) -> Vec<Attribution> {
        let hits = self.hits();
        let mut found: Vec<Attribution> = Vec::new();
        let mut done = 0; // hits whose words belong to an earlier cue are skipped
        let mut subject: Option<(Items, Option<Items>)> = None;
        for (n, hit) in hits.iter().enumerate() {
            if hit.group.start < done {
                continue;
            }
            let before = self.subject_before(hit, subject.clone());
            let attribution = self.attempt(hit, &hits[n + 1..], before.clone(), &found);
            if let Some(attribution) = attribution.filter(|attribution| self.is_told(attribution)) {
                done = hit.group.end;
                let source = attribution.source.clone();
                subject = source.map(|source| (source, attribution.aside.clone())).or(subject);
                found.push(attribution);
            }
            subject = before.or(subject);
        }
        self.nouns(&hits, &mut found);
        self.passives(&hits, &mut found);
        self.prepositions(&hits, &mut found);
        self.colons(&mut found);
        self.further_quotes(&mut found);
        self.adverbs(&mut found);
        found.sort_by_key(|attribution| {
            attribution.content.first().map(|span| (span.start(), usize::MAX - span.end()))
        });
        found
    }
}
