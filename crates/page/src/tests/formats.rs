//! Pages that are neither HTML nor plain text.

use crate::{Page, open};
use expect_test::{Expect, expect};
use proptest::prelude::*;

#[test]
fn a_mail_is_read_with_its_head_and_its_words_with_tags() {
    let mail = "From: =?utf-8?Q?Le_Courrier_de_Belmar?= <lettre@courrier.example>\r\nTo: a@b.example\r\nSubject: =?utf-8?Q?La_digue_tient_encore_l=27=C3=A9t=C3=A9?=\r\n\
        Date: Mon, 05 May 2031 00:30:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n\
        --x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nLa digue tient.\r\n--x\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <html><body><h1>La digue tient</h1><p>La digue de Belmar a tenu toute la nuit, malgr=E9 la crue, a dit le maire lundi soir.</p></body></html>\r\n--x--\r\n";
    let document =
        open(&Page { bytes: mail.as_bytes().to_vec(), ..Page::default() }).expect("text");
    assert_eq!(document.page.format, schema::PageFormat::Mail);
    let kept: Vec<_> = document.kept().map(|block| document.words(block.span)).collect();
    assert_eq!(
        kept,
        [
            "La digue tient",
            "La digue de Belmar a tenu toute la nuit, malgré la crue, a dit le maire lundi soir."
        ]
    );
    assert_eq!(document.title.expect("a title").value, "La digue tient encore l'été");
    let published = document.published.expect("a date");
    assert_eq!(
        (published.value.as_str(), published.evidence.as_str()),
        ("2031-05-05T00:30:00+02:00", "head of the mail")
    );
    assert_eq!(document.outlet.expect("an outlet").value, "Le Courrier de Belmar");
    assert!(document.blocks.iter().all(|block| block.source.is_none()));
}

#[test]
fn a_mail_inside_of_a_mail_is_read_where_it_says_more() {
    let letter = "From: Courier <news@courier.example>\r\nTo: b@c.example\r\nSubject: The dam holds\r\nDate: Mon, 05 May 2031 08:00:00 +0200\r\n\r\nThe dam above Belmar held through the night, the mayor said on Monday.\r\n";
    let outer = |words: &str| {
        format!(
            "From: a@b.example\r\nTo: c@d.example\r\nSubject: Fwd: letter\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{words}\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n{letter}\r\n--x--\r\n"
        )
    };
    let read =
        |mail: String| open(&Page { bytes: mail.into_bytes(), ..Page::default() }).expect("text");
    let document = read(outer("See below."));
    assert!(document.text.starts_with("The dam above Belmar held"), "{}", document.text);
    assert_eq!(document.title.expect("a title").value, "The dam holds");
    assert_eq!(document.outlet.expect("an outlet").value, "Courier");
    assert_eq!(document.page.cut, [schema::CutKind::Mail]);
    let document = read(outer(&"I do not believe a word of what they write there. ".repeat(4)));
    assert!(document.text.starts_with("I do not believe"), "{}", document.text);
    assert_eq!(document.page.cut, [schema::CutKind::Mail]);
}

#[test]
fn a_mail_with_a_subject_has_no_second_title() {
    let mail = "From: Courier <news@courier.example>\nTo: b@c.example\nSubject: Letter of Monday\n\nThe dam above Belmar held through the night, the mayor said.\n\nView this email in your browser\n\nNobody was hurt, she said.\n\nYou receive this letter because you signed up. Unsubscribe\n";
    let document = open(&Page { bytes: mail.into(), ..Page::default() }).expect("text");
    assert_eq!(document.title.as_ref().expect("a title").value, "Letter of Monday");
    let kept: Vec<_> = document.kept().map(|it| (it.role, document.words(it.span))).collect();
    assert_eq!(
        kept,
        [
            (schema::Role::Body, "The dam above Belmar held through the night, the mayor said."),
            (schema::Role::Body, "Nobody was hurt, she said."),
        ]
    );
}

#[test]
fn lines_with_colons_are_no_mail() {
    for text in [
        "From: the dam\n\nThe dam holds, the mayor said.",
        "Date: 5 May\nFrom here: to there\n\nThe dam holds, the mayor said.",
        "The mayor said: the dam holds.\nFrom: nobody\nTo: nobody\nDate: never",
    ] {
        let document =
            open(&Page { bytes: text.as_bytes().to_vec(), ..Page::default() }).expect("text");
        assert_eq!(document.page.format, schema::PageFormat::Text, "{text}");
    }
}

fn check_markdown(text: &str, expected: Expect) -> schema::Document {
    let whence = Some("dam.md".to_owned());
    let document =
        open(&Page { bytes: text.as_bytes().to_vec(), whence, ..Page::default() }).expect("text");
    assert_eq!(document.text, text, "the text is the file");
    let mut out = String::new();
    for block in &document.blocks {
        let kept = if block.kept { "+" } else { "-" };
        let words = document.words(block.span);
        out += &format!("{kept} {:?} ({}) {words}\n", block.role, block.reason);
    }
    expected.assert_eq(&out);
    document
}

#[test]
fn a_text_in_markdown_has_its_parts_by_their_signs() {
    let document = check_markdown(
        "---\ntitle: \"The dam holds\"\ndate: 2031-05-05\nauthor:\n  - Ana Karo\n  - Ben Orn\nsite: The Courier\ncanonical: https://courier.example/dam\n---\n\n\
         # The dam holds #\n\n*By Ana Karo*\n\n![The dam](dam.jpg)\n\nThe dam above Belmar held,\nthe mayor said on **Monday**.\n\n\
         A night of work\n---------------\n\n> We did not sleep, she said,\n> and nobody did.\n\n- The gates were shut at noon.\n- [A bridge is sold](https://courier.example/bridge)\n1. It rained.\n\n\
         | Gate | Height |\n|------|--------|\n| East | 12 m |\n\n```sh\nls -l\n```\n\n* * *\n\n[1]: https://courier.example\n\nThe dam holds.\n",
        expect![[r#"
            - Notice (markdown/head) title: "The dam holds"
            date: 2031-05-05
            author:
              - Ana Karo
              - Ben Orn
            site: The Courier
            canonical: https://courier.example/dam
            + Title (markdown/title) The dam holds
            - Byline (byline/words) *By Ana Karo*
            - Caption (markdown/picture) ![The dam](dam.jpg)
            + Body (body/line) The dam above Belmar held,
            the mayor said on **Monday**.
            - Heading (markdown/heading) A night of work
            + Body (markdown/quotation) We did not sleep, she said,
            > and nobody did.
            + List (markdown/item) The gates were shut at noon.
            - Related (markdown/link-alone) [A bridge is sold](https://courier.example/bridge)
            + List (markdown/item) It rained.
            + Table (markdown/table) Gate | Height |
            + Table (markdown/table) East | 12 m |
            - Notice (markdown/code) ls -l
            - Notice (markdown/address) [1]: https://courier.example
            + Body (body/line) The dam holds.
        "#]],
    );
    assert_eq!(document.title.as_ref().expect("a title").value, "The dam holds");
    assert!(document.title.expect("a title").span.is_some());
    assert_eq!(document.published.expect("a date").value, "2031-05-05");
    assert_eq!(document.outlet.expect("an outlet").value, "The Courier");
    assert_eq!(document.url.expect("an address").value, "https://courier.example/dam");
    let names: Vec<_> = document.byline.iter().map(|name| name.found.value.as_str()).collect();
    assert_eq!(names, ["Ana Karo", "Ben Orn"]);
}

#[test]
fn a_text_in_markdown_without_a_heading_begins_with_its_title() {
    check_markdown(
        "The dam above Belmar holds\n\nThe dam held through the night, the mayor said on Monday.\n\n## Leave a comment\n\nFirst!\n",
        expect![[r#"
            + Title (title/first-line) The dam above Belmar holds
            + Body (body/line) The dam held through the night, the mayor said on Monday.
            - Comment (sign/words) Leave a comment
            - Comment (sign/article-is-over) First!
        "#]],
    );
}

proptest! {
    #[test]
    fn the_parts_of_any_markdown_stand_in_order(text in "([-#>*|`=\\[\\]()!<> 0-9.:a-c\u{e9}]|\n){0,300}") {
        let page = Page { bytes: text.clone().into_bytes(), whence: Some("a.md".to_owned()), ..Page::default() };
        if let Ok(document) = open(&page) {
            let mut end = 0;
            for block in &document.blocks {
                prop_assert!(block.span.start() >= end && block.span.end() > block.span.start());
                prop_assert!(document.text.get(block.span.range()).is_some());
                end = block.span.end();
            }
        }
    }

    #[test]
    fn any_mail_ends(head in "\\PC{0,100}", bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let start = format!("From: a@b.example\nTo: c@d.example\nSubject: {head}\nContent-Type: multipart/mixed; boundary=x\n\n--x\n");
        let bytes = [start.as_bytes(), &bytes].concat();
        let _ = open(&Page { bytes, media_type: Some("message/rfc822".to_owned()), ..Page::default() });
    }
}
