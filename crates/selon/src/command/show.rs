use super::{Outcome, ask};
use crate::arguments::About;
use crate::print::{self, Paper};

/// Shows one thing. What is no id is a speaker's name.
pub(crate) fn run(about: &About, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let ledger = &ask::open(&about.whole.of.ledger)?;
    let json = about.whole.json;
    let id = ask::named(ledger, &about.id)?;
    match id.as_ref().and_then(|id| Some((id, id.letter()?))) {
        Some((id, 'c')) => {
            let view = view::claim(ledger, id)?;
            if json { paper.json(&view)? } else { print::claim(paper, &view)? }
        }
        Some((id, 'd')) => {
            let view = view::document(ledger, id)?;
            if json { paper.json(&view)? } else { print::document(paper, &view)? }
        }
        Some((id, 's')) => {
            let view = view::story(ledger, id)?;
            if json { paper.json(&view)? } else { print::story(paper, &view)? }
        }
        _ => {
            let name = id.as_ref().map_or(about.id.as_str(), |id| id.as_str());
            let view = view::speaker(ledger, name)?;
            if json { paper.json(&view)? } else { print::speaker(paper, &view)? }
        }
    }
    Ok(Outcome::Done)
}
