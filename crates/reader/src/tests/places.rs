//! Names of places, and what they do.

use super::read;
use expect_test::{Expect, expect};

fn places(language: &str, text: &str) -> String {
    let reading = read(language, text);
    let line = |it: &schema::Place| {
        let key = it.gazetteer.as_deref().unwrap_or("-");
        format!("{} | {:?} {key}\n", it.text, it.r#use)
    };
    reading.places.iter().map(line).collect()
}

fn check(language: &str, text: &str, expected: Expect) {
    expected.assert_eq(&places(language, text));
}

#[test]
fn every_example_of_the_places_is_read() {
    let mut wrong = Vec::new();
    for language in ["fr", "en"] {
        for (example, kind) in crate::place::examples(language) {
            let inside = example.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
            let found = read(language, &example.replace(['[', ']'], "")).places;
            let right = match (inside, found.as_slice()) {
                (None, []) => true,
                (Some((name, _)), [place]) => {
                    let shown = format!("{:?}", place.r#use).to_lowercase();
                    place.text == name && shown == kind.replace('_', "")
                }
                _ => false,
            };
            if !right {
                wrong.push(format!("{example} gives {}", places(language, &example)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_capital_that_speaks_is_a_government() {
    check(
        "fr",
        "Kiev a nié toute implication. Selon Moscou, la digue tient. Il vit à Moscou, en Ukraine.",
        expect![[r#"
            Kiev | Metonym 703448
            Moscou | Metonym 524901
            Moscou | Literal 524901
            Ukraine | Literal 690791
        "#]],
    );
    check(
        "en",
        "Kyiv has denied any role. According to Moscow the dam holds. Moscow lies east of Ukraine.",
        expect![[r#"
            Kyiv | Metonym 703448
            Moscow | Metonym 524901
            Moscow | Literal 524901
            Ukraine | Literal 690791
        "#]],
    );
}

#[test]
fn a_region_is_not_its_town() {
    check(
        "fr",
        "La crue a touché la région de Belgorod, et non Belgorod. La Crimée et le Donbass aussi.",
        expect![[r#"
            région de Belgorod | Literal 578071
            Belgorod | Literal 578072
            Crimée | Literal 703883
            Donbass | Literal x-donbas
        "#]],
    );
    check(
        "en",
        "The flood hit Belgorod region, not Belgorod.",
        expect![[r#"
        Belgorod region | Literal 578071
        Belgorod | Literal 578072
    "#]],
    );
}

#[test]
fn a_place_inside_a_longer_name_is_marked() {
    check(
        "en",
        "The Moscow Times wrote it, and the Bank of England knew. Florence Marlin was in Florence.",
        expect![[r#"
            Moscow | PartOfName 524901
            England | PartOfName 6269131
            Florence | Literal 3176959
        "#]],
    );
    check(
        "fr",
        "La Banque de France et le Paris Saint-Germain n’ont rien dit.",
        expect![[r#"
        France | PartOfName 3017382
        Paris | PartOfName 2988507
    "#]],
    );
}
