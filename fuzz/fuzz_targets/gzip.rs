//! Bytes packed with gzip, whatever is in them: members, damage, none.
#![no_main]

mod door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    door::archive(bytes, "a.gz");
    // As a range of a larger archive, where the beginning is looked for.
    let like = page::Page::default();
    for entry in page::archive::Warc::new(bytes, like, 1..u64::MAX, Some(true)).into_iter().flatten() {
        door::entry(&entry);
    }
});
