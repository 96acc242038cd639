//! The archives of `corpus/archives/`: what was put into them comes out.

use super::pages;
use crate::archive::{Entry, Lost, Passed, fields, open_file};
use crate::{Page, open};
use std::fs::{self, File};
use std::path::PathBuf;

fn corpus(folder: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(folder)
}

fn entries(name: &str) -> Vec<Entry> {
    let file = File::open(corpus("archives").join(name)).expect("it is there");
    open_file(file, Page { whence: Some(name.to_owned()), ..Page::default() }).collect()
}

/// The numbers of the demo pages that came out, byte for byte.
fn numbers(entries: &[Entry]) -> Vec<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(corpus("demo"))
        .expect("the demo is there")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.sort();
    let demo: Vec<(String, Vec<u8>)> = files
        .iter()
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name[..2].to_owned(), fs::read(path).expect("a file"))
        })
        .collect();
    let number = |entry: &Entry| match entry {
        Entry::Page(page) => {
            let found = demo.iter().find(|(_, bytes)| *bytes == page.bytes);
            Some(found.map_or("another".to_owned(), |(number, _)| number.clone()))
        }
        _ => None,
    };
    entries.iter().filter_map(number).collect()
}

#[test]
fn the_pages_of_an_archive_come_out_byte_for_byte() {
    let all = entries("demo.warc.gz");
    assert_eq!(numbers(&all), ["01", "02", "04", "10", "13"]);
    let Entry::Page(page) = &all[2] else { panic!("no page: {:?}", all[2]) };
    assert_eq!(open(page).expect("it has text").page.address, page.url);
    let count = |wanted| all.iter().filter(|entry| **entry == Entry::Passed(wanted)).count();
    assert_eq!([Passed::Record, Passed::Media, Passed::Status].map(count), [5, 1, 1]);
    assert_eq!(numbers(&entries("demo.wacz")), ["01", "02"]);
    assert_eq!(numbers(&entries("report.html.gz")), ["10"]);
}

#[test]
fn a_wacz_tells_the_file_inside_and_no_zip_is_taken_for_one() {
    let Some(Entry::Page(page)) = entries("demo.wacz").into_iter().nth(2) else {
        panic!("no page")
    };
    let whence = page.whence.expect("a place");
    assert!(whence.starts_with("demo.wacz, archive/data.warc.gz at byte "), "{whence}");
    let folder = std::env::temp_dir().join(format!("selon-wacz-{}", std::process::id()));
    let whole = fs::read(corpus("archives").join("demo.wacz")).expect("it is there");
    for (bytes, why) in [
        (&whole[..whole.len() - 30], "cannot be read"),
        (b"PK\x03\x04".as_slice(), "cannot be read"),
    ] {
        fs::write(&folder, bytes).expect("a file");
        let entries: Vec<Entry> =
            open_file(File::open(&folder).expect("a file"), Page::default()).collect();
        let [Entry::Lost(Lost { why: told, .. })] = entries.as_slice() else {
            panic!("{entries:?}")
        };
        assert!(told.contains(why), "{told}");
    }
    fs::remove_file(&folder).expect("a file");
}

#[test]
fn a_file_inside_a_wacz_in_an_unknown_packing_is_told() {
    let mut bytes = fs::read(corpus("archives").join("demo.wacz")).expect("it is there");
    // The packing stands ten bytes behind the mark in the list at the end.
    let list = bytes
        .windows(46 + 20)
        .position(|it| it.starts_with(b"PK\x01\x02") && it[46..].starts_with(b"archive/"))
        .expect("a list");
    bytes[list + 10] = 14;
    let path = std::env::temp_dir().join(format!("selon-packing-{}", std::process::id()));
    fs::write(&path, bytes).expect("a file");
    let entries: Vec<Entry> =
        open_file(File::open(&path).expect("a file"), Page::default()).collect();
    fs::remove_file(&path).expect("a file");
    let [Entry::Lost(lost)] = entries.as_slice() else { panic!("{entries:?}") };
    assert!(lost.why.contains("not known here"), "{lost:?}");
}

#[test]
fn damage_in_an_archive_costs_one_page() {
    let all = entries("damaged.warc.gz");
    assert_eq!(numbers(&all), ["01", "04", "10", "13"]);
    assert_eq!(all.iter().filter(|entry| matches!(entry, Entry::Lost(_))).count(), 1);
}

#[test]
fn a_letter_and_a_report_have_what_their_heads_say() {
    for (name, title, outlet, day) in [
        ("letter.eml", "Quayside: what the list of Brenov says", "Harbour Standard", "2024-04-27"),
        (
            "report.md",
            "Karvonian river commander says three battalions now hold the Sorna",
            "Transline",
            "2024-04-16",
        ),
    ] {
        let pages = pages(entries(name));
        let document = open(&pages[0]).expect("it has text");
        assert_eq!(document.day(), Some(day));
        assert_eq!(document.title.expect("a title").value, title);
        assert_eq!(document.outlet.expect("an outlet").value, outlet);
    }
}

#[test]
fn a_feed_and_lists_lead_where_they_say() {
    let all = entries("feed.xml");
    assert!(matches!(all.as_slice(), [Entry::Page(_), Entry::Passed(Passed::Teaser)]), "{all:?}");
    let feeds = entries("feeds.opml");
    assert!(matches!(feeds.as_slice(), [Entry::Feed(_), Entry::Feed(_)]), "{feeds:?}");
    let lines = entries("pages.jsonl");
    assert!(
        matches!(lines.as_slice(), [Entry::Page(_), Entry::Page(_), Entry::Lost(_)]),
        "{lines:?}"
    );
    assert_eq!(numbers(&lines), ["05", "03"]);
}

#[test]
fn the_reference_has_every_field_that_is_known() {
    let page = include_str!("../../../../../docs/reference/inputs.md");
    for (field, names) in fields::NAMES {
        for name in *names {
            assert!(page.contains(&format!("`{name}`")), "{field:?}: {name}");
        }
    }
}
