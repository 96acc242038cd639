use super::{Outcome, ask};
use crate::arguments::About;
use crate::print::{self, Paper};
use schema::Id;

pub(crate) fn run(about: &About, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let ledger = ask::open(&about.whole.of.ledger)?;
    let id = ask::named(&ledger, &about.id)?.unwrap_or_else(|| Id::parse(&about.id));
    let why = view::why(&ledger, &id)?;
    match about.whole.json {
        true => paper.json(&why)?,
        false => print::why(paper, &why)?,
    }
    Ok(Outcome::Done)
}
