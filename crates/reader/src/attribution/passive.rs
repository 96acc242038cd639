//! Cues in the passive, and hearsay. *The plan was called a mistake by X* has its
//! speaker after it; *it was reported that …*, *X is said to …* and *reportedly*
//! have none, and say so.

use super::hit::Hit;
use super::{Attribution, HEARSAY, IMPERSONAL, Items, Matcher};
use crate::cue::{Class, Cue, Mood, Pos};
use schema::Span;

/// A participle of the lexicon with the auxiliary that makes it passive.
struct Passive {
    group: Items,
    cue: &'static Cue,
    negated: bool,
}

impl Matcher<'_> {
    /// *It was reported that …*, *X is said to …*, *residents were told that …*, *… by X*.
    pub(super) fn passives(&self, hits: &[Hit], found: &mut Vec<Attribution>) {
        if self.words.unstated.is_empty() {
            return;
        }
        for i in 1..self.period.len() {
            let Some(passive) = self.passive(i) else { continue };
            let told = |other: &Attribution| {
                let span = self.period.span(passive.group.clone());
                other.content.iter().any(|content| span.is_some_and(|span| content.contains(span)))
            };
            if found.iter().any(told) {
                continue;
            }
            let attribution =
                self.impersonal(&passive, hits).or_else(|| self.with_agent(&passive, hits));
            found.extend(attribution.filter(|attribution| {
                attribution.content.iter().map(|span| span.len()).sum::<usize>() >= 8
            }));
        }
    }

    /// *Reportedly*, in a sentence that nobody else tells.
    pub(super) fn adverbs(&self, found: &mut Vec<Attribution>) {
        let p = self.period;
        if !found.is_empty() || self.words.unstated.is_empty() {
            return;
        }
        for i in 0..p.len() {
            let Some((cue, n)) = self.cues.phrase_at(i, |k| p.norm(k)) else { continue };
            let entry = self.cues.cue(cue);
            let noun = i.checked_sub(1).is_some_and(|before| {
                self.words.determiners.contains(p.norm(before))
                    || self.words.prepositions.contains(p.norm(before))
            });
            if entry.pos != Pos::Adverb || noun {
                continue;
            }
            // The adverb stands in the sentence that it qualifies.
            let content = self.piece(self.after_connective(0)..p.trimmed_end());
            found.push(self.unstated(i..i + n, entry, content, HEARSAY));
            return;
        }
    }

    fn passive(&self, i: usize) -> Option<Passive> {
        let p = self.period;
        let (cue, entry) = self.cues.forms(p.norm(i)).iter().find_map(|&(cue, form)| {
            let entry = self.cues.cue(cue);
            let verb = entry.pos == Pos::Verb && !entry.reflexive;
            (verb && form.mood == Mood::PastPart).then_some((cue, entry))
        })?;
        let rest = self.cues.rest(cue);
        if rest.iter().enumerate().any(|(k, word)| p.norm(i + 1 + k) != word) {
            return None;
        }
        let mut start = i;
        let mut passive = false;
        while start > 0 && i - start < 6 {
            let before = p.norm(start - 1);
            let auxiliary = self.cues.auxiliary(before);
            if auxiliary.is_none()
                && !self.words.between.contains(before)
                && !self.is_adverb(start - 1)
            {
                break;
            }
            // The auxiliary beside the participle tells: "is said", "has been said".
            passive |= auxiliary.is_some_and(|form| form.passive);
            start -= 1;
        }
        while start < i && self.cues.auxiliary(p.norm(start)).is_none() {
            start += 1;
        }
        let negated = (start..i).any(|k| self.words.negations.contains(p.norm(k)));
        passive.then_some(Passive { group: start..i + 1 + rest.len(), cue: entry, negated })
    }

    /// Nobody is given as the source: *it was reported that*, *is said to*, *was told that*.
    fn impersonal(&self, passive: &Passive, hits: &[Hit]) -> Option<Attribution> {
        let p = self.period;
        let Passive { group, cue, negated } = passive;
        let mut at = group.end;
        while let Some(end) = self.adjunct(at).filter(|_| !self.is_infinitive(at)) {
            at = end;
        }
        let later: Vec<Hit> = hits.iter().filter(|hit| hit.group.start > at).cloned().collect();
        let before = group.start.checked_sub(1)?;
        let it = self.words.pronoun(p.norm(before)).is_some_and(|pronoun| pronoun.gender == 'n');
        let clause = self.words.complementisers.contains(p.norm(at));
        if clause && !negated && (it && cue.frames.that || cue.frames.told) {
            let content = self.content(at + 1, &later, true);
            return Some(self.unstated(group.clone(), cue, content, IMPERSONAL));
        }
        let says = matches!(cue.class, Class::Speech | Class::Report | Class::Thought);
        let says = says && cue.frames.that && cue.frames.incise;
        if says && !negated && self.is_infinitive(at) {
            let subject = self.passive_subject(group.start)?;
            let mut content = self.piece(subject);
            content.extend(self.content(at, &later, false));
            return Some(self.unstated(group.clone(), cue, content, HEARSAY));
        }
        None
    }

    /// Who says it stands after it: *was condemned by X*, *was described by X as …*.
    fn with_agent(&self, passive: &Passive, hits: &[Hit]) -> Option<Attribution> {
        let p = self.period;
        let Passive { group, cue, negated } = passive;
        let states = matches!(
            cue.class,
            Class::Speech | Class::Report | Class::Judgement | Class::Denial | Class::Admission
        );
        if !states || !(cue.frames.noun || cue.frames.that) {
            return None;
        }
        let end = p.trimmed_end();
        let by = (group.end..end.min(group.end + 9))
            .take_while(|&i| !p.is_comma(i) && !self.words.complementisers.contains(p.norm(i)))
            .find(|&i| self.words.agents.contains(p.norm(i)))?;
        let after = self.noun_phrase(by + 1, true);
        let source = by + 1..after;
        if source.is_empty() || !self.can_speak(&source) {
            return None;
        }
        let subject = self.passive_subject(group.start)?;
        let later: Vec<Hit> = hits.iter().filter(|hit| hit.group.start > after).cloned().collect();
        let mut content: Vec<Span> = self.piece(subject);
        if by > group.end {
            content.extend(self.piece(group.end..by));
        }
        if self.words.predicative_markers.contains(p.norm(after)) {
            content.extend(self.content(after, &later, false));
        } else if self.words.complementisers.contains(p.norm(after)) {
            content = self.content(after + 1, &later, true);
        }
        Some(Attribution {
            kind: self.kind(&content),
            content,
            cue: p.span(group.clone()).map(|span| (span, *cue)),
            source: Some(source),
            aside: None,
            addressee: None,
            negated: *negated,
            conditional: false,
            rule: "attribution/passive",
            confidence: 75,
        })
    }

    /// What is said to be something, before the verb at `verb`: over an aside between commas.
    fn passive_subject(&self, verb: usize) -> Option<Items> {
        let p = self.period;
        let start = self.clause_start(verb);
        if start < verb {
            return self.trimmed(start..verb);
        }
        let open = (0..verb.checked_sub(1)?).rev().find(|&i| p.is_comma(i))?;
        self.trimmed(self.clause_start(open)..open)
    }

    fn unstated(
        &self,
        group: Items,
        cue: &'static Cue,
        content: Vec<Span>,
        rule: &'static str,
    ) -> Attribution {
        Attribution {
            kind: self.kind(&content),
            content,
            cue: self.period.span(group).map(|span| (span, cue)),
            source: None,
            aside: None,
            addressee: None,
            negated: false,
            conditional: false,
            rule,
            confidence: 65,
        }
    }
}
