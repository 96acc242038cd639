//! Where a verb of the cue lexicon stands as a verb, with its auxiliaries and
//! clitics. *L'annonce* and *the claim* are nouns, and no hits.

use super::{Items, Matcher};
use crate::cue::{Form, Mood, Pos};
use std::cmp::Reverse;

/// A verb of the cue lexicon at its place, with its auxiliaries.
#[derive(Clone, Debug)]
pub(super) struct Hit {
    /// From the first auxiliary or clitic to the last word of the cue.
    pub group: Items,
    pub cue: usize,
    pub form: Form,
    pub negated: bool,
    pub conditional: bool,
    /// A pronoun that hangs on the verb: *a-t-il dit*.
    pub clitic: Option<usize>,
}

impl Matcher<'_> {
    /// Every verb of the lexicon that stands here as a verb.
    pub(super) fn hits(&self) -> Vec<Hit> {
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
            (hit.group.start, usize::MAX - hit.group.end, Reverse(self.cues.rest(hit.cue).len()))
        });
        hits
    }

    pub(super) fn hit(&self, i: usize, cue: usize, form: Form) -> Option<Hit> {
        let entry = self.cues.cue(cue);
        let p = self.period;
        // "The United States": inside a name a word is no verb, save in a headline in capitals.
        if p.is_capital(i) && i > 0 && p.is_word(i - 1) && !p.in_capitals() {
            return None;
        }
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
        let mut form = form;
        // "Is calling for": the participle with its auxiliary is a finite verb.
        if form.mood == Mood::PresPart && self.words.bare_present {
            let auxiliary = (i.saturating_sub(4)..i).rev().take_while(|&k| {
                self.is_finite(k) || self.is_adverb(k) || self.words.between.contains(p.norm(k))
            });
            let auxiliary = auxiliary
                .filter(|&k| self.cues.auxiliary(p.norm(k)).is_some_and(|form| form.passive))
                .last();
            if let Some(at) = auxiliary {
                start = at;
                form = Form { finite: true, mood: Mood::Ind, passive: false };
            } else if !self.opens_participle(i) {
                return None;
            }
        }
        // "The state reports" and "the reports state" agree; "a state report" does not.
        if form.finite && start == i && self.words.bare_present && !self.agrees(i, cue) {
            return None;
        }
        // "Was told" is no "told": a past form behind the auxiliary of the passive.
        if form.finite && self.words.bare_present && self.cues.is_past(p.norm(i), cue) {
            let before = (0..i).rev().find(|&k| {
                !self.is_adverb(k) && !self.words.between.contains(p.norm(k)) || self.is_finite(k)
            });
            let passive = |k: usize| self.auxiliary(k).is_some_and(|form| form.passive);
            if i - before.unwrap_or(i) <= 4 && before.is_some_and(passive)
                || self.words.passive_participles.contains(p.norm(i.wrapping_sub(1)))
            {
                return None;
            }
        }
        // Words between marks are the source's own: what they tell in turn is not read.
        if self.words.bare_present && p.in_marks(i) {
            return None;
        }
        let mut finite = form.finite;
        if !form.finite || form.mood == Mood::PastPart {
            // Look for the auxiliary to the left, over what may stand between.
            let mut left = i;
            while left > 0 && i - left < 6 {
                left -= 1;
                let word = p.norm(left);
                if let Some(auxiliary) =
                    self.auxiliary(left).filter(|_| form.mood != Mood::PresPart)
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
                } else if !self.words.between.contains(word) && !self.is_adverb(left) {
                    break;
                }
            }
        }
        if !finite && form.mood != Mood::PresPart {
            return None;
        }
        let clitic_at = |at: usize| {
            let object = self.words.object_clitics.contains(p.norm(at))
                && at > 0
                && (self.words.pronoun(p.norm(at - 1)).is_some()
                    || self.words.relative_subjects.contains(p.norm(at - 1)));
            // "Lundi, nous avons écrit que": where a clause opens with it, it is the subject.
            let opens = at == 0 || p.is_comma(at - 1);
            let subject = opens && self.words.pronoun(p.norm(at)).is_some();
            self.words.clitics_before.contains(p.norm(at)) && !subject || object
        };
        while start > 0 && clitic_at(start - 1) {
            start -= 1;
        }
        if self.words.pronoun(p.norm(end)).is_some() && p.norm(end).starts_with('-') {
            clitic = Some(end);
            end += 1;
        }
        negated |= (start..i).any(|k| self.words.negations.contains(p.norm(k)));
        let reflexive =
            (start..i).chain(end..end + 1).any(|k| self.words.reflexives.contains(p.norm(k)));
        // "s'engage" is not "engage"; in English a reflexive stands behind the verb.
        let own = (start..i).any(|k| self.words.reflexives.contains(p.norm(k)));
        if entry.reflexive && !reflexive || own && !entry.reflexive {
            return None;
        }
        // "l'annonce", "the claim": after a determiner or a preposition it is a noun.
        let before = if start > 0 { p.norm(start - 1) } else { "" };
        // "Some say": the determiner stands for people.
        let alone = self.words.alone.contains(before);
        let subject_first = alone || start > 1 && self.words.pronoun(p.norm(start - 2)).is_some();
        if start == i && form.mood == Mood::PresPart && self.words.determiners.contains(before) {
            return None; // "a warning by the harbour office"
        }
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

    /// Whether a participle at `i` tells what the subject says besides: after a comma, a
    /// coordinator or a preposition, and not right after the noun that it describes.
    fn opens_participle(&self, i: usize) -> bool {
        let p = self.period;
        let Some(before) = i.checked_sub(1) else { return true };
        let word = p.norm(before);
        p.is_mark(before)
            || p.quote(before).is_some()
            || self.words.coordinators.contains(word)
            || self.words.prepositions.contains(word)
            || self.words.negations.contains(word)
            || self.is_adverb(before)
            || self.is_subordinator(before)
    }

    /// Whether the present form at `i` agrees with the word before it, in a language whose
    /// present is the bare stem save in the third person singular.
    fn agrees(&self, i: usize, cue: usize) -> bool {
        let p = self.period;
        let word = p.norm(i);
        let stem = self.cues.main(cue);
        let mut before = i;
        while before > 0 && (self.is_adverb(before - 1) || p.norm(before - 1) == ",") {
            before -= 1;
        }
        let Some(before) = before.checked_sub(1) else { return true };
        let subject = p.norm(before);
        let plural = subject.ends_with('s') && !self.words.possessives.contains(subject)
            || self.roles.is_plural(subject)
            || self.words.pronoun(subject).is_some_and(|pronoun| pronoun.plural != Some(false));
        if word == stem && !self.cues.is_past(word, cue) {
            return plural
                || p.is_mark(before)
                || self.words.coordinators.contains(subject)
                || p.is_capital(before)
                || self.words.clitics_before.contains(subject);
        }
        // "Twenty-seven states": a number stands before a noun.
        !(word == format!("{stem}s")
            && (p.is_number(before)
                || subject.split('-').all(|part| self.words.determiners.contains(part))
                    && !self.words.alone.contains(subject)))
    }
}
