use crate::entry::{self, Erased, unreadable};
use crate::{Error, Ledger, Result};
use schema::Id;
use serde::Serialize;

/// What was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Forgotten {
    /// SHA-256 of the page: all that is left of it.
    pub sha256: String,
    /// What its documents were called.
    pub documents: Vec<Id>,
    /// How many claims went with it.
    pub claims: u32,
    /// Other versions at the same address. They are still held.
    pub other_versions: Vec<Id>,
    /// Whether the file was cleaned as well. If another program has the ledger
    /// open, old text may stay in the `-wal` file until that program ends.
    pub cleaned: bool,
}

impl Ledger {
    /// Erases the page of a document: bytes, text, claims, reviews, links, and
    /// what its entries hold. A tombstone with its hash stays. An older version
    /// that is the newest now has no links until the linker comes by.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such document; else if the file cannot
    /// be written, and then nothing was erased.
    pub fn forget(&mut self, document: &Id, by: &str, at: &str) -> Result<Forgotten> {
        let row = self.document_row(document)?;
        let versions = self.versions_of(document)?;
        let other_versions =
            versions.into_iter().filter(|other| other.page != row.page).map(|other| other.id);
        let other_versions: Vec<Id> = other_versions.collect();
        let page = row.page;
        let ids: Vec<String> =
            self.rows("SELECT id FROM document WHERE page = ?1 ORDER BY id", [&page], |row| {
                row.get(0)
            })?;
        let documents: Vec<Id> = ids.iter().map(|id| Id::parse(id)).collect();

        let path = self.path.clone();
        let told = |error| Error::told(&path, error);
        let step = self.begin()?;
        let erase = || -> rusqlite::Result<()> {
            step.execute("INSERT INTO forgetting (subject) VALUES (?1)", [&page])?;
            step.execute("UPDATE entry SET payload = '{}' WHERE subject = ?1", [&page])?;
            step.execute("DELETE FROM page WHERE sha256 = ?1", [&page])?;
            step.execute("DELETE FROM visit WHERE page = ?1", [&page])?;
            let erased = Erased { documents: documents.clone() };
            let payload = serde_json::to_string(&erased).map_err(unreadable)?;
            entry::write(&step, at, by, "forget", &page, payload)?;
            step.execute("DELETE FROM forgetting", [])?;
            // Deleting alone leaves words in the inner pages of the index.
            step.execute("INSERT INTO claim_words (claim_words) VALUES ('rebuild')", [])?;
            Ok(())
        };
        erase().map_err(told)?;
        step.commit().map_err(told)?;
        let cleaned = self.clean();
        Ok(Forgotten { sha256: page, documents, claims: row.claims, other_versions, cleaned })
    }

    /// Empties the write-ahead log and writes the file anew, so that nothing
    /// erased is left in either. Whether that could be done.
    fn clean(&self) -> bool {
        let checkpoint =
            || self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        let done = |busy: rusqlite::Result<i64>| matches!(busy, Ok(0));
        done(checkpoint()) && self.db.execute_batch("VACUUM").is_ok() && done(checkpoint())
    }
}
