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
        expect![[r#"
            12 blessés | 12–12 Exact person_wounded Stock
            Quelque 30 marins | 27–33 About person_casualty Stock
            41 morts | 41–41 Exact person_killed Stock
            9 disparus | 9–9 Exact person_missing Stock
            23 personnes | 23–23 Exact person_killed Stock
            48 blessées | 48–48 Exact person_wounded Stock
        "#]],
    );
    check_figures(
        "en",
        "The fire killed 14 and wounded at least 30. About 200 sailors were killed or wounded. There were 41 casualties, 7 dead and 9 missing. No more than nine Belmar soldiers were killed.",
        expect![[r#"
            14 | 14–14 Exact person_killed Stock
            at least 30 | 30–… AtLeast person_wounded Stock
            About 200 sailors | 180–220 About person_casualty Stock
            41 casualties | 41–41 Exact person_casualty Stock
            7 dead | 7–7 Exact person_killed Stock
            9 missing | 9–9 Exact person_missing Stock
            No more than nine Belmar soldiers | …–9 AtMost person_killed Stock
        "#]],
    );
}

#[test]
fn a_battalion_is_made_of_persons_only_by_the_page_s_own_rule() {
    check_figures(
        "fr",
        "L’équipe a la taille d’un bataillon, a dit Anton Verlac. Un bataillon se compose généralement de 400 à 900 soldats. La garde a trois bataillons.",
        expect![[r#"
            la taille d’un bataillon | 1–1 About military_unit:battalion Stock → 400–900 person
            Un bataillon | 1–1 Exact military_unit:battalion Stock generic
            de 400 à 900 soldats | 400–900 Range person Stock generic
            trois bataillons | 3–3 Exact military_unit:battalion Stock → 1200–2700 person
        "#]],
    );
    check_figures(
        "en",
        "The guard has three battalions.",
        expect![[r#"
        three battalions | 3–3 Exact military_unit:battalion Stock
    "#]],
    );
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
        expect![[r#"
            300 M€ | 300000000–300000000 Exact money:EUR Stock
            4,7 % | 0.047–0.047 Exact ratio Share
            12 000 euros | 12000–12000 Exact money:EUR Stock
            40 km | 40–40 Exact distance:km Stock
            49 ans | 49–49 Exact age:year Stock
            trois ans | 3–3 Exact duration:year Stock
            Un conducteur sur trois | 0.333333333333–0.333333333333 Exact ratio Share
            5 % | 0.05–0.05 Exact ratio Change
            Jusqu’à 5.000 voyageurs par jour | …–5000 AtMost person Flow
        "#]],
    );
    check_figures(
        "en",
        "The bridge cost $1.5bn, or £300m, or 340 million crowns. A 49-year-old man rowed 3,500 sq km. One in three drivers is afraid. Prices rose by 5 percent. The list may grow by one or two names.",
        expect![[r#"
            $1.5bn | 1500000000–1500000000 Exact money:USD Stock
            £300m | 300000000–300000000 Exact money:GBP Stock
            340 million crowns | 340000000–340000000 Exact item Stock
            49-year-old | 49–49 Exact age:year Stock
            3,500 sq km | 3500–3500 Exact area:km2 Stock
            One in three drivers | 0.333333333333–0.333333333333 Exact ratio Share
            5 percent | 0.05–0.05 Exact ratio Change
            one or two names | 1–2 Range item Change
        "#]],
    );
}

#[test]
fn what_is_counted_may_stand_behind_its_whole() {
    check_figures(
        "fr",
        "Près de 700 d’entre elles sont parties. Quatre de ses canots étaient à quai. Le bilan est passé de 12 à 19 morts.",
        expect![[r#"
            Près de 700 d’entre elles | 630–700 Nearly item Stock
            Quatre de ses canots | 4–4 Exact item:boat Stock
            12 | 12–12 Exact person_killed Stock
            19 morts | 19–19 Exact person_killed Stock
        "#]],
    );
    check_figures(
        "en",
        "More than 2,000 people signed, about 700 of them on Monday. Four of the Guard’s patrol boats sank. She put the number of casualties at 62.",
        expect![[r#"
            More than 2,000 people | 2000–… MoreThan person Stock
            about 700 of them | 630–770 About person Stock
            Four of the Guard’s patrol boats | 4–4 Exact item:boat Stock
            62 | 62–62 Exact person_casualty Stock
        "#]],
    );
}

#[test]
fn weekdays_are_told_against_the_day_of_the_document() {
    // The document is of Wednesday 15 May 2024.
    check_times(
        "fr",
        "Il l’a dit mercredi au conseil, après la crue de lundi. Le conseil se réunira vendredi. Mardi soir, le bac a coulé.",
        expect![[r#"
            mercredi | 2024-05-15 to 2024-05-16 Day
            lundi | 2024-05-13 to 2024-05-14 Day
            vendredi | 2024-05-17 to 2024-05-18 Day
            Mardi soir | 2024-05-14 to 2024-05-15 Day
        "#]],
    );
    check_times(
        "en",
        "He said so on Wednesday, after the flood of Monday. The council will meet on Friday. The ferry sank on Tuesday evening.",
        expect![[r#"
            Wednesday | 2024-05-15 to 2024-05-16 Day
            Monday | 2024-05-13 to 2024-05-14 Day
            Friday | 2024-05-17 to 2024-05-18 Day
            Tuesday evening | 2024-05-14 to 2024-05-15 Day
        "#]],
    );
}

#[test]
fn last_monday_agrees_with_last_week() {
    check_times(
        "fr",
        "La digue a cédé lundi dernier.",
        expect![[r#"
        lundi dernier | 2024-05-13 to 2024-05-14 Day
    "#]],
    );
    check_times(
        "fr",
        "La crue de la semaine dernière a surpris la ville. La digue a cédé lundi dernier.",
        expect![[r#"
            la semaine dernière | 2024-05-06 to 2024-05-13 Week
            lundi dernier | 2024-05-06 to 2024-05-07 Day
        "#]],
    );
}

#[test]
fn dates_of_all_forms_are_read() {
    check_times(
        "fr",
        "Le 1er mars 2021, en mai 2023, le 09/05/2023, le 2023-05-31, du 20 au 23 juin 2022, en décembre, le 3 mai, en 2014, depuis 2021, dans les années 1990.",
        expect![[r#"
            1er mars 2021 | 2021-03-01 to 2021-03-02 Day
            mai 2023 | 2023-05-01 to 2023-06-01 Month
            09/05/2023 | 2023-05-09 to 2023-05-10 Day
            2023-05-31 | 2023-05-31 to 2023-06-01 Day
            du 20 au 23 juin 2022 | 2022-06-20 to 2022-06-24 Day
            décembre | 2023-12-01 to 2024-01-01 Month
            3 mai | 2024-05-03 to 2024-05-04 Day
            en 2014 | 2014-01-01 to 2015-01-01 Year
            depuis 2021 | 2021-01-01 to 2024-05-16 Year
            dans les années 1990 | 1990-01-01 to 2000-01-01 Decade
        "#]],
    );
    check_times(
        "en",
        "On March 1, 2021, in May 2023, on 2023-05-31, from 20 to 23 June 2022, in December, on May 3, in 2014, since 2021, in the 1990s, on 03/05/2023.",
        expect![[r#"
            March 1, 2021 | 2021-03-01 to 2021-03-02 Day
            May 2023 | 2023-05-01 to 2023-06-01 Month
            2023-05-31 | 2023-05-31 to 2023-06-01 Day
            from 20 to 23 June 2022 | 2022-06-20 to 2022-06-24 Day
            December | 2023-12-01 to 2024-01-01 Month
            May 3 | 2024-05-03 to 2024-05-04 Day
            in 2014 | 2014-01-01 to 2015-01-01 Year
            since 2021 | 2021-01-01 to 2024-05-16 Year
            1990s | 1990-01-01 to 2000-01-01 Decade
            03/05/2023 | day and month can not be told apart
        "#]],
    );
}

#[test]
fn spans_of_time_and_what_hangs_on_another_time() {
    check_times(
        "fr",
        "Il est parti il y a trois semaines. La crue dure depuis 15 mois. La veille, il avait parlé. Deux jours plus tard, il partait. Tout sera fini d’ici la fin de l’année.",
        expect![[r#"
            il y a trois semaines | 2024-04-24 to 2024-04-25 Week
            depuis 15 mois | 2023-02-15 to 2024-05-16 Month
            La veille | hangs on a time told before
            Deux jours plus tard | hangs on a time told before
            d’ici la fin de l’année | 2024-05-15 to 2025-01-01 Year
        "#]],
    );
    check_times(
        "en",
        "He left three weeks ago. The town has held out for 15 months. The day before, he had spoken. It rained in the last two weeks. It will be over by the end of the year.",
        expect![[r#"
            three weeks ago | 2024-04-24 to 2024-04-25 Week
            for 15 months | 2023-02-15 to 2024-05-16 Month
            The day before | hangs on a time told before
            in the last two weeks | 2024-05-01 to 2024-05-16 Week
            by the end of the year | 2024-05-15 to 2025-01-01 Year
        "#]],
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

#[test]
fn what_a_page_says_that_it_wrote_is_told_and_not_asserted_again() {
    let text = "Lundi, nous avons écrit que la crue avait fait 12 morts à Belmar. C'est faux.";
    let reading = crate::testing::read("fr", text);
    let [claim] = reading.claims.as_slice() else { panic!("{:#?}", reading.claims) };
    assert_eq!(claim.kind, schema::Kind::Indirect);
    assert_eq!(claim.speaker.kind, schema::SpeakerType::Page);
    assert_eq!(claim.content.text, "la crue avait fait 12 morts à Belmar");
}
