//! What a text without tags says about itself.

use super::byline::{is_person, kind, split};
use super::date::{ends_sentence, of_parts};
use super::day::Habit;
use super::head::Said;
use super::hint;
use crate::furniture::fold;
use crate::plain;
use crate::role;
use schema::{Confidence, Document, Found, PageFormat, Role, Signer, SignerKind, Span};

/// Fills from the lines of a document what its page left open.
pub(crate) fn complete(document: &mut Document) {
    title(document);
    if document.page.format == PageFormat::Html {
        return;
    }
    if document.byline.is_empty() {
        document.byline = byline(document);
    }
    let (published, modified) = dates(document);
    document.published = document.published.take().or(published);
    document.modified = document.modified.take().or(modified);
    let count = document.blocks.len();
    for (n, block) in document.blocks.iter().enumerate() {
        if n < 6 || n + 12 >= count {
            document.hints.extend(hint::of_plain(document.words(block.span), block.span));
        }
    }
}

/// The place of the headline in the text; the first line is one where nothing else is.
fn title(document: &mut Document) {
    let title =
        document.blocks.iter().find(|block| block.role == Role::Title).map(|block| block.span);
    let Some(span) = title else { return };
    let words = document.words(span).to_owned();
    match &mut document.title {
        Some(found) if fold(&found.value) == fold(&words) => found.span = Some(span),
        Some(_) => {}
        None => {
            document.title = Some(Found {
                value: words,
                evidence: "first line".to_owned(),
                span: Some(span),
                confidence: Confidence::percent(75),
            })
        }
    }
}

fn byline(document: &Document) -> Vec<Signer> {
    let habit = habit(document);
    let mut byline: Vec<Signer> = Vec::new();
    let signed = document
        .blocks
        .iter()
        .filter(|block| block.role == Role::Byline || block.reason == plain::AUTHOR)
        .filter(|block| block.span.len() < 160);
    for block in signed {
        for part in split(document.words(block.span), habit, true) {
            let kind = kind(&part.value, false, None);
            let known = byline.iter().any(|known| known.found.value == part.value);
            if !known && (kind != SignerKind::Person || is_person(&part.value, true)) {
                let found = Found {
                    value: part.value,
                    evidence: "line that signs".to_owned(),
                    span: Some(block.span),
                    confidence: Confidence::percent(70),
                };
                byline.push(Signer { found, kind });
            }
        }
    }
    byline
}

fn habit(document: &Document) -> Habit<'_> {
    Habit { language: document.language_code(), month_first: false }
}

/// Dates in the short lines around the headline; never one of the furniture, and
/// never one that a sentence, a caption or a heading tells of.
fn dates(document: &Document) -> (Option<Found<String>>, Option<Found<String>>) {
    let first = document.blocks.iter().position(|block| block.role == Role::Title).unwrap_or(0);
    let near = || document.blocks.iter().skip(first.saturating_sub(4)).take(12);
    // A day alone on a line further down heads a part of a chronicle.
    let text = near()
        .find(|block| block.role == Role::Body && ends_sentence(document.words(block.span)))
        .map_or(usize::MAX, |block| block.span.start());
    let (mut published, mut modified) = (None, None);
    for block in near().filter(|block| block.span.len() < 160) {
        let words = document.words(block.span);
        for (said, written) in of_parts(words, habit(document)) {
            let (before, after) = (&words[..written.range.start], &words[written.whole.end..]);
            let beside = before.chars().count() + after.chars().count();
            let few = || {
                let long = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 1;
                before.split_whitespace().chain(after.split_whitespace()).filter(long).count() <= 2
            };
            let signed = said.is_some();
            let dates_the_page = match (block.role, block.reason.as_str()) {
                (Role::Dateline, _) => beside <= 50 || signed,
                (Role::Byline, _) => !ends_sentence(words) && (beside <= 50 || signed),
                (Role::Standfirst | Role::Body, _)
                | (Role::Caption, role::SHORT)
                | (Role::Heading, plain::NO_STOP) => {
                    !ends_sentence(words) && (signed || few() && block.span.start() < text)
                }
                _ => false,
            };
            if !dates_the_page {
                continue;
            }
            let (date, evidence) = if said == Some(Said::Modified) {
                (&mut modified, "line with a word for updated")
            } else {
                (&mut published, "line near the headline")
            };
            let from = block.span.start();
            date.get_or_insert_with(|| Found {
                value: written.moment.day.to_string(),
                evidence: evidence.to_owned(),
                span: Some(Span::new(from + written.range.start, from + written.range.end)),
                confidence: Confidence::percent(75),
            });
        }
    }
    (published, modified)
}
