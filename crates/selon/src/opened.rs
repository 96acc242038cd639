//! A page, opened and read: what every command and every web page begins with.

use ledger::{Added, Ledger};
use page::Page;
use schema::wire::Line;
use schema::{Document, Reading};

/// A page with its document and what was read on it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The page as it came.
    pub bytes: Vec<u8>,
    /// The page opened.
    pub document: Document,
    /// What was read on it.
    pub reading: Reading,
}

/// Opens a page and reads it.
///
/// # Errors
/// If there is nothing to read in it.
pub fn open(page: Page) -> Result<Opened, page::Error> {
    let document = page::open(&page)?;
    let reading = reader::read(&document);
    Ok(Opened { bytes: page.bytes, document, reading })
}

impl Opened {
    /// Writes it into the ledger at the time `at`; [`view::link`] then compares it.
    ///
    /// # Errors
    /// If it was forgotten and `force` is not set, or the ledger cannot be written.
    pub fn add(&self, ledger: &mut Ledger, at: &str, force: bool) -> view::Result<Added> {
        let knowledge = knowledge::digest();
        let engine = reader::ENGINE;
        let Self { bytes, document, reading } = self;
        view::add(ledger, bytes, document, reading, engine, knowledge, at, force)
    }

    /// The lines of the contract; with `all` whatever else was read.
    pub fn lines(&self, all: bool) -> Vec<Line> {
        let (document, reading) = (&self.document, &self.reading);
        schema::wire::lines(document, reading, reader::ENGINE, knowledge::digest(), all)
    }
}
