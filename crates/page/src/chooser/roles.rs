//! What each piece of a page is: learnt from pages of which every piece is known.

use super::feature::{Row, Table, small};
use super::model::Forest;
use crate::decision::Decision;
use crate::furniture::Sign;
use schema::{PageKind, Role};

/// A forest for each role. Which piece is kept is not its to say.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    /// In the order of [`Roles::ALL`].
    forests: Vec<Forest>,
}

impl Roles {
    /// What can be learnt: the headline is found by rules.
    pub const ALL: [Role; 15] = [
        Role::Standfirst,
        Role::Body,
        Role::Heading,
        Role::List,
        Role::Table,
        Role::EmbeddedPost,
        Role::Byline,
        Role::Dateline,
        Role::Caption,
        Role::PullQuote,
        Role::Related,
        Role::Comment,
        Role::AuthorBox,
        Role::Navigation,
        Role::Notice,
    ];

    /// So many of them are roles of what is kept.
    const KEPT: usize = 6;

    /// From a forest for each of [`Roles::ALL`].
    pub fn new(forests: Vec<Forest>) -> Self {
        Self { forests }
    }

    /// As bytes: for each forest its length (four bytes) and its bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for forest in self.forests.iter().map(Forest::to_bytes) {
            bytes.extend((forest.len() as u32).to_le_bytes());
            bytes.extend(forest);
        }
        bytes
    }

    /// From the bytes that [`Roles::to_bytes`] gives; nothing if they are not whole.
    pub(super) fn from_bytes(mut bytes: &[u8]) -> Option<Self> {
        let mut forests = Vec::new();
        while !bytes.is_empty() {
            let (forest, rest) = super::forest(bytes)?;
            forests.push(forest);
            bytes = rest;
        }
        (forests.is_empty() || forests.len() == Self::ALL.len()).then_some(Self { forests })
    }

    /// Says of each piece what it is: of what is kept another thing than of what is not.
    pub(super) fn name(&self, table: &Table, decisions: &mut [Decision]) {
        let of = |kept: bool| if kept { 0..Self::KEPT } else { Self::KEPT..Self::ALL.len() };
        for kept in [true, false] {
            let pieces = (0..decisions.len())
                .filter(|&at| decisions[at].kept == kept && !decisions[at].named);
            let pieces: Vec<usize> = pieces.collect();
            let rows: Vec<&[i16]> = pieces.iter().map(|&at| table.row(at)).collect();
            let Some(forests) = self.forests.get(of(kept)) else { continue };
            let said: Vec<Vec<i32>> = forests.iter().map(|it| it.scores(&rows)).collect();
            for (row, &at) in pieces.iter().enumerate() {
                // Of two that are as likely, the first.
                let best = of(kept).rev().max_by_key(|role| said[role - of(kept).start][row]);
                decisions[at].role = best.map_or(decisions[at].role, |best| Self::ALL[best]);
            }
        }
    }
}

/// What was decided about the pieces of a page, and by what.
pub(crate) struct Decided<'a> {
    pub kind: PageKind,
    pub decisions: &'a [Decision],
    /// How sure it is that each is the article's.
    pub scores: &'a [i32],
    pub signs: &'a [Option<&'static Sign>],
    /// Which of them are headings.
    pub headings: &'a [bool],
    /// Which of them hold a date, and little else.
    pub dates: &'a [bool],
}

impl Decided<'_> {
    /// The numbers of each piece, and what was decided about it and those around it.
    pub fn table(&self, table: &Table) -> Table {
        let decisions = self.decisions;
        let kept = |it: &Decision| it.kept && it.role != Role::Title;
        let headline = decisions.iter().position(|it| it.kept && it.role == Role::Title);
        let first = headline.or_else(|| decisions.iter().position(kept)).unwrap_or(0) as i64;
        let last = decisions.iter().rposition(kept).map_or(first, |last| last as i64);
        let far = |distance: i64| distance.clamp(-999, 999) as i16;
        let said = |at: usize| self.signs[at].map_or(-1, |sign| sign.role as i16);
        let (mut sign, mut heading) = ((-1, 0), (-1, 0));
        table.extended(|row: &mut Row<'_>, at| {
            if self.signs[at].is_some() {
                sign = (said(at), at);
            }
            if self.headings[at] {
                heading = (said(at), at);
            }
            row.put(decisions[at].role as i16);
            row.flag(decisions[at].kept);
            row.put(self.scores[at].clamp(-9999, 9999) as i16);
            row.put(far(at as i64 - first));
            row.put(far(last - at as i64));
            for (role, place) in [sign, heading] {
                row.put(role);
                row.put(small(at - place));
            }
            row.flag(self.dates[at]);
            row.flag(self.headings[at]);
            row.put(self.kind as i16);
            for distance in 1..=3 {
                for other in [at.checked_sub(distance), at.checked_add(distance)] {
                    let other = other.and_then(|other| decisions.get(other));
                    row.put(other.map_or(-1, |other| other.role as i16));
                    row.put(other.map_or(-1, |other| i16::from(other.kept)));
                }
            }
        })
    }
}
