//! What was read, linked and reviewed, written down in one SQLite file.
//!
//! The table `entry` only grows. Every reading and every review is an entry;
//! all that is asked of the ledger is answered from projections of them, and
//! [`Ledger::rebuild`] makes these again. `FORMAT.md` tells what each table
//! means to somebody who opens the file with `sqlite3`.
//!
//! ```
//! # fn main() -> Result<(), ledger::Error> {
//! let ledger = ledger::Ledger::in_memory()?;
//! assert_eq!(ledger.counts()?.documents, 0);
//! # Ok(()) }
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod add; // a page comes in
mod document; // what is held of a page
mod entry; // the list that only grows, and what is derived from it
mod error; // what can go wrong, told to people
mod find; // claims by words and facets
mod forget; // the one way out
mod link; // what the linker found
mod open; // the file
mod review; // a person's word
mod site; // which words stand on many pages of one site
mod visit; // what a site said when a page was fetched
mod steps; // the tables, version by version

pub use add::{Added, Addition};
pub use document::{Counts, DocumentRow, Evidence, HeldReading, Tombstone};
pub use entry::Entry;
pub use error::Error;
pub use find::{ClaimRow, FigureQuery, Query};
pub use forget::Forgotten;
pub use open::Ledger;
pub use site::OnSite;
pub use steps::VERSION;
pub use visit::Visit;

/// What went well, or what did not and what to do about it.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests;
