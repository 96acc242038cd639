//! How fast archives are gone through, and what files made to hurt cost.

use super::{machine, round};
use flate2::Compression;
use flate2::write::GzEncoder;
use page::Page;
use page::archive::{Entry, open};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, Cursor, Read, Write};
use std::time::{Duration, Instant};

/// What was measured on one archive.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Archive {
    pub name: String,
    /// What came out of it unpacked, or what there was to read.
    pub megabytes: f64,
    pub pages: usize,
    pub seconds: f64,
    pub megabytes_per_second: f64,
    pub peak_megabytes: Option<u64>,
}

impl fmt::Display for Archive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, megabytes, pages, seconds, megabytes_per_second, .. } = self;
        write!(f, "  {name:<38} {megabytes:>7.1} MB {pages:>6} pages {seconds:>6.2} s ")?;
        write!(f, "{megabytes_per_second:>7.1} MB/s")?;
        match self.peak_megabytes {
            Some(peak) => write!(f, " {peak:>4} MB of memory"),
            None => Ok(()),
        }
    }
}

/// Measures all of them, and tells each as soon as it is done.
pub(super) fn measure(demo: &[Vec<u8>]) -> io::Result<Vec<Archive>> {
    println!("archives: WARC built of the demo pages and of files that are no page");
    let mut all = Vec::new();
    let mut row = |archive: Archive| {
        println!("{archive}");
        all.push(archive);
    };
    let skipped = skipped(1500);
    row(through("records that are skipped, packed", packed(&skipped)?, &skipped, false));
    row(through("records that are skipped, not packed", skipped.concat(), &skipped, false));
    let pages: Vec<Vec<u8>> =
        (0..200).flat_map(|_| demo).map(|page| record("text/html", page)).collect();
    row(through("pages found, packed", packed(&pages)?, &pages, false));
    row(through("pages opened, packed", packed(&pages)?, &pages, true));
    row(one("one page of 300 MB", 300, Long { left: 300_000_000 }));
    let bomb = bomb(1000)?;
    row(one("a page of 1 GB, packed to 1 MB", 1000, Cursor::new(bomb.clone())));
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
    let bomb = packed(&[warc(&[head.as_bytes(), &bomb].concat())])?;
    row(one("the same in a WARC", 1000, Cursor::new(bomb)));
    Ok(all)
}

/// Goes through an archive of `records` until the time is long enough.
fn through(name: &str, bytes: Vec<u8>, records: &[Vec<u8>], opened: bool) -> Archive {
    machine::forget_peak();
    let size: usize = records.iter().map(Vec::len).sum();
    let (mut rounds, mut pages) = (0, 0);
    let begun = Instant::now();
    while rounds == 0 || begun.elapsed() < super::AT_LEAST {
        pages = 0;
        for entry in open(Cursor::new(bytes.clone()), Page::default()) {
            if let Entry::Page(page) = entry {
                pages += 1;
                if opened {
                    std::hint::black_box(page::open(&page)).ok();
                }
            }
        }
        rounds += 1;
    }
    told(name, (size * rounds) as f64 / 1e6, pages, begun.elapsed(), rounds)
}

/// Reads one file made to hurt, once.
fn one(name: &str, megabytes: usize, from: impl Read + Send + 'static) -> Archive {
    machine::forget_peak();
    let begun = Instant::now();
    let mut pages = 0;
    for entry in open(from, Page::default()) {
        if let Entry::Page(page) = entry {
            // What it says of what was left out is what makes it a success.
            pages += usize::from(page::open(&page).is_ok_and(|it| !it.page.cut.is_empty()));
        }
    }
    told(name, megabytes as f64, pages, begun.elapsed(), 1)
}

fn told(name: &str, read: f64, pages: usize, time: Duration, rounds: usize) -> Archive {
    Archive {
        name: name.to_owned(),
        megabytes: round(read / rounds as f64),
        pages,
        seconds: round(time.as_secs_f64() / rounds as f64),
        megabytes_per_second: round(read / time.as_secs_f64()),
        peak_megabytes: machine::peak(),
    }
}

/// A record as crawlers write them, around the answer of a server.
fn warc(answer: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://courier.example/dam\r\nWARC-Date: 2031-05-05T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
        answer.len()
    );
    [head.as_bytes(), answer, b"\r\n\r\n"].concat()
}

fn record(media_type: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {media_type}\r\n\r\n");
    warc(&[head.as_bytes(), body].concat())
}

/// Each record in a member of its own.
fn packed(records: &[Vec<u8>]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    for record in records {
        let mut encoder = GzEncoder::new(bytes, Compression::default());
        encoder.write_all(record)?;
        bytes = encoder.finish()?;
    }
    Ok(bytes)
}

/// Records that are no page: half of them like scripts, half like pictures.
fn skipped(count: usize) -> Vec<Vec<u8>> {
    let mut state: u32 = 7;
    let mut noise = move || {
        // A generator of numbers without a pattern (Marsaglia's xorshift).
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    };
    let mut record_of = |n: usize| {
        if n.is_multiple_of(2) {
            let picture: Vec<u8> = (0..10_000).flat_map(|_| noise().to_le_bytes()).collect();
            return record("image/jpeg", &picture);
        }
        let mut script = String::new();
        while script.len() < 60_000 {
            let (a, b) = (noise() % 500, noise() % 90);
            script +=
                &format!("function f{a}(x){{if(x>{b}){{return g{b}(x-{a});}}var y=x*{b};}}\n");
        }
        record("application/javascript", script.as_bytes())
    };
    (0..count).map(&mut record_of).collect()
}

/// A page of so many megabytes, packed.
fn bomb(megabytes: usize) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let paragraph = PARAGRAPH.repeat(1_000_000 / PARAGRAPH.len());
    for _ in 0..megabytes {
        encoder.write_all(paragraph.as_bytes())?;
    }
    encoder.finish()
}

const PARAGRAPH: &str = "<p>The dam above Belmar held through the night, the mayor said.</p>\n";

/// A page that is made while it is read.
struct Long {
    left: usize,
}

impl Read for Long {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = into.len().min(self.left).min(PARAGRAPH.len());
        into[..count].copy_from_slice(&PARAGRAPH.as_bytes()[..count]);
        self.left -= count;
        Ok(count)
    }
}
