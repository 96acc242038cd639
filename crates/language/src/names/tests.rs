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

#[test]
fn a_title_and_an_article_stand_outside_of_the_name() {
    assert_eq!(
        told("Mme Berthe Corvin a quitté Paris.", "fr")[..],
        ["PER Berthe Corvin", "LOC Paris"]
    );
    assert_eq!(
        told("Mr Corvin left the United States.", "en")[..],
        ["PER Corvin", "LOC United States"]
    );
}

#[test]
fn a_person_named_in_full_is_known_again_by_the_surname() {
    for (language, text, surname) in [
        ("fr", "Le ministre Marc Belloir est venu.\n\nAprès cela, Belloir a souri.", "Belloir"),
        ("en", "Minister Mark Bellow came.\n\nAfter that Bellow smiled.", "Bellow"),
        ("ru", "Министр Марк Беллов приехал.\n\nПосле этого мост показали Беллову.", "Беллову"),
        ("uk", "Міністр Марко Беллов приїхав.\n\nПісля цього міст показали Беллову.", "Беллову"),
        ("cs", "Ministr Marek Bellov přijel.\n\nPotom most ukázali Bellovovi.", "Bellovovi"),
    ] {
        assert!(
            told(text, language).contains(&format!("PER {surname}")),
            "{text}: {:?}",
            told(text, language)
        );
    }
}

#[test]
fn small_words_are_no_persons_and_marks_end_no_name() {
    for (language, text) in [
        ("fr", "Il pleut sur les toits, et personne ne sort."),
        ("ru", "Люди долго ждали автобуса, но он не пришел."),
        ("cs", "Lidé dlouho čekali na autobus, ale nepřijel."),
    ] {
        assert_eq!(told(text, language), Vec::<String>::new());
    }
}

#[test]
fn a_newspaper_a_ministry_and_an_army_are_told_apart() {
    let subtypes = |text, language| -> Vec<_> {
        find(text, language).iter().map(|name| name.subtype.map(Subtype::code)).collect()
    };
    assert_eq!(
        subtypes("Le ministère de la Défense a répondu à Reuters.", "fr"),
        [Some("GOV"), Some("MEDIA")]
    );
    assert_eq!(
        subtypes("The Ministry of Defence answered Reuters.", "en"),
        [Some("GOV"), Some("MEDIA")]
    );
    assert_eq!(subtypes("Об этом сообщили ВСУ.", "ru"), [Some("ARMED")]);
}

#[test]
fn a_capital_that_denies_stands_for_those_who_govern() {
    let metonyms = |text, language| -> Vec<_> {
        find(text, language).iter().map(|name| name.metonym.map(Metonym::code)).collect()
    };
    assert_eq!(metonyms("Moscou a démenti.", "fr"), [Some("GOV")]);
    assert_eq!(metonyms("Il vit à Moscou.", "fr"), [None]);
    assert_eq!(metonyms("Moscow denied it.", "en"), [Some("GOV")]);
    assert_eq!(metonyms("She lives in Moscow.", "en"), [None]);
    assert_eq!(metonyms("Москва отрицает это.", "ru"), [Some("GOV")]);
    assert_eq!(metonyms("Москва заперечує це.", "uk"), [Some("GOV")]);
    assert_eq!(metonyms("Moskva to popírá.", "cs"), [Some("GOV")]);
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
            // Each name is of exactly one bearer.
            let groups = bearers(&text, &found, language);
            let mut places: Vec<usize> = groups.iter().flat_map(|it| it.names.clone()).collect();
            places.sort_unstable();
            prop_assert_eq!(places, (0..found.len()).collect::<Vec<_>>());
            prop_assert_eq!(found, find(&text, language));
        }
    }
}
