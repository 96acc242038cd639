use schema::{CutKind, Document, Note, Span};

/// How much of a page is read, in bytes of its kept text. No article is as
/// long; what is longer is a dump or a trap, and is read as far as this.
pub(crate) const MOST: usize = 2_000_000;

/// One note for each part of the page that was left out before it was opened.
pub(crate) fn cut(document: &Document) -> impl Iterator<Item = Note> {
    document.page.cut.iter().map(|kind| Note {
        document: document.id.clone(),
        span: None,
        rule: "page/cut".to_owned(),
        message: told(*kind).to_owned(),
    })
}

fn told(kind: CutKind) -> &'static str {
    match kind {
        CutKind::TooLong => {
            "This page is longer than 16 MB; its beginning was read, the rest left out."
        }
        CutKind::KeptInPart => "The archive kept a part of this page alone.",
        CutKind::Torn => "The bytes of this page break off; it was read as far as they go.",
        CutKind::Damaged => "The packed bytes of this page are damaged; it was read up to there.",
        CutKind::Length => {
            "The archive gives this page another length than it has; it was read up to the next record."
        }
        CutKind::Elements => {
            "This page has too many elements; the text behind them was read without its structure."
        }
        CutKind::Characters => {
            "Some bytes of this page are no characters; � stands in their place."
        }
        CutKind::Mail => "Of several mails inside each other the one that says most was read.",
        CutKind::Other => "A part of this page was left out.",
    }
}

/// A document whose kept text ends after `most` bytes, and the note that says
/// so; nothing where all of it is read.
pub(crate) fn shortened(document: &Document, most: usize) -> Option<(Document, Note)> {
    let mut left = most;
    let mut unread: Option<Span> = None;
    let mut blocks = document.blocks.clone();
    for block in blocks.iter_mut().filter(|block| block.kept) {
        let span = block.span;
        let mut end = span.end().min(span.start() + left);
        while !document.text.is_char_boundary(end) {
            end -= 1;
        }
        left -= end - span.start();
        if end < span.end() {
            let rest = Span::new(end, span.end());
            unread = Some(unread.map_or(rest, |unread| unread.cover(rest)));
            // Once a block is cut, those after it are not read at all.
            left = 0;
            block.span = Span::new(span.start(), end);
            block.kept = !block.span.is_empty();
        }
    }
    let unread = unread?;
    let note = Note {
        document: document.id.clone(),
        span: Some(unread),
        rule: "page/too-long".to_owned(),
        message: format!(
            "This page is longer than {most} bytes; it was read up to there, and no claims were looked for in the rest."
        ),
    };
    Some((Document { blocks, ..document.clone() }, note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_out_of_a_page_is_noted() {
        let bytes = b"The road is open\n\nThe mayor said that the road was open.\n".to_vec();
        let cut = vec![CutKind::KeptInPart];
        let document = page::open(&page::Page { bytes, cut, ..Default::default() }).expect("text");
        let notes = crate::read(&document).notes;
        let [note] = notes.as_slice() else { panic!("{notes:?}") };
        assert_eq!(
            (note.rule.as_str(), note.message.as_str()),
            ("page/cut", "The archive kept a part of this page alone.")
        );
    }

    #[test]
    fn a_long_page_is_read_as_far_as_the_limit() {
        let text = "The road is open\n\nThe mayor said that the é road was open.\n\nNobody came.\n";
        let page = page::Page { bytes: text.as_bytes().to_vec(), ..Default::default() };
        let document = page::open(&page).expect("it has text");
        assert!(shortened(&document, 1000).is_none());
        // In the middle of the é.
        let most = "The road is openThe mayor said that the ".len() + 1;
        let (short, note) = shortened(&document, most).expect("it is longer");
        let kept: Vec<&str> = short.kept().map(|block| short.words(block.span)).collect();
        assert_eq!(kept, ["The road is open", "The mayor said that the "]);
        let unread = note.span.map(|span| span.of(text));
        assert_eq!(unread, Some("é road was open.\n\nNobody came."));
        assert_eq!(short.text, document.text);
    }
}
