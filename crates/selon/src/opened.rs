//! A page, opened and read: what every command and every web page begins with.

use ledger::{Added, Ledger};
use page::Page;
use schema::wire::Line;
use schema::{Document, Reading};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Once;

/// A page with its document and what was read on it.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The page as it came.
    pub bytes: Vec<u8>,
    /// The page opened.
    pub document: Document,
    /// What was read on it.
    pub reading: Reading,
    /// The absolute path of its file, where that is known.
    pub file: Option<String>,
}

/// Opens a page and reads it.
///
/// # Errors
/// If there is nothing to read in it.
pub fn open(page: Page) -> Result<Opened, page::Error> {
    let document = page::open(&page)?;
    let reading = reader::read(&document);
    Ok(Opened { bytes: page.bytes, document, reading, file: None })
}

/// Opens a page and reads it; a mistake of the program on one page is told, and
/// ends neither the program nor the other pages.
///
/// # Errors
/// Why nothing was read, in words for people.
pub fn open_guarded(page: Page) -> Result<Opened, String> {
    guarded(|| open(page)).and_then(|opened| opened.map_err(|error| error.to_string()))
}

/// Opens a page, and does not read it; a mistake of the program is told as by [`open_guarded`].
///
/// # Errors
/// Why there is nothing, in words for people.
pub fn document_guarded<T>(page: &Page, work: impl FnOnce(Document) -> T) -> Result<T, String> {
    guarded(|| page::open(page).map(work)).and_then(|it| it.map_err(|error| error.to_string()))
}

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    static MISTAKE: RefCell<String> = const { RefCell::new(String::new()) };
}

fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        let hook = move |panic: &PanicHookInfo<'_>| match GUARDED.get() {
            true => MISTAKE.set(panic.to_string().replace('\n', " ")),
            false => usual(panic),
        };
        std::panic::set_hook(Box::new(hook));
    });
    let before = GUARDED.replace(true);
    // What the work held is gone with it: nobody sees it half done.
    let done = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    done.map_err(|_| {
        format!(
            "Selon made a mistake on this page and left it out; please report it with the page: {}",
            MISTAKE.take()
        )
    })
}

impl Opened {
    /// Writes it into the ledger at the time `at`; [`view::link`] then compares it.
    ///
    /// # Errors
    /// If it was forgotten and `force` is not set, or the ledger cannot be written.
    pub fn add(&self, ledger: &mut Ledger, at: &str, force: bool) -> view::Result<Added> {
        let knowledge = knowledge::digest();
        let engine = reader::ENGINE;
        let Self { bytes, document, reading, file } = self;
        let file = file.as_deref();
        view::add(ledger, bytes, document, reading, file, engine, knowledge, at, force)
    }

    /// The lines of the contract; with `all` whatever else was read.
    pub fn lines(&self, all: bool) -> Vec<Line> {
        let (document, reading) = (&self.document, &self.reading);
        schema::wire::lines(document, reading, reader::ENGINE, knowledge::digest(), all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_on_one_page_is_told_and_goes_no_further() {
        let told = guarded(|| -> () { panic!("what a page") }).unwrap_err();
        assert!(told.contains("opened.rs") && told.contains("what a page"), "{told}");
        assert_eq!(guarded(|| 7), Ok(7));
    }
}
