//! Cues that are nouns: *la déclaration de X selon laquelle …*, *a report by X
//! that …*. Without somebody whose word it is, a noun attributes nothing.

use super::hit::Hit;
use super::{Attribution, Matcher};
use crate::cue::Pos;

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
            let content = self.content(source_end + n, &later, true);
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
}
