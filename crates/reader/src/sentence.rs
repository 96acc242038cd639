//! One sentence with its tokens, and the phrases that lexicons look for in it.

use language::{Token, TokenKind};
use schema::Span;
use std::collections::HashMap;

/// One sentence, as whoever reads its content sees it.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'a> {
    /// The text of the whole document.
    pub text: &'a str,
    /// The tokens of the sentence.
    pub tokens: &'a [Token],
}

impl<'a> Sentence<'a> {
    /// The norm of the token at `i`; nothing past the end.
    pub fn norm(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |token| token.norm.as_str())
    }

    /// The norm of the token `back` tokens before `i`; nothing past the start.
    pub fn before(&self, i: usize, back: usize) -> &'a str {
        i.checked_sub(back).map_or("", |i| self.norm(i))
    }

    /// As written.
    pub fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).map_or("", |token| token.span.of(self.text))
    }

    /// Whether a word stands at `i`, and not a number, a mark or nothing.
    pub fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.kind == TokenKind::Word)
    }

    pub fn is_number(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.kind == TokenKind::Number)
    }

    pub fn is_capital(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|token| token.is_capital(self.text))
    }

    /// Whether nothing stands between the token at `i` and the next one.
    pub fn touches_next(&self, i: usize) -> bool {
        self.gap(i).is_some_and(str::is_empty)
    }

    /// What stands between the token at `i` and the next one.
    pub fn gap(&self, i: usize) -> Option<&'a str> {
        let (one, next) = (self.tokens.get(i)?, self.tokens.get(i + 1)?);
        self.text.get(one.span.end()..next.span.start())
    }

    /// From the token `from` up to the token before `to`.
    pub fn span(&self, from: usize, to: usize) -> Option<Span> {
        let last = to.checked_sub(1).filter(|last| *last >= from)?;
        Some(self.tokens.get(from)?.span.cover(self.tokens.get(last)?.span))
    }
}

/// Phrases of a lexicon by their first word.
pub(crate) struct Phrases<T> {
    by_word: HashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Phrases<T> {
    /// The phrases of the language `code`, cut as its texts are.
    pub fn new(code: &str, entries: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut by_word: HashMap<String, Vec<(Vec<String>, T)>> = HashMap::new();
        for (phrase, value) in entries {
            let mut words = language::tokens(&phrase, code).into_iter().map(|token| token.norm);
            if let Some(first) = words.next() {
                by_word.entry(first).or_default().push((words.collect(), value));
            }
        }
        for list in by_word.values_mut() {
            list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        Self { by_word }
    }

    /// The longest phrase that begins at the token `i`, and how many tokens it has.
    pub fn at(&self, sentence: &Sentence, i: usize) -> Option<(&T, usize)> {
        self.all_at(sentence, i).next()
    }

    /// The phrases that begin at the token `i`, longest first.
    pub fn all_at<'a, 's>(
        &'a self,
        sentence: &Sentence<'s>,
        i: usize,
    ) -> impl Iterator<Item = (&'a T, usize)> + use<'a, 's, T> {
        let sentence = *sentence;
        let list = self.by_word.get(sentence.norm(i)).map_or(&[][..], Vec::as_slice);
        list.iter().filter_map(move |(rest, value)| {
            let fits = rest.iter().enumerate().all(|(k, word)| sentence.norm(i + 1 + k) == word);
            fits.then_some((value, rest.len() + 1))
        })
    }

    /// The longest phrase that ends before the token `i`, and where it begins.
    pub fn before(&self, sentence: &Sentence, i: usize) -> Option<(&T, usize)> {
        (i.saturating_sub(6)..i).find_map(|from| {
            let (value, _) = self.all_at(sentence, from).find(|(_, len)| from + len == i)?;
            Some((value, from))
        })
    }
}
