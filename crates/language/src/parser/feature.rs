/// What is seen of a word, as numbers: equal things have equal numbers.
///
/// The first is the word itself; then its beginnings, its endings, and its shape.
pub(crate) fn keys(form: &str, first: bool, keys: &mut Vec<u32>) {
    let mut letters: Vec<char> = Vec::with_capacity(form.len());
    let mut shape = Hash::new(SHAPE);
    let mut last = (' ', 0);
    for c in form.chars().take(LONGEST) {
        letters.extend(c.to_lowercase().map(fold));
        let class = class(c);
        last = (class, if last.0 == class { last.1 + 1 } else { 1 });
        if last.1 <= 2 {
            shape.add(class);
        }
    }
    shape.add(if first { '^' } else { ' ' });
    let hash = |kind: u32, letters: &[char]| {
        let mut hash = Hash::new(kind);
        letters.iter().for_each(|&c| hash.add(c));
        hash.0
    };
    keys.push(hash(WORD, &letters));
    keys.push(shape.0);
    for length in 1..=BEGINNING.min(letters.len()) {
        keys.push(hash(PREFIX + length as u32, &letters[..length]));
    }
    for length in 1..=ENDING.min(letters.len()) {
        keys.push(hash(SUFFIX + length as u32, &letters[letters.len() - length..]));
    }
}

/// Of a longer word, no more letters are seen.
const LONGEST: usize = 40;
const BEGINNING: usize = 5;
const ENDING: usize = 5;
const WORD: u32 = 1;
const SHAPE: u32 = 2;
const PREFIX: u32 = 10;
const SUFFIX: u32 = 30;

/// Letters that are seen as one.
fn fold(c: char) -> char {
    match c {
        '0'..='9' => '0',
        '’' | 'ʼ' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' => '-',
        c => c,
    }
}

fn class(c: char) -> char {
    if c.is_uppercase() {
        'X'
    } else if c.is_alphabetic() {
        'x'
    } else if c.is_numeric() {
        'd'
    } else {
        fold(c)
    }
}

/// FNV-1a: the same on every machine.
struct Hash(u32);

impl Hash {
    fn new(kind: u32) -> Self {
        let mut hash = Self(0x811c_9dc5);
        hash.word(kind);
        hash
    }

    fn add(&mut self, c: char) {
        self.word(c as u32);
    }

    fn word(&mut self, word: u32) {
        for byte in [word as u8, (word >> 8) as u8, (word >> 16) as u8] {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(form: &str) -> Vec<u32> {
        let mut found = Vec::new();
        keys(form, false, &mut found);
        found
    }

    #[test]
    fn case_is_seen_in_the_shape_alone() {
        let (small, large) = (of("karo"), of("KARO"));
        assert_ne!(small[1], large[1]);
        assert_eq!(small[2..], large[2..]);
        assert_eq!(small[0], large[0]);
    }

    #[test]
    fn figures_are_one_word_if_they_are_equally_long() {
        assert_eq!(of("1987"), of("2023"));
        assert_ne!(of("1987")[0], of("20234")[0]);
    }

    #[test]
    fn an_empty_word_is_seen_too() {
        assert_eq!(of("").len(), 2);
    }
}
