use crate::add::hash;
use crate::entry::inward;
use crate::{Error, Ledger, Result};
use flate2::read::DeflateDecoder;
use rusqlite::{OptionalExtension, Params, Row};
use schema::{Claim, Document, Id, Reading};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::Read as _;

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    /// The document.
    pub id: Id,
    /// SHA-256 of its page.
    pub page: String,
    /// Where the page says it lives.
    pub url: Option<String>,
    /// The file or address it came from, as the user named it.
    pub whence: Option<String>,
    /// Who publishes it.
    pub outlet: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// As the page says it: `2023-05-31` or RFC 3339.
    pub published: Option<String>,
    /// As the page says it.
    pub modified: Option<String>,
    /// When the bytes were fetched, RFC 3339.
    pub retrieved: Option<String>,
    /// When this reading was written down, RFC 3339.
    pub added: String,
    /// The version of the engine that read it.
    pub engine: String,
    /// The digest of what the engine knew.
    pub knowledge: String,
    /// How many claims were read.
    pub claims: u32,
    /// The next document at the same address; none for the newest.
    pub superseded_by: Option<Id>,
}

/// A document with all that was read on it. Spans count bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldReading {
    /// The document.
    pub document: Document,
    /// What was read on it.
    pub reading: Reading,
    /// The version of the engine.
    pub engine: String,
    /// The digest of what the engine knew.
    pub knowledge: String,
}

/// What is kept of the bytes of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// SHA-256 of the bytes.
    pub sha256: String,
    /// How many bytes.
    pub size: u64,
    /// When they were fetched, RFC 3339.
    pub retrieved: Option<String>,
    /// When they came into the ledger, RFC 3339.
    pub added: String,
}

/// What is left of a page that was forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tombstone {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// What its documents were called.
    pub documents: Vec<Id>,
    /// When, RFC 3339.
    pub at: String,
    /// Who forgot it.
    pub by: String,
}

/// How much the ledger holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Counts {
    /// Documents, older versions counted too.
    pub documents: u64,
    pub claims: u64,
    pub figures: u64,
    pub links: u64,
    pub reviews: u64,
    pub forgotten: u64,
    pub entries: u64,
}

const ROW: &str = "SELECT id, page, url, whence, outlet, language, title, published, modified,
    retrieved, added, engine, knowledge,
    (SELECT count(*) FROM claim WHERE claim.document = document.id), superseded_by FROM document";

impl DocumentRow {
    fn of(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: Id::parse(&row.get::<_, String>(0)?),
            page: row.get(1)?,
            url: row.get(2)?,
            whence: row.get(3)?,
            outlet: row.get(4)?,
            language: row.get(5)?,
            title: row.get(6)?,
            published: row.get(7)?,
            modified: row.get(8)?,
            retrieved: row.get(9)?,
            added: row.get(10)?,
            engine: row.get(11)?,
            knowledge: row.get(12)?,
            claims: row.get(13)?,
            superseded_by: row.get::<_, Option<String>>(14)?.map(|id| Id::parse(&id)),
        })
    }
}

impl Ledger {
    /// All documents, the newest reading of each page; the latest published first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn documents(&self) -> Result<Vec<DocumentRow>> {
        self.document_rows("ORDER BY published IS NULL, published DESC, first_seq DESC", [])
    }

    /// One row of that list.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such document.
    pub fn document_row(&self, id: &Id) -> Result<DocumentRow> {
        let rows = self.document_rows("WHERE id = ?1", [id.as_str()])?;
        rows.into_iter().next().ok_or_else(|| Error::Unknown { id: id.clone() })
    }

    /// All documents at the address of this one, itself among them, the oldest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn versions_of(&self, id: &Id) -> Result<Vec<DocumentRow>> {
        self.document_rows(
            "WHERE id = ?1 OR address = (SELECT address FROM document WHERE id = ?1)
             ORDER BY first_seq",
            [id.as_str()],
        )
    }

    /// The document with its text. Spans count bytes.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such document.
    pub fn document(&self, id: &Id) -> Result<Document> {
        let json: Option<String> =
            self.one("SELECT json FROM document WHERE id = ?1", id.as_str())?;
        let json = json.ok_or_else(|| Error::Unknown { id: id.clone() })?;
        let document: Document = self.parsed(&json)?;
        let text = document.text.clone();
        Ok(inward(document, &text))
    }

    /// The document, its claims and whatever else was read. Spans count bytes.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such document.
    pub fn reading(&self, id: &Id) -> Result<HeldReading> {
        let row = self.document_row(id)?;
        let document = self.document(id)?;
        let rest: String =
            self.one("SELECT rest FROM document WHERE id = ?1", id.as_str())?.unwrap_or_default();
        let rest: Reading = inward(self.parsed(&rest)?, &document.text);
        let reading = Reading { claims: self.claims_in(&document)?, ..rest };
        Ok(HeldReading { document, reading, engine: row.engine, knowledge: row.knowledge })
    }

    /// The claims of a document in the order of its text. Spans count bytes.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such document.
    pub fn claims_of(&self, document: &Id) -> Result<Vec<Claim>> {
        self.claims_in(&self.document(document)?)
    }

    /// One claim. Spans count bytes.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such claim.
    pub fn claim(&self, id: &Id) -> Result<Claim> {
        let unknown = || Error::Unknown { id: id.clone() };
        let json: Option<String> = self.one("SELECT json FROM claim WHERE id = ?1", id.as_str())?;
        let claim: Claim = self.parsed(&json.ok_or_else(unknown)?)?;
        let text: Option<String> =
            self.one("SELECT text FROM document WHERE id = ?1", claim.document.as_str())?;
        Ok(inward(claim, &text.ok_or_else(unknown)?))
    }

    /// The bytes of the page of a document, as they came.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such document, [`Error::Damaged`] if
    /// the bytes no longer have their hash.
    pub fn page_bytes(&self, document: &Id) -> Result<Vec<u8>> {
        let sql = "SELECT deflated, sha256, size FROM page
                   WHERE sha256 = (SELECT page FROM document WHERE id = ?1)";
        let found = self
            .db
            .query_row(sql, [document.as_str()], |row| {
                Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?))
            })
            .optional()
            .map_err(|error| self.told(error))?;
        let (deflated, sha256, size) =
            found.ok_or_else(|| Error::Unknown { id: document.clone() })?;
        let mut bytes = Vec::new();
        // One byte more than was written: a damaged stream may not fill the memory.
        let limit = u64::try_from(size).unwrap_or(0).saturating_add(1);
        let read = DeflateDecoder::new(deflated.as_slice()).take(limit).read_to_end(&mut bytes);
        if read.is_err() || hash(&bytes) != sha256 {
            return Err(self.damaged(format!("the bytes of page {sha256} are not those that came")));
        }
        Ok(bytes)
    }

    /// What is kept of the bytes of a document's page.
    ///
    /// # Errors
    /// [`Error::Unknown`] if there is no such document.
    pub fn evidence(&self, document: &Id) -> Result<Evidence> {
        let sql = "SELECT sha256, size, retrieved, added FROM page
                   WHERE sha256 = (SELECT page FROM document WHERE id = ?1)";
        let evidence = |row: &Row<'_>| {
            Ok(Evidence {
                sha256: row.get(0)?,
                size: row.get::<_, i64>(1)?.unsigned_abs(),
                retrieved: row.get(2)?,
                added: row.get(3)?,
            })
        };
        let found = self.db.query_row(sql, [document.as_str()], evidence).optional();
        found
            .map_err(|error| self.told(error))?
            .ok_or_else(|| Error::Unknown { id: document.clone() })
    }

    /// What is left of forgotten pages, the oldest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn tombstones(&self) -> Result<Vec<Tombstone>> {
        let sql = "SELECT sha256, documents, at, actor FROM tombstone ORDER BY at, sha256";
        let rows: Vec<[String; 4]> =
            self.rows(sql, [], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?]))?;
        rows.into_iter()
            .map(|[sha256, documents, at, by]| {
                Ok(Tombstone { sha256, documents: self.parsed(&documents)?, at, by })
            })
            .collect()
    }

    /// How much there is.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        let count = |table: &str| -> Result<u64> {
            let sql = format!("SELECT count(*) FROM {table}");
            let n: i64 =
                self.db.query_row(&sql, [], |row| row.get(0)).map_err(|error| self.told(error))?;
            Ok(n.unsigned_abs())
        };
        Ok(Counts {
            documents: count("document")?,
            claims: count("claim")?,
            figures: count("figure")?,
            links: count("link")?,
            reviews: count("review")?,
            forgotten: count("tombstone")?,
            entries: count("entry")?,
        })
    }

    fn claims_in(&self, document: &Document) -> Result<Vec<Claim>> {
        let sql = "SELECT json FROM claim WHERE document = ?1 ORDER BY position";
        let rows: Vec<String> = self.rows(sql, [document.id.as_str()], |row| row.get(0))?;
        let claims = rows.iter().map(|json| self.parsed(json)).collect::<Result<Vec<Claim>>>()?;
        Ok(inward(claims, &document.text))
    }

    fn document_rows(&self, which: &str, values: impl Params) -> Result<Vec<DocumentRow>> {
        self.rows(&format!("{ROW} {which}"), values, DocumentRow::of)
    }

    /// Every row that `sql` gives.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        values: impl Params,
        of: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.db.prepare_cached(sql).map_err(|error| self.told(error))?;
        let rows = statement.query_map(values, of).and_then(Iterator::collect);
        rows.map_err(|error| self.told(error))
    }

    /// The one text that `sql` gives for `value`, if it gives one.
    pub(crate) fn one(&self, sql: &str, value: &str) -> Result<Option<String>> {
        let found = self.db.prepare_cached(sql).and_then(|mut statement| {
            statement.query_row([value], |row| row.get::<_, String>(0)).optional()
        });
        found.map_err(|error| self.told(error))
    }

    /// JSON that the ledger wrote.
    pub(crate) fn parsed<T: DeserializeOwned>(&self, json: &str) -> Result<T> {
        serde_json::from_str(json).map_err(|error| self.damaged(error))
    }
}
