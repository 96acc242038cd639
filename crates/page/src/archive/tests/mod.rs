//! Archives in, pages out. All pages are invented.

mod corpus;
mod feeds;
mod lists;
mod warc;

use super::{Entry, open};
use crate::Page;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};

/// What the bytes of a file of that name hold.
fn of_file(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Entry> {
    let like = Page { whence: Some(name.to_owned()), ..Page::default() };
    open(Cursor::new(bytes.into()), like).collect()
}

fn pages(entries: Vec<Entry>) -> Vec<Page> {
    let page = |entry| match entry {
        Entry::Page(page) => *page,
        other => panic!("no page: {other:?}"),
    };
    entries.into_iter().map(page).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}
