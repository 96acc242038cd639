use page::Page;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Pages that were read and are not in the ledger, the latest last: so that
/// "keep" after "read" need not send them again. Gone with the program.
#[derive(Default)]
pub(super) struct Shelf(Mutex<VecDeque<(String, Page)>>);

/// How many pages stay on the shelf.
const ROOM: usize = 8;

impl Shelf {
    /// Lays a page down under the hash of its bytes.
    pub fn put(&self, sha256: &str, page: Page) {
        let mut pages = self.pages();
        pages.retain(|(held, _)| held != sha256);
        pages.push_back((sha256.to_owned(), page));
        while pages.len() > ROOM {
            pages.pop_front();
        }
    }

    /// The page of that hash, if it is still there.
    pub fn get(&self, sha256: &str) -> Option<Page> {
        self.pages().iter().find(|(held, _)| held == sha256).map(|(_, page)| page.clone())
    }

    fn pages(&self) -> MutexGuard<'_, VecDeque<(String, Page)>> {
        // A panic elsewhere leaves whole pages: each change is one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
