//! What is to be read: from what somebody names to the bytes of each page.

use crate::fetch::{self, Policy};
use page::Page;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// One page that is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    File(PathBuf),
    Address(String),
    Standard,
}

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
}

/// The endings of files that are pages by their name.
const PAGES: [&str; 13] = [
    "html", "htm", "xhtml", "shtml", "php", "asp", "aspx", "jsp", "txt", "text", "md", "markdown",
    "rst",
];

/// Looks at what was named. Each folder is gone through in the order of its names.
pub(crate) fn gather(named: &[PathBuf]) -> Gathered {
    let mut gathered = Gathered::default();
    for path in named {
        match path.to_str() {
            Some("-") => gathered.inputs.push(Input::Standard),
            Some(address) if fetch::is_address(address) => {
                gathered.inputs.push(Input::Address(address.to_owned()));
            }
            _ if path.is_dir() => {
                let before = (gathered.inputs.len(), gathered.skipped.len());
                folder(path, &mut gathered);
                if before == (gathered.inputs.len(), gathered.skipped.len()) {
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
                gathered.skipped.push(Skipped::new(path.display(), why));
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
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
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
            Self::Address(address) => address.clone(),
            Self::Standard => "standard input".to_owned(),
        }
    }

    /// The absolute path of a file, however it was named.
    pub(crate) fn file(&self) -> Option<String> {
        match self {
            Self::File(path) => Some(std::path::absolute(path).ok()?.display().to_string()),
            Self::Address(_) | Self::Standard => None,
        }
    }

    /// Its page.
    ///
    /// # Errors
    /// Why there is none, in words for people.
    pub(crate) fn load(&self, policy: &Policy) -> Result<Page, String> {
        let page = match self {
            Self::Address(address) => {
                return fetch::fetch(address, policy).map_err(|error| error.to_string());
            }
            Self::File(path) => {
                let file = File::open(path).map_err(|error| told(&error))?;
                let whence = Some(path.display().to_string());
                Page { bytes: bytes_of(file)?, whence, ..Page::default() }
            }
            Self::Standard => Page { bytes: bytes_of(io::stdin().lock())?, ..Page::default() },
        };
        Ok(page)
    }
}

/// All bytes; one more than is opened of what does not end.
fn bytes_of(from: impl Read) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = from.take(page::MAX_BYTES as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| told(&error))?;
    match bytes.len() > page::MAX_BYTES {
        true => Err(format!("it is too large; at most {} bytes are read", page::MAX_BYTES)),
        false => Ok(bytes),
    }
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
            (".hidden.txt", b"text"),
        ] {
            std::fs::write(folder.join(name), bytes).unwrap();
        }
        let gathered = gather(std::slice::from_ref(&folder));
        let short = |name: String| name.replace(&format!("{}/", folder.display()), "");
        let read: Vec<_> = gathered.inputs.iter().map(|input| short(input.name())).collect();
        assert_eq!(read, ["a.HTML", "b/page", "b/www.example.org", "c.txt"]);
        let skipped: Vec<_> = gathered.skipped.into_iter().map(|it| short(it.what)).collect();
        assert_eq!(skipped, ["b/style.css", "picture"]);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
