use super::{of_file, pages};
use crate::archive::{Entry, Passed};
use crate::{Page, open};
use proptest::prelude::*;

/// Long enough for the whole of an article.
fn article() -> String {
    "<p>The dam above Belmar held through the night, the mayor said on Monday.</p>".repeat(12)
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>Le Courrier de Belmar</title><link>https://courrier.example/</link><language>fr-FR</language>{items}</channel></rss>"
    )
}

#[test]
fn an_entry_with_its_text_is_a_page_and_a_teaser_is_an_address() {
    let feed = rss(&format!(
        "<item><title>La digue &amp; le pont</title><link>https://courrier.example/digue</link><dc:creator>Ana Karo</dc:creator><pubDate>lun., 05 mai 2031 00:30:00 +0200</pubDate><description>La digue tient.</description><content:encoded><![CDATA[{}]]></content:encoded></item>\
         <item><title>Le pont</title><link>https://courrier.example/pont</link><pubDate>Tue, 06 May 2031 08:00:00 GMT</pubDate><description>Le pont est fermé […]</description></item>\
         <item><title>Rien</title><description>Un mot…</description></item>",
        article()
    ));
    let entries = of_file("feed.xml", feed);
    let [Entry::Page(whole), Entry::Elsewhere(teaser), Entry::Passed(Passed::Teaser)] =
        entries.as_slice()
    else {
        panic!("{entries:?}")
    };
    assert_eq!(whole.bytes, article().as_bytes());
    assert_eq!(whole.url.as_deref(), Some("https://courrier.example/digue"));
    assert_eq!(whole.whence.as_deref(), Some("feed.xml, entry 1"));
    let document = open(whole).expect("it has text");
    assert_eq!(document.title.expect("a title").value, "La digue & le pont");
    // Half past midnight there is the day before in Greenwich.
    let published = document.published.expect("a date");
    assert_eq!(
        (published.value.as_str(), published.evidence.as_str()),
        ("2031-05-05T00:30:00+02:00", "feed entry")
    );
    assert_eq!(document.outlet.expect("an outlet").value, "Le Courrier de Belmar");
    assert_eq!(document.byline[0].found.value, "Ana Karo");
    assert_eq!(teaser.url.as_deref(), Some("https://courrier.example/pont"));
    assert!(teaser.bytes.is_empty());
    assert_eq!(teaser.given.published.as_ref().expect("a date").value, "2031-05-06T08:00:00Z");
}

#[test]
fn titles_are_decoded_however_they_are_written() {
    let atom = |title: &str| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Courier</title><entry>{title}<link href=\"https://courier.example/a\"/><content type=\"html\">{}</content></entry></feed>",
            article().replace('<', "&lt;")
        )
    };
    let item = |title: &str| {
        rss(&format!(
            "<item>{title}<description>{}</description></item>",
            article().replace('<', "&lt;")
        ))
    };
    for feed in [
        item("<title><![CDATA[Quay &amp; wall]]></title>"),
        item("<title>Quay &amp;amp; wall</title>"),
        item("<title>Quay &amp; wall</title>"),
        atom("<title type=\"html\">Quay &amp;amp; &lt;b&gt;wall&lt;/b&gt;</title>"),
        atom("<title>Quay &amp; wall</title>"),
    ] {
        let page = &pages(of_file("feed.xml", feed.clone()))[0];
        let title = page.given.title.as_ref().map(|found| found.value.as_str());
        assert_eq!(title, Some("Quay & wall"), "{feed}");
    }
}

#[test]
fn two_entries_of_one_moment_keep_each_its_own_day() {
    let item = |day: &str| {
        format!(
            "<item><link>https://courrier.example/{}</link><pubDate>{day}</pubDate></item>",
            day.len()
        )
    };
    let days = ["Tue, 04 Nov 2031 23:30:00 +0000", "Wed, 05 Nov 2031 01:30:00 +02:00"];
    let entries = of_file("feed.xml", rss(&(item(days[0]) + &item(days[1]))));
    let told: Vec<_> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Elsewhere(page) => page.given.published.clone().expect("a date").value,
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, ["2031-11-04T23:30:00+00:00", "2031-11-05T01:30:00+02:00"]);
    let Entry::Elsewhere(page) = &entries[0] else { panic!() };
    assert_eq!(page.given.modified, None, "nothing is said of a change");
}

#[test]
fn a_feed_that_breaks_off_gives_its_whole_entries() {
    let item = |n: usize| {
        format!("<item><title>Dam {n}</title><link>https://courrier.example/{n}</link></item>")
    };
    let feed = rss(&(1..=3).map(item).collect::<String>());
    let third = feed.find("Dam 3").expect("it is there");
    for damaged in [feed[..third].to_owned(), feed.replace("<title>Dam 3", "<title <<Dam 3")] {
        let entries = of_file("feed.xml", damaged);
        let [Entry::Elsewhere(_), Entry::Elsewhere(two), Entry::Lost(lost)] = entries.as_slice()
        else {
            panic!("{entries:?}")
        };
        assert_eq!(two.url.as_deref(), Some("https://courrier.example/2"));
        assert!(lost.why.contains("the 2 whole entries before it were taken"), "{lost:?}");
    }
}

#[test]
fn one_text_in_two_feeds_is_two_documents() {
    let document = |host: &str| {
        let feed = rss(&format!(
            "<item><title>Dam</title><link>https://{host}/dam</link><description>{0}{0}</description></item>",
            article().replace('<', "&lt;")
        ));
        open(&pages(of_file("feed.xml", feed))[0]).expect("text")
    };
    let (one, two) = (document("courier.example"), document("herald.example"));
    assert_eq!(one.page.sha256, two.page.sha256);
    assert_ne!(one.id, two.id);
    assert_eq!(one.url.expect("an address").evidence, "feed entry");
    assert_eq!(two.id, document("herald.example").id);
}

#[test]
fn a_text_that_breaks_off_is_a_teaser_however_long() {
    for end in ["…", "[...]", "…]", "..."] {
        let feed = rss(&format!(
            "<item><link>https://courrier.example/a</link><content:encoded><![CDATA[{}<p>La suite{end}</p>]]></content:encoded></item>",
            article()
        ));
        let entries = of_file("feed.xml", feed);
        assert!(matches!(entries.as_slice(), [Entry::Elsewhere(_)]), "{end}: {entries:?}");
    }
}

#[test]
fn atom_and_json_feeds_are_feeds() {
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Courier</title><updated>2031-05-06T00:00:00Z</updated><id>x</id><entry><title type=\"html\">The &lt;b&gt;dam&lt;/b&gt; holds</title><id>y</id><link href=\"https://courier.example/dam\"/><published>2031-05-05T08:00:00+02:00</published><updated>2031-05-06T08:00:00+02:00</updated><author><name>Ana Karo</name></author><content type=\"html\">{}</content></entry></feed>",
        article().replace('<', "&lt;")
    );
    let json = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "The Courier",
        "items": [{"id": "1", "url": "https://courier.example/dam", "title": "The dam holds", "content_html": article(), "date_published": "2031-05-05T08:00:00+02:00", "authors": [{"name": "Ana Karo"}]}],
    });
    for (name, feed) in
        [("feed.atom", atom), ("feed.json", serde_json::to_string_pretty(&json).expect("JSON"))]
    {
        let pages = pages(of_file(name, feed));
        let document = open(&pages[0]).expect("it has text");
        let title = document.title.expect("a title").value;
        assert_eq!(
            title.split_whitespace().collect::<Vec<_>>().join(" "),
            "The dam holds",
            "{name}"
        );
        assert_eq!(document.outlet.expect("an outlet").value, "The Courier");
        assert_eq!(document.published.expect("a date").value, "2031-05-05T08:00:00+02:00");
        assert_eq!(document.byline[0].found.value, "Ana Karo");
        assert_eq!(document.url.expect("an address").value, "https://courier.example/dam");
    }
}

#[test]
fn a_feed_that_cannot_be_read_or_is_empty_is_told() {
    for (feed, why) in [
        ("<rss version=\"2.0\"><channel><item>", "cannot be read"),
        (rss("").as_str(), "no entries"),
    ] {
        let entries = of_file("feed.xml", feed);
        let [Entry::Lost(lost)] = entries.as_slice() else { panic!("{entries:?}") };
        assert!(lost.why.contains(why), "{lost:?}");
    }
}

#[test]
fn a_list_of_feeds_gives_each_feed_once() {
    let opml = "<?xml version=\"1.0\"?><!-- mine --><opml version=\"2.0\"><body><outline text=\"Press\"><outline type=\"rss\" xmlUrl=\"https://courier.example/feed?a=1&amp;b=2\"/><outline xmlURL=' https://herald.example/feed '/></outline><outline xmlUrl=\"https://courier.example/feed?a=1&amp;b=2\"/></body></opml>";
    let wanted = ["https://courier.example/feed?a=1&b=2", "https://herald.example/feed"];
    assert_eq!(of_file("feeds.opml", opml), wanted.map(|feed| Entry::Feed(feed.to_owned())));
    let broken = of_file("feeds.opml", &opml.as_bytes()[..opml.len() - 60]);
    assert!(matches!(broken[0], Entry::Feed(_)), "{broken:?}");
}

#[test]
fn a_page_that_shows_a_feed_is_a_page() {
    let page =
        "<!DOCTYPE html><html><body><p>A feed begins with the tag rss, she said.</p></body></html>";
    assert_eq!(pages(of_file("a.html", page))[0].bytes, page.as_bytes());
}

proptest! {
    #[test]
    fn any_feed_ends(cut in 0.0..1.0f64, junk in "\\PC{0,40}") {
        let feed = rss(&format!("<item><title>{junk}</title><pubDate>{junk}</pubDate><content:encoded>{junk}</content:encoded></item>"));
        let mut at = (cut * feed.len() as f64) as usize;
        while !feed.is_char_boundary(at) {
            at -= 1;
        }
        for entry in of_file("feed.xml", [&feed[..at], &junk, &feed[at..]].concat()) {
            if let Entry::Page(page) = entry {
                let _ = open(&Page { ..*page });
            }
        }
    }
}

#[test]
fn a_feed_a_list_and_a_line_nested_without_end_take_linear_time_and_no_stack() {
    let deep = |open: &str, close: &str, n: usize| open.repeat(n) + &close.repeat(n);
    let n = 100_000;
    for inner in [
        deep("<a>", "</a>", n),
        deep("<a>", "", n),
        format!("<item><description>{}</description></item>", deep("<b>", "</b>", n)),
        format!("<item><title>{}", deep("<b>", "</b>", n)),
    ] {
        assert!(!of_file("feed.xml", rss(&inner)).is_empty());
    }
    let atom = |inner: &str| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><entry><id>x</id><content type=\"xhtml\">{inner}</content></entry></feed>"
        )
    };
    assert!(!of_file("feed.atom", atom(&deep("<div>", "</div>", n))).is_empty());
    assert!(
        !of_file("feeds.opml", format!("<opml>{}", deep("<outline>", "</outline>", n))).is_empty()
    );
    assert!(!of_file("a.jsonl", format!("{{\"x\": {}}}\n", deep("[", "]", n))).is_empty());
    assert!(
        !of_file(
            "a.jsonl",
            format!("{{\"meta\": {}1{}}}\n", "{\"meta\":".repeat(n), "}".repeat(n))
        )
        .is_empty()
    );
}

#[test]
fn a_mail_in_a_mail_without_end_takes_no_stack() {
    let mut nested = String::from("From: a@b.example\nTo: c@d.example\nSubject: x\n");
    for n in 0..20_000 {
        nested += &format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n");
    }
    let mut inside = String::from("From: a@b.example\nTo: c@d.example\nSubject: x\n");
    inside += &"Content-Type: message/rfc822\n\n".repeat(20_000);
    for bytes in [nested, inside] {
        let media_type = Some("message/rfc822".to_owned());
        let _ = open(&Page { bytes: bytes.into_bytes(), media_type, ..Page::default() });
    }
}
