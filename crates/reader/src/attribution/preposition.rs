//! Cues that are prepositions: *selon X, …*, *…, according to X*. They govern the
//! sentence that they open, or the one that they close.

use super::hit::Hit;
use super::{Attribution, Items, Matcher};
use crate::cue::{Mood, Pos};
use schema::Span;

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
            let frames = &entry.frames;
            // "De source policière": the source begins inside the cue.
            let from = if frames.itself { from - 1 } else { from };
            let relative = self.words.relative_sources.contains(p.norm(from));
            let end = match () {
                () if frames.inherited => from,
                () if relative => from + 1,
                () => self.noun_phrase(from, true).max(from),
            };
            // "La déclaration selon laquelle": the noun is the cue, and looked for elsewhere.
            if relative && start > 0 && !p.is_mark(start - 1) && self.noun_before(start) {
                continue;
            }
            let cited = frames.inherited || relative || self.may_be_cited(&(from..end));
            if !cited || end == from && !frames.inherited {
                continue;
            }
            if frames.person && !relative && !self.is_person(start, &(from..end)) {
                continue;
            }
            let mut aside = None;
            let mut after = end;
            // "Selon un sondage publié lundi par X, …": what follows the source describes it.
            if start == self.after_connective(0) && !p.is_mark(end) && !relative {
                let comma = (end..p.trimmed_end().min(end + 20)).find(|&k| p.is_mark(k));
                after = comma
                    .filter(|&k| p.is_comma(k) && !(end..k).any(|i| self.is_finite(i)))
                    .unwrap_or(end);
            }
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
                self.antecedent(start).or(found.last().and_then(|other| other.source.clone()))
            } else if frames.inherited {
                None
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
            let conditional = self.is_hearsay(&content);
            found.push(Attribution {
                content,
                kind,
                cue: span.map(|span| (span, entry)),
                source,
                aside,
                addressee: None,
                negated: false,
                conditional,
                rule: if relative {
                    "attribution/relative-preposition"
                } else {
                    "attribution/preposition"
                },
                confidence: 92,
            });
        }
    }

    /// Whether "pour X" opens its sentence and X is somebody by name or pronoun.
    fn is_person(&self, start: usize, source: &Items) -> bool {
        let p = self.period;
        let opens = start == self.after_connective(0) && p.is_comma(source.end);
        let pronoun =
            self.words.pronoun(p.norm(source.start)).is_some_and(|pronoun| !pronoun.first);
        let person = self.roles.get(p.norm(source.start + 1)).is_some();
        opens && (pronoun || person || p.is_capital(source.start) && source.len() >= 2)
    }

    /// Who "selon qui", "pour lequel" looks back at: the name or role right before it.
    fn antecedent(&self, start: usize) -> Option<Items> {
        let p = self.period;
        let end = if start > 0 && p.is_comma(start - 1) { start - 1 } else { start };
        let from = (0..end)
            .rev()
            .take(14)
            .take_while(|&i| !p.is_mark(i) && p.quote(i).is_none())
            .last()?;
        // The last phrase in there that reaches up to the relative.
        (from..end).find_map(|i| {
            let opens = self.words.determiners.contains(p.norm(i)) || p.is_capital(i);
            let items = i..end;
            (opens && self.noun_phrase(i, true) == end && self.can_speak(&items)).then_some(items)
        })
    }

    /// Whether the phrase that ends at `end` has a cue noun for its head.
    fn noun_before(&self, end: usize) -> bool {
        let p = self.period;
        (0..end)
            .rev()
            .take(10)
            .take_while(|&i| !p.is_mark(i) && p.quote(i).is_none() && !self.is_finite(i))
            .any(|i| self.is_noun_cue(i))
    }

    /// Whether the first clause of a content stands in the conditional of what is only heard:
    /// *selon X, le maire aurait vendu la clé*. With *si* it is a condition, and no hearsay.
    fn is_hearsay(&self, content: &[Span]) -> bool {
        let p = self.period;
        let inside = |i: &usize| {
            let item = p.items.get(*i);
            item.is_some_and(|item| content.iter().any(|span| span.contains(item.span())))
        };
        let items: Vec<usize> = (0..p.len()).filter(inside).collect();
        let governed = items.iter().any(|&i| self.is_subordinator(i));
        let mut clause = items.iter().copied().take_while(|&i| {
            !self.words.complementisers.contains(p.norm(i))
                && !self.words.relative_subjects.contains(p.norm(i))
                && !self.words.relatives.contains(p.norm(i))
        });
        let heard = clause.any(|i| {
            let auxiliary = self.cues.auxiliary(p.norm(i)).filter(|form| form.mood == Mood::Cnd);
            // "Serait impossible" is no more than a guess; "se serait rendu" is a report.
            auxiliary.is_some_and(|form| {
                let reflexive = i > 0 && self.words.reflexives.contains(p.norm(i - 1));
                !form.passive || reflexive
            })
        });
        heard && !governed
    }
}
