use crate::claim::{group, opposites};
use crate::{Error, Result, story};
use ledger::{ClaimRow, DocumentRow, Ledger};
use schema::{Id, Link, Relation, Review};
use serde::Serialize;
use std::collections::BTreeSet;

/// What changed, and when, the earliest first. What has no date comes last.
#[derive(Clone, Debug, Serialize)]
pub struct History {
    /// What was asked about.
    pub id: Id,
    /// What changed.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The day or time, as the page or the ledger gives it.
    pub at: Option<String>,
    /// What sort of change: `carried`, `denied`, `conflicts`, `revised`, `version`,
    /// `appeared`, `disappeared`, `reviewed`.
    pub what: &'static str,
    /// The claim that it is about.
    pub claim: Option<ClaimRow>,
    /// The document that it is about.
    pub document: Option<DocumentRow>,
    /// The link that shows it.
    pub link: Option<Link>,
    /// The review.
    pub review: Option<Review>,
}

impl Change {
    fn new(at: Option<String>, what: &'static str) -> Self {
        Self { at, what, claim: None, document: None, link: None, review: None }
    }
}

/// What changed: of a claim (who carried, denied or revised it), of a document
/// (its versions, and which claims came and went), or of a story.
///
/// # Errors
/// If the id names nothing, or nothing that has a history.
pub fn history(ledger: &Ledger, id: &Id) -> Result<History> {
    let mut changes = match id.letter() {
        Some('c') => of_claim(ledger, id)?,
        Some('d') => of_document(ledger, id)?,
        Some('s') => of_story(ledger, id)?,
        _ => {
            let about = "a claim (c:), a document (d:) or a story (s:)";
            return Err(Error::WrongKind { id: id.clone(), about });
        }
    };
    changes.sort_by_key(|change| (change.at.is_none(), change.at.clone()));
    Ok(History { id: id.clone(), changes })
}

fn of_claim(ledger: &Ledger, id: &Id) -> Result<Vec<Change>> {
    ledger.row_of(id)?;
    let group = group(ledger, id)?;
    let mut changes = Vec::new();
    for carrier in &group {
        let row = ledger.row_of(carrier)?;
        changes.push(Change { claim: Some(row.clone()), ..Change::new(row.published, "carried") });
    }
    for (relation, what) in [
        (Relation::Denies, "denied"),
        (Relation::Conflicts, "conflicts"),
        (Relation::Revises, "revised"),
    ] {
        for opposite in opposites(ledger, &group, &[relation])? {
            let at = opposite.claim.published.clone();
            changes.push(Change {
                claim: Some(opposite.claim),
                link: Some(opposite.link),
                ..Change::new(at, what)
            });
        }
    }
    let claim = ledger.claim(id)?;
    let points = schema::wire::CodePoints::of(&ledger.document(&claim.document)?.text);
    for review in ledger.reviews_of(id)? {
        let review = crate::claim::outward(review, &points);
        changes.push(Change {
            review: Some(review.clone()),
            ..Change::new(Some(review.at), "reviewed")
        });
    }
    Ok(changes)
}

fn of_document(ledger: &Ledger, id: &Id) -> Result<Vec<Change>> {
    ledger.document_row(id)?;
    let mut changes = Vec::new();
    let mut before: Option<Vec<ClaimRow>> = None;
    for version in ledger.versions_of(id)? {
        let at =
            version.modified.clone().or(version.published.clone()).or(version.retrieved.clone());
        let claims = ledger
            .claims_of(&version.id)?
            .iter()
            .map(|claim| Ok(ledger.row_of(&claim.id)?))
            .collect::<Result<Vec<_>>>()?;
        changes.push(Change { document: Some(version), ..Change::new(at.clone(), "version") });
        if let Some(before) = before {
            // Said by the same speaker in the same words: the same, wherever it stands.
            let key = |row: &ClaimRow| (row.content.clone(), row.speaker.clone());
            let (old, new): (BTreeSet<_>, BTreeSet<_>) =
                (before.iter().map(key).collect(), claims.iter().map(key).collect());
            for (rows, other, what) in [(&before, &new, "disappeared"), (&claims, &old, "appeared")]
            {
                for row in rows.iter().filter(|row| !other.contains(&key(row))) {
                    changes
                        .push(Change { claim: Some(row.clone()), ..Change::new(at.clone(), what) });
                }
            }
        }
        before = Some(claims);
    }
    Ok(changes)
}

fn of_story(ledger: &Ledger, id: &Id) -> Result<Vec<Change>> {
    let view = story::story(ledger, id)?;
    let mut changes: Vec<Change> = view
        .documents
        .into_iter()
        .map(|row| Change {
            at: row.published.clone(),
            document: Some(row),
            ..Change::new(None, "appeared")
        })
        .collect();
    for link in view.conflicts.iter().flat_map(|conflict| &conflict.links) {
        let row = ledger.row_of(&link.from)?;
        let what = if link.relation == Relation::Revises { "revised" } else { "conflicts" };
        changes.push(Change {
            claim: Some(row.clone()),
            link: Some(link.clone()),
            ..Change::new(row.published, what)
        });
    }
    Ok(changes)
}
