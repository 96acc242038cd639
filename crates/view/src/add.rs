use crate::Result;
use crate::site::keep_sites;
use ledger::{Added, Addition, Ledger};
use linker::Sketch;
use schema::{Document, Id, Reading};
use std::collections::BTreeSet;

/// Writes a page and its reading into the ledger, with its contents in the form
/// in which they are searched. [`link`] or [`relink`] then compares it. `file` is
/// the absolute path where it lies, if it is a file.
///
/// # Errors
/// As [`Ledger::add`].
#[allow(clippy::too_many_arguments)]
pub fn add(
    ledger: &mut Ledger,
    page_bytes: &[u8],
    document: &Document,
    reading: &Reading,
    file: Option<&str>,
    engine: &str,
    knowledge: &str,
    at: &str,
    force: bool,
) -> Result<Added> {
    let language = document.language_code().unwrap_or("");
    let normalise = |claim: &schema::Claim| linker::normalise(&claim.content.text, language);
    let normalised: Vec<String> = reading.claims.iter().map(normalise).collect();
    let normalised = normalised.as_slice();
    let addition =
        Addition { page_bytes, document, reading, file, normalised, engine, knowledge, at, force };
    Ok(ledger.add(&addition)?)
}

/// Compares the documents of `new`, and all that were not compared yet, with each
/// other and with all that is held. How many links were found.
///
/// A run that is interrupted between adding and this leaves nothing out: the
/// next one finds what is missing.
///
/// # Errors
/// If the ledger cannot be read or written.
pub fn link(ledger: &mut Ledger, new: &[Id]) -> Result<usize> {
    keep_sites(ledger)?;
    let Sketches { all, made } = sketches(ledger)?;
    let new: BTreeSet<&Id> = new.iter().chain(made.iter().map(|(id, _)| id)).collect();
    let (new, held): (Vec<Sketch>, Vec<Sketch>) =
        all.into_iter().partition(|sketch| new.contains(&sketch.document));
    let links = linker::link_new(&new, &held);
    ledger.add_links(&links)?;
    // Last: a document whose sketch is kept has been compared.
    ledger.put_sketches(&made)?;
    Ok(links.len())
}

/// Compares everything again. How many links were found.
///
/// # Errors
/// If the ledger cannot be read or written.
pub fn relink(ledger: &mut Ledger) -> Result<usize> {
    keep_sites(ledger)?;
    let Sketches { all, made } = sketches(ledger)?;
    let links = linker::link(&all);
    ledger.replace_links(&links)?;
    ledger.put_sketches(&made)?;
    Ok(links.len())
}

/// The sketches of the newest document at each address, in the order of their ids.
pub(crate) struct Sketches {
    pub(crate) all: Vec<Sketch>,
    /// Those that were not kept, to be kept once they have been compared.
    made: Vec<(Id, String)>,
}

pub(crate) fn sketches(ledger: &Ledger) -> Result<Sketches> {
    let mut all = Vec::new();
    let mut made = Vec::new();
    for row in ledger.documents()?.into_iter().filter(|row| row.superseded_by.is_none()) {
        match kept(ledger, &row.id)? {
            Some(sketch) => all.push(sketch),
            None => {
                let held = ledger.reading(&row.id)?;
                let sketch = Sketch::of(&held.document, &held.reading);
                made.push((row.id, serde_json::to_string(&sketch).unwrap_or_default()));
                all.push(sketch);
            }
        }
    }
    all.sort_by(|a, b| a.document.cmp(&b.document));
    Ok(Sketches { all, made })
}

/// The sketch of a document, made if it is not kept.
pub(crate) fn sketch(ledger: &Ledger, id: &Id) -> Result<Sketch> {
    if let Some(sketch) = kept(ledger, id)? {
        return Ok(sketch);
    }
    let held = ledger.reading(id)?;
    Ok(Sketch::of(&held.document, &held.reading))
}

/// The kept sketch. One of another shape (an older engine's) counts as none.
fn kept(ledger: &Ledger, id: &Id) -> Result<Option<Sketch>> {
    Ok(ledger.sketch(id)?.and_then(|json| serde_json::from_str(&json).ok()))
}
