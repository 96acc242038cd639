use super::Passed;
use crate::MAX_BYTES;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use schema::CutKind;
use std::io::{ErrorKind, Read};

/// The head of an answer of a web server.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub status: Option<u16>,
    pub media_type: Option<String>,
    encodings: Vec<String>,
    chunked: bool,
}

impl Head {
    /// Takes in one line; the first one has the status.
    pub fn line(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        if line.starts_with("HTTP/") && self.status.is_none() {
            self.status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
            return;
        }
        let Some((name, value)) = line.split_once(':') else { return };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => self.media_type = Some(value.to_owned()),
            "content-encoding" => {
                let names = value.split(',').map(|name| name.trim().to_ascii_lowercase());
                self.encodings.extend(names.filter(|name| !name.is_empty() && name != "identity"));
            }
            "transfer-encoding" => self.chunked |= value.to_ascii_lowercase().contains("chunked"),
            _ => {}
        }
    }

    /// The page that was sent as `body`: out of its chunks and unpacked, and
    /// what of it is not there. Archives keep many bodies unpacked and their
    /// heads as they were; the bytes decide.
    pub fn page(&self, body: Vec<u8>) -> Result<(Vec<u8>, Option<CutKind>), Passed> {
        let (mut body, mut cut) = match self.chunked.then(|| without_chunks(&body)).flatten() {
            Some((joined, whole)) => (joined, (!whole).then_some(CutKind::Torn)),
            None => (body, None),
        };
        for encoding in self.encodings.iter().rev() {
            let unpacked = match encoding.as_str() {
                "gzip" | "x-gzip" => body
                    .starts_with(&super::gzip::MAGIC)
                    .then(|| limited(MultiGzDecoder::new(body.as_slice()))),
                "deflate" => Some(
                    limited(ZlibDecoder::new(body.as_slice()))
                        .or_else(|| limited(DeflateDecoder::new(body.as_slice()))),
                ),
                "br" => {
                    Some(limited(brotli_decompressor::Decompressor::new(body.as_slice(), 4096)))
                }
                "zstd" => body.starts_with(&ZSTD).then(|| {
                    let mut rest = body.as_slice();
                    let decoder = ruzstd::decoding::StreamingDecoder::new(&mut rest).ok()?;
                    limited(decoder)
                }),
                _ => return Err(Passed::Packing),
            };
            match unpacked {
                Some(Some((bytes, left_out))) => (body, cut) = (bytes, cut.or(left_out)),
                // It says so and is not: it was unpacked before it was kept.
                _ if !crate::charset::is_binary(&body) => {}
                _ => return Err(Passed::Packing),
            }
        }
        Ok((body, cut))
    }
}

const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// What comes out of a packed body, up to the size of a page, and why that is not
/// all. A body that breaks off or is damaged is kept up to there.
fn limited(packed: impl Read) -> Option<(Vec<u8>, Option<CutKind>)> {
    let mut bytes = Vec::new();
    let mut packed = packed.take(MAX_BYTES as u64 + 1);
    // A decoder that meets damage hands nothing out of the chunk at hand.
    let mut chunk = [0; 1 << 10];
    let damaged = loop {
        match packed.read(&mut chunk) {
            Ok(0) => break None,
            Ok(read) => bytes.extend_from_slice(&chunk[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => break Some(CutKind::Torn),
            Err(_) => break Some(CutKind::Damaged),
        }
    };
    let cut = damaged.or((bytes.len() > MAX_BYTES).then_some(CutKind::TooLong));
    bytes.truncate(MAX_BYTES);
    (!bytes.is_empty()).then_some((bytes, cut))
}

/// What the chunks hold, and whether they come to their end; nothing if these are
/// none. Chunks that break off are joined as far as they go.
fn without_chunks(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().take(1024).position(|byte| *byte == b'\n');
        let size = end.and_then(|end| {
            let line = std::str::from_utf8(&rest[..end]).ok()?;
            usize::from_str_radix(line.split(';').next().unwrap_or("").trim(), 16).ok()
        });
        let (Some(end), Some(size)) = (end, size) else {
            return (!joined.is_empty()).then_some((joined, false));
        };
        rest = &rest[end + 1..];
        let chunk = &rest[..rest.len().min(size)];
        joined.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        if size == 0 || rest.is_empty() {
            return Some((joined, size == 0));
        }
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}
