//! What every door holds to.
#![allow(dead_code)]

use page::archive::Entry;
use page::{Page, open};

/// Opens one page. Its blocks stand in order, inside of the text, between two
/// characters; the same bytes give the same document.
pub fn page(bytes: &[u8], name: &str, media_type: Option<&str>) {
    let page = Page {
        bytes: bytes.to_vec(),
        whence: Some(name.to_owned()),
        media_type: media_type.map(str::to_owned),
        ..Page::default()
    };
    of(&page);
}

fn of(page: &Page) {
    let Ok(document) = open(page) else { return };
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start() >= end && !block.span.is_empty(), "{:?}", block.span);
        assert!(document.text.get(block.span.range()).is_some(), "{:?}", block.span);
        end = block.span.end();
    }
    assert_eq!(open(page).expect("it opened before"), document);
}

/// Opens an archive and the pages in it.
pub fn archive(bytes: &[u8], name: &str) {
    let like = Page { whence: Some(name.to_owned()), ..Page::default() };
    let mut count = 0;
    for found in page::archive::open(std::io::Cursor::new(bytes.to_vec()), like) {
        entry(&found);
        count += 1;
    }
    // Nothing is made of nothing; what is packed may hold more than its own size.
    assert!(bytes.starts_with(&[0x1f, 0x8b]) || count <= bytes.len() + 1);
}

/// Opens the page of an entry, if it is one.
pub fn entry(entry: &Entry) {
    if let Entry::Page(page) = entry {
        of(page);
    }
}
