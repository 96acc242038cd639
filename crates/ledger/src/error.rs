use schema::Id;
use std::path::PathBuf;

/// Why the ledger could not answer or write. Each says what, where, what
/// became of the rest, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no such file.
    #[error("{}: there is no ledger here; `selon add` makes one", .path.display())]
    Missing {
        /// The file asked for.
        path: PathBuf,
    },
    /// Another program writes.
    #[error("{}: another program is writing to this ledger; nothing of this step was written; wait until it has ended and try again", .path.display())]
    Locked {
        /// The ledger.
        path: PathBuf,
    },
    /// A SQLite file of somebody else.
    #[error("{}: a database, but not a ledger of Selon; it was left as it is; name another file with --ledger", .path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Not a SQLite file.
    #[error("{}: not a database; it was left as it is; name another file with --ledger", .path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// Written by a newer Selon.
    #[error("{}: a ledger of version {found}, and this program knows versions up to {known}; it was left as it is; use a newer Selon", .path.display())]
    Newer {
        /// The ledger.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// Written by an older Selon, and opened for reading only.
    #[error("{}: a ledger of version {found}, older than this program's {known}; it was left as it is; open it once for writing (`selon add`) to bring it up to date", .path.display())]
    Older {
        /// The ledger.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The version that this program reads.
        known: u32,
    },
    /// No room.
    #[error("{}: the disk is full; this step was taken back and all earlier ones are kept; make room and try again", .path.display())]
    DiskFull {
        /// The ledger.
        path: PathBuf,
    },
    /// The file or its folder cannot be written.
    #[error("{}: may not be written; nothing was changed; look at the rights of the file and its folder", .path.display())]
    NotWritable {
        /// The ledger.
        path: PathBuf,
    },
    /// The file cannot be opened at all.
    #[error("{}: cannot be opened; look whether the folder exists and may be read", .path.display())]
    CannotOpen {
        /// The ledger.
        path: PathBuf,
    },
    /// The page was forgotten on purpose.
    #[error(
        "page {sha256} was forgotten on {at} and was not added again; add it with --force if that is meant"
    )]
    Forgotten {
        /// SHA-256 of its bytes.
        sha256: String,
        /// When it was forgotten.
        at: String,
    },
    /// What was handed in does not fit together.
    #[error("page {sha256}: {what}; nothing of it was written")]
    Unfit {
        /// SHA-256 of its bytes.
        sha256: String,
        /// What does not fit.
        what: String,
    },
    /// No such thing.
    #[error("{id}: the ledger holds nothing of that name; `selon find` lists what it holds")]
    Unknown {
        /// The id asked for.
        id: Id,
    },
    /// What stands in the file is not what was written.
    #[error("{}: {what}; the file is damaged; restore it from a copy", .path.display())]
    Damaged {
        /// The ledger.
        path: PathBuf,
        /// What was found.
        what: String,
    },
    /// Anything else that SQLite says.
    #[error("{}: {source}", .path.display())]
    Sqlite {
        /// The ledger.
        path: PathBuf,
        /// In SQLite's words.
        source: rusqlite::Error,
    },
}

impl Error {
    /// What SQLite said about the file at `path`, in words for people.
    pub(crate) fn told(path: &std::path::Path, source: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let path = path.to_path_buf();
        match source.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked { path },
            Some(Code::NotADatabase) => Self::NotADatabase { path },
            Some(Code::DiskFull) => Self::DiskFull { path },
            Some(Code::ReadOnly | Code::PermissionDenied) => Self::NotWritable { path },
            Some(Code::CannotOpen) => Self::CannotOpen { path },
            Some(Code::DatabaseCorrupt) => Self::Damaged { path, what: source.to_string() },
            _ if matches!(source, rusqlite::Error::FromSqlConversionFailure(..)) => {
                Self::Damaged { path, what: source.to_string() }
            }
            _ => Self::Sqlite { path, source },
        }
    }
}
