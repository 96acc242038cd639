//! Phrases told by their closed classes, for want of a tree: where a noun phrase
//! ends, whether a verb, an infinitive or a clause begins.

use super::{Items, Matcher};
use crate::cue::{Form, Pos};
use crate::role::RoleKind;

impl Matcher<'_> {
    /// The end of the noun phrase that starts at `from`.
    ///
    /// `full` goes on over *of the ministry*; else it stops at the first
    /// preposition, determiner or name that could begin another phrase.
    pub(super) fn noun_phrase(&self, from: usize, full: bool) -> usize {
        let p = self.period;
        let mut i = from;
        // "Her" alone is a pronoun, and a determiner in "her rival".
        let owns = self.words.possessive_determiners.contains(p.norm(i)) && self.is_plain(i + 1);
        if self.words.pronoun(p.norm(i)).is_some() && !owns {
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
            // "Its evening report": a time before a noun.
            let describes = i > from && self.words.determiners.contains(p.norm(i - 1));
            if self.words.when.contains(word) && !p.is_capital(i) && !describes
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
            let verb =
                if self.words.zero_complementiser { self.is_verb(i) } else { self.is_finite(i) };
            // "Told the Courier they had seen it", "told the court Verlac had lied"
            let clause = self.words.zero_complementiser
                && i > from
                && (self.words.pronoun(word).is_some()
                    || p.is_capital(i)
                        && !p.is_capital(i - 1)
                        && self.is_plain_group(i - 1)
                        && self.is_verb(i + 1));
            if i > from && verb || clause {
                break;
            }
            i += 1;
        }
        // "Belmar.example": the address of a site is one word.
        while p.norm(i) == "." && p.is_word(i + 1) && p.adjoins(i) && p.adjoins(i + 1) {
            i += 2;
        }
        while i > from
            && (self.words.prepositions.contains(p.norm(i - 1))
                || self.words.coordinators.contains(p.norm(i - 1)))
        {
            i -= 1;
        }
        i
    }

    pub(super) fn is_outlet_like(&self, i: usize) -> bool {
        let p = self.period;
        let head = if self.words.determiners.contains(p.norm(i)) { i + 1 } else { i };
        p.is_capital(head) || self.roles.get(p.norm(head)).is_some_and(|role| role.is_outlet())
    }

    pub(super) fn opens_noun_phrase(&self, i: usize) -> bool {
        let p = self.period;
        let word = p.norm(i);
        (p.is_word(i) || self.opens_marks(i))
            && !self.words.complementisers.contains(word)
            && !self.words.coordinators.contains(word)
            && !self.words.when.contains(word)
            && !self.words.infinitive_markers.contains(word)
            && !self.words.negations.contains(word)
            && (!self.words.prepositions.contains(word) || self.words.determiners.contains(word))
            && !self.is_finite(i)
            && !self.words.empty.contains(word)
            // "Denied it" has no content; "accused him of lying" has.
            && (self.words.pronoun(word).is_none() || p.is_word(i + 1))
    }

    /// Whether a clause may begin at `i`: a subject stands there, and a verb after it.
    pub(super) fn opens_clause(&self, i: usize) -> bool {
        let p = self.period;
        let word = p.norm(i);
        let end = p.trimmed_end();
        // "Continued sanctions": a participle may describe the subject.
        let verb = self.is_verb(i) && !(self.is_participle(i) && self.is_plain(i + 1));
        let object =
            self.words.objects.contains(word) && !self.words.possessive_determiners.contains(word);
        if end < i + 2 || self.words.coordinators.contains(word) || verb || object {
            return false;
        }
        if !(p.is_word(i) || self.opens_marks(i)) {
            return false;
        }
        // "About 700 of them": a preposition that only rounds a number.
        let quantified = p.any_phrase_at(i, &self.words.quantifiers).is_some();
        if self.words.prepositions.contains(word) && !quantified {
            return false;
        }
        // "Denies the strike, speaks of nine": the verb after the comma has another subject.
        let asyndetic = (i + 1..end).find(|&k| p.is_comma(k)).filter(|&k| self.is_verb(k + 1));
        (i + 1..asyndetic.unwrap_or(end))
            .take_while(|&k| {
                // "Denied the charges and said": the verb has the subject of the cue.
                let joined = self.words.coordinators.contains(p.norm(k)) && self.is_verb(k + 1);
                !(joined
                    || matches!(p.norm(k), ";" | ":")
                    || self.words.complementisers.contains(p.norm(k)) && k > i + 1
                    || self.is_subordinator(k))
            })
            // "Proposed an inquiry, the statement said": after one comma it is another's verb.
            .any(|k| self.is_verb(k) && (i..k).filter(|&n| p.is_comma(n)).count() % 2 == 0)
    }

    /// Whether the word at `k` opens a clause that another one governs.
    pub(super) fn is_subordinator(&self, k: usize) -> bool {
        self.words.subordinators.iter().any(|phrase| self.period.phrase_at(k, phrase).is_some())
    }

    /// Whether an opening quotation mark stands at `i`.
    pub(super) fn opens_marks(&self, i: usize) -> bool {
        matches!(self.period.norm(i), "«" | "“" | "\"" | "„" | "‘" | "'")
            && (self.period.is_word(i + 1)
                || self.period.is_mark(i + 1) && i + 1 < self.period.len())
    }

    /// Whether the word at `k` is in all likelihood a finite verb: an auxiliary, a form or an
    /// ending that the language lists, and no determiner before it.
    pub(super) fn is_verb(&self, k: usize) -> bool {
        let p = self.period;
        let word = p.norm(k);
        if self.is_finite(k) {
            return true;
        }
        let before = k.checked_sub(1).map_or("", |k| p.norm(k));
        let nominal = self.words.determiners.contains(before)
            || self.words.prepositions.contains(before)
            || self.words.possessives.contains(before);
        let cue = !self.words.zero_complementiser
            && self.cues.forms(word).iter().any(|(_, form)| form.finite);
        let listed = self.words.is_verb(word) || cue;
        !nominal && listed && p.is_word(k) && !p.is_capital(k)
    }

    /// Whether the verb at `k` may be a participle: it has its ending, and is no auxiliary.
    pub(super) fn is_participle(&self, k: usize) -> bool {
        let word = self.period.norm(k);
        !self.is_finite(k)
            && self.words.finite_endings.iter().any(|ending| word.ends_with(ending.as_str()))
    }

    /// Whether the word at `k` belongs to no closed class.
    pub(super) fn is_plain(&self, k: usize) -> bool {
        let p = self.period;
        let word = p.norm(k);
        p.is_word(k)
            && !self.words.determiners.contains(word)
            && !self.words.prepositions.contains(word)
            && !self.words.complementisers.contains(word)
            && !self.words.coordinators.contains(word)
            && !self.words.infinitive_markers.contains(word)
            && self.words.pronoun(word).is_none()
            && !self.is_adverb(k)
            && !self.is_subordinator(k)
    }

    /// Whether the word at `k` ends like an adverb of manner.
    pub(super) fn is_adverb(&self, k: usize) -> bool {
        let p = self.period;
        let word = p.norm(k);
        word.len() > 4
            && self.words.adverb_endings.iter().any(|ending| word.ends_with(ending.as_str()))
            && !self.words.not_adverbs.contains(word)
            && !p.is_capital(k)
    }

    /// The end of a phrase that says when, where or how something was said: *on Monday*, *this
    /// week*, *in an interview*. It must not be the beginning of a clause.
    pub(super) fn adjunct(&self, i: usize) -> Option<usize> {
        let p = self.period;
        let timed = |k: usize| {
            p.is_word(k)
                && (self.words.when.contains(p.norm(k)) || self.is_adverb(k))
                && self.words.pronoun(p.norm(k)).is_none()
        };
        if timed(i) {
            // "Dimanche 12 décembre"
            let dated = p.is_number(i + 1) && timed(i + 2);
            return Some(if dated { i + 3 } else { i + 1 });
        }
        // "This week", "the next morning".
        let determined = self.words.determiners.contains(p.norm(i));
        if determined && timed(i + 1) {
            return Some(i + 2);
        }
        if !self.words.prepositions.contains(p.norm(i)) || !self.words.zero_complementiser {
            return None;
        }
        let mut end = i + 1;
        while self.words.determiners.contains(p.norm(end)) || p.is_number(end) {
            end += 1;
        }
        while timed(end) || end > i + 1 && p.is_number(end) {
            end += 1;
        }
        // "In its evening report": a time that describes a noun.
        let noun = self.roles.get(p.norm(end)).is_some() || self.is_noun_cue(end);
        let timed_only = end > i + 1 && timed(end - 1) && !noun;
        if !timed_only {
            end = self.noun_phrase(i + 1, false);
        }
        if end == i + 1 {
            return None;
        }
        // "In an interview published on Tuesday": a participle describes the noun.
        let participle = self.is_verb(end)
            && !self.is_finite(end)
            && self.words.prepositions.contains(p.norm(end + 1));
        if participle {
            return self.adjunct(end + 1);
        }
        (!self.is_verb(end)).then_some(end)
    }

    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        let p = self.period;
        let marked = self.words.infinitive_markers.contains(p.norm(at));
        if self.words.infinitive_endings.is_empty() {
            // "Vowed not to repeat it"
            let negated = self.words.negations.contains(p.norm(at));
            return marked || negated && self.words.infinitive_markers.contains(p.norm(at + 1));
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

    /// Whether the word at `i` is a noun for a group or an authority: no name follows it.
    fn is_plain_group(&self, i: usize) -> bool {
        let role = self.roles.get(self.period.norm(i));
        role.is_some_and(|role| matches!(role.kind, RoleKind::Group | RoleKind::Government))
    }

    pub(super) fn is_noun_cue(&self, i: usize) -> bool {
        self.cues
            .forms(self.period.norm(i))
            .iter()
            .any(|(cue, _)| self.cues.cue(*cue).pos == Pos::Noun)
    }

    /// Whether the verb at `i` certainly is one: an auxiliary.
    pub(super) fn is_finite(&self, i: usize) -> bool {
        self.auxiliary(i).is_some_and(|form| form.finite)
    }

    /// What the word at `i` is as an auxiliary; inside a name it is none: *Theresa May*, *Will*.
    pub(super) fn auxiliary(&self, i: usize) -> Option<Form> {
        let p = self.period;
        let named = p.is_capital(i) && i > 0 && p.is_word(i - 1) && !p.in_capitals();
        self.cues.auxiliary(p.norm(i)).filter(|_| !named)
    }

    /// Whether a verb opens at `i`: an auxiliary, or a cue.
    pub(super) fn verb_follows(&self, i: usize) -> bool {
        let mut at = i;
        while self.words.clitics_before.contains(self.period.norm(at)) {
            at += 1;
        }
        self.has_verb(at..at + 1)
    }

    pub(super) fn has_verb(&self, items: Items) -> bool {
        items.into_iter().any(|i| {
            let word = self.period.norm(i);
            self.cues.auxiliary(word).is_some()
                || self.cues.forms(word).iter().any(|(_, form)| form.finite)
        })
    }
}
