//! Cues that are nouns: *la déclaration de X selon laquelle …*, *a report by X
//! that …*. Without somebody whose word it is, a noun attributes nothing.

use super::hit::Hit;
use super::{Attribution, Matcher};
use crate::cue::{Cue, Pos};
use schema::Span;

impl Matcher<'_> {
    /// *La déclaration de X selon laquelle …*, *a report by X that …*
    pub(super) fn nouns(&self, hits: &[Hit], found: &mut Vec<Attribution>) {
        let p = self.period;
        for i in 0..p.len() {
            let noun = self
                .cues
                .forms(p.norm(i))
                .iter()
                .map(|(cue, _)| self.cues.cue(*cue))
                .find(|cue| cue.pos == Pos::Noun && cue.frames.that);
            let Some(cue) = noun else { continue };
            let taken = found.iter().any(|other| {
                other.cue.is_some_and(|(span, _)| {
                    p.span(i..i + 1).is_some_and(|here| span.overlaps(here))
                })
            });
            if taken
                || !(i > 0
                    && (self.words.determiners.contains(p.norm(i - 1))
                        || self.words.possessives.contains(p.norm(i - 1))))
            {
                continue;
            }
            // "The rebels' claim that …"
            if self.words.possessives.contains(p.norm(i - 1)) {
                found.extend(self.owned(i, cue, hits));
                continue;
            }
            // The opener, over at most "de X".
            let source_end = if self.words.complements.contains(p.norm(i + 1))
                || self.words.prepositions.contains(p.norm(i + 1))
            {
                self.noun_phrase(i + 2, true)
            } else {
                i + 1
            };
            let Some(n) = p.any_phrase_at(source_end, &self.words.noun_content_openers) else {
                continue;
            };
            let source = (source_end > i + 2)
                .then_some(i + 2..source_end)
                .filter(|items| self.can_speak(items));
            let later: Vec<Hit> =
                hits.iter().filter(|hit| hit.group.start >= source_end + n).cloned().collect();
            let content = self
                .inside_subject(i, source_end + n)
                .unwrap_or_else(|| self.content(source_end + n, &later, true));
            let Some(source) = source else { continue };
            if content.iter().map(|span| span.len()).sum::<usize>() < 8
                || found.iter().any(|other| other.content == content)
            {
                continue;
            }
            let kind = self.kind(&content);
            found.push(Attribution {
                content,
                kind,
                cue: p.span(i..i + 1).map(|span| (span, cue)),
                source: Some(source),
                aside: None,
                addressee: None,
                negated: false,
                conditional: false,
                rule: "attribution/noun-cue",
                confidence: 75,
            });
        }
    }

    /// The content from `from` on, where the noun at `noun` is the subject of its sentence: the
    /// last verb is the sentence's own. *The claim that they hold the town | could not be verified*
    fn inside_subject(&self, noun: usize, from: usize) -> Option<Vec<Span>> {
        let p = self.period;
        let opens = (self.after_connective(0)..noun).all(|i| {
            !self.is_verb(i) && !p.is_comma(i) && !self.words.prepositions.contains(p.norm(i))
        });
        if !opens || !self.words.zero_complementiser {
            return None;
        }
        let mut verb = (from + 2..p.trimmed_end()).rev().find(|&i| self.is_verb(i))?;
        while verb > from + 2
            && (self.is_verb(verb - 1)
                || self.words.negations.contains(p.norm(verb - 1))
                || self.is_adverb(verb - 1))
        {
            verb -= 1;
        }
        // With one verb group only, it is the clause's.
        let clause = (from..verb).any(|i| {
            self.is_verb(i) || self.words.pronoun(p.norm(i)).is_some() && p.is_word(i + 1)
        });
        clause.then(|| self.piece(from..verb))
    }

    /// *The rebels' claim that …*: whose word it is stands before the noun at `i`.
    fn owned(&self, i: usize, cue: &'static Cue, hits: &[Hit]) -> Option<Attribution> {
        let p = self.period;
        let n = p.any_phrase_at(i + 1, &self.words.noun_content_openers)?;
        let mut start = i - 1;
        while start > 0
            && p.is_word(start - 1)
            && !self.is_verb(start - 1)
            && !self.words.prepositions.contains(p.norm(start - 1))
            && !self.words.complementisers.contains(p.norm(start - 1))
        {
            start -= 1;
        }
        let source = self.trimmed(start..i - 1).filter(|items| self.can_speak(items))?;
        let later: Vec<Hit> = hits.iter().filter(|hit| hit.group.start > i + n).cloned().collect();
        let content = self
            .inside_subject(i, i + 1 + n)
            .unwrap_or_else(|| self.content(i + 1 + n, &later, true));
        Some(Attribution {
            kind: self.kind(&content),
            content,
            cue: p.span(i..i + 1).map(|span| (span, cue)),
            source: Some(source),
            aside: None,
            addressee: None,
            negated: false,
            conditional: false,
            rule: "attribution/noun-cue",
            confidence: 75,
        })
    }
}
