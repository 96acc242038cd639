use super::documents;
use crate::Result;
use ledger::Ledger;
use schema::wire::{CodePoints, word};
use schema::{Claim, Document, Id, Span};
use serde_json::{Value, json};
use std::io::Write;

/// How many characters before and after the exact words are given.
const CONTEXT: usize = 32;

/// Writes the claims as W3C Web Annotations (JSON-LD): an annotation collection
/// with one annotation a claim.
///
/// Each piece of the content is a target of its own: the page (its address, or
/// the hash of its bytes where it has none) with a `TextQuoteSelector` and a
/// `TextPositionSelector` in code points of the document's text.
///
/// # Errors
/// If the ledger cannot be read or `out` not be written.
pub fn web_annotation(ledger: &Ledger, only: Option<&Id>, out: &mut impl Write) -> Result<()> {
    let ids = documents(ledger, only)?;
    let mut items = Vec::new();
    for id in ids {
        let held = ledger.reading(&id)?;
        let points = CodePoints::of(&held.document.text);
        for claim in &held.reading.claims {
            items.push(annotation(&held.document, claim, &held.engine, &points));
        }
    }
    let collection = json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", {"selon": "urn:selon:"}],
        "id": "urn:selon:claims",
        "type": "AnnotationCollection",
        "label": "Claims in this ledger of Selon",
        "total": items.len(),
        "first": {
            "id": "urn:selon:claims:1",
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    });
    serde_json::to_writer_pretty(&mut *out, &collection).map_err(std::io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn annotation(document: &Document, claim: &Claim, engine: &str, points: &CodePoints) -> Value {
    let hash = format!("urn:sha256:{}", document.page.sha256);
    let page = document.url.as_ref().map_or(hash.as_str(), |found| found.value.as_str());
    let targets: Vec<Value> =
        claim.content.spans.iter().map(|span| target(document, page, *span, points)).collect();
    let by = format!("{} ({})", claim.speaker.name, word(&claim.stance));
    json!({
        "id": format!("urn:selon:{}", claim.id),
        "type": "Annotation",
        "motivation": "identifying",
        "generator": {"id": "urn:selon", "type": "Software", "name": format!("Selon {engine}")},
        "body": [
            {
                "type": "TextualBody",
                "purpose": "describing",
                "format": "text/plain",
                "value": by,
            },
            {
                "type": "selon:Claim",
                "selon:speaker": claim.speaker.name,
                "selon:stance": word(&claim.stance),
                "selon:polarity": word(&claim.polarity),
                "selon:kind": word(&claim.kind),
                "selon:rule": claim.rule,
                "selon:confidence": claim.confidence,
            },
        ],
        "target": targets,
    })
}

fn target(document: &Document, page: &str, span: Span, points: &CodePoints) -> Value {
    let text = &document.text;
    let prefix: Vec<char> =
        text.get(..span.start()).unwrap_or("").chars().rev().take(CONTEXT).collect();
    let suffix: String = text.get(span.end()..).unwrap_or("").chars().take(CONTEXT).collect();
    let place = points.from_bytes(span);
    json!({
        "source": page,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": prefix.into_iter().rev().collect::<String>(),
                "suffix": suffix,
            },
            {"type": "TextPositionSelector", "start": place.start(), "end": place.end()},
        ],
    })
}
