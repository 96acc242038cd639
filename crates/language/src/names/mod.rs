//! Persons, organisations, places and other names, found in raw text without a tree.
//!
//! A word is seen with its neighbours, its shape, the gazetteer and the words that stand
//! around names (`lexicon.rs`); weights that were learnt from named texts say which label the
//! words of a sentence have together. What a document calls a name twice agrees with itself.

mod bearer; // one person, many names
mod document; // one document, one use
mod feature; // what is seen of a word
mod gazetteer; // names that are known
mod kind; // newspapers, armies, ministries, buildings
mod lexicon; // words that stand around names
mod mention; // names on the words of trees
mod metonym; // a place that stands for who governs it
mod model; // weights, and the best labels of a sentence
#[cfg(test)]
mod tests;
#[cfg(feature = "train")]
pub mod train; // how the weights are learnt
mod unit; // tokens as names need them

pub use bearer::{Bearer, bearers};
pub use mention::mark_names;
pub use model::{Model, NamesError};

use crate::Token;
use schema::Span;
use std::fmt;
use unit::Unit;

/// A name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Where it stands, in bytes of the text. Articles, titles and possessive endings are
    /// outside, unless they are part of the name.
    pub span: Span,
    /// What bears it.
    pub label: Label,
    /// More of what bears it, if the lexicons tell.
    pub subtype: Option<Subtype>,
    /// Of a place: who is meant by it, if that is not the place.
    pub metonym: Option<Metonym>,
}

/// What bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// A person, a family, a handle.
    Person,
    /// A company, party, club, body, platform.
    Organisation,
    /// A country, town, region, river, building.
    Place,
    /// An event, work, law, prize, product.
    Other,
}

impl Label {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 4] = [Self::Person, Self::Organisation, Self::Place, Self::Other];

    /// As corpora write it: `PER`, `ORG`, `LOC`, `MISC`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Person => "PER",
            Self::Organisation => "ORG",
            Self::Place => "LOC",
            Self::Other => "MISC",
        }
    }

    /// The label that corpora write so.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|label| label.code() == code)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// More of what bears a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subtype {
    /// A newspaper, channel, agency, news site.
    Media,
    /// Armed forces, or an armed group.
    Armed,
    /// A government, ministry, parliament, court, agency of a state.
    Government,
    /// A building, street, square, pipeline.
    Facility,
}

impl Subtype {
    /// As corpora write it: `MEDIA`, `ARMED`, `GOV`, `FAC`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Media => "MEDIA",
            Self::Armed => "ARMED",
            Self::Government => "GOV",
            Self::Facility => "FAC",
        }
    }
}

/// Who is meant by the name of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metonym {
    /// Those who govern it.
    Government,
    /// A team, a market, a body that sits there.
    Organisation,
    /// Those who live there.
    People,
}

impl Metonym {
    /// As the gold set writes it: `GOV`, `ORG`, `PEOPLE`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Government => "GOV",
            Self::Organisation => "ORG",
            Self::People => "PEOPLE",
        }
    }
}

/// The names of a text, in order; none lies in another.
///
/// `tokens` and `sentences` are those of `text`, as [`crate::tokens`] and
/// [`crate::sentences`] cut it; spans are bytes of it. The time is linear in the text.
///
/// # Errors
/// If the weights are missing or damaged: the message names them and says how to make them anew.
pub fn names(
    text: &str,
    tokens: &[Token],
    sentences: &[Span],
    language: &str,
) -> Result<Vec<Name>, NamesError> {
    Ok(Model::shipped()?.names(text, tokens, sentences, language))
}

impl Model {
    /// The names of a text by these weights; see [`names`].
    pub fn names(
        &self,
        text: &str,
        tokens: &[Token],
        sentences: &[Span],
        language: &str,
    ) -> Vec<Name> {
        let sight = feature::Sight::of(language);
        let sentences: Vec<Vec<Unit>> = unit::cut(text, tokens, sentences, &sight);
        let seen: Vec<Vec<feature::Seen>> =
            sentences.iter().map(|units| sight.look(units, self)).collect();
        let mut rows = feature::Rows::default();
        let mut found: Vec<_> = seen
            .iter()
            .map(|seen| model::spans(&self.decode(&sight, seen, &mut rows), seen))
            .collect();
        document::agree(&seen, &mut found);
        let mut names = Vec::new();
        for ((units, seen), found) in sentences.iter().zip(&seen).zip(&found) {
            for (range, label) in found {
                let (first, last) = (units[range.start].span, units[range.end - 1].span);
                names.push(Name {
                    span: Span::new(first.start(), last.end()),
                    label: *label,
                    subtype: kind::subtype(seen, range.clone(), *label),
                    metonym: metonym::metonym(seen, range.clone(), *label),
                });
            }
        }
        names
    }
}
