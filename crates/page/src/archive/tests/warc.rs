use super::gzip;
use crate::archive::*;
use flate2::Compression;
use flate2::write::{DeflateEncoder, ZlibEncoder};
use proptest::prelude::*;
use schema::CutKind;
use std::io::Write;

/// A record of the kind `kind` with its block.
fn record(kind: &str, target: &str, block: &[u8]) -> Vec<u8> {
    let media = if kind == "response" { "application/http; msgtype=response" } else { "text/html" };
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2031-05-05T08:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn answer(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{head}\r\n").as_bytes(), body].concat()
}

/// A record with the page number `n`.
fn page(n: usize) -> Vec<u8> {
    let body = format!("<html><p>Page {n}: {}</p></html>", "the dam holds. ".repeat(n));
    let target = format!("https://courier.example/{n}");
    record("response", &target, &answer("Content-Type: text/html\r\n", body.as_bytes()))
}

fn read(bytes: &[u8]) -> Vec<Entry> {
    within(bytes, 0..u64::MAX)
}

fn within(bytes: &[u8], range: std::ops::Range<u64>) -> Vec<Entry> {
    part(bytes, range, bytes.starts_with(&[0x1f, 0x8b]))
}

fn part(bytes: &[u8], range: std::ops::Range<u64>, packed: bool) -> Vec<Entry> {
    let like = Page { whence: Some("news.warc".to_owned()), ..Page::default() };
    let packed = Some(packed);
    let from = &bytes[(range.start as usize).min(bytes.len())..];
    Warc::new(from, like, range, packed).expect("memory is read").collect()
}

/// The pages by their addresses, what was passed over, what was lost.
fn told(entries: &[Entry]) -> Vec<String> {
    let tell = |entry: &Entry| match entry {
        Entry::Page(page) => {
            page.url.clone().expect("an address").replace("https://courier.example/", "")
        }
        Entry::Passed(passed) => format!("{passed:?}"),
        Entry::Unchanged(before) => format!("as {before}"),
        Entry::Elsewhere(_) | Entry::Feed(_) => panic!("a record is no address"),
        Entry::Lost(lost) => format!("{}: {}", lost.whence, lost.why),
    };
    entries.iter().map(tell).collect()
}

fn bytes_of(entries: &[Entry]) -> &[u8] {
    match entries {
        [Entry::Page(page)] => &page.bytes,
        other => panic!("not one page: {other:?}"),
    }
}

#[test]
fn a_record_becomes_a_page_with_its_address_time_and_place() {
    let archive = [gzip(&record("warcinfo", "", b"software: x")), gzip(&page(1))].concat();
    let entries = read(&archive);
    let [Entry::Passed(Passed::Record), Entry::Page(page)] = entries.as_slice() else {
        panic!("{entries:?}")
    };
    assert_eq!(page.bytes, b"<html><p>Page 1: the dam holds. </p></html>");
    assert_eq!(page.url.as_deref(), Some("https://courier.example/1"));
    assert_eq!(page.retrieved.as_deref(), Some("2031-05-05T08:00:00Z"));
    assert_eq!(page.media_type.as_deref(), Some("text/html"));
    let at = gzip(&record("warcinfo", "", b"software: x")).len();
    assert_eq!(page.whence, Some(format!("news.warc at byte {at}")));
}

#[test]
fn one_member_many_members_and_none_give_the_same_pages() {
    let records: Vec<Vec<u8>> = (0..30).map(page).collect();
    let joined = records.concat();
    let many: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let wanted: Vec<String> = (0..30).map(|n| n.to_string()).collect();
    for archive in [joined.clone(), gzip(&joined), many] {
        assert_eq!(told(&read(&archive)), wanted);
    }
}

#[test]
fn what_is_no_page_is_passed_over_with_its_reason() {
    let archive = [
        record("request", "https://courier.example/1", b"GET /1 HTTP/1.1\r\n\r\n"),
        record("metadata", "https://courier.example/1", b"x: y"),
        record(
            "response",
            "https://courier.example/a.png",
            &answer("Content-Type: image/png\r\n", b"\x89PNG"),
        ),
        record("response", "https://courier.example/b", &answer("", b"\x89PNG")),
        record(
            "response",
            "https://courier.example/robots.txt",
            &answer("Content-Type: text/plain\r\n", b"User-agent: *"),
        ),
        record(
            "response",
            "https://courier.example/old",
            b"HTTP/1.1 301 Moved\r\nLocation: /new\r\nContent-Type: text/html\r\n\r\n<p>moved",
        ),
        record("revisit", "https://courier.example/1", b"HTTP/1.1 200 OK\r\n\r\n"),
        record(
            "response",
            "https://courier.example/c",
            &answer("Content-Type: text/html\r\nContent-Encoding: secret\r\n", b"\0\0\0"),
        ),
        record("resource", "https://courier.example/kept", b"<p>The dam holds."),
    ];
    assert_eq!(
        told(&read(&archive.concat())),
        [
            "Record",
            "Record",
            "Media",
            "Media",
            "Media",
            "Status",
            "as https://courier.example/1",
            "Packing",
            "kept"
        ]
    );
}

#[test]
fn a_page_that_had_not_changed_names_the_one_that_it_repeats() {
    let revisit = record("revisit", "https://courier.example/new", b"HTTP/1.1 200 OK\r\n\r\n");
    let refers = "WARC-Refers-To-Target-URI: <https://courier.example/1>\r\nContent-Length";
    let revisit = String::from_utf8(revisit).expect("text").replace("Content-Length", refers);
    let archive = [page(1), revisit.into_bytes(), page(2)].concat();
    assert_eq!(told(&read(&archive)), ["1", "as https://courier.example/1", "2"]);
}

#[test]
fn a_page_comes_out_of_its_chunks_and_packings() {
    let body = b"<html><p>The dam holds.</p></html>".as_slice();
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(body).expect("memory");
    let zlib = zlib.finish().expect("memory");
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
    raw.write_all(body).expect("memory");
    let raw = raw.finish().expect("memory");
    let zstd = ruzstd::encoding::compress_to_vec(body, ruzstd::encoding::CompressionLevel::Fastest);
    // One block that is not packed, in the format of Brotli: 34 bytes, then the end.
    let brotli = [&[0x8b, 0x10, 0x80], body, &[3]].concat();
    let chunked = |bytes: &[u8]| {
        let (one, two) = bytes.split_at(7);
        let size = |piece: &[u8]| format!("{:x};x=y\r\n", piece.len()).into_bytes();
        [&size(one), one, b"\r\n", &size(two), two, b"\r\n0\r\n\r\n"].concat()
    };
    for (head, bytes) in [
        ("", body.to_vec()),
        ("Content-Encoding: gzip\r\n", gzip(body)),
        ("Content-Encoding: deflate\r\n", zlib),
        ("Content-Encoding: deflate\r\n", raw),
        ("Content-Encoding: br\r\n", brotli),
        ("content-encoding: zstd\r\n", zstd),
        ("Transfer-Encoding: chunked\r\n", chunked(body)),
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(&gzip(body))),
        // Kept unpacked, with the head as it came.
        ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", body.to_vec()),
        ("Content-Encoding: br\r\n", body.to_vec()),
        ("Content-Encoding: identity\r\n", body.to_vec()),
    ] {
        let head = format!("Content-Type: text/html\r\n{head}");
        let archive = record("response", "https://courier.example/1", &answer(&head, &bytes));
        assert_eq!(
            String::from_utf8_lossy(bytes_of(&read(&archive))),
            String::from_utf8_lossy(body),
            "{head}"
        );
    }
}

#[test]
fn damage_in_the_middle_costs_its_record_and_is_told() {
    let records: Vec<Vec<u8>> = (1..=5).map(|n| gzip(&page(n * 50))).collect();
    let third = records[0].len() + records[1].len();
    let mut archive = records.concat();
    archive[third + 40..third + 60].fill(0xff);
    let fourth = third + records[2].len();
    let lost = format!(
        "news.warc at byte {third}: its packed bytes are damaged there; the 2 whole records before it were read, and went on with the record at byte {fourth}"
    );
    assert_eq!(told(&read(&archive)), ["50", "100", &lost, "200", "250"]);
}

#[test]
fn damage_without_packing_costs_its_record_and_is_told() {
    let mut archive = [page(1), page(2), page(3)].concat();
    let second = page(1).len();
    archive[second..second + 5].copy_from_slice(b"JUNK!");
    let lost = format!(
        "news.warc at byte {second}: no record begins there; the 1 whole records before it were read, and went on with the record at byte {}",
        second + page(2).len()
    );
    assert_eq!(told(&read(&archive)), ["1", &lost, "3"]);
}

#[test]
fn a_checksum_that_does_not_fit_costs_its_record() {
    let mut second = gzip(&page(2));
    let sum = second.len() - 8;
    second[sum] ^= 1;
    let at = gzip(&page(1)).len();
    let told = told(&read(&[gzip(&page(1)), second, gzip(&page(3))].concat()));
    assert!(told[1].starts_with(&format!("news.warc at byte {at}: ")), "{told:?}");
    assert_eq!((told[0].as_str(), told[2].as_str()), ("1", "3"));
    assert!(told[1].contains("checksum"), "{told:?}");
}

#[test]
fn a_length_that_is_too_large_does_not_swallow_the_next_record() {
    let long =
        String::from_utf8(page(2)).expect("text").replace("Content-Length: ", "Content-Length: 9");
    let archive = [gzip(&page(1)), gzip(long.as_bytes()), gzip(&page(3))].concat();
    let entries = read(&archive);
    assert_eq!(told(&entries), ["1", "2", "3"]);
    assert_eq!(cuts(&entries), [vec![], vec![CutKind::Length], vec![]]);
}

fn cuts(entries: &[Entry]) -> Vec<Vec<CutKind>> {
    let cut = |entry: &Entry| match entry {
        Entry::Page(page) => page.cut.clone(),
        other => panic!("no page: {other:?}"),
    };
    entries.iter().map(cut).collect()
}

/// A record that says that it is `by` bytes longer than it is.
fn lying(record: Vec<u8>, by: isize) -> Vec<u8> {
    let text = String::from_utf8(record).expect("text");
    let (before, rest) = text.split_once("Content-Length: ").expect("a length");
    let (length, rest) = rest.split_once('\r').expect("a line");
    let length = length.parse::<isize>().expect("a number") + by;
    format!("{before}Content-Length: {length}\r{rest}").into_bytes()
}

#[test]
fn a_length_that_is_wrong_spoils_neither_its_page_nor_the_next() {
    let bytes = |entries: &[Entry]| -> Vec<Vec<u8>> {
        entries
            .iter()
            .map(|entry| match entry {
                Entry::Page(page) => page.bytes.clone(),
                other => panic!("no page: {other:?}"),
            })
            .collect()
    };
    let right = [page(1), page(2), page(3), page(4)].concat();
    let wanted = bytes(&read(&right));
    for by in [-60, -20, -3, 5, 7, 9, 30, 400, 900, 1_000_000_000] {
        let plain = [page(1), lying(page(2), by), page(3), page(4)].concat();
        for archive in [plain.clone(), gzip(&plain)] {
            let entries = read(&archive);
            assert_eq!(told(&entries), ["1", "2", "3", "4"], "{by}");
            assert_eq!(bytes(&entries), wanted, "{by}");
            assert_eq!(cuts(&entries)[1], [CutKind::Length], "{by}");
            assert!(cuts(&entries)[2].is_empty());
        }
        // One that is no page costs nothing beside it.
        let request = record("request", "https://courier.example/0", &[b'x'; 100]);
        let archive = [lying(request, by), page(1), page(2)].concat();
        assert_eq!(told(&read(&archive)), ["Record", "1", "2"], "{by}");
    }
}

#[test]
fn a_page_that_quotes_an_archive_is_whole() {
    let body = "<html><p>An archive begins so:</p><pre>\nWARC/1.0\r\nWARC-Type: response\r\n</pre><p>The dam holds.</p></html>";
    let head = "Content-Type: text/html\r\n";
    let quoting = record("response", "https://courier.example/q", &answer(head, body.as_bytes()));
    for archive in [[quoting.clone(), page(1)].concat(), [gzip(&quoting), gzip(&page(1))].concat()]
    {
        let entries = read(&archive);
        assert_eq!(told(&entries), ["q", "1"]);
        assert_eq!(bytes_of(&entries[..1]), body.as_bytes());
        assert!(cuts(&entries)[0].is_empty());
    }
}

#[test]
fn what_breaks_off_or_is_damaged_in_its_packing_is_told_as_that() {
    let body = format!(
        "<html><p>{}</p></html>",
        (0..400).map(|n| format!("Gate {n} holds. ")).collect::<String>()
    );
    let packed = gzip(body.as_bytes());
    let mut damaged = packed.clone();
    let middle = damaged.len() - 30;
    damaged[middle..middle + 20].fill(0xff);
    for (head, bytes, wanted) in [
        ("Content-Encoding: gzip\r\n", packed[..packed.len() / 2].to_vec(), CutKind::Torn),
        ("Content-Encoding: gzip\r\n", damaged, CutKind::Damaged),
        ("Transfer-Encoding: chunked\r\n", format!("2000\r\n{body}").into_bytes(), CutKind::Torn),
        (
            "Transfer-Encoding: chunked\r\n",
            format!("{:x}\r\n{body}\r\nzz", body.len()).into_bytes(),
            CutKind::Torn,
        ),
    ] {
        let head = format!("Content-Type: text/html\r\n{head}");
        let archive = record("response", "https://courier.example/1", &answer(&head, &bytes));
        let entries = read(&archive);
        let [Entry::Page(page)] = entries.as_slice() else { panic!("{entries:?}") };
        assert_eq!(page.cut, [wanted], "{head}");
        assert!(page.bytes.starts_with(b"<html><p>Gate 0 holds."));
    }
}

#[test]
fn an_archive_packed_as_one_keeps_what_came_before_the_damage() {
    let text = |n: usize| {
        (0..60).map(|m| format!("Gate {} holds. ", n * 7919 + m * m)).collect::<String>()
    };
    let page = |n: usize| {
        let body = format!("<html><p>{}</p></html>", text(n));
        let target = format!("https://courier.example/{n}");
        record("response", &target, &answer("Content-Type: text/html\r\n", body.as_bytes()))
    };
    let mut archive = gzip(&(1..20).flat_map(page).collect::<Vec<u8>>());
    let at = archive.len() * 9 / 10;
    archive[at..at + 8].fill(0xff);
    let like = Page { whence: Some("news.warc.gz".to_owned()), ..Page::default() };
    let entries: Vec<Entry> = open(std::io::Cursor::new(archive), like).collect();
    let pages = entries.iter().filter(|entry| matches!(entry, Entry::Page(_))).count();
    assert!(pages >= 10, "{:?}", told(&entries));
    let Some(Entry::Lost(lost)) = entries.last() else { panic!("{:?}", told(&entries)) };
    assert!(lost.whence.starts_with("news.warc.gz at byte "), "{lost:?}");
}

#[test]
fn a_record_that_breaks_off_in_its_head_does_not_swallow_the_next() {
    let archive =
        [page(1), b"WARC/1.1\r\nWARC-Type: resp".to_vec(), b"\n".to_vec(), page(3)].concat();
    let told = told(&read(&archive));
    assert_eq!((told[0].as_str(), told[2].as_str()), ("1", "3"));
    assert!(told[1].contains("breaks off in its head"), "{told:?}");
}

#[test]
fn a_line_that_only_resembles_the_first_of_a_record_begins_none() {
    let archive = [page(1), b"WARC/11111\r\nContent-Length: 0\r\n\r\n".to_vec(), page(3)].concat();
    let told = told(&read(&archive));
    assert_eq!((told[0].as_str(), told[2].as_str()), ("1", "3"));
    assert!(told[1].contains("no record begins there"), "{told:?}");
}

#[test]
fn an_archive_that_breaks_off_keeps_what_came_before() {
    let archive = [gzip(&page(1)), gzip(&page(2))].concat();
    for archive in [
        archive[..archive.len() - 20].to_vec(),
        [page(1), page(2)].concat()[..page(1).len() + 200].to_vec(),
    ] {
        let told = told(&read(&archive));
        assert_eq!((told.len(), told[0].as_str()), (2, "1"));
        assert!(told[1].contains("breaks off") && told[1].contains("1 whole records"), "{told:?}");
    }
}

#[test]
fn zeros_at_the_end_are_nothing() {
    let archive = [gzip(&page(1)), vec![0; 1000]].concat();
    assert_eq!(told(&read(&archive)), ["1"]);
}

#[test]
fn a_packed_body_without_end_stops_at_the_size_of_a_page() {
    let bomb = gzip(&vec![b'x'; 3 * MAX_BYTES]);
    assert!(bomb.len() < 200_000);
    let head = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n";
    let entries =
        read(&gzip(&record("response", "https://courier.example/1", &answer(head, &bomb))));
    let [Entry::Page(page)] = entries.as_slice() else { panic!("{entries:?}") };
    assert_eq!((page.bytes.len(), page.cut.as_slice()), (MAX_BYTES, &[CutKind::TooLong][..]));
}

proptest! {
    #[test]
    fn ranges_together_give_what_the_whole_gives(
        sizes in prop::collection::vec(0..200usize, 1..12),
        cuts in prop::collection::vec(0.0..1.0f64, 0..5),
        packed in any::<bool>(),
    ) {
        let pack = |record: Vec<u8>| if packed { gzip(&record) } else { record };
        let archive: Vec<u8> = sizes.iter().flat_map(|n| pack(page(*n))).collect();
        let mut cuts: Vec<u64> = cuts.iter().map(|cut| (cut * archive.len() as f64) as u64).collect();
        cuts.extend([0, archive.len() as u64]);
        cuts.sort_unstable();
        let parts: Vec<Entry> = cuts.windows(2).flat_map(|cut| within(&archive, cut[0]..cut[1])).collect();
        prop_assert_eq!(parts, read(&archive));
    }

    #[test]
    fn no_damage_makes_it_panic_or_costs_more_than_it_touches(
        at in 0.0..1.0f64,
        with in prop::collection::vec(any::<u8>(), 1..30),
        packed in any::<bool>(),
    ) {
        let pack = |record: Vec<u8>| if packed { gzip(&record) } else { record };
        let mut archive: Vec<u8> = (1..9).flat_map(|n| pack(page(n * 20))).collect();
        let at = (at * archive.len() as f64) as usize;
        let end = (at + with.len()).min(archive.len());
        archive[at..end].copy_from_slice(&with[..end - at]);
        let entries = part(&archive, 0..u64::MAX, packed);
        let pages = entries.iter().filter(|entry| matches!(entry, Entry::Page(_))).count();
        prop_assert!(pages >= if packed { 6 } else { 5 }, "{pages}");
    }

    #[test]
    fn any_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        for start in [&b"WARC/1.0\r\n"[..], &[0x1f, 0x8b, 8, 0], b""] {
            let entries = read(&[start, bytes.as_slice()].concat());
            prop_assert!(entries.len() <= 2000);
        }
    }
}
