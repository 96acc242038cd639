use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// How a language is told from the others: `languages/<code>/language.toml`.
#[derive(Deserialize)]
struct Profile {
    /// Words so frequent that a few lines hold several.
    stop_words: Vec<String>,
    /// Letters that the language has and its neighbours have not.
    #[serde(default)]
    own_letters: String,
}

/// The language of `text`, by its stop words and own letters, if that can be told.
///
/// It abstains on texts of a few words, and on languages that have no folder.
/// Only the first 20,000 characters are looked at.
pub fn identify(text: &str) -> Option<&'static str> {
    let (words, letters) = profiles();
    let mut scores: BTreeMap<&'static str, u32> = BTreeMap::new();
    let mut seen = 0u32;
    let head = text.char_indices().nth(20_000).map_or(text, |(end, _)| &text[..end]).to_lowercase();
    for word in head.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        seen += 1;
        for code in words.get(word).into_iter().flatten() {
            *scores.entry(code).or_default() += 2;
        }
        for code in word.chars().filter_map(|letter| letters.get(&letter)).flatten() {
            *scores.entry(code).or_default() += 1;
        }
    }
    let (code, best) =
        scores.iter().max_by_key(|(_, score)| **score).map(|(code, score)| (*code, *score))?;
    let second = scores
        .iter()
        .filter(|(other, _)| **other != code)
        .map(|(_, score)| *score)
        .max()
        .unwrap_or(0);
    // One word in seven is a stop word in running text of every language here.
    (best >= 4 && best * 7 >= seen && best > second).then_some(code)
}

type ByWord = HashMap<String, Vec<&'static str>>;
type ByLetter = HashMap<char, Vec<&'static str>>;

fn profiles() -> &'static (ByWord, ByLetter) {
    static PROFILES: OnceLock<(ByWord, ByLetter)> = OnceLock::new();
    PROFILES.get_or_init(|| {
        let (mut words, mut letters) = (ByWord::default(), ByLetter::default());
        for code in crate::languages() {
            let Some(profile) = crate::load::<Profile>(&format!("languages/{code}/language.toml"))
            else {
                continue;
            };
            for word in profile.stop_words {
                words.entry(word).or_default().push(code);
            }
            for letter in profile.own_letters.chars() {
                letters.entry(letter).or_default().push(code);
            }
        }
        (words, letters)
    })
}

#[cfg(test)]
mod tests {
    use super::identify;

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
        assert_eq!(identify("東京の天気は晴れです。明日も晴れるでしょう。"), None);
    }
}
