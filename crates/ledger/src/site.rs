use crate::entry::host;
use crate::{Error, Ledger, Result};
use rusqlite::params;
use schema::{Document, Id};

impl Ledger {
    /// The documents, each page in its newest version, whose blocks were not put
    /// here yet.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn without_site(&self) -> Result<Vec<Id>> {
        let sql = "SELECT id FROM document WHERE superseded_by IS NULL
                   AND id NOT IN (SELECT document FROM site) ORDER BY first_seq";
        self.rows(sql, [], |row| Ok(Id::parse(&row.get::<_, String>(0)?)))
    }

    /// Keeps by which blocks a document is compared with the other pages of its site.
    ///
    /// These are no entries: they can be derived again at any time.
    ///
    /// # Errors
    /// If the file cannot be written; then none was.
    pub fn put_site(&mut self, document: &Document, blocks: &[Id]) -> Result<()> {
        let path = self.path.clone();
        let told = |error| Error::told(&path, error);
        let host = host(document);
        let id = document.id.as_str();
        let step = self.begin()?;
        let write = || -> rusqlite::Result<()> {
            step.prepare_cached("INSERT OR REPLACE INTO site (document, host) VALUES (?1, ?2)")?
                .execute(params![id, host])?;
            step.prepare_cached("DELETE FROM site_block WHERE document = ?1")?.execute([id])?;
            let Some(host) = &host else { return Ok(()) };
            let sql =
                "INSERT OR IGNORE INTO site_block (host, block, document) VALUES (?1, ?2, ?3)";
            let mut insert = step.prepare_cached(sql)?;
            for block in blocks {
                insert.execute([host, block.as_str(), id])?;
            }
            Ok(())
        };
        write().map_err(told)?;
        step.commit().map_err(told)
    }

    /// How many other pages of the site of `document` are held, and on how many of
    /// them each of `blocks` stands; nothing where it has no site. The document need
    /// not be held.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn on_site(&self, document: &Document, blocks: &[&Id]) -> Result<Option<OnSite>> {
        let Some(host) = host(document) else { return Ok(None) };
        let id = document.id.as_str();
        let told = |error| self.told(error);
        let pages = "SELECT count(*) FROM site WHERE host = ?1 AND document <> ?2";
        let pages =
            self.db.query_row(pages, [host.as_str(), id], |row| row.get(0)).map_err(told)?;
        let mut on = Vec::new();
        let sql = "SELECT count(*) FROM site_block
                   WHERE host = ?1 AND block = ?2 AND document <> ?3";
        let mut count = self.db.prepare_cached(sql).map_err(told)?;
        for block in blocks {
            let values = [host.as_str(), block.as_str(), id];
            on.push(count.query_row(values, |row| row.get(0)).map_err(told)?);
        }
        Ok(Some(OnSite { host, pages, on }))
    }
}

/// What other pages of a site have of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnSite {
    /// The site's host, in small letters and without `www.`.
    pub host: String,
    /// How many others there are.
    pub pages: u32,
    /// On how many of them each block stands, in the order in which was asked.
    pub on: Vec<u32>,
}
