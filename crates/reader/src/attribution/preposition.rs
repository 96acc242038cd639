//! Cues that are prepositions: *selon X, …*, *…, according to X*. They govern the
//! sentence that they open, or the one that they close.

use super::hit::Hit;
use super::{Attribution, Matcher};
use crate::cue::Pos;

impl Matcher<'_> {
    /// *Selon X, …*; *…, selon X*; *according to X*.
    pub(super) fn prepositions(&self, hits: &[Hit], found: &mut Vec<Attribution>) {
        let p = self.period;
        let mut i = 0;
        while i < p.len() {
            let Some((cue, n)) = self.cues.phrase_at(i, |k| p.norm(k)) else {
                i += 1;
                continue;
            };
            let entry = self.cues.cue(cue);
            let from = i + n;
            i = from;
            if entry.pos != Pos::Preposition {
                continue;
            }
            let start = from - n;
            let span = p.span(start..from);
            let relative = self.words.relative_sources.contains(p.norm(from));
            let end = if relative { from + 1 } else { self.noun_phrase(from, true).max(from) };
            if end == from || !relative && !self.may_be_cited(&(from..end)) {
                continue;
            }
            let mut aside = None;
            let mut after = end;
            if p.is_comma(end) && !relative {
                // "Selon X, porte-parole de Y, …": a second comma closes the apposition.
                let second = (end + 1..p.trimmed_end()).find(|&k| p.is_comma(k));
                if let Some(second) = second.filter(|&k| {
                    k - end <= 10
                        && !self.has_verb(end + 1..k)
                        && !self.words.determiners.contains(p.norm(end + 1))
                        && start == self.after_connective(0)
                }) {
                    aside = Some(end + 1..second);
                    after = second;
                }
            }
            let later: Vec<Hit> =
                hits.iter().filter(|hit| hit.group.start >= after).cloned().collect();
            let opening = relative
                || self.before_marks(start).is_none_or(|k| k < self.after_connective(0))
                || start == self.after_connective(0);
            let content = if opening {
                let mut first = after;
                while first < p.trimmed_end() && p.is_mark(first) && p.quote(first).is_none() {
                    first += 1;
                }
                self.content(first, &later, true)
            } else {
                let hole_end = if p.is_comma(after) { after + 1 } else { after };
                self.around(start..hole_end.min(p.len()))
            };
            let source = if relative {
                found.last().and_then(|other| other.source.clone())
            } else {
                Some(from..end)
            };
            if content.iter().map(|span| span.len()).sum::<usize>() < 8 {
                continue;
            }
            // The sentence is told by a verb already: "…, a dit X, selon Y" keeps both, the content once.
            if found.iter().any(|other| other.content == content) {
                continue;
            }
            let kind = self.kind(&content);
            found.push(Attribution {
                content,
                kind,
                cue: span.map(|span| (span, entry)),
                source,
                aside,
                addressee: None,
                negated: false,
                conditional: false,
                rule: if relative {
                    "attribution/relative-preposition"
                } else {
                    "attribution/preposition"
                },
                confidence: 92,
            });
        }
    }
}
