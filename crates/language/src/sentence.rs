use crate::Orthography;
use crate::cuts::{Decision, seen::Gap};
use crate::token::{is_combining, is_emoji, norm, smiley};
use schema::Span;

/// Cuts `region` into sentences; none of them begins or ends with a space.
///
/// A sentence ends at a full stop, a question mark, an exclamation mark or an
/// ellipsis, with the closing marks that follow, if a space and something that
/// can begin a sentence come after. A line break ends one only where it is
/// doubled, or where an item of a list comes next: pasted text breaks lines anywhere.
///
/// Where that decides wrongly, `learnt` knows better, if it is there.
pub(crate) fn cut(
    text: &str,
    region: Span,
    orthography: &Orthography,
    learnt: Option<&Decision>,
) -> Vec<Span> {
    let slice = region.of(text);
    let mut ends = by_rules(slice, orthography);
    if let Some(learnt) = learnt {
        ends = revised(slice, &ends, learnt);
    }
    let mut spans = Vec::new();
    let mut start = 0;
    for end in ends.iter().map(|end| end.at).chain([slice.len()]) {
        let piece = &slice[start..end];
        let trimmed = piece.trim();
        if !trimmed.is_empty() {
            let from = region.start() + start + (piece.len() - piece.trim_start().len());
            spans.push(Span::new(from, from + trimmed.len()));
        }
        start = end;
    }
    spans
}

/// Where a sentence ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct End {
    /// In bytes.
    at: usize,
    /// Whether a break of lines ends it, and not a mark.
    broken: bool,
}

/// Where sentences end in `slice` by the rules.
pub(crate) fn by_rules(slice: &str, orthography: &Orthography) -> Vec<End> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    // Whether a straight quotation mark is open.
    let mut quoted = false;
    while let Some(next) = slice[at..].find(|c| is_terminal(c) || matches!(c, '\n' | '"')) {
        at += next;
        let c = slice[at..].chars().next().unwrap_or_default();
        let mut end = at + c.len_utf8();
        if c == '"' {
            quoted = !quoted;
        } else if c == '\n' {
            if begins_item(&slice[end..]) {
                found.push(End { at, broken: true });
                start = at;
                quoted = false;
            }
        } else {
            end = closed(slice, end, &mut quoted);
            if ends(slice, start..at, end, c, orthography) {
                found.push(End { at: end, broken: false });
                start = end;
            }
        }
        at = end;
    }
    found
}

/// What was learnt corrects the rules only where it is so sure.
const SURE: i32 = 80;

/// The same ends, as what was learnt corrects them.
fn revised(slice: &str, ends: &[End], learnt: &Decision) -> Vec<End> {
    let (mut more, mut less) = (Vec::new(), Vec::new());
    let mut keys = Vec::new();
    gaps(slice, ends, &mut |at, gap| {
        if gap.may_end() {
            keys.clear();
            gap.keys(&mut keys);
            let score = learnt.score(&keys);
            if gap.ruled && score < -SURE {
                less.push(at);
            } else if !gap.ruled && score > SURE {
                more.push(End { at, broken: false });
            }
        }
    });
    let mut less = less.into_iter().peekable();
    let mut all: Vec<End> = ends.to_vec();
    all.retain(|end| {
        while less.next_if(|at| *at < end.at).is_some() {}
        end.broken || less.peek() != Some(&end.at)
    });
    all.extend(more);
    all.sort_by_key(|end| end.at);
    all
}

/// Looks at each place between two words where no line is broken, in order: where the word
/// before it ends, and what stands around.
pub(crate) fn gaps(slice: &str, ends: &[End], look: &mut impl FnMut(usize, Gap)) {
    let mut words: Vec<(usize, &str)> = Vec::new();
    let mut rest = ends;
    let mut start = 0;
    while start < slice.len() {
        let count = rest.iter().position(|end| end.broken).unwrap_or(rest.len());
        let to = rest.get(count).map_or(slice.len(), |end| end.at);
        words.clear();
        words.extend(runs(&slice[start..to]).map(|(at, word)| (start + at, word)));
        let mut ruled = rest[..count].iter().map(|end| end.at).peekable();
        let mut since = 0;
        for (number, &(at, word)) in words.iter().enumerate().take(words.len().max(1) - 1) {
            let end = at + word.len();
            while ruled.next_if(|ruled| *ruled < end).is_some() {
                since = 0;
            }
            since += 1;
            let other = |place: Option<usize>| {
                place.and_then(|place| words.get(place)).map_or("", |(_, word)| word)
            };
            let before = if since > 1 { other(number.checked_sub(1)) } else { "" };
            let [b, c, d] = [1, 2, 3].map(|far| other(Some(number + far)));
            let is_ruled = ruled.peek() == Some(&end);
            look(end, Gap { words: [before, word, b, c, d], ruled: is_ruled, since });
            if is_ruled {
                since = 0;
            }
        }
        rest = rest.get(count + 1..).unwrap_or_default();
        start = to.max(start + 1);
        while !slice.is_char_boundary(start) {
            start += 1;
        }
    }
}

/// What stands between spaces, and where.
fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += text[at..].find(|c: char| !c.is_whitespace())?;
        let rest = &text[at..];
        let run = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
        at += run.len();
        Some((at - run.len(), run))
    })
}

/// Where the marks end that close a sentence, from behind its first full stop on.
fn closed(slice: &str, mut end: usize, quoted: &mut bool) -> usize {
    loop {
        let rest = &slice[end..];
        let Some(d) = rest.chars().next() else { return end };
        let inner = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
        let spaces = rest.len() - inner.len();
        let length = match inner.chars().next() {
            // A no-break space may stand before a closing guillemet, a space before a mark
            // that was opened in this sentence.
            Some(mark @ ('»' | '›')) if spaces <= 3 => spaces + mark.len_utf8(),
            Some('"')
                if (*quoted && spaces == 0) || alone(&inner[1..]) && (*quoted || spaces == 0) =>
            {
                *quoted = false;
                spaces + 1
            }
            Some('"') => return end,
            Some('\'') if spaces == 0 && alone(&inner[1..]) => 1,
            Some('[') => match reference(inner) {
                0 => return end,
                length => spaces + length,
            },
            Some(':' | ';' | '=' | ')') if smiley(inner) > 0 => spaces + smiley(inner),
            Some(e) if is_emoji(e) => {
                spaces + inner.find(|c| !is_emoji(c) && !is_combining(c)).unwrap_or(inner.len())
            }
            _ if is_closing(d) || is_terminal(d) || is_combining(d) => d.len_utf8(),
            _ => return end,
        };
        end += length;
    }
}

/// How long the reference is that begins here: `[12]`; 0 if it is none.
fn reference(text: &str) -> usize {
    let inner = text[1..].trim_start_matches(|c: char| c.is_ascii_digit());
    let length = text.len() - inner.len();
    if inner.starts_with(']') && length > 1 && length < 6 { length + 1 } else { 0 }
}

/// Whether a space or nothing comes next.
fn alone(rest: &str) -> bool {
    rest.chars().next().is_none_or(char::is_whitespace)
}

/// Whether a sentence ends at `end`: behind the stop `c` at the end of `before`, and behind what
/// closes it.
fn ends(
    slice: &str,
    before: std::ops::Range<usize>,
    end: usize,
    c: char,
    orthography: &Orthography,
) -> bool {
    let rest = &slice[end..];
    let before = &slice[before];
    if !rest.starts_with(char::is_whitespace) {
        return is_wide(c) || runs_on(before, c, rest);
    }
    let next = rest.trim_start();
    let inner = next.trim_start_matches(|d| is_opening(d) || d == '\u{a0}' || d == ' ');
    // A line of nothing but marks is looked at once only.
    let opened = next.len() - inner.len();
    let Some(first) = inner.chars().next().filter(|_| opened < 12) else { return !next.is_empty() };
    let begins = if first.is_alphabetic() {
        !first.is_lowercase()
    } else {
        first.is_numeric() || opened > 0 || !is_pause(first)
    };
    begins && !(c == '.' && goes_on(before, first, orthography))
}

/// Whether a full stop without a space behind it ends a sentence all the same: *left.Then*.
fn runs_on(before: &str, c: char, rest: &str) -> bool {
    let mut next = rest.chars();
    let capital = next.next().is_some_and(char::is_uppercase)
        && next.next().is_some_and(|d| d.is_lowercase() || d.is_whitespace() || d == ',')
        && !next.take(40).take_while(|d| !d.is_whitespace()).any(|d| d == '@');
    let mut back = before.chars().rev();
    let small = back.clone().take(3).filter(|d| d.is_lowercase()).count();
    capital && (c != '.' || small == 3 || back.next().is_some_and(is_closing))
}

/// Whether the full stop after `before` belongs to its last word, *M.*, *J.*, *19.*, and
/// something that begins with `next` may follow in the same sentence.
fn goes_on(before: &str, next: char, orthography: &Orthography) -> bool {
    let word = before
        .rsplit(|c: char| {
            c.is_whitespace() || matches!(c, '(' | '«' | '“' | '"' | '-' | '’' | '\'')
        })
        .next()
        .unwrap_or("");
    if word.is_empty() || word.len() > 40 {
        return false;
    }
    let number = word.chars().all(|c| c.is_ascii_digit());
    // "1. The bridge": the number of an item.
    let item = before.trim_start_matches([' ', '\n', '*', '(', '•', '-', '–']);
    if item.len() == word.len()
        && word.len() < 6
        && word.chars().all(|c| c.is_ascii_digit() || c == '.')
    {
        return true;
    }
    if orthography.ordinal_stop && (number && word.len() < 3 || is_roman(word)) {
        return true;
    }
    let mut letters = word.chars();
    let initial = matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase());
    let norm = norm(word);
    if orthography.last.contains(&norm) && next.is_uppercase() {
        return false;
    }
    initial || orthography.abbreviations.contains(&norm)
}

/// Whether an item of a list, or an empty line, comes next.
fn begins_item(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '\r']);
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match rest.chars().next() {
        Some('\n' | '•' | '‣' | '◦' | '▪' | '●' | '■' | '✔' | '·') => true,
        Some(c @ ('-' | '–' | '—' | '*')) => {
            let rest = &rest[c.len_utf8()..];
            let first = rest.trim_start().chars().next();
            rest.starts_with([' ', '\u{a0}']) && first.is_some_and(char::is_uppercase)
        }
        Some(_) if (1..4).contains(&digits) => {
            let rest = &rest[digits..];
            rest.starts_with(['.', ')']) && rest[1..].starts_with([' ', '\u{a0}'])
        }
        _ => false,
    }
}

fn is_roman(word: &str) -> bool {
    word.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'))
}

fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।') || is_wide(c)
}

/// A stop of scripts that put no space behind it.
fn is_wide(c: char) -> bool {
    matches!(c, '。' | '！' | '？')
}

fn is_closing(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | '"' | ')' | ']' | '›' | '“' | '」' | '』')
}

fn is_opening(c: char) -> bool {
    matches!(
        c,
        '«' | '“'
            | '"'
            | '„'
            | '('
            | '['
            | '‘'
            | '‹'
            | '—'
            | '–'
            | '”'
            | '-'
            | '\''
            | '•'
            | '*'
    )
}

fn is_pause(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | '»' | '”' | '%' | '.' | '!' | '?' | '…' | ')' | ']' | '/')
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
