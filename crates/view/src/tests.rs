use crate::export::{Lines, csv, jsonl, web_annotation};
use crate::*;
use ledger::{Added, Ledger};
use schema::*;
use sha2::{Digest, Sha256};

/// A page of plain text, said in a few words.
#[derive(Clone)]
struct Page {
    document: Document,
    reading: Reading,
}

impl Page {
    fn new(outlet: &str, language: &str, day: &str, text: &str) -> Self {
        let found = |value: &str| {
            let (value, confidence) = (value.to_owned(), Confidence::percent(90));
            Some(schema::Found { value, evidence: "test".to_owned(), span: None, confidence })
        };
        let sha256 = Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        let document = Document {
            id: Id::of('d', &[text.as_bytes()]),
            page: PageRecord {
                sha256,
                bytes: text.len() as u64,
                format: PageFormat::Text,
                charset: "utf-8".to_owned(),
                whence: Some(format!("{outlet}.txt")),
                address: None,
                carrier: None,
                retrieved: Some("2031-06-01T08:00:00Z".to_owned()),
                cut: Vec::new(),
            },
            url: found(&format!("https://{}.example/1", outlet.to_lowercase().replace(' ', "-"))),
            outlet: found(outlet),
            language: found(language),
            title: found(&format!("From the {outlet}")),
            byline: Vec::new(),
            published: found(day),
            modified: None,
            hints: Vec::new(),
            kind: schema::PageKind::Article,
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

    fn says(mut self, speaker: &str, words: &str) -> Self {
        let at = self.document.text.find(words).expect("the words stand in the text");
        let span = Span::new(at, at + words.len());
        let document = self.document.id.clone();
        let source = self
            .document
            .text
            .find(speaker)
            .map(|at| Source { text: speaker.to_owned(), span: Span::new(at, at + speaker.len()) });
        self.reading.claims.push(Claim {
            id: Id::of('c', &[document.as_str().as_bytes(), words.as_bytes()]),
            document: document.clone(),
            sentence: 0,
            kind: Kind::Indirect,
            mode: Mode::Speech,
            content: Content { text: words.to_owned(), spans: vec![span] },
            cue: None,
            source,
            speaker: Speaker {
                id: Id::of('e', &[document.as_str().as_bytes(), speaker.as_bytes()]),
                name: speaker.to_owned(),
                kind: SpeakerType::Person,
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
            rule: "test/speech".to_owned(),
            confidence: Confidence::percent(80),
        });
        self
    }

    fn negated(mut self) -> Self {
        self.reading.claims.last_mut().unwrap().polarity = Polarity::Negative;
        self
    }

    fn killed(mut self, text: &str, value: f64) -> Self {
        let at = self.document.text.find(text).unwrap();
        let figure = Figure {
            text: text.to_owned(),
            span: Span::new(at, at + text.len()),
            value: Some(value),
            low: None,
            high: None,
            approximation: Approximation::Exact,
            unit: "person_killed".to_owned(),
            counted: None,
            role: FigureRole::Stock,
            generic: false,
            figurative: false,
            derived: Vec::new(),
            slot: Slot {
                unit_family: "person_killed".to_owned(),
                place: Some("brenno".to_owned()),
                ..Slot::default()
            },
            rule: "test/figure".to_owned(),
            confidence: Confidence::percent(90),
        };
        self.reading.claims.last_mut().unwrap().figures.push(figure);
        self
    }

    fn claim(&self) -> &Id {
        &self.reading.claims[0].id
    }

    fn add(&self, ledger: &mut Ledger) -> Added {
        let bytes = self.document.text.as_bytes();
        let at = "2031-06-01T09:00:00Z";
        crate::add(ledger, bytes, &self.document, &self.reading, None, "1", "k1", at, false)
            .unwrap()
    }
}

const STORM: &str = "The old harbour wall of Brenno gave way early on Tuesday after two nights of rain. \
Ana Lesna said that 41 people were killed in the flooded market. Boats were torn from their moorings \
and carried against the bridge near Tarvo. By the evening most of the shops along Mill Street stood empty. \
Engineers led by Pavel Chernyk will look at the foundations as soon as the water has gone down.";
const OTHER: &str = "é Pavel Chernyk came to Brenno from Tarvo on Wednesday. The count is lower here. \
The engineer Pavel Chernyk said that 12 people were killed in the flooded market, and went back to Mill Street.";
const DENIAL: &str = "On Thursday Mira Holt spoke in Brenno about Tarvo and Pavel Chernyk. \
Mira Holt said that no people were killed in the flooded market.";
const RUSSIAN: &str = "В среду Павел Черник приехал в Бренно из Тарво. Там он видел порт.";

struct World {
    ledger: Ledger,
    first: Page,
    copy: Page,
    other: Page,
    denial: Page,
    russian: Page,
}

fn world() -> World {
    let killed = |page: Page| {
        page.says("Ana Lesna", "41 people were killed in the flooded market")
            .killed("41 people", 41.0)
    };
    let first = killed(Page::new("Harbour Post", "en", "2031-05-02", STORM));
    let copy = killed(Page::new("Daily Echo", "en", "2031-05-03", &format!("{STORM} Echo.")));
    let other = Page::new("Valley Star", "en", "2031-05-04", OTHER)
        .says("Pavel Chernyk", "12 people were killed in the flooded market")
        .killed("12 people", 12.0);
    let denial = Page::new("State Radio", "en", "2031-05-05", DENIAL)
        .says("Mira Holt", "people were killed in the flooded market")
        .negated();
    let russian = Page::new("Вести", "ru", "2031-05-06", RUSSIAN);
    let mut ledger = Ledger::in_memory().unwrap();
    for page in [&first, &copy, &other, &denial, &russian] {
        assert_eq!(page.add(&mut ledger), Added::New);
    }
    relink(&mut ledger).unwrap();
    World { ledger, first, copy, other, denial, russian }
}

#[test]
fn a_claim_shows_its_copies_and_counts_them_once() {
    let World { ledger, first, copy, russian, .. } = world();
    let view = claim(&ledger, first.claim()).unwrap();
    let carriers: Vec<&Id> = view.carriers.iter().map(|row| &row.claim.id).collect();
    assert_eq!(carriers, [first.claim(), copy.claim()]);
    assert_eq!(view.carriers[1].copy_of.as_ref().unwrap().relation, Relation::Verbatim);
    let independence = &view.independence;
    assert_eq!(independence.pages, 2);
    // One speaker, and the page in Russian may or may not be one more.
    assert_eq!(independence.not_compared, [russian.document.id]);
    assert_eq!(independence.ultimate_sources, Interval { low: 1, high: 2 });
    assert_eq!(independence.reporting_origins, Interval { low: 1, high: 2 });
    assert_eq!(view.passage, STORM);
}

#[test]
fn a_claim_shows_what_speaks_against_it() {
    let World { ledger, first, other, denial, .. } = world();
    let view = claim(&ledger, first.claim()).unwrap();
    assert!(
        view.conflicts
            .iter()
            .any(|it| it.claim.id == *other.claim() && it.against == *first.claim())
    );
    assert!(view.denials.iter().all(|it| it.claim.id == *denial.claim()));
    assert!(!view.denials.is_empty());
}

#[test]
fn a_conflict_lists_each_value_with_who_gave_it() {
    let World { ledger, first, copy, other, .. } = world();
    let found = conflicts(&ledger, &Scope::All).unwrap();
    assert_eq!(found.len(), 1);
    let values: Vec<(&str, Option<f64>, usize)> =
        found[0].values.iter().map(|it| (it.text.as_str(), it.low, it.claims.len())).collect();
    assert_eq!(values, [("12 people", Some(12.0), 1), ("41 people", Some(41.0), 2)]);
    assert_eq!(found[0].values[1].independence.ultimate_sources.low, 1);
    for scope in [first.claim(), copy.claim(), other.claim(), &first.document.id] {
        assert_eq!(conflicts(&ledger, &Scope::of(scope.as_str())).unwrap(), found);
    }
    assert_eq!(conflicts(&ledger, &Scope::of("speaker:chernyk")).unwrap(), found);
    assert!(conflicts(&ledger, &Scope::of("xylophone")).unwrap().is_empty());
}

#[test]
fn a_story_holds_pages_of_every_language_and_merges_no_origins() {
    let World { ledger, first, russian, .. } = world();
    let rows = stories(&ledger).unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].documents.len(), 5);
    assert_eq!(rows[0].languages, ["en", "ru"]);
    let view = story(&ledger, &rows[0].id).unwrap();
    assert_eq!(view.about.id, story(&ledger, &russian.document.id).unwrap().about.id);
    assert_eq!(view.claims[0].independence.pages, 2);
    assert_eq!(view.claims.iter().filter(|it| it.carriers.contains(first.claim())).count(), 1);
    assert_eq!(view.conflicts.len(), 1);
}

#[test]
fn a_document_shows_the_sentences_that_were_copied() {
    let World { ledger, first, copy, .. } = world();
    let view = document(&ledger, &copy.document.id).unwrap();
    let link = view.links.iter().find(|it| it.link.relation == Relation::Verbatim).unwrap();
    assert!(link.later);
    assert_eq!(link.other.id, first.document.id);
    assert!(link.passages[0].here.starts_with("The old harbour wall"));
    assert_eq!(link.passages[0].here, link.passages[0].there);
    assert_eq!(view.claims[0].elsewhere, 1);
    assert!(view.story.is_some());
}

#[test]
fn what_is_written_out_counts_code_points() {
    let World { ledger, other, .. } = world();
    let view = claim(&ledger, other.claim()).unwrap();
    let bytes = view.claim.content.spans[0].start();
    let json = serde_json::to_value(&view).unwrap();
    // One letter of the text before takes two bytes.
    assert_eq!(json["claim"]["content"]["spans"][0][0], bytes - 1);
    assert_eq!(json["claim"]["figures"][0]["slot"]["place"], "brenno");
    let page = serde_json::to_value(document(&ledger, &other.document.id).unwrap()).unwrap();
    assert_eq!(page["document"]["blocks"][0]["span"][1], OTHER.chars().count());
}

#[test]
fn words_and_facets_are_found() {
    let World { ledger, first, .. } = world();
    let count = |typed: &str| find(&ledger, typed, 50, 0).unwrap().total;
    assert_eq!(count(&format!("market document:{}", first.document.id)), 1);
    assert_eq!(count("document:d:0"), 0);
    assert_eq!(count("market"), 4);
    assert_eq!(count("markets"), 4, "by its stem");
    assert_eq!(count("market outlet:\"valley star\""), 1);
    assert_eq!(count("speaker:lesna before:2031-05-03"), 1);
    assert_eq!(count("figure:>40"), 2);
    assert_eq!(count("figure:10-20"), 1);
    assert_eq!(count("figure:person_killed lang:EN"), 3);
    assert_eq!(count("kind:direct"), 0);
}

#[test]
fn what_a_facet_cannot_be_is_noted_and_left_aside() {
    let (query, notes) = parse("stance:maybe before:soon figure:? market 10:30");
    assert_eq!(
        notes.iter().map(|note| note.facet.as_str()).collect::<Vec<_>>(),
        ["stance", "before", "figure"]
    );
    assert_eq!(query.words.as_deref(), Some("market 10:30"));
    assert_eq!((query.stance, query.before, query.figure), (None, None, None));
    let (query, notes) = parse("speaker:\"Ana Lesna");
    assert_eq!((query.speaker.as_deref(), notes.len()), (Some("Ana Lesna"), 0));
}

#[test]
fn a_pasted_sentence_finds_the_claims_most_like_it() {
    let World { ledger, first, copy, .. } = world();
    let found = find(
        &ledger,
        "It was said that 41 people had been killed in the flooded market of the town",
        3,
        0,
    )
    .unwrap();
    let first_two: Vec<&Id> = found.similar.iter().take(2).map(|it| &it.row.id).collect();
    assert!(first_two.contains(&first.claim()) && first_two.contains(&copy.claim()));
    assert!(found.similar[0].score > found.similar[2].score);
}

#[test]
fn a_speaker_is_asked_for_by_the_whole_name() {
    let World { ledger, first, .. } = world();
    let view = speaker(&ledger, "ana lesna").unwrap();
    assert_eq!((view.claims.len(), view.outlets.len()), (2, 2));
    let id = first.reading.claims[0].speaker.id.as_str();
    assert_eq!(speaker(&ledger, id).unwrap(), view);
    assert!(matches!(speaker(&ledger, "Lesna"), Err(Error::NoSpeaker { .. })));
}

#[test]
fn why_gives_the_exact_words_and_the_page() {
    let World { ledger, other, .. } = world();
    let view = why(&ledger, other.claim()).unwrap();
    let figure = view.steps.iter().find(|step| step.what == "figure").unwrap();
    assert_eq!(figure.words[0].exact, "12 people");
    let points: String = OTHER.chars().skip(figure.words[0].span.start()).take(9).collect();
    assert_eq!(points, "12 people");
    assert_eq!(figure.rule.as_deref(), Some("test/figure"));
    assert_eq!(view.page.unwrap().evidence.sha256, other.document.page.sha256);
    assert_eq!(view.entries.len(), 1);
    for id in
        [&other.document.id, &other.reading.claims[0].speaker.id, &stories(&ledger).unwrap()[0].id]
    {
        assert!(!why(&ledger, id).unwrap().steps.is_empty(), "{id}");
    }
    assert!(matches!(why(&ledger, &Id::parse("x:1")), Err(Error::WrongKind { .. })));
}

#[test]
fn a_history_tells_what_a_new_version_took_out() {
    let World { mut ledger, other, .. } = world();
    let mut corrected = Page::new(
        "Valley Star",
        "en",
        "2031-05-07",
        "Pavel Chernyk said that 14 people were killed.",
    )
    .says("Pavel Chernyk", "14 people were killed");
    corrected.document.url = other.document.url.clone();
    assert_eq!(corrected.add(&mut ledger), Added::Version { previous: other.document.id.clone() });
    link(&mut ledger, std::slice::from_ref(&corrected.document.id)).unwrap();
    let view = history(&ledger, &corrected.document.id).unwrap();
    let what: Vec<&str> = view.changes.iter().map(|change| change.what).collect();
    assert_eq!(what, ["version", "version", "disappeared", "appeared"]);
    assert_eq!(documents(&ledger).unwrap().older_versions, 1);
    let told = history(&ledger, other.claim()).unwrap();
    assert!(told.changes.iter().any(|change| change.what == "carried"));
}

#[test]
fn linking_what_is_new_gives_what_linking_all_gives() {
    let World { ledger: whole, first, copy, other, denial, russian } = world();
    let mut ledger = Ledger::in_memory().unwrap();
    for page in [&russian, &copy, &denial, &first, &other] {
        page.add(&mut ledger);
        link(&mut ledger, std::slice::from_ref(&page.document.id)).unwrap();
    }
    let links = |ledger: &Ledger| {
        (
            ledger.document_links().unwrap(),
            ledger.claim_links().unwrap(),
            ledger.sketches().unwrap(),
        )
    };
    assert_eq!(links(&ledger), links(&whole));

    // A version takes the place of the one before, and gives it back when it goes.
    let mut version = Page::new("Harbour Post", "en", "2031-05-02", &format!("{STORM} Late."));
    version = version
        .says("Ana Lesna", "41 people were killed in the flooded market")
        .killed("41 people", 41.0);
    let mut at_once = Ledger::in_memory().unwrap();
    for page in [&first, &russian, &copy, &denial, &other, &version] {
        page.add(&mut at_once);
    }
    link(&mut at_once, &[]).unwrap();
    let previous = first.document.id.clone();
    assert_eq!(version.add(&mut ledger), Added::Version { previous });
    link(&mut ledger, std::slice::from_ref(&version.document.id)).unwrap();
    assert!(ledger.links_of(&first.document.id).unwrap().is_empty());
    assert_eq!(claim(&ledger, version.claim()).unwrap().independence.pages, 2);
    assert_eq!(links(&ledger), links(&at_once));
    relink(&mut ledger).unwrap();
    assert_eq!(links(&ledger), links(&at_once));
    ledger.rebuild().unwrap();
    link(&mut ledger, &[]).unwrap();
    assert_eq!(links(&ledger), links(&at_once));
    ledger.forget(&version.document.id, "mira", "2031-06-02T09:00:00Z").unwrap();
    link(&mut ledger, &[]).unwrap();
    assert_eq!(links(&ledger), links(&whole));
}

#[test]
fn the_lines_of_the_contract_come_back_as_they_were() {
    let World { ledger, .. } = world();
    let mut out = Vec::new();
    jsonl(&ledger, None, Lines { all: true, links: true, reviews: true }, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<wire::Line> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let count = |of: fn(&wire::Line) -> bool| lines.iter().filter(|line| of(line)).count();
    assert_eq!(count(|line| matches!(line, wire::Line::Document(_))), 5);
    assert_eq!(count(|line| matches!(line, wire::Line::Claim(_))), 4);
    assert!(count(|line| matches!(line, wire::Line::Link(_))) >= 4);
    assert!(matches!(lines[0], wire::Line::Document(_)));
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let mut ledger = Ledger::in_memory().unwrap();
    let text =
        "=HYPERLINK(\"http://bad.example\",\"x\") said Ana\nthat +1, -2 and @all, \"yes\" came";
    let page = Page::new("@Post", "en", "2031-05-02", text)
        .says("=HYPERLINK(\"http://bad.example\",\"x\")", "+1, -2 and @all, \"yes\" came");
    page.add(&mut ledger);
    let mut out = Vec::new();
    csv(&ledger, None, &mut out).unwrap();
    let mut reader = ::csv::Reader::from_reader(out.as_slice());
    assert_eq!(reader.headers().unwrap().iter().collect::<Vec<_>>(), export::COLUMNS);
    let rows: Vec<::csv::StringRecord> = reader.records().map(|row| row.unwrap()).collect();
    assert_eq!(rows.len(), 1);
    assert!(rows[0].iter().all(|cell| !cell.starts_with(['=', '+', '@'])));
    assert_eq!(&rows[0][17], "'+1, -2 and @all, \"yes\" came");
    assert_eq!(&rows[0][12], "'=HYPERLINK(\"http://bad.example\",\"x\")");

    let orders = "Ana Lesna said that \u{1b}[2J\rthe quay\u{9b} was open.";
    let page = Page::new("Harbour Post", "en", "2031-05-02", orders)
        .says("Ana Lesna", "\u{1b}[2J\rthe quay\u{9b} was open");
    let mut out = Vec::new();
    export::claim_rows(&page.document, &page.reading.claims, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("\u{fffd}[2J\u{fffd}the quay\u{fffd} was open"), "{text}");
}

#[test]
fn at_least_is_open_above_wherever_it_is_told() {
    let mut ledger = Ledger::in_memory().unwrap();
    let text = "Ana Lesna said that at least 40 people were killed.";
    let mut page = Page::new("Harbour Post", "en", "2031-05-02", text)
        .says("Ana Lesna", "at least 40 people were killed")
        .killed("at least 40 people", 40.0);
    page.reading.claims[0].figures[0].low = Some(40.0);
    page.add(&mut ledger);
    let mut out = Vec::new();
    csv(&ledger, None, &mut out).unwrap();
    let mut reader = ::csv::Reader::from_reader(out.as_slice());
    let row = reader.records().next().unwrap().unwrap();
    let cell = |name| &row[export::COLUMNS.iter().position(|column| *column == name).unwrap()];
    assert_eq!((cell("figure_low"), cell("figure_high")), ("40", ""));
    let view = why(&ledger, page.claim()).unwrap();
    let step = view.steps.iter().find(|step| step.what == "figure").unwrap();
    assert_eq!(step.value, "≥ 40 person_killed");
    assert_eq!(find(&ledger, "figure:>50", 10, 0).unwrap().total, 1);
}

#[test]
fn an_annotation_selects_the_exact_words() {
    let World { ledger, other, .. } = world();
    let mut out = Vec::new();
    web_annotation(&ledger, Some(&other.document.id), &mut out).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(json["total"], 1);
    let target = &json["first"]["items"][0]["target"][0];
    assert_eq!(target["source"], "https://valley-star.example/1");
    let [quote, place] = [&target["selector"][0], &target["selector"][1]];
    assert_eq!(quote["exact"], "12 people were killed in the flooded market");
    let (start, end) =
        (place["start"].as_u64().unwrap() as usize, place["end"].as_u64().unwrap() as usize);
    let text: Vec<char> = OTHER.chars().collect();
    assert_eq!(text[start..end].iter().collect::<String>(), quote["exact"].as_str().unwrap());
    let prefix = quote["prefix"].as_str().unwrap();
    assert!(OTHER.contains(&format!("{prefix}12 people")));
}

#[test]
fn a_review_is_seen_on_the_claim_and_on_the_page() {
    let World { mut ledger, first, .. } = world();
    ledger.review(first.claim(), Verdict::Reject, Some("mira"), "2031-06-02T00:00:00Z").unwrap();
    assert_eq!(claim(&ledger, first.claim()).unwrap().verdict, Some(Verdict::Reject));
    assert_eq!(
        document(&ledger, &first.document.id).unwrap().claims[0].verdict,
        Some(Verdict::Reject)
    );
    let found = find(&ledger, "speaker:lesna outlet:harbour", 5, 0).unwrap();
    assert_eq!(found.rows[0].verdict, Some(Verdict::Reject));
}

#[test]
fn a_preview_is_what_the_page_would_be_and_writes_nothing() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = |outlet| Page::new(outlet, "en", "2031-05-02", STORM);
    let first = page("Harbour Post").says("Ana Lesna", "41 people were killed");
    let mut copy = page("Quay Mirror");
    copy.document.id = Id::of('d', &[b"copy"]);
    copy.document.published.as_mut().unwrap().value = "2031-05-03".to_owned();
    let copy = copy.says("Ana Lesna", "41 people were killed");
    first.add(&mut ledger);
    link(&mut ledger, &[]).unwrap();
    let before = ledger.counts().unwrap();

    let Page { document, reading } = copy.clone();
    let view = preview(&ledger, document, reading, "1", "k1").unwrap();
    assert_eq!(ledger.counts().unwrap(), before);
    assert_eq!(view.links[0].other.id, first.document.id);
    assert!(view.links[0].later && !view.links[0].passages.is_empty());
    assert_eq!(view.claims[0].elsewhere, 1);

    // A page is no copy of itself.
    let Page { document, reading } = first.clone();
    assert!(preview(&ledger, document, reading, "1", "k1").unwrap().links.is_empty());
}

/// A page of the Harbour Post: an article, and below it a line of its own.
fn with_line(number: usize, article: &str) -> Page {
    const LINE: &str = "Our newsroom has eleven people, as Ida Falk said to readers in spring.";
    let text = format!("{article}\n{LINE}");
    let mut page = Page::new("Harbour Post", "en", &format!("2031-05-0{number}"), &text);
    page.document.url.as_mut().unwrap().value =
        format!("https://www.harbour-post.example/{number}");
    let block = page.document.blocks[0].clone();
    let spans = [Span::new(0, article.len()), Span::new(article.len() + 1, text.len())];
    page.document.blocks = spans.map(|span| Block { span, ..block.clone() }).into();
    page.says("Ida Falk", "Our newsroom has eleven people")
}

#[test]
fn what_a_site_has_on_many_pages_is_marked_and_nothing_is_taken_away() {
    let articles = [
        "The ferry to the outer isles sails again from Thursday, after nine weeks in the yard.",
        "Two bakers of Tarvo have opened one shop, and close it on Mondays for the market.",
        STORM,
    ];
    let mut ledger = Ledger::in_memory().unwrap();
    let pages: Vec<Page> = (1..).zip(articles).map(|(n, article)| with_line(n, article)).collect();
    let storm = pages[2].clone().says("Ana Lesna", "41 people were killed in the flooded market");
    let copy = Page::new("Daily Echo", "en", "2031-05-09", STORM)
        .says("Ana Lesna", "41 people were killed in the flooded market");
    for page in [&pages[0], &storm, &copy] {
        page.add(&mut ledger);
    }
    link(&mut ledger, &[]).unwrap();
    let view = document(&ledger, &storm.document.id).unwrap();
    assert_eq!(view.site.unwrap().furniture, [], "two pages are too few to tell");

    // Before it is added, the third is compared with the two that are held.
    let seen =
        preview(&ledger, pages[1].document.clone(), pages[1].reading.clone(), "1", "k1").unwrap();
    assert_eq!(seen.claims[0].on_site, Some(3));
    pages[1].add(&mut ledger);
    link(&mut ledger, &[]).unwrap();
    let view = document(&ledger, &storm.document.id).unwrap();
    let site = view.site.unwrap();
    assert_eq!((site.host.as_str(), site.pages), ("harbour-post.example", 3));
    assert_eq!(site.furniture, [linker::Furniture { block: 1, pages: 3 }]);
    let on_site: Vec<Option<u32>> = view.claims.iter().map(|it| it.on_site).collect();
    assert_eq!(on_site, [Some(3), None]);
    assert_eq!(view.document.into_inner(), storm.document, "the document is what it was");

    let view = story(&ledger, &copy.document.id).unwrap();
    assert!(view.about.documents.contains(&storm.document.id), "{:?}", view.about);
    let said: Vec<&str> = view.claims.iter().map(|it| it.claim.content.as_str()).collect();
    assert_eq!(said, ["41 people were killed in the flooded market"]);
    assert_eq!(view.on_site, 1);
}
