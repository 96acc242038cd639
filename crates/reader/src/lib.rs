//! Reads a document, and writes down who says what.
//!
//! ```
//! let page = page::Page { bytes: b"Route fermee\n\nLe maire a dit que la route est longue.".to_vec(), ..Default::default() };
//! let document = page::open(&page).expect("it has text");
//! let reading = reader::read(&document);
//! assert_eq!(reading.claims[0].content.text, "la route est longue");
//! assert_eq!(reading.claims[0].speaker.name, "maire");
//! ```

mod length; // how much is read
mod quotation; // the words themselves
mod period; // what patterns are matched on
mod words; // the closed classes of a language
mod role; // nouns for those who speak
mod cue; // words that say that something is said
mod attribution; // who is said to have said what
mod outlet; // newspapers and agencies by name
mod speaker; // who that is
mod stance; // how firmly
mod sentence; // what the readers of content look at
mod number; // numbers in digits and words
mod unit; // what is counted
mod figure; // how many
mod timex; // when
mod place; // where
mod event; // who did what
mod claim; // all of it put together

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

use schema::{Document, Note, Reading};

/// The name and version of the engine, as it stands in every ledger, with that of
/// the reader: a page that another reader read is read again.
pub const ENGINE: &str = concat!("selon/", env!("CARGO_PKG_VERSION"), " reader/1");

/// Reads one document.
///
/// It never fails: what it cannot make out, it notes, and reads on. It is a
/// pure function of the document and of what the program knows.
pub fn read(document: &Document) -> Reading {
    let mut reading = read_text(document);
    reading.notes.extend(length::cut(document));
    reading
}

fn read_text(document: &Document) -> Reading {
    let code = document.language_code().unwrap_or("");
    let lexicon = (words::Words::of(code), cue::Cues::of(code), role::Roles::of(code));
    let (Some(words), Some(cues), Some(roles)) = lexicon else {
        let message = match document.language_code() {
            Some(code) => format!(
                "The language of this page is {code}, which Selon does not read yet; no claims were looked for."
            ),
            None => {
                "The language of this page could not be told; no claims were looked for.".to_owned()
            }
        };
        let note = Note {
            document: document.id.clone(),
            span: None,
            rule: "language/unread".to_owned(),
            message,
        };
        return Reading { notes: vec![note], ..Reading::default() };
    };
    let Some((shortened, note)) = length::shortened(document, length::MOST) else {
        return claim::read(document, code, words, cues, roles);
    };
    let mut reading = claim::read(&shortened, code, words, cues, roles);
    reading.notes.push(note);
    reading
}
