//! What Selon knows: words, places and outlets, as files that a linguist can edit.
//!
//! `languages/<code>/*.toml` has the same file names in each language, so that
//! a gap shows; `datelines/<code>.toml` has the words by which pages are dated and
//! signed, in many more languages; `identify.toml` has the words and letters by which languages
//! without a folder are told; `gazetteer/*.csv` serves all of them. Each crate reads the
//! files that it needs with [`load`] and [`text`]; this one holds them, and
//! tells languages apart.
//!
//! ```
//! assert_eq!(knowledge::identify("The minister said that the road was open."), Some("en"));
//! assert!(knowledge::text("languages/fr/cues.toml").is_some());
//! ```

mod identify; // which language a text is in

pub use identify::identify;

use rust_embed::RustEmbed;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::sync::OnceLock;

#[derive(RustEmbed)]
#[folder = "."]
#[include = "languages/*/*.toml"]
#[include = "identify.toml"]
#[include = "datelines/*.toml"]
#[include = "gazetteer/*.csv"]
#[include = "page/*.toml"]
#[include = "models/*/*"]
struct Files;

/// The file at `path`, such as `languages/fr/cues.toml`, if there is one.
pub fn text(path: &str) -> Option<Cow<'static, str>> {
    let text = match Files::get(path)?.data {
        Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).ok()?),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).ok()?),
    };
    Some(text)
}

/// The bytes of the file at `path`, such as `models/pages/chooser.bin`, if there is one.
pub fn bytes(path: &str) -> Option<Cow<'static, [u8]>> {
    Files::get(path).map(|file| file.data)
}

/// The TOML file at `path` as a `T`, if there is one.
///
/// # Panics
/// If the file does not have the shape of `T`. The files are part of the
/// program and a test of each crate loads them all, so this is a mistake of
/// the one who edited the file, and is told with the line.
pub fn load<T: DeserializeOwned>(path: &str) -> Option<T> {
    let text = text(path)?;
    match toml::from_str(&text) {
        Ok(value) => Some(value),
        Err(error) => panic!("knowledge/{path}: {error}"),
    }
}

/// The codes of the languages that have a folder, in order.
pub fn languages() -> &'static [String] {
    static CODES: OnceLock<Vec<String>> = OnceLock::new();
    CODES.get_or_init(|| {
        let mut codes: Vec<String> = Files::iter()
            .filter_map(|path| {
                path.strip_prefix("languages/")?.split_once('/').map(|(code, _)| code.to_owned())
            })
            .collect();
        codes.sort();
        codes.dedup();
        codes
    })
}

/// The languages whose pages can be dated, in order: code and path of the file.
pub fn datelines() -> &'static [(String, String)] {
    static FILES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut files: Vec<(String, String)> = Files::iter()
            .filter_map(|path| {
                let code = path.strip_prefix("datelines/")?.strip_suffix(".toml")?;
                Some((code.to_owned(), path.to_string()))
            })
            .collect();
        files.sort();
        files
    })
}

/// A digest of every file: readings made with other knowledge are other readings.
pub fn digest() -> &'static str {
    static DIGEST: OnceLock<String> = OnceLock::new();
    DIGEST.get_or_init(|| {
        let mut paths: Vec<_> = Files::iter().collect();
        paths.sort();
        let mut digest = Sha256::new();
        for path in paths {
            digest.update(path.as_bytes());
            digest.update([0]);
            if let Some(file) = Files::get(&path) {
                digest.update(&file.data);
            }
            digest.update([0]);
        }
        digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    })
}
