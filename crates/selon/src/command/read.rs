use super::{Outcome, tell, turns};
use crate::arguments::{Explain, Read, ReadFormat};
use crate::opened::{Opened, open_guarded};
use crate::print::{
    Paper, claim_on_page, document_head, page_explained, plain, plural, reading_foot,
};
use anyhow::bail;
use schema::Id;
use schema::wire::Line;
use serde_json::{Map, Value};
use std::io;

pub(crate) fn run(read: &Read, paper: &mut Paper) -> anyhow::Result<Outcome> {
    if read.explain.is_some() && read.format == ReadFormat::Csv {
        bail!("--explain page has no rows of claims; take --format table, json or jsonl");
    }
    let (mut pages, mut claims) = (0, 0);
    match read.format {
        ReadFormat::Csv => writeln!(paper.raw(), "{}", view::export::COLUMNS.join(","))?,
        ReadFormat::Json => paper.raw().write_all(b"[")?,
        ReadFormat::Table | ReadFormat::Jsonl => {}
    }
    let open = |page| open_guarded(page).map(Box::new);
    let inputs = turns::each(&read.inputs, open, |_, opened| {
        print(paper, read, &opened, pages == 0)?;
        pages += 1;
        claims += opened.reading.claims.len();
        Ok(())
    })?;
    match read.format {
        ReadFormat::Json => paper.raw().write_all(b"]\n")?,
        ReadFormat::Table if pages > 1 => {
            paper.gap()?;
            let all = match read.explain {
                Some(Explain::Page) => format!("In all {}.", plural(pages, "page")),
                None => {
                    format!("In all {}, {}.", plural(pages, "page"), plural(claims, "claim"))
                }
            };
            paper.at(0, &[plain(all)])?;
        }
        _ => {}
    }
    paper.done()?;
    tell(&inputs);
    match (pages, inputs.skipped.is_empty()) {
        (0, _) => bail!("nothing was read"),
        (_, true) => Ok(Outcome::Done),
        (_, false) => Ok(Outcome::Skipped),
    }
}

fn print(paper: &mut Paper, read: &Read, opened: &Opened, first: bool) -> anyhow::Result<()> {
    match read.format {
        ReadFormat::Table => {
            if !first {
                paper.gap()?;
                paper.gap()?;
            }
            match read.explain {
                Some(Explain::Page) => page_explained(paper, &opened.document, read.full)?,
                None => table(paper, opened)?,
            }
        }
        ReadFormat::Jsonl => {
            for line in lines(opened, read, read.all) {
                serde_json::to_writer(paper.raw(), &line).map_err(io::Error::from)?;
                paper.raw().write_all(b"\n")?;
            }
        }
        ReadFormat::Json => {
            paper.raw().write_all(if first { b"\n" } else { b",\n" })?;
            let mut page = object(lines(opened, read, true), read.all);
            if read.explain.is_some() {
                page.retain(|name, _| name == "document");
            }
            serde_json::to_writer_pretty(paper.raw(), &page).map_err(io::Error::from)?;
            paper.raw().write_all(b"\n")?;
        }
        ReadFormat::Csv => {
            view::export::claim_rows(&opened.document, &opened.reading.claims, &mut paper.raw())?;
        }
    }
    Ok(())
}

/// The lines of the contract; of a page that is explained, its document's alone.
fn lines(opened: &Opened, read: &Read, all: bool) -> Vec<Line> {
    let mut lines = opened.lines(all);
    if read.explain.is_some() {
        lines.truncate(1);
    }
    lines
}

fn table(paper: &mut Paper, opened: &Opened) -> io::Result<()> {
    let (document, claims) = (&opened.document, &opened.reading.claims);
    document_head(paper, document)?;
    let number_of =
        |id: &Id| claims.iter().position(|claim| claim.id == *id).map(|position| position + 1);
    for (number, claim) in (1..).zip(claims) {
        paper.gap()?;
        claim_on_page(paper, number, claim, &number_of)?;
    }
    paper.gap()?;
    reading_foot(paper, document, &opened.reading)
}

/// The lines of one page as one object: the document, and each other type as a list.
fn object(lines: Vec<Line>, all: bool) -> Map<String, Value> {
    let mut page = Map::new();
    let mut lists: Vec<(&str, Vec<Value>)> = ["claim", "note"].map(|it| (it, Vec::new())).into();
    if all {
        let others = ["entity", "mention", "figure", "timex", "place", "event"];
        lists.extend(others.map(|it| (it, Vec::new())));
    }
    for line in lines {
        let Ok(Value::Object(mut line)) = serde_json::to_value(line) else { continue };
        let of_type = line.shift_remove("type");
        let of_type = of_type.as_ref().and_then(Value::as_str).unwrap_or_default();
        if of_type == "document" {
            page.insert("document".to_owned(), line.into());
        } else if let Some((_, list)) = lists.iter_mut().find(|(name, _)| *name == of_type) {
            list.push(line.into());
        }
    }
    for (name, list) in lists {
        let plural = if name == "entity" { "entities".to_owned() } else { format!("{name}s") };
        page.insert(plural, list.into());
    }
    page
}
