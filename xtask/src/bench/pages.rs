//! What is read.

use std::io::Read;
use std::path::{Path, PathBuf};

/// Pages that are measured together.
pub(super) struct Set {
    pub name: &'static str,
    pub pages: Vec<Kept>,
}

/// A page, packed as it was found: the memory that is measured is the reader's.
pub(super) struct Kept {
    pub name: String,
    bytes: Vec<u8>,
    gzip: bool,
}

impl Kept {
    /// The bytes of the page.
    pub fn bytes(&self) -> Vec<u8> {
        if !self.gzip {
            return self.bytes.clone();
        }
        let mut bytes = Vec::new();
        let mut gzip = flate2::read::MultiGzDecoder::new(self.bytes.as_slice());
        // A broken archive is read as far as it goes.
        let _ = gzip.read_to_end(&mut bytes);
        bytes
    }
}

/// The sets in the order in which they are measured: the memory of a large one
/// must not hide that of a small one.
pub(super) fn sets() -> Vec<Set> {
    let root = crate::root();
    let folder = |name, path: &str, ending: &str| {
        let folder = root.join(path);
        let mut paths = Vec::new();
        below(&folder, &mut paths);
        paths.sort();
        let here = paths.iter().filter(|path| path.to_string_lossy().ends_with(ending));
        Set { name, pages: here.filter_map(|path| kept(&folder, path)).collect() }
    };
    vec![
        folder("demo", "corpus/demo", ""),
        folder("seeds", "../shared/seeds", ".txt"),
        folder("pages", "../shared/data/pages", ".html.gz"),
    ]
}

fn kept(folder: &Path, path: &Path) -> Option<Kept> {
    let name = path.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
    let gzip = name.ends_with(".gz");
    Some(Kept { name, bytes: std::fs::read(path).ok()?, gzip })
}

fn below(folder: &Path, paths: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
    {
        if path.is_dir() {
            below(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

/// A page made to hurt: a head, then one thing far too often.
pub(super) struct Hard {
    pub name: &'static str,
    head: &'static str,
    unit: &'static str,
}

impl Hard {
    /// The page at about `size` bytes.
    pub fn bytes(&self, size: usize) -> Vec<u8> {
        let unit = self.unit.repeat(size / self.unit.len());
        format!("{}{unit}", self.head).into_bytes()
    }
}

/// A reader whose time grows with the square of the page shows on these.
pub(super) const HARD: &[Hard] = &[
    hard("one line of text", "", "The mayor of Belmar said that 12 people waited at the bridge. "),
    hard("one word", "The mayor said that ", "bridge"),
    hard("one sentence", "Yesterday ", "the mayor said that the bridge was closed and "),
    hard("one enumeration", "He named ", "Ms Orn of the Port Office, "),
    hard("quotations that never close", "She said: ", "\u{201c}The bridge is shut, "),
    hard("many short quotations", "", "\u{201c}Shut\u{201d}, said Ms Orn. "),
    hard("many lines", "", "The bridge was shut.\n"),
    hard("many figures", "She counted ", "12 "),
    hard("many paragraphs", HTML, "<p>The mayor said that the bridge was shut.</p>"),
    hard("deep tags", HTML, "<div>x"),
    hard("tags that never close", HTML, "<p><b><i>shut "),
    hard("many links", HTML, "<a href=\"/x\">The bridge</a> "),
    hard("one table", "<html><body><h1>The bridge</h1><table><tr>", "<td>12</td>"),
    hard("many entities", "<html><body><p>", "&amp;&eacute;"),
    hard("scripts", "<html><body>", "<script>if (a < b) { c() }</script>"),
];

const HTML: &str = "<html><body><h1>The bridge</h1>";

const fn hard(name: &'static str, head: &'static str, unit: &'static str) -> Hard {
    Hard { name, head, unit }
}
