//! A text: whatever it is, nothing of it is lost in sentences, tokens and words, and each of
//! its sentences is one tree. The first byte chooses the language.
#![no_main]

use language::{Analysis, Head};

const LANGUAGES: [&str; 6] = ["fr", "en", "ru", "uk", "cs", ""];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let text = &*String::from_utf8_lossy(bytes);
    let language = LANGUAGES[usize::from(*first) % LANGUAGES.len()];
    let analysis = Analysis::of_text(text, language);
    let mut end = 0;
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let tree = match analysis.tree(text, number) {
            Ok(tree) => {
                let roots = tree.words.iter().filter(|word| word.head == Head::Root).count();
                assert_eq!(roots, 1);
                tree
            }
            Err(_) => analysis.words(text, number),
        };
        let first = tree.words.first().and_then(|word| word.span);
        assert_eq!(first.map(|span| span.start()), Some(sentence.span.start()));
        for token in &analysis.tokens[sentence.tokens.clone()] {
            assert!(sentence.span.contains(token.span) && !token.span.is_empty());
            assert!(text[end..token.span.start()].chars().all(char::is_whitespace));
            end = token.span.end();
        }
        for word in &tree.words {
            assert!(word.span.is_some_and(|span| sentence.span.contains(span)));
        }
    }
    assert!(text[end..].chars().all(char::is_whitespace));
});
