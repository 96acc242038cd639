//! Where: names of places.

use crate::sentence::Sentence;
use schema::Place;

pub(crate) fn places(_: &Sentence, _: &str) -> Vec<Place> {
    Vec::new()
}

pub(crate) fn is_capital_or_country(_: &str, _: &str) -> Option<String> {
    None
}
