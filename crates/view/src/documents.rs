use crate::Result;
use ledger::{Counts, DocumentRow, Ledger, Tombstone};
use serde::Serialize;

/// Which pages are held.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Documents {
    /// The newest document of each address, the latest published first.
    pub documents: Vec<DocumentRow>,
    /// How many older versions are held beside them.
    pub older_versions: usize,
    /// What was forgotten.
    pub forgotten: Vec<Tombstone>,
    /// How much the ledger holds.
    pub counts: Counts,
}

/// Which pages are held.
///
/// # Errors
/// If the ledger cannot be read.
pub fn documents(ledger: &Ledger) -> Result<Documents> {
    let (documents, older): (Vec<_>, Vec<_>) =
        ledger.documents()?.into_iter().partition(|row| row.superseded_by.is_none());
    Ok(Documents {
        documents,
        older_versions: older.len(),
        forgotten: ledger.tombstones()?,
        counts: ledger.counts()?,
    })
}
