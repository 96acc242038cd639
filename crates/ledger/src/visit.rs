use crate::{Ledger, Result};
use rusqlite::{OptionalExtension, params};

/// What a site said of a page when it was fetched, so that it need not be sent
/// again while it is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// The address, as it was asked for.
    pub address: String,
    /// When, RFC 3339.
    pub at: String,
    /// The site's name for these bytes (`ETag`).
    pub etag: Option<String>,
    /// When the site changed them last, in its words (`Last-Modified`).
    pub last_modified: Option<String>,
    /// SHA-256 of the bytes that came.
    pub page: String,
}

impl Ledger {
    /// The last visit to `address`, if the page that came then is held as `engine`
    /// and `knowledge` read it.
    ///
    /// # Errors
    /// If the ledger cannot be read.
    pub fn visit(&self, address: &str, engine: &str, knowledge: &str) -> Result<Option<Visit>> {
        let sql = "SELECT address, at, etag, last_modified, page FROM visit WHERE address = ?1
                   AND EXISTS (SELECT 1 FROM document WHERE document.page = visit.page
                               AND engine = ?2 AND knowledge = ?3)";
        let found = self.db.query_row(sql, [address, engine, knowledge], |row| {
            Ok(Visit {
                address: row.get(0)?,
                at: row.get(1)?,
                etag: row.get(2)?,
                last_modified: row.get(3)?,
                page: row.get(4)?,
            })
        });
        found.optional().map_err(|error| self.told(error))
    }

    /// Writes down a visit, in the place of an earlier one to the same address.
    ///
    /// # Errors
    /// If the ledger cannot be written.
    pub fn put_visit(&mut self, visit: &Visit) -> Result<()> {
        let Visit { address, at, etag, last_modified, page } = visit;
        let sql = "INSERT OR REPLACE INTO visit (address, at, etag, last_modified, page)
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let written = self.db.execute(sql, params![address, at, etag, last_modified, page]);
        written.map(|_| ()).map_err(|error| self.told(error))
    }
}
