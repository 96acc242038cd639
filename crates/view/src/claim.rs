use crate::add::sketch;
use crate::document::Passage;
use crate::story::Together;
use crate::{OnText, Result};
use ledger::{ClaimRow, DocumentRow, Ledger};
use linker::{Carrier, Sketch};
use schema::wire::CodePoints;
use schema::{Claim, Id, Independence, Link, OriginKind, Relation, Review, Verdict};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A claim: its chain, the pages that carry it, and what speaks against it.
#[derive(Clone, Debug, Serialize)]
pub struct ClaimView {
    /// The claim.
    pub claim: OnText<Claim>,
    /// Its page.
    pub document: DocumentRow,
    /// The paragraph it stands in.
    pub passage: String,
    /// Every claim that says the same, this one among them, the earliest page first.
    pub carriers: Vec<CarrierRow>,
    /// How many stand behind it.
    pub independence: Independence,
    /// Pages near it in another language, by row.
    pub not_compared: Vec<DocumentRow>,
    /// Claims that give the same slot another value.
    pub conflicts: Vec<Opposite>,
    /// Claims that say that it is not so, or that it denies.
    pub denials: Vec<Opposite>,
    /// What people said about it, the oldest first; spans count code points.
    pub reviews: Vec<Review>,
    /// The word that stands.
    pub verdict: Option<Verdict>,
}

/// A claim that says the same, on its page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CarrierRow {
    /// The claim there.
    pub claim: ClaimRow,
    /// Names of the outlets and agencies between that page and the speaker.
    pub through: Vec<String>,
    /// How its page was copied from or reports on another page that carries the claim.
    pub copy_of: Option<Link>,
}

/// A claim that speaks against another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Opposite {
    /// Conflicts, revises or denies, with the rule.
    pub link: Link,
    /// The claim on the other side.
    pub claim: ClaimRow,
    /// Which of the carriers it speaks against.
    pub against: Id,
    /// Whether it is the later one.
    pub later: bool,
    /// Both contents, side by side.
    pub passage: Passage,
}

/// All about one claim.
///
/// # Errors
/// If there is no such claim, or the ledger cannot be read.
pub fn claim(ledger: &Ledger, id: &Id) -> Result<ClaimView> {
    let claim = ledger.claim(id)?;
    let document = ledger.document(&claim.document)?;
    let points = Arc::new(CodePoints::of(&document.text));
    let group = group(ledger, id)?;
    let links = links_among(ledger, &group)?;
    let independence = stand_behind(ledger, &Together::of(ledger)?, &group, &links)?;
    let not_compared = independence
        .not_compared
        .iter()
        .map(|id| Ok(ledger.document_row(id)?))
        .collect::<Result<Vec<_>>>()?;
    let reviews = ledger.reviews_of(id)?;
    let reviews = reviews.into_iter().map(|review| outward(review, &points)).collect();
    Ok(ClaimView {
        passage: paragraph(&document, &claim),
        document: ledger.document_row(&claim.document)?,
        carriers: carriers(ledger, &group, &links)?,
        conflicts: opposites(ledger, &group, &[Relation::Conflicts, Relation::Revises])?,
        denials: opposites(ledger, &group, &[Relation::Denies])?,
        verdict: ledger.verdict(id)?,
        claim: OnText::new(claim, &points),
        independence,
        not_compared,
        reviews,
    })
}

/// A review with its span in code points, as it is written out.
pub(crate) fn outward(mut review: Review, points: &CodePoints) -> Review {
    review.anchor.span = points.from_bytes(review.anchor.span);
    review
}

/// The block that the content begins in.
fn paragraph(document: &schema::Document, claim: &Claim) -> String {
    let start = claim.content.spans.first().map_or(0, |span| span.start());
    let holds = |block: &&schema::Block| block.span.start() <= start && start < block.span.end();
    document.blocks.iter().find(holds).map_or("", |block| document.words(block.span)).to_owned()
}

/// The claims that say the same as `id`, itself among them.
pub(crate) fn group(ledger: &Ledger, id: &Id) -> Result<BTreeSet<Id>> {
    let mut group = BTreeSet::from([id.clone()]);
    let mut open = vec![id.clone()];
    while let Some(next) = open.pop() {
        for link in ledger.links_of(&next)? {
            if matches!(link.relation, Relation::SameClaim | Relation::Confirms) {
                for end in [link.from, link.to] {
                    // What a person said is not on its page carries nothing.
                    let rejected = || ledger.verdict(&end).map(|it| it == Some(Verdict::Reject));
                    if !group.contains(&end) && !rejected()? {
                        group.insert(end.clone());
                        open.push(end);
                    }
                }
            }
        }
    }
    Ok(group)
}

/// The links between the documents of some claims.
pub(crate) fn links_among(ledger: &Ledger, claims: &BTreeSet<Id>) -> Result<Vec<Link>> {
    let mut documents = BTreeSet::new();
    for id in claims {
        documents.insert(ledger.row_of(id)?.document);
    }
    let mut links = Vec::new();
    for id in &documents {
        for link in ledger.links_of(id)? {
            // Seen from its `from`, so that it is taken once.
            if link.from == *id && documents.contains(&link.to) {
                links.push(link);
            }
        }
    }
    Ok(links)
}

/// How many stand behind the claims of a group.
pub(crate) fn stand_behind(
    ledger: &Ledger,
    together: &Together,
    group: &BTreeSet<Id>,
    links: &[Link],
) -> Result<Independence> {
    let mut sketches: BTreeMap<Id, Sketch> = BTreeMap::new();
    let mut near = Vec::new();
    for id in group {
        let row = ledger.row_of(id)?;
        if sketches.contains_key(&row.document) {
            continue;
        }
        near.extend(together.in_other_languages(&row.document));
        sketches.insert(row.document.clone(), sketch(ledger, &row.document)?);
    }
    let carriers: Vec<Carrier<'_>> = sketches
        .values()
        .flat_map(|document| document.claims.iter().map(move |claim| Carrier { claim, document }))
        .filter(|carrier| group.contains(&carrier.claim.id))
        .collect();
    let mut independence = linker::independence(&carriers, links, &near);
    for origin in &mut independence.origins {
        if origin.document.is_none() {
            origin.document = held_page(ledger, &sketches, &origin.name)?;
        }
        if origin.document.is_some() {
            origin.kind = OriginKind::Held;
        }
    }
    Ok(independence)
}

/// The held page of the outlet `name` that a page with the claim reports on. It may say
/// something else: whether it does is another question than whether it is held.
fn held_page(ledger: &Ledger, carriers: &BTreeMap<Id, Sketch>, name: &str) -> Result<Option<Id>> {
    for id in carriers.keys() {
        for link in ledger.links_of(id)? {
            if link.relation == Relation::ReportsOn && link.from == *id {
                let outlet = ledger.document_row(&link.to)?.outlet;
                if outlet.is_some_and(|outlet| linker::same_outlet(&outlet, name)) {
                    return Ok(Some(link.to));
                }
            }
        }
    }
    Ok(None)
}

fn carriers(ledger: &Ledger, group: &BTreeSet<Id>, links: &[Link]) -> Result<Vec<CarrierRow>> {
    let mut rows = Vec::new();
    for id in group {
        let claim = ledger.row_of(id)?;
        let chain = ledger.claim(id)?.chain;
        let through = chain
            .into_iter()
            .filter(|link| {
                matches!(link.kind, schema::ChainKind::Outlet | schema::ChainKind::Agency)
            })
            .map(|link| link.name)
            .collect();
        let copy_of = links
            .iter()
            .filter(|link| link.from == claim.document)
            .filter(|link| !matches!(link.relation, Relation::SameEvent | Relation::SameQuote))
            .max_by(|a, b| a.probability.total_cmp(&b.probability))
            .cloned();
        rows.push(CarrierRow { claim, through, copy_of });
    }
    rows.sort_by_key(|row| {
        let published = row.claim.published.clone();
        (published.is_none(), published, row.claim.id.clone())
    });
    Ok(rows)
}

/// What speaks against any claim of a group.
pub(crate) fn opposites(
    ledger: &Ledger,
    group: &BTreeSet<Id>,
    of: &[Relation],
) -> Result<Vec<Opposite>> {
    let mut opposites = Vec::new();
    for id in group {
        for link in ledger.links_of(id)?.into_iter().filter(|link| of.contains(&link.relation)) {
            let later = link.to == *id;
            let other = if later { &link.from } else { &link.to };
            let (claim, here) = (ledger.row_of(other)?, ledger.row_of(id)?);
            let passage = Passage { here: here.content, there: claim.content.clone() };
            opposites.push(Opposite { claim, against: id.clone(), later, passage, link });
        }
    }
    opposites.sort_by_key(|it| {
        let published = it.claim.published.clone();
        (published.is_none(), published, it.claim.id.clone(), it.against.clone())
    });
    Ok(opposites)
}
