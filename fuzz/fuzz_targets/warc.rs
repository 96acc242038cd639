//! A WARC without packing. Two ranges of it give what the whole gives.
#![no_main]

mod door;

use page::Page;
use page::archive::{Entry, Warc};

fn read(bytes: &[u8], range: std::ops::Range<u64>) -> Vec<Entry> {
    let from = &bytes[range.start as usize..];
    Warc::new(from, Page::default(), range, Some(false)).expect("memory is read").collect()
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let entries = read(bytes, 0..u64::MAX);
    assert!(entries.len() <= bytes.len());
    for entry in &entries {
        door::entry(entry);
    }
    // Where nothing was damaged, a cut in the middle changes nothing: a header that
    // stands inside of a record would be taken for one.
    let marks = bytes.windows(7).filter(|at| at == b"WARC/1." || at == b"WARC/0.").count();
    let lost = entries.iter().any(|entry| matches!(entry, Entry::Lost(_)));
    if !lost && marks == entries.len() {
        let middle = bytes.len() as u64 / 2;
        let mut parts = read(bytes, 0..middle);
        parts.extend(read(bytes, middle..u64::MAX));
        assert_eq!(parts, entries);
    }
});
