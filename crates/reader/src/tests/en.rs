//! English sentences in, claims out. All people and outlets are invented.

use crate::testing::claims;
use expect_test::{Expect, expect};

/// Each line is a page of its own.
fn check(text: &str, expected: Expect) {
    expected.assert_eq(&text.lines().map(|line| claims("en", line)).collect::<String>());
}

#[test]
fn a_quotation_may_stand_before_or_after_its_cue() {
    check(
        "“The bridge stays closed,” Ana Karo said.\n\
         “The bridge stays closed,” said Ana Karo, the mayor of Belmar.\n\
         Ana Karo said: “The bridge stays closed.”\n\
         “The bridge,” Karo said, “stays closed.”",
        expect![[r#"
            Direct Asserts [page < Ana Karo] The bridge stays closed
            Direct Asserts [page < Ana Karo] The bridge stays closed
            Direct Asserts [page < Ana Karo] The bridge stays closed.
            Direct Asserts [page < Karo] The bridge … stays closed.
        "#]],
    );
}

#[test]
fn one_told_to_an_outlet_passes_through_it() {
    check(
        "“The bridge stays closed,” Karo, the mayor of Belmar, told the Belmar Courier by telephone on Tuesday. “It is not safe.”",
        expect![[r#"
            Direct Asserts [page < Belmar Courier < Karo] The bridge stays closed
            Direct Asserts [page < Belmar Courier? < Karo] It is not safe.
        "#]],
    );
}

#[test]
fn single_marks_quote_and_apostrophes_do_not() {
    check(
        "'The bridge won't open before May,' said Karo. 'The boats' owners have to wait.'\n\
         The guards' hut and the pilots' boat weren't lost, the mayor said.",
        expect![[r#"
            Direct Asserts [page < Karo] The bridge won't open before May
            Direct Asserts [page < Karo] The boats' owners have to wait.
            Indirect Asserts [page < mayor] The guards' hut and the pilots' boat weren't lost
        "#]],
    );
}

#[test]
fn a_reported_clause_needs_no_complementiser() {
    check(
        "The mayor said in a statement on Monday the bridge was closed.\n\
         Karo told reporters the bridge was closed.\n\
         Verlac insisted he was innocent.\n\
         The harbour office warned the ice was thin.",
        expect![[r#"
            Indirect Asserts [page < mayor] the bridge was closed
            Indirect Asserts [page < Karo] the bridge was closed
            Indirect Asserts [page < Verlac] he was innocent
            Indirect Asserts [page < harbour office] the ice was thin
        "#]],
    );
}

#[test]
fn what_is_said_next_to_the_cue_is_no_content() {
    check(
        "The general staff said in its evening report that 12 attacks had been repelled.\n\
         In a letter to the council, Karo said the dam was lost.\n\
         Speaking on Monday, Karo said the dam was lost.",
        expect![[r#"
            Indirect Asserts [page < general staff] 12 attacks had been repelled
            Indirect Asserts [page < Karo] the dam was lost
            Indirect Asserts [page < Karo] the dam was lost
        "#]],
    );
}

#[test]
fn an_incise_closes_or_cuts_a_sentence() {
    check(
        "The bridge, the ministry said, was built in 1931.\n\
         The bridge was built in 1931, the ministry said in a statement, adding that it was safe.\n\
         The dam is old; the bridge is new, Karo said.",
        expect![[r#"
            Indirect Asserts [page < ministry] The bridge … was built in 1931
            Indirect Asserts [page < ministry] The bridge was built in 1931
            Indirect Asserts [page < ministry] it was safe
            Indirect Asserts [page < Karo] the bridge is new
        "#]],
    );
}

#[test]
fn according_to_opens_closes_and_cuts() {
    check(
        "According to Karo, the bridge was built in 1931.\n\
         The bridge, according to Karo, was built in 1931.\n\
         The bridge was built in 1931, according to two officials, one of whom was drunk.\n\
         Per the Belmar Courier, the bridge was built in 1931.\n\
         The tents were sorted according to size.",
        expect![[r#"
            Indirect Asserts [page < Karo] the bridge was built in 1931
            Indirect Asserts [page < Karo] The bridge … was built in 1931
            Indirect Asserts [page < two officials] The bridge was built in 1931
            Indirect Asserts [page < Belmar Courier] the bridge was built in 1931
        "#]],
    );
}

#[test]
fn a_content_may_be_a_noun_an_infinitive_or_a_question() {
    check(
        "The ministry denied any role in the flood and accused Verlac of lying.\n\
         The Reed Brigade claimed responsibility for the fire.\n\
         The minister promised to rebuild the dam.\n\
         Verlac threatened to sink his boats.\n\
         Karo asked whether the dam would hold.\n\
         The bishop called on both sides to stop.",
        expect![[r#"
            Indirect Denies [page < ministry] any role in the flood
            Indirect Asserts [page < ministry] Verlac of lying
            Indirect Asserts [page < Reed Brigade] the fire
            Indirect Promises [page < minister] to rebuild the dam
            Indirect Threatens [page < Verlac] to sink his boats
            Indirect Asks [page < Karo] whether the dam would hold
            Indirect Requests [page < bishop] both sides to stop
        "#]],
    );
}

#[test]
fn two_cues_share_a_subject() {
    check(
        "Verlac said the dam was new and added that nobody had been hurt.\n\
         Verlac said the dam was new but denied that he had built it.\n\
         The mayor thanked the firemen and said that they had saved the town.\n\
         Ministry denies strike, blames rebels for fire.",
        expect![[r#"
            Indirect Asserts [page < Verlac] the dam was new
            Indirect Asserts [page < Verlac] nobody had been hurt
            Indirect Asserts [page < Verlac] the dam was new
            Indirect Denies [page < Verlac] he had built it
            Indirect Asserts [page < mayor] they had saved the town
            Indirect Denies [page < Ministry] strike
            Indirect Asserts [page < Ministry] rebels for fire
        "#]],
    );
}

#[test]
fn what_another_says_ends_the_content() {
    check(
        "Karo insisted that the report was false, while Verlac said it was true.\n\
         The army said it had lost nobody, but the rebels claimed they had taken the town.",
        expect![[r#"
            Indirect Asserts [page < Karo] the report was false
            Indirect Asserts [page < Verlac] it was true
            Indirect Asserts [page < army] it had lost nobody
            Indirect Asserts [page < rebels] they had taken the town
        "#]],
    );
}

#[test]
fn a_relative_clause_and_a_participle_have_its_antecedent_for_source() {
    check(
        "Ana Karo, who said that the dam was new, left on Monday.\n\
         The minister defended the plan, saying that the dam was safe.\n\
         A diplomat who asked not to be named said they would bring a new map.",
        expect![[r#"
            Indirect Asserts [page < Ana Karo] the dam was new
            Indirect Asserts [page < minister] the plan
            Indirect Asserts [page < minister] the dam was safe
            Indirect Asserts [page < diplomat] they would bring a new map
        "#]],
    );
}

#[test]
fn a_denial_is_told_from_a_negation() {
    check(
        "The ministry denied that the dam had failed.\n\
         The ministry said the dam had not failed.\n\
         The ministry did not deny that the dam had failed.\n\
         The ministry would not say how many had died.\n\
         The ministry refused to comment.",
        expect![[r#"
            Indirect Denies [page < ministry] the dam had failed
            Indirect Asserts [page < ministry] the dam had not failed
            Indirect Hedges [page < ministry] the dam had failed
            Indirect Hedges [page < ministry] how many had died
        "#]],
    );
}

#[test]
fn nobody_is_given_hearsay() {
    check(
        "It was reported that two barges had sunk.\n\
         Residents were told that the water was safe.\n\
         The bell is said to be older than the tower.\n\
         The dam is reportedly full of holes.",
        expect![[r#"
            Indirect Reports [page < source not stated] two barges had sunk
            Indirect Reports [page < source not stated] the water was safe
            Indirect Hedges [page < source not stated] The bell … to be older than the tower
            Indirect Hedges [page < source not stated] The dam is reportedly full of holes
        "#]],
    );
}

#[test]
fn a_passive_names_its_speaker_after_it() {
    check(
        "The plan was described by Karo as a mistake.\n\
         The attack was condemned by the bishop.\n\
         Two men were questioned by the police.",
        expect![[r#"
            Indirect Asserts [page < Karo] The plan … as a mistake
            Indirect Asserts [page < bishop] The attack
        "#]],
    );
}

#[test]
fn a_noun_may_attribute() {
    check(
        "A statement by the ministry that the dam was safe surprised nobody.\n\
         The rebels' claim that they control the town could not be verified.\n\
         The statement is nine pages long.",
        expect![[r#"
            Indirect Asserts [page < ministry] the dam was safe
            Indirect Asserts [page < rebels] they control the town
        "#]],
    );
}

#[test]
fn a_word_that_only_looks_like_a_cue_attributes_nothing() {
    check(
        "The state tax rose. Twenty-seven states raised it.\n\
         The report runs to nine pages, and the claim is old.\n\
         A state court is in the next street.",
        expect![[r#""#]],
    );
}

#[test]
fn marks_around_a_word_or_a_title_are_no_statement() {
    check(
        "The “quiet corridor” was closed on Monday.\n\
         The film “A River Runs Dry” opened in Belmar.\n\
         The so-called ‘night ferry’ sank in May.\n\
         He is known as “the Baker” in the town.",
        expect![[r#""#]],
    );
}

#[test]
fn quoted_words_inside_a_clause_make_it_mixed() {
    check(
        "Karo called the plan “a bad joke”.\n\
         Karo said the plan was “a bad joke” and “a waste”.\n\
         The colonel described the mood as “icy”.",
        expect![[r#"
            Mixed Asserts [page < Karo] the plan “a bad joke”
            Mixed Asserts [page < Karo] the plan was “a bad joke” and “a waste”
            Mixed Asserts [page < colonel] the mood as “icy”
        "#]],
    );
}

#[test]
fn names_come_back_as_surnames_functions_and_pronouns() {
    check(
        "Mirela Voss, the governor of Lower Sorna, said the port was open. “It is open,” she said. Voss denied reports of a fire. The governor added that nobody had been hurt.",
        expect![[r#"
            Indirect Asserts [page < Mirela Voss] the port was open
            Direct Asserts [page < Mirela Voss] It is open
            Indirect Denies [page < Mirela Voss] reports of a fire
            Indirect Asserts [page < Mirela Voss] nobody had been hurt
        "#]],
    );
}

#[test]
fn he_and_she_are_no_ministries() {
    check(
        "The harbour ministry blamed the weather. Transport minister Conrad Ost hit back. “My colleague signed it,” he told reporters.",
        expect![[r#"
            Indirect Asserts [page < harbour ministry] the weather
            Direct Asserts [page < Conrad Ost] My colleague signed it
        "#]],
    );
}

#[test]
fn the_commission_is_the_one_with_that_name() {
    check(
        "The Electoral Commission counted the votes, and the Harbour Board the boats. Verlac claimed that boxes were missing. The commission rejected the claim.",
        expect![[r#"
            Indirect Asserts [page < Verlac] boxes were missing
            Indirect Denies [page < Electoral Commission] the claim
        "#]],
    );
}

#[test]
fn a_text_speaks_for_who_wrote_it() {
    check(
        "The report by the Belmar Institute says the dam is unsafe.\n\
         The ministry spoke on Monday. Dana Ode said she was ill. Her letter said the shop was closed.",
        expect![[r#"
            Indirect Asserts [page < Belmar Institute] the dam is unsafe
            Indirect Asserts [page < Dana Ode] she was ill
            Indirect Asserts [page < Dana Ode] the shop was closed
        "#]],
    );
}

#[test]
fn unnamed_sources_stay_unnamed() {
    check(
        "Two officials who asked not to be named said the talks had failed.\n\
         A source close to the talks said they had failed.\n\
         Some say the dam will not last.\n\
         The 49-year-old said he had never seen the money.",
        expect![[r#"
            Indirect Asserts [page < Two officials] the talks had failed
            Indirect Asserts [page < source close to the talks] they had failed
            Indirect Asserts [page < Some] the dam will not last
            Indirect Asserts [page < 49-year-old] he had never seen the money
        "#]],
    );
}

#[test]
fn an_outlet_that_says_reports() {
    check(
        "Reuters reported that the dam had failed.\n\
         The ministry told Reuters that the dam had failed, the Belmar Courier reported.",
        expect![[r#"
            Indirect Reports [page < Reuters] the dam had failed
            Indirect Reports [page < Belmar Courier] The ministry told Reuters that the dam had failed
            Indirect Asserts [page < Belmar Courier < ministry] the dam had failed
        "#]],
    );
}

#[test]
fn asides_in_brackets_and_dashes_are_skipped() {
    check(
        "Dana Ode (Reed Party) said the dam was lost.\n\
         Dana Ode — a baker from Belmar — said the dam was lost.",
        expect![[r#"
            Indirect Asserts [page < Dana Ode] the dam was lost
            Indirect Asserts [page < Dana Ode] the dam was lost
        "#]],
    );
}

#[test]
fn who_is_told_ends_where_the_clause_begins() {
    check(
        "Three people told the Courier they had seen the boat.\n\
         A witness told the court Verlac had lied.\n\
         Karo told the Harbour Board on Saturday continued delays were likely.",
        expect![[r#"
            Indirect Asserts [page < Courier < Three people] they had seen the boat
            Indirect Asserts [page < witness] Verlac had lied
            Indirect Asserts [page < Karo] continued delays were likely
        "#]],
    );
}

#[test]
fn a_relative_pronoun_means_what_stands_before_it() {
    check(
        "Local officials blamed the army, which said it had fired at no one.\n\
         The Courier, which reported the fire, is in Belmar.",
        expect![[r#"
            Indirect Asserts [page < Local officials] the army
            Indirect Asserts [page < army] it had fired at no one
            Indirect Asserts [page < Courier] the fire
        "#]],
    );
}

#[test]
fn nobody_says_nothing() {
    check(
        "No group has claimed responsibility for the attack.\n\
         Neither side confirmed the report.\n\
         Tesmeria accused Karvonia of shelling the port, a claim Karvonia denied.",
        expect![[r#"
            Indirect Asserts [page < Tesmeria] Karvonia of shelling the port
        "#]],
    );
}

#[test]
fn an_apposition_may_stay_open() {
    check(
        "Narcis Tell, 68, an electrician attending the march with his wife said he was tired.\n\
         Human Rights Observers, a campaign group, said both sides had broken the truce.",
        expect![[r#"
            Indirect Asserts [page < Narcis Tell] he was tired
            Indirect Asserts [page < Human Rights Observers] both sides had broken the truce
        "#]],
    );
}

#[test]
fn a_clause_may_be_borne_out_by_a_quotation() {
    check(
        "Peter Voll, who has worked there for years, said his members were worried: “These jobs never come back.”",
        expect![[r#"
            Indirect Asserts [page < Peter Voll] his members were worried
            Direct Asserts [page < Peter Voll] These jobs never come back.
        "#]],
    );
}

#[test]
fn a_participle_beside_a_noun_is_no_verb_of_the_clause() {
    check(
        "A poll published on Monday by the Belmar Institute said three in ten would vote.\n\
         The deal, announced on Monday, was welcomed by the union.",
        expect![[r#"
            Indirect Asserts [page < Belmar Institute] three in ten would vote
            Indirect Asserts [page < union] The deal
        "#]],
    );
}

#[test]
fn her_rival_is_not_her() {
    check(
        "Tamsin Wray claimed victory. Her rival, the sitting governor Alasdair Gunn, alleged that boxes had gone missing.\n\
         His wife said he was ill.",
        expect![[r#"
            Indirect Asserts [page < Tamsin Wray] victory
            Indirect Asserts [page < Alasdair Gunn] boxes had gone missing
            Indirect Asserts [page < His wife] he was ill
        "#]],
    );
}

#[test]
fn a_capital_at_the_start_makes_no_name() {
    check(
        "Celebrity stylist Luke Arm told the Belmar Courier that hats were back.\n\
         Style watchers predict that hats could sell.\n\
         Speaking at a rally in West Skarn, the president said he was ready.",
        expect![[r#"
            Indirect Asserts [page < Belmar Courier < Luke Arm] hats were back
            Indirect Asserts [page < Style watchers] hats could sell
            Indirect Asserts [page < president] he was ready
        "#]],
    );
}

#[test]
fn what_is_owned_has_its_owners_name() {
    check(
        "The Belmar Coroner's Office released a report on Friday, saying the cause was a fall.\n\
         Verlac's plan suggests that the dam is old.",
        expect![[r#"
            Indirect Asserts [page < Belmar Coroner's Office] the cause was a fall
        "#]],
    );
}

#[test]
fn not_to_know_is_no_denial() {
    check(
        "Karo did not know that the dam had failed.\n\
         The agency was criticised for not saying that the dam had failed.",
        expect![[r#"
            Indirect Hedges [page < Karo] the dam had failed
        "#]],
    );
}

#[test]
fn the_object_of_a_bare_relative_is_not_said() {
    check(
        "The four vessels the Navy ordered in 2007 will come later.\n\
         The captain said nothing.",
        expect![[r#""#]],
    );
}

#[test]
fn an_amount_is_put_at_a_number() {
    check(
        "The governor put the number of dead at 62, the Belmar Courier reported on Monday.\n\
         Verlac, the mayor, has put the cost at nine million.\n\
         The captain put the boat at the quay.",
        expect![[r#"
            Indirect Reports [page < Belmar Courier] The governor put the number of dead at 62
            Indirect Asserts [page < Belmar Courier < governor] the number of dead at 62
            Indirect Asserts [page < Verlac] the cost at nine million
        "#]],
    );
}

#[test]
fn what_the_next_clause_says_is_its_own() {
    check(
        "Rebels said they had taken the town, but the mayor, Ana Karo, denied the report.\n\
         In his evening address, Karo thanked the west and asked for more boats.",
        expect![[r#"
            Indirect Asserts [page < Rebels] they had taken the town
            Indirect Denies [page < Ana Karo] the report
            Indirect Requests [page < Karo] more boats
        "#]],
    );
}

#[test]
fn a_headline_may_do_without_articles() {
    check(
        "Governor reports 62 casualties after fire at port.\n\
         Bridge stays closed, says minister.\n\
         Karo: “The bridge stays closed”",
        expect![[r#"
            Indirect Asserts [page < Governor] 62 casualties
            Indirect Asserts [page < minister] Bridge stays closed
            Direct Asserts [page < Karo] The bridge stays closed
        "#]],
    );
}

#[test]
fn who_holds_another_office_is_another_one() {
    // One page, not one a line: it is about who was named before.
    expect![[r#"
        Indirect Asserts [page < Oren Karo] the dam would hold
        Indirect Asserts [page < mayor] it would not
        Indirect Asserts [page < Oren Karo] he trusted the engineers
    "#]]
    .assert_eq(&claims(
        "en",
        "President Oren Karo met General Ada Belin in Belmar on Monday.\n\
         Karo said that the dam would hold.\n\
         The mayor said that it would not.\n\
         The president said that he trusted the engineers.",
    ));
}
