//! Ways out: what the ledger holds, for other programs.

mod csv; // one row a claim, for tables
mod jsonl; // the contract
mod web_annotation; // W3C Web Annotation

pub use csv::{COLUMNS, claim_rows, csv};
pub use jsonl::{Lines, jsonl};
pub use web_annotation::web_annotation;

use crate::Result;
use ledger::Ledger;
use schema::Id;

/// The newest document at each address, in the order of their ids; or the given one.
fn documents(ledger: &Ledger, only: Option<&Id>) -> Result<Vec<Id>> {
    if let Some(id) = only {
        return Ok(vec![ledger.document_row(id)?.id]);
    }
    let rows = ledger.documents()?.into_iter().filter(|row| row.superseded_by.is_none());
    let mut ids: Vec<Id> = rows.map(|row| row.id).collect();
    ids.sort();
    Ok(ids)
}
