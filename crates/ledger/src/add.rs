use crate::entry::{self, Written};
use crate::{Error, Ledger, Result};
use flate2::{Compression, write::DeflateEncoder};
use rusqlite::{OptionalExtension, params};
use schema::{Document, Id, Reading};
use sha2::{Digest, Sha256};
use std::io::Write as _;

/// A page that comes in, with what was read on it.
#[derive(Clone, Copy, Debug)]
pub struct Addition<'a> {
    /// The page as it came.
    pub page_bytes: &'a [u8],
    /// The page opened. Its `page.sha256` must be that of the bytes.
    pub document: &'a Document,
    /// What was read on it.
    pub reading: &'a Reading,
    /// The absolute path of the file that it came from, if it did: the address
    /// of a page that names none.
    pub file: Option<&'a str>,
    /// For each claim its content in the form in which it is also searched
    /// (folded, romanised); the ledger makes none of its own.
    pub normalised: &'a [String],
    /// The version of the engine that read.
    pub engine: &'a str,
    /// The digest of what the engine knew.
    pub knowledge: &'a str,
    /// Now, RFC 3339.
    pub at: &'a str,
    /// Whether a page that was forgotten may come in again.
    pub force: bool,
}

/// What became of a page that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not held before.
    New,
    /// It is held, read by the same engine with the same knowledge: nothing was written.
    Same,
    /// Another page was held at its address. That one is kept.
    Version {
        /// The newest document at the address so far.
        previous: Id,
    },
    /// The page was held, and was read again by another engine or with other knowledge.
    Reread {
        /// The document as it was called.
        previous: Id,
    },
}

impl Ledger {
    /// Whether this page is held, read by this engine with this knowledge. `carrier`
    /// is its address, or what else tells it from the same bytes elsewhere.
    ///
    /// Asked before reading, it saves the work of a run that is taken up again.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn holds(
        &self,
        sha256: &str,
        carrier: Option<&str>,
        engine: &str,
        knowledge: &str,
    ) -> Result<bool> {
        // A page that tells its address itself has no carrier.
        let sql = "SELECT EXISTS (SELECT 1 FROM document
                   WHERE page = ?1 AND engine = ?2 AND knowledge = ?3
                   AND ?4 IN (carrier, json_extract(json, '$.page.address')))";
        self.db
            .query_row(sql, [sha256, engine, knowledge, carrier.unwrap_or("")], |row| row.get(0))
            .map_err(|error| self.told(error))
    }

    /// Writes one page and its reading down, whole or not at all.
    ///
    /// # Errors
    /// [`Error::Forgotten`] if the page was forgotten and `force` is not set;
    /// [`Error::Unfit`] if the parts do not belong together; else if the file
    /// cannot be written.
    pub fn add(&mut self, addition: &Addition<'_>) -> Result<Added> {
        let Addition { document, reading, engine, knowledge, at, .. } = *addition;
        let page = document.page.sha256.as_str();
        fits(addition)?;
        let path = self.path.clone();
        let told = |error| Error::told(&path, error);
        let step = self.begin()?;

        let text = |sql: &str, values: &[&str]| {
            step.query_row(sql, rusqlite::params_from_iter(values), |row| row.get::<_, String>(0))
                .optional()
                .map_err(told)
        };
        if let Some(at) = text("SELECT at FROM tombstone WHERE sha256 = ?1", &[page])?
            && !addition.force
        {
            return Err(Error::Forgotten { sha256: page.to_owned(), at });
        }
        let carrier = document.page.carrier.as_deref().unwrap_or("");
        let same = "SELECT id FROM document WHERE page = ?1 AND carrier = ?2
                    AND engine = ?3 AND knowledge = ?4";
        if text(same, &[page, carrier, engine, knowledge])?.is_some() {
            return Ok(Added::Same);
        }
        let address = entry::address(document, addition.file);
        let held = format!("SELECT id FROM document WHERE {}", entry::SAME);
        let held = text(&held, &[page, carrier, address.unwrap_or("")])?;
        let older = match address {
            Some(address) => text(
                "SELECT id FROM document WHERE address = ?1 AND page <> ?2
                 ORDER BY first_seq DESC LIMIT 1",
                &[address, page],
            )?,
            None => None,
        };

        let (document_out, reading_out) = entry::outward(document, reading);
        let written = Written {
            engine: engine.to_owned(),
            knowledge: knowledge.to_owned(),
            file: addition.file.map(str::to_owned),
            document: document_out,
            reading: reading_out,
            normalised: addition.normalised.to_vec(),
        };
        let write = || -> rusqlite::Result<()> {
            let payload = serde_json::to_string(&written).map_err(entry::unreadable)?;
            step.execute(
                "INSERT INTO page (sha256, size, retrieved, added, deflated)
                 SELECT ?1, ?2, ?3, ?4, ?5
                 WHERE NOT EXISTS (SELECT 1 FROM page WHERE sha256 = ?1)",
                params![
                    page,
                    addition.page_bytes.len() as i64,
                    document.page.retrieved,
                    at,
                    deflate(addition.page_bytes),
                ],
            )?;
            entry::write(&step, at, engine, "reading", page, payload)
        };
        write().map_err(told)?;
        step.commit().map_err(told)?;
        Ok(match (held, older) {
            (Some(previous), _) => Added::Reread { previous: Id::parse(&previous) },
            (None, Some(previous)) => Added::Version { previous: Id::parse(&previous) },
            (None, None) => Added::New,
        })
    }
}

/// Whether the bytes, the document and its reading belong together.
fn fits(addition: &Addition<'_>) -> Result<()> {
    let Addition { document, reading, normalised, .. } = *addition;
    let sha256 = document.page.sha256.as_str();
    let unfit = |what: &str| Err(Error::Unfit { sha256: sha256.to_owned(), what: what.to_owned() });
    if hash(addition.page_bytes) != sha256 {
        return unfit("its bytes have another hash than the document says");
    }
    if normalised.len() != reading.claims.len() {
        return unfit("there is not one normalised text for each claim");
    }
    if reading.claims.iter().any(|claim| claim.document != document.id) {
        return unfit("a claim names another document");
    }
    Ok(())
}

/// SHA-256 in hex.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail; an empty answer would be seen by its hash.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}
