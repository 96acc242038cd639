use crate::names::feature::Sight;
use crate::{Token, TokenKind};
use schema::Span;
use std::borrow::Cow;

/// A token, or a part of one that can bear a label of its own: *anti* and *Karo* in
/// *anti-Karo*.
#[derive(Clone, Debug)]
pub(crate) struct Unit<'a> {
    /// In bytes of the text.
    pub span: Span,
    /// As it is written.
    pub form: &'a str,
    /// In lower case, with straight apostrophes.
    pub norm: Cow<'a, str>,
    pub kind: TokenKind,
}

impl Unit<'_> {
    /// Whether it begins with a capital letter.
    pub(crate) fn is_capital(&self) -> bool {
        self.form.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The units of each sentence, in order.
pub(crate) fn cut<'a>(
    text: &'a str,
    tokens: &'a [Token],
    sentences: &[Span],
    sight: &Sight,
) -> Vec<Vec<Unit<'a>>> {
    let mut tokens = tokens.iter().peekable();
    let mut cut = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let mut units = Vec::new();
        // Tokens before the sentence are of no sentence.
        while tokens.next_if(|token| token.span.start() < sentence.start()).is_some() {}
        while let Some(token) = tokens.next_if(|token| token.span.start() < sentence.end()) {
            push(text, token, sight, &mut units);
        }
        cut.push(units);
    }
    cut
}

/// Adds a token; one with hyphens in several parts, where each is a word of its own.
fn push<'a>(text: &'a str, token: &'a Token, sight: &Sight, units: &mut Vec<Unit<'a>>) {
    let Some(form) = text.get(token.span.range()) else { return };
    let at = |from: usize, to: usize| Span::new(token.span.start() + from, token.span.start() + to);
    let mut start = 0;
    if token.kind == TokenKind::Word && form.contains(is_hyphen) {
        for (hyphen, mark) in form.match_indices(is_hyphen) {
            let (before, after) = (&form[start..hyphen], &form[hyphen + mark.len()..]);
            if before.is_empty() || !sight.parts(before, after) {
                continue;
            }
            units.push(part(before, at(start, hyphen), token.kind));
            units.push(part(mark, at(hyphen, hyphen + mark.len()), TokenKind::Mark));
            start = hyphen + mark.len();
        }
    }
    if start == 0 {
        let norm = Cow::Borrowed(token.norm.as_str());
        units.push(Unit { span: token.span, form, norm, kind: token.kind });
    } else if start < form.len() {
        units.push(part(&form[start..], at(start, form.len()), token.kind));
    }
}

fn part(form: &str, span: Span, kind: TokenKind) -> Unit<'_> {
    let norm = form.to_lowercase().replace('’', "'");
    Unit { span, form, norm: Cow::Owned(norm), kind }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‑' | '–')
}
