use super::*;
use proptest::prelude::*;

fn find(text: &str, language: &str) -> Vec<Name> {
    let tokens = crate::tokens(text, language);
    let sentences = crate::sentences(text, language);
    names(text, &tokens, &sentences, language).expect("the weights are there")
}

/// The names of a text as `LABEL words`.
fn told(text: &str, language: &str) -> Vec<String> {
    find(text, language)
        .iter()
        .map(|name| format!("{} {}", name.label, name.span.of(text)))
        .collect()
}

#[test]
fn the_examples_of_each_language_are_found() {
    for code in knowledge::languages() {
        for example in lexicon::examples(code) {
            let text = example.example.replace(['[', ']'], "");
            let expected = example.example.split_once('[').and_then(|(_, rest)| {
                let (name, _) = rest.split_once(']')?;
                Some(format!("{} {name}", example.r#type.clone()?))
            });
            assert_eq!(told(&text, code), Vec::from_iter(expected), "{code}: {}", example.example);
        }
    }
}

#[test]
fn a_hyphen_between_two_countries_parts_them() {
    assert_eq!(told("The France-Germany talks began.", "en")[..], ["LOC France", "LOC Germany"]);
}

#[test]
fn without_weights_the_message_names_them_and_how_to_make_them() {
    assert!(Model::from_bytes(b"no model").is_none());
    let bytes = knowledge::bytes("models/names/names.bin").expect("they are there");
    assert!(
        Model::from_bytes(&bytes[..bytes.len() / 2 + 1])
            .is_none_or(|it| Ok(&it) != Model::shipped())
    );
    assert_eq!(Model::from_bytes(&bytes).map(|it| it.to_bytes()), Some(bytes.to_vec()));
    let message = NamesError::MISSING.to_string();
    assert!(message.contains("knowledge/models/names/names.bin is not there"), "{message}");
    assert!(message.contains("cargo xtask train names"), "{message}");
}

proptest! {
    #[test]
    fn any_text_has_names_that_are_parts_of_it(text in "(\\PC|[A-ZА-Яa-zé .,«»'’\\-\n]){0,120}") {
        for language in ["fr", "en", "ru", "uk", "cs", "de"] {
            let found = find(&text, language);
            let mut end = 0;
            for name in &found {
                prop_assert!(name.span.start() >= end && !name.span.is_empty());
                prop_assert!(text.get(name.span.range()).is_some());
                end = name.span.end();
            }
            prop_assert_eq!(found, find(&text, language));
        }
    }
}
