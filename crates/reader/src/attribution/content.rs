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
            let verb =
                self.verb_follows(i + 1) || self.words.zero_complementiser && self.is_verb(i + 1);
            if relative && p.is_comma(i) && verb {
                break;
            }
            if p.norm(i) == ":" && p.quote(i + 1).is_some() || p.norm(i) == ";" && !clause {
                break;
            }
            if p.is_comma(i)
                && let Some(close) = self.incise_at(i, later)
            {
                if !clause {
                    break;
                }
                pieces.push(start..i);
                start = if close < end && p.is_comma(close) { close + 1 } else { end };
                i = start;
                continue;
            }
            if joins && self.ends_content(i, later, clause) {
                break;
            }
            // "The attack, …" or "the attack while Y …": what a noun or an infinitive does not hold.
            if !clause && i > from && p.any_phrase_at(i, &self.words.contrasts).is_some() {
                break;
            }
            i += 1;
        }
        if start < i {
            pieces.push(start..i.min(end));
        }
        self.spans(pieces)
    }

    /// Whether the comma or coordinator at `i` opens what another cue says, and not more of the
    /// content: *said that A, and denied B*; *said A, while Y said B*.
    fn ends_content(&self, i: usize, later: &[Hit], clause: bool) -> bool {
        let p = self.period;
        let comma = p.is_comma(i);
        let mut next = i + 1;
        if comma && self.words.coordinators.contains(p.norm(next)) {
            next += 1;
        } else if comma && let Some(n) = p.any_phrase_at(next, &self.words.contrasts) {
            next += n;
        }
        let coordinated = next > i + 1 || !comma;
        if let Some(hit) = later.iter().find(|hit| hit.group.start == next) {
            let participle = hit.form.mood == Mood::PresPart;
            if participle && comma || coordinated && (comma || !clause) && !participle {
                return true;
            }
            // "Denies staffer leaked data, blasts lies": headlines join so.
            let asyndetic = comma && !coordinated && !participle;
            if self.words.zero_complementiser
                && asyndetic
                && !self.inverted(hit)
                && hit.clitic.is_none()
            {
                return true;
            }
            // "said A and added that B": the second cue opens a clause of its own.
            let opens = self.words.complementisers.contains(p.norm(hit.group.end));
            let opens = opens || !self.words.zero_complementiser && hit.form.finite;
            if coordinated && opens && !participle {
                return true;
            }
        }
        if !self.words.zero_complementiser && self.clause_of_another(i, next, later) {
            return true;
        }
        if !comma {
            return false;
        }
        if p.any_phrase_at(i + 1, &self.words.incise_prepositions).is_some() {
            return true;
        }
        let end = p.trimmed_end();
        let own = later.iter().find(|hit| hit.group.start > next && hit.group.start - next <= 10);
        if let Some(hit) = own
            && self.words.zero_complementiser
            && !(next..hit.group.start).any(|k| self.is_verb(k))
            && let Some((items, aside)) = self.subject_before(hit, None)
            && items.start <= next + 1
            && (items.end == hit.group.start || aside.is_some())
            && self.can_speak(&items)
        {
            return coordinated || p.norm(hit.group.end) == ":" || p.quote(hit.group.end).is_some();
        }
        // "Claimed victory, rival cries foul": a noun or an infinitive does not go on over a clause.
        let stop = (i + 1..end).find(|&k| p.is_comma(k) || p.norm(k) == ";").unwrap_or(end);
        !clause
            && self.words.zero_complementiser
            && (i + 1..stop).any(|k| self.is_verb(k) || self.words.relatives.contains(p.norm(k)))
    }

    /// Whether a clause begins at `next` that has a subject and a cue of its own: *affirme que A,
    /// et la banque assure que B*.
    fn clause_of_another(&self, at: usize, next: usize, later: &[Hit]) -> bool {
        let p = self.period;
        let own = later.iter().find(|hit| hit.group.start > next && hit.group.start - next <= 16);
        let Some(hit) = own.filter(|hit| hit.form.mood != Mood::PresPart) else { return false };
        let Some((items, _)) = self.subject_before(hit, None) else { return false };
        let between = next..items.start.max(next);
        let free = |i: usize| {
            !self.is_verb(i)
                && !self.words.complementisers.contains(p.norm(i))
                && !self.words.relatives.contains(p.norm(i))
                && !self.words.relative_subjects.contains(p.norm(i))
                && p.quote(i).is_none()
        };
        // What is said has its verb by now; else it only begins with a phrase set off by commas.
        let from = (0..at).rev().find(|&i| self.words.complementisers.contains(p.norm(i)));
        let said = from.is_none_or(|from| (from..at).any(|i| self.is_verb(i)));
        items.start >= next
            && items.end <= hit.group.start
            && said
            && self.can_speak(&items)
            && !self.words.relative_subjects.contains(p.norm(items.start))
            && between.into_iter().all(free)
            && (items.end..hit.group.start).all(free)
    }

    /// The end of another cue's incise that the comma at `i` opens: *…, he said, …*; *…, a dit
    /// X.*
    fn incise_at(&self, i: usize, later: &[Hit]) -> Option<usize> {
        let p = self.period;
        let hit = later.iter().find(|hit| hit.group.start > i && hit.group.start - i <= 14)?;
        let frames = &self.cues.cue(hit.cue).frames;
        if !(frames.incise || frames.quote) || hit.form.mood == Mood::PresPart {
            return None;
        }
        if hit.group.start == i + 1 {
            if hit.clitic.is_none() && !self.inverted(hit) {
                return None;
            }
            let tail = self.tail(hit, hit.clitic.is_none());
            return (tail.subject.is_some() || hit.clitic.is_some()).then_some(tail.end);
        }
        let (items, _) = self.subject_before(hit, None)?;
        let tail = self.tail(hit, false);
        let closes = tail.end >= p.trimmed_end() || p.is_comma(tail.end);
        let whole = items.start <= i + 2 && !(i + 1..hit.group.start).any(|k| self.is_verb(k));
        (closes && whole && self.can_speak(&items)).then_some(tail.end)
    }

    /// The whole period without `hole`, and without the words that join it to the one before.
    pub(super) fn around(&self, hole: Items) -> Vec<Span> {
        let p = self.period;
        // "A; B, said X": the incise governs what stands after the semicolon.
        let semicolon = (0..hole.start).rev().find(|&i| p.norm(i) == ";").map_or(0, |i| i + 1);
        let start = self.after_connective(semicolon);
        let end = p.trimmed_end();
        let left_end = self.before_marks(hole.start).map_or(start, |i| i + 1);
        let mut right = hole.end;
        while right < end && p.is_mark(right) && !self.opens_marks(right) {
            right += 1;
        }
        let mut pieces = Vec::new();
        if start < left_end {
            pieces.push(start..left_end);
        }
        if right < end && self.resumes(right, start, left_end) {
            pieces.push(right..end);
        }
        self.spans(pieces)
    }

    /// Whether the words from `right` go on with the content from `start` to `left_end` that an
    /// incise cut in two. What follows an apposition of the speaker does not: *…, a dit X, maire
    /// de Y*, nor do a relative and a participle: *…, said X, who …*; *…, he said, adding …*.
    fn resumes(&self, right: usize, start: usize, left_end: usize) -> bool {
        let p = self.period;
        let end = p.trimmed_end();
        if start >= left_end {
            return true;
        }
        let relative = (right..end.min(right + 3)).any(|i| {
            self.words.relative_subjects.contains(p.norm(i))
                || self.words.relatives.contains(p.norm(i))
                || self.words.objects.contains(p.norm(i))
                    && self.words.relative_sources.contains(p.norm(i))
        });
        let participle =
            self.cues.forms(p.norm(right)).iter().any(|(_, form)| form.mood == Mood::PresPart);
        if relative || participle || end - right <= 8 && !self.has_verb(right..end) {
            return false;
        }
        left_end <= start + 10 || self.words.coordinators.contains(p.norm(right))
    }

    /// The place of one piece, without marks at its ends.
    pub(super) fn piece(&self, piece: Items) -> Vec<Span> {
        self.spans(std::iter::once(piece).collect())
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
            // "… a “bad joke”.": the mark that closes what the piece opens belongs to it.
            let closes = [("“", "”"), ("«", "»"), ("‘", "’"), ("\"", "\"")];
            let count = |mark: &str| piece.clone().filter(|&i| p.norm(i) == mark).count();
            if closes.iter().any(|&(open, close)| {
                let odd =
                    if open == close { count(open) % 2 == 1 } else { count(open) > count(close) };
                odd && p.norm(piece.end) == close
            }) {
                piece.end += 1;
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
        let some = content.iter().any(|span| span.of(p.text).contains(['«', '“', '"', '„', '‘']));
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
