use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// The bytes as text, and the name of the character set they were read in.
///
/// In order: a byte order mark, what the server said, what the page says in its
/// first kilobytes, valid UTF-8, and last a guess from the bytes themselves.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    media_type: Option<&str>,
) -> (Cow<'a, str>, &'static str) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[length..]);
        return (text, encoding.name());
    }
    // A page that was cut may end in the middle of a character.
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    if let Ok(text) = std::str::from_utf8(&bytes[..whole]) {
        return (Cow::Borrowed(text), UTF_8.name());
    }
    let served = media_type.and_then(|media| label_in(media.as_bytes()));
    let declared = || label_in(&bytes[..bytes.len().min(4096)]);
    // A page that says UTF-8 and is not is better guessed.
    let told = served.or_else(declared).filter(|encoding| *encoding != UTF_8);
    let encoding = told.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    });
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text, encoding.name())
}

/// The character set that follows `charset=` in `bytes`.
fn label_in(bytes: &[u8]) -> Option<&'static Encoding> {
    let lower = bytes.to_ascii_lowercase();
    let at = lower.windows(8).position(|window| window == b"charset=")? + 8;
    let rest: Vec<u8> =
        lower[at..].iter().copied().skip_while(|b| matches!(b, b'"' | b'\'' | b' ')).collect();
    let end = rest
        .iter()
        .position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_'))
        .unwrap_or(rest.len());
    Encoding::for_label(&rest[..end])
}

/// Whether the bytes are no text at all: a picture, a program, a compressed file.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    const MAGIC: [&[u8]; 9] = [
        b"\x89PNG",
        b"GIF8",
        b"\xff\xd8\xff",
        b"PK\x03\x04",
        b"\x1f\x8b",
        b"%PDF",
        b"\x7fELF",
        b"SQLite format 3",
        b"RIFF",
    ];
    if Encoding::for_bom(bytes).is_some() {
        return false;
    }
    let head = &bytes[..bytes.len().min(8192)];
    let controls = head.iter().filter(|&&b| b < 9 || (14..32).contains(&b) && b != 27).count();
    MAGIC.iter().any(|magic| bytes.starts_with(magic)) || controls * 50 > head.len()
}
