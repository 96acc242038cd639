use crate::normalise::words;
use schema::{Document, Id, Role, Span};
use serde::Serialize;

/// So many pages of a site must have a block before it is the site's own.
const PAGES: u32 = 3;

/// A kept block, in the form in which the blocks of a site's pages are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteBlock {
    /// Where it stands in the document's text.
    pub span: Span,
    /// `b:` and the digest of its words without case and accents.
    pub key: Id,
}

/// Words that stand on many pages of one site: a line on the newsroom, a word on
/// how to subscribe. They tell of the site and not of what the page is about.
///
/// An annotation: the document and its reading are what they were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Furniture {
    /// Which of the document's blocks, counted from 0.
    pub block: usize,
    /// On how many pages of the site it stands, this one counted.
    pub pages: u32,
}

/// The kept blocks of a document that could be furniture: all but the headline.
pub fn site_blocks(document: &Document) -> Vec<SiteBlock> {
    let language = document.language_code().unwrap_or("");
    let key = |span: Span| {
        let words = words(document.words(span), language).join(" ");
        (!words.is_empty()).then(|| Id::of('b', &[words.as_bytes()]))
    };
    let blocks = document.kept().filter(|block| block.role != Role::Title);
    blocks.filter_map(|block| Some(SiteBlock { span: block.span, key: key(block.span)? })).collect()
}

/// Which blocks of a document are its site's furniture, where the site has `pages`
/// pages, this one counted, and each of `blocks` stands on so many of them.
///
/// Those on three pages or more, and on half of the pages or more. Where that is
/// most of what the document has, the site gives one article at several addresses,
/// and nothing is furniture.
pub fn furniture(document: &Document, pages: u32, blocks: &[(SiteBlock, u32)]) -> Vec<Furniture> {
    let often = |on: u32| on >= PAGES && on.saturating_mul(2) >= pages;
    let on: Vec<(Span, u32)> =
        blocks.iter().filter(|(_, on)| often(*on)).map(|(block, on)| (block.span, *on)).collect();
    let letters =
        |spans: &mut dyn Iterator<Item = Span>| spans.map(|span| span.len()).sum::<usize>();
    let all = letters(&mut blocks.iter().map(|(block, _)| block.span));
    if letters(&mut on.iter().map(|(span, _)| *span)) * 2 > all {
        return Vec::new();
    }
    // Both are in the order of the text.
    let mut on = on.into_iter().peekable();
    let mut found = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        if let Some((_, pages)) = on.next_if(|(span, _)| *span == block.span) {
            found.push(Furniture { block: at, pages });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use schema::{Block, Confidence, Found, PageFormat, PageKind, PageRecord};

    /// A document whose first block is the headline.
    fn page(lines: &[&str]) -> Document {
        let mut blocks = Vec::new();
        let mut text = String::new();
        for line in lines {
            let start = text.len();
            text.push_str(line);
            blocks.push(Block {
                span: Span::new(start, text.len()),
                role: if start == 0 { Role::Title } else { Role::Body },
                kept: true,
                reason: "test".to_owned(),
                source: None,
            });
            text.push('\n');
        }
        let language = Found {
            value: "en".to_owned(),
            evidence: "test".to_owned(),
            span: None,
            confidence: Confidence::percent(90),
        };
        Document {
            id: Id::of('d', &[text.as_bytes()]),
            page: PageRecord {
                sha256: String::new(),
                bytes: text.len() as u64,
                format: PageFormat::Text,
                charset: "utf-8".to_owned(),
                whence: None,
                retrieved: None,
                address: None,
                carrier: None,
                cut: Vec::new(),
            },
            kind: PageKind::Article,
            url: None,
            outlet: None,
            language: Some(language),
            title: None,
            byline: Vec::new(),
            published: None,
            modified: None,
            hints: Vec::new(),
            text,
            blocks,
        }
    }

    const LINES: [&str; 3] = [
        "The quay is closed",
        "The quay at Hollin was closed on Tuesday after a crane fell into the water.",
        "Our newsroom has eleven people, said its head Ida Falk.",
    ];

    /// The furniture of the page, where its last block stands on `on` of `pages`.
    fn found(on: u32, pages: u32) -> Vec<Furniture> {
        let document = page(&LINES);
        let blocks = site_blocks(&document);
        let counts: Vec<(SiteBlock, u32)> = blocks.into_iter().zip([1, on]).collect();
        furniture(&document, pages, &counts)
    }

    #[test]
    fn words_on_half_of_the_pages_of_a_site_are_its_furniture() {
        assert_eq!(found(4, 8), [Furniture { block: 2, pages: 4 }]);
        assert_eq!(found(4, 9), []);
    }

    #[test]
    fn two_pages_are_too_few_to_tell() {
        assert_eq!(found(2, 2), []);
        assert_eq!(found(3, 3), [Furniture { block: 2, pages: 3 }]);
    }

    #[test]
    fn one_article_at_three_addresses_is_no_furniture() {
        let document = page(&LINES);
        let counts: Vec<(SiteBlock, u32)> =
            site_blocks(&document).into_iter().map(|block| (block, 3)).collect();
        assert_eq!(furniture(&document, 3, &counts), []);
    }

    #[test]
    fn case_and_accents_make_no_other_block_and_the_headline_is_none() {
        let one = site_blocks(&page(&["A headline", "Café Hollin, open daily."]));
        let other = site_blocks(&page(&["Café Hollin", "CAFE HOLLIN: open daily", "…"]));
        assert_eq!((one.len(), other.len()), (1, 1));
        assert_eq!(one[0].key, other[0].key);
    }
}
