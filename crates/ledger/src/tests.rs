use crate::add::hash;
use crate::steps::{APPLICATION, STEPS};
use crate::*;
use rusqlite::Connection;
use schema::*;

/// A page of plain text, and a claim for each `(speaker, words)` of it.
struct Page {
    document: Document,
    reading: Reading,
}

fn page(address: &str, text: &str, said: &[(&str, &str)]) -> Page {
    page_read_by("page 1", address, text, said)
}

fn page_read_by(engine: &str, address: &str, text: &str, said: &[(&str, &str)]) -> Page {
    let id = Id::of('d', &[text.as_bytes(), engine.as_bytes()]);
    let found = |value: &str| {
        let confidence = Confidence::percent(90);
        Some(Found { value: value.to_owned(), evidence: "test".to_owned(), span: None, confidence })
    };
    let whole = Span::new(0, text.len());
    let document = Document {
        id: id.clone(),
        page: PageRecord {
            sha256: hash(text.as_bytes()),
            bytes: text.len() as u64,
            format: PageFormat::Text,
            charset: "utf-8".to_owned(),
            whence: Some(address.to_owned()),
            address: None,
            carrier: None,
            retrieved: Some("2031-05-03T08:00:00Z".to_owned()),
            cut: Vec::new(),
        },
        kind: schema::PageKind::Article,
        url: None,
        outlet: found("Harbour Post"),
        language: found("en"),
        title: found("The bridge"),
        byline: Vec::new(),
        published: found("2031-05-02"),
        modified: None,
        hints: Vec::new(),
        text: text.to_owned(),
        blocks: vec![Block {
            span: whole,
            role: Role::Body,
            kept: true,
            reason: "test".to_owned(),
            source: None,
        }],
    };
    let claims = said.iter().map(|(speaker, words)| claim(&id, text, speaker, words)).collect();
    Page { document, reading: Reading { claims, ..Reading::default() } }
}

fn claim(document: &Id, text: &str, speaker: &str, words: &str) -> Claim {
    let place = |words: &str| {
        let at = text.find(words).expect("the words stand in the text");
        Span::new(at, at + words.len())
    };
    let span = place(words);
    let start = (span.start() as u64).to_le_bytes();
    Claim {
        id: Id::of('c', &[document.as_str().as_bytes(), &start, words.as_bytes()]),
        document: document.clone(),
        sentence: 0,
        kind: Kind::Indirect,
        mode: Mode::Speech,
        content: Content { text: words.to_owned(), spans: vec![span] },
        cue: None,
        source: Some(Source { text: speaker.to_owned(), span: place(speaker) }),
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
        rule: "test".to_owned(),
        confidence: Confidence::percent(80),
    }
}

fn add_by(ledger: &mut Ledger, page: &Page, engine: &str, force: bool) -> Result<Added> {
    let normalised: Vec<String> =
        page.reading.claims.iter().map(|claim| claim.content.text.to_lowercase()).collect();
    ledger.add(&Addition {
        page_bytes: page.document.text.as_bytes(),
        document: &page.document,
        reading: &page.reading,
        file: page.document.page.whence.as_deref(),
        normalised: &normalised,
        engine,
        knowledge: "k1",
        at: "2031-05-03T09:00:00Z",
        force,
    })
}

fn add(ledger: &mut Ledger, page: &Page) -> Added {
    add_by(ledger, page, "1", false).expect("the page is added")
}

const TEXT: &str =
    "Émile Karo a dit que le pont était fermé. Ana Lesna said that the quay was open.";
const SAID: [(&str, &str); 2] =
    [("Émile Karo", "le pont était fermé"), ("Ana Lesna", "the quay was open")];

fn bridge() -> Page {
    page("bridge.txt", TEXT, &SAID)
}

fn with_words(words: &str) -> Query {
    Query { words: Some(words.to_owned()), ..Query::default() }
}

#[test]
fn what_was_put_in_comes_out_again() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    assert_eq!(add(&mut ledger, &page), Added::New);
    let held = ledger.reading(&page.document.id).unwrap();
    assert_eq!((held.document, held.reading), (page.document.clone(), page.reading.clone()));
    assert_eq!(ledger.page_bytes(&page.document.id).unwrap(), TEXT.as_bytes());
    assert_eq!(ledger.claim(&page.reading.claims[1].id).unwrap(), page.reading.claims[1]);
}

#[test]
fn what_stands_in_the_file_counts_code_points() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    add(&mut ledger, &page);
    let json: String = ledger
        .db
        .query_row("SELECT json FROM claim WHERE words LIKE 'le pont%'", [], |row| row.get(0))
        .unwrap();
    let claim: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(claim["content"]["spans"], serde_json::json!([[21, 40]]));
}

#[test]
fn the_same_page_twice_adds_nothing() {
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &bridge());
    let before = ledger.counts().unwrap();
    assert_eq!(add(&mut ledger, &bridge()), Added::Same);
    assert_eq!(ledger.counts().unwrap(), before);
    assert!(ledger.holds(&bridge().document.page.sha256, None, "1", "k1").unwrap());
}

/// The bridge as the feed of that outlet gives it.
fn carried_by(address: &str, engine: &str) -> Page {
    let mut page = page_read_by(&format!("{address} {engine}"), "feed.xml", TEXT, &SAID);
    page.document.page.carrier = Some(address.to_owned());
    page.document.page.address = Some(address.to_owned());
    page.document.page.whence = Some(format!("{address}, entry 1"));
    page
}

#[test]
fn the_same_bytes_from_two_outlets_are_two_documents() {
    let mut ledger = Ledger::in_memory().unwrap();
    let (one, two) = ("https://post.example/bridge", "https://echo.example/bridge");
    assert_eq!(add(&mut ledger, &carried_by(one, "1")), Added::New);
    assert_eq!(add(&mut ledger, &carried_by(two, "1")), Added::New);
    assert_eq!(add(&mut ledger, &carried_by(two, "1")), Added::Same);
    let sha256 = &bridge().document.page.sha256;
    assert!(ledger.holds(sha256, Some(two), "1", "k1").unwrap());
    assert!(!ledger.holds(sha256, Some("https://third.example/"), "1", "k1").unwrap());
    // Another engine takes the place of its own carrier's reading alone.
    let previous = carried_by(one, "1").document.id;
    let again = add_by(&mut ledger, &carried_by(one, "2"), "2", false).unwrap();
    assert_eq!(again, Added::Reread { previous });
    assert_eq!(ledger.counts().unwrap().documents, 2);
    let before = ledger.documents().unwrap();
    ledger.rebuild().unwrap();
    assert_eq!(ledger.documents().unwrap(), before);
    // Who forgets the bytes forgets them wherever they stood.
    ledger.forget(&carried_by(two, "1").document.id, "me", "2031-05-04T08:00:00Z").unwrap();
    assert_eq!(ledger.counts().unwrap().documents, 0);
}

#[test]
fn a_changed_page_is_a_version_and_the_old_one_stays() {
    let mut ledger = Ledger::in_memory().unwrap();
    let old = bridge();
    add(&mut ledger, &old);
    let new = page(
        "bridge.txt",
        "Ana Lesna said that the quay was shut.",
        &[("Ana Lesna", "the quay was shut")],
    );
    assert_eq!(add(&mut ledger, &new), Added::Version { previous: old.document.id.clone() });
    let versions = ledger.versions_of(&new.document.id).unwrap();
    assert_eq!(versions.len(), 2);
    assert_eq!(versions[0].superseded_by, Some(new.document.id.clone()));
    assert_eq!(ledger.claims_of(&old.document.id).unwrap().len(), 2);
    // Only the newest is found, unless asked.
    assert_eq!(ledger.find(&with_words("quay")).unwrap().len(), 1);
    let all = Query { all_versions: true, ..with_words("quay") };
    assert_eq!(ledger.find(&all).unwrap().len(), 2);
}

#[test]
fn a_page_lives_where_its_own_site_says() {
    let address = |whence: &str, url: &str, file: Option<&str>| {
        let mut document = page(whence, "Text.", &[]).document;
        document.url = document.title.clone().map(|found| Found { value: url.to_owned(), ..found });
        document.url = document.url.filter(|found| !found.value.is_empty());
        entry::address(&document, file).map(str::to_owned)
    };
    let is = |address: &str| Some(address.to_owned());
    let own = "https://www.post.example/bridge";
    // A page may name its own address better than it was asked for, and a copy may not.
    assert_eq!(address("http://Post.example:80/bridge?from=mail", own, None), is(own));
    let copied = "https://echo.example/bridge";
    assert_eq!(address(copied, own, None), is(copied));
    assert_eq!(address(copied, "", None), is(copied));
    assert_eq!(address("saved/bridge.html", own, Some("/saved/bridge.html")), is(own));
    // A file has its path; the bare name that a browser sends is of any page.
    assert_eq!(address("index.html", "", Some("/a/index.html")), is("/a/index.html"));
    assert_eq!(address("index.html", "", None), None);
}

#[test]
fn a_page_out_of_an_archive_lives_where_it_was_archived_from() {
    let address = |whence: &str, at: Option<&str>, url: &str| {
        let mut document = page(whence, "Text.", &[]).document;
        document.page.address = at.map(str::to_owned);
        document.url = document.title.clone().map(|found| Found { value: url.to_owned(), ..found });
        document.url = document.url.filter(|found| !found.value.is_empty());
        entry::address(&document, None).map(str::to_owned)
    };
    let (own, copied) = ("https://www.post.example/bridge", "https://echo.example/bridge");
    assert_eq!(address("news.warc at byte 7", Some(copied), own).as_deref(), Some(copied));
    assert_eq!(
        address("news.warc at byte 7", Some("http://post.example/b?x"), own).as_deref(),
        Some(own)
    );
    // Entries of one feed are no versions of each other.
    let feed = "https://feeds.example/news, entry 3";
    assert_eq!(address(feed, Some(own), own).as_deref(), Some(own));
    assert_eq!(address(feed, None, ""), None);
}

#[test]
fn bytes_that_are_not_those_of_the_document_are_refused() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    let wrong = Addition {
        page_bytes: b"something else",
        document: &page.document,
        reading: &page.reading,
        file: None,
        normalised: &["".to_owned(), "".to_owned()],
        engine: "1",
        knowledge: "k1",
        at: "2031-05-03T09:00:00Z",
        force: false,
    };
    assert!(matches!(ledger.add(&wrong), Err(Error::Unfit { .. })));
    assert_eq!(ledger.counts().unwrap(), Counts::default());
}

#[test]
fn entries_are_never_changed_nor_deleted() {
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &bridge());
    for sql in [
        "UPDATE entry SET payload = '{}'",
        "UPDATE entry SET at = '1999-01-01'",
        "DELETE FROM entry",
        "UPDATE page SET size = 0",
        "DELETE FROM page",
        "INSERT OR REPLACE INTO entry SELECT seq, at, 'x', kind, subject, payload FROM entry",
        "INSERT OR REPLACE INTO page SELECT sha256, 0, retrieved, added, deflated FROM page",
    ] {
        let error = ledger.db.execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains("are never"), "{sql}: {error}");
    }
}

#[test]
fn a_rebuilt_ledger_gives_the_same_answers() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    add(&mut ledger, &page);
    add(
        &mut ledger,
        &self::page(
            "bridge.txt",
            "Ana Lesna said that the quay was shut.",
            &[("Ana Lesna", "the quay was shut")],
        ),
    );
    let lost = self::page(
        "lost.txt",
        "Ana Lesna said that nobody was hurt.",
        &[("Ana Lesna", "nobody was hurt")],
    );
    add(&mut ledger, &lost);
    ledger
        .review(&page.reading.claims[0].id, Verdict::Accept, Some("mira"), "2031-05-04T00:00:00Z")
        .unwrap();
    ledger.forget(&lost.document.id, "mira", "2031-05-05T00:00:00Z").unwrap();
    let answers = |ledger: &Ledger| {
        (
            ledger.documents().unwrap(),
            ledger.find(&with_words("quay")).unwrap(),
            ledger.reading(&page.document.id).unwrap(),
            ledger.reviews_of(&page.reading.claims[0].id).unwrap(),
            ledger.tombstones().unwrap(),
            ledger.counts().unwrap(),
        )
    };
    let before = answers(&ledger);
    ledger.rebuild().unwrap();
    assert_eq!(answers(&ledger), before);
    // Again from nothing: the projections may be damaged in any way.
    ledger
        .db
        .execute_batch("DELETE FROM document; DELETE FROM claim; DELETE FROM review;")
        .unwrap();
    assert!(ledger.documents().unwrap().is_empty());
    ledger.rebuild().unwrap();
    assert_eq!(answers(&ledger), before);
}

#[test]
fn words_are_found_whatever_their_case_and_accents() {
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &bridge());
    for words in ["FERME", "pont fermé", "karo"] {
        assert_eq!(ledger.find(&with_words(words)).unwrap().len(), 1, "{words}");
    }
    assert!(ledger.find(&with_words("quai")).unwrap().is_empty());
}

#[test]
fn nothing_that_is_typed_is_an_error() {
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &bridge());
    for typed in [
        "\"",
        "quay\"",
        "AND",
        "NEAR(",
        "words:x",
        "*",
        "(quay",
        "quay -open",
        "a^b",
        "''",
        "{",
        "\0",
        "quay\0",
    ] {
        for query in [
            with_words(typed),
            Query { speaker: Some(typed.to_owned()), ..Query::default() },
            Query { normalised: Some(typed.to_owned()), any_word: true, ..with_words(typed) },
        ] {
            ledger.find(&query).unwrap_or_else(|error| panic!("{typed}: {error}"));
            ledger.count_found(&query).unwrap();
        }
    }
}

#[test]
fn facets_narrow_what_is_found() {
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &bridge());
    let count = |query: Query| ledger.find(&query).unwrap().len();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(count(Query { speaker: some("lesna"), ..Query::default() }), 1);
    assert_eq!(count(Query { outlet: some("harbour post"), ..Query::default() }), 2);
    assert_eq!(count(Query { outlet: some("valley post"), ..Query::default() }), 0);
    assert_eq!(count(Query { before: some("2031-05-02"), ..Query::default() }), 0);
    assert_eq!(count(Query { after: some("2031-05-02"), ..Query::default() }), 2);
    assert_eq!(count(Query { stance: Some(Stance::Denies), ..Query::default() }), 0);
    assert_eq!(count(Query { kind: Some(Kind::Indirect), limit: Some(1), ..Query::default() }), 1);
}

#[test]
fn a_figure_is_found_by_its_bounds() {
    let mut ledger = Ledger::in_memory().unwrap();
    let text = "Ana Lesna said that 41 people were killed.";
    let mut page = page("toll.txt", text, &[("Ana Lesna", "41 people were killed")]);
    page.reading.claims[0].figures.push(Figure {
        text: "41 people".to_owned(),
        span: Span::new(20, 29),
        value: Some(41.0),
        low: None,
        high: None,
        approximation: Approximation::Exact,
        unit: "person_killed".to_owned(),
        counted: None,
        role: FigureRole::Stock,
        generic: false,
        figurative: false,
        derived: Vec::new(),
        slot: Slot { unit_family: "person_killed".to_owned(), ..Slot::default() },
        rule: "test".to_owned(),
        confidence: Confidence::percent(90),
    });
    add(&mut ledger, &page);
    let found = |low, high, unit: Option<&str>| {
        let figure = FigureQuery { low, high, unit: unit.map(str::to_owned) };
        !ledger.find(&Query { figure: Some(figure), ..Query::default() }).unwrap().is_empty()
    };
    assert!(found(Some(40.0), None, None));
    assert!(found(Some(41.0), Some(41.0), Some("person_killed")));
    assert!(!found(Some(42.0), None, None));
    assert!(!found(None, Some(40.0), None));
    assert!(!found(None, None, Some("person_wounded")));
    drop(ledger);

    // "At least 41" is open above, and none of its numbers is a point.
    let mut ledger = Ledger::in_memory().unwrap();
    page.reading.claims[0].figures[0].low = Some(41.0);
    assert_eq!(page.reading.claims[0].figures[0].bounds(), (Some(41.0), None));
    add(&mut ledger, &page);
    let found = |low, high| {
        let figure = Some(FigureQuery { low, high, unit: None });
        !ledger.find(&Query { figure, ..Query::default() }).unwrap().is_empty()
    };
    assert!(found(Some(50.0), None));
    assert!(found(None, Some(41.0)));
    assert!(!found(None, Some(40.0)));
}

#[test]
fn a_review_stays_with_its_own_claim() {
    let text = "Ana Lesna said that the quay was open.";
    let mut page = page("quay.txt", text, &[("Ana Lesna", "the quay was open"); 3]);
    for (claim, id) in page.reading.claims.iter_mut().zip(["c:1", "c:2", "c:3"]) {
        claim.id = Id::parse(id);
    }
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &page);
    let verdicts = |ledger: &Ledger| {
        ["c:1", "c:2", "c:3"].map(|id| ledger.verdict(&Id::parse(id)).unwrap_or_default())
    };
    ledger.review(&Id::parse("c:2"), Verdict::Accept, None, "2031-05-04T00:00:00Z").unwrap();
    assert_eq!(verdicts(&ledger), [None, Some(Verdict::Accept), None]);
    // Where no claim has its name any more, the first of those alike has the verdict.
    page.reading.claims.remove(1);
    add_by(&mut ledger, &page, "2", false).unwrap();
    assert_eq!(verdicts(&ledger), [Some(Verdict::Accept), None, None]);
}

#[test]
fn a_review_survives_another_engine() {
    let mut ledger = Ledger::in_memory().unwrap();
    let old = bridge();
    add(&mut ledger, &old);
    let gone = &old.reading.claims[0].id;
    let kept = &old.reading.claims[1].id;
    for id in [gone, kept] {
        ledger.review(id, Verdict::Reject, None, "2031-05-04T00:00:00Z").unwrap();
    }
    // The new engine names the document anew and no longer finds the first claim.
    let new = page_read_by("page 2", "bridge.txt", TEXT, &SAID[1..]);
    let added = add_by(&mut ledger, &new, "2", false).unwrap();
    assert_eq!(added, Added::Reread { previous: old.document.id.clone() });
    let id = &new.reading.claims[0].id;
    assert_ne!(id, kept);
    assert_eq!(ledger.verdict(id).unwrap(), Some(Verdict::Reject));
    let lost = ledger.unattached_reviews().unwrap();
    assert_eq!(lost.len(), 1);
    assert_eq!(lost[0].anchor.exact, "le pont était fermé");
    assert_eq!(lost[0].anchor.span.of(TEXT), "le pont était fermé");
    // And it comes back with the claim.
    let again = page_read_by("page 3", "bridge.txt", TEXT, &SAID);
    add_by(&mut ledger, &again, "3", false).unwrap();
    assert!(ledger.unattached_reviews().unwrap().is_empty());
    assert_eq!(ledger.documents().unwrap().len(), 1);
}

#[test]
fn of_two_claims_with_the_same_words_the_one_with_the_same_surroundings_is_meant() {
    let text = "On Monday Ana Lesna said it was late. On Sunday Ana Lesna said it was late.";
    let mut page =
        page("late.txt", text, &[("Ana Lesna", "it was late"), ("Ana Lesna", "it was late")]);
    let second = text.rfind("it was late").unwrap();
    let claim = &mut page.reading.claims[1];
    claim.content.spans = vec![Span::new(second, second + 11)];
    claim.id = Id::parse("c:second");
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &page);
    ledger.review(&Id::parse("c:second"), Verdict::Accept, None, "2031-05-04T00:00:00Z").unwrap();
    ledger.rebuild().unwrap();
    assert_eq!(ledger.verdict(&Id::parse("c:second")).unwrap(), Some(Verdict::Accept));
    assert_eq!(ledger.verdict(&page.reading.claims[0].id).unwrap(), None);
}

#[test]
fn an_undo_brings_the_verdict_before_back() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    add(&mut ledger, &page);
    let id = &page.reading.claims[0].id;
    let mut say = |verdict| {
        ledger.review(id, verdict, None, "2031-05-04T00:00:00Z").unwrap();
        ledger.verdict(id).unwrap()
    };
    assert_eq!(say(Verdict::Accept), Some(Verdict::Accept));
    assert_eq!(say(Verdict::Reject), Some(Verdict::Reject));
    assert_eq!(say(Verdict::Undo), Some(Verdict::Accept));
    assert_eq!(say(Verdict::Undo), None);
    assert_eq!(say(Verdict::Undo), None);
}

fn link(from: &Id, to: &Id) -> Link {
    Link {
        relation: Relation::Verbatim,
        from: from.clone(),
        to: to.clone(),
        probability: 0.99,
        direction: 0.5,
        coverage: [1.0, 0.9],
        pairs: vec![[0, 0]],
        rule: "test".to_owned(),
    }
}

#[test]
fn nothing_of_a_forgotten_page_is_left_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("selon.db");
    let mut ledger = Ledger::open(&path).unwrap();
    let secret = page(
        "https://post.example/zanzibarium",
        "Quirinus Obolensk said that the xylophonist hid in Vulpecula.",
        &[("Quirinus Obolensk", "the xylophonist hid in Vulpecula")],
    );
    let other = bridge();
    add(&mut ledger, &secret);
    add(&mut ledger, &other);
    let claim = secret.reading.claims[0].id.clone();
    ledger.review(&claim, Verdict::Accept, Some("mira"), "2031-05-04T00:00:00Z").unwrap();
    ledger.add_links(&[link(&secret.document.id, &other.document.id)]).unwrap();
    ledger
        .put_sketches(&[(secret.document.id.clone(), "{\"t\":\"vulpecula\"}".to_owned())])
        .unwrap();

    let in_files = |word: &str| {
        ["selon.db", "selon.db-wal"].iter().any(|name| {
            let bytes = std::fs::read(folder.path().join(name)).unwrap_or_default();
            String::from_utf8_lossy(&bytes).to_lowercase().contains(word)
        })
    };
    let words = ["xylophon", "vulpecul", "obolensk", "quirinus", "zanzibar"];
    assert!(words.iter().all(|word| in_files(word)));
    let forgotten = ledger.forget(&secret.document.id, "mira", "2031-05-05T00:00:00Z").unwrap();
    assert!(forgotten.cleaned);
    assert_eq!((forgotten.claims, &forgotten.sha256), (1, &secret.document.page.sha256));
    assert!(matches!(ledger.document(&secret.document.id), Err(Error::Unknown { .. })));
    assert!(matches!(ledger.claim(&claim), Err(Error::Unknown { .. })));
    assert!(ledger.find(&with_words("xylophonist")).unwrap().is_empty());
    assert_eq!(ledger.counts().unwrap().links, 0);
    assert_eq!(
        ledger.tombstones().unwrap()[0].documents,
        std::slice::from_ref(&secret.document.id)
    );
    assert_eq!(ledger.documents().unwrap().len(), 1);

    for word in words {
        assert!(!in_files(word), "{word} is still in the file");
    }
}

#[test]
fn a_forgotten_page_comes_back_only_by_force() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    add(&mut ledger, &page);
    ledger.forget(&page.document.id, "mira", "2031-05-05T00:00:00Z").unwrap();
    let refused = add_by(&mut ledger, &page, "1", false).unwrap_err().to_string();
    assert!(refused.contains("was forgotten on 2031-05-05"), "{refused}");
    assert_eq!(add_by(&mut ledger, &page, "1", true).unwrap(), Added::New);
    assert!(ledger.tombstones().unwrap().is_empty());
    ledger.rebuild().unwrap();
    assert_eq!(ledger.documents().unwrap().len(), 1);
}

#[test]
fn a_ledger_of_version_1_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.db");
    {
        let old = Connection::open(&path).unwrap();
        old.execute_batch(STEPS[0]).unwrap();
        old.pragma_update(None, "application_id", APPLICATION).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        // One reading, as version 1 wrote it.
        let mut whole = Ledger::in_memory().unwrap();
        add(&mut whole, &bridge());
        let (subject, payload): (String, String) = whole
            .db
            .query_row("SELECT subject, payload FROM entry", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        old.execute(
            "INSERT INTO entry (at, actor, kind, subject, payload) VALUES ('2031', '1', 'reading', ?1, ?2)",
            [subject, payload],
        )
        .unwrap();
    }
    assert!(matches!(Ledger::open_read_only(&path), Err(Error::Older { found: 1, .. })));
    let mut ledger = Ledger::open(&path).unwrap();
    ledger.rebuild().unwrap();
    let page = bridge();
    assert_eq!(ledger.reading(&page.document.id).unwrap().reading, page.reading);
    ledger.add_links(&[link(&page.document.id, &Id::parse("d:other"))]).unwrap();
    assert_eq!(ledger.version_of_file(), VERSION);
    drop(ledger);
    assert!(Ledger::open_read_only(&path).is_ok());
}

impl Ledger {
    fn version_of_file(&self) -> u32 {
        self.db.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    }
}

#[test]
fn a_visit_is_remembered_while_its_page_is_held() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    let sha256 = page.document.page.sha256.clone();
    let address = "https://courier.example/bridge";
    let visit = Visit {
        address: address.to_owned(),
        etag: Some("\"a\"".to_owned()),
        page: sha256,
        ..Visit::default()
    };
    ledger.put_visit(&Visit { etag: None, ..visit.clone() }).unwrap();
    ledger.put_visit(&visit).unwrap();
    let known = |ledger: &Ledger, engine| ledger.visit(address, engine, "k1").unwrap();
    assert_eq!(known(&ledger, "1"), None, "the page is not held yet");
    add(&mut ledger, &page);
    assert_eq!(known(&ledger, "1"), Some(visit));
    assert_eq!(known(&ledger, "another/1"), None, "another engine reads the bytes again");
    ledger.forget(&page.document.id, "Ana", "2031-05-05T08:00:00Z").unwrap();
    let rows: i64 =
        ledger.db.query_row("SELECT count(*) FROM visit", [], |row| row.get(0)).unwrap();
    assert_eq!(rows, 0);
}

#[test]
fn a_newer_ledger_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    Ledger::open(&path).unwrap().db.pragma_update(None, "user_version", 99).unwrap();
    for error in [Ledger::open(&path).unwrap_err(), Ledger::open_read_only(&path).unwrap_err()] {
        assert!(matches!(error, Error::Newer { found: 99, .. }), "{error}");
        assert!(error.to_string().contains("use a newer Selon"));
    }
}

#[test]
fn a_foreign_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("theirs.db");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE cats (name TEXT)").unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = Ledger::open(&path).unwrap_err();
    assert!(matches!(error, Error::Foreign { .. }), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_file_that_is_no_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    std::fs::write(&path, "Dear reader, this is a letter and not a database. ".repeat(40)).unwrap();
    assert!(matches!(Ledger::open(&path), Err(Error::NotADatabase { .. })));
    let missing = folder.path().join("missing.db");
    assert!(matches!(Ledger::open_read_only(&missing), Err(Error::Missing { .. })));
    assert!(!missing.exists());
}

#[test]
fn a_ledger_that_another_writes_to_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("selon.db");
    let mut one = Ledger::open(&path).unwrap();
    let mut other = Ledger::open(&path).unwrap();
    other.db.busy_timeout(std::time::Duration::ZERO).unwrap();
    let step = one.begin().unwrap();
    let error = add_by(&mut other, &bridge(), "1", false).unwrap_err();
    assert!(matches!(error, Error::Locked { .. }), "{error}");
    // Reading goes on.
    assert_eq!(other.counts().unwrap().documents, 0);
    drop(step);
    assert_eq!(add(&mut other, &bridge()), Added::New);
}

#[test]
fn a_full_disk_leaves_whole_readings_only() {
    let folder = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(folder.path().join("selon.db")).unwrap();
    add(&mut ledger, &bridge());
    let pages: i64 = ledger.db.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    ledger.db.query_row(&format!("PRAGMA max_page_count = {}", pages + 4), [], |_| Ok(())).unwrap();
    let before = ledger.counts().unwrap();
    let noise: String =
        (0..30_000_u64).map(|n| format!("{:x} ", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    let text = format!("Ana Lesna said that {noise}");
    let large = page("large.txt", &text, &[("Ana Lesna", noise.trim())]);
    let error = add_by(&mut ledger, &large, "1", false).unwrap_err();
    assert!(matches!(error, Error::DiskFull { .. }), "{error}");
    assert_eq!(ledger.counts().unwrap(), before);
    assert!(matches!(ledger.document(&large.document.id), Err(Error::Unknown { .. })));
}

#[test]
fn damaged_bytes_are_noticed() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    add(&mut ledger, &page);
    ledger
        .db
        .execute_batch("DROP TRIGGER page_is_never_changed; UPDATE page SET deflated = x'00'")
        .unwrap();
    assert!(matches!(ledger.page_bytes(&page.document.id), Err(Error::Damaged { .. })));
}

#[test]
fn a_speaker_is_found_by_its_id() {
    let mut ledger = Ledger::in_memory().unwrap();
    let page = bridge();
    add(&mut ledger, &page);
    let id = &page.reading.claims[0].speaker.id;
    assert_eq!(ledger.speaker_name(id).unwrap(), "Émile Karo");
}

#[test]
fn the_questions_of_the_guide_can_be_asked() {
    let mut ledger = Ledger::in_memory().unwrap();
    add(&mut ledger, &bridge());
    let guide = include_str!("../FORMAT.md");
    let questions: Vec<&str> =
        guide.split("```sql").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(questions.len() >= 4);
    for question in questions {
        let count = ledger.db.prepare(question).and_then(|mut it| it.query([]).map(|_| ()));
        assert!(count.is_ok(), "{question}: {count:?}");
    }
    for table in [
        "entry",
        "page",
        "document",
        "claim",
        "figure",
        "review",
        "tombstone",
        "sketch",
        "link",
        "site",
        "site_block",
        "visit",
    ] {
        assert!(guide.contains(&format!("| `{table}` |")), "{table} is not explained");
    }
    assert!(guide.contains(&format!("now {VERSION}.")));
}

#[test]
fn on_how_many_pages_of_a_site_a_block_stands() {
    let mut ledger = Ledger::in_memory().unwrap();
    let [line, other] = ["b:line", "b:other"].map(Id::parse);
    let pages: Vec<Page> = ["https://www.dene.example/1", "https://dene.example/2", "notes.txt"]
        .iter()
        .enumerate()
        .map(|(n, address)| page(address, &format!("The weir at Dene holds, day {n}."), &[]))
        .collect();
    for page in &pages {
        add(&mut ledger, page);
    }
    assert_eq!(ledger.without_site().unwrap().len(), 3);
    for page in &pages {
        ledger.put_site(&page.document, std::slice::from_ref(&line)).unwrap();
    }
    assert_eq!(ledger.without_site().unwrap(), []);

    let asked = [&line, &other];
    let new = page("https://dene.example/3", "The weir at Dene is dry.", &[]);
    let of = |ledger: &Ledger, page: &Page| ledger.on_site(&page.document, &asked).unwrap();
    let host = "dene.example".to_owned();
    assert_eq!(of(&ledger, &new), Some(OnSite { host: host.clone(), pages: 2, on: vec![2, 0] }));
    assert_eq!(
        of(&ledger, &pages[0]),
        Some(OnSite { host: host.clone(), pages: 1, on: vec![1, 0] }),
        "a page is not one of the others"
    );
    assert_eq!(of(&ledger, &pages[2]), None, "a file is on no site");

    ledger.rebuild().unwrap();
    assert_eq!(of(&ledger, &new), Some(OnSite { host: host.clone(), pages: 2, on: vec![2, 0] }));
    ledger.forget(&pages[0].document.id, "Ida Falk", "2031-06-02T08:00:00Z").unwrap();
    assert_eq!(of(&ledger, &new), Some(OnSite { host, pages: 1, on: vec![1, 0] }));
    let left = "SELECT count(*) FROM site_block WHERE document = ?1";
    let left: i64 =
        ledger.db.query_row(left, [pages[0].document.id.as_str()], |row| row.get(0)).unwrap();
    assert_eq!(left, 0, "what is forgotten leaves nothing here");
}

#[test]
fn an_older_version_of_a_page_is_no_page_of_the_site() {
    let mut ledger = Ledger::in_memory().unwrap();
    let line = Id::parse("b:line");
    let address = "https://dene.example/1";
    let older = page(address, "The weir at Dene holds.", &[]);
    add(&mut ledger, &older);
    ledger.put_site(&older.document, std::slice::from_ref(&line)).unwrap();
    let newer = page(address, "The weir at Dene has broken.", &[]);
    add(&mut ledger, &newer);
    ledger.put_site(&newer.document, std::slice::from_ref(&line)).unwrap();
    let asked = page("https://dene.example/2", "The mill at Dene stands still.", &[]);
    let on = ledger.on_site(&asked.document, &[&line]).unwrap().unwrap();
    assert_eq!((on.pages, on.on), (1, vec![1]));
}
