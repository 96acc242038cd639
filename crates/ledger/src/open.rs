use crate::steps::{APPLICATION, STEPS, VERSION};
use crate::{Error, Result};
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file in which readings, links and reviews are written down.
///
/// One connection: it may be sent to another thread, not shared between two.
#[derive(Debug)]
pub struct Ledger {
    pub(crate) db: Connection,
    pub(crate) path: PathBuf,
}

/// How long one program waits for another that writes.
const PATIENCE: Duration = Duration::from_secs(5);

impl Ledger {
    /// The ledger at `path`, made if there is none, brought up to date if it is
    /// of an older version.
    ///
    /// # Errors
    /// If the file is no ledger, is of a newer version, or cannot be written.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let told = |error| Error::told(path, error);
        let db = Connection::open(path).map_err(told)?;
        let mut ledger = Self { db, path: path.to_path_buf() };
        ledger.db.busy_timeout(PATIENCE).map_err(told)?;
        // Looked at before anything is set: a foreign file is left as it is.
        let version = ledger.version()?;
        ledger.settings().map_err(told)?;
        if version < VERSION {
            ledger.migrate()?;
        }
        Ok(ledger)
    }

    /// The ledger at `path`, for questions only.
    ///
    /// # Errors
    /// If there is none, or it is of another version.
    pub fn open_read_only(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(Error::Missing { path: path.to_path_buf() });
        }
        let told = |error| Error::told(path, error);
        // For writing where that is allowed: only then does the last one out take
        // the -wal and -shm files beside the ledger away again.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags).map_err(told)?;
        db.pragma_update(None, "query_only", true).map_err(told)?;
        let ledger = Self { db, path: path.to_path_buf() };
        ledger.db.busy_timeout(PATIENCE).map_err(told)?;
        match ledger.version()? {
            VERSION => Ok(ledger),
            found => Err(Error::Older { path: path.to_path_buf(), found, known: VERSION }),
        }
    }

    /// A ledger that is gone with the program.
    ///
    /// # Errors
    /// If there is no memory for it.
    pub fn in_memory() -> Result<Self> {
        let path = PathBuf::from("(memory)");
        let db = Connection::open_in_memory().map_err(|error| Error::told(&path, error))?;
        let mut ledger = Self { db, path };
        ledger.settings().map_err(|error| ledger.told(error))?;
        ledger.migrate()?;
        Ok(ledger)
    }

    /// The file, as the user named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The version of its tables; 0 for a new file.
    fn version(&self) -> Result<u32> {
        let number = |sql: &str| self.db.query_row(sql, [], |row| row.get::<_, i64>(0));
        let told = |error| self.told(error);
        let tables = number("SELECT count(*) FROM sqlite_master").map_err(told)?;
        let application = number("PRAGMA application_id").map_err(told)?;
        let found = number("PRAGMA user_version").map_err(told)?;
        let path = || self.path.clone();
        if tables == 0 && application == 0 && found == 0 {
            return Ok(0);
        }
        if application != i64::from(APPLICATION) {
            return Err(Error::Foreign { path: path() });
        }
        match u32::try_from(found) {
            Ok(found) if found <= VERSION => Ok(found),
            Ok(found) => Err(Error::Newer { path: path(), found, known: VERSION }),
            Err(_) => Err(Error::Foreign { path: path() }),
        }
    }

    fn settings(&self) -> rusqlite::Result<()> {
        self.db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON;",
        )
    }

    /// Takes the steps that are missing, all or none.
    fn migrate(&mut self) -> Result<()> {
        let path = self.path.clone();
        let told = |error| Error::told(&path, error);
        let step = self.begin()?;
        // Read again inside the transaction: another program may have been faster.
        let version: u32 =
            step.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(told)?;
        for tables in STEPS.iter().skip(version as usize) {
            step.execute_batch(tables).map_err(told)?;
        }
        step.pragma_update(None, "application_id", APPLICATION).map_err(told)?;
        step.pragma_update(None, "user_version", VERSION).map_err(told)?;
        step.commit().map_err(told)
    }

    /// One step that is written whole or not at all.
    pub(crate) fn begin(&mut self) -> Result<Transaction<'_>> {
        let path = self.path.clone();
        self.db
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|error| Error::told(&path, error))
    }

    pub(crate) fn told(&self, error: rusqlite::Error) -> Error {
        Error::told(&self.path, error)
    }

    pub(crate) fn damaged(&self, what: impl ToString) -> Error {
        Error::Damaged { path: self.path.clone(), what: what.to_string() }
    }
}
