//! Where a content begins and ends, and how it is given. Other cues' incises,
//! closing marks and the words that join a sentence to the last are left out.

use super::hit::Hit;
use super::{Items, Matcher};
use crate::cue::Mood;
use crate::period::Item;
use schema::{Kind, Span};

impl Matcher<'_> {
    /// The content that starts at `from`, as spans; other cues' incises are left out.
    pub(super) fn content(&self, from: usize, later: &[Hit], clause: bool) -> Vec<Span> {
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
    pub(super) fn around(&self, hole: Items) -> Vec<Span> {
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

    pub(super) fn spans(&self, pieces: Vec<Items>) -> Vec<Span> {
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
    pub(super) fn kind(&self, content: &[Span]) -> Kind {
        let p = self.period;
        let whole =
            p.items.iter().any(|item| matches!(item, Item::Quote(q) if content == [q.inner]));
        let some = content.iter().any(|span| span.of(p.text).contains(['«', '“', '"', '„']));
        if whole {
            Kind::Direct
        } else if some {
            Kind::Mixed
        } else {
            Kind::Indirect
        }
    }

    /// The last item before `start` that is not a mark.
    pub(super) fn before_marks(&self, start: usize) -> Option<usize> {
        (0..start).rev().find(|&i| self.period.quote(i).is_some() || !self.period.is_mark(i))
    }
}
