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
            (
                hit.group.end - hit.group.end.min(self.period.len()),
                hit.group.start,
                usize::MAX - hit.group.end,
            )
        });
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
        // "s'engage" is not "engage"; in English a reflexive stands behind the verb.
        let own = (start..i).any(|k| self.words.reflexives.contains(p.norm(k)));
        if entry.reflexive && !reflexive || own && !entry.reflexive {
            return None;
        }
        // "l'annonce", "the claim": after a determiner or a preposition it is a noun.
        let before = if start > 0 { p.norm(start - 1) } else { "" };
        let subject_first = start > 1 && self.words.pronoun(p.norm(start - 2)).is_some();
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
}
