//! What a source does with its content, and whether the content is negated.

use crate::attribution::Attribution;
use crate::words::Words;
use schema::{Cue, Kind, Mode, Polarity, Span, SpeakerType, Stance};

/// The stance of an attribution.
///
/// A denial needs a cue that denies, or a negated cue; a negation inside the
/// content is polarity, and the source still asserts. A negated denial is no
/// denial: the source has not said so, which is a hedge.
pub(crate) fn stance(
    attribution: &Attribution,
    speaker: SpeakerType,
    text: &str,
    words: &Words,
) -> Stance {
    let base = attribution.cue.map_or(Stance::Asserts, |(_, cue)| cue.stance());
    let content = attribution.content.first().map_or("", |span| span.of(text));
    let opening: String = content
        .chars()
        .take(40)
        .flat_map(char::to_lowercase)
        .map(|c| if c == '’' { '\'' } else { c })
        .collect();
    if words.unknown.iter().any(|phrase| opening.starts_with(phrase.as_str()))
        || attribution.conditional
    {
        return Stance::Hedges;
    }
    // "Did not say how many": nothing is asserted, and nothing denied.
    if attribution.negated && attribution.rule == "attribution/question" {
        return Stance::Hedges;
    }
    if attribution.is_unstated() && base == Stance::Asserts {
        return if attribution.is_hearsay() { Stance::Hedges } else { Stance::Reports };
    }
    // Not to know or to think is no denial.
    let spoken =
        attribution.cue.is_none_or(|(_, cue)| matches!(cue.mode(), Mode::Speech | Mode::Writing));
    if attribution.negated && !spoken {
        return Stance::Hedges;
    }
    let question = attribution.rule == "attribution/question"
        || attribution.kind == Kind::Direct && content.ends_with('?');
    match (base, attribution.negated) {
        (Stance::Requests, false) if question => Stance::Asks,
        (Stance::Asserts | Stance::Reports | Stance::Admits, true) => Stance::Denies,
        (Stance::Denies, true) => Stance::Hedges,
        (Stance::Asserts, false) if speaker == SpeakerType::Outlet => Stance::Reports,
        (other, _) => other,
    }
}

/// Whether the main clause of the content is negated: a negation before its first comma
/// or complementiser, or before another clause is joined ("four boats lay there *and none*
/// was hit").
pub(crate) fn polarity(content: &[Span], text: &str, language: &str, words: &Words) -> Polarity {
    let Some(first) = content.first() else { return Polarity::Positive };
    let mut joined = false;
    for token in language::tokens(first.of(text), language) {
        let negated = words.negations.contains(&token.norm);
        if joined && (negated || words.pronoun(&token.norm).is_some()) {
            break;
        }
        if negated {
            return Polarity::Negative;
        }
        joined = words.coordinators.contains(&token.norm);
        if token.norm == "," || token.norm == ";" || words.complementisers.contains(&token.norm) {
            break;
        }
    }
    Polarity::Positive
}

/// The words of the content that make it less firm.
pub(crate) fn hedges(content: &[Span], text: &str, language: &str, words: &Words) -> Vec<Cue> {
    let mut hedges = Vec::new();
    for span in content {
        for token in language::tokens(span.of(text), language) {
            // The month of May and Mrs May make nothing less firm.
            let name = token.span.start() > 0
                && token.span.of(span.of(text)).starts_with(char::is_uppercase);
            if words.hedges.contains(&token.norm) && !name {
                let at =
                    Span::new(span.start() + token.span.start(), span.start() + token.span.end());
                hedges.push(Cue { text: at.of(text).to_owned(), span: at });
            }
        }
    }
    hedges
}
