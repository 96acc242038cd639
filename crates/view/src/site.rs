use crate::Result;
use ledger::Ledger;
use linker::{Furniture, SiteBlock};
use schema::{Claim, Document, Id};
use serde::Serialize;

/// What of a document stands on many pages of its site. It hides and changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SiteView {
    /// The site's host.
    pub host: String,
    /// How many of its pages are held, this one counted.
    pub pages: u32,
    /// The kept blocks of this document that are the site's furniture.
    pub furniture: Vec<Furniture>,
}

/// What of a document is its site's furniture; nothing where it has no address on
/// the web.
///
/// # Errors
/// If the ledger cannot be read.
pub(crate) fn site(ledger: &Ledger, document: &Document) -> Result<Option<SiteView>> {
    let blocks = linker::site_blocks(document);
    let keys: Vec<&Id> = blocks.iter().map(|block| &block.key).collect();
    let Some(others) = ledger.on_site(document, &keys)? else { return Ok(None) };
    let pages = others.pages + 1;
    let on = others.on.iter().map(|on| on + 1);
    let counted: Vec<(SiteBlock, u32)> = blocks.iter().cloned().zip(on).collect();
    let furniture = linker::furniture(document, pages, &counted);
    Ok(Some(SiteView { host: others.host, pages, furniture }))
}

impl SiteView {
    /// On how many pages of the site the words of `claim` stand, if they stand in its
    /// furniture.
    pub(crate) fn holds(&self, document: &Document, claim: &Claim) -> Option<u32> {
        let words = claim.content.spans.first()?;
        let holds = |it: &&Furniture| {
            document.blocks.get(it.block).is_some_and(|block| block.span.contains(*words))
        };
        self.furniture.iter().find(holds).map(|it| it.pages)
    }
}

/// Keeps of each document that has come in by which blocks it is compared with its
/// site.
///
/// # Errors
/// If the ledger cannot be read or written.
pub(crate) fn keep_sites(ledger: &mut Ledger) -> Result<()> {
    for id in ledger.without_site()? {
        let document = ledger.document(&id)?;
        let blocks = linker::site_blocks(&document).into_iter().map(|block| block.key);
        ledger.put_site(&document, &blocks.collect::<Vec<Id>>())?;
    }
    Ok(())
}
