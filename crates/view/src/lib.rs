//! One file per question. Each answer is computed from the ledger, and
//! serialises to the JSON twin of its page.
//!
//! In memory spans count bytes; what an answer serialises counts code points
//! ([`OnText`] sees to it).

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod add; // the way in: a page, its reading and its links
mod claim; // who said it, who else, how many stand behind it
mod conflicts; // which figures differ, and who gave which
mod document; // the page, its text and what was read there
mod documents; // which pages are held
pub mod export; // ways out
mod find; // which claims speak of this
mod history; // what changed, and when
mod on_text; // a datum and the text it stands on
mod preview; // what would a page be here
mod site; // what of a page is its site's own
mod speaker; // what is a speaker said to have said
mod story; // which pages belong together
mod why; // what shows it

pub use add::{add, link, relink};
pub use claim::{CarrierRow, ClaimView, Opposite, claim};
pub use conflicts::{Conflict, Scope, ValueGiven, conflicts};
pub use document::{ClaimOnPage, DocumentLink, DocumentView, Passage, document};
pub use documents::{Documents, documents};
pub use find::{Found, Note, Similar, find, parse};
pub use history::{Change, History, history};
pub use on_text::OnText;
pub use preview::preview;
pub use site::SiteView;
pub use speaker::{SpeakerView, speaker};
pub use story::{StoryClaim, StoryRow, StoryView, stories, story};
pub use why::{Exact, Step, Why, why};

use schema::Id;

/// Why a question got no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The ledger could not answer.
    #[error(transparent)]
    Ledger(#[from] ledger::Error),
    /// What came out could not be written.
    #[error("the export stopped: {0}; what was written so far is whole lines only up to there")]
    Output(#[from] std::io::Error),
    /// Nobody of that name speaks on a held page.
    #[error(
        "{name}: no held page names such a speaker; `selon find speaker:…` looks for parts of a name"
    )]
    NoSpeaker {
        /// The name asked for.
        name: String,
    },
    /// The id names a thing that this question is not about.
    #[error("{id}: this question is about {about}; `selon show {id}` tells what that is")]
    WrongKind {
        /// The id asked for.
        id: Id,
        /// What would have an answer.
        about: &'static str,
    },
}

/// An answer, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests;
