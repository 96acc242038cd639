//! A mail, whatever its parts are packed in.
#![no_main]

mod door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| door::page(bytes, "a.eml", Some("message/rfc822")));
