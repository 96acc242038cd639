use super::documents;
use crate::Result;
use ledger::Ledger;
use schema::wire::{CodePoints, word};
use schema::{ChainKind, Claim, Document, Id, Verdict};
use std::io::Write;

/// The columns, one row a claim. Several values in one cell are joined by ` | `.
///
/// | column | meaning |
/// |---|---|
/// | `claim`, `document` | ids |
/// | `url`, `outlet`, `language`, `title`, `published`, `retrieved` | of the page, as it says |
/// | `page_sha256` | hash of the page's bytes |
/// | `kind`, `stance`, `polarity` | as in the contract |
/// | `speaker`, `speaker_type` | who says it |
/// | `source` | the words that name the source |
/// | `through` | outlets and agencies of the chain, outermost first |
/// | `cue` | the words that say that it is said |
/// | `content` | what is said |
/// | `char_start`, `char_end` | where its first piece starts and its last ends, in code points, end exclusive |
/// | `figures`, `figure_low`, `figure_high`, `figure_unit` | one value for each figure; empty is open |
/// | `times`, `places` | resolved values; gazetteer keys, or names where there is none |
/// | `rule`, `confidence` | what read it, and how sure (0 to 1) |
/// | `verdict` | a person's standing word: `accept`, `reject` or empty |
pub const COLUMNS: [&str; 29] = [
    "claim",
    "document",
    "url",
    "outlet",
    "language",
    "title",
    "published",
    "retrieved",
    "page_sha256",
    "kind",
    "stance",
    "polarity",
    "speaker",
    "speaker_type",
    "source",
    "through",
    "cue",
    "content",
    "char_start",
    "char_end",
    "figures",
    "figure_low",
    "figure_high",
    "figure_unit",
    "times",
    "places",
    "rule",
    "confidence",
    "verdict",
];

/// Writes one row a claim, under the names of [`COLUMNS`].
///
/// A cell that a spreadsheet would take for a formula (it begins with `=`, `+`,
/// `-`, `@` or a tab) gets a `'` before it. A control character that a terminal
/// would obey is written as U+FFFD.
///
/// # Errors
/// If the ledger cannot be read or `out` not be written.
pub fn csv(ledger: &Ledger, only: Option<&Id>, out: &mut impl Write) -> Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    writer.write_record(COLUMNS).map_err(broken)?;
    for id in documents(ledger, only)? {
        let held = ledger.reading(&id)?;
        let points = CodePoints::of(&held.document.text);
        for claim in &held.reading.claims {
            let verdict = ledger.verdict(&claim.id)?;
            writer.write_record(row(&held.document, claim, verdict, &points)).map_err(broken)?;
        }
    }
    writer.flush()?;
    Ok(())
}

/// The same rows for a document that is in no ledger, without the names above them.
///
/// # Errors
/// If `out` cannot be written.
pub fn claim_rows(document: &Document, claims: &[Claim], out: &mut impl Write) -> Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    let points = CodePoints::of(&document.text);
    for claim in claims {
        writer.write_record(row(document, claim, None, &points)).map_err(broken)?;
    }
    writer.flush()?;
    Ok(())
}

fn row(
    document: &Document,
    claim: &Claim,
    verdict: Option<Verdict>,
    points: &CodePoints,
) -> [String; COLUMNS.len()] {
    let value = |found: &Option<schema::Found<String>>| {
        found.as_ref().map(|found| found.value.clone()).unwrap_or_default()
    };
    let join = |values: Vec<String>| values.join(" | ");
    let number = |number: Option<f64>| number.map(|it| it.to_string()).unwrap_or_default();
    let figures =
        |of: &dyn Fn(&schema::Figure) -> String| join(claim.figures.iter().map(of).collect());
    let outlets = claim
        .chain
        .iter()
        .filter(|link| matches!(link.kind, ChainKind::Outlet | ChainKind::Agency))
        .map(|link| link.name.clone());
    let spans = claim.content.spans.iter().copied().reduce(schema::Span::cover);
    let span = spans.map(|span| points.from_bytes(span));
    let times = claim.times.iter().map(|time| time.value.clone().unwrap_or_default());
    let places = claim
        .places
        .iter()
        .map(|place| place.gazetteer.clone().unwrap_or_else(|| place.text.clone()));
    [
        claim.id.to_string(),
        document.id.to_string(),
        value(&document.url),
        value(&document.outlet),
        value(&document.language),
        value(&document.title),
        value(&document.published),
        document.page.retrieved.clone().unwrap_or_default(),
        document.page.sha256.clone(),
        word(&claim.kind),
        word(&claim.stance),
        word(&claim.polarity),
        claim.speaker.name.clone(),
        word(&claim.speaker.kind),
        claim.source.as_ref().map(|source| source.text.clone()).unwrap_or_default(),
        join(outlets.collect()),
        claim.cue.as_ref().map(|cue| cue.text.clone()).unwrap_or_default(),
        claim.content.text.clone(),
        span.map(|span| span.start().to_string()).unwrap_or_default(),
        span.map(|span| span.end().to_string()).unwrap_or_default(),
        figures(&|figure| figure.text.clone()),
        figures(&|figure| number(figure.bounds().0)),
        figures(&|figure| number(figure.bounds().1)),
        figures(&|figure| figure.unit.clone()),
        join(times.collect()),
        join(places.collect()),
        claim.rule.clone(),
        claim.confidence.to_string(),
        verdict.map(|verdict| word(&verdict)).unwrap_or_default(),
    ]
    .map(|cell| guarded(&cell))
}

/// A cell that no spreadsheet takes for a formula, and no terminal for an order.
fn guarded(cell: &str) -> String {
    let obeyed = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    let cell = cell.replace(obeyed, "\u{fffd}");
    // A negative number is a number, not a formula.
    let risky = cell.starts_with(['=', '+', '-', '@', '\t']) && cell.parse::<f64>().is_err();
    if risky { format!("'{cell}") } else { cell }
}

fn broken(error: ::csv::Error) -> std::io::Error {
    std::io::Error::from(error)
}
