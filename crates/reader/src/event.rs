//! Who did what.

use crate::sentence::Sentence;
use schema::Event;

pub(crate) fn event(_: &Sentence, _: &str) -> Option<Event> {
    None
}
