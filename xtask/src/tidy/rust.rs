//! The string literals of a Rust file, without those of its comments and tests.

/// A string or character literal.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub line: usize,
    /// As written between its quotes; escapes stay as they are.
    pub text: String,
}

enum Token {
    Literal(Literal),
    Word(String),
    Sign(char),
}

/// The literals of `source` that are part of the program.
pub(super) fn literals(source: &str) -> Vec<Literal> {
    without_tests(tokens(source))
}

/// What is left once the items behind `#[cfg(test)]` and `#[test]` are gone.
fn without_tests(tokens: Vec<Token>) -> Vec<Literal> {
    let mut literals = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            Token::Literal(literal) => literals.push(literal),
            Token::Sign('#') if matches!(tokens.peek(), Some(Token::Sign('['))) => {
                // `[cfg(test)]`, `[test]`: the words inside tell.
                let mut depth = 0;
                let mut words = Vec::new();
                for token in tokens.by_ref() {
                    match token {
                        Token::Sign('[') => depth += 1,
                        Token::Sign(']') => depth -= 1,
                        Token::Word(word) => words.push(word),
                        Token::Literal(literal) => literals.push(literal),
                        Token::Sign(_) => {}
                    }
                    if depth == 0 {
                        break;
                    }
                }
                if words == ["test"] || words == ["cfg", "test"] {
                    let mut depth = 0;
                    for token in tokens.by_ref() {
                        match token {
                            Token::Sign('{') => depth += 1,
                            Token::Sign('}') => depth -= 1,
                            _ => {}
                        }
                        if depth == 0 && matches!(token, Token::Sign('}' | ';')) {
                            break;
                        }
                    }
                }
            }
            _ => {}
        }
    }
    literals
}

fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let (mut i, mut line) = (0, 1);
    while i < chars.len() {
        let start = i;
        match (chars[i], at(i + 1)) {
            ('/', '/') => {
                while i < chars.len() && chars[i] != '\n' {
                    i += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                while i < chars.len() {
                    match (chars[i], at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 {
                        break;
                    }
                }
            }
            ('"', _) => {
                i += 1;
                while i < chars.len() && chars[i] != '"' {
                    i += if chars[i] == '\\' { 2 } else { 1 };
                }
                let end = i.min(chars.len());
                tokens.push(literal(line, &chars[start + 1..end]));
                i += 1;
            }
            ('r', '"' | '#') if hashes(&chars, i + 1).is_some() => {
                let hashes = hashes(&chars, i + 1).unwrap_or(0);
                let open = i + 2 + hashes;
                i = open;
                while i < chars.len()
                    && !(chars[i] == '"' && (1..=hashes).all(|n| at(i + n) == '#'))
                {
                    i += 1;
                }
                tokens.push(literal(line, &chars[open..i.min(chars.len())]));
                i += 1 + hashes;
            }
            // 'x' and '\n' are literals, 'a is a lifetime.
            ('\'', '\\') => {
                i += 3;
                while i < chars.len() && chars[i] != '\'' {
                    i += 1;
                }
                tokens.push(literal(line, &chars[start + 1..i.min(chars.len())]));
                i += 1;
            }
            ('\'', _) if at(i + 2) == '\'' => {
                tokens.push(literal(line, &chars[i + 1..i + 2]));
                i += 3;
            }
            (c, _) if c.is_alphanumeric() || c == '_' => {
                while i < chars.len() && (chars[i].is_alphanumeric() || chars[i] == '_') {
                    i += 1;
                }
                tokens.push(Token::Word(chars[start..i].iter().collect()));
            }
            (c, _) => {
                if !c.is_whitespace() {
                    tokens.push(Token::Sign(c));
                }
                i += 1;
            }
        }
        line += chars[start..i.min(chars.len())].iter().filter(|&&c| c == '\n').count();
    }
    tokens
}

fn literal(line: usize, text: &[char]) -> Token {
    Token::Literal(Literal { line, text: text.iter().collect() })
}

/// How many `#` stand before the quote at `i`, if there is one.
fn hashes(chars: &[char], i: usize) -> Option<usize> {
    let count = chars[i..].iter().take_while(|&&c| c == '#').count();
    (chars.get(i + count) == Some(&'"')).then_some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_are_told_from_comments_lifetimes_and_tests() {
        let source = r##"
            // "in a comment"
            /* "in a /* nested */ one" */
            #[error("in an attribute")]
            fn a<'a>(x: &'a str) -> char { f("a \" quote", 'é', '\'', r#"raw "one""#); 'b' }
            #[cfg(test)]
            mod tests { fn b() { "in a test" } }
            #[test]
            fn c() { "in another" }
            const D: &str = "after";
        "##;
        let texts: Vec<String> = literals(source).into_iter().map(|one| one.text).collect();
        assert_eq!(
            texts,
            ["in an attribute", "a \\\" quote", "é", "\\'", "raw \"one\"", "b", "after"]
        );
        assert_eq!(literals("\n\n\"x\"")[0].line, 3);
    }
}
