use super::{Outcome, ask};
use crate::arguments::{Export, ExportFormat};
use crate::print::Paper;
use anyhow::Context;
use ledger::Ledger;
use schema::Id;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use view::export::{Lines, csv, jsonl, web_annotation};

pub(crate) fn run(export: &Export, paper: &mut Paper) -> anyhow::Result<Outcome> {
    let ledger = ask::open(&export.of.ledger)?;
    let only = match &export.document {
        Some(typed) => Some(ask::document(&ledger, typed)?),
        None => None,
    };
    match &export.output {
        None => write(export, &ledger, only.as_ref(), &mut paper.raw())?,
        Some(path) => whole(path, |file| write(export, &ledger, only.as_ref(), file))?,
    }
    Ok(Outcome::Done)
}

fn write(
    export: &Export,
    ledger: &Ledger,
    only: Option<&Id>,
    out: &mut impl Write,
) -> view::Result<()> {
    let which = Lines { all: export.all, links: export.links, reviews: export.reviews };
    match export.format {
        ExportFormat::Jsonl => jsonl(ledger, only, which, out),
        ExportFormat::Csv => csv(ledger, only, out),
        ExportFormat::WebAnnotation => web_annotation(ledger, only, out),
    }
}

/// Writes a file beside `path`, and puts it in its place once it is whole.
fn whole(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> view::Result<()>,
) -> anyhow::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = Path::new(&beside);
    let written = || -> anyhow::Result<()> {
        let mut file = BufWriter::new(File::create(beside)?);
        write(&mut file)?;
        file.flush()?;
        std::fs::rename(beside, path)?;
        Ok(())
    };
    written().or_else(|error| {
        // What is half written is of no use; where it cannot be removed it stays.
        let _ = std::fs::remove_file(beside);
        Err(error).with_context(|| {
            format!(
                "{}: the export was not written; a file of that name is as it was",
                path.display()
            )
        })
    })
}
