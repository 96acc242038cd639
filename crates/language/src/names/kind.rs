use crate::names::feature::Seen;
use crate::names::gazetteer::known;
use crate::names::lexicon::role;
use crate::names::{Label, Subtype};
use std::ops::Range;

/// More of what bears a name, if the gazetteer or the words in it or before it tell.
pub(crate) fn subtype(seen: &[Seen], range: Range<usize>, label: Label) -> Option<Subtype> {
    let whole = seen[range.start].known;
    let roles = range.clone().fold(0, |roles, place| roles | seen[place].role);
    match label {
        Label::Place => {
            let site = whole & (known::SITE | known::SEAT) != 0 || roles & role::SITE != 0;
            // *The port of*, *the base of*: a word that is a ground as well is none.
            let ground = roles & role::GROUND != 0 && whole & (known::SITE | known::SEAT) == 0;
            (site && !ground).then_some(Subtype::Facility)
        }
        Label::Organisation => {
            // A platform is a company, though outlets are found on it.
            let known = [
                (known::COMPANY, None),
                (known::OUTLET, Some(Subtype::Media)),
                (known::ARMED, Some(Subtype::Armed)),
                (known::STATE | known::SEAT, Some(Subtype::Government)),
                (known::BODY | known::CLUB, None),
            ];
            if seen[range.clone()].iter().all(|it| it.known == whole)
                && let Some((_, subtype)) = known.iter().find(|(bits, _)| whole & bits != 0)
            {
                return *subtype;
            }
            let head = seen[range.start].role;
            let before = range.start.checked_sub(1).map_or(0, |place| seen[place].role);
            // Words that say one thing, not several.
            let only = |roles: u16, one: u16, others: u16| roles & one != 0 && roles & others == 0;
            let bodies = role::BODY | role::OFFICE;
            if only(roles, role::MEDIA, role::STATE | role::BODY | role::OFFICE)
                || only(before, role::MEDIA, bodies | role::SAYS)
            {
                Some(Subtype::Media)
            } else if only(head, role::STATE, role::BODY | role::OFFICE)
                || range.len() > 1 && only(roles, role::STATE, bodies)
            {
                Some(Subtype::Government)
            } else if only(head, role::FORCE, bodies | role::STATE)
                || range.len() > 1 && only(roles, role::FORCE, bodies | role::STATE)
            {
                Some(Subtype::Armed)
            } else {
                None
            }
        }
        Label::Person | Label::Other => None,
    }
}
