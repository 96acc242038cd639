//! What a sentence says: figures, times, places and events.

use crate::number::Numbers;
use crate::testing::read;
use crate::unit::Units;
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn figures(language: &str, text: &str) -> String {
    let show = |value: Option<f64>| value.map_or("…".to_owned(), |value| value.to_string());
    let reading = read(language, text);
    let line = |it: &schema::Figure| {
        let generic = if it.generic { " generic" } else { "" };
        let derived: Vec<_> = it
            .derived
            .iter()
            .map(|it| format!(" → {}–{} {}", show(it.low), show(it.high), it.unit))
            .collect();
        format!(
            "{} | {}–{} {:?} {} {:?}{generic}{}\n",
            it.text,
            show(it.low),
            show(it.high),
            it.approximation,
            it.unit,
            it.role,
            derived.concat()
        )
    };
    reading.figures.iter().map(line).collect()
}

fn times(language: &str, text: &str) -> String {
    let reading = read(language, text);
    let line = |it: &schema::Timex| match (&it.earliest, &it.latest, &it.abstained) {
        (_, _, Some(reason)) => format!("{} | {reason}\n", it.text),
        (first, end, _) => {
            let show = |day: &Option<String>| day.clone().unwrap_or_else(|| "…".to_owned());
            format!("{} | {} to {} {:?}\n", it.text, show(first), show(end), it.granularity)
        }
    };
    reading.times.iter().map(line).collect()
}

/// The text without its brackets, and what stood between them.
fn bracketed(example: &str) -> (String, Option<String>) {
    let inside = example
        .split_once('[')
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(inside, _)| inside.to_owned());
    (example.replace(['[', ']'], ""), inside)
}

#[test]
fn every_entry_of_the_numbers_reads_its_example() {
    let mut wrong = Vec::new();
    for language in ["fr", "en"] {
        for (example, counter) in &Numbers::of(language).expect("it is there").examples {
            let (text, inside) = bracketed(example);
            let found: Vec<_> =
                read(language, &text).figures.into_iter().map(|it| it.text).collect();
            if inside.iter().ne(found.iter()) {
                wrong.push(format!("{example} gives {found:?}"));
            }
            if let Some(counter) = counter {
                let found = figures(language, counter);
                if !found.is_empty() {
                    wrong.push(format!("{counter} gives {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_unit_reads_its_example() {
    let mut wrong = Vec::new();
    for language in ["fr", "en"] {
        for (example, counter, unit) in &Units::of(language).expect("it is there").examples {
            let (text, inside) = bracketed(example);
            let found = read(language, &text).figures;
            let right = |it: &schema::Figure| Some(&it.text) == inside.as_ref() && it.unit == *unit;
            if !found.iter().any(right) {
                let found: Vec<_> = found.iter().map(|it| (&it.text, &it.unit)).collect();
                wrong.push(format!("{example} is {unit}, and gives {found:?}"));
            }
            if let Some(counter) = counter
                && read(language, counter).figures.iter().any(|it| it.unit == *unit)
            {
                wrong.push(format!("{counter} gives {unit}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_entry_of_the_times_reads_its_example() {
    let mut wrong = Vec::new();
    for language in ["fr", "en"] {
        for (example, counter) in crate::timex::examples(language) {
            let (text, inside) = bracketed(&example);
            let found: Vec<_> = read(language, &text).times.into_iter().map(|it| it.text).collect();
            if inside.iter().ne(found.iter()) {
                wrong.push(format!("{example} gives {found:?}"));
            }
            if let Some(counter) = counter {
                let found = times(language, &counter);
                if !found.is_empty() {
                    wrong.push(format!("{counter} gives {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check_figures(language: &str, text: &str, expected: Expect) {
    expected.assert_eq(&figures(language, text));
}

fn check_times(language: &str, text: &str, expected: Expect) {
    expected.assert_eq(&times(language, text));
}

#[test]
fn killed_wounded_casualties_and_missing_are_four_units() {
    check_figures(
        "fr",
        "L’incendie a fait 12 blessés. Quelque 30 marins ont été tués ou blessés. On a compté 41 morts et 9 disparus. 23 personnes ont été tuées et 48 blessées.",
        expect![[r#""#]],
    );
    check_figures(
        "en",
        "The fire killed 14 and wounded at least 30. About 200 sailors were killed or wounded. There were 41 casualties, 7 dead and 9 missing. No more than nine Belmar soldiers were killed.",
        expect![[r#""#]],
    );
}

#[test]
fn a_battalion_is_made_of_persons_only_by_the_page_s_own_rule() {
    check_figures(
        "fr",
        "L’équipe a la taille d’un bataillon, a dit Anton Verlac. Un bataillon se compose généralement de 400 à 900 soldats. La garde a trois bataillons.",
        expect![[r#""#]],
    );
    check_figures("en", "The guard has three battalions.", expect![[r#""#]]);
}

#[test]
fn years_clocks_ordinals_labels_and_articles_are_no_figures() {
    check_figures(
        "fr",
        "En 2014, le 3 mai à 18 h 40, la brigade 72 a vu un homme, une voiture et le 2e bac. Le vol 417 et l’article 5 aussi. Il pèse un énorme bloc.",
        expect![[r#""#]],
    );
    check_figures(
        "en",
        "In 2014, on May 3 at 5 p.m. or 10:30, the 72nd brigade fired an RK-47 at one of the cars. See page 12.",
        expect![[r#""#]],
    );
}

#[test]
fn money_shares_lengths_and_ages_have_their_units() {
    check_figures(
        "fr",
        "Le pont a coûté 300 M€, soit 4,7 % du budget de 12 000 euros. Le phare est à 40 km. Un homme de 49 ans a purgé trois ans de prison. Un conducteur sur trois a peur. Les prix sont en hausse de 5 %. Jusqu’à 5.000 voyageurs par jour passent.",
        expect![[r#""#]],
    );
    check_figures(
        "en",
        "The bridge cost $1.5bn, or £300m, or 340 million crowns. A 49-year-old man rowed 3,500 sq km. One in three drivers is afraid. Prices rose by 5 percent. The list may grow by one or two names.",
        expect![[r#""#]],
    );
}

#[test]
fn what_is_counted_may_stand_behind_its_whole() {
    check_figures(
        "fr",
        "Près de 700 d’entre elles sont parties. Quatre de ses canots étaient à quai. Le bilan est passé de 12 à 19 morts.",
        expect![[r#""#]],
    );
    check_figures(
        "en",
        "More than 2,000 people signed, about 700 of them on Monday. Four of the Guard’s patrol boats sank. She put the number of casualties at 62.",
        expect![[r#""#]],
    );
}

#[test]
fn weekdays_are_told_against_the_day_of_the_document() {
    // The document is of Wednesday 15 May 2024.
    check_times(
        "fr",
        "Il l’a dit mercredi au conseil, après la crue de lundi. Le conseil se réunira vendredi. Mardi soir, le bac a coulé.",
        expect![[r#""#]],
    );
    check_times(
        "en",
        "He said so on Wednesday, after the flood of Monday. The council will meet on Friday. The ferry sank on Tuesday evening.",
        expect![[r#""#]],
    );
}

#[test]
fn last_monday_agrees_with_last_week() {
    check_times("fr", "La digue a cédé lundi dernier.", expect![[r#""#]]);
    check_times(
        "fr",
        "La crue de la semaine dernière a surpris la ville. La digue a cédé lundi dernier.",
        expect![[r#""#]],
    );
}

#[test]
fn dates_of_all_forms_are_read() {
    check_times(
        "fr",
        "Le 1er mars 2021, en mai 2023, le 09/05/2023, le 2023-05-31, du 20 au 23 juin 2022, en décembre, le 3 mai, en 2014, depuis 2021, dans les années 1990.",
        expect![[r#""#]],
    );
    check_times(
        "en",
        "On March 1, 2021, in May 2023, on 2023-05-31, from 20 to 23 June 2022, in December, on May 3, in 2014, since 2021, in the 1990s, on 03/05/2023.",
        expect![[r#""#]],
    );
}

#[test]
fn spans_of_time_and_what_hangs_on_another_time() {
    check_times(
        "fr",
        "Il est parti il y a trois semaines. La crue dure depuis 15 mois. La veille, il avait parlé. Deux jours plus tard, il partait. Tout sera fini d’ici la fin de l’année.",
        expect![[r#""#]],
    );
    check_times(
        "en",
        "He left three weeks ago. The town has held out for 15 months. The day before, he had spoken. It rained in the last two weeks. It will be over by the end of the year.",
        expect![[r#""#]],
    );
}

proptest! {
    #[test]
    fn any_text_is_read_and_spans_lie_inside(text in "[a-zA-Zé0-9 .,:’«»%$€/\\-\u{a0}]{0,60}") {
        for language in ["fr", "en"] {
            let reading = read(language, &text);
            for figure in &reading.figures {
                prop_assert_eq!(figure.span.of(&text), &figure.text);
                if let (Some(low), Some(high)) = (figure.low, figure.high) {
                    prop_assert!(low <= high);
                }
            }
            for time in &reading.times {
                prop_assert_eq!(time.span.of(&text), &time.text);
                if let (Some(first), Some(end)) = (&time.earliest, &time.latest) {
                    prop_assert!(first < end);
                }
            }
        }
    }

    #[test]
    fn words_of_numbers_in_any_order_are_read(words in proptest::collection::vec(
        proptest::sample::select(vec![
            "cent", "mille", "vingt", "et", "un", "quatre-vingt-dix", "million", "de", "à", "3",
            "1 200", "ans", "morts", "mai", "2021", "lundi", "depuis", "%", "hundred", "and",
            "thousand", "of", "to", "years", "ago", "May", "between", "people", "last", "dead",
            "entre", "il y a", "fin", "-", "été", "dernier", "the", "in", "9999", "one", "des milliers",
        ]), 0..14,
    )) {
        let text = words.join(" ");
        for language in ["fr", "en"] {
            for figure in &read(language, &text).figures {
                prop_assert!(figure.low.zip(figure.high).is_none_or(|(low, high)| low <= high));
            }
        }
    }
}
