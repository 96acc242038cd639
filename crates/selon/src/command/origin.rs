use super::{Outcome, ask};
use crate::arguments::Asked;
use crate::print::{self, Paper};
use anyhow::bail;
use ledger::{ClaimRow, DocumentRow, Ledger};
use schema::{Id, Independence};
use serde::Serialize;
use view::{CarrierRow, ClaimView};

/// Where a claim comes from: that part of what is known of it.
#[derive(Serialize)]
struct Origin {
    claim: ClaimRow,
    independence: Independence,
    carriers: Vec<CarrierRow>,
    not_compared: Vec<DocumentRow>,
}

pub(crate) fn run(asked: &Asked, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let ledger = ask::open(&asked.whole.of.ledger)?;
    let ids = match ask::asked(&ledger, &asked.asked)? {
        ask::Asked::Thing(id) => claims_of(&ledger, id)?,
        ask::Asked::Claims(ids) => ids,
    };
    let mut views: Vec<ClaimView> = Vec::new();
    for id in ids {
        // Claims that say the same have one origin.
        if !views.iter().any(|view| view.carriers.iter().any(|carrier| carrier.claim.id == id)) {
            views.push(view::claim(&ledger, &id)?);
        }
    }
    if asked.whole.json {
        let mut origins = Vec::new();
        for view in views {
            let ClaimView { independence, carriers, not_compared, .. } = view;
            let claim = ledger.row_of(&view.claim.id)?;
            origins.push(Origin { claim, independence, carriers, not_compared });
        }
        paper.json(&origins)?;
        return Ok(Outcome::Done);
    }
    for (i, view) in views.iter().enumerate() {
        if i > 0 {
            paper.gap()?;
            paper.gap()?;
        }
        print::claim_row(paper, 0, &ledger.row_of(&view.claim.id)?)?;
        print::origin(paper, view)?;
    }
    Ok(Outcome::Done)
}

fn claims_of(ledger: &Ledger, id: Id) -> anyhow::Result<Vec<Id>> {
    Ok(match id.letter() {
        Some('c') => vec![id],
        Some('d') => ledger.claims_of(&id)?.into_iter().map(|claim| claim.id).collect(),
        Some('s') => {
            view::story(ledger, &id)?.claims.into_iter().map(|claim| claim.claim.id).collect()
        }
        _ => bail!(
            "{id}: origins are those of claims; give a claim (c:), a document (d:), a story (s:) or words"
        ),
    })
}
