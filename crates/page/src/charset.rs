use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use schema::Bytes;
use std::borrow::Cow;

/// The bytes as text, the name of the character set they were read in, and whether
/// some of them are no characters of it.
///
/// In order: a byte order mark, UTF-8 with a few broken characters at most, what the
/// server said, what the page says in its first kilobytes, and last a guess from the
/// bytes themselves.
pub(crate) fn decode<'a>(
    bytes: &'a [u8],
    media_type: Option<&str>,
) -> (Cow<'a, str>, &'static str, bool) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[length..]);
        return (text, encoding.name(), broken);
    }
    // A page that was cut may end in the middle of a character.
    let whole = match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    };
    if let Ok(text) = std::str::from_utf8(&bytes[..whole]) {
        return (Cow::Borrowed(text), UTF_8.name(), false);
    }
    let served = media_type.and_then(|media| label_in(media.as_bytes()));
    let declared = || label_in(&bytes[..bytes.len().min(4096)]);
    let told = served.or_else(declared);
    if is_mostly_utf8(bytes, told) {
        return (String::from_utf8_lossy(bytes), UTF_8.name(), true);
    }
    // A page that says UTF-8 and is not is better guessed.
    let encoding = told.filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    });
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    (text, encoding.name(), broken)
}

/// Whether bytes that are not all UTF-8 are so but for a few: a page that a program
/// put together from several. In other character sets hardly two letters in a row
/// look like one of UTF-8.
fn is_mostly_utf8(bytes: &[u8], told: Option<&Encoding>) -> bool {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    match told {
        Some(told) if told == UTF_8 => good > bad,
        _ => good >= 20 && good >= 10 * bad,
    }
}

/// Turns places in the text that [`decode`] gave, in bytes of UTF-8, into places in
/// the bytes that it was given. Where those are no valid text of another character set
/// than UTF-8, a place may be off by the length of what is broken before it.
pub(crate) fn in_bytes<'a>(
    bytes: &[u8],
    text: &str,
    charset: &str,
    places: impl Iterator<Item = &'a mut Bytes>,
) {
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
    let mark = Encoding::for_bom(bytes).map_or(0, |(_, length)| length as u64);
    let mut ends: Vec<&mut u64> =
        places.flat_map(|place| [&mut place.start, &mut place.end]).collect();
    ends.sort_unstable();
    if encoding == UTF_8 {
        // Where what is broken became one sign, the text is longer or shorter by that.
        let mut chunks = bytes.get(mark as usize..).unwrap_or_default().utf8_chunks();
        let (mut at, mut found) = (0, mark);
        let mut chunk = chunks.next();
        for end in ends {
            while let Some(it) = &chunk
                && !it.invalid().is_empty()
                && *end >= at + (it.valid().len() + BROKEN.len()) as u64
            {
                at += (it.valid().len() + BROKEN.len()) as u64;
                found += (it.valid().len() + it.invalid().len()) as u64;
                chunk = chunks.next();
            }
            *end = found + (*end - at);
        }
        return;
    }
    let (mut at, mut found) = (0, mark);
    for end in ends {
        let mut to = (*end as usize).clamp(at, text.len());
        while !text.is_char_boundary(to) {
            to -= 1;
        }
        let between = &text[at..to];
        found += if encoding == UTF_16LE || encoding == UTF_16BE {
            2 * between.chars().map(char::len_utf16).sum::<usize>()
        } else if encoding.is_single_byte() {
            between.chars().count()
        } else {
            encoding.encode(between).0.len()
        } as u64;
        at = to;
        *end = found;
    }
}

/// What stands for bytes that are no character.
const BROKEN: &str = "\u{fffd}";

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_text_is_found_in_the_bytes() {
        let text = "\u{401} \u{041c}\u{043e}\u{0441}\u{0442} \u{401} \u{20ac}";
        for label in ["utf-8", "windows-1251", "koi8-u", "gbk", "utf-16le"] {
            let encoding = Encoding::for_label(label.as_bytes()).expect("it is known");
            let text = if label == "windows-1251" { text } else { &text[..text.len() - 3] };
            let mut bytes = encoding.encode(text).0.into_owned();
            if label == "utf-16le" {
                bytes = b"\xff\xfe".to_vec();
                bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            }
            let start = text.find('\u{041c}').expect("it is there");
            let end = start + 8;
            let mut place = Bytes { start: start as u64, end: end as u64 };
            in_bytes(&bytes, text, label, std::iter::once(&mut place));
            let found = &bytes[place.start as usize..place.end as usize];
            let (found, _) = encoding.decode_without_bom_handling(found);
            assert_eq!(found, &text[start..end], "{label}");
        }
    }
}
