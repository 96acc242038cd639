use crate::Orthography;
use schema::Span;

/// A word, a number or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the document's text, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// In lower case, with a straight apostrophe: what lexicons are asked with.
    pub norm: String,
    /// Its place in the tree, once there is a parser.
    pub node: Option<Node>,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with hyphens and apostrophes inside.
    Word,
    /// Digits, with separators inside.
    Number,
    /// A single mark: full stop, comma, quotation mark, dash.
    Mark,
}

/// The place of a token in a Universal Dependencies tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The index of its head among the tokens of the sentence; none for the root.
    pub head: Option<u32>,
    /// The relation, such as `nsubj:pass`.
    pub relation: String,
    /// The universal part of speech.
    pub upos: String,
}

impl Token {
    /// Whether the word begins with a capital letter.
    pub fn is_capital(&self, text: &str) -> bool {
        self.span.of(text).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether it is this single mark.
    pub fn is_mark(&self, mark: &str) -> bool {
        self.kind == TokenKind::Mark && self.norm == mark
    }
}

/// Cuts `region` into tokens. Every visible character is in exactly one of them.
pub(crate) fn cut(text: &str, region: Span, orthography: &Orthography, tokens: &mut Vec<Token>) {
    let mut chars = region.of(text).char_indices().peekable();
    let slice = region.of(text);
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = at + c.len_utf8();
        let kind = if c.is_alphanumeric() {
            let numeric = c.is_numeric();
            while let Some(&(next, d)) = chars.peek() {
                let after = slice[next + d.len_utf8()..].chars().next();
                let joins = is_joiner(d, numeric) && after.is_some_and(char::is_alphanumeric)
                    || d == '.' && is_initialism(&slice[at..next], &slice[next..]);
                // Combining accents belong to the letter before.
                if d.is_alphanumeric() || joins || is_combining(d) {
                    end = next + d.len_utf8();
                    chars.next();
                } else {
                    break;
                }
            }
            if numeric && slice[at..end].chars().all(|d| !d.is_alphabetic()) {
                TokenKind::Number
            } else {
                TokenKind::Word
            }
        } else {
            while let Some(&(next, d)) = chars.peek() {
                if !is_combining(d) {
                    break;
                }
                end = next + d.len_utf8();
                chars.next();
            }
            TokenKind::Mark
        };
        if kind == TokenKind::Word && slice[end..].starts_with('.') && slice[at..end].contains('.')
        {
            // The last full stop of "U.S." belongs to it.
            if is_dotted(&slice[at..end]) {
                end += 1;
                chars.next();
            }
        }
        let span = Span::new(region.start() + at, region.start() + end);
        let start = tokens.len();
        tokens.push(Token { span, kind, norm: norm(span.of(text)), node: None });
        // The full stop of an abbreviation belongs to it: "M. Karo", "J. Karo".
        if kind == TokenKind::Word && slice[end..].starts_with(". ") {
            let initial = c.is_uppercase() && end == at + c.len_utf8();
            if initial || orthography.abbreviations.contains(&tokens[start].norm) {
                chars.next();
                tokens[start].span = Span::new(span.start(), span.end() + 1);
                continue;
            }
        }
        // An elided word at the end of a run: qu’ + « , l’ + (.
        if kind == TokenKind::Word {
            if let Some(&(next, d)) = chars.peek()
                && matches!(d, '\'' | '’')
                && orthography.elided.contains(&tokens[start].norm)
            {
                chars.next();
                let span = Span::new(span.start(), region.start() + next + d.len_utf8());
                tokens[start] = Token { span, kind, norm: norm(span.of(text)), node: None };
            }
            split(text, orthography, tokens);
        }
    }
}

/// Splits the last token where the language says so.
fn split(text: &str, orthography: &Orthography, tokens: &mut Vec<Token>) {
    let Some(token) = tokens.pop() else { return };
    let (span, word) = (token.span, token.span.of(text));
    let push = |span: Span, tokens: &mut Vec<Token>| {
        tokens.push(Token { span, kind: TokenKind::Word, norm: norm(span.of(text)), node: None });
    };
    if orthography.whole.contains(&token.norm) {
        return tokens.push(token);
    }
    if let Some(at) = word.find(['\'', '’']) {
        let mark = word[at..].chars().next().map_or(1, char::len_utf8);
        if at + mark < word.len() && orthography.elided.contains(&norm(&word[..at])) {
            push(Span::new(span.start(), span.start() + at + mark), tokens);
            push(Span::new(span.start() + at + mark, span.end()), tokens);
            return split(text, orthography, tokens);
        }
    }
    let suffix =
        orthography.clitics.iter().chain(&orthography.suffixes).find(|suffix| {
            token.norm.len() > suffix.len() && token.norm.ends_with(suffix.as_str())
        });
    // The mark may be longer than in the lexicon (’ for '): counted from the end in characters.
    if let Some(count) = suffix.map(|suffix| suffix.chars().count())
        && let Some((at, _)) = word.char_indices().rev().nth(count - 1)
        && at > 0
    {
        push(Span::new(span.start(), span.start() + at), tokens);
        push(Span::new(span.start() + at, span.end()), tokens);
        return;
    }
    tokens.push(token);
}

/// Whether `before` and the full stop that opens `rest` go on as initials: *U.* and *.S.*
fn is_initialism(before: &str, rest: &str) -> bool {
    let mut rest = rest.chars().skip(1);
    is_dotted(before)
        && rest.next().is_some_and(char::is_uppercase)
        && rest.next().is_none_or(|c| !c.is_alphanumeric())
}

/// Whether `word` is capitals parted by full stops: *U*, *U.S*.
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split('.');
    parts.all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
}

fn is_joiner(c: char, numeric: bool) -> bool {
    matches!(c, '-' | '‑' | '\'' | '’') || (numeric && matches!(c, '.' | ',' | ':' | '/'))
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

fn norm(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' => '\'',
            '‑' => '-',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    fn check(language: &str, text: &str, expected: &str) {
        let found: Vec<_> = crate::tokens(text, language)
            .iter()
            .map(|token| token.span.of(text).to_owned())
            .collect();
        assert_eq!(found.join("|"), expected);
    }

    #[test]
    fn french_elision_and_clitics_are_cut() {
        check("fr", "Qu’a-t-il dit d’elle ?", "Qu’|a|-t-il|dit|d’|elle|?");
        check("fr", "« Aujourd’hui », dit-il.", "«|Aujourd’hui|»|,|dit|-il|.");
        check("fr", "qu’« un » et jusqu’ici", "qu’|«|un|»|et|jusqu’|ici");
    }

    #[test]
    fn english_possessive_and_negation_are_cut() {
        check("en", "The mayor’s men didn't go.", "The|mayor|’s|men|did|n't|go|.");
    }

    #[test]
    fn an_abbreviation_keeps_its_full_stop() {
        check("fr", "M. Karo et J. Ode.", "M.|Karo|et|J.|Ode|.");
    }

    #[test]
    fn initials_with_full_stops_are_one_word() {
        check(
            "en",
            "The U.S. envoy left the U.N. in May. J. Ode.",
            "The|U.S.|envoy|left|the|U.N.|in|May|.|J.|Ode|.",
        );
    }

    #[test]
    fn numbers_keep_their_separators() {
        check("en", "1,200.5 men at 10:30, 5.", "1,200.5|men|at|10:30|,|5|.");
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_exactly_one_token(text in "\\PC{0,80}") {
            for language in ["fr", "en", ""] {
                let mut end = 0;
                for token in crate::tokens(&text, language) {
                    prop_assert!(token.span.start() >= end);
                    prop_assert!(text[end..token.span.start()].chars().all(char::is_whitespace));
                    prop_assert!(!token.span.is_empty());
                    end = token.span.end();
                }
                prop_assert!(text[end..].chars().all(char::is_whitespace));
            }
        }
    }
}
