use crate::{Claim, Entity, Event, Figure, Mention, Note, Place, Timex};
use serde::{Deserialize, Serialize};

/// All that one document yields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// What is said, in the order of the text.
    pub claims: Vec<Claim>,
    /// Who and what is named.
    pub entities: Vec<Entity>,
    /// Where.
    pub mentions: Vec<Mention>,
    /// Every quantity of the kept text, inside a claim or not.
    pub figures: Vec<Figure>,
    /// Every time.
    pub times: Vec<Timex>,
    /// Every place.
    pub places: Vec<Place>,
    /// Every event.
    pub events: Vec<Event>,
    /// What could not be made out.
    pub notes: Vec<Note>,
}
