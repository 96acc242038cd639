//! Pages in, blocks out. All people and outlets are invented.

mod formats; // mails, Markdown

use crate::{Error, Page, open};
use expect_test::{Expect, expect};
use proptest::prelude::*;

fn check(bytes: &str, expected: Expect) {
    let document =
        open(&Page { bytes: bytes.as_bytes().to_vec(), ..Page::default() }).expect("it has text");
    let mut out = String::new();
    for block in &document.blocks {
        let kept = if block.kept { "+" } else { "-" };
        out +=
            &format!("{kept} {:?} ({}) {}\n", block.role, block.reason, document.words(block.span));
    }
    expected.assert_eq(&out);
}

#[test]
fn a_page_keeps_its_article_and_drops_what_is_around_it() {
    check(
        "<html><head><title>The dam holds - The Belmar Courier</title></head><body><nav><a href=/>Home</a></nav>\
         <article><h1>The dam holds</h1><div class=\"byline\">By Ana Karo</div><p>The dam above Belmar held through the night, the mayor said on Monday.</p>\
         <div class=\"promo\"><a href=x>Ten dams that did not hold</a></div>\
         <p>Engineers will look at it again in the spring, when the water is low.</p></article>\
         <footer>All rights reserved</footer></body></html>",
        expect![[r#"
            - Navigation (zone/nav) Home
            + Title (title/heading) The dam holds
            - Byline (byline/words) By Ana Karo
            + Body (body/in-article) The dam above Belmar held through the night, the mayor said on Monday.
            - Related (zone/promo) Ten dams that did not hold
            + Body (body/in-article) Engineers will look at it again in the spring, when the water is low.
            - Notice (zone/footer) All rights reserved
        "#]],
    );
}

#[test]
fn a_copy_without_tags_is_cleaned_by_its_words() {
    check(
        "La digue tient. Le maire attend l'été\n\nLa digue a tenu toute la nuit, a dit le maire lundi soir devant la foule.\n\nUn été de travaux\n\nimage\n\n\
         01 – Modifié : 2024-05-24 14:23:30 – Titre : Le pont rouvre 02 – Modifié : 2024-05-23 13:18:50 – Titre : Selon les experts, la crue passe\n\nOscar Bellin\n\n\
         \"Passionné de ponts. Lecteur. Amateur de thé.\"\n\nLaisser un commentaire\n\nVotre adresse e-mail ne sera pas publiée.",
        expect![[r#"
            + Title (title/first-line) La digue tient. Le maire attend l'été
            + Body (body/line) La digue a tenu toute la nuit, a dit le maire lundi soir devant la foule.
            - Related (line/no-full-stop) Un été de travaux
            - Caption (sign/words) image
            - Related (line/time-stamps) 01 – Modifié : 2024-05-24 14:23:30 – Titre : Le pont rouvre 02 – Modifié : 2024-05-23 13:18:50 – Titre : Selon les experts, la crue passe
            - AuthorBox (author/name) Oscar Bellin
            - AuthorBox (author/self-description) "Passionné de ponts. Lecteur. Amateur de thé."
            - Comment (sign/words) Laisser un commentaire
            - Comment (sign/words) Votre adresse e-mail ne sera pas publiée.
        "#]],
    );
}

#[test]
fn what_stands_around_a_long_copy_is_known_from_pages_with_tags() {
    let paragraph = |n: usize| {
        format!(
            "On day {n} the dam above Belmar held, the mayor of the town said, though the river \
             rose by another {n} centimetres. She asked everybody on the lower road to leave.\n\n"
        )
    };
    let text =
        "Home\n\nWorld\n\nRivers\n\nWeather\n\nHome » Rivers » The dam above Belmar holds\n\n\
        The dam above Belmar holds\n\n5 May 2031\n\n"
            .to_owned()
            + &(1..6).map(paragraph).collect::<String>()
            + "You may like\n\nThe bridge at Dolvik was sold\n\n4 May 2031\n\nThe cat that swam home\n\n\
           3 May 2031\n\nThe man with nine boats says that he has had enough of the river.\n\n2 May 2031\n\n\
           Contact\n\nPrivacy\n";
    let document = open(&Page { bytes: text.into_bytes(), ..Page::default() }).expect("text");
    let kept: Vec<_> = document.kept().map(|block| document.words(block.span)).collect();
    assert_eq!(kept[0], "The dam above Belmar holds");
    // A teaser that is a sentence is kept: to lose the text would be worse.
    assert_eq!(kept.len(), 7, "{kept:?}");
}

#[test]
fn a_text_of_short_sentences_is_kept_however_long_it_is() {
    let texts = [
        (
            "The dam above Belmar holds",
            ["The dam held.", "Nobody slept, the mayor said.", "It rained."],
        ),
        (
            "Le barrage de Belmar tient",
            ["Le barrage a tenu.", "La maire n’a pas dormi.", "Il a plu."],
        ),
        (
            "Плотина у Белмара выстояла",
            ["Плотина выстояла.", "Никто не спал, сказала мэр.", "Шёл дождь."],
        ),
    ];
    for (title, sentences) in texts {
        for count in [10, 14, 15, 16, 30] {
            let lines = (0..count).map(|n| format!("{n} – {}\n", sentences[n % 3]));
            let text = format!("{title}\n{}", lines.collect::<String>());
            let document = open(&Page { bytes: text.into_bytes(), ..Page::default() });
            let kept = document.expect("it has text").kept().count();
            assert!(kept > count * 9 / 10, "{title}: {kept} of {count}");
        }
    }
}

#[test]
fn an_author_in_quotes_is_told_from_a_quotation_and_a_list_of_times_from_a_sentence() {
    check(
        "The dam above Belmar holds\n\nThe gauge stopped at 03:12:44 on Monday, the mayor of the town said.\n\n\"Nobody slept that night, and nobody will sleep tonight.\"\n\n\
         The river fell on Tuesday, an engineer said.\n\n\"We were lucky. We may not be so again.\"\n\n\
         09:15:02 The bridge reopens 09:20:44 The council meets\n\nMira Dolan\n\n\"Writer, walker, friend of rivers.\"\n",
        expect![[r#"
            + Title (title/first-line) The dam above Belmar holds
            + Body (body/line) The gauge stopped at 03:12:44 on Monday, the mayor of the town said.
            + Body (body/line) "Nobody slept that night, and nobody will sleep tonight."
            + Body (body/line) The river fell on Tuesday, an engineer said.
            + Body (body/line) "We were lucky. We may not be so again."
            - Related (line/time-stamps) 09:15:02 The bridge reopens 09:20:44 The council meets
            - AuthorBox (author/name) Mira Dolan
            - AuthorBox (author/self-description) "Writer, walker, friend of rivers."
        "#]],
    );
}

#[test]
fn a_teaser_of_another_article_is_dropped_with_its_heading() {
    check(
        "La digue de Belmar tient encore\n\nLa digue a tenu, a dit le maire lundi soir.\n\nBelmar\n\nLe pont de Belmar sera vendu à une banque.\n\nLe conseil a voté la vente du pont.\n\nPour en savoir plus, cliquez ICI.\n\nLe maire reviendra mardi.",
        expect![[r#"
            + Title (title/first-line) La digue de Belmar tient encore
            + Body (body/line) La digue a tenu, a dit le maire lundi soir.
            - Related (sign/teaser) Belmar
            - Related (sign/teaser) Le pont de Belmar sera vendu à une banque.
            - Related (sign/teaser) Le conseil a voté la vente du pont.
            - Related (sign/words) Pour en savoir plus, cliquez ICI.
            + Body (body/line) Le maire reviendra mardi.
        "#]],
    );
}

#[test]
fn an_article_is_kept_whatever_the_name_of_its_box() {
    check(
        "<html><body><div class=\"content-with-sidebar\"><h1>The dam above Belmar holds</h1>\
         <div class=\"paywall\"><p>The dam above Belmar held through the night, the mayor said on Monday.</p>\
         <p>Engineers will look at it again in the spring, when the water is low.</p></div></div>\
         <div class=\"sidebar\"><p>Elsewhere a bridge fell, and nobody was on it, a witness said.</p></div></body></html>",
        expect![[r#"
            + Title (title/heading) The dam above Belmar holds
            + Body (body/in-article) The dam above Belmar held through the night, the mayor said on Monday.
            + Body (body/in-article) Engineers will look at it again in the spring, when the water is low.
            - Related (zone/sidebar) Elsewhere a bridge fell, and nobody was on it, a witness said.
        "#]],
    );
}

#[test]
fn what_stands_below_related_articles_is_related() {
    check(
        "<html><body><div><h1>The dam above Belmar holds</h1>\
         <p>The dam above Belmar held through the night, the mayor of the town said on Monday.</p>\
         <p>Engineers will look at it again in the spring, when the water is low enough for it.</p>\
         <div><h3>Related articles</h3><p>The bridge was sold, says the council of the town.</p></div>\
         <p>Nobody was hurt.</p></div></body></html>",
        expect![[r#"
            + Title (title/heading) The dam above Belmar holds
            + Body (body/in-article) The dam above Belmar held through the night, the mayor of the town said on Monday.
            + Body (body/in-article) Engineers will look at it again in the spring, when the water is low enough for it.
            - Related (sign/words) Related articles
            - Related (sign/section) The bridge was sold, says the council of the town.
            + Body (body/in-article) Nobody was hurt.
        "#]],
    );
}

#[test]
fn lines_broken_to_a_width_are_paragraphs() {
    check(
        "The dam above Belmar holds\n\nThe dam above Belmar held through the night of Sunday, and the\nmayor of the town said on Monday that she had not slept, that the\nengineers had not slept, and that the river was falling at last.\n\nThey will look at it again in the spring, when the water is low and\nthe ice is gone.\n",
        expect![[r#"
            + Title (title/first-line) The dam above Belmar holds
            + Body (body/line) The dam above Belmar held through the night of Sunday, and the
            mayor of the town said on Monday that she had not slept, that the
            engineers had not slept, and that the river was falling at last.
            + Body (body/line) They will look at it again in the spring, when the water is low and
            the ice is gone.
        "#]],
    );
}

#[test]
fn a_path_is_not_the_title_and_the_end_of_a_quotation_is_no_path() {
    check(
        "Accueil » Monde » La digue de Belmar tient.\n\nLa digue de Belmar tient.\n\nElle tiendra encore, a dit le maire, et nous avec elle ».\n",
        expect![[r#"
            - Navigation (line/breadcrumb) Accueil » Monde » La digue de Belmar tient.
            + Title (title/first-line) La digue de Belmar tient.
            + Body (body/line) Elle tiendra encore, a dit le maire, et nous avec elle ».
        "#]],
    );
}

#[test]
fn the_head_of_an_agency_text_is_not_its_title() {
    let text = "BELMARPRESS NEWS SERVICE\n2024-04-16 18:40 GMT\nSlug: DAM/NIGHT\n\nThe dam above Belmar holds\n\nThe dam held, the mayor said on Monday.\n\n(Reporting by Ana Karo)\n";
    let document =
        open(&Page { bytes: text.as_bytes().to_vec(), ..Page::default() }).expect("it has text");
    assert_eq!(document.title.expect("title").value, "The dam above Belmar holds");
    assert_eq!(document.published.expect("date").value, "2024-04-16");
    assert_eq!(document.byline[0].found.value, "Ana Karo");
}

#[test]
fn metadata_is_taken_where_it_is_surest() {
    let page = "<html lang=fr><head><title>La digue tient | Le Courrier</title><meta property=\"og:site_name\" content=\"Le Courrier de Belmar\">\
        <meta property=\"article:published_time\" content=\"2024-04-16T05:00:00Z\"><link rel=canonical href=\"https://www.courrier.example/digue\">\
        <script type=\"application/ld+json\">{\"@graph\":[{\"@type\":\"NewsArticle\",\"headline\":\"La digue tient\",\"author\":[{\"name\":\"Ana Karo et Oscar Bellin\"}],\"datePublished\":\"2024-04-15\"}]}</script>\
        </head><body><h1>La digue tient</h1><p>La digue de Belmar a tenu toute la nuit, a dit le maire lundi soir.</p></body></html>";
    let document =
        open(&Page { bytes: page.as_bytes().to_vec(), ..Page::default() }).expect("it has text");
    assert_eq!(document.title.expect("title").value, "La digue tient");
    assert_eq!(document.outlet.expect("outlet").value, "Le Courrier de Belmar");
    assert_eq!(document.published.expect("date").value, "2024-04-15");
    assert_eq!(document.language.expect("language").value, "fr");
    let byline: Vec<_> = document.byline.iter().map(|it| it.found.value.as_str()).collect();
    assert_eq!(byline, ["Ana Karo", "Oscar Bellin"]);
}

#[test]
fn what_other_pages_say_of_themselves_is_not_this_pages() {
    let page = |time: &str| {
        format!(
            "<html><head><title>The dam of Belmar holds | The Courier</title><link rel=canonical href=\"https://courier.example/dam\">\
             <script type=\"application/ld+json\">[{{\"@type\":\"NewsArticle\",\"headline\":\"A bridge is sold\",\"url\":\"https://courier.example/bridge\",\"author\":\"Oscar Bellin\",\"dateModified\":\"2021-01-01\"}}]</script>\
             <script type=\"application/ld+json\">{{\"@graph\":[{{\"@type\":\"WebSite\"}},{{\"@type\":\"NewsArticle\",\"headline\":\"One bridge\",\"dateModified\":\"2021-01-03\"}},{{\"@type\":\"NewsArticle\",\"headline\":\"The dam of Belmar holds\",\"author\":\"Ana Karo\"}},{{\"@type\":\"NewsArticle\",\"headline\":\"Two bridges\",\"dateModified\":\"2021-01-02\",\"datePublished\":\"2021-01-02\"}}]}}</script></head><body>\
             <nav><time datetime=\"2020-01-01\" pubdate>Today</time></nav><div class=\"news-ticker\"><time datetime=\"2020-01-02\">Now</time></div>\
             <article><h1>The dam of Belmar holds</h1>{time}<p>The dam above Belmar held through the night, the mayor said on Monday.</p></article>\
             <article><time itemprop=datePublished datetime=\"2020-01-03\">Older</time><h3>A bridge is sold</h3></article>\
             <div class=\"related\"><meta itemprop=datePublished content=\"2020-01-05\"><time itemprop=datePublished datetime=\"2020-01-04\">Older</time></div></body></html>"
        )
    };
    let read = |page: String| {
        open(&Page { bytes: page.into_bytes(), ..Page::default() }).expect("it has text")
    };
    let document = read(page("<time datetime=\"2024-04-16T05:00\">Tuesday</time>"));
    assert_eq!(document.published.expect("date").value, "2024-04-16T05:00");
    assert_eq!(document.title.expect("title").value, "The dam of Belmar holds");
    assert_eq!(document.url.expect("url").value, "https://courier.example/dam");
    assert_eq!(
        document.byline.iter().map(|name| &name.found.value).collect::<Vec<_>>(),
        ["Ana Karo"]
    );
    assert_eq!(document.modified, None);
    let document = read(page(
        "<time itemprop=dateModified datetime=\"2024-04-17\">Wednesday</time><time datetime=\"2024-04-15\">Monday</time><time itemprop=datePublished datetime=\"2024-04-16\">Tuesday</time>",
    ));
    assert_eq!(document.published.expect("date").value, "2024-04-16");
    assert_eq!(document.modified.expect("date").value, "2024-04-17");
    let document = read(page(""));
    assert_eq!(document.published, None);
}

#[test]
fn a_date_may_stand_in_the_text_only() {
    let page = "<html><body><h1>The dam of Belmar holds</h1><div>Published 16 April 2024</div><p>The dam above Belmar held through the night, the mayor said on Monday.</p></body></html>";
    let document =
        open(&Page { bytes: page.as_bytes().to_vec(), ..Page::default() }).expect("it has text");
    assert_eq!(document.published.expect("date").value, "2024-04-16");
}

#[test]
fn a_date_that_the_text_tells_of_is_not_the_pages_own() {
    for line in [
        "<p>Les combats du 3 mars 2022 ont duré trois jours.</p>",
        "<p>On 3 March 2024 a fire broke out.</p>",
        "<p>Le pont, publié nulle part, a cédé le 3 mars 2022</p>",
        "<p>Onze hommes sont morts le 3 mars 2022</p>",
        "<p>Published on 3 March 2024, the report says otherwise.</p>",
        "<figure><figcaption>The dam, 3 March 2024</figcaption></figure>",
        "<p>Photo: the dam, 3 March 2024</p>",
        "<h2>Belmar, 3 March 2024</h2>",
        "<p>The mayor of the town of Belmar said on Monday that the dam had held.</p><p>3 March 2024</p><p>It fell.</p>",
    ] {
        let page = format!(
            "<html><body><div><h1>The dam of Belmar holds</h1>{line}<p>The dam above Belmar held through the night, the mayor said on Monday.</p></div></body></html>"
        );
        let document = open(&Page { bytes: page.into_bytes(), ..Page::default() }).expect("text");
        assert_eq!(document.published, None, "{line}");
        assert_eq!(document.modified, None, "{line}");
    }
    let text = "La digue de Belmar tient\n\nLes combats du 3 mars 2022 ont duré trois jours.\n\nDepuis le 3 mars 2022\n\nLa digue a tenu, a dit le maire.\n";
    let document =
        open(&Page { bytes: text.as_bytes().to_vec(), ..Page::default() }).expect("it has text");
    assert_eq!(document.published, None);
}

#[test]
fn a_line_that_is_almost_only_a_date_dates_the_page() {
    for (line, published, modified) in [
        ("<p>Lundi 3 mars 2025 à 18 h 40</p>", Some("2025-03-03T18:40"), None),
        ("<p>Belmar, le 3 mars 2025</p>", Some("2025-03-03"), None),
        ("<p>Mis en ligne le 3 mars 2025 par la rédaction de Belmar</p>", Some("2025-03-03"), None),
        ("<p>Updated 3 March 2025, 18:40 GMT</p>", None, Some("2025-03-03T18:40Z")),
        ("<p class=\"date\">March 3, 2025 at 6 p.m.</p>", Some("2025-03-03"), None),
    ] {
        let page = format!(
            "<html><body><div><h1>The dam of Belmar holds</h1>{line}<p>The dam above Belmar held through the night, the mayor said on Monday.</p></div></body></html>"
        );
        let document = open(&Page { bytes: page.into_bytes(), ..Page::default() }).expect("text");
        let value = |found: &Option<schema::Found<String>>| found.as_ref().map(|f| f.value.clone());
        assert_eq!(value(&document.published).as_deref(), published, "{line}");
        assert_eq!(value(&document.modified).as_deref(), modified, "{line}");
    }
}

#[test]
fn what_is_no_page_is_said_to_be_none() {
    let open = |bytes: &[u8]| open(&Page { bytes: bytes.to_vec(), ..Page::default() });
    assert!(matches!(open(b""), Err(Error::Empty)));
    assert!(matches!(open(b" \n\n "), Err(Error::Empty)));
    assert!(matches!(open(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Err(Error::Binary)));
}

#[test]
fn old_character_sets_are_read() {
    let page = "<html><head><meta charset=windows-1251></head><body><p>Мост в Бельмаре закрыт, сообщил мэр города в понедельник.</p></body></html>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(page);
    let document =
        open(&Page { bytes: bytes.into_owned(), ..Page::default() }).expect("it has text");
    assert!(document.text.contains("Мост в Бельмаре"));
    assert_eq!(document.page.charset, "windows-1251");
}

#[test]
fn a_plain_text_is_the_document_to_the_byte() {
    let text = "Un titre de trois mots\r\n\r\n  Le maire a dit « oui ».\n";
    let document =
        open(&Page { bytes: text.as_bytes().to_vec(), ..Page::default() }).expect("it has text");
    assert_eq!(document.text, text);
}

#[test]
fn nesting_without_end_is_no_trouble() {
    let page = format!(
        "<html><body>{}<p>The mayor said that the dam would hold.</p>",
        "<div>".repeat(100_000)
    );
    assert!(open(&Page { bytes: page.into_bytes(), ..Page::default() }).is_ok());
}

#[test]
fn a_page_of_signs_takes_no_longer_than_one_of_sentences() {
    let text = "The dam above Belmar holds\n\n".to_owned()
        + &"Leave a comment\n".repeat(40_000)
        + &"The dam held, the mayor of the town said.\n".repeat(40_000);
    let start = std::time::Instant::now();
    let document =
        open(&Page { bytes: text.into_bytes(), ..Page::default() }).expect("it has text");
    assert!(document.kept().count() > 39_990);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_huge_text_beside_the_page_is_not_compared_with_every_block() {
    let page = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"articleBody\":\"{}\"}}</script></head><body>{}</body></html>",
        "The dam of Belmar held through that night. ".repeat(100_000),
        (0..5_000)
            .map(|n| format!("<p>The dam of Belmar fell at {n}, a witness from the town said.</p>"))
            .collect::<String>(),
    );
    let start = std::time::Instant::now();
    let document =
        open(&Page { bytes: page.into_bytes(), ..Page::default() }).expect("it has text");
    assert_eq!(document.kept().count(), 5_000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn any_bytes_are_opened_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = open(&Page { bytes, ..Page::default() });
    }

    #[test]
    fn blocks_are_in_order_and_inside_the_text(html in "(<(p|div|li|b|table|a|h1)>|</(p|div|li|b|table|a)>|[a-zé« ]{1,12}|\n){0,40}") {
        for media in [None, Some("text/html".to_owned())] {
            let page = Page { bytes: html.clone().into_bytes(), media_type: media, ..Page::default() };
            let Ok(document) = open(&page) else { continue };
            let mut end = 0;
            for block in &document.blocks {
                prop_assert!(block.span.start() >= end && !block.span.is_empty());
                prop_assert!(document.text.get(block.span.range()).is_some());
                end = block.span.end();
            }
        }
    }
}

#[test]
fn a_block_knows_its_bytes_in_the_page() {
    let html = "<html><meta charset=windows-1251><body><h1>\u{041c}\u{043e}\u{0441}\u{0442} \u{0437}\u{0430}\u{043a}\u{0440}\u{044b}\u{0442} \u{0434}\u{043e} \u{043c}\u{0430}\u{044f}</h1>\
        <p>\u{041c}\u{043e}\u{0441}\u{0442} <b>\u{0437}\u{0430}\u{043a}\u{0440}\u{044b}\u{0442}</b>.</p></body></html>";
    let encoding = encoding_rs::WINDOWS_1251;
    let bytes = encoding.encode(html).0.into_owned();
    let document = open(&Page { bytes: bytes.clone(), ..Page::default() }).expect("it has text");
    let source = |block: &schema::Block| {
        let place = block.source.expect("it has a place");
        encoding.decode(&bytes[place.start as usize..place.end as usize]).0.into_owned()
    };
    let sources: Vec<_> = document.blocks.iter().map(source).collect();
    let title = document.words(document.blocks[0].span);
    assert_eq!(sources[0], title);
    let bold = "<b>\u{0437}\u{0430}\u{043a}\u{0440}\u{044b}\u{0442}</b>.";
    assert_eq!(sources[1], format!("\u{041c}\u{043e}\u{0441}\u{0442} {bold}"));
}

fn format_of(text: &str, whence: &str, media_type: Option<&str>) -> schema::PageFormat {
    let (whence, media_type) = (Some(whence.to_owned()), media_type.map(str::to_owned));
    let page = Page { bytes: text.as_bytes().to_vec(), whence, media_type, ..Page::default() };
    open(&page).expect("it has text").page.format
}

#[test]
fn markup_is_not_read_as_text() {
    use schema::PageFormat::{Html, Text};
    let words = "The dam above Belmar held through the night, the mayor said on Monday.";
    for (text, name, wanted) in [
        (format!("<p class=\"lead\">{words}</p>"), "dam", Html),
        (format!("<title>Dam</title>\n{words}"), "dam", Html),
        (format!("<span>{words}</span>"), "dam.txt", Html),
        (format!("{words} <b>It holds.</b>"), "dam.html", Html),
        (format!("{words} <i>It holds.</i>"), "dam.HTM", Html),
        (format!("{words}<br/>"), "dam.xhtml.gz", Html),
        (words.to_owned(), "dam.html", Text),
        (format!("<{words}>"), "dam", Text),
        (format!("<3 {words}"), "dam", Text),
        (format!("{words} <b>It holds.</b>"), "dam.txt", Text),
    ] {
        assert_eq!(format_of(&text, name, None), wanted, "{name}: {text}");
    }
    assert_eq!(format_of(&format!("{words} <b>x</b>"), "a.html", Some("text/plain")), Text);
}

#[test]
fn a_few_stray_bytes_do_not_garble_a_page() {
    let words = "La digue a tenu l\u{2019}\u{e9}t\u{e9} dernier, a dit le maire de Belmar \u{e0} la foule r\u{e9}unie.";
    let with = |head: &str| {
        let start = format!("<html><head>{head}</head><body><p>{words}</p><p>Le pont ");
        let mut bytes = start.into_bytes();
        bytes.extend(b"\xe9tait ferm\xe9, a dit \x93 le maire.</p><p>Une phrase de plus, dite par le maire.</p></body></html>");
        open(&Page { bytes: bytes.clone(), ..Page::default() }).map(|it| (it, bytes)).expect("text")
    };
    let (document, bytes) = with("<meta charset=\"utf-8\">");
    assert!(document.text.starts_with(words), "{}", document.text);
    assert!(document.text.contains("Le pont \u{fffd}tait"), "{}", document.text);
    assert_eq!(document.page.cut, [schema::CutKind::Characters]);
    assert_eq!(document.page.charset, "utf-8");
    let last = document.blocks.last().expect("a block");
    let place = last.source.expect("a place");
    let source = &bytes[place.start as usize..place.end as usize];
    assert_eq!(source, document.words(last.span).as_bytes(), "places are those of the bytes");
    // A page that says so and has no character of UTF-8 is of another set.
    let bytes = b"<meta charset=utf-8><p>Le pont de Belmar \xe9tait ferm\xe9 tout l'\xe9t\xe9, a dit le maire.".to_vec();
    let document = open(&Page { bytes, ..Page::default() }).expect("text");
    assert_eq!(
        (document.page.charset.as_str(), document.page.cut.as_slice()),
        ("windows-1252", &[][..])
    );
}

#[test]
fn a_page_with_too_many_elements_says_so() {
    let bytes =
        ("<br>".repeat(1_100_000) + "<p>The dam above Belmar held, the mayor said.").into_bytes();
    let document = open(&Page { bytes, ..Page::default() }).expect("text");
    assert_eq!(document.page.cut, [schema::CutKind::Elements]);
}

#[test]
fn one_page_at_one_address_is_one_document_however_it_came() {
    let page = |url: Option<&str>, head: &str| {
        let bytes = format!(
            "<html><head>{head}</head><body><h1>The dam holds</h1><p>The dam above Belmar held through the night, the mayor said.</p></body></html>"
        );
        let url = url.map(str::to_owned);
        open(&Page { bytes: bytes.into_bytes(), url, ..Page::default() }).expect("text")
    };
    let (courier, herald) =
        (Some("https://courier.example/dam"), Some("https://herald.example/dam"));
    assert_eq!(page(courier, "").id, page(courier, "").id);
    assert_ne!(page(courier, "").id, page(herald, "").id);
    assert_eq!(page(courier, "").page.carrier.as_deref(), courier);
    // A page that tells its address is the same in a file and over a link with marks.
    let own = "<link rel=canonical href=https://courier.example/dam>";
    assert_eq!(page(courier, own).id, page(None, own).id);
    assert_eq!(page(Some("https://courier.example/dam?from=feed"), own).id, page(None, own).id);
    assert_eq!(page(courier, own).page.carrier, None);
    // At another's it is that one's copy.
    assert_ne!(page(herald, own).id, page(courier, own).id);
}

/// Two paragraphs of an invented article, with `inside` between them and `after` behind it.
fn article(inside: &str, after: &str) -> String {
    format!(
        "<html><head><title>The dam above Belmar holds</title></head><body><main>\
         <article><h1>The dam above Belmar holds</h1>\
         <p>The dam above Belmar held through the night, the mayor of the town said on Monday.</p>{inside}\
         <p>Engineers will look at it again in the spring, when the water is low enough for it.</p>\
         </article>{after}</main></body></html>"
    )
}

/// The role and the words of each kept block.
fn kept(html: &str) -> Vec<(schema::Role, String)> {
    let page = Page { bytes: html.as_bytes().to_vec(), ..Page::default() };
    let document = open(&page).expect("it has text");
    document.kept().map(|block| (block.role, document.words(block.span).to_owned())).collect()
}

#[test]
fn what_nobody_sees_is_not_read() {
    let hidden = "<p hidden>Nobody sees this sentence on the page at all, said the mayor.</p>\
        <div hidden><p>Nobody sees this one on the page either, said the mayor on Monday.</p></div>\
        <p style=\"display: none\">Nor does anybody see this one, the mayor of the town said.</p>";
    let kept = kept(&article(hidden, ""));
    assert!(kept.iter().all(|(_, words)| !words.contains("see")), "{kept:?}");
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_post_that_the_article_shows_is_kept_as_one_with_the_name_of_its_author() {
    let words =
        "The wall is safe and nobody has to leave the town before Easter, whatever they write.";
    for post in [
        format!(
            "<blockquote class=\"twitter-tweet\"><p lang=en>{words}</p>&mdash; Ana Karo (@karo) <a href=/1>May 3, 2024</a></blockquote>"
        ),
        format!(
            "<figure class=\"wp-block-embed\"><div><blockquote><p>{words}</p>&mdash; Ana Karo (@karo)</blockquote></div></figure>"
        ),
        format!(
            "<div class=\"fb-post\"><blockquote class=\"fb-xfbml-parse-ignore\"><p>{words}</p>Posted by Ana Karo</blockquote></div>"
        ),
        format!("<div class=\"tgme_widget_message\"><p>{words}</p><p>Ana Karo @karo</p></div>"),
    ] {
        let kept = kept(&article(&post, ""));
        let posts: Vec<_> =
            kept.iter().filter(|(role, _)| *role == schema::Role::EmbeddedPost).collect();
        assert_eq!(posts.len(), 2, "{post}: {kept:?}");
        assert_eq!(posts[0].1, words);
        assert!(posts[1].1.contains("Ana Karo"));
    }
    // A quotation is none, and neither is what a video of a network is about.
    for other in [
        format!("<blockquote><p>{words}</p></blockquote>"),
        format!("<div class=\"youtube\"><p>{words}</p></div>"),
    ] {
        let kept = kept(&article(&other, ""));
        assert!(kept.iter().all(|(role, _)| *role != schema::Role::EmbeddedPost), "{kept:?}");
    }
}

#[test]
fn a_short_heading_is_the_title_where_the_page_says_so() {
    let page = |title: &str| {
        article("", "")
            .replace("<h1>The dam above Belmar holds", "<h1>Dam holds")
            .replace("<title>The dam above Belmar holds", &format!("<title>{title}"))
    };
    let (role, words) = &kept(&page("Dam holds | The Belmar Courier"))[0];
    assert_eq!((*role, words.as_str()), (schema::Role::Title, "Dam holds"));
}

#[test]
fn one_sentence_is_an_article_too() {
    let html = "<title>A man is hurt in Belmar | The Courier</title><nav><a href=/>Home</a></nav>\
        <main><article><h1>A man is hurt in Belmar</h1><p>By Ana Karo</p>\
        <p>A man was hurt on Monday, police said.</p></article></main>\
        <footer><p>All rights are ours.</p></footer>";
    let kept = kept(html);
    let words: Vec<_> = kept.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["A man is hurt in Belmar", "A man was hurt on Monday, police said."]);
}

#[test]
fn what_stands_below_pictures_is_never_the_article() {
    let figure = |words: &str| {
        format!(
            "<figure><img src=a.jpg><figcaption>{words} <span>Photo: Jan Ferro</span></figcaption></figure>"
        )
    };
    let figures: String = [
        "The northern quay on Monday morning, with the wall behind it.",
        "Engineers measure a crack in the wall with a ruler of wood.",
        "Ilsa Brandt shows the longest crack of all to the council.",
        "Boats lie in the fishing dock of Belmar.",
    ]
    .map(figure)
    .concat();
    let html = format!(
        "<title>Cracks close the quay of Belmar</title><main><article><h1>Cracks close the quay of Belmar</h1>\
         <p>Pictures of the wall, taken on Monday.</p>{figures}</article></main>"
    );
    let kept = kept(&html);
    let words: Vec<_> = kept.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(
        words,
        ["Cracks close the quay of Belmar", "Pictures of the wall, taken on Monday."]
    );
}

#[test]
fn the_next_article_on_the_page_is_another_one() {
    let next = "<article><h1>Herring is cheap again</h1><p>By Olaf Trent</p>\
        <p>Herring costs four crowns a kilo, the fish exchange of the town said on Monday.</p>\
        <p>“We throw them back,” said Bram Oke, a fisherman who has two boats.</p></article>";
    let all = kept(&article("", next));
    assert!(all.iter().all(|(_, words)| !words.contains("erring") && !words.contains("Oke")));
    assert_eq!(all.len(), 3, "{all:?}");
    // The parts of one article may be articles for the builder of a site.
    let part = next.replace("h1>", "h2>");
    assert!(kept(&article(&part, "")).iter().any(|(_, words)| words.contains("Oke")));
}

#[test]
fn a_first_paragraph_is_no_headline() {
    let lead = "The harbour council of Velmora voted on Tuesday to close the northern quay for at \
        least three months, after engineers found cracks in the sea wall that nobody had seen.";
    let text = format!("{lead}\n\nFishermen were not asked, they said.\n\nNobody was hurt.");
    let document =
        open(&Page { bytes: text.into_bytes(), ..Page::default() }).expect("it has text");
    assert!(document.title.is_none(), "{:?}", document.title);
    assert!(document.blocks.iter().all(|block| block.role == schema::Role::Body));
}
