/// A place between two words of a text without breaks, as spaces part them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap<'a> {
    /// Two words before, the word before, and three words after; marks are part of them.
    /// Empty where the text begins or ends.
    pub words: [&'a str; 5],
    /// Whether a sentence ends here by the rules.
    pub ruled: bool,
    /// So many words ago one ended by them.
    pub since: usize,
}

impl Gap<'_> {
    /// Whether a sentence may end here at all.
    pub(crate) fn may_end(&self) -> bool {
        let [_, before, after, ..] = self.words;
        self.ruled
            || !after.starts_with(char::is_lowercase)
            || !before.ends_with(char::is_alphanumeric)
    }

    /// What is seen of it, as numbers.
    pub(crate) fn keys(&self, keys: &mut Vec<u32>) {
        let [two, a, b, c, d] = self.words.map(short);
        let [shape_two, shape_a, shape_b, shape_c, shape_d] = [two, a, b, c, d].map(shape);
        let ([two, low_a, low_b, low_c], ruled) =
            ([two, a, b, c].map(str::to_lowercase), if self.ruled { "1" } else { "0" });
        let since = [self.since.min(4), 8 + (self.since / 3).min(6)].map(|it| it.to_string());
        let (sa, sb, sc) = (shape_a.as_str(), shape_b.as_str(), shape_c.as_str());
        let mark = sa.char_indices().next_back().map_or("", |(at, _)| &sa[at..]);
        let all: [&[&str]; 21] = [
            &[ruled],
            &[ruled, sa],
            &[ruled, sb],
            &[ruled, sa, sb],
            &[ruled, sa, sb, sc],
            &[ruled, &shape_two, sa, sb],
            &[ruled, &low_a],
            &[ruled, &low_b],
            &[ruled, &low_a, sb],
            &[ruled, sa, &low_b],
            &[ruled, &low_c],
            &[ruled, sb, &low_c],
            &[b],
            &[ruled, &two],
            &[ruled, &since[1]],
            &[ruled, &since[0], sa, sb],
            &[ruled, ending(&low_a, 3), sb],
            &[ruled, sb, ending(&low_b, 3)],
            &[ruled, sb, sc, &shape_d],
            &[bare(&low_a)],
            &[mark, bare(&low_b)],
        ];
        keys.extend((1..).zip(all).map(|(kind, parts)| key(kind, parts)));
    }
}

/// What is seen of a token that may be an article: the two tokens before it and the two behind
/// it, as lexicons are asked with them, and empty where the sentence begins or ends.
pub(crate) fn article(token: &str, around: [&str; 4], keys: &mut Vec<u32>) {
    let [two, before, after, next] = around.map(short);
    let length = before.chars().count().min(7).to_string();
    let (end, start) = (ending(before, 2), ending(after, 2));
    let both: [&[&str]; 8] = [
        &[],
        &[before],
        &[two],
        &[after],
        &[ending(before, 1), if length == "1" { "^" } else { "" }],
        &[end, if length == "2" { "^" } else { "" }],
        &[ending(before, 3), if length == "3" { "^" } else { "" }],
        &[ending(before, 4), if length == "4" { "^" } else { "" }],
    ];
    let other: [&[&str]; 9] = [
        &[ending(before, 5)],
        &[start],
        &[ending(after, 3)],
        &[ending(two, 2)],
        &[ending(two, 3)],
        &[two, end],
        &[end, start],
        &[next],
        &[&length],
    ];
    for (kind, parts) in (40..).zip(both) {
        keys.push(key(kind, parts));
        keys.push(key(kind, &[parts, &[token, "|"]].concat()));
    }
    keys.extend((60..).zip(other).map(|(kind, parts)| key(kind, parts)));
}

/// Of a longer word, no more is seen.
fn short(word: &str) -> &str {
    word.char_indices().nth(40).map_or(word, |(at, _)| &word[..at])
}

/// The last letters of a word.
fn ending(word: &str, letters: usize) -> &str {
    let start = word.char_indices().rev().nth(letters.saturating_sub(1)).map_or(0, |(at, _)| at);
    &word[start..]
}

/// A word without the marks around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Capitals, small letters, figures and marks, each run of them as one.
fn shape(word: &str) -> String {
    let mut shape = String::new();
    for c in word.chars().take(12) {
        let class = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => 'd',
            c => c,
        };
        if !shape.ends_with(class) {
            shape.push(class);
        }
    }
    shape
}

/// The number of something that is seen (FNV-1a): the same on every machine.
fn key(kind: u8, parts: &[&str]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut add = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    add(kind);
    for part in parts {
        part.bytes().for_each(&mut add);
        add(0xff);
    }
    hash ^ (hash >> 15)
}
