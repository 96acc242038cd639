//! Tokens become the words that hang on each other.

use crate::cuts::{Cuts, seen};
use crate::token::norm;
use crate::{Multiword, Orthography, Token, TokenKind, Tree, Word};
use schema::Span;

/// The words of a sentence. Most tokens are one; *du* is two, and *well-known* three in English.
pub(crate) fn tree(
    text: &str,
    tokens: &[Token],
    orthography: &Orthography,
    cuts: Option<&Cuts>,
) -> Tree {
    let mut words = Words { text, orthography, cuts, tree: Tree::default() };
    words.tree.words.reserve(tokens.len() + tokens.len() / 8);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = words.number(tokens, at);
        if next > at + 1 {
            words.push(token.span.cover(tokens[next - 1].span));
        } else if !words.apart(token) && !words.contracted(tokens, at) {
            words.parts(token);
            words.suffixed(tokens, at);
        }
        at = next;
    }
    words.tree
}

struct Words<'a> {
    text: &'a str,
    orthography: &'a Orthography,
    cuts: Option<&'a Cuts>,
    tree: Tree,
}

impl Words<'_> {
    fn push(&mut self, span: Span) {
        self.push_as(span.of(self.text).to_owned(), span);
    }

    fn push_as(&mut self, form: String, span: Span) {
        self.tree.words.push(Word { form, span: Some(span), ..Word::default() });
    }

    /// Behind which token a number ends that is written in groups: *10 000*.
    fn number(&self, tokens: &[Token], at: usize) -> usize {
        let written = |token: &Token| token.span.of(self.text);
        let is_start = |token: &Token| token.kind == TokenKind::Number && token.span.len() <= 3;
        let mut end = at + 1;
        if !self.orthography.spaced_numbers || !is_start(&tokens[at]) {
            return end;
        }
        while let Some(next) = tokens.get(end).filter(|it| it.kind == TokenKind::Number) {
            let gap = &self.text[tokens[end - 1].span.end()..next.span.start()];
            let digits = written(next);
            let group = digits.len() == 3
                || digits.get(3..).is_some_and(|rest| rest.starts_with([',', '.']));
            if !matches!(gap, " " | "\u{a0}" | "\u{202f}" | "\u{2009}") || !group {
                break;
            }
            end += 1;
            if digits.len() > 3 {
                break;
            }
        }
        end
    }

    /// Adds the words of a token such as *d'abord*, if it is one.
    fn apart(&mut self, token: &Token) -> bool {
        if !matches!(token.norm.len(), 3..20) || self.orthography.apart.is_empty() {
            return false;
        }
        let written = token.span.of(self.text);
        let joins = |c: char| matches!(c, '\'' | '’' | '-');
        let Some((at, mark)) = written.char_indices().find(|(_, c)| joins(*c)) else {
            return false;
        };
        let at = if mark == '-' { at } else { at + mark.len_utf8() };
        let (one, two) = written.split_at(at);
        if !self.orthography.apart.contains(&format!("{} {}", norm(one), norm(two))) {
            return false;
        }
        let middle = token.span.start() + at;
        self.push(Span::new(token.span.start(), middle));
        self.push(Span::new(middle, token.span.end()));
        true
    }

    /// Adds the words of a token such as *du*, if it is one.
    fn contracted(&mut self, tokens: &[Token], at: usize) -> bool {
        let token = &tokens[at];
        let Some(parts) = self.orthography.contractions.get(&token.norm) else { return false };
        if self.orthography.articles.contains(&token.norm) && self.is_article(tokens, at) {
            return false;
        }
        let written = token.span.of(self.text);
        let start = self.tree.words.len();
        // "cannot" is cut into its words, "du" is not.
        let cut = parts.len() == token.norm.len() + 1 && parts.replace(' ', "") == token.norm;
        let mut from = token.span.start();
        let large = written.chars().filter(|c| c.is_uppercase()).count();
        let all = large > 1 && written.chars().all(|c| !c.is_lowercase());
        for (number, part) in parts.split(' ').enumerate() {
            if cut {
                let to = (from + part.len()).min(token.span.end());
                self.push(Span::new(from, to));
                from = to;
                continue;
            }
            let form = match part.chars().next() {
                Some(first) if number == 0 && large > 0 && !all => {
                    first.to_uppercase().chain(part.chars().skip(1)).collect()
                }
                _ if all => part.to_uppercase(),
                _ => part.to_owned(),
            };
            self.push_as(form, token.span);
        }
        self.join(start, written);
        true
    }

    /// Whether a contraction is an article here, to tell by the tokens around.
    fn is_article(&self, tokens: &[Token], at: usize) -> bool {
        let Some(learnt) = self.cuts.and_then(|cuts| cuts.contracted.as_ref()) else {
            return false;
        };
        let norm = |place: Option<usize>| {
            place.and_then(|at| tokens.get(at)).map_or("", |token| token.norm.as_str())
        };
        let (before, after) =
            ([2, 1].map(|far| at.checked_sub(far)), [1, 2].map(|far| Some(at + far)));
        let around = [before[0], before[1], after[0], after[1]].map(norm);
        let mut keys = Vec::with_capacity(32);
        seen::article(&tokens[at].norm, around, &mut keys);
        learnt.score(&keys) <= 0
    }

    /// Adds a token, as the words that it is written with.
    fn parts(&mut self, token: &Token) {
        let written = token.span.of(self.text);
        let start = token.span.start();
        let mut from = 0;
        if self.orthography.hyphens_apart && token.kind != TokenKind::Mark && !is_whole(written) {
            for (at, hyphen) in written.match_indices(['-', '‑']) {
                let end = at + hyphen.len();
                let stays =
                    || self.orthography.prefixes.contains(&written[from..at].to_lowercase());
                if at > from && end < written.len() && !stays() {
                    self.push(Span::new(start + from, start + at));
                    self.push(Span::new(start + at, start + end));
                    from = end;
                }
            }
        }
        let last = &written[from..];
        let digits = last.len()
            - last.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).len();
        let unit = last.len() - last.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        let unit = digits..if digits < last.len() { last.len() - unit } else { digits };
        if digits > 0 && self.orthography.units.contains(&last[unit.clone()]) {
            self.push(Span::new(start + from, start + from + digits));
            if unit.end < last.len() {
                self.push(Span::new(start + from + digits, start + from + unit.end));
                from += unit.end;
            } else {
                from += digits;
            }
        }
        if from < written.len() {
            self.push(Span::new(start + from, token.span.end()));
        }
    }

    /// Joins the last word to that before, if it is an ending such as *n't*.
    fn suffixed(&mut self, tokens: &[Token], at: usize) {
        let Some(before) = at.checked_sub(1).map(|at| &tokens[at]) else { return };
        let token = &tokens[at];
        let touches = before.span.end() == token.span.start() && before.kind != TokenKind::Mark;
        if !touches || !self.orthography.suffixes.contains(&token.norm) {
            return;
        }
        let span = before.span.cover(token.span);
        let last = self.tree.words.len();
        if let Some(multiword) = self.tree.multiwords.pop_if(|it| it.words.end + 1 == last) {
            let start =
                self.tree.words[multiword.words.start].span.map_or(span, |it| it.cover(span));
            let form = start.of(self.text).to_owned();
            self.tree.multiwords.push(Multiword {
                words: multiword.words.start..last,
                form,
                misc: String::new(),
            });
        } else if last >= 2 {
            let start = self.tree.words[last - 2].span.map_or(span, |it| it.cover(token.span));
            self.join(last - 2, start.of(self.text));
        }
    }

    fn join(&mut self, start: usize, form: &str) {
        let words = start..self.tree.words.len();
        self.tree.multiwords.push(Multiword { words, form: form.to_owned(), misc: String::new() });
    }
}

/// Whether the hyphens of a token stay in it: of an address, of a number of a telephone.
fn is_whole(written: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    written.len() > 200
        || written.contains(['@', '/', '#', '_'])
        || written.split('-').count() > 2 && written.split('-').all(digits)
}
