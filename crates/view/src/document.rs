use crate::add::sketch;
use crate::site::{SiteView, site};
use crate::story::{StoryRow, Together};
use crate::{OnText, Result};
use ledger::{DocumentRow, Evidence, Ledger};
use linker::Sketch;
use schema::wire::CodePoints;
use schema::{Claim, Document, Id, Link, Note, Relation, Review, Verdict};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A page: its text, what was read there, and what it has to do with others.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// What the list shows of it.
    pub about: DocumentRow,
    /// The document with its text and blocks.
    pub document: OnText<Document>,
    /// Its claims in the order of the text.
    pub claims: Vec<ClaimOnPage>,
    /// What of its text stands on many pages of its site; nothing for a page without
    /// an address on the web.
    pub site: Option<SiteView>,
    /// What could not be made out.
    pub notes: OnText<Vec<Note>>,
    /// What it has to do with other documents.
    pub links: Vec<DocumentLink>,
    /// All versions at its address, itself among them, the oldest first.
    pub versions: Vec<DocumentRow>,
    /// The story it is in.
    pub story: Option<StoryRow>,
    /// What is kept of its bytes.
    pub evidence: Evidence,
    /// Reviews of claims that the newest reading of this page does not have.
    pub unattached: Vec<Review>,
}

/// A claim on its page.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimOnPage {
    /// The claim.
    pub claim: OnText<Claim>,
    /// A person's standing word on it.
    pub verdict: Option<Verdict>,
    /// How many other pages say the same.
    pub elsewhere: u32,
    /// Whether another page gives another figure.
    pub conflicts: u32,
    /// Whether another page says that it is not so.
    pub denials: u32,
    /// On how many pages of its site its words stand, where they are the site's
    /// furniture.
    pub on_site: Option<u32>,
}

/// What two documents have to do with each other, seen from one of them.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentLink {
    /// The link.
    pub link: Link,
    /// The other document.
    pub other: DocumentRow,
    /// Whether this one is the later of the two: the copy, the report.
    pub later: bool,
    /// The sentences that correspond, where the link has some.
    pub passages: Vec<Passage>,
}

/// Two sentences that correspond.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// On this page.
    pub here: String,
    /// On the other page.
    pub there: String,
}

/// All about one document.
///
/// # Errors
/// If there is no such document, or the ledger cannot be read.
pub fn document(ledger: &Ledger, id: &Id) -> Result<DocumentView> {
    let about = ledger.document_row(id)?;
    let held = ledger.reading(id)?;
    let points = Arc::new(CodePoints::of(&held.document.text));
    let site = site(ledger, &held.document)?;
    let mut claims = Vec::new();
    for claim in held.reading.claims {
        let on_site = site.as_ref().and_then(|site| site.holds(&held.document, &claim));
        let (links, verdict) = (ledger.links_of(&claim.id)?, ledger.verdict(&claim.id)?);
        let claim = ClaimOnPage::new(ledger, claim, &links, verdict, &points)?;
        claims.push(ClaimOnPage { on_site, ..claim });
    }
    let unattached = ledger.unattached_reviews()?;
    let unattached: Vec<Review> = unattached
        .into_iter()
        .filter(|review| review.anchor.page == about.page)
        .map(|review| crate::claim::outward(review, &points))
        .collect();
    Ok(DocumentView {
        links: links(ledger, &held.document, &sketch(ledger, id)?, ledger.links_of(id)?)?,
        versions: ledger.versions_of(id)?,
        story: Together::of(ledger)?.with(id),
        evidence: ledger.evidence(id)?,
        notes: OnText::new(held.reading.notes, &points),
        document: OnText::new(held.document, &points),
        site,
        about,
        claims,
        unattached,
    })
}

impl ClaimOnPage {
    /// A claim with its links to others.
    pub(crate) fn new(
        ledger: &Ledger,
        claim: Claim,
        links: &[Link],
        verdict: Option<Verdict>,
        points: &Arc<CodePoints>,
    ) -> Result<Self> {
        // Pages, not claims: one page may say a thing three times.
        let count = |of: &[Relation]| -> Result<u32> {
            let mut pages = BTreeSet::new();
            for link in links.iter().filter(|link| of.contains(&link.relation)) {
                let other = if link.from == claim.id { &link.to } else { &link.from };
                pages.insert(ledger.row_of(other)?.document);
            }
            pages.remove(&claim.document);
            Ok(pages.len() as u32)
        };
        Ok(Self {
            elsewhere: count(&[Relation::SameClaim, Relation::Confirms])?,
            conflicts: count(&[Relation::Conflicts, Relation::Revises])?,
            denials: count(&[Relation::Denies])?,
            claim: OnText::new(claim, points),
            on_site: None,
            verdict,
        })
    }
}

/// The links of a document with what they lead to. The other end of each is held.
pub(crate) fn links(
    ledger: &Ledger,
    document: &Document,
    sketch: &Sketch,
    links: Vec<Link>,
) -> Result<Vec<DocumentLink>> {
    let mut rows = Vec::new();
    for link in links {
        let later = link.from == document.id;
        let other = ledger.document_row(if later { &link.to } else { &link.from })?;
        rows.push(DocumentLink {
            passages: passages(ledger, (document, sketch), &link, &other.id, later)?,
            link,
            other,
            later,
        });
    }
    Ok(rows)
}

fn passages(
    ledger: &Ledger,
    (document, sketch): (&Document, &Sketch),
    link: &Link,
    other: &Id,
    later: bool,
) -> Result<Vec<Passage>> {
    if link.pairs.is_empty() {
        return Ok(Vec::new());
    }
    fn sentences(document: &Document, sketch: &Sketch) -> BTreeMap<u32, String> {
        let words = sketch.sentences.iter().map(|it| document.words(it.span).to_owned());
        (0..).zip(words).collect()
    }
    let here = sentences(document, sketch);
    let there = sentences(&ledger.document(other)?, &crate::add::sketch(ledger, other)?);
    let at = |side: usize, pair: &[u32; 2]| pair[if later { side } else { 1 - side }];
    let passage = |pair: &[u32; 2]| {
        let (here, there) = (here.get(&at(0, pair))?, there.get(&at(1, pair))?);
        Some(Passage { here: here.clone(), there: there.clone() })
    };
    Ok(link.pairs.iter().filter_map(passage).collect())
}
