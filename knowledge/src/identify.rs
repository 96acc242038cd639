use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// How a language is told from the others: by `identify.toml` and, if it has a folder,
/// `languages/<code>/language.toml`.
#[derive(Default, Deserialize)]
struct Profile {
    /// Words so frequent that a few lines hold several.
    #[serde(default)]
    stop_words: Vec<String>,
    /// Letters that the language has and its neighbours have not.
    #[serde(default)]
    own_letters: String,
    /// Letters that its neighbours have and the language has not.
    #[serde(default)]
    foreign_letters: String,
    /// The first and the last of letters that no other language has.
    #[serde(default)]
    ranges: Vec<String>,
    /// How many of those letters count as much as a stop word.
    #[serde(default = "letters_of_word")]
    letters_of_word: i32,
    /// Texts in it, for the tests.
    #[cfg(test)]
    #[serde(default)]
    examples: Vec<String>,
}

fn letters_of_word() -> i32 {
    6
}

/// What a stop word counts; a letter counts a part of it.
const WORD: i32 = 24;
/// A language with a folder is told by two stop words, another by three: a name in it such as
/// *Universidad de los Andes* is no text.
const LEAST: [i32; 2] = [2 * WORD, 3 * WORD];

/// The language of `text`, by its stop words and letters, if that can be told.
///
/// It knows the languages of `identify.toml`, with and without a folder of their own. It
/// abstains on texts of a few words, and where two languages are as likely. Only the first
/// 20,000 characters are looked at.
pub fn identify(text: &str) -> Option<&'static str> {
    let profiles = Profiles::get();
    let mut scores = vec![0; profiles.codes.len()];
    // What the letters that no other language has say is enough without stop words.
    let (mut seen, mut letters) = (0, vec![0; profiles.codes.len()]);
    let head = text.char_indices().nth(20_000).map_or(text, |(end, _)| &text[..end]).to_lowercase();
    for word in head.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        seen += 1;
        for &at in profiles.words.get(word).into_iter().flatten() {
            scores[at] += WORD;
        }
        for letter in word.chars().filter(|letter| !letter.is_ascii()) {
            for &(at, points) in profiles.letters.get(&letter).into_iter().flatten() {
                scores[at] += points;
            }
            for (range, at, points) in &profiles.ranges {
                if range.contains(&letter) {
                    letters[*at] += points;
                }
            }
        }
    }
    let told = |(at, score): (usize, i32)| (score + letters[at], at);
    let scores: Vec<(i32, usize)> = scores.into_iter().enumerate().map(told).collect();
    let (best, at) = scores.iter().copied().max()?;
    let second = scores.iter().filter(|it| it.1 != at).map(|it| it.0).max().unwrap_or(0);
    let least = if letters[at] > 0 { LEAST[0] } else { LEAST[usize::from(!profiles.folder[at])] };
    // One word in fourteen is a stop word in running text of every language here.
    (best >= least && best * 14 >= seen * WORD && best > second)
        .then(|| profiles.codes[at].as_str())
}

/// All profiles, by what is looked up. A language is its place in `codes`.
#[derive(Default)]
struct Profiles {
    codes: Vec<String>,
    /// Whether a language has a folder.
    folder: Vec<bool>,
    words: HashMap<String, Vec<usize>>,
    letters: HashMap<char, Vec<(usize, i32)>>,
    ranges: Vec<(RangeInclusive<char>, usize, i32)>,
}

impl Profiles {
    fn get() -> &'static Self {
        static PROFILES: OnceLock<Profiles> = OnceLock::new();
        PROFILES.get_or_init(|| {
            let mut all = shared();
            for code in crate::languages() {
                if let Some(own) =
                    crate::load::<Profile>(&format!("languages/{code}/language.toml"))
                {
                    let profile = all.entry(code.clone()).or_default();
                    profile.stop_words.extend(own.stop_words);
                    profile.own_letters.push_str(&own.own_letters);
                }
            }
            let mut profiles = Self::default();
            for (code, profile) in all {
                profiles.add(code, profile);
            }
            profiles
        })
    }

    fn add(&mut self, code: String, profile: Profile) {
        let at = self.codes.len();
        for word in profile.stop_words {
            // It may stand in both files.
            let known = self.words.entry(word).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
        for letter in profile.own_letters.chars() {
            self.letters.entry(letter).or_default().push((at, WORD / 2));
        }
        for letter in profile.foreign_letters.chars() {
            self.letters.entry(letter).or_default().push((at, -WORD));
        }
        for range in profile.ranges {
            if let (Some(first), Some(last)) = (range.chars().next(), range.chars().last()) {
                self.ranges.push((first..=last, at, WORD / profile.letters_of_word.max(1)));
            }
        }
        self.folder.push(crate::languages().contains(&code));
        self.codes.push(code);
    }
}

/// The profiles of `identify.toml`, by code.
fn shared() -> BTreeMap<String, Profile> {
    crate::load("identify.toml").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Profiles, identify, shared};
    use proptest::prelude::*;

    #[test]
    fn the_examples_of_each_language_are_told_apart() {
        let all = shared();
        assert!(all.len() >= 30 && crate::languages().iter().all(|code| all.contains_key(code)));
        let mut wrong = Vec::new();
        for (code, profile) in &all {
            assert!(profile.examples.len() >= 2, "{code}: a short example and a long one");
            for example in &profile.examples {
                let told = identify(example);
                if told != Some(code) {
                    wrong.push(format!("{code} is told as {told:?}: {example}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn names_numbers_and_a_few_words_tell_no_language() {
        for text in [
            "Universidad de los Andes",
            "Rio de la Plata",
            "Ana Karo, Bruno de la Torre, Ulla von der Heide",
            "Αθήνα",
            "北京",
            "Σταύρος Κάρο 2031",
            "12 345,67 €",
            "Das Auto",
            "El Mundo",
            "De Morgen",
        ] {
            assert_eq!(identify(text), None, "{text}");
        }
    }

    #[test]
    fn a_long_quotation_in_other_letters_is_not_the_language_of_the_page() {
        let all = shared();
        let page = all["fr"].examples[1].repeat(4) + &all["el"].examples[0];
        assert_eq!(identify(&page), Some("fr"));
    }

    proptest! {
        #[test]
        fn any_text_is_told_or_not_and_twice_the_same(text in "\\PC{0,60}") {
            let told = identify(&text);
            prop_assert!(told.is_none_or(|code| Profiles::get().codes.iter().any(|it| it == code)));
            prop_assert_eq!(told, identify(&text));
        }
    }

    #[test]
    fn short_texts_of_each_language_are_told_apart() {
        for (code, text) in [
            ("fr", "Le ministère a déclaré que les routes de la vallée sont ouvertes."),
            ("en", "The ministry said that the roads in the valley are open to all."),
            ("ru", "Министерство заявило, что дороги в долине открыты для всех."),
            ("uk", "Міністерство заявило, що дороги у долині відкриті для всіх, але їх мало."),
            ("cs", "Ministerstvo uvedlo, že silnice v údolí jsou otevřené, ale je jich málo."),
        ] {
            assert_eq!(identify(text), Some(code), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_told_is_not_guessed() {
        assert_eq!(identify(""), None);
        assert_eq!(identify("Zorvan 12 Belmar"), None);
    }
}
