//! Pages in, what they say about themselves out. All people and outlets are invented.

use crate::{Page, open};
use proptest::prelude::*;
use schema::{Document, HintKind, SignerKind};

const BODY: &str = "<p>The dam above Belmar held through the night, the mayor of the town said on Monday.</p><p>Engineers will look at it again in the spring, when the water is low.</p>";

fn read(head: &str, body: &str) -> Document {
    read_page(&Page::default(), head, body)
}

fn read_page(page: &Page, head: &str, body: &str) -> Document {
    let bytes = format!("<html><head>{head}</head><body>{body}</body></html>").into_bytes();
    open(&Page { bytes, ..page.clone() }).expect("it has text")
}

fn published(document: &Document) -> Option<&str> {
    document.published.as_ref().map(|found| found.value.as_str())
}

fn title(document: &Document) -> &str {
    document.title.as_ref().map_or("", |found| found.value.as_str())
}

fn signed(document: &Document) -> Vec<(&str, SignerKind)> {
    document.byline.iter().map(|it| (it.found.value.as_str(), it.kind)).collect()
}

#[test]
fn a_title_is_the_headline_without_outlet_section_and_entities() {
    let h1 = format!("<h1>The dam holds &amp; nobody sleeps</h1>{BODY}");
    for head in [
        "<title>The dam holds &amp;amp; nobody sleeps | The Belmar Courier</title><meta property=\"og:site_name\" content=\"The Belmar Courier\">",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"The dam holds &amp;amp; nobody sleeps\"}</script>",
        "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"The dam holds & nobody sleeps | Rivers\"}</script>",
        "<meta property=\"og:title\" content=\"Dam at Belmar holds and nobody sleeps a wink\">",
    ] {
        assert_eq!(title(&read(head, &h1)), "The dam holds & nobody sleeps", "{head}");
    }
    let logo = format!("<h1>The Belmar Courier</h1><h2>The dam of Belmar holds</h2>{BODY}");
    let head = "<title>The dam of Belmar holds - The Belmar Courier</title><meta property=\"og:site_name\" content=\"The Belmar Courier\">";
    assert_eq!(title(&read(head, &logo)), "The dam of Belmar holds");
}

#[test]
fn a_title_is_short_and_plain() {
    let outlet = "<meta property=\"og:site_name\" content=\"The Belmar Courier\">";
    for (head, h1, expected) in [
        // The beginning that the outlet gives to others, if it is most of the heading.
        (
            "<meta property=\"og:title\" content=\"The dam holds through the night\">",
            "The dam holds through the night and nobody sleeps",
            "The dam holds through the night",
        ),
        (
            "<meta property=\"og:title\" content=\"The dam holds\">",
            "The dam holds through the night and nobody sleeps",
            "The dam holds through the night and nobody sleeps",
        ),
        (
            "<meta property=\"og:title\" content=\"The dam's night\">",
            "The dam’s night",
            "The dam's night",
        ),
        (
            "<meta property=\"og:title\" content=\"The Dam Holds\">",
            "THE DAM HOLDS",
            "The Dam Holds",
        ),
        // A bar, and the name of a section.
        (
            "<title>The dam holds through the night | Opinion</title>",
            "",
            "The dam holds through the night",
        ),
        ("<title>大坝整夜坚持下来没有人睡觉-贝尔马</title>", "", "大坝整夜坚持下来没有人睡觉"),
        // A kicker in an element of its own, and another one in the head.
        (
            "<meta property=\"og:title\" content=\"Flood: The dam holds through the night\">",
            "<span>After the rain</span> <span>The dam holds through the night</span>",
            "The dam holds through the night",
        ),
        // The name of the site as heading.
        (
            "<title>The dam holds through the night – Rivers and Dams</title>",
            "Rivers and Dams",
            "The dam holds through the night – Rivers and Dams",
        ),
    ] {
        let document = read(&format!("{outlet}{head}"), &format!("<h1>{h1}</h1>{BODY}"));
        assert_eq!(title(&document), expected, "{head}");
    }
}

#[test]
fn who_signs_is_told_from_what_stands_beside() {
    let names = |head: &str, line: &str| -> Vec<String> {
        let document = read(head, &format!("<h1>The dam of Belmar holds</h1>{line}{BODY}"));
        document.byline.into_iter().map(|it| it.found.value).collect()
    };
    for line in [
        "<div class=\"author\">By<a href=\"/ana-karo\">Ana Karo</a><div>Water Desk Member</div></div>",
        "<div class=\"author\"><span class=\"author-name\">Ana Karo</span><span class=\"author-title\">Reader in Hydrology</span></div>",
        "<div class=\"byline\">By <span>Ana Karo</span><span>Master Diver</span></div>",
        "<p>It rained for two days before the water came over the road to Belmar.</p><p>By Ana Karo</p>",
        "<p>By Ana Karo\u{a0}\u{a0}\u{a0}View the map</p>",
    ] {
        assert_eq!(names("", line), ["Ana Karo"], "{line}");
    }
    for (head, expected) in [
        (
            "<meta name=\"twitter:label1\" content=\"Written by\"><meta name=\"twitter:data1\" content=\"Ana Karo\">",
            vec!["Ana Karo"],
        ),
        (
            "<meta name=\"twitter:label1\" content=\"Reading time\"><meta name=\"twitter:data1\" content=\"Two Minutes\">",
            vec![],
        ),
        ("<meta name=\"citation_author\" content=\"Karo, Ana\">", vec!["Ana Karo"]),
        (
            "<meta name=\"author\" content=\"Ana Karo\"><meta name=\"author\" content=\"(Image: Transline)\">",
            vec!["Ana Karo"],
        ),
        (
            "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"WebPage\"},{\"@type\":\"Person\",\"name\":\"Ana Karo\"}]}</script>",
            vec!["Ana Karo"],
        ),
        (
            "<script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"Person\",\"name\":\"Ana Karo\"},{\"@type\":\"Person\",\"name\":\"Oscar Bellin\"}]}</script>",
            vec![],
        ),
    ] {
        assert_eq!(names(head, ""), expected, "{head}");
    }
}

#[test]
fn a_name_set_apart_signs_where_nobody_else_does() {
    for (line, below, expected) in [
        ("<p><b>Ana Karo</b></p>", "", vec!["Ana Karo"]),
        ("<p><b>Ana Karo/Oscar Bellin</b></p>", "", vec!["Ana Karo", "Oscar Bellin"]),
        ("", "<p align=right>Ana Karo</p>", vec!["Ana Karo"]),
        ("", "<p style=\"text-align: right\"><i>Ana Karo</i></p>", vec!["Ana Karo"]),
        ("<p>Ana Karo</p>", "", vec![]),
        ("<p>By Oscar Bellin</p>", "<p align=right>Ana Karo</p>", vec!["Oscar Bellin"]),
        ("<span itemprop=author>night_owl</span>", "", vec!["night_owl"]),
    ] {
        let body = format!("<h1>The dam of Belmar holds</h1>{line}{BODY}{below}");
        let document = read("", &body);
        let names: Vec<_> = document.byline.iter().map(|it| it.found.value.as_str()).collect();
        assert_eq!(names, expected, "{line} {below}");
    }
}

#[test]
fn the_outlet_is_named_by_its_site_or_by_its_rights() {
    let h1 = format!("<h1>The dam of Belmar holds</h1>{BODY}");
    let rights = "<p>© 1998–2024 The Belmar Courier, Dam Street 3. All rights reserved.</p>";
    let title = "<title>The Belmar Courier :: The dam of Belmar holds</title>";
    for (head, foot, expected) in [
        (
            "<script type=\"application/ld+json\">{\"@type\":\"WebSite\",\"name\":\"The Belmar Courier\"}</script>",
            "",
            Some("The Belmar Courier"),
        ),
        (
            "<link rel=search title=\"The Belmar Courier\" href=\"/s.xml\">",
            "",
            Some("The Belmar Courier"),
        ),
        (title, rights, Some("The Belmar Courier")),
        // The name stands nowhere else.
        ("", rights, None),
    ] {
        let document = read(head, &format!("{h1}{foot}"));
        let outlet = document.outlet.as_ref().map(|found| found.value.as_str());
        assert_eq!(outlet, expected, "{head} {foot}");
        if foot == rights && expected.is_some() {
            assert_eq!(self::title(&document), "The dam of Belmar holds");
            let span = document.outlet.as_ref().and_then(|it| it.span).expect("where it stands");
            assert_eq!(span.of(&document.text), "The Belmar Courier");
        }
    }
}

#[test]
fn a_text_without_tags_names_its_outlet_and_who_signs() {
    let text = "Belmar Courier\n\nHome   World   Sport\n\nThe dam of Belmar holds through the night\n\nAna Karo\n\n3 May 2024\n\nThe dam above Belmar held through the night, the mayor of the town said on Monday.\n\nEngineers will look at it again in the spring, when the water is low.\n\n© 2024 Belmar Courier. All rights reserved.\n";
    let page = Page { bytes: text.into(), ..Page::default() };
    let document = open(&page).expect("text");
    assert_eq!(document.outlet.as_ref().map(|it| it.value.as_str()), Some("Belmar Courier"));
    assert_eq!(signed(&document), [("Ana Karo", SignerKind::Person)]);
}

#[test]
fn persons_agencies_and_outlets_are_told_apart() {
    use SignerKind::{Agency, Outlet, Person};
    let json = |author: &str| {
        format!(
            "<script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"author\":{author},\"publisher\":{{\"name\":\"The Belmar Courier\"}}}}</script>"
        )
    };
    for (author, line, expected) in [
        ("\"Ana Karo and Oscar Bellin\"", "", vec![("Ana Karo", Person), ("Oscar Bellin", Person)]),
        (
            "\"The Belmar Courier with AFP\"",
            "",
            vec![("The Belmar Courier", Outlet), ("AFP", Agency)],
        ),
        (
            "{\"@type\":\"Organization\",\"name\":\"Belmar Courier\"}",
            "<div class=\"byline\">By Ana Karo, Transport correspondent</div>",
            vec![("Ana Karo", Person)],
        ),
        ("\"admin\"", "<p>By Ana Karo | 3 May 2024</p>", vec![("Ana Karo", Person)]),
        ("\"https://courier.example/ana\"", "", vec![]),
        ("\"Ana Karo (kar)\"", "", vec![("Ana Karo", Person)]),
    ] {
        let page = format!("<h1>The dam of Belmar holds</h1>{line}{BODY}");
        let document = read(&json(author), &page);
        assert_eq!(signed(&document), expected, "{author} {line}");
    }
}

#[test]
fn the_day_is_the_one_that_readers_are_shown() {
    let head = "<meta property=\"article:published_time\" content=\"2024-04-16T02:30:00Z\">";
    let page = |line: &str| format!("<h1>The dam of Belmar holds</h1>{line}{BODY}");
    let document = read(head, &page("<p>April 15, 2024 10:30 PM</p>"));
    assert_eq!(published(&document), Some("2024-04-15T22:30"));
    let document = read(head, &page(""));
    assert_eq!(published(&document), Some("2024-04-16T02:30:00Z"));
}

#[test]
fn days_are_read_as_pages_write_them() {
    for (line, expected) in [
        ("<div class=\"date\">3.5.24</div>", "2024-05-03"),
        ("<div>Freitag, 3. Mai 2024, 18:40 Uhr</div>", "2024-05-03T18:40"),
        ("<div>Publicado el 3 de mayo de 2024</div>", "2024-05-03"),
        ("<div>2024. május 3.</div>", "2024-05-03"),
        ("<div>2024年5月3日</div>", "2024-05-03"),
        ("<div>May 3rd, 2024</div>", "2024-05-03"),
        (
            "<span itemprop=\"datePublished\" content=\"2024-05-03T18:40:00+0200\">yesterday</span>",
            "2024-05-03T18:40:00+02:00",
        ),
        (
            "<abbr class=\"published\" title=\"2024-05-03T18:40:00+02:00\">3 May</abbr>",
            "2024-05-03T18:40:00+02:00",
        ),
    ] {
        let page = format!("<h1>The dam of Belmar holds</h1>{line}{BODY}");
        assert_eq!(published(&read("", &page)), Some(expected), "{line}");
    }
    for (language, expected) in
        [("en-US", "2024-05-03"), ("en-GB", "2024-03-05"), ("fr", "2024-03-05")]
    {
        let page = format!(
            "<html lang={language}><body><h1>The dam of Belmar holds</h1><div>Published 05/03/2024</div>{BODY}</body></html>"
        );
        let document = open(&Page { bytes: page.into_bytes(), ..Page::default() }).expect("text");
        assert_eq!(published(&document), Some(expected), "{language}");
    }
}

#[test]
fn a_day_is_found_beside_the_headline_whatever_its_part_is_called() {
    let h1 = "<h1>The dam of Belmar holds</h1>";
    for page in [
        // The head of the article is a figure, or a card.
        format!("<figure><img><figcaption>3.5.2024 Rivers{h1}</figcaption></figure>{BODY}"),
        format!("<article class=teaser>{h1}<span class=date>3.5.2024</span></article>{BODY}"),
        // The label is an element of its own.
        format!("{h1}<div class=related><h4>Published</h4><div>May 3, 2024</div></div>{BODY}"),
        // Above the headline, with a name and a credit of the picture.
        format!("<div>Ana Karo / 3.5.2024 / 09:30 / Photo: Bellin</div>{h1}{BODY}"),
        format!("<p>by Ana-Lena Karo, 3.5.24</p>{h1}{BODY}"),
        // Below the standfirst.
        format!(
            "{h1}<p>It held through the night, and nobody slept until the morning came.</p><p>3.5.2024 · 6 min read</p>{BODY}"
        ),
        format!("{h1}<h6>Ana Maria Karo Bellin 3/5/2024 22:41</h6>{BODY}"),
        format!("{h1}<div>03 | 05 | 2024</div>{BODY}"),
    ] {
        let html = format!("<html lang=de><body>{page}</body></html>");
        let document = open(&Page { bytes: html.into_bytes(), ..Page::default() }).expect("text");
        let published = published(&document).and_then(|day| day.get(..10));
        assert_eq!(published, Some("2024-05-03"), "{page}");
    }
}

#[test]
fn a_dateline_dates_a_page_and_a_sentence_does_not() {
    for (start, expected) in [
        ("(3 May 2024) The dam", Some("2024-05-03")),
        ("BELMAR, May 3, 2024 (Transline) – The dam", Some("2024-05-03")),
        ("Press release of 3 May 2024 | The dam", Some("2024-05-03")),
        ("On 3 May 2024 – a rainy day – the dam", None),
        ("Since 3 May 2024 the dam", None),
    ] {
        let page = format!(
            "<h1>The dam of Belmar holds</h1><p>{start} above Belmar held through the night, the mayor of the town said on Monday.</p>{BODY}"
        );
        assert_eq!(published(&read("", &page)), expected, "{start}");
    }
}

#[test]
fn the_foot_of_a_post_dates_it_where_nothing_else_does() {
    let page = |foot: &str| format!("<h1>The dam of Belmar holds</h1>{BODY}{BODY}{BODY}{foot}");
    let foot = "<p class=postmetadata>This entry was posted on Friday, 3 May 2024 at 14:07 and is filed under Rivers. You can follow any responses to this entry, or leave one of your own.</p>";
    let document = read("", &page(foot));
    assert_eq!(published(&document), Some("2024-05-03T14:07"));
    let span = document.published.as_ref().and_then(|it| it.span).expect("where it stands");
    assert_eq!(span.of(&document.text), "3 May 2024");
    // Two feet with two days: one of them is another page's.
    let two = "<p>Posted on 3 May 2024</p><p>Posted on 4 May 2024</p><p>The mayor of the town will speak again on Tuesday, and the dam will be looked at.</p>";
    assert_eq!(published(&read("", &page(two))), None);
    let told = "<p>The report was published on 3 May 2024.</p><p>The mayor of the town will speak again on Tuesday, and the dam will be looked at.</p>";
    assert_eq!(published(&read("", &page(told))), None);
}

#[test]
fn a_day_that_readers_are_shown_is_older_than_new_machinery() {
    let head = "<meta property=\"article:published_time\" content=\"2024-05-03T02:30:00Z\">";
    let page = |line: &str| format!("<h1>The dam of Belmar holds</h1><p>{line}</p>{BODY}");
    let document = read(head, &page("May 7, 2019"));
    let found = document.published.expect("a day");
    assert_eq!(found.value, "2019-05-07");
    assert!(found.evidence.ends_with("says 2024-05-03T02:30:00Z"), "{}", found.evidence);
    for line in ["May 9, 2024", "Updated May 7, 2019", "Rivers"] {
        let document = read(head, &page(line));
        assert_eq!(published(&document), Some("2024-05-03T02:30:00Z"), "{line}");
    }
}

#[test]
fn a_day_alone_among_the_menus_above_a_pasted_text_dates_it() {
    let text = |line: &str| {
        let text = format!(
            "The Belmar Courier\n\nHome   Rivers   Sport\n\nThe dam of Belmar holds\n\n{line}\n\n0 SHARES\n\n12 VIEWS\n\nShare   Tweet\n\nThe dam of Belmar in the spring. Picture: Office of the dam\n\nThe dam above Belmar held through the night, the mayor of the town said on Monday.\n\nEngineers will look at it again in the spring, when the water is low.\n\n4 May 2024\n"
        );
        let media_type = Some("text/plain".to_owned());
        open(&Page { bytes: text.into_bytes(), media_type, ..Page::default() }).expect("text")
    };
    let found =
        text("Rivers\n\nAna Karo\n\n3 May 2024 08:31\n\nin Rivers").published.expect("a day");
    assert_eq!(
        (found.value.as_str(), found.evidence.as_str()),
        ("2024-05-03", "line above the text")
    );
    // Of two days below the headline, that which stands close to it.
    let two = text("3 May 2024\n\nAna Karo\n\n2 May 2024");
    assert_eq!(published(&two), Some("2024-05-03"));
    assert_eq!(published(&text("Log in")), None);
}

#[test]
fn another_day_of_the_page_tells_how_a_day_in_numbers_is_read() {
    let page = |other: &str| {
        format!("<h1>The dam of Belmar holds</h1><div>05-03-2024</div>{BODY}<div>{other}</div>")
    };
    for (other, expected) in [
        ("", "2024-05-03"),
        ("The dam of Belmar holds 5 March 2024", "2024-03-05"),
        ("The dam of Belmar holds 3 May 2024", "2024-05-03"),
    ] {
        assert_eq!(published(&read("", &page(other))), Some(expected), "{other}");
    }
}

#[test]
fn an_address_dates_a_page_that_says_nothing_else() {
    for url in [
        "https://courier.example/2024/05/03/dam/",
        "https://courier.example/20240503/dam",
        "https://courier.example/A2024050314070001",
    ] {
        let page = Page { url: Some(url.to_owned()), ..Page::default() };
        let document = read_page(&page, "", &format!("<h1>The dam of Belmar holds</h1>{BODY}"));
        assert_eq!(published(&document), Some("2024-05-03"), "{url}");
    }
}

#[test]
fn what_had_not_come_when_the_page_was_fetched_is_no_date_of_it() {
    let page = Page { retrieved: Some("2024-05-03T12:00:00Z".to_owned()), ..Page::default() };
    let h1 = format!("<h1>The dam of Belmar holds</h1>{BODY}");
    let date = |day: &str| format!("<meta property=\"article:published_time\" content=\"{day}\">");
    for (day, kept) in [
        ("2024-05-03T11:59:00Z", true),
        ("2024-05-03T23:00:00+14:00", true),
        ("2024-05-04", true), // it has begun in the far east
        ("2024-05-03T12:30:00Z", false),
        ("2024-05-05", false),
        ("2024-02-30", false),
    ] {
        assert_eq!(published(&read_page(&page, &date(day), &h1)).is_some(), kept, "{day}");
    }
}

#[test]
fn a_copy_says_so() {
    let page = Page { url: Some("https://farm.example/dam".to_owned()), ..Page::default() };
    let head = "<link rel=canonical href=\"https://courier.example/dam\">";
    let body = format!(
        "<h1>The dam of Belmar holds</h1>{BODY}<p>Source: The Belmar Courier</p><p><a href=\"https://courier.example/dam\">Read the original article</a></p>"
    );
    let document = read_page(&page, head, &body);
    let hints: Vec<_> =
        document.hints.iter().map(|it| (it.kind, it.found.value.as_str())).collect();
    assert_eq!(
        hints,
        [
            (HintKind::CanonicalElsewhere, "https://courier.example/dam"),
            (HintKind::Credit, "The Belmar Courier"),
            (HintKind::OriginalLink, "https://courier.example/dam"),
        ]
    );
    assert_eq!(document.url.expect("where it was got").value, "https://farm.example/dam");
    let credit = document.hints[1].found.span.expect("where it stands");
    assert_eq!(credit.of(&document.text), "The Belmar Courier");
}

#[test]
fn a_machinery_of_another_language_than_the_text_is_a_hint() {
    let page = |lang: &str| {
        let page =
            format!("<html lang={lang}><body><h1>The dam of Belmar holds</h1>{BODY}</body></html>");
        open(&Page { bytes: page.into_bytes(), ..Page::default() }).expect("text").hints
    };
    assert_eq!(page("sk")[0].kind, HintKind::ForeignMachinery);
    assert_eq!(page("sk")[0].found.value, "sk");
    assert!(page("en-GB").is_empty());
}

proptest! {
    #[test]
    fn any_json_and_any_meta_are_read_or_passed_over(
        json in "[{}\\[\\]\",:@a-z0-9 \\\\<&;-]{0,120}",
        name in "(article:published_time|author|og:title|date)",
        content in "\\PC{0,60}",
        line in "\\PC{0,80}",
    ) {
        let content = content.replace(['"', '<'], "");
        let head = format!("<script type=\"application/ld+json\">{json}</script><meta name=\"{name}\" content=\"{content}\">");
        let document = read(&head, &format!("<h1>The dam of Belmar holds</h1><p class=\"date author\">{line}</p>{BODY}"));
        for found in [&document.published, &document.modified].into_iter().flatten() {
            prop_assert!(found.span.is_none_or(|span| document.text.get(span.range()).is_some()));
        }
    }

    #[test]
    fn no_date_is_later_than_the_day_after_the_page_was_fetched(
        year in 1995i16..2099, month in 1i8..=12, day in 1i8..=28, form in 0usize..4,
    ) {
        let retrieved = Page { retrieved: Some("2024-05-03T12:00:00Z".to_owned()), ..Page::default() };
        let line = match form {
            0 => format!("<time datetime=\"{year}-{month:02}-{day:02}\">then</time>"),
            1 => format!("<div class=\"date\">{day}.{month}.{year}</div>"),
            2 => format!("<div>Published {year}-{month:02}-{day:02}T23:00:00Z</div>"),
            _ => format!("<script>var x = {{\"datePublished\":\"{year}-{month:02}-{day:02}\"}}</script>"),
        };
        let document = read_page(&retrieved, "", &format!("<h1>The dam of Belmar holds</h1>{line}{BODY}"));
        for found in [&document.published, &document.modified].into_iter().flatten() {
            prop_assert!(found.value.as_str() < "2024-05-04T", "{}", found.value);
        }
    }
}

#[test]
fn a_place_at_the_head_of_a_headline_is_no_outlet() {
    let html = |title: &str, h1: &str| {
        format!(
            "<html><head><title>{title} | Velmora Gazette</title></head><body><article><h1>{h1}</h1>\
             <p>The council of the town voted on Monday to close the quay, the mayor said.</p></article></body></html>"
        )
    };
    let title = |html: String| {
        let page = Page { bytes: html.into_bytes(), ..Page::default() };
        let found = crate::open(&page).expect("it has text").title.expect("it has a title");
        (found.value, found.evidence)
    };
    let whole = "Velmora - council closes the northern quay";
    assert_eq!(title(html(whole, whole)), (whole.to_owned(), "h1".to_owned()));
    let plain = "Council closes the northern quay";
    let (value, evidence) = title(html(plain, "Exclusive: Council closes the northern quay"));
    assert_eq!((value.as_str(), evidence.as_str()), (plain, "title"));
}
