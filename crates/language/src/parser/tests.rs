use super::train::{Lesson, Settings, train};
use super::*;
use crate::conllu;
use proptest::prelude::*;

/// A grammar of three words and a mark, in a language that nobody speaks.
fn treebank() -> Vec<Tree> {
    let mut text = String::new();
    let starts = ["bo", "ki", "ne", "tu", "pla", "gre"];
    let nouns =
        starts.iter().flat_map(|it| ["ra", "lo", "sa", "mi"].map(|end| format!("{it}{end}")));
    for noun in nouns {
        for (verb, number, ending) in [
            ("sint", "Sing", ""),
            ("palt", "Plur", "s"),
            ("palt", "Sing", ""),
            ("sint", "Plur", "s"),
        ] {
            text += &format!(
                "1\tLe\tle\tDET\t_\t_\t2\tdet\t_\t_\n\
                 2\t{noun}{ending}\t{noun}\tNOUN\t_\tNumber={number}\t3\tnsubj\t_\t_\n\
                 3\t{verb}\t{verb}\tVERB\t_\tVerbForm=Fin\t0\troot\t_\tSpaceAfter=No\n\
                 4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n"
            );
        }
    }
    conllu::read(&text).expect("it is CoNLL-U")
}

fn learnt() -> &'static Parser {
    static LEARNT: OnceLock<Parser> = OnceLock::new();
    LEARNT.get_or_init(learn)
}

fn learn() -> Parser {
    let settings = Settings {
        width: 32,
        layers: 2,
        arc: 16,
        label: 16,
        words: 9000,
        batch: 12,
        rate: 5000,
        dropout: [120, 40, 20, 20],
        seed: 1,
    };
    let trees = treebank();
    let lesson = Lesson { language: "xx", trees: trees.iter().collect(), weight: 100 };
    train(&[lesson], &settings, &mut |_, _| ())
}

fn parsed(forms: &[&str]) -> Tree {
    let mut tree = Tree::of_forms(forms.iter().copied());
    learnt().parse(&mut tree);
    tree
}

#[test]
fn what_was_learnt_serves_words_that_were_never_seen() {
    let tree = parsed(&["Le", "vokulos", "palt", "."]);
    let found = conllu::write(&[tree]);
    assert_eq!(
        found,
        "1\tLe\tle\tDET\t_\t_\t2\tdet\t_\t_\n\
         2\tvokulos\tvokulo\tNOUN\t_\tNumber=Plur\t3\tnsubj\t_\t_\n\
         3\tpalt\tpalt\tVERB\t_\tVerbForm=Fin\t0\troot\t_\t_\n\
         4\t.\t.\tPUNCT\t_\t_\t3\tpunct\t_\t_\n\n"
    );
}

#[test]
fn the_same_trees_give_the_same_model_bit_for_bit() {
    assert_eq!(learn().to_bytes(), learnt().to_bytes());
}

#[test]
fn a_model_that_was_kept_is_the_model() {
    let bytes = learnt().to_bytes();
    assert_eq!(Parser::from_bytes(&bytes).as_ref(), Some(learnt()));
}

#[test]
fn a_damaged_model_is_none() {
    let bytes = learnt().to_bytes();
    assert_eq!(Parser::from_bytes(&bytes[..bytes.len() - 1]), None);
    for at in (0..bytes.len()).step_by(97) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 4;
        assert_eq!(Parser::from_bytes(&damaged), None, "byte {at}");
    }
}

#[test]
fn a_language_without_a_model_is_named_with_what_to_do() {
    let error = Parser::of("xx").expect_err("nobody speaks it").to_string();
    assert_eq!(
        error,
        "knowledge/models/xx/parser.bin is not there: texts in this language get no trees. \
         `cargo xtask train xx` makes it anew"
    );
}

#[test]
fn a_sentence_of_five_thousand_words_is_one_tree() {
    let forms: Vec<&str> = ["Le", "bora", "sint", "."].into_iter().cycle().take(5000).collect();
    let tree = parsed(&forms);
    assert_tree(&tree);
}

/// One root, and from every word a way to it.
fn assert_tree(tree: &Tree) {
    let roots = tree.words.iter().filter(|word| word.head == Head::Root).count();
    assert_eq!(roots, usize::from(!tree.words.is_empty()));
    for start in 0..tree.words.len() {
        let (mut at, mut steps) = (start, 0);
        while let Head::Word(head) = tree.words[at].head {
            (at, steps) = (head as usize, steps + 1);
            assert!(steps <= tree.words.len(), "word {start} hangs on itself");
        }
        assert_eq!(tree.words[at].head, Head::Root);
    }
}

proptest! {
    #[test]
    fn any_words_become_one_tree(forms in prop::collection::vec("\\PC{0,12}", 0..60)) {
        let tree = parsed(&forms.iter().map(String::as_str).collect::<Vec<_>>());
        assert_tree(&tree);
        prop_assert!(tree.words.iter().all(|word| !word.deprel.is_empty()));
    }
}
