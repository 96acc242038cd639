use crate::{Orthography, address};
use schema::Span;
use std::ops::Range;

/// A word, a number or a mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the document's text, in bytes.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// In lower case, with a straight apostrophe: what lexicons are asked with. A mark that is
    /// repeated is the mark, and three full stops are an ellipsis.
    pub norm: String,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, with hyphens and apostrophes inside; an address, a hashtag.
    Word,
    /// Digits, with separators inside.
    Number,
    /// A full stop, comma, quotation mark, dash; several full stops; an emoji.
    Mark,
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

/// Cuts `region`, a sentence, into tokens. Every visible character is in exactly one of them.
pub(crate) fn cut(text: &str, region: Span, orthography: &Orthography, tokens: &mut Vec<Token>) {
    let slice = region.of(text);
    let mut cutter = Cutter { text, slice, start: region.start(), orthography, tokens };
    let mut at = 0;
    let (mut run, mut address) = (0, None);
    while let Some(c) = slice[at..].chars().next() {
        if c.is_whitespace() {
            at += c.len_utf8();
            run = at;
            continue;
        }
        if at == run {
            let rest = &slice[at..];
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            address = address::find(&rest[..end]).map(|found| at + found.start..at + found.end);
        }
        at = match address.take_if(|address| address.start <= at) {
            Some(address) if address.start == at => {
                cutter.push(address.clone(), TokenKind::Word);
                address.end
            }
            _ if c.is_alphanumeric() => cutter.word(at, c),
            _ => cutter.mark(at, c),
        };
    }
}

struct Cutter<'a> {
    text: &'a str,
    /// The sentence.
    slice: &'a str,
    /// Where it stands in the text.
    start: usize,
    orthography: &'a Orthography,
    tokens: &'a mut Vec<Token>,
}

impl Cutter<'_> {
    fn push(&mut self, range: Range<usize>, kind: TokenKind) {
        let norm = match kind {
            TokenKind::Mark => mark_norm(&self.slice[range.clone()]),
            _ => norm(&self.slice[range.clone()]),
        };
        let span = Span::new(self.start + range.start, self.start + range.end);
        self.tokens.push(Token { span, kind, norm });
    }

    /// The character at a place, if one is there.
    fn char(&self, at: usize) -> Option<char> {
        self.slice[at..].chars().next()
    }

    /// Takes the word or number that begins at `at`, and gives where it ends.
    fn word(&mut self, at: usize, c: char) -> usize {
        let slice = self.slice;
        let mut numeric = c.is_numeric();
        let mut end = at + c.len_utf8();
        let (mut digits, mut dotted) = (numeric, false);
        while let Some(d) = self.char(end) {
            let next = end + d.len_utf8();
            let after = self.char(next);
            if d == '.' && after == Some('-') && self.is_initial_on(at..end) {
                dotted = true;
                end = next + 1;
                continue;
            }
            let joins = is_joiner(d, numeric)
                && after.is_some_and(char::is_alphanumeric)
                && !(d == '&' && entities(&slice[end..]) > 0)
                || d == '.' && self.is_dotted_on(at..end, after);
            // Combining accents belong to the letter before.
            if !d.is_alphanumeric() && !joins && !is_combining(d) {
                break;
            }
            dotted |= d == '.';
            digits &= !d.is_alphabetic();
            numeric = numeric && (d.is_numeric() || !d.is_alphanumeric());
            end = next;
        }
        let stop = slice[end..].starts_with('.');
        // The last full stop of "U.S." belongs to it.
        if stop && dotted && !digits && is_dotted(&slice[at..end]) {
            end += 1;
        }
        let number = digits && c.is_numeric();
        self.push(at..end, if number { TokenKind::Number } else { TokenKind::Word });
        if number {
            return end;
        }
        if self.has_stop(at..end, c) {
            if let Some(token) = self.tokens.last_mut() {
                token.span = Span::new(token.span.start(), token.span.end() + 1);
            }
            return end + 1;
        }
        // An elided word at the end of a run: qu’ + « , l’ + (.
        if let Some(d @ ('\'' | '’')) = self.char(end)
            && self.tokens.last().is_some_and(|token| self.orthography.elided.contains(&token.norm))
        {
            end += d.len_utf8();
            self.tokens.pop();
            self.push(at..end, TokenKind::Word);
        }
        split(self.text, self.orthography, self.tokens);
        end
    }

    /// Whether the full stop behind the last word, which is `range`, belongs to it: "M. Karo",
    /// "J. Karo", "etc.)". The last of a sentence ends it.
    fn has_stop(&self, range: Range<usize>, first: char) -> bool {
        let Some(rest) = self.slice[range.end..].strip_prefix('.') else { return false };
        let Some(after) = rest.chars().next() else { return false };
        if self.orthography.stop_apart {
            return false;
        }
        let single = range.end == range.start + first.len_utf8();
        let known = || {
            self.tokens.last().is_some_and(|it| self.orthography.abbreviations.contains(&it.norm))
        };
        let goes_on = after.is_whitespace() || after.is_alphanumeric() || is_inside(after);
        goes_on && (single && first.is_uppercase() || known())
    }

    /// Whether `word` and a full stop go on before `after`: *U.* and *.S.*, *p.* and *.m.*
    fn is_dotted_on(&self, word: Range<usize>, after: Option<char>) -> bool {
        let Some(after) = after.filter(|c| c.is_alphabetic()) else { return false };
        let behind = word.end + 1 + after.len_utf8();
        if self.char(behind).is_some_and(char::is_alphanumeric) {
            return false;
        }
        let word = &self.slice[word];
        if after.is_uppercase() && word.len() < LONGEST_INITIALS && is_dotted(word) {
            return true;
        }
        word.len() < 12
            && self.orthography.abbreviations.contains(&norm(&format!("{word}.{after}")))
    }

    /// Whether the initial `word` goes on behind a full stop and a hyphen: *J.-C.*
    fn is_initial_on(&self, word: Range<usize>) -> bool {
        let mut rest = self.slice[word.end + 2..].chars();
        rest.next().is_some_and(char::is_uppercase)
            && rest.next().is_none_or(|c| !c.is_alphanumeric())
            && is_dotted(&self.slice[word.start..word.end.min(word.start + 4)])
            && word.len() <= 4
    }

    /// Takes the mark that begins at `at`, with what repeats it, and gives where it ends.
    fn mark(&mut self, at: usize, c: char) -> usize {
        let rest = &self.slice[at..];
        let whole = smiley(rest) + entities(rest);
        if whole > 0 {
            self.push(at..at + whole, TokenKind::Mark);
            return at + whole;
        }
        let mut end = at + c.len_utf8();
        let emoji = is_emoji(c);
        while let Some(d) = self.char(end) {
            let goes_on = is_combining(d)
                || d == c && is_doubled(c)
                || matches!(c, '!' | '?' | '.' | '…') && matches!(d, '!' | '?' | '.' | '…')
                || emoji && is_emoji(d);
            if !goes_on {
                break;
            }
            end += d.len_utf8();
        }
        self.push(at..end, TokenKind::Mark);
        end
    }
}

/// In longer runs of capitals and full stops no initials are looked for.
const LONGEST_INITIALS: usize = 40;

/// A longer word stays whole.
const LONGEST_WORD: usize = 200;

/// Splits the last token where the language says so.
fn split(text: &str, orthography: &Orthography, tokens: &mut Vec<Token>) {
    let Some(token) = tokens.pop() else { return };
    let (span, word) = (token.span, token.span.of(text));
    let push = |span: Span, tokens: &mut Vec<Token>| {
        tokens.push(Token { span, kind: TokenKind::Word, norm: norm(span.of(text)) });
    };
    if orthography.whole.contains(&token.norm) || word.len() > LONGEST_WORD {
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

/// Whether `word` is capitals parted by full stops: *U*, *U.S*.
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split('.');
    parts.all(|part| {
        let mut letters = part.trim_start_matches('-').chars();
        matches!((letters.next(), letters.next()), (Some(c), None) if c.is_uppercase())
    })
}

/// How long the smiley is that begins here; 0 if none does: `:-)`, `;(`, `)))`.
pub(crate) fn smiley(text: &str) -> usize {
    let mut end = 0;
    if text.starts_with([':', ';', '=']) {
        end = if text[1..].starts_with('-') { 2 } else { 1 };
    }
    let mouth = |c: &u8| matches!(c, b')' | b'(');
    let Some(first) = text.as_bytes().get(end).filter(|c| mouth(c)) else { return 0 };
    let mouths = text.as_bytes()[end..].iter().take_while(|c| *c == first).count();
    if end > 0 || mouths >= 3 { end + mouths } else { 0 }
}

/// How long the marks are that begin here as HTML writes them: `&quot;`, `&#39;&#39;`.
fn entities(text: &str) -> usize {
    let mut end = 0;
    while let Some(rest) = text[end..].strip_prefix('&') {
        let name = rest.strip_prefix('#').unwrap_or(rest);
        let length = name.bytes().take_while(u8::is_ascii_alphanumeric).take(8).count();
        if length < 2 || !name[length..].starts_with(';') {
            break;
        }
        end += 1 + rest.len() - name.len() + length + 1;
    }
    end
}

/// Whether several of this mark are one.
fn is_doubled(c: char) -> bool {
    matches!(c, '.' | '-' | '*' | '=' | '_' | '`' | '\'' | '’' | '<' | '>' | '+')
}

fn is_joiner(c: char, numeric: bool) -> bool {
    matches!(c, '-' | '‑' | '\'' | '’' | 'ʼ' | '`' | '´' | '′' | '_' | '&')
        || (numeric && matches!(c, '.' | ',' | ':' | '/'))
}

/// Whether a sentence goes on behind this mark.
fn is_inside(c: char) -> bool {
    matches!(c, ',' | ';' | ':' | ')' | ']' | '/' | '-' | '–' | '—')
}

/// What changes the letter before, or can't be seen.
pub(crate) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// A small picture. Most stand in a few blocks.
pub(crate) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// In lower case, with straight apostrophes and common hyphens, without what can't be seen.
pub(crate) fn norm(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}'))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' | 'ʼ' | '`' | '´' | '′' => '\'',
            '‑' => '-',
            c => c,
        })
        .collect()
}

fn mark_norm(mark: &str) -> String {
    let mut chars = mark.chars();
    match (chars.next(), chars.next()) {
        (Some('.'), Some('.')) => "…".to_owned(),
        (Some(c @ ('!' | '?' | '…')), Some(_)) => c.to_string(),
        (Some(c), Some(d)) if c == d => c.to_string(),
        (Some('’'), None) => "'".to_owned(),
        (Some('‑'), None) => "-".to_owned(),
        _ => mark.to_lowercase(),
    }
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
