//! What a page says of being a copy of another.

use super::address::{host, is_one_owner};
use super::date::{Layout, ends_sentence};
use super::head::Head;
use super::words::{CreditKind, Words};
use super::{decoded, found};
use crate::furniture::fold;
use crate::role::{Weights, is_beside};
use crate::segment::Segments;
use crate::tag::Tag;
use crate::tree::Tree;
use schema::{Confidence, CopyHint, Found, HintKind, Span};

/// The longest line that names its source, in bytes.
const LONGEST: usize = 240;

/// The languages in which the machinery of a page is set, with where that is said.
pub(crate) fn claimed(head: &Head<'_>) -> Vec<(String, &'static str)> {
    let code = |value: &str| value.split(['-', '_']).next().unwrap_or(value).trim().to_lowercase();
    let tag = head.language.map(|value| (code(value), "html lang"));
    let social = head.meta(&["og:locale"]).map(|(name, value)| (code(value), name));
    let claims = tag.into_iter().chain(social);
    claims.filter(|(code, _)| code.len() == 2).collect()
}

/// A machinery of another language than the text. One claim alone may be the default of
/// a program that nobody set; two that agree are not.
pub(crate) fn machinery(claimed: &[(String, &'static str)], text: &str) -> Option<CopyHint> {
    let (code, whence) = claimed.first()?;
    if claimed.iter().any(|(claim, _)| claim == text) {
        return None;
    }
    let percent = if claimed.len() > 1 { 65 } else { 45 };
    hint(HintKind::ForeignMachinery, code, whence, percent)
}

/// Canonical addresses that are another owner's.
pub(crate) fn elsewhere(own: Option<&str>, canonical: Option<&Found<String>>) -> Option<CopyHint> {
    let (own, canonical) = (own?, canonical?);
    host(own)?;
    if is_one_owner(own, &canonical.value) {
        return None;
    }
    hint(HintKind::CanonicalElsewhere, &canonical.value, &canonical.evidence, 85)
}

/// Lines and links that say whence the text comes. They stand beside the headline or
/// below the text; inside it they are the sources of figures.
pub(crate) fn credits(
    tree: &Tree,
    segments: &Segments,
    weights: &Weights,
    layout: Layout,
    own: Option<&str>,
) -> Vec<CopyHint> {
    let pieces = &segments.pieces;
    let near = layout.headline.saturating_sub(3)..(layout.first + 1).min(pieces.len());
    let below = (layout.last + 1).max(near.end)..(layout.last + 13).min(pieces.len());
    let last = layout.last..(layout.last + 1).min(pieces.len());
    let mut hints = Vec::new();
    for piece in near.chain(last).chain(below).filter_map(|at| pieces.get(at)) {
        let line = piece.span.of(&segments.text);
        let Some((kind, value)) = credit(line) else { continue };
        if is_beside(tree, weights, piece.node) {
            continue;
        }
        let link = tree
            .walk(piece.node)
            .filter(|&node| tree.nodes[node].tag == Tag::A)
            .filter_map(|node| tree.attribute(node, "href"))
            .find(|href| host(href).is_some() && own.is_none_or(|own| !is_one_owner(own, href)));
        if let Some(href) = link {
            hints.extend(hint(HintKind::OriginalLink, href, "link to the original", 70));
        }
        if kind == CreditKind::Credit && !value.is_empty() {
            hints.extend(of_line(value, piece.span, line));
        }
        if hints.len() > 8 {
            break;
        }
    }
    hints
}

/// A hint from a line of a text without tags.
pub(crate) fn of_plain(line: &str, span: Span) -> Option<CopyHint> {
    let (kind, value) = credit(line)?;
    (kind == CreditKind::Credit).then(|| of_line(value, span, line)).flatten()
}

fn of_line(value: &str, span: Span, line: &str) -> Option<CopyHint> {
    let mut hint = hint(HintKind::Credit, value, "line that names its source", 65)?;
    hint.found.span =
        line.find(value).map(|at| Span::new(span.start() + at, span.start() + at + value.len()));
    Some(hint)
}

/// What a line says of whence the text comes: "Source: Transline".
fn credit(line: &str) -> Option<(CreditKind, &str)> {
    if line.len() > LONGEST {
        return None;
    }
    let folded = fold(line);
    let credit = Words::get().credits.iter().find(|it| {
        folded
            .strip_prefix(it.text.as_str())
            .is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    })?;
    if credit.kind == CreditKind::Original {
        return (!ends_sentence(line) && line.chars().count() < 90).then_some((credit.kind, ""));
    }
    // A word alone needs its colon: the source of a river is no source of news.
    let words = credit.text.chars().count();
    let rest = line.char_indices().nth(words).map_or("", |(at, _)| &line[at..]);
    let value = match rest.trim_start().strip_prefix([':', '：']) {
        Some(value) => value,
        None if credit.text.contains(' ') && !rest.contains(',') => rest,
        None => return None,
    };
    let value = value.trim().trim_end_matches('.');
    let few = value.split_whitespace().count() <= 12 && value.chars().count() <= 90;
    (few && !value.is_empty() && !ends_sentence(value)).then_some((credit.kind, value))
}

fn hint(kind: HintKind, value: &str, evidence: &str, percent: u8) -> Option<CopyHint> {
    let found = found(&decoded(value), evidence, percent)?;
    Some(CopyHint { kind, found: Found { confidence: Confidence::percent(percent), ..found } })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_credit_knows_its_example_and_not_its_counter_example() {
        assert!(Words::get().credits.len() > 30);
        for entry in &Words::get().credits {
            let (kind, _) = credit(&entry.example).unwrap_or_else(|| panic!("{}", entry.example));
            assert_eq!(kind, entry.kind, "{}", entry.example);
            if let Some(counter) = &entry.counter {
                assert!(credit(counter).is_none(), "{counter}");
            }
        }
    }

    #[test]
    fn a_line_names_its_source() {
        let value = |line| credit(line).map(|(_, value)| value);
        assert_eq!(value("Source: The Belmar Courier"), Some("The Belmar Courier"));
        assert_eq!(value("Source : Le Courrier de Belmar."), Some("Le Courrier de Belmar"));
        assert_eq!(
            value("Originally published in The Belmar Courier"),
            Some("in The Belmar Courier")
        );
        assert_eq!(value("Sources close to the mayor said that the dam would hold."), None);
        assert_eq!(value("The source: a spring"), None);
    }
}
