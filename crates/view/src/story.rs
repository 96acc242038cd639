use crate::claim::{group, links_among, stand_behind};
use crate::conflicts::{Conflict, Scope, conflicts};
use crate::{Result, claim};
use ledger::{ClaimRow, DocumentRow, Ledger};
use linker::Story;
use schema::{Id, Independence, Link};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Pages that belong together, in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryRow {
    /// The story, named after its earliest page.
    pub id: Id,
    /// The headline of its earliest page that has one.
    pub title: Option<String>,
    /// Its documents: dated ones first, the earliest first.
    pub documents: Vec<Id>,
    /// Their languages.
    pub languages: Vec<String>,
    /// Their outlets.
    pub outlets: Vec<String>,
    /// The day of the first that has one.
    pub from: Option<String>,
    /// The day of the last.
    pub to: Option<String>,
}

/// Pages that belong together. A way to look: it merges no origins.
#[derive(Clone, Debug, Serialize)]
pub struct StoryView {
    /// What the list shows of it.
    pub about: StoryRow,
    /// Its documents by row.
    pub documents: Vec<DocumentRow>,
    /// The links between them.
    pub links: Vec<Link>,
    /// What is said, once each, with how many stand behind it; the most carried first.
    pub claims: Vec<StoryClaim>,
    /// Figures that differ.
    pub conflicts: Vec<Conflict>,
}

/// A claim of a story.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StoryClaim {
    /// As the earliest page that carries it has it.
    pub claim: ClaimRow,
    /// All claims that say the same.
    pub carriers: Vec<Id>,
    /// How many stand behind it.
    pub independence: Independence,
    /// How many claims deny it.
    pub denials: u32,
}

/// Which pages belong together, the latest story first.
///
/// # Errors
/// If the ledger cannot be read.
pub fn stories(ledger: &Ledger) -> Result<Vec<StoryRow>> {
    let documents = newest(ledger)?;
    let mut rows: Vec<StoryRow> =
        found(ledger, &documents)?.into_iter().map(|story| row(story, &documents)).collect();
    rows.sort_by(|a, b| (&b.to, &a.id).cmp(&(&a.to, &b.id)));
    Ok(rows)
}

/// All about one story; its id may also be that of a document in it.
///
/// # Errors
/// If there is no such story, or the ledger cannot be read.
pub fn story(ledger: &Ledger, id: &Id) -> Result<StoryView> {
    let rows = stories(ledger)?;
    let about = rows
        .into_iter()
        .find(|row| row.id == *id || row.documents.contains(id))
        .ok_or_else(|| ledger::Error::Unknown { id: id.clone() })?;
    let documents = about
        .documents
        .iter()
        .map(|id| Ok(ledger.document_row(id)?))
        .collect::<Result<Vec<_>>>()?;
    let inside: BTreeSet<&Id> = about.documents.iter().collect();
    let links = ledger.document_links()?;
    let links: Vec<Link> = links
        .into_iter()
        .filter(|link| inside.contains(&link.from) && inside.contains(&link.to))
        .collect();
    Ok(StoryView {
        claims: claims(ledger, &about)?,
        conflicts: conflicts(ledger, &Scope::Story(about.id.clone()))?,
        about,
        documents,
        links,
    })
}

/// The story that a document is in.
pub(crate) fn of_document(ledger: &Ledger, id: &Id) -> Result<Option<StoryRow>> {
    Ok(stories(ledger)?.into_iter().find(|row| row.documents.contains(id)))
}

/// The documents of the same story in another language than `language`.
pub(crate) fn in_other_languages(
    ledger: &Ledger,
    id: &Id,
    language: Option<&str>,
) -> Result<Vec<Id>> {
    let documents = newest(ledger)?;
    let story = found(ledger, &documents)?.into_iter().find(|story| story.documents.contains(id));
    let other = |id: &Id| {
        // Two pages whose language is not known were not compared either.
        documents
            .get(id)
            .is_some_and(|row| language.is_none() || row.language.as_deref() != language)
    };
    let ids = story.map(|story| story.documents).unwrap_or_default();
    Ok(ids.into_iter().filter(|near| near != id && other(near)).collect())
}

fn newest(ledger: &Ledger) -> Result<BTreeMap<Id, DocumentRow>> {
    let rows = ledger.documents()?.into_iter().filter(|row| row.superseded_by.is_none());
    Ok(rows.map(|row| (row.id.clone(), row)).collect())
}

fn found(ledger: &Ledger, documents: &BTreeMap<Id, DocumentRow>) -> Result<Vec<Story>> {
    let days: Vec<(Id, Option<String>)> =
        documents.values().map(|row| (row.id.clone(), row.published.clone())).collect();
    Ok(linker::stories(&days, &ledger.document_links()?))
}

fn row(story: Story, documents: &BTreeMap<Id, DocumentRow>) -> StoryRow {
    let rows: Vec<&DocumentRow> =
        story.documents.iter().filter_map(|id| documents.get(id)).collect();
    let different = |of: fn(&DocumentRow) -> Option<&String>| {
        let values: BTreeSet<&String> = rows.iter().filter_map(|row| of(row)).collect();
        values.into_iter().cloned().collect::<Vec<_>>()
    };
    let mut days: Vec<String> =
        rows.iter().filter_map(|row| Some(row.published.as_ref()?.get(..10)?.to_owned())).collect();
    days.sort();
    StoryRow {
        id: story.id,
        title: rows.iter().find_map(|row| row.title.clone()),
        languages: different(|row| row.language.as_ref()),
        outlets: different(|row| row.outlet.as_ref()),
        from: days.first().cloned(),
        to: days.last().cloned(),
        documents: story.documents,
    }
}

fn claims(ledger: &Ledger, about: &StoryRow) -> Result<Vec<StoryClaim>> {
    let mut seen: BTreeSet<Id> = BTreeSet::new();
    let mut claims = Vec::new();
    // The documents are in order, so the first claim of a group is its earliest.
    for document in &about.documents {
        for found in ledger.claims_of(document)? {
            if seen.contains(&found.id) {
                continue;
            }
            let group = group(ledger, &found.id)?;
            let links = links_among(ledger, &group)?;
            let denials =
                claim::opposites(ledger, &group, &[schema::Relation::Denies])?.len() as u32;
            claims.push(StoryClaim {
                claim: ledger.row_of(&found.id)?,
                independence: stand_behind(ledger, &group, &links)?,
                carriers: group.iter().cloned().collect(),
                denials,
            });
            seen.extend(group);
        }
    }
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.independence.pages));
    Ok(claims)
}
