use crate::opened::Opened;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Pages that were read and are not in the ledger, the latest last: each has an
/// address while it is here, and can be kept without being sent again. Gone with
/// the program.
#[derive(Default)]
pub(super) struct Shelf(Mutex<VecDeque<Arc<Opened>>>);

/// How many pages stay on the shelf.
const ROOM: usize = 8;

impl Shelf {
    /// Lays a page down.
    pub fn put(&self, opened: Opened) {
        let mut pages = self.pages();
        pages.retain(|held| held.document.page.sha256 != opened.document.page.sha256);
        pages.push_back(Arc::new(opened));
        while pages.len() > ROOM {
            pages.pop_front();
        }
    }

    /// The page whose bytes have that SHA-256, if it is still there.
    pub fn get(&self, sha256: &str) -> Option<Arc<Opened>> {
        self.pages().iter().find(|held| held.document.page.sha256 == sha256).map(Arc::clone)
    }

    fn pages(&self) -> MutexGuard<'_, VecDeque<Arc<Opened>>> {
        // A panic elsewhere leaves whole pages: each change is one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
