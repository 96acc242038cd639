use super::{Entry, Lost, Source, Warc, name};
use crate::Page;
use flate2::read::DeflateDecoder;
use rawzip::{CompressionMethod, RECOMMENDED_BUFFER_SIZE, ZipArchive};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::vec::IntoIter;

/// How a zip begins.
pub(super) const MAGIC: &[u8] = b"PK\x03\x04";

/// The records of all WARC files of a WACZ, one file after the other.
pub(super) struct Wacz {
    file: File,
    like: Page,
    waiting: IntoIter<Member>,
    open: Option<Warc<Box<dyn Read + Send>>>,
}

/// A WARC file inside: its bytes lie in the zip from `start` to `end`.
struct Member {
    name: String,
    start: u64,
    end: u64,
    /// How it is packed; nothing for a way that is not known here.
    packing: Option<Packing>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Deflate,
}

impl Wacz {
    /// # Errors
    /// If it is no zip, or there is no WARC file in it; why, in words for people.
    pub fn open(file: File, like: Page) -> Result<Self, String> {
        let members =
            members(&file).map_err(|error| format!("its contents cannot be read: {error}"))?;
        if members.is_empty() {
            return Err("a zip without `archive/*.warc.gz`: no WACZ; unpack it and name the \
                folder"
                .to_owned());
        }
        Ok(Self { file, like, waiting: members.into_iter(), open: None })
    }

    fn warc(&self, member: &Member) -> io::Result<Warc<Box<dyn Read + Send>>> {
        let mut file = self.file.try_clone()?;
        file.seek(SeekFrom::Start(member.start))?;
        let bytes = file.take(member.end.saturating_sub(member.start));
        let bytes: Box<dyn Read + Send> = if member.packing == Some(Packing::Deflate) {
            Box::new(DeflateDecoder::new(bytes))
        } else {
            Box::new(bytes)
        };
        let whence = Some(format!("{}, {}", name(&self.like), member.name));
        let like = Page { whence, ..self.like.clone() };
        Ok(Warc::of(Source::new(bytes, 0, None).map_err(io::Error::other)?, like))
    }
}

/// The WARC files in a zip, in its order.
fn members(file: &File) -> Result<Vec<Member>, rawzip::Error> {
    let mut buffer = vec![0; RECOMMENDED_BUFFER_SIZE];
    let archive = ZipArchive::from_file(file.try_clone()?, &mut buffer)?;
    let mut found = Vec::new();
    let mut entries = archive.entries(&mut buffer);
    while let Some(entry) = entries.next_entry()? {
        let path = String::from_utf8_lossy(entry.file_path().as_ref()).into_owned();
        let is_warc = path.ends_with(".warc.gz") || path.ends_with(".warc");
        let method = entry.compression_method();
        let packing = match method {
            CompressionMethod::STORE => Some(Packing::None),
            CompressionMethod::DEFLATE => Some(Packing::Deflate),
            _ => None,
        };
        if is_warc {
            found.push((path, packing, entry.wayfinder()));
        }
    }
    let mut members = Vec::new();
    for (name, packing, place) in found {
        let (start, end) = archive.get_entry(place)?.compressed_data_range();
        members.push(Member { name, start, end, packing });
    }
    Ok(members)
}

impl Iterator for Wacz {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        loop {
            if let Some(entry) = self.open.as_mut().and_then(Iterator::next) {
                return Some(entry);
            }
            let member = self.waiting.next()?;
            if member.packing.is_none() {
                let whence = format!("{}, {}", name(&self.like), member.name);
                let why = "it is packed in a way that is not known here; unpack the zip and name \
                    the folder"
                    .to_owned();
                return Some(Entry::Lost(Lost { whence, why }));
            }
            match self.warc(&member) {
                Ok(warc) => self.open = Some(warc),
                Err(error) => {
                    let whence = format!("{}, {}", name(&self.like), member.name);
                    return Some(Entry::Lost(Lost { whence, why: error.to_string() }));
                }
            }
        }
    }
}
