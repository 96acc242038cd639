//! Claims and documents are compared: copies, reports, conflicts, origins.
//!
//! The only part that sees two documents. Each is first put into a [`Sketch`],
//! by itself; all that is decided about two is decided from their two sketches
//! alone, so the order in which pages come makes no difference.
//!
//! Pages in two languages are not compared word by word in this slice. Figures
//! in one slot, cited outlets and shared names are free of language, and are.
//!
//! ```
//! assert_eq!(linker::normalise("L’armée a libéré Петра", "fr"), linker::normalise("armee a libere Petra", "fr"));
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod claim; // two claims
mod direction; // which way a copy went
mod document; // two documents
mod independence; // how many stand behind a claim
mod index; // a document as it is looked up in comparing
mod normalise; // words, free of case, accents and script
mod pool; // many documents: who is compared with whom
mod sketch; // what is kept of one document
mod site; // what a site has on many of its pages
mod story; // documents to be looked at together

pub use claim::{UNIT_SHIFT, compare_claims, differing_figures, similarity};
pub use document::compare;
pub use independence::{Carrier, independence};
pub use normalise::{normalise, same_outlet, skeleton};
pub use pool::{link, link_new};
pub use site::{Furniture, SiteBlock, furniture, site_blocks};
pub use sketch::{Anchor, ClaimSketch, FigureSketch, Quote, Sketch, SketchSentence};
pub use story::{Story, days_between, stories};

#[cfg(test)]
mod tests;
