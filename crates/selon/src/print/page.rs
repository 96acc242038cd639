use super::document::{plural, role_name, shortened};
use super::{Ink, Paper, Words, faint, ink, plain};
use crate::words;
use schema::{Block, Document, Found};
use std::io;

/// How wide the column of the roles is.
const ROLES: usize = 16;
/// How many letters of a block are shown where not all are asked for.
const BEGINNING: usize = 140;
/// So many dropped blocks of one role in a row, and they are shown as one.
const RUN: usize = 3;

/// What of a page was kept and what dropped, and why; before that, what the
/// page says of itself. With `full` every block stands by itself, with all of
/// its words.
pub(crate) fn page_explained(paper: &mut Paper, document: &Document, full: bool) -> io::Result<()> {
    head(paper, document)?;
    paper.gap()?;
    count(paper, document)?;
    paper.gap()?;
    let alike = |a: &Block, b: &Block| !full && !a.kept && !b.kept && a.role == b.role;
    for run in document.blocks.chunk_by(alike) {
        if run.len() < RUN {
            for block in run {
                self::block(paper, document, block, full)?;
            }
        } else {
            folded(paper, document, run)?;
        }
    }
    Ok(())
}

/// What the page says of itself, and where.
fn head(paper: &mut Paper, document: &Document) -> io::Result<()> {
    match &document.title {
        Some(title) => paper.at(0, &[ink(Ink::Strong, title.value.clone())])?,
        None => paper.at(0, &[faint("(a page without a headline)")])?,
    }
    let page = &document.page;
    let mut about = vec![faint(document.id.to_string())];
    about.extend(page.whence.iter().map(|whence| faint(format!(" · {whence}"))));
    let what = format!(" · {}, {}, {} bytes", words::code(&page.format), page.charset, page.bytes);
    about.push(faint(what));
    paper.at(2, &about)?;
    paper.gap()?;

    let t = interface();
    line(paper, "kind", vec![plain(t.word("page_kind", &document.kind))])?;
    for (label, found) in [
        ("title", &document.title),
        ("outlet", &document.outlet),
        ("language", &document.language),
        ("published", &document.published),
        ("changed", &document.modified),
        ("address", &document.url),
    ] {
        let words = found.as_ref().map_or_else(|| vec![faint("unknown")], self::found);
        line(paper, label, words)?;
    }
    if document.byline.is_empty() {
        line(paper, "signed", vec![faint("unknown")])?;
    }
    for name in &document.byline {
        line(paper, "signed", found(&name.found))?;
    }
    for hint in &document.hints {
        let mut words = vec![plain(format!("{} ", t.word("hint", &hint.kind)))];
        words.extend(found(&hint.found));
        line(paper, "a copy?", words)?;
    }
    for cut in &page.cut {
        line(paper, "cut", vec![ink(Ink::Doubt, t.word("cut", cut))])?;
    }
    Ok(())
}

/// How many blocks were kept and how many dropped, and how to read what follows.
fn count(paper: &mut Paper, document: &Document) -> io::Result<()> {
    let blocks = &document.blocks;
    let dropped = blocks.iter().filter(|block| !block.kept).count();
    let mut words = vec![
        ink(Ink::Strong, plural(blocks.len(), "block")),
        plain(": "),
        ink(Ink::Stance, format!("+ {} kept", blocks.len() - dropped)),
        plain(", "),
        ink(Ink::Against, format!("- {dropped} dropped")),
        plain("."),
    ];
    if blocks.iter().any(|block| block.source.is_some()) {
        words.push(faint(" [from, to] are bytes of the page as it came."));
    }
    paper.at(0, &words)
}

/// One block: its words, and below them why.
fn block(paper: &mut Paper, document: &Document, block: &Block, full: bool) -> io::Result<()> {
    let words = document.words(block.span);
    let words = match full {
        true => shortened(words, usize::MAX),
        false => shortened(words, BEGINNING),
    };
    let words = if block.kept { plain(words) } else { faint(words) };
    entry(paper, block, vec![words])?;
    let mut why = reason(&block.reason);
    why.extend(block.source.map(|at| faint(format!(" [{},\u{a0}{}]", at.start, at.end))));
    below(paper, why)
}

/// Dropped blocks of one role, one after the other, as one.
fn folded(paper: &mut Paper, document: &Document, run: &[Block]) -> io::Result<()> {
    let beginnings: Vec<String> = run
        .iter()
        .take(RUN)
        .map(|block| shortened(document.words(block.span), BEGINNING / RUN))
        .collect();
    let more = if run.len() > RUN { " / …" } else { "" };
    let words = faint(format!("{}{more}", beginnings.join(" / ")));
    entry(paper, &run[0], vec![ink(Ink::Strong, plural(run.len(), "block")), plain(": "), words])?;
    for (reason, count) in reasons(run) {
        let mut why = vec![faint(format!("{count} × "))];
        why.extend(self::reason(reason));
        below(paper, why)?;
    }
    let from = run.iter().filter_map(|block| block.source).map(|at| at.start).min();
    let to = run.iter().filter_map(|block| block.source).map(|at| at.end).max();
    match from.zip(to) {
        Some((from, to)) => below(paper, vec![faint(format!("[{from},\u{a0}{to}]"))]),
        None => Ok(()),
    }
}

/// The reasons of a run in the order in which they come, each once, with how often.
fn reasons(run: &[Block]) -> Vec<(&str, usize)> {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for block in run {
        match reasons.iter_mut().find(|(reason, _)| *reason == block.reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((&block.reason, 1)),
        }
    }
    reasons
}

/// `+ body` or `- related` in its column, and beside it what is shown of it.
fn entry(paper: &mut Paper, block: &Block, words: Vec<Words>) -> io::Result<()> {
    let (sign, how) = if block.kept { ("+", Ink::Stance) } else { ("-", Ink::Against) };
    // Spaces that no line is broken at.
    let role = format!("{sign} {}", role_name(block.role)).replace(' ', "\u{a0}");
    let gap = ROLES.saturating_sub(role.chars().count()).max(1);
    let mut all = vec![ink(how, role), plain("\u{a0}".repeat(gap))];
    all.extend(words);
    paper.hanging(0, ROLES, &all)
}

fn below(paper: &mut Paper, words: Vec<Words>) -> io::Result<()> {
    paper.hanging(ROLES, ROLES + 2, &words)
}

/// A reason in words, and as the engine names it.
fn reason(reason: &str) -> Vec<Words> {
    match interface().reason(reason) {
        Some(words) => vec![ink(Ink::Value, words), faint(code(reason.to_owned()))],
        None => vec![ink(Ink::Value, reason)],
    }
}

fn code(name: String) -> String {
    format!(" ({name})")
}

/// A value, where it was found, and how sure that is.
fn found(found: &Found<String>) -> Vec<Words> {
    vec![plain(found.value.clone()), faint(format!(" ({}) {}", found.evidence, found.confidence))]
}

fn line(paper: &mut Paper, label: &str, words: Vec<Words>) -> io::Result<()> {
    paper.labelled(2, ROLES - 2, label, words)
}

/// The words of the interface that are data; the terminal speaks English.
fn interface() -> &'static words::Words {
    &words::Words::all()[0]
}

#[cfg(test)]
mod tests {
    use super::super::tests::printed;
    use super::*;
    use expect_test::expect;
    use unicode_width::UnicodeWidthStr;

    const FERRY: &str = r#"<!DOCTYPE html><html lang="en"><head>
<title>The ferry is back - The Sedge Gazette</title>
<meta property="og:site_name" content="The Sedge Gazette">
<meta property="article:published_time" content="2031-06-11T07:30:00+02:00">
<link rel="canonical" href="https://sedge-gazette.example/ferry">
</head><body><nav><a href="/">Home</a> <a href="/isles">The isles</a></nav>
<article><h1>The ferry is back</h1>
<p>The ferry to the outer isles sails again from Thursday, after nine weeks in the yard at Hollin.</p>
<p>“We waited for one part,” said Odo Brask, who runs the line, on the quay at Hollin this morning.</p>
<p>Two hundred people live on the isles and buy their bread on the mainland.</p>
</article>
<aside><h3>Read also</h3><ul><li><a href="/a">Herring prices rise again</a></li>
<li><a href="/b">School opens late this year</a></li><li><a href="/c">A seal in the town hall</a></li>
<li><a href="/d">Nine boats for the regatta</a></li></ul></aside>
<footer>The Sedge Gazette, Quay Street 4, Hollin. All rights reserved.</footer></body></html>"#;

    fn ferry() -> Document {
        let mut document =
            page::open(&page::Page { bytes: FERRY.into(), ..page::Page::default() }).unwrap();
        // What changes with every change of the page engine.
        document.id = schema::Id::parse("d:0");
        document
    }

    fn explained(width: usize, colour: bool, full: bool) -> String {
        printed(width, colour, |paper| page_explained(paper, &ferry(), full))
    }

    #[test]
    fn a_page_is_shown_block_by_block_with_what_became_of_each_and_why() {
        expect![[r#"
            The ferry is back
              d:0 · html, utf-8, 1051 bytes

              kind          one article
              title         The ferry is back (h1) 0.95
              outlet        The Sedge Gazette (meta og:site_name) 0.90
              language      en (stop words of the kept text) 0.97
              published     2031-06-11T07:30:00+02:00 (meta article:published_time) 0.95
              changed       unknown
              address       https://sedge-gazette.example/ferry (link canonical) 0.95
              signed        unknown

            11 blocks: + 4 kept, - 7 dropped. [from, to] are bytes of the page as it came.

            - navigation    Home The isles
                            it stands in a part of the page that is named “nav” (zone/nav)
                              [323, 358]
            + title         The ferry is back
                            the first large heading, or the words of the page's own title
                              (title/heading) [382, 399]
            + body          The ferry to the outer isles sails again from Thursday, after
                            nine weeks in the yard at Hollin.
                            running text inside the article (body/in-article) [408, 503]
            + body          “We waited for one part,” said Odo Brask, who runs the line, on
                            the quay at Hollin this morning.
                            running text inside the article (body/in-article) [511, 611]
            + body          Two hundred people live on the isles and buy their bread on the
                            mainland.
                            running text inside the article (body/in-article) [619, 692]
            - related       5 blocks: Read also / Herring prices rise again / School opens
                            late this year / …
                            5 × it stands in a part of the page that is named “aside”
                              (zone/aside)
                            [719, 935]
            - notice        The Sedge Gazette, Quay Street 4, Hollin. All rights reserved.
                            it stands in a part of the page that is named “footer”
                              (zone/footer) [966, 1028]
        "#]]
        .assert_eq(&explained(80, false, false));
    }

    #[test]
    fn it_fits_whatever_the_width_and_says_the_same() {
        let words = |text: &str| text.split_whitespace().collect::<String>();
        let wide = words(&explained(120, false, true));
        for width in [60, 80, 100] {
            let text = explained(width, false, true);
            assert!(text.lines().all(|line| line.width() <= width), "{width}:\n{text}");
            assert_eq!(words(&text), wide, "{width}");
        }
    }

    #[test]
    fn colour_adds_nothing_but_colour() {
        let coloured = explained(80, true, false);
        assert!(coloured.contains("\x1b[32m+ body"));
        let bare: String = coloured
            .split('\x1b')
            .enumerate()
            .map(|(at, part)| if at == 0 { part } else { part.split_once('m').unwrap().1 })
            .collect();
        assert_eq!(bare, explained(80, false, false));
    }

    #[test]
    fn in_full_no_block_is_folded_and_no_word_is_left_out() {
        let full = explained(80, false, true);
        let document = ferry();
        let lines = full.lines().filter(|line| line.starts_with(['+', '-']));
        assert_eq!(lines.count(), document.blocks.len());
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let printed = words(&full);
        for block in &document.blocks {
            for word in words(document.words(block.span)) {
                assert!(printed.contains(&word), "{word}");
            }
        }
        assert!(!explained(80, false, false).contains("A seal in the town hall"), "folded else");
    }

    #[test]
    fn a_reason_without_words_and_the_place_in_the_bytes_are_shown_as_they_are() {
        let mut document = ferry();
        document.blocks.truncate(1);
        document.blocks[0].reason = "tea/leaves".to_owned();
        document.blocks[0].source = Some([120, 348].into());
        document.page.cut = vec![schema::CutKind::Torn];
        let text = printed(80, false, |paper| page_explained(paper, &document, false));
        assert!(text.contains("\n                tea/leaves [120, 348]\n"), "{text}");
        assert!(text.contains("[from, to] are bytes of the page as it came."), "{text}");
        assert!(
            text.contains("\n  cut           its bytes break off; it was read as far as they go\n"),
            "{text}"
        );
    }
}
