use crate::Orthography;
use schema::Span;

/// Cuts `region` into sentences; none of them begins or ends with a space.
///
/// A sentence ends at a full stop, a question mark, an exclamation mark or an
/// ellipsis, with the closing marks that follow, if a space and something that
/// can begin a sentence come after. A line break ends one only where it is
/// doubled: pasted text breaks lines anywhere.
pub(crate) fn cut(text: &str, region: Span, orthography: &Orthography) -> Vec<Span> {
    let slice = region.of(text);
    let mut spans = Vec::new();
    let mut start = 0;
    let mut chars = slice.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\n' && slice[at + 1..].starts_with('\n') {
            push(&mut spans, slice, region, start..at);
            start = at;
            continue;
        }
        if !is_terminal(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(next, d)) = chars.peek() {
            // A no-break space may stand before a closing guillemet.
            let closes = is_closing(d)
                || (d.is_whitespace() && slice[next + d.len_utf8()..].starts_with(['»', '›']));
            if !closes && !is_terminal(d) {
                break;
            }
            end = next + d.len_utf8();
            chars.next();
        }
        let rest = &slice[end..];
        let spaced = rest.starts_with(char::is_whitespace);
        let next = rest.trim_start().chars().next();
        let begins = next.is_some_and(|d| {
            d.is_uppercase()
                || d.is_numeric()
                || is_opening(d)
                || !d.is_alphanumeric() && !is_pause(d)
        });
        if spaced && begins && !(c == '.' && is_abbreviation(&slice[start..at], orthography)) {
            push(&mut spans, slice, region, start..end);
            start = end;
        }
    }
    push(&mut spans, slice, region, start..slice.len());
    spans
}

fn push(spans: &mut Vec<Span>, slice: &str, region: Span, range: std::ops::Range<usize>) {
    let piece = &slice[range.clone()];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let from = range.start + (piece.len() - piece.trim_start().len());
        spans.push(Span::new(region.start() + from, region.start() + from + trimmed.len()));
    }
}

/// Whether the full stop after `before` belongs to its last word: *M.*, *J.*
fn is_abbreviation(before: &str, orthography: &Orthography) -> bool {
    let word = before
        .rsplit(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '«' | '“' | '"' | '-' | '’' | '\'')
        })
        .next()
        .unwrap_or("");
    let mut letters = word.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    initial || orthography.abbreviations.contains(&word.to_lowercase())
}

fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | '"' | ')' | ']' | '›' | '“')
}

fn is_opening(c: char) -> bool {
    matches!(c, '«' | '“' | '"' | '„' | '(' | '[' | '‘' | '‹' | '—' | '–' | '”')
}

fn is_pause(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '»' | '”' | '%')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn check(language: &str, text: &str, expected: &[&str]) {
        let found: Vec<_> =
            crate::sentences(text, language).iter().map(|span| span.of(text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_and_initials_do_not_end_a_sentence() {
        check("fr", "M. Karo est là. J. Brel aussi.", &["M. Karo est là.", "J. Brel aussi."]);
        check(
            "en",
            "Gen. Ode left at 5 p.m. on Monday. He won.",
            &["Gen. Ode left at 5 p.m. on Monday.", "He won."],
        );
    }

    #[test]
    fn closing_marks_belong_to_the_sentence() {
        check("fr", "« Oui. » Il rit.", &["« Oui. »", "Il rit."]);
        check("en", "“Go!” she said. “Now.”", &["“Go!” she said.", "“Now.”"]);
    }

    #[test]
    fn numbers_and_addresses_are_not_cut() {
        check(
            "en",
            "It cost 3.5 million. See a.example/b for more.",
            &["It cost 3.5 million.", "See a.example/b for more."],
        );
    }

    proptest! {
        #[test]
        fn nothing_visible_is_lost(text in "\\PC{0,80}") {
            let kept: String = crate::sentences(&text, "fr").iter().flat_map(|span| span.of(&text).chars()).filter(|c| !c.is_whitespace()).collect();
            let whole: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(kept, whole);
        }
    }
}
