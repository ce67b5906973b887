//! The file as a whole: what it holds at one moment, and whether somebody has it open.

use super::connection::flags;
use super::schema;
use crate::tables::fault::Outcome;
use crate::{Broken, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// Somebody who opens or closes the file holds it for a moment.
const MOMENT: Duration = Duration::from_millis(500);

/// Writes what the database at `from` holds at one moment into `to`, which is an empty file or none. Whoever works on it goes on working: the log keeps
/// what they write until this is done. Nothing is changed in `from`. It is not on disk before the caller has it synchronised.
pub fn snapshot(from: &Path, to: &Path) -> Result<()> {
    Ok(write(from, to)?)
}

fn write(from: &Path, to: &Path) -> Outcome<()> {
    let db = Connection::open_with_flags(from, flags(OpenFlags::SQLITE_OPEN_READ_ONLY))?;
    db.busy_timeout(MOMENT)?;
    if schema::version(&db)? == 0 {
        return Err(Broken::Unfit(format!("{} is no database of Grantor's", from.display())).into());
    }
    let to = to.to_str().ok_or_else(|| Broken::Unfit(format!("{} is no UTF-8", to.display())))?;
    db.execute("vacuum into ?1", [to])?;
    Ok(())
}

/// A database that nobody else has open, nor can use before this goes.
#[derive(Debug)]
pub struct Alone {
    _held: Connection,
}

impl Alone {
    /// Of the database at `path`; `None`: somebody else has it open. Its log is moved into the file and goes.
    pub fn with(path: &Path) -> Result<Option<Self>> {
        match hold(path) {
            Ok(held) => Ok(held.map(|held| Self { _held: held })),
            Err(error) if is_busy(&error) => Ok(None),
            Err(error) => Err(crate::tables::fault::Fault::from(error).into()),
        }
    }
}

/// A database leaves WAL mode only when nobody else has it open, however idle they are (<https://sqlite.org/wal.html#use_of_wal_without_shared_memory>).
fn hold(path: &Path) -> rusqlite::Result<Option<Connection>> {
    let db = Connection::open_with_flags(path, flags(OpenFlags::SQLITE_OPEN_READ_WRITE))?;
    db.busy_timeout(MOMENT)?;
    db.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    db.execute_batch("begin exclusive")?;
    // Somebody may have come between the two: they have gone back to WAL.
    let mode: String = db.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
    Ok((mode == "delete").then_some(db))
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}
