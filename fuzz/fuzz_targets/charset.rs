//! The first byte chooses what the server said of the character set; the others
//! are a text.
#![no_main]

mod door;

const SAID: [&str; 8] = [
    "text/plain",
    "text/plain; charset=utf-8",
    "text/plain; charset=windows-1251",
    "text/plain; charset=koi8-r",
    "text/plain; charset=utf-16",
    "text/plain; charset=iso-2022-jp",
    "text/plain; charset=gb18030",
    "text/html; charset=\"unheard-of\"",
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((said, text)) = bytes.split_first() {
        door::page(text, "a.txt", Some(SAID[usize::from(*said) % SAID.len()]));
    }
});
