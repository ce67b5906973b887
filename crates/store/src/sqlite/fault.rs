//! What can go wrong on the way to SQLite, and what it means for the batch, the connection and the caller.

use crate::Broken;
use rusqlite::ErrorCode;

/// A failure inside the room; callers outside see [`Broken`].
#[derive(Debug)]
pub(super) enum Fault {
    /// The database's.
    Sqlite(rusqlite::Error),
    /// The operation's own.
    Said(Broken),
}

/// The result of work on a connection.
pub(super) type Outcome<T> = std::result::Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self::Said(broken)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Said(Broken::Corrupt(error.to_string()))
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::Said(Broken::Unavailable(error.to_string()))
    }
}

impl Fault {
    /// Whether the transaction has to go. `Taken` and `Absent` are said before anything is written: the rest of the batch need not suffer.
    pub(super) fn spoils(&self) -> bool {
        !matches!(self, Self::Said(Broken::Taken(_) | Broken::Absent(_)))
    }

    /// Whether it would hit every operation alike, so that running a failed batch one by one is of no use. On a full disk some still fit.
    pub(super) fn hits_all(&self) -> bool {
        match self {
            Self::Sqlite(error) => !matches!(
                error.sqlite_error_code(),
                None | Some(
                    ErrorCode::DiskFull | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::Unknown
                )
            ),
            Self::Said(broken) => matches!(broken, Broken::Unavailable(_)),
        }
    }

    /// Whether the connection is better opened anew. A full disk or a lock passes by itself.
    pub(super) fn loses_connection(&self) -> bool {
        match self {
            Self::Sqlite(error) => !matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull)
            ),
            Self::Said(broken) => matches!(broken, Broken::Unavailable(_)),
        }
    }
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        let error = match fault {
            Fault::Said(broken) => return broken,
            Fault::Sqlite(error) => error,
        };
        match error.sqlite_error_code() {
            Some(
                ErrorCode::DatabaseCorrupt
                | ErrorCode::NotADatabase
                | ErrorCode::ConstraintViolation
                | ErrorCode::TypeMismatch
                | ErrorCode::Unknown,
            )
            | None => Self::Corrupt(error.to_string()),
            Some(_) => Self::Unavailable(error.to_string()),
        }
    }
}
