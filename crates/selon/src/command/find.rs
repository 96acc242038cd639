use super::{Outcome, ask};
use crate::arguments::Find;
use crate::print::{self, Paper};

pub(crate) fn run(find: &Find, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let ledger = ask::open(&find.whole.of.ledger)?;
    let words: Vec<String> = find.query.iter().map(|word| quoted(word)).collect();
    let mut found = view::find(&ledger, &words.join(" "), find.limit, find.offset)?;
    // 'speaker:Karo bridge' may have been one argument with two parts.
    let typed = find.query.join(" ");
    if found.total == 0 && typed != words.join(" ") {
        found = view::find(&ledger, &typed, find.limit, find.offset)?;
    }
    match find.whole.json {
        true => paper.json(&found)?,
        false => print::found(paper, &found, find.offset)?,
    }
    Ok(Outcome::Done)
}

/// An argument as the query writes it: the shell took the marks off
/// `speaker:"Ana Karo"`.
fn quoted(word: &str) -> String {
    match word.split_once(':') {
        Some((facet, value))
            if facet.chars().all(char::is_alphabetic)
                && value.contains(char::is_whitespace)
                && !value.contains('"') =>
        {
            format!("{facet}:\"{value}\"")
        }
        _ => word.to_owned(),
    }
}
