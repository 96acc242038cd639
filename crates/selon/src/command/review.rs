use super::{Outcome, ask};
use crate::arguments::Review;
use crate::clock;
use crate::print::{self, Paper, plain, plural};
use ledger::Ledger;
use schema::Verdict;
use schema::wire::{CodePoints, Spans};

pub(crate) fn run(review: &Review, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let (given, on) = match review {
        Review::Accept(on) => (Verdict::Accept, on),
        Review::Reject(on) => (Verdict::Reject, on),
        Review::Undo(on) => (Verdict::Undo, on),
        Review::List(whole) => return list(&ask::open(&whole.of.ledger)?, whole.json, paper),
    };
    // Looked at for reading first: a review makes no ledger.
    let claim = ask::claim(&ask::open(&on.whole.of.ledger)?, &on.claim)?;
    let mut ledger = Ledger::open(&on.whole.of.ledger)?;
    let mut written = ledger.review(&claim, given, on.by.as_deref(), &clock::now())?;
    let row = ledger.row_of(&claim)?;
    if on.whole.json {
        let points = CodePoints::of(&ledger.document(&row.document)?.text);
        written.anchor.span.each_span(&mut |span| *span = points.from_bytes(*span));
        paper.json(&written)?;
    } else {
        print::reviewed(paper, &row, given)?;
    }
    Ok(Outcome::Done)
}

fn list(ledger: &Ledger, json: bool, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let reviews = ledger.unattached_reviews()?;
    if json {
        paper.json(&reviews)?;
        return Ok(Outcome::Done);
    }
    for review in &reviews {
        print::unattached(paper, review)?;
    }
    let all = ledger.counts()?.reviews as usize;
    let words = format!("{}; {} without a claim now.", plural(all, "review"), reviews.len());
    paper.at(0, &[plain(words)])?;
    Ok(Outcome::Done)
}
