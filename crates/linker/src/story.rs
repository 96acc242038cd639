use schema::{Id, Link};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Documents joined by links, none of which spans more than 30 days. A way to
/// look, never a reason to merge origins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// From its earliest document.
    pub id: Id,
    /// Its documents: dated ones first, the earliest first.
    pub documents: Vec<Id>,
}

/// How many days apart two linked documents may lie.
pub(crate) const WINDOW: i64 = 30;

/// The stories among `documents` (with the day of each, where known), those of
/// two documents or more. `links` may hold links between claims; they are left aside.
pub fn stories(documents: &[(Id, Option<String>)], links: &[Link]) -> Vec<Story> {
    let mut all: Vec<&(Id, Option<String>)> = documents.iter().collect();
    all.sort_by_key(|(id, day)| (day.is_none(), day.clone(), id.clone()));
    let place: BTreeMap<&Id, usize> =
        all.iter().enumerate().map(|(at, (id, _))| (id, at)).collect();
    let mut groups = Groups::new(all.len());
    for link in links {
        if let (Some(&a), Some(&b)) = (place.get(&link.from), place.get(&link.to)) {
            let apart = match (&all[a].1, &all[b].1) {
                (Some(a), Some(b)) => days_between(a, b),
                _ => None,
            };
            if apart.is_none_or(|days| days.abs() <= WINDOW) {
                groups.join(a, b);
            }
        }
    }
    let mut stories: BTreeMap<usize, Vec<Id>> = BTreeMap::new();
    for (at, (id, _)) in all.iter().enumerate() {
        stories.entry(groups.first(at)).or_default().push(id.clone());
    }
    stories
        .into_values()
        .filter(|documents| documents.len() > 1)
        .map(|documents| Story { id: Id::of('s', &[documents[0].as_str().as_bytes()]), documents })
        .collect()
}

/// How many days `later` lies after `earlier`; both begin with `YYYY-MM-DD`.
pub fn days_between(earlier: &str, later: &str) -> Option<i64> {
    Some(day_number(later)? - day_number(earlier)?)
}

/// The number of a day that `date` begins with, counted from 1970-01-01.
pub(crate) fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.get(..10)?.split('-');
    let mut part = || parts.next()?.parse::<i64>().ok();
    let (year, month, day) = (part()?, part()?, part()?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    // Days from the civil calendar, the year beginning in March.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// Things joined two by two (union-find). The first of a group stands for it.
#[derive(Clone, Debug)]
pub(crate) struct Groups {
    above: Vec<usize>,
}

impl Groups {
    pub(crate) fn new(count: usize) -> Self {
        Self { above: (0..count).collect() }
    }

    /// The first of the group of `at`.
    pub(crate) fn first(&mut self, at: usize) -> usize {
        let mut top = at;
        while self.above[top] != top {
            top = self.above[top];
        }
        let mut at = at;
        while self.above[at] != top {
            at = std::mem::replace(&mut self.above[at], top);
        }
        top
    }

    pub(crate) fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.above[a.max(b)] = a.min(b);
    }

    pub(crate) fn count(&mut self) -> usize {
        (0..self.above.len()).filter(|&at| self.first(at) == at).count()
    }
}
