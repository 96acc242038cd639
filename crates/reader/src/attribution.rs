//! Who is said to have said what: source, cue and content, by patterns over
//! the items of a period. The patterns know order; the lexicons know words.

use crate::cue::{Cue, Cues, Form, Mood, Pos};
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

/// A verb of the cue lexicon at its place, with its auxiliaries.
#[derive(Clone, Debug)]
struct Hit {
    /// From the first auxiliary or clitic to the last word of the cue.
    group: Items,
    cue: usize,
    form: Form,
    negated: bool,
    conditional: bool,
    /// A pronoun that hangs on the verb: *a-t-il dit*.
    clitic: Option<usize>,
}

/// What the patterns look at.
pub(crate) struct Matcher<'a> {
    pub period: &'a Period<'a>,
    pub words: &'static Words,
    pub cues: &'static Cues,
    pub roles: &'static Roles,
}

impl Matcher<'_> {
    /// The attributions of the period, in the order of their cues.
    pub fn attributions(&self) -> Vec<Attribution> {
        let hits = self.hits();
        let mut found: Vec<Attribution> = Vec::new();
        let mut done = 0; // hits whose words belong to an earlier cue are skipped
        let mut subject: Option<Items> = None;
        for (n, hit) in hits.iter().enumerate() {
            if hit.group.start < done {
                continue;
            }
            let before = self.subject_before(hit, subject.clone());
            if let Some(attribution) = self.attempt(hit, &hits[n + 1..], before.clone(), &found) {
                done = hit.group.end;
                found.push(attribution);
            }
            if let Some((items, _)) = before {
                subject = Some(items);
            }
        }
        self.prepositions(&hits, &mut found);
        self.nouns(&hits, &mut found);
        self.colons(&mut found);
        self.further_quotes(&mut found);
        found.sort_by_key(|attribution| {
            attribution.content.first().map(|span| (span.start(), usize::MAX - span.end()))
        });
        found
    }

    // ---- cues -------------------------------------------------------------

    /// Every verb of the lexicon that stands here as a verb.
    fn hits(&self) -> Vec<Hit> {
        let mut hits = Vec::new();
        for i in 0..self.period.len() {
            for &(cue, form) in self.cues.forms(self.period.norm(i)) {
                if self.cues.cue(cue).pos == Pos::Verb {
                    hits.extend(self.hit(i, cue, form));
                }
            }
        }
        // A longer cue at the same place goes first: "se rendre compte" before "rendre".
        hits.sort_by_key(|hit| {
            (
                hit.group.end - hit.group.end.min(self.period.len()),
                hit.group.start,
                usize::MAX - hit.group.end,
            )
        });
        hits.sort_by_key(|hit| {
            (
                hit.group.start,
                usize::MAX - hit.group.end,
                std::cmp::Reverse(self.cues.rest(hit.cue).len()),
            )
        });
        hits
    }

    fn hit(&self, i: usize, cue: usize, form: Form) -> Option<Hit> {
        let entry = self.cues.cue(cue);
        let p = self.period;
        let mut end = i + 1;
        for word in self.cues.rest(cue) {
            if p.norm(end) != word {
                return None;
            }
            end += 1;
        }
        let mut start = i;
        let mut conditional = form.mood == Mood::Cnd;
        let mut negated = false;
        let mut clitic = None;
        let mut finite = form.finite;
        if !form.finite || form.mood == Mood::PastPart {
            // Look for the auxiliary to the left, over what may stand between.
            let mut left = i;
            while left > 0 && i - left < 6 {
                left -= 1;
                let word = p.norm(left);
                if let Some(auxiliary) =
                    self.cues.auxiliary(word).filter(|_| form.mood != Mood::PresPart)
                {
                    start = left;
                    finite = true;
                    conditional |= auxiliary.mood == Mood::Cnd;
                    // Being told is not telling; a reflexive verb is built with "be" all the same.
                    if auxiliary.passive && form.mood == Mood::PastPart && !entry.reflexive {
                        return None;
                    }
                    if !auxiliary.passive
                        && self.words.passive_participles.contains(p.norm(i.wrapping_sub(1)))
                    {
                        return None;
                    }
                } else if self.words.pronoun(word).is_some() && word.starts_with('-') {
                    clitic = Some(left);
                } else if !self.words.between.contains(word) {
                    break;
                }
            }
        }
        if !finite && form.mood != Mood::PresPart {
            return None;
        }
        while start > 0 && self.words.clitics_before.contains(p.norm(start - 1)) {
            start -= 1;
        }
        if self.words.pronoun(p.norm(end)).is_some() && p.norm(end).starts_with('-') {
            clitic = Some(end);
            end += 1;
        }
        negated |= (start..i).any(|k| self.words.negations.contains(p.norm(k)));
        let reflexive =
            (start..i).chain(end..end + 1).any(|k| self.words.reflexives.contains(p.norm(k)));
        if entry.reflexive && !reflexive {
            return None;
        }
        // "l'annonce", "the claim": after a determiner or a preposition it is a noun.
        let before = if start > 0 { p.norm(start - 1) } else { "" };
        let subject_first = start > 1 && self.words.pronoun(p.norm(start - 2)).is_some();
        if start == i && form.mood != Mood::PresPart && !subject_first {
            let noun_like = self.words.determiners.contains(before)
                || self.words.prepositions.contains(before)
                || self.words.possessives.contains(before);
            if noun_like {
                return None;
            }
        }
        Some(Hit { group: start..end, cue, form, negated, conditional, clitic })
    }

    // ---- one cue ----------------------------------------------------------

    /// Tries the frames of a cue in order: the plainest sign first.
    fn attempt(
        &self,
        hit: &Hit,
        later: &[Hit],
        before: Option<(Items, Option<Items>)>,
        found: &[Attribution],
    ) -> Option<Attribution> {
        let p = self.period;
        let cue = self.cues.cue(hit.cue);
        let frames = &cue.frames;
        let inverted = self.inverted(hit);
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
            if let Some(at) = self.quote_after(hit, later) {
                if let Some(quotation) = p.quote(at).filter(|quotation| !used(quotation.inner)) {
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
        if frames.that || frames.told {
            if let Some((from, told)) = self.complement(hit, frames.told) {
                let content = self.content(from, later, true);
                let source = source_before.clone().or(clitic.clone()).or(tail.subject.clone());
                let found = make(
                    content.clone(),
                    self.kind(&content),
                    source,
                    aside_before,
                    "attribution/complement",
                    92,
                );
                return found
                    .map(|found| Attribution { addressee: found.addressee.or(told), ..found });
            }
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
                if content.iter().map(|span| span.len()).sum::<usize>() > 12
                    && source.as_ref().is_some_and(|items| self.can_speak(items))
                {
                    return make(
                        content.clone(),
                        self.kind(&content),
                        source,
                        tail.aside.clone(),
                        "attribution/incise",
                        88,
                    );
                }
            }
        }
        let source = source_before.clone().filter(|items| self.can_speak(items))?;
        if self.period.quote(at).is_some() || at >= p.trimmed_end() {
            return None;
        }
        if frames.infinitive && self.is_infinitive(hit.group.end) {
            let content = self.content(hit.group.end, later, false);
            return make(
                content.clone(),
                self.kind(&content),
                Some(source),
                aside_before,
                "attribution/infinitive",
                80,
            );
        }
        if frames.predicative {
            let marker = (hit.group.end..p.trimmed_end().min(hit.group.end + 14))
                .find(|&i| self.words.predicative_markers.contains(p.norm(i)));
            let from = if cue.reflexive { Some(hit.group.end) } else { marker.map(|i| i + 1) };
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
        if frames.that && self.words.zero_complementiser && !p.is_mark(at) && self.opens_clause(at)
        {
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
        if frames.noun && !p.is_mark(hit.group.end) && self.opens_noun_phrase(hit.group.end) {
            let content = self.content(hit.group.end, later, false);
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

    /// Whether the subject follows the verb: *…, a déclaré le maire*, *"…," said the mayor*.
    fn inverted(&self, hit: &Hit) -> bool {
        let start = hit.group.start;
        if hit.clitic.is_some() || hit.form.mood == Mood::PresPart {
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

    /// What follows a verb: when, who was told, and who spoke if the order is turned.
    fn tail(&self, hit: &Hit, inverted: bool) -> Tail {
        let p = self.period;
        let mut tail = Tail { end: hit.group.end, ..Tail::default() };
        loop {
            let i = tail.end;
            if self.words.when.contains(p.norm(i))
                && p.is_word(i)
                && !self.words.pronoun(p.norm(i)).is_some()
            {
                tail.end += 1;
            } else if self.words.told.contains(p.norm(i)) && !self.is_infinitive(i) {
                let end = self.noun_phrase(i + 1, false);
                if end == i + 1 {
                    break;
                }
                tail.addressee.get_or_insert(i + 1..end);
                tail.end = end;
            } else if inverted && tail.subject.is_none() && p.is_word(i) {
                let end = self.noun_phrase(i, true);
                if end == i || !self.can_speak(&(i..end)) {
                    break;
                }
                tail.subject = Some(i..end);
                tail.end = end;
                if p.is_comma(end) {
                    let stop = (end + 1..p.len())
                        .find(|&k| p.is_comma(k) || p.quote(k).is_some())
                        .unwrap_or(p.trimmed_end());
                    if !self
                        .words
                        .incise_prepositions
                        .iter()
                        .any(|phrase| p.phrase_at(end + 1, phrase).is_some())
                    {
                        tail.aside = Some(end + 1..stop.max(end + 1));
                    }
                }
            } else {
                break;
            }
        }
        tail
    }

    /// The end of the noun phrase that starts at `from`.
    ///
    /// `full` goes on over *of the ministry*; else it stops at the first
    /// preposition, determiner or name that could begin another phrase.
    fn noun_phrase(&self, from: usize, full: bool) -> usize {
        let p = self.period;
        let mut i = from;
        if self.words.pronoun(p.norm(i)).is_some() {
            return i + 1;
        }
        while p.is_word(i) {
            let word = p.norm(i);
            let inside = i > from && self.words.inside_noun_phrases.contains(word);
            if self.words.determiners.contains(word)
                && !inside
                && i > from
                && !self.words.inside_noun_phrases.contains(p.norm(i - 1))
                && !self.words.told.contains(p.norm(i - 1))
            {
                break;
            }
            if self.words.when.contains(word) && !p.is_capital(i)
                || self.words.relative_subjects.contains(word)
                || self.words.complementisers.contains(word)
            {
                break;
            }
            if self.words.when.contains(word) && self.words.zero_complementiser && p.is_capital(i) {
                break; // "on Monday"
            }
            if i > from
                && self.words.coordinators.contains(word)
                && !p.is_capital(i + 1)
                && !self.words.determiners.contains(p.norm(i + 1))
            {
                break;
            }
            if self.words.prepositions.contains(word) && i > from {
                let addressee = self.words.told.contains(word) && self.is_outlet_like(i + 1);
                if !inside || addressee || !full && !self.words.genitives.contains(word) {
                    break;
                }
                if self.words.when.contains(p.norm(i + 1)) {
                    break;
                }
            }
            if i > from && self.is_finite(i) {
                break;
            }
            i += 1;
        }
        while i > from
            && (self.words.prepositions.contains(p.norm(i - 1))
                || self.words.coordinators.contains(p.norm(i - 1)))
        {
            i -= 1;
        }
        i
    }

    /// Whether the verb at `i` certainly is one: an auxiliary.
    fn is_finite(&self, i: usize) -> bool {
        self.cues.auxiliary(self.period.norm(i)).is_some_and(|form| form.finite)
    }

    fn is_outlet_like(&self, i: usize) -> bool {
        let p = self.period;
        let head = if self.words.determiners.contains(p.norm(i)) { i + 1 } else { i };
        p.is_capital(head) || self.roles.get(p.norm(head)).is_some_and(|role| role.is_outlet())
    }

    /// The last item before `start` that is not a mark.
    fn before_marks(&self, start: usize) -> Option<usize> {
        (0..start).rev().find(|&i| self.period.quote(i).is_some() || !self.period.is_mark(i))
    }

    /// A quotation that the cue opens: over at most a phrase or two, and a colon or comma.
    fn quote_after(&self, hit: &Hit, later: &[Hit]) -> Option<usize> {
        let p = self.period;
        let at = (hit.group.end..p.len()).find(|&i| p.quote(i).is_some())?;
        let between_cues =
            later.iter().any(|other| other.group.start > hit.group.end && other.group.end <= at);
        let complement =
            (hit.group.end..at).any(|i| self.words.complementisers.contains(p.norm(i)));
        let colon = p.norm(at - 1) == ":";
        let near = at - hit.group.end <= 2 || (p.is_comma(at - 1) && at - hit.group.end <= 12);
        (!between_cues && (colon && !complement || near && !complement && p.norm(at - 1) != "."))
            .then_some(at)
    }

    /// Where the reported clause begins, if the cue opens one with a complementiser.
    /// With `told`, the one who is told stands between, and comes back as well.
    fn complement(&self, hit: &Hit, told: bool) -> Option<(usize, Option<Items>)> {
        let p = self.period;
        let mut i = hit.group.end;
        let mut commas = 0;
        let mut first_noun = told;
        let mut addressee = None;
        while i < p.len() && i - hit.group.end < 24 {
            let word = p.norm(i);
            if self.words.complementisers.contains(word) && commas % 2 == 0 {
                // "that" before a noun may be a determiner; the clause after it is the content all the same.
                return (i + 1 < p.trimmed_end()).then_some((i + 1, addressee));
            }
            if p.is_comma(i) {
                commas += 1;
                i += 1;
            } else if commas % 2 == 1 {
                i += 1; // an aside between commas: "a déclaré, dans un entretien, que"
            } else if self.words.when.contains(word) {
                i += 1;
            } else if self.words.told.contains(word) || self.words.prepositions.contains(word) {
                let end = self.noun_phrase(i + 1, false).max(i + 1);
                i = end;
            } else if first_noun && p.is_word(i) {
                first_noun = false;
                let end = self.noun_phrase(i, false);
                if end == i {
                    return None;
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
                return None;
            }
        }
        None
    }

    /// The content that starts at `from`, as spans; other cues' incises are left out.
    fn content(&self, from: usize, later: &[Hit], clause: bool) -> Vec<Span> {
        let p = self.period;
        let end = p.trimmed_end();
        let mut pieces: Vec<Items> = Vec::new();
        let mut start = from;
        let mut i = from;
        // Whether the cue stands in a relative clause set off by commas.
        let relative = (1..from)
            .rev()
            .take(8)
            .any(|k| self.words.relative_subjects.contains(p.norm(k)) && p.is_comma(k - 1));
        while i < end {
            let joins = p.is_comma(i) || self.words.coordinators.contains(p.norm(i));
            // "X, qui revendique l'attaque, a dit": the comma that closes the relative.
            if relative && p.is_comma(i) && self.verb_follows(i + 1) {
                break;
            }
            if p.norm(i) == ":" && p.quote(i + 1).is_some() || p.norm(i) == ";" && !clause {
                break;
            }
            if joins {
                let mut next = i + 1;
                let comma = p.is_comma(i);
                if comma && self.words.coordinators.contains(p.norm(next)) {
                    next += 1;
                }
                let coordinated = next > i + 1 || !comma;
                if let Some(hit) = later.iter().find(|hit| hit.group.start == next) {
                    let participle = hit.form.mood == Mood::PresPart;
                    if participle && comma || coordinated && (comma || !clause) && !participle {
                        break;
                    }
                    if comma && !coordinated && (self.inverted(hit) || hit.clitic.is_some()) {
                        let tail = self.tail(hit, hit.clitic.is_none());
                        if tail.subject.is_some() || hit.clitic.is_some() {
                            pieces.push(start..i);
                            if tail.end >= end || !p.is_comma(tail.end) {
                                start = end;
                                break;
                            }
                            start = tail.end + 1;
                            i = start;
                            continue;
                        }
                    }
                }
                // "…, he said" at the end
                if comma {
                    if let Some(hit) = later.iter().find(|hit| {
                        hit.group.start > i
                            && hit.group.start - i <= 6
                            && hit.group.end >= end.min(hit.group.end)
                    }) {
                        let tail = self.tail(hit, false);
                        let frames = &self.cues.cue(hit.cue).frames;
                        if (frames.incise || frames.quote)
                            && tail.end >= end
                            && self.can_speak(&(i + 1..hit.group.start))
                        {
                            break;
                        }
                    }
                    if p.any_phrase_at(i + 1, &self.words.incise_prepositions).is_some() {
                        break;
                    }
                }
            }
            i += 1;
        }
        if start < i {
            pieces.push(start..i.min(end));
        }
        self.spans(pieces)
    }

    /// The whole period without `hole`, and without the words that join it to the one before.
    fn around(&self, hole: Items) -> Vec<Span> {
        let p = self.period;
        let start = self.after_connective(0);
        let end = p.trimmed_end();
        let left_end = self.before_marks(hole.start).map_or(start, |i| i + 1);
        let mut right = hole.end;
        while right < end && p.is_mark(right) {
            right += 1;
        }
        // What follows an apposition of the speaker is not content: "…, a dit X, maire de Y."
        let mut pieces = Vec::new();
        if start < left_end {
            pieces.push(start..left_end);
        }
        let goes_on =
            right < end && !(left_end > start && end - right <= 8 && !self.has_verb(right..end));
        if goes_on && (left_end <= start + 10 || pieces.is_empty()) {
            pieces.push(right..end);
        }
        self.spans(pieces)
    }

    /// Whether a verb opens at `i`: an auxiliary, or a cue.
    fn verb_follows(&self, i: usize) -> bool {
        let mut at = i;
        while self.words.clitics_before.contains(self.period.norm(at)) {
            at += 1;
        }
        self.has_verb(at..at + 1)
    }

    fn has_verb(&self, items: Items) -> bool {
        items.into_iter().any(|i| {
            let word = self.period.norm(i);
            self.cues.auxiliary(word).is_some()
                || self.cues.forms(word).iter().any(|(_, form)| form.finite)
        })
    }

    fn spans(&self, pieces: Vec<Items>) -> Vec<Span> {
        let p = self.period;
        let trim = |mut piece: Items| {
            while piece.start < piece.end
                && p.is_mark(piece.start)
                && p.quote(piece.start).is_none()
                && !matches!(p.norm(piece.start), "«" | "“" | "\"" | "$" | "€" | "£")
            {
                piece.start += 1;
            }
            while piece.start < piece.end
                && p.is_mark(piece.end - 1)
                && p.quote(piece.end - 1).is_none()
                && !matches!(p.norm(piece.end - 1), "»" | "”" | "\"" | "%" | "$" | "€" | "£")
            {
                piece.end -= 1;
            }
            piece
        };
        pieces
            .into_iter()
            .map(trim)
            .filter(|piece| piece.start < piece.end)
            .filter_map(|piece| {
                // A content that is one quotation is given without its marks.
                match (piece.len(), p.quote(piece.start)) {
                    (1, Some(quotation)) => Some(quotation.inner),
                    _ => p.span(piece),
                }
            })
            .collect()
    }

    /// Direct if it is one quotation, mixed if it holds some of the source's words.
    fn kind(&self, content: &[Span]) -> Kind {
        let p = self.period;
        let whole = p
            .items
            .iter()
            .any(|item| matches!(item, crate::period::Item::Quote(q) if content == [q.inner]));
        let some = content.iter().any(|span| span.of(p.text).contains(['«', '“', '"', '„']));
        if whole {
            Kind::Direct
        } else if some {
            Kind::Mixed
        } else {
            Kind::Indirect
        }
    }

    // ---- sources ----------------------------------------------------------

    /// The subject before a verb, with its aside: *X, who …, said*.
    fn subject_before(&self, hit: &Hit, earlier: Option<Items>) -> Option<(Items, Option<Items>)> {
        let p = self.period;
        let mut end = hit.group.start;
        if hit.form.mood == Mood::PresPart {
            // "Saying so, X left": whose word it is comes later, and is not looked for.
            let opens = self.after_connective(0) + 1 >= hit.group.start;
            return earlier
                .or_else(|| self.main_subject().filter(|_| !opens))
                .map(|items| (items, None));
        }
        while end > 0
            && self.words.when.contains(p.norm(end - 1))
            && p.is_word(end - 1)
            && !p.is_capital(end - 1)
        {
            end -= 1;
        }
        if end == 0 {
            return None;
        }
        let last = p.norm(end - 1);
        // "…, mais a admis": the subject of the verb before.
        if self.words.coordinators.contains(last) {
            return earlier.map(|items| (items, None));
        }
        // "X, qui a dit": the words before the relative.
        if self.words.relative_subjects.contains(last) {
            let stop = if end >= 2 && p.is_comma(end - 2) { end - 2 } else { end - 1 };
            let start = self.clause_start(stop);
            return self.trimmed(start..stop).map(|items| (items, None));
        }
        if p.is_comma(end - 1) {
            // "X, porte-parole de Y, a dit": the first phrase of the clause that can speak.
            let mut start = self.sentence_start(end - 1);
            while start < end - 1 {
                let stop = (start..end)
                    .find(|&i| {
                        p.is_comma(i)
                            || self.words.relative_subjects.contains(p.norm(i)) && i > start
                    })
                    .unwrap_or(end - 1);
                let opener = p.norm(start);
                let adverbial = self.words.prepositions.contains(opener)
                    || self
                        .words
                        .subordinators
                        .iter()
                        .any(|phrase| p.phrase_at(start, phrase).is_some())
                    || self.words.relative_subjects.contains(opener);
                if !adverbial && start < stop {
                    if let Some(items) =
                        self.trimmed(start..stop).filter(|items| self.can_speak(items))
                    {
                        return Some((items, Some(stop..end - 1)));
                    }
                }
                start = if p.is_comma(stop) {
                    stop + 1
                } else {
                    (stop..end).find(|&i| p.is_comma(i)).unwrap_or(end - 1) + 1
                };
            }
            return None;
        }
        if p.is_mark(end - 1) || p.quote(end - 1).is_some() {
            return None;
        }
        // A pronoun right before the verb is its subject, whatever came before.
        if self.words.pronoun(last).is_some() && !self.words.clitics_before.contains(last) {
            return Some((end - 1..end, None));
        }
        let mut start = self.clause_start(end);
        // A verb inside: what stands before it belongs to another clause.
        if let Some(verb) = (start..end).rev().find(|&i| self.is_finite(i)) {
            let opens = |i: usize| self.words.determiners.contains(p.norm(i)) || p.is_capital(i);
            start = (verb + 1..end).find(|&i| opens(i))?;
        }
        let items = self.trimmed(start..end)?;
        Some((items, None))
    }

    /// The noun phrase that the period begins with.
    fn main_subject(&self) -> Option<Items> {
        let start = self.after_connective(0);
        let end = self.noun_phrase(start, true);
        self.trimmed(start..end).filter(|items| self.can_speak(items))
    }

    /// Where the clause that holds `end` begins: after a comma, a complementiser, a colon.
    fn clause_start(&self, end: usize) -> usize {
        let p = self.period;
        let mut i = end;
        while i > 0 {
            let before = p.norm(i - 1);
            let boundary = p.quote(i - 1).is_some()
                || p.is_mark(i - 1)
                    && !matches!(
                        before,
                        "«" | "»" | "“" | "”" | "\"" | "." | "(" | ")" | "-" | "–"
                    )
                || self.words.complementisers.contains(before)
                || self.words.coordinators.contains(before)
                    && i < end
                    && self.has_verb(self.sentence_start(i)..i - 1);
            if boundary {
                break;
            }
            i -= 1;
        }
        i
    }

    /// Where the sentence outside of quotations that holds `end` begins.
    fn sentence_start(&self, end: usize) -> usize {
        let p = self.period;
        (0..end)
            .rev()
            .find(|&i| {
                p.quote(i).is_some()
                    || matches!(p.norm(i), ":" | ";")
                    || self.words.complementisers.contains(p.norm(i))
            })
            .map_or(0, |i| i + 1)
    }

    /// `items` without connectives, adverbs and marks around it; none if nothing is left.
    fn trimmed(&self, items: Items) -> Option<Items> {
        let p = self.period;
        let Range { mut start, mut end } = items;
        start = self.after_connective(start).min(end);
        while start < end
            && (p.is_mark(start)
                || self.words.coordinators.contains(p.norm(start)) && !p.is_capital(start))
        {
            start += 1;
        }
        for phrase in &self.words.subordinators {
            if let Some(n) = p.phrase_at(start, phrase) {
                start = (start + n).min(end);
            }
        }
        // "Mercredi le maire": a time before the subject.
        while start < end
            && self.words.when.contains(p.norm(start))
            && !self.words.determiners.contains(p.norm(start))
        {
            start += 1;
        }
        // "Dans un entretien le maire", "On Monday the mayor": the last phrase that nothing governs.
        if start < end && self.words.prepositions.contains(p.norm(start)) {
            let free = (start + 1..end).rev().find(|&i| {
                let governed = self.words.prepositions.contains(p.norm(i - 1))
                    || self.words.told.contains(p.norm(i - 1));
                !governed
                    && (self.words.definite.contains(p.norm(i))
                        || self.words.pronoun(p.norm(i)).is_some())
            });
            start = free?;
        }
        while start < end && p.is_mark(end - 1) {
            end -= 1;
        }
        (start < end).then_some(start..end)
    }

    /// The items after a connective at `start`, if one stands there.
    fn after_connective(&self, start: usize) -> usize {
        let p = self.period;
        let mut at = start;
        while p.is_mark(at) && at < p.len() {
            at += 1;
        }
        match p.any_phrase_at(at, &self.words.connectives) {
            Some(n) if p.is_comma(at + n) => at + n + 1,
            Some(n) if self.words.coordinators.contains(p.norm(at)) => at + n,
            _ => at,
        }
    }

    /// Whether `items` can be a source: a pronoun, a name, or somebody who has a role.
    pub fn can_speak(&self, items: &Items) -> bool {
        let p = self.period;
        if items.is_empty() {
            return false;
        }
        if self.words.pronoun(p.norm(items.start)).is_some_and(|pronoun| !pronoun.nobody)
            && items.len() <= 2
        {
            return true;
        }
        items.clone().any(|i| {
            let role = self.roles.get(p.norm(i)).is_some();
            role || p.is_capital(i)
                && (i > items.start || !self.words.determiners.contains(p.norm(i)))
                && !self.words.when.contains(p.norm(i))
                || self.words.unnamed.contains(p.norm(i))
                || self.is_noun_cue(i)
        })
    }

    /// Whether "according to" these items names a source, and not a measure.
    fn may_be_cited(&self, items: &Items) -> bool {
        let p = self.period;
        let measure = items.clone().any(|i| self.words.criteria.contains(p.norm(i)));
        !measure && (self.can_speak(items) || self.words.determiners.contains(p.norm(items.start)))
    }

    fn is_noun_cue(&self, i: usize) -> bool {
        self.cues
            .forms(self.period.norm(i))
            .iter()
            .any(|(cue, _)| self.cues.cue(*cue).pos == Pos::Noun)
    }

    fn is_infinitive(&self, at: usize) -> bool {
        let p = self.period;
        let marked = self.words.infinitive_markers.contains(p.norm(at));
        if self.words.infinitive_endings.is_empty() {
            return marked;
        }
        let mut i = if marked { at + 1 } else { at };
        while self.words.clitics_before.contains(p.norm(i))
            || self.words.negations.contains(p.norm(i))
            || self.words.between.contains(p.norm(i)) && i < at + 4
        {
            i += 1;
        }
        p.is_word(i)
            && !p.is_capital(i)
            && self
                .words
                .infinitive_endings
                .iter()
                .any(|ending| p.norm(i).ends_with(ending.as_str()))
    }

    fn opens_noun_phrase(&self, i: usize) -> bool {
        let p = self.period;
        let word = p.norm(i);
        p.is_word(i)
            && !self.words.complementisers.contains(word)
            && !self.words.coordinators.contains(word)
            && !self.words.when.contains(word)
            && (!self.words.prepositions.contains(word) || self.words.determiners.contains(word))
            && !self.is_finite(i)
            && !self.words.pronoun(word).is_some()
    }

    /// Whether a clause may begin at `i`: a subject stands there.
    fn opens_clause(&self, i: usize) -> bool {
        let p = self.period;
        let word = p.norm(i);
        let starts = p.is_word(i)
            && !self.words.prepositions.contains(word)
            && !self.words.coordinators.contains(word);
        starts
            && p.trimmed_end() - i >= 3
            && (i + 1..p.trimmed_end()).any(|k| {
                p.norm(k).len() > 1
                    && (self.is_finite(k)
                        || self
                            .words
                            .finite_endings
                            .iter()
                            .any(|ending| p.norm(k).ends_with(ending.as_str())))
            })
    }

    // ---- cues that are no verbs -------------------------------------------

    /// *Selon X, …*; *…, selon X*; *according to X*.
    fn prepositions(&self, hits: &[Hit], found: &mut Vec<Attribution>) {
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
                || start == self.after_connective(0)
                || p.quote(start.wrapping_sub(1)).is_some() && relative;
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

    /// *La déclaration de X selon laquelle …*, *a report by X that …*
    fn nouns(&self, hits: &[Hit], found: &mut Vec<Attribution>) {
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

    /// *X : « … »*, and a sentence that ends in a colon before a quotation.
    fn colons(&self, found: &mut Vec<Attribution>) {
        let p = self.period;
        for at in 1..p.len() {
            let Some(quotation) = p.quote(at).filter(|_| p.norm(at - 1) == ":") else { continue };
            if found
                .iter()
                .any(|other| other.content.iter().any(|span| span.overlaps(quotation.inner)))
            {
                continue;
            }
            let start = self.sentence_start(at - 1);
            let source = self
                .trimmed(start..at - 1)
                .map(|items| items.start..self.noun_phrase(items.start, true).max(items.start + 1));
            let source = source.filter(|items| items.end < at && self.can_speak(items));
            found.push(bare(quotation.inner, source, "attribution/colon", 80));
        }
    }

    /// Quotations that no cue reached: the speaker at hand goes on.
    fn further_quotes(&self, found: &mut Vec<Attribution>) {
        let p = self.period;
        for at in 0..p.len() {
            let Some(quotation) = p.quote(at) else { continue };
            if found
                .iter()
                .any(|other| other.content.iter().any(|span| span.overlaps(quotation.inner)))
            {
                continue;
            }
            let alone = (0..p.len()).all(|i| p.is_mark(i) || p.quote(i).is_some());
            // "« A », a-t-il dit, « B »": one utterance, cut in two by its cue. After a full
            // stop it is another one of the same speaker.
            let same =
                found.iter().position(|other| other.kind == Kind::Direct && other.cue.is_some());
            match same {
                Some(first) if at > 0 && (p.is_comma(at - 1) || p.norm(at - 1) == ":") => {
                    found[first].content.push(quotation.inner)
                }
                Some(first) if at > 0 && p.is_mark(at - 1) => {
                    let mut more = found[first].clone();
                    more.content = vec![quotation.inner];
                    more.rule = "attribution/quotation-goes-on";
                    found.push(more);
                }
                _ if alone => {
                    found.push(bare(quotation.inner, None, "attribution/bare-quotation", 70))
                }
                _ => {}
            }
        }
    }
}

/// `span` without a quotation mark at one of its ends whose partner is outside.
fn balanced(text: &str, span: Span) -> Span {
    let words = span.of(text);
    let cut = |words: &str| -> Option<(usize, usize)> {
        for (open, close) in [('«', '»'), ('“', '”')] {
            if words.starts_with(open) && !words.contains(close) {
                let inner = words[open.len_utf8()..].trim_start();
                return Some((words.len() - inner.len(), words.len()));
            }
            if words.ends_with(close) && !words.contains(open) {
                return Some((0, words[..words.len() - close.len_utf8()].trim_end().len()));
            }
            // « x » alone: the marks are not part of the words.
            if words.starts_with(open) && words.ends_with(close) && words.matches(open).count() == 1
            {
                let inner = words[open.len_utf8()..words.len() - close.len_utf8()].trim();
                let from = words.find(inner).unwrap_or(0);
                return Some((from, from + inner.len()));
            }
        }
        None
    };
    cut(words)
        .filter(|(from, to)| from < to)
        .map_or(span, |(from, to)| Span::new(span.start() + from, span.start() + to))
}

/// What stands after a verb.
#[derive(Default)]
struct Tail {
    end: usize,
    addressee: Option<Items>,
    subject: Option<Items>,
    aside: Option<Items>,
}

fn bare(content: Span, source: Option<Items>, rule: &'static str, confidence: u8) -> Attribution {
    Attribution {
        content: vec![content],
        kind: Kind::Direct,
        cue: None,
        source,
        aside: None,
        addressee: None,
        negated: false,
        conditional: false,
        rule,
        confidence,
    }
}
