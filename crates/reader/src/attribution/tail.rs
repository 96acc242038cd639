//! What stands after a verb: when, who was told, and who spoke if the order is
//! turned. *…, a déclaré mardi au journal le maire, qui …*

use super::hit::Hit;
use super::{Items, Matcher};

/// What stands after a verb.
#[derive(Default)]
pub(super) struct Tail {
    pub end: usize,
    pub addressee: Option<Items>,
    pub subject: Option<Items>,
    pub aside: Option<Items>,
}

impl Matcher<'_> {
    /// What follows a verb: when, who was told, and who spoke if the order is turned.
    pub(super) fn tail(&self, hit: &Hit, inverted: bool) -> Tail {
        let p = self.period;
        let mut tail = Tail { end: hit.group.end, ..Tail::default() };
        let told = self.cues.cue(hit.cue).frames.told;
        loop {
            let i = tail.end;
            if let Some(end) = self.adjunct(i).filter(|_| !self.words.told.contains(p.norm(i))) {
                tail.end = end;
            } else if told && !inverted && i == hit.group.end && p.is_word(i) {
                // "told the Courier"
                let end = self.noun_phrase(i, false);
                if end == i || self.is_verb(end) {
                    break;
                }
                tail.addressee = Some(i..end);
                tail.end = end;
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
}
