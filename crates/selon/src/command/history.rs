use super::{Outcome, ask};
use crate::arguments::Asked;
use crate::print::{self, Paper};

pub(crate) fn run(asked: &Asked, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let ledger = ask::open(&asked.whole.of.ledger)?;
    let ids = match ask::asked(&ledger, &asked.asked)? {
        ask::Asked::Thing(id) => vec![id],
        ask::Asked::Claims(ids) => ids,
    };
    let histories =
        ids.iter().map(|id| view::history(&ledger, id)).collect::<view::Result<Vec<_>>>()?;
    if asked.whole.json {
        paper.json(&histories)?;
        return Ok(Outcome::Done);
    }
    for (i, history) in histories.iter().enumerate() {
        if i > 0 {
            paper.gap()?;
        }
        if history.id.letter() == Some('c') {
            print::claim_row(paper, 0, &ledger.row_of(&history.id)?)?;
        }
        print::history(paper, history)?;
    }
    Ok(Outcome::Done)
}
