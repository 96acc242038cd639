//! The parsers that come with the program, by examples.

use expect_test::{Expect, expect};
use language::{Analysis, Head, Parser, Tree, Word};
use proptest::prelude::*;
use std::time::Instant;

/// Each word with its part of speech, its lemma, and how it hangs on which word.
fn check(language: &str, words: &str, expected: Expect) {
    let parser = Parser::of(language).expect("the model comes with the program");
    let mut tree = Tree::of_forms(words.split(' '));
    parser.parse(&mut tree);
    let line = |word: &Word| {
        let head = match word.head {
            Head::Word(head) => tree.words[head as usize].form.as_str(),
            _ => "–",
        };
        format!("{} {} {} {} {head}\n", word.form, word.upos, word.lemma, word.deprel)
    };
    expected.assert_eq(&tree.words.iter().map(line).collect::<String>());
}

#[test]
fn what_is_said_hangs_on_the_verb_that_says_so() {
    check(
        "fr",
        "Karo affirme que ses hommes n’ ont pas tiré .",
        expect![[r#"
        Karo PROPN Karo nsubj affirme
        affirme VERB affirmer root –
        que SCONJ que mark tiré
        ses DET son det hommes
        hommes NOUN homme nsubj tiré
        n’ ADV ne advmod tiré
        ont AUX avoir aux:tense tiré
        pas ADV pas advmod tiré
        tiré VERB tirer ccomp affirme
        . PUNCT . punct affirme
    "#]],
    );
    check(
        "en",
        "Karo denied that his men had fired .",
        expect![[r#"
        Karo PROPN Karo nsubj denied
        denied VERB deny root –
        that SCONJ that mark fired
        his PRON his nmod:poss men
        men NOUN man nsubj fired
        had AUX have aux fired
        fired VERB fire ccomp denied
        . PUNCT . punct denied
    "#]],
    );
    check(
        "ru",
        "Каро заявил , что его люди не стреляли .",
        expect![[r#"
        Каро PROPN Каро nsubj заявил
        заявил VERB заявить root –
        , PUNCT , punct стреляли
        что SCONJ что mark стреляли
        его DET его det люди
        люди NOUN человек nsubj стреляли
        не PART не advmod стреляли
        стреляли VERB стрелять ccomp заявил
        . PUNCT . punct заявил
    "#]],
    );
    check(
        "uk",
        "Каро заявив , що його люди не стріляли .",
        expect![[r#"
            Каро PROPN Каро nsubj заявив
            заявив VERB заявити root –
            , PUNCT , punct стріляли
            що SCONJ що mark стріляли
            його DET його det люди
            люди NOUN людина nsubj стріляли
            не PART не advmod:neg стріляли
            стріляли VERB стріляли ccomp заявив
            . PUNCT . punct заявив
        "#]],
    );
    check(
        "cs",
        "Karo řekl , že jeho lidé nestříleli .",
        expect![[r#"
        Karo PROPN Karo nsubj řekl
        řekl VERB říci root –
        , PUNCT , punct nestříleli
        že SCONJ že mark nestříleli
        jeho DET jeho det lidé
        lidé NOUN člověk nsubj nestříleli
        nestříleli VERB nestřílet ccomp řekl
        . PUNCT . punct řekl
    "#]],
    );
}

#[test]
fn who_is_named_by_according_to_hangs_on_what_he_says() {
    check(
        "fr",
        "Selon le commandant , trois soldats ont été tués .",
        expect![[r#"
        Selon ADP selon case commandant
        le DET le det commandant
        commandant NOUN commandant obl:mod tués
        , PUNCT , punct commandant
        trois NUM trois nummod soldats
        soldats NOUN soldat nsubj:pass tués
        ont AUX avoir aux:tense tués
        été AUX être aux:pass tués
        tués VERB tuer root –
        . PUNCT . punct tués
    "#]],
    );
    check(
        "en",
        "According to the commander , three soldiers were killed .",
        expect![[r#"
        According VERB accord case commander
        to ADP to fixed According
        the DET the det commander
        commander NOUN commander obl killed
        , PUNCT , punct commander
        three NUM three nummod soldiers
        soldiers NOUN soldier nsubj:pass killed
        were AUX be aux:pass killed
        killed VERB kill root –
        . PUNCT . punct killed
    "#]],
    );
}

proptest! {
    #[test]
    fn any_words_become_one_tree(forms in prop::collection::vec("\\PC{0,12}", 1..40)) {
        for language in ["fr", "en", "cs"] {
            let mut tree = Tree::of_forms(forms.iter().map(String::as_str));
            Parser::of(language).expect("the model comes with the program").parse(&mut tree);
            let roots = tree.words.iter().filter(|word| word.head == Head::Root).count();
            prop_assert_eq!(roots, 1);
        }
    }
}

#[test]
fn a_document_without_end_is_one_tree_in_time_that_grows_with_its_length() {
    let spent = [1, 2].map(|times| {
        let text = "les ponts, ".repeat(1700 * times);
        let start = Instant::now();
        let analysis = Analysis::of_text(&text, "fr");
        let trees = analysis.trees(&text).expect("the model comes with the program");
        assert_eq!(trees.len(), 1);
        assert_eq!(trees[0].words.len(), 5100 * times);
        assert_eq!(trees[0].words.iter().filter(|word| word.head == Head::Root).count(), 1);
        start.elapsed()
    });
    assert!(spent[1] < spent[0] * 4, "{spent:?}");
}

#[test]
fn a_language_without_a_model_has_words_and_an_error_that_says_what_is_missing() {
    let analysis = Analysis::of_text("Die Brücke ist zu.", "de");
    assert_eq!(analysis.words("Die Brücke ist zu.", 0).words.len(), 5);
    let error = analysis.trees("Die Brücke ist zu.").expect_err("there is no model");
    assert_eq!(
        error.to_string(),
        "knowledge/models/de/parser.bin is not there: texts in this language get no trees. \
         `cargo xtask train de` makes it anew"
    );
}
