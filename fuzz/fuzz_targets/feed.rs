//! Feeds and lists of feeds.
#![no_main]

mod door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| door::archive(bytes, "a.xml"));
