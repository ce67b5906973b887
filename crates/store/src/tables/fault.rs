//! What can go wrong on the way to a database, and what it means for the batch, the connection and the caller.

use crate::Broken;
use rusqlite::ErrorCode;
use std::error::Error;
use tokio_postgres::error::SqlState;

/// Two of our connections to PostgreSQL are one: a statement of one node would be another one's there.
pub(crate) const SHARED: &str = "the address of the database is that of a pooler that hands connections on after each transaction: say `pooler = \"transaction\"` under [postgres]";

/// A failure inside the room; callers outside see [`Broken`].
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite's.
    Sqlite(rusqlite::Error),
    /// PostgreSQL's.
    Postgres(tokio_postgres::Error),
    /// The operation's own, said before it wrote anything.
    Said(Broken),
    /// The same, said after it wrote something: what it wrote must go.
    Late(Broken),
    /// Another transaction wrote first what this one had not seen: what it wrote must go, and then it sees.
    Overtaken,
}

/// The result of work on a connection.
pub(crate) type Outcome<T> = std::result::Result<T, Fault>;

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Postgres(error)
    }
}

impl From<Broken> for Fault {
    fn from(broken: Broken) -> Self {
        Self::Said(broken)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::corrupt(error.to_string())
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        Self::unavailable(error.to_string())
    }
}

impl Fault {
    /// Something unreadable was read.
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Said(Broken::Corrupt(what.into()))
    }

    /// The database does not answer.
    pub(crate) fn unavailable(why: impl Into<String>) -> Self {
        Self::Said(Broken::Unavailable(why.into()))
    }

    /// Whether the transaction has to go. What is said before anything is written leaves the rest of the batch alone.
    pub(crate) fn spoils(&self) -> bool {
        !matches!(self, Self::Said(Broken::Taken(_) | Broken::Absent(_)))
    }

    /// Whether it would hit every operation alike, so that running a failed batch one by one is of no use. On a full disk some still fit.
    pub(crate) fn hits_all(&self) -> bool {
        match self {
            Self::Sqlite(error) => !matches!(
                error.sqlite_error_code(),
                None | Some(
                    ErrorCode::DiskFull | ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::Unknown
                )
            ),
            Self::Postgres(error) => error.code().is_none_or(|code| loses_connection(code) || is_exhausted(code)),
            Self::Said(broken) => matches!(broken, Broken::Unavailable(_)),
            Self::Late(_) | Self::Overtaken => false,
        }
    }

    /// Whether it took too long, most likely because somebody else holds a row: others may find theirs free.
    pub(crate) fn times_out(&self) -> bool {
        let Self::Postgres(error) = self else { return false };
        error.code().is_some_and(|code| [&SqlState::QUERY_CANCELED, &SqlState::LOCK_NOT_AVAILABLE].contains(&code))
    }

    /// Of a commit: whether it may have happened all the same.
    pub(crate) fn leaves_doubt(&self) -> bool {
        let unknown = |error: &tokio_postgres::Error| error.code() == Some(&SqlState::T_R_STATEMENT_COMPLETION_UNKNOWN);
        self.loses_connection() || matches!(self, Self::Postgres(error) if unknown(error))
    }

    /// Whether somebody else holds the file.
    pub(crate) fn is_lock(&self) -> bool {
        let Self::Sqlite(error) = self else { return false };
        matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }

    /// Whether the connection is better opened anew. A full disk or a lock passes by itself.
    pub(crate) fn loses_connection(&self) -> bool {
        match self {
            Self::Sqlite(error) => !matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull)
            ),
            Self::Postgres(error) => error.code().is_none_or(loses_connection),
            Self::Said(broken) => matches!(broken, Broken::Unavailable(_)),
            Self::Late(_) | Self::Overtaken => false,
        }
    }

    /// Whether the transaction did not happen and may well do the next time: another one was in its way, or the connection was lost before the
    /// commit.
    pub(crate) fn passes(&self) -> bool {
        match self {
            Self::Postgres(error) => error.code().is_none_or(|code| {
                loses_connection(code)
                    || [&SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::T_R_DEADLOCK_DETECTED].contains(&code)
                    || forgets_statements(code)
            }),
            Self::Overtaken => true,
            _ => false,
        }
    }
}

/// The statement is not known (any more) on this connection, or its table has changed: prepared anew it works.
pub(crate) fn forgets_statements(code: &SqlState) -> bool {
    [&SqlState::INVALID_SQL_STATEMENT_NAME, &SqlState::FEATURE_NOT_SUPPORTED].contains(&code)
}

/// It has no room: others will find the same.
fn is_exhausted(code: &SqlState) -> bool {
    code.code().starts_with("53")
}

/// The server is going down, coming up, or has become one that takes no writes; or the way to it is broken (class 08).
fn loses_connection(code: &SqlState) -> bool {
    let states = [
        &SqlState::ADMIN_SHUTDOWN,
        &SqlState::CRASH_SHUTDOWN,
        &SqlState::CANNOT_CONNECT_NOW,
        &SqlState::READ_ONLY_SQL_TRANSACTION,
        &SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
    ];
    states.contains(&code) || code.code().starts_with("08")
}

impl From<Fault> for Broken {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Said(broken) | Fault::Late(broken) => broken,
            Fault::Overtaken => Broken::Unavailable("another write was faster".to_owned()),
            Fault::Sqlite(error) => of_sqlite(&error),
            Fault::Postgres(error) => of_postgres(&error),
        }
    }
}

fn of_sqlite(error: &rusqlite::Error) -> Broken {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseCorrupt
            | ErrorCode::NotADatabase
            | ErrorCode::ConstraintViolation
            | ErrorCode::TypeMismatch
            | ErrorCode::Unknown,
        )
        | None => Broken::Corrupt(error.to_string()),
        Some(_) => Broken::Unavailable(error.to_string()),
    }
}

/// What happened, and why, as far down as it is told.
pub(crate) fn with_causes(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// What PostgreSQL finds wrong with a statement or a value (classes 22, 23, 42, XX) is no outage.
fn of_postgres(error: &tokio_postgres::Error) -> Broken {
    let sentence = match error.as_db_error() {
        Some(said) => format!("{} ({})", said.message(), said.code().code()),
        None => with_causes(error),
    };
    match error.code().map(|code| &code.code()[..2]) {
        // No name is given twice on a connection that is ours alone.
        _ if error.code() == Some(&SqlState::DUPLICATE_PSTATEMENT) => Broken::Unfit(SHARED.to_owned()),
        _ if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            Broken::Unfit(format!("the role that was given at the database may not do what has to be done: {sentence}"))
        }
        Some("22" | "23" | "42" | "XX") => Broken::Corrupt(sentence),
        _ => Broken::Unavailable(sentence),
    }
}
