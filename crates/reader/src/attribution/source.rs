//! The subject of a cue, and whether it can be a source. A source is a pronoun,
//! a name, or somebody who has a role.

use super::hit::Hit;
use super::{Items, Matcher};
use crate::cue::Mood;
use std::ops::Range;

impl Matcher<'_> {
    /// The subject before a verb, with its aside: *X, who …, said*.
    pub(super) fn subject_before(
        &self,
        hit: &Hit,
        earlier: Option<(Items, Option<Items>)>,
    ) -> Option<(Items, Option<Items>)> {
        let p = self.period;
        let mut end = hit.group.start;
        if hit.form.mood == Mood::PresPart {
            // "Saying so, X left": whose word it is comes later, and is not looked for.
            let opens = self.after_connective(0) + 1 >= hit.group.start;
            let main = || self.main_subject().or_else(|| self.clause_subject(end));
            let main = || main().filter(|_| !opens).map(|items| (items, None));
            return earlier.or_else(main);
        }
        while end > 0
            && (self.words.when.contains(p.norm(end - 1)) || self.is_adverb(end - 1))
            && p.is_word(end - 1)
            && !p.is_capital(end - 1)
        {
            end -= 1;
        }
        // "Ana Karo (R) said"
        if end > 0
            && p.norm(end - 1) == ")"
            && let Some(open) = (0..end).rev().find(|&i| p.norm(i) == "(")
        {
            end = open;
        }
        // "Ana Karo — the mayor of Belmar — said"
        if let Some(dash) = self.dash_before(end)
            && let Some(open) = (1..dash).rev().find_map(|i| self.dash_before(i + 1))
        {
            let start = self.clause_start(open);
            let clause = (start..open).any(|i| self.is_verb(i));
            let items = self.trimmed(start..open).filter(|items| self.can_speak(items) && !clause);
            return items.map(|items| (items, Some(open..dash)));
        }
        if end == 0 {
            return None;
        }
        let last = p.norm(end - 1);
        // "…, mais a admis": the subject of the verb before.
        // "The mayor thanked them and said": so where that verb is no cue.
        if self.words.coordinators.contains(last) {
            return earlier
                .or_else(|| {
                    let start = self.after_connective(self.sentence_start(end - 1));
                    let stop = self.noun_phrase(start, true);
                    let items = self.trimmed(start..stop)?;
                    let acts = self.words.zero_complementiser && self.is_verb(stop);
                    (acts && self.can_speak(&items)).then_some((items, None))
                })
                .or_else(|| self.clause_subject(end - 1).map(|items| (items, None)));
        }
        // "X, qui a dit": the words before the relative.
        if self.words.relative_subjects.contains(last) {
            let stop = if end >= 2 && p.is_comma(end - 2) { end - 2 } else { end - 1 };
            let start = self.clause_start(stop);
            // "Blamed the army, which said": what stands behind the verb before.
            let verb = (start..stop).rev().find(|&i| self.is_verb(i));
            let opens = |i: &usize| p.is_capital(*i) || self.words.determiners.contains(p.norm(*i));
            let start = verb
                .filter(|_| self.words.zero_complementiser)
                .and_then(|verb| (verb + 1..stop).find(opens))
                .unwrap_or(start);
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
                // "X, closed in May, was": nothing between two commas, or a clause before them.
                let clause = stop + 1 >= end || (start..stop).any(|i| self.is_verb(i));
                if !adverbial
                    && !clause
                    && start < stop
                    && let Some(items) =
                        self.trimmed(start..stop).filter(|items| self.can_speak(items))
                {
                    let aside = if p.is_comma(stop) { stop + 1 } else { stop };
                    return Some((items, Some(aside..end - 1)));
                }
                start = if p.is_comma(stop) {
                    stop + 1
                } else {
                    (stop..end).find(|&i| p.is_comma(i)).unwrap_or(end - 1) + 1
                };
            }
            // "Un grutier, Ana Karo, jure": a noun that no lexicon has, and a name beside it.
            let comma = (0..end - 1).rev().find(|&i| p.is_comma(i));
            let name = comma
                .map(|comma| comma + 1..end - 1)
                .filter(|items| !items.is_empty() && items.clone().all(|i| p.is_capital(i)));
            if let Some(name) = name {
                return Some((name, None));
            }
            // "Ministry denies strike, speaks of nine soldiers": headlines join so.
            let inverts = self.cues.cue(hit.cue).frames.incise;
            let shares = self.words.zero_complementiser
                && !(inverts && self.tail(hit, true).subject.is_some());
            return earlier.filter(|_| shares);
        }
        if p.is_mark(end - 1) || p.quote(end - 1).is_some() {
            return None;
        }
        // A pronoun right before the verb is its subject, whatever came before.
        if self.words.pronoun(last).is_some()
            && !self.words.clitics_before.contains(last)
            && !self.words.objects.contains(last)
        {
            return Some((end - 1..end, None));
        }
        let mut start = self.clause_start(end);
        // "A diplomat who asked not to be named said": the words before the relative.
        let relative = (start + 1..end)
            .find(|&i| self.words.relative_subjects.contains(p.norm(i)) && !p.is_comma(i - 1));
        if let Some(relative) = relative
            && self.words.zero_complementiser
            && !(start..relative).any(|i| self.is_verb(i))
        {
            return self.trimmed(start..relative).map(|items| (items, Some(relative..end)));
        }
        // "A poll published by Telma said": a participle describes the noun before it.
        let finite = |i: usize| {
            if self.words.zero_complementiser {
                let described = self.is_participle(i) && self.adjunct(i + 1).is_some();
                self.is_verb(i) && !described
            } else {
                self.is_verb(i)
            }
        };
        // A verb inside: what stands before it belongs to another clause.
        if let Some(verb) = (start..end).rev().find(|&i| finite(i)) {
            let opens = |i: usize| self.words.determiners.contains(p.norm(i)) || p.is_capital(i);
            let joint = (verb + 1..end)
                .rev()
                .find(|&i| self.is_subordinator(i) || self.words.coordinators.contains(p.norm(i)));
            start = match joint.filter(|_| self.words.zero_complementiser) {
                Some(joint) => joint + 1,
                None => (verb + 1..end).find(|&i| opens(i))?,
            };
        }
        // "Ana Karo, 52, a baker from Belmar said": an apposition that no comma closes.
        if let Some(name) = self.apposed(start) {
            return Some((name, Some(start..end)));
        }
        let mut items = self.trimmed(start..end)?;
        if self.words.zero_complementiser {
            // "Dewar, the adviser, hopes the results will reveal": the cue before is no subject.
            let cue = self.cues.forms(p.norm(items.start)).iter().any(|(_, form)| form.finite);
            if cue && self.words.determiners.contains(p.norm(items.start + 1)) {
                items.start += 1;
            }
            // "The vessels the Navy ordered": the object of a relative clause without a pronoun.
            let relative = (items.start + 2..items.end)
                .any(|i| self.words.definite.contains(p.norm(i)) && self.is_plain(i - 1));
            if relative {
                return None;
            }
        }
        Some((items, None))
    }

    /// The name that the phrase from `start` on describes further, if it stands before it: over a
    /// comma, and an age.
    fn apposed(&self, start: usize) -> Option<Items> {
        let p = self.period;
        let mut comma = start.checked_sub(1).filter(|&i| p.is_comma(i))?;
        if !self.words.zero_complementiser || !self.words.determiners.contains(p.norm(start)) {
            return None;
        }
        if comma > 1 && p.is_number(comma - 1) && p.is_comma(comma - 2) {
            comma -= 2;
        }
        let from = self.after_connective(self.sentence_start(comma));
        let name = from < comma && (from..comma).all(|i| p.is_capital(i));
        name.then_some(from..comma)
    }

    /// Where the dash begins that ends right before `end`: a long one, or a hyphen or two with
    /// a space before them.
    fn dash_before(&self, end: usize) -> Option<usize> {
        let p = self.period;
        let is = |i: usize| matches!(p.norm(i), "—" | "–" | "―" | "-");
        let mut start = end;
        while start > 0 && is(start - 1) {
            start -= 1;
        }
        let before = start.checked_sub(1).and_then(|i| p.items.get(i))?.span().end();
        let spaced = p.text[before..].starts_with(char::is_whitespace);
        (start < end && (spaced || p.norm(start) != "-")).then_some(start)
    }

    /// The noun phrase that the period begins with.
    pub fn main_subject(&self) -> Option<Items> {
        let start = self.after_connective(0);
        let end = self.noun_phrase(start, true);
        self.trimmed(start..end).filter(|items| self.can_speak(items))
    }

    /// The subject of the clause before `end`, behind phrases that commas set off: *In an
    /// interview next to it, her former minister pressed his attack, saying …*
    fn clause_subject(&self, end: usize) -> Option<Items> {
        let p = self.period;
        let starts = (0..end).rev().filter(|&i| p.is_comma(i)).map(|i| i + 1);
        starts.take(4).find_map(|start| {
            let stop = self.noun_phrase(start, true);
            let acts = stop < end && self.is_verb(stop) && self.words.zero_complementiser;
            let opens = self.words.determiners.contains(p.norm(start)) || p.is_capital(start);
            (acts && opens).then_some(start..stop).filter(|items| self.can_speak(items))
        })
    }

    /// Where the clause that holds `end` begins: after a comma, a complementiser, a colon.
    pub(super) fn clause_start(&self, end: usize) -> usize {
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
    pub(super) fn sentence_start(&self, end: usize) -> usize {
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
    pub(super) fn trimmed(&self, items: Items) -> Option<Items> {
        let p = self.period;
        let Range { mut start, mut end } = items;
        start = self.after_connective(start).min(end);
        while start < end
            && (p.is_mark(start)
                || self.words.coordinators.contains(p.norm(start)) && !p.is_capital(start))
        {
            start += 1;
        }
        for phrase in self.words.subordinators.iter().chain(&self.words.incise_prepositions) {
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
        // "In an interview this week Ana Karo": phrases that say when and where.
        while self.words.zero_complementiser
            && let Some(after) = self.adjunct(start).filter(|&after| after < end)
        {
            start = after;
            while start < end && p.is_mark(start) {
                start += 1;
            }
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
        // "The ministry on Wednesday": a time after the subject.
        let timed = (start + 1..end).find(|&i| {
            self.words.prepositions.contains(p.norm(i))
                && (i + 1..end).all(|k| self.words.when.contains(p.norm(k)))
        });
        end = timed.unwrap_or(end);
        (start < end).then_some(start..end)
    }

    /// The items after a connective at `start`, if one stands there.
    pub(super) fn after_connective(&self, start: usize) -> usize {
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
    pub(super) fn can_speak(&self, items: &Items) -> bool {
        let p = self.period;
        if items.is_empty() {
            return false;
        }
        let owns =
            items.len() > 1 && self.words.possessive_determiners.contains(p.norm(items.start));
        if self.words.pronoun(p.norm(items.start)).is_some_and(|pronoun| !pronoun.nobody)
            && items.len() <= 2
            && !owns
        {
            return true;
        }
        // "No group has claimed": nobody says so.
        if self.words.negative_determiners.contains(p.norm(items.start)) {
            return false;
        }
        let alone = items.len() == 1 && self.words.alone.contains(p.norm(items.start));
        if alone || items.clone().any(|i| self.words.is_generic_person(p.norm(i))) {
            return true;
        }
        // "Trump's plan": what is owned is what acts.
        let stop = items
            .clone()
            .find(|&i| i > items.start && self.words.prepositions.contains(p.norm(i)))
            .unwrap_or(items.end);
        let owner = (items.start..stop).rev().find(|&i| self.words.possessives.contains(p.norm(i)));
        let head = owner.map_or(items.start, |i| i + 1)..items.end;
        // "A charge China", the object of a relative clause without a pronoun: a name behind an
        // article stands right behind it, or behind a role.
        let article = self.words.modifiers_first
            && self.words.determiners.contains(p.norm(head.start))
            && p.is_word(head.start + 1)
            && !p.is_capital(head.start + 1);
        head.clone().any(|i| {
            let role = self.roles.get(p.norm(i)).is_some();
            role || p.is_capital(i)
                && !article
                && (i > head.start || !self.words.determiners.contains(p.norm(i)))
                && !self.words.when.contains(p.norm(i))
                || self.words.unnamed.contains(p.norm(i))
                || self.is_noun_cue(i) && !(i + 1 < head.end && p.is_capital(i + 1))
        })
    }

    /// Whether "according to" these items names a source, and not a measure.
    pub(super) fn may_be_cited(&self, items: &Items) -> bool {
        let p = self.period;
        let measure = items.clone().any(|i| self.words.criteria.contains(p.norm(i)));
        !measure && (self.can_speak(items) || self.words.determiners.contains(p.norm(items.start)))
    }
}
