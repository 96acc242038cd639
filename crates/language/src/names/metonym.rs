use crate::names::feature::{Seen, shape};
use crate::names::gazetteer::known;
use crate::names::lexicon::role;
use crate::names::{Label, Metonym};
use std::ops::Range;

/// Who is meant by the name of a place, if that is not the place: a state or capital that
/// says, decides, accuses, or is a side of something between states.
///
/// Seen from the words around, without a tree: many are missed.
pub(crate) fn metonym(seen: &[Seen], range: Range<usize>, label: Label) -> Option<Metonym> {
    if label != Label::Place {
        return None;
    }
    let known = seen[range.clone()].iter().fold(0, |known, it| known | it.known);
    if known & (known::COUNTRY | known::CAPITAL | known::SEAT | known::REGION) == 0 {
        return None;
    }
    let role_at = |place: Option<usize>| place.and_then(|it| seen.get(it)).map_or(0, |it| it.role);
    // An article before it is passed over.
    let link = |place: usize| {
        let it = &seen[place];
        it.role & role::ARTICLE == role::ARTICLE
    };
    let mut before = range.start.checked_sub(1);
    while let Some(place) = before.filter(|place| link(*place)) {
        before = place.checked_sub(1);
    }
    let (left, right) = (role_at(before), role_at(Some(range.end)));
    let inside = left & role::INTO != 0;
    // In Syria they say: a verb in the plural without anybody, as Slavic languages have it.
    if inside && right & role::SAYS != 0 && right & role::THEY != 0 {
        return Some(Metonym::Government);
    }
    if inside {
        return None;
    }
    let opens = before.is_none_or(|place| {
        let it = &seen[place];
        matches!(it.shape, shape::COMMA | shape::STOP | shape::QUOTE | shape::HYPHEN)
            || it.role & role::THAT != 0
    });
    // At the beginning of a clause, with a word behind it that is no preposition: a subject.
    let small = role::LINK | role::INTO | role::SIDE;
    let verb = seen.get(range.end);
    let verb = verb.is_some_and(|it| it.shape == shape::LOWER && it.role & small == 0);
    let side = left & role::SIDE != 0;
    let said = left & role::SAYS != 0;
    let speaks = right & role::SAYS != 0 || opens && verb;
    (speaks || side || said || known & known::SEAT != 0).then_some(Metonym::Government)
}
