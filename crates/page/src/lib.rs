//! Bytes of any format become a document.

use schema::Document;

/// The version of the page engine. It is part of a document's id: another
/// version may cut the same bytes into another text.
pub const VERSION: &str = "page/1";

/// The bytes of a page as they came, and what is known about how they came.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// As they came.
    pub bytes: Vec<u8>,
    /// The file or address, as the user named it.
    pub whence: Option<String>,
    /// The address of the page, where it was fetched from the web.
    pub url: Option<String>,
    /// The `Content-Type` it was served with.
    pub media_type: Option<String>,
    /// When it was fetched, RFC 3339.
    pub retrieved: Option<String>,
}

/// Why a page could not be opened.
#[derive(Debug)]
pub enum Error {
    /// It holds no text at all.
    Empty,
    /// It is a picture, a program, a compressed file: not a page.
    Binary,
}

/// Opens a page.
///
/// # Errors
/// If there is nothing to read in it; [`Error`] says why.
pub fn open(_page: &Page) -> Result<Document, Error> {
    Err(Error::Empty)
}
