use crate::quotation::{Quotation, quotations};
use language::{Analysis, Token, TokenKind};
use schema::{Document, Span};
use std::ops::Range;

/// A stretch of text that patterns are matched on: a sentence, or the
/// sentences that one quotation ties together.
pub(crate) struct Period<'a> {
    /// The document's text.
    pub text: &'a str,
    /// Its words and marks; each statement between marks is one item.
    pub items: Vec<Item<'a>>,
    /// The sentence it starts with.
    pub sentence: usize,
}

/// One step of a period.
#[derive(Clone, Copy)]
pub(crate) enum Item<'a> {
    /// A word, a number or a mark.
    Token(&'a Token),
    /// A statement between quotation marks.
    Quote(&'a Quotation),
}

impl Item<'_> {
    /// Where it stands, with its marks.
    pub fn span(&self) -> Span {
        match self {
            Self::Token(token) => token.span,
            Self::Quote(quotation) => quotation.outer,
        }
    }
}

impl<'a> Period<'a> {
    /// How many items.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// The item at `i` in lower case; empty for a quotation, and beyond the ends.
    pub fn norm(&self, i: usize) -> &'a str {
        match self.items.get(i) {
            Some(Item::Token(token)) => &token.norm,
            _ => "",
        }
    }

    /// The quotation at `i`.
    pub fn quote(&self, i: usize) -> Option<&'a Quotation> {
        match self.items.get(i) {
            Some(Item::Quote(quotation)) => Some(quotation),
            _ => None,
        }
    }

    /// Whether the item at `i` is a mark, or lies beyond the ends.
    pub fn is_mark(&self, i: usize) -> bool {
        match self.items.get(i) {
            Some(Item::Token(token)) => token.kind == TokenKind::Mark,
            Some(Item::Quote(_)) => false,
            None => true,
        }
    }

    /// Whether it is a word or a number.
    pub fn is_word(&self, i: usize) -> bool {
        matches!(self.items.get(i), Some(Item::Token(token)) if token.kind != TokenKind::Mark)
    }

    /// Whether it is a number in digits.
    pub fn is_number(&self, i: usize) -> bool {
        matches!(self.items.get(i), Some(Item::Token(token)) if token.kind == TokenKind::Number)
    }

    /// Whether it is a comma.
    pub fn is_comma(&self, i: usize) -> bool {
        self.norm(i) == ","
    }

    /// Whether it is a word with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        matches!(self.items.get(i), Some(Item::Token(token)) if token.kind == TokenKind::Word && token.is_capital(self.text))
    }

    /// Whether the word at `i` stands between quotation marks that make no statement of their own.
    pub fn in_marks(&self, i: usize) -> bool {
        let mut open = false;
        for k in 0..i {
            open = match self.norm(k) {
                "“" => true,
                "”" => false,
                // It opens with a space before it and none behind.
                "\"" => {
                    !open
                        && self.items.get(k + 1).is_some_and(|next| {
                            next.span().start() == self.items[k].span().end()
                                && self.text[..self.items[k].span().start()]
                                    .chars()
                                    .next_back()
                                    .is_none_or(|c| c.is_whitespace() || c == '(')
                        })
                }
                _ => open,
            };
        }
        open
    }

    /// Whether most of its longer words have a capital, as headlines in some papers do.
    /// What ends with a full stop is a sentence that is full of names.
    pub fn in_capitals(&self) -> bool {
        if self.norm(self.len().saturating_sub(1)) == "." {
            return false;
        }
        let long = |&i: &usize| self.is_word(i) && self.norm(i).chars().count() > 3;
        let (all, capital) = (0..self.len())
            .filter(long)
            .fold((0, 0), |(all, capital), i| (all + 1, capital + usize::from(self.is_capital(i))));
        all >= 4 && capital * 4 >= all * 3
    }

    /// Whether the item at `i` stands right behind the one before, without a space.
    pub fn adjoins(&self, i: usize) -> bool {
        let end = |i: usize| self.items.get(i).map(|item| item.span().end());
        i > 0 && self.items.get(i).is_some_and(|item| end(i - 1) == Some(item.span().start()))
    }

    /// The place of the items `range`, which must not be empty.
    pub fn span(&self, range: Range<usize>) -> Option<Span> {
        let items = self.items.get(range)?;
        Some(items.first()?.span().cover(items.last()?.span()))
    }

    /// Whether the words of `phrase`, parted by spaces, stand at `i`; how many items they are.
    ///
    /// An elided word and the next are two items: `d'après` is asked as it is written.
    pub fn phrase_at(&self, i: usize, phrase: &str) -> Option<usize> {
        let mut rest = phrase;
        let mut n = i;
        while !rest.is_empty() {
            let norm = self.norm(n);
            if norm.is_empty() {
                return None;
            }
            let tail = rest.strip_prefix(norm)?;
            if !(tail.is_empty()
                || tail.starts_with(' ')
                || norm.ends_with('\'')
                || tail.starts_with('-'))
            {
                return None;
            }
            rest = tail.trim_start();
            n += 1;
        }
        (n > i).then_some(n - i)
    }

    /// The longest of `phrases` that stands at `i`.
    pub fn any_phrase_at<S: AsRef<str>>(&self, i: usize, phrases: &[S]) -> Option<usize> {
        phrases.iter().filter_map(|phrase| self.phrase_at(i, phrase.as_ref())).max()
    }

    /// The end of the period without its closing marks.
    pub fn trimmed_end(&self) -> usize {
        let mut end = self.len();
        while end > 0
            && self.is_mark(end - 1)
            && !matches!(self.norm(end - 1), "%" | "€" | "$" | "£")
        {
            end -= 1;
        }
        end
    }
}

/// The quotations of the kept text, and the blocks they stand in.
pub(crate) fn quotations_of(document: &Document) -> Vec<(usize, Vec<Quotation>)> {
    let kept = document.blocks.iter().enumerate().filter(|(_, block)| block.kept);
    kept.map(|(index, block)| (index, quotations(&document.text, block.span))).collect()
}

/// Joins the sentences of each block where a quotation crosses their ends.
pub(crate) fn periods<'a>(
    document: &'a Document,
    analysis: &'a Analysis,
    quotations: &'a [(usize, Vec<Quotation>)],
) -> Vec<Period<'a>> {
    let mut periods = Vec::new();
    let mut sentence = 0;
    while let Some(first) = analysis.sentences.get(sentence) {
        let marks: &[Quotation] = quotations
            .binary_search_by_key(&first.block, |(block, _)| *block)
            .map_or(&[], |at| &quotations[at].1);
        let mut span = first.span;
        let mut next = sentence + 1;
        while let Some(following) = analysis.sentences.get(next).filter(|s| s.block == first.block)
        {
            let gap = Span::new(span.end() - 1, following.span.start() + 1);
            // Quotations stand in order and apart: only the last that begins here can cross.
            let at = marks.partition_point(|quotation| quotation.outer.start() <= gap.start());
            if at == 0 || !marks[at - 1].outer.contains(gap) {
                break;
            }
            span = span.cover(following.span);
            next += 1;
        }
        let tokens = &analysis.tokens[first.tokens.start..analysis.sentences[next - 1].tokens.end];
        periods.push(Period {
            text: &document.text,
            items: items(&document.text, tokens, marks),
            sentence,
        });
        sentence = next;
    }
    periods
}

/// The items of a period: statements between marks become one item each.
fn items<'a>(text: &str, tokens: &'a [Token], quotations: &'a [Quotation]) -> Vec<Item<'a>> {
    let mut items: Vec<Item<'a>> = Vec::new();
    let mut tokens = tokens.iter().peekable();
    while let Some(token) = tokens.next() {
        let opened = quotations
            .binary_search_by_key(&token.span.start(), |quotation| quotation.outer.start())
            .ok()
            .map(|at| &quotations[at]);
        match opened {
            Some(quotation) if is_statement(text, quotation, items.last()) => {
                while tokens.next_if(|token| token.span.start() < quotation.outer.end()).is_some() {
                }
                items.push(Item::Quote(quotation));
            }
            _ => items.push(Item::Token(token)),
        }
    }
    items
}

/// Whether a quotation is a statement of its own, and not a word or two that
/// the sentence around it uses (« des milliers », a title, a name).
fn is_statement(text: &str, quotation: &Quotation, before: Option<&Item>) -> bool {
    let inner = quotation.inner.of(text);
    let words = inner.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count();
    let after = text[quotation.outer.end()..].trim_start().chars().next();
    let capital = inner.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    match before {
        Some(Item::Token(token)) if token.kind != TokenKind::Mark => words >= 4 && capital,
        Some(Item::Token(token)) if token.norm == "," || token.norm == "(" => {
            words >= 4 || words >= 2 && inner.ends_with(['.', '!', '?'])
        }
        None => {
            words >= 4
                || (words >= 1 && after == Some(','))
                || text[..quotation.outer.end()]
                    .trim_end_matches(['”', '"', '»', '’', '\'', ' '])
                    .ends_with([',', '!', '?', '.', '…'])
        }
        Some(_) => words >= 3 || inner.ends_with(['.', '!', '?']),
    }
}
