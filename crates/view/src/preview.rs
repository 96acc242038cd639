use crate::add::sketches;
use crate::document::links;
use crate::site::site;
use crate::{ClaimOnPage, DocumentView, OnText, Result};
use ledger::{DocumentRow, Evidence, Ledger};
use linker::Sketch;
use schema::wire::CodePoints;
use schema::{Document, Found, Link, Reading};
use std::sync::Arc;

/// A page that is not in the ledger, as it would stand there: compared with all
/// that is held. Nothing is written, so that what tells of writing is empty.
///
/// # Errors
/// If the ledger cannot be read.
pub fn preview(
    ledger: &Ledger,
    document: Document,
    reading: Reading,
    engine: &str,
    knowledge: &str,
) -> Result<DocumentView> {
    let sketch = Sketch::of(&document, &reading);
    let mut held = sketches(ledger)?.all;
    // The same page may be held; it is no copy of itself.
    held.retain(|held| held.document != document.id);
    let found = linker::link_new(std::slice::from_ref(&sketch), &held);
    let of = |id: &schema::Id| -> Vec<Link> {
        found.iter().filter(|link| link.from == *id || link.to == *id).cloned().collect()
    };
    let points = Arc::new(CodePoints::of(&document.text));
    let links = links(ledger, &document, &sketch, of(&document.id))?;
    let about = row(&document, reading.claims.len(), engine, knowledge);
    let site = site(ledger, &document)?;
    let on_page = |claim: schema::Claim| {
        let links = of(&claim.id);
        let on_site = site.as_ref().and_then(|site| site.holds(&document, &claim));
        Ok(ClaimOnPage { on_site, ..ClaimOnPage::new(ledger, claim, &links, None, &points)? })
    };
    let claims = reading.claims.into_iter().map(on_page).collect::<Result<_>>()?;
    Ok(DocumentView {
        claims,
        site,
        notes: OnText::new(reading.notes, &points),
        evidence: Evidence {
            sha256: document.page.sha256.clone(),
            size: document.page.bytes,
            retrieved: document.page.retrieved.clone(),
            added: String::new(),
        },
        document: OnText::new(document, &points),
        versions: Vec::new(),
        story: None,
        unattached: Vec::new(),
        about,
        links,
    })
}

fn row(document: &Document, claims: usize, engine: &str, knowledge: &str) -> DocumentRow {
    let value = |found: &Option<Found<String>>| found.as_ref().map(|found| found.value.clone());
    DocumentRow {
        id: document.id.clone(),
        page: document.page.sha256.clone(),
        url: value(&document.url),
        whence: document.page.whence.clone(),
        outlet: value(&document.outlet),
        language: value(&document.language),
        title: value(&document.title),
        published: value(&document.published),
        modified: value(&document.modified),
        retrieved: document.page.retrieved.clone(),
        added: String::new(),
        engine: engine.to_owned(),
        knowledge: knowledge.to_owned(),
        claims: claims as u32,
        superseded_by: None,
    }
}
