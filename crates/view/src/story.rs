use crate::claim::{group, links_among, stand_behind};
use crate::conflicts::{Conflict, Scope, conflicts};
use crate::site::site;
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
    /// How many claims more stand only in what a site has on many of its pages.
    pub on_site: u32,
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
    Ok(Together::of(ledger)?.rows())
}

/// All about one story; its id may also be that of a document in it.
///
/// # Errors
/// If there is no such story, or the ledger cannot be read.
pub fn story(ledger: &Ledger, id: &Id) -> Result<StoryView> {
    let together = Together::of(ledger)?;
    let about = together
        .rows()
        .into_iter()
        .find(|row| row.id == *id || row.documents.contains(id))
        .ok_or_else(|| ledger::Error::Unknown { id: id.clone() })?;
    let inside: BTreeSet<&Id> = about.documents.iter().collect();
    let links: Vec<Link> = together
        .links
        .iter()
        .filter(|link| inside.contains(&link.from) && inside.contains(&link.to))
        .cloned()
        .collect();
    let documents = about.documents.iter().filter_map(|id| together.documents.get(id)).cloned();
    let (claims, on_site) = claims(ledger, &together, &about)?;
    Ok(StoryView {
        documents: documents.collect(),
        claims,
        on_site,
        conflicts: conflicts(ledger, &Scope::Story(about.id.clone()))?,
        about,
        links,
    })
}

/// All stories, looked up once for an answer that asks for many.
pub(crate) struct Together {
    documents: BTreeMap<Id, DocumentRow>,
    links: Vec<Link>,
    stories: Vec<Story>,
}

impl Together {
    pub(crate) fn of(ledger: &Ledger) -> Result<Self> {
        let rows = ledger.documents()?.into_iter().filter(|row| row.superseded_by.is_none());
        let documents: BTreeMap<Id, DocumentRow> = rows.map(|row| (row.id.clone(), row)).collect();
        let links = ledger.document_links()?;
        let days: Vec<(Id, Option<String>)> =
            documents.values().map(|row| (row.id.clone(), row.published.clone())).collect();
        let stories = linker::stories(&days, &links);
        Ok(Self { documents, links, stories })
    }

    /// The story that a document is in.
    pub(crate) fn with(&self, id: &Id) -> Option<StoryRow> {
        let story = self.stories.iter().find(|story| story.documents.contains(id))?;
        Some(row(story.clone(), &self.documents))
    }

    /// The documents of the same story in another language than that of `id`.
    pub(crate) fn in_other_languages(&self, id: &Id) -> Vec<Id> {
        let language = |id: &Id| self.documents.get(id).and_then(|row| row.language.as_deref());
        let own = language(id);
        let story = self.stories.iter().find(|story| story.documents.contains(id));
        let near = story.into_iter().flat_map(|story| &story.documents);
        // Two pages whose language is not known were not compared either.
        near.filter(|near| *near != id && (own.is_none() || language(near) != own))
            .cloned()
            .collect()
    }

    fn rows(&self) -> Vec<StoryRow> {
        let stories = self.stories.iter().cloned();
        let mut rows: Vec<StoryRow> = stories.map(|story| row(story, &self.documents)).collect();
        rows.sort_by(|a, b| (&b.to, &a.id).cmp(&(&a.to, &b.id)));
        rows
    }
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

/// What is said, and how many claims are left out as a site's furniture.
fn claims(
    ledger: &Ledger,
    together: &Together,
    about: &StoryRow,
) -> Result<(Vec<StoryClaim>, u32)> {
    let mut seen: BTreeSet<Id> = BTreeSet::new();
    let mut of_sites: BTreeSet<Id> = BTreeSet::new();
    let mut claims = Vec::new();
    // The documents are in order, so the first claim of a group is its earliest.
    for document in &about.documents {
        let held = ledger.document(document)?;
        let site = site(ledger, &held)?.filter(|site| !site.furniture.is_empty());
        for found in ledger.claims_of(document)? {
            if seen.contains(&found.id) {
                continue;
            }
            if site.as_ref().is_some_and(|site| site.holds(&held, &found).is_some()) {
                of_sites.insert(found.id);
                continue;
            }
            let group = group(ledger, &found.id)?;
            let links = links_among(ledger, &group)?;
            let denials =
                claim::opposites(ledger, &group, &[schema::Relation::Denies])?.len() as u32;
            claims.push(StoryClaim {
                claim: ledger.row_of(&found.id)?,
                independence: stand_behind(ledger, together, &group, &links)?,
                carriers: group.iter().cloned().collect(),
                denials,
            });
            seen.extend(group);
        }
    }
    claims.sort_by_key(|claim| std::cmp::Reverse(claim.independence.pages));
    let on_site = of_sites.difference(&seen).count() as u32;
    Ok((claims, on_site))
}
