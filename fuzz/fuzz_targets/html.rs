//! A page with tags: whatever they are, its blocks stand in order inside its text.
#![no_main]

mod door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| door::page(bytes, "a.html", Some("text/html")));
