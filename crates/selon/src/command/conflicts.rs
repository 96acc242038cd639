use super::{Outcome, ask};
use crate::arguments::Conflicts;
use crate::print::{self, Paper};
use view::Scope;

pub(crate) fn run(asked: &Conflicts, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let ledger = ask::open(&asked.whole.of.ledger)?;
    let id = match asked.asked.as_slice() {
        [one] => ask::named(&ledger, one)?,
        _ => None,
    };
    let typed = asked.asked.join(" ");
    let scope = Scope::of(id.as_ref().map_or(typed.as_str(), |id| id.as_str()));
    let conflicts = view::conflicts(&ledger, &scope)?;
    match asked.whole.json {
        true => paper.json(&conflicts)?,
        false => print::conflicts(paper, &conflicts)?,
    }
    Ok(Outcome::Done)
}
