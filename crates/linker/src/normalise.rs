use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// `text` in the form in which two texts are compared and searched: lower
/// case, without accents, in Latin letters, without elided words, each word
/// cut to a stem, the groups of a number joined.
///
/// The stem is the same for every language: six letters at most, without
/// vowels and *s* at the end. It joins *Вагнера* with *Wagner*, and now and
/// then two words that have nothing to do with each other: fit to find, not to
/// decide.
pub fn normalise(text: &str, language: &str) -> String {
    let stems: Vec<String> = words(text, language).iter().map(|word| stem(word)).collect();
    stems.join(" ")
}

/// The consonants of a name, so that its spellings in several languages and
/// its endings fall together: *Tchernyk*, *Chernyk*, *Чернику*.
pub fn skeleton(name: &str) -> String {
    let mut name = fold(name, "");
    for (written, sound) in [
        ("tch", "c"),
        ("sch", "s"),
        ("ch", "c"),
        ("sh", "s"),
        ("kh", "k"),
        ("ph", "f"),
        ("th", "t"),
    ] {
        name = name.replace(written, sound);
    }
    let mut bones = String::new();
    for (at, c) in name.chars().enumerate() {
        let bone = match c {
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' if at == 0 => 'a',
            'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j' => continue,
            'c' | 'q' => 'k',
            'z' => 's',
            'h' => 'g',
            'w' => 'v',
            c => c,
        };
        if !bones.ends_with(bone) {
            bones.push(bone);
        }
    }
    bones.chars().take(5).collect()
}

/// The words of `text`, folded, numbers in one form, elided words cut.
pub(crate) fn words(text: &str, language: &str) -> Vec<String> {
    let own = own(language);
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let digit_before = word.chars().last().is_some_and(|d| d.is_ascii_digit());
        if c.is_alphanumeric() || is_mark(c) {
            word.push(c);
        } else if matches!(c, '\'' | '’' | 'ʼ') {
            let elided = match own {
                Some(own) => own.elided.contains(&fold(&word, language)),
                None => word.chars().count() <= 2,
            };
            if elided {
                word.clear();
            }
        } else if digit_before && is_separator(c) && groups(&mut chars) {
            // The next three digits belong to this number: 12 000, 12,000, 12.000.
        } else {
            finish(&mut word, language, &mut words);
        }
    }
    finish(&mut word, language, &mut words);
    words
}

/// The words of `text` that carry meaning, as stems.
pub(crate) fn stems(text: &str, language: &str) -> Vec<String> {
    let own = own(language);
    words(text, language)
        .into_iter()
        .filter(|word| !own.is_some_and(|own| own.stop_words.contains(word)))
        .filter(|word| word.chars().count() > 2 || word.chars().all(|c| c.is_ascii_digit()))
        .map(|word| stem(&word))
        .collect()
}

/// The name of an outlet, so that *The Times*, *Times* and *le Times* fall together.
pub(crate) fn outlet_key(name: &str) -> String {
    let words = words(name, "");
    let bare: Vec<&str> =
        words.iter().map(String::as_str).filter(|word| !is_article(word)).collect();
    if bare.is_empty() { words.join(" ") } else { bare.join(" ") }
}

/// Whether two names are of one outlet: *The Times*, *Times* and *le Times* are.
pub fn same_outlet(one: &str, other: &str) -> bool {
    outlet_key(one) == outlet_key(other)
}

/// Whether some language has `word` among those that carry no meaning.
pub(crate) fn is_article(word: &str) -> bool {
    all().values().any(|own| own.stop_words.contains(word))
}

/// Lower case, Latin letters, no accents.
pub(crate) fn fold(text: &str, language: &str) -> String {
    let table = letters();
    let mut folded = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        let latin = table.get(&(c, language)).or_else(|| table.get(&(c, "")));
        match latin {
            Some(latin) => folded.push_str(latin),
            // Some marks of their own are taken apart into a space and a mark: no word ends there.
            None => folded
                .extend(std::iter::once(c).nfkd().filter(|c| !is_mark(*c) && !c.is_whitespace())),
        }
    }
    folded
}

fn stem(word: &str) -> String {
    if word.chars().any(|c| c.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut stem: Vec<char> = word.chars().take(6).collect();
    while stem.len() > 4 && stem.last().is_some_and(|c| "aeiouys".contains(*c)) {
        stem.pop();
    }
    stem.into_iter().collect()
}

fn finish(word: &mut String, language: &str, words: &mut Vec<String>) {
    let folded = fold(word, language);
    word.clear();
    if !folded.is_empty() {
        words.push(folded);
    }
}

/// Whether exactly three digits come next.
fn groups(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> bool {
    let ahead: Vec<char> = chars.clone().take(4).collect();
    let digit = |at: usize| ahead.get(at).is_some_and(char::is_ascii_digit);
    digit(0) && digit(1) && digit(2) && !digit(3)
}

fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '.' | ',' | '’' | '\'')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// What the linker uses of `languages/<code>/language.toml`.
#[derive(Debug, Default, Deserialize)]
struct Own {
    #[serde(default)]
    elided: BTreeSet<String>,
    #[serde(default)]
    stop_words: BTreeSet<String>,
}

fn own(language: &str) -> Option<&'static Own> {
    all().get(language)
}

fn all() -> &'static BTreeMap<&'static str, Own> {
    static ALL: OnceLock<BTreeMap<&'static str, Own>> = OnceLock::new();
    ALL.get_or_init(|| {
        let load = |code: &'static String| {
            let own: Own = knowledge::load(&format!("languages/{code}/language.toml"))?;
            // Compared with folded words, so folded themselves.
            let stop_words = own.stop_words.iter().map(|word| fold(word, code)).collect();
            Some((code.as_str(), Own { stop_words, ..own }))
        };
        knowledge::languages().iter().filter_map(load).collect()
    })
}

/// The Latin letters for a letter, by language or (with an empty code) for all.
fn letters() -> &'static BTreeMap<(char, &'static str), String> {
    static TEXT: OnceLock<String> = OnceLock::new();
    static TABLE: OnceLock<BTreeMap<(char, &'static str), String>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = TEXT.get_or_init(|| {
            knowledge::text("gazetteer/romanisation.csv").map(String::from).unwrap_or_default()
        });
        let line = |line: &'static str| {
            let mut fields = line.split(',');
            let letter = fields.next()?.chars().next()?;
            let latin = fields.next()?.to_owned();
            Some(((letter, fields.next().unwrap_or("").trim()), latin))
        };
        text.lines().skip(1).filter_map(line).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_and_elision_make_no_difference() {
        assert_eq!(normalise("L’Été d’Émile", ""), normalise("ete emile", ""));
    }

    #[test]
    fn a_russian_ending_makes_no_difference() {
        assert_eq!(normalise("Вагнера", "ru"), normalise("Вагнер", "ru"));
    }

    #[test]
    fn the_groups_of_a_number_are_joined() {
        for written in ["12 000", "12,000", "12.000", "12\u{202f}000"] {
            assert_eq!(normalise(written, "en"), "12000");
        }
        assert_eq!(normalise("12, 000", "en"), "12 000");
        assert_eq!(normalise("in 2031, 415", "en"), "in 2031 415");
    }

    #[test]
    fn one_name_in_three_spellings_has_one_skeleton() {
        assert_eq!(skeleton("Tchernyk"), skeleton("Chernyk"));
        assert_eq!(skeleton("Черныку"), skeleton("Chernyk").as_str().to_owned());
        assert_ne!(skeleton("Karo"), skeleton("Lesna"));
    }

    #[test]
    fn the_letters_of_a_word_without_case_are_kept() {
        assert_eq!(fold("東京", ""), "東京");
    }

    #[test]
    fn an_article_before_an_outlet_makes_no_difference() {
        assert_eq!(outlet_key("The Harbour Post"), outlet_key("le Harbour Post"));
    }
}
