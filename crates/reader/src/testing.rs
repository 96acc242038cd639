//! A document of a few sentences, and what was read in it, for the tests.

use schema::{Block, Confidence, Document, Found, Id, PageFormat, PageRecord, Reading, Role, Span};

/// A document whose lines are paragraphs.
pub(crate) fn document(language: &str, text: &str) -> Document {
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim_end();
        if !words.is_empty() {
            let span = Span::new(at, at + words.len());
            blocks.push(Block {
                span,
                role: Role::Body,
                kept: true,
                reason: "test".to_owned(),
                source: None,
            });
        }
        at += line.len();
    }
    Document {
        id: Id::of('d', &[text.as_bytes()]),
        page: PageRecord {
            sha256: String::new(),
            bytes: text.len() as u64,
            format: PageFormat::Text,
            charset: "utf-8".to_owned(),
            whence: None,
            address: None,
            carrier: None,
            retrieved: None,
            cut: Vec::new(),
        },
        kind: schema::PageKind::Article,
        url: None,
        outlet: None,
        language: Some(Found {
            value: language.to_owned(),
            evidence: "test".to_owned(),
            span: None,
            confidence: Confidence::percent(100),
        }),
        title: None,
        byline: Vec::new(),
        published: Some(Found {
            value: "2024-05-15".to_owned(),
            evidence: "test".to_owned(),
            span: None,
            confidence: Confidence::percent(100),
        }),
        modified: None,
        hints: Vec::new(),
        text: text.to_owned(),
        blocks,
    }
}

/// Who says what: a line a claim, without the narrated ones.
pub(crate) fn claims(language: &str, text: &str) -> String {
    let reading = crate::read(&document(language, text));
    let mut out = String::new();
    for claim in reading.claims.iter().filter(|claim| claim.kind != schema::Kind::Narrated) {
        let chain: Vec<_> = claim
            .chain
            .iter()
            .map(|link| format!("{}{}", link.name, if link.inferred { "?" } else { "" }))
            .collect();
        out += &format!(
            "{:?} {:?} [{}] {}\n",
            claim.kind,
            claim.stance,
            chain.join(" < "),
            claim.content.text
        );
    }
    out
}

/// Everything that was read in `text`.
pub(crate) fn read(language: &str, text: &str) -> Reading {
    crate::read(&document(language, text))
}
