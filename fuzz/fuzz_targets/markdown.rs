//! A text in Markdown stays the text that it is.
#![no_main]

mod door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| door::page(bytes, "a.md", None));
