use super::documents;
use crate::Result;
use ledger::Ledger;
use schema::Id;
use schema::wire::{CodePoints, Line, lines};
use std::io::Write;

/// Which lines are written beside documents and claims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Entities, mentions, figures, times, places, events and notes.
    pub all: bool,
    /// Links, after all documents.
    pub links: bool,
    /// Reviews, after the claims of their document.
    pub reviews: bool,
}

/// Writes the contract: one JSON object a line, offsets in code points.
///
/// # Errors
/// If the ledger cannot be read or `out` not be written.
pub fn jsonl(ledger: &Ledger, only: Option<&Id>, which: Lines, out: &mut impl Write) -> Result<()> {
    let ids = documents(ledger, only)?;
    for id in &ids {
        let held = ledger.reading(id)?;
        for line in lines(&held.document, &held.reading, &held.engine, &held.knowledge, which.all) {
            put(out, &line)?;
        }
        if which.reviews {
            let points = CodePoints::of(&held.document.text);
            for claim in &held.reading.claims {
                for review in ledger.reviews_of(&claim.id)? {
                    put(out, &Line::Review(crate::claim::outward(review, &points)))?;
                }
            }
        }
    }
    if which.links {
        let mut links = ledger.document_links()?;
        links.extend(ledger.claim_links()?);
        if let Some(id) = only {
            let claims = ledger.claims_of(id)?;
            let own = |end: &Id| end == id || claims.iter().any(|claim| claim.id == *end);
            links.retain(|link| own(&link.from) || own(&link.to));
        }
        for link in links {
            put(out, &Line::Link(link))?;
        }
    }
    Ok(())
}

fn put(out: &mut impl Write, line: &Line) -> Result<()> {
    serde_json::to_writer(&mut *out, line).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
