use super::{Outcome, ask};
use crate::arguments::Whole;
use crate::print::{Paper, document_row, faint, plain, plural, story_row};

pub(crate) fn documents(whole: &Whole, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let held = view::documents(&ask::open(&whole.of.ledger)?)?;
    if whole.json {
        paper.json(&held)?;
        return Ok(Outcome::Done);
    }
    for row in &held.documents {
        document_row(paper, row)?;
    }
    paper.gap()?;
    let mut words = vec![
        plain(plural(held.documents.len(), "page")),
        plain(format!(", {}", plural(held.counts.claims as usize, "claim"))),
        plain(format!(", {}.", plural(held.counts.links as usize, "link"))),
    ];
    for (count, what) in
        [(held.older_versions, "older version"), (held.forgotten.len(), "forgotten page")]
    {
        if count > 0 {
            words.push(faint(format!(" Beside them {}.", plural(count, what))));
        }
    }
    paper.at(0, &words)?;
    Ok(Outcome::Done)
}

pub(crate) fn stories(whole: &Whole, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let stories = view::stories(&ask::open(&whole.of.ledger)?)?;
    if whole.json {
        paper.json(&stories)?;
        return Ok(Outcome::Done);
    }
    for row in &stories {
        story_row(paper, 0, row)?;
    }
    paper.gap()?;
    let stories =
        if stories.len() == 1 { "1 story" } else { &format!("{} stories", stories.len()) };
    paper.at(0, &[plain(format!("{stories}."))])?;
    Ok(Outcome::Done)
}
