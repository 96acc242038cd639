use schema::Span;
use std::collections::BTreeMap;

/// Words between quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Quotation {
    /// With the marks.
    pub outer: Span,
    /// Without them, the spaces inside, and the comma that belongs to the sentence around.
    pub inner: Span,
    /// Whether a closing mark was found before the end of the block.
    pub closed: bool,
}

/// A pair of marks, and how it may be told that they are used as one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    /// « », „ “, ‹ ›: each mark has one side.
    Sided(char, char),
    /// “ ”: sided, but often swapped by machines.
    Curly,
    /// ” … “: the same, swapped.
    Swapped,
    /// " ": one mark for both sides.
    Straight,
    /// ‘ ’ or ' ': each is an apostrophe as well. Where it closes was looked up when it opened.
    Single(usize),
    /// '' '': two apostrophes for one mark.
    Doubled,
}

/// Cuts the outermost quotations of one block, in order.
///
/// Marks are paired as the text uses them; a mark that is never closed runs to
/// the end of the block, and one that was never opened (the » of a breadcrumb)
/// is nothing. One odd mark never costs the rest of the block.
pub(crate) fn quotations(text: &str, block: Span) -> Vec<Quotation> {
    let slice = block.of(text);
    let chars: Vec<(usize, char)> = slice.char_indices().collect();
    let mut closers = Closers { chars: &chars, places: BTreeMap::new() };
    let mut found = Vec::new();
    let mut open: Option<(Style, usize, usize, u32)> = None; // style, outer start, inner start, depth
    let mut skip = false;
    for (n, &(at, c)) in chars.iter().enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        let before = n.checked_sub(1).map(|n| chars[n].1);
        let after = chars.get(n + 1).map(|&(_, c)| c);
        let mut end = at + c.len_utf8();
        let doubled = c == '\'' && after == Some('\'');
        match open {
            None if doubled => {
                skip = true;
                open = Some((Style::Doubled, at, end + 1, 1));
            }
            None => {
                if let Some(style) = opens(c, before, after) {
                    open = Some((style, at, end, 1));
                } else if let Some(close) = single(&chars, n) {
                    open = Some((Style::Single(close), at, end, 1));
                }
            }
            Some((style, outer, inner, depth)) => {
                if style == Style::Doubled && doubled {
                    end += 1;
                    skip = true;
                }
                let ends = match style {
                    Style::Single(close) => n == close,
                    Style::Doubled => doubled,
                    _ => closes(style, c, after),
                };
                if ends {
                    if depth == 1 {
                        push(&mut found, slice, block, outer..end, inner..at, true);
                        open = None;
                    } else {
                        open = Some((style, outer, inner, depth - 1));
                    }
                } else if matches!(style, Style::Sided(o, _) if o == c)
                    || (style == Style::Curly && c == '“')
                {
                    // A second level in the same style, if enough marks are left to close both.
                    if closers.after(n, style) > depth as usize {
                        open = Some((style, outer, inner, depth + 1));
                    }
                }
            }
        }
    }
    if let Some((_, outer, inner, _)) = open {
        push(&mut found, slice, block, outer..slice.len(), inner..slice.len(), false);
    }
    found
}

fn push(
    found: &mut Vec<Quotation>,
    slice: &str,
    block: Span,
    outer: std::ops::Range<usize>,
    inner: std::ops::Range<usize>,
    closed: bool,
) {
    let words = slice[inner.clone()].trim().trim_end_matches([',', ' ']);
    if words.is_empty() {
        return;
    }
    let from = inner.start + slice[inner.clone()].find(words).unwrap_or(0);
    let at = |n: usize| block.start() + n;
    found.push(Quotation {
        outer: Span::new(at(outer.start), at(outer.end)),
        inner: Span::new(at(from), at(from + words.len())),
        closed,
    });
}

/// The style that `c` opens here, if it opens one.
fn opens(c: char, before: Option<char>, after: Option<char>) -> Option<Style> {
    let free_before = before.is_none_or(|b| {
        b.is_whitespace() || matches!(b, '(' | '[' | '’' | '\'' | '—' | '–' | '-' | ':' | '/')
    });
    let word_after = after.is_some_and(|a| !a.is_whitespace());
    match c {
        '«' => Some(Style::Sided('«', '»')),
        '„' => Some(Style::Sided('„', '“')),
        '‹' => Some(Style::Sided('‹', '›')),
        '“' | '‟' => Some(Style::Curly),
        // A space on both sides is French typing: " … ".
        '"' if free_before && (word_after || before.is_some()) => Some(Style::Straight),
        // A machine turned the pair round: ” … “. A space stands on both sides.
        '”' if before.is_none_or(|b| b.is_whitespace() || b == ':')
            && after.is_some_and(char::is_whitespace) =>
        {
            Some(Style::Swapped)
        }
        _ => None,
    }
}

fn closes(style: Style, c: char, after: Option<char>) -> bool {
    match style {
        // „ … ” is as common as „ … “.
        Style::Sided('„', _) => matches!(c, '“' | '”'),
        Style::Sided(_, close) => c == close,
        Style::Curly => c == '”',
        Style::Swapped => {
            matches!(c, '“' | '”')
                && after.is_none_or(|a| a.is_whitespace() || a.is_ascii_punctuation())
        }
        // Looked up when they opened, or two characters long.
        Style::Single(_) | Style::Doubled => false,
        Style::Straight => c == '"' && after.is_none_or(|a| !a.is_alphanumeric()),
    }
}

/// Where the single mark that opens at `n` closes, if it opens a quotation and is no apostrophe.
///
/// A mark after a full stop or comma, or one that no letter touches, closes for certain; one
/// after an s may be a possessive, and closes only if none that is certain comes first.
fn single(chars: &[(usize, char)], n: usize) -> Option<usize> {
    let at = |n: usize| chars.get(n).map(|&(_, c)| c);
    let free = |c: Option<char>| {
        c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | ':' | '“' | '"'))
    };
    let opens = |n: usize| {
        matches!(at(n), Some('‘' | '\''))
            && free(n.checked_sub(1).and_then(at))
            && at(n + 1).is_some_and(|c| c.is_alphabetic() || matches!(c, '“' | '"'))
    };
    if !opens(n) {
        return None;
    }
    let mut possessive = None;
    for m in n + 1..chars.len().min(n + 1500) {
        if m > n + 1 && opens(m) && possessive.is_some() {
            return possessive;
        }
        if !matches!(at(m), Some('’' | '\'')) || at(m + 1).is_some_and(char::is_alphanumeric) {
            continue;
        }
        match at(m - 1) {
            Some(' ') | None => {}
            Some('s') if at(m + 1).is_some_and(char::is_whitespace) => {
                possessive = possessive.or(Some(m));
            }
            _ => return Some(m),
        }
    }
    possessive
}

/// Where each closing mark of a block stands, looked up once for each kind.
struct Closers<'a> {
    chars: &'a [(usize, char)],
    places: BTreeMap<char, Vec<usize>>,
}

impl Closers<'_> {
    /// How many marks that close `style` come after the `n`th character.
    fn after(&mut self, n: usize, style: Style) -> usize {
        let close = match style {
            Style::Sided(_, close) => close,
            Style::Curly => '”',
            Style::Swapped | Style::Straight | Style::Single(_) | Style::Doubled => return 0,
        };
        let places = self.places.entry(close).or_insert_with(|| {
            (0..self.chars.len()).filter(|&at| self.chars[at].1 == close).collect()
        });
        places.len() - places.partition_point(|&at| at <= n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            quotations(text, Span::new(0, text.len())).iter().map(|q| q.inner.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_style_of_marks_is_paired() {
        check(
            "Il a dit « oui » et “non” et \"peut-être\" et „ja“.",
            &["oui", "non", "peut-être", "ja"],
        );
    }

    #[test]
    fn single_marks_are_told_from_apostrophes() {
        check(
            "‘The boats’ owners won’t row,’ she said. It’s the owners’ choice.",
            &["The boats’ owners won’t row"],
        );
        check("'We can't go,' he said, 'before May.'", &["We can't go", "before May."]);
        check("The guards' hut and the pilots' boat weren't lost.", &[]);
        check("He spoke of ‘lost years’ and left.", &["lost years"]);
    }

    #[test]
    fn two_apostrophes_are_one_mark() {
        check("''We can't go,'' he said. ''Not yet.''", &["We can't go", "Not yet."]);
    }

    #[test]
    fn a_second_level_stays_inside() {
        check("« Il dit « non » et part », lit-on.", &["Il dit « non » et part"]);
        check("“He said ‘no’ and left,” she said.", &["He said ‘no’ and left"]);
    }

    #[test]
    fn a_mark_that_is_never_closed_runs_to_the_end() {
        let text = "Elle a ajouté : “Nous partons demain. Rien ne presse.";
        check(text, &["Nous partons demain. Rien ne presse."]);
        assert!(!quotations(text, Span::new(0, text.len()))[0].closed);
    }

    #[test]
    fn a_swapped_pair_is_still_a_pair() {
        check("Il a dit : ” Nous sommes prêts à tout “.", &["Nous sommes prêts à tout"]);
    }

    #[test]
    fn a_breadcrumb_and_inches_open_nothing() {
        check("Accueil » Monde » Belmar", &[]);
        check("A 5\" pipe and a 6\" pipe", &[]);
    }

    proptest! {
        #[test]
        fn quotations_are_in_order_and_inside_the_block(text in "[a-c «»“”\"„.,\u{a0}]{0,60}") {
            let mut end = 0;
            for q in quotations(&text, Span::new(0, text.len())) {
                prop_assert!(q.outer.start() >= end && q.outer.contains(q.inner));
                prop_assert!(text.get(q.inner.range()).is_some() && text.get(q.outer.range()).is_some());
                end = q.outer.end();
            }
        }
    }
}
