use crate::*;
use proptest::prelude::*;
use schema::*;

/// A page to be compared, said in a few words.
struct Page {
    document: Document,
    reading: Reading,
}

impl Page {
    fn new(outlet: &str, language: &str, day: &str, text: &str) -> Self {
        let found = |value: &str| {
            let confidence = Confidence::percent(90);
            let value = value.to_owned();
            (!value.is_empty()).then(|| Found {
                value,
                evidence: "test".to_owned(),
                span: None,
                confidence,
            })
        };
        let id = Id::of('d', &[outlet.as_bytes(), day.as_bytes(), text.as_bytes()]);
        let document = Document {
            id,
            page: PageRecord {
                sha256: "0".repeat(64),
                bytes: text.len() as u64,
                format: PageFormat::Text,
                charset: "utf-8".to_owned(),
                whence: None,
                address: None,
                carrier: None,
                retrieved: None,
                cut: Vec::new(),
            },
            kind: schema::PageKind::Article,
            url: None,
            outlet: found(outlet),
            language: found(language),
            title: None,
            byline: Vec::new(),
            published: found(day),
            modified: None,
            hints: Vec::new(),
            text: text.to_owned(),
            blocks: vec![Block {
                span: Span::new(0, text.len()),
                role: Role::Body,
                kept: true,
                reason: "test".to_owned(),
                source: None,
            }],
        };
        Self { document, reading: Reading::default() }
    }

    /// With a claim of `words`, which stand in the text.
    fn says(mut self, speaker: &str, kind: SpeakerType, words: &str) -> Self {
        let at = self.document.text.find(words).expect("the words stand in the text");
        let span = Span::new(at, at + words.len());
        let document = self.document.id.clone();
        self.reading.claims.push(Claim {
            id: Id::of('c', &[document.as_str().as_bytes(), words.as_bytes(), speaker.as_bytes()]),
            document: document.clone(),
            sentence: 0,
            kind: Kind::Indirect,
            mode: Mode::Speech,
            content: Content { text: words.to_owned(), spans: vec![span] },
            cue: None,
            source: None,
            speaker: Speaker {
                id: Id::of('e', &[document.as_str().as_bytes(), speaker.as_bytes()]),
                name: speaker.to_owned(),
                kind,
                how: SpeakerHow::Written,
            },
            addressee: None,
            chain: Vec::new(),
            stance: Stance::Asserts,
            polarity: Polarity::Positive,
            hedges: Vec::new(),
            attributed_at: None,
            predicate: None,
            figures: Vec::new(),
            times: Vec::new(),
            places: Vec::new(),
            event: None,
            nested_in: None,
            group: None,
            rule: "test".to_owned(),
            confidence: Confidence::percent(80),
        });
        self
    }

    fn last(&mut self) -> &mut Claim {
        self.reading.claims.last_mut().expect("a claim was made")
    }

    /// The last claim came through `outlet`.
    fn through(mut self, outlet: &str, inferred: bool) -> Self {
        let (name, kind) = (outlet.to_owned(), ChainKind::Outlet);
        self.last().chain.push(ChainLink { name, kind, span: None, inferred });
        self
    }

    fn negated(mut self) -> Self {
        self.last().polarity = Polarity::Negative;
        self
    }

    /// The last claim holds a figure.
    fn counts(
        mut self,
        text: &str,
        value: f64,
        family: &str,
        place: Option<&str>,
        as_of: Option<&str>,
    ) -> Self {
        let figure = Figure {
            text: text.to_owned(),
            span: Span::new(0, 1),
            value: Some(value),
            low: None,
            high: None,
            approximation: Approximation::Exact,
            unit: family.to_owned(),
            counted: None,
            role: FigureRole::Stock,
            generic: false,
            figurative: false,
            derived: Vec::new(),
            slot: Slot {
                subject: None,
                predicate: None,
                unit_family: family.to_owned(),
                place: place.map(str::to_owned),
                as_of: as_of.map(str::to_owned),
            },
            rule: "test".to_owned(),
            confidence: Confidence::percent(90),
        };
        self.last().figures.push(figure.clone());
        self.reading.figures.push(figure);
        self
    }

    fn sketch(&self) -> Sketch {
        Sketch::of(&self.document, &self.reading)
    }
}

const PERSON: SpeakerType = SpeakerType::Person;

const STORM: &str = "The old harbour wall of Brenno gave way early on Tuesday after two nights of rain. \
Water ran through the fish market and into the lower streets. The mayor, Ana Lesna, asked the \
people of the quarter to leave their houses before noon. Boats were torn from their moorings and \
carried against the bridge. By the evening most of the shops along Mill Street stood empty. \
Engineers from Tarvo will look at the foundations as soon as the water has gone down.";

const STORM_REWORDED: &str = "Early on Tuesday, after two nights of rain, the old wall of Brenno's harbour collapsed. \
The water ran across the fish market and the lower streets. Mayor Ana Lesna asked people in the \
quarter to leave their homes before noon. Boats torn from moorings were carried against a \
bridge. Most shops along Mill Street stood empty in the evening. \
Tarvo engineers will look at its foundations once the water has gone down.";

const COUNCIL: &str = "The council of Brenno met on Friday to talk about the price of bread. Three bakers came, \
and each told a different story about flour. Nobody could agree on what a loaf should weigh. \
The meeting was put off until the autumn, when the harvest will be known.";

fn relations(links: &[Link]) -> Vec<Relation> {
    links.iter().map(|link| link.relation).collect()
}

#[test]
fn the_same_text_is_a_verbatim_copy_and_the_later_one_comes_from_the_earlier() {
    let first = Page::new("Harbour Post", "en", "2031-05-02", STORM).sketch();
    let copy =
        Page::new("Daily Echo", "en", "2031-05-04", &format!("{STORM} All rights reserved."))
            .sketch();
    let links = compare(&first, &copy);
    assert_eq!(relations(&links), [Relation::Verbatim]);
    assert_eq!((&links[0].from, &links[0].to), (&copy.document, &first.document));
    assert!(links[0].direction > 0.7 && links[0].coverage[1] == 1.0);
}

#[test]
fn two_copies_without_a_date_leave_the_direction_open() {
    let one = Page::new("Harbour Post", "en", "", STORM).sketch();
    let other = Page::new("Daily Echo", "en", "", STORM).sketch();
    assert_eq!(compare(&one, &other)[0].direction, 0.5);
}

#[test]
fn a_shortened_copy_is_partial_and_comes_from_the_longer_one() {
    let whole = Page::new("Harbour Post", "en", "", STORM).sketch();
    let cut = STORM.find("Boats").unwrap();
    let short = Page::new("Daily Echo", "en", "", &STORM[..cut]).sketch();
    let links = compare(&whole, &short);
    assert_eq!(relations(&links), [Relation::Partial]);
    assert_eq!(links[0].from, short.document);
    assert_eq!(links[0].coverage[0], 1.0);
    assert_eq!(links[0].pairs, [[0, 0], [1, 1], [2, 2]]);
}

#[test]
fn other_words_of_one_original_are_seen() {
    let one = Page::new("Harbour Post", "en", "2031-05-02", STORM).sketch();
    let other = Page::new("Daily Echo", "en", "2031-05-02", STORM_REWORDED).sketch();
    assert_eq!(relations(&compare(&one, &other)), [Relation::Retranslated]);
}

#[test]
fn two_pages_about_other_things_have_no_link() {
    let one = Page::new("Harbour Post", "en", "2031-05-02", STORM).sketch();
    let other = Page::new("Daily Echo", "en", "2031-05-02", COUNCIL).sketch();
    assert_eq!(compare(&one, &other), []);
}

#[test]
fn words_between_quotation_marks_show_no_copying() {
    let quote = "We saw the water rise over the wall and nobody could do anything about it that night, \
        and in the morning the market, the mill and half of the street were simply gone from sight";
    let one = format!(
        "The mayor spoke to us at length in her kitchen on Sunday. “{quote}.” She then went back to work."
    );
    let other = format!(
        "A reader wrote down what he had heard on the radio. “{quote}.” He sent it in by post last week."
    );
    let links = compare(
        &Page::new("Harbour Post", "en", "2031-05-02", &one).sketch(),
        &Page::new("Daily Echo", "en", "2031-05-03", &other).sketch(),
    );
    assert_eq!(relations(&links), [Relation::SameQuote]);
}

#[test]
fn a_cited_outlet_is_joined_to_its_held_page() {
    let source = Page::new(
        "The Harbour Post",
        "en",
        "2031-05-02",
        "Pavel Oren said that forty boats were lost.",
    )
    .says("Pavel Oren", PERSON, "forty boats were lost");
    let report = Page::new(
        "Le Matin",
        "fr",
        "2031-05-03",
        "Quarante bateaux ont coulé, a dit Pavel Oren au Harbour Post.",
    )
    .says("Pavel Oren", PERSON, "Quarante bateaux ont coulé")
    .through("Harbour Post", false);
    let links = compare(&source.sketch(), &report.sketch());
    assert_eq!(relations(&links), [Relation::ReportsOn]);
    assert_eq!(links[0].from, report.document.id);
    assert!(links[0].rule.contains("Pavel Oren"), "{}", links[0].rule);
    // A page from before what it reports on is of another page.
    let early = Page {
        document: Document {
            published: source
                .document
                .published
                .clone()
                .map(|day| Found { value: "2031-04-01".to_owned(), ..day }),
            ..report.document.clone()
        },
        reading: report.reading,
    };
    assert_eq!(compare(&source.sketch(), &early.sketch()), []);
}

#[test]
fn a_cited_outlet_alone_joins_nothing() {
    let source = Page::new("Harbour Post", "en", "2031-05-02", COUNCIL);
    let report =
        Page::new("Le Matin", "fr", "2031-05-03", "Il pleut, a dit Pavel Oren au Harbour Post.")
            .says("Pavel Oren", PERSON, "Il pleut")
            .through("Harbour Post", false);
    assert_eq!(compare(&source.sketch(), &report.sketch()), []);
}

#[test]
fn shared_names_make_one_event_in_any_two_languages() {
    let one = Page::new(
        "Harbour Post",
        "en",
        "2031-05-02",
        "On the bridge Pavel Chernyk met Ana Lesna of Brenno.",
    )
    .sketch();
    let other = Page::new(
        "Вести",
        "ru",
        "2031-05-04",
        "На мосту Павел Черник говорил с Аной Лесной из Бренно.",
    )
    .sketch();
    let late = Page::new(
        "Вести",
        "ru",
        "2031-07-04",
        "На мосту Павел Черник говорил с Аной Лесной из Бренно.",
    )
    .sketch();
    assert_eq!(relations(&compare(&one, &other)), [Relation::SameEvent]);
    assert_eq!(compare(&one, &late), []);
}

fn claims(a: &Page, b: &Page) -> Vec<Link> {
    compare_claims(&a.sketch(), &b.sketch())
}

#[test]
fn the_same_content_is_the_same_claim_and_its_negation_denies_it() {
    let a = Page::new(
        "Harbour Post",
        "en",
        "2031-05-02",
        "the northern bridge was destroyed by soldiers",
    )
    .says("Ana Lesna", PERSON, "the northern bridge was destroyed by soldiers");
    let b = Page::new("Daily Echo", "en", "2031-05-03", "soldiers destroyed the northern bridge")
        .says("Pavel Oren", PERSON, "soldiers destroyed the northern bridge");
    let c = Page::new(
        "State Radio",
        "en",
        "2031-05-04",
        "the northern bridge was not destroyed by soldiers",
    )
    .says("Mira Holt", PERSON, "the northern bridge was not destroyed by soldiers")
    .negated();
    assert_eq!(relations(&claims(&a, &b)), [Relation::SameClaim]);
    let denied = claims(&a, &c);
    assert_eq!(relations(&denied), [Relation::Denies]);
    assert_eq!(denied[0].from, c.reading.claims[0].id);
}

#[test]
fn contents_in_two_languages_are_not_compared() {
    let a = Page::new("Harbour Post", "en", "2031-05-02", "Brenno Tarvo Mirna Lesna").says(
        "Ana",
        PERSON,
        "Brenno Tarvo Mirna Lesna",
    );
    let b = Page::new("Le Matin", "fr", "2031-05-02", "Brenno Tarvo Mirna Lesna").says(
        "Ana",
        PERSON,
        "Brenno Tarvo Mirna Lesna",
    );
    assert_eq!(claims(&a, &b), []);
}

fn toll(
    outlet: &str,
    text: &str,
    value: f64,
    family: &str,
    place: Option<&str>,
    as_of: Option<&str>,
) -> Page {
    let words = format!("{text} in the shelling of the market");
    Page::new(outlet, "en", "2031-05-02", &words)
        .says("Ana Lesna", PERSON, &words)
        .counts(text, value, family, place, as_of)
}

#[test]
fn one_slot_with_two_values_conflicts() {
    let a = toll(
        "Harbour Post",
        "41 people were killed",
        41.0,
        "person_killed",
        Some("brenno"),
        Some("2031-05-02"),
    );
    let b = toll(
        "Daily Echo",
        "12 people were killed",
        12.0,
        "person_killed",
        Some("brenno"),
        Some("2031-05-02"),
    );
    let found = claims(&a, &b);
    assert_eq!(relations(&found), [Relation::Conflicts]);
    let texts = differing_figures(
        &a.sketch(),
        &a.reading.claims[0].id,
        &b.sketch(),
        &b.reading.claims[0].id,
    );
    assert_eq!(
        texts,
        Some(("41 people were killed".to_owned(), "12 people were killed".to_owned()))
    );
}

#[test]
fn a_later_count_revises_an_earlier_one() {
    let a = toll(
        "Harbour Post",
        "12 people were killed",
        12.0,
        "person_killed",
        Some("brenno"),
        Some("2031-05-02"),
    );
    let b = toll(
        "Daily Echo",
        "41 people were killed",
        41.0,
        "person_killed",
        Some("brenno"),
        Some("2031-05-09"),
    );
    let found = claims(&b, &a);
    assert_eq!(relations(&found), [Relation::Revises]);
    assert_eq!(found[0].from, b.reading.claims[0].id);
}

#[test]
fn the_dead_do_not_become_fewer_and_at_most_leaves_no_room() {
    let count = |outlet, text: &str, value, day| {
        toll(outlet, text, value, "person_killed", Some("brenno"), Some(day))
    };
    let many = count("Harbour Post", "62 people were killed", 62.0, "2031-05-02");
    let mut few = count("Daily Echo", "23 people were killed", 23.0, "2031-05-09");
    few.last().speaker.name = "Mira Holt".to_owned();
    assert_eq!(relations(&claims(&many, &few)), [Relation::Conflicts]);
    // Who takes back what was said before revises it.
    let own = count("Harbour Post", "23 people were killed", 23.0, "2031-05-09");
    assert_eq!(relations(&claims(&many, &own)), [Relation::Revises]);
    let mut bound = count("State Radio", "at most 9 people were killed", 9.0, "2031-05-03");
    bound.last().speaker.name = "Pavel Oren".to_owned();
    bound.last().figures[0].approximation = Approximation::AtMost;
    assert_eq!(relations(&claims(&bound, &few)), [Relation::Conflicts]);
}

#[test]
fn a_name_in_both_sentences_makes_one_slot_in_two_languages() {
    let page = |outlet: &str, language: &str, text: &str, words: &str, value: f64| {
        Page::new(outlet, language, "2031-05-02", text).says(outlet, PERSON, words).counts(
            words,
            value,
            "person_killed",
            None,
            None,
        )
    };
    let english = page("Mira", "en", "The town of Brenno counts 41 dead.", "41 dead", 41.0);
    let french = page("Pavel", "fr", "La ville de Brenno compte 12 morts.", "12 morts", 12.0);
    let elsewhere = page("Pavel", "fr", "La ville de Tarvo compte 12 morts.", "12 morts", 12.0);
    assert_eq!(relations(&claims(&english, &french)), [Relation::Conflicts]);
    assert_eq!(claims(&english, &elsewhere), []);
}

#[test]
fn the_same_number_with_another_unit_is_noted() {
    let a = toll("Harbour Post", "41 casualties", 41.0, "person_casualty", Some("brenno"), None);
    let b = toll("Daily Echo", "41 dead", 41.0, "person_killed", Some("brenno"), None);
    let found = claims(&a, &b);
    assert_eq!(relations(&found), [Relation::Conflicts]);
    assert!(found[0].rule.contains("the same number with another unit"), "{}", found[0].rule);
}

#[test]
fn killed_and_wounded_with_other_numbers_do_not_conflict() {
    let a = toll("Harbour Post", "41 killed", 41.0, "person_killed", Some("brenno"), None);
    let b = toll("Daily Echo", "60 wounded", 60.0, "person_wounded", Some("brenno"), None);
    assert!(!relations(&claims(&a, &b)).contains(&Relation::Conflicts));
    // Nor do two places.
    let c = toll("Daily Echo", "12 killed", 12.0, "person_killed", Some("tarvo"), None);
    assert!(!relations(&claims(&a, &c)).contains(&Relation::Conflicts));
}

const LOST: &str = "forty boats were lost in the northern harbour";

fn carrier(outlet: &str, language: &str, speaker: &str, kind: SpeakerType) -> Page {
    Page::new(outlet, language, "2031-05-02", LOST).says(speaker, kind, LOST)
}

/// `[[ultimate low, high], [reporting low, high]]` of the first claims of `pages`.
fn behind(pages: &[Page], links: &[Link], not_compared: &[Id]) -> [[u32; 2]; 2] {
    let sketches: Vec<Sketch> = pages.iter().map(Page::sketch).collect();
    let carriers: Vec<Carrier<'_>> =
        sketches.iter().map(|document| Carrier { claim: &document.claims[0], document }).collect();
    let found = independence(&carriers, links, not_compared);
    [found.ultimate_sources.into(), found.reporting_origins.into()]
}

fn copy(from: &Page, to: &Page, probability: f64) -> Link {
    Link {
        relation: Relation::Verbatim,
        from: from.document.id.clone(),
        to: to.document.id.clone(),
        probability,
        direction: 0.5,
        coverage: [1.0, 1.0],
        pairs: Vec::new(),
        rule: "test".to_owned(),
    }
}

#[test]
fn two_people_told_by_two_outlets_are_two_sources() {
    let pages = [
        carrier("Harbour Post", "en", "Ana Lesna", PERSON),
        carrier("Daily Echo", "en", "Pavel Oren", PERSON),
    ];
    assert_eq!(behind(&pages, &[], &[]), [[2, 2], [2, 2]]);
}

#[test]
fn one_person_in_two_interviews_is_one_source_and_two_reports() {
    let interview =
        |outlet: &str, who: &str| carrier(outlet, "en", who, PERSON).through(outlet, false);
    let pages = [interview("Harbour Post", "Ana Lesna"), interview("Daily Echo", "Lesna")];
    assert_eq!(behind(&pages, &[], &[]), [[1, 2], [2, 2]]);
    let pages = [interview("Harbour Post", "Ana Lesna"), interview("Daily Echo", "Ana Lesna")];
    assert_eq!(behind(&pages, &[], &[]), [[1, 1], [2, 2]]);
}

#[test]
fn who_does_not_say_how_it_got_the_words_may_have_them_from_the_other() {
    let pages = [
        carrier("Harbour Post", "en", "Ana Lesna", PERSON),
        carrier("Daily Echo", "en", "Ana Lesna", PERSON),
    ];
    assert_eq!(behind(&pages, &[], &[]), [[1, 1], [1, 2]]);
}

#[test]
fn names_of_institutions_tell_nothing_in_two_languages() {
    let pages = [
        carrier("Harbour Post", "en", "Ministry of Ferries", SpeakerType::Government),
        carrier("L’Écho du quai", "fr", "ministère des Bacs", SpeakerType::Government),
    ];
    assert_eq!(behind(&pages, &[], &[]), [[1, 2], [1, 2]]);
}

#[test]
fn one_quotation_on_two_pages_may_be_one_press_conference() {
    let direct = |outlet: &str| {
        let mut page = carrier(outlet, "en", "Ana Lesna", PERSON);
        page.reading.claims[0].kind = Kind::Direct;
        page
    };
    assert_eq!(behind(&[direct("Harbour Post"), direct("Daily Echo")], &[], &[]), [[1, 1], [1, 2]]);
}

#[test]
fn a_name_with_another_ending_may_be_one_person() {
    let pages = [
        carrier("Harbour Post", "en", "Ana Lesna", PERSON),
        carrier("Daily Echo", "en", "Ana Lesnaová", PERSON),
    ];
    assert_eq!(behind(&pages, &[], &[])[0], [1, 2]);
}

#[test]
fn the_toll_of_one_event_is_compared_though_no_sentence_names_it() {
    let page = |outlet: &str, speaker: &str, killed: f64| {
        let about = "In Orvelle, Port Halden and Nordvik people mourn with Mayor Torvik.";
        let (toll, part) = ("The blast killed many in the night.", "Some died later.");
        let text = format!("{about} {toll} {part}");
        Page::new(outlet, "en", "2031-05-02", &text)
            .says(speaker, PERSON, toll)
            .counts("many", killed, "person_killed", None, Some("2031-05-02"))
            .says(speaker, PERSON, part)
            .counts("some", 4.0, "person_killed", None, Some("2031-05-02"))
    };
    let (one, other) =
        (page("Harbour Post", "Ana Lesna", 62.0), page("Daily Echo", "Pavel Oren", 9.0));
    let links = compare_claims(&one.sketch(), &other.sketch());
    let links: Vec<_> = links.iter().filter(|it| it.relation == Relation::Conflicts).collect();
    assert_eq!(links.len(), 1, "the toll is compared, a part of it is not: {links:#?}");
}

#[test]
fn copies_never_vote() {
    let pages = [
        carrier("Harbour Post", "en", "Ana Lesna", PERSON),
        carrier("Daily Echo", "en", "Ana Lesna", PERSON),
        carrier("Evening Echo", "en", "", SpeakerType::Page),
    ];
    let links = [copy(&pages[1], &pages[0], 0.99), copy(&pages[2], &pages[0], 0.99)];
    assert_eq!(behind(&pages, &links, &[]), [[1, 1], [1, 1]]);
    // A copy that is only likely is merged below, and counted above.
    let links = [copy(&pages[1], &pages[0], 0.5), copy(&pages[2], &pages[0], 0.5)];
    assert_eq!(behind(&pages, &links, &[]), [[1, 2], [1, 3]]);
}

#[test]
fn of_several_links_the_likeliest_counts_whichever_way_it_goes() {
    let pages = [
        carrier("Harbour Post", "en", "Ana Lesna", PERSON),
        carrier("Daily Echo", "en", "Pavel Oren", PERSON),
    ];
    let (weak, strong) = (copy(&pages[0], &pages[1], 0.1), copy(&pages[1], &pages[0], 0.9));
    let report = Link { relation: Relation::ReportsOn, ..copy(&pages[0], &pages[1], 0.99) };
    for links in [[&weak, &strong, &report], [&report, &strong, &weak]] {
        let links: Vec<Link> = links.into_iter().cloned().collect();
        assert_eq!(behind(&pages, &links, &[]), [[1, 1], [1, 1]]);
    }
    assert_eq!(behind(&pages, &[weak], &[]), [[2, 2], [2, 2]]);
}

#[test]
fn sharing_an_event_merges_nothing() {
    let pages = [
        carrier("Harbour Post", "en", "Ana Lesna", PERSON),
        carrier("Daily Echo", "en", "Pavel Oren", PERSON),
    ];
    let link = Link { relation: Relation::SameEvent, ..copy(&pages[0], &pages[1], 0.99) };
    assert_eq!(behind(&pages, &[link], &[]), [[2, 2], [2, 2]]);
}

#[test]
fn somebody_without_a_name_may_be_anybody() {
    let unnamed = SpeakerType::Unnamed;
    let pages = [
        carrier("Harbour Post", "en", "a witness", unnamed),
        carrier("Daily Echo", "en", "Pavel Oren", PERSON),
    ];
    assert_eq!(behind(&pages, &[], &[]), [[1, 2], [2, 2]]);
}

#[test]
fn a_cited_outlet_that_is_not_held_counts_once() {
    let pages = [
        carrier("Le Matin", "fr", "Ana Lesna", PERSON).through("The Harbour Post", false),
        carrier("Le Soir", "fr", "Ana Lesna", PERSON).through("Harbour Post", false),
    ];
    assert_eq!(behind(&pages, &[], &[]), [[1, 1], [1, 1]]);
    let sketches: Vec<Sketch> = pages.iter().map(Page::sketch).collect();
    let carriers: Vec<Carrier<'_>> =
        sketches.iter().map(|document| Carrier { claim: &document.claims[0], document }).collect();
    let origins = independence(&carriers, &[], &[]).origins;
    assert_eq!(origins.len(), 1);
    assert_eq!((origins[0].kind, origins[0].document.as_ref()), (OriginKind::Phantom, None));
}

#[test]
fn pages_that_were_not_compared_widen_and_never_raise_the_lower_end() {
    let pages = [carrier("Harbour Post", "en", "Ana Lesna", PERSON)];
    let near = [Id::parse("d:one"), Id::parse("d:two"), Id::parse("d:two")];
    assert_eq!(behind(&pages, &[], &near), [[1, 3], [1, 3]]);
}

#[test]
fn stories_hold_together_within_thirty_days_only() {
    let document = |name: &str, day: &str| (Id::parse(name), Some(day.to_owned()));
    let all = [
        document("d:a", "2031-05-01"),
        document("d:b", "2031-05-20"),
        document("d:c", "2031-08-01"),
    ];
    let link = |from: &str, to: &str| {
        let page = Page::new("", "en", "", "x");
        Link { from: Id::parse(from), to: Id::parse(to), ..copy(&page, &page, 0.9) }
    };
    let found = stories(&all, &[link("d:b", "d:a"), link("d:c", "d:b")]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].documents, [Id::parse("d:a"), Id::parse("d:b")]);
}

#[test]
fn days_are_counted_over_leap_years() {
    assert_eq!(days_between("2031-12-31", "2032-01-01"), Some(1));
    assert_eq!(days_between("2032-02-28", "2032-03-01T10:00Z"), Some(2));
    assert_eq!(days_between("2031-13-01", "2031-01-01"), None);
    assert_eq!(days_between("soon", "2031-01-01"), None);
}

#[test]
fn a_sketch_survives_being_written_down() {
    let sketch =
        toll("Harbour Post", "41 casualties", 41.0, "person_casualty", Some("brenno"), None)
            .sketch();
    let json = serde_json::to_string(&sketch).unwrap();
    assert_eq!(serde_json::from_str::<Sketch>(&json).unwrap(), sketch);
}

#[test]
fn a_long_page_is_sketched_from_its_beginning() {
    let line = "the boats of Brenno were counted again and again ".repeat(110_000);
    let sketch = Page::new("Harbour Post", "en", "2031-05-02", &line).sketch();
    assert!((100..1000).contains(&sketch.sentences.len()), "{}", sketch.sentences.len());
    assert!(sketch.sentences.iter().all(|it| it.span.len() <= 2_100));
    assert!(sketch.sentences.last().is_some_and(|it| it.span.end() <= 1_000_000));
    // A block that is cut off in a character, and another one after it.
    let line = "б".repeat(600_000);
    let sketch = Page::new("Harbour Post", "ru", "2031-05-02", &format!("1{line}")).sketch();
    assert!(!sketch.sentences.is_empty());
}

#[test]
fn a_page_of_many_claims_is_sketched_from_its_beginning() {
    let sentences: Vec<String> = (0..20_000)
        .map(|at| format!("On day {at} the keeper Lesna said that “boat {at} was lost at Brenno”."))
        .collect();
    let mut page = Page::new("Harbour Post", "en", "2031-05-02", &sentences.join(" ")).says(
        "Ana Lesna",
        PERSON,
        "boat 0 was lost at Brenno",
    );
    let claim = page.reading.claims.remove(0);
    let mut at = 0;
    for sentence in &sentences {
        let mut claim = claim.clone();
        claim.id = Id::of('c', &[sentence.as_bytes()]);
        claim.content.spans = vec![Span::new(at + sentence.len() - 20, at + sentence.len() - 5)];
        page.reading.claims.push(claim);
        at += sentence.len() + 1;
    }
    let sketch = page.sketch();
    assert_eq!((sketch.sentences.len(), sketch.claims.len()), (4_000, 2_000));
    assert!(sketch.claims.iter().all(|claim| claim.names == ["brn"]), "{:?}", sketch.claims[0]);
    assert_eq!(sketch.claims[1_999].id, page.reading.claims[1_999].id);
}

#[test]
fn long_pages_that_repeat_themselves_are_compared_in_bounds() {
    // One sentence again and again, then sentences that differ in one word of seven.
    let same = "The keeper of the northern harbour counts boats. ".repeat(3_000);
    let like = |from: usize| -> String {
        let one = |at| format!("In the year {at} the keeper of the harbour counted boats. ");
        (from..from + 900).map(one).collect()
    };
    let one = Page::new("Harbour Post", "en", "2031-05-02", &(same.clone() + &like(1000)));
    let other = Page::new("Daily Echo", "en", "2031-05-04", &(same + &like(1100)));
    let links = compare(&one.sketch(), &other.sketch());
    assert_eq!(relations(&links), [Relation::Verbatim]);
    // What is the same comes first, the first with the first.
    assert!(links[0].pairs.len() >= 3_800);
    assert_eq!(links[0].pairs[2_999..3_001], [[2_999, 2_999], [3_000, 3_100]]);
}

#[test]
fn a_sentence_that_is_changed_goes_with_the_one_most_like_it() {
    let base = "Late on Sunday the keeper of the northern harbour counted all boats with his son";
    let near = format!("{base} twice. ");
    let far = format!("{base} and a lamp by the wall of the market. ");
    let one = Page::new("Harbour Post", "en", "", &format!("{far}{near}"));
    let other = Page::new("Daily Echo", "en", "", &format!("{base} again. {far}"));
    let links = compare(&one.sketch(), &other.sketch());
    assert_eq!(relations(&links), [Relation::Verbatim]);
    let across: Vec<[u32; 2]> = vec![[0, 1], [1, 0]];
    assert_eq!(links[0].pairs, across);
}

/// A dozen pages that have much and little to do with each other.
fn pool() -> Vec<Sketch> {
    let cut = STORM.find("Boats").unwrap();
    let mut pool: Vec<Sketch> = [
        ("Harbour Post", "2031-05-02", STORM),
        ("Daily Echo", "2031-05-04", STORM),
        ("Evening Echo", "", &STORM[..cut]),
        ("Valley Star", "2031-05-03", STORM_REWORDED),
        ("State Radio", "2031-05-03", COUNCIL),
    ]
    .into_iter()
    .map(|(outlet, day, text)| {
        let words = &text[..text.find('.').unwrap()];
        Page::new(outlet, "en", day, text).says("Ana Lesna", PERSON, words).sketch()
    })
    .collect();
    pool.push(toll("North Post", "41 dead", 41.0, "person_killed", Some("brenno"), None).sketch());
    pool.push(toll("South Post", "12 dead", 12.0, "person_killed", Some("brenno"), None).sketch());
    pool
}

#[test]
fn the_index_leaves_no_link_out() {
    let pool = pool();
    let mut all = Vec::new();
    for (at, one) in pool.iter().enumerate() {
        for other in &pool[at + 1..] {
            all.extend(compare(one, other));
            all.extend(compare_claims(one, other));
        }
    }
    all.sort_by(|a, b| (a.relation, &a.from, &a.to).cmp(&(b.relation, &b.from, &b.to)));
    assert!(all.len() >= 8, "{all:?}");
    assert_eq!(link(&pool), all);
}

/// Pages of invented words, some of them common, with names and figures that many share.
fn unrelated(count: u64) -> Vec<Sketch> {
    let mut state = 7_u64;
    let mut below = move |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % limit
    };
    let syllables = ["ba", "ke", "lo", "mi", "nu", "ra", "se", "to", "vi", "zu"];
    let word = |mut at: u64| -> String {
        let mut word = String::new();
        for _ in 0..3 {
            word.push_str(syllables[(at % 10) as usize]);
            at /= 10;
        }
        word
    };
    let mut pages = Vec::new();
    for page in 0..count {
        let mut sentences = Vec::new();
        for _ in 0..30 {
            let mut words = vec![format!("The {}", word(below(1000)))];
            for _ in 0..18 {
                // Some words are common, most are rare.
                let range = [12, 60, 300, 1000][below(4) as usize];
                let one = word(below(range));
                let name = below(9) == 0;
                words.push(if name { one[..1].to_uppercase() + &one[1..] } else { one });
            }
            sentences.push(words.join(" "));
        }
        let text = sentences.join(". ") + ".";
        let outlet = format!("Post {}", page % 40);
        let mut made = Page::new(&outlet, "en", &format!("2031-05-{:02}", 1 + page % 28), &text);
        for (at, sentence) in sentences.iter().enumerate().step_by(2) {
            made = made.says(&format!("Ana {}", word(below(900))), PERSON, sentence);
            if at % 4 == 0 {
                let value = below(40) as f64;
                made = made.counts("so many", value, "person_killed", None, None);
            }
        }
        pages.push(made.sketch());
    }
    pages
}

#[test]
#[ignore = "measures: cargo test --release -p selon-linker -- --ignored --nocapture"]
fn how_long_unrelated_pages_take() {
    let pool = unrelated(800);
    let begun = std::time::Instant::now();
    let links = link(&pool);
    println!("{} links among {} pages in {:?}", links.len(), pool.len(), begun.elapsed());
}

#[test]
fn two_pages_of_one_outlet_do_not_meet_over_it() {
    // They have one name and nothing else in common.
    let page = |outlet: &str, text: &str| Page::new(outlet, "en", "2031-05-02", text);
    let one = page("Harbour Post", "Boats came to Brenno.").says("Ana Lesna", PERSON, "Boats came");
    let other = page("Harbour Post", "Snow fell in Brenno.").says("Mira Holt", PERSON, "Snow fell");
    let citing = page("Daily Echo", "Rain, wrote a paper in Tarvo.")
        .says("Pavel Oren", PERSON, "Rain")
        .through("The Harbour Post", false);
    let sketches = [one, other, citing].map(|page| page.sketch());
    let all: Vec<&Sketch> = sketches.iter().collect();
    assert_eq!(crate::pool::met(&all, 3), [[0, 2], [1, 2]]);
}

proptest! {
    #[test]
    fn neither_order_nor_company_changes_a_decision(
        order in Just((0..7_usize).collect::<Vec<_>>()).prop_shuffle(),
        cut in 0..7_usize,
    ) {
        let pool = pool();
        let shuffled: Vec<Sketch> = order.iter().map(|&at| pool[at].clone()).collect();
        let whole = link(&pool);
        prop_assert_eq!(&link(&shuffled), &whole);
        // Coming in two parts gives the same.
        let (held, new) = shuffled.split_at(cut);
        let mut parts = link(held);
        parts.extend(link_new(new, held));
        parts.sort_by(|a, b| (a.relation, &a.from, &a.to).cmp(&(b.relation, &b.from, &b.to)));
        prop_assert_eq!(&parts, &whole);
        // With fewer pages, what is decided on those that are left is the same.
        let left: Vec<&Id> = held.iter().flat_map(|it| std::iter::once(&it.document).chain(it.claims.iter().map(|claim| &claim.id))).collect();
        let among: Vec<Link> = whole.iter().filter(|it| left.contains(&&it.from) && left.contains(&&it.to)).cloned().collect();
        prop_assert_eq!(link(held), among);
    }

    #[test]
    fn which_of_two_comes_first_makes_no_difference(i in 0..7_usize, j in 0..7_usize) {
        let pool = pool();
        prop_assert_eq!(compare(&pool[i], &pool[j]), compare(&pool[j], &pool[i]));
        prop_assert_eq!(compare_claims(&pool[i], &pool[j]), compare_claims(&pool[j], &pool[i]));
    }

    #[test]
    fn the_lower_end_never_passes_the_upper_one(
        names in prop::collection::vec((0..4_usize, 0..3_usize, 0..3_usize), 1..6),
        chances in prop::collection::vec(0.0..1.0_f64, 0..8),
        unseen in 0..3_usize,
    ) {
        let speakers = ["Ana Lesna", "Lesna", "Pavel Oren", ""];
        let outlets = ["Harbour Post", "Daily Echo", ""];
        let pages: Vec<Page> = names.iter().enumerate().map(|(at, &(who, outlet, through))| {
            let kind = if who == 3 { SpeakerType::Unnamed } else { PERSON };
            let page = Page::new(outlets[outlet], "en", &format!("2031-05-{:02}", at + 1), LOST).says(speakers[who], kind, LOST);
            if through == 2 { page } else { page.through(outlets[through], through == 1) }
        }).collect();
        let links: Vec<Link> = chances.iter().enumerate().map(|(at, &chance)| {
            copy(&pages[at % pages.len()], &pages[(at * 3 + 1) % pages.len()], chance)
        }).collect();
        let near: Vec<Id> = (0..unseen).map(|at| Id::parse(&format!("d:{at}"))).collect();
        let [ultimate, reporting] = behind(&pages, &links, &near);
        let [alone, reporting_alone] = behind(&pages, &links, &[]);
        for [low, high] in [ultimate, reporting] {
            prop_assert!(1 <= low && low <= high && high <= (pages.len() + unseen) as u32);
        }
        prop_assert_eq!((ultimate[0], reporting[0]), (alone[0], reporting_alone[0]));
    }

    #[test]
    fn any_text_is_normalised_and_sketched(text in "\\PC{0,120}") {
        let once = normalise(&text, "fr");
        prop_assert!(once.split(' ').all(|word| word.chars().count() <= 6 || word.chars().any(|c| c.is_ascii_digit())) );
        Page::new("Harbour Post", "en", "2031-05-02", &text).sketch();
    }
}
