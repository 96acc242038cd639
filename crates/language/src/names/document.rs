use crate::names::Label;
use crate::names::feature::{Seen, shape};
use crate::names::gazetteer::known;
use crate::names::lexicon::role;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The names of a sentence.
type Found = Vec<(Range<usize>, Label)>;

/// How often something speaks for each label.
type Votes = [u32; 4];

/// Makes a document agree with itself: a name of one word has one label in all of it, that
/// which longer names that end with it, words before it and its uses speak for. Persons that
/// are named in full are found where they stand by their surname alone.
pub(crate) fn agree(sentences: &[Vec<Seen>], found: &mut [Found]) {
    let mut votes: FxHashMap<u32, Votes> = FxHashMap::default();
    for (seen, names) in sentences.iter().zip(found.iter()) {
        for (range, label) in names {
            let last = &seen[range.end - 1];
            if range.len() > 1 {
                if *label == Label::Person {
                    votes.entry(last.skeleton).or_default()[0] += 3;
                }
                continue;
            }
            let votes = votes.entry(last.skeleton).or_default();
            // A person who is never named in full, and bears no known name, is a weak guess.
            let guess =
                *label == Label::Person && last.known & (known::GIVEN | known::SURNAME) == 0;
            votes[*label as usize] += if guess { 1 } else { 2 };
            let near = |place: &usize| seen[*place].shape == shape::LOWER;
            let nearest = (0..range.start).rev().take(5).take_while(near);
            let head = nearest.map(|place| seen[place].role & role::HEAD).find(|role| *role != 0);
            let head = head.unwrap_or(0);
            if head & (role::TITLE | role::OFFICE) != 0 {
                votes[Label::Person as usize] += 1;
            } else if head & (role::BODY | role::MEDIA) != 0 {
                votes[Label::Organisation as usize] += 3;
            }
            let before = range.start.checked_sub(1).map_or(0, |place| seen[place].role);
            if before & role::TITLE != 0 {
                votes[Label::Person as usize] += 3;
            }
            if last.known & (known::COUNTRY | known::CAPITAL) != 0 {
                votes[Label::Place as usize] += 6;
            }
        }
    }
    for (seen, names) in sentences.iter().zip(found) {
        for (range, label) in names.iter_mut().filter(|(range, _)| range.len() == 1) {
            if let Some(votes) = votes.get(&seen[range.start].skeleton) {
                *label = best(votes, *label);
            }
        }
        let taken = |at: usize, names: &Found| names.iter().any(|(range, _)| range.contains(&at));
        for at in 0..seen.len() {
            let it = &seen[at];
            // At the beginning of a sentence a capital says little.
            if !it.is_capital() || it.first > 0 && it.common > 0 || taken(at, names) {
                continue;
            }
            let Some(votes) = votes.get(&it.skeleton) else { continue };
            let beside = |place: Option<usize>| {
                place.and_then(|place| seen.get(place)).is_some_and(Seen::is_capital)
            };
            if votes[0] >= 3
                && votes[0] > votes[1..].iter().sum()
                && !beside(at.checked_sub(1))
                && !beside(Some(at + 1))
            {
                names.push((at..at + 1, Label::Person));
            }
        }
        names.sort_by_key(|(range, _)| range.start);
    }
}

/// The label with the most votes; its own where two have as many.
fn best(votes: &Votes, own: Label) -> Label {
    let most = votes.iter().copied().max().unwrap_or(0);
    if votes[own as usize] == most {
        return own;
    }
    Label::ALL.into_iter().find(|label| votes[*label as usize] == most).unwrap_or(own)
}
