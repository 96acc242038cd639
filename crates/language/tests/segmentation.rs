//! Texts are cut as `languages/<code>/language.toml` says, and nothing of them is lost.

use language::{Analysis, Tree};
use proptest::prelude::*;
use serde::Deserialize;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// The examples of a language.
#[derive(Deserialize)]
struct Examples {
    #[serde(default, rename = "cut")]
    cuts: Vec<Cut>,
}

#[derive(Deserialize)]
struct Cut {
    example: String,
    /// A space between words, + between the words of a token, / between sentences, and _ for
    /// a space in a word.
    words: String,
}

fn trees(text: &str, language: &str) -> Vec<Tree> {
    let analysis = Analysis::of_text(text, language);
    (0..analysis.sentences.len()).map(|sentence| analysis.words(text, sentence)).collect()
}

/// The words of a text as an example writes them.
fn written(trees: &[Tree]) -> String {
    let mut cut = String::new();
    for (number, tree) in trees.iter().enumerate() {
        cut.push_str(if number > 0 { " / " } else { "" });
        for (at, word) in tree.words.iter().enumerate() {
            let joined =
                tree.multiwords.iter().any(|it| it.words.contains(&at) && it.words.start != at);
            let mark = if joined {
                "+"
            } else if at > 0 {
                " "
            } else {
                ""
            };
            let _ = write!(cut, "{mark}{}", word.form.replace([' ', '\u{a0}'], "_"));
        }
    }
    cut
}

#[test]
fn every_language_cuts_its_examples_as_it_says() {
    for code in ["fr", "en", "ru", "uk", "cs"] {
        let path = format!("languages/{code}/language.toml");
        let Examples { cuts } = knowledge::load(&path).expect("the language is there");
        assert!(!cuts.is_empty(), "{code}");
        for Cut { example, words } in cuts {
            assert_eq!(written(&trees(&example, code)), words, "{code}: {example}");
        }
    }
}

#[test]
fn french_words_know_where_they_stand() {
    let text = "Le maire du port n’a-t-il rien dit ?";
    let tree = &trees(text, "fr")[0];
    let places: Vec<_> =
        tree.words.iter().map(|word| word.span.expect("a place").of(text)).collect();
    assert_eq!(places, ["Le", "maire", "du", "du", "port", "n’", "a", "-t-il", "rien", "dit", "?"]);
    assert_eq!(tree.multiwords[0].form, "du");
}

#[test]
fn capitals_stay_when_a_token_becomes_words() {
    assert_eq!(written(&trees("Du port, AU PORT.", "fr")), "De+le port , À+LE PORT .");
}

#[test]
fn the_web_is_cut_as_people_read_it() {
    for (language, text, cut) in [
        // No-break spaces, swapped marks, a mark that is missing.
        ("fr", "Il a dit : ” Oui.“ Puis : « Non »", "Il a dit : ” Oui . “ / Puis : « Non »"),
        ("fr", "10\u{202f}000\u{a0}euros\u{a0}! Oui.", "10\u{202f}000 euros ! / Oui ."),
        // Lines: a headline, a list.
        ("fr", "Le pont est fermé\n\nLe maire se tait", "Le pont est fermé / Le maire se tait"),
        ("en", "To do:\n• Find it\n• Leave", "To do : / • Find it / • Leave"),
        ("en", "First:\n1. Find it\n2. Leave", "First : / 1 . Find it / 2 . Leave"),
        // Letters of two scripts, accents that stand by themselves, a soft hyphen.
        ("ru", "Он купил iPhone15 и USB-кабель.", "Он купил iPhone15 и USB-кабель ."),
        ("fr", "Le cafe\u{301} a fer\u{ad}mé.", "Le cafe\u{301} a fer\u{ad}mé ."),
        ("en", "Yes 👍🏽👨‍👩‍👧 no :)", "Yes 👍🏽👨‍👩‍👧 no :)"),
        ("en", "R&D said &quot;no&quot; -- twice!!!", "R&D said &quot; no &quot; -- twice !!!"),
        // No language, and one that is not known.
        ("", "One. Two.", "One . / Two ."),
        ("xx", "今日は。明日は。", "今日は 。 / 明日は 。"),
    ] {
        let cut = cut.replace(['\u{a0}', '\u{202f}'], "\u{202f}");
        assert_eq!(written(&trees(text, language)), cut, "{text}");
    }
}

/// Each piece of the text that is no space is in exactly one token, and each token in words.
fn check_whole(text: &str, language: &str) {
    let analysis = Analysis::of_text(text, language);
    let (mut end, mut covered) = (0, 0);
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let tokens = &analysis.tokens[sentence.tokens.clone()];
        assert!(!tokens.is_empty());
        let tree = analysis.words(text, number);
        let mut words = tree.words.iter().map(|word| word.span.expect("a place")).peekable();
        for token in tokens {
            let between = text.get(end..token.span.start()).expect("tokens are in order");
            assert!(between.chars().all(char::is_whitespace), "{between:?} is lost");
            assert!(!token.span.of(text).is_empty());
            assert!(sentence.span.contains(token.span));
            // Words cover the token, and nothing else but spaces.
            covered = covered.max(token.span.start());
            while let Some(word) = words.next_if(|word| word.start() < token.span.end()) {
                assert!(word.start() <= covered);
                covered = covered.max(word.end());
            }
            assert!(covered >= token.span.end(), "{:?} is lost", token.span.of(text));
            end = token.span.end();
        }
        assert_eq!(words.next(), None);
    }
    assert!(text[end..].chars().all(char::is_whitespace));
}

const LANGUAGES: [&str; 6] = ["fr", "en", "ru", "uk", "cs", ""];

proptest! {
    #[test]
    fn any_text_can_be_rebuilt(text in "\\PC{0,80}") {
        LANGUAGES.iter().for_each(|language| check_whole(&text, language));
    }

    #[test]
    fn so_can_a_text_of_marks(text in "[a-cA-C0-9 .,!?…\"'’«»“”()\\[\\]:;/@#&\u{a0}\u{ad}\u{301}\n=*\\-]{0,60}") {
        LANGUAGES.iter().for_each(|language| check_whole(&text, language));
    }

    #[test]
    fn so_can_a_text_of_words(words in prop::collection::vec("du|des|10|000|J\\.-C\\.|l'|n't|aby|5km|a-b|www\\.a\\.example|\\.|\"|:\\)|\n| |\u{1f389}", 0..30)) {
        LANGUAGES.iter().for_each(|language| check_whole(&words.concat(), language));
    }
}

#[test]
fn the_time_grows_with_the_length() {
    for piece in [
        "a.", "A.", "a.A", "l'", "a-", ". ", "\" ", "«", "[1]", "&quot;", ":)", "1 ", "1.1", "@",
        "#a", "\n", "1 000 ", "don't", "  ", "😀", "e\u{301}",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let start = Instant::now();
        for language in ["fr", "en", "cs"] {
            check_whole(&text, language);
        }
        let spent = start.elapsed();
        assert!(spent < Duration::from_secs(3), "{piece:?} takes {spent:?}");
    }
}
