//! What a text without tags says about itself.

use super::address;
use super::byline::{is_person, kind, split};
use super::date::{ends_sentence, long_words, of_parts};
use super::day::{Habit, Written};
use super::head::Said;
use super::hint;
use super::title::bare;
use crate::furniture::fold;
use crate::plain;
use crate::role;
use schema::{Block, Confidence, Document, Found, PageFormat, Role, Signer, SignerKind, Span};

/// Fills from the lines of a document what its page left open.
pub(crate) fn complete(document: &mut Document) {
    title(document);
    if document.page.format == PageFormat::Html {
        return;
    }
    if document.outlet.is_none() {
        document.outlet = outlet(document);
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

/// The name that claims the rights at the foot, if it stands alone at the top too.
fn outlet(document: &Document) -> Option<Found<String>> {
    let blocks = &document.blocks;
    let foot = blocks.iter().rev().take(12).find_map(|block| {
        let name = address::holder(document.words(block.span))?;
        Some((block.span, name))
    });
    let (span, name) = foot?;
    let head = blocks.iter().take(12).map(|block| block.span).filter(|it| *it != span);
    let lines = head.flat_map(|span| document.words(span).lines());
    let is_name = |line: &str| bare(line) == bare(name);
    if !lines.into_iter().any(is_name) {
        return None;
    }
    let from = span.start() + document.words(span).find(name)?;
    Some(Found {
        value: name.to_owned(),
        evidence: "line of rights".to_owned(),
        span: Some(Span::new(from, from + name.len())),
        confidence: Confidence::percent(70),
    })
}

/// Those whom the first line that signs names, or a name alone below the headline.
fn byline(document: &Document) -> Vec<Signer> {
    let habit = habit(document);
    let signed = document
        .blocks
        .iter()
        .filter(|block| block.role == Role::Byline || block.reason == plain::AUTHOR)
        .filter(|block| block.span.len() < 160);
    for block in signed {
        let words = document.words(block.span);
        if hint::of_plain(words, block.span).is_some() {
            continue;
        }
        let mut byline: Vec<Signer> = Vec::new();
        for part in split(words, habit, true) {
            let kind = kind(&part.value, false, None);
            let known = byline.iter().any(|known| known.found.value == part.value);
            if !known && (kind != SignerKind::Person || is_person(&part.value, true)) {
                byline.push(signer(part.value, kind, "line that signs", block.span, 70));
            }
        }
        if !byline.is_empty() {
            return byline;
        }
    }
    below_headline(document)
}

/// A name alone on a line between the headline and the day.
fn below_headline(document: &Document) -> Vec<Signer> {
    let blocks = &document.blocks;
    let headline = blocks.iter().position(|block| block.role == Role::Title);
    let Some(at) = headline else { return Vec::new() };
    let pairs = blocks.iter().zip(blocks.iter().skip(1)).skip(at + 1).take(3);
    for (block, next) in pairs {
        let name = document.words(block.span).trim_matches(['*', '_', ' ']);
        let day = document.words(next.span);
        let is_day = day.len() < 60 && super::date_in(day, 0).is_some();
        let is_name = is_person(name, false) && name.split(' ').count() <= 4;
        if is_day && is_name && kind(name, false, None) == SignerKind::Person {
            let person = SignerKind::Person;
            let signer = signer(name.to_owned(), person, "name below the headline", block.span, 60);
            return vec![signer];
        }
    }
    Vec::new()
}

fn signer(value: String, kind: SignerKind, evidence: &str, span: Span, percent: u8) -> Signer {
    let evidence = evidence.to_owned();
    let confidence = Confidence::percent(percent);
    Signer { found: Found { value, evidence, span: Some(span), confidence }, kind }
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
            let beside = beside(words, &written);
            let few = || is_alone(words, &written);
            let signed = said.is_some();
            let dates_the_page = match (block.role, block.reason.as_str()) {
                (Role::Dateline, _) => beside <= 50 || signed,
                (Role::Byline, _) => !ends_sentence(words) && (beside <= 50 || signed),
                (Role::Standfirst | Role::Body, _) | (_, role::SHORT | plain::NO_STOP) => {
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
            date.get_or_insert_with(|| found(block, &written, evidence, 75));
        }
    }
    if published.is_none() && modified.is_none() {
        published = above(document);
    }
    (published, modified)
}

/// The day that stands alone on a line above the text, among menus, where there is one.
fn above(document: &Document) -> Option<Found<String>> {
    let is_text =
        |block: &&Block| block.role == Role::Body && ends_sentence(document.words(block.span));
    let text = document.blocks.iter().position(|block| is_text(&block))?;
    let mut days = document.blocks[..text.min(HEAD)].iter().filter_map(|block| {
        let words = document.words(block.span);
        let short = block.role == Role::Navigation
            && block.span.len() < 60
            && matches!(block.reason.as_str(), plain::NO_STOP | role::SHORT);
        let written = short.then(|| of_parts(words, habit(document)))?;
        let [(_, written)] = written.as_slice() else { return None };
        is_alone(words, written).then(|| (written.moment.day, block, written.clone()))
    });
    let (day, block, written) = days.next()?;
    days.all(|(other, ..)| other == day).then(|| found(block, &written, "line above the text", 60))
}

/// How many lines above a text are searched for its day.
const HEAD: usize = 40;

fn found(block: &Block, written: &Written, evidence: &str, percent: u8) -> Found<String> {
    let from = block.span.start();
    Found {
        value: written.moment.day.to_string(),
        evidence: evidence.to_owned(),
        span: Some(Span::new(from + written.range.start, from + written.range.end)),
        confidence: Confidence::percent(percent),
    }
}

/// How many characters stand beside a day in its line.
fn beside(line: &str, day: &Written) -> usize {
    line[..day.range.start].chars().count() + line[day.whole.end..].chars().count()
}

/// Whether a line is a day, but for two words.
fn is_alone(line: &str, day: &Written) -> bool {
    long_words(&line[..day.range.start]) + long_words(&line[day.whole.end..]) <= 2
}
