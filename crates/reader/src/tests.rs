//! Sentences in, claims out. All people and outlets are invented.

mod content; // figures, times, places, events
mod en; // English sentences
mod places; // names of places
mod events; // who did what
mod lexicon; // every entry with its example
mod robust; // any text, and large ones

use crate::testing::{claims, read};
use expect_test::{Expect, expect};

/// `example` with the cue in brackets becomes the text, and where its cue stands.
fn unmarked(example: &str) -> Option<(String, schema::Span)> {
    let (before, rest) = example.split_once('[')?;
    let (cue, after) = rest.split_once(']')?;
    let span = schema::Span::new(before.len(), before.len() + cue.len());
    Some((format!("{before}{cue}{after}"), span))
}

#[test]
fn each_cue_attributes_in_its_example_and_not_in_its_counter_example() {
    let mut wrong = Vec::new();
    for code in knowledge::languages() {
        let Some(cues) = crate::cue::Cues::of(code) else { continue };
        let attributes = |example: &str| {
            let (text, cue) = unmarked(example)?;
            let reading = read(code, &text);
            let found = |claim: &schema::Claim| {
                claim.cue.as_ref().is_some_and(|found| found.span.overlaps(cue))
            };
            Some(reading.claims.iter().any(found))
        };
        // An example that is still empty is a debt of the lexicon.
        for cue in cues.all().filter(|cue| !cue.example.is_empty()) {
            if attributes(&cue.example) != Some(true) {
                wrong.push(format!("{code} {}: {}", cue.lemma, cue.example));
            }
            if cue.counter.as_ref().is_some_and(|counter| attributes(counter) != Some(false)) {
                wrong.push(format!("{code} {} not: {:?}", cue.lemma, cue.counter));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(language: &str, text: &str, expected: Expect) {
    expected.assert_eq(&claims(language, text));
}

#[test]
fn the_speaker_may_follow_the_quotation() {
    check(
        "fr",
        "« Nous avons des barques solides », a déclaré au journal le batelier, qui se fait appeler Héron. « Nous avons des rames, des voiles et une ancre très lourde », a-t-il ajouté.",
        expect![[r#"
        Direct Asserts [page < Héron] Nous avons des barques solides
        Direct Asserts [page < Héron] Nous avons des rames, des voiles et une ancre très lourde
    "#]],
    );
}

#[test]
fn a_title_without_a_name_joins_its_name_further_on() {
    check(
        "fr",
        "Le capitaine du port a déclaré que la digue tenait encore. La digue est vieille. « Elle tiendra tout l'hiver », a affirmé le capitaine, Anton Verlac.",
        expect![[r#"
        Indirect Asserts [page < Anton Verlac] la digue tenait encore
        Direct Asserts [page < Anton Verlac] Elle tiendra tout l'hiver
    "#]],
    );
}

#[test]
fn a_closing_incise_governs_its_own_sentence_only() {
    check(
        "fr",
        "Le pont a été fermé mardi. La crue a forcé les habitants de Belmar à quitter leurs maisons, rapporte le Courrier de Belmar.",
        expect![[r#"
            Indirect Reports [page < Courrier de Belmar] La crue a forcé les habitants de Belmar à quitter leurs maisons
        "#]],
    );
}

#[test]
fn a_denial_may_have_a_noun_for_content() {
    check(
        "fr",
        "Le ministère de l'Eau a nié toute responsabilité dans la rupture de la digue.",
        expect![[r#"
        Indirect Denies [page < ministère de l'Eau] toute responsabilité dans la rupture de la digue
    "#]],
    );
}

#[test]
fn two_cues_may_share_one_subject() {
    check(
        "fr",
        "Verlac affirme que la digue est neuve, mais a admis qu'elle fuyait en mars.",
        expect![[r#"
        Indirect Asserts [page < Verlac] la digue est neuve
        Indirect Admits [page < Verlac] elle fuyait en mars
    "#]],
    );
}

#[test]
fn selon_governs_the_sentence_that_it_opens() {
    check(
        "fr",
        "Selon Ana Verlac, la digue tiendra jusqu'au printemps. Cependant, selon le syndicat des bateliers, on ne sait pas qui la paiera.",
        expect![[r#"
            Indirect Asserts [page < Ana Verlac] la digue tiendra jusqu'au printemps
            Indirect Hedges [page < syndicat des bateliers] on ne sait pas qui la paiera
        "#]],
    );
}

#[test]
fn an_incise_may_cut_a_sentence_in_two() {
    check(
        "fr",
        "L'équipe de Verlac, a-t-il dit, a la taille d'une compagnie.",
        expect![[r#"
        Indirect Asserts [page < -t-il] L'équipe de Verlac … a la taille d'une compagnie
    "#]],
    );
}

#[test]
fn english_quotations_and_reported_clauses_are_found() {
    check(
        "en",
        "“We have sound boats,” said Anton Verlac, a ferryman from Belmar. “We will row all winter,” he added.\nVerlac told the Belmar Courier that the dam was old. The ministry denied any role in the flood.",
        expect![[r#"
            Direct Asserts [page < Anton Verlac] We have sound boats
            Direct Asserts [page < Anton Verlac] We will row all winter
            Indirect Asserts [page < Belmar Courier < Anton Verlac] the dam was old
            Indirect Denies [page < ministry] any role in the flood
        "#]],
    );
}

#[test]
fn english_may_do_without_that() {
    check(
        "en",
        "The mayor, Ana Karo, said on Monday the bridge was closed. The road is open, according to police.",
        expect![[r#"
        Indirect Asserts [page < Ana Karo] the bridge was closed
        Indirect Asserts [page < police] The road is open
    "#]],
    );
}

#[test]
fn an_unclosed_quotation_goes_on_in_the_next_paragraph() {
    check(
        "fr",
        "M. Verlac a ajouté : “Nous construisons des barques, et nous cherchons des bras.\n“Il nous faut cent rameurs avant l'hiver.”",
        expect![[r#"
        Direct Asserts [page < Verlac] Nous construisons des barques, et nous cherchons des bras.
        Direct Asserts [page < Verlac] Il nous faut cent rameurs avant l'hiver.
    "#]],
    );
}

#[test]
fn a_word_in_marks_is_part_of_its_sentence() {
    check(
        "fr",
        "Anton Verlac a déclaré qu'il cherchait « des dizaines » de rameurs pour la saison.",
        expect![[r#"
        Mixed Asserts [page < Anton Verlac] il cherchait « des dizaines » de rameurs pour la saison
    "#]],
    );
}

#[test]
fn a_general_truth_of_the_narrator_is_never_the_speakers() {
    let reading = read(
        "fr",
        "L'équipe a la taille d'une compagnie, a dit Anton Verlac. Une compagnie compte en général de 100 à 200 soldats.",
    );
    for claim in &reading.claims {
        let general = claim.content.text.contains("en général");
        assert_eq!(
            general,
            claim.speaker.kind == schema::SpeakerType::Page,
            "{}",
            claim.content.text
        );
    }
}

#[test]
fn a_language_without_lexicons_is_named_and_not_guessed() {
    let reading = read("cs", "Starosta řekl, že most je zavřený.");
    assert!(reading.claims.is_empty());
    assert_eq!(reading.notes[0].rule, "language/unread");
}

#[test]
fn what_runs_on_without_a_full_stop_is_noted_and_not_read() {
    let endless = "the mayor said that the bridge was closed and ".repeat(100);
    let reading = read("en", &format!("Ms Orn said that it was open.\n{endless}"));
    assert_eq!(reading.claims.len(), 1);
    assert_eq!(reading.notes[0].rule, "period/too-long");
}

#[test]
fn a_heading_that_repeats_a_quotation_is_one_claim_with_it() {
    check(
        "fr",
        "« Nous avons des barques »\n« Nous avons des barques et nous partons », a déclaré Anton Verlac à Belmar.example.",
        expect![[r#"
            Direct Asserts [page < Belmar.example < Anton Verlac] Nous avons des barques et nous partons
        "#]],
    );
}
