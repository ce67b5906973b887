//! Moves the log into the file beside the writes: a writer that did it alone would keep everybody waiting for tens of milliseconds.

use super::connection::Place;
use super::run::Open;
use rusqlite::Connection;
use std::sync::Arc;
use std::thread::JoinHandle;

/// Pages of the log (4 KiB each) after which they are moved. A page is written into the file once, however often the log has it: with SQLite's 1,000
/// that is hardly ever more than once.
pub(super) const PAGES: i64 = 4_000;
/// After so many SQLite moves them within a commit, where nobody has done it beside.
pub(super) const LATEST: i64 = 4 * PAGES;
/// After so many commits the log is looked at.
const COMMITS: u32 = 64;

/// Who moves it.
#[derive(Default)]
pub(super) struct Mover {
    at_work: Option<JoinHandle<()>>,
    /// Pages that could not be moved last time, since somebody still reads what was there before them.
    held: i64,
    /// Since the log was looked at.
    commits: u32,
}

impl Mover {
    /// After a commit: begins, or ends what was begun. What was written meanwhile is little, and only when that is moved, too, does the next write begin the
    /// log anew (<https://sqlite.org/wal.html#ckpt>).
    pub(super) fn after_commit(&mut self, place: &Arc<Place>, db: &Open) {
        match self.at_work.take() {
            Some(thread) if thread.is_finished() => {
                let _ = thread.join();
                self.held = left(&db.connection(), "pragma wal_checkpoint(passive)");
            }
            Some(thread) => self.at_work = Some(thread),
            None if self.commits < COMMITS => self.commits += 1,
            None => {
                self.commits = 0;
                let left = left(&db.connection(), "pragma wal_checkpoint(noop)");
                self.held = self.held.min(left);
                if left >= self.held + PAGES {
                    self.at_work = begin(Arc::clone(place));
                }
            }
        }
    }

    /// Leaves no log behind: the file alone is all there is.
    pub(super) fn at_the_end(&mut self, db: &Open) {
        self.done();
        left(&db.connection(), "pragma wal_checkpoint(truncate)");
    }

    /// Waits for what was begun.
    fn done(&mut self) {
        if let Some(thread) = self.at_work.take() {
            let _ = thread.join();
        }
    }
}

impl Drop for Mover {
    fn drop(&mut self) {
        self.done();
    }
}

/// On a connection of its own. Where that fails, SQLite itself moves pages at a commit, only later.
fn begin(place: Arc<Place>) -> Option<JoinHandle<()>> {
    let work = move || match place.mover() {
        Ok(db) => drop(left(&db, "pragma wal_checkpoint(passive)")),
        Err(fault) => tracing::debug!(?fault, "the log could not be moved"),
    };
    std::thread::Builder::new().name("store-checkpoint".to_owned()).spawn(work).ok()
}

/// Pages of the log that are not in the file when that was done.
fn left(db: &Connection, pragma: &str) -> i64 {
    let read = |row: &rusqlite::Row<'_>| Ok(row.get::<_, i64>(1)? - row.get::<_, i64>(2)?);
    match db.prepare_cached(pragma).and_then(|mut statement| statement.query_row([], read)) {
        Ok(pages) => pages,
        Err(error) => {
            tracing::debug!(%error, "the log could not be looked at");
            0
        }
    }
}
