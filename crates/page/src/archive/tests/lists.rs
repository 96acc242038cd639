use super::{gzip, of_file, pages};
use crate::archive::{Entry, Lost};
use crate::{MAX_BYTES, Page, open};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use schema::CutKind;
use std::io::Write;

const DAM: &str = "<html><body><h1>The dam holds</h1><p>The dam above Belmar held through the night, the mayor said on Monday.</p></body></html>";

fn lost(entry: &Entry) -> &Lost {
    match entry {
        Entry::Lost(lost) => lost,
        other => panic!("not lost: {other:?}"),
    }
}

#[test]
fn each_line_of_an_archive_is_a_page_with_what_the_line_says_of_it() {
    let lines = format!(
        "{}\n{}\n",
        serde_json::json!({
            "URL": "https://courier.example/dam", "rawHtml": DAM, "authors": ["Ana Karo", "Ben Orn"],
            "date_publish": "2031-05-05 08:00:00", "source": {"name": "The Belmar Courier"},
            "crawl_time": 1935734400, "language": "en-GB", "tags": {"a": [1, 2]}, "score": -1.5,
        }),
        serde_json::json!({
            "title": "The bridge is shut", "text": "The bridge is shut, the mayor said on Monday.",
            "metadata": {"url": "https://courier.example/bridge", "title": "Bridge"},
        }),
    );
    for bytes in [lines.clone().into_bytes(), gzip(lines.as_bytes())] {
        let pages = pages(of_file("news.jsonl", bytes));
        let [dam, bridge] = pages.as_slice() else { panic!("{pages:?}") };
        assert_eq!(dam.bytes, DAM.as_bytes());
        assert_eq!(dam.url.as_deref(), Some("https://courier.example/dam"));
        assert_eq!(dam.retrieved.as_deref(), Some("2031-05-05T08:00:00Z"));
        assert_eq!(dam.whence.as_deref(), Some("news.jsonl, line 1"));
        let document = open(dam).expect("it has text");
        let published = document.published.expect("a date");
        assert_eq!(published.value, "2031-05-05T08:00:00");
        assert_eq!(published.evidence, "line of the archive, field date_publish");
        assert_eq!(document.outlet.expect("an outlet").value, "The Belmar Courier");
        let names: Vec<_> = document.byline.iter().map(|name| name.found.value.as_str()).collect();
        assert_eq!(names, ["Ana Karo", "Ben Orn"]);
        assert_eq!(bridge.media_type.as_deref(), Some("text/plain"));
        assert_eq!(bridge.url.as_deref(), Some("https://courier.example/bridge"));
        assert_eq!(
            open(bridge).expect("it has text").title.expect("a title").value,
            "The bridge is shut"
        );
    }
}

#[test]
fn what_a_page_says_well_goes_before_what_its_line_says() {
    let page = DAM.replace(
        "<html>",
        "<html><head><meta property=\"og:title\" content=\"The dam of Belmar holds\"><meta property=\"article:published_time\" content=\"2031-05-05T08:00:00Z\"></head>",
    );
    let line = serde_json::json!({"html": page, "title": "dam.html", "date": "2031-05-07"});
    let pages = pages(of_file("news.jsonl", line.to_string()));
    let document = open(&pages[0]).expect("it has text");
    assert_eq!(document.title.expect("a title").value, "The dam holds");
    assert_eq!(document.published.expect("a date").value, "2031-05-05T08:00:00Z");
}

#[test]
fn a_line_that_is_bad_is_told_with_its_number_and_the_rest_is_read() {
    let good = serde_json::json!({"html": DAM}).to_string();
    let lines = format!("{good}\n\n{{\"html\": \"<p>\n{{\"id\": 7}}\n[1, 2]\n{good}\n");
    let entries = of_file("news.jsonl", lines);
    assert_eq!(entries.len(), 5);
    for (entry, line, why) in
        [(1, 3, "no JSON object"), (2, 4, "no field of it holds a page"), (3, 5, "no JSON object")]
    {
        let lost = lost(&entries[entry]);
        assert_eq!(lost.whence, format!("news.jsonl, line {line}"));
        assert!(lost.why.contains(why), "{lost:?}");
    }
    assert!(matches!(&entries[4], Entry::Page(_)));
}

#[test]
fn a_list_of_objects_with_a_line_for_each_is_read_too() {
    let page = serde_json::json!({"html": DAM});
    for list in [
        format!("[\n{page},\n{page}\n]\n"),
        format!("[{page},\n{page}]"),
        format!("{page}\n{page}"),
    ] {
        assert_eq!(pages(of_file("news.json", list)).len(), 2);
    }
}

#[test]
fn objects_of_json_are_read_however_they_are_set() {
    let page = serde_json::json!({"html": DAM, "tags": ["a}", "[\\", {"b": "{"}]});
    let wide = serde_json::to_string_pretty(&page).expect("JSON");
    for list in [
        format!("[{page}, {page}]"),
        format!("[{page},{page}]\n"),
        format!("[\n{wide},\n{wide}\n]"),
        format!("[{wide},{wide}]"),
        format!("{wide}\n{wide}\n"),
    ] {
        let pages = pages(of_file("news.json", list.clone()));
        assert_eq!(pages.len(), 2, "{list}");
        assert_eq!(pages[1].whence.as_deref(), Some("news.json, object 2"));
        assert_eq!(pages[1].bytes, DAM.as_bytes());
    }
}

#[test]
fn an_object_that_is_bad_costs_itself_in_a_list_too() {
    let page = serde_json::json!({"html": DAM});
    let entries = of_file(
        "news.json",
        format!("[{page}, null, {{\"html\" 5}},\n{{\"html\": \"<p>\n,{page}, {{\"html\": \"<p>"),
    );
    let told: Vec<&str> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Lost(lost) => lost.why.as_str(),
            _ => "page",
        })
        .collect();
    assert_eq!(told.iter().filter(|told| **told == "page").count(), 2, "{told:?}");
    assert_eq!(told.len(), 6, "{told:?}");
    assert_eq!(told[1], "what follows it is no object; the rest is read");
    assert!(told[2].starts_with("no JSON object there"), "{told:?}");
    assert_eq!(told[3], "a text in it has no end; the rest is read");
    assert_eq!(told[5], "it breaks off there");
}

#[test]
fn two_rows_with_one_text_are_two_documents_and_one_row_twice_is_one() {
    let row = |url: &str, outlet: &str| {
        let text = "The dam above Belmar held through the night, the mayor said on Monday.";
        let row = serde_json::json!({"url": url, "outlet": outlet, "text": text});
        open(&pages(of_file("news.jsonl", row.to_string()))[0]).expect("text")
    };
    let courier = row("https://courier.example/dam", "Courier");
    let herald = row("https://herald.example/dam", "Herald");
    assert_ne!(courier.id, herald.id);
    assert_eq!(courier.page.sha256, herald.page.sha256);
    // What else a row says of the page at that address makes no other page of it.
    assert_eq!(courier.id, row("https://courier.example/dam", "The Courier").id);
    // Without an address it is who publishes it.
    assert_ne!(row("", "Courier").id, row("", "Herald").id);
    assert_eq!(row("", "Courier").id, row("", "Courier").id);
}

#[test]
fn nobody_fetched_what_a_row_only_names() {
    let row = serde_json::json!({"link": "https://courier.example/dam", "html": DAM});
    let page = &pages(of_file("news.jsonl", row.to_string()))[0];
    let url = open(page).expect("text").url.expect("an address");
    assert_eq!(url.evidence, "line of the archive, field link");
    assert!(url.confidence.as_percent() < 100);
    let fetched = Page { bytes: DAM.into(), url: page.url.clone(), ..Page::default() };
    let url = open(&fetched).expect("text").url.expect("an address");
    assert_eq!(
        (url.evidence.as_str(), url.confidence.as_percent()),
        ("address it was fetched from", 100)
    );
}

#[test]
fn a_packed_page_that_breaks_off_is_read_as_far_as_it_goes_and_told() {
    let long = DAM.replace("</p>", &format!("</p><p>{}</p>", "The gates are shut. ".repeat(400)));
    let packed = gzip(long.as_bytes());
    let pages = pages(of_file("dam.html.gz", &packed[..packed.len() - 12]));
    assert_eq!(pages[0].cut, [CutKind::Torn]);
    assert!(open(&pages[0]).expect("text").text.contains("The dam above Belmar"));
    let mut damaged = packed.clone();
    let middle = packed.len() / 2;
    damaged[middle..middle + 6].fill(0xff);
    if let [Entry::Page(page)] = of_file("dam.html.gz", damaged).as_slice() {
        assert_eq!(page.cut, [CutKind::Damaged]);
    }
    let nothing = Page { bytes: b"<p><br>".to_vec(), cut: vec![CutKind::Torn], ..Page::default() };
    let why = open(&nothing).expect_err("it has no text").to_string();
    assert!(why.contains("break off"), "{why}");
}

#[test]
fn mails_are_told_by_their_heads_and_kept_as_they_came() {
    let one = "From: a@courier.example\r\nTo: b@c.example\r\nSubject: One\r\n\r\n>From the dam came water, the mayor said on Monday.\r\n\r\n";
    let two = one.replace("One", "Two");
    let start = "From a Mon May  5 08:00:00 2031\r\n";
    let pages = pages(of_file("letters.txt", format!("{start}{one}{start}{two}")));
    assert_eq!(pages.len(), 2);
    assert_eq!(pages[0].bytes, one.as_bytes());
    assert!(open(&pages[0]).expect("text").text.starts_with("From the dam"), "unmarked");
    for text in ["From the dam came water.\nThe mayor: it holds.\n", "From here\n\nTo: there\n"] {
        assert_eq!(of_file("dam.txt", text).len(), 1);
        assert_eq!(self::pages(of_file("dam.txt", text))[0].bytes, text.as_bytes());
    }
}

#[test]
fn a_text_that_begins_with_a_bracket_is_no_archive() {
    for text in ["[Updated] The dam above Belmar holds, the mayor said.", "{sic} The dam holds."] {
        let pages = pages(of_file("dam.txt", text));
        assert_eq!(pages[0].bytes, text.as_bytes());
    }
}

#[test]
fn a_page_may_be_packed() {
    let pages = pages(of_file("dam.html.gz", gzip(DAM.as_bytes())));
    assert_eq!(pages[0].bytes, DAM.as_bytes());
    assert_eq!(pages[0].whence.as_deref(), Some("dam.html.gz"));
}

#[test]
fn a_packed_page_without_end_is_cut_and_told() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..100 {
        encoder.write_all(&[b'x'; 1 << 20]).expect("memory");
    }
    let bomb = encoder.finish().expect("memory");
    assert!(bomb.len() < 1 << 20);
    let pages = pages(of_file("dam.html.gz", bomb));
    assert_eq!(pages[0].bytes.len(), MAX_BYTES);
    assert_eq!(pages[0].cut, [CutKind::TooLong]);
}

#[test]
fn a_page_that_is_longer_than_is_read_is_cut_and_told() {
    let mut bytes = b"The dam holds\n\n".to_vec();
    // The limit falls into the middle of a letter.
    bytes.extend("\u{e9}".repeat(MAX_BYTES / 2).bytes());
    let document = open(&Page { bytes, ..Page::default() }).expect("it has text");
    assert!(document.text.len() <= MAX_BYTES + 3, "{}", document.text.len());
    assert_eq!(document.page.cut, [CutKind::TooLong]);
}

#[test]
fn mails_one_below_the_other_are_mails() {
    let mail = |n: usize| {
        format!(
            "From: The Courier <desk@courier.example>\nTo: a@b.example\nSubject: Letter {n}\nDate: Mon, 5 May 2031 08:00:00 +0200\n\nThe dam above Belmar holds.\n\n>From now on it is watched, the mayor said.\n"
        )
    };
    let mbox: String = (1..=3)
        .map(|n| format!("From desk@courier.example Mon May  5 08:00:00 2031\n{}\n", mail(n)))
        .collect();
    let pages = pages(of_file("letters.mbox", mbox));
    let titles: Vec<_> =
        pages.iter().map(|page| open(page).expect("text").title.expect("a title").value).collect();
    assert_eq!(titles, ["Letter 1", "Letter 2", "Letter 3"]);
    assert_eq!(pages[1].whence.as_deref(), Some("letters.mbox, mail 2"));
    assert!(open(&pages[0]).expect("text").text.contains("\nFrom now on"));
}

proptest! {
    #[test]
    fn any_lines_end_and_none_swallows_the_next(junk in "[\\PC\n]{0,200}") {
        let good = serde_json::json!({"html": DAM}).to_string();
        let entries = of_file("news.jsonl", format!("{good}\n{junk}\n{good}\n"));
        let is_page = |entry: &Entry| matches!(entry, Entry::Page(_));
        prop_assert!(entries.iter().filter(|entry| is_page(entry)).count() >= 1);
        prop_assert!(is_page(&entries[0]));
        let wide = junk.lines().any(|line| line.trim() == "{" || line.trim() == "[{");
        prop_assert!(wide || entries.last().is_some_and(is_page));
    }

    #[test]
    fn any_file_of_any_name_ends(bytes in prop::collection::vec(any::<u8>(), 0..500), start in 0..7usize, name in 0..7usize) {
        let start = ["", "{\"", "<rss>", "<opml>", "From ", "PK\u{3}\u{4}", "[{"][start];
        let name = ["a.jsonl", "a.xml", "a.opml", "a.mbox", "a.wacz", "a.html", "a.eml"][name];
        for entry in of_file(name, [start.as_bytes(), bytes.as_slice()].concat()) {
            if let Entry::Page(page) = entry {
                let _ = open(&page);
            }
        }
    }
}
