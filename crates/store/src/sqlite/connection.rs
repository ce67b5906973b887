//! Opening the file: permissions, settings, and one reader per thread.

use super::run::Open;
use super::{checkpoint, schema};
use crate::Broken;
use crate::tables::fault::Outcome;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::cell::RefCell;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A reader waits only while another process recovers the file; its thread serves others meanwhile.
const READER_BUSY: Duration = Duration::from_millis(100);
/// Between two looks whether a file that is being made is there.
const AGAIN: Duration = Duration::from_millis(5);
/// Databases that one thread keeps open for reading.
const READERS_PER_THREAD: usize = 4;
/// Statements that one connection keeps prepared: more than there are.
const PREPARED: usize = 128;

/// What the writer keeps of the file in memory: a negative number counts KiB.
const WRITER_CACHE: i64 = -8_000;

/// Below it, a WAL reset can corrupt the file (<https://sqlite.org/wal.html#walresetbug>).
const OLDEST_LIBRARY: i32 = 3_051_003;

/// The file, as all connections to it see it.
pub(super) struct Place {
    path: PathBuf,
    busy: Duration,
    id: u64,
    /// Moved when the file behind the path has changed: readers open it anew.
    generation: AtomicU64,
    finished: AtomicBool,
}

/// Which file it is, whatever its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileId(u64, u64);

struct Reader {
    place: u64,
    generation: u64,
    open: Arc<Open>,
}

thread_local! {
    static READERS: RefCell<Vec<Reader>> = const { RefCell::new(Vec::new()) };
}

impl Place {
    /// Of the database at `path`; a writer waits `busy` for another process's lock.
    pub(super) fn new(path: &Path, busy: Duration) -> Self {
        static IDS: AtomicU64 = AtomicU64::new(0);
        let id = IDS.fetch_add(1, Ordering::Relaxed);
        Self { path: path.to_owned(), busy, id, generation: AtomicU64::new(0), finished: AtomicBool::new(false) }
    }

    /// Nobody works on it any more, here or elsewhere.
    pub(super) fn finish(&self) {
        self.finished.store(true, Ordering::Release);
    }

    /// Whether nobody does.
    pub(super) fn is_finished(&self) -> bool {
        self.finished.load(Ordering::Acquire)
    }

    /// How long a write waits for a lock.
    pub(super) fn busy(&self) -> Duration {
        self.busy
    }

    /// Makes the file, readable by its owner only, where there is none.
    pub(super) fn create(&self) -> Outcome<()> {
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&self.path) {
            Ok(file) => {
                file.sync_all()?;
                let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
                File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            Err(error) => Err(Broken::Unavailable(format!("{}: {error}", self.path.display())).into()),
        }
    }

    /// The file that the path means now.
    pub(super) fn file_id(&self) -> Outcome<FileId> {
        match std::fs::metadata(&self.path) {
            Ok(found) => Ok(FileId(found.dev(), found.ino())),
            Err(error) => Err(Broken::Unavailable(format!("{}: {error}", self.path.display())).into()),
        }
    }

    /// The connection that writes, its tables up to date. Never makes a file: one that is gone is not answered by an empty one.
    pub(super) fn writer(&self) -> Outcome<Connection> {
        let mut db = Connection::open_with_flags(&self.path, flags(OpenFlags::SQLITE_OPEN_READ_WRITE))?;
        keep_plans(&db)?;
        let mode = log_ahead(&db, self.busy)?;
        db.busy_timeout(self.busy)?;
        if mode != "wal" {
            return Err(
                Broken::Unfit(format!("the file system cannot hold a write-ahead log (journal mode {mode})")).into()
            );
        }
        db.pragma_update(None, "synchronous", "full")?;
        db.pragma_update(None, "wal_autocheckpoint", checkpoint::LATEST)?;
        db.pragma_update(None, "cache_size", WRITER_CACHE)?;
        // A log that a burst has blown up gives its room back.
        db.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
        schema::update(&mut db)?;
        Ok(db)
    }

    /// A connection that moves the log into the file and does nothing else.
    pub(super) fn mover(&self) -> Outcome<Connection> {
        let db = Connection::open_with_flags(&self.path, flags(OpenFlags::SQLITE_OPEN_READ_WRITE))?;
        db.pragma_update(None, "synchronous", "full")?;
        Ok(db)
    }

    /// A connection that cannot write.
    pub(super) fn reader(&self) -> Outcome<Connection> {
        let db = Connection::open_with_flags(&self.path, flags(OpenFlags::SQLITE_OPEN_READ_ONLY))?;
        db.busy_timeout(READER_BUSY)?;
        keep_plans(&db)?;
        Ok(db)
    }

    /// Makes every reader open the file anew.
    pub(super) fn forget_readers(&self) {
        self.generation.fetch_add(1, Ordering::Release);
    }

    /// This thread's own connection. One on which something has failed is not used again.
    pub(super) fn reading(&self) -> Outcome<Arc<Open>> {
        let generation = self.generation.load(Ordering::Acquire);
        READERS.with_borrow_mut(|open| {
            open.retain(|reader| {
                reader.place != self.id || (reader.generation == generation && !reader.open.is_lost())
            });
            if let Some(reader) = open.iter().find(|reader| reader.place == self.id) {
                return Ok(Arc::clone(&reader.open));
            }
            let made = Arc::new(Open::new(self.reader()?));
            if open.len() >= READERS_PER_THREAD {
                open.remove(0);
            }
            open.push(Reader { place: self.id, generation, open: Arc::clone(&made) });
            Ok(made)
        })
    }
}

/// Has changes go to a log first; what they go to now. Of those who want that of a new file at once all but one are refused, and SQLite does not
/// wait on their behalf: each reads the file by then, and none could go first.
fn log_ahead(db: &Connection, patience: Duration) -> rusqlite::Result<String> {
    let begun = Instant::now();
    db.busy_timeout(Duration::ZERO)?;
    loop {
        match db.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0)) {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && begun.elapsed() < patience => {
                std::thread::sleep(AGAIN);
            }
            done => return done,
        }
    }
}

/// A statement is planned once. Without the guarantee SQLite plans anew for each value that is compared with a partial index's column, which
/// costs more than the read (<https://sqlite.org/queryplanner-ng.html#qpstab>).
fn keep_plans(db: &Connection) -> Outcome<()> {
    db.set_prepared_statement_cache_capacity(PREPARED);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

pub(super) fn flags(access: OpenFlags) -> OpenFlags {
    // No mutex: a connection is used by one thread at a time.
    access | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Refuses a SQLite library that can corrupt the file.
pub(super) fn fit_library(version: i32) -> crate::Result<()> {
    if version >= OLDEST_LIBRARY {
        return Ok(());
    }
    let words = |v: i32| format!("{}.{}.{}", v / 1_000_000, v / 1_000 % 1_000, v % 1_000);
    Err(Broken::Unfit(format!(
        "SQLite {} can corrupt a database in WAL mode; Grantor needs {} or newer",
        words(version),
        words(OLDEST_LIBRARY)
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_a_library_with_the_wal_reset_bug() {
        assert!(fit_library(rusqlite::version_number()).is_ok());
        assert!(fit_library(3_051_003).is_ok());
        assert!(fit_library(3_052_000).is_ok());
        let refused = fit_library(3_051_002).unwrap_err().to_string();
        assert_eq!(refused, "SQLite 3.51.2 can corrupt a database in WAL mode; Grantor needs 3.51.3 or newer");
        assert!(fit_library(3_050_099).is_err());
    }
}
