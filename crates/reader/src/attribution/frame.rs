//! What a cue is built with: a quotation, a reported clause, a noun for content.
//! The frames are tried in order, the plainest sign first.

use super::hit::Hit;
use super::{Attribution, Items, Matcher};
use crate::cue::{Class, Mood};
use schema::{Kind, Span};

impl Matcher<'_> {
    /// Tries the frames of a cue in order: the plainest sign first.
    pub(super) fn attempt(
        &self,
        hit: &Hit,
        later: &[Hit],
        before: Option<(Items, Option<Items>)>,
        found: &[Attribution],
    ) -> Option<Attribution> {
        let p = self.period;
        let cue = self.cues.cue(hit.cue);
        let frames = &cue.frames;
        let inverted = before.is_none() && self.inverted(hit);
        let tail = self.tail(hit, inverted || before.is_none());
        let source_before = before.as_ref().map(|(items, _)| items.clone());
        let aside_before = before.and_then(|(_, aside)| aside);
        let clitic = hit.clitic.map(|at| at..at + 1);
        let make = |content: Vec<Span>,
                    kind: Kind,
                    source: Option<Items>,
                    aside: Option<Items>,
                    rule,
                    confidence| {
            Some(Attribution {
                content: content.into_iter().filter(|span| !span.is_empty()).collect(),
                kind,
                cue: p.span(hit.group.clone()).map(|span| (span, cue)),
                source,
                aside,
                addressee: tail.addressee.clone(),
                negated: hit.negated,
                conditional: hit.conditional,
                rule,
                confidence,
            })
        };
        let used = |span: Span| {
            found.iter().any(|other| {
                other.kind == Kind::Direct && other.content.iter().any(|c| c.overlaps(span))
            })
        };

        // « … », a dit X
        if frames.quote || frames.incise {
            let quote_end = self.before_marks(if inverted || clitic.is_some() {
                hit.group.start
            } else {
                source_before.as_ref().map_or(hit.group.start, |items| items.start)
            });
            // "“…,” as the ferrymen say"
            let quote_end = quote_end.and_then(|at| {
                if self.is_subordinator(at) && at + 1 < hit.group.start {
                    self.before_marks(at)
                } else {
                    Some(at)
                }
            });
            if let Some(quotation) =
                quote_end.and_then(|at| p.quote(at)).filter(|quotation| !used(quotation.inner))
            {
                let after_source =
                    if inverted { tail.subject.clone() } else { source_before.clone() };
                if let Some(source) = clitic.clone().or(after_source) {
                    let aside = if inverted { tail.aside.clone() } else { aside_before.clone() };
                    return make(
                        vec![quotation.inner],
                        Kind::Direct,
                        Some(source),
                        aside,
                        "attribution/quotation-cue",
                        95,
                    );
                }
            }
            // X a dit (au journal) : « … »
            if let Some(at) = self.quote_after(hit, later)
                && let Some(quotation) = p.quote(at).filter(|quotation| !used(quotation.inner))
            {
                let source = source_before.clone().or(clitic.clone()).or(tail.subject.clone());
                if source.is_some() || frames.quote {
                    return make(
                        vec![quotation.inner],
                        Kind::Direct,
                        source,
                        aside_before,
                        "attribution/cue-quotation",
                        93,
                    );
                }
            }
        }
        if hit.form.mood == Mood::PresPart && hit.negated {
            return None; // "criticised for not saying that": nobody says so
        }
        if p.norm(hit.group.end) == ":"
            || hit.form.mood == Mood::PastPart
                && source_before.is_none()
                && clitic.is_none()
                && !inverted
        {
            return None;
        }
        // X a dit que …
        if (frames.that || frames.told)
            && let Some((from, told)) = self.complement(hit, frames.told)
        {
            let content = self.content(from, later, true);
            let source = source_before.clone().or(clitic.clone()).or(tail.subject.clone());
            // "Nothing suggests that …", "the fact that …": nobody says so.
            let speaks = source.as_ref().is_some_and(|items| self.can_speak(items));
            if self.words.zero_complementiser && !speaks {
                return None;
            }
            let found = make(
                content.clone(),
                self.kind(&content),
                source,
                aside_before,
                "attribution/complement",
                92,
            );
            return found.map(|found| Attribution { addressee: found.addressee.or(told), ..found });
        }
        let at = tail.end;
        if frames.interrogative && self.words.interrogatives.contains(p.norm(at)) {
            let content = self.content(at, later, true);
            return make(
                content.clone(),
                self.kind(&content),
                source_before,
                aside_before,
                "attribution/question",
                80,
            );
        }
        // …, a-t-il dit, …: the sentence is the content.
        let closed = tail.subject.is_some() || clitic.is_some() || !inverted;
        let at = if closed && (inverted || clitic.is_some()) { self.after_adjunct(at) } else { at };
        let ends =
            at >= p.trimmed_end() || p.is_comma(at) || p.norm(at) == "." || p.norm(at) == ";";
        if (frames.incise || frames.quote) && closed && ends {
            let whole = if inverted || clitic.is_some() {
                hit.group.start > 0
                    && self.before_marks(hit.group.start).is_some()
                    && p.is_mark(hit.group.start - 1)
            } else {
                source_before
                    .as_ref()
                    .is_some_and(|items| items.start > 0 && p.is_mark(items.start - 1))
            };
            if whole {
                let start = if inverted || clitic.is_some() {
                    hit.group.start
                } else {
                    source_before.as_ref().map_or(hit.group.start, |items| items.start)
                };
                let content = self.around(start..at);
                let source = clitic.clone().or(if inverted {
                    tail.subject.clone()
                } else {
                    source_before.clone()
                });
                if content.iter().map(|span| span.len()).sum::<usize>() > 8
                    && source.as_ref().is_some_and(|items| self.can_speak(items))
                {
                    return make(
                        content.clone(),
                        self.kind(&content),
                        source,
                        if inverted { tail.aside.clone() } else { aside_before },
                        "attribution/incise",
                        88,
                    );
                }
            }
        }
        let source = source_before.clone().filter(|items| self.can_speak(items))?;
        if frames.addressed && self.asks_somebody(hit.group.end) {
            let content = self.content(hit.group.end, later, false);
            return make(
                content.clone(),
                self.kind(&content),
                Some(source),
                aside_before,
                "attribution/request",
                80,
            );
        }
        if self.period.quote(at).is_some() || at >= p.trimmed_end() {
            return None;
        }
        let noun_at = if self.opens_noun_phrase(hit.group.end) { hit.group.end } else { at };
        let to = [hit.group.end, at].into_iter().find(|&i| self.is_infinitive(i));
        if let Some(to) = to.filter(|_| frames.infinitive) {
            // "Declined to comment" says nothing that could be denied.
            let content = self.content(to, later, false);
            let words = content.iter().flat_map(|span| span.of(p.text).split_whitespace()).count();
            if cue.class == Class::Denial && words < 3 {
                return None;
            }
            return make(
                content.clone(),
                self.kind(&content),
                Some(source),
                aside_before,
                "attribution/infinitive",
                80,
            );
        }
        let oblique = [hit.group.end, at].into_iter().find(|&i| {
            frames.of && self.words.genitives.contains(p.norm(i))
                || frames.to && self.words.told.contains(p.norm(i))
        });
        if let Some(from) = oblique {
            let content = self.content(from, later, false);
            return make(
                content.clone(),
                self.kind(&content),
                Some(source),
                aside_before,
                "attribution/oblique",
                78,
            );
        }
        // "Put the toll at 62"
        if frames.amount && self.opens_noun_phrase(hit.group.end) {
            let end = p.trimmed_end().min(hit.group.end + 16);
            let amount = (hit.group.end..end)
                .find(|&i| self.words.amounts.contains(p.norm(i)) && self.is_amount(i + 1));
            if let Some(at) = amount {
                let end = self.noun_phrase(at + 1, false).max(at + 2);
                let content = self.piece(hit.group.end..end.min(p.trimmed_end()));
                return make(
                    content.clone(),
                    self.kind(&content),
                    Some(source),
                    aside_before,
                    "attribution/amount",
                    80,
                );
            }
        }
        if frames.predicative {
            // What is called so stands before the marker, unless it is a pronoun or a relative.
            let reach = p.trimmed_end().min(hit.group.end + 14);
            let marker = (hit.group.end..reach)
                .take_while(|&i| p.norm(i) != ";" && p.quote(i).is_none())
                .find(|&i| self.words.predicative_markers.contains(p.norm(i)));
            let from = match marker {
                _ if cue.reflexive => Some(hit.group.end),
                Some(marker) if marker == hit.group.end => Some(marker + 1),
                Some(_) if self.opens_noun_phrase(hit.group.end) => Some(hit.group.end),
                _ => None,
            };
            if let Some(from) = from {
                let content = self.content(from, later, false);
                return make(
                    content.clone(),
                    self.kind(&content),
                    Some(source),
                    aside_before,
                    "attribution/predicative",
                    75,
                );
            }
        }
        // Verbs that may close a quotation do without a complementiser; the others seldom do.
        let bare = frames.that && (frames.quote || frames.incise);
        if bare && self.words.zero_complementiser && self.opens_clause(at) {
            let content = self.content(at, later, true);
            return make(
                content.clone(),
                self.kind(&content),
                Some(source),
                aside_before,
                "attribution/zero-complement",
                82,
            );
        }
        if frames.noun && self.opens_noun_phrase(noun_at) {
            let content = self.content(noun_at, later, false);
            // "Would not confirm this" leaves open what; a denial answers what stands before.
            let pointer = content
                .iter()
                .all(|span| self.words.determiners.contains(&span.of(p.text).to_lowercase()));
            if pointer && cue.class != Class::Denial {
                return None;
            }
            return make(
                content.clone(),
                self.kind(&content),
                Some(source),
                aside_before,
                "attribution/noun-phrase",
                75,
            );
        }
        None
    }

    /// Whether a number stands at `i`, perhaps rounded: *62*, *nine million*, *at least 62*.
    fn is_amount(&self, i: usize) -> bool {
        let p = self.period;
        let i = i + p.any_phrase_at(i, &self.words.quantifiers).unwrap_or(0);
        let sign = p.is_mark(i) && p.is_number(i + 1);
        p.is_number(i) || sign || self.words.numbers.contains(p.norm(i))
    }

    /// Whether the subject follows the verb: *…, a déclaré le maire*, *"…," said the mayor*.
    pub(super) fn inverted(&self, hit: &Hit) -> bool {
        let start = hit.group.start;
        let frames = &self.cues.cue(hit.cue).frames;
        let inverts = frames.incise || frames.quote;
        if hit.clitic.is_some() || hit.form.mood == Mood::PresPart || !inverts {
            return false;
        }
        let p = self.period;
        let opens = start == 0
            || p.quote(start - 1).is_some()
            || p.is_mark(start - 1) && p.norm(start - 1) != ":";
        opens
            && !self.words.complementisers.contains(p.norm(hit.group.end))
            && self.tail(hit, true).subject.is_some()
    }

    /// A quotation that the cue opens: over at most a phrase or two, and a colon or comma.
    pub(super) fn quote_after(&self, hit: &Hit, later: &[Hit]) -> Option<usize> {
        let p = self.period;
        let at = (hit.group.end..p.len()).find(|&i| p.quote(i).is_some())?;
        let between_cues =
            later.iter().any(|other| other.group.start > hit.group.end && other.group.end <= at);
        let complement =
            (hit.group.end..at).any(|i| self.words.complementisers.contains(p.norm(i)));
        let colon = p.norm(at - 1) == ":";
        // "Said his members were worried: “…”": a clause first, and the quotation bears it out.
        let clause = (hit.group.end + 1..at).any(|i| self.is_verb(i) && !self.is_participle(i));
        if colon && clause && self.words.zero_complementiser {
            return None;
        }
        let near = at - hit.group.end <= 2 || (p.is_comma(at - 1) && at - hit.group.end <= 12);
        (!between_cues && (colon && !complement || near && !complement && p.norm(at - 1) != "."))
            .then_some(at)
    }

    /// Where the reported clause begins, if the cue opens one with a complementiser.
    /// With `told`, the one who is told stands between, and comes back as well.
    pub(super) fn complement(&self, hit: &Hit, told: bool) -> Option<(usize, Option<Items>)> {
        let p = self.period;
        let mut i = hit.group.end;
        let mut commas = 0;
        let mut first_noun = told;
        let mut addressee = None;
        while i < p.len() && i - hit.group.end < 24 {
            let word = p.norm(i);
            if self.words.complementisers.contains(word) && commas % 2 == 0 {
                // "said that was untrue": a pronoun, and the subject of what is said.
                let subject = self.words.zero_complementiser
                    && (self.is_finite(i + 1) || self.words.possessives.contains(p.norm(i + 1)));
                if subject {
                    return Some((i, addressee));
                }
                // "that" before a noun may be a determiner; the clause after it is the content all the same.
                return (i + 1 < p.trimmed_end()).then_some((i + 1, addressee));
            }
            if p.is_comma(i) {
                commas += 1;
                i += 1;
            } else if commas % 2 == 1 {
                i += 1; // an aside between commas: "a déclaré, dans un entretien, que"
            } else if let Some(end) = self.adjunct(i).filter(|_| !first_noun || i > hit.group.end) {
                i = end;
            } else if self.words.told.contains(word) || self.words.prepositions.contains(word) {
                let end = self.noun_phrase(i + 1, false).max(i + 1);
                i = end;
            } else if first_noun && p.is_word(i) {
                first_noun = false;
                let end = self.noun_phrase(i, false);
                if end == i {
                    return None;
                }
                // "warned the bridge was unsafe": nobody is told, a clause begins.
                if self.words.zero_complementiser && self.is_verb(end) {
                    return Some((i, None));
                }
                addressee = Some(i..end);
                i = end;
                // "told reporters the road was open"
                if self.words.zero_complementiser
                    && self.opens_clause(i)
                    && !self.words.complementisers.contains(p.norm(i))
                {
                    return Some((i, addressee));
                }
            } else {
                // "told the council on Monday the road was open"
                let clause = addressee.is_some() && self.words.zero_complementiser;
                return (clause && self.opens_clause(i)).then_some((i, addressee));
            }
        }
        None
    }

    /// Whether somebody is asked to do something: *aux habitants de rester chez eux*, *les
    /// bateliers à partir*.
    fn asks_somebody(&self, at: usize) -> bool {
        let p = self.period;
        let told = self.words.told.contains(p.norm(at));
        let first = if told { at + 1 } else { at };
        let whom = told || self.opens_noun_phrase(at);
        whom && (first + 1..p.trimmed_end().min(first + 14))
            .take_while(|&i| !matches!(p.norm(i), "," | ";" | ":") && p.quote(i).is_none())
            .any(|i| {
                let marker = self.words.infinitive_markers.contains(p.norm(i))
                    || self.words.told.contains(p.norm(i));
                let verb = if self.opens_marks(i + 1) { i + 2 } else { i + 1 };
                marker && self.is_infinitive(verb) || self.opens_marks(i) && told
            })
    }

    /// The end of what may follow an incise before its comma: *a-t-elle dit dans un entretien
    /// publié mardi*.
    fn after_adjunct(&self, at: usize) -> usize {
        let p = self.period;
        let end = p.trimmed_end();
        let stop = (at..end).find(|&i| p.is_mark(i) || p.quote(i).is_some()).unwrap_or(end);
        let phrase = self.words.prepositions.contains(p.norm(at))
            && stop - at <= 12
            && !(at..stop)
                .any(|i| self.is_verb(i) || self.words.complementisers.contains(p.norm(i)));
        if phrase { stop } else { at }
    }
}
