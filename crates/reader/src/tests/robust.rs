//! Whatever the text is, reading ends, soon, and says only what stands there.

use crate::testing::document;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Words, names, cues and marks of the languages that are read, and of one that is not.
const PIECES: &[&str] = &[
    "mid-ȺȺȺȺȺ",
    "mi-ȺȺȺȺȺȺ",
    "İ",
    "« ",
    " »",
    "“",
    "”",
    "\"",
    ", ",
    ". ",
    " : ",
    "\n",
    "? ",
    "; ",
    "(",
    ") ",
    "… ",
    "— ",
    "’",
    "a déclaré ",
    "a-t-il dit ",
    "dit ",
    "que ",
    "qu’",
    "selon ",
    "d’après ",
    "qui ",
    "ne ",
    "nie ",
    "Ana Karo ",
    "le maire ",
    "la ministre de l’Eau ",
    "Le Courrier de Belmar ",
    "elle ",
    "lui ",
    "et ",
    "mais ",
    "12 ",
    "trois ponts ",
    "se dit ",
    "s’",
    "la déclaration ",
    "selon laquelle ",
    "said ",
    "according to ",
    "the mayor ",
    "she ",
    "that ",
    "denied ",
    "told ",
    "Belmar ",
    "ответил ",
];

fn language() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("fr"), Just("en"), Just("cs"), Just("")]
}

fn text() -> impl Strategy<Value = String> {
    let known = prop::collection::vec(prop::sample::select(PIECES), 0..40);
    prop_oneof![known.prop_map(|pieces| pieces.concat()), "\\PC{0,120}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_read_stands_in_the_kept_text(language in language(), text in text()) {
        let document = document(language, &text);
        let reading = crate::read(&document);
        let mut ids = BTreeSet::new();
        for claim in &reading.claims {
            prop_assert!(ids.insert(claim.id.clone()), "two claims have the id {:?}", claim.id);
            prop_assert!(!claim.content.spans.is_empty());
            let cue = claim.cue.iter().map(|cue| cue.span);
            let source = claim.source.iter().map(|source| source.span);
            for span in claim.content.spans.iter().copied().chain(cue).chain(source) {
                prop_assert!(!span.is_empty() && text.get(span.range()).is_some());
                prop_assert!(document.kept().any(|block| block.span.contains(span)));
            }
        }
        prop_assert_eq!(reading, crate::read(&document));
    }
}

/// Reads `text`; a step that looks at everything for each thing would take hours, not seconds.
fn read_soon(text: &str) {
    let start = Instant::now();
    crate::read(&document("fr", text));
    let took = start.elapsed();
    assert!(took < Duration::from_secs(240), "{} bytes took {took:?}", text.len());
}

#[test]
fn a_paragraph_of_a_megabyte_is_read() {
    let sentence = "Le maire de Belmar, Ana Karo, a déclaré que la digue tiendrait tout l’hiver. ";
    read_soon(&sentence.repeat(1_000_000 / sentence.len()));
}

#[test]
fn a_hundred_thousand_quotations_are_read() {
    read_soon(&"« Oui », dit-elle. ".repeat(100_000));
    read_soon(&"« ".repeat(100_000));
}
