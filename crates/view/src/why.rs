use crate::{Error, Result, story};
use ledger::{DocumentRow, Evidence, Ledger};
use schema::wire::{CodePoints, word};
use schema::{Claim, Confidence, Document, Id, Link, Span};
use serde::Serialize;

/// What shows a datum: the words, the rule, the page, and what wrote it down.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Why {
    /// What was asked about.
    pub id: Id,
    /// `claim`, `document`, `speaker`, `story`.
    pub kind: &'static str,
    /// Each thing that is held of it, with what shows it.
    pub steps: Vec<Step>,
    /// The page it stands on.
    pub page: Option<Page>,
    /// What was found between it and others, with the rule.
    pub links: Vec<Link>,
    /// Who wrote what about the page, the oldest first.
    pub entries: Vec<Written>,
}

/// One thing that is held, and what shows it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Step {
    /// What it is: `content`, `speaker`, `chain`, `figure`, `published`, …
    pub what: String,
    /// What was made of it.
    pub value: String,
    /// The rule that made it.
    pub rule: Option<String>,
    /// How sure.
    pub confidence: Option<Confidence>,
    /// The words that show it; none where it was inferred or stands outside the text.
    pub words: Vec<Exact>,
}

/// Words of a page. The span counts code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exact {
    /// Where.
    pub span: Span,
    /// The words.
    pub exact: String,
}

/// The page that a datum stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Page {
    /// The document.
    pub document: DocumentRow,
    /// What is kept of its bytes.
    pub evidence: Evidence,
}

/// One line of the ledger's list, without what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs)]
pub struct Written {
    pub seq: i64,
    pub at: String,
    pub actor: String,
    pub kind: String,
}

/// What shows a datum: a claim, a document, a speaker (`e:`) or a story.
///
/// # Errors
/// If the id names nothing.
pub fn why(ledger: &Ledger, id: &Id) -> Result<Why> {
    match id.letter() {
        Some('c') => {
            let claim = ledger.claim(id)?;
            let document = ledger.document(&claim.document)?;
            on_page(ledger, id, "claim", &document, of_claim(&claim, &Words::of(&document)))
        }
        Some('d') => {
            let document = ledger.document(id)?;
            on_page(ledger, id, "document", &document, of_document(&document))
        }
        Some('e') => of_speaker(ledger, id),
        Some('s') => {
            let view = story::story(ledger, id)?;
            let steps = view
                .documents
                .iter()
                .map(|row| Step {
                    what: "document".to_owned(),
                    value: format!("{} {}", row.id, row.title.as_deref().unwrap_or("")),
                    rule: Some("story/linked-within-30-days".to_owned()),
                    confidence: None,
                    words: Vec::new(),
                })
                .collect();
            let (page, entries) = (None, Vec::new());
            Ok(Why { id: view.about.id, kind: "story", steps, page, links: view.links, entries })
        }
        _ => {
            let about = "a claim (c:), a document (d:), a speaker (e:) or a story (s:)";
            Err(Error::WrongKind { id: id.clone(), about })
        }
    }
}

fn on_page(
    ledger: &Ledger,
    id: &Id,
    kind: &'static str,
    document: &Document,
    steps: Vec<Step>,
) -> Result<Why> {
    let page = Page {
        document: ledger.document_row(&document.id)?,
        evidence: ledger.evidence(&document.id)?,
    };
    let entries = ledger.entries_of(&document.id)?;
    let entries = entries
        .into_iter()
        .map(|it| Written { seq: it.seq, at: it.at, actor: it.actor, kind: it.kind })
        .collect();
    let links = ledger.links_of(id)?;
    Ok(Why { id: id.clone(), kind, steps, page: Some(page), links, entries })
}

/// The text of a document, to quote from.
struct Words<'a> {
    text: &'a str,
    points: CodePoints,
}

impl<'a> Words<'a> {
    fn of(document: &'a Document) -> Self {
        Self { text: &document.text, points: CodePoints::of(&document.text) }
    }

    fn at(&self, spans: impl IntoIterator<Item = Span>) -> Vec<Exact> {
        let exact = |span: Span| Exact {
            span: self.points.from_bytes(span),
            exact: span.of(self.text).to_owned(),
        };
        spans.into_iter().map(exact).collect()
    }
}

fn of_claim(claim: &Claim, words: &Words<'_>) -> Vec<Step> {
    let rule = |rule: &str, confidence| (Some(rule.to_owned()), Some(confidence));
    let whole = || rule(&claim.rule, claim.confidence);
    let mut steps = Vec::new();
    let mut add =
        |what: &str, value: String, by: (Option<String>, Option<Confidence>), spans: Vec<Span>| {
            let words = words.at(spans);
            steps.push(Step { what: what.to_owned(), value, rule: by.0, confidence: by.1, words });
        };
    add("content", claim.content.text.clone(), whole(), claim.content.spans.clone());
    if let Some(cue) = &claim.cue {
        add("cue", cue.text.clone(), whole(), vec![cue.span]);
    }
    let source = claim.source.as_ref().map(|source| source.span);
    let how = format!("{} ({})", claim.speaker.name, word(&claim.speaker.how));
    add("speaker", how, (None, None), source.into_iter().collect());
    add(
        "stance",
        word(&claim.stance),
        (None, None),
        claim.cue.iter().map(|cue| cue.span).collect(),
    );
    add("polarity", word(&claim.polarity), (None, None), Vec::new());
    for hedge in &claim.hedges {
        add("hedge", hedge.text.clone(), (None, None), vec![hedge.span]);
    }
    for link in &claim.chain {
        let inferred = if link.inferred { ", taken over from an earlier sentence" } else { "" };
        let value = format!("{} ({}{inferred})", link.name, word(&link.kind));
        add("chain", value, (None, None), link.span.into_iter().collect());
    }
    for figure in &claim.figures {
        let bounds = match figure.bounds() {
            (Some(low), Some(high)) if low == high => format!("{low}"),
            (Some(low), Some(high)) => format!("{low}–{high}"),
            (Some(low), None) => format!("≥ {low}"),
            (None, Some(high)) => format!("≤ {high}"),
            (None, None) => "no number".to_owned(),
        };
        let value = format!("{bounds} {}", figure.unit);
        add("figure", value, rule(&figure.rule, figure.confidence), vec![figure.span]);
        for derived in &figure.derived {
            let bound = |bound: Option<f64>| bound.map_or("…".to_owned(), |it| it.to_string());
            let value = format!("{}–{} {}", bound(derived.low), bound(derived.high), derived.unit);
            add("derived figure", value, (Some(derived.rule.clone()), None), vec![figure.span]);
        }
    }
    for time in &claim.times {
        let value = match (&time.value, &time.abstained) {
            (Some(value), _) => value.clone(),
            (None, Some(why)) => format!("not resolved: {why}"),
            (None, None) => "not resolved".to_owned(),
        };
        add("time", value, rule(&time.rule, time.confidence), vec![time.span]);
    }
    for place in &claim.places {
        let value = place.gazetteer.clone().unwrap_or_else(|| "not in the gazetteer".to_owned());
        add("place", value, rule(&place.rule, place.confidence), vec![place.span]);
    }
    if let Some(event) = &claim.event {
        let value = format!("{} ({})", event.event_type, word(&event.factuality));
        add("event", value, rule(&event.rule, event.confidence), vec![event.span]);
    }
    steps
}

fn of_document(document: &Document) -> Vec<Step> {
    let words = Words::of(document);
    let fields = [
        ("title", &document.title),
        ("outlet", &document.outlet),
        ("language", &document.language),
        ("published", &document.published),
        ("modified", &document.modified),
        ("url", &document.url),
    ];
    let found = fields.into_iter().filter_map(|(what, found)| Some((what, found.as_ref()?)));
    let found = found.chain(document.byline.iter().map(|signer| ("byline", &signer.found)));
    found
        .map(|(what, found)| Step {
            what: what.to_owned(),
            value: found.value.clone(),
            rule: Some(found.evidence.clone()),
            confidence: Some(found.confidence),
            words: words.at(found.span),
        })
        .collect()
}

fn of_speaker(ledger: &Ledger, id: &Id) -> Result<Why> {
    let view = crate::speaker(ledger, id.as_str())?;
    let mut steps = Vec::new();
    let mut first = None;
    for row in &view.claims {
        let claim = ledger.claim(&row.id)?;
        // The id is of one page; other pages only share the name.
        if claim.speaker.id != *id {
            continue;
        }
        let document = ledger.document(&claim.document)?;
        let spans = claim.source.iter().map(|source| source.span);
        steps.push(Step {
            what: "speaker".to_owned(),
            value: format!("{} in {}", claim.speaker.name, claim.id),
            rule: Some(format!("{}, {}", claim.rule, word(&claim.speaker.how))),
            confidence: Some(claim.confidence),
            words: Words::of(&document).at(spans),
        });
        first.get_or_insert(document);
    }
    match first {
        Some(document) => on_page(ledger, id, "speaker", &document, steps),
        None => Err(ledger::Error::Unknown { id: id.clone() }.into()),
    }
}
