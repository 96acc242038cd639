//! What is to be read: from what somebody names to the bytes of each page.

use crate::fetch::{self, Marks, Web};
use page::archive::{self, Entries, Entry};
use page::{Given, Page};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};

/// Something that somebody named, or that was found on the way: a page, or what
/// holds pages.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    File(PathBuf),
    Address(Box<Wanted>),
    Standard,
    /// Bytes that were fetched, and hold pages.
    Fetched(Box<Page>, Leads),
}

/// An address, with what is known of the page there.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub address: String,
    pub given: Given,
    pub leads: Leads,
}

/// How far what is found at an address may lead on. A list leads to feeds, a feed
/// to pages, and a page nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Leads {
    Nowhere,
    ToPages,
    ToFeeds,
}

/// How many entries of one feed are fetched; those at its beginning are the newest.
const OF_ONE_FEED: usize = 50;

/// What was named or met and not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Skipped {
    pub what: String,
    pub why: String,
}

impl Skipped {
    pub(crate) fn new(what: impl ToString, why: impl ToString) -> Self {
        Self { what: what.to_string(), why: why.to_string() }
    }
}

/// What the arguments name, folders opened, in the order in which it is read.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub inputs: Vec<Input>,
    pub skipped: Vec<Skipped>,
    /// Files in folders that are no pages.
    pub passed: Vec<Skipped>,
}

/// The endings of files that are pages, or hold pages, by their name; `.gz` may follow.
const PAGES: [&str; 24] = [
    "html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "txt", "text", "md", "markdown",
    "rst", "warc", "wacz", "jsonl", "ndjson", "jl", "rss", "atom", "opml", "eml", "mbox", "xml",
];

/// Looks at what was named. Each folder is gone through in the order of its names.
pub(crate) fn gather(named: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    for path in named {
        match path.to_str() {
            Some("-") => gathered.inputs.push(Input::Standard),
            Some(address) if fetch::is_address(address) => {
                gathered.inputs.push(Input::Address(Box::new(Wanted::new(address))));
            }
            _ if path.is_dir() => {
                let before = (gathered.inputs.len(), gathered.skipped.len());
                let passed = gathered.passed.len();
                folder(path, &mut gathered);
                if before == (gathered.inputs.len(), gathered.skipped.len()) {
                    // Somebody who names a folder without a page expected one.
                    let others: Vec<Skipped> = gathered.passed.drain(passed..).collect();
                    if !others.is_empty() {
                        gathered.skipped.extend(others);
                        continue;
                    }
                    let why = "there is no page in this folder; pages are .html and .txt files, \
                        and others that are text";
                    gathered.skipped.push(Skipped::new(path.display(), why));
                }
            }
            // What is not there is told when it is its turn.
            _ => gathered.inputs.push(Input::File(path.clone())),
        }
    }
    gathered
}

fn folder(path: &Path, gathered: &mut Gathered) {
    let entries = std::fs::read_dir(path)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>());
    let mut paths = match entries {
        Ok(paths) => paths,
        Err(error) => return gathered.skipped.push(Skipped::new(path.display(), told(&error))),
    };
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // What is hidden belongs to programs.
        if name.starts_with('.') {
            continue;
        }
        // A link to a folder may lead round in a circle.
        let linked = path.is_symlink();
        if path.is_dir() {
            if !linked {
                folder(&path, gathered);
            }
            continue;
        }
        match seems_a_page(&path) {
            Ok(true) => gathered.inputs.push(Input::File(path)),
            Ok(false) => {
                let why =
                    "no page by its name and its first bytes; name the file itself to read it";
                gathered.passed.push(Skipped::new(path.display(), why));
            }
            Err(error) => gathered.skipped.push(Skipped::new(path.display(), told(&error))),
        }
    }
}

/// Whether a file met in a folder is read: by its ending; else if it holds
/// HTML, or has no ending and is text.
fn seems_a_page(path: &Path) -> io::Result<bool> {
    if !path.metadata()?.is_file() {
        return Ok(false);
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().into_owned());
    if ending.as_deref().is_some_and(|ending| PAGES.contains(&ending)) {
        return Ok(true);
    }
    let mut head = Vec::new();
    File::open(path)?.take(1024).read_to_end(&mut head)?;
    let text = String::from_utf8_lossy(&head).to_lowercase();
    let html = ["<!doctype html", "<html"].iter().any(|tag| text.contains(tag));
    Ok(html || ending.is_none() && !head.is_empty() && !head.contains(&0))
}

impl Input {
    /// How it was named.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Address(wanted) => wanted.address.clone(),
            Self::Standard => "standard input".to_owned(),
            Self::Fetched(page, _) => page.whence.clone().unwrap_or_default(),
        }
    }

    /// How far what it holds may lead on.
    fn leads(&self) -> Leads {
        match self {
            Self::Fetched(_, leads) => *leads,
            // A list of feeds may lie in a file too.
            _ => Leads::ToFeeds,
        }
    }
}

impl Wanted {
    /// An address that somebody named: whatever is there is read.
    fn new(address: &str) -> Self {
        let (address, given) = (address.to_owned(), Given::default());
        Self { address, given, leads: Leads::ToFeeds }
    }
}

/// One page that is its turn.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    /// The file, address or place in an archive, as the user knows it.
    pub name: String,
    /// The same with the whole path, if it came from a file.
    pub file: Option<String>,
    pub what: What,
}

/// Where a page is.
#[derive(Clone, Debug)]
pub(crate) enum What {
    /// Here.
    Page(Box<Page>),
    /// On the web.
    Address(Box<Wanted>),
}

/// All pages of all inputs, one after the other. An archive is open while it is
/// its turn, and gives one page at a time.
#[derive(Default)]
pub(crate) struct Pages {
    waiting: VecDeque<Input>,
    open: Option<Open>,
    /// What was passed over, in words: where, what, how often.
    passed: BTreeMap<(String, String), usize>,
    pub skipped: Vec<Skipped>,
    /// Files in folders that are no pages. They are told, and are no fault.
    pub others: Vec<Skipped>,
    /// How many bytes all files have, and those that were read to their end.
    bytes: u64,
    before: u64,
}

/// What is its turn, and how many addresses it gave.
struct Open {
    input: Input,
    entries: Entries,
    /// The same file as it is read: it knows how far.
    file: Option<File>,
    addresses: usize,
    /// Digests of the addresses of its pages so far: others may repeat them.
    read: BTreeSet<u64>,
}

/// How many addresses of one archive are remembered.
const REMEMBERED: usize = 200_000;

fn digest(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    hasher.finish()
}

impl Pages {
    /// What was fetched holds pages: they come next.
    pub(crate) fn holds(&mut self, page: Page, leads: Leads) {
        self.waiting.push_front(Input::Fetched(Box::new(page), leads));
    }

    pub(crate) fn of(gathered: Gathered) -> Self {
        let Gathered { inputs, skipped, passed } = gathered;
        let size = |input: &Input| match input {
            Input::File(path) => path.metadata().map_or(0, |file| file.len()),
            _ => 0,
        };
        let bytes = inputs.iter().map(size).sum();
        Self { waiting: inputs.into(), skipped, others: passed, bytes, ..Self::default() }
    }

    /// How many bytes all files have; 0 where there is none.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many of these bytes were read.
    pub(crate) fn position(&mut self) -> u64 {
        let file = self.open.as_mut().and_then(|open| open.file.as_mut());
        let here = file.and_then(|file| file.stream_position().ok());
        self.before + here.unwrap_or(0)
    }

    /// What was passed over, in sentences for people: one for each archive.
    pub(crate) fn passed(&self) -> Vec<String> {
        let mut told: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for ((name, passed), count) in &self.passed {
            told.entry(name).or_default().push(format!("{count} {passed}"));
        }
        told.into_iter()
            .map(|(name, all)| format!("passed over in {name}: {}", all.join("; ")))
            .collect()
    }

    fn open(&mut self, input: Input) -> Result<Option<Turn>, String> {
        let mut same = None;
        let entries = match &input {
            Input::Address(wanted) => {
                let name = wanted.address.clone();
                let what = What::Address(wanted.clone());
                return Ok(Some(Turn { name, file: None, what }));
            }
            Input::File(path) => {
                let file = File::open(path).map_err(|error| told(&error))?;
                let whence = Some(path.display().to_string());
                // Both know the same place in the file.
                same = file.try_clone().ok();
                archive::open_file(file, Page { whence, ..Page::default() })
            }
            Input::Fetched(page, _) => {
                let like = Page { bytes: Vec::new(), ..(**page).clone() };
                archive::open(io::Cursor::new(page.bytes.clone()), like)
            }
            Input::Standard => archive::open(io::stdin(), Page::default()),
        };
        self.open = Some(Open { input, entries, file: same, addresses: 0, read: BTreeSet::new() });
        Ok(None)
    }
}

impl Iterator for Pages {
    type Item = Turn;

    fn next(&mut self) -> Option<Turn> {
        loop {
            let Some(open) = &mut self.open else {
                let input = self.waiting.pop_front()?;
                let name = input.name();
                match self.open(input) {
                    Ok(Some(turn)) => return Some(turn),
                    Ok(None) => {}
                    Err(why) => self.skipped.push(Skipped::new(name, why)),
                }
                continue;
            };
            let leads = open.input.leads();
            let wanted = match open.entries.next() {
                Some(Entry::Page(page)) => {
                    if open.read.len() < REMEMBERED {
                        open.read.extend(page.url.as_deref().map(digest));
                    }
                    let name = page.whence.clone().unwrap_or_else(|| open.input.name());
                    let file = match &open.input {
                        Input::File(path) => whole(path, &name),
                        Input::Address(_) | Input::Standard | Input::Fetched(..) => None,
                    };
                    return Some(Turn { name, file, what: What::Page(page) });
                }
                Some(Entry::Elsewhere(page)) => {
                    let Page { url, given, .. } = *page;
                    let address = url.unwrap_or_default();
                    // Once it is fetched nobody else needs to tell where it stands.
                    let given = Given { address: None, ..given };
                    Wanted { address, given, leads: Leads::Nowhere }
                }
                Some(Entry::Feed(address)) => {
                    Wanted { address, given: Given::default(), leads: Leads::ToPages }
                }
                Some(Entry::Unchanged(before)) => {
                    let here = open.read.contains(&digest(&before));
                    let said = if here { ", and were read from this file" } else { "" };
                    let words = "pages that had not changed since they were archived before";
                    self.pass(format!("{words}{said}"));
                    continue;
                }
                Some(Entry::Passed(passed)) => {
                    self.pass(passed.to_string());
                    continue;
                }
                Some(Entry::Lost(lost)) => {
                    self.skipped.push(Skipped::new(lost.whence, lost.why));
                    continue;
                }
                None => {
                    let file = open.file.as_ref().and_then(|file| file.metadata().ok());
                    self.before += file.map_or(0, |file| file.len());
                    self.open = None;
                    continue;
                }
            };
            open.addresses += 1;
            if wanted.leads >= leads {
                self.pass("addresses that lead on from where nothing more is followed".to_owned());
            } else if wanted.leads == Leads::Nowhere && open.addresses > OF_ONE_FEED {
                let words = format!("entries behind the first {OF_ONE_FEED}, which are fetched");
                self.pass(words);
            } else {
                let name = wanted.address.clone();
                return Some(Turn { name, file: None, what: What::Address(Box::new(wanted)) });
            }
        }
    }
}

impl Pages {
    /// One more of what is its turn was passed over.
    fn pass(&mut self, why: String) {
        let name = self.open.as_ref().map(|open| open.input.name()).unwrap_or_default();
        *self.passed.entry((name, why)).or_default() += 1;
    }
}

/// What came from an address.
pub(crate) enum Fetched {
    /// A page, and by what a change of it would be told.
    Page(Box<Page>, Marks),
    /// A feed, a list: what holds pages.
    Holds(Box<Page>, Leads),
    /// The page is as it was when it was fetched before.
    Unchanged,
}

/// Gets what is at an address, unless it is as it was when `known` was given.
///
/// # Errors
/// Why nothing came, in words for people.
pub(crate) fn fetched(wanted: Wanted, web: &Web, known: &Marks) -> Result<Fetched, String> {
    let Wanted { address, given, leads } = wanted;
    let (page, marks) = match web.get(&address, known).map_err(|error| error.to_string())? {
        fetch::Fetched::Page(page, marks) => (page, marks),
        fetch::Fetched::Unchanged => return Ok(Fetched::Unchanged),
    };
    let page = Box::new(Page { given, ..*page });
    let head = &page.bytes[..page.bytes.len().min(4096)];
    Ok(match leads > Leads::Nowhere && archive::is_archive(head, &page) {
        true => Fetched::Holds(page, leads),
        false => Fetched::Page(page, marks),
    })
}

/// The whole path of a file, and the place in it where its name says one: two
/// pages of an archive are not two versions of one page.
fn whole(path: &Path, name: &str) -> Option<String> {
    let place = name.strip_prefix(&path.display().to_string())?;
    Some(format!("{}{place}", std::path::absolute(path).ok()?.display()))
}

fn told(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file; is its name spelt right?".to_owned(),
        io::ErrorKind::PermissionDenied => {
            "it may not be read; look at the rights of the file and its folder".to_owned()
        }
        _ => format!("it cannot be read: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_gone_through_in_order_and_what_is_no_page_is_named() {
        let folder = std::env::temp_dir().join(format!("selon-input-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("b")).unwrap();
        for (name, bytes) in [
            ("c.txt", &b"text"[..]),
            ("a.HTML", b"<p>x"),
            ("b/page", b"Some text"),
            ("b/www.example.org", b"<!DOCTYPE html><p>x"),
            ("b/style.css", b"p { color: red }"),
            ("picture", b"\x89PNG\0\0"),
            ("news.warc.gz", b"\x1f\x8b"),
            ("backup.tar.gz", b"\x1f\x8b"),
            (".hidden.txt", b"text"),
        ] {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        let gathered = gather(std::slice::from_ref(&folder));
        let short = |name: String| name.replace(&format!("{}/", folder.display()), "");
        let read: Vec<_> = gathered.inputs.iter().map(|input| short(input.name())).collect();
        assert_eq!(read, ["a.HTML", "b/page", "b/www.example.org", "c.txt", "news.warc.gz"]);
        let passed: Vec<_> = gathered.passed.into_iter().map(|it| short(it.what)).collect();
        assert_eq!(passed, ["b/style.css", "backup.tar.gz", "picture"]);
        assert_eq!(gathered.skipped, [], "what is no page is no fault");
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
